"""Reading the ledger into the domain's dataclasses; plain sqlite3, nothing heavy."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable
from datetime import date
from typing import Any

from netledger.domain.model import (
    Contact,
    Gesture,
    Head,
    Interaction,
    Promise,
    Stated,
    Tie,
)
from netledger.errors import NetledgerError
from netledger.ledger import ties

_HEADS = """
    SELECT c.id, c.uid, c.name, c.org, c.role, s.stated_tier, s.cadence_days, s.stated_on,
           s.snoozed_until, s.pinned, c.kin, c.died, s.archived_on, c.connected_on, c.met_on,
           c.created_on, c.through,
           t.n, t.d, t.first, t.last, t.two_way, t.s, t.s2, t.sq, t.i, t.sp, t.si
    FROM contact c LEFT JOIN standing s ON s.contact = c.id LEFT JOIN tie t ON t.contact = c.id
    {where} ORDER BY c.id
"""
# Those that can stand in a circle or fall due: with an entry, or with something stated.
_LIVE = """WHERE c.id IN (SELECT contact FROM tie
                          UNION SELECT contact FROM standing WHERE stated_on IS NOT NULL)"""


def day(text: str | None) -> date | None:
    """Return a stored day."""
    return None if text is None else date.fromisoformat(text)


def _head(row: tuple[Any, ...]) -> Head:
    id, uid, name, org, role, tier, cadence, stated, snoozed, pinned, kin = row[:11]
    died, archived, connected, met, created, through = row[11:17]
    tie = Tie()
    if row[17] is not None:
        n, d, first, last, two_way, *sums = row[17:]
        tie = Tie(n, d, day(first), day(last), bool(two_way), *sums)
    return Head(
        id=id,
        uid=uid,
        name=name,
        tie=tie,
        org=org,
        role=role,
        stated_tier=tier,
        cadence_days=cadence,
        stated_on=day(stated),
        snoozed_until=day(snoozed),
        pinned=bool(pinned),
        kin=bool(kin),
        died=day(died),
        archived=archived is not None,
        connected_on=day(connected),
        met_on=day(met),
        created_on=day(created),
        through=through,
    )


def _without_future(conn: sqlite3.Connection, heads: list[Head], on: date) -> list[Head]:
    """Return the heads with ties of entries up to `on` alone.

    On an ordinary day no entry lies ahead, and the tie rows serve as they are.
    """
    from dataclasses import replace

    ahead = {head.id for head in heads if head.tie.last is not None and head.tie.last > on}
    if not ahead:
        return heads
    past = dict(ties.computed(conn, ahead, on))
    return [
        replace(head, tie=past.get(head.id, Tie())) if head.id in ahead else head for head in heads
    ]


def everyone(conn: sqlite3.Connection, on: date) -> list[Head]:
    """Return every contact, archived ones too, with the ties as of a day."""
    return _without_future(conn, [_head(row) for row in conn.execute(_HEADS.format(where=""))], on)


def live(conn: sqlite3.Connection, on: date) -> list[Head]:
    """Return the contacts that have an entry or a stated tier or cadence."""
    return _without_future(
        conn, [_head(row) for row in conn.execute(_HEADS.format(where=_LIVE))], on
    )


def head(conn: sqlite3.Connection, contact: int, on: date) -> Head:
    """Return one contact's head."""
    rows = conn.execute(_HEADS.format(where="WHERE c.id = ?"), (contact,))
    return _without_future(conn, [_head(row) for row in rows], on)[0]


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


def names(conn: sqlite3.Connection, contacts: Iterable[int]) -> dict[int, str]:
    """Return the names of some contacts by id."""
    wanted = list(contacts)
    marks = ",".join("?" * len(wanted))
    return dict(conn.execute(f"SELECT id, name FROM contact WHERE id IN ({marks})", wanted))


def _yes_no(value: int | None) -> bool | None:
    return None if value is None else bool(value)


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


def last_entry(conn: sqlite3.Connection) -> int | None:
    """Return the id of the entry written by hand last."""
    row = conn.execute("SELECT max(id) FROM interaction WHERE source IS NULL").fetchone()
    return None if row[0] is None else int(row[0])


def participants(conn: sqlite3.Connection, entry: int) -> list[int]:
    """Return the ids of those who took part in an entry."""
    return [
        int(row[0])
        for row in conn.execute(
            "SELECT contact FROM participant WHERE interaction = ? ORDER BY contact", (entry,)
        )
    ]


def promises(
    conn: sqlite3.Connection, contact: int | None = None, only_open: bool = False
) -> list[Promise]:
    """Return promises, of one contact or of all active ones, by day and then as they were made."""
    where = "s.archived_on IS NULL" if contact is None else "p.contact = ?"
    rows = conn.execute(
        f"""SELECT p.id, p.contact, c.name, p.text, p.by_day, p.whose, p.done_on
            FROM promise p JOIN contact c ON c.id = p.contact
              LEFT JOIN standing s ON s.contact = c.id
            WHERE {where} {"AND p.done_on IS NULL" if only_open else ""}
            ORDER BY p.by_day IS NULL, p.by_day, p.id""",
        () if contact is None else (contact,),
    )
    return [
        Promise(id, who, name, text, day(by), whose, day(done))
        for id, who, name, text, by, whose, done in rows
    ]


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


