"""Reading what a brief adds to the card: whom you both know, and who is meant by a calendar."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from datetime import date
from itertools import islice

from netledger.domain import names
from netledger.domain.brief import SHARED, Shared
from netledger.domain.introductions import OPEN, Introduction
from netledger.domain.model import Head
from netledger.ledger import find, introductions, read

_HERE = "c.died IS NULL AND s.archived_on IS NULL"


def shared(conn: sqlite3.Connection, one: Head, until: date) -> list[Shared]:
    """Return at most five whom you both know: by entries together, who introduced, employer."""
    found: dict[int, Shared] = {}
    for contact, name, why in _known_to_both(conn, one, until):
        found.setdefault(contact, Shared(contact, name, why))
    return list(islice(found.values(), SHARED))


def _known_to_both(
    conn: sqlite3.Connection, one: Head, until: date
) -> Iterator[tuple[int, str, str]]:
    for contact, name, times in conn.execute(
        f"""SELECT c.id, c.name, count(*) FROM participant p
              JOIN interaction i ON i.id = p.interaction
              JOIN participant o ON o.interaction = p.interaction AND o.contact <> p.contact
              JOIN contact c ON c.id = o.contact LEFT JOIN standing s ON s.contact = c.id
            WHERE p.contact = ? AND i.on_day <= ? AND {_HERE}
            GROUP BY c.id ORDER BY count(*) DESC, c.id LIMIT ?""",
        (one.id, until.isoformat(), SHARED),
    ):
        yield contact, name, "an entry together" if times == 1 else f"{times} entries together"
    by = read.name_of(conn, one.through)
    for contact, name, through in conn.execute(
        f"""SELECT c.id, c.name, c.through FROM contact c LEFT JOIN standing s ON s.contact = c.id
            WHERE c.through IN (?1, ?2) AND c.id <> ?2 AND {_HERE} ORDER BY c.id LIMIT ?3""",
        (one.through, one.id, SHARED),
    ):
        yield contact, name, f"through {one.name}" if through == one.id else f"also through {by}"
    for contact, name, org in conn.execute(
        f"""SELECT c.id, c.name, c.org FROM contact c LEFT JOIN standing s ON s.contact = c.id
              LEFT JOIN tie t ON t.contact = c.id
            WHERE c.org = ? COLLATE NOCASE AND c.id <> ? AND {_HERE}
            ORDER BY t.last IS NULL, t.last DESC, c.id LIMIT ?""",
        (one.org, one.id, SHARED),
    ):
        yield contact, name, f"also at {org}"


def open_hand_offs(conn: sqlite3.Connection, contact: int, until: date) -> list[Introduction]:
    """Return the hand-offs that were under way on a day and that a contact has a part in."""
    return [
        one
        for held in introductions.every(conn)
        if (one := held.as_of(until))
        and one.state in OPEN
        and contact in (one.a.id, one.b.id, one.via and one.via.id)
    ]


def attendee(conn: sqlite3.Connection, name: str, email: str | None) -> list[find.Hit]:
    """Return the contacts whom a calendar may mean: by the address, else by the whole name."""
    hits = find.fitting(conn, email) if email else []
    if not hits and name.strip():
        whole = names.whole(names.fold(name))
        hits = [
            hit for hit in find.fitting(conn, name) if names.whole(names.fold(hit.name)) == whole
        ]
    return hits
