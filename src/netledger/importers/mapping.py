"""Which column of a stranger's table is which field: as the user says, or as it looks."""

from __future__ import annotations

import re
import shlex
from collections.abc import Callable, Mapping
from dataclasses import replace
from itertools import islice
from typing import Final

from netledger.domain.names import fold, nearest, one_line
from netledger.errors import UsageError
from netledger.importers.archive import File
from netledger.importers.days import as_day
from netledger.importers.drafts import Notice
from netledger.importers.fields import CONTACTS, IGNORED, field_named, spoken
from netledger.importers.tabular import Table, likely_table, unguard

_SAMPLE: Final = 200
_NAMES: Final = frozenset({"name", "first", "last"})
_DAYS: Final = frozenset({"birthday", "met_on", "connected_on", "died"})
# Years that lie so far apart are of births, not of acquaintances.
_LIFETIMES: Final = 25

# Words of headers in several languages, folded. Where a header has words of two fields, the
# field that is told first here is meant: "name of the company" is a company.
_WORDS: Final[Mapping[str, str]] = {
    "emails": "mail e-mail email courriel correo epost e-post sahkoposti correu posta",
    "phones": "phone telephone telefon telefoon telefono telefone tel mobile mobiel mobil movil "
    "handy gsm cellulare celular puhelin whatsapp",
    "urls": "url website webseite webpage web site sito linkedin homepage profil profile",
    "birthday": "birthday birthdate bday dob born geburtstag geburtsdatum verjaardag geboortedatum "
    "naissance anniversaire cumpleanos nacimiento compleanno nascita nascimento fodelsedag "
    "fodselsdag urodziny",
    "connected_on": "connected",
    "met_on": "met kennengelernt ontmoet rencontre conocido seit since sinds depuis desde",
    "org": "company organisation organization employer firm firma bedrijf unternehmen arbeitgeber "
    "werkgever societe entreprise employeur empresa azienda ditta foretag yritys",
    "role": "role position job function title titel funktion functie beruf beroep poste fonction "
    "cargo puesto posizione stilling stanowisko",
    "location": "location city town place ort stadt wohnort plaats woonplaats stad ville ciudad "
    "citta cidade miasto kaupunki",
    "first": "first vorname voornaam prenom nombre nome fornamn fornavn imie etunimi "
    "firstname forename",
    "last": "last nachname achternaam familienname nom apellido apellidos cognome sobrenome "
    "efternamn etternavn efternavn nazwisko sukunimi lastname surname",
    "aliases": "nickname alias spitzname bijnaam roepnaam surnom apodo soprannome",
    "tags": "tag tags label labels group groups gruppe gruppen groep groupe grupo category "
    "categories kategorie categorie categoria etiquetas circle",
    "note": "note notes notiz notizen notitie notities notas nota comment comments remark remarks "
    "bemerkung kommentar anmerkung opmerking opmerkingen remarque commentaire about",
    "name": "name naam namn navn nimi person persona contact kontakt contacto contatto who wer wie",
}
_FIELD_OF: Final = {
    word: (order, field)
    for order, (field, words) in enumerate(_WORDS.items())
    for word in words.split()
}

_EMAIL: Final = re.compile(r"(?:mailto:)?[^@\s]+@[^@\s]+\.[^@\s]+")
_URL: Final = re.compile(r"(?:https?://|www\.|(?:\w+\.)?linkedin\.com/)\S+", re.IGNORECASE)
_PHONE: Final = re.compile(r"(?=[+(0]|\d+[ ./-])(?:[ ().+/-]*\d){7,15}[ )]*", re.ASCII)
_WORD: Final = re.compile(r"[^\W\d_][^\d_]*")
_PLAIN: Final = re.compile(r"[\w\s.,;:+@()/=-]*")


