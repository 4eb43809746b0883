"""The table of contacts."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from netledger.domain.model import Standing
from netledger.render import words
from netledger.render.page import Page


def row(one: Standing) -> dict[str, Any]:
    """Return one contact for --json."""
    head = one.head
    due = one.due
    if due is not None and head.snoozed_until is not None:
        due = max(due, head.snoozed_until)
    return {
        "id": head.id,
        "uid": head.uid,
        "name": head.name,
        "org": head.org,
        "tier": one.tier,
        "stated_tier": head.stated_tier,
        "strength": round(one.strength, 2),
        "last": head.tie.last,
        "due": due,
        "status": "archived" if head.archived else "active",
    }


def nobody() -> Page:
    """Return what a ledger without a contact answers: how people come in."""
    page = Page()
    page.line("Nobody is here yet.")
    page.line(("`netledger add NAME` and `netledger import` bring people in.", "dim"))
    return page


def table(
    rows: Sequence[Standing], total: int, today: date, *, everyone: int, archived: bool
) -> Page:
    """Return the table, and how many fit (`total`) where not all of them are shown."""
    page = Page()
    if not rows:
        if total:
            page.line(f"{words.count(total, 'contact')}, none of them shown.")
        elif everyone == 0:
            return nobody()
        else:
            page.line("Nobody was cut." if archived else "Nobody here fits.")
        return page
    head = [(text, "dim") for text in ("id", "name", "tier", "tie", "last", "due", "about")]
    body = []
    for one in rows:
        due = row(one)["due"]
        late = due is not None and due <= today
        body.append(
            [
                (str(one.head.id), "dim"),
                (one.head.name, "strong"),
                (words.circle(one.tier), "accent"),
                f"{one.strength:.0f}" if one.head.tie.last else "–",
                words.ago(one.head.tie.last, today),
                (_due(due, today), "warn" if late else ""),
                (words.job(one.head), "dim"),
            ]
        )
    page.table([head, *body], "rfrrrlo")
    if total > len(rows):
        page.line((f"{len(rows):,} of {words.count(total, 'contact')}.", "dim"))
    return page


def _due(due: date | None, today: date) -> str:
    if due is None:
        return "–"
    return "now" if due <= today else words.ago(due, today)
