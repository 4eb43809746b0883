"""Days, spans and birthdays as people type them, and how days are said back.

The whole text must be understood: nothing is guessed, nothing is skipped but a time of day. Every
reader takes any text and raises nothing but `UsageError`. There is no clock here: `today` comes in.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date, timedelta
from typing import Final, Literal, TypeAlias

from netledger.errors import UsageError

Towards = Literal["past", "future"]

_YEARS: Final = range(1900, 2201)
_FIRST_BIRTH_YEAR: Final = 1850
_LONGEST_SPAN: Final = 50 * 365
_LONGEST_TEXT: Final = 60  # no WHEN needs more; it also bounds the time that a pattern can take

_WEEKDAYS: Final = ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
_MONTHS: Final = (
    "january", "february", "march", "april", "may", "june",
    "july", "august", "september", "october", "november", "december",
)  # fmt: skip
_MONTH_DAYS: Final = (31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31)
_UNIT_DAYS: Final = {"d": 1, "w": 7, "m": 30, "y": 365}
_NUMBERS: Final = (
    "one", "two", "three", "four", "five", "six",
    "seven", "eight", "nine", "ten", "eleven", "twelve",
)  # fmt: skip
_WORDS: Final = {
    "today": 0, "now": 0, "tonight": 0,
    "this morning": 0, "this afternoon": 0, "this evening": 0,
    "yesterday": -1, "last night": -1, "day before yesterday": -2,
    "tomorrow": 1, "day after tomorrow": 2,
}  # fmt: skip

_HINTS: Final = {
    "past": "write it like yesterday, last friday, 14 Mar or 2026-03-14",
    "future": "write it like friday, 14 Mar, in 2 weeks or 2026-03-14",
}
_SPAN_HINT: Final = "a span is written 10d, 3w, 2m or 1y"
_BIRTHDAY_HINT: Final = "a birthday is written 1988-04-15, 15 Apr 1988, 15 Apr or --04-15"

# Patterns see what `_plain` makes of a text. They are kept as text, and compiled (and kept, by
# `re`) on first use: compiling all of them would slow down every command.
_WEEKDAY: Final = f"(?P<weekday>{'|'.join(name[:3] for name in _WEEKDAYS)})"
_MONTH: Final = rf"(?P<month>{'|'.join(name[:3] for name in _MONTHS)})\.?"
_AMOUNT: Final = (
    r"(?:(?P<count>\d{1,5}) ?|an? )(?P<unit>d(?:ays?)?|w(?:eeks?)?|m(?:onths?)?|y(?:ears?)?)"
)
_CLOCK: Final = (
    r"(?:(?:0?[1-9]|1[0-2])(?:[:.][0-5]\d)? ?[ap]\.?m\.?"
    r"|(?:[01]?\d|2[0-3]):[0-5]\d(?::[0-5]\d)?)"
)
_TIME_OF_DAY: Final = (
    rf"^(?:at )?{_CLOCK},? |,? (?:at )?{_CLOCK}$|,? at (?:1?\d|2[0-3])$"
    r"|(?<!this|last) (?:(?:in the )?(?:morning|afternoon|evening)|(?:at )?(?:noon|night))$"
)
_WRITTEN: Final = (
    r"(?P<year>\d{4})-(?P<month>\d\d)-(?P<day>\d\d)"
    r"(?:t\d\d(?::?\d\d(?::?\d\d(?:[.,]\d+)?)?)?(?:z|[+-]\d\d(?::?\d\d)?)?)?",
    r"(?P<year>\d{4})(?P<month>\d\d)(?P<day>\d\d)",
    rf"(?P<day>\d{{1,2}})(?:st|nd|rd|th|\.)?(?: of |[ -]?){_MONTH}"
    r"(?:(?:, ?| |-)(?P<year>\d{4}))?",
    rf"{_MONTH}[ -]?(?P<day>\d{{1,2}})(?:st|nd|rd|th)?(?:(?:, ?| )(?P<year>\d{{4}}))?",
    r"(?P<day>\d{1,2})\. ?(?P<month>\d{1,2})\.(?: ?(?P<year>\d{4}))?",
    r"(?P<first>\d{1,2})/(?P<second>\d{1,2})/(?P<year>\d{4})",
)


# Days.


def read_day(text: str, today: date, towards: Towards = "past") -> date:
    """Return the day that `text` names, as typed for WHEN.

    `towards` says which year or week is meant where `text` leaves it open:

    - "past": a bare weekday or day-and-month is the latest one up to today, today included. A day
      after today is an error.
    - "future": a bare weekday is the next one after today, a bare day-and-month the next one from
      today on. A past day is fine where the text says so.

    `last friday` is always before today and `next friday` after it. A time of day is ignored.
    Raises `UsageError`, naming what was read, for anything else and for years before 1900 or
    after 2200.
    """
    day = _read(text, today, towards)
    if day is None:
        raise UsageError(f"{_quoted(text)} can't be read as a day", _HINTS[towards])
    return day


def leading_day(text: str, today: date) -> tuple[date, str] | None:
    """Return the past day that opens a sentence before its first colon, and the rest, stripped.

    `yesterday: coffee with Ada` has one, `Note: coffee` has none. A colon counts where a space or
    the end follows, so that `yesterday 9:30: coffee` works. Raises `UsageError` where a date
    stands there that can't be taken: still to come, ambiguous, or not in the calendar.
    """
    colon = re.search(r":(?=\s|\Z)", text)
    day = _read(text[: colon.start()], today, "past") if colon else None
    return (day, text[colon.end() :].strip()) if colon and day else None


def _read(text: str, today: date, towards: Towards) -> date | None:
    """Return the day, None where `text` has no form that is known; else as `read_day`."""
    plain = re.sub(_TIME_OF_DAY, "", _plain(text), count=1, flags=re.ASCII)
    plain = plain.removeprefix("on ").removeprefix("the ")
    try:
        day = _relative(plain, today, towards) or _on_the_calendar(plain, today, towards)
    except _DoubtError as doubt:
        raise UsageError(f"{_quoted(text)} {doubt.reason}", doubt.hint) from None
    except (ValueError, OverflowError):
        raise UsageError(f"{_quoted(text)} is not in the calendar", _HINTS[towards]) from None
    if day and day.year not in _YEARS:
        raise UsageError(
            f"{_quoted(text)} is not within the years {_YEARS[0]} to {_YEARS[-1]}", _HINTS[towards]
        )
    if day and day > today and towards == "past":
        raise UsageError(
            f"{_quoted(text)} is {spoken(day)}, still to come: a day up to today is needed here",
            _HINTS[towards],
        )
    return day


class _DoubtError(Exception):
    """A text has a form that is known, but what it means is not settled."""

    def __init__(self, reason: str, hint: str) -> None:
        super().__init__(reason)
        self.reason = reason
        self.hint = hint


def _relative(plain: str, today: date, towards: Towards) -> date | None:
    """Return the day that is counted from today, None where no rule fits."""
    if plain in _WORDS:
        return today + timedelta(_WORDS[plain])
    for pattern, rule in _RULES:
        if found := re.fullmatch(pattern, plain, re.ASCII):
            return rule(found, today, towards)
    return None


def _weekday(found: re.Match[str], today: date, towards: Towards) -> date:
    """`friday`: today counts as the latest past one, not as the next one."""
    past = towards == "past"
    return _beside(found, today + timedelta(past), -1 if past else 1)


def _beside(found: re.Match[str], today: date, step: int) -> date:
    """`last friday` (step -1), `next friday` (step 1): never today."""
    away = step * (_index(_WEEKDAYS, found["weekday"]) - today.weekday()) % 7
    return today + timedelta(step * (away or 7))


def _this_weekday(found: re.Match[str], _today: date, _towards: Towards) -> date:
    """`this friday`: this week's, which may be over, or the coming one."""
    name = _WEEKDAYS[_index(_WEEKDAYS, found["weekday"])]
    raise _DoubtError("can mean two days", f"write last {name}, {name}, or the date")


