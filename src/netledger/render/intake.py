"""What an import did, or would do."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from netledger.render import words
from netledger.render.page import Page

_SHOWN: Final = 10


@dataclass(frozen=True, slots=True)
class Told:
    """The report of one import; duplicates are pairs of (id, name) with what they share."""

    source: str
    dry_run: bool
    created: int
    updated: int
    unchanged: int
    archived: int
    interactions: int
    skipped: list[tuple[str, str]]
    remarks: list[str]
    duplicates: list[tuple[tuple[int, str], tuple[int, str], str]]
    contacts: int


def document(told: Told) -> dict[str, Any]:
    """Return the report for --json."""
    return {
        "created": told.created,
        "updated": told.updated,
        "unchanged": told.unchanged,
        "interactions": told.interactions,
        "skipped": [{"record": record, "why": why} for record, why in told.skipped],
        "duplicates": [
            {"a": {"id": a, "name": a_name}, "b": {"id": b, "name": b_name}, "why": why}
            for (a, a_name), (b, b_name), why in told.duplicates
        ],
        "archived": told.archived,
        "dry_run": told.dry_run,
    }


def page(told: Told) -> Page:
    """Return the report as it is read."""
    page = Page()
    would = "Would add" if told.dry_run else "Added"
    parts = [f"{told.updated:,} updated"] if told.updated else []
    parts += [f"{told.unchanged:,} unchanged"] if told.unchanged else []
    parts += [f"{told.archived:,} cut before, and still"] if told.archived else []
    entries = words.count(told.interactions, "entry", "entries")
    page.line(
        f"{would} ",
        (words.count(told.created, "contact"), "strong"),
        f" and {entries}",
        (f" ({', '.join(parts)})" if parts else "", "dim"),
        ".",
    )
    if told.skipped:
        page.line()
        page.line((f"Left out: {words.count(len(told.skipped), 'record')}", "warn"))
        page.table([[(record, "dim"), why] for record, why in told.skipped[:_SHOWN]], "lf", 2)
        _more(page, len(told.skipped))
    if told.duplicates:
        page.line()
        page.line("Perhaps one person; `netledger merge KEEP OTHER` joins two:")
        page.table(
            [
                [(f"{a} · {b}", "dim"), f"{a_name} · {b_name}", why]
                for (a, a_name), (b, b_name), why in told.duplicates[:_SHOWN]
            ],
            "lff",
            2,
        )
        _more(page, len(told.duplicates))
    if told.created and not told.dry_run:
        page.line()
        page.line(
            ("Next: ", "dim"), ("netledger due", "accent"), (" for today, ", "dim"),
            ("netledger prune", "accent"), (" for what is vanity.", "dim"),
        )  # fmt: skip
    return page


def _more(page: Page, total: int) -> None:
    if total > _SHOWN:
        page.line((f"and {total - _SHOWN:,} more (--json lists all)", "dim"), indent=2)
