"""What the user says about a tie and where it is put: stated tier, cadence, rest, pin, archive."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date
from typing import Any

from netledger.domain.model import CIRCLES


def put(conn: sqlite3.Connection, contact: int, **fields: Any) -> None:
    """Set columns of a contact's standing; those not named stay as they are.

    Fields: stated_tier, cadence_days, stated_on, snoozed_until, pinned, archived_on.
    """
    names = list(fields)
    values = [value.isoformat() if isinstance(value, date) else value for value in fields.values()]
    conn.execute(
        f"""INSERT INTO standing (contact, {", ".join(names)})
            VALUES (?, {", ".join("?" * len(names))})
            ON CONFLICT (contact) DO UPDATE SET
              {", ".join(f"{name} = excluded.{name}" for name in names)}""",
        (contact, *values),
    )


def state(
    conn: sqlite3.Connection,
    contact: int,
    on: date,
    tier: int | None,
    cadence_days: int | None,
) -> None:
    """State a contact's tier and cadence (None: not stated); their clock starts on `on`.

    Stating what is stated already leaves the clock alone.
    """
    row = conn.execute(
        "SELECT stated_tier, cadence_days FROM standing WHERE contact = ?", (contact,)
    ).fetchone()
    if (row or (None, None)) == (tier, cadence_days):
        return
    since = None if tier is None and cadence_days is None else on
    conn.execute("DELETE FROM shown WHERE what = ?", (str(contact),))
    put(conn, contact, stated_tier=tier, cadence_days=cadence_days, stated_on=since)


def full_circle(conn: sqlite3.Connection, tier: int) -> int | None:
    """Return the innermost circle that has no room for one more tie stated in `tier`."""
    for circle in CIRCLES:
        (held,) = conn.execute(
            """SELECT count(*) FROM standing s JOIN contact c ON c.id = s.contact
               WHERE s.stated_tier <= ? AND s.archived_on IS NULL AND c.died IS NULL""",
            (circle,),
        ).fetchone()
        if circle >= tier and held >= circle:
            return circle
    return None


def archive(conn: sqlite3.Connection, contacts: Iterable[int], on: date) -> None:
    """Cut contacts: out of every list, kept in the ledger."""
    for contact in contacts:
        put(conn, contact, archived_on=on)


def restore(conn: sqlite3.Connection, contact: int) -> bool:
    """Bring back a cut contact; say whether it had been cut.

    A place that it held in a circle is gone where others have filled the circle since.
    """
    row = conn.execute(
        "SELECT stated_tier, cadence_days FROM standing WHERE contact = ?", (contact,)
    ).fetchone()
    if row and row[0] and full_circle(conn, row[0]):
        keep = "stated_on" if row[1] else "NULL"
        conn.execute(
            f"""UPDATE standing SET stated_tier = NULL, stated_on = {keep}
                WHERE contact = ? AND archived_on IS NOT NULL""",
            (contact,),
        )
    done = conn.execute(
        "UPDATE standing SET archived_on = NULL WHERE contact = ? AND archived_on IS NOT NULL",
        (contact,),
    )
    return done.rowcount > 0


def snooze(conn: sqlite3.Connection, contact: int, until: date) -> None:
    """Let a tie rest until a day."""
    put(conn, contact, snoozed_until=until)
    conn.execute("DELETE FROM shown WHERE what = ?", (str(contact),))


def rest_all(conn: sqlite3.Connection, until: date) -> None:
    """Let every tie rest until a day."""
    set_setting(conn, "rest_until", until.isoformat())


def set_setting(conn: sqlite3.Connection, key: str, value: str) -> None:
    """Set a setting of the ledger itself."""
    conn.execute(
        """INSERT INTO setting (key, value) VALUES (?, ?)
           ON CONFLICT (key) DO UPDATE SET value = excluded.value""",
        (key, value),
    )
