"""Who the ledger knows, by which evidence, and what in a record is news to it.

Strong evidence is a profile page, an address, or the source's own key. A number, a page that is
nobody's profile and an address of a whole office tell who it is only where the names agree. A name
alone is no evidence.
"""

from __future__ import annotations

import re
import sqlite3
from collections import defaultdict
from collections.abc import Collection, Iterable
from typing import Any, Final

from netledger.domain import duplicates, likeness, names
from netledger.importers.drafts import Person
from netledger.ledger import contacts, said
from netledger.ledger.bearers import Bearers
from netledger.ledger.contacts import DetailFields

# A step of the user's own that was not taken back.
STANDS: Final = """undoes IS NULL AND what NOT LIKE 'import %' AND NOT EXISTS
    (SELECT 1 FROM step u WHERE u.undoes = step.id)"""
FILLED: Final = ("connected_on", "met_on", "met_where", "died")
_ASKED: Final = frozenset({"folded", "imported", *said.FOLLOWED, *FILLED})
_FEW: Final = 12  # of more who bear a number, only those with a like name are looked at
IDENTIFYING: Final = frozenset({"url", "mailbox", "phone", "key"})
# Pages that can only be one person's; those of other networks may be a firm's.
_PROFILES: Final = re.compile(
    r"in/|orcid\.org/|xing\.com/profile/|(?:[a-z-]+\.)?facebook\.com/profile\.php\?id="
)
# Addresses that a whole office or family reads.
_OFFICE: Final = re.compile(
    r"(?:info|office|sales|contact|kontakt|hello|hallo|hi|mail|post|team|admin|support|service|press|presse"
    r"|jobs|careers|hr|billing|accounts|reception|family|familie|enquiries|inquiries|help|webmaster)@"
)


def identity(kind: str, key: str) -> tuple[str, str]:
    """Return what of a detail tells who it is: of an address, whose mailbox it is."""
    return ("mailbox", names.mailbox_key(key)) if kind == "email" else (kind, key)


def tells(kind: str, key: str) -> bool:
    """Say whether a detail tells by itself who it is."""
    if kind == "url":
        return _PROFILES.match(key) is not None
    if kind == "mailbox":
        return _OFFICE.match(key) is None
    return kind == "key"


