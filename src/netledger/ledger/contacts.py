"""Contacts and what hangs on them, through SQLModel: add, edit, remove.

A table class of SQLModel takes any value, so everything is validated as `ContactFields` and
`DetailFields` first. SQLModel works on the ledger's own connection, inside a step, and only
flushes: a commit of its own would end our step.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Iterator, Mapping
from contextlib import contextmanager
from datetime import date
from typing import Any, Final, Literal, TypeVar

from pydantic import ValidationError, field_validator
from sqlalchemy import insert
from sqlalchemy.pool import StaticPool
from sqlmodel import Field, Session, SQLModel, create_engine, select

from netledger.domain import names
from netledger.errors import UsageError
from netledger.ledger.daybook import new_uid

_Model = TypeVar("_Model", bound=SQLModel)
DetailKind = Literal["alias", "email", "phone", "url", "tag", "offers", "seeks", "key"]
LONGEST_NAME: Final = 1000  # characters
LONGEST_LINE: Final = 4000
LONGEST_NOTE: Final = 1_000_000
_SEARCHED: Final = ("name", "org", "role", "location", "met_where", "note")
_SCHEME: Final = re.compile(r"(?i)^([a-z][a-z0-9+.-]*):(?!\d)")


class ContactFields(SQLModel):
    """What a contact has one of, checked. Days are days; a birthday is YYYY-MM-DD or --MM-DD."""

    name: str
    org: str | None = None
    role: str | None = None
    location: str | None = None
    birthday: str | None = None
    died: date | None = None
    kin: bool = False
    connected_on: date | None = None
    met_on: date | None = None
    met_where: str | None = None
    through: int | None = None
    note: str | None = None

    @field_validator("name")
    @classmethod
    def _named(cls, name: str) -> str:
        name = names.one_line(name)
        if not names.visible(name):
            raise ValueError("there is nothing in it to see")
        return _at_most(name, LONGEST_NAME)

    @field_validator("org", "role", "location", "met_where")
    @classmethod
    def _line(cls, text: str | None) -> str | None:
        return _at_most(names.one_line(text or ""), LONGEST_LINE) or None

    @field_validator("birthday")
    @classmethod
    def _in_the_calendar(cls, birthday: str | None) -> str | None:
        if birthday is None:
            return None
        if not re.fullmatch(r"(\d{4}|-)-\d\d-\d\d", birthday, re.ASCII):
            raise ValueError("a birthday is YYYY-MM-DD or --MM-DD")
        yearless = birthday.startswith("--")
        try:
            date.fromisoformat(f"2000{birthday[1:]}" if yearless else birthday)
        except ValueError:
            raise ValueError(f"{birthday} is not in the calendar") from None
        return birthday

    @field_validator("note")
    @classmethod
    def _lines(cls, text: str | None) -> str | None:
        return _at_most(names.many_lines(text or ""), LONGEST_NOTE) or None


def _at_most(text: str, most: int) -> str:
    if len(text) > most:
        raise ValueError(f"it is longer than {most:,} characters")
    return text


class ContactRow(SQLModel, table=True):
    """A row of `contact`."""

    __tablename__ = "contact"
    id: int | None = Field(default=None, primary_key=True)
    uid: str
    name: str
    folded: str
    org: str | None = None
    role: str | None = None
    location: str | None = None
    birthday: str | None = None
    died: str | None = None
    kin: int = 0
    connected_on: str | None = None
    met_on: str | None = None
    met_where: str | None = None
    through: int | None = None
    note: str | None = None
    words: str = ""
    imported: str | None = None
    created_on: str


class DetailFields(SQLModel):
    """One of the things that a contact has several of, checked and brought to normal form."""

    kind: DetailKind
    value: str
    stated_on: date | None = None

    @field_validator("value")
    @classmethod
    def _line(cls, value: str) -> str:
        value = names.one_line(value)
        if not value:
            raise ValueError("it is empty")
        return _at_most(value, LONGEST_LINE)

    @property
    def key(self) -> str:
        """What makes two spellings one."""
        return detail_key(self.kind, self.value)


class DetailRow(SQLModel, table=True):
    """A row of `detail`."""

    __tablename__ = "detail"
    id: int | None = Field(default=None, primary_key=True)
    contact: int = Field(foreign_key="contact.id")
    kind: str
    value: str
    key: str
    stated_on: str | None = None


def detail_key(kind: str, value: str) -> str:
    """Return what makes two spellings of a detail of this kind one."""
    if kind == "key":
        return value
    keys = {"email": names.email_key, "phone": names.phone_key, "url": names.url_key}
    return keys.get(kind, names.fold)(value)


def detail(kind: DetailKind, value: str, on: date) -> DetailFields:
    """Return a detail as typed by the user, checked. Raises UsageError naming what is wrong."""
    value = names.one_line(value)
    if kind == "tag":
        value = value.lstrip("#@")
    if kind == "email" and not re.fullmatch(r"[^@\s,;<>]+@[^@\s,;<>]+", value):
        raise UsageError(f'"{value}" is no e-mail address.', "It looks like name@example.org.")
    if kind == "phone" and sum(char.isdecimal() for char in value) < 3:
        raise UsageError(f'"{value}" is no phone number.')
    if kind == "url":
        scheme = _SCHEME.match(value)
        if (scheme and scheme[1].lower() not in ("http", "https")) or "." not in value:
            raise UsageError(f'"{value}" is no web page.', "It looks like https://example.org/me.")
    stated = on if kind in ("offers", "seeks") else None
    return checked(DetailFields, {"kind": kind, "value": value, "stated_on": stated})


def checked(model: type[_Model], values: Mapping[str, Any]) -> _Model:
    """Return `values` validated as `model`. Raises UsageError naming the field that is wrong."""
    try:
        return model.model_validate(
            {
                name: names.many_lines(value) if isinstance(value, str) else value
                for name, value in values.items()
            }
        )
    except ValidationError as error:
        first = error.errors()[0]
        field = str(first["loc"][0]) if first["loc"] else "contact"
        reason = str(first["msg"]).removeprefix("Value error, ")
        raise UsageError(f"The {field.replace('_', ' ')} can't be taken: {reason}.") from None


@contextmanager
def session(conn: sqlite3.Connection) -> Iterator[Session]:
    """Open an SQLModel session on the ledger's own connection; it never ends the transaction."""
    engine = create_engine("sqlite://", creator=lambda: conn, poolclass=StaticPool)
    engine.dialect.do_commit = _leave_open  # type: ignore[method-assign, assignment]  # ours to end
    engine.dialect.do_rollback = _leave_open  # type: ignore[method-assign, assignment]  # likewise
    engine.dialect.do_close = _leave_open  # type: ignore[method-assign, assignment]  # likewise
    with Session(engine, autoflush=False, expire_on_commit=False) as opened:
        yield opened