_Rule: TypeAlias = Callable[[re.Match[str], date, Towards], date]
_RULES: Final[tuple[tuple[str, _Rule], ...]] = (
    (_WEEKDAY, _weekday),
    (f"last {_WEEKDAY}", lambda found, today, _: _beside(found, today, -1)),
    (f"next {_WEEKDAY}", lambda found, today, _: _beside(found, today, 1)),
    (f"this {_WEEKDAY}", _this_weekday),
    ("last (week|month|year)", lambda found, today, _: _moved(today, -1, found[1][0])),
    ("next (week|month|year)", lambda found, today, _: _moved(today, 1, found[1][0])),
    (f"{_AMOUNT} ago", lambda found, today, _: _moved(today, -_count(found), found["unit"][0])),
    (f"in {_AMOUNT}", lambda found, today, _: _moved(today, _count(found), found["unit"][0])),
)


def _on_the_calendar(plain: str, today: date, towards: Towards) -> date | None:
    """Return the day of a written date, None where it is none; ValueError if no year has it."""
    named = re.match(f"{_WEEKDAY},? ", plain)
    found = _written(plain[named.end() :] if named else plain)
    if found is None:
        return None
    year, month, day = _parts(found)
    result = _nearest(month, day, today, towards) if year is None else date(year, month, day)
    if named and _index(_WEEKDAYS, named["weekday"]) != result.weekday():
        raise _DoubtError(
            f"is at odds with itself: that day is {spoken(result)}",
            "leave out the weekday, or mend the date",
        )
    return result


