"""Taking in what an importer found: who each record is, and what is new in it.

Strong evidence joins a record to a contact (profile page, address, the source's own key, a number
together with the name); a name alone never does. A blank cell erases nothing, what the user wrote
or took off stays so, and a contact that was cut stays cut.
"""

from __future__ import annotations

import json
import sqlite3
from collections import defaultdict
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from itertools import combinations
from typing import Any, Final

from sqlmodel import Session

from netledger.domain import names
from netledger.errors import UsageError
from netledger.importers.drafts import Covered, Draft, Exchange, Notice, Person, Sign
from netledger.ledger import contacts, standing
from netledger.ledger.connection import Ledger
from netledger.ledger.contacts import ContactFields, DetailFields, DetailKind
from netledger.ledger.conversations import Conversations

_BATCH: Final = 2000
# What the source may go on correcting as long as the user has not put something else there.
_FOLLOWED: Final = ("name", "org", "role")
_FILLED: Final = ("location", "birthday", "note", "connected_on", "met_on", "met_where", "died")
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


class Known:
    """Who the ledger knows by which evidence; grows with what an import adds."""

    def __init__(self, conn: sqlite3.Connection) -> None:
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

    def add(self, contact: int, fields: dict[str, Any]) -> None:
        """Note a contact with its columns."""
        self.fields[contact] = fields
        self.by["name", fields["folded"]].append(contact)
        self.by["key", f"uid:{fields['uid']}"].append(contact)

    def add_detail(self, contact: int, kind: str, key: str) -> None:
        """Note a detail of a contact."""
        self.by[kind, key].append(contact)
        self.had.add((contact, kind, key))

    def candidates(self, kind: str, keys: Iterable[str]) -> list[int]:
        """Return the contacts that bear one of the keys, each once, in order."""
        return list(dict.fromkeys(id for key in keys for id in self.by.get((kind, key), ())))


