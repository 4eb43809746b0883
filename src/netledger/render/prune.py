"""What prune flags and spares."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from netledger.domain.vanity import Flag, Spared
from netledger.domain.when import distance
from netledger.render import words
from netledger.render.page import Page

_SPARED = 10  # of the spared, so many are named where the flagged are limited too
NO_MESSAGES = (
    "No messages were imported, so what was written there is not known: "
    "import messages.csv (or the whole zip) before you cut."
)


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict: flagged, spared, and out of how many.

    `total` are all that are flagged, before any limit, `one_way` those of them with an entry.
    """

    flagged: list[Flag]
    total: int
    one_way: int
    spared: list[Spared]
    contacts: int
    messages: bool
    quiet_days: int


def document(found: Judged, cut: int | None) -> dict[str, Any]:
    """Return the verdict for --json."""
    result: dict[str, Any] = {
        "flagged": [
            {
                "id": flag.head.id,
                "name": flag.head.name,
                "strength": round(flag.strength, 2),
                "reasons": flag.reasons,
                "url": flag.url,
            }
            for flag in found.flagged
        ],
        "spared": [
            {
                "id": one.head.id,
                "name": one.head.name,
                "because": one.because,
                "detail": one.detail,
            }
            for one in found.spared
        ],
        "messages_imported": found.messages,
    }
    if cut is not None:
        result["cut"] = cut
    return result


def summary(page: Page, found: Judged) -> None:
    """Add the lines that say how it stands on the whole."""
    if not found.messages and found.contacts:
        page.line((NO_MESSAGES, "warn"))
        page.line()
    told = f"{_seen(found)}: no support, no value-add stated, nobody reached through them"
    page.line(
        (words.count(found.contacts, "contact"), "strong"),
        f". {told if found.total else 'None of them is flagged'}.",
    )
    if found.spared:
        kinds = Counter(one.because for one in found.spared)
        by_kind = ", ".join(f"{because} {number}" for because, number in kinds.most_common())
        page.line(("Spared", "strong"), f": {len(found.spared):,} ({by_kind}).")


def _seen(found: Judged) -> str:
    """Return how many of the flagged exchanged nothing, how many only one way, and how long ago."""
    never = found.total - found.one_way
    have = "has" if (never or found.one_way) == 1 else "have"
    if never:
        told = f"{never:,} {have} never exchanged anything that this ledger has seen"
        told += f", {found.one_way:,} more only one way" if found.one_way else ""
    else:
        told = f"{found.one_way:,} {have} been in touch only one way that this ledger has seen"
    quiet = "a year" if found.quiet_days in (365, 366) else distance(found.quiet_days)
    return f"{told}, for {quiet} or longer"


def page(found: Judged, cut: int | None, today: date) -> Page:
    """Return the verdict as it is read: the flagged with reasons, then those spared by name."""
    del today
    page = Page()
    summary(page, found)
    for flag in found.flagged:
        page.line()
        entry(page, flag)
    if found.total > len(found.flagged):
        page.line()
        left = f"{found.total - len(found.flagged):,}"
        page.line((f"{left} {'more' if found.flagged else 'flagged'}: without --limit.", "dim"))
    if found.spared:
        page.line()
        page.line(("Spared:", "title"))
        limited = found.total > len(found.flagged)
        shown = found.spared[:_SPARED] if limited else found.spared
        page.table(
            [
                [(str(one.head.id), "dim"), one.head.name, (one.because, "accent"), one.detail]
                for one in shown
            ],
            "rflf",
        )
        if len(shown) < len(found.spared):
            more = len(found.spared) - len(shown)
            page.line((f"and {more:,} more; all of them without --limit.", "dim"))
    page.line()
    if cut == 0:
        page.line("Nobody was cut." if found.total else "There is nobody to cut.")
    elif cut is not None:
        page.line(
            f"Cut {words.count(cut, 'contact')}: archived, not deleted. ",
            ("`netledger undo` or `restore WHO` brings them back.", "dim"),
        )
    elif found.flagged:
        page.line(("Nobody was cut. On a terminal `netledger prune` walks through them;", "dim"))
        page.line(("--yes cuts all that are flagged, --export FILE.csv writes the list.", "dim"))
    return page


def entry(page: Page, flag: Flag) -> None:
    """Add one flagged tie with its reasons."""
    page.line((f"{flag.head.id}  ", "dim"), (flag.head.name, "strong"), f"  {words.job(flag.head)}")
    page.line((" · ".join(flag.reasons), ""), indent=4)
    if flag.url:
        page.line((flag.url, "dim"), indent=4)
