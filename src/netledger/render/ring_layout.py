"""Where things stand in the picture of the circles: pure geometry, the same for the same people.

Lengths are in user units of the drawing (a canvas of 1920 × 1080), angles in radians, clockwise
from 12 o'clock.
"""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import asin, cos, sin, tau
from typing import Final

WIDTH: Final = 1920
HEIGHT: Final = 1080
CENTRE: Final = (1196.0, 548.0)
RADII: Final = {5: 132.0, 15: 278.0, 50: 368.0, 150: 448.0}
RIM: Final = 463.0  # radius of the arcs that name groups
HUB: Final = 27.0  # radius of "you"
EDGE: Final = 36.0  # margin of the canvas that stays empty
COLUMN: Final = 470.0  # right edge of the column that holds title and legend
GROUPS: Final = 6  # so many are named around the rim
GAP: Final = 3.0  # free space between two dots
_DRIFT: Final = {5: 0.0, 15: 36.0, 50: 44.0, 150: 44.0}  # how far a circle's dots scatter, across
# Names need room beside their dot: so far apart the dots of these circles stand, if they can.
_AIRY: Final = {5: 1.15, 15: 0.42}
# How much a circle has to say in how wide a slice is; the inner ones spread their few anyway.
_SAY: Final = {5: 0.3, 15: 0.6, 50: 1.0, 150: 2.0}
_GOLDEN: Final = 0.618034


@dataclass(frozen=True, slots=True)
class Person:
    """Who is to be placed: circle, group, radius of the dot; `rank` is 0 for the strongest."""

    id: int
    circle: int
    group: str | None
    radius: float
    rank: int


@dataclass(frozen=True, slots=True)
class Dot:
    """A dot on the canvas."""

    id: int
    x: float
    y: float
    radius: float


@dataclass(frozen=True, slots=True)
class Sector:
    """A slice of all circles for one group; None: people of no named group."""

    group: str | None
    start: float
    end: float


def point(angle: float, radius: float) -> tuple[float, float]:
    """Return the point at an angle and a distance from the centre."""
    return CENTRE[0] + radius * sin(angle), CENTRE[1] - radius * cos(angle)


# --- who stands at which angle


def named_groups(people: Iterable[Person]) -> list[str]:
    """Return the groups that get a name, largest first; one person alone is no group."""
    sizes = Counter(person.group for person in people if person.group is not None)
    ranked = sorted(sizes.items(), key=lambda one: (-one[1], one[0]))
    return [group for group, size in ranked if size > 1][:GROUPS]


def sectors(people: Sequence[Person]) -> list[tuple[Sector, list[Person]]]:
    """Return the slices around the circle with who stands in each.

    A slice is as wide as its share of each circle, so that the few inside count beside the many
    outside. The rest is dealt out between the named groups, which thereby stand
    apart from each other all around.
    """
    if not people:
        return []
    held = Counter(person.circle for person in people)
    named = named_groups(people)
    rest = sorted(
        (person for person in people if person.group not in named),
        key=lambda person: (person.group or "", person.rank, person.id),
    )
    slices: list[tuple[str | None, list[Person]]] = []
    for place, name in enumerate(named):
        slices.append((name, [person for person in people if person.group == name]))
        slices.append((None, rest[place :: len(named)]))
    if not named:
        slices.append((None, rest))
    slices = [one for one in slices if one[1]]
    weights = [
        sum(_SAY[person.circle] / held[person.circle] for person in inside) for _, inside in slices
    ]
    gap = 0.035 if len(slices) > 1 else 0.0
    room = (tau - gap * len(slices)) / sum(weights)
    found: list[tuple[Sector, list[Person]]] = []
    angle = gap / 2
    for (group, inside), weight in zip(slices, weights, strict=True):
        found.append((Sector(group, angle, angle + weight * room), inside))
        angle += weight * room + gap
    return found


def dots(slices: Sequence[tuple[Sector, Sequence[Person]]], scale: float = 1.0) -> list[Dot]:
    """Return a dot for everyone, within their circle; no two overlap.

    They are drawn at `scale` of their size, or less: where a circle can't hold its dots, all dots
    of the picture shrink alike.
    """
    circles: defaultdict[int, list[tuple[float, Person]]] = defaultdict(list)
    for sector, inside in slices:
        inner: defaultdict[int, list[Person]] = defaultdict(list)
        for person in inside:
            inner[person.circle].append(person)
        for circle, here in inner.items():
            # Strong and weak mixed, so that no slice turns into a spiral; colleagues stay together.
            here.sort(key=lambda one: (one.group or "", one.rank * _GOLDEN % 1, one.id))
            step = (sector.end - sector.start) / len(here)
            wanted = ((sector.start + (place + 0.5) * step) for place in range(len(here)))
            circles[circle].extend(zip(wanted, here, strict=True))
    while True:
        placed = [_ring(circle, wanted, scale) for circle, wanted in sorted(circles.items())]
        found = [dot for ring in placed if ring is not None for dot in ring]
        if all(ring is not None for ring in placed):
            return found
        scale *= 0.85


