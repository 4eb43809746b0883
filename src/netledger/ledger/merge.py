"""One contact out of two, with nothing lost."""

from __future__ import annotations

import sqlite3
from typing import Any, Final

from netledger.domain import names
from netledger.ledger import contacts, said, standing, ties
from netledger.ledger.contacts import ContactFields, ContactRow, DetailFields

_FILLED: Final = ("org", "role", "location", "birthday", "died")
_EARLIEST: Final = ("connected_on", "created_on")
_MEETING: Final = ("met_on", "met_where")  # with `through`, one story: never mixed of two
_SUPPORT: Final = ("gave_instrumental", "gave_psychosocial", "got_instrumental", "got_psychosocial")


def merge(conn: sqlite3.Connection, keep: int, other: int, *, by_import: bool = False) -> None:
    """Merge contact `other` into `keep`, inside a step.

    `keep`'s fields win and its gaps are filled; notes follow one another; the other name becomes
    an alias; entries, promises, gestures and introductions move. `by_import`: what sources said
    is settled among them, whichever of the two was here first.
    """
    with contacts.session(conn) as into:
        kept, gone = into.get_one(ContactRow, keep), into.get_one(ContactRow, other)
        changes = _fields(kept, gone, by_import)
        shown = names.fold(changes.get("name", kept.name))
        identity = DetailFields(kind="key", value=f"uid:{gone.uid}")
        contacts.attach(
            into,
            keep,
            [
                *(one for one in _details(conn, other) if (one.kind, one.key) != ("alias", shown)),
                *_aliases(kept, gone, changes, by_import),
                identity,
            ],
        )
        for name, value in changes.items():
            setattr(kept, name, value)
        kept.folded = names.fold(kept.name)
        into.flush()
    _move_entries(conn, keep, other)
    conn.execute("UPDATE promise SET contact = ? WHERE contact = ?", (keep, other))
    conn.execute("UPDATE OR IGNORE gesture SET contact = ? WHERE contact = ?", (keep, other))
    _move_introductions(conn, keep, other)
    _move_verdicts(conn, keep, other)
    conn.execute("UPDATE contact SET through = ?1 WHERE through = ?2 AND id <> ?1", (keep, other))
    conn.execute(
        "UPDATE contact SET through = NULL WHERE id = ?1 AND through IN (?1, ?2)", (keep, other)
    )
    _settle_standing(conn, keep, other)
    conn.execute("DELETE FROM contact WHERE id = ?", (other,))
    ties.rebuild(conn, [keep])


def _aliases(
    kept: ContactRow, gone: ContactRow, changes: dict[str, Any], by_import: bool
) -> list[DetailFields]:
    """Return the names that the one contact no longer shows."""
    shown = names.fold(changes.get("name", kept.name))
    return [
        DetailFields(kind="alias", value=row.name)
        for row in (kept, gone)
        if names.fold(row.name) != shown and not (by_import and said.nameless(row.name))
    ]


def _settled(kept: ContactRow, gone: ContactRow) -> dict[str, str]:
    """Return the fields as the user wrote them, else as all sources together have them."""
    ours, theirs = said.read(kept.imported), said.read(gone.imported)
    both = said.joined(ours, theirs)
    settled = {}
    for field in said.FOLLOWED:
        value = said.stands(both, field)
        touched = [
            written
            for row, words in ((kept, ours), (gone, theirs))
            if (written := getattr(row, field)) not in (None, said.stands(words, field))
        ]
        if len(touched) == 1 and field != "note":
            # What the user wrote stands before what any source said.
            settled[field] = touched[0]
        elif value and not touched:
            settled[field] = value
    return settled


def _fields(kept: ContactRow, gone: ContactRow, by_import: bool) -> dict[str, Any]:
    changes: dict[str, Any] = {name: getattr(kept, name) or getattr(gone, name) for name in _FILLED}
    changes["kin"] = max(kept.kin, gone.kin)
    for name in _EARLIEST:
        days = [day for row in (kept, gone) if (day := getattr(row, name))]
        changes[name] = min(days, default=None)
    told = [
        row for row in (kept, gone) if row.met_where or row.through not in (None, kept.id, gone.id)
    ]
    teller = next(iter(told), kept if kept.met_on else gone)
    changes |= {name: getattr(teller, name) for name in _MEETING}
    if not told:
        days = [day for day in (kept.met_on, gone.met_on) if day]
        changes["met_on"] = min(days, default=None)
    through = teller.through if teller.through not in (kept.id, gone.id) else None
    changes["through"] = through
    both = said.joined(said.read(kept.imported), said.read(gone.imported))
    changes["imported"] = said.written(both)
    if kept.birthday and gone.birthday and kept.birthday.startswith("--"):
        # The same day with its year says more.
        same = gone.birthday[4:] == kept.birthday[1:]
        changes["birthday"] = gone.birthday if same else kept.birthday
    settled = _settled(kept, gone) if by_import else {}
    changes |= settled
    left_over = _left_over(gone, changes, {*settled} if by_import else set())
    notes = (changes.get("note"), left_over) if "note" in settled else (
        kept.note, gone.note, left_over
    )  # fmt: skip
    changes["note"] = "\n\n".join(dict.fromkeys(note for note in notes if note)) or None
    fields = {name: changes.get(name, getattr(kept, name)) for name in ContactFields.model_fields}
    changes["words"] = contacts.words(fields)
    return changes


