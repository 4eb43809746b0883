"""Traces of real contact, read from a folder; and the halves that their people fall into.

A trace is a gzipped table with the columns ego, alter, timestamp and direction: who was in touch
with whom, when (in seconds), and whether ego sent it. An event stands in it once for either side.
"""

from __future__ import annotations

import csv
import gzip
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final, Literal

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]
Bools = NDArray[np.bool_]
Half = Literal["development", "test"]

COLUMNS: Final = ("ego", "alter", "timestamp", "direction")


class TraceError(Exception):
    """A folder or a trace that cannot be used; the message says why."""


@dataclass(frozen=True)
class Setup:
    """What is asked of a trace: the horizons in days, and who has enough contacts to be ranked."""

    horizons: tuple[int, int] = (14, 30)
    least_alters: int = 8
    least_days: int = 20


# Slower media get longer horizons; Copenhagen covers four weeks in all.
SETUPS: Final = {
    "copenhagen": Setup((3, 7), 4, 8),
    "email_eu_150d": Setup((21, 45)),
    "radoslaw": Setup((30, 60)),
    "enron": Setup((30, 90)),
}


@dataclass(frozen=True)
class Trace:
    """The events of one trace in order of time: one row for either side of each."""

    name: str
    ego: Ints
    alter: Ints
    at: Ints
    out: Bools

    @property
    def setup(self) -> Setup:
        """Return the horizons and the least contacts of this trace."""
        return SETUPS.get(self.name, Setup())

    @property
    def span_days(self) -> float:
        """Return how many days the trace covers."""
        return float(self.at[-1] - self.at[0]) / 86400


def half_of(person: int) -> Half:
    """Return the half that a person falls into, by the last bit of a hash of their id."""
    even = sha256(str(person).encode()).digest()[-1] % 2 == 0
    return "development" if even else "test"


def read_folder(folder: Path) -> list[Trace]:
    """Return the traces of a folder, by name."""
    if not folder.is_dir():
        raise TraceError(f"{folder} is not a folder of traces")
    paths = sorted(folder.glob("*.csv.gz"))
    if not paths:
        raise TraceError(f"{folder} holds no trace (*.csv.gz)")
    return [read_trace(path) for path in paths]


def read_trace(path: Path) -> Trace:
    """Return one trace, its events in order of time."""
    rows = sorted(_rows(path), key=lambda row: row[2])
    if not rows:
        raise TraceError(f"{path.name} holds no events")
    table = np.array(rows, dtype=np.int64)
    ego, alter, at, out = (table[:, k] for k in range(4))
    return Trace(path.name.removesuffix(".csv.gz"), ego, alter, at, out.astype(np.bool_))


def _rows(path: Path) -> Iterator[tuple[int, int, int, int]]:
    with gzip.open(path, "rt", encoding="utf-8", newline="") as file:
        table = csv.reader(file)
        header = next(table, [])
        missing = [column for column in COLUMNS if column not in header]
        if missing:
            raise TraceError(f"{path.name} has no column {', '.join(missing)}")
        ego, alter, at, direction = (header.index(column) for column in COLUMNS)
        for row in table:
            try:
                yield int(row[ego]), int(row[alter]), int(float(row[at])), row[direction] == "out"
            except (ValueError, IndexError) as error:
                raise TraceError(f"{path.name}, line {table.line_num}: {error}") from error
