"""Taking in what an importer found: who each record is, and what is new in it.

Strong evidence joins a record to a contact (profile page, address, the source's own key, a number
together with the name); a name alone never does. Where a record shows two contacts to be one, they
are joined too, so that the order of imports makes no difference. A blank cell erases nothing, what
the user wrote or took off stays so, and a contact that was cut stays cut.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterable
from datetime import date, datetime

from sqlmodel import Session

from netledger.domain import names
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
from netledger.ledger import contacts, duplicates, standing
from netledger.ledger.connection import Ledger
from netledger.ledger.conversations import Conversations, day_of
from netledger.ledger.records import Records
from netledger.ledger.report import Report


class Intake:
    """One import under way. Feed it drafts, then `finish`."""

    def __init__(self, ledger: Ledger, into: Session, source: str) -> None:
        self.conn = ledger.conn
        self.today = ledger.today
        self.now = ledger.now
        self.into = into
        self.source = source
        self.report = Report()
        self.records = Records(ledger, into, source, self.report)
        self.known = self.records.known
        self.conversations = Conversations(self.conn, source)
        self._signs: list[Sign] = []
        self._nobody: dict[str, int] = {}
        self._cut_in_touch: set[int] = set()
        self._parties: dict[Party, int | None] = {}

    def take(self, draft: Draft) -> None:
        """Take in one draft."""
        match draft:
            case Person():
                self.records.take(draft)
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
        self.records.introduce()
        self._join()
        for sign in self._signs:
            self._sign(sign)
        for kind, times in self._nobody.items():
            why = f"{times} {kind}{'' if times == 1 else 's'} of people who are no contacts here"
            self.report.notices.append(Notice("", why, skipped=False))
        if self.report.removed:
            what = "1 record" if self.report.removed == 1 else f"{self.report.removed:,} records"
            why = f"{what} of people whom you removed stay out; `netledger add` brings one back"
            self.report.notices.append(Notice("", why, skipped=False))
        if self._cut_in_touch:
            many = len(self._cut_in_touch)
            who = "1 contact that was" if many == 1 else f"{many:,} contacts that were"
            why = f"messages with {who} cut stay out; `restore WHO` and import again brings them in"
            self.report.notices.append(Notice("", why, skipped=False))
        fresh = self.conversations.write()
        self.report.interactions = self.conversations.entries
        self.report.updated |= fresh - self.report.created
        self.records.flush()
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
        moved = self.records.joining.join(self.report.created)
        if not moved:
            return
        self.into.expire_all()
        self.conversations.rename(moved)
        for gone, kept in moved.items():
            if gone not in self.report.created:
                one, other = self.known.names[kept][0], self.known.called_before[gone]
                why = f"{other} ({gone}) and {one} ({kept}) are one person by what came in: joined"
                self.report.notices.append(Notice("", why, skipped=False))
        report = self.report
        report.joined = len(moved)
        older = {kept for gone, kept in moved.items() if gone not in report.created}
        report.created -= moved.keys()
        report.updated = {moved.get(id, id) for id in report.updated} | (older - report.created)
        report.seen = {moved.get(id, id) for id in report.seen}

    def _exchange(self, exchange: Exchange) -> None:
        day = day_of(exchange.at)
        if day > self.today:
            self._still_to_come(exchange.record, "a message", day)
            return
        contact = self._whose(exchange.who, exchange.record)
        if contact is not None:
            self.conversations.add(contact, exchange)

    def _meeting(self, meeting: Meeting) -> None:
        on = meeting.on
        day = day_of(on) if isinstance(on, datetime) else on
        if day > self.today or (isinstance(on, datetime) and on.tzinfo and on > self.now):
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
            return self.known.likeliest(page, (party.name,))
        told = [value for value in (party.url, party.email, party.phone) if value]
        return self.records.take(
            Person(
                record,
                party.name,
                key=party.key or (None if told else f"{self.source}:{names.fold(party.name)}"),
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
            # What others call whom must make no difference, or the order of imports would.
            fitting = self.known.told(sign.with_name) or self.known.bearing(sign.with_name)
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
