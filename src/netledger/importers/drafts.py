"""What an importer yields: drafts of people, exchanges and gestures, and what it left out.

An importer reads one format and knows nothing of the ledger. `identify(path)` says whether a
path looks like its format; `extract(source)` yields drafts in file order. Which contact a draft
belongs to, and what is new in it, is settled in ledger/intake.py, for all formats alike.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from pathlib import Path
from typing import Literal, Protocol

from netledger.domain.model import Channel, Side


@dataclass(frozen=True, slots=True)
class Owner:
    """Who the user is, as told in the config: importers leave these out."""

    names: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    urls: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Person:
    """One record of a person. Empty means the file does not say, and erases nothing.

    `record` names the record to the user ("Connections.csv line 12"). `key` identifies the
    record across exports of the same source where it has neither URL nor address
    ("linkedin:anna lund:2021-03-03"), else None. `stated` gives the day on which something
    was stated, by ("offers" or "seeks", text), where that was not today.
    """

    record: str
    name: str
    key: str | None = None
    uid: str | None = None
    urls: tuple[str, ...] = ()
    emails: tuple[str, ...] = ()
    phones: tuple[str, ...] = ()
    aliases: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    offers: tuple[str, ...] = ()
    seeks: tuple[str, ...] = ()
    org: str | None = None
    role: str | None = None
    location: str | None = None
    birthday: str | None = None
    note: str | None = None
    connected_on: date | None = None
    met_on: date | None = None
    met_where: str | None = None
    died: str | None = None
    kin: bool = False
    pinned: bool = False
    archived: bool = False
    stated_tier: int | None = None
    cadence_days: int | None = None
    through: str | None = None
    through_uid: str | None = None
    stated: Mapping[tuple[str, str], date] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class Party:
    """Somebody who took part in an exchange, as the source names them.

    A page, an address or a number says who it is; a name alone says it only within the source:
    it is the person of that name whom this source told of before, or a new one. `key` is the
    source's own for the person, as in `Person`.
    """

    name: str
    url: str | None = None
    email: str | None = None
    phone: str | None = None
    key: str | None = None


@dataclass(frozen=True, slots=True)
class Exchange:
    """One message between the user and one other person.

    `thread` identifies the conversation with that person across exports, so it is never one of
    several people; `at` carries its zone (the intake turns it into a local day), or none where the
    source writes wall time alone; `side` is who wrote it. The messages of one thread and local day
    become one entry.
    """

    record: str
    who: Party
    thread: str
    at: datetime
    side: Side
    text: str | None = None
    channel: Channel = "message"


@dataclass(frozen=True, slots=True)
class Meeting:
    """One exchange in which all took part: a meeting, a call, an activity.

    `key` identifies it across exports ("UID" and instance of a calendar); `on` is its moment,
    as of an exchange, or its calendar day; `side` is who set it up, if known; `minutes` between 1
    and 10,080.
    """

    record: str
    who: tuple[Party, ...]
    key: str
    on: datetime | date
    channel: Channel = "meet"
    side: Side | None = None
    minutes: int | None = None
    text: str | None = None
    tags: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Sign:
    """A gesture on record: an invitation, endorsement or recommendation, as what it is.

    Without a URL it is credited only where one contact alone bears the name. `side` is who did
    it, `on` the day if the file gives a readable one.
    """

    record: str
    kind: Literal["invitation", "endorsement", "recommendation"]
    with_name: str
    with_url: str | None
    side: Side
    on: date | None
    text: str | None = None


@dataclass(frozen=True, slots=True)
class Notice:
    """Something the user should know: a record left out (`skipped`), or a plain remark."""

    record: str
    why: str
    skipped: bool = True


@dataclass(frozen=True, slots=True)
class Covered:
    """What kind of history the source carried, so that reasons can say what is not known."""

    what: Literal["messages"]


Draft = Person | Exchange | Meeting | Sign | Notice | Covered


@dataclass(frozen=True, slots=True)
class Asked:
    """What an importer is told besides the path.

    `known_urls` are the profile slugs of contacts in the ledger: nobody among them is the owner.
    `columns` maps a table's columns to fields, as the user said; `day_first` settles which of
    7/3 and 3/7 is meant where the file itself does not, None: not said. Nothing after `until`
    need be yielded. With `anyone` a source that does not show who the user is may be read all the
    same: whoever is in it is then told of.
    """

    owner: Owner = Owner()
    known_urls: frozenset[str] = frozenset()
    columns: Mapping[str, str] = field(default_factory=dict)
    day_first: bool | None = None
    until: date | None = None
    anyone: bool = False


class Importer(Protocol):
    """One format."""

    name: str

    def identify(self, path: Path) -> bool:
        """Say whether `path` looks like this format; reads a little, never raises."""
        ...

    def extract(self, path: Path, asked: Asked) -> Iterator[Draft]:
        """Yield the drafts in `path`, a bad record as a Notice with its line.

        Raises NetledgerError where the file as a whole can't be read.
        """
        ...
