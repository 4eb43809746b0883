"""Where the names stand in the picture of the circles: beside their dot, clear of all else.

A search over places round the dot, the nearest first; the same for the same people. Lengths are
those of `ring_layout`.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from itertools import product
from math import cos, hypot, sin, tau
from typing import Final, Literal

from netledger.render.ring_layout import CENTRE, COLUMN, EDGE, HEIGHT, HUB, RADII, WIDTH, Dot

_LABEL_GAP: Final = 4.0  # free space around a label
_SPLIT: Final = 20  # letters from which a name takes two lines
_CUT: Final = 22  # letters that a line holds at most
_CLEAR: Final = 16.0  # nearer than this, a stranger's dot speaks against a place
_TURNS: Final = 32  # directions that are tried, at each of these distances from the dot
_STEPS: Final = (5, 9, 14, 22, 32, 44, 60, 80, 105, 135, 170, 210, 260, 320, 390, 470, 560, 660)

_Line = tuple[float, float, float, float]
Anchor = Literal["start", "middle", "end"]


@dataclass(frozen=True, slots=True)
class Box:
    """A rectangle that something takes up."""

    left: float
    top: float
    right: float
    bottom: float

    def meets(self, other: Box, gap: float = 0.0) -> bool:
        """Say whether the boxes overlap or are nearer than `gap`."""
        return (
            self.left < other.right + gap
            and other.left < self.right + gap
            and self.top < other.bottom + gap
            and other.top < self.bottom + gap
        )

    def distance(self, x: float, y: float) -> float:
        """Return how far a point is from the box; 0 inside."""
        return hypot(max(self.left - x, 0, x - self.right), max(self.top - y, 0, y - self.bottom))


@dataclass(frozen=True, slots=True)
class Text:
    """Text to place beside the dot `id`, and the size of its letters."""

    id: int
    whole: str
    size: float
    bold: bool = False


@dataclass(frozen=True, slots=True)
class Label:
    """Text in its place, in lines. `leader` runs from its dot where it stands off, else None."""

    text: Text
    lines: tuple[str, ...]
    box: Box
    anchor: Anchor
    leader: _Line | None = None


_Option = tuple[float, float, Label]  # a place: what speaks against it, its crowding, the label


def text_width(text: str, size: float, bold: bool = False) -> float:
    """Return how wide a line may become, in whatever sans-serif the viewer has: a generous guess.

    After DejaVu Sans, among the widest fonts in use.
    """
    return sum(map(_letter, text)) * size * (1.13 if bold else 1.0)


def _letter(char: str) -> float:
    """Return the width of a letter in em."""
    if unicodedata.category(char) in ("Mn", "Me", "Cf"):
        return 0.0
    if unicodedata.east_asian_width(char) in "WF" or ord(char) >= 0x1F000:
        return 1.05
    if ord(char) < 0x0250:
        char = unicodedata.normalize("NFD", char)[0]
    return next((em for letters, em in _WIDTHS if char in letters), 0.7 if char.isascii() else 0.85)


_WIDTHS: Final = (
    ("ijl.,:;'|!’ ", 0.34), ("frtI()[]-/\"J", 0.43), ("abdeghknopquvxy0123456789", 0.64),
    ("csz", 0.56), ("GHNOQDU", 0.8), ("mwMW@%—…", 1.02),
)  # fmt: skip


def forms(name: str) -> list[tuple[str, ...]]:
    """Return the ways to write a name, best first: on one line if it is short, on two.

    What two lines can't hold ends in "…".
    """
    spaces = [place for place, char in enumerate(name) if char == " "]
    if not spaces:
        return [(_cut(name),)]
    # Two lines as even as they go; a name of many words may be cut in the second.
    halves = min(
        ((name[:at], name[at + 1 :]) for at in spaces),
        key=lambda two: (_columns(two[0]) > _CUT, max(map(_columns, two))),
    )
    two = (_cut(halves[0]), _cut(halves[1]))
    return [(name,), two] if _columns(name) <= _SPLIT else [two]


def _columns(text: str) -> float:
    """Return how many usual letters a text is wide."""
    return text_width(text, 1 / 0.6)


def _cut(text: str) -> str:
    if _columns(text) <= _CUT:
        return text
    while _columns(text) > _CUT - 1:
        text = text[:-1]
    return text.rstrip() + "…"


def measure(lines: Sequence[str], text: Text) -> tuple[float, float]:
    """Return width and height of the box that a text in these lines takes up."""
    widest = max(text_width(line, text.size, text.bold) for line in lines)
    return widest, text.size * 1.2 * len(lines)


def place(
    texts: Sequence[Text], at: Mapping[int, Dot], dots: Sequence[Dot], taken: Sequence[Box]
) -> list[Label]:
    """Return each text beside its dot; none meets another one, a dot, `taken` or the edge.

    Each takes the best free place, then twice more now that all the others have theirs. Whoever
    comes first has the choice, so several orders are tried and the calmest outcome is kept. A text
    for which there is no room anywhere is left out.
    """
    fixed = [*taken, Box(CENTRE[0] - HUB, CENTRE[1] - HUB, CENTRE[0] + HUB, CENTRE[1] + HUB)]
    options = {
        text.id: _Replay(_standing(_candidates(text, at[text.id]), dots, fixed)) for text in texts
    }
    given = [text.id for text in texts]
    across = sorted(given, key=lambda id: at[id].x)
    outcomes = [
        _settled(order, options) for order in (given, given[::-1], across, across[::-1])
    ]  # fmt: skip
    calmest = min(outcomes, key=lambda one: (-len(one), sum(cost for cost, _ in one.values())))
    return [calmest[id][1] for id in given if id in calmest]


class _Replay:
    """What an iterator yields, each item computed once and only when it is first wanted."""

    def __init__(self, source: Iterator[_Option]) -> None:
        self._source = source
        self._seen: list[_Option] = []

    def __iter__(self) -> Iterator[_Option]:
        yield from self._seen
        for item in self._source:
            self._seen.append(item)
            yield item


def _settled(
    order: Sequence[int], options: Mapping[int, Iterable[_Option]]
) -> dict[int, tuple[float, Label]]:
    """Return where the texts come to stand, with what speaks against it, if they choose in turn."""
    found: dict[int, tuple[float, Label]] = {}
    for _ in range(3):
        before = dict(found)
        for id in order:
            best = _best(options[id], [label for at, (_, label) in found.items() if at != id])
            if best is not None:
                found[id] = best
        if found == before:
            break
    return found


def _best(options: Iterable[_Option], others: Sequence[Label]) -> tuple[float, Label] | None:
    """Return the place clear of other labels that the least speaks against."""
    best: tuple[float, Label] | None = None
    for cost, crowd, label in options:
        if best is not None and cost >= best[0]:
            break
        if not _apart(label, others):
            continue
        box = label.box
        wider = Box(box.left - 10, box.top - 6, box.right + 10, box.bottom + 6)
        whole = cost + crowd + 8 * sum(wider.meets(other.box) for other in others)
        if best is None or whole < best[0]:
            best = whole, label
    return best


def _standing(
    options: Iterable[tuple[float, Label]], dots: Sequence[Dot], fixed: Sequence[Box]
) -> Iterator[_Option]:
    """Yield the places that meet no dot and nothing else that doesn't move, with their crowding."""
    for cost, label in options:
        if _free(label, dots, fixed):
            yield cost, _crowding(label, dots), label


