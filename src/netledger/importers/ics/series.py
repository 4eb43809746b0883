"""The instances of an event: of a series those of its rule, as single events change them."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Final, NamedTuple

from netledger.importers.ics.event import Event, Moment

_YEARS_AHEAD: Final = 30  # of a series without an end, where nobody said until when
_MOST: Final = 4_000  # instances of a series that are yielded: the latest
_RULE: Final = re.compile(r"(?i)[A-Z0-9=;,+-]{1,500}")
_WITHIN_A_DAY: Final = re.compile(
    r"(?i)FREQ=(?:SECOND|MINUTE|HOUR)LY|INTERVAL=0*(?![0-9])|BY(?:HOUR|MINUTE|SECOND)=\d*,"
)
_UNTIL: Final = re.compile(r"(?i);?\bUNTIL=([0-9]{8}(?:T[0-9]{6}Z?)?)")
_CYCLE: Final = 400
_LAST_YEAR: Final = 9_999
_LAST_DAY: Final = date(2230, 12, 31)
_ERRORS: Final = (ValueError, TypeError, LookupError, AttributeError, OverflowError)


class Instance(NamedTuple):
    """One time at which an event takes place. `key` holds where a series first put it."""

    event: Event
    on: Moment
    key: str


def mark(moment: Moment) -> str:
    """Return the text that is the same for the same moment in any zone, or for the same day."""
    if not isinstance(moment, datetime):
        return moment.isoformat()
    if moment.tzinfo is None:
        # As it stands: in which zone it is read must not make it another instance.
        return f"{moment:%Y-%m-%dT%H:%M:%S}"
    return f"{moment.astimezone(UTC):%Y-%m-%dT%H:%M:%SZ}"


def newest(events: Iterable[Event]) -> list[Event]:
    """Return the events of one UID, each instance or series in its newest version."""
    found: dict[str, Event] = {}
    for event in events:
        place = mark(event.instead_of) if event.instead_of else ""
        if place not in found or event.rank >= found[place].rank:
            found[place] = event
    return list(found.values())


def instances(events: list[Event], until: date | None) -> Iterator[Instance]:
    """Yield the instances of the `newest` events of one UID, none after the day `until`.

    Raises ValueError where a series' rule can't be followed, after its first instance.
    """
    changes = sorted(
        (event for event in events if event.instead_of is not None),
        key=lambda event: mark(event.instead_of or event.start),
    )
    replaced = {mark(event.instead_of or event.start) for event in changes}
    for event in changes:
        if _is_by(event.start, until):
            yield Instance(event, event.start, _key(event, event.instead_of or event.start))
    onward = [event for event in changes if event.and_after]
    for event in events:
        if event.instead_of is not None:
            continue
        for start in _starts(event, until):
            if mark(start) in replaced or _day(start).isoformat() in replaced:
                continue
            holds, on = _as_changed(event, start, onward)
            if _is_by(on, until):
                yield Instance(holds, on, _key(event, start))


def _key(event: Event, start: Moment) -> str:
    return f"{event.uid}#{mark(start)}"


def _day(moment: Moment) -> date:
    return moment.date() if isinstance(moment, datetime) else moment


def _is_by(moment: Moment, until: date | None) -> bool:
    """Say whether a moment is not after the local day `until`."""
    day = _day(moment)
    if until is None or day < until - timedelta(days=1):
        return True
    if isinstance(moment, datetime) and moment.tzinfo and day <= until + timedelta(days=1):
        day = moment.astimezone().date()
    return day <= until


def _as_changed(event: Event, start: Moment, onward: list[Event]) -> tuple[Event, Moment]:
    """Return what holds for an instance, and when, after changes to it and all that follow."""
    for change in reversed(onward):
        first = change.instead_of or change.start
        if mark(first) <= mark(start):
            same = type(first) is type(start) is type(change.start)
            return change, start + (_wall(change.start) - _wall(first)) if same else start
    return event, start


def _wall(moment: Moment) -> datetime:
    """Return a moment as clocks show it."""
    if isinstance(moment, datetime):
        return moment.replace(tzinfo=None)
    return datetime.combine(moment, time())


def _starts(event: Event, until: date | None) -> Iterator[Moment]:
    """Yield when an event takes place by its rule, its further days and its exceptions."""
    never = {mark(moment) for moment in event.never}
    ruled: Iterable[Moment] = ()
    problem: ValueError | None = None
    if event.rule:
        try:
            ruled = _by_rule(event.start, event.rule, until)
        except ValueError as error:
            problem = error
    for name, start in {mark(start): start for start in (event.start, *ruled, *event.also)}.items():
        # Some write the exceptions of a series of times as days.
        if name not in never and _day(start).isoformat() not in never:
            yield start
    if problem:
        raise problem


def _by_rule(start: Moment, rule: str, until: date | None) -> Iterable[Moment]:
    """Return the latest instances of a rule up to the day `until`.

    Raises ValueError where the rule is none that meetings follow.
    """
    from dateutil.rrule import rrulestr

    if not _RULE.fullmatch(rule) or _WITHIN_A_DAY.search(rule):
        raise ValueError("it repeats in a way that meetings do not: taken for one event")
    last_stated = _last(rule)
    ends = [until or start.replace(year=start.year + _YEARS_AHEAD, day=1), _LAST_DAY]
    end = min(_day(one) for one in (*ends, *((last_stated,) if last_stated else ())))
    # A day of slack: the rule's end may be told in another zone.
    end += timedelta(days=1)
    # The calendar repeats every 400 years. Near the last year that is known, a rule that fits no
    # day at all is soon at its end; from here it would be searched for eight thousand years.
    shift = (_LAST_YEAR - max(end.year, start.year)) // _CYCLE * _CYCLE
    first = _wall(start)
    first = first.replace(year=first.year + shift)
    last = datetime.combine(end.replace(year=end.year + shift), time.max)
    kept: deque[Moment] = deque(maxlen=_MOST)
    try:
        for found in rrulestr(_UNTIL.sub("", rule).strip(";"), dtstart=first):
            if found > last:
                break
            moment = _like(start, found.replace(year=found.year - shift))
            if last_stated is None or _not_after(moment, last_stated):
                kept.append(moment)
    except _ERRORS as error:
        raise ValueError(
            f"its rule {rule[:60]!r} can't be followed: taken for one event"
        ) from error
    return kept


def _last(rule: str) -> Moment | None:
    """Return the last moment or day of a rule that names one; one that can't be is none."""
    found = _UNTIL.search(rule)
    if found is None:
        return None
    day, _, clock = found[1].upper().partition("T")
    try:
        if not clock:
            return date.fromisoformat(day)
        zone = UTC if clock.endswith("Z") else None
        return datetime.strptime(f"{day}{clock[:6]}", "%Y%m%d%H%M%S").replace(tzinfo=zone)
    except ValueError:
        return None


def _not_after(moment: Moment, last: Moment) -> bool:
    if not isinstance(moment, datetime) or not isinstance(last, datetime):
        return _day(moment) <= _day(last)
    if moment.tzinfo is None or last.tzinfo is None:
        return _wall(moment) <= _wall(last)
    return moment <= last


def _like(start: Moment, wall: datetime) -> Moment:
    """Return the time on the clock as what `start` is: a moment of its zone, or a day."""
    return wall.replace(tzinfo=start.tzinfo) if isinstance(start, datetime) else wall.date()
