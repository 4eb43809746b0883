"""brief: one screen before a meeting, or before each of today's."""

from __future__ import annotations

import shlex
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, NamedTuple

from netledger.cli import session
from netledger.cli.look import card_of
from netledger.domain import brief, names
from netledger.errors import UsageError
from netledger.ledger import brief as reading
from netledger.ledger import find
from netledger.ledger.connection import Ledger
from netledger.render import brief as render
from netledger.render import words
from netledger.render.page import Page

if TYPE_CHECKING:
    import typer

    from netledger.cli import options
    from netledger.importers.drafts import Meeting, Party


def brief_(
    who: Annotated[
        str | None,
        typer.Argument(
            metavar="[WHO]",
            help="Whom you are about to meet.",
            autocompletion=options.complete_who,
            show_default=False,
        ),
    ] = None,
    today: Annotated[
        Path | None,
        typer.Option(
            "--today",
            metavar="FILE.ics",
            help="Instead: everyone in today's meetings of this calendar.",
            show_default=False,
        ),
    ] = None,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
) -> None:
    """Before a meeting, one screen: who, last talks, promises, what each brings, what to ask.

    Example: netledger brief ada
    """
    if (who is None) == (today is None):
        raise UsageError(
            "A brief is of WHO, or of everyone in a calendar today.",
            "Example: netledger brief ada, or netledger brief --today calendar.ics",
        )
    with session.opened(as_of) as ledger:
        if today is not None:
            _of_the_day(ledger, session.path(today), as_json)
            return
        shown = _brief(ledger, find.one(ledger.conn, who or ""))
        session.answer(as_json, lambda: render.document(shown), lambda: render.page(shown))


def _brief(ledger: Ledger, hit: find.Hit) -> render.Brief:
    conn, today = ledger.conn, ledger.today
    card = card_of(ledger, hit)
    contact = card.contact
    told = brief.told(card.entries)
    offers = _parts(session.settings().me_offers)
    return render.Brief(
        card=card,
        told=told,
        offers=offers,
        fits=brief.fits(offers, contact.seeks),
        birthday=brief.birthday(contact, today),
        shared=reading.shared(conn, contact.head, today),
        hand_offs=reading.open_hand_offs(conn, hit.id, today),
        asks=brief.asks(contact, card.standing, told.talks, card.promises, today),
    )


def _parts(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


class _Meeting(NamedTuple):
    """One of today's meetings: a brief for each who is known, a line for each who is not."""

    on: datetime | date
    summary: str
    briefs: list[render.Brief]
    unknown: list[str]


def _of_the_day(ledger: Ledger, calendar: Path, as_json: bool) -> None:
    day = [_prepared(ledger, one) for one in _meetings(ledger, calendar)]
    day.sort(key=lambda one: render.clock(one.on))
    if as_json:
        for line in dict.fromkeys(line for one in day for line in one.unknown):
            session.say(line)

    def document() -> list[dict[str, Any]]:
        return [
            {**render.document(shown), "meeting": {"at": one.on, "summary": one.summary}}
            for one in day
            for shown in one.briefs
        ]

    def page() -> Page:
        page = Page()
        told: dict[int, datetime | date] = {}  # who was told of, and at which meeting
        if not day:
            page.line(f"No meeting with anybody on {words.headline(ledger.today)}.")
        for place, one in enumerate(day):
            if place:
                page.line()
            page.line((render.clock(one.on) or "all day", "accent"), f"  {one.summary}")
            for shown in one.briefs:
                page.line()
                head = shown.card.contact.head
                if head.id in told:
                    at = render.clock(told[head.id]) or "all day"
                    page.line((head.name, "title"), (f"  {head.id}", "dim"), f" · told above, {at}")
                    continue
                told[head.id] = one.on
                render.page(shown, page)
            if one.unknown:
                page.line()
            for line in one.unknown:
                page.line((line, "warn"), indent=2)
        return page

    session.answer(as_json, document, page)


def _prepared(ledger: Ledger, meeting: Meeting) -> _Meeting:
    met: dict[int, find.Hit] = {}
    unknown = []
    for party in meeting.who:
        hits = reading.attendee(ledger.conn, party.name, party.email)
        if len(hits) == 1:
            met[hits[0].id] = hits[0]
        else:
            unknown.append(_unknown(party, hits))
    on = meeting.on.astimezone() if isinstance(meeting.on, datetime) else meeting.on
    briefs = [_brief(ledger, hit) for hit in met.values()]
    return _Meeting(on, meeting.text or "", briefs, unknown)


def _unknown(party: Party, hits: Sequence[find.Hit]) -> str:
    """Return whom a calendar names, and what makes a contact of them or says who is meant."""
    name = party.name or party.email or "Somebody"
    if hits:
        ids = names.joined([str(hit.id) for hit in hits])
        return f"{name} may be any of {ids}: netledger brief {hits[0].id}"
    # Quoted for the shell: the calendar's words are not to be run.
    words_ = ["netledger", "add", name, *(["--email", party.email] if party.email else [])]
    return f"{name} is not in the ledger: {shlex.join(words_)}"


def _meetings(ledger: Ledger, calendar: Path) -> list[Meeting]:
    """Return today's meetings of a calendar; what could not be read is said."""
    from netledger.importers import importer
    from netledger.importers.drafts import Asked, Meeting, Notice, Owner

    settings = session.settings()
    owner = Owner(
        names=_parts(settings.me_name),
        emails=_parts(settings.me_email),
        urls=_parts(settings.me_url),
    )
    found: list[Meeting] = []
    notices: list[Notice] = []
    for draft in importer("ics").extract(calendar, Asked(owner, until=ledger.today, anyone=True)):
        if isinstance(draft, Meeting) and _day(draft.on) == ledger.today:
            found.append(draft)
        elif isinstance(draft, Notice):
            notices.append(draft)
    for notice in notices:
        # What was left out of other days matters only where today came out empty; who the user
        # is taken for, always.
        if notice.skipped or not found or not owner.emails:
            session.say(f"{notice.record}: {notice.why}" if notice.record else notice.why)
    return found


def _day(on: datetime | date) -> date:
    return on.astimezone().date() if isinstance(on, datetime) else on
