"""Who is reached only through whom: the articulation points of the ledger's own graph.

Nodes are contact ids; you are not one of them. Two contacts are joined by a shared entry or an
introduction. The graph is undirected; repeated edges and self-loops do no harm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field

Edge = tuple[int, int]


@dataclass(slots=True)
class _Forest:
    """Depth-first trees, one a component, one after the other; all lists go by preorder position.

    A subtree is therefore a slice: `size[p]` nodes from p on. `low[p]` is the first position that
    p's subtree touches by one edge.
    """

    nodes: list[int] = field(default_factory=list)
    parent: list[int] = field(default_factory=list)  # -1: a root
    root: list[int] = field(default_factory=list)
    low: list[int] = field(default_factory=list)
    size: list[int] = field(default_factory=list)


def articulation_points(edges: Iterable[Edge]) -> set[int]:
    """Return the nodes without which their component falls apart (Hopcroft and Tarjan 1973)."""
    forest = _grow(edges)
    return {forest.nodes[position] for position, _ in _cuts(forest)}


def bridges(edges: Iterable[Edge], introduced_by: Mapping[int, int]) -> dict[int, set[int]]:
    """Return, for each contact who is a bridge, the others who are reached only through them.

    Those are the ones they introduced (`introduced_by`: contact to introducer) and, where the
    graph falls apart without them, all but its largest remaining part (of equals, one stays).
    """
    through: defaultdict[int, set[int]] = defaultdict(set)
    introductions = [(who, by) for who, by in introduced_by.items() if who != by]
    for who, by in introductions:
        through[by].add(who)
    forest = _grow([*edges, *introductions])
    for position, parts in _cuts(forest):
        through[forest.nodes[position]].update(_cut_off(forest, position, parts))
    return dict(through)


def _grow(edges: Iterable[Edge]) -> _Forest:
    """Return the depth-first forest of the graph, without recursion."""
    graph: defaultdict[int, set[int]] = defaultdict(set)
    for a, b in edges:
        if a != b:
            graph[a].add(b)
            graph[b].add(a)
    forest, at = _Forest(), dict[int, int]()

    def enter(node: int, parent: int) -> tuple[int, Iterator[int]]:
        position = at[node] = len(forest.nodes)
        forest.nodes.append(node)
        forest.parent.append(parent)
        forest.root.append(position if parent < 0 else forest.root[parent])
        return position, iter(graph[node])

    for start in sorted(graph):
        path = [] if start in at else [enter(start, -1)]
        while path:
            position, neighbours = path[-1]
            unseen = next((node for node in neighbours if node not in at), None)
            if unseen is None:
                path.pop()
            else:
                path.append(enter(unseen, position))
    forest.low = [min(at[other] for other in graph[node]) for node in forest.nodes]
    forest.size = [1] * len(forest.nodes)
    for position in range(len(forest.nodes) - 1, -1, -1):
        parent = forest.parent[position]
        if parent >= 0:
            forest.low[parent] = min(forest.low[parent], forest.low[position])
            forest.size[parent] += forest.size[position]
    return forest


def _cuts(forest: _Forest) -> Iterator[tuple[int, list[int]]]:
    """Yield each articulation point with those of its children that hang on it alone."""
    hanging: defaultdict[int, list[int]] = defaultdict(list)
    for position, parent in enumerate(forest.parent):
        if parent >= 0 and forest.low[position] >= parent:
            hanging[parent].append(position)
    for position, parts in hanging.items():
        if forest.parent[position] >= 0 or len(parts) > 1:
            yield position, parts


def _cut_off(forest: _Forest, position: int, parts: list[int]) -> set[int]:
    """Return whom the articulation point at `position` cuts off from the largest part left."""
    root = forest.root[position]
    above = forest.size[root] - 1 - sum(forest.size[part] for part in parts)
    largest = max(parts, key=lambda part: forest.size[part])
    if above >= forest.size[largest]:
        slices = [(part, forest.size[part]) for part in parts]
    else:
        before = (root, position - root)
        rest = position + 1, largest - position - 1
        behind = largest + forest.size[largest]
        slices = [before, rest, (behind, root + forest.size[root] - behind)]
    return {node for start, length in slices for node in forest.nodes[start : start + length]}
