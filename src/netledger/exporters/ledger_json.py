"""The whole ledger as one JSON document, a row a line, so that it also reads and diffs well."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from netledger.importers.ledger_json import FORMAT
from netledger.render.json import compact


def write(tables: Iterable[tuple[str, Iterable[Mapping[str, Any]]]]) -> Iterator[str]:
    """Yield the document in pieces, so that a ledger of any size streams."""
    yield f'{{"format": "{FORMAT}"'
    for name, rows in tables:
        yield f',\n"{name}": ['
        for place, row in enumerate(rows):
            yield (",\n" if place else "\n") + compact(row)
        yield "\n]"
    yield "\n}\n"
