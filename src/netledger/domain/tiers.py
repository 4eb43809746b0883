"""Dunbar circles: who stands where. A pure function of the entries, what is stated, and the day.

The circles are cumulative: the 15 hold the 5. They are soft (Mac Carron et al. 2016 find 4, 11,
30, 129), so a place has a floor as well and nobody is moved in to fill a circle up.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import Final

from netledger.domain.cadence import TIER_CADENCE, due_day, first_turns
from netledger.domain.model import CIRCLES, Head, Standing, Tie
from netledger.domain.strength import tie_strength, window_frequency

# Contact-days a day, in the tie's own window, that a place asks for. The outermost asks for less,
# so that a yearly friend is still in when the year is up.
FLOORS: Final = {
    tier: (0.25 if tier == 150 else 0.5) / cadence for tier, cadence in TIER_CADENCE.items()
}
INNER_DAYS: Final = 3  # contact-days that a place above the 150 asks for

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
