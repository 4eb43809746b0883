"""Reading the ledger into the domain's dataclasses; plain sqlite3, nothing heavy."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import Any

from netledger.domain.model import Head, Tie
from netledger.errors import NetledgerError
from netledger.ledger import ties

# The columns of a head, from contact c, standing s and tie t.
HEADS = """
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


_NO_TIE = Tie()


def day(text: str | None) -> date | None:
    """Return a stored day."""
    return None if text is None else date.fromisoformat(text)


def head_of(row: tuple[Any, ...]) -> Head:
    """Return the head in a row of HEADS; by place, since thousands are made."""
    id, uid, name, org, role, tier, cadence, stated, snoozed, pinned, kin = row[:11]
    died, archived, connected, met, created, through = row[11:17]
    tie = _NO_TIE
    if row[17] is not None:
        n, d, first, last, two_way, s, s2, sq, i, sp, si = row[17:]
        tie = Tie(n, d, day(first), day(last), bool(two_way), s, s2, sq, i, sp, si)
    return Head(
        id, uid, name, tie, org, role, tier, cadence, day(stated), day(snoozed), bool(pinned),
        bool(kin), day(died), archived is not None, day(connected), day(met), day(created), through,
    )  # fmt: skip


def _without_future(conn: sqlite3.Connection, heads: list[Head], on: date) -> list[Head]:
    """Return the heads with ties of entries up to `on` alone.

    On an ordinary day no entry lies ahead, and the tie rows serve as they are.
    """
    ahead = {head.id for head in heads if head.tie.last is not None and head.tie.last > on}
    if not ahead:
        return heads
    past = dict(ties.computed(conn, ahead, on))
    return [
        head._replace(tie=past.get(head.id, Tie())) if head.id in ahead else head for head in heads
    ]


def everyone(conn: sqlite3.Connection, on: date) -> list[Head]:
    """Return every contact, archived ones too, with the ties as of a day."""
    return _without_future(conn, [head_of(row) for row in conn.execute(HEADS.format(where=""))], on)


def live(conn: sqlite3.Connection, on: date) -> list[Head]:
    """Return the contacts that have an entry or a stated tier or cadence."""
    return _without_future(
        conn, [head_of(row) for row in conn.execute(HEADS.format(where=_LIVE))], on
    )


def thin_or_silent(
    conn: sqlite3.Connection, on: date, thin_days: int, silent_days: int
) -> list[Head]:
    """Return the contacts without an entry, with one-way ones on few days, or silent for long."""
    where = "WHERE t.contact IS NULL OR (t.two_way = 0 AND t.d <= ?) OR t.last <= ?"
    since = date.fromordinal(max(1, on.toordinal() - silent_days)).isoformat()
    return [head_of(row) for row in conn.execute(HEADS.format(where=where), (thin_days, since))]


def active(conn: sqlite3.Connection) -> set[int]:
    """Return the ids of the contacts that are neither archived nor dead."""
    rows = conn.execute(
        """SELECT c.id FROM contact c LEFT JOIN standing s ON s.contact = c.id
           WHERE c.died IS NULL AND s.archived_on IS NULL"""
    )
    return {id for (id,) in rows}


def head(conn: sqlite3.Connection, contact: int, on: date) -> Head:
    """Return one contact's head."""
    rows = conn.execute(HEADS.format(where="WHERE c.id = ?"), (contact,))
    return _without_future(conn, [head_of(row) for row in rows], on)[0]


def names(conn: sqlite3.Connection, contacts: Iterable[int]) -> dict[int, str]:
    """Return the names of some contacts by id."""
    wanted = list(contacts)
    marks = ",".join("?" * len(wanted))
    return dict(conn.execute(f"SELECT id, name FROM contact WHERE id IN ({marks})", wanted))


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


def birthdays(
    conn: sqlite3.Connection, days: Iterable[date] | None = None
) -> list[tuple[int, str, str]]:
    """Return (contact, name, birthday) of the living and active whose birthday is known.

    With `days` those that are on one of them alone; 29 February is on the 28th as well.
    """
    near = "" if days is None else f"AND substr(c.birthday, -5) IN ({_month_days(days)})"
    return list(
        conn.execute(
            f"""SELECT c.id, c.name, c.birthday FROM contact c
                 LEFT JOIN standing s ON s.contact = c.id
               WHERE c.birthday IS NOT NULL {near} AND c.died IS NULL AND s.archived_on IS NULL
               ORDER BY c.id"""
        )
    )


def _month_days(days: Iterable[date]) -> str:
    found = {f"{day:%m-%d}" for day in days}
    return ", ".join(
        f"'{day}'" for day in sorted(found | ({"02-29"} if "02-28" in found else set()))
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


def name_of(conn: sqlite3.Connection, contact: int | None) -> str | None:
    """Return a contact's name."""
    return None if contact is None else names(conn, [contact]).get(contact)


def usual_minutes(conn: sqlite3.Connection, contacts: Iterable[int], until: date) -> dict[int, int]:
    """Return how many minutes the last entries of each of these took, where any of twenty says."""
    found = {}
    for contact in contacts:
        (minutes,) = conn.execute(
            """SELECT avg(minutes) FROM
                 (SELECT i.minutes FROM participant p JOIN interaction i ON i.id = p.interaction
                  WHERE p.contact = ? AND i.on_day <= ? ORDER BY p.interaction DESC LIMIT 20)""",
            (contact, until.isoformat()),
        ).fetchone()
        if minutes is not None:
            found[contact] = max(1, round(minutes))
    return found


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


def minutes_spent(
    conn: sqlite3.Connection, since: date, until: date, contacts: Iterable[int]
) -> dict[int, float]:
    """Return the minutes spent with each of some contacts between two days, and under 0 the rest.

    The time of an entry is shared among those present.
    """
    guess = " ".join(
        f"WHEN '{channel}' THEN {minutes}" for channel, minutes in _GUESSED_MINUTES.items()
    )
    took = f"coalesce(i.minutes, CASE i.channel {guess} END)"
    between = "i.on_day > ? AND i.on_day <= ? AND NOT i.pitch"
    days = since.isoformat(), until.isoformat()
    spent = {}
    for contact in contacts:
        (minutes,) = conn.execute(
            f"""SELECT sum({took} * 1.0 / (SELECT count(*) FROM participant o
                                           WHERE o.interaction = i.id))
                FROM participant p CROSS JOIN interaction i ON i.id = p.interaction
                WHERE p.contact = ? AND {between}""",
            (contact, *days),
        ).fetchone()
        spent[contact] = minutes or 0.0
    (all_minutes,) = conn.execute(
        f"SELECT sum({took}) FROM interaction i WHERE {between}", days
    ).fetchone()
    spent[0] = max(0.0, (all_minutes or 0.0) - sum(spent.values()))
    return spent
