"""Outlook's CSV of contacts, in English, German, French and Spanish."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import Final

from netledger.domain.names import fold, one_line
from netledger.importers.archive import File
from netledger.importers.cards import Card, person
from netledger.importers.days import as_day, no_day, settled
from netledger.importers.drafts import Asked, Draft, Importer, Notice, Person
from netledger.importers.only_table import holds, only_table
from netledger.importers.tabular import Row, Shape, Table, find_table, unguard

# Columns folded, English first. Some Spanish files mix Spanish and English columns.
_NAMES: Final = {
    "first": ("first name", "vorname", "prenom", "nombre"),
    "middle": ("middle name", "weitere vornamen", "zweiter vorname", "deuxieme prenom",
               "segundo nombre"),
    "last": ("last name", "nachname", "nom", "apellidos"),
    "nickname": ("nickname", "spitzname", "surnom", "sobrenombre"),
    "org": ("company", "firma", "societe", "organizacion"),
    "role": ("job title", "position", "titre", "puesto", "cargo"),
    "email": ("e-mail address", "e-mail-adresse", "adresse de messagerie",
              "direccion de correo electronico"),
    "email 2": ("e-mail 2 address", "e-mail 2 adresse", "adresse de messagerie 2",
                "direccion de correo electronico 2", "direccion del correo electronico 2"),
    "email 3": ("e-mail 3 address", "e-mail 3 adresse", "adresse de messagerie 3",
                "direccion de correo electronico 3", "direccion del correo electronico 3"),
    "email name": ("e-mail display name", "e-mail angezeigter name",
                   "nom complet de ladresse de messagerie",
                   "nombre de pantalla de correo electronico"),
    "mobile": ("mobile phone", "mobiltelefon", "tel mobile", "telefono movil"),
    "mobile 2": ("mobile phone 2",),
    "home": ("home phone", "telefon privat", "telephone domicile", "particular"),
    "home 2": ("home phone 2", "telefon privat 2", "telephone 2 domicile"),
    "business": ("business phone", "telefon geschaftlich", "telephone bureau",
                 "telefono del trabajo"),
    "business 2": ("business phone 2", "telefon geschaftlich 2", "telephone 2 bureau",
                   "telefono del trabajo 2"),
    "primary": ("primary phone", "haupttelefon", "telephone principal", "telefono principal"),
    "car": ("car phone", "autotelefon", "telephone voiture"),
    "other": ("other phone", "weiteres telefon", "telephone autre", "otro telefono"),
    "page": ("web page", "webseite", "page web", "pagina web"),
    "page 2": ("personal web page",),
    "location": ("location", "ort", "emplacement"),
    "home city": ("home city", "ort privat", "ville domicile"),
    "home country": ("home country region", "home country", "land region privat",
                     "pays region domicile", "pais o region del domicilio"),
    "business city": ("business city", "ort geschaftlich", "ville bureau", "ciudad de trabajo"),
    "business country": ("business country region", "business country",
                         "land region geschaftlich", "pays region bureau",
                         "pais o region del trabajo"),
    "business street": ("business street", "strasse geschaftlich", "rue bureau",
                        "calle del trabajo"),
    "birthday": ("birthday", "geburtstag", "anniversaire", "cumpleanos"),
    "anniversary": ("anniversary", "jahrestag", "anniversaire de mariage ou fete"),
    "spouse": ("spouse", "partner", "partner in", "conjoint e", "conyuge"),
    "children": ("children", "kinder", "enfants", "hijos"),
    "referred by": ("referred by", "empfohlen von", "recommande par"),
    "hobby": ("hobby", "hobbys", "passe-temps", "aficiones"),
    "note": ("notes", "notizen", "notas"),
    "tags": ("categories", "kategorien", "categorias"),
}  # fmt: skip
_ENGLISH: Final = {name: names[0] for name, names in _NAMES.items()}
# Of these a contact list of another has none.
_MARKS: Final = ("email 2", "email name", "business", "business 2", "business street")

OUTLOOK_CONTACTS: Final = Shape(
    kind="Outlook's contacts",
    names={name: ours for ours, names in _NAMES.items() for name in names},
    needed=(("first", "last"), _MARKS),
    wants="First Name, Last Name, E-mail 2 Address or Business Phone",
    foreign=lambda name: name.startswith("e-mail 1 ") or name == "connected on",
)

_PHONES: Final = ("mobile", "mobile 2", "home", "home 2", "business", "business 2", "primary",
                  "car", "other")  # fmt: skip
_TOLD: Final = ("spouse", "children", "anniversary", "referred by", "hobby")
_OTHERWISE: Final = "If it is another table, name its format: netledger import csv PATH"


class _Outlook:
    name = "outlook"

    def identify(self, path: Path) -> bool:
        """Say whether `path` is a table with columns that only Outlook's has."""
        return holds(path, is_outlook)

    def extract(self, path: Path, asked: Asked) -> Iterator[Draft]:
        """Yield the people in the table."""
        with only_table(path, OUTLOOK_CONTACTS, "Outlook", _OTHERWISE) as found:
            # French has one name for how one is addressed and, after it, for one's job.
            columns = found.columns | {"role": found.columns.get("role", [])[-1:]}
            table = replace(found, columns={name: at for name, at in columns.items() if at})
            order, remark = _order(table, asked.day_first)
            if remark:
                yield remark
            for line, row in table.rows(unguard):
                yield from _drafts(table.record(line), row, order, asked)
            yield from table.broken


