"""The calendar that is exported: read back to the same facts, and stable from day to day."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone
from itertools import islice

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st
from icalendar import Calendar, Event

from netledger.domain.names import many_lines, one_line
from netledger.exporters.ics import Birthday, Due, Promise, calendar

RULE = re.compile(r"RRULE:(\S+)")
STAMP = datetime(2026, 3, 16, 12, tzinfo=UTC)
DUE = Due("u1", "Mia Falk", date(2026, 3, 16), "last talk 90 days ago; usually 60")
BIRTHDAY = Birthday("u1", "Mia Falk", "1984-04-15")
PROMISE = Promise("p1", "Mia Falk", "send the book", date(2026, 3, 20), "me")


def events(content: bytes) -> list[Event]:
    return [one for one in Calendar.from_ical(content).walk("VEVENT") if isinstance(one, Event)]


def birthday(day: str) -> Event:
    (one,) = events(calendar([], [Birthday("u1", "Mia Falk", day)], [], STAMP))
    return one


def days(one: Event, years: int) -> list[str]:
    start = one.decoded("DTSTART")
    begin = datetime(start.year, start.month, start.day, tzinfo=UTC)
    rule = rrulestr(RULE.findall(one.to_ical().decode())[0], dtstart=begin)
    return [f"{day:%Y-%m-%d}" for day in islice(iter(rule), years)]


def test_all_three_kinds_are_events_of_one_whole_day() -> None:
    found = events(calendar([DUE], [BIRTHDAY], [PROMISE], STAMP))
    assert [(one["UID"], str(one["SUMMARY"]), one.decoded("DTSTART")) for one in found] == [
        ("due-u1@netledger", "Get in touch with Mia Falk", date(2026, 3, 16)),
        ("birthday-u1@netledger", "Birthday: Mia Falk", date(1984, 4, 15)),
        ("promise-p1@netledger", "You promised Mia Falk: send the book", date(2026, 3, 20)),
    ]
    for one in found:
        assert one.decoded("DTEND") == one.decoded("DTSTART") + timedelta(days=1)
        assert (one["TRANSP"], one["CLASS"]) == ("TRANSPARENT", "PRIVATE")
        assert one.decoded("DTSTAMP") == STAMP


def test_the_reason_stands_in_the_description() -> None:
    (one,) = events(calendar([DUE], [], [], STAMP))
    assert one["DESCRIPTION"] == DUE.why


def test_a_promise_says_whose_it_is() -> None:
    (one,) = events(calendar([], [], [PROMISE._replace(whose="them")], STAMP))
    assert one["SUMMARY"] == "Mia Falk promised: send the book"


def test_a_birthday_comes_every_year_from_the_year_of_birth_on() -> None:
    assert days(birthday("1984-04-15"), 3) == ["1984-04-15", "1985-04-15", "1986-04-15"]


def test_a_birthday_without_a_year_tells_no_age() -> None:
    one = birthday("--04-15")
    assert one.decoded("DTSTART").year == 2000
    assert "DESCRIPTION" not in one


@pytest.mark.parametrize("day", ["2000-02-29", "--02-29"])
def test_the_29_of_february_comes_once_every_year(day: str) -> None:
    assert days(birthday(day), 5) == [
        "2000-02-29", "2001-02-28", "2002-02-28", "2003-02-28", "2004-02-29",
    ]  # fmt: skip


@pytest.mark.parametrize("day", ["", "--13-01", "1984-02-30", "soon"])
def test_a_birthday_that_is_no_day_is_refused(day: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        birthday(day)


def test_the_last_day_of_all_has_no_day_after() -> None:
    (one,) = events(calendar([DUE._replace(on=date.max)], [], [], STAMP))
    assert "DTEND" not in one


def test_the_same_facts_at_the_same_time_are_the_same_bytes() -> None:
    once = calendar([DUE], [BIRTHDAY], [PROMISE], STAMP)
    elsewhere = STAMP.astimezone(timezone(timedelta(hours=9)))
    assert calendar([DUE], [BIRTHDAY], [PROMISE], elsewhere) == once


def test_an_empty_calendar_is_a_calendar() -> None:
    assert events(calendar([], [], [], STAMP)) == []


WORDS = st.text(
    st.characters(codec="utf-8") | st.sampled_from("\r\n\0\x1b\x85\u2028;,:\\\"'"), max_size=60
)


@settings(max_examples=80, deadline=None)
@given(WORDS, WORDS, WORDS)
def test_no_text_adds_a_line_and_lines_are_short(uid: str, name: str, text: str) -> None:
    content = calendar(
        [Due(uid, name, DUE.on, text)],
        [Birthday(uid, name, "--02-29")],
        [Promise(uid, name, text, DUE.on, "them")],
        STAMP,
    )
    *lines, rest = content.split(b"\r\n")
    assert rest == b""
    assert all(len(line) <= 75 and line.decode() for line in lines)
    assert not any(char in content.replace(b"\r\n", b"") for char in b"\r\n\0\x1b")
    assert [sorted(one) for one in events(content)] == [
        sorted({"UID", "DTSTAMP", "DTSTART", "DTEND", "SUMMARY", "TRANSP", "CLASS", *more})
        for more in (("DESCRIPTION",) if many_lines(text) else (), ("RRULE",), ())
    ]


@settings(max_examples=60, deadline=None)
@given(st.text(st.characters(categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=90))
def test_a_name_comes_back_as_it_is(name: str) -> None:
    (one,) = events(calendar([], [], [PROMISE._replace(text=f"x{name}x")], STAMP))
    assert str(one["SUMMARY"]) == f"You promised Mia Falk: {one_line(f'x{name}x')}"
