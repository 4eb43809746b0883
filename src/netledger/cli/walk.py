"""The walk through what prune flags: one person at a time, a key each, saved as it is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

from netledger.cli import session
from netledger.domain import names
from netledger.domain.vanity import Flag
from netledger.domain.when import add_months
from netledger.ledger import changes, standing
from netledger.ledger.connection import Ledger
from netledger.render import prune as render
from netledger.render.page import Page
from netledger.render.words import count

_REST_MONTHS: Final = 6
_KEYS: Final = (
    ("c", "cut"),
    ("k", "keep for good"),
    ("v", "value"),
    ("s", f"rest {_REST_MONTHS} months"),
    ("b", "back"),
    ("q", "quit"),
)
_DONE: Final = {"c": "cut", "k": "kept", "v": "kept for what they bring", "s": "rests"}
_BACK: Final = "bu\x7f\x08"
_QUIT: Final = "q\x1b\x04"


@dataclass(slots=True)
class _Walk:
    """A walk under way: where it is, and what was answered so far (None: gone past)."""

    ledger: Ledger
    flagged: list[Flag]
    at: int = 0
    first_step: int | None = None
    answers: list[str] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)

    def answer(self, key: str, brings: str = "") -> None:
        """Save an answer as a step of its own, and go on; `brings` is what v says of them."""
        flag = self.flagged[self.at]
        name = f"{flag.head.name} ({flag.head.id})"
        what = {
            "c": f"prune: cut {name}",
            "k": f"prune: keep {name}",
            "v": f"prune: {name} brings {brings}",
            "s": f"prune: rest {name}",
        }
        with self.ledger.step(what[key]) as step:
            if key == "c":
                standing.archive(self.ledger.conn, [flag.head.id], self.ledger.today)
            elif key == "k":
                standing.put(self.ledger.conn, flag.head.id, pinned=1)
            elif key == "v":
                _state_offer(self.ledger, flag.head.id, brings)
            else:
                until = add_months(self.ledger.today, _REST_MONTHS)
                standing.put(self.ledger.conn, flag.head.id, snoozed_until=until)
            self.first_step = changes.join_walk(self.ledger.conn, step.id, self.first_step)
        self.steps.append(step.id)
        self.answers.append(key)
        self.at += 1

    def back(self) -> bool:
        """Take back the last answer of this walk; say whether there was one."""
        if not self.answers:
            return False
        changes.undo(self.ledger, only=self.steps[-1])
        self.steps.pop()
        self.answers.pop()
        self.at -= 1
        return True


def _state_offer(ledger: Ledger, contact: int, brings: str) -> None:
    # Only here does a walk need what edits contacts, which takes its time to load.
    from netledger.ledger import contacts

    with contacts.session(ledger.conn) as into:
        contacts.attach(into, contact, [contacts.detail("offers", brings, ledger.today)])
        into.flush()


def _asked_value() -> str:
    """Ask what somebody brings; return "" where nothing is said."""
    page = Page()
    page.line("What do they bring you? One line; an empty one goes back.", indent=2)
    page.show()
    try:
        return names.one_line(input("  "))
    except EOFError:
        return ""


def walk_through(ledger: Ledger, found: render.Judged) -> None:
    """Walk through the flagged ties; safe to leave at any moment."""
    page = Page()
    render.summary(page, found)
    page.show()
    walk = _Walk(ledger, found.flagged)
    try:
        _ask(walk)
    finally:
        # Whoever breaks off is told what was kept, too.
        _summing_up(walk).show()


def _ask(walk: _Walk) -> None:
    shown = -1
    while walk.at < len(walk.flagged):
        if shown != walk.at:
            _show(walk)
            shown = walk.at
        key = session.pressed()
        if key in _QUIT:
            break
        if key in _BACK:
            shown = -1 if walk.back() else shown
        elif key == "v":
            if brings := _asked_value():
                walk.answer(key, brings)
                _echo(key)
            else:
                shown = -1
        elif key in ("c", "k", "s"):
            walk.answer(key)
            _echo(key)


def _show(walk: _Walk) -> None:
    page = Page()
    page.line()
    render.entry(page, walk.flagged[walk.at])
    keys: list[tuple[str, str]] = []
    for key, meaning in _KEYS:
        keys += [(key, "accent"), (f" {meaning}  ", "dim")]
    page.line(*keys, (f"{walk.at + 1:,} of {len(walk.flagged):,}", "dim"), indent=2)
    page.show()


def _echo(key: str) -> None:
    page = Page()
    page.line((_DONE[key], "strong"), indent=2)
    page.show()


def _summing_up(walk: _Walk) -> Page:
    page = Page()
    cut, resting = walk.answers.count("c"), walk.answers.count("s")
    kept = len(walk.answers) - cut - resting
    left = len(walk.flagged) - walk.at
    page.line()
    page.line(
        f"Cut {count(cut, 'contact')}, kept {kept}, let {resting} rest;"
        f" {left:,} left for another day."
    )
    if walk.answers:
        page.line(
            ("`netledger undo` takes back the last answer, `undo --walk` all of them.", "dim")
        )
    if cut:
        page.line(("Cut means archived, not deleted: `list --archived` names them.", "dim"))
    return page