def mapped(file: File, said: Mapping[str, str]) -> Table:
    """Return the table in `file` with its columns read as the user says, the others as usual.

    Raises UsageError where a field or a column is not known, or nothing would name a person.
    """
    fields = {fold(column): field_named(word) for column, word in said.items()}
    table = likely_table(file, fields)
    seen = table.columns if table else {}
    missing = [column for column in said if fold(column) not in seen]
    if table is None or missing:
        raise _no_column(file, table, missing[0] if missing else "")
    told = frozenset(fields.values())
    replaced = told - CONTACTS.many
    if told & {"first", "last"}:
        replaced |= {"name"}
    columns: dict[str, list[int]] = {}
    for folded, at in table.columns.items():
        field = fields.get(folded)
        usual = CONTACTS.names.get(folded)
        if field is None and usual is not None and usual not in replaced:
            field = usual
        if field is not None and field != IGNORED:
            columns.setdefault(field, []).extend(at)
    if not columns.keys() & {*_NAMES, "emails"}:
        raise UsageError(
            f"No column of {file.name} would say who a person is.",
            f'Add --map "COLUMN=name"; its columns: {_listed(table)}.',
        )
    return replace(table, shape=CONTACTS, columns=columns)


def _no_column(file: File, table: Table | None, column: str) -> UsageError:
    shown = _shown(table) if table else {}
    near = nearest(column, shown.values(), at_most=1)
    meant = f"Did you mean {near[0]!r}? " if near else ""
    return UsageError(
        f"{file.name} has no column {one_line(column)[:40]!r}.",
        f"{meant}Its columns: {_listed(table) if table else 'none: it is no table'}.",
    )


def _shown(table: Table) -> dict[str, str]:
    """Return how the file itself writes each column, by folded name, in its order."""
    return {
        name: one_line(table.header[at[0]])[:60] for name, at in table.by_header().columns.items()
    }


def _listed(table: Table) -> str:
    names = list(_shown(table).values())
    return ", ".join(names[:30]) + (f" and {len(names) - 30} more" if len(names) > 30 else "")


def propose(file: File) -> dict[str, str]:
    """Return what each column seems to be, as --map takes it: the header to a field's name.

    By the words of the header, in several languages, and by the look of the first values; a
    column that looks like nothing is left out.
    """
    table = likely_table(file)
    return _proposed(table) if table else {}


def command(path: str, columns: Mapping[str, str]) -> str:
    """Return the command to type that reads the file at `path` with its columns so mapped."""
    named = columns if _NAMES & {*columns.values()} else {"COLUMN": "name", **columns}
    maps = (f"--map {_quoted(f'{column}={field}')}" for column, field in named.items())
    return " ".join(("netledger import csv", _quoted(path, bare=True), *maps))


def _quoted(text: str, bare: bool = False) -> str:
    """Return `text` as a shell takes it: in double quotes, which every shell knows, if it can."""
    if bare and shlex.quote(text) == text:
        return text
    return f'"{text}"' if _PLAIN.fullmatch(text) else shlex.quote(text)


def usual(table: Table) -> tuple[Table, Notice | None]:
    """Return a table as it is to be read where the user says nothing, and a remark on it.

    Beside a column of first names, and no other of last names, "Name" is the last name. The
    remark names the columns that look like something and are not read.
    """
    every = table.by_header()
    if all(name in CONTACTS.names for name in every.columns):
        return table, None
    found = _proposed(every)
    known = {shown for name, shown in _shown(every).items() if name in CONTACTS.names}
    parts = {column: field for column, field in found.items() if field in ("first", "last")}
    moved = parts if {*table.columns} & _NAMES == {"name"} and len(parts) == 2 else {}
    if moved:
        table = mapped(table.file, moved)
    left = [column for column in found if column not in known and column not in parts]
    said = [f"{column} was taken for the {field} name" for column, field in moved.items()]
    if left:
        maps = moved | {column: found[column] for column in left}
        typed = " ".join(f"--map {_quoted(f'{column}={field}')}" for column, field in maps.items())
        said.append(f"columns not read: {', '.join(left)}; to read them, import csv with {typed}")
    return table, Notice(table.file.name, "; ".join(said), skipped=False) if said else None


