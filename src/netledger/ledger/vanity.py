"""What prune needs to know of every tie, gathered in a few sweeps over the ledger."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import date

from netledger.domain import network
from netledger.domain.vanity import QUIET_DAYS, THIN_DAYS, Evidence, Pitches
from netledger.ledger import paths, read, support


def evidence(conn: sqlite3.Connection, today: date, quiet_days: int = QUIET_DAYS) -> list[Evidence]:
    """Return what speaks for and against the tie of every active contact that may be flagged.

    Those that are neither thin nor silent for `quiet_days` are left out: nothing is said of them.
    """
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
    heads = [
        head
        for head in read.thin_or_silent(conn, today, THIN_DAYS, quiet_days)
        if not head.archived
    ]
    thin = {head.id for head in heads if not head.tie.two_way and head.tie.d <= THIN_DAYS}
    reached: dict[int, set[int]] = {}
    if thin & _linked(conn):
        reached = network.bridges(*paths.graph(conn, read.active(conn)))
    return [
        Evidence(
            head=head,
            has_support=head.tie.sp + head.tie.si > 0 or recommended.get(head.id) == "",
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


def _linked(conn: sqlite3.Connection) -> set[int]:
    """Return whoever of a thin tie others may be reached through: only then is the graph drawn."""
    return _contacts(
        conn,
        """SELECT through FROM contact WHERE through IS NOT NULL
           UNION SELECT a FROM introduction UNION SELECT b FROM introduction
           UNION SELECT via FROM introduction
           UNION SELECT p.contact FROM tie t CROSS JOIN participant p ON p.contact = t.contact
             WHERE t.two_way = 0 AND t.d <= 2 AND EXISTS (SELECT 1 FROM participant o
               WHERE o.interaction = p.interaction AND o.contact <> p.contact)
           UNION SELECT p.contact FROM interaction i CROSS JOIN participant p
               ON p.interaction = i.id WHERE i.pitch = 1""",
    )


def _one_way(conn: sqlite3.Connection, until: date) -> defaultdict[tuple[int, str], int]:
    """Return the days of one-way entries of thin ties by contact and side ('': not noted)."""
    rows = conn.execute(
        """SELECT p.contact, coalesce(i.initiator, ''), count(DISTINCT i.on_day)
           FROM tie t CROSS JOIN participant p ON p.contact = t.contact
             CROSS JOIN interaction i ON i.id = p.interaction
           WHERE t.two_way = 0 AND t.d <= ? AND NOT i.two_way AND NOT i.pitch AND i.on_day <= ?
           GROUP BY p.contact, coalesce(i.initiator, '')""",
        (THIN_DAYS, until.isoformat()),
    )
    return defaultdict(int, {(contact, side): days for contact, side, days in rows})
