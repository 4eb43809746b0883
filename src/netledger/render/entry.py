"""What log, amend and unlog answer: the entry as it was understood, and what it changed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from netledger.domain import when
from netledger.domain.model import Credit, NewEntry, Promise, Standing
from netledger.render import words
from netledger.render.page import Page

DEPTHS = {1: "small talk", 2: "real talk", 3: "confided"}


class Move(NamedTuple):
    """Where a tie stood before an entry (None: nowhere), where it stands now, and its rank."""

    before: Standing | None
    after: Standing
    rank: int


def move_json(move: Move) -> dict[str, Any]:
    """Return a move for --json."""
    before, after = move.before, move.after
    return {
        "id": after.head.id,
        "name": after.head.name,
        "strength_before": round(before.strength, 2) if before else 0.0,
        "strength": round(after.strength, 2),
        "tier_before": before.tier if before else None,
        "tier": after.tier,
        "due": after.due,
    }


def logged(
    id: int,
    entry: NewEntry,
    moves_: Sequence[Move],
    back: Sequence[str],
    today: date,
    *,
    changed: bool = True,
    promises: Sequence[Promise] = (),
    dropped: Sequence[Promise] = (),
) -> Page:
    """Return what was written down and what it did to each tie."""
    page = Page()
    if not changed:
        page.line(f"Nothing to change: entry {id} stands so already.")
        return page
    names = [move.after.head.name for move in moves_ if move.after.head.id in entry.participants]
    parts = [when.spoken(entry.on), *([", ".join(names)] if names else []), *_told(entry)]
    spans: list[tuple[str, str]] = []
    for place, part in enumerate(parts):
        spans += [(" · ", "dim")] if place else []
        spans.append((part, "strong" if place == 1 and names else ""))
    page.line(*spans, (f"  entry {id}", "dim"))
    for one in dropped:
        page.line(f"taken out: {owed(one)}", indent=2)
    for one in promises:
        by = f", by {when.spoken(one.by)}" if one.by else ""
        page.line(f"{owed(one)}{by}", (f"  done {one.id}", "dim"), indent=2)
    for name in back:
        page.line((f"{name} was cut and is back.", "warn"), indent=2)
    moves(page, moves_, today)
    return page


def owed(promise: Promise) -> str:
    """Return who owes what: "you owe Tom Vance: the book"."""
    who = f"you owe {promise.name}" if promise.whose == "me" else f"{promise.name} owes you"
    return f"{who}: {promise.text}"


def _told(entry: NewEntry) -> list[str]:
    parts = [entry.channel if entry.two_way else f"{entry.channel}, one way"]
    if entry.initiator:
        parts.append("by them" if entry.initiator == "them" else "by you")
    if entry.minutes:
        parts.append(f"{entry.minutes} min")
    if entry.pitch:
        parts.append("a pitch: counts as nothing")
    carried = list(dict.fromkeys(entry.participants.values()))
    parts += [text for one in carried for text in support(one)]
    if entry.depth:
        parts.append(DEPTHS[entry.depth])
    parts += felt(entry.at_ease, entry.valued)
    return parts + [f"#{tag}" for tag in entry.tags]


def support(carried: Credit) -> list[str]:
    """Return the support of an entry in words: "got psychosocial"."""
    sides = (("gave", carried.gave), ("got", carried.got))
    return [f"{side} {words.kinds(kinds)}" for side, kinds in sides if kinds]


def felt(at_ease: bool | None, valued: bool | None) -> list[str]:
    """Return how one was with them, in words: "at ease", "not valued"; None is not said."""
    answers = ((at_ease, "at ease", "guarded"), (valued, "valued", "not valued"))
    return [yes if answer else no for answer, yes, no in answers if answer is not None]


def moves(page: Page, moves_: Sequence[Move], today: date) -> None:
    """Add a line for each tie: strength, circle and next due day, as they were and are."""
    rows = []
    for move in moves_:
        before, after = move.before, move.after
        was = f"{before.strength:.0f}" if before else "0"
        now = f"{after.strength:.0f}"
        tie = f"tie {now}" if was == now else f"tie {was} → {now}"
        tiers = [words.circle(before.tier if before else None), words.circle(after.tier)]
        circle = "outside the circles" if after.tier is None else f"circle {tiers[1]}"
        if before and before.tier and tiers[0] != tiers[1]:
            circle = f"circle {tiers[0]} → {tiers[1]}"
        name = after.head.name if len(moves_) > 1 else ""
        rows.append([name, (tie, "accent"), circle, (_next(after, today), "dim")])
    if len(moves_) == 1:
        rows = [row[1:] for row in rows]
    page.table(rows, "l" * (4 if len(moves_) > 1 else 3), indent=2, gap=3)


def _next(standing: Standing, today: date) -> str:
    if standing.due is None:
        return "not due by itself"
    if standing.due <= today:
        return "due now"
    return f"next around {when.spoken(standing.due)}"
