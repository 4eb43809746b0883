"""Reading what a card shows: details, entries, promises and gestures of contacts."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date

from netledger.domain.model import Contact, Gesture, Head, Interaction, Promise, Stated
from netledger.ledger import ties
from netledger.ledger.read import day, everyone, head


def card(conn: sqlite3.Connection, contact: int, on: date, known: Head | None = None) -> Contact:
    """Return one contact's card; `known` spares reading its head."""
    row = conn.execute(
        "SELECT location, birthday, met_where, note FROM contact WHERE id = ?", (contact,)
    ).fetchone()
    found: defaultdict[str, list[tuple[str, str | None]]] = defaultdict(list)
    for kind, value, said in conn.execute(
        "SELECT kind, value, stated_on FROM detail WHERE contact = ? ORDER BY id", (contact,)
    ):
        found[kind].append((value, said))

    def values(kind: str) -> tuple[str, ...]:
        return tuple(value for value, _ in found[kind])

    def dated(kind: str) -> tuple[Stated, ...]:
        return tuple(Stated(value, day(said)) for value, said in found[kind])

    return Contact(
        head=known or head(conn, contact, on),
        location=row[0],
        birthday=row[1],
        met_where=row[2],
        note=row[3],
        aliases=values("alias"),
        emails=values("email"),
        phones=values("phone"),
        urls=values("url"),
        tags=values("tag"),
        offers=dated("offers"),
        seeks=dated("seeks"),
    )


def interactions(
    conn: sqlite3.Connection, contact: int, until: date, limit: int | None = None
) -> list[Interaction]:
    """Return one contact's entries up to a day, newest first."""
    rows = conn.execute(
        """SELECT i.id, i.on_day, i.channel, i.note, i.minutes, i.depth, i.initiator, i.two_way,
                  i.pitch, i.at_ease, i.valued, i.n, i.source, p.gave_instrumental,
                  p.gave_psychosocial, p.got_instrumental, p.got_psychosocial
           FROM participant p JOIN interaction i ON i.id = p.interaction
           WHERE p.contact = ? AND i.on_day <= ? ORDER BY i.on_day DESC, i.id DESC LIMIT ?""",
        (contact, until.isoformat(), -1 if limit is None else limit),
    ).fetchall()
    ids = [row[0] for row in rows]
    others = _others(conn, ids, contact)
    tags = _tags(conn, ids)
    return [
        Interaction(
            id=row[0],
            on=date.fromisoformat(row[1]),
            channel=row[2],
            note=row[3],
            minutes=row[4],
            depth=row[5],
            initiator=row[6],
            two_way=bool(row[7]),
            pitch=bool(row[8]),
            at_ease=_yes_no(row[9]),
            valued=_yes_no(row[10]),
            n=row[11],
            gave=ties.kinds(row[13], row[14]),
            got=ties.kinds(row[15], row[16]),
            others=tuple(others[row[0]]),
            tags=tuple(tags[row[0]]),
            source=row[12],
        )
        for row in rows
    ]


def _yes_no(value: int | None) -> bool | None:
    return None if value is None else bool(value)


def _others(
    conn: sqlite3.Connection, entries: Collection[int], contact: int
) -> dict[int, list[tuple[int, str]]]:
    found: defaultdict[int, list[tuple[int, str]]] = defaultdict(list)
    for part in _chunks(entries):
        for entry, other, name in conn.execute(
            f"""SELECT p.interaction, c.id, c.name FROM participant p JOIN contact c
                  ON c.id = p.contact
                WHERE p.interaction IN ({",".join("?" * len(part))}) AND c.id <> ?
                ORDER BY p.interaction, c.id""",
            (*part, contact),
        ):
            found[entry].append((other, name))
    return found


