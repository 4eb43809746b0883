"""JSON as commands print it. Only ASCII leaves: any terminal and any code page can carry it."""

from __future__ import annotations

import json
from datetime import date
from typing import Any, Final


def _default(value: object) -> object:
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, set | frozenset):
        return sorted(value)
    raise TypeError(f"{type(value).__name__} has no JSON form")


def compact(document: Any) -> str:
    """Return a document on one line."""
    return json.dumps(document, default=_default)


_ONE: Final = json.JSONEncoder(default=_default)
_LONG: Final = 2_000


def document(document: Any) -> str:
    """Return a document indented for reading, with a line end; a long list has an item a line."""
    if _items(document) < _LONG:
        return json.dumps(document, default=_default, indent=2) + "\n"
    return _by_lines(document) + "\n"


def _items(document: Any) -> int:
    """Return how many items the lists of a document have, one level down."""
    parts = document.values() if isinstance(document, dict) else (document,)
    return sum(len(part) for part in parts if isinstance(part, list))


def _by_lines(document: Any) -> str:
    if isinstance(document, dict):
        parts = (f"{_ONE.encode(key)}: {_by_lines(part)}" for key, part in document.items())
        return "{\n" + ",\n".join(parts) + "\n}"
    if isinstance(document, list):
        return "[\n" + ",\n".join(map(_ONE.encode, document)) + "\n]"
    return _ONE.encode(document)
