"""Calendars (.ics): a file, standard input, a folder of calendars or events, an export's zip."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping
from datetime import date
from pathlib import Path
from typing import Final

from netledger.domain.names import mailbox_key
from netledger.errors import NetledgerError
from netledger.importers.addresses import address, own_addresses
from netledger.importers.archive import File, UnreadableError, any_fits, gathered, left_out
from netledger.importers.drafts import Asked, Draft, Importer, Meeting, Notice
from netledger.importers.ics.blocks import Contents, contents, looks_like_calendar
from netledger.importers.ics.event import Event, Moment, read
from netledger.importers.ics.people import MOST_OTHERS, Judged, Me, Verdict, addresses, judge
from netledger.importers.ics.series import instances, newest
from netledger.importers.ics.zones import Zones

_ENDING: Final = (".ics",)
_ANSWERS: Final = frozenset({"REPLY", "COUNTER", "DECLINECOUNTER", "REFRESH"})
_LOOKED_AT: Final = 5  # files of a folder that are looked at to know it for a calendar
_WHY: Final[dict[Verdict, tuple[str, str]]] = {
    "alone": ("1 event names nobody but you", "{} events name nobody but you"),
    "called off": (
        "1 event was cancelled or declined: nobody is credited",
        "{} events were cancelled or declined: nobody is credited",
    ),
    "no time taken": (
        "1 event is a birthday or marked as free time: nobody is credited",
        "{} events are birthdays or marked as free time: nobody is credited",
    ),
    "crowd": (
        f"1 event has more than {MOST_OTHERS} others: nobody is credited",
        f"{{}} events have more than {MOST_OTHERS} others: nobody is credited",
    ),
    "not mine": (
        "1 event of others names none of your addresses; add yours to me.email if it is missing",
        "{} events of others name none of your addresses; add yours to me.email if one is missing",
    ),
    "unanswered": (
        "1 invitation by somebody you never met here was not answered: nobody is credited",
        "{} invitations by people you never met here were not answered: nobody is credited",
    ),
}


class _Ics:
    name = "ics"

    def identify(self, path: Path) -> bool:
        """Say whether `path` is a calendar, or a folder or zip of them."""
        try:
            with gathered(path, _ENDING) as source:
                return any_fits(source.files[:_LOOKED_AT], _is_calendar)
        except (NetledgerError, OSError):
            return False

    def extract(self, path: Path, asked: Asked) -> Iterator[Draft]:
        """Yield the meetings in the calendars, none after the day that was asked for."""
        with gathered(path, _ENDING) as source:
            if not source.files:
                raise NetledgerError(
                    f"There is no calendar in {path.name or path}.",
                    "It should hold files that end in .ics.",
                )
            books = _Books(source.files, source.single)
            where = source.files[0].name if source.single else path.name or str(path)
            own = _own(books, asked, where)
            if own is None:
                yield from _remarks(books, Counter())
                return
            mine, remark = own
            if remark:
                yield remark
            yield from _Calendar(Me(mine, asked.owner), asked.until).drafts(books)


ICS: Final[Importer] = _Ics()


def _is_calendar(file: File) -> bool:
    with file.open() as stream:
        return looks_like_calendar(stream)


class _Books:
    """The files of a calendar, read one at a time, as often as one goes through them."""

    def __init__(self, files: tuple[File, ...], single: bool) -> None:
        self._files = files
        self._single = single
        self._unread: NetledgerError | None = None
        self.notices: list[Notice] = []
        self.alone = 0

    def __iter__(self) -> Iterator[tuple[Contents, list[Event]]]:
        self.notices, self.alone = [], 0
        readable = False
        zones: set[str] = set()
        for file in self._files:
            found = self._contents(file)
            if found is None:
                continue
            readable = True
            events = list(self._events(found))
            self.alone += found.alone
            for name in sorted({name for event in events for name in event.unknown_zones} - zones):
                why = (
                    f"the time zone {name!r} is not known: its times are taken as they are written"
                )
                self.notices.append(Notice(file.name, why, skipped=False))
                zones.add(name)
            yield found, events
        if not readable and self._unread:
            raise self._unread

    def _contents(self, file: File) -> Contents | None:
        """Return what a file holds; a file that is no calendar stops only if it is the only one."""
        try:
            found = contents(file)
            if not found.calendar:
                raise UnreadableError(
                    file.name, "is no calendar", "A calendar begins with BEGIN:VCALENDAR."
                )
        except NetledgerError as error:
            if self._single:
                raise
            self._unread = error
            self.notices.append(left_out(file.name, error))
            return None
        self.notices += found.notices
        return found

    def _events(self, found: Contents) -> Iterator[Event]:
        zones = Zones(found.zones)
        for block in found.blocks:
            if block.method in _ANSWERS:
                continue
            try:
                yield read(block, zones)
            except ValueError as error:
                self.notices.append(Notice(block.record, str(error)))


def _own(books: _Books, asked: Asked, where: str) -> tuple[frozenset[str], Notice | None] | None:
    """Return the keys of the user's addresses, and a remark if they were found and not told.

    None where no event names anybody, so that nobody has to be told apart from the user. Some
    calendars are called by the address of their account. Raises NetledgerError if it can't be told.
    """
    if asked.owner.emails:
        return own_addresses(asked.owner, (), where), None
    calendars: set[str] = set()
    named: list[frozenset[str]] = []
    for found, events in books:
        calendars |= {mailbox_key(one) for name in found.names if (one := address(name))}
        named += [frozenset(map(mailbox_key, addresses(event))) for event in events]
    named = [one for one in named if one]
    if not named:
        return None
    calendars &= frozenset().union(*named)
    try:
        mine = own_addresses(asked.owner, [calendars] if len(calendars) == 1 else named, where)
    except NetledgerError:
        if not asked.anyone:
            raise
        why = "it does not show which address is yours, so all are told of: set me.email"
        return frozenset(), Notice(where, why, skipped=False)
    why = f"you are taken to be {min(mine)}, whose calendar this is; if not, set me.email"
    return mine, Notice("", why, skipped=False)


class _Calendar:
    """Turns events into meetings.

    An invitation that the user left without an answer waits until all is read: whether its
    sender is somebody the user meets shows in the other events.
    """

    def __init__(self, me: Me, until: date | None) -> None:
        self._me = me
        self._until = until
        self._left_out: Counter[Verdict] = Counter()
        self._met: set[str] = set()
        self._waiting: list[list[Event]] = []
        self._problems: list[Notice] = []

    def drafts(self, books: _Books) -> Iterator[Draft]:
        """Yield the meetings, then what was left out."""
        for _, events in books:
            for group in _by_uid(events):
                yield from self._sure(group)
        for group in self._waiting:
            yield from self._unanswered(group)
        yield from self._problems
        yield from _remarks(books, self._left_out)

    def _sure(self, group: list[Event]) -> Iterator[Meeting]:
        counted: dict[str, Judged] = {}
        waits = False
        for event in group:
            one = judge(event, self._me)
            if one.verdict == "counts":
                counted[event.record] = one
                self._met |= one.keys
            elif one.verdict == "unanswered":
                waits = True
            else:
                self._left_out[one.verdict] += 1
        if waits:
            self._waiting.append(group)
        yield from self._meetings(group, counted)

    def _unanswered(self, group: list[Event]) -> Iterator[Meeting]:
        counted: dict[str, Judged] = {}
        for event in group:
            one = judge(event, self._me)
            if one.verdict == "unanswered" and one.organizer in self._met:
                counted[event.record] = one
            elif one.verdict == "unanswered":
                self._left_out["unanswered"] += 1
        yield from self._meetings(group, counted)

    def _meetings(self, group: list[Event], counted: Mapping[str, Judged]) -> Iterator[Meeting]:
        if not counted:
            return
        try:
            for event, on, key in instances(group, self._until):
                if one := counted.get(event.record):
                    yield _meeting(event, on, key, one)
        except ValueError as error:
            self._problems.append(Notice(group[0].record, str(error), skipped=False))


def _by_uid(events: list[Event]) -> Iterator[list[Event]]:
    groups: dict[str, list[Event]] = {}
    for event in events:
        groups.setdefault(event.uid, []).append(event)
    for group in groups.values():
        yield newest(group)


def _meeting(event: Event, on: Moment, key: str, judged: Judged) -> Meeting:
    return Meeting(
        record=event.record,
        who=judged.who,
        key=key,
        on=on,
        channel=event.channel,
        side=judged.side,
        minutes=event.minutes,
        text=event.summary or None,
    )


def _remarks(books: _Books, left_out: Counter[Verdict]) -> Iterator[Notice]:
    """Yield what could not be read, and in one line each what was left out on purpose."""
    yield from books.notices
    times = left_out + Counter[Verdict]({"alone": books.alone})
    for verdict, (one, several) in _WHY.items():
        if count := times[verdict]:
            yield Notice("", one if count == 1 else several.format(f"{count:,}"), skipped=False)
