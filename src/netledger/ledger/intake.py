"""Taking in what an importer found: who each record is, and what is new in it.

Strong evidence joins a record to a contact (profile page, address, the source's own key, a number
together with the name); a name alone never does. Where a record shows two contacts to be one, they
are joined too, so that the order of imports makes no difference. A blank cell erases nothing, what
the user wrote or took off stays so, and a contact that was cut stays cut.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, Final

from sqlmodel import Session

from netledger.domain import likeness, names
from netledger.domain.duplicates import Proposal
from netledger.errors import UsageError
from netledger.importers.drafts import (
    Covered,
    Draft,
    Exchange,
    Meeting,
    Notice,
    Party,
    Person,
    Sign,
)  # fmt: skip
from netledger.ledger import contacts, duplicates, said, standing
from netledger.ledger.connection import Ledger
from netledger.ledger.contacts import ContactFields, DetailFields, DetailKind
from netledger.ledger.conversations import Conversations
from netledger.ledger.joining import Joining
from netledger.ledger.known import FILLED, Known, nameless, tells

_BATCH: Final = 2000
_KINDS: Final[tuple[tuple[DetailKind, str], ...]] = (
    ("url", "urls"),
    ("email", "emails"),
    ("phone", "phones"),
    ("alias", "aliases"),
    ("tag", "tags"),
    ("offers", "offers"),
    ("seeks", "seeks"),
)


@dataclass(slots=True)
class Report:
    """What an import did: contacts by id, entries, and what was left out."""

    created: set[int] = field(default_factory=set)
    updated: set[int] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    archived: set[int] = field(default_factory=set)
    interactions: int = 0
    skipped: list[Notice] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    joined: int = 0
    duplicates: list[Proposal] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)

    @property
    def unchanged(self) -> int:
        """How many contacts the file had nothing new about."""
        return len(self.seen - self.updated - self.created)


class Intake:
    """One import under way. Feed it drafts, then `finish`."""

    def __init__(self, ledger: Ledger, into: Session, source: str) -> None:
        self.conn = ledger.conn
        self.today = ledger.today
        self.into = into
        self.source = source
        self.report = Report()
        self.known = Known(self.conn, source)
        self.joining = Joining(self.conn, self.known)
        self.known.created = self.report.created
        self.conversations = Conversations(self.conn, source)
        self._next = contacts.next_id(into)
        self._pending = 0
        self._through: list[tuple[int, Person]] = []
        self._signs: list[Sign] = []
        self._nobody: dict[str, int] = {}
        self._cut_in_touch: set[int] = set()
        self._parties: dict[Party, int | None] = {}

    def take(self, draft: Draft) -> None:
        """Take in one draft."""
        match draft:
            case Person():
                self._person(draft)
            case Exchange():
                self._exchange(draft)
            case Meeting():
                self._meeting(draft)
            case Sign():
                # Later: the people of the other files may not be here yet.
                self._signs.append(draft)
            case Notice():
                (self.report.skipped if draft.skipped else self.report.notices).append(draft)
            case Covered():
                key = f"{draft.what}_imported"
                if (
                    self.conn.execute("SELECT 1 FROM setting WHERE key = ?", (key,)).fetchone()
                    is None
                ):
                    standing.set_setting(self.conn, key, self.today.isoformat())

    def finish(self) -> Report:
        """Write what was gathered; return the report."""
        self.into.flush()
        for contact, person in self._through:
            self._introduce(contact, person)
        self.into.flush()
        self._join()
        for sign in self._signs:
            self._sign(sign)
        for kind, times in self._nobody.items():
            why = f"{times} {kind}{'' if times == 1 else 's'} of people who are no contacts here"
            self.report.notices.append(Notice("", why, skipped=False))
        if self._cut_in_touch:
            many = len(self._cut_in_touch)
            who = "1 contact that was" if many == 1 else f"{many:,} contacts that were"
            why = f"messages with {who} cut stay out; `restore WHO` and import again brings them in"
            self.report.notices.append(Notice("", why, skipped=False))
        fresh = self.conversations.write()
        self.report.interactions = sum(fresh.values())
        self.report.updated |= fresh.keys() - self.report.created
        self.into.flush()
        if self.report.created:
            self.report.duplicates = duplicates.proposals(self.conn, frozenset(self.report.created))
            self.report.names = {
                id: str(self.known.fields[id]["name"])
                for one in self.report.duplicates
                for id in (one.a, one.b)
            }
        return self.report

    def _join(self) -> None:
        """Join contacts that this import has shown to be one person."""
        moved = self.joining.join(self.report.created)
        if not moved:
            return
        self.into.expire_all()
        self.conversations.rename(moved)
        report = self.report
        report.joined = len(moved)
        older = {kept for gone, kept in moved.items() if gone not in report.created}
        report.created -= moved.keys()
        report.updated = {moved.get(id, id) for id in report.updated} | (older - report.created)
        report.seen = {moved.get(id, id) for id in report.seen}

    # --- people

    def _person(self, person: Person, *, in_passing: bool = False) -> int | None:
        """Take in a record of a person; return the contact, or None where it can't be taken."""
        person = self._up_to_today(person)
        person_details = self._details(person)
        match = self.known.match(person, person_details)
        if match is None:
            return self._create(person, person_details)
        if match in self.known.archived:
            self.report.archived.add(match)
        else:
            self._update(match, person, person_details, in_passing=in_passing)
        return match

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
        for kind, value in pairs:
            try:
                given = contacts.detail(kind, value, self.today)
            except UsageError as error:
                self.report.notices.append(Notice(person.record, error.message, skipped=False))
                continue
            found.setdefault((given.kind, given.key), given)
        if not (person.uid or any(tells(*pair) or pair[0] == "phone" for pair in found)):
            # Nothing identifies the record but itself: it must be known again next time.
            record = f"{names.fold(person.name)}:{names.fold(person.org) if person.org else ''}"
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
        )
        self._next += 1
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

    def _flush_in_batches(self) -> None:
        self._pending += 1
        if self._pending % _BATCH == 0:
            self.into.flush()

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
        if put:
            self.into.flush()
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
        fresh = [one for one in given if (id, one.kind, one.key) not in self.known.had]
        fresh = [one for one in fresh if not self.known.taken_off(id, one)]
        self.report.seen.add(id)
        if not changes and not fresh:
            return
        self.into.flush()
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
        self.into.flush()
        self.known.fields[id] |= changes
        if "name" in changes:
            self.known.names[id].append(changes["name"])
        self._note_details(id, fresh)
        if id not in self.report.created:
            self.report.updated.add(id)

    def _alias(self, name: str, shown: str) -> list[DetailFields]:
        """Return a name as an alias, where it says more than the one that is shown."""
        if nameless(name) or likeness.agreement(name, shown) == "same":
            return []
        try:
            return [contacts.detail("alias", name, self.today)]
        except UsageError:
            return []

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

    # --- exchanges and gestures

    def _exchange(self, exchange: Exchange) -> None:
        day = exchange.at.astimezone().date()
        if day > self.today:
            self._still_to_come(exchange.record, "a message", day)
            return
        contact = self._whose(exchange.who, exchange.record)
        if contact is not None:
            self.conversations.add(contact, exchange)

    def _meeting(self, meeting: Meeting) -> None:
        on = meeting.on
        day = on.astimezone().date() if isinstance(on, datetime) else on
        if day > self.today:
            self._still_to_come(meeting.record, "a meeting", day)
            return
        found = {self._whose(party, meeting.record) for party in meeting.who}
        if present := {contact for contact in found if contact is not None}:
            self.conversations.meet(present, meeting, day)

    def _still_to_come(self, record: str, what: str, day: date) -> None:
        self.report.skipped.append(Notice(record, f"{what} of {day}, still to come"))

    def _whose(self, party: Party, record: str) -> int | None:
        """Return the contact that a party is, adding it where it is new; None if it was cut."""
        if party not in self._parties:
            self._parties[party] = self._found(party, record)
        contact = self._parties[party]
        if contact is None:
            return None
        if contact in self.known.archived:
            self.report.archived.add(contact)
            self._cut_in_touch.add(contact)
            return None
        self.report.seen.add(contact)
        return contact

    def _found(self, party: Party, record: str) -> int | None:
        page = self.known.candidates("url", [names.url_key(party.url)]) if party.url else []
        if page:
            # What a network calls its own member says nothing that its list did not.
            return page[0]
        told = [value for value in (party.url, party.email, party.phone) if value]
        return self._person(
            Person(
                record,
                party.name,
                key=None if told else f"{self.source}:{names.fold(party.name)}",
                urls=(party.url,) if party.url else (),
                emails=(party.email,) if party.email else (),
                phones=(party.phone,) if party.phone else (),
            ),
            in_passing=True,
        )

    def _sign(self, sign: Sign) -> None:
        if sign.with_url:
            fitting = self.known.candidates("url", [names.url_key(sign.with_url)])
        else:
            fitting = self.known.bearing(sign.with_name)
        if not fitting and sign.with_url:
            self._nobody[sign.kind] = self._nobody.get(sign.kind, 0) + 1
        elif len(fitting) != 1:
            bear = f"{len(fitting)} contacts here bear" if fitting else "nobody here bears"
            why = f'a {sign.kind} of "{sign.with_name}", a name that {bear}'
            self.report.skipped.append(Notice(sign.record, why))
        elif fitting[0] in self.known.archived:
            self.report.archived.add(fitting[0])
        else:
            self._write_sign(fitting[0], sign)

    def _write_sign(self, contact: int, sign: Sign) -> None:
        on = sign.on and sign.on.isoformat()
        text = names.many_lines(sign.text or "") or None
        key = f"{sign.kind}:{sign.side}:{on or ''}:{names.fold(text) if text else ''}"
        done = self.conn.execute(
            """INSERT INTO gesture (contact, kind, side, on_day, text, key)
               VALUES (?, ?, ?, ?, ?, ?) ON CONFLICT DO NOTHING""",
            (contact, sign.kind, sign.side, on, text, key),
        )
        self.report.seen.add(contact)
        if done.rowcount and contact not in self.report.created:
            self.report.updated.add(contact)


