"""Contacts that may be one person, read from the ledger, and what the user says of them."""

from __future__ import annotations

import sqlite3
from collections import defaultdict

from netledger.domain import duplicates
from netledger.domain.duplicates import Person, Proposal


def proposals(conn: sqlite3.Connection, among: frozenset[int] | None = None) -> list[Proposal]:
    """Return pairs of active contacts that may be one, surest first.

    With `among` those with at least one of these contacts; pairs that the user has said are two
    are left out.
    """
    two_people = {(a, b) for a, b in conn.execute("SELECT a, b FROM verdict")}
    found = duplicates.proposals(_people(conn), among)
    return [one for one in found if (one.a, one.b) not in two_people]


def _people(conn: sqlite3.Connection) -> list[Person]:
    bearing: defaultdict[int, list[str]] = defaultdict(list)
    shared: defaultdict[int, set[str]] = defaultdict(set)
    paged: set[int] = set()
    for contact, kind, key, value in conn.execute(
        """SELECT contact, kind, key, value FROM detail
           WHERE kind IN ('alias', 'email', 'phone', 'url')"""
    ):
        if kind == "alias":
            bearing[contact].append(value)
        else:
            shared[contact].add(f"{kind}:{key}")
            if kind == "url" and key.startswith("in/"):
                paged.add(contact)
    rows = conn.execute(
        """SELECT id, name, org, birthday FROM contact
           WHERE id NOT IN (SELECT contact FROM standing WHERE archived_on IS NOT NULL)
           ORDER BY id"""
    )
    return [
        Person(id, (name, *bearing[id]), org, birthday, frozenset(shared[id]), id in paged)
        for id, name, org, birthday in rows
    ]


def are_two(conn: sqlite3.Connection, one: int, other: int) -> None:
    """Keep it that two contacts are two people, inside a step."""
    conn.execute(
        "INSERT INTO verdict (a, b) VALUES (?, ?) ON CONFLICT DO NOTHING", sorted((one, other))
    )
