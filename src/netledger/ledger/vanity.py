"""What prune needs to know of every tie, gathered in a few sweeps over the ledger."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import date

from netledger.domain import network
from netledger.domain.vanity import Evidence, Pitches
from netledger.ledger import paths, read, support


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
    sides = _one_way(conn, today)
    pitches = support.all_pitches(conn, today)
    heads = [head for head in read.everyone(conn, today) if not head.archived]
    reached = network.bridges(*paths.graph(conn, {head.id for head in heads if not head.died}))
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
            pitches=pitches.get(head.id, Pitches()),
            recommended_on=read.day(recommended.get(head.id) or None),
            reaches=len(reached.get(head.id, ())),
        )
        for head in heads
    ]


def _contacts(conn: sqlite3.Connection, query: str) -> set[int]:
    return {contact for (contact,) in conn.execute(query)}


def _one_way(conn: sqlite3.Connection, until: date) -> defaultdict[tuple[int, str], int]:
    """Return the days of one-way entries by contact and side ('': not noted)."""
    rows = conn.execute(
        """SELECT p.contact, coalesce(i.initiator, ''), count(DISTINCT i.on_day)
           FROM participant p JOIN interaction i ON i.id = p.interaction
           WHERE (i.two_way = 0 OR i.pitch = 1) AND NOT i.pitch AND i.on_day <= ?
           GROUP BY p.contact, coalesce(i.initiator, '')""",
        (until.isoformat(),),
    )
    return defaultdict(int, {(contact, side): days for contact, side, days in rows})
