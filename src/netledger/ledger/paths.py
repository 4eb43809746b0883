"""The graph of who came through whom and who knows whom, as the domain's network takes it."""

from __future__ import annotations

import sqlite3
from datetime import date
from itertools import chain

from netledger.domain.model import Head
from netledger.domain.network import Acquaintance, Edge

# Put in touch, and not known to have come to nothing; who was to introduce you has been asked.
_JOINED = "(state = 'landed' OR (state = 'made' AND a IS NOT NULL))"
# A hand-off that brought you somebody: it landed, and you had not known them before it began.
_BROUGHT = """i.via IS NOT NULL AND i.state = 'landed' AND i.changed_on <= :until
  AND NOT EXISTS (SELECT 1 FROM contact c WHERE c.id = i.b
    AND (c.met_on < i.started_on OR c.connected_on < i.started_on))
  AND NOT EXISTS (SELECT 1 FROM participant p JOIN interaction e ON e.id = p.interaction
    WHERE p.contact = i.b AND e.on_day < i.started_on)
  AND NOT EXISTS (SELECT 1 FROM introduction o WHERE o.b = i.b AND o.id < i.id
    AND o.via IS NOT NULL AND o.state = 'landed')"""


def graph(
    conn: sqlite3.Connection, active: set[int], until: date | None = None
) -> tuple[list[Edge], dict[int, int]]:
    """Return who is joined to whom, and who introduced whom to you; active contacts only.

    Joined are those with a shared entry and those whom a hand-off put in touch, up to a day.
    """
    # Without a day the entries themselves need not be read.
    day = "JOIN interaction i ON i.id = a.interaction AND i.on_day <= :until" if until else ""
    parameters = {"until": (until or date.max).isoformat()}
    shared = conn.execute(
        f"""WITH shared AS MATERIALIZED
             (SELECT interaction FROM participant GROUP BY interaction HAVING count(*) > 1)
           SELECT a.contact, b.contact FROM shared
             JOIN participant a ON a.interaction = shared.interaction
             JOIN participant b ON b.interaction = a.interaction AND b.contact > a.contact
             {day}""",
        parameters,
    )
    handed = conn.execute(
        f"""SELECT coalesce(a, via), b FROM introduction
            WHERE {_JOINED} AND started_on <= :until""",
        parameters,
    )
    edges = [pair for pair in chain(shared, handed) if active.issuperset(pair)]
    introduced = introducers(conn, until or date.max)
    return edges, {who: by for who, by in introduced.items() if who in active and by in active}


def introducers(conn: sqlite3.Connection, until: date = date.max) -> dict[int, int]:
    """Return who introduced whom to you, by contact: as stated, else by a hand-off that landed."""
    handed = conn.execute(
        f"SELECT i.b, i.via FROM introduction i WHERE {_BROUGHT} ORDER BY i.id DESC",
        {"until": until.isoformat()},
    )
    stated = conn.execute("SELECT id, through FROM contact WHERE through IS NOT NULL")
    return dict(handed.fetchall()) | dict(stated.fetchall())


def introducer(conn: sqlite3.Connection, head: Head, until: date) -> int | None:
    """Return who introduced one contact to you, as `introducers` has it."""
    if head.through is not None:
        return head.through
    row = conn.execute(
        f"SELECT i.via FROM introduction i WHERE i.b = :b AND {_BROUGHT} ORDER BY i.id LIMIT 1",
        {"b": head.id, "until": until.isoformat()},
    ).fetchone()
    return row and int(row[0])


def opened_by(conn: sqlite3.Connection, contact: int, until: date = date.max) -> set[int]:
    """Return the ids of those whom one contact introduced to you; costs no more than they are."""
    rows = conn.execute(
        f"""SELECT id FROM contact WHERE through = :who
            UNION ALL SELECT i.b FROM introduction i WHERE i.via = :who AND {_BROUGHT}
              AND (SELECT through FROM contact WHERE id = i.b) IS NULL""",
        {"who": contact, "until": until.isoformat()},
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
            WHERE (a = ?1 OR b = ?1 OR via = ?1) AND {_JOINED} AND started_on <= ?2""",
        (contact, on.isoformat()),
    ).fetchall():
        found[other] = found.get(other, Acquaintance())._replace(introduced=True)
    return found
