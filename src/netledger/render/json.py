"""JSON as commands print it. Only ASCII leaves: any terminal and any code page can carry it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any


def _default(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def compact(document: Any) -> str:
    """Return a document on one line."""
    return json.dumps(document, default=_default)


def document(document: Any) -> str:
    """Return a document indented for reading, with a line end."""
    return json.dumps(document, default=_default, indent=2) + "\n"
