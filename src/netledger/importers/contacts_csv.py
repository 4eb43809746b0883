"""Contacts in a CSV file: netledger's own export, or any table with a column of names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Final

from netledger.domain.model import CIRCLES
from netledger.domain.names import email_key, many_lines, one_line
from netledger.errors import NetledgerError
from netledger.importers.archive import opened
from netledger.importers.drafts import Draft, Importer, Notice, Owner, Person
from netledger.importers.linkedin import is_linkedin
from netledger.importers.linkedin.people import slugs
from netledger.importers.tabular import Row, Shape, columns_seen, find_table, unguard

_ALIASES: Final = {
    "name": ("name", "full name", "display name", "contact name"),
    "first": ("first name", "firstname", "given name", "forename"),
    "middle": ("middle name", "additional name"),
    "last": ("last name", "lastname", "family name", "surname"),
    "aliases": ("aliases", "alias", "nickname", "nicknames"),
    "emails": ("emails", "email", "e-mail", "email address", "e-mail address", "mail"),
    "phones": ("phones", "phone", "mobile", "telephone", "phone number", "mobile phone", "cell"),
    "urls": ("urls", "url", "linkedin", "linkedin url", "website", "web page", "homepage"),
    "org": ("org", "company", "organization", "organisation", "employer"),
    "role": ("role", "title", "position", "job title"),
    "location": ("location", "city", "place"),
    "birthday": ("birthday", "birth date", "date of birth", "born"),
    "note": ("note", "notes", "comment", "comments"),
    "tags": ("tags", "tag", "labels", "groups"),
}
# Columns that only netledger's own export has.
_OWN: Final = (
    "uid", "died", "kin", "pinned", "connected_on", "met_on", "met_where", "through",
    "through_uid", "offers", "seeks", "stated_tier", "cadence_days", "status",
)  # fmt: skip

CONTACTS: Final = Shape(
    kind="contacts",
    names={name: ours for ours, names in _ALIASES.items() for name in names}
    | {name.replace("_", " "): name for name in _OWN},
    needed=(("name", "first", "last"),),
    wants="Name, or First Name and Last Name",
    many=frozenset({"aliases", "emails", "phones", "urls", "note", "tags"}),
)

_SEPARATORS: Final = {
    "emails": re.compile(r"[\r\n;]| ::: "),
    "phones": re.compile(r"[\r\n]|;(?!\s*ext)| ::: "),
    "urls": re.compile(r"[\r\n]|;\s|;(?=\w+://|www\.)| ::: "),
    "tags": re.compile(r"[\r\n;]| ::: "),
}
_LINES: Final = re.compile(r"[\r\n]+")
_DAY: Final = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_YEARLESS: Final = re.compile(r"--\d\d-\d\d", re.ASCII)
_YES: Final = frozenset({"yes", "true", "1", "x"})


class _Csv:
    name = "csv"

    def identify(self, path: Path) -> bool:
        """Say whether `path` is a table with a column of names that is not LinkedIn's."""
        try:
            with opened(path, ()) as source:
                if not source.single:
                    return False
                file = source.files[0]
                table = find_table(file, (CONTACTS,))
                return table is not None and table.width > 1 and not is_linkedin(file)
        except (NetledgerError, OSError):
            return False

    def extract(self, path: Path, owner: Owner, known_urls: frozenset[str]) -> Iterator[Draft]:  # noqa: ARG002
        """Yield the people in the table."""
        with opened(path, ()) as source:
            if not source.single:
                raise NetledgerError(f"{path.name or path} is not a single table.")
            file = source.files[0]
            table = find_table(file, (CONTACTS,))
            if table is None:
                found = ", ".join(columns_seen(file)) or "none: it is empty"
                raise NetledgerError(
                    f"{file.name} has no column of names. Found: {found}. Needed: {CONTACTS.wants}."
                )
            for line, row in table.rows(unguard):
                yield from _person(table.record(line), row, owner)
            yield from table.broken


CSV: Final[Importer] = _Csv()