def _proposed(table: Table) -> dict[str, str]:
    """Return the proposal for a table that has its columns by their folded names."""
    samples = _samples(table)
    guesses: list[tuple[int, int, str, str]] = []
    for index, (column, values) in enumerate(samples.items()):
        certainty, field = _guess(column, values)
        if field:
            guesses.append((certainty, index, column, field))
    chosen: dict[str, str] = {}
    for _, _, column, field in sorted(guesses):
        if field in CONTACTS.many or field not in chosen.values():
            chosen[column] = field
    taken = {*chosen.values()}
    if not taken & _NAMES:
        names = (c for c, values in samples.items() if c not in chosen and _are_names(values))
        chosen |= dict.fromkeys(islice(names, 1), "name")
    elif "name" in taken and "first" in taken and "last" not in taken:
        chosen = {column: "last" if f == "name" else f for column, f in chosen.items()}
    return {
        shown: spoken(chosen[column]) for column, shown in _shown(table).items() if column in chosen
    }


def _samples(table: Table) -> dict[str, list[str]]:
    """Return what the first rows hold, by column."""
    found: dict[str, list[str]] = {column: [] for column in table.columns}
    for _, row in islice(table.rows(unguard), _SAMPLE):
        for column, cell in row.items():
            if value := one_line(cell[:200])[:100]:
                found[column].append(value)
    return found


def _guess(column: str, values: list[str]) -> tuple[int, str | None]:
    """Return how sure it is which field a column is, 0 most, and the field.

    What the values are overrules what the header says.
    """
    certainty, field = _by_header(column)
    look = _look(values)
    if look in ("emails", "urls"):
        return (0 if field == look else 1), look
    if look == "day":
        return (
            (certainty, field) if field in _DAYS else (3, "birthday" if _births(values) else None)
        )
    if look == "phones" and field is None:
        return 2, "phones"
    if values and (field in ("emails", "urls") or field in _DAYS):
        return 9, None
    if field in _NAMES and look == "phones":
        return 9, None
    return certainty, field


def _by_header(column: str) -> tuple[int, str | None]:
    """Return the field that a folded header names: wholly, or by one of its words."""
    if field := CONTACTS.names.get(column):
        return 0, field
    if column in _FIELD_OF:
        return 0, _FIELD_OF[column][1]
    words = (_FIELD_OF[word] for word in column.split() if word in _FIELD_OF)
    found = min(words, default=None)
    return (1, found[1]) if found else (9, None)


def _look(values: list[str]) -> str | None:
    """Return what most of the values are, where that can be seen."""
    looks: dict[str, Callable[[str], object]] = {
        "emails": _EMAIL.fullmatch,
        "urls": _URL.fullmatch,
        "day": lambda value: as_day(value, day_first=True),
        "phones": _PHONE.fullmatch,
    }
    return next((look for look, fits in looks.items() if _most(values, fits)), None)


def _most(values: list[str], fits: Callable[[str], object]) -> bool:
    return bool(values) and sum(1 for value in values if fits(value)) * 3 >= len(values) * 2


def _births(values: list[str]) -> bool:
    """Say whether days are of births: they lie far apart, and only they lack a year."""
    days = [day for value in values if (day := as_day(value, day_first=True))]
    years = [int(day[:4]) for day in days if not day.startswith("-")]
    return len(years) < len(days) or max(years) - min(years) >= _LIFETIMES


def _are_names(values: list[str]) -> bool:
    """Say whether most values look like names of people: two to four words, hardly one twice."""
    return len(set(values)) * 5 >= len(values) * 4 and _most(values, _is_name)


def _is_name(value: str) -> bool:
    words = value.split()
    return (
        2 <= len(words) <= 4
        and words[0][0].isupper()
        and words[-1][0].isupper()
        and all(_WORD.fullmatch(word) for word in words)
    )
