"""Records of people: who each one is, and what is new in it."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from hashlib import sha256
from typing import Any, Final

from sqlmodel import Session

from netledger.domain import likeness, names
from netledger.errors import UsageError
from netledger.importers.drafts import Notice, Person
from netledger.ledger import contacts, said, standing
from netledger.ledger.connection import Ledger
from netledger.ledger.contacts import ContactFields, DetailFields, DetailKind
from netledger.ledger.joining import Joining
from netledger.ledger.known import FILLED, Known, identity, tells
from netledger.ledger.report import Report

_BATCH: Final = 500
_LONGEST_KEY: Final = 500
_KINDS: Final[tuple[tuple[DetailKind, str], ...]] = (
    ("url", "urls"),
    ("email", "emails"),
    ("phone", "phones"),
    ("alias", "aliases"),
    ("tag", "tags"),
    ("offers", "offers"),
    ("seeks", "seeks"),
)


class Records:
    """The records of one import as contacts: added, filled up, or left as they are."""

    def __init__(self, ledger: Ledger, into: Session, source: str, report: Report) -> None:
        self.conn = ledger.conn
        self.today = ledger.today
        self.into = into
        self.source = source
        self.report = report
        self.known = Known(self.conn, source)
        self.known.created = report.created
        self.joining = Joining(self.conn, self.known)
        self._next = contacts.next_id(into)
        self._batch = contacts.Batch()
        self._pending = 0
        self._through: list[tuple[int, Person]] = []

    def introduce(self) -> None:
        """Say through whom people were met, once all records are in."""
        self.flush()
        for contact, person in self._through:
            self._introduce(contact, person)
        self.flush()

    def take(self, person: Person, *, in_passing: bool = False) -> int | None:
        """Take in a record of a person; return the contact, or None where it can't be taken."""
        person = self._bounded(self._up_to_today(person))
        person_details = self._details(person)
        match = self.known.match(person, person_details)
        if match is None:
            if self.known.was_removed(person_details):
                self.report.removed += 1
                return None
            return self._create(person, person_details)
        if match in self.known.archived:
            self.report.archived.add(match)
        else:
            self._remark_another_name(match, person)
            self._update(match, person, person_details, in_passing=in_passing)
        return match

    def _remark_another_name(self, id: int, person: Person) -> None:
        """Say it where an address or a page makes one person of two names."""
        ours = self.known.names[id]
        if said.nameless(person.name) or all(map(said.nameless, ours)):
            return
        if likeness.best((person.name,), ours) is None:
            why = f"{person.name} has the address or page of {ours[0]} ({id}): taken for one person"
            self.report.notices.append(Notice(person.record, why, skipped=False))

    def _bounded(self, person: Person) -> Person:
        """Return the record without texts that no field could mean to hold, each named."""
        cut: dict[str, Any] = {}
        for name in ("org", "role", "location", "met_where", "note"):
            text = getattr(person, name) or ""
            most = contacts.LONGEST_NOTE if name == "note" else contacts.LONGEST_LINE
            if len(text) > most:
                what = {"org": "organisation", "met_where": "place of meeting"}.get(name, name)
                why = f"{what} of {len(text):,} characters left out: at most {most:,} are kept"
                self.report.notices.append(Notice(person.record, why, skipped=False))
                cut[name] = None
        return replace(person, **cut) if cut else person

    def _up_to_today(self, person: Person) -> Person:
        """Return the record without days that are still to come, each named in a notice."""
        today, late = self.today.isoformat(), dict[str, Any]()
        for name in ("died", "connected_on", "met_on", "birthday"):
            day = getattr(person, name)
            if day is not None and str(day) > today and not str(day).startswith("--"):
                why = f"{name.replace('_', ' ')} {day} is still to come: left out"
                self.report.notices.append(Notice(person.record, why, skipped=False))
                late[name] = None
        return replace(person, **late) if late else person

    def _details(self, person: Person) -> list[DetailFields]:
        found: dict[tuple[str, str], DetailFields] = {}
        pairs = [(kind, value) for kind, name in _KINDS for value in getattr(person, name)]
        if person.key:
            pairs.append(("key", person.key))
        for kind, typed in pairs:
            # How an address is spelled must not hang on which source came first.
            value = typed.lower() if kind == "email" and not person.uid else typed
            try:
                on = min(person.stated.get((kind, value), self.today), self.today)
                given = contacts.detail(kind, value, on)
            except UsageError as error:
                self.report.notices.append(Notice(person.record, error.message, skipped=False))
                continue
            found.setdefault((given.kind, given.key), given)
        if not (person.uid or any(tells(*identity(*pair)) or pair[0] == "phone" for pair in found)):
            # Nothing identifies the record but itself: it must be known again next time.
            record = f"{names.fold(person.name)}:{names.fold(person.org) if person.org else ''}"
            if len(record) > _LONGEST_KEY:
                record = sha256(record.encode()).hexdigest()
            own = contacts.detail("key", f"{self.source}:{record}", self.today)
            found[own.kind, own.key] = own
        return list(found.values())

    def _create(self, person: Person, given: list[DetailFields]) -> int | None:
        values = {name: getattr(person, name) for name in (*said.FOLLOWED, *FILLED)}
        try:
            fields = contacts.checked(ContactFields, {**values, "kin": person.kin})
        except UsageError as error:
            self.report.skipped.append(Notice(person.record, error.message))
            return None
        held = contacts.plain(fields.model_dump())
        imported = said.written({self.source: self.known.words(person)})
        id = contacts.create(
            self.into,
            fields,
            given,
            self.today,
            id=self._next,
            uid=person.uid,
            imported=imported,
            batch=self._batch,
        )
        self._next += 1
        if person.uid:
            self.known.own.add(id)
        self._flush_in_batches()
        columns = {**held, "uid": person.uid, "imported": imported}
        self.known.add(id, {**columns, "folded": names.fold(fields.name)})
        self._note_details(id, given)
        self.report.created.add(id)
        self.report.seen.add(id)
        self._settle(id, person)
        return id

    def _note_details(self, id: int, given: Iterable[DetailFields]) -> None:
        for one in given:
            self.known.add_detail(id, one.kind, one.key, one.value)
        self.joining.look_at(id)

    def flush(self) -> None:
        """Write all that is noted so far."""
        self._batch.write(self.into)
        self.into.flush()

    def _flush_in_batches(self) -> None:
        self._pending += 1
        if self._pending % _BATCH == 0:
            self.flush()

    def _settle(self, id: int, person: Person) -> None:
        """Write what a record says of the tie itself, as our own export does."""
        put: dict[str, Any] = {}
        tier = person.stated_tier
        full = tier and standing.full_circle(self.conn, tier)
        if full:
            why = f"the circle of {full} is full: {person.name} is not stated in it"
            self.report.notices.append(Notice(person.record, why, skipped=False))
            tier = None
        if tier or person.cadence_days:
            put |= {"stated_tier": tier, "cadence_days": person.cadence_days}
            put["stated_on"] = self.today
        if person.pinned:
            put["pinned"] = 1
        if person.archived:
            put["archived_on"] = self.today
            self.known.archived.add(id)
        if put:
            self.flush()
            standing.put(self.conn, id, **put)
        if person.through or person.through_uid:
            self._through.append((id, person))

    def _update(
        self, id: int, person: Person, given: list[DetailFields], *, in_passing: bool
    ) -> None:
        first = id not in self.report.seen
        changes = self.known.news(id, person, first=first, in_passing=in_passing)
        before = str(self.known.fields[id]["name"])
        other_name = person.name if "name" not in changes else before
        given = [*given, *self._alias(other_name, str(changes.get("name", before)))]
        fresh = [one for one in given if not self.known.has(id, one.kind, one.key)]
        fresh = [one for one in fresh if not self.known.taken_off(id, one)]
        self.report.seen.add(id)
        if not changes and not fresh:
            return
        self.flush()
        imported = changes.get("imported")
        fields = {name: value for name, value in changes.items() if name != "imported"}
        try:
            if fields:
                contacts.change(self.into, id, fields, keep_name=False)
        except UsageError as error:
            self.report.skipped.append(Notice(person.record, error.message))
            return
        if imported is not None:
            self.into.get_one(contacts.ContactRow, id).imported = imported
        contacts.attach(self.into, id, fresh)
        self.flush()
        self.known.fields[id] |= changes
        if "name" in changes:
            self.known.call(id, changes["name"])
            self._drop_alias(id, names.fold(changes["name"]))
        self._note_details(id, fresh)
        if id not in self.report.created:
            self.report.updated.add(id)

    def _alias(self, name: str, shown: str) -> list[DetailFields]:
        """Return a name as an alias, where it is not the one that is shown."""
        if said.nameless(name) or names.fold(name) == names.fold(shown):
            return []
        try:
            return [contacts.detail("alias", name, self.today)]
        except UsageError:
            return []

    def _drop_alias(self, id: int, key: str) -> None:
        """Take off an alias that has become the name."""
        if self.known.has(id, "alias", key):
            contacts.detach(self.into, id, "alias", [key])
            self.known.take_off(id, "alias", key)

    def _introduce(self, contact: int, person: Person) -> None:
        wanted = [f"uid:{person.through_uid}"] if person.through_uid else []
        fitting = self.known.candidates("key", wanted)
        if not fitting and person.through:
            fitting = self.known.bearing(person.through)
        if len(fitting) == 1 and fitting[0] != contact:
            contacts.change(self.into, contact, {"through": fitting[0]})
        else:
            why = (
                f'met through "{person.through or person.through_uid}", who is not one contact here'
            )
            self.report.notices.append(Notice(person.record, why, skipped=False))