class Intake:
    """One import under way. Feed it drafts, then `finish`."""

    def __init__(self, ledger: Ledger, into: Session, source: str) -> None:
        self.conn = ledger.conn
        self.today = ledger.today
        self.into = into
        self.source = source
        self.known = Known(self.conn)
        self.report = Report()
        self.conversations = Conversations(self.conn, source)
        self._next = contacts.next_id(into)
        self._pending = 0
        self._through: list[tuple[int, Person]] = []
        self._signs: list[Sign] = []
        self._nobody: dict[str, int] = {}

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
        fresh = self.conversations.write()
        self.report.interactions = sum(fresh.values())
        self.report.updated |= fresh.keys() - self.report.created
        self._find_duplicates()
        return self.report

    # --- people

    def _person(self, person: Person) -> None:
        person_details = self._details(person)
        match = self._match(person, person_details)
        if match is None:
            self._create(person, person_details)
        elif match in self.known.archived:
            self.report.archived.add(match)
        else:
            self._update(match, person, person_details)

    def _details(self, person: Person) -> list[DetailFields]:
        found: dict[tuple[str, str], DetailFields] = {}
        pairs = [(kind, value) for kind, name in _KINDS for value in getattr(person, name)]
        if person.key:
            pairs.append(("key", person.key))
        elif not (person.urls or person.emails or person.phones or person.uid):
            # Nothing identifies the record but itself: it must be known again next time.
            record = f"{names.fold(person.name)}:{names.fold(person.org) if person.org else ''}"
            pairs.append(("key", f"{self.source}:{record}"))
        for kind, value in pairs:
            try:
                given = contacts.detail(kind, value, self.today)
            except UsageError as error:
                self.report.notices.append(Notice(person.record, error.message, skipped=False))
                continue
            found.setdefault((given.kind, given.key), given)
        return list(found.values())

    def _match(self, person: Person, given: Iterable[DetailFields]) -> int | None:
        """Return the contact that the record is of, by the strongest evidence it has."""
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
            fitting = self.known.candidates(kind, wanted)
            if fitting:
                return fitting[0]
        # A number alone may be a shared landline: the name must agree.
        named = set(self.known.candidates("name", [names.fold(person.name)]))
        named |= set(self.known.candidates("alias", [names.fold(person.name)]))
        return next(
            (id for id in self.known.candidates("phone", keys["phone"]) if id in named), None
        )

    def _create(self, person: Person, given: list[DetailFields]) -> None:
        said = {name: getattr(person, name) for name in _FOLLOWED if getattr(person, name)}
        values = {name: getattr(person, name) for name in (*_FOLLOWED, *_FILLED)}
        try:
            fields = contacts.checked(ContactFields, {**values, "kin": person.kin})
        except UsageError as error:
            self.report.skipped.append(Notice(person.record, error.message))
            return
        id = contacts.create(
            self.into,
            fields,
            given,
            self.today,
            id=self._next,
            uid=person.uid,
            imported=json.dumps(said, ensure_ascii=False),
        )
        self._next += 1
        self._flush_in_batches()
        columns = {**contacts.plain(fields.model_dump()), "uid": person.uid, "imported": said}
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
        if person.stated_tier or person.cadence_days:
            put |= {"stated_tier": person.stated_tier, "cadence_days": person.cadence_days}
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
        row = self.known.fields[id]
        changes = self._news(row, person, first=id not in self.report.seen)
        fresh = [one for one in given if (id, one.kind, one.key) not in self.known.had]
        fresh = [one for one in fresh if not self._taken_off(id, one)]
        self.report.seen.add(id)
        if not changes and not fresh:
            return
        self.into.flush()
        contacts.attach_new(self.into, id, fresh)
        said = changes.pop("imported", None)
        if changes:
            try:
                contacts.change(self.into, id, changes)
            except UsageError as error:
                self.report.skipped.append(Notice(person.record, error.message))
                return
        if said is not None:
            self.into.get_one(contacts.ContactRow, id).imported = json.dumps(
                said, ensure_ascii=False
            )
        self.into.flush()
        row |= {**changes, "imported": said if said is not None else row.get("imported")}
        for one in fresh:
            self.known.add_detail(id, one.kind, one.key)
        if id not in self.report.created:
            self.report.updated.add(id)

    def _news(self, row: dict[str, Any], person: Person, *, first: bool) -> dict[str, Any]:
        """Return the fields that the record has something new about.

        A source may correct what it said before, not what the user put there. Where a file has
        several rows of one person the first one speaks, and later ones only fill gaps: so the
        same file says the same thing each time.
        """
        held = row.get("imported")
        said: dict[str, str] = json.loads(held) if isinstance(held, str) else dict(held or {})
        changes: dict[str, Any] = {}
        for name in _FOLLOWED:
            value = names.one_line(getattr(person, name) or "")
            before = row.get(name)
            gap = before is None and name not in said
            corrects = first and before is not None and before == said.get(name) != value
            if value and (gap or corrects):
                changes[name] = said[name] = value
        if changes:
            changes["imported"] = said
        for name in _FILLED:
            value = getattr(person, name)
            if value and row.get(name) is None and not self._cleared(row, name):
                changes[name] = value
        on, before = person.connected_on, row.get("connected_on")
        if on and before and on.isoformat() < before:
            changes["connected_on"] = on
        return contacts.plain(changes)

    def _cleared(self, row: dict[str, Any], name: str) -> bool:
        """Say whether the user emptied this field: then it stays empty."""
        return self._in_log(
            "contact",
            row.get("id"),
            "json_extract(before, ?) IS NOT NULL AND json_extract(after, ?) IS NULL",
            f"$.{name}",
            f"$.{name}",
        )

    def _taken_off(self, id: int, one: DetailFields) -> bool:
        """Say whether the user took this detail off: then it stays off."""
        return self._in_log(
            "detail",
            id,
            "after IS NULL AND json_extract(before, '$.kind') = ?"
            " AND json_extract(before, '$.key') = ?",
            one.kind,
            one.key,
        )

    def _in_log(self, table: str, contact: int | None, condition: str, *values: str) -> bool:
        if contact is None or contact in self.report.created:
            return False
        rows = self.conn.execute(
            f"""SELECT 1 FROM change JOIN step ON step.id = change.step
                WHERE contact = ? AND tbl = ? AND undoes IS NULL
                  AND NOT EXISTS (SELECT 1 FROM step u WHERE u.undoes = step.id)
                  AND {condition} LIMIT 1""",
            (contact, table, *values),
        )
        return rows.fetchone() is not None

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
            person = Person(exchange.record, exchange.with_name, urls=(exchange.with_url,))
            self._person(person)
            fitting = self.known.candidates("url", [key])
        if not fitting:
            return
        if fitting[0] in self.known.archived:
            self.report.archived.add(fitting[0])
            return
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
            for a, b in combinations(group, 2):
                if self.report.created & {a, b}:
                    self.report.duplicates.append((a, b, why))
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
                f"import {source}: {len(report.created):,} contacts added,"
                f" {len(report.updated):,} updated, {report.interactions:,} entries"
            )
            if dry_run:
                raise _OnlyTriedError
    except _OnlyTriedError:
        pass
    return report


def known_slugs(conn: sqlite3.Connection) -> frozenset[str]:
    """Return the profile slugs of the ledger's contacts: none of them is the owner."""
    rows = conn.execute("SELECT key FROM detail WHERE kind = 'url' AND key LIKE 'in/%'")
    return frozenset(key.removeprefix("in/") for (key,) in rows)
