"""Writing the book of entries: log, amend, unlog, promises. Plain sqlite3, nothing heavy.

Each function is called inside a step and leaves the tie rows in accord with the entries.
"""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Mapping, Sequence
from datetime import date

from netledger.domain import names
from netledger.domain.model import Credit, NewEntry, Side
from netledger.ledger import read, ties


def new_uid() -> str:
    """Return a fresh identity that holds across ledgers."""
    return os.urandom(8).hex()


def add_name(conn: sqlite3.Connection, name: str, on: date) -> int:
    """Add a contact of whom only the name is known; return its id.

    The one plain insert of a contact: it keeps `log --new` as light as `log`.
    """
    name = names.one_line(name)
    folded = names.fold(name)
    cursor = conn.execute(
        "INSERT INTO contact (uid, name, folded, words, created_on) VALUES (?, ?, ?, ?, ?)",
        (new_uid(), name, folded, folded, on.isoformat()),
    )
    return int(cursor.lastrowid or 0)


def log(conn: sqlite3.Connection, entry: NewEntry) -> int:
    """Write an entry; return its id."""
    cursor = conn.execute(
        """INSERT INTO interaction (uid, on_day, channel, note, words, minutes, depth, initiator,
             two_way, pitch, at_ease, valued) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            new_uid(),
            entry.on.isoformat(),
            entry.channel,
            entry.note,
            names.fold(entry.note) if entry.note else None,
            entry.minutes,
            entry.depth,
            entry.initiator,
            entry.two_way,
            entry.pitch,
            entry.at_ease,
            entry.valued,
        ),
    )
    id = int(cursor.lastrowid or 0)
    for contact, credit in entry.participants.items():
        credit_to(conn, id, contact, credit)
    tag(conn, id, entry.tags)
    ties.rebuild(conn, entry.participants)
    return id


def credit_to(conn: sqlite3.Connection, entry: int, contact: int, credit: Credit) -> None:
    """Put a contact into an entry, or set what the entry carried for it."""
    conn.execute(
        """INSERT INTO participant (contact, interaction, gave_instrumental, gave_psychosocial,
             got_instrumental, got_psychosocial) VALUES (?, ?, ?, ?, ?, ?)
           ON CONFLICT (contact, interaction) DO UPDATE SET
             gave_instrumental = excluded.gave_instrumental,
             gave_psychosocial = excluded.gave_psychosocial,
             got_instrumental = excluded.got_instrumental,
             got_psychosocial = excluded.got_psychosocial""",
        (
            contact,
            entry,
            "instrumental" in credit.gave,
            "psychosocial" in credit.gave,
            "instrumental" in credit.got,
            "psychosocial" in credit.got,
        ),
    )


def tag(conn: sqlite3.Connection, entry: int, tags: Sequence[str]) -> None:
    """Add tags to an entry."""
    conn.executemany(
        "INSERT INTO interaction_tag VALUES (?, ?) ON CONFLICT DO NOTHING",
        ((entry, text) for text in tags),
    )


def amend(
    conn: sqlite3.Connection,
    entry: int,
    changed: Mapping[str, str | int | None],
    participants: Mapping[int, Credit] | None = None,
    tags: Sequence[str] | None = None,
) -> None:
    """Correct an entry: some columns, all who took part (if given), all tags (if given)."""
    before = read.participants(conn, entry)
    columns = dict(changed)
    if "note" in columns:
        note = columns["note"]
        columns["words"] = names.fold(str(note)) if note else None
    if columns:
        conn.execute(
            f"UPDATE interaction SET {', '.join(f'{name} = ?' for name in columns)} WHERE id = ?",
            (*columns.values(), entry),
        )
    if participants is not None:
        for contact in set(before) - set(participants):
            conn.execute(
                "DELETE FROM participant WHERE contact = ? AND interaction = ?", (contact, entry)
            )
        for contact, credit in participants.items():
            credit_to(conn, entry, contact, credit)
    if tags is not None:
        conn.execute(
            f"""DELETE FROM interaction_tag WHERE interaction = ?
                AND tag NOT IN ({", ".join("?" * len(tags))})""",
            (entry, *tags),
        )
        tag(conn, entry, tags)
    ties.rebuild(conn, {*before, *(participants or ())})


def credited(conn: sqlite3.Connection, entry: int) -> dict[int, Credit]:
    """Return who took part in an entry and what it carried for each."""
    rows = conn.execute(
        """SELECT contact, gave_instrumental, gave_psychosocial, got_instrumental, got_psychosocial
           FROM participant WHERE interaction = ? ORDER BY contact""",
        (entry,),
    )
    return {row[0]: Credit(ties.kinds(*row[1:3]), ties.kinds(*row[3:5])) for row in rows}


def details(conn: sqlite3.Connection, entry: int) -> NewEntry:
    """Return an entry as it would be written now."""
    names_ = [one for one in NewEntry._fields if one not in ("participants", "tags", "on")]
    row = conn.execute(
        f"SELECT on_day, {', '.join(names_)} FROM interaction WHERE id = ?", (entry,)
    ).fetchone()
    values = dict(zip(names_, row[1:], strict=True))
    for name in ("two_way", "pitch", "at_ease", "valued"):
        values[name] = None if values[name] is None else bool(values[name])
    tags = conn.execute(
        "SELECT tag FROM interaction_tag WHERE interaction = ? ORDER BY tag", (entry,)
    )
    return NewEntry(
        on=date.fromisoformat(row[0]),
        participants=credited(conn, entry),
        tags=[text for (text,) in tags],
        **values,
    )


def unlog(conn: sqlite3.Connection, entry: int) -> None:
    """Take out an entry. One that was imported stays out when its file comes again."""
    contacts = read.participants(conn, entry)
    conn.execute(
        """INSERT INTO taken_out (source, thread, marks)
             SELECT source, thread, marks FROM interaction WHERE id = ? AND source IS NOT NULL
           ON CONFLICT DO NOTHING""",
        (entry,),
    )
    conn.execute("DELETE FROM interaction WHERE id = ?", (entry,))
    ties.rebuild(conn, contacts)


def promise(
    conn: sqlite3.Connection, contact: int, entry: int, *, text: str, whose: Side, by: date | None
) -> int:
    """Write a promise made in an entry; return its id."""
    cursor = conn.execute(
        """INSERT INTO promise (uid, contact, interaction, text, whose, by_day)
           VALUES (?, ?, ?, ?, ?, ?)""",
        (new_uid(), contact, entry, text, whose, by and by.isoformat()),
    )
    return int(cursor.lastrowid or 0)


def keep_promise(conn: sqlite3.Connection, promise: int, on: date) -> None:
    """Close a promise."""
    conn.execute("UPDATE promise SET done_on = ? WHERE id = ?", (on.isoformat(), promise))


def put_off(conn: sqlite3.Connection, promise: int, by: date) -> None:
    """Give a promise another day."""
    conn.execute("UPDATE promise SET by_day = ? WHERE id = ?", (by.isoformat(), promise))


def promised_in(conn: sqlite3.Connection, entry: int) -> list[int]:
    """Return the promises that were made in an entry, kept or not."""
    rows = conn.execute("SELECT id FROM promise WHERE interaction = ? ORDER BY id", (entry,))
    return [id for (id,) in rows]


def drop_promise(conn: sqlite3.Connection, promise: int) -> None:
    """Take out a promise."""
    conn.execute("DELETE FROM promise WHERE id = ?", (promise,))


def note_shown(conn: sqlite3.Connection, whats: Sequence[str], today: date, gap: int) -> None:
    """Note that the morning note showed these today.

    A run of days goes on where the last showing was at most `gap` days ago, so that a weekend
    without a look breaks no run.
    """
    conn.executemany(
        """INSERT INTO shown (what, last, days) VALUES (?1, ?2, 1)
           ON CONFLICT (what) DO UPDATE SET last = excluded.last, days = CASE
             WHEN shown.last = excluded.last THEN shown.days
             WHEN julianday(excluded.last) - julianday(shown.last) BETWEEN 1 AND ?3
               THEN shown.days + 1
             ELSE 1 END""",
        ((what, today.isoformat(), gap) for what in whats),
    )


def shown(conn: sqlite3.Connection) -> dict[str, tuple[date, int]]:
    """Return what the morning note has shown: the last day, and for how many days running."""
    rows = conn.execute("SELECT what, last, days FROM shown")
    return {what: (date.fromisoformat(last), days) for what, last, days in rows}
