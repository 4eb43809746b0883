"""The walk through what prune flags: one person at a time, a key each, saved as it is given."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Final

import typer

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
    ("s", f"rest {_REST_MONTHS} months"),
    ("b", "back"),
    ("q", "quit"),
)
_DONE: Final = {"c": "cut", "k": "kept", "s": "rests"}
_BACK: Final = "bu\x7f\x08"
_QUIT: Final = "q\x1b\x03\x04"


@dataclass(slots=True)
class _Walk:
    """A walk under way: where it is, and what was answered so far (None: gone past)."""

    ledger: Ledger
    flagged: list[Flag]
    at: int = 0
    first_step: int | None = None
    answers: list[str] = field(default_factory=list)
    steps: list[int] = field(default_factory=list)

    def answer(self, key: str) -> None:
        """Save an answer as a step of its own, and go on."""
        flag = self.flagged[self.at]
        name = f"{flag.head.name} ({flag.head.id})"
        what = {"c": f"prune: cut {name}", "k": f"prune: keep {name}", "s": f"prune: rest {name}"}
        with self.ledger.step(what[key]) as step:
            if key == "c":
                standing.archive(self.ledger.conn, [flag.head.id], self.ledger.today)
            elif key == "k":
                standing.put(self.ledger.conn, flag.head.id, pinned=1)
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


def walk_through(ledger: Ledger, found: render.Judged) -> None:
    """Walk through the flagged ties; safe to leave at any moment."""
    page = Page()
    render.summary(page, found)
    page.show()
    walk = _Walk(ledger, found.flagged)
    shown = -1
    while walk.at < len(walk.flagged):
        if shown != walk.at:
            _show(walk)
            shown = walk.at
        try:
            key = typer.getchar().lower()
        except EOFError:
            break
        if key in _QUIT:
            break
        if key in _BACK:
            shown = -1 if walk.back() else shown
        elif key in ("c", "k", "s"):
            walk.answer(key)
            _echo(key)
    _summing_up(walk).show()


def _show(walk: _Walk) -> None:
    page = Page()
    page.line()
    render.entry(page, walk.flagged[walk.at])
    keys: list[tuple[str, str]] = []
    for key, meaning in _KEYS:
        keys += [(key, "accent"), (f" {meaning}   ", "dim")]
    page.line(*keys, (f"{walk.at + 1:,} of {len(walk.flagged):,}", "dim"), indent=2)
    page.show()


def _echo(key: str) -> None:
    page = Page()
    page.line((_DONE[key], "strong"), indent=2)
    page.show()


def _summing_up(walk: _Walk) -> Page:
    page = Page()
    cut, kept, resting = (walk.answers.count(key) for key in "cks")
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
