"""What address books have in common: a card for each record, and whether it is a person's."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from netledger.domain.names import fold, mailbox_key, many_lines, one_line, phone_key
from netledger.importers.drafts import Draft, Notice, Owner, Person
from netledger.importers.linkedin.people import slugs

# *155# and the like, which the network answers and no person does.
_SERVICE_CODE: Final = re.compile(r"[*#][\d*#\s]*")
_SHOWN: Final = 40
# What address books call addresses and numbers by themselves, folded: it says nothing of anybody.
_USUAL_LABELS: Final = frozenset((
    "home", "work", "mobile", "cell", "cell phone", "iphone", "apple watch", "android", "main",
    "other", "custom", "school", "pager", "private", "personal", "business", "office", "company",
    "email", "e-mail", "mail", "internet", "phone", "telephone", "icloud", "google voice",
    "googlevoice", "grandcentral", "radio", "car", "assistant", "callback", "company main",
    "work mobile", "work cell", "home mobile", "work pager", "preferred", "pref", "voice", "text",
    "privat", "arbeit", "geschaftlich", "buro", "beruflich", "dienstlich", "handy", "mobil",
    "mobiltelefon", "festnetz", "zuhause", "zu hause", "haupt", "hauptnummer", "sonstige",
    "sonstiges", "andere", "schule",
    "domicile", "maison", "travail", "bureau", "portable", "principal", "autre", "personnel",
    "professionnel", "ecole",
    "casa", "hogar", "trabajo", "movil", "celular", "otro", "otra", "particular", "escuela",
    "lavoro", "cellulare", "principale", "altro", "ufficio", "scuola",
    "trabalho", "telemovel", "outro", "pessoal",
    "thuis", "werk", "mobiel", "hoofd", "overig", "anders", "prive",
    "dom", "praca", "komorka", "komorkowy", "glowny", "inny", "hem", "arbete", "ovrigt", "hjem",
    "arbejde", "arbeid", "annet", "andet",
))  # fmt: skip


@dataclass(frozen=True, slots=True)
class Card:
    """A record as its file has it. `emails` may hold what is none; `extra` goes to the note."""

    record: str
    name: str
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    org: str | None = None
    role: str | None = None
    location: str | None = None
    birthday: str | None = None
    note: str = ""
    extra: tuple[str, ...] = ()


def person(card: Card, owner: Owner) -> Iterator[Draft]:
    """Yield the person of a card, with a remark on what was left out; a Notice if it is nobody's.

    The user's own card yields nothing.
    """
    emails = each_once(email for email in card.emails if "@" in email)
    if is_owner(emails, card.urls, owner):
        return
    name = one_line(card.name)
    if why := _nobody(card, name, emails):
        yield Notice(card.record, why)
        return
    for email in card.emails:
        if "@" not in email:
            yield Notice(card.record, no_address(email), skipped=False)
    if not name:
        name = emails[0]
        yield Notice(card.record, f"no name: called {name} after the address", skipped=False)
    yield Person(
        record=card.record,
        name=name,
        urls=each_once(card.urls),
        emails=emails,
        phones=numbers_once(card.phones),
        aliases=tuple(a for a in each_once(card.aliases) if fold(a) != fold(name)),
        tags=each_once(card.tags),
        org=one_line(card.org or "") or None,
        role=one_line(card.role or "") or None,
        location=one_line(card.location or "") or None,
        birthday=card.birthday,
        note=many_lines("\n".join([many_lines(card.note), *card.extra])) or None,
    )


def labelled(label: str, value: str) -> Iterator[str]:
    """Yield a note's line of an address or number that bears a label of the user's own."""
    label = one_line(label.lstrip("* "))
    usual = fold(label).rstrip(" 0123456789") in _USUAL_LABELS
    if label and not usual and not label.startswith("_$!<") and not _SERVICE_CODE.fullmatch(value):
        yield f"{label}: {value}"


def _nobody(card: Card, name: str, emails: tuple[str, ...]) -> str | None:
    """Return why a card is no person's, or None where it is one's."""
    org = one_line(card.org or "")
    if org and not name:
        return f"an organisation without a person: {org[:_SHOWN]}"
    codes = [phone for phone in card.phones if _SERVICE_CODE.fullmatch(phone)]
    bare = not (emails or card.urls or card.birthday or card.note.strip() or card.extra)
    if codes and len(codes) == len(card.phones) and bare and not org:
        return f"a service code, not a person: {codes[0][:_SHOWN]}"
    if name or emails:
        return None
    if card.phones:
        return f"no name, only the number {card.phones[0][:_SHOWN]}"
    return "no name" if not bare else "empty: no name and no address"


def is_owner(emails: tuple[str, ...], urls: tuple[str, ...], owner: Owner) -> bool:
    """Say whether a record with these is the user's own."""
    mine = {mailbox_key(email) for email in owner.emails}
    return any(mailbox_key(email) in mine for email in emails) or bool(
        slugs(urls) & slugs(owner.urls)
    )


def no_address(text: str) -> str:
    """Return what is said of a value among the addresses that is none."""
    return f"left out {text[:_SHOWN]!r}: it is no e-mail address"


def each_once(values: Iterable[str]) -> tuple[str, ...]:
    """Return values as single lines, none twice and none empty; case makes no difference."""
    found: dict[str, str] = {}
    for value in values:
        if line := one_line(value):
            found.setdefault(line.casefold(), line)
    return tuple(found.values())


def numbers_once(phones: Iterable[str]) -> tuple[str, ...]:
    """Return each number once, of several spellings the first with a country code."""
    found: dict[str, str] = {}
    for phone in each_once(phones):
        held = found.setdefault(phone_key(phone), phone)
        if phone.startswith("+") and not held.startswith("+"):
            found[phone_key(phone)] = phone
    return tuple(found.values())