def _leave_open(_connection: object) -> None:
    """Do nothing where SQLAlchemy would end the transaction or the connection."""


class Batch:
    """Contacts and details to be inserted in one go. Until `write` no query sees them.

    Rows rather than objects of SQLModel, whose making is a third of what a large import takes.
    """

    def __init__(self) -> None:
        self.contacts: list[dict[str, Any]] = []
        self.details: list[dict[str, Any]] = []

    def write(self, into: Session) -> None:
        """Insert them, and be empty."""
        for model, rows in ((ContactRow, self.contacts), (DetailRow, self.details)):
            if rows:
                into.connection().execute(insert(model), rows)
                rows.clear()


def create(
    into: Session,
    fields: ContactFields,
    details: Iterable[DetailFields],
    on: date,
    *,
    id: int | None = None,
    uid: str | None = None,
    imported: str | None = None,
    batch: Batch | None = None,
) -> int:
    """Add a contact with details that differ from one another; return its id.

    With `batch` it is only noted there, and the caller writes.
    """
    number = next_id(into) if id is None else id
    pending = batch or Batch()
    held = fields.model_dump()
    pending.contacts.append(
        {
            **plain(held),
            "id": number,
            "uid": uid or new_uid(),
            "folded": names.fold(fields.name),
            "words": words(held),
            "imported": imported,
            "created_on": on.isoformat(),
        }
    )
    pending.details += (_columns(number, given) for given in details)
    if batch is None:
        pending.write(into)
    return number


