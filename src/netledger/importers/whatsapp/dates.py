"""In which order day, month and year stand, settled once for a whole chat."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta
from functools import lru_cache
from typing import Final, Literal

from netledger.importers.whatsapp.lines import Parts

Order = Literal["dmy", "mdy", "ymd", "ydm"]

_PLACES: Final[dict[Order, tuple[int, int, int]]] = {
    "dmy": (2, 1, 0),
    "mdy": (2, 0, 1),
    "ymd": (0, 1, 2),
    "ydm": (0, 2, 1),
}
# WhatsApp began in 2009, and the Thai calendar is 543 years ahead.
_YEARS: Final = range(2009, 2100)
_BUDDHIST: Final = 543


@dataclass(frozen=True, slots=True)
class Reading:
    """How the dates of a chat are read; `doubt` is a date that could be read otherwise too."""

    order: Order
    doubt: Parts | None = None


@lru_cache(maxsize=65_536)
def day_of(parts: Parts, order: Order) -> date | None:
    """Return the day that `parts` mean in that order, or None if there is none."""
    year, month, day = (int(parts[place]) for place in _PLACES[order])
    written = len(parts[_PLACES[order][0]])
    if written == 3 or max(month, day) > 31:
        return None
    if written < 3:
        # From 52 on, two digits are a year of the Thai calendar: 67 is 2567.
        year += 2500 - _BUDDHIST if year >= 2552 - 2500 else 2000
    elif year - _BUDDHIST in _YEARS:
        year -= _BUDDHIST
    if year not in _YEARS:
        return None
    try:
        return date(year, month, day)
    except ValueError:
        return None


def settle(
    dates: Sequence[Parts], day_first: bool | None, likely: Order, until: date | None
) -> Reading | None:
    """Return how to read `dates`, given in the order of the chat; None if no order fits any.

    A number above 12 settles it, or that a chat does not run backwards, nor into the future
    (`until` is the last day there is). Only then count what was asked, and at last which order is
    the `likely` one by the way of writing.
    """
    possible = _possible(dates)
    judged = {order: _against(dates, order, until) for order in possible}
    if not dates or all(wrong == len(dates) for wrong, _ in judged.values()):
        return None
    best = min(judged.values())
    left = [order for order in possible if judged[order] == best]
    if likely == "ymd" and likely in left:
        return Reading(likely)
    if not {"dmy", "mdy"}.issubset(left):
        return Reading(left[0])
    asked: Order | None = None if day_first is None else "dmy" if day_first else "mdy"
    if asked:
        return Reading(asked)
    doubt = next((parts for parts in dates if _differs(parts)), None)
    return Reading("mdy" if likely == "mdy" else "dmy", doubt)


def _possible(dates: Sequence[Parts]) -> list[Order]:
    """Return the orders to choose from, the likelier first."""
    year_first = sum(len(parts[0]) > 2 for parts in dates)
    year_last = sum(len(parts[2]) > 2 for parts in dates)
    if year_first > year_last:
        return ["ymd", "ydm"]
    return ["dmy", "mdy"] if year_last else ["dmy", "mdy", "ymd"]


def _against(dates: Sequence[Parts], order: Order, until: date | None) -> tuple[int, int]:
    """Return how many dates are impossible in that order, and how often time runs backwards."""
    wrong = backwards = 0
    # One day more, for a chat written further east; and a day back happens on a slow line.
    latest = (until or date(9000, 1, 1)) + timedelta(days=1)
    last: date | None = None
    for parts in dates:
        day = day_of(parts, order)
        if day is None or day > latest:
            wrong += 1
            continue
        if last and (last - day).days > 1:
            backwards += 1
        last = day
    return wrong, backwards


def _differs(parts: Parts) -> bool:
    return day_of(parts, "dmy") != day_of(parts, "mdy")
