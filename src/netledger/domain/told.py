"""What may be told of a contact to others, and what has to be asked before.

A `Side` has no room for what stays with you: notes, entries, support, how close you are.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from datetime import date
from typing import Final, NamedTuple

from netledger.domain.model import Contact, Stated
from netledger.domain.names import one_line
from netledger.domain.value_add import Brings

STALE_DAYS: Final = 730  # after which a stated value-add is asked about, not told
_MONTHS: Final = (
    "January", "February", "March", "April", "May", "June", "July", "August", "September",
    "October", "November", "December",
)  # fmt: skip
# Scripts in which a name begins with the one that friends use.
_GIVEN_FIRST: Final = ("LATIN", "GREEK", "CYRILLIC")
_TITLES: Final = frozenset(("dr", "prof", "professor", "mr", "mrs", "ms", "mx", "sir", "dame"))


class Side(NamedTuple):
    """What may be told of one person. `short` is how a text calls them, `stale` what they said
    too long ago to repeat: a question for each.
    """

    id: int
    name: str
    short: str
    role: str | None = None
    org: str | None = None
    location: str | None = None
    met_where: str | None = None
    met_on: date | None = None
    connected_on: date | None = None
    through: str | None = None
    through_id: int | None = None
    offers: tuple[str, ...] = ()
    seeks: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    email: str | None = None
    url: str | None = None
    stale: tuple[str, ...] = ()

    @property
    def brings(self) -> Brings:
        """What they may be sought for."""
        return Brings(self.offers, self.role, self.org, self.tags)


def side(contact: Contact, through: str | None, today: date) -> Side:
    """Return what may be told of a contact; `through` is who introduced you."""
    head = contact.head
    name = clean(head.name) or f"contact {head.id}"
    offers, old_offers = _current(contact.offers, today)
    seeks, old_seeks = _current(contact.seeks, today)
    short = called(name)
    return Side(
        id=head.id,
        name=name,
        short=short,
        role=_cleaned(head.role),
        org=_cleaned(head.org),
        location=_cleaned(contact.location),
        met_where=_cleaned(contact.met_where),
        met_on=head.met_on,
        connected_on=head.connected_on,
        through=_cleaned(through),
        through_id=head.through,
        offers=offers,
        seeks=seeks,
        tags=tuple(map(clean, contact.tags)),
        email=next(iter(contact.emails), None),
        url=next((url for url in contact.urls if url.startswith(("http://", "https://"))), None),
        stale=(
            *(f"Ask {short}: are you still looking for {text}? (said {on})"
              for text, on in old_seeks),
            *(f"Ask {short}: do you still offer {text}? (said {on})" for text, on in old_offers),
        ),
    )  # fmt: skip


def clean(text: str) -> str:
    """Return a text from the ledger as one line fit to be sent: no controls, no turned writing."""
    kept = (
        char for char in one_line(text)
        if unicodedata.category(char) != "Cc" and char not in "\u202a\u202b\u202c\u202d\u202e"
        "\u2066\u2067\u2068\u2069"
    )  # fmt: skip
    return " ".join("".join(kept).split())


def _cleaned(text: str | None) -> str | None:
    return clean(text or "") or None


def _current(
    stated: Sequence[Stated], today: date
) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """Return what was said lately, and what was said too long ago with its month."""
    fresh: list[str] = []
    old: list[tuple[str, str]] = []
    for one in stated:
        text = clean(one.text).rstrip(".")
        if one.on is not None and (today - one.on).days > STALE_DAYS:
            old.append((text, month(one.on)))
        elif text:
            fresh.append(text)
    return tuple(fresh), old


def called(name: str) -> str:
    """Return what a text calls someone: the first name where it is plain which that is."""
    first = name.split(maxsplit=1)[0]
    plain = len(first) > 1 and first[-1] not in ".," and first.casefold() not in _TITLES
    known = unicodedata.name(first[0], "").startswith(_GIVEN_FIRST)
    return first if plain and known else name


def month(day: date) -> str:
    """Return a day as one says how long ago it was: "March 2020"."""
    return f"{_MONTHS[day.month - 1]} {day.year}"
