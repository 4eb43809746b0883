"""Contacts that an import has shown to be one person, joined.

A record that carries a page of one contact and an address of another says that the two are one.
Only what the import brought counts: what the user put on two contacts by hand is left as it is,
and so is a pair of whom the user has said that they are two.
"""

from __future__ import annotations

import sqlite3

from netledger.domain import duplicates, likeness
from netledger.ledger import merge
from netledger.ledger.duplicates import known_to_be_two
from netledger.ledger.known import IDENTIFYING, Known, tells


class Joining:
    """What one import has brought of identifying details, and the joining at its end."""

    def __init__(self, conn: sqlite3.Connection, known: Known) -> None:
        self.conn = conn
        self.known = known
        self._named_before = {id: len(names) for id, names in known.names.items()}
        self._fresh: set[int] = set()
        self._gone: dict[int, int] = {}

    def look_at(self, contact: int) -> None:
        """Note a contact that a record has added something to."""
        self._fresh.add(contact)

    def join(self, created: set[int]) -> dict[int, int]:
        """Join all that are one; return which contact each one that is gone went into."""
        if not self._fresh:
            return {}
        keys, pending = self._shared_keys(), sorted(self._fresh)
        while pending:
            one = self._left_of(pending.pop())
            pair = self._first_pair(one, keys.get(one, set()), created)
            if pair is not None:
                keep, gone = pair
                self._join(keep, gone)
                keys[keep] = keys.get(keep, set()) | keys.pop(gone, set())
                pending.append(keep)
        return {gone: self._left_of(gone) for gone in self._gone}

    def _first_pair(
        self, one: int, keys: set[tuple[str, str]], created: set[int]
    ) -> tuple[int, int] | None:
        """Return a contact that stays and one that goes into it, or None if none is to be joined.

        The one that was here before the import stays.
        """
        for kind, key in sorted(keys):
            for id in self.known.alike(kind, key, self.known.names[one]):
                other = self._left_of(id)
                if one == other or {one, other} & self.known.archived:
                    continue
                keep, gone = sorted((one, other), key=lambda id: (id in created, id))
                if self._are_one(kind, key, keep, gone) and not self._are_two(keep, gone):
                    return keep, gone
        return None

    def _shared_keys(self) -> dict[int, set[tuple[str, str]]]:
        """Return for each contact the details that it shares with another.

        Of those that nothing was added to, too: one may be joined, and what it has is then of both.
        """
        found: dict[int, set[tuple[str, str]]] = {}
        for kind, key, ids in self.known.bearers.shared(IDENTIFYING):
            having = [id for id in ids if self.known.has(id, kind, key)]
            if len(having) > 1:
                for id in having:
                    found.setdefault(id, set()).add((kind, key))
        return found

    def _left_of(self, contact: int) -> int:
        while contact in self._gone:
            contact = self._gone[contact]
        return contact

    def _are_one(self, kind: str, key: str, one: int, other: int) -> bool:
        """Say whether this import has shown that a shared detail makes two contacts one."""
        if kind == "key" and {one, other} <= self.known.paged:
            # Two pages of one name are two people, however alike the rest.
            return False
        if {one, other} <= self.known.own:
            return False
        known_before = self.known.had(one, kind, key) and self.known.had(other, kind, key)
        if tells(kind, key):
            return not known_before
        ours, theirs = self.known.names[one], self.known.names[other]
        born = [self.known.fields[id].get("birthday") for id in (one, other)]
        if not likeness.joins(ours, theirs) or duplicates.differ(*born):
            return False
        named = self._named_before
        return not known_before or not likeness.joins(
            ours[: named.get(one, 0)], theirs[: named.get(other, 0)]
        )

    def _are_two(self, one: int, other: int) -> bool:
        """Say whether the user has said so."""
        return known_to_be_two(self.conn, one, other)

    def _join(self, keep: int, gone: int) -> None:
        merge.merge(self.conn, keep, gone, by_import=True)
        self._gone[gone] = keep
        known = self.known
        known.called_before[gone] = known.names[gone][0]
        known.names[keep] += known.names.pop(gone, [])
        known.fields.pop(gone, None)
        known.read_again(keep)
        rows = self.conn.execute("SELECT kind, key FROM detail WHERE contact = ?", (keep,))
        for kind, key in rows.fetchall():
            if not known.has(keep, kind, key):
                known.add_detail(keep, kind, key, key)
