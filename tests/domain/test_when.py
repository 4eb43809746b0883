"""Days, spans and birthdays: what is understood, what is refused, and what always holds."""

from __future__ import annotations

import re
import time
from contextlib import suppress
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netledger.domain.when import (
    Towards,
    add_months,
    after_span,
    birthday_in,
    distance,
    leading_day,
    next_birthday,
    over_two_years,
    read_birthday,
    read_day,
    span_days,
    spoken,
    turning,
    two_years_before,
)
from netledger.errors import UsageError

TODAY = date(2026, 3, 18)  # a Wednesday

days = st.dates(date(1900, 1, 1), date(2200, 12, 31))
todays = st.dates(date(1950, 1, 1), date(2150, 12, 31))
both_ways = st.sampled_from(["past", "future"])
# Words of the grammar thrown together come nearer to a wrong reading than any text does.
WORDS = """
today now last next this fri Sunday may 29 feb 31 2026 2026-02-30 3 14. 14.3. a an two d w weeks
month year ago in on the of 9am 9:30 at tomorrow morning night 03/04/2026 99999 , 1y - -- 0
"""
jumbles = st.lists(st.sampled_from(WORDS.split()), max_size=5).map(" ".join)
texts = st.text() | jumbles


# Days towards the past.


@pytest.mark.parametrize(
    ("text", "day"),
    [
        # case 41
        ("last friday", "2026-03-13"),
        ("friday", "2026-03-13"),
        ("yesterday", "2026-03-17"),
        ("2 weeks ago", "2026-03-04"),
        ("a month ago", "2026-02-18"),
        ("31 Jan", "2026-01-31"),
        ("5 May", "2025-05-05"),
        # words
        ("today", "2026-03-18"),
        ("NOW", "2026-03-18"),
        ("tonight", "2026-03-18"),
        ("this morning", "2026-03-18"),
        ("last night", "2026-03-17"),
        ("  the day  before yesterday ", "2026-03-16"),
        # weekdays
        ("wed", "2026-03-18"),
        ("last wednesday", "2026-03-11"),
        ("Tues", "2026-03-17"),
        ("thu", "2026-03-12"),
        ("thurs", "2026-03-12"),
        ("last Sat", "2026-03-14"),
        ("on Sunday", "2026-03-15"),
        # counted from today
        ("last week", "2026-03-11"),
        ("last month", "2026-02-18"),
        ("last year", "2025-03-18"),
        ("three weeks ago", "2026-02-25"),
        ("a year ago", "2025-03-18"),
        ("3d ago", "2026-03-15"),
        ("2w ago", "2026-03-04"),
        ("0 days ago", "2026-03-18"),
        # dates
        ("2026-03-14", "2026-03-14"),
        ("2026-03-14T23:30", "2026-03-14"),
        ("2026-03-14T23:30:59.5+01:00", "2026-03-14"),
        ("2026-03-14T2330Z", "2026-03-14"),
        ("20260314", "2026-03-14"),
        ("14 Mar", "2026-03-14"),
        ("18 mar", "2026-03-18"),
        ("19 Mar", "2025-03-19"),
        ("14 March", "2026-03-14"),
        ("14th of March", "2026-03-14"),
        ("the 1st of Sept.", "2025-09-01"),
        ("Mar 14", "2026-03-14"),
        ("March 14th", "2026-03-14"),
        ("14 Mar 2025", "2025-03-14"),
        ("14-Mar-2025", "2025-03-14"),
        ("Mar 14, 2025", "2025-03-14"),
        ("14.03.2026", "2026-03-14"),
        ("14.3.", "2026-03-14"),
        ("Sat 14 Mar", "2026-03-14"),
        ("Saturday, March 14, 2026", "2026-03-14"),
        ("29 Feb", "2024-02-29"),
        # slashes that one reading alone fits
        ("13/04/2025", "2025-04-13"),
        ("04/13/2025", "2025-04-13"),
        ("03/03/2026", "2026-03-03"),
        # a time of day is left aside
        ("9am yesterday", "2026-03-17"),
        ("yesterday at 9", "2026-03-17"),
        ("yesterday, 9:30 pm", "2026-03-17"),
        ("friday evening", "2026-03-13"),
        ("14 Mar 09:30", "2026-03-14"),
        ("2026-03-14 23:30", "2026-03-14"),
    ],
)
def test_a_past_day_is_read(text: str, day: str) -> None:
    assert read_day(text, TODAY).isoformat() == day


