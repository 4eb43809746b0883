"""Contacts in a CSV file: netledger's own export, or any table with a column of names."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import Final

from netledger.domain.model import CIRCLES
from netledger.domain.names import many_lines, one_line
from netledger.errors import NetledgerError
from netledger.importers.archive import File
from netledger.importers.cards import is_owner, no_address
from netledger.importers.days import as_day, is_day, settled
from netledger.importers.drafts import Asked, Draft, Importer, Notice, Owner, Person
from netledger.importers.fields import CONTACTS
from netledger.importers.google import is_google
from netledger.importers.linkedin import is_linkedin
from netledger.importers.mapping import command, mapped, propose, usual
from netledger.importers.only_table import holds, only_file
from netledger.importers.outlook import is_outlook
from netledger.importers.tabular import Row, Table, columns_seen, find_table, unguard

_SEPARATORS: Final = {
    "emails": re.compile(r"[\r\n;]| ::: "),
    "phones": re.compile(r"[\r\n]|;(?!\s*ext)| ::: "),
    "urls": re.compile(r"[\r\n]|;\s|;(?=\w+://|www\.)| ::: "),
    "tags": re.compile(r"[\r\n;]| ::: "),
}
_LINES: Final = re.compile(r"[\r\n]+")
# Between the tags of a stranger's table; a tag of our own may hold a comma.
_COMMAS: Final = re.compile(r"[\r\n;,]| ::: ")
_DAYS: Final = ("birthday", "died", "connected_on", "met_on")
_YES: Final = frozenset({"yes", "true", "1", "x"})


class _Csv:
    name = "csv"

    def identify(self, path: Path) -> bool:
        """Say whether `path` is a table with a column of names that is no other program's."""
        return holds(path, _is_contacts)

    def extract(self, path: Path, asked: Asked) -> Iterator[Draft]:
        """Yield the people in the table, by the columns as the user or the header says.

        Raises UsageError where the user speaks of a field or a column that there is not.
        """
        with only_file(path) as file:
            table, remark = _table(file, path, asked)
            if remark:
                yield remark
            days = _Days(table, asked.day_first)
            for line, row in table.rows(unguard):
                yield from _person(table.record(line), row, asked.owner, days)
            yield from table.broken


CSV: Final[Importer] = _Csv()


def _is_contacts(file: File) -> bool:
    table = find_table(file, (CONTACTS,))
    if table is None or table.width < 2:
        return False
    return not (is_linkedin(file) or is_google(file) or is_outlook(file))


def _table(file: File, path: Path, asked: Asked) -> tuple[Table, Notice | None]:
    if asked.columns:
        return mapped(file, asked.columns), None
    if table := find_table(file, (CONTACTS,)):
        return usual(table)
    found = ", ".join(columns_seen(file))
    raise NetledgerError(
        f"{file.name} has no column of names. Found: {found or 'none: it is empty'}. "
        f"Needed: {CONTACTS.wants}.",
        f"Say which column is which: {command(str(path), propose(file))}" if found else None,
    )


class _Days:
    """Which comes first in the days of a table, looked up where it makes a difference."""

    def __init__(self, table: Table, said: bool | None) -> None:
        self._table = table
        self._said = said

    @cached_property
    def day_first(self) -> bool | None:
        if self._said is not None:
            return self._said
        # A second reading beside the one under way, which keeps its own list of broken rows.
        rows = replace(self._table, broken=[]).rows(unguard)
        return settled(row.get(column, "") for _, row in rows for column in _DAYS)


def _person(record: str, row: Row, owner: Owner, days: _Days) -> Iterator[Draft]:
    emails = _several(row, "emails")
    wrong = [email for email in emails if "@" not in email]
    emails = tuple(email for email in emails if "@" in email)
    urls = _several(row, "urls")
    if is_owner(emails, urls, owner):
        return
    parts = (row.get(part, "") for part in ("first", "middle", "last"))
    name = one_line(row.get("name", "")) or one_line(" ".join(parts))
    if not name and not emails:
        yield Notice(record, "no name")
        return
    for email in wrong:
        yield Notice(record, no_address(email), skipped=False)
    if not name:
        name = emails[0]
        yield Notice(record, f"no name: called {name} after the address", skipped=False)
    values = _Values(record, row, days)
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


def _several(row: Row, column: str) -> tuple[str, ...]:
    """Return the values in a cell that holds several, each once."""
    separator = _SEPARATORS.get(column, _LINES)
    if "uid" in row and column != "emails":
        # In our own export each value stands on a line of its own, whatever else is in it.
        separator = _LINES
    elif column == "tags":
        separator = _COMMAS
    parts = separator.split(row.get(column, ""))
    return tuple(dict.fromkeys(value for part in parts if (value := one_line(part))))


class _Values:
    """The single values of a row; what can't be read goes to `notices`."""

    def __init__(self, record: str, row: Row, days: _Days) -> None:
        self._record = record
        self._row = row
        self._days = days
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
        if text is None or is_day(text, yearless):
            return text
        day = as_day(text, None) or as_day(text, self._days.day_first)
        if day and is_day(day, yearless):
            return day
        why = f"a day is written {'YYYY-MM-DD or --MM-DD' if yearless else 'YYYY-MM-DD'}"
        if as_day(text, day_first=True):
            why += ", or say --day-first or --month-first"
        self._leave_out(column, text, why)
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
