"""The support map: who gives what, whom one gives what, how it balances, and what is thin."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, Final

from netledger.domain.model import Kind
from netledger.domain.support import KINDS, Balance, Side, SupportMap, Times
from netledger.render import people, words
from netledger.render.page import Cell, Page

_ROWS: Final = 5  # people named for one kind on the screen
_MEANS: Final[Mapping[Kind, str]] = {
    "instrumental": "ideas, advice, help",
    "psychosocial": "listening, allaying fears, confiding",
}

_ONE_SIDED: Final[Mapping[Side, str]] = {
    "got": "All from them, none from you",
    "gave": "All from you, none from them",
}


@dataclass(frozen=True, slots=True)
class Shown:
    """The map with what is told beside it. `left_out` counts entries of the dead and the cut.

    `contacts` counts all whom the ledger has.
    """

    found: SupportMap
    names: Mapping[int, str]
    gaps: Sequence[str]
    since: date
    today: date
    left_out: int
    contacts: int = 0


def document(shown: Shown, limit: int | None = None) -> dict[str, Any]:
    """Return the map for --json."""
    names, found = shown.names, shown.found

    def times(by_kind: Mapping[Kind, Sequence[Times]]) -> dict[str, Any]:
        return {
            kind: [
                {
                    "id": row.contact,
                    "name": names[row.contact],
                    "times": row.times,
                    "last": row.last,
                }
                for row in by_kind[kind][:limit]
            ]
            for kind in KINDS
        }

    return {
        "got": times(found.got),
        "gave": times(found.gave),
        "gaps": shown.gaps,
        "balance": [
            {
                "id": row.contact,
                "name": names[row.contact],
                "got": row.got,
                "gave": row.gave,
                "all_on": row.all_on,
            }
            for row in found.balance[:limit]
        ],
        "since": shown.since,
        "left_out": shown.left_out,
    }


def page(shown: Shown, limit: int | None = None) -> Page:
    """Return the map as it is read."""
    page = Page() if shown.contacts else people.nobody()
    found = shown.found
    since = words.day_only(shown.since)
    if not found.balance:
        if shown.contacts:
            page.line(f"No support on record since {since}.")
        _left_out(page, shown)
        page.line()
        return _how(page)
    page.line(("Support", "title"), (f" · since {since}", "dim"))
    rows = _ROWS if limit is None else limit
    for side, by_kind in (("You got", found.got), ("You gave", found.gave)):
        for kind in KINDS:
            if by_kind[kind]:
                page.line()
                page.line((f"{side} {kind} support", "strong"), (f"  {_MEANS[kind]}", "dim"))
                _people(page, shown, by_kind[kind], rows)
    _balance(page, shown)
    if shown.gaps:
        page.line()
        for text in shown.gaps:
            page.line(text)
    _left_out(page, shown)
    return page


def _people(page: Page, shown: Shown, held: Sequence[Times], rows: int) -> None:
    body: list[list[Cell]] = [
        [
            (str(row.contact), "dim"),
            shown.names[row.contact],
            words.often(row.times),
            (f"last {words.day_only(row.last)}", "dim"),
        ]
        for row in held[:rows]
    ]
    page.table(body, "rfrl", indent=2)
    if len(held) > rows:
        page.line((f"{len(held) - rows:,} more: --limit {len(held)}", "dim"), indent=2)


def _balance(page: Page, shown: Shown) -> None:
    for side, title in _ONE_SIDED.items():
        held = [row for row in shown.found.balance if row.all_on == side]
        if held:
            page.line()
            page.line((title, "strong"))
            page.line(_named(shown, held, side), indent=2)


def _named(shown: Shown, held: Iterable[Balance], side: Side) -> str:
    named = [f"{shown.names[row.contact]} ({getattr(row, side)})" for row in held]
    more = len(named) - _ROWS
    return ", ".join(named[:_ROWS]) + (f" and {more:,} more" if more > 0 else "")


def _left_out(page: Page, shown: Shown) -> None:
    if shown.left_out:
        number = words.count(shown.left_out, "entry", "entries")
        page.line()
        page.line((f"Not shown: {number} with people who have died or were cut.", "dim"))


def _how(page: Page) -> Page:
    page.line("An entry says what it carried:")
    page.line()
    page.table(
        [
            [('netledger log ada "she listened" --got p', "accent"),
             "psychosocial: they listened"],
            [('netledger log ada "her CV" --gave i', "accent"),
             "instrumental: advice, help"],
            [("netledger amend last --got p", "accent"), "says so afterwards"],
        ],
        "ll",
        indent=2,
    )  # fmt: skip
    return page
