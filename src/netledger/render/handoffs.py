"""Hand-offs as they are written and listed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from netledger.domain import introductions, names
from netledger.domain.handoff import Draft, Letter
from netledger.domain.introductions import OPEN, Introduction, Party
from netledger.domain.told import Side
from netledger.render import letters, words
from netledger.render.page import Cell, Page

_STOPPED = {"asked": "when asked", "agreed": "after a yes", "made": "once introduced"}


class Written(NamedTuple):
    """A hand-off just written, with its draft and the people in it."""

    kept: Introduction
    draft: Draft
    people: tuple[Side, ...]
    with_links: bool = False
    as_markdown: bool = False

    @property
    def missing(self) -> list[str]:
        """The questions to ask first, and the addresses that a link has to do without."""
        to = [one for letter in self.draft.letters for one in letter.to]
        nowhere = [
            f"No address of {one.name} is known: netledger edit {one.id} --email ADDRESS adds it."
            for one in to
            if self.with_links and not one.email
        ]
        return [*self.draft.missing, *nowhere]

    @property
    def text(self) -> str:
        """What is to be sent, in the form that was asked for."""
        text = whole(self.draft.letters)
        return letters.markdown(text, self.people) if self.as_markdown else text

    @property
    def links(self) -> list[str]:
        """A mailto: link for each letter."""
        return [letters.mailto(letter) for letter in self.draft.letters]


def whole(drafted: Sequence[Letter]) -> str:
    """Return letters as one text; where there are two, each says whom it is for."""
    if len(drafted) == 1:
        return drafted[0].body
    return "\n\n\n".join(
        f"To {names.joined([one.name for one in letter.to])}:\n\n{letter.body}"
        for letter in drafted
    )


def pair(one: Introduction) -> str:
    """Return whom a hand-off joins: "Ada and Bob", "you and Bob, through Ada"."""
    through = f", through {one.via.name}" if one.via else ""
    return f"{one.a.name} and {one.b.name}{through}"


def written_document(written: Written) -> dict[str, Any]:
    """Return a hand-off just written, for --json."""
    found: dict[str, Any] = {
        **row(written.kept),
        "text": written.text,
        "missing": written.missing,
        "letters": [
            {
                "to": [{"id": one.id, "name": one.name, "email": one.email} for one in letter.to],
                "subject": letter.subject,
                "body": letter.body,
            }
            for letter in written.draft.letters
        ],
    }
    return {**found, "mailto": written.links} if written.with_links else found


def written_page(written: Written) -> Page:
    """Return what is to be sent, and nothing else: it may go into a pipe."""
    page = Page()
    page.text(written.text)
    return page


def notes(written: Written) -> list[str]:
    """Return what is said beside the text: what to ask first, and what comes next."""
    kept = written.kept
    asking = [f"  {question}" for question in written.missing]
    next_step = f"How it went: netledger intros --outcome {kept.id} landed (or whiffed)"
    if kept.state == "asked":
        next_step = f"Once it is a yes: {make(kept)}"
    return [
        f"Hand-off {kept.id}: {pair(kept)}, {kept.state}.",
        *(["Ask first, the ledger does not know:", *asking] if asking else []),
        next_step,
    ]


def make(one: Introduction) -> str:
    """Return the command that makes an introduction."""
    if one.via:
        return f"netledger intro me {one.b.id} --via {one.via.id}"
    return f"netledger intro {one.a.id} {one.b.id}"


def to_do(one: Introduction) -> str:
    """Return what an open hand-off waits for, and the command that says so."""
    return {
        "asked": f"ask again; if it is a yes: netledger intros --outcome {one.id} agreed",
        "agreed": f"they agreed: {make(one)}",
    }.get(one.state, f"ask how it went: netledger intros --outcome {one.id} landed")


# The list.


def row(one: Introduction) -> dict[str, Any]:
    """Return one hand-off for --json."""
    return {
        "id": one.id,
        "a": _party(one.a),
        "b": _party(one.b),
        "via": one.via and _party(one.via),
        "state": one.state,
        "started": one.started,
        "changed": one.changed,
        "why": one.why,
        "because": one.because,
        "reached": one.reached,
        "text": one.text,
    }


def _party(one: Party) -> dict[str, Any]:
    return {"id": one.id, "name": one.name}


def list_page(
    shown: Sequence[Introduction], everything: Sequence[Introduction], today: date
) -> Page:
    """Return hand-offs in a table, and how all of them fare."""
    page = Page()
    if not everything:
        page.line("No hand-off yet.")
        page.line(("netledger intro A B writes one.", "dim"))
        return page
    page.table([_list_row(one, today) for one in shown], "rflrf")
    if len(shown) < len(everything):
        page.line((f"{len(everything) - len(shown):,} more: without --limit.", "dim"))
    page.line()
    _fare(page, introductions.fare(everything))
    return page


def _list_row(one: Introduction, today: date) -> list[Cell]:
    return [
        (str(one.id), "dim"),
        (pair(one), "strong" if one.state in OPEN else ""),
        (one.state, "accent" if one.state in OPEN else ""),
        words.ago(one.changed, today),
        (one.because or one.why or "", "dim"),
    ]


def _fare(page: Page, fare: introductions.Fare) -> None:
    if fare.waiting:
        told = ", ".join(f"{count} {state}" for state, count in fare.waiting.items())
        page.line(("open    ", "dim"), told)
    if fare.ended:
        page.line(("landed  ", "dim"), f"{fare.landed} of {fare.ended} that ended")
    if fare.stopped:
        stopped = ", ".join(f"{count} {_STOPPED[state]}" for state, count in fare.stopped.items())
        page.line(("whiffed ", "dim"), stopped)
        reasons = [f"{why} ({count})" if count > 1 else why for why, count in fare.reasons]
        reasons += [f"{fare.unsaid} without a reason"] if fare.unsaid else []
        page.line(("because ", "dim"), "; ".join(reasons))


def outcome_page(before: Introduction, after: Introduction) -> Page:
    """Return how a hand-off stands now."""
    page = Page()
    page.line(f"Hand-off {after.id}: ", (pair(after), "strong"), f", {after.state}.")
    if before == after:
        page.line(("That is how it stood.", "dim"))
    elif after.state == "whiffed" and not after.because:
        page.line((f"If you know why: intros --outcome {after.id} whiffed --because TEXT", "dim"))
    return page