def _tags(conn: sqlite3.Connection, entries: Collection[int]) -> dict[int, list[str]]:
    found: defaultdict[int, list[str]] = defaultdict(list)
    for part in _chunks(entries):
        for entry, tag in conn.execute(
            f"""SELECT interaction, tag FROM interaction_tag
                WHERE interaction IN ({",".join("?" * len(part))}) ORDER BY interaction, tag""",
            part,
        ):
            found[entry].append(tag)
    return found


def _chunks(ids: Collection[int], size: int = 500) -> Iterable[list[int]]:
    wanted = list(ids)
    return (wanted[start : start + size] for start in range(0, len(wanted), size))


def last_note(conn: sqlite3.Connection, contact: int, last: date | None) -> str | None:
    """Return what was written of a contact's last entry, whose day is known from the tie."""
    row = conn.execute(
        """SELECT i.note FROM interaction i
             JOIN participant p ON p.interaction = i.id AND p.contact = ?
           WHERE i.on_day = ? AND NOT i.pitch ORDER BY i.id DESC LIMIT 1""",
        (contact, last and last.isoformat()),
    ).fetchone()
    return None if row is None else row[0]


def promises(
    conn: sqlite3.Connection,
    contact: int | None = None,
    only_open: bool = False,
    until: date | None = None,
) -> list[Promise]:
    """Return promises, of one contact or of all active and living, by day, then as made.

    With `until` those alone that were made up to that day, as the entries tell that they hang on;
    one kept after it was open then.
    """
    active = "s.archived_on IS NULL AND c.died IS NULL"
    where = active if contact is None else "p.contact = :contact"
    last = "9999" if until is None else until.isoformat()
    rows = conn.execute(
        f"""SELECT p.id, p.contact, c.name, p.text, p.by_day, p.whose, p.done_on, p.interaction,
                   p.uid
            FROM promise p JOIN contact c ON c.id = p.contact
              LEFT JOIN standing s ON s.contact = c.id
              LEFT JOIN interaction i ON i.id = p.interaction
            WHERE {where} AND (i.on_day IS NULL OR i.on_day <= :last)
              {"AND (p.done_on IS NULL OR p.done_on > :last)" if only_open else ""}
            ORDER BY p.by_day IS NULL, p.by_day, p.id""",
        {"contact": contact, "last": last},
    )

    def kept(done: str | None) -> date | None:
        return day(done) if done and done <= last else None

    return [
        Promise(id, who, name, text, day(by), whose, kept(done), entry, uid)
        for id, who, name, text, by, whose, done, entry, uid in rows
    ]


def promise(conn: sqlite3.Connection, id: int) -> Promise | None:
    """Return one promise."""
    row = conn.execute("SELECT contact FROM promise WHERE id = ?", (id,)).fetchone()
    held = promises(conn, row[0]) if row else []
    return next((one for one in held if one.id == id), None)


def gestures(conn: sqlite3.Connection, contact: int) -> list[Gesture]:
    """Return the invitations, endorsements and recommendations of one contact, newest first."""
    return [
        Gesture(kind, day(on), side, text)
        for kind, on, side, text in conn.execute(
            """SELECT kind, on_day, side, text FROM gesture WHERE contact = ?
               ORDER BY on_day DESC, id""",
            (contact,),
        )
    ]


def stated(conn: sqlite3.Connection, contact: int, kind: str) -> tuple[str, ...]:
    """Return what a contact offers or seeks."""
    rows = conn.execute(
        "SELECT value FROM detail WHERE contact = ? AND kind = ? ORDER BY id", (contact, kind)
    )
    return tuple(value for (value,) in rows)


def of_everyone(
    conn: sqlite3.Connection, on: date
) -> Iterable[tuple[Contact, str | None, str | None]]:
    """Yield every contact's card with its introducer's name and uid, by id."""
    heads = everyone(conn, on)
    by_id = {head.id: head for head in heads}
    for one in heads:
        introducer = by_id.get(one.through) if one.through is not None else None
        named = (introducer.name, introducer.uid) if introducer else (None, None)
        yield (card(conn, one.id, on, one), *named)
