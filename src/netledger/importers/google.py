"""Google Contacts' CSV, with the columns that it had until 2024 and those that it has since."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from netledger.domain.names import fold, one_line
from netledger.importers.archive import File
from netledger.importers.cards import Card, labelled, person
from netledger.importers.days import as_day, no_day
from netledger.importers.drafts import Asked, Draft, Importer, Notice, Person
from netledger.importers.only_table import holds, only_table
from netledger.importers.tabular import Row, Shape, find_table, unguard

# Columns that no other program's table has, folded: "E-mail 1 - Value" is "e-mail 1 value".
_MARKS: Final = (
    "e-mail 1 value", "e-mail 1 label", "e-mail 1 type", "phone 1 value", "phone 1 label",
    "phone 1 type", "group membership", "organization 1 name", "organization title",
    "phonetic first name", "yomi name",
)  # fmt: skip
GOOGLE_CONTACTS: Final = Shape(
    kind="Google's contacts",
    names=dict.fromkeys(_MARKS, "mark"),
    needed=(("mark",),),
    wants="E-mail 1 - Value, or others of Google's",
)
_NUMBERED: Final = re.compile(r"(.+) (\d{1,6}) value", re.ASCII)
# What is kept as a line of the note, under the label that the row gives it.
_TOLD: Final = {
    "relation": "Relation",
    "custom field": "Custom field",
    "event": "Event",
    "im": "IM",
}
_SINGLE_TOLD: Final = {"maiden name": "Maiden name", "hobby": "Hobby"}
_ORG: Final = ("organization name", "organization 1 name")
# Groups that Google made, but the user filled.
_FILLED_BY_HAND: Final = {"friends", "family", "coworkers"}
_SYSTEM: Final = {"my contacts", "mycontacts", "other contacts", "starred", "starred in android"}
_OTHERWISE: Final = "Export again as Google CSV, or read any table: netledger import csv PATH"


class _Google:
    name = "google"

    def identify(self, path: Path) -> bool:
        """Say whether `path` is a table with columns that only Google's has."""
        return holds(path, is_google)

    def extract(self, path: Path, asked: Asked) -> Iterator[Draft]:
        """Yield the people in the table."""
        with only_table(path, GOOGLE_CONTACTS, "Google Contacts", _OTHERWISE) as found:
            table = found.by_header()
            numbered = _numbered(table.columns)
            for line, row in table.rows(unguard):
                yield from _drafts(table.record(line), row, numbered, asked)
            yield from table.broken


GOOGLE: Final[Importer] = _Google()


def is_google(file: File) -> bool:
    """Say whether a single file has one of Google's headers."""
    return find_table(file, (GOOGLE_CONTACTS,)) is not None


def _numbered(columns: dict[str, list[int]]) -> dict[str, list[str]]:
    """Return the prefixes of each numbered group in their order: e-mail -> e-mail 1, e-mail 2."""
    found: dict[str, list[tuple[int, str]]] = {}
    for column in columns:
        if match := _NUMBERED.fullmatch(column):
            found.setdefault(match[1], []).append((int(match[2]), f"{match[1]} {match[2]}"))
    return {kind: [prefix for _, prefix in sorted(groups)] for kind, groups in found.items()}


def _drafts(record: str, row: Row, numbered: dict[str, list[str]], asked: Asked) -> Iterator[Draft]:
    said = one_line(row.get("birthday", ""))
    birthday = as_day(said, asked.day_first)
    phones, extra = list[str](), list[str]()
    for label, value in _labelled(row, numbered.get("phone", [])):
        if "fax" in label.casefold():
            extra.append(f"{label}: {value}")
        else:
            phones.append(value)
            extra += labelled(label, value)
    emails = list(_labelled(row, numbered.get("e-mail", [])))
    extra += [line for label, email in emails for line in labelled(label, email)]
    for kind, called in _TOLD.items():
        for label, value in _labelled(row, numbered.get(kind, [])):
            extra.append(f"{label or called}: {value}")
    for column, called in _SINGLE_TOLD.items():
        extra += [f"{called}: {value}" for value in _values(row.get(column, ""))]
    card = Card(
        record=record,
        name=_name(row),
        emails=tuple(email for _, email in emails),
        phones=tuple(phones),
        urls=tuple(value for _, value in _labelled(row, numbered.get("website", []))),
        aliases=_values(row.get("nickname", "")),
        tags=_tags(row.get("labels", "") or row.get("group membership", "")),
        org=_first(row, *_ORG),
        role=_first(row, "organization title", "organization 1 title", "occupation"),
        location=_location(row),
        birthday=birthday,
        note=row.get("notes", ""),
        extra=tuple(extra),
    )
    for draft in person(card, asked.owner):
        yield draft
        if said and birthday is None and not no_day(said) and isinstance(draft, Person):
            why = f"birthday {said[:40]!r} left out: it can't be read as a day"
            yield Notice(record, why, skipped=False)


def _name(row: Row) -> str:
    """Return the name of a row, by a nickname or how it is filed if it has no other.

    A row that is called as its organisation is, and has no first or last name, has none.
    """
    first = row.get("first name", "") or row.get("given name", "")
    middle = row.get("middle name", "") or row.get("additional name", "")
    last = row.get("last name", "") or row.get("family name", "")
    parts = one_line(f"{first} {middle} {last}")
    if parts:
        return one_line(row.get("name", "")) or parts
    name = _first(row, "name", "nickname", "file as")
    return name if fold(name) != fold(_first(row, *_ORG)) else ""


def _values(cell: str) -> tuple[str, ...]:
    """Return the values of a cell that may hold several."""
    return tuple(value for part in cell.split(":::") if (value := one_line(part)))


def _first(row: Row, *columns: str) -> str:
    """Return the first value in the first of the columns that has one, else nothing."""
    return next((value for column in columns for value in _values(row.get(column, ""))), "")


def _labelled(row: Row, prefixes: list[str]) -> Iterator[tuple[str, str]]:
    """Yield the values of a numbered group, each with its label, which may be empty."""
    for prefix in prefixes:
        if values := _values(row.get(f"{prefix} value", "")):
            columns = (f"{prefix} service", f"{prefix} label", f"{prefix} type")
            label = _first(row, *columns).lstrip("* ").strip()
            for value in values:
                yield label, value


def _tags(cell: str) -> tuple[str, ...]:
    """Return the labels that the user gave, without those that Google gives everybody."""
    found: list[str] = []
    for label in _values(cell):
        bare = label.lstrip("* ").removeprefix("System Group: ").strip()
        if label.startswith(("*", "System Group:")):
            if bare.casefold() in _FILLED_BY_HAND:
                found.append(bare)
        elif bare and fold(bare) not in _SYSTEM and not bare.casefold().startswith("imported on "):
            found.append(bare)
    return tuple(found)


def _location(row: Row) -> str:
    """Return the first place in a row: of an address its town and country, else all of it."""
    prefixes = [column[:-5] for column in row if column.endswith(" city")]
    for prefix in prefixes:
        if city := _first(row, f"{prefix} city"):
            return ", ".join(part for part in (city, _first(row, f"{prefix} country")) if part)
    written = (column for column in row if column.endswith(" formatted"))
    return _first(row, "location", *written)