@pytest.mark.parametrize(
    ("text", "today", "day"),
    [
        ("sun 9am", "2025-01-01", "2024-12-29"),
        ("a month ago", "2026-03-31", "2026-02-28"),
        ("a year ago", "2024-02-29", "2023-02-28"),
        ("29 Feb", "1904-02-01", None),  # the one before is of 1896
        ("29 Feb", "2103-01-01", "2096-02-29"),
    ],
)
def test_a_past_day_is_read_at_the_edges(text: str, today: str, day: str | None) -> None:
    if day is None:
        with pytest.raises(UsageError, match="1900 to 2200"):
            read_day(text, date.fromisoformat(today))
    else:
        assert read_day(text, date.fromisoformat(today)).isoformat() == day


UNREADABLE = [
    "",
    "   ",
    "may",
    "10",
    "9am",
    "14 at 9",
    "blursday",
    "2026-02-30",
    "2026-13-01",
    "2026-3-1",
    "31 feb",
    "Mar 32",
    "14 Mar 25",
    "March 2025",
    "a March",
    "14.3",
    "03/04/2026",
    "03/04",
    "13/14/2026",
    "this friday",
    "Fri 14 Mar 2026",
    "an hour ago",
    "3 hours ago",
    "am ago",
    "-3 days ago",
    "some weeks ago",
    "99999999999 weeks ago",
    "99999 weeks ago",
    "99999 years ago",
    "in 99999 months",
    "yesterday or so",
    "yesterday yesterday",
    "yesterday 25:00",
    "14 Mar 1250",
    "0000-01-01",
    "2201-01-01",
    "1899-12-31",
    "٣ weeks ago",
    "x" * 100_000,
    "9" * 100_000,
    " 9am" * 30_000,
]


@pytest.mark.parametrize("towards", ["past", "future"])
@pytest.mark.parametrize("text", UNREADABLE, ids=lambda text: text[:25])
def test_what_is_not_understood_is_refused_at_once(text: str, towards: Towards) -> None:
    start = time.perf_counter()
    with pytest.raises(UsageError) as refused:
        read_day(text, TODAY, towards)
    assert time.perf_counter() - start < 0.5
    assert re.search('".*"', refused.value.message)
    assert refused.value.hint
    assert len(refused.value.message) < 200


@pytest.mark.parametrize(
    "text", ["tomorrow", "next month", "next friday", "in 2 weeks", "19.3.2026"]
)
def test_a_day_to_come_is_no_past_day(text: str) -> None:
    with pytest.raises(UsageError, match="still to come"):
        read_day(text, TODAY)


def test_a_refusal_says_what_was_read_and_what_to_write() -> None:
    with pytest.raises(UsageError) as refused:
        read_day("tomorrow", TODAY)
    assert '"tomorrow" is Thu 19 Mar 2026, still to come' in refused.value.message
    with pytest.raises(UsageError) as refused:
        read_day("03/04/2026", TODAY)
    assert refused.value.message == '"03/04/2026" can mean two days'
    assert refused.value.hint == "write 2026-04-03 or 2026-03-04, or name the month: 3 Apr 2026"


@pytest.mark.parametrize("towards", ["past", "future"])
def test_the_examples_in_a_hint_work(towards: Towards) -> None:
    with pytest.raises(UsageError) as refused:
        read_day("blursday", TODAY, towards)
    examples = re.split(", | or ", (refused.value.hint or "").removeprefix("write it like "))
    assert len(examples) == 4
    for example in examples:
        read_day(example, TODAY, towards)