def next_id(into: Session) -> int:
    """Return the id that the next contact gets; none is given twice, so that notes stay true."""
    row = into.connection().exec_driver_sql(
        "SELECT seq FROM sqlite_sequence WHERE name = 'contact'"
    )
    return int(row.scalar() or 0) + 1


def plain(values: Mapping[str, Any]) -> dict[str, Any]:
    """Return validated values as the columns hold them: days as text, yes and no as 1 and 0."""
    held: dict[str, Any] = {}
    for name, value in values.items():
        held[name] = value.isoformat() if isinstance(value, date) else value
        if isinstance(value, bool):
            held[name] = int(value)
    return held


def words(values: Mapping[str, Any]) -> str:
    """Return the folded text that search looks through."""
    return " ".join(names.fold(values[name]) for name in _SEARCHED if values.get(name))


def attach(into: Session, contact: int, details: Iterable[DetailFields]) -> bool:
    """Add details to a contact, those that it has in another spelling left as they are.

    Returns whether any was new. The caller flushes.
    """
    wanted: dict[tuple[str, str], DetailFields] = {
        (given.kind, given.key): given for given in details
    }
    if not wanted:
        return False
    had = into.exec(select(DetailRow.kind, DetailRow.key).where(DetailRow.contact == contact))
    for pair in had.all():
        wanted.pop((pair[0], pair[1]), None)
    into.add_all(DetailRow(**_columns(contact, given)) for given in wanted.values())
    return bool(wanted)


def _columns(contact: int, given: DetailFields) -> dict[str, Any]:
    return {
        "contact": contact,
        "kind": given.kind,
        "value": given.value,
        "key": given.key,
        "stated_on": given.stated_on.isoformat() if given.stated_on else None,
    }


def change(
    into: Session, contact: int, changes: Mapping[str, Any], *, keep_name: bool = True
) -> None:
    """Change fields of a contact; a new name keeps the old one as an alias. The caller flushes."""
    row = into.get_one(ContactRow, contact)
    before = {name: getattr(row, name) for name in ContactFields.model_fields}
    fields = checked(ContactFields, {**before, **changes})
    for name, value in plain(fields.model_dump()).items():
        setattr(row, name, value)
    row.words = words(fields.model_dump())
    if fields.name != before["name"]:
        row.folded = names.fold(fields.name)
        if keep_name:
            attach(into, contact, [DetailFields(kind="alias", value=before["name"])])


def detach(into: Session, contact: int, kind: str, keys: Iterable[str] | None = None) -> bool:
    """Take details of one kind off a contact, all or those named by key; say if any was there."""
    query = select(DetailRow).where(DetailRow.contact == contact, DetailRow.kind == kind)
    rows = [row for row in into.exec(query).all() if keys is None or row.key in set(keys)]
    for row in rows:
        into.delete(row)
    return bool(rows)


def likely_duplicates(
    conn: sqlite3.Connection, name: str, details: Iterable[DetailFields]
) -> list[tuple[int, str, str]]:
    """Return (id, name, why) of contacts that may be the one about to be added."""
    found: dict[int, tuple[int, str, str]] = {}
    for given in details:
        if given.kind in ("email", "phone", "url"):
            for id, other in conn.execute(
                """SELECT c.id, c.name FROM detail d JOIN contact c ON c.id = d.contact
                   WHERE d.kind = ? AND d.key = ? ORDER BY c.id""",
                (given.kind, given.key),
            ):
                found.setdefault(id, (id, other, f"the same {given.kind}, {given.value}"))
    for id, other in conn.execute(
        "SELECT id, name FROM contact WHERE folded = ? ORDER BY id", (names.fold(name),)
    ):
        found.setdefault(id, (id, other, "the same name"))
    return list(found.values())


def remove(conn: sqlite3.Connection, contact: int) -> None:
    """Remove a contact with what only it has: entries shared with others stay theirs."""
    conn.execute(
        """DELETE FROM interaction WHERE id IN
             (SELECT interaction FROM participant WHERE contact = ?1)
           AND NOT EXISTS (SELECT 1 FROM participant p
             WHERE p.interaction = interaction.id AND p.contact <> ?1)""",
        (contact,),
    )
    conn.execute("DELETE FROM contact WHERE id = ?", (contact,))
