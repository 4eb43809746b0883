"""Contacts as vCards, 3.0 or 4.0, which the vcard importer reads back to the same contacts.

What vCard has no field for stands in lines of our own, X-NETLEDGER-…, which other programs keep
or pass over. A card says nothing of when it was written, so one that did not change is the same
text each time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from hashlib import sha256
from typing import Final, Literal

from netledger.domain.model import Contact
from netledger.render import safe

Version = Literal["3.0", "4.0"]

_PRODUCT: Final = "-//netledger//netledger//EN"
_WIDTH: Final = 75
_ESCAPES: Final = str.maketrans({"\\": "\\\\", "\n": "\\n", ";": "\\;", ",": "\\,"})
_PLAIN_NAME: Final = re.compile(r"[a-z0-9-]{8,64}")


def write(
    contacts: Iterable[tuple[Contact, str | None, str | None]], version: Version
) -> Iterator[str]:
    """Yield a card a contact, from (card, the introducer's name, the introducer's uid)."""
    for contact, through, through_uid in contacts:
        yield card(contact, version, through, through_uid)


def card(
    contact: Contact, version: Version, through: str | None = None, through_uid: str | None = None
) -> str:
    """Return a contact as one vCard: CRLF at line ends, no line above 75 octets."""
    modern = version == "4.0"
    lines = [
        "BEGIN:VCARD",
        f"VERSION:{version}",
        f"PRODID:{_PRODUCT}",
        *_common(contact, modern),
        *_ours(contact, modern, through, through_uid),
        "END:VCARD",
    ]
    return "".join(f"{_folded(line)}\r\n" for line in lines)


def file_name(contact: Contact) -> str:
    """Return the name of a contact's own file in a folder of cards, from the uid alone.

    It holds small letters, digits and hyphens, so that it is one file on any system.
    """
    uid = contact.head.uid
    if _PLAIN_NAME.fullmatch(uid):
        return f"{uid}.vcf"
    digest = sha256(uid.encode(errors="surrogatepass")).hexdigest()[:12]
    plain = re.sub("[^a-z0-9]+", "-", uid.lower())[:40].strip("-")
    return f"{plain or 'contact'}-{digest}.vcf"


# The lines of a card


def _common(contact: Contact, modern: bool) -> Iterator[str]:
    head = contact.head
    yield f"UID{';VALUE=text' if modern else ''}:{_text(head.uid)}"
    yield f"FN:{_text(head.name)}"
    family, given, suffix = (_text(part) for part in _parts(safe.line(head.name)))
    yield f"N:{family};{given};;;{suffix}"
    for alias in contact.aliases:
        # A line each: several programs read but the first of a list.
        yield f"NICKNAME:{_text(alias)}"
    yield from _one("ORG", head.org)
    yield from _one("TITLE", head.role)
    for email in contact.emails:
        yield f"EMAIL{'' if modern else ';TYPE=INTERNET'}:{_text(email)}"
    for phone in contact.phones:
        yield f"TEL:{_text(phone)}"
    for url in contact.urls:
        # A link is no text: only what would be read as an escape is written as one.
        link = safe.line(url).replace("\\", "\\\\")
        yield f"URL:{link}"
    if contact.location:
        yield f"ADR:;;;{_text(contact.location)};;;"
    if contact.birthday:
        yield _birthday(contact.birthday, modern)
    if head.died and modern:
        yield f"DEATHDATE:{head.died.isoformat().replace('-', '')}"
    if contact.tags:
        yield f"CATEGORIES:{','.join(map(_text, contact.tags))}"
    yield from _one("NOTE", contact.note)


def _ours(
    contact: Contact, modern: bool, through: str | None, through_uid: str | None
) -> Iterator[str]:
    head = contact.head
    for name, stated in (("OFFERS", contact.offers), ("SEEKS", contact.seeks)):
        for one in stated:
            on = f";X-STATED-ON={one.on.isoformat()}" if one.on else ""
            yield f"X-NETLEDGER-{name}{on}:{_text(one.text)}"
    values = {
        "CONNECTED-ON": head.connected_on,
        "MET-ON": head.met_on,
        "MET-WHERE": contact.met_where,
        "DIED": None if modern else head.died,
        "KIN": "yes" if head.kin else None,
        "PINNED": "yes" if head.pinned else None,
        "ARCHIVED": "yes" if head.archived else None,
        "TIER": head.stated_tier,
        "CADENCE-DAYS": head.cadence_days,
        "THROUGH": through,
        "THROUGH-UID": through_uid,
    }
    for name, value in values.items():
        if value is not None:
            yield f"X-NETLEDGER-{name}:{_text(str(value))}"


def _one(name: str, value: str | None) -> Iterator[str]:
    if value:
        yield f"{name}:{_text(value)}"


def _birthday(day: str, modern: bool) -> str:
    """Return the line of a birthday, YYYY-MM-DD or --MM-DD.

    vCard 3.0 has no day without a year: Apple's way of saying so is what most programs read.
    """
    if modern:
        return f"BDAY:{'--' if day.startswith('--') else ''}{day.replace('-', '')}"
    if day.startswith("--"):
        return f"BDAY;X-APPLE-OMIT-YEAR=1604:1604{day[1:]}"
    return f"BDAY:{day}"


def _parts(name: str) -> tuple[str, str, str]:
    """Return family name, given names and what follows: a guess, for people have but one name here.

    "Stone, Bo" has the family name first, "Kim Roe, PhD" a title at the end; a family name begins
    with the first small word after the given name ("Anna van der Berg").
    """
    main, comma, rest = (part.strip() for part in name.partition(","))
    if comma and rest and " " not in main:
        return main, rest, ""
    words = (main or name).split(" ")
    if len(words) == 1:
        return "", words[0], rest
    small = (at for at, word in enumerate(words) if 0 < at < len(words) - 1 and word.islower())
    at = next(small, len(words) - 1)
    return " ".join(words[at:]), " ".join(words[:at]), rest


# How a line is written


def _text(value: str) -> str:
    """Return a value escaped, so that nothing in it ends its line or moves a terminal's cursor."""
    return safe.in_a_file(value).translate(_ESCAPES)


def _folded(line: str) -> str:
    """Return a line with breaks after at most 75 octets, none of them inside a character."""
    raw = line.encode()
    pieces, start, room = [], 0, _WIDTH
    while len(raw) - start > room:
        end = start + room
        while raw[end] & 0xC0 == 0x80:
            end -= 1
        pieces.append(raw[start:end].decode())
        start, room = end, _WIDTH - 1  # the blank of a fold is one of the 75
    return "\r\n ".join([*pieces, raw[start:].decode()])