OUTLOOK: Final[Importer] = _Outlook()


def is_outlook(file: File) -> bool:
    """Say whether a single file has one of Outlook's headers."""
    return find_table(file, (OUTLOOK_CONTACTS,)) is not None


def _order(table: Table, said: bool | None) -> tuple[bool, Notice | None]:
    """Return whether days come before months, as the user or the file itself says.

    Where neither does, an English Outlook is taken for an American one, with a remark if that
    makes a difference.
    """
    if said is not None:
        return said, None
    days = [
        row.get(column, "") for _, row in table.rows() for column in ("birthday", "anniversary")
    ]
    found = settled(days)
    if found is not None:
        return found, None
    named = {
        fold(table.header[at]) for part in ("first", "last") for at in table.columns.get(part, ())
    }
    day_first = not named & {"first name", "last name"}
    open_ones = [day for day in days if as_day(day, None) is None and as_day(day, day_first)]
    if not open_ones:
        return day_first, None
    order, other = ("day/month", "month") if day_first else ("month/day", "day")
    why = (
        f"days such as {one_line(open_ones[0])[:40]} were read as {order}, which nothing in the "
        f"file says; --{other}-first reads them the other way"
    )
    return day_first, Notice(table.file.name, why, skipped=False)


def _drafts(record: str, row: Row, day_first: bool, asked: Asked) -> Iterator[Draft]:
    said = one_line(row.get("birthday", ""))
    birthday = None if no_day(said) else as_day(said, day_first)
    card = Card(
        record=record,
        name=" ".join(row.get(part, "") for part in ("first", "middle", "last")),
        emails=_present(row, "email", "email 2", "email 3"),
        phones=_present(row, *_PHONES),
        urls=_present(row, "page", "page 2"),
        aliases=_present(row, "nickname"),
        tags=tuple(row.get("tags", "").replace("\n", ";").split(";")),
        org=row.get("org"),
        role=row.get("role"),
        location=_location(row),
        birthday=birthday,
        note=row.get("note", ""),
        extra=tuple(_told(row, day_first)),
    )
    for draft in person(card, asked.owner):
        yield draft
        if isinstance(draft, Person) and birthday is None and not no_day(said):
            why = f"birthday {said[:40]!r} left out: it can't be read as a day"
            yield Notice(record, why, skipped=False)


def _present(row: Row, *columns: str) -> tuple[str, ...]:
    """Return what these columns hold, where they hold something."""
    return tuple(value for name in columns if (value := one_line(row.get(name, ""))))


def _told(row: Row, day_first: bool) -> Iterator[str]:
    """Yield the lines of the note for what has no field of ours."""
    for column in _TOLD:
        value = one_line(row.get(column, ""))
        if column == "anniversary":
            value = "" if no_day(value) else as_day(value, day_first) or value
        if value:
            yield f"{_ENGLISH[column].capitalize()}: {value}"


def _location(row: Row) -> str:
    """Return where a row says that one lives, else where one works."""
    for place in ("home", "business"):
        if city := one_line(row.get(f"{place} city", "")):
            return ", ".join((city, *_present(row, f"{place} country")))
    return one_line(row.get("location", ""))
