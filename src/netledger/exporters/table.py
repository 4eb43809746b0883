"""Rows as CSV that a spreadsheet shows as text and that reads back exactly."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence

from netledger.importers.tabular import guard


def write(columns: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Iterator[str]:
    """Yield the table line by line; no cell of it is ever read as a formula."""
    yield _line(columns)
    for row in rows:
        yield _line([guard(row.get(column, "")) for column in columns])


def _line(cells: Sequence[str]) -> str:
    held = io.StringIO()
    csv.writer(held, lineterminator="\r\n").writerow(cells)
    return held.getvalue()
