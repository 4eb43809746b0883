"""The shape of Monica's export, read leniently: what is missing or of a wrong type is nothing.

A record has `uuid`, `properties` and at times `data`, a list of groups `{"type", "values"}`. An
early draft of the format had the groups under plural names instead (`contacts`, `calls`).
"""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any, Final

from netledger.domain.names import many_lines, one_line

_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_MIDNIGHT: Final = re.compile(r"\d{4}-\d\d-\d\d(?:[T ]00:00:00(?:\.0+)?(?:Z|\+00:00)?)?", re.ASCII)
_LONGEST_MOMENT: Final = 40
_YEARS: Final = range(1800, 9999)


def mapping(value: Any) -> dict[str, Any]:
    """Return an object of the JSON, or an empty one. PHP writes an empty one as a list."""
    return value if isinstance(value, dict) else {}


def properties(record: Any) -> dict[str, Any]:
    """Return what a record says of itself, whether under `properties` or beside them."""
    held = mapping(record)
    return {**held, **mapping(held.get("properties"))}


def records(holder: Any, kind: str) -> list[Any]:
    """Return the records of a kind ("contact_field") that an account or a contact holds."""
    held = mapping(holder)
    found: list[Any] = []
    groups = held.get("data")
    for group in groups if isinstance(groups, list) else mapping(groups).values():
        if isinstance(group, dict) and group.get("type") == kind:
            found += _values(group)
    for place in (held, mapping(held.get("properties"))):
        found += _values(place.get(_plural(kind)))
    return found


def _plural(kind: str) -> str:
    if kind.endswith("y"):
        return f"{kind[:-1]}ies"
    return f"{kind}es" if kind.endswith("s") else f"{kind}s"


def _values(group: Any) -> list[Any]:
    values = group.get("values") if isinstance(group, dict) else group
    return values if isinstance(values, list) else []


def line(value: Any) -> str:
    """Return a text or a number as one line, else ""."""
    if isinstance(value, bool) or not isinstance(value, str | int | float):
        return ""
    return one_line(str(value))


def text(value: Any) -> str:
    """Return a text with its lines, else ""."""
    return many_lines(value) if isinstance(value, str) else ""


def true(value: Any) -> bool:
    """Say whether a value means yes: true, 1, "1"."""
    return value is True or (
        isinstance(value, int | str) and str(value).casefold() in ("1", "true")
    )


def whole_number(value: Any, allowed: range) -> int | None:
    """Return a number within what is allowed, else None."""
    written = line(value)
    if written.isascii() and written.isdigit() and len(written) < 9 and int(written) in allowed:
        return int(written)
    return None


def day(value: Any) -> date | None:
    """Return the day that a date says, or None where there is none.

    The day is as it is written: Monica means a calendar day, and writes it as midnight UTC.
    """
    found = _DAY.match(value) if isinstance(value, str) else None
    try:
        on = date.fromisoformat(found[0]) if found else None
    except ValueError:
        return None
    return on if on and on.year in _YEARS else None


def moment(value: Any) -> datetime | date | None:
    """Return a moment, or the day alone where the time of day is midnight: then none was given.

    A moment that is written without a zone has none.
    """
    on = day(value)
    if on is None or _MIDNIGHT.fullmatch(value) or len(value) > _LONGEST_MOMENT:
        return on
    try:
        return datetime.fromisoformat(value)
    except ValueError:
        return on
