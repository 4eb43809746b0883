"""The morning note."""

from __future__ import annotations

from datetime import date
from typing import Any, NamedTuple

from netledger.domain import cadence, names
from netledger.domain.introductions import Introduction
from netledger.domain.model import Promise, Standing
from netledger.domain.strength import overdue_ratio
from netledger.domain.told import called
from netledger.domain.when import spoken
from netledger.render import handoffs, words
from netledger.render.page import Cell, Page


class Birthday(NamedTuple):
    """Whose birthday it is, on which day, and how old they turn (None: the year is not known)."""

    contact: int
    name: str
    on: date
    turns: int | None


class DueTie(NamedTuple):
    """A tie to tend today, with why, and what to open with.

    With `ask_value`, it is their turn to be asked what they look for.
    """

    standing: Standing
    why: str
    last_note: str | None
    seeks: tuple[str, ...]
    ask_value: bool
    through: str | None
    passed_over: bool
    longer: int


class Morning(NamedTuple):
    """Everything that the day holds."""

    today: date
    promises: list[Promise]
    birthdays: list[Birthday]
    handoffs: list[Introduction]
    ties: list[DueTie]
    waiting: int
    capacity: int
    tended: bool
    resting: date | None
    contacts: int
    ask_five: bool


def document(morning: Morning) -> dict[str, Any]:
    """Return the note for --json."""
    today = morning.today
    return {
        "as_of": today,
        "promises": [
            {
                "id": one.id,
                "who": one.name,
                "contact": one.contact,
                "text": one.text,
                "by": one.by,
                "whose": one.whose,
            }
            for one in morning.promises
        ],
        "dates": [
            {
                "who": one.name,
                "contact": one.contact,
                "what": "birthday",
                "on": one.on,
                "turns": one.turns,
            }
            for one in morning.birthdays
        ],
        "handoffs": [
            {
                "id": one.id,
                "a": one.a.name,
                "b": one.b.name,
                "via": one.via and one.via.name,
                "state": one.state,
                "changed": one.changed,
            }
            for one in morning.handoffs
        ],
        "ties": [_tie_json(one, today) for one in morning.ties],
        "waiting": morning.waiting,
        "resting_until": morning.resting,
        "ask_five": morning.ask_five,
    }


def _tie_json(one: DueTie, today: date) -> dict[str, Any]:
    standing = one.standing
    return {
        "id": standing.head.id,
        "name": standing.head.name,
        "tier": standing.tier,
        "strength": round(standing.strength, 2),
        "last": standing.head.tie.last,
        "due": standing.due,
        "overdue_days": cadence.overdue_days(standing, today),
        "why": one.why,
        "opening": _opening(one),
        "offer": _offer(one) if one.passed_over else None,
    }


def page(morning: Morning) -> Page:
    """Return the note as it is read over the first coffee."""
    page = Page()
    if not morning.contacts:
        return _welcome(page)
    page.line((words.headline(morning.today), "title"), (f" · {_summary(morning)}", "dim"))
    _dated(page, morning)
    if morning.ties:
        page.line()
        for place, one in enumerate(morning.ties, start=1):
            _tie(page, place, one, morning)
    _last_line(page, morning)
    if morning.ask_five:
        page.line()
        page.line("Who are your five, the ones you would call at night? Say so once for each:")
        page.line(("netledger edit WHO --tier 5", "accent"), indent=2)
    return page


def _welcome(page: Page) -> Page:
    page.line(("A new ledger, and nobody in it yet.", "title"))
    page.line("Bring the people you know, or begin with one:")
    page.line()
    page.table(
        [
            [("netledger import linkedin EXPORT.zip", "accent"), "your LinkedIn data export"],
            [('netledger add "Ada Stone" --tier 5', "accent"), "somebody close"],
            [('netledger log ada "coffee"', "accent"), "after you have talked"],
        ],
        "ll",
        indent=2,
    )
    return page


