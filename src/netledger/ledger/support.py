"""Reading the entries that carried support."""

from __future__ import annotations

import sqlite3
from datetime import date

from netledger.domain.support import Given
from netledger.domain.vanity import Pitches
from netledger.ledger import ties

# Entries that came from them, or in which they took part unless you are known to have started it.
_THEIRS = "(i.pitch OR i.initiator = 'them' OR (i.two_way AND i.initiator IS NULL))"


def given(conn: sqlite3.Connection, since: date, until: date, *, here: bool = True) -> list[Given]:
    """Return what entries from `since` to `until` carried; a pitch carries nothing.

    With `here` that of the living and active, else that of those who have died or were cut.
    """
    # The condition on the kinds is that of an index: entries without support are not read. A
    # CROSS JOIN is taken as it stands, or SQLite would go by the days.
    rows = conn.execute(
        """SELECT p.contact, i.on_day, p.gave_instrumental, p.gave_psychosocial,
             p.got_instrumental, p.got_psychosocial
           FROM participant p CROSS JOIN interaction i ON i.id = p.interaction
             JOIN contact c ON c.id = p.contact LEFT JOIN standing s ON s.contact = c.id
           WHERE (p.gave_instrumental OR p.gave_psychosocial
               OR p.got_instrumental OR p.got_psychosocial)
             AND i.on_day BETWEEN ? AND ? AND NOT i.pitch
             AND (c.died IS NULL AND s.archived_on IS NULL) = ?""",
        (since.isoformat(), until.isoformat(), here),
    )
    return [
        Given(contact, date.fromisoformat(on), ties.kinds(*flags[:2]), ties.kinds(*flags[2:]))
        for contact, on, *flags in rows
    ]


def pitches(conn: sqlite3.Connection, contact: int, until: date) -> Pitches:
    """Return how many of a contact's entries up to a day were pitches, of those that are theirs."""
    pitched, theirs = conn.execute(
        f"""SELECT coalesce(sum(i.pitch), 0), count(*) FROM participant p
              JOIN interaction i ON i.id = p.interaction
            WHERE p.contact = ? AND i.on_day <= ? AND {_THEIRS}""",
        (contact, until.isoformat()),
    ).fetchone()
    return Pitches(pitched, theirs)


def all_pitches(conn: sqlite3.Connection, until: date) -> dict[int, Pitches]:
    """Return the same of everyone who ever pitched, by contact."""
    rows = conn.execute(
        f"""WITH pitching AS MATERIALIZED
              (SELECT DISTINCT p.contact FROM interaction i
                 CROSS JOIN participant p ON p.interaction = i.id
               WHERE i.pitch = 1)
            SELECT p.contact, sum(i.pitch), count(*) FROM pitching
              CROSS JOIN participant p ON p.contact = pitching.contact
              CROSS JOIN interaction i ON i.id = p.interaction
            WHERE i.on_day <= ? AND {_THEIRS} GROUP BY p.contact""",
        (until.isoformat(),),
    )
    return {contact: Pitches(pitched, theirs) for contact, pitched, theirs in rows}
