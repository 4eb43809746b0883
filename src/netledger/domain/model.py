"""The ledger's own words as immutable tuples with names: contact, entry, tie, promise, gesture.

Pure: no file, no database, no clock. Days are `datetime.date`, local calendar days.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple

CIRCLES: Final = (5, 15, 50, 150)
CHANNELS: Final = ("meet", "call", "video", "message", "email", "letter", "social")

Side = Literal["me", "them"]
Channel = Literal["meet", "call", "video", "message", "email", "letter", "social"]
Kind = Literal["instrumental", "psychosocial"]


class Credit(NamedTuple):
    """The kinds of support that one contact gave and got in one entry (from your side)."""

    gave: frozenset[Kind] = frozenset()
    got: frozenset[Kind] = frozenset()


class NewEntry(NamedTuple):
    """An entry to be written: what was said, and what it carried for each who took part."""

    on: date
    participants: Mapping[int, Credit]
    channel: str = "meet"
    note: str | None = None
    minutes: int | None = None
    depth: int | None = None
    initiator: Side | None = None
    two_way: bool = True
    pitch: bool = False
    at_ease: bool | None = None
    valued: bool | None = None
    tags: Sequence[str] = ()


class Entry(NamedTuple):
    """One entry as one contact's tie sees it.

    `n` is 1, or the number of messages that an imported day stands for. `initiator` is who
    started it (None: not known). For a one-way entry it is also its direction: None means me.
    """

    id: int
    on: date
    n: int = 1
    initiator: Side | None = None
    two_way: bool = True
    pitch: bool = False
    depth: int | None = None
    gave: frozenset[Kind] = frozenset()
    got: frozenset[Kind] = frozenset()


class Tie(NamedTuple):
    """Sufficient statistics of one tie; see docs/model.md. The sums are valued at `last`.

    `n` entries, `d` contact-days, `two_way`; `s` contact-days (half-life 180 d), `s2` (2 d),
    `sq` weighted by quality (180 d), `i` days they started (180 d), `sp` and `si` days with
    psychosocial and instrumental support (365 d). `first` and `last` are None with no entry.
    """

    n: int = 0
    d: int = 0
    first: date | None = None
    last: date | None = None
    two_way: bool = False
    s: float = 0.0
    s2: float = 0.0
    sq: float = 0.0
    i: float = 0.0
    sp: float = 0.0
    si: float = 0.0


class Head(NamedTuple):
    """What ranking needs of a contact: who, what the user stated, and the tie."""

    id: int
    uid: str
    name: str
    tie: Tie = Tie()
    org: str | None = None
    role: str | None = None
    stated_tier: int | None = None
    cadence_days: int | None = None
    stated_on: date | None = None
    snoozed_until: date | None = None
    pinned: bool = False
    kin: bool = False
    died: date | None = None
    archived: bool = False
    connected_on: date | None = None
    met_on: date | None = None
    created_on: date | None = None
    through: int | None = None


class Standing(NamedTuple):
    """Where one tie stands today: its strength taken apart, its tier, and when it is due.

    `terms` add up to `strength` (0–100); `rank` is their sum before the limit. `due` is the
    unlevelled day (None: never), before any snooze. `lived` is the tier without a stated one.
    """

    head: Head
    strength: float
    rank: float
    terms: Mapping[str, float]
    tier: int | None
    due: date | None


class Stated(NamedTuple):
    """A value-add as it was stated, and when."""

    text: str
    on: date | None


class Contact(NamedTuple):
    """A contact's card: everything that the ledger holds of the person apart from entries."""

    head: Head
    location: str | None = None
    birthday: str | None = None
    met_where: str | None = None
    note: str | None = None
    aliases: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    offers: tuple[Stated, ...] = ()
    seeks: tuple[Stated, ...] = ()


class Interaction(NamedTuple):
    """A whole entry as it is shown: what was said, with whom, what it carried for one contact."""

    id: int
    on: date
    channel: str
    note: str | None
    minutes: int | None
    depth: int | None
    initiator: Side | None
    two_way: bool
    pitch: bool
    at_ease: bool | None
    valued: bool | None
    n: int
    gave: frozenset[Kind]
    got: frozenset[Kind]
    others: tuple[tuple[int, str], ...] = ()
    tags: tuple[str, ...] = ()
    source: str | None = None


class Promise(NamedTuple):
    """Something that one of you said would be done. `whose` says who promised, `entry` when."""

    id: int
    contact: int
    name: str
    text: str
    by: date | None
    whose: Side
    done_on: date | None
    entry: int | None = None
    uid: str = ""


class Gesture(NamedTuple):
    """A thing done once that is no conversation: an invitation, endorsement, recommendation.

    `side` is who did it.
    """

    kind: Literal["invitation", "endorsement", "recommendation"]
    on: date | None
    side: Side
    text: str | None
