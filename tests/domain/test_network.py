"""Bridges: against the definition on small graphs, and fast on large ones."""

from __future__ import annotations

import random
import time

from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain.network import articulation_points, bridges

Edges = list[tuple[int, int]]

edge_lists = st.lists(st.tuples(st.integers(0, 9), st.integers(0, 9)), max_size=16)


def components(nodes: set[int], edges: Edges) -> list[set[int]]:
    """The connected parts, by merging: the definition, not the algorithm."""
    parts = [{node} for node in nodes]
    for a, b in edges:
        if a in nodes and b in nodes:
            joined = [part for part in parts if a in part or b in part]
            parts = [part for part in parts if part not in joined]
            parts.append(set().union(*joined))
    return parts


def linked(edges: Edges) -> set[int]:
    return {node for a, b in edges if a != b for node in (a, b)}


@settings(max_examples=200, deadline=None)
@given(edge_lists)
def test_an_articulation_point_is_a_node_without_which_the_graph_falls_apart(edges: Edges) -> None:
    nodes = linked(edges)
    whole = len(components(nodes, edges))
    broken = {node for node in nodes if len(components(nodes - {node}, edges)) > whole}
    assert articulation_points(edges) == broken


@settings(max_examples=200, deadline=None)
@given(edge_lists)
def test_a_bridge_cuts_off_all_but_the_largest_part(edges: Edges) -> None:
    nodes = linked(edges)
    reached = bridges(edges, {})
    assert set(reached) == articulation_points(edges)
    for node, others in reached.items():
        own = next(part for part in components(nodes, edges) if node in part)
        parts = components(own - {node}, edges)
        kept = own - {node} - others
        assert kept in parts
        assert len(kept) == max(len(part) for part in parts)


def test_a_contact_with_no_links_is_no_bridge() -> None:
    assert articulation_points([(4, 4)]) == set()
    assert bridges([(4, 4)], {}) == {}
    assert bridges([], {4: 4}) == {}


def test_neither_is_one_of_a_pair_nor_one_of_a_round() -> None:
    assert bridges([(1, 2), (2, 1), (1, 2)], {}) == {}
    assert bridges([(1, 2), (2, 3), (3, 1)], {}) == {}


def test_who_introduced_someone_is_a_bridge_to_them() -> None:
    assert bridges([], {2: 1, 3: 1}) == {1: {2, 3}}
    assert bridges([(1, 2), (2, 3), (3, 1)], {2: 1}) == {1: {2}}


def test_an_introduction_joins_two_groups_as_a_shared_entry_does() -> None:
    left, right = [(1, 2), (2, 3), (3, 1), (3, 4), (4, 1)], [(7, 8), (8, 9), (9, 7)]
    reached = bridges(left + right, {7: 1})
    assert reached == {1: {7, 8, 9}, 7: {8, 9}}


def test_a_chain_of_thirty_thousand_neither_recurses_nor_dawdles() -> None:
    started = time.process_time()
    count = 30_000
    assert len(articulation_points((k, k + 1) for k in range(count - 1))) == count - 2
    dice = random.Random(7)  # noqa: S311 (a graph, not a secret)
    edges = [(k, dice.randrange(k)) for k in range(1, count)]
    assert bridges(edges, {})
    assert time.process_time() - started < 5