# Days towards the future.


@pytest.mark.parametrize(
    ("text", "day"),
    [
        ("next month", "2026-04-18"),  # case 41
        ("tomorrow", "2026-03-19"),
        ("tomorrow morning", "2026-03-19"),
        ("day after tomorrow", "2026-03-20"),
        ("today", "2026-03-18"),
        ("friday", "2026-03-20"),
        ("wed", "2026-03-25"),
        ("next wednesday", "2026-03-25"),
        ("next friday", "2026-03-20"),
        ("tue", "2026-03-24"),
        ("next week", "2026-03-25"),
        ("next year", "2027-03-18"),
        ("in 2 weeks", "2026-04-01"),
        ("in a month", "2026-04-18"),
        ("in twelve days", "2026-03-30"),
        ("in 10d", "2026-03-28"),
        ("18 Mar", "2026-03-18"),
        ("17 Mar", "2027-03-17"),
        ("14.3.", "2027-03-14"),
        ("29 Feb", "2028-02-29"),
        # past days are fine where they are said to be
        ("yesterday", "2026-03-17"),
        ("last friday", "2026-03-13"),
        ("2026-03-14", "2026-03-14"),
        ("14 Mar 2025", "2025-03-14"),
    ],
)
def test_a_day_to_come_is_read(text: str, day: str) -> None:
    assert read_day(text, TODAY, "future").isoformat() == day


# What holds for every text and day.


@given(texts, todays)
def test_no_text_is_read_as_a_day_to_come_where_a_past_day_is_asked_for(
    text: str, today: date
) -> None:
    with suppress(UsageError):
        assert read_day(text, today) <= today


@given(texts, st.dates(), both_ways)
def test_any_text_on_any_day_is_read_or_refused(text: str, today: date, towards: Towards) -> None:
    with suppress(UsageError):
        assert 1900 <= read_day(text, today, towards).year <= 2200


@given(days, todays)
def test_a_day_written_in_full_is_that_day(day: date, today: date) -> None:
    for text in [day.isoformat(), f"{day:%Y%m%d}", f"{day:%d.%m.%Y}", spoken(day)]:
        assert read_day(text, today, "future") == day
        assert read_day(f"{text} 9:30", today, "future") == day


@given(st.integers(0, 15_000), todays)
def test_days_ago_are_counted_by_the_day(count: int, today: date) -> None:
    assert read_day(f"{count} days ago", today) == today - timedelta(count)
    assert read_day(f"in {count}d", today, "future") == today + timedelta(count)


@given(todays, st.integers(0, 6))
def test_a_weekday_is_at_most_a_week_away(today: date, number: int) -> None:
    name = spoken(date(2026, 3, 16) + timedelta(number))[:3]
    past, last = read_day(name, today), read_day(f"last {name}", today)
    ahead = read_day(name, today, "future")
    assert past.weekday() == last.weekday() == ahead.weekday() == number
    assert 0 <= (today - past).days < 7
    assert 0 < (today - last).days <= 7
    assert 0 < (ahead - today).days <= 7


@given(todays, days)
def test_a_day_and_month_is_the_nearest_one(today: date, day: date) -> None:
    text = spoken(day).split(maxsplit=1)[1][:-5]
    past, ahead = read_day(text, today), read_day(text, today, "future")
    assert past <= today <= ahead
    assert (past.month, past.day) == (ahead.month, ahead.day) == (day.month, day.day)
    assert (ahead - past).days <= 8 * 366


# Sentences.


@pytest.mark.parametrize(
    ("text", "day", "rest"),
    [
        ("yesterday: coffee with Ada", "2026-03-17", "coffee with Ada"),
        ("2 weeks ago:  long talk: work ", "2026-03-04", "long talk: work"),
        ("14 Mar: call", "2026-03-14", "call"),
        ("Yesterday 9:30: call", "2026-03-17", "call"),
        ("yesterday evening: call", "2026-03-17", "call"),
        ("on friday:\ncall", "2026-03-13", "call"),
        ("yesterday:", "2026-03-17", ""),
    ],
)
def test_a_sentence_may_open_with_a_day(text: str, day: str, rest: str) -> None:
    assert leading_day(text, TODAY) == (date.fromisoformat(day), rest)


