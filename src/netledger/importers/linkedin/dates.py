"""The days and moments in LinkedIn's files, whatever the locale; nothing is guessed."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime
from typing import Final

from netledger.domain.names import fold

# English, German, French, Spanish and Italian, folded, as they are written out and cut short.
_MONTH_NAMES: Final = (
    "jan january januar janner janv janvier ene enero gen gennaio",
    "feb february februar fev fevr fevrier febrero febbraio",
    "mar march marz mrz maerz mars marzo",
    "apr april avr avril abr abril aprile",
    "may mai mayo mag maggio",
    "jun june juni juin junio giu giugno",
    "jul july juli juil juillet julio lug luglio",
    "aug august aout ago agosto",
    "sep sept september septembre septiembre set settembre",
    "oct october okt oktober octobre octubre ott ottobre",
    "nov november novembre noviembre",
    "dec december dez dezember decembre dic diciembre dicembre",
)
_MONTHS: Final = {
    name: number for number, names in enumerate(_MONTH_NAMES, start=1) for name in names.split()
}
_TIME: Final = re.compile(r"[T,\s]\s*\d{1,2}:\d\d.*$", re.DOTALL)
_SLASHED: Final = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}|\d{1,2})")
_CLEAR: Final = (
    re.compile(
        r"(?P<d>\d{1,2})\.?[\s-]+(?:de )?(?P<m>[^\W\d_]+)\.?[\s-]+(?:de )?(?P<y>\d{4}|\d\d)"
    ),
    re.compile(r"(?P<y>\d{4})[-/.](?P<m>\d{1,2})[-/.](?P<d>\d{1,2})"),
    re.compile(r"(?P<d>\d{1,2})\.\s?(?P<m>\d{1,2})\.\s?(?P<y>\d{4}|\d\d)"),
    re.compile(r"(?P<m>[^\W\d_]+)\.? (?P<d>\d{1,2}),? (?P<y>\d{4})"),
)


def day(text: str, month_first: bool = False) -> date | None:
    """Return the day that `text` says, a time of day left aside, or None if it isn't clear.

    `3/2/2023` is clear only where `month_first` says how such dates are meant.
    """
    text = _TIME.sub("", text).strip()
    for pattern in _CLEAR:
        if found := pattern.fullmatch(text):
            return _date(found["y"], found["m"], found["d"])
    if found := _SLASHED.fullmatch(text):
        american = _date(found[3], found[1], found[2])
        european = _date(found[3], found[2], found[1])
        if month_first or american is None or european is None or american == european:
            return american or european
    return None


def _date(year: str, month: str, of_month: str) -> date | None:
    """Return the date, if there is one; a year of two digits is of this century."""
    number = int(year) + (2000 if len(year) < 4 else 0)
    try:
        month_number = int(month) if month.isdecimal() else _MONTHS.get(fold(month), 0)
        return date(number, month_number, int(of_month)) if 1900 <= number <= 2200 else None
    except ValueError:
        return None


def moment(text: str) -> datetime | None:
    """Return the moment that a message's date says, in UTC, or None if it can't be read.

    LinkedIn's `2026-02-15 00:04:28 UTC` and ISO 8601 with a time; without a zone it is UTC.
    """
    if ":" not in text:
        return None
    try:
        at = datetime.fromisoformat(text.strip().removesuffix("UTC").rstrip())
        at = at.replace(tzinfo=UTC) if at.tzinfo is None else at.astimezone(UTC)
    except (ValueError, OverflowError):
        return None
    return at if 1970 <= at.year <= 2200 else None