class Known:
    """Who the ledger knows by which evidence; grows with what an import adds."""

    def __init__(self, conn: sqlite3.Connection, source: str) -> None:
        self.conn = conn
        self.source = source
        self.created: set[int] = set()
        self.own: set[int] = set()  # made from a record with a uid of ours
        self.paged: set[int] = set()
        self.bearers = Bearers()
        self._off: set[tuple[int, str, str]] = set()
        self._gained: set[tuple[int, str, str]] = set()
        self._removed: set[tuple[str, str]] = set()
        self.archived: set[int] = set()
        self.fields: dict[int, dict[str, Any]] = {}
        self.names: defaultdict[int, list[str]] = defaultdict(list)
        self.called_before: dict[int, str] = {}
        self._uids: dict[str, int] = {}
        self._merged: dict[int, list[int]] | None = None
        self._called: defaultdict[str, set[int]] | None = None
        self._bearing: defaultdict[str, list[int]] | None = None
        self._told: defaultdict[str, list[int]] | None = None
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
            for words in said.read(values["imported"]).values():
                if (name := words.get("name")) and name != values["name"]:
                    self.call(values["id"], name)
        self._here = frozenset(self.fields)
        for row in conn.execute("SELECT contact, kind, key, value FROM detail ORDER BY id"):
            self._note(*row)
        # What the user took off still tells who a record is of; it only stays off. And whoever
        # was removed stays away, where what a record tells is nobody else's by now.
        for contact, kind, key in conn.execute(
            f"""SELECT contact, json_extract(before, '$.kind'), json_extract(before, '$.key')
                FROM change JOIN step ON step.id = change.step
                WHERE tbl = 'detail' AND after IS NULL AND {STANDS}"""
        ):
            if contact not in self.fields:
                self._removed.add(identity(kind, key))
                continue
            for one in {(kind, key), identity(kind, key)}:
                if contact not in self.bearers.of(*one):
                    self.bearers.add(contact, *one)
                    self._off.add((contact, *one))

    def add(self, contact: int, fields: dict[str, Any]) -> None:
        """Note a contact with its columns; of tens of thousands, no more than is asked for."""
        self.fields[contact] = {
            name: value for name, value in fields.items() if value is not None and name in _ASKED
        }
        if fields.get("uid"):
            self._uids[f"uid:{fields['uid']}"] = contact
        self.call(contact, fields["name"])

    def read_again(self, contact: int) -> None:
        """Read a contact's columns anew, which a joining has changed."""
        cursor = self.conn.execute("SELECT * FROM contact WHERE id = ?", (contact,))
        columns = [column[0] for column in cursor.description]
        self.add(contact, dict(zip(columns, cursor.fetchone(), strict=True)))

    def call(self, contact: int, name: str) -> None:
        """Note another name of a contact."""
        self.names[contact].append(name)
        if self._called is not None:
            for handle in likeness.handles(name):
                self._called[handle].add(contact)

    def add_detail(self, contact: int, kind: str, key: str, value: str) -> None:
        """Note a detail that this import has given a contact."""
        self._note(contact, kind, key, value)
        for one in {(kind, key), identity(kind, key)}:
            self._off.discard((contact, *one))
            if contact in self._here:
                self._gained.add((contact, *one))

    def _note(self, contact: int, kind: str, key: str, value: str) -> None:
        for one in {(kind, key), identity(kind, key)}:
            self.bearers.add(contact, *one)
        if kind == "url" and tells(kind, key):
            self.paged.add(contact)
        elif kind == "alias":
            self.call(contact, value)

    def has(self, contact: int, kind: str, key: str) -> bool:
        """Say whether a contact has a detail; one that was taken off it has not."""
        return contact in self.bearers.of(kind, key) and (contact, kind, key) not in self._off

    def had(self, contact: int, kind: str, key: str) -> bool:
        """Say whether a contact had a detail before this import."""
        detail = (contact, kind, key)
        return contact in self._here and self.has(*detail) and detail not in self._gained

    def was_removed(self, given: Iterable[DetailFields]) -> bool:
        """Say whether a record is of somebody whom the user removed."""
        told = [identity(one.kind, one.key) for one in given]
        return any(one in self._removed for one in told if tells(*one))

    def take_off(self, contact: int, kind: str, key: str) -> None:
        """Note that a contact has a detail no more."""
        self._off.add((contact, kind, key))

    def candidates(self, kind: str, keys: Iterable[str]) -> list[int]:
        """Return the contacts that bear one of the keys, each once, in order."""
        found: dict[int, None] = {}
        for key in keys:
            if kind == "key" and key in self._uids:
                found[self._uids[key]] = None
            found |= dict.fromkeys(self.bearers.of(kind, key))
        return list(found)

    def alike(self, kind: str, key: str, called: Iterable[str]) -> list[int]:
        """Return the contacts that bear a detail.

        Of one that tells nobody by itself and that many bear, such as the number of a whole firm,
        only those whose names can agree with one of these.
        """
        bearing = self.bearers.of(kind, key)
        if len(bearing) <= _FEW or tells(kind, key):
            return list(bearing)
        if self._called is None:
            self._called = defaultdict(set)
            for contact, known in self.names.items():
                for name in known:
                    for handle in likeness.handles(name):
                        self._called[handle].add(contact)
        handles = {handle for name in called for handle in likeness.handles(name)}
        near = set[int]().union(*(self._called.get(handle, ()) for handle in handles))
        return [id for id in sorted(near) if id in bearing]

    def told(self, name: str) -> list[int]:
        """Return the contacts whom this source itself calls by this very name."""
        if self._told is None:
            self._told = defaultdict(list)
            for id, fields in self.fields.items():
                own = said.read(fields.get("imported")).get(self.source, {}).get("name")
                if own:
                    self._told[names.fold(own)].append(id)
        return self._told.get(names.fold(name), [])

    def likeliest(self, fitting: Collection[int], named: Collection[str]) -> int:
        """Return of several whom one address fits the one meant: not cut, and of a like name."""
        return min(
            fitting,
            key=lambda id: (id in self.archived, not likeness.best(named, self.names[id]), id),
        )

    def bearing(self, name: str) -> list[int]:
        """Return the contacts that bear this very name, whatever their aliases."""
        if self._bearing is None:
            self._bearing = defaultdict(list)
            for id, fields in self.fields.items():
                self._bearing[fields["folded"]].append(id)
        return self._bearing.get(names.fold(name), [])

    def match(self, person: Person, given: Iterable[DetailFields]) -> int | None:
        """Return the contact that a record is of, by the strongest evidence it has."""
        keys: defaultdict[str, list[str]] = defaultdict(list)
        unsure: list[tuple[str, str]] = []
        for one in given:
            kind, key = identity(one.kind, one.key)
            if tells(kind, key):
                keys[kind].append(key)
            elif kind in IDENTIFYING:
                unsure.append((kind, key))
        named = (person.name, *person.aliases)
        uid = [f"uid:{person.uid}"] if person.uid else []
        for kind, wanted in (
            ("key", uid),
            ("url", keys["url"]),
            ("mailbox", keys["mailbox"]),
            ("key", keys["key"]),
        ):
            fitting = self.candidates(kind, wanted)
            if kind == "key" and wanted is not uid and keys["url"]:
                # Two pages of one name are two people, however alike the rest.
                fitting = [id for id in fitting if id not in self.paged]
            if person.uid and wanted is not uid:
                # What our own table tells apart by uid is apart.
                fitting = [id for id in fitting if id not in self.own]
            if fitting:
                return self.likeliest(fitting, named)
        for kind, key in unsure:
            fitting = self.alike(kind, key, named)
            agreeing = [
                id
                for id in fitting
                if likeness.joins(named, self.names[id])
                and not duplicates.differ(person.birthday, self.fields[id].get("birthday"))
                and not (person.uid and id in self.own)
            ]
            if agreeing:
                return self.likeliest(agreeing, named)
            if len(self.bearers.of(kind, key)) == 1 and said.nameless(person.name):
                return fitting[0]
        return None

    def news(
        self, contact: int, person: Person, *, first: bool, in_passing: bool
    ) -> dict[str, Any]:
        """Return the columns that a record has something new about.

        Where a file has several rows of one person the first one speaks, and later ones only
        fill gaps; what is said in passing fills gaps always. So the same file says the same thing
        each time.
        """
        row = self.fields[contact]
        before = said.read(row.get("imported"))
        after = {source: dict(words) for source, words in before.items()}
        mine = after.setdefault(self.source, {})
        for name, value in self.words(person).items():
            if (first and not in_passing) or name not in mine:
                mine[name] = value
        followed = {
            name: value
            for name, value in said.followed(row, before, after).items()
            if row.get(name) is not None or not self._cleared(contact, name)
        }
        changes: dict[str, Any] = {}
        if person.uid and not followed:
            # Our own table says what the ledger said: nothing to keep of it.
            after = before
        if after != before and (mine or self.source in before):
            changes = {**followed, "imported": said.written(after)}
        for name in FILLED:
            value = getattr(person, name)
            if value and row.get(name) is None and not self._cleared(contact, name):
                changes[name] = value
        on, connected = person.connected_on, row.get("connected_on")
        if on and connected and on.isoformat() < connected:
            changes["connected_on"] = on
        return contacts.plain(changes)

    @staticmethod
    def words(person: Person) -> dict[str, str]:
        """Return what a record says of the fields that follow their sources."""
        found = {}
        for name in said.FOLLOWED:
            clean = names.many_lines if name == "note" else names.one_line
            if value := clean(getattr(person, name) or ""):
                found[name] = value
        return found

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
        ids = (contact, *self._formerly().get(contact, ()))
        marks = ", ".join("?" * len(ids))
        rows = self.conn.execute(
            f"""SELECT 1 FROM change JOIN step ON step.id = change.step
                WHERE contact IN ({marks}) AND tbl = ? AND {STANDS} AND {condition} LIMIT 1""",
            (*ids, table, *values),
        )
        return rows.fetchone() is not None

    def _formerly(self) -> dict[int, list[int]]:
        """Return the ids of the contacts that have been merged into each, from the log."""
        if self._merged is None:
            self._merged = {}
            for contact, gone in self.conn.execute(
                """SELECT d.contact, json_extract(c.before, '$.id') FROM detail d
                     JOIN change c ON c.tbl = 'contact' AND c.after IS NULL
                       AND d.key = 'uid:' || json_extract(c.before, '$.uid')
                   WHERE d.kind = 'key' AND d.key LIKE 'uid:%'"""
            ):
                self._merged.setdefault(contact, []).append(gone)
        return self._merged
