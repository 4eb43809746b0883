"""What prune flags and spares."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date
from typing import Any

from netledger.domain.vanity import Flag, Spared
from netledger.render import words
from netledger.render.page import Page

NO_MESSAGES = (
    "No messages were imported, so what was written there is not known: "
    "import messages.csv (or the whole zip) before you cut."
)


@dataclass(frozen=True, slots=True)
class Judged:
    """The verdict: flagged (`total` before any limit), spared, and out of how many."""

    flagged: list[Flag]
    total: int
    spared: list[Spared]
    contacts: int
    messages: bool


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
    if not found.messages and found.total:
        page.line((NO_MESSAGES, "warn"))
        page.line()
    page.line(
        (words.count(found.contacts, "contact"), "strong"),
        f". {found.total:,} never carried anything that this ledger has seen,",
        " for a year or longer.",
    )
    if found.spared:
        kinds = Counter(one.because for one in found.spared)
        told = ", ".join(f"{because} {number}" for because, number in kinds.most_common())
        page.line(("Spared", "strong"), f": {len(found.spared):,} ({told}).")


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
        page.line((f"{found.total - len(found.flagged):,} more: without --limit.", "dim"))
    if found.spared:
        page.line()
        page.line(("Spared:", "title"))
        page.table(
            [
                [(str(one.head.id), "dim"), one.head.name, (one.because, "accent"), one.detail]
                for one in found.spared
            ],
            "rflf",
        )
    page.line()
    if cut is not None:
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