class _OnlyTriedError(Exception):
    """Ends a dry run inside its transaction, so that nothing of it is kept."""


def take_in(
    ledger: Ledger,
    source: str,
    drafts: Iterable[Draft],
    *,
    dry_run: bool = False,
    progress: Callable[[str], None] = lambda _: None,
) -> Report:
    """Take in drafts as one step, or only find out what that would do."""
    report = Report()
    try:
        with contacts.session(ledger.conn) as into, ledger.step(f"import {source}") as step:
            intake = Intake(ledger, into, source)
            for count, draft in enumerate(drafts):
                intake.take(draft)
                if count % 500 == 0:
                    progress(f"{count:,} records")
            progress("writing")
            report = intake.finish()
            step.what = (
                f"import {source}: {_counted(len(report.created), 'contact', 'contacts')} added,"
                f" {len(report.updated):,} updated,"
                f" {_counted(report.interactions, 'entry', 'entries')}"
            )
            if dry_run:
                raise _OnlyTriedError
    except _OnlyTriedError:
        pass
    return report


def _counted(number: int, one: str, many: str) -> str:
    return f"{number:,} {one if number == 1 else many}"


def known_slugs(conn: sqlite3.Connection) -> frozenset[str]:
    """Return the profile slugs of the ledger's contacts: none of them is the owner."""
    rows = conn.execute("SELECT key FROM detail WHERE kind = 'url' AND key LIKE 'in/%'")
    return frozenset(key.removeprefix("in/") for (key,) in rows)
