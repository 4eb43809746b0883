"""Days in the tables of others, in whichever order they put day and month; nothing is guessed."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from typing import Final

from netledger.domain.names import one_line
from netledger.importers.linkedin.dates import day as spelled_out

_OURS: Final = re.compile(r"(?:(\d{4})|-)-(\d\d)-(\d\d)", re.ASCII)
_BARE: Final = re.compile(r"(?:(\d{4})|--)(\d\d)(\d\d)", re.ASCII)
_NUMBERS: Final = re.compile(r"(\d{1,2})([/.-])\s?(\d{1,2})\2\s?(\d{4}|\d\d)", re.ASCII)
_TIME: Final = re.compile(r"[T ]\d{1,2}:\d\d[^\n]{0,20}", re.ASCII)
# What stands for "no year": Apple's 1604 among others.
_NO_YEAR: Final = ("0000", "1604")
# What stands for "no day" in a column of days; 4501 is Outlook's.
_NO_DAY: Final = re.compile(r"[0/.\s-]+|1/1/4501|1[.]1[.]4501|01/01/4501|01[.]01[.]4501|4501-01-01")
_LONGEST: Final = 60


def is_day(text: str, yearless: bool = False) -> bool:
    """Say whether `text` is YYYY-MM-DD, or --MM-DD where `yearless`, and is in the calendar."""
    found = _OURS.fullmatch(text)
    return bool(found and (found[1] or yearless) and _written(found[1], found[2], found[3]))


def no_day(text: str) -> bool:
    """Say whether a cell says that there is no day: empty, 0/0/00, or Outlook's year 4501."""
    return not text or bool(_NO_DAY.fullmatch(text[:_LONGEST]))


def as_day(text: str, day_first: bool | None) -> str | None:
    """Return the day that a cell says as YYYY-MM-DD or --MM-DD, or None where it isn't clear.

    3/7/1990 is clear only with `day_first`. A year of two digits is left out, for it may be of
    either century.
    """
    text = one_line(text[: 2 * _LONGEST]).strip(" '")
    if len(text) > _LONGEST:
        return None
    if found := _OURS.fullmatch(text) or _BARE.fullmatch(text):
        return _written(found[1], found[2], found[3])
    text = _TIME.sub("", text)
    if found := _NUMBERS.fullmatch(text):
        return _by_numbers(found, day_first)
    day = spelled_out(text)
    if day is None:
        return None
    return day.isoformat() if str(day.year) in text else f"-{day.isoformat()[4:]}"


def _by_numbers(found: re.Match[str], day_first: bool | None) -> str | None:
    """Return the day of 3/7/1990 and the like; with dots the day always comes first."""
    one, other, year = found[1], found[3], found[4] if len(found[4]) == 4 else None
    european, american = _written(year, other, one), _written(year, one, other)
    if found[2] == "." or european == american:
        return european
    if day_first is None:
        return (european or american) if not (european and american) else None
    return (european or american) if day_first else (american or european)


def settled(texts: Iterable[str]) -> bool | None:
    """Return whether the days of a column put the day first, as 25/12/1990 shows; None if open.

    None too where they contradict one another.
    """
    seen = set[bool]()
    for text in texts:
        found = _NUMBERS.fullmatch(_TIME.sub("", one_line(text[:_LONGEST])))
        if found and found[2] != ".":
            one, other = int(found[1]), int(found[3])
            if (one > 12) != (other > 12):
                seen.add(one > 12)
    return seen.pop() if len(seen) == 1 else None


def _written(year: str | None, month: str, of_month: str) -> str | None:
    """Return the day as we write it if it is in the calendar; without a year 29 February is."""
    known = bool(year) and year not in _NO_YEAR
    try:
        day = date(int(year or 0) if known else 2000, int(month), int(of_month))
    except ValueError:
        return None
    if day.year < 1800:
        return None
    return day.isoformat() if known else f"-{day.isoformat()[4:]}"
