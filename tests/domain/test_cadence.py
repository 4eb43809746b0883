"""When a tie is due, how a day is filled, and why."""

from __future__ import annotations

from datetime import date, timedelta

import pytest

from netledger.domain.cadence import (
    due_day,
    first_turns,
    levelled_day,
    minutes_fit,
    overdue_days,
    plan,
    reason,
    worth,
)
from netledger.domain.model import Entry, Head, Standing
from netledger.domain.strength import own_rhythm, summarise, tie_strength

TODAY = date(2026, 3, 14)


def days(count: int) -> timedelta:
    return timedelta(days=count)


def head(id: int = 1, every: int = 7, times: int = 0, last: date = TODAY) -> Head:
    """A contact met `times` times, every so many days up to `last`."""
    tie = summarise(Entry(1, last - days(every * k)) for k in range(times))
    return Head(id, f"uid{id}", f"Name {id}", tie)


def standing(who: Head, tier: int | None = None, due: date | None = TODAY) -> Standing:
    strength, rank, terms = tie_strength(who.tie, TODAY)
    return Standing(who, strength, rank, terms, tier, due)


def one_way(tier: int | None = None) -> Head:
    tie = summarise([Entry(1, TODAY, two_way=False)])
    return Head(1, "uid1", "Ada", tie, stated_tier=tier, stated_on=TODAY)


# The day


def test_an_own_cadence_counts_from_the_last_entry() -> None:
    bob = head(times=1, last=date(2026, 3, 1))._replace(cadence_days=14)
    assert due_day(bob, 150, None) == date(2026, 3, 15)
    logged = bob._replace(tie=summarise([Entry(1, date(2026, 3, 1)), Entry(2, date(2026, 3, 14))]))
    assert due_day(logged, 150, None) == date(2026, 3, 28)


@pytest.mark.parametrize(("tier", "cadence"), [(5, 7), (15, 30), (50, 182), (150, 365)])
def test_a_young_tie_is_due_after_the_cadence_of_its_tier(tier: int, cadence: int) -> None:
    assert due_day(head(every=3, times=4), tier, None) == TODAY + days(cadence)


def test_a_young_tie_is_never_due_earlier_than_its_own_rhythm() -> None:
    slow = head(every=60, times=4)
    assert due_day(slow, 15, None) == TODAY + days(39)  # (180 + 14) / 5 = 38.8
    assert own_rhythm(slow.tie) == pytest.approx(38.8)


def test_from_five_contact_days_on_a_broken_rhythm_makes_it_due_early() -> None:
    often = head(every=12, times=30)
    assert due_day(often, 50, None) == TODAY + days(24)  # twice 11.7, not 182
    assert due_day(head(every=12, times=4), 50, None) == TODAY + days(182)


def test_a_broken_rhythm_never_makes_it_due_within_a_week() -> None:
    assert due_day(head(every=1, times=50), 50, None) == TODAY + days(7)


def test_nor_earlier_than_its_own_rhythm() -> None:
    assert due_day(head(every=90, times=30), 15, None) == TODAY + days(85)


def test_outside_the_tiers_only_an_own_cadence_makes_it_due() -> None:
    assert due_day(head(times=1), None, None) is None
    assert due_day(head(times=1)._replace(cadence_days=10), None, None) == TODAY + days(10)


def test_a_tie_never_two_way_is_due_only_where_the_user_asked_for_it() -> None:
    assert due_day(one_way(), 150, None) is None
    assert due_day(one_way(tier=15), 15, None) == TODAY + days(30)
    assert due_day(one_way()._replace(cadence_days=9), 150, None) == TODAY + days(9)


def test_the_dead_and_the_archived_are_never_due() -> None:
    bob = head(times=1)._replace(cadence_days=14)
    assert due_day(bob._replace(died=TODAY), 5, None) is None
    assert due_day(bob._replace(archived=True), 5, None) is None


def test_a_cadence_of_many_lives_is_no_error() -> None:
    assert due_day(head(times=1)._replace(cadence_days=9_999_999), None, None) == date.max


# First turns


def stated(id: int, tier: int = 5, on: date = TODAY) -> Head:
    return head(id)._replace(stated_tier=tier, stated_on=on)


def test_one_stated_tie_without_an_entry_is_due_after_its_cadence() -> None:
    assert first_turns([stated(1)]) == {1: TODAY + days(7)}
    assert first_turns([head(1)._replace(cadence_days=14, stated_on=TODAY)]) == {
        1: TODAY + days(14)
    }
    assert due_day(stated(1), 5, TODAY + days(7)) == TODAY + days(7)
    assert due_day(head(1), None, None) is None


def test_an_evening_of_stating_is_spread_over_one_cadence() -> None:
    turns = first_turns(stated(id) for id in (5, 3, 1, 2, 4))
    assert turns == {id: TODAY + days(wait) for id, wait in enumerate((2, 3, 5, 6, 7), start=1)}


def test_each_evening_and_each_cadence_is_spread_for_itself() -> None:
    turns = first_turns([stated(1), stated(2, tier=15), stated(3, on=TODAY - days(1))])
    assert turns == {1: TODAY + days(7), 2: TODAY + days(30), 3: TODAY + days(6)}