@pytest.mark.parametrize(
    "text",
    [
        "",
        ":",
        "Note: x",
        "May: x",
        "May one more: x",
        "10: x",
        "coffee yesterday",
        "coffee yesterday: x",
        "yesterday coffee",
        "yesterday:coffee",
        "9:30 call",
        "Ada: yesterday: x",
    ],
)
def test_a_sentence_need_not_open_with_a_day(text: str) -> None:
    assert leading_day(text, TODAY) is None


@pytest.mark.parametrize(
    "text", ["tomorrow", "next friday", "2026-02-30", "03/04/2026", "this fri"]
)
def test_a_sentence_must_not_open_with_a_day_that_cannot_be_taken(text: str) -> None:
    with pytest.raises(UsageError, match=f'"{text}"'):
        leading_day(f"{text}: coffee with Ada", TODAY)


@given(texts, st.text())
def test_any_sentence_has_a_past_day_or_none_or_is_refused(head: str, rest: str) -> None:
    with suppress(UsageError):
        found = leading_day(f"{head}: {rest}", TODAY)
        assert found is None or found[0] <= TODAY


# Spans.


@pytest.mark.parametrize(
    ("text", "length", "end"),
    [
        ("10d", 10, "2026-02-10"),
        ("3w", 21, "2026-02-21"),
        ("2m", 60, "2026-03-31"),
        ("1 month", 30, "2026-02-28"),
        ("1y", 365, "2027-01-31"),
        ("2 Weeks", 14, "2026-02-14"),
        ("two weeks", 14, "2026-02-14"),
        ("a year", 365, "2027-01-31"),
        ("50y", 18250, "2076-01-31"),
    ],
)
def test_a_span_is_read(text: str, length: int, end: str) -> None:
    assert span_days(text) == length
    assert after_span(date(2026, 1, 31), text) == date.fromisoformat(end)


@pytest.mark.parametrize(
    "text",
    ["", "10", "d", "0d", "-3d", "51y", "609m", "99999999d", "daily", "2 hours", "1.5w", "1w2d"],
)
def test_what_is_no_span_is_refused(text: str) -> None:
    for read in (span_days, lambda text: after_span(TODAY, text)):
        with pytest.raises(UsageError) as refused:
            read(text)
        assert refused.value.hint == "a span is written 10d, 3w, 2m or 1y"


@given(days, st.integers(1, 49), st.sampled_from("dwmy"))
def test_a_longer_span_ends_later(day: date, count: int, unit: str) -> None:
    ends = [after_span(day, f"{count + more}{unit}") for more in (0, 1)]
    assert day < ends[0] < ends[1]
    assert span_days(f"{count}{unit}") < span_days(f"{count + 1}{unit}")


@given(texts, st.dates())
def test_any_text_is_a_span_or_refused(text: str, day: date) -> None:
    with suppress(UsageError):
        assert 0 < span_days(text) <= 50 * 365
        assert after_span(day, text) > day


@given(days, st.integers(-1200, 1200))
def test_months_keep_the_day_or_stop_at_the_last_of_the_month(day: date, months: int) -> None:
    moved = add_months(day, months)
    assert (moved.year - day.year) * 12 + moved.month - day.month == months
    assert moved.day == day.day or (
        moved.day < day.day and (moved + timedelta(1)).month != moved.month
    )


# Birthdays.


