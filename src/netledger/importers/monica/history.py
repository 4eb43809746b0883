"""What happened between the user and Monica's contacts: activities, calls, conversations."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime, time, timedelta
from typing import Any, Final

from netledger.domain.model import Channel, Side
from netledger.importers.drafts import Draft, Exchange, Meeting, Notice
from netledger.importers.monica.people import Contact, Roster
from netledger.importers.monica.shape import line, moment, properties, records, text, true

_LONGEST_TEXT: Final = 280
_NO_DAY: Final = "no day that can be read"


def history(roster: Roster, account: dict[str, Any]) -> Iterator[Draft]:
    """Yield the activities with all who took part, then each contact's calls and conversations."""
    yield from _activities(roster, account)
    for contact in roster.contacts:
        yield from _calls(roster, contact)
        yield from _conversations(roster, contact)


def _activities(roster: Roster, account: dict[str, Any]) -> Iterator[Draft]:
    took_part: dict[str, dict[str, Contact]] = {}
    for contact in roster.contacts:
        for told in records(contact.record, "activity"):
            uuid = line(properties(told).get("uuid")) or line(told)
            took_part.setdefault(uuid, {})[contact.where] = contact
    for number, activity in enumerate(records(account, "activity"), start=1):
        record = f"{roster.file} activity {number}"
        says = properties(activity)
        uuid, on = line(says.get("uuid")), moment(says.get("happened_at"))
        people = took_part.get(uuid, {}) if uuid else {}
        if on is None:
            yield Notice(record, _NO_DAY)
        elif not people:
            yield Notice(record, "nobody who is a contact here took part")
        else:
            told = [line(says.get("summary")), text(says.get("description"))]
            yield Meeting(
                record=record,
                who=tuple(roster.party(contact) for contact in people.values()),
                key=f"monica:{uuid}",
                on=on,
                text="\n".join(filter(None, told)) or None,
            )


def _calls(roster: Roster, contact: Contact) -> Iterator[Draft]:
    for number, call in enumerate(records(contact.record, "call"), start=1):
        record = f"{contact.where} call {number}"
        says = properties(call)
        on = moment(says.get("called_at"))
        if on is None:
            yield Notice(record, _NO_DAY)
            continue
        called = says.get("contact_called")
        uuid = line(says.get("uuid"))
        yield Meeting(
            record=record,
            who=(roster.party(contact),),
            key=f"monica:{uuid or f'{contact.uuid}:call:{on.isoformat()}'}",
            on=on,
            channel="call",
            side=None if called is None else _side(by_me=not true(called)),
            text=text(says.get("content")) or None,
        )


def _conversations(roster: Roster, contact: Contact) -> Iterator[Draft]:
    for number, conversation in enumerate(records(contact.record, "conversation"), start=1):
        record = f"{contact.where} conversation {number}"
        says = properties(conversation)
        happened = moment(says.get("happened_at"))
        uuid = line(says.get("uuid")) or f"{contact.uuid}:conversation:{happened}"
        mail = roster.channel_is_mail(says.get("contact_field_type"))
        channel: Channel = "email" if mail else "message"
        messages = records(conversation, "message")
        if not messages:
            yield Notice(record, "no message in it")
        for place, message in enumerate(messages):
            written = properties(message)
            at = moment(written.get("written_at")) or happened
            if at is None:
                yield Notice(f"{record} message {place + 1}", _NO_DAY)
                continue
            yield Exchange(
                record=f"{record} message {place + 1}",
                who=roster.party(contact),
                thread=f"monica:{uuid}",
                at=_timed(at, place),
                side=_side(by_me=true(written.get("written_by_me"))),
                text=_beginning(line(written.get("content"))) or None,
                channel=channel,
            )


def _side(*, by_me: bool) -> Side:
    return "me" if by_me else "them"


def _timed(at: datetime | date, place: int) -> datetime:
    """Return a moment as it is, and a mere day as its noon, without a zone.

    Messages of one day are a second apart, so that they stay several.
    """
    if isinstance(at, datetime):
        return at
    return datetime.combine(at, time(12)) + timedelta(seconds=place % 40_000)


def _beginning(content: str) -> str:
    if len(content) <= _LONGEST_TEXT:
        return content
    return f"{content[: _LONGEST_TEXT - 1].rstrip()}…"
