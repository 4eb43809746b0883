"""Taking in what an importer found: who each record is, and what is new in it.

Strong evidence joins a record to a contact (profile page, address, the source's own key, a number
together with the name); a name alone never does. A blank cell erases nothing, what the user wrote
or took off stays so, and a contact that was cut stays cut.
"""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field, replace
from typing import Any, Final

from sqlmodel import Session

from netledger.domain import names
from netledger.errors import UsageError
from netledger.importers.drafts import Covered, Draft, Exchange, Notice, Person, Sign
from netledger.ledger import contacts, standing
from netledger.ledger.connection import Ledger
from netledger.ledger.contacts import ContactFields, DetailFields, DetailKind
from netledger.ledger.conversations import Conversations
from netledger.ledger.known import FILLED, FOLLOWED, Known

_BATCH: Final = 2000
_TELLING: Final = frozenset({"url", "email", "phone", "key"})
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
    duplicates: list[tuple[int, int, str]] = field(default_factory=list)
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
        self.known.created = self.report.created
        self.conversations = Conversations(self.conn, source)
        self._next = contacts.next_id(into)
        self._pending = 0
        self._through: list[tuple[int, Person]] = []
        self._signs: list[Sign] = []
        self._nobody: dict[str, int] = {}
        self._cut_in_touch: set[int] = set()

    def take(self, draft: Draft) -> None:
        """Take in one draft."""
        match draft:
            case Person():
                self._person(draft)
            case Exchange():
                self._exchange(draft)
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
        self._find_duplicates()
        return self.report

    # --- people

    def _person(self, person: Person) -> None:
        person = self._up_to_today(person)
        person_details = self._details(person)
        match = self.known.match(person, person_details)
        if match is None:
            self._create(person, person_details)
        elif match in self.known.archived:
            self.report.archived.add(match)
        else:
            self._update(match, person, person_details)

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
        if not (person.uid or {kind for kind, _ in found} & _TELLING):
            # Nothing identifies the record but itself: it must be known again next time.
            record = f"{names.fold(person.name)}:{names.fold(person.org) if person.org else ''}"
            own = contacts.detail("key", f"{self.source}:{record}", self.today)
            found[own.kind, own.key] = own
        return list(found.values())

    def _create(self, person: Person, given: list[DetailFields]) -> None:
        values = {name: getattr(person, name) for name in (*FOLLOWED, *FILLED)}
        try:
            fields = contacts.checked(ContactFields, {**values, "kin": person.kin})
        except UsageError as error:
            self.report.skipped.append(Notice(person.record, error.message))
            return
        held = contacts.plain(fields.model_dump())
        said = {name: held[name] for name in FOLLOWED if held[name]}
        imported = json.dumps({self.source: said}, ensure_ascii=False)
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
        for one in given:
            self.known.add_detail(id, one.kind, one.key)
        self.report.created.add(id)
        self.report.seen.add(id)
        self._settle(id, person)

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

    def _update(self, id: int, person: Person, given: list[DetailFields]) -> None:
        changes = self.known.news(id, person, first=id not in self.report.seen)
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
                contacts.change(self.into, id, fields)
        except UsageError as error:
            self.report.skipped.append(Notice(person.record, error.message))
            return
        if imported is not None:
            self.into.get_one(contacts.ContactRow, id).imported = imported
        # A new name leaves the old one behind as an alias: what the file adds comes after it.
        self.into.flush()
        contacts.attach(self.into, id, fresh)
        self.into.flush()
        self.known.fields[id] |= changes
        for one in fresh:
            self.known.add_detail(id, one.kind, one.key)
        if id not in self.report.created:
            self.report.updated.add(id)

    def _introduce(self, contact: int, person: Person) -> None:
        wanted = [f"uid:{person.through_uid}"] if person.through_uid else []
        fitting = self.known.candidates("key", wanted)
        if not fitting and person.through:
            fitting = self.known.candidates("name", [names.fold(person.through)])
        if len(fitting) == 1 and fitting[0] != contact:
            contacts.change(self.into, contact, {"through": fitting[0]})
        else:
            why = (
                f'met through "{person.through or person.through_uid}", who is not one contact here'
            )
            self.report.notices.append(Notice(person.record, why, skipped=False))

    # --- exchanges and gestures

    def _exchange(self, exchange: Exchange) -> None:
        key = names.url_key(exchange.with_url)
        fitting = self.known.candidates("url", [key])
        if not fitting:
            self._person(Person(exchange.record, exchange.with_name, urls=(exchange.with_url,)))
            fitting = self.known.candidates("url", [key])
        if not fitting:
            return
        if exchange.at.astimezone().date() > self.today:
            why = f"a message of {exchange.at:%Y-%m-%d}, still to come"
            self.report.skipped.append(Notice(exchange.record, why))
        elif fitting[0] in self.known.archived:
            self.report.archived.add(fitting[0])
            self._cut_in_touch.add(fitting[0])
        else:
            self.report.seen.add(fitting[0])
            self.conversations.add(fitting[0], exchange)

    def _sign(self, sign: Sign) -> None:
        if sign.with_url:
            fitting = self.known.candidates("url", [names.url_key(sign.with_url)])
        else:
            fitting = self.known.candidates("name", [names.fold(sign.with_name)])
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

    def _find_duplicates(self) -> None:
        """Name the pairs of one name of which at least one came with this import."""
        for (kind, _), ids in self.known.by.items():
            group = [id for id in dict.fromkeys(ids) if id not in self.known.archived]
            if kind not in ("name", "phone") or len(group) < 2:
                continue
            why = "the same name" if kind == "name" else "the same number"
            # Each beside the first: a name that a thousand bear makes a thousand pairs, no more.
            for other in group[1:]:
                if self.report.created & {group[0], other}:
                    self.report.duplicates.append((group[0], other, why))
        wanted = {id for a, b, _ in self.report.duplicates for id in (a, b)}
        self.report.names = {id: str(self.known.fields[id]["name"]) for id in wanted}


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