def _written(plain: str) -> re.Match[str] | None:
    tries = (re.fullmatch(pattern, plain, re.ASCII) for pattern in _WRITTEN)
    return next((found for found in tries if found), None)


def _parts(found: re.Match[str]) -> tuple[int | None, int, int]:
    """Return year (None if left out), month and day as written, not yet checked."""
    parts = found.groupdict()
    year = int(parts["year"]) if parts.get("year") else None
    if "first" not in parts:
        name: str = parts["month"]
        month = int(name) if name.isdigit() else 1 + _index(_MONTHS, name)
        return year, month, int(parts["day"])
    first, second = int(parts["first"]), int(parts["second"])
    if first != second and 1 <= first <= 12 and 1 <= second <= 12:
        raise _DoubtError(
            "can mean two days",
            f"write {year}-{second:02}-{first:02} or {year}-{first:02}-{second:02}, "
            f"or name the month: {first} {_short(_MONTHS[second - 1])} {year}",
        )
    return (year, first, second) if second > 12 else (year, second, first)


def _nearest(month: int, day: int, today: date, towards: Towards) -> date:
    """Return the nearest such day up to today or from today on; ValueError if no year has it."""
    date(2000, month, day)  # a leap year has every day there is
    step = -1 if towards == "past" else 1
    year = today.year
    # At most nine steps: from early 1904 back to the leap day of 1896.
    while day > _month_days(year, month) or (date(year, month, day) - today).days * step < 0:
        year += step
    return date(year, month, day)


def add_months(day: date, months: int) -> date:
    """Return the same day `months` later (earlier if negative), or that month's last day.

    Raises ValueError or OverflowError where it leaves what `date` can hold.
    """
    year, month = divmod(day.year * 12 + day.month - 1 + months, 12)
    return date(year, month + 1, min(day.day, _month_days(year, month + 1)))


def two_years_before(day: date) -> date:
    """Return the day from which "the last two years" up to `day` run: two years of the calendar."""
    return add_months(day, -24)


def over_two_years(day: date, today: date) -> bool:
    """Say whether a day lies more than two years of the calendar back."""
    return day < two_years_before(today)


def _moved(day: date, count: int, unit: str) -> date:
    """Return `day` moved by `count` of "d", "w", "m" or "y". Raises as `add_months` does."""
    if unit in "dw":
        return day + timedelta(count * _UNIT_DAYS[unit])
    return add_months(day, count if unit == "m" else count * 12)


def _month_days(year: int, month: int) -> int:
    leap = year % 4 == 0 and (year % 100 != 0 or year % 400 == 0)
    return 29 if leap and month == 2 else _MONTH_DAYS[month - 1]


# Spans.


def span_days(text: str) -> int:
    """Return how many days a SPAN such as `10d`, `3 weeks`, `2m` or `1y` counts as.

    A month counts 30 days, a year 365. Raises `UsageError` for anything else, for zero, and for
    more than 50 years.
    """
    count, unit = _span(text)
    return count * _UNIT_DAYS[unit]


def after_span(day: date, text: str) -> date:
    """Return the day that is the SPAN `text` after `day`, by calendar months and years.

    `1m` after 31 January is the last of February. Raises `UsageError` as `span_days` does.
    """
    try:
        return _moved(day, *_span(text))
    except (ValueError, OverflowError):
        raise UsageError(f"{_quoted(text)} leads out of the calendar", _SPAN_HINT) from None


