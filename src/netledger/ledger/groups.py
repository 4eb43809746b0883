"""Which group each contact belongs to, for whoever draws people by where they come from."""

from __future__ import annotations

import sqlite3


def groups(conn: sqlite3.Connection) -> dict[int, str]:
    """Return each contact's group by id: its first tag, else its organisation, else it is not in.

    Spellings that fold to the same are one group, under the spelling that was there first.
    """
    from netledger.domain.names import fold

    tagged = conn.execute("SELECT contact, value FROM detail WHERE kind = 'tag' ORDER BY id")
    first: dict[int, str] = {}
    for contact, tag in tagged:
        first.setdefault(contact, tag)
    rows = conn.execute("SELECT id, org FROM contact ORDER BY id").fetchall()
    spelt: dict[str, str] = {}
    found: dict[int, str] = {}
    for contact, org in rows:
        name = first.get(contact, org)
        if name:
            found[contact] = spelt.setdefault(fold(name), name)
    return found
