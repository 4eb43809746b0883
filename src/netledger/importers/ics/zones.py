"""Time zones by whatever name a calendar gives them."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, datetime, tzinfo
from typing import Final
from zoneinfo import ZoneInfo

# The rule of a zone's summer time; anything else in a definition is not read.
_PLAIN_RULE: Final = re.compile(
    r"(?i)RRULE:(?:(?:FREQ=YEARLY|INTERVAL=\d{1,3}|COUNT=\d{1,4}|UNTIL=[\dTZ]+|WKST=\w\w"
    r"|BY(?:DAY|MONTH|MONTHDAY)=[\w,+-]{1,40});?)+"
)
_LONGEST: Final = 100
# What the libraries raise on a definition or a name that is none.
_ERRORS: Final = (ValueError, TypeError, LookupError, AttributeError, OSError, OverflowError)


class Zones:
    """The zones of one file: `defined` are the lines of its own definitions, by name."""

    def __init__(self, defined: Mapping[str, list[str]]) -> None:
        self._defined = defined
        self._known: dict[str, tzinfo | None] = {}

    def zone(self, name: str) -> tzinfo | None:
        """Return the zone of that name, None where nobody knows it.

        A name of the common list wins over a definition, which often holds one year's rule only.
        """
        if name not in self._known:
            self._known[name] = _listed(name) or self._own(name)
        return self._known[name]

    def _own(self, name: str) -> tzinfo | None:
        lines = self._defined.get(name)
        if lines is None:
            return None
        rules = [line for line in lines if line.upper().startswith(("RRULE", "EXRULE", "RDATE"))]
        if len(lines) > 200 or not all(_PLAIN_RULE.fullmatch(line.strip()) for line in rules):
            return None
        from icalendar import Timezone

        try:
            text = "\r\n".join(["BEGIN:VTIMEZONE", *lines, "END:VTIMEZONE", ""])
            parsed = Timezone.from_ical(text)
            zone = parsed.to_tz(lookup_tzid=False) if isinstance(parsed, Timezone) else None
            datetime(2000, 1, 1, tzinfo=zone).astimezone(UTC)
        except _ERRORS:
            return None
        return zone if isinstance(zone, tzinfo) else None


def _listed(name: str) -> tzinfo | None:
    """Return a zone of the common list: Europe/Berlin, a Windows name, or one after a path."""
    from icalendar.timezone.windows_to_olson import WINDOWS_TO_OLSON

    name = name.strip().strip('"')
    if not name or len(name) > _LONGEST:
        return None
    parts = name.strip("/").split("/")
    tried = [name, WINDOWS_TO_OLSON.get(name, ""), *("/".join(parts[-n:]) for n in (3, 2))]
    for one in tried:
        try:
            return ZoneInfo(one)
        except _ERRORS:
            continue
    return None
