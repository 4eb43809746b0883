"""Contacts that may be one person: a list of pairs, and two cards side by side."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from netledger.domain.duplicates import Proposal
from netledger.domain.model import Contact
from netledger.render import words
from netledger.render.page import Page


@dataclass(frozen=True, slots=True)
class Found:
    """The pairs to be judged, the names of all in them, and how many pairs there are in all."""

    pairs: Sequence[Proposal]
    names: Mapping[int, str]
    total: int


def document(found: Found) -> list[dict[str, Any]]:
    """Return the pairs for --json."""
    return [
        {
            "a": {"id": one.a, "name": found.names[one.a]},
            "b": {"id": one.b, "name": found.names[one.b]},
            "why": one.why,
            "confidence": one.confidence,
        }
        for one in found.pairs
    ]


def page(found: Found) -> Page:
    """Return the pairs as they are read, surest first."""
    page = Page()
    if not found.total:
        page.line("No two contacts look like one person.")
        return page
    pairs = words.count(found.total, "pair")
    look = "looks" if found.total == 1 else "look"
    page.line((pairs, "strong"), f" of contacts {look} like one person.")
    page.line()
    page.table(
        [
            [
                (str(one.a), "dim"), found.names[one.a], (str(one.b), "dim"), found.names[one.b],
                (one.why, "dim"),
            ]
            for one in found.pairs
        ],
        "rfrff",
    )  # fmt: skip
    page.line()
    if found.total > len(found.pairs):
        page.line((f"{found.total - len(found.pairs):,} more: without --limit.", "dim"))
    page.line(("`netledger merge A B` makes one of two; --different A B says that they are", "dim"))
    page.line(("two. On a terminal `netledger duplicates` walks through them.", "dim"))
    return page


def side_by_side(page: Page, one: Contact, other: Contact, why: str) -> None:
    """Add two contacts beside each other, what they agree in once, and why they may be one."""
    page.line((why, "accent"))
    rows: list[list[Any]] = [
        [("", "dim"), (f"{card.head.name} ({card.head.id})", "strong")] for card in (one,)
    ]
    rows[0].append((f"{other.head.name} ({other.head.id})", "strong"))
    for label, ours, theirs in _facts(one, other):
        same = ours == theirs
        rows.append(
            [(label, "dim"), (ours, "dim" if same else ""), (theirs, "dim" if same else "")]
        )
    page.table(rows, "lff", indent=2)


def _facts(one: Contact, other: Contact) -> list[tuple[str, str, str]]:
    """Return what either says, by what it is about: (label, of the one, of the other)."""
    sides = [_of(card) for card in (one, other)]
    return [
        (label, ours, theirs)
        for (label, ours), (_, theirs) in zip(*sides, strict=True)
        if ours or theirs
    ]


def _of(card: Contact) -> list[tuple[str, str]]:
    tie = card.head.tie
    last = f", last {words.day_only(tie.last)}" if tie.last else ""
    talks = words.count(tie.n, "entry", "entries") + last if tie.n else ""
    return [
        ("work", words.job(card.head)),
        ("also", ", ".join(card.aliases)),
        ("mail", ", ".join(card.emails)),
        ("phone", ", ".join(card.phones)),
        ("page", ", ".join(card.urls)),
        ("place", card.location or ""),
        ("born", words.born(card.birthday) if card.birthday else ""),
        ("tags", ", ".join(card.tags)),
        ("talks", talks),
        ("note", (card.note or "").replace("\n", " ")[:120]),
    ]
