"""Contacts that may be one person, read from the ledger, and what the user says of them."""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict

from netledger.domain import duplicates, names
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
            told = names.mailbox_key(key) if kind == "email" else key
            shared[contact].add(f"{kind}:{told}")
            if kind == "url" and key.startswith("in/"):
                paged.add(contact)
    rows = conn.execute(
        """SELECT id, name, org, birthday FROM contact
           WHERE id NOT IN (SELECT contact FROM standing WHERE archived_on IS NOT NULL)
           ORDER BY id"""
    )
    return [
        Person(id, (*_told(name), *bearing[id]), org, birthday, frozenset(shared[id]), id in paged)
        for id, name, org, birthday in rows
    ]


def _told(name: str) -> tuple[str, ...]:
    """Return a name, and where an address stands in its place, the name that it may hold."""
    local, at, _ = name.partition("@")
    words = [word for word in re.split(r"[\W\d_]+", local) if len(word) > 1]
    return (name, " ".join(words)) if at and len(words) > 1 else (name,)


def known_to_be_two(conn: sqlite3.Connection, one: int, other: int) -> bool:
    """Say whether the user has said that two contacts are two people."""
    pair = sorted((one, other))
    return conn.execute("SELECT 1 FROM verdict WHERE a = ? AND b = ?", pair).fetchone() is not None


def are_two(conn: sqlite3.Connection, one: int, other: int) -> None:
    """Keep it that two contacts are two people, inside a step."""
    conn.execute(
        "INSERT INTO verdict (a, b) VALUES (?, ?) ON CONFLICT DO NOTHING", sorted((one, other))
    )