def _candidates(text: Text, dot: Dot) -> list[tuple[float, Label]]:
    """Return places for a text with what speaks against each, least first."""
    outward = (dot.x - CENTRE[0], dot.y - CENTRE[1])
    length = hypot(*outward) or 1.0
    options: list[tuple[float, Label]] = []
    for second, lines in enumerate(forms(text.whole)):
        width, height = measure(lines, text)
        for turn, far in product(range(_TURNS), _STEPS):
            dx, dy = sin(turn * tau / _TURNS), -cos(turn * tau / _TURNS)
            x, y = dot.x + dx * (dot.radius + far), dot.y + dy * (dot.radius + far)
            anchor: Anchor = "middle" if abs(dx) < 0.3 else "start" if dx > 0 else "end"
            left = x - {"start": 0.0, "middle": width / 2, "end": width}[anchor]
            # Straight above and below the text sits on the point, beside it is centred on it.
            top = y - height / 2 + dy * height / 2
            box = Box(left, top, left + width, top + height)
            inward = 1 - (dx * outward[0] + dy * outward[1]) / length
            cost = far + 7 * inward + 14 * _on_line(box) + 6 * (anchor == "middle") + 9 * second
            options.append((cost, _led(Label(text, lines, box, anchor), dot)))
    options.sort(key=lambda one: one[0])  # stable: of equals, the first found
    return options


