"""Hand-offs in the ledger: reading them, and the one place that writes them."""

from __future__ import annotations

import sqlite3
from datetime import date, timedelta

from netledger.domain.introductions import FOLLOW_UP_DAYS, OPEN, YOU, Introduction, Party, State
from netledger.errors import NetledgerError
from netledger.ledger.daybook import new_uid

# The index of open hand-offs serves where a query says which are open in these very words.
_IS_OPEN = "i.state IN ('asked', 'agreed', 'made')"
_SELECT = """SELECT i.id, i.a, a.name, i.b, b.name, i.via, v.name, i.state, i.started_on,
               i.changed_on, i.why, i.because, i.reached, i.text
             FROM introduction i JOIN contact b ON b.id = i.b
               LEFT JOIN contact a ON a.id = i.a LEFT JOIN contact v ON v.id = i.via"""


def every(conn: sqlite3.Connection) -> list[Introduction]:
    """Return all hand-offs, by id."""
    return _read(conn, f"{_SELECT} ORDER BY i.id")


def one(conn: sqlite3.Connection, id: int) -> Introduction:
    """Return one hand-off. Raises NetledgerError where there is none of that number."""
    found = _read(conn, f"{_SELECT} WHERE i.id = ?", id) if -(1 << 63) <= id < 1 << 63 else []
    if not found:
        raise NetledgerError(f"There is no hand-off {id}.", "`netledger intros` lists them.")
    return found[0]


def to_follow_up(conn: sqlite3.Connection, today: date) -> list[Introduction]:
    """Return the open hand-offs whose state has stood for two weeks, longest first.

    Where they have agreed it is your turn at once. Those with someone who has died or was cut are
    no matter for the morning.
    """
    until = today - timedelta(days=FOLLOW_UP_DAYS)
    away = """SELECT 1 FROM contact c LEFT JOIN standing s ON s.contact = c.id
              WHERE c.id IN (i.a, i.b, i.via)
                AND (c.died IS NOT NULL OR s.archived_on IS NOT NULL)"""
    return _read(
        conn,
        f"""{_SELECT} WHERE {_IS_OPEN} AND i.changed_on <= ?1
              AND (i.changed_on <= ?2 OR i.state = 'agreed') AND NOT EXISTS ({away})
            ORDER BY i.changed_on, i.id""",
        today.isoformat(),
        until.isoformat(),
    )


def under_way(
    conn: sqlite3.Connection, a: int | None, b: int, via: int | None
) -> Introduction | None:
    """Return the open hand-off of this pair, whoever of the two was named first."""
    return next(
        iter(
            _read(
                conn,
                f"""{_SELECT} WHERE {_IS_OPEN} AND i.via IS ?3
                      AND ((i.a IS ?1 AND i.b = ?2) OR (i.a = ?2 AND i.b = ?1))
                    ORDER BY i.id DESC""",
                a,
                b,
                via,
            )
        ),
        None,
    )


def ended(conn: sqlite3.Connection, one: int, other: int) -> list[Introduction]:
    """Return the hand-offs between two contacts that have landed or whiffed, the newest first."""
    return _read(
        conn,
        f"""{_SELECT} WHERE i.state IN ('landed', 'whiffed')
              AND ((coalesce(i.a, i.via) = ?1 AND i.b = ?2)
                OR (coalesce(i.a, i.via) = ?2 AND i.b = ?1))
            ORDER BY i.changed_on DESC, i.id DESC""",
        one,
        other,
    )


def whiffed(conn: sqlite3.Connection, until: date) -> dict[frozenset[int], Introduction]:
    """Return the last hand-off that came to nothing by a day, by the two whom you introduced."""
    found = _read(
        conn,
        f"""{_SELECT} WHERE i.state = 'whiffed' AND i.a IS NOT NULL AND i.changed_on <= ?
            ORDER BY i.changed_on, i.id""",
        until.isoformat(),
    )
    return {frozenset((one.a.id or 0, one.b.id or 0)): one for one in found}


def begin(
    conn: sqlite3.Connection,
    pair: tuple[int | None, int, int | None],
    *,
    state: State,
    why: str | None,
    text: str,
    on: date,
) -> int:
    """Write a new hand-off of `pair` (a, b, via); return its id."""
    cursor = conn.execute(
        """INSERT INTO introduction (uid, a, b, via, why, text, state, started_on, changed_on,
             reached) VALUES (?, ?, ?, ?, ?, ?, ?, ?8, ?8, ?7)""",
        (new_uid(), *pair, why, text, state, on.isoformat()),
    )
    return int(cursor.lastrowid or 0)


def carry_on(
    conn: sqlite3.Connection, held: Introduction, *, state: State, why: str | None, text: str,
    on: date,
) -> None:  # fmt: skip
    """Write an open hand-off's next state and text; a state that stays keeps its day."""
    changed = held.changed if state == held.state else on
    conn.execute(
        """UPDATE introduction SET state = ?1, reached = ?1, changed_on = ?2, text = ?3,
             why = coalesce(?4, why) WHERE id = ?5""",
        (state, changed.isoformat(), text, why, held.id),
    )


def settle(
    conn: sqlite3.Connection, held: Introduction, state: State, because: str | None, on: date
) -> None:
    """Write how a hand-off stands now, and why.

    An open one that is said to stand as before is looked at again two weeks from `on`; an ended
    one keeps its day. What was said of the state before goes with it.
    """
    same = state == held.state
    reached = held.reached if state == "whiffed" else "made" if state == "landed" else state
    changed = held.changed if same and state not in OPEN else on
    conn.execute(
        """UPDATE introduction SET state = ?, reached = ?, changed_on = ?, because = ?
           WHERE id = ?""",
        (state, reached, changed.isoformat(), because or (held.because if same else None), held.id),
    )


def _read(conn: sqlite3.Connection, query: str, *parameters: object) -> list[Introduction]:
    return [
        Introduction(
            id=row[0],
            a=YOU if row[1] is None else Party(row[1], row[2]),
            b=Party(row[3], row[4]),
            via=None if row[5] is None else Party(row[5], row[6]),
            state=row[7],
            started=date.fromisoformat(row[8]),
            changed=date.fromisoformat(row[9]),
            why=row[10],
            because=row[11],
            reached=row[12],
            text=row[13],
        )
        for row in conn.execute(query, parameters)
    ]
