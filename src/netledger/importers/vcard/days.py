"""Days as vCards write them. They are calendar days: no zone ever moves one."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from netledger.domain.names import one_line
from netledger.importers.content_lines import Line, unescaped
from netledger.importers.drafts import Notice
from netledger.importers.vcard.blocks import Block

_FULL: Final = re.compile(
    r"(\d{4})(?:-?(\d\d)-?(\d\d)|([-/.])(\d\d?)\4(\d\d?))(?:[T ].*)?", re.ASCII
)
_YEARLESS: Final = re.compile(r"--(\d\d)-?(\d\d)(?:[T ].*)?", re.ASCII)
_EARLIEST: Final = 1800
_NO_YEAR: Final = 1604  # what Apple writes for a birthday whose year is not known


def day(line: Line, yearless: bool = True) -> str | None:
    """Return the day that a line gives as YYYY-MM-DD or --MM-DD, None where it gives none."""
    text = one_line(unescaped(line.value))
    if found := _FULL.fullmatch(text):
        year = int(found[1])
        month, on = int(found[2] or found[5]), int(found[3] or found[6])
        if year == _NO_YEAR or found[1] == line.parameter("X-APPLE-OMIT-YEAR"):
            year = 0
    elif found := _YEARLESS.fullmatch(text):
        year, month, on = 0, int(found[1]), int(found[2])
    else:
        return None
    if (year == 0 and not yearless) or 0 < year < _EARLIEST:
        return None
    try:
        # In a leap year, for 29 February is a birthday too.
        whole = date(year or 2000, month, on).isoformat()
    except ValueError:
        return None
    return whole if year else f"-{whole[4:]}"


class Days:
    """The days on one card; what is none goes to `notices`."""

    def __init__(self, block: Block) -> None:
        self._block = block
        self.notices: list[Notice] = []

    def first(self, name: str, label: str, yearless: bool = False) -> str | None:
        """Return the first day that a line of this name gives."""
        given = list(self._block.all(name))
        for line in given:
            if found := day(line, yearless):
                return found
        for line in given[:1]:
            said = one_line(unescaped(line.value))[:40]
            why = f"{label} {said!r} left out: it is no day" if said else f"{label} is empty"
            record = f"{self._block.file} line {line.number}"
            self.notices.append(Notice(record, why, skipped=False))
        return None
