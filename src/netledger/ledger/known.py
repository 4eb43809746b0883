"""Who the ledger knows, by which evidence, and what in a record is news to it.

Strong evidence is a profile page, an address, the source's own key, or a number together with the
name; a name alone is none.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Iterable
from typing import Any, Final

from netledger.domain import names
from netledger.importers.drafts import Person
from netledger.ledger import contacts
from netledger.ledger.contacts import DetailFields

# What a source may go on correcting as long as nobody else has put something there.
FOLLOWED: Final = ("name", "org", "role")
# A step of the user's that was not taken back.
_STANDS: Final = """undoes IS NULL AND NOT EXISTS
    (SELECT 1 FROM step u WHERE u.undoes = step.id)"""
FILLED: Final = ("location", "birthday", "note", "connected_on", "met_on", "met_where", "died")


class Known:
    """Who the ledger knows by which evidence; grows with what an import adds."""

    def __init__(self, conn: sqlite3.Connection, source: str) -> None:
        self.conn = conn
        self.source = source
        self.created: set[int] = set()
        self.paged: set[int] = set()
        self.by: defaultdict[tuple[str, str], list[int]] = defaultdict(list)
        self.had: set[tuple[int, str, str]] = set()
        self.archived: set[int] = set()
        self.fields: dict[int, dict[str, Any]] = {}
        cursor = conn.execute(
            """SELECT c.*, s.archived_on IS NOT NULL AS cut FROM contact c
               LEFT JOIN standing s ON s.contact = c.id ORDER BY c.id"""
        )
        columns = [column[0] for column in cursor.description]
        for row in cursor:
            values = dict(zip(columns, row, strict=True))
            if values["cut"]:
                self.archived.add(values["id"])
            self.add(values["id"], values)
        for contact, kind, key in conn.execute("SELECT contact, kind, key FROM detail ORDER BY id"):
            self.add_detail(contact, kind, key)
        # What the user took off still tells who a record is of; it only stays off.
        for contact, kind, key in conn.execute(
            f"""SELECT contact, json_extract(before, '$.kind'), json_extract(before, '$.key')
                FROM change JOIN step ON step.id = change.step
                WHERE tbl = 'detail' AND after IS NULL AND {_STANDS}"""
        ):
            if contact in self.fields:
                self.by[kind, key].append(contact)

    def add(self, contact: int, fields: dict[str, Any]) -> None:
        """Note a contact with its columns."""
        self.fields[contact] = fields
        self.by["name", fields["folded"]].append(contact)
        self.by["key", f"uid:{fields['uid']}"].append(contact)

    def add_detail(self, contact: int, kind: str, key: str) -> None:
        """Note a detail of a contact."""
        self.by[kind, key].append(contact)
        self.had.add((contact, kind, key))
        if kind == "url":
            self.paged.add(contact)

    def candidates(self, kind: str, keys: Iterable[str]) -> list[int]:
        """Return the contacts that bear one of the keys, each once, in order."""
        return list(dict.fromkeys(id for key in keys for id in self.by.get((kind, key), ())))

    def match(self, person: Person, given: Iterable[DetailFields]) -> int | None:
        """Return the contact that a record is of, by the strongest evidence it has."""
        keys: defaultdict[str, list[str]] = defaultdict(list)
        for one in given:
            keys[one.kind].append(one.key)
        uid = [f"uid:{person.uid}"] if person.uid else []
        for kind, wanted in (
            ("key", uid),
            ("url", keys["url"]),
            ("email", keys["email"]),
            ("key", keys["key"]),
        ):
            fitting = self.candidates(kind, wanted)
            if kind == "key" and wanted is not uid and person.urls:
                # Two pages of one name are two people, however alike the rest.
                fitting = [id for id in fitting if id not in self.paged]
            if fitting:
                return fitting[0]
        # A number alone may be a shared landline: the name must agree.
        name = [names.fold(person.name)]
        named = {*self.candidates("name", name), *self.candidates("alias", name)}
        return next((id for id in self.candidates("phone", keys["phone"]) if id in named), None)

    def news(self, contact: int, person: Person, *, first: bool) -> dict[str, Any]:
        """Return the fields that a record has something new about, and what the source now said.

        A source may correct what it said before, not what the user put there. Where a file has
        several rows of one person the first one speaks, and later ones only fill gaps: so the
        same file says the same thing each time.
        """
        row = self.fields[contact]
        every: dict[str, dict[str, str]] = json.loads(row.get("imported") or "{}")
        said = every.get(self.source)
        if not isinstance(said, dict):
            said = every[self.source] = {}
        changes: dict[str, Any] = {}
        for name in FOLLOWED:
            value = names.one_line(getattr(person, name) or "")
            before = row.get(name)
            gap = before is None and name not in said
            corrects = first and before is not None and before == said.get(name) != value
            if value and (gap or corrects):
                changes[name] = said[name] = value
        if changes:
            changes["imported"] = json.dumps(every, ensure_ascii=False)
        for name in FILLED:
            value = getattr(person, name)
            if value and row.get(name) is None and not self._cleared(contact, name):
                changes[name] = value
        on, before = person.connected_on, row.get("connected_on")
        if on and before and on.isoformat() < before:
            changes["connected_on"] = on
        return contacts.plain(changes)

    def _cleared(self, contact: int, name: str) -> bool:
        """Say whether the user emptied this field: then it stays empty."""
        return self._in_log(
            "contact",
            contact,
            "json_extract(before, ?) IS NOT NULL AND json_extract(after, ?) IS NULL",
            f"$.{name}",
            f"$.{name}",
        )

    def taken_off(self, contact: int, one: DetailFields) -> bool:
        """Say whether the user took this detail off: then it stays off."""
        return self._in_log(
            "detail",
            contact,
            "after IS NULL AND json_extract(before, '$.kind') = ?"
            " AND json_extract(before, '$.key') = ?",
            one.kind,
            one.key,
        )

    def _in_log(self, table: str, contact: int, condition: str, *values: str) -> bool:
        if contact in self.created:
            return False
        rows = self.conn.execute(
            f"""SELECT 1 FROM change JOIN step ON step.id = change.step
                WHERE contact = ? AND tbl = ? AND {_STANDS} AND {condition} LIMIT 1""",
            (contact, table, *values),
        )
        return rows.fetchone() is not None
