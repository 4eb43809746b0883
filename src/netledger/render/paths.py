"""Through whom one knows people, and whom they opened, as it is read."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from netledger.domain import names
from netledger.domain.network import Acquaintance
from netledger.render import words
from netledger.render.page import Cell, Page, glyph
from netledger.render.people import nobody

_STAY = "Who stays: an entry within a year, or a place among your 50."
_SHOWN = 10  # of those who could reach someone, so many are named on the screen


class Seen(NamedTuple):
    """Someone on a path, and whether they have stayed."""

    id: int
    name: str
    stays: bool


class Paths(NamedTuple):
    """How one reaches a contact: `chain` from their introducer up to you, whom they opened to you
    directly and `further`, whom only they reach, and who else knows them, nearest to you first.
    """

    who: Seen
    chain: list[Seen]
    opened: list[Seen]
    further: list[Seen]
    bridge_to: list[Seen]
    others: list[tuple[Seen, Acquaintance]]


def document(found: Paths) -> dict[str, Any]:
    """Return the paths to one contact, for --json."""
    return {
        "id": found.who.id,
        "name": found.who.name,
        "chain": _people(found.chain),
        "opened": [{**_person(one), "stays": one.stays} for one in found.opened],
        "further": [{**_person(one), "stays": one.stays} for one in found.further],
        "stay": _staying(found.opened),
        "bridge_to": _people(found.bridge_to),
        "others": [
            {**_person(one), "entries": how.entries, "last": how.last,
             "introduced": how.introduced}
            for one, how in found.others
        ],
    }  # fmt: skip


def _people(some: Sequence[Seen]) -> list[dict[str, Any]]:
    return [_person(one) for one in some]


def _person(one: Seen) -> dict[str, Any]:
    return {"id": one.id, "name": one.name}


def _staying(some: Sequence[Seen]) -> int:
    return sum(one.stays for one in some)


def page(found: Paths) -> Page:
    """Return the paths to one contact."""
    page = Page()
    page.line((found.who.name, "title"), (f"  {found.who.id}", "dim"))
    arrow = glyph(" → ", " > ")
    steps = ["you", *(one.name for one in reversed(found.chain)), found.who.name]
    rows: list[list[Cell]] = [[("path", "dim"), arrow.join(steps)]]
    if found.opened:
        rows.append([("opened", "dim"), opened(len(found.opened), _staying(found.opened))])
        rows.append(["", _names(found.opened)])
    if found.further:
        rows.append([("further", "dim"), f"through them: {_names(found.further)}"])
    rows += [[("bridge", "dim"), text] for text in _bridge(found)]
    for place, (one, how) in enumerate(found.others[:_SHOWN]):
        rows.append([("" if place else "also know", "dim"), f"{one.name}: {_how(how)}"])
    page.table(rows, "lf", indent=2)
    if len(found.others) > _SHOWN:
        page.line((f"and {len(found.others) - _SHOWN:,} more", "dim"), indent=13)
    if not found.opened and not found.others:
        knows = f"nobody but {found.chain[0].name}" if found.chain else "nobody else"
        page.line(f"As far as the ledger knows, they opened nobody to you, and {knows} knows"
                  " them.", indent=2)  # fmt: skip
    if found.opened:
        page.line((_STAY, "dim"), indent=2)
    return page


def _bridge(found: Paths) -> list[str]:
    """Return whom only they reach: whom they brought you, and whom they join to everybody else."""
    theirs = {one.id for one in (*found.opened, *found.further)}
    brought = [one for one in found.bridge_to if one.id in theirs]
    joins = [one for one in found.bridge_to if one.id not in theirs]
    return [
        *([f"reached only through them: {_names(brought)}"] if brought else []),
        *([f"only they join {_names(joins)} to the others"] if joins else []),
    ]


def opened(number: int, staying: int) -> str:
    """Return how many people someone opened to you, and how many of them stay."""
    if number == 1:
        return f"1 person to you, who {'stays' if staying else 'did not stay'} in touch"
    stay = {0: "none of them stays", 1: "1 of them stays"}.get(staying, f"{staying:,} of them stay")
    return f"{number:,} people to you, {stay} in touch"


def _names(some: Sequence[Seen]) -> str:
    return names.joined([one.name for one in some])


def _how(how: Acquaintance) -> str:
    parts = []
    if how.entries and how.last:
        entries = words.count(how.entries, "entry", "entries")
        parts.append(f"{entries} with both, the last {words.day_only(how.last)}")
    if how.introduced:
        parts.append("by an introduction")
    return "; ".join(parts)


class Bringer(NamedTuple):
    """Someone who brought you people."""

    who: Seen
    opened: list[Seen]


def bringers_document(found: Sequence[Bringer]) -> list[dict[str, Any]]:
    """Return who brought you people, for --json."""
    return [
        {**_person(one.who), "opened": len(one.opened), "stay": _staying(one.opened),
         "people": _people(one.opened)}
        for one in found
    ]  # fmt: skip


def bringers_page(found: Sequence[Bringer], contacts: int) -> Page:
    """Return who brought you people, and whose people stay; the ledger has so many contacts."""
    if not contacts:
        return nobody()
    page = Page()
    if not found:
        page.line("The ledger does not say of anyone through whom you met.")
        page.line(("netledger edit WHO --through WHO says it.", "dim"))
        return page
    rows: list[list[Cell]] = [[("id", "dim"), ("name", "dim"), ("brought", "dim"),
                               ("stay", "dim"), ("whom", "dim")]]  # fmt: skip
    for one in found:
        rows.append(
            [
                (str(one.who.id), "dim"),
                (one.who.name, "strong"),
                str(len(one.opened)),
                str(_staying(one.opened)),
                [(_names(one.opened), "dim")],
            ]
        )
    page.table(rows, "rfrrf")
    page.line((_STAY, "dim"))
    return page
