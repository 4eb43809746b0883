"""Reading the ties that can stand in a circle, and no others, however many contacts there are.

An index gives the ties by their ceiling (domain/strength.py), highest first; the domain says how
far to read.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator
from datetime import date

from netledger.domain import tiers
from netledger.domain.model import Head, Tie
from netledger.domain.strength import tie_strength
from netledger.ledger import read, ties

_COLUMNS = read.HEADS.partition("FROM")[0].replace("SELECT", "SELECT t.ceiling,", 1)
_BY_CEILING = f"""{_COLUMNS}
    FROM tie t CROSS JOIN contact c ON c.id = t.contact LEFT JOIN standing s ON s.contact = c.id
    ORDER BY t.ceiling DESC
"""


def circling(conn: sqlite3.Connection, on: date, also: Iterable[int] = ()) -> list[Head]:
    """Return the contacts that can stand in a circle or be due on a day, and those named, by id."""
    (newest,) = conn.execute("SELECT max(on_day) FROM interaction").fetchone()
    if newest is None or newest <= on.isoformat():
        reached = tiers.in_reach(_by_ceiling(conn), on)
    else:
        reached = _then(conn, on, (date.fromisoformat(newest) - on).days)
    found = {head.id: head for head in reached}
    stated = conn.execute("SELECT contact FROM standing WHERE stated_on IS NOT NULL")
    for contact in ({id for (id,) in stated} | set(also)) - found.keys():
        found[contact] = read.head(conn, contact, on)
    return [found[id] for id in sorted(found)]


def with_one(conn: sqlite3.Connection, one: Head, on: date) -> list[Head]:
    """Return the contacts that can stand in a circle, and this one with them."""
    return [*(head for head in circling(conn, on) if head.id != one.id), one]


def top(conn: sqlite3.Connection, on: date, number: int) -> list[Head]:
    """Return contacts with the strongest `number` ties among them, at most as the circles hold."""
    found = circling(conn, on)
    # Those that were not read rank below the least that a place asks for.
    above = (
        tie_strength(head.tie, on)[1] >= tiers.LEAST_RANK for head in found if not head.archived
    )
    return found if sum(above) >= number else read.everyone(conn, on)


def _by_ceiling(conn: sqlite3.Connection) -> Iterator[tuple[float, Head]]:
    return ((row[0], read.head_of(row[1:])) for row in conn.execute(_BY_CEILING))


def _then(conn: sqlite3.Connection, on: date, days: int) -> list[Head]:
    """Return those that could stand in a circle on a day before the last entry.

    Since then a tie may have got entries, and its ceiling is of today: it may have ranked higher
    by what fades, and by what more entries a day did for it.
    """
    found: list[Head] = []
    least = tiers.LEAST_RANK
    for ordered in (_by_ceiling(conn), _by_ceiling(conn)):
        near = tiers.near(ordered, on, least, tiers.drift(days), None if found else 2 * 150)
        found = _without_later(conn, near, on)
        least = tiers.least_in_circles(found, on)
    return found


def _without_later(conn: sqlite3.Connection, heads: list[Head], on: date) -> list[Head]:
    later = {head.id for head in heads if head.tie.last is not None and head.tie.last > on}
    past = dict(ties.computed(conn, later, on))
    return [
        head._replace(tie=past.get(head.id, Tie())) if head.id in later else head for head in heads
    ]
