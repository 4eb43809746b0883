"""A ledger at hand for tests: its layer's functions as one writes them, each in a step."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path
from typing import Any

from netledger.domain import names
from netledger.domain.model import Credit, NewEntry, Side, Tie
from netledger.exporters import ledger_json
from netledger.importers.drafts import Draft
from netledger.ledger import contacts, daybook, intake, read, standing, transfer
from netledger.ledger.connection import Ledger, open_ledger
from netledger.ledger.contacts import ContactFields, DetailFields
from netledger.ledger.merge import merge
from netledger.ledger.report import Report

NOW = datetime(2026, 3, 14, 12, tzinfo=UTC)
TODAY = NOW.date()


def ago(days: int) -> date:
    return TODAY - timedelta(days=days)


class Desk:
    """An open ledger with the writes that the commands make."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.conn = ledger.conn

    def add(self, name: str, *, fields: Mapping[str, Any] | None = None, **lists: Any) -> int:
        """Add a contact. `lists` are details by kind: email=["ada@example.org"]."""
        checked = contacts.checked(ContactFields, {"name": name, **(fields or {})})
        with contacts.session(self.conn) as into, self.ledger.step(f"add {checked.name}"):
            return contacts.create(into, checked, self._details(lists), TODAY)

    def edit(self, id: int, *, fields: Mapping[str, Any] | None = None, **lists: Any) -> None:
        """Change fields and add details."""
        with contacts.session(self.conn) as into, self.ledger.step(f"edit {id}"):
            contacts.attach(into, id, self._details(lists))
            if fields:
                contacts.change(into, id, fields)
            into.flush()

    def take_off(self, id: int, kind: str, keys: Iterable[str] | None = None) -> None:
        """Take details of one kind off a contact."""
        with contacts.session(self.conn) as into, self.ledger.step(f"edit {id}"):
            contacts.detach(into, id, kind, keys)
            into.flush()

    def log(self, *people: int, on: date = TODAY, note: str | None = None, **more: Any) -> int:
        """Write an entry."""
        credit = more.pop("credit", Credit())
        text = names.many_lines(note) if note else None
        entry = NewEntry(on, dict.fromkeys(people, credit), note=text, **more)
        with self.ledger.step("log"):
            return daybook.log(self.conn, entry)

    def amend(self, entry: int, **changed: Any) -> None:
        """Correct columns of an entry."""
        with self.ledger.step(f"amend {entry}"):
            daybook.amend(self.conn, entry, changed)

    def unlog(self, entry: int) -> None:
        """Take out an entry."""
        with self.ledger.step(f"unlog {entry}"):
            daybook.unlog(self.conn, entry)

    def promise(self, contact: int, entry: int, text: str, whose: Side = "me") -> int:
        """Write a promise."""
        with self.ledger.step("promise"):
            return daybook.promise(self.conn, contact, entry, text=text, whose=whose, by=TODAY)

    def archive(self, contact: int) -> None:
        """Cut a contact."""
        with self.ledger.step(f"cut {contact}"):
            standing.archive(self.conn, [contact], TODAY)

    def merge(self, keep: int, other: int) -> None:
        """Make one contact out of two."""
        with self.ledger.step(f"merge {other} into {keep}"):
            merge(self.conn, keep, other)

    def remove(self, contact: int) -> None:
        """Remove a contact."""
        with self.ledger.step(f"remove {contact}"):
            contacts.remove(self.conn, contact)

    def take_in(self, *drafts: Draft, source: str = "linkedin", **more: Any) -> Report:
        """Import drafts."""
        return intake.take_in(self.ledger, source, drafts, **more)

    def _details(self, lists: Mapping[str, Any]) -> list[DetailFields]:
        return [
            contacts.detail(kind, value, TODAY)  # type: ignore[arg-type]  # kinds by name
            for kind, values in lists.items()
            for value in values
        ]

    # --- what stands there now

    def text(self) -> str:
        """The whole ledger as `export json` writes it."""
        tables = ((table, transfer.rows(self.conn, table)) for table in transfer.TABLES)
        return "".join(ledger_json.write(tables))

    def column(self, name: str, contact: int) -> Any:
        """One column of a contact."""
        return self.one(f"SELECT {name} FROM contact WHERE id = ?", contact)

    def values(self, kind: str, contact: int) -> list[str]:
        """A contact's details of a kind."""
        query = "SELECT value FROM detail WHERE contact = ? AND kind = ? ORDER BY id"
        return [value for (value,) in self.conn.execute(query, (contact, kind))]

    def one(self, query: str, *parameters: Any) -> Any:
        """The only value of a query's only row."""
        ((value,),) = self.conn.execute(query, parameters).fetchall()
        return value

    def ids(self) -> list[int]:
        """The contacts."""
        return [id for (id,) in self.conn.execute("SELECT id FROM contact ORDER BY id")]

    def entries(self) -> list[int]:
        """The entries."""
        return [id for (id,) in self.conn.execute("SELECT id FROM interaction ORDER BY id")]

    def steps(self) -> int:
        """How many steps there were."""
        return int(self.one("SELECT count(*) FROM step"))

    def ties(self) -> dict[int, Tie]:
        """The tie rows as they are stored; those without an entry left out."""
        far = date(9999, 12, 31)
        return {head.id: head.tie for head in read.everyone(self.conn, far) if head.tie.n}

    def as_of(self, on: date) -> dict[int, Tie]:
        """The ties as a reader with --as-of sees them."""
        heads = read.live(self.conn, on)
        return {head.id: head.tie for head in heads if head.tie.n}


@cache
def _blank() -> Path:
    """A ledger without a row, made once: opening a copy of it spares the migration."""
    path = Path(tempfile.mkdtemp(prefix="netledger-tests-")) / "blank.db"
    ledger = open_ledger(path, NOW)
    ledger.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.close()
    return path


@contextmanager
def new_desk() -> Iterator[Desk]:
    """A desk with an empty ledger of its own; nothing of it is left behind."""
    with tempfile.TemporaryDirectory(prefix="netledger-tests-") as folder:
        path = Path(folder) / "ledger.db"
        shutil.copy(_blank(), path)
        ledger = open_ledger(path, NOW)
        ledger.conn.execute("PRAGMA synchronous = OFF")  # a test's ledger need not outlive a crash
        try:
            yield Desk(ledger)
        finally:
            ledger.close()
