"""What each source said of a contact, and which of it stands in the fields.

`contact.imported` keeps it by source. A field that still is what the sources make of it goes on
following them; one that the user has written or emptied does not. So the order in which sources
are imported makes no difference.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, Final

from netledger.domain.names import fold

Said = dict[str, dict[str, str]]

FOLLOWED: Final = ("name", "org", "role", "location", "birthday", "note")
# Whose word stands: what the user keeps by hand, then what people say of themselves, then what
# a message or an invitation happens to call them.
_BY_HAND: Final = ("csv", "monica", "friends", "google", "vcard", "outlook")
_IN_PASSING: Final = ("ics", "mbox", "whatsapp", "signal")
_ORDER: Final = (*_BY_HAND, "linkedin", *_IN_PASSING)
# Of their work people tell a network sooner than an address book hears of it.
_WORK_ORDER: Final = ("linkedin", *_BY_HAND, *_IN_PASSING)


def read(imported: str | None) -> Said:
    """Return what is kept in the column."""
    held = json.loads(imported or "{}")
    return {source: dict(said) for source, said in held.items() if isinstance(said, dict)}


def written(said: Said) -> str | None:
    """Return what the column keeps, the same text for the same facts."""
    kept = {source: said[source] for source in sorted(said)}
    return json.dumps(kept, ensure_ascii=False, sort_keys=True) if kept else None


def stands(said: Said, field: str) -> str | None:
    """Return what the sources together make of a field; of notes, all that differ."""
    order = _WORK_ORDER if field in ("org", "role") else _ORDER
    ranked = sorted(said, key=lambda source: (_place(order, source), source))
    values = [value for source in ranked if isinstance(value := said[source].get(field), str)]
    if field == "name":
        values.sort(key=_wanting)
    if field != "note":
        return next(iter(values), None)
    notes: list[str] = []
    for value in values:
        if not any(value in note for note in notes):
            notes.append(value)
    return "\n\n".join(notes) or None


def _place(order: tuple[str, ...], source: str) -> int:
    return order.index(source) if source in order else len(order)


def nameless(name: str) -> bool:
    """Say whether an address or a number stands where a name should."""
    return "@" in name or not any(char.isalpha() for char in name)


def _wanting(name: str) -> int:
    """Return how little of a name it is: 2 an address or a number, 1 with an initial, else 0."""
    if nameless(name):
        return 2
    return int(any(len(word) == 1 and word.isascii() for word in fold(name).split()))


def joined(kept: Said, other: Said) -> Said:
    """Return what was said of two contacts who are one; of one source, what it said of `kept`."""
    return {
        source: {**other.get(source, {}), **kept.get(source, {})} for source in {**other, **kept}
    }


def followed(fields: Mapping[str, Any], before: Said, after: Said) -> dict[str, str]:
    """Return the fields that change with what is said now, those that the user has left alone."""
    changes = {}
    for field in FOLLOWED:
        value = stands(after, field)
        if value and value != fields.get(field) and fields.get(field) == stands(before, field):
            changes[field] = value
    return changes
