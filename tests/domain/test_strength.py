"""What a tie is worth: worked values, and what must hold for every history."""

from __future__ import annotations

import math
import time
from collections.abc import Sequence
from datetime import date, timedelta
from typing import get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain.model import Entry, Kind, Side, Tie
from netledger.domain.strength import (
    TERMS,
    chance_of_contact,
    contact_volume,
    frequency,
    log_warmth,
    overdue_ratio,
    own_rhythm,
    summarise,
    tie_strength,
    window_frequency,
)

TODAY = date(2026, 3, 14)
EPSILON = 1e-9
SIDES: tuple[Side | None, ...] = (None, *get_args(Side))
PSYCHOSOCIAL: frozenset[Kind] = frozenset({"psychosocial"})
INSTRUMENTAL: frozenset[Kind] = frozenset({"instrumental"})

quick = settings(max_examples=150, deadline=None)

kinds = st.frozensets(st.sampled_from(get_args(Kind)))
past_days = st.integers(0, 1500).map(lambda ago: TODAY - timedelta(days=ago))
entries = st.builds(
    Entry,
    id=st.just(1),
    on=past_days,
    n=st.integers(1, 40),
    initiator=st.sampled_from(SIDES),
    two_way=st.booleans(),
    pitch=st.sampled_from((False, False, False, True)),
    depth=st.sampled_from((None, 1, 2, 3)),
    gave=kinds,
    got=kinds,
)
histories = st.lists(entries, max_size=12)
lived_histories = histories.filter(lambda history: any(not entry.pitch for entry in history))


def every(days: int, times: int, until: date = TODAY) -> Tie:
    return summarise(Entry(1, until - timedelta(days=days * k)) for k in range(times))


def rank(history: Sequence[Entry], today: date) -> float:
    return tie_strength(summarise(history), today)[1]


def later(history: Sequence[Entry], entry: Entry, gap: int) -> Entry:
    """The same entry, moved to `gap` days after the last of the history."""
    last = summarise(history).last or TODAY
    return moved(entry, last + timedelta(days=gap))


def moved(entry: Entry, on: date, gave: frozenset[Kind] | None = None) -> Entry:
    gives, gets = (entry.gave, entry.got) if gave is None else (gave, frozenset[Kind]())
    return Entry(
        1, on, entry.n, entry.initiator, entry.two_way, entry.pitch, entry.depth, gives, gets
    )


# Worked values


