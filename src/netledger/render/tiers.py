"""The circles, as circles are: soft, and never full by force."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from netledger.domain.model import CIRCLES, Standing
from netledger.render import words
from netledger.render.page import Cell, Page, glyph

_NAMED: Final = 15  # circles up to this size name everyone
_MOVES: Final = 5
_BEYOND: Final = 999  # further out than any circle
_SILENT: Final = 14  # days without contact that tell why a tie moved out


class Moved(NamedTuple):
    """A tie that stands elsewhere than a month ago: the tier of then, and why it moved."""

    standing: Standing
    then: int | None
    why: str

    @property
    def nearer(self) -> bool:
        """Say whether it moved inwards."""
        return (self.standing.tier or _BEYOND) < (self.then or _BEYOND)


class Circles(NamedTuple):
    """Where everyone stands, stood a month ago (`since`), and would stand unstated.

    All by contact, without those who neither stand nor stood in a circle; `minutes` of the last
    year, under 0 with all others.
    """

    standings: list[Standing]
    before: Mapping[int, Standing]
    lived: Mapping[int, int | None]
    minutes: Mapping[int, float]
    since: date
    today: date
    contacts: int

    def within(self, circle: int | None) -> list[Standing]:
        """Return those whose tier is this one (None: beyond the circles)."""
        return [one for one in self.standings if one.tier == circle and not one.head.archived]

    def moved(self) -> list[Moved]:
        """Return who stands elsewhere than a month ago, and why."""
        return [
            Moved(one, then, self._why(one, self.before.get(one.head.id)))
            for one in self.standings
            if one.tier != (then := self._tier_then(one)) and not one.head.archived
        ]

    def _why(self, one: Standing, before: Standing | None) -> str:
        """Return what moved a tie: its own entries, its silence, or the places of others."""
        if one.head.stated_tier is not None:
            return "you stated it"
        then = before.tier if before else None
        days = one.head.tie.d - (before.head.tie.d if before else 0)
        if (one.tier or _BEYOND) < (then or _BEYOND):
            return f"{words.count(days, 'day')} of contact" if days else "others moved further"
        silent = (self.today - one.head.tie.last).days if one.head.tie.last else 0
        if silent >= _SILENT:
            return f"silent for {words.count(silent, 'day')}"
        inside = sum(1 for other in self.standings if (other.tier or _BEYOND) <= (then or 0))
        return "in touch less often" if inside < (then or 0) else "others came nearer"

    def _tier_then(self, one: Standing) -> int | None:
        before = self.before.get(one.head.id)
        return before.tier if before else None

    def not_lived(self) -> list[tuple[Standing, int | None]]:
        """Return whose place is stated but lived elsewhere, with the tier they live in."""
        return [
            (one, self.lived.get(one.head.id))
            for one in self.standings
            if one.tier is not None
            and one.head.stated_tier is not None
            and self.lived.get(one.head.id) != one.tier
        ]

    def time(self) -> dict[int | None, float]:
        """Return the share of the last year's time by tier; empty where none was spent."""
        tiers = {one.head.id: one.tier for one in self.standings}
        spent: dict[int | None, float] = {}
        for contact, minutes in self.minutes.items():
            tier = tiers.get(contact)
            spent[tier] = spent.get(tier, 0) + minutes
        total = sum(spent.values())
        return {tier: minutes / total for tier, minutes in spent.items()} if total else {}


def document(seen: Circles) -> dict[str, Any]:
    """Return the circles for --json."""
    time = seen.time()
    return {
        "circles": [
            {
                "tier": circle,
                "members": [
                    {
                        "id": one.head.id,
                        "name": one.head.name,
                        "strength": round(one.strength, 2),
                        "stated": one.head.stated_tier is not None,
                        "lived": seen.lived.get(one.head.id),
                    }
                    for one in seen.within(circle)
                ],
                "time": round(time.get(circle, 0.0), 4),
            }
            for circle in CIRCLES
        ],
        "beyond": seen.contacts - sum(len(seen.within(circle)) for circle in CIRCLES),
        "moved": [
            {
                "id": move.standing.head.id,
                "name": move.standing.head.name,
                "from": move.then,
                "to": move.standing.tier,
                "why": move.why,
            }
            for move in seen.moved()
        ],
        "since": seen.since,
    }


def page(seen: Circles) -> Page:
    """Return the circles as they are looked at."""
    page = Page()
    dot, open_dot = glyph("●", "*"), glyph("○", ".")
    inside = 0
    rows: list[list[Cell]] = []
    for inner, circle in zip((0, *CIRCLES), CIRCLES, strict=False):
        held = seen.within(circle)
        inside += len(held)
        places = circle - inner
        drawn = dot * min(places, len(held)) + open_dot * max(0, places - len(held))
        rows.append(
            [
                (str(circle), "title"),
                (drawn if circle <= _NAMED else "", "accent"),
                str(len(held)),
                _people(held, circle),
            ]
        )
    page.table(rows, "rlrf", indent=1)
    beyond = seen.contacts - inside
    if beyond > 0:
        page.line((f"beyond {beyond:,}", "dim"), indent=1)
    _moved(page, seen)
    _time(page, seen)
    if inside == 0:
        page.line()
        page.line("Nobody stands in a circle yet; entries put them there: ",
                  ("netledger log WHO", "accent"))  # fmt: skip
    return page


def _people(held: Sequence[Standing], circle: int) -> str:
    if circle <= _NAMED:
        return ", ".join(one.head.name for one in held)
    names = [one.head.name for one in held[:3]]
    more = len(held) - len(names)
    return ", ".join(names) + (f" and {more} more" if more > 0 else "")


def _moved(page: Page, seen: Circles) -> None:
    moves = seen.moved()
    rows: list[list[Cell]] = []
    for label, nearer in (("nearer", True), ("further", False)):
        held = [move for move in moves if move.nearer is nearer]
        for move in held[:_MOVES]:
            tiers = f"{words.circle(move.then)} → {words.circle(move.standing.tier)}"
            name = move.standing.head.name
            rows.append([(label, "dim"), name, (tiers, "accent"), (move.why, "dim")])
        if len(held) > _MOVES:
            rows.append([(label, "dim"), (f"and {len(held) - _MOVES} more", "dim"), "", ""])
    for one, lived in seen.not_lived():
        place = f"{one.tier}, lived {lived or 'beyond'}"
        rows.append([("stated", "dim"), one.head.name, (place, "accent"), ""])
    if rows:
        page.line()
        page.line((f"Since {words.day_only(seen.since)}:", "dim"), indent=1)
        page.table(rows, "lflf", indent=1)


def _time(page: Page, seen: Circles) -> None:
    shares = seen.time()
    if not shares:
        return
    full = glyph("█", "#")
    page.line()
    page.line(("Your time over the last year:", "dim"), indent=1)
    rows: list[list[Cell]] = [
        [
            (str(tier) if tier else "beyond", "title"),
            (words.bar(shares.get(tier, 0), 24, full), "accent"),
            f"{shares.get(tier, 0):.0%}",
        ]
        for tier in (*CIRCLES, None)
    ]
    page.table(rows, "rlr", indent=1)
    page.line(("People give about 40 % to their five, 60 % to their fifteen.", "dim"), indent=1)
    page.line(("Minutes where you noted them, else a guess by channel.", "dim"), indent=1)