def test_a_crowd_stated_in_one_evening_is_never_due_the_same_day() -> None:
    turns = first_turns(stated(id) for id in range(1, 101))
    assert min(turns.values()) == TODAY + days(1)
    assert max(turns.values()) == TODAY + days(7)


def test_tending_the_first_does_not_make_the_next_fall_due_at_once() -> None:
    evening = [stated(id, tier=15) for id in range(1, 11)]
    before = first_turns(evening)
    tended = summarise([Entry(1, before[1])])
    after = first_turns([evening[0]._replace(tie=tended), *evening[1:]])
    assert after == {id: on for id, on in before.items() if id != 1}


def test_who_had_an_entry_when_stated_or_is_gone_takes_no_turn() -> None:
    known = head(1, times=1, last=TODAY - days(1))._replace(stated_tier=5, stated_on=TODAY)
    assert first_turns([known, stated(2)._replace(archived=True), stated(3), head(4)]) == {
        3: TODAY + days(7)
    }


# The order and the day's plan


def test_worth_is_the_contact_at_stake_and_nothing_without_an_entry() -> None:
    close, loose = head(every=7, times=50), head(every=90, times=5)
    assert worth(standing(close, 5), TODAY) > worth(standing(loose, 5), TODAY) > 0
    assert worth(standing(head(), 5), TODAY) == 0


def test_a_day_holds_its_capacity_and_the_rest_waits_in_the_same_order() -> None:
    crowd = [standing(head(id, times=id, last=TODAY - days(30)), 5) for id in range(1, 8)]
    day = plan(crowd, TODAY, 5)
    assert [one.head.id for one in day.today + day.waiting] == [7, 6, 5, 4, 3, 2, 1]
    assert len(day.today) == 5


def test_of_equal_worth_the_longest_overdue_comes_first_and_then_the_name() -> None:
    dues = {1: TODAY, 2: TODAY - days(3), 3: TODAY - days(3)}
    day = plan((standing(head(id), 5, due) for id, due in dues.items()), TODAY, 5)
    assert [one.head.id for one in day.today] == [2, 3, 1]


def test_what_is_not_yet_due_never_due_or_snoozed_rests() -> None:
    resting = [
        standing(head(1), 5, TODAY + days(1)),
        standing(head(2), 5, None),
        standing(head(3)._replace(snoozed_until=TODAY + days(1)), 5),
    ]
    awake = standing(head(4)._replace(snoozed_until=TODAY), 5)
    assert plan([*resting, awake], TODAY, 5).today == [awake]


def test_what_waits_is_levelled_over_the_coming_days() -> None:
    assert [(levelled_day(position, 5, TODAY) - TODAY).days for position in (0, 4, 5, 9, 10)] == [
        0, 0, 1, 1, 2,
    ]  # fmt: skip


def test_minutes_pick_in_order_what_fits_and_pass_over_what_does_not() -> None:
    ordered = [standing(head(id)) for id in (1, 2, 3, 4)]
    usual = {1: 60, 2: 20, 4: 10}
    assert [one.head.id for one in minutes_fit(ordered, usual, 45)] == [2, 3, 4]
    assert [one.head.id for one in minutes_fit(ordered, usual, 34)] == [2, 4]
    assert minutes_fit(ordered, usual, 9) == []


# Why


def test_the_reason_is_the_silence_against_the_rhythm_of_the_two() -> None:
    assert reason(standing(head(every=12, times=40, last=TODAY - days(38))), TODAY) == (
        "38 days, you two talk every 12"
    )
    assert reason(standing(head(every=1, times=40, last=TODAY - days(8))), TODAY) == (
        "8 days, you two talk every day"
    )


@pytest.mark.parametrize(
    ("tier", "word"), [(5, "weekly"), (15, "monthly"), (50, "half-yearly"), (150, "yearly")]
)
def test_or_against_the_cadence_of_the_tier_while_the_tie_is_young(tier: int, word: str) -> None:
    young = standing(head(times=2, last=TODAY - days(41)), tier)
    assert reason(young, TODAY) == f"41 days, {word}"


def test_or_against_the_cadence_that_the_user_set() -> None:
    bob = head(times=9, last=TODAY - days(67))._replace(cadence_days=14)
    assert reason(standing(bob), TODAY) == "every 14 days as you set; last 67 days ago"
    daily = head(times=9, last=TODAY - days(1))._replace(cadence_days=1)
    assert reason(standing(daily), TODAY) == "every day as you set; last 1 day ago"


def test_or_that_there_is_no_entry_yet() -> None:
    assert reason(standing(stated(1, on=date(2026, 3, 3)), 5), TODAY) == (
        "no entry yet; stated on 3 Mar 2026"
    )


def test_overdue_counts_from_the_day_it_fell_due() -> None:
    assert overdue_days(standing(head(), 5, TODAY - days(3)), TODAY) == 3
    assert overdue_days(standing(head(), 5, TODAY + days(3)), TODAY) == 0
    assert overdue_days(standing(head(), 5, None), TODAY) == 0