@pytest.mark.parametrize(("cadence", "points"), [(1, 80), (7, 60), (30, 46), (182, 27), (365, 20)])
def test_a_steady_tie_is_worth_its_frequency_half_way_between_two_contacts(
    cadence: int, points: float
) -> None:
    tie = every(cadence, 4000 // cadence + 1)
    strength, _, terms = tie_strength(tie, TODAY + timedelta(days=cadence // 2))
    assert strength == pytest.approx(points, abs=1)
    assert terms["depth"] == terms["intensity"] == terms["support"] == terms["mind_share"] == 0


@pytest.mark.parametrize(("cadence", "s"), [(7, 37.6), (30, 9.2), (182, 2.0), (365, 1.3)])
def test_a_steady_tie_remembers_this_many_contact_days(cadence: int, s: float) -> None:
    assert every(cadence, 4000 // cadence + 1).s == pytest.approx(s, abs=0.06)


def test_a_contact_without_an_entry_has_no_strength() -> None:
    assert tie_strength(Tie(), TODAY) == (0.0, -math.inf, {})
    assert contact_volume(Tie(), TODAY) == frequency(Tie(), TODAY) == 0
    assert window_frequency(Tie(), TODAY) == chance_of_contact(Tie(), TODAY, 30) == 0
    assert log_warmth(Tie(), TODAY) == -math.inf


def test_a_century_of_silence_is_no_error() -> None:
    tie = every(1, 1, until=date(1926, 3, 14))
    strength, rank_, terms = tie_strength(tie, date(9999, 12, 31))
    assert strength == 0
    assert terms["limit"] == -rank_ > 0
    assert math.isfinite(log_warmth(tie, date(9999, 12, 31)))
    assert chance_of_contact(tie, date(9999, 12, 31), 7) >= 0


def test_a_day_before_the_last_entry_counts_as_its_day() -> None:
    tie = every(7, 5)
    assert tie_strength(tie, TODAY - timedelta(days=9)) == tie_strength(tie, TODAY)


def test_the_rhythm_is_drawn_towards_a_week_while_contacts_are_few() -> None:
    assert own_rhythm(every(30, 1)) == 7
    assert own_rhythm(every(30, 5)) == pytest.approx((120 + 14) / 6)
    assert overdue_ratio(every(30, 1), TODAY + timedelta(days=21)) == 3


def test_a_young_tie_is_measured_in_its_own_window_of_sixty_days_at_least() -> None:
    weekly_for_two_months = every(7, 9)
    assert window_frequency(weekly_for_two_months, TODAY) == pytest.approx(1 / 7, rel=0.2)
    assert window_frequency(every(7, 1), TODAY) < 0.02


def test_the_chance_grows_with_the_horizon_and_fades_with_silence() -> None:
    tie = every(7, 20)
    assert chance_of_contact(tie, TODAY, 7) < chance_of_contact(tie, TODAY, 30) < 1
    assert chance_of_contact(tie, TODAY + timedelta(days=90), 7) < chance_of_contact(tie, TODAY, 7)


# The sufficient statistics


def test_a_pitch_counts_for_nothing() -> None:
    assert summarise([Entry(1, TODAY, pitch=True, initiator="them", gave=PSYCHOSOCIAL)]) == Tie()


def test_one_day_counts_once_with_its_best() -> None:
    tie = summarise(
        [
            Entry(1, TODAY, depth=1, gave=INSTRUMENTAL),
            Entry(2, TODAY, depth=3, n=4, initiator="them", got=INSTRUMENTAL),
        ]
    )
    assert (tie.n, tie.d, tie.s, tie.s2, tie.sq, tie.i, tie.sp, tie.si) == (5, 1, 1, 1, 2, 1, 0, 1)


def test_a_day_with_both_kinds_of_support_counts_for_the_psychosocial() -> None:
    tie = summarise([Entry(1, TODAY, gave=PSYCHOSOCIAL, got=INSTRUMENTAL)])
    assert (tie.sp, tie.si, tie.sq) == (1, 0, 2)


def test_sums_fade_by_their_half_lives_until_the_next_contact_day() -> None:
    start = TODAY - timedelta(days=365)
    tie = summarise([Entry(1, start, got=PSYCHOSOCIAL, initiator="them"), Entry(2, TODAY)])
    assert tie.sp == pytest.approx(0.5)
    assert tie.s == pytest.approx(1 + 2 ** (-365 / 180))
    assert tie.i == pytest.approx(2 ** (-365 / 180))
    assert tie.s2 == pytest.approx(1)


def test_a_message_never_answered_starts_nothing_until_it_is_answered() -> None:
    hello = Entry(1, TODAY - timedelta(days=3), initiator="them", two_way=False)
    reply = Entry(2, TODAY, initiator="me", two_way=False)
    assert summarise([hello]).i == 0
    assert summarise([hello, reply]).i == pytest.approx(2 ** (-3 / 180))
    assert summarise([moved(reply, hello.on - timedelta(days=1)), hello]).i == 0


@pytest.mark.parametrize(
    ("history", "two_way"),
    [
        ([Entry(1, TODAY)], True),
        ([Entry(1, TODAY, two_way=False)], False),
        ([Entry(1, TODAY, two_way=False, initiator="them")], False),
        ([Entry(1, TODAY, two_way=False, initiator="them"), Entry(2, TODAY, two_way=False)], True),
        ([Entry(1, TODAY, two_way=False, initiator="me"), Entry(2, TODAY, two_way=False)], False),
    ],
)
def test_a_tie_is_two_way_by_one_such_entry_or_by_one_from_each_side(
    history: list[Entry], two_way: bool
) -> None:
    assert summarise(history).two_way is two_way


# What must hold for every history


@quick
@given(histories, st.integers(0, 4000))
def test_the_terms_add_up_to_the_strength(history: list[Entry], wait: int) -> None:
    strength, total, terms = tie_strength(summarise(history), TODAY + timedelta(days=wait))
    assert math.fsum(terms.values()) == pytest.approx(strength, abs=EPSILON)
    assert 0 <= strength <= 100
    assert ("limit" in terms) == (bool(terms) and not 0 <= total <= 100)
    assert [name for name in terms if name != "limit"] == [term.name for term in TERMS if terms]


dates_only = st.lists(st.tuples(past_days, st.integers(1, 9)), min_size=1, max_size=8)


@quick
@given(st.lists(dates_only, min_size=2, max_size=5))
def test_a_ledger_with_only_dates_ranks_exactly_by_contact_volume(
    ledger: list[list[tuple[date, int]]],
) -> None:
    ties = [summarise(Entry(1, on, n=n) for on, n in history) for history in ledger]
    a_day_of_180 = 80 + 7 * math.log2(1 - 2 ** (-1 / 180))
    for tie in ties:
        expected = a_day_of_180 + 7 * math.log2(contact_volume(tie, TODAY))
        assert tie_strength(tie, TODAY)[1] == pytest.approx(expected, abs=EPSILON)


@quick
@given(lived_histories, entries, st.integers(0, 900), st.integers(0, 900))
def test_logging_on_or_after_the_last_day_never_lowers_it(
    history: list[Entry], entry: Entry, gap: int, wait: int
) -> None:
    new = later(history, entry, gap)
    today = new.on + timedelta(days=wait)
    before, after = summarise(history), summarise([*history, new])
    assert tie_strength(after, today)[1] >= tie_strength(before, today)[1] - EPSILON
    assert tie_strength(after, today)[0] >= tie_strength(before, today)[0] - EPSILON
    assert log_warmth(after, today) >= log_warmth(before, today) - EPSILON


@quick
@given(lived_histories, st.integers(0, 3000), st.integers(0, 3000))
def test_time_alone_never_raises_it(history: list[Entry], wait: int, longer: int) -> None:
    tie = summarise(history)
    sooner = TODAY + timedelta(days=wait)
    later_on = sooner + timedelta(days=longer)
    assert tie_strength(tie, later_on)[0] <= tie_strength(tie, sooner)[0] + EPSILON
    assert tie_strength(tie, later_on)[1] <= tie_strength(tie, sooner)[1] + EPSILON
    assert log_warmth(tie, later_on) <= log_warmth(tie, sooner) + EPSILON


@quick
@given(histories.flatmap(lambda history: st.tuples(st.just(history), st.permutations(history))))
def test_the_order_of_entry_never_matters(both: tuple[list[Entry], list[Entry]]) -> None:
    assert summarise(both[0]) == summarise(both[1])


@quick
@given(histories, entries, st.integers(0, 900))
def test_psychosocial_support_raises_at_least_as_much_as_instrumental_and_that_as_plain(
    history: list[Entry], entry: Entry, gap: int
) -> None:
    on = later(history, entry, gap).on
    plain, instrumental, psychosocial = (
        rank([*history, moved(entry, on, gave)], on)
        for gave in (frozenset[Kind](), INSTRUMENTAL, PSYCHOSOCIAL)
    )
    assert psychosocial >= instrumental - EPSILON or entry.pitch
    assert instrumental >= plain - EPSILON or entry.pitch


def test_that_holds_for_a_tie_already_full_of_psychosocial_support() -> None:
    """Where each kind saturates for itself it does not: the instrumental would raise more."""
    past = [Entry(k, TODAY - timedelta(days=k), got=PSYCHOSOCIAL) for k in range(1, 200)]
    listening = Entry(0, TODAY, got=PSYCHOSOCIAL)
    assert rank([*past, listening], TODAY) > rank(
        [*past, moved(listening, TODAY, INSTRUMENTAL)], TODAY
    )


def test_support_is_worth_up_to_six_points_and_up_to_twelve_where_psychosocial() -> None:
    def points(kind: frozenset[Kind], days: int) -> float:
        history = [Entry(k, TODAY - timedelta(days=k), got=kind) for k in range(days)]
        return tie_strength(summarise(history), TODAY)[2]["support"]

    assert points(INSTRUMENTAL, 1) == pytest.approx(6 * (1 - 2**-0.5))
    assert points(PSYCHOSOCIAL, 1) == pytest.approx(12 * (1 - 2**-0.5))
    assert points(INSTRUMENTAL, 200) == pytest.approx(6)
    assert points(PSYCHOSOCIAL, 200) == pytest.approx(12)


def test_ten_thousand_ties_are_scored_before_one_notices() -> None:
    ties = [every(1 + k % 60, 1 + k % 40, TODAY - timedelta(days=k % 400)) for k in range(200)] * 50

    def seconds() -> float:
        started = time.process_time()
        for tie in ties:
            tie_strength(tie, TODAY)
        return time.process_time() - started

    # The best of a few runs: what else the machine does is not the code's.
    assert min(seconds() for _ in range(5)) < 0.05
