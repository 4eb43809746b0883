"""What may be told of a contact to others, and what has to be asked before.

A `Side` has no room for what stays with you: tags, notes, where and when you met, where they
live, entries, support, how close you are.
"""

from __future__ import annotations

import re
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
_TITLES: Final = frozenset(
    ("dr", "prof", "professor", "mr", "mrs", "ms", "mx", "sir", "dame", "ing", "dipl-ing", "mag")
)
_WRAPPED: Final = re.compile(
    r"(?i)^(?:(?:is|am|are) )?(?:looking for|seeking|seeks?|needs?|wants?|offering|offers?)"
    r":? +(?=\S)"
)


class Side(NamedTuple):
    """What may be told of one person. `short` is how a text calls them.

    `through` is the id of who introduced you. `stale_seeks` and `stale_offers` are what they said
    too long ago to repeat: a question for each.
    """

    id: int
    name: str
    short: str
    role: str | None = None
    org: str | None = None
    through: int | None = None
    offers: tuple[str, ...] = ()
    seeks: tuple[str, ...] = ()
    email: str | None = None
    url: str | None = None
    stale_seeks: tuple[str, ...] = ()
    stale_offers: tuple[str, ...] = ()

    @property
    def brings(self) -> Brings:
        """What they may be sought for."""
        return Brings(self.offers, self.role, self.org)


def side(contact: Contact, through: int | None, today: date) -> Side:
    """Return what may be told of a contact; `through` is the id of who introduced you."""
    head = contact.head
    name = clean(head.name) or f"contact {head.id}"
    offers, old_offers = _current(contact.offers, today)
    seeks, old_seeks = _current(contact.seeks, today)
    short = called(name)
    return Side(
        id=head.id,
        name=name,
        short=short,
        role=_unended(clean(head.role or "")) or None,
        org=clean(head.org or "") or None,
        through=through,
        offers=offers,
        seeks=seeks,
        email=next(iter(contact.emails), None),
        url=next((url for url in contact.urls if url.startswith(("http://", "https://"))), None),
        stale_seeks=tuple(
            f"Ask {short}: are you still looking for {text}? (said {on})" for text, on in old_seeks
        ),
        stale_offers=tuple(
            f"Ask {short}: do you still offer {text}? (said {on})" for text, on in old_offers
        ),
    )


def clean(text: str) -> str:
    """Return a text from the ledger as one line fit to be sent: no controls, no turned writing."""
    kept = (
        char for char in one_line(text)
        if unicodedata.category(char) != "Cc" and char not in "\u202a\u202b\u202c\u202d\u202e"
        "\u2066\u2067\u2068\u2069"
    )  # fmt: skip
    return " ".join("".join(kept).split())


def _unended(text: str) -> str:
    """Return a text that goes into a sentence, without the full stop of its own."""
    return text.rstrip(" .;,")


def stated(text: str) -> str:
    """Return an offer or a need as the thing alone: "a flat" of "looking for a flat."."""
    return _WRAPPED.sub("", _unended(clean(text)))


def _current(said: Sequence[Stated], today: date) -> tuple[tuple[str, ...], list[tuple[str, str]]]:
    """Return what was said lately, and what was said too long ago with its month."""
    fresh: list[str] = []
    old: list[tuple[str, str]] = []
    for one in said:
        text = stated(one.text)
        if text and one.on is not None and (today - one.on).days > STALE_DAYS:
            old.append((text, month(one.on)))
        elif text:
            fresh.append(text)
    return tuple(fresh), old


def nameless(name: str) -> bool:
    """Say whether someone is known by no name but an address."""
    return re.fullmatch(r"\S+@\S+", clean(name)) is not None


def called(name: str) -> str:
    """Return what a text calls someone: the first name where it is plain which that is.

    Titles go where at least two names are left; of "Lund, Anna" it is Anna.
    """
    words = name.split()
    while len(words) > 2 and _title(words[0]):
        words = words[1:]
    if len(words) == 2 and words[0].endswith(",") and words[1].isalpha() and len(words[1]) > 3:
        words = words[1:]
    first = words[0]
    plain = len(first) > 1 and first[-1] not in ".,@" and not _title(first)
    known = unicodedata.name(first[0], "").startswith(_GIVEN_FIRST)
    return first if plain and known else name


def _title(word: str) -> bool:
    return word.rstrip(".").casefold() in _TITLES


def month(day: date) -> str:
    """Return a day as one says how long ago it was: "March 2020"."""
    return f"{_MONTHS[day.month - 1]} {day.year}"
