"""What was said of what a contact offers and seeks, said again: it holds from that day on."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable
from datetime import date


def renew(
    conn: sqlite3.Connection, contact: int, said: Iterable[tuple[str, str]], on: date
) -> list[str]:
    """Date offers and needs (kind, key) that were stated on another day; return their texts.

    What the contact does not have stated, or has stated on that day, is passed over.
    """
    renewed = []
    for kind, key in said:
        rows = conn.execute(
            """UPDATE detail SET stated_on = ?1
               WHERE contact = ?2 AND kind = ?3 AND key = ?4 AND kind IN ('offers', 'seeks')
                 AND stated_on IS NOT ?1
               RETURNING value""",
            (on.isoformat(), contact, kind, key),
        )
        renewed += [value for (value,) in rows]
    return renewed
