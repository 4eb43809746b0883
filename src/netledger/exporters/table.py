"""Rows as CSV that a spreadsheet shows as text and that reads back exactly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from netledger.importers.tabular import guard
from netledger.render import safe


def write(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """Yield the table line by line.

    No cell of it is ever read as a formula, and none moves a terminal's cursor.
    """
    yield _line(columns)
    for row in rows:
        yield _line([guard(safe.in_a_file(row.get(column, ""))) for column in columns])


def _line(cells: Sequence[str]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\r\n").writerow(cells)
    return held.getvalue()