def _crowding(label: Label, dots: Sequence[Dot]) -> float:
    """Return what speaks against a label that a stranger's dot near by might take for its own."""
    near = [
        label.box.distance(dot.x, dot.y) - dot.radius for dot in dots if dot.id != label.text.id
    ]  # fmt: skip
    return sum(2 * (_CLEAR - gap) for gap in near if gap < _CLEAR)


def _on_line(box: Box) -> int:
    """Return how many ring lines run through a box."""
    farthest = max(
        hypot(x - CENTRE[0], y - CENTRE[1])
        for x in (box.left, box.right)
        for y in (box.top, box.bottom)
    )
    nearest = box.distance(*CENTRE)
    return sum(nearest < radius < farthest for radius in RADII.values())


def _led(label: Label, dot: Dot) -> Label:
    """Return the label with a leader where it stands off its dot."""
    box = label.box
    x = min(max(dot.x, box.left), box.right)
    y = min(max(dot.y, box.top + 4), box.bottom - 4)
    away = hypot(x - dot.x, y - dot.y)
    if away < dot.radius + 15:
        return label
    ux, uy = (x - dot.x) / away, (y - dot.y) / away
    start, end = dot.radius + 2, away - 3
    line = (dot.x + ux * start, dot.y + uy * start, dot.x + ux * end, dot.y + uy * end)
    return replace(label, leader=line)


def _free(label: Label, dots: Sequence[Dot], fixed: Sequence[Box]) -> bool:
    """Say whether a label and its leader stay on the canvas and meet no dot and no fixed box."""
    box = label.box
    inside = box.left >= COLUMN and box.right <= WIDTH - EDGE
    if not (inside and box.top >= EDGE and box.bottom <= HEIGHT - EDGE):
        return False
    if any(box.meets(other, _LABEL_GAP) for other in fixed):
        return False
    if any(box.distance(dot.x, dot.y) < dot.radius + 2 for dot in dots):
        return False
    strangers = [dot for dot in dots if dot.id != label.text.id]
    return not any(
        any(other.distance(x, y) < 2 for other in fixed)
        or any(hypot(x - dot.x, y - dot.y) < dot.radius + 1.5 for dot in strangers)
        for x, y in _along(label.leader)
    )


def _apart(label: Label, others: Iterable[Label]) -> bool:
    """Say whether a label and its leader meet no other ones."""
    return not any(
        label.box.meets(other.box, _LABEL_GAP)
        or _cross(label.leader, other.leader)
        or any(label.box.distance(*spot) < 2 for spot in _along(other.leader))
        or any(other.box.distance(*spot) < 2 for spot in _along(label.leader))
        for other in others
    )


def _along(line: _Line | None) -> list[tuple[float, float]]:
    """Return points along a leader, some 4 units apart; none where there is no leader."""
    if line is None:
        return []
    x1, y1, x2, y2 = line
    steps = max(1, int(hypot(x2 - x1, y2 - y1) / 4))
    return [(x1 + (x2 - x1) * k / steps, y1 + (y2 - y1) * k / steps) for k in range(steps + 1)]


def _cross(one: _Line | None, two: _Line | None) -> bool:
    """Say whether two leaders cross."""
    if one is None or two is None:
        return False

    def side(line: _Line, x: float, y: float) -> float:
        return (line[2] - line[0]) * (y - line[1]) - (line[3] - line[1]) * (x - line[0])

    return (
        side(one, *two[:2]) * side(one, *two[2:]) < 0
        and side(two, *one[:2]) * side(two, *one[2:]) < 0
    )
