"""Who is due, birthdays and promises as a calendar that other programs subscribe to or import.

All are events of a whole day, also promises: Google leaves tasks (VTODO) out when it imports,
khal and phones show none, and Thunderbird keeps them out of the calendar's view; a task beside
the event would show twice where both are known.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, date, datetime, timedelta
from typing import TYPE_CHECKING, Final, NamedTuple

from netledger.domain.model import Side
from netledger.domain.names import many_lines, one_line
from netledger.render import safe

if TYPE_CHECKING:
    from icalendar import Event

# A leap year, in which every birthday without a year finds its day.
_ANY_YEAR: Final = "2000"
_PRODUCT: Final = "-//netledger//netledger//EN"


class Due(NamedTuple):
    """A contact whom it is time to reach on the day `on`, and why."""

    contact_uid: str
    name: str
    on: date
    why: str


class Birthday(NamedTuple):
    """A contact's birthday: "YYYY-MM-DD", or "--MM-DD" where the year is not known."""

    contact_uid: str
    name: str
    day: str


class Promise(NamedTuple):
    """A promise between the user and `name`, to be kept `by` a day; "me": the user gave it."""

    uid: str
    name: str
    text: str
    by: date
    whose: Side


def calendar(
    due: Iterable[Due],
    birthdays: Iterable[Birthday],
    promises: Iterable[Promise],
    stamp: datetime,
) -> bytes:
    """Return one calendar of all that is given. `stamp` is when it is written, with its zone.

    The same facts and stamp give the same bytes; each event keeps its UID, so that a calendar that
    is imported again is brought up to date and not doubled. Raises ValueError on a birthday that
    is no day.
    """
    from icalendar import Calendar

    book = Calendar()
    book.add("prodid", _PRODUCT)
    book.add("version", "2.0")
    book.add("calscale", "GREGORIAN")
    book.add("x-wr-calname", "netledger")
    for one in due:
        summary = f"Get in touch with {one.name}"
        book.add_component(_event(f"due-{one.contact_uid}", one.on, summary, one.why, stamp))
    for birthday in birthdays:
        book.add_component(_birthday(birthday, stamp))
    for promise in promises:
        who = (
            f"You promised {promise.name}" if promise.whose == "me" else f"{promise.name} promised"
        )
        summary = f"{who}: {promise.text}"
        book.add_component(_event(f"promise-{promise.uid}", promise.by, summary, "", stamp))
    return bytes(book.to_ical(sorted=False))


def _birthday(one: Birthday, stamp: datetime) -> Event:
    yearless = one.day.startswith("--")
    day = date.fromisoformat(f"{_ANY_YEAR}{one.day[1:]}" if yearless else one.day)
    about = "" if yearless else f"Born in {day.year}"
    event = _event(f"birthday-{one.contact_uid}", day, f"Birthday: {one.name}", about, stamp)
    rule: dict[str, str | int] = {"freq": "yearly"}
    if (day.month, day.day) == (2, 29):
        # Plainly yearly, it would be shown in leap years only.
        rule |= {"bymonth": 2, "bymonthday": -1}
    event.add("rrule", rule)
    return event


def _event(uid: str, day: date, summary: str, about: str, stamp: datetime) -> Event:
    """Return an event of one whole day, private, at which one is free."""
    from icalendar import Event

    event = Event()
    event.add("uid", f"{_plain(uid)}@netledger")
    event.add("dtstamp", stamp.astimezone(UTC))
    event.add("dtstart", day)
    if day < date.max:
        event.add("dtend", day + timedelta(days=1))
    event.add("summary", _plain(summary))
    if told := many_lines(about):
        event.add("description", "\n".join(safe.lines(told)))
    event.add("transp", "TRANSPARENT")
    event.add("class", "PRIVATE")
    return event


def _plain(text: str) -> str:
    """Return text as one line without anything that a calendar's lines may not hold."""
    return safe.line(one_line(text))
