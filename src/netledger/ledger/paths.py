"""The graph of who came through whom and who knows whom, as the domain's network takes it."""

from __future__ import annotations

import sqlite3
from datetime import date
from itertools import chain

from netledger.domain.network import Acquaintance, Edge

_JOINED = "state IN ('made', 'landed')"  # put in touch, and not known to have come to nothing


def graph(conn: sqlite3.Connection, active: set[int]) -> tuple[list[Edge], dict[int, int]]:
    """Return who is joined to whom, and who introduced whom to you; active contacts only.

    Joined are those with a shared entry and those whom a hand-off put in touch.
    """
    shared = conn.execute(
        """WITH shared AS MATERIALIZED
             (SELECT interaction FROM participant GROUP BY interaction HAVING count(*) > 1)
           SELECT a.contact, b.contact FROM shared
             JOIN participant a ON a.interaction = shared.interaction
             JOIN participant b ON b.interaction = a.interaction AND b.contact > a.contact"""
    )
    handed = conn.execute(f"SELECT coalesce(a, via), b FROM introduction WHERE {_JOINED}")
    edges = [pair for pair in chain(shared, handed) if active.issuperset(pair)]
    introduced = introducers(conn)
    return edges, {who: by for who, by in introduced.items() if who in active and by in active}


def introducers(conn: sqlite3.Connection) -> dict[int, int]:
    """Return who introduced whom to you, by contact: as stated, else by a hand-off."""
    handed = conn.execute(
        f"SELECT b, via FROM introduction WHERE via IS NOT NULL AND {_JOINED} ORDER BY id DESC"
    )
    stated = conn.execute("SELECT id, through FROM contact WHERE through IS NOT NULL")
    return dict(handed.fetchall()) | dict(stated.fetchall())


def opened_by(conn: sqlite3.Connection, contact: int) -> set[int]:
    """Return the ids of those whom one contact introduced to you; costs no more than they are."""
    rows = conn.execute(
        f"""SELECT id FROM contact WHERE through = ?1
            UNION ALL SELECT b FROM introduction WHERE via = ?1 AND {_JOINED}
              AND (SELECT through FROM contact WHERE id = b) IS NULL""",
        (contact,),
    )
    return {id for (id,) in rows}


def acquainted(conn: sqlite3.Connection, contact: int, on: date) -> dict[int, Acquaintance]:
    """Return who else knows a contact, as far as the ledger saw, and how, by contact."""
    found = {
        other: Acquaintance(entries, date.fromisoformat(last))
        for other, entries, last in conn.execute(
            """SELECT o.contact, count(*), max(i.on_day) FROM participant p
                 JOIN interaction i ON i.id = p.interaction
                 JOIN participant o ON o.interaction = p.interaction AND o.contact <> p.contact
               WHERE p.contact = ? AND i.on_day <= ? GROUP BY o.contact""",
            (contact, on.isoformat()),
        )
    }
    for (other,) in conn.execute(
        f"""SELECT CASE b WHEN ?1 THEN coalesce(a, via) ELSE b END FROM introduction
            WHERE (a = ?1 OR b = ?1 OR via = ?1) AND {_JOINED}""",
        (contact,),
    ).fetchall():
        found[other] = found.get(other, Acquaintance())._replace(introduced=True)
    return found