def _left_over(gone: ContactRow, changes: dict[str, Any], settled: set[str]) -> str | None:
    """Return in words what `gone` said otherwise, for the note: nothing is lost.

    What was settled among the sources stays on record as what they said.
    """
    other = [
        f"{name.replace('_', ' ')} {getattr(gone, name)}"
        for name in (*_FILLED, *_MEETING)
        if name not in settled
        and getattr(gone, name) and getattr(gone, name) != changes[name]
        and not (name == "birthday" and str(gone.birthday)[4:] == str(changes[name])[1:])
    ]  # fmt: skip
    return f"{gone.name}, merged in: {', '.join(other)}" if other else None


def _details(conn: sqlite3.Connection, contact: int) -> list[DetailFields]:
    rows = conn.execute(
        "SELECT kind, value, stated_on FROM detail WHERE contact = ? ORDER BY id", (contact,)
    )
    return [DetailFields(kind=kind, value=value, stated_on=on) for kind, value, on in rows]


def _move_entries(conn: sqlite3.Connection, keep: int, other: int) -> None:
    columns = ", ".join(_SUPPORT)
    larger = ", ".join(f"{name} = max({name}, excluded.{name})" for name in _SUPPORT)
    conn.execute(
        f"""INSERT INTO participant (contact, interaction, {columns})
              SELECT ?, interaction, {columns} FROM participant WHERE contact = ?
            ON CONFLICT (contact, interaction) DO UPDATE SET {larger}""",
        (keep, other),
    )
    conn.execute("DELETE FROM participant WHERE contact = ?", (other,))


def _move_introductions(conn: sqlite3.Connection, keep: int, other: int) -> None:
    """Give `keep` the other's hand-offs, but for those between the two."""
    conn.execute(
        """DELETE FROM introduction WHERE ?1 IN (a, b, via) AND ?2 IN (a, b, via)""",
        (keep, other),
    )
    for column in ("a", "b", "via"):
        conn.execute(f"UPDATE introduction SET {column} = ? WHERE {column} = ?", (keep, other))


def _move_verdicts(conn: sqlite3.Connection, keep: int, other: int) -> None:
    rows = conn.execute(
        "SELECT CASE a WHEN ?1 THEN b ELSE a END FROM verdict WHERE ?1 IN (a, b)", (other,)
    ).fetchall()
    conn.executemany(
        "INSERT OR IGNORE INTO verdict (a, b) VALUES (?, ?)",
        [sorted((keep, third)) for (third,) in rows if third != keep],
    )


def _settle_standing(conn: sqlite3.Connection, keep: int, other: int) -> None:
    """Join what was said of both ties: `keep`'s word first, either's pin or active state."""
    query = """SELECT stated_tier, cadence_days, stated_on, snoozed_until, pinned, archived_on
               FROM standing WHERE contact = ?"""
    ours, theirs = (conn.execute(query, (id,)).fetchone() for id in (keep, other))
    if ours is None and theirs is None:
        return
    nothing = (None, None, None, None, 0, None)
    mine, its = ours or nothing, theirs or nothing
    archived = min(mine[5], its[5]) if mine[5] and its[5] else None
    stated = [day for day in (mine[2], its[2]) if day]
    tier = mine[0] or its[0]
    held = {row[0] for row in (mine, its) if not row[5]}
    if tier and not archived and tier not in held and standing.full_circle(conn, tier):
        # It was of the one who was cut, and its place has been given away.
        tier = None
    joined = (
        tier,
        mine[1] or its[1],
        min(stated, default=None),
        mine[3] or its[3],
        max(mine[4], its[4]),
        archived,
    )
    conn.execute(
        """INSERT INTO standing VALUES (?, ?, ?, ?, ?, ?, ?)
           ON CONFLICT (contact) DO UPDATE SET stated_tier = excluded.stated_tier,
             cadence_days = excluded.cadence_days, stated_on = excluded.stated_on,
             snoozed_until = excluded.snoozed_until, pinned = excluded.pinned,
             archived_on = excluded.archived_on""",
        (keep, *joined),
    )
