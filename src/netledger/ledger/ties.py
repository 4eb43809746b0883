"""The tie rows: each contact's sums, rewritten from that contact's own entries."""

from __future__ import annotations

import sqlite3
from collections.abc import Collection, Iterator
from datetime import date
from itertools import groupby
from operator import itemgetter

from netledger.domain.model import Entry, Kind, Side, Tie
from netledger.domain.strength import ceiling, summarise

_CHUNK = 500
_KINDS: dict[tuple[int, int], frozenset[Kind]] = {
    (0, 0): frozenset(),
    (1, 0): frozenset({"instrumental"}),
    (0, 1): frozenset({"psychosocial"}),
    (1, 1): frozenset({"instrumental", "psychosocial"}),
}
_ENTRIES = """
    SELECT p.contact, i.id, i.on_day, i.n, i.initiator, i.two_way, i.pitch, i.depth,
           p.gave_instrumental, p.gave_psychosocial, p.got_instrumental, p.got_psychosocial
    FROM participant p JOIN interaction i ON i.id = p.interaction
    {where} ORDER BY p.contact
"""


def kinds(instrumental: int, psychosocial: int) -> frozenset[Kind]:
    """Return the kinds of support that two 0/1 columns stand for."""
    return _KINDS[instrumental, psychosocial]


def entries(
    conn: sqlite3.Connection, contacts: Collection[int] | None = None, until: date | None = None
) -> Iterator[tuple[int, Entry]]:
    """Yield (contact, entry) grouped by contact, for some contacts or all, up to a day."""
    day = "" if until is None else f"AND i.on_day <= '{until.isoformat()}'"
    if contacts is None:
        yield from map(_entry, conn.execute(_ENTRIES.format(where=f"WHERE 1 {day}")))
        return
    wanted = sorted(contacts)
    for start in range(0, len(wanted), _CHUNK):
        part = wanted[start : start + _CHUNK]
        where = f"WHERE p.contact IN ({','.join('?' * len(part))}) {day}"
        yield from map(_entry, conn.execute(_ENTRIES.format(where=where), part))


def computed(
    conn: sqlite3.Connection, contacts: Collection[int] | None = None, until: date | None = None
) -> Iterator[tuple[int, Tie]]:
    """Yield (contact, tie) from the entries themselves, for those that have any."""
    for contact, group in groupby(entries(conn, contacts, until), key=itemgetter(0)):
        tie = summarise(entry for _, entry in group)
        if tie.n:
            yield contact, tie


def rebuild(conn: sqlite3.Connection, contacts: Collection[int] | None = None) -> None:
    """Rewrite the tie rows of some contacts, or of all."""
    if contacts is None:
        conn.execute("DELETE FROM tie")
    else:
        conn.executemany("DELETE FROM tie WHERE contact = ?", ((id,) for id in contacts))
    conn.executemany(
        "INSERT INTO tie VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        (_row(contact, tie) for contact, tie in list(computed(conn, contacts))),
    )


def _entry(
    row: tuple[int, int, str, int, Side | None, int, int, int | None, int, int, int, int],
) -> tuple[int, Entry]:
    contact, id, on, n, initiator, two_way, pitch, depth, gave_i, gave_p, got_i, got_p = row
    return contact, Entry(
        id,
        date.fromisoformat(on),
        n,
        initiator,
        bool(two_way),
        bool(pitch),
        depth,
        _KINDS[gave_i, gave_p],
        _KINDS[got_i, got_p],
    )


def _row(contact: int, tie: Tie) -> tuple[int | str | float | None, ...]:
    days = [None if day is None else day.isoformat() for day in (tie.first, tie.last)]
    sums = (tie.s, tie.s2, tie.sq, tie.i, tie.sp, tie.si)
    return (contact, tie.n, tie.d, *days, int(tie.two_way), *sums, ceiling(tie))