def _person(record: str, row: Row, owner: Owner) -> Iterator[Draft]:
    emails = _several(row, "emails")
    wrong = [email for email in emails if "@" not in email]
    emails = tuple(email for email in emails if "@" in email)
    urls = _several(row, "urls")
    if _is_owner(emails, urls, owner):
        return
    parts = (row.get(part, "") for part in ("first", "middle", "last"))
    name = one_line(row.get("name", "")) or one_line(" ".join(parts))
    if not name and not emails:
        yield Notice(record, "no name")
        return
    for email in wrong:
        yield Notice(record, f"left out {email[:40]!r}: it is no e-mail address", skipped=False)
    if not name:
        name = emails[0]
        yield Notice(record, f"no name: called {name} after the address", skipped=False)
    values = _Values(record, row)
    person = Person(
        record=record,
        name=name,
        uid=values.text("uid"),
        urls=urls,
        emails=emails,
        phones=_several(row, "phones"),
        aliases=_several(row, "aliases"),
        tags=_several(row, "tags"),
        offers=_several(row, "offers"),
        seeks=_several(row, "seeks"),
        org=values.text("org"),
        role=values.text("role"),
        location=values.text("location"),
        birthday=values.day_text("birthday", yearless=True),
        note=many_lines(row.get("note", "")) or None,
        connected_on=values.day("connected_on"),
        met_on=values.day("met_on"),
        met_where=values.text("met_where"),
        died=values.day_text("died"),
        kin=values.yes("kin"),
        pinned=values.yes("pinned"),
        archived=one_line(row.get("status", "")).casefold() == "archived",
        stated_tier=values.number("stated_tier", CIRCLES),
        cadence_days=values.number("cadence_days", range(1, 20_001)),
        through=values.text("through"),
        through_uid=values.text("through_uid"),
    )
    yield from values.notices
    yield person


def _is_owner(emails: tuple[str, ...], urls: tuple[str, ...], owner: Owner) -> bool:
    my_emails = {email_key(email) for email in owner.emails}
    return any(email_key(email) in my_emails for email in emails) or bool(
        slugs(urls) & slugs(owner.urls)
    )


def _several(row: Row, column: str) -> tuple[str, ...]:
    """Return the values in a cell that holds several, each once."""
    parts = _SEPARATORS.get(column, _LINES).split(row.get(column, ""))
    return tuple(dict.fromkeys(value for part in parts if (value := one_line(part))))


class _Values:
    """The single values of a row; what can't be read goes to `notices`."""

    def __init__(self, record: str, row: Row) -> None:
        self._record = record
        self._row = row
        self.notices: list[Notice] = []

    def text(self, column: str) -> str | None:
        return one_line(self._row.get(column, "")) or None

    def yes(self, column: str) -> bool:
        return one_line(self._row.get(column, "")).casefold() in _YES

    def day(self, column: str) -> date | None:
        text = self.day_text(column)
        return date.fromisoformat(text) if text else None

    def day_text(self, column: str, yearless: bool = False) -> str | None:
        text = self.text(column)
        if text is None or _is_day(text, yearless):
            return text
        wanted = "YYYY-MM-DD or --MM-DD" if yearless else "YYYY-MM-DD"
        self._leave_out(column, text, f"a day is written {wanted}")
        return None

    def number(self, column: str, allowed: range | tuple[int, ...]) -> int | None:
        text = self.text(column)
        if text is None:
            return None
        if text.isascii() and text.isdigit() and len(text) < 9 and int(text) in allowed:
            return int(text)
        self._leave_out(column, text, "no such number is possible there")
        return None

    def _leave_out(self, column: str, text: str, why: str) -> None:
        label = column.replace("_", " ")
        self.notices.append(
            Notice(self._record, f"{label} {text[:40]!r} left out: {why}", skipped=False)
        )


def _is_day(text: str, yearless: bool) -> bool:
    """Say whether `text` is a real day; one without a year may be 29 February."""
    if yearless and _YEARLESS.fullmatch(text):
        text = f"2000{text[1:]}"
    elif not _DAY.fullmatch(text):
        return False
    try:
        return date.fromisoformat(text).year >= 1800
    except ValueError:
        return False
