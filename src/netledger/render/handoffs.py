"""Hand-offs as they are written and listed."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from netledger.domain import introductions, names
from netledger.domain.handoff import Draft, Letter
from netledger.domain.introductions import OPEN, Introduction, Party
from netledger.domain.network import Acquaintance
from netledger.domain.told import Side
from netledger.render import letters, words
from netledger.render.page import Cell, Page
from netledger.render.people import nobody

_STOPPED = {"asked": "when asked", "agreed": "after a yes", "made": "once introduced"}


class Past(NamedTuple):
    """What the ledger has seen of the two before: hand-offs that ended, the newest first, how they
    know each other, and whether one brought you the other (`related`).

    `met_last` is your last entry with the one whom you want to meet.
    """

    ended: Sequence[Introduction] = ()
    together: Acquaintance | None = None
    related: bool = False
    met_last: date | None = None


class Written(NamedTuple):
    """A hand-off just written, with its draft, the people in it and what there was before."""

    kept: Introduction
    draft: Draft
    people: tuple[Side, ...]
    past: Past
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
    def remarks(self) -> list[str]:
        """What the ledger has seen of these people that speaks against it, or for another way."""
        past, (one, other, *_) = self.past, self.people
        found = [_ended(held) for held in past.ended]
        if past.met_last:
            found.append(f"You know {one.short}: last entry {words.day_only(past.met_last)}.")
        how = past.together
        if how and how.entries and how.last and not self.kept.via:
            entries = words.count(how.entries, "entry", "entries")
            found.append(f"They have met: {entries} with both, last {words.day_only(how.last)}.")
        if self.kept.via and not (how or past.related):
            found.append(
                f"Nothing here links {other.short} to {one.short}:"
                " ask whether they know each other."
            )
        return found

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
        "remarks": written.remarks,
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
        said = f"netledger intros --outcome {kept.id} agreed"
        next_step = f"Once it is a yes: {said if kept.via else make(kept)}"
    return [
        f"Hand-off {kept.id}: {pair(kept)}, {kept.state}.",
        *written.remarks,
        *(["Ask first, the ledger does not know:", *asking] if asking else []),
        next_step,
    ]


def _ended(one: Introduction) -> str:
    on = words.day_only(one.changed)
    if one.state == "landed":
        return f"Hand-off {one.id} ({pair(one)}) landed on {on} already."
    because = f": {one.because}" if one.because else ""
    return f"Tried before: hand-off {one.id} whiffed on {on}{because}."


def make(one: Introduction) -> str:
    """Return the command that makes an introduction."""
    if one.via:
        return f"netledger intro me {one.b.id} --via {one.via.id}"
    return f"netledger intro {one.a.id} {one.b.id}"


def to_do(one: Introduction) -> str:
    """Return what an open hand-off waits for, and the command that says so."""
    return {
        "asked": f"ask again; if it is a yes: netledger intros --outcome {one.id} agreed",
        "agreed": f"{one.via.name if one.via else 'they'} agreed: {make(one)}",
    }.get(one.state, f"ask how it went: netledger intros --outcome {one.id} landed")


# One of them.


def text_page(one: Introduction) -> Page:
    """Return the text of a hand-off as it was kept, and nothing else: it may go into a pipe."""
    page = Page()
    if one.text:
        page.text(one.text)
    return page


def standing(one: Introduction) -> list[str]:
    """Return how one hand-off stands, as it is said beside its text."""
    reason = f": {one.because}" if one.because else ""
    on = words.day_only(one.changed)
    return [
        f"Hand-off {one.id}: {pair(one)}, {one.state} on {on}{reason}.",
        *([] if one.text else ["No text was kept."]),
        *([_next(one)] if one.state in OPEN else []),
    ]


def _next(one: Introduction) -> str:
    if one.state == "asked":
        return f"Once it is a yes: netledger intros --outcome {one.id} agreed"
    if one.state == "made":
        return f"How it went: netledger intros --outcome {one.id} landed (or whiffed)"
    return f"Next: {make(one)}"


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
    shown: Sequence[Introduction],
    everything: Sequence[Introduction],
    today: date,
    contacts: int,
) -> Page:
    """Return hand-offs in a table, and how all of them fare; the ledger has so many contacts."""
    if not contacts:
        return nobody()
    page = Page()
    if not everything:
        page.line("No hand-off yet.")
        page.line(("netledger intro A B writes one.", "dim"))
        return page
    page.table([_list_row(one, today) for one in shown], "rlrf")
    if len(shown) < len(everything):
        page.line((f"{len(everything) - len(shown):,} more: without --limit.", "dim"))
    page.line()
    _fare(page, introductions.fare(everything))
    return page


def _list_row(one: Introduction, today: date) -> list[Cell]:
    reason = one.because or one.why
    return [
        (str(one.id), "dim"),
        (one.state, "accent" if one.state in OPEN else ""),
        words.ago(one.changed, today),
        [(pair(one), "strong" if one.state in OPEN else ""),
         (f": {reason}" if reason else "", "dim")],
    ]  # fmt: skip


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
        if fare.unsaid:
            reasons.append(f"no reason noted ({fare.unsaid})" if reasons else "no reason noted")
        page.line(("because ", "dim"), "; ".join(reasons))


def outcome_page(before: Introduction, after: Introduction) -> Page:
    """Return how a hand-off stands now."""
    page = Page()
    page.line(f"Hand-off {after.id}: ", (pair(after), "strong"), f", {after.state}.")
    if before == after:
        page.line(("That is how it stood.", "dim"))
    elif before.state not in OPEN:
        was = f"It was {before.state} since {words.day_only(before.changed)}"
        page.line((f"{was}; netledger undo takes this back.", "dim"))
    elif after.state == "landed" and before.state in ("asked", "agreed"):
        page.line((f"It was only {before.state} before; noted as made, too.", "dim"))
    if after.state in OPEN:
        page.line((_next(after), "dim"))
    elif after.state == "whiffed" and not after.because:
        page.line((f"If you know why: intros --outcome {after.id} whiffed --because TEXT", "dim"))
    return page
