"""Dunbar circles: who stands where. A pure function of the entries, what is stated, and the day.

The circles are cumulative: the 15 hold the 5. They are soft (Mac Carron et al. 2016 find 4, 11,
30, 129), so a place has a floor as well and nobody is moved in to fill a circle up.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from heapq import heappush, heappushpop
from math import log2
from typing import Final

from netledger.domain.cadence import TIER_CADENCE, due_day, first_turns
from netledger.domain.model import CIRCLES, Head, Standing, Tie
from netledger.domain.strength import (
    DAILY,
    DOUBLING,
    HALF_LIFE,
    INTENSITY,
    MIND_SHARE,
    SUPPORT,
    SUPPORT_HALF_LIFE,
    WINDOW,
    at_most,
    tie_strength,
    window_frequency,
)  # fmt: skip

# Contact-days a day, in the tie's own window, that a place asks for. The outermost asks for less,
# so that a yearly friend is still in when the year is up.
FLOORS: Final = {
    tier: (0.25 if tier == 150 else 0.5) / cadence for tier, cadence in TIER_CADENCE.items()
}
INNER_DAYS: Final = 3  # contact-days that a place above the 150 asks for

_SLACK: Final = 1e-6  # points: what adding up in another order may differ by
# The rank below which no tie meets the outermost floor: few days, all of them small talk.
LEAST_RANK: Final = (
    DAILY + DOUBLING * (log2(FLOORS[150] * (1 - 2 ** (-WINDOW / HALF_LIFE))) - 1) - _SLACK
)

_Ranked = tuple[float, float, dict[str, float], Head]


def place(heads: Iterable[Head], today: date) -> list[Standing]:
    """Return where every tie stands today, by rank, then name, then id.

    A stated tier is the tier and takes its place first; the others fill what is left, by rank.
    The archived and the dead stand in no tier and are never due.
    """
    ranked = _rank(heads, today)
    tiers = _fill(ranked, today, stated=True)
    turns = first_turns(head for *_, head in ranked)
    standings: list[Standing] = []
    for strength, rank, terms, head in ranked:
        tier = tiers.get(head.id)
        due = due_day(head, tier, turns.get(head.id))
        standings.append(Standing(head, strength, rank, terms, tier, due))
    return standings


def in_reach(ordered: Iterable[tuple[float, Head]], today: date) -> list[Head]:
    """Return the ties that can stand in a circle today, from all by their ceiling, highest first.

    Reads no more of `ordered` than that takes: until the ties with a place are as many as the
    outermost circle holds and none that is left can rank above them, or can meet its floor.
    All that outrank the last of them are returned too, whether they have a place or not.
    """
    found: list[Head] = []
    best: list[float] = []
    for high, head in ordered:
        most = at_most(high, today) + _SLACK
        if most < LEAST_RANK or (len(best) == CIRCLES[-1] and most < best[0]):
            break
        found.append(head)
        if _counts(head) and window_frequency(head.tie, today) >= FLOORS[CIRCLES[-1]]:
            rank = tie_strength(head.tie, today)[1]
            if len(best) < CIRCLES[-1]:
                heappush(best, rank)
            else:
                heappushpop(best, rank)
    return found


def drift(days: int) -> float:
    """Return by how much a tie may have ranked above its present ceiling so many days ago.

    Entries that came since can only have added contact; what they can take off is the intensity,
    by spreading the same entries over more days, and what has faded of support and mind share.
    """
    faded = 2 * SUPPORT * (1 - 2 ** (-days / SUPPORT_HALF_LIFE))
    forgotten = MIND_SHARE * (1 - 2 ** (-days / HALF_LIFE))
    return DOUBLING * INTENSITY * log2(days + 1) + faded + forgotten


def near(
    ordered: Iterable[tuple[float, Head]],
    day: date,
    least: float,
    drift: float,
    at_most_so_many: int | None,
) -> list[Head]:
    """Return the ties that may have ranked `least` on a day before the last entry.

    `ordered` are all by their present ceiling, highest first; `drift` is what those with entries
    since then may have ranked above it.
    """
    found: list[Head] = []
    for high, head in ordered:
        most = at_most(high, day) + _SLACK
        if most + drift < least or len(found) == at_most_so_many:
            break
        if most >= least or (head.tie.last is not None and head.tie.last > day):
            found.append(head)
    return found


def least_in_circles(heads: Iterable[Head], today: date) -> float:
    """Return the rank below which nobody stands in a circle beside these."""
    ranks = sorted(
        tie_strength(head.tie, today)[1]
        for head in heads
        if _counts(head) and window_frequency(head.tie, today) >= FLOORS[CIRCLES[-1]]
    )
    full = len(ranks) >= CIRCLES[-1]
    return max(LEAST_RANK, ranks[-CIRCLES[-1]]) if full else LEAST_RANK


def lived(heads: Iterable[Head], today: date) -> dict[int, int | None]:
    """Return the tier that each tie would stand in if none were stated, by contact id."""
    ranked = _rank(heads, today)
    tiers = _fill(ranked, today, stated=False)
    return {head.id: tiers.get(head.id) for *_, head in ranked}


def room_for(heads: Iterable[Head], contact_id: int, tier: int) -> list[Head]:
    """Return the stated ties that leave no room to state `tier` for a contact; none: it fits.

    Only stated ties count, the contact's own statement apart. Where several circles would be
    over-full, it is the innermost whose holders are returned, by name.
    """
    stated = [
        (head.stated_tier, head)
        for head in heads
        if head.stated_tier is not None and head.id != contact_id and _counts(head)
    ]
    for circle in CIRCLES:
        inside = [head for at, head in stated if at <= circle]
        if circle >= tier and len(inside) >= circle:
            return sorted(inside, key=lambda head: (head.name, head.id))
    return []


def _counts(head: Head) -> bool:
    return not head.archived and head.died is None


def _rank(heads: Iterable[Head], today: date) -> list[_Ranked]:
    ranked = [(*tie_strength(head.tie, today), head) for head in heads]
    ranked.sort(key=lambda one: (-one[1], one[3].name, one[3].id))
    return ranked


def _fill(ranked: Iterable[_Ranked], today: date, *, stated: bool) -> dict[int, int]:
    """Return the tier of all who stand in one, by contact id."""
    room = {circle: circle for circle in CIRCLES}
    tiers: dict[int, int] = {}

    def take(head: Head, tier: int) -> None:
        tiers[head.id] = tier
        for circle in CIRCLES:
            room[circle] -= circle >= tier

    waiting: list[Head] = []
    for *_, head in ranked:
        if not _counts(head):
            continue
        if stated and head.stated_tier is not None:
            take(head, head.stated_tier)
        elif head.tie.d:
            waiting.append(head)
    for head in waiting:
        if room[CIRCLES[-1]] <= 0:
            break
        tier = _innermost(head.tie, room, today)
        if tier is not None:
            take(head, tier)
    return tiers


def _innermost(tie: Tie, room: dict[int, int], today: date) -> int | None:
    """Return the innermost circle whose floor the tie meets, with room from there outwards."""
    pace = window_frequency(tie, today)
    for tier in CIRCLES:
        known = tie.d >= INNER_DAYS or tier == CIRCLES[-1]
        if known and pace >= FLOORS[tier] and all(room[c] > 0 for c in CIRCLES if c >= tier):
            return tier
    return None
