"""The change log: what was done when, and taking it back, last first."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from typing import Any, NamedTuple

from netledger.errors import NetledgerError
from netledger.ledger import ties
from netledger.ledger.connection import Ledger

# Beyond so many contacts, rewriting every tie row costs less than picking them out.
_MANY = 2000


class Done(NamedTuple):
    """One step of the history. `undone` says that it was taken back later."""

    id: int
    at: str
    what: str
    undone: bool
    undoes: int | None


def history(
    conn: sqlite3.Connection, contact: int | None = None, limit: int | None = None
) -> list[Done]:
    """Return the steps, or those that touched one contact, newest first."""
    touching = """WHERE s.id IN (
        SELECT step FROM change WHERE contact = ?1
        UNION SELECT step FROM change WHERE tbl IN ('introduction', 'verdict')
          AND ?1 IN (json_extract(coalesce(after, before), '$.a'),
                     json_extract(coalesce(after, before), '$.b'),
                     json_extract(coalesce(after, before), '$.via'))
        UNION SELECT step FROM change WHERE tbl IN ('interaction', 'interaction_tag')
          AND coalesce(json_extract(coalesce(after, before), '$.interaction'),
                       json_extract(coalesce(after, before), '$.id')) IN
            (SELECT json_extract(coalesce(after, before), '$.interaction') FROM change
             WHERE tbl = 'participant' AND contact = ?1))"""
    rows = conn.execute(
        f"""SELECT s.id, s.at, s.what, u.id IS NOT NULL, s.undoes
            FROM step s LEFT JOIN step u ON u.undoes = s.id
            {touching if contact is not None else ""} ORDER BY s.id DESC LIMIT ?2""",
        (contact, -1 if limit is None else limit),
    )
    return [Done(id, at, what, bool(undone), undoes) for id, at, what, undone, undoes in rows]


def undo(ledger: Ledger, only: int | None = None) -> Done:
    """Take back the last step that stands; return it.

    Raises NetledgerError if there is none, or if it is not the step `only`: somebody else may
    have written since.
    """
    with ledger.step("undo") as step:
        last = _last_standing(ledger.conn)
        if last is None:
            raise NetledgerError("There is nothing to undo.")
        if only is not None and last.id != only:
            raise NetledgerError(
                f"Something else was written since: {last.what}.", "`netledger history` shows it."
            )
        ledger.conn.execute("UPDATE step SET undoes = ? WHERE id = ?", (last.id, step.id))
        step.what = f"undo: {last.what}"
        _reverse(ledger.conn, last.id)
    return last


def undo_walk(ledger: Ledger) -> list[Done]:
    """Take back the last step and, if it was part of a walk, all steps of that walk."""
    last = _last_standing(ledger.conn)
    if last is None:
        raise NetledgerError("There is nothing to undo.")
    walk = _walk_of(ledger.conn, last.id)
    if walk is None:
        raise NetledgerError(
            f"The last step was no walk: {last.what}.", "`netledger undo` takes it back."
        )
    back = []
    while last is not None and _walk_of(ledger.conn, last.id) == walk:
        back.append(undo(ledger, only=last.id))
        last = _last_standing(ledger.conn)
    return back


def _walk_of(conn: sqlite3.Connection, step: int) -> int | None:
    (walk,) = conn.execute("SELECT walk FROM step WHERE id = ?", (step,)).fetchone()
    return None if walk is None else int(walk)


def _last_standing(conn: sqlite3.Connection) -> Done | None:
    """Return the newest step that is neither an undo nor undone, the one under way left out."""
    row = conn.execute(
        """SELECT id, at, what FROM step s
           WHERE undoes IS NULL AND id IS NOT (SELECT step FROM current)
             AND NOT EXISTS (SELECT 1 FROM step u WHERE u.undoes = s.id)
           ORDER BY id DESC LIMIT 1"""
    ).fetchone()
    return None if row is None else Done(row[0], row[1], row[2], undone=False, undoes=None)


def _reverse(conn: sqlite3.Connection, step: int) -> None:
    """Put every row that a step changed back to what it was, newest change first.

    The triggers log this too, so an undo is in the change log like any other write.
    """
    # Rows come back in the reverse of the order they went, children before parents at times.
    conn.execute("PRAGMA defer_foreign_keys = ON")
    rows = conn.execute(
        "SELECT tbl, before, after FROM change WHERE step = ? ORDER BY id DESC", (step,)
    ).fetchall()
    touched: set[int] = set()
    keys = {table: _primary_key(conn, table) for table in {row[0] for row in rows}}
    for table, before, after in rows:
        old = None if before is None else json.loads(before)
        new = None if after is None else json.loads(after)
        touched |= _tied(conn, table, old, new)
        _put_back(conn, table, keys[table], old, new)
        touched |= _tied(conn, table, old, new)
    ties.rebuild(conn, None if len(touched) > _MANY else touched & _ids(conn, touched))


def _ids(conn: sqlite3.Connection, wanted: Iterable[int]) -> set[int]:
    found = (conn.execute("SELECT id FROM contact WHERE id = ?", (id,)) for id in wanted)
    return {row[0] for rows in found for row in rows}


def _tied(
    conn: sqlite3.Connection, table: str, old: dict[str, Any] | None, new: dict[str, Any] | None
) -> set[int]:
    """Return the contacts whose tie a changed row bears upon."""
    row = old or new or {}
    if table == "participant":
        return {int(row["contact"])}
    if table == "contact":
        return {int(row["id"])}
    if table == "interaction":
        found = conn.execute("SELECT contact FROM participant WHERE interaction = ?", (row["id"],))
        return {int(contact) for (contact,) in found}
    return set()


def _put_back(
    conn: sqlite3.Connection,
    table: str,
    keys: list[str],
    old: dict[str, Any] | None,
    new: dict[str, Any] | None,
) -> None:
    if new is None and old is not None:
        done = conn.execute(
            f"INSERT INTO {table} ({', '.join(old)}) VALUES ({', '.join('?' * len(old))})",
            list(old.values()),
        )
    elif new is not None:
        where = " AND ".join(f"{key} = ?" for key in keys)
        at = [new[key] for key in keys]
        if old is None:
            done = conn.execute(f"DELETE FROM {table} WHERE {where}", at)
        else:
            done = conn.execute(
                f"UPDATE {table} SET {', '.join(f'{name} = ?' for name in old)} WHERE {where}",
                [*old.values(), *at],
            )
    if done.rowcount != 1:
        raise NetledgerError(
            f"This step can't be taken back: a row of {table} is not as it was left.",
            "Nothing was changed. `netledger history` shows what came after it.",
        )


def _primary_key(conn: sqlite3.Connection, table: str) -> list[str]:
    info = conn.execute(f"PRAGMA table_info({table})").fetchall()
    return [row[1] for row in sorted(info, key=lambda row: row[5]) if row[5]]


def join_walk(conn: sqlite3.Connection, step: int, first: int | None) -> int:
    """Make a step part of the walk that began with step `first` (None: with this one)."""
    walk = first or step
    conn.execute("UPDATE step SET walk = ? WHERE id = ?", (walk, step))
    return walk