def birthdays(conn: sqlite3.Connection) -> list[tuple[int, str, str]]:
    """Return (contact, name, birthday) of the living and active whose birthday is known."""
    return list(
        conn.execute(
            """SELECT c.id, c.name, c.birthday FROM contact c
                 LEFT JOIN standing s ON s.contact = c.id
               WHERE c.birthday IS NOT NULL AND c.died IS NULL AND s.archived_on IS NULL
               ORDER BY c.id"""
        )
    )


def setting(conn: sqlite3.Connection, key: str) -> str | None:
    """Return a setting of the ledger itself."""
    row = conn.execute("SELECT value FROM setting WHERE key = ?", (key,)).fetchone()
    return None if row is None else str(row[0])


def count(conn: sqlite3.Connection) -> int:
    """Return how many contacts the ledger holds, archived ones too."""
    return int(conn.execute("SELECT count(*) FROM contact").fetchone()[0])


def entry_exists(conn: sqlite3.Connection, entry: int) -> int:
    """Return `entry` if there is such an entry. Raises NetledgerError where there is none."""
    if conn.execute("SELECT 1 FROM interaction WHERE id = ?", (entry,)).fetchone() is None:
        raise NetledgerError(f"There is no entry {entry}.", "`netledger show WHO` lists their ids.")
    return entry


def promise(conn: sqlite3.Connection, id: int) -> Promise | None:
    """Return one promise."""
    row = conn.execute("SELECT contact FROM promise WHERE id = ?", (id,)).fetchone()
    held = promises(conn, row[0]) if row else []
    return next((one for one in held if one.id == id), None)


def stated(conn: sqlite3.Connection, contact: int, kind: str) -> tuple[str, ...]:
    """Return what a contact offers or seeks."""
    rows = conn.execute(
        "SELECT value FROM detail WHERE contact = ? AND kind = ? ORDER BY id", (contact, kind)
    )
    return tuple(value for (value,) in rows)


def name_of(conn: sqlite3.Connection, contact: int | None) -> str | None:
    """Return a contact's name."""
    return None if contact is None else names(conn, [contact]).get(contact)


def usual_minutes(conn: sqlite3.Connection, until: date) -> dict[int, int]:
    """Return how many minutes an entry of each contact takes on average, where any says."""
    rows = conn.execute(
        """SELECT p.contact, avg(i.minutes) FROM interaction i
             JOIN participant p ON p.interaction = i.id
           WHERE i.minutes IS NOT NULL AND i.on_day <= ? GROUP BY p.contact""",
        (until.isoformat(),),
    )
    return {contact: max(1, round(minutes)) for contact, minutes in rows}


def everyone_else_live(conn: sqlite3.Connection, one: Head, on: date) -> list[Head]:
    """Return the contacts that can stand in a circle, and this one with them."""
    return [*(head for head in live(conn, on) if head.id != one.id), one]


def chosen(
    conn: sqlite3.Connection, *, tag: str | None = None, org: str | None = None
) -> set[int] | None:
    """Return the ids of those with a tag and of an organisation (part of its name); None: all."""
    from netledger.domain.names import fold

    found: set[int] | None = None
    if tag is not None:
        key = fold(tag.lstrip("#@"))
        rows = conn.execute("SELECT contact FROM detail WHERE kind = 'tag' AND key = ?", (key,))
        found = {contact for (contact,) in rows}
    if org is not None:
        wanted = fold(org)
        rows = conn.execute("SELECT id, org FROM contact WHERE org IS NOT NULL")
        of_it = {id for id, name in rows if wanted in fold(name)}
        found = of_it if found is None else found & of_it
    return found


def count_active(conn: sqlite3.Connection) -> int:
    """Return how many contacts are not archived."""
    row = conn.execute(
        """SELECT (SELECT count(*) FROM contact)
                - (SELECT count(*) FROM standing WHERE archived_on IS NOT NULL)"""
    ).fetchone()
    return int(row[0])


# Minutes of an entry that does not say: guesses, used only to share out time over the circles.
_GUESSED_MINUTES = {
    "meet": 60, "call": 20, "video": 30, "message": 5, "email": 5, "letter": 20, "social": 2,
}  # fmt: skip


def minutes_spent(conn: sqlite3.Connection, since: date, until: date) -> dict[int, int]:
    """Return the minutes spent with each contact between two days, shared among those present."""
    guess = " ".join(
        f"WHEN '{channel}' THEN {minutes}" for channel, minutes in _GUESSED_MINUTES.items()
    )
    rows = conn.execute(
        f"""SELECT p.contact, sum(coalesce(i.minutes, CASE i.channel {guess} END)
              / (SELECT count(*) FROM participant o WHERE o.interaction = i.id))
            FROM interaction i JOIN participant p ON p.interaction = i.id
            WHERE i.on_day > ? AND i.on_day <= ? AND NOT i.pitch GROUP BY p.contact""",
        (since.isoformat(), until.isoformat()),
    )
    return dict(rows.fetchall())


def cards(conn: sqlite3.Connection, on: date) -> Iterable[tuple[Contact, str | None, str | None]]:
    """Yield every contact's card with its introducer's name and uid, by id."""
    heads = everyone(conn, on)
    by_id = {head.id: head for head in heads}
    for one in heads:
        introducer = by_id.get(one.through) if one.through is not None else None
        named = (introducer.name, introducer.uid) if introducer else (None, None)
        yield (card(conn, one.id, on, one), *named)
