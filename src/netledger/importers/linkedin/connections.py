"""Connections.csv: whom the user is connected with, and since when."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final

from netledger.domain.names import fold, mailbox_key, one_line, profile_slug
from netledger.importers.drafts import Notice, Person
from netledger.importers.linkedin.dates import day
from netledger.importers.linkedin.people import full_name, link, name_from_slug
from netledger.importers.tabular import Row, Shape, Table

# English, German, French, Spanish, Italian, folded. `Nom` is a surname, `Nome` a first name.
_NAMES: Final = {
    "first": ("first name", "vorname", "prenom", "nombre", "nome"),
    "last": ("last name", "nachname", "nom", "apellido", "apellidos", "apellido s", "cognome"),
    "url": ("url", "profile url", "profil-url"),
    "email": (
        "email address", "e-mail address", "email", "e-mail-adresse", "adresse e-mail",
        "correo electronico", "indirizzo email", "indirizzo e-mail",
    ),
    "org": ("company", "unternehmen", "entreprise", "empresa", "azienda"),
    "role": ("position", "berufsbezeichnung", "poste", "cargo", "posizione"),
    "connected_on": (
        "connected on", "verbunden am", "date de connexion", "conectado el", "data di collegamento",
    ),
}  # fmt: skip

CONNECTIONS: Final = Shape(
    kind="connections",
    names={name: ours for ours, names in _NAMES.items() for name in names},
    needed=(("first",), ("last",)),
    wants="First Name, Last Name, Connected On",
    foreign=lambda name: name.startswith(("e-mail 1 ", "business phone")),
)


def links(table: Table) -> frozenset[str]:
    """Return the profile slugs of all connections."""
    found = (profile_slug(row.get("url", "")) for _, row in table.rows())
    return frozenset(slug for slug in found if slug)


def people(
    table: Table, me: frozenset[str], my_emails: frozenset[str]
) -> Iterator[Person | Notice]:
    """Yield the people in the file but the user."""
    for line, row in table.rows():
        record = table.record(line)
        url, email = link(row.get("url", "")), one_line(row.get("email", ""))
        slug = profile_slug(url) if url else None
        if slug in me or (email and mailbox_key(email) in my_emails):
            continue
        email = email if "@" in email else ""
        name = full_name(row)
        if not name:
            name = name_from_slug(slug) if slug else email
            if not name:
                yield Notice(record, "no name and no link: a closed account")
                continue
            yield Notice(record, f"no name: called {name} after the link", skipped=False)
        yield from _person(record, name, url, email, row)
    yield from table.broken


def _person(
    record: str, name: str, url: str | None, email: str, row: Row
) -> Iterator[Person | Notice]:
    said = one_line(row.get("connected_on", ""))
    connected_on = day(said)
    if said and connected_on is None:
        why = f"kept without a date: {said[:40]!r} can't be read as a day"
        yield Notice(record, why, skipped=False)
    yield Person(
        record=record,
        name=name,
        key=f"linkedin:{fold(name)}:{connected_on or ''}",
        urls=(url,) if url else (),
        emails=(email,) if email else (),
        org=one_line(row.get("org", "")) or None,
        role=one_line(row.get("role", "")) or None,
        connected_on=connected_on,
    )