def _summary(morning: Morning) -> str:
    parts = []
    if morning.ties:
        parts.append(f"{len(morning.ties)} to reconnect")
    if morning.promises:
        parts.append(words.count(len(morning.promises), "promise"))
    if morning.birthdays:
        parts.append(words.count(len(morning.birthdays), "birthday"))
    if morning.handoffs:
        parts.append(words.count(len(morning.handoffs), "hand-off"))
    if not parts and morning.waiting:
        return f"{morning.waiting:,} waiting, none of them asked for now"
    return ", ".join(parts) or "nobody is waiting for you today"


def _dated(page: Page, morning: Morning) -> None:
    rows: list[list[Cell]] = []
    for one in morning.promises:
        by = "" if one.by is None else words.near(one.by, morning.today)
        late = one.by is not None and one.by < morning.today
        text = one.text if one.whose == "me" else f"they owe you: {one.text}"
        rows.append(
            [
                ("promise", "dim"),
                (one.name, "strong"),
                text,
                (by, "warn" if late else ""),
                (f"done {one.id}", "dim"),
            ]
        )
    for birthday in morning.birthdays:
        age = "" if birthday.turns is None else f"turns {birthday.turns}"
        on = words.near(birthday.on, morning.today)
        rows.append([("birthday", "dim"), (birthday.name, "strong"), age, on, ""])
    if rows:
        page.line()
        page.table(rows, "lflll", indent=2)
    if morning.handoffs:
        page.line()
    for handoff in morning.handoffs:
        ago = words.ago(handoff.changed, morning.today)
        since = f"  {handoff.state} {ago}{'' if ago in ('today', 'yesterday') else ' ago'}"
        page.line(("hand-off  ", "dim"), (handoffs.pair(handoff), "strong"), since, indent=2)
        page.line((handoffs.to_do(handoff), "dim"), indent=12)


def _tie(page: Page, place: int, one: DueTie, morning: Morning) -> None:
    standing = one.standing
    head, today = standing.head, morning.today
    ratio = overdue_ratio(head.tie, today) if head.tie.d >= cadence.RHYTHM_FROM else 0.0
    page.line(
        (f"{place:>2}  ", "dim"),
        (head.name, "strong"),
        (f" · {words.circle(standing.tier)}" if standing.tier else "", "accent"),
        f"  {one.why}",
        (f"  {ratio:.1f}×" if ratio >= 1 else "", "warn"),
    )
    for part in _openings(one):
        page.line((part, "dim"), indent=4, one_row=True)
    if one.passed_over:
        page.line((_offer(one), "warn"), indent=4)


def _opening(one: DueTie) -> str | None:
    return " · ".join(_openings(one)) or None


def _openings(one: DueTie) -> list[str]:
    """Return what to open with: the last talk, what they seek, who introduced you."""
    parts = []
    if one.last_note:
        parts.append(f"last: {names.one_line(one.last_note)}")
    if one.seeks:
        parts.append(f"seeks: {names.joined(one.seeks)}")
    if one.ask_value:
        parts.append(f"ask what {called(one.standing.head.name)} is looking for")
    if not parts and one.through:
        parts.append(f"you met through {one.through}")
    if not parts and words.job(one.standing.head):
        parts.append(f"ask how it goes: {words.job(one.standing.head)}")
    return parts


def _offer(one: DueTie) -> str:
    who = one.standing.head.id
    return (
        f"asked five days running: edit {who} --every {one.longer}d for a longer rhythm,"
        f" or snooze {who} 2w"
    )


def _last_line(page: Page, morning: Morning) -> None:
    if morning.resting:
        page.line()
        waiting = f"; {morning.waiting} wait" if morning.waiting else ""
        page.line(f"The ties rest until {spoken(morning.resting)}{waiting}.")
    elif morning.waiting:
        days = -(-morning.waiting // morning.capacity)
        over = "tomorrow" if days == 1 else f"over the next {days} days"
        page.line()
        page.line(
            "Today's are done. " if morning.tended else "",
            (f"{morning.waiting:,} more, spread {over}." if days > 1 else
             f"{morning.waiting:,} more {over}.", "dim"),
            ("  netledger due --all", "dim"),
        )  # fmt: skip
