"""The circles: places, floors, and what is stated."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain.model import CIRCLES, Entry, Head, Standing
from netledger.domain.strength import summarise
from netledger.domain.tiers import lived, place, room_for

TODAY = date(2026, 3, 14)


def head(id: int, every: int = 7, times: int = 0, tier: int | None = None, ago: int = 0) -> Head:
    """A contact met `times` times, every so many days, last `ago` days ago."""
    days = [TODAY - timedelta(days=ago + every * k) for k in range(times)]
    tie = summarise(Entry(1, on) for on in days)
    return Head(id, f"uid{id}", f"Name {id:04}", tie, stated_tier=tier, stated_on=TODAY)


def tiers(heads: Iterable[Head]) -> dict[int, int | None]:
    return {standing.head.id: standing.tier for standing in place(heads, TODAY)}


def inside(standings: Iterable[Standing], circle: int) -> list[Standing]:
    return [one for one in standings if one.tier is not None and one.tier <= circle]


def test_the_circles_fill_by_rank_five_fifteen_fifty() -> None:
    weekly = [head(id, 7, 100 + id) for id in range(1, 61)]
    standings = place(weekly, TODAY)
    assert [one.head.id for one in standings] == list(range(60, 0, -1))
    assert [one.tier for one in standings] == [5] * 5 + [15] * 10 + [50] * 35 + [150] * 10


def test_a_place_has_a_floor_so_a_small_ledger_makes_no_free_intimates() -> None:
    rhythms = {1: 7, 2: 30, 3: 182, 4: 365}
    found = tiers(head(id, every, 12, ago=every // 2) for id, every in rhythms.items())
    assert found == {1: 5, 2: 15, 3: 50, 4: 150}


def test_a_single_contact_day_opens_none_of_the_inner_circles() -> None:
    assert set(tiers(head(id, times=1) for id in range(1, 6)).values()) == {150}
    assert set(tiers(head(id, 1, 2) for id in range(1, 6)).values()) == {150}
    assert set(tiers(head(id, 1, 3) for id in range(1, 6)).values()) == {15}


def test_a_yearly_friend_is_still_in_the_150_when_the_year_is_up() -> None:
    assert tiers([head(1, 365, 1, ago=365), head(2, 365, 9, ago=365)]) == {1: 150, 2: 150}
    assert tiers([head(1, 365, 1, ago=900)]) == {1: None}


def test_without_an_entry_a_tie_stands_outside_unless_stated() -> None:
    assert tiers([head(1), head(2, tier=15)]) == {1: None, 2: 15}


def test_a_stated_tie_holds_its_place_in_every_outer_circle_too() -> None:
    stated = [head(id, tier=5) for id in range(1, 5)]
    daily = [head(id, 1, 200) for id in range(10, 30)]
    standings = place([*stated, *daily], TODAY)
    assert [len(inside(standings, circle)) for circle in CIRCLES] == [5, 15, 24, 24]
    assert sum(one.tier == 5 and one.head.stated_tier is None for one in standings) == 1


def test_where_the_fifteen_is_full_of_stated_ties_nobody_moves_into_the_five() -> None:
    stated = [head(id, tier=15) for id in range(1, 16)]
    assert tiers([*stated, head(99, 1, 200)])[99] == 50


def test_a_stated_tier_outward_is_the_tier_as_well() -> None:
    assert tiers([head(1, 1, 200, tier=150)]) == {1: 150}


def test_lived_is_where_a_tie_would_stand_without_any_statement() -> None:
    heads = [head(1, 90, 12, tier=5), head(2, 1, 200, tier=150), head(3, tier=5)]
    assert lived(heads, TODAY) == {1: 50, 2: 5, 3: None}


def test_the_archived_and_the_dead_hold_no_place() -> None:
    gone = [
        head(1, 1, 200, tier=5)._replace(archived=True),
        head(2, 1, 200, tier=5)._replace(died=TODAY),
    ]
    standings = place(gone, TODAY)
    assert [(one.tier, one.due) for one in standings] == [(None, None)] * 2
    assert lived(gone, TODAY) == {1: None, 2: None}
    assert room_for([*gone, *(head(id, tier=5) for id in range(3, 7))], 99, 5) == []


def test_a_standing_says_when_the_tie_is_due() -> None:
    met, stated = place([head(1, 1, 200), head(2, tier=5)], TODAY)
    assert (met.due, stated.due) == (TODAY + timedelta(days=7), TODAY + timedelta(days=7))


def test_equal_ranks_stand_by_name_then_id() -> None:
    twins = [head(id, 7, 9)._replace(name=name) for id, name in ((3, "Bo"), (2, "Bo"), (9, "Al"))]
    assert [one.head.id for one in place(twins, TODAY)] == [9, 2, 3]


def test_a_sixth_five_is_refused_naming_the_five() -> None:
    five = [head(id, tier=5) for id in range(1, 6)]
    assert room_for(five[:4], 99, 5) == []
    assert room_for(five, 99, 5) == five
    assert room_for(five, 99, 15) == []


def test_stating_again_what_is_stated_needs_no_further_room() -> None:
    five = [head(id, tier=5) for id in range(1, 6)]
    assert room_for(five, 3, 5) == []


def test_a_five_needs_room_in_the_fifteen_as_well() -> None:
    fifteen = [head(id, tier=15) for id in range(1, 16)]
    assert room_for(fifteen, 99, 5) == fifteen
    assert room_for(fifteen, 99, 50) == []
    assert room_for(fifteen, 7, 5) == []


ledgers = st.lists(
    st.tuples(
        st.sampled_from((1, 7, 30, 182)),
        st.integers(0, 30),
        st.sampled_from((None, None, None, *CIRCLES)),
    ),
    max_size=70,
)


@settings(max_examples=60, deadline=None)
@given(ledgers)
def test_no_circle_outgrows_its_size_but_by_what_is_stated(
    ledger: list[tuple[int, int, int | None]],
) -> None:
    heads = [head(id, *one) for id, one in enumerate(ledger)]
    standings = place(heads, TODAY)
    for circle in CIRCLES:
        within = inside(standings, circle)
        stated = [one for one in within if one.head.stated_tier is not None]
        assert len(within) <= max(circle, len(stated))
    assert all(one.tier == one.head.stated_tier for one in standings if one.head.stated_tier)
    assert all(one.head.tie.d >= 3 for one in inside(standings, 50) if not one.head.stated_tier)
    lives = lived(heads, TODAY)
    for circle in CIRCLES:
        assert sum(tier is not None and tier <= circle for tier in lives.values()) <= circle
    assert [one.rank for one in standings] == sorted((one.rank for one in standings), reverse=True)