def _band(circle: int) -> tuple[float, float]:
    """Return the inner and outer radius of a circle's own band."""
    inside = [HUB, *RADII.values()]
    place = list(RADII).index(circle)
    return inside[place] + (8 if place == 0 else 0), inside[place + 1]


def _ring(circle: int, wanted: list[tuple[float, Person]], scale: float) -> list[Dot] | None:
    """Return the dots of one circle in as few rows as hold them; None: they don't fit."""
    inner, outer = _band(circle)
    largest = max(person.radius for _, person in wanted) * scale
    inner, outer = inner + largest + GAP + 2, outer - largest - GAP - 2
    for rows in (1, 2, 3):
        if rows > 1 and (outer - inner) / (rows - 1) < 2 * largest + GAP:
            break
        if inner > outer:
            break
        found: list[Dot] = []
        for row in range(rows):
            here = wanted[row::rows]
            low = (inner + outer) / 2 if rows == 1 else inner + (outer - inner) * row / (rows - 1)
            drift = _drifts(here, min(outer - inner, _DRIFT[circle]) if rows == 1 else 0.0)
            angles = _spread(here, scale, low + min(drift, default=0.0), _AIRY.get(circle, 0.0))
            if angles is None:
                break
            for (_, person), angle, shift in zip(here, angles, drift, strict=True):
                x, y = point(angle, low + shift)
                found.append(Dot(person.id, x, y, person.radius * scale))
        else:
            return found
    return None


def _drifts(here: Sequence[tuple[float, Person]], band: float) -> list[float]:
    """Return how far off the row's middle each stands: the stronger, the nearer to you."""
    order = {
        rank: place
        for place, rank in enumerate(sorted(person.rank for _, person in here))
    }  # fmt: skip
    if len(order) < 2:
        return [0.0] * len(here)
    return [
        (order[person.rank] / (len(order) - 1) - 0.5) * band for _, person in here
    ]  # fmt: skip


def _spread(
    here: Sequence[tuple[float, Person]], scale: float, radius: float, airy: float
) -> list[float] | None:
    """Return angles near the wanted ones, in their order, at which no two dots overlap."""
    count = len(here)
    if count < 2:
        return [angle for angle, _ in here]
    sizes = [person.radius * scale for _, person in here]
    chords = [one + two + GAP for one, two in zip(sizes, [*sizes[1:], sizes[0]], strict=True)]
    if max(chords) > 2 * radius:
        return None
    least = [2 * asin(chord / (2 * radius)) for chord in chords]
    if sum(least) > tau * 0.995:
        return None
    wide = min(airy, tau / count * 0.9)
    apart = [max(one, wide) for one in least]
    if sum(apart) > tau * 0.995:
        apart = least
    return _pushed([angle for angle, _ in here], apart)


def _pushed(wanted: Sequence[float], apart: Sequence[float]) -> list[float]:
    """Return angles nearest to the wanted (ascending) ones, `apart[i]` or more to the next.

    Least squares along the line (pool adjacent violators), then mixed with the evenly packed
    answer as far as closing the circle asks for.
    """
    offsets = [0.0]
    for gap in apart[:-1]:
        offsets.append(offsets[-1] + gap)
    pools: list[tuple[float, int]] = []  # mean, size
    for angle, offset in zip(wanted, offsets, strict=True):
        mean, size = angle - offset, 1
        while pools and pools[-1][0] > mean:
            before, many = pools.pop()
            mean, size = (before * many + mean * size) / (many + size), many + size
        pools.append((mean, size))
    base = [mean for mean, size in pools for _ in range(size)]
    free = [mean + offset for mean, offset in zip(base, offsets, strict=True)]
    over = free[-1] - free[0] + apart[-1] - tau
    if over <= 0:
        return free
    slack = (tau - sum(apart)) / len(apart)
    packed = [offset + slack * place for place, offset in enumerate(offsets)]
    shift = sum(one - two for one, two in zip(free, packed, strict=True)) / len(packed)
    share = over / (over + slack)
    return [
        one * (1 - share) + (two + shift) * share for one, two in zip(free, packed, strict=True)
    ]
