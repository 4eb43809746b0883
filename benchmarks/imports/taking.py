"""Imports that remember which contact each record went into."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Sequence
from dataclasses import dataclass, field

from sqlmodel import Session

from benchmarks.imports.corpus import Corpus, CorpusError, File
from netledger.importers import importer
from netledger.importers.drafts import Asked, Person
from netledger.ledger import contacts
from netledger.ledger.connection import Ledger
from netledger.ledger.intake import Intake, known_slugs
from netledger.ledger.joining import Joining
from netledger.ledger.records import Records
from netledger.ledger.report import Report


class _Joining(Joining):
    """The joining, which remembers who went into whom."""

    moved: dict[int, int]

    def join(self, created: set[int]) -> dict[int, int]:
        self.moved = super().join(created)
        return self.moved


class _Records(Records):
    """The records of an import; remembers the contact of each."""

    def __init__(self, ledger: Ledger, into: Session, source: str, report: Report) -> None:
        super().__init__(ledger, into, source, report)
        self.remembering = self.joining = _Joining(self.conn, self.known)
        self.listed: list[int | None] = []
        self.in_passing: list[int | None] = []

    def take(self, person: Person, *, in_passing: bool = False) -> int | None:
        contact = super().take(person, in_passing=in_passing)
        (self.in_passing if in_passing else self.listed).append(contact)
        return contact


@dataclass
class Taken:
    """Which contact each record is of; grows with each import."""

    contact_of: dict[str, int] = field(default_factory=dict)

    def take_in(self, ledger: Ledger, corpus: Corpus, file: File) -> Report:
        """Import a file as the command does. Raises CorpusError where records are missing."""
        asked = Asked(corpus.owner, known_slugs(ledger.conn), until=ledger.today)
        with contacts.session(ledger.conn) as into, ledger.step(f"import {file.format}"):
            intake = Intake(ledger, into, file.format)
            records = _Records(ledger, into, file.format, intake.report)
            intake.records, intake.known = records, records.known
            for draft in importer(file.format).extract(file.path, asked):
                intake.take(draft)
            report = intake.finish()
        found = records.in_passing if file.name == "whatsapp" else records.listed
        self._note(file, found)
        moved = records.remembering.moved
        self.contact_of = {ref: moved.get(id, id) for ref, id in self.contact_of.items()}
        return report

    def _note(self, file: File, found: Sequence[int | None]) -> None:
        # After the people of a file there may be broken records, some of which give one, too.
        if len(found) < len(file.records):
            told = f"{len(file.records)} people, {len(found)} were read"
            raise CorpusError(f"{file.path.name} should have {told}")
        for ref, contact in zip(file.records, found, strict=False):
            if contact is None:
                raise CorpusError(f"{ref} was not taken in")
            self.contact_of[ref] = contact

    def partition(self) -> str:
        """Return a fingerprint of which records are of one contact."""
        groups: dict[int, list[str]] = {}
        for ref, contact in sorted(self.contact_of.items()):
            groups.setdefault(contact, []).append(ref)
        return _fingerprint(sorted(groups.values()))


def contents(ledger: Ledger) -> str:
    """Return a fingerprint of all that the ledger holds, but for ids and the order of things."""
    conn = ledger.conn
    columns = "name, org, role, location, birthday, note, connected_on, met_on, died, imported"
    cards = []
    for id, *fields in conn.execute(f"SELECT id, {columns} FROM contact"):  # noqa: S608 (ours)
        # The uids of contacts that were joined into it: made up anew in each ledger.
        details = conn.execute(
            """SELECT kind, key FROM detail
               WHERE contact = ? AND NOT (kind = 'key' AND key LIKE 'uid:%')""",
            (id,),
        )
        entries = conn.execute(
            """SELECT i.source, i.thread, i.on_day, i.channel, i.note, i.n, i.initiator, i.two_way
               FROM participant p JOIN interaction i ON i.id = p.interaction
               WHERE p.contact = ?""",
            (id,),
        )
        gestures = conn.execute("SELECT key FROM gesture WHERE contact = ?", (id,))
        parts = [sorted(rows, key=repr) for rows in (details, entries, gestures)]
        cards.append([fields, *parts])
    return _fingerprint(sorted(cards, key=repr))


def _fingerprint(what: object) -> str:
    text = json.dumps(what, ensure_ascii=False)
    return hashlib.sha256(text.encode("utf-8", "backslashreplace")).hexdigest()[:12]
