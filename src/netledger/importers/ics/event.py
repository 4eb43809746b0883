"""One event of a calendar, read: when, with whom, and what it says of both."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from typing import Any, Final

from netledger.domain.model import Channel
from netledger.domain.names import fold, mailbox_key, one_line
from netledger.importers.addresses import address, display_name
from netledger.importers.ics.blocks import Block
from netledger.importers.ics.channel import channel
from netledger.importers.ics.zones import Zones

Moment = datetime | date

_YEARS: Final = range(1900, 2201)
_MOST_MINUTES: Final = 10_080
_MOST_TEXT: Final = 1_000
_MOST_PEOPLE: Final = 200  # of whom more is kept than ever counts
_LINKS: Final = ("URL", "CONFERENCE", "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL")
_CONTROLS: Final = re.compile("[\0-\x08\x0b-\x1f\x7f]")
# A line with quotes inside a name or with a parameter that is none.
_LOOSE: Final = re.compile(r"(?i)([a-z0-9-]+)(?:;(.*?))?:(mailto:.*|[^:]*)")
_SCHEME: Final = re.compile(r"(?i)\bmailto\b:?")
_QUOTES: Final = "'\"“”‘’"
# What icalendar raises on lines and values that are none.
_ERRORS: Final = (ValueError, TypeError, LookupError, AttributeError, AssertionError, OverflowError)

Lines = Mapping[str, list[tuple[Mapping[str, Any], str]]]


@dataclass(frozen=True, slots=True)
class Guest:
    """Somebody who is invited, or who invites. `status` and `kind` as the file has them."""

    name: str
    email: str | None
    phone: str | None
    status: str
    kind: str

    @property
    def key(self) -> str:
        """Return what makes two mentions the same guest."""
        return mailbox_key(self.email) if self.email else self.phone or fold(self.name)


@dataclass(frozen=True, slots=True)
class Event:
    """One event, one series, or what replaces an instance of a series (`instead_of`).

    A moment is a datetime with its zone, a datetime without one where the file names none that
    is known (the user's own is meant), or a date.
    """

    record: str
    uid: str
    start: Moment
    minutes: int | None = None
    rule: str | None = None
    also: tuple[Moment, ...] = ()
    never: tuple[Moment, ...] = ()
    instead_of: Moment | None = None
    and_after: bool = False
    rank: tuple[int, str] = (0, "")
    cancelled: bool = False
    free: bool = False
    summary: str = ""
    channel: Channel = "meet"
    organizer: Guest | None = None
    guests: tuple[Guest, ...] = ()
    unknown_zones: frozenset[str] = field(default=frozenset(), compare=False)


def read(block: Block, zones: Zones) -> Event:
    """Return the event in `block`. Raises ValueError where it says no day that can be."""
    lines = _parsed(block.lines)
    reader = _Moments(zones, block.zone)
    start = reader.one(lines, "DTSTART")
    if start is None:
        raise ValueError("it does not say when it begins")
    summary = one_line(_text(lines, "SUMMARY"))[:_MOST_TEXT]
    organizers = _guests(lines.get("ORGANIZER", []))
    return Event(
        record=block.record,
        uid=one_line(_text(lines, "UID")) or f"no uid, {summary}",
        start=start,
        minutes=_minutes(lines, start, reader),
        rule=_text(lines, "RRULE") or None,
        also=reader.several(lines, "RDATE"),
        never=reader.several(lines, "EXDATE"),
        instead_of=reader.one(lines, "RECURRENCE-ID"),
        and_after=any("RANGE" in parameters for parameters, _ in lines.get("RECURRENCE-ID", [])),
        rank=_rank(lines),
        cancelled=_text(lines, "STATUS").upper() == "CANCELLED" or block.method == "CANCEL",
        free=_text(lines, "TRANSP").upper() == "TRANSPARENT",
        summary=summary,
        channel=channel(
            summary,
            one_line(_text(lines, "LOCATION"))[:_MOST_TEXT],
            [value[:_MOST_TEXT] for name in _LINKS for _, value in lines.get(name, [])],
            _text(lines, "DESCRIPTION"),
        ),
        organizer=organizers[0] if organizers else None,
        guests=_guests(lines.get("ATTENDEE", [])),
        unknown_zones=frozenset(reader.unknown),
    )


def _parsed(block: list[str]) -> Lines:
    """Return the values of an event by property; a line that is none is left out."""
    from icalendar.parser import Contentline

    found: dict[str, list[tuple[Mapping[str, Any], str]]] = {}
    parameters: Mapping[str, Any]
    for text in block:
        line = _CONTROLS.sub("", text)
        try:
            name, parameters, value = Contentline(line).parts()  # type: ignore[no-untyped-call]
        except _ERRORS:
            match = _LOOSE.fullmatch(line)
            if match is None:
                continue
            name, parameters, value = match[1], _loosely(match[2] or ""), match[3]
        found.setdefault(name.upper(), []).append((parameters, str(value)))
    return found


def _loosely(text: str) -> dict[str, str]:
    """Return the parameters in text that the library refuses: whoever declined must stay so."""
    pairs = (part.partition("=") for part in text.split(";"))
    return {name.strip().upper(): value.replace('"', "") for name, _, value in pairs}


def _text(lines: Lines, name: str) -> str:
    values = lines.get(name)
    return values[0][1].strip() if values else ""


class _Moments:
    """Reads days and moments; `unknown` are the names of zones that nobody knows."""

    def __init__(self, zones: Zones, default: str | None) -> None:
        self._zones = zones
        self._default = default
        self.unknown: set[str] = set()

    def one(self, lines: Lines, name: str) -> Moment | None:
        """Return the first value of a property, None where there is none.

        Raises ValueError if it can't be read.
        """
        for parameters, value in lines.get(name, []):
            return self._moment(parameters, value.strip())
        return None

    def several(self, lines: Lines, name: str) -> tuple[Moment, ...]:
        """Return all readable values of a property; of a period, its begin."""
        found = []
        for parameters, values in lines.get(name, []):
            for value in values.split(","):
                try:
                    found.append(self._moment(parameters, value.partition("/")[0].strip()))
                except ValueError:
                    continue
        return tuple(found)

    def _moment(self, parameters: Mapping[str, Any], value: str) -> Moment:
        from icalendar.prop import vDDDTypes

        try:
            moment = vDDDTypes.from_ical(value)  # type: ignore[no-untyped-call]
        except _ERRORS as error:
            raise ValueError(f"{value[:40]!r} is no day or time that can be") from error
        if not isinstance(moment, date) or moment.year not in _YEARS:
            raise ValueError(f"{value[:40]!r} is no day or time that can be")
        if not isinstance(moment, datetime) or moment.tzinfo is not None:
            return moment
        return moment.replace(tzinfo=self._zone(str(parameters.get("TZID", ""))))

    def _zone(self, name: str) -> Any:
        if name and (zone := self._zones.zone(name)):
            return zone
        if name:
            self.unknown.add(one_line(name)[:40])
        return self._zones.zone(self._default) if self._default else None


def minutes_between(start: Moment, end: Moment) -> int | None:
    """Return the minutes from `start` to `end` where that is more than 0 and up to a week."""
    if not isinstance(start, datetime) or not isinstance(end, datetime):
        return None
    if start.tzinfo and end.tzinfo:
        # Two times of one zone are subtracted as the clocks show them, also across a change.
        start, end = start.astimezone(UTC), end.astimezone(UTC)
    span = end.replace(tzinfo=None) - start.replace(tzinfo=None)
    minutes = round(span / timedelta(minutes=1))
    return minutes if 1 <= minutes <= _MOST_MINUTES else None


def _minutes(lines: Lines, start: Moment, reader: _Moments) -> int | None:
    """Return how long an event lasts. Of one that is all day long nobody knows that."""
    try:
        end = reader.one(lines, "DTEND")
        if end is None and isinstance(start, datetime):
            from icalendar.prop import vDuration

            duration = vDuration.from_ical(_text(lines, "DURATION"))  # type: ignore[no-untyped-call]
            end = start + duration if isinstance(duration, timedelta) else None
        return None if end is None else minutes_between(start, end)
    except _ERRORS:
        return None


def _rank(lines: Lines) -> tuple[int, str]:
    """Return what orders the versions of an event, the newest last."""
    number = _text(lines, "SEQUENCE")
    known = number.isascii() and number.isdigit() and len(number) < 10
    return (int(number) if known else 0, _text(lines, "DTSTAMP"))


def _guests(values: list[tuple[Mapping[str, Any], str]]) -> tuple[Guest, ...]:
    """Return the guests among `values`, each once."""
    found: dict[str, Guest] = {}
    for parameters, value in values[:_MOST_PEOPLE]:
        guest = _guest(parameters, value)
        if guest.name:
            found.setdefault(guest.key, guest)
    return tuple(found.values())


def _guest(parameters: Mapping[str, Any], value: str) -> Guest:
    # A name that nobody quoted takes the scheme for its own where it holds one.
    email = address(_SCHEME.split(value)[-1]) or address(_parameter(parameters, "EMAIL"))
    name = one_line(_SCHEME.sub("", _parameter(parameters, "CN"))).strip(_QUOTES).strip()
    called = address(name)
    phone = value[4:].strip() if value[:4].lower() == "tel:" else None
    return Guest(
        name=called or display_name(name) or email or phone or "",
        email=email or called,
        phone=one_line(phone) or None if phone else None,
        status=_parameter(parameters, "PARTSTAT").strip().upper(),
        kind=_parameter(parameters, "CUTYPE").strip().upper(),
    )


def _parameter(parameters: Mapping[str, Any], name: str) -> str:
    """Return a parameter; a name with a comma that nobody quoted comes in pieces."""
    value = parameters.get(name, "")
    return ", ".join(str(part).strip() for part in value) if isinstance(value, list) else str(value)