@pytest.mark.parametrize(
    ("text", "birthday"),
    [
        ("1988-04-15", "1988-04-15"),
        ("19880415", "1988-04-15"),
        ("15 April 1988", "1988-04-15"),
        ("April 15, 1988", "1988-04-15"),
        ("15.04.1988", "1988-04-15"),
        ("15/04/1988", "1988-04-15"),
        ("2026-03-18", "2026-03-18"),
        ("--04-15", "--04-15"),
        ("--0415", "--04-15"),
        ("15.04.", "--04-15"),
        ("14 Mar", "--03-14"),
        ("March 14", "--03-14"),
        ("29 Feb", "--02-29"),
        ("--02-29", "--02-29"),
        ("2000-02-29", "2000-02-29"),
    ],
)
def test_a_birthday_is_read(text: str, birthday: str) -> None:
    assert read_birthday(text, TODAY) == birthday


@pytest.mark.parametrize(
    "text",
    [
        "",
        "yesterday",
        "1999-02-29",
        "--02-30",
        "--13-01",
        "30 Feb",
        "1849-12-31",
        "2026-03-19",
        "0000-01-01",
        "04/05/1988",
        "15 Apr 88",
        "1988",
        "April",
    ],
)
def test_what_is_no_birthday_is_refused(text: str) -> None:
    with pytest.raises(UsageError) as refused:
        read_birthday(text, TODAY)
    assert f'"{text}"' in refused.value.message
    assert refused.value.hint


@given(texts)
def test_any_text_is_a_birthday_or_refused(text: str) -> None:
    with suppress(UsageError):
        birthday = read_birthday(text, TODAY)
        assert read_birthday(birthday, TODAY) == birthday


@pytest.mark.parametrize("birthday", ["2000-02-29", "--02-29"])
def test_a_leap_day_birthday_is_kept_on_28_february_in_common_years(birthday: str) -> None:
    assert birthday_in(birthday, 2027) == date(2027, 2, 28)
    assert birthday_in(birthday, 2028) == date(2028, 2, 29)
    assert next_birthday(birthday, date(2027, 2, 28)) == date(2027, 2, 28)
    assert next_birthday(birthday, date(2027, 3, 1)) == date(2028, 2, 29)
    assert next_birthday(birthday, date(2028, 2, 28)) == date(2028, 2, 29)


def test_the_age_is_the_one_reached_at_the_celebration() -> None:
    assert turning("2000-02-29", date(2027, 2, 28)) == 27
    assert turning("2000-02-29", date(2028, 2, 29)) == 28
    assert turning("--02-29", date(2028, 2, 29)) is None


@given(days, st.integers(1900, 2200))
def test_a_birthday_comes_once_a_year(born: date, year: int) -> None:
    birthday = born.isoformat()
    first = next_birthday(birthday, date(year, 1, 1))
    assert first == birthday_in(birthday, year)
    assert first.year == year
    assert next_birthday(birthday, first) == first
    assert next_birthday(birthday, first + timedelta(1)) == birthday_in(birthday, year + 1)


def test_two_years_back_are_those_of_the_calendar() -> None:
    assert two_years_before(date(2029, 1, 1)) == date(2027, 1, 1)
    assert two_years_before(date(2028, 2, 29)) == date(2026, 2, 28)
    assert not over_two_years(date(2027, 1, 1), date(2029, 1, 1))
    assert over_two_years(date(2026, 12, 31), date(2029, 1, 1))


# Saying it back.


def test_a_day_is_said_in_english_with_its_weekday() -> None:
    assert spoken(date(2026, 3, 16)) == "Mon 16 Mar 2026"
    assert spoken(date(2027, 8, 1)) == "Sun 1 Aug 2027"


@pytest.mark.parametrize(
    ("count", "words"),
    [
        (0, "0 days"),
        (1, "1 day"),
        (31, "31 days"),
        (59, "59 days"),
        (60, "2 months"),
        (365, "12 months"),
        (729, "24 months"),
        (730, "2 years"),
        (1095, "2 years"),
        (1096, "3 years"),
    ],
)
def test_a_length_of_time_is_said_in_plain_words(count: int, words: str) -> None:
    assert distance(count) == words
