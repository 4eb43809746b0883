"""Small words that several pages share."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from netledger.domain.model import Head, Kind
from netledger.domain.when import over_two_years, spoken


def ago(day: date | None, today: date) -> str:
    """Return how long ago a day is: "today", "yesterday", "31 days", "-"."""
    if day is None:
        return "–"
    days = (today - day).days
    if days < 0:
        return f"in {-days} day{'s' * (days < -1)}"
    return {0: "today", 1: "yesterday"}.get(days, f"{days:,} days")


def near(day: date, today: date) -> str:
    """Return a day ahead or past as one says it: "today", "tomorrow", "since Friday", a date."""
    days = (day - today).days
    weekday = _WEEKDAYS[day.weekday()]
    if days in (0, 1, -1):
        return {0: "today", 1: "tomorrow", -1: "since yesterday"}[days]
    if 1 < days < 7:
        return f"on {weekday}"
    if -7 < days < -1:
        return f"since {weekday}"
    return f"{'since' if days < 0 else 'on'} {day_only(day)}"


_WEEKDAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")
_MONTHS = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip


def headline(day: date) -> str:
    """Return a day as a morning note begins: "Monday 16 March"."""
    return f"{_WEEKDAYS[day.weekday()]} {day.day} {_MONTHS[day.month - 1]}"


def day_only(day: date) -> str:
    """Return a day without its weekday: "16 Mar 2026"."""
    return spoken(day).split(" ", 1)[1]


def born(birthday: str) -> str:
    """Return a birthday (YYYY-MM-DD or --MM-DD) as days are said: "20 Mar 1988", "20 Mar"."""
    yearless = birthday.startswith("--")
    day = day_only(date.fromisoformat(f"2000{birthday[1:]}" if yearless else birthday))
    return day.rsplit(" ", 1)[0] if yearless else day


def circle(tier: int | None) -> str:
    """Return a tier for a column."""
    return "–" if tier is None else str(tier)


def count(number: int, one: str, many: str | None = None) -> str:
    """Return a number with its noun: "1 tie", "1,155 ties"."""
    return f"{number:,} {one if number == 1 else many or one + 's'}"


def said_on(on: date | None, today: date) -> str:
    """Return the day of an old statement to stand behind it, "" for one that still holds."""
    return f" (said {day_only(on)})" if on and over_two_years(on, today) else ""


def often(number: int) -> str:
    """Return how often something happened: "once", "twice", "3 times"."""
    return {1: "once", 2: "twice"}.get(number, f"{number:,} times")


def job(head: Head) -> str:
    """Return role and organisation in one phrase."""
    return " · ".join(part for part in (head.role, head.org) if part)


def kinds(kinds: frozenset[Kind]) -> str:
    """Return kinds of support in words."""
    return " and ".join(sorted(kinds))


def bar(share: float, width: int, full: str = "█", eighths: str = " ▏▎▍▌▋▊▉") -> str:
    """Return a bar of `share` (0 to 1) of `width` columns, drawn to an eighth."""
    filled = max(0.0, min(1.0, share)) * width
    whole = int(filled)
    rest = eighths[int((filled - whole) * len(eighths))] if whole < width else ""
    return full * whole + rest.strip()


def spark(values: Sequence[float], top: float = 100.0, steps: str = "▁▂▃▄▅▆▇█") -> str:
    """Return values from 0 to `top` as a row of small bars; 0 is a blank."""
    last = len(steps) - 1
    return "".join(
        steps[min(last, int(value / top * len(steps)))] if value > 0 else " " for value in values
    )
