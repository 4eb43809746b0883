"""What contacts bring and look for, and which of them know each other: what `match` goes by."""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Callable
from datetime import date

from netledger.domain.matching import Person
from netledger.domain.model import Stated
from netledger.domain.turning import warmth
from netledger.ledger import read


def people(conn: sqlite3.Connection, today: date) -> list[Person]:
    """Return what each of the living and active brings and looks for, by id."""
    stated: defaultdict[tuple[int, str], list[Stated]] = defaultdict(list)
    for contact, kind, value, on in conn.execute(
        """SELECT contact, kind, value, stated_on FROM detail
           WHERE kind IN ('offers', 'seeks', 'tag') ORDER BY id"""
    ):
        stated[contact, kind].append(Stated(value, read.day(on)))
    return [
        Person(
            id=head.id,
            name=head.name,
            warmth=warmth(head, today),
            role=head.role,
            org=head.org,
            tags=tuple(tag.text for tag in stated.get((head.id, "tag"), ())),
            offers=tuple(stated.get((head.id, "offers"), ())),
            seeks=tuple(stated.get((head.id, "seeks"), ())),
        )
        for head in read.everyone(conn, today)
        if not (head.archived or head.died)
    ]


def acquainted(conn: sqlite3.Connection, until: date) -> Callable[[int, int], bool]:
    """Return how to tell whether two contacts know each other up to a day, or are about to.

    They do where one brought the other to you, where a hand-off between them got as far as being
    made or is under way, or where they share an entry.
    """
    known = {
        frozenset(pair)
        for pair in conn.execute(
            """SELECT id, through FROM contact WHERE through IS NOT NULL
               UNION SELECT coalesce(a, via), b FROM introduction
                     WHERE (reached = 'made' OR state <> 'whiffed') AND started_on <= ?""",
            (until.isoformat(),),
        )
    }

    def know(one: int, other: int) -> bool:
        shared = """SELECT 1 FROM participant p JOIN participant o ON o.interaction = p.interaction
                      JOIN interaction i ON i.id = p.interaction
                    WHERE p.contact = ? AND o.contact = ? AND i.on_day <= ? LIMIT 1"""
        return (
            frozenset((one, other)) in known
            or conn.execute(shared, (one, other, until.isoformat())).fetchone() is not None
        )

    return know
