"""Who came to you through whom, and who is reached only through whom: articulation points.

Nodes are contact ids; you are not one of them. Two contacts are joined by a shared entry or an
introduction. The graph is undirected; repeated edges and self-loops do no harm.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import Final, NamedTuple

from netledger.domain.model import Standing

Edge = tuple[int, int]
STAY_DAYS: Final = 365  # with contact within so many days, someone has stayed
_NEAR: Final = 50


class Acquaintance(NamedTuple):
    """How someone knows a contact: entries with both, the last one's day, an introduction."""

    entries: int = 0
    last: date | None = None
    introduced: bool = False


class _Forest:
    """Depth-first trees, one a component, one after the other; all lists go by preorder position.

    A subtree is therefore a slice: `size[p]` nodes from p on. `low[p]` is the first position that
    p's subtree touches by one edge.
    """

    __slots__ = ("low", "nodes", "parent", "root", "size")

    def __init__(self) -> None:
        self.nodes: list[int] = []
        self.parent: list[int] = []  # -1: a root
        self.root: list[int] = []
        self.low: list[int] = []
        self.size: list[int] = []


def articulation_points(edges: Iterable[Edge]) -> set[int]:
    """Return the nodes without which their component falls apart (Hopcroft and Tarjan 1973)."""
    forest = _grow(edges)
    return {forest.nodes[position] for position, _ in _cuts(forest)}


def bridges(edges: Iterable[Edge], introduced_by: Mapping[int, int]) -> dict[int, set[int]]:
    """Return, for each contact who is a bridge, the others who are reached only through them.

    Those are the ones they introduced (`introduced_by`: contact to introducer) and, where the
    graph falls apart without them, all parts but the one of their own introducer; where they have
    none, all but the largest (of equals, one stays).
    """
    through: defaultdict[int, set[int]] = defaultdict(set)
    introductions = [(who, by) for who, by in introduced_by.items() if who != by]
    for who, by in introductions:
        through[by].add(who)
    forest = _grow([*edges, *introductions])
    at = {node: position for position, node in enumerate(forest.nodes)}
    for position, parts in _cuts(forest):
        node = forest.nodes[position]
        home = at.get(introduced_by.get(node, node))
        through[node].update(_cut_off(forest, position, parts, None if home == position else home))
    return dict(through)


def chain(introduced_by: Mapping[int, int], who: int) -> list[int]:
    """Return through whom you know `who`: their introducer, that one's introducer, up to you.

    Where people introduced each other in a round, it ends before it would come back.
    """
    found = [who]
    while (by := introduced_by.get(found[-1])) is not None and by not in found:
        found.append(by)
    return found[1:]


def opened(introduced_by: Mapping[int, int]) -> dict[int, list[int]]:
    """Return whom each introducer brought you, by id, with none who introduced themselves."""
    brought: defaultdict[int, list[int]] = defaultdict(list)
    for who, by in sorted(introduced_by.items()):
        if who != by:
            brought[by].append(who)
    return dict(brought)


def further(brought: Mapping[int, Sequence[int]], who: int) -> list[int]:
    """Return whom those that `who` brought have brought in turn, nearest first; each once."""
    seen = {who, *brought.get(who, ())}
    found: list[int] = []
    pending = list(brought.get(who, ()))
    for one in pending:  # grows as it goes
        new = [other for other in brought.get(one, ()) if other not in seen]
        seen.update(new)
        pending += new
        found += new
    return found


def stays(standing: Standing, today: date) -> bool:
    """Say whether someone has stayed: contact within a year, or a place in the 50 or nearer.

    A place in the 150 keeps only whom you stated in it: it has room for nearly everyone.
    """
    head = standing.head
    if head.archived or head.died:
        return False
    last = head.tie.last
    near = head.stated_tier or (standing.tier is not None and standing.tier <= _NEAR)
    return bool(near) or (last is not None and (today - last).days <= STAY_DAYS)


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
            for node in neighbours:
                if node not in at:
                    path.append(enter(node, position))
                    break
            else:
                path.pop()
    place = at.__getitem__
    forest.low = [min(map(place, graph[node])) for node in forest.nodes]
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


def _cut_off(forest: _Forest, position: int, parts: list[int], home: int | None) -> set[int]:
    """Return whom the articulation point at `position` cuts off from the part that holds `home`.

    Without a home it is the largest part left.
    """
    root = forest.root[position]
    above = forest.size[root] - 1 - sum(forest.size[part] for part in parts)
    kept = max(parts, key=lambda part: forest.size[part])
    keeps_above = above >= forest.size[kept]
    if home is not None:
        holding = [part for part in parts if part <= home < part + forest.size[part]]
        keeps_above = not holding
        kept = next(iter(holding), kept)
    if keeps_above:
        slices = [(part, forest.size[part]) for part in parts]
    else:
        before = (root, position - root)
        rest = position + 1, kept - position - 1
        behind = kept + forest.size[kept]
        slices = [before, rest, (behind, root + forest.size[root] - behind)]
    return {node for start, length in slices for node in forest.nodes[start : start + length]}
