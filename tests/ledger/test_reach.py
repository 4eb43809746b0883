"""Reading the ties in reach of a circle finds all that stand in one, and the same ones."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain import tiers
from netledger.domain.model import CIRCLES, Credit, Entry, Head, Kind, Standing
from netledger.domain.strength import at_most, ceiling, summarise, tie_strength
from netledger.ledger import reach, read, standing

from .desk import TODAY, Desk, ago, new_desk


def placed(standings: list[Standing]) -> dict[int, Any]:
    """Where those stand who stand somewhere or are due at some time."""
    return {
        one.head.id: (one.tier, one.due, round(one.strength, 9))
        for one in standings
        if one.tier is not None or one.due is not None
    }


def in_full(desk: Desk, on: date) -> dict[int, Any]:
    return placed(tiers.place(read.everyone(desk.conn, on), on))


def in_reach(desk: Desk, on: date) -> dict[int, Any]:
    return placed(tiers.place(reach.circling(desk.conn, on), on))


def test_of_many_only_those_within_reach_are_read(desk: Desk) -> None:
    people = [desk.add(f"Person {number}") for number in range(200)]
    for number, person in enumerate(people):
        for back in range(1, 2 + number // 10):
            desk.log(person, on=ago(back * 5 + number % 3))
    assert len(reach.circling(desk.conn, TODAY)) < len(people)
    assert in_reach(desk, TODAY) == in_full(desk, TODAY)


talks = st.lists(
    st.tuples(
        st.integers(0, 11),
        st.integers(0, 900),
        st.sampled_from([1, 1, 2, 6]),
        st.sampled_from([None, 1, 3]),
        st.sampled_from([Credit(), Credit(got=frozenset({"psychosocial"}))]),
        st.booleans(),
    ),
    max_size=30,
)


@settings(max_examples=30, deadline=None)
@given(talks, st.integers(0, 400))
def test_whoever_stands_in_a_circle_on_any_day_is_found(found: list[Any], back: int) -> None:
    with new_desk() as desk:
        people = [desk.add(f"Person {number}") for number in range(12)]
        for who, days, times, depth, credit, theirs in found:
            for _ in range(times):
                desk.log(
                    people[who], on=ago(days), depth=depth, credit=credit,
                    initiator="them" if theirs else None,
                )  # fmt: skip
        with desk.ledger.step("stated"):
            standing.state(desk.conn, people[0], TODAY, 150, None)
        for on in (TODAY, TODAY - timedelta(days=back), TODAY + timedelta(days=back)):
            assert in_reach(desk, on) == in_full(desk, on)


@settings(max_examples=40, deadline=None)
@given(st.integers(0, 10**6), st.integers(0, 200))
def test_of_more_than_have_a_place_all_who_have_one_are_found(seed: int, back: int) -> None:
    """In the domain alone: two hundred ties as they are now, and as they were some days ago."""
    draw = Random(seed)  # noqa: S311 (invented ties, no secret)
    then = TODAY - timedelta(days=back)
    entries = {id: _entries(draw) for id in range(1, 201)}
    now = {id: Head(id, f"u{id}", f"P{id}", summarise(found)) for id, found in entries.items()}
    past = [
        head._replace(tie=summarise(one for one in entries[id] if one.on <= then))
        for id, head in now.items()
    ]
    ordered = sorted(((ceiling(head.tie), head) for head in now.values()), reverse=True,
                     key=lambda pair: pair[0])  # fmt: skip
    inside = {one.head.id for one in tiers.place(now.values(), TODAY) if one.tier}
    assert inside <= {head.id for head in tiers.in_reach(ordered, TODAY)}
    least = tiers.least_in_circles(past, then)
    inside = {one.head.id for one in tiers.place(past, then) if one.tier}
    near = tiers.near(ordered, then, least, tiers.drift(back), None)
    assert inside <= {head.id for head in near}


_GOT: tuple[frozenset[Kind], ...] = (frozenset(), frozenset({"psychosocial"}))


def _entries(draw: Random) -> list[Entry]:
    days = [ago(int(draw.expovariate(1 / 200))) for _ in range(draw.randint(1, 12))]
    return [
        Entry(
            number, on, n=draw.choice((1, 1, 9)), depth=draw.choice((None, 1, 3)),
            initiator=draw.choice((None, "me", "them")),
            got=draw.choice(_GOT),
        )
        for number, on in enumerate(days)
    ]  # fmt: skip


@settings(max_examples=30, deadline=None)
@given(talks, st.integers(0, 2000))
def test_no_tie_ever_ranks_above_its_ceiling(found: list[Any], later: int) -> None:
    with new_desk() as desk:
        person = desk.add("Ada")
        for _, days, _, depth, credit, _ in found:
            desk.log(person, on=ago(days), depth=depth, credit=credit)
        tie = desk.ties().get(person)
        if tie is None:
            return
        on = TODAY + timedelta(days=later)
        assert tie_strength(tie, on)[1] <= at_most(ceiling(tie), on) + 1e-6
        assert (
            tie.last is None
            or tie_strength(tie, tie.last)[1] >= at_most(ceiling(tie), tie.last) - 1e-6
        )


def test_the_strongest_are_the_first_of_all(desk: Desk) -> None:
    people = [desk.add(f"Person {number}") for number in range(CIRCLES[-1] + 20)]
    for number, person in enumerate(people):
        desk.log(person, on=ago(number % 40))
        desk.log(person, on=ago(60 + number))
    full = tiers.place(read.everyone(desk.conn, TODAY), TODAY)
    part = tiers.place(reach.top(desk.conn, TODAY, 20), TODAY)
    assert [one.head.id for one in part[:20]] == [one.head.id for one in full[:20]]