def _span(text: str) -> tuple[int, str]:
    """Return count and unit ("d", "w", "m" or "y") of a SPAN; raises as `span_days` does."""
    found = re.fullmatch(_AMOUNT, _plain(text), re.ASCII)
    if found is None:
        raise UsageError(f"{_quoted(text)} can't be read as a span", _SPAN_HINT)
    count, unit = _count(found), found["unit"][0]
    if not 0 < count * _UNIT_DAYS[unit] <= _LONGEST_SPAN:
        raise UsageError(f"{_quoted(text)} is not between a day and 50 years", _SPAN_HINT)
    return count, unit


# Birthdays, stored as `YYYY-MM-DD`, or `--MM-DD` where the year is not known.


def read_birthday(text: str, today: date) -> str:
    """Return a typed birthday as `YYYY-MM-DD` or, without its year, `--MM-DD`.

    29 February is kept as it is. Raises `UsageError` for anything that is no date, for a year
    before 1850, and for a day after `today`.
    """
    plain = _plain(text)
    found = re.fullmatch(r"--(?P<month>\d\d)-?(?P<day>\d\d)", plain, re.ASCII) or _written(plain)
    if found is None:
        raise UsageError(f"{_quoted(text)} can't be read as a birthday", _BIRTHDAY_HINT)
    try:
        year, month, day = _parts(found)
    except _DoubtError as doubt:
        raise UsageError(f"{_quoted(text)} {doubt.reason}", doubt.hint) from None
    try:
        born = date(2000 if year is None else year, month, day)
    except ValueError:
        raise UsageError(f"{_quoted(text)} is not in the calendar", _BIRTHDAY_HINT) from None
    if year is None:
        return f"--{month:02}-{day:02}"
    if year < _FIRST_BIRTH_YEAR or born > today:
        raise UsageError(
            f"{_quoted(text)} is no birthday: it lies before {_FIRST_BIRTH_YEAR} or after today",
            _BIRTHDAY_HINT,
        )
    return born.isoformat()


def birthday_in(birthday: str, year: int) -> date:
    """Return the day on which a stored birthday is celebrated in `year`.

    29 February falls on 28 February in a common year.
    """
    month, day = int(birthday[-5:-3]), int(birthday[-2:])
    return date(year, month, min(day, _month_days(year, month)))


def next_birthday(birthday: str, today: date) -> date:
    """Return the first celebration of a stored birthday from `today` on, today included."""
    this_year = birthday_in(birthday, today.year)
    return this_year if this_year >= today else birthday_in(birthday, today.year + 1)


def turning(birthday: str, on: date) -> int | None:
    """Return the age reached at the celebration `on`, None where the year of birth is unknown."""
    return None if birthday.startswith("--") else on.year - int(birthday[:4])


# Saying it back, in English whatever the locale is.


def spoken(day: date) -> str:
    """Return a day as one says it, with its weekday: `Mon 16 Mar 2026`."""
    weekday, month = _short(_WEEKDAYS[day.weekday()]), _short(_MONTHS[day.month - 1])
    return f"{weekday} {day.day} {month} {day.year}"


def distance(days: int) -> str:
    """Return a length of time, 0 days or more, in plain words: `1 day`, `31 days`, `7 months`."""
    if days < 60:
        return f"{days} day{'' if days == 1 else 's'}"
    if days < 730:
        return f"{round(days / 30.44)} months"
    return f"{max(2, int(days / 365.25))} years"  # 730 days fall short of two years by hours


def _plain(text: str) -> str:
    """Return `text` in lower case with single spaces, names of days and months cut to 3 letters.

    Number words become digits. Text too long to name a day becomes nothing.
    """
    plain = " ".join(text.split()).lower()
    return re.sub("[a-z]{3,}", _cut, plain) if len(plain) <= _LONGEST_TEXT else ""


def _cut(found: re.Match[str]) -> str:
    """Return a number word as digits, `thurs` as `thu`, any other word as it is."""
    word = found[0]
    if word in _NUMBERS:
        return str(1 + _NUMBERS.index(word))
    # Three letters tell all of these names apart, so that a longer beginning does too.
    return word[:3] if any(name.startswith(word) for name in _WEEKDAYS + _MONTHS) else word


def _quoted(text: str) -> str:
    line = " ".join(text.split())
    return f'"{line}"' if len(line) <= _LONGEST_TEXT else f'"{line[: _LONGEST_TEXT - 1]}…"'


def _short(name: str) -> str:
    return name[:3].title()


def _index(names: tuple[str, ...], short: str) -> int:
    return [name[:3] for name in names].index(short)


def _count(found: re.Match[str]) -> int:
    return int(found["count"] or 1)
