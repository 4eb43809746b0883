"""Through whom people came, and who has stayed."""

from __future__ import annotations

from datetime import date, timedelta

from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain.model import Head, Standing, Tie
from netledger.domain.network import bridges, chain, further, opened, stays

TODAY = date(2026, 3, 16)
INTRODUCED = st.dictionaries(st.integers(1, 8), st.integers(1, 8))


def test_a_chain_leads_from_the_introducer_up_to_you() -> None:
    assert chain({4: 3, 3: 2, 2: 1, 9: 4}, 4) == [3, 2, 1]
    assert chain({4: 3}, 3) == []


def test_a_round_of_introducers_ends_before_it_comes_back() -> None:
    assert chain({1: 2, 2: 3, 3: 1}, 1) == [2, 3]
    assert chain({1: 1}, 1) == []


def test_whom_someone_opened_is_told_apart_from_whom_those_opened() -> None:
    brought = opened({2: 1, 3: 1, 4: 3, 5: 4, 7: 7})
    assert brought == {1: [2, 3], 3: [4], 4: [5]}
    assert further(brought, 1) == [4, 5]
    assert further(brought, 5) == []


@settings(max_examples=60, deadline=None)
@given(INTRODUCED, st.integers(1, 8))
def test_whoever_has_someone_in_their_chain_was_opened_by_them(
    introduced: dict[int, int], who: int
) -> None:
    brought = opened(introduced)
    for by in chain(introduced, who):
        assert who in {*brought.get(by, ()), *further(brought, by)}


@settings(max_examples=60, deadline=None)
@given(INTRODUCED, st.integers(1, 8))
def test_nobody_is_opened_twice_or_by_themselves(introduced: dict[int, int], who: int) -> None:
    brought = opened(introduced)
    people = [*brought.get(who, ()), *further(brought, who)]
    assert len(people) == len(set(people))
    assert who not in people


def standing(silent: int | None, tier: int | None = None, **more: object) -> Standing:
    last = None if silent is None else TODAY - timedelta(days=silent)
    head = Head(1, "u", "Ada", Tie(n=1, d=1, first=last, last=last), **more)  # type: ignore[arg-type]
    return Standing(head, 10.0, 10.0, {}, tier, None)


def test_they_stay_with_contact_in_the_last_year_or_a_place_near_you() -> None:
    assert stays(standing(365), TODAY)
    assert not stays(standing(366), TODAY)
    assert stays(standing(900, tier=50), TODAY)
    assert not stays(standing(900, tier=150), TODAY)
    assert stays(standing(900, tier=150, stated_tier=150), TODAY)
    assert not stays(standing(None), TODAY)


def test_the_cut_and_the_dead_have_not_stayed() -> None:
    assert not stays(standing(3, archived=True), TODAY)
    assert not stays(standing(3, died=date(2026, 3, 15)), TODAY)


def test_whoever_was_introduced_to_you_is_no_bridge_back_to_their_introducer() -> None:
    """A chain 1, 2, 3, 4: without 2 it is 3 and 4 who are lost, though they are the larger part."""
    introduced = {2: 1, 3: 2, 4: 3}
    assert bridges([(1, 2)], introduced) == {1: {2}, 2: {3, 4}, 3: {4}}
    assert bridges([(1, 2)], dict(reversed(introduced.items()))) == {1: {2}, 2: {3, 4}, 3: {4}}


@settings(max_examples=60, deadline=None)
@given(st.lists(st.tuples(st.integers(1, 8), st.integers(1, 8)), max_size=10), INTRODUCED)
def test_a_bridge_cuts_off_every_part_but_that_of_its_introducer(
    edges: list[tuple[int, int]], introduced: dict[int, int]
) -> None:
    links = [*edges, *introduced.items()]
    for node, reached in bridges(edges, introduced).items():
        home = introduced.get(node, node)
        own = {other for other, by in introduced.items() if by == node}
        if home == node:
            continue
        around = _connected(links, home, without=node)
        lost = _connected(links, node, without=None) - around - {node}
        assert reached - own == lost - own


def _connected(links: list[tuple[int, int]], start: int, without: int | None) -> set[int]:
    found = {start}
    while True:
        more = {b for a, b in [*links, *((b, a) for a, b in links)] if a in found} - {without}
        if more <= found:
            return found
        found |= more
