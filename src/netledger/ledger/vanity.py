"""What prune needs to know of every tie, gathered in a few sweeps over the ledger."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import date

from netledger.domain import network
from netledger.domain.vanity import Evidence
from netledger.ledger import read


def evidence(conn: sqlite3.Connection, today: date) -> list[Evidence]:
    """Return what speaks for and against every active contact's tie."""
    supported = _contacts(
        conn,
        """SELECT DISTINCT contact FROM participant p JOIN interaction i ON i.id = p.interaction
           WHERE NOT i.pitch AND (p.gave_instrumental OR p.gave_psychosocial
             OR p.got_instrumental OR p.got_psychosocial)""",
    )
    valued = _contacts(
        conn, "SELECT DISTINCT contact FROM detail WHERE kind IN ('offers', 'seeks')"
    )
    promised = _contacts(conn, "SELECT DISTINCT contact FROM promise WHERE done_on IS NULL")
    recommended = dict(
        conn.execute(
            """SELECT contact, max(coalesce(on_day, '')) FROM gesture
               WHERE kind = 'recommendation' AND side = 'them' GROUP BY contact"""
        )
    )
    urls = dict(
        conn.execute(
            """SELECT contact, value FROM detail WHERE kind = 'url'
               ORDER BY key LIKE 'in/%', id DESC"""
        )
    )
    sides, pitches = _one_way(conn, today)
    heads = [head for head in read.everyone(conn, today) if not head.archived]
    reached = network.bridges(*_graph(conn, {head.id for head in heads}))
    return [
        Evidence(
            head=head,
            has_support=head.id in supported or recommended.get(head.id) == "",
            value_stated=head.id in valued,
            open_promise=head.id in promised,
            url=urls.get(head.id),
            sent=sides[head.id, "me"],
            received=sides[head.id, "them"],
            unsided=sides[head.id, ""],
            pitches=pitches[head.id],
            recommended_on=read.day(recommended.get(head.id) or None),
            reaches=len(reached.get(head.id, ())),
        )
        for head in heads
    ]


def _contacts(conn: sqlite3.Connection, query: str) -> set[int]:
    return {contact for (contact,) in conn.execute(query)}


def _one_way(
    conn: sqlite3.Connection, until: date
) -> tuple[defaultdict[tuple[int, str], int], defaultdict[int, int]]:
    """Return days of one-way entries by contact and side ('': not noted), pitches by contact."""
    sides: defaultdict[tuple[int, str], int] = defaultdict(int)
    pitches: defaultdict[int, int] = defaultdict(int)
    for contact, side, pitch, times in conn.execute(
        """SELECT p.contact, coalesce(i.initiator, ''), i.pitch,
             CASE WHEN i.pitch THEN count(*) ELSE count(DISTINCT i.on_day) END
           FROM participant p JOIN interaction i ON i.id = p.interaction
           WHERE (i.two_way = 0 OR i.pitch = 1) AND i.on_day <= ?
           GROUP BY p.contact, coalesce(i.initiator, ''), i.pitch""",
        (until.isoformat(),),
    ):
        if pitch:
            pitches[contact] += times
        else:
            sides[contact, side] += times
    return sides, pitches


def _graph(conn: sqlite3.Connection, active: set[int]) -> tuple[list[network.Edge], dict[int, int]]:
    """Return who is joined to whom by a shared entry, and who introduced whom; active ones only."""
    shared = conn.execute(
        """WITH shared AS MATERIALIZED
             (SELECT interaction FROM participant GROUP BY interaction HAVING count(*) > 1)
           SELECT DISTINCT a.contact, b.contact FROM shared
             JOIN participant a ON a.interaction = shared.interaction
             JOIN participant b ON b.interaction = a.interaction AND b.contact > a.contact"""
    )
    edges = [(a, b) for a, b in shared if a in active and b in active]
    introduced = conn.execute("SELECT id, through FROM contact WHERE through IS NOT NULL")
    return edges, {who: by for who, by in introduced if who in active and by in active}
