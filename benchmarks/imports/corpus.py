"""An invented network as the files of several programs, and the truth about it beside them.

A corpus is a folder with `truth.json` (who is who in which record) and `truth_exchanges.jsonl`
(who was in touch with whom, when), and the files that they speak of.
"""

from __future__ import annotations

import json
import random
from collections import defaultdict
from dataclasses import dataclass
from datetime import UTC, date, datetime
from itertools import combinations
from pathlib import Path
from typing import Any, Final

from netledger.domain import names
from netledger.importers.drafts import Owner

# What is imported, each under a name for the orders: its format and where its files are.
_FILES: Final = {
    "linkedin": ("linkedin", "*.zip"),
    "google": ("google", "google/contacts.csv"),
    "google, old": ("google", "google/contacts_old.csv"),
    "vcard": ("vcard", "contacts.vcf"),
    "ics": ("ics", "calendar.ics"),
    "mbox": ("mbox", "mail.mbox"),
    "whatsapp": ("whatsapp", "whatsapp/*.txt"),
    "friends": ("friends", "friends.md"),
}
# Under which name the truth speaks of the records of a file.
_RECORDS: Final = {
    "linkedin": "linkedin/Connections.csv",
    "google": "google/contacts.csv",
    "google, old": "google/contacts_old.csv",
    "vcard": "contacts.vcf",
    "friends": "friends.md",
}
SOURCES: Final = {
    "linkedin": "linkedin", "mail": "mbox", "meeting": "ics", "whatsapp": "whatsapp",
    "friends.md": "friends",
}  # fmt: skip
Order = tuple[str, ...]


class CorpusError(Exception):
    """A folder that is no corpus; the message says why."""


@dataclass(frozen=True)
class File:
    """A file of a corpus. `records` are the truth's names for its people, in the file's order.

    A chat has one: whoever it is with.
    """

    name: str
    format: str
    path: Path
    records: tuple[str, ...]


@dataclass(frozen=True)
class Link:
    """Two records of one person, and the strongest that the two share."""

    a: str
    b: str
    evidence: str


@dataclass(frozen=True)
class Corpus:
    """The files and the truth. People are numbered; `whose` says whose a record is.

    `by_key` says whose an address ("email", …) or a profile page ("url", …) is. `exchanges` are
    the days on which somebody was in touch, by source and person.
    """

    name: str
    today: date
    owner: Owner
    files: tuple[File, ...]
    whose: dict[str, int]
    by_key: dict[tuple[str, str], int]
    links: tuple[Link, ...]
    exchanges: dict[tuple[str, int], tuple[date, ...]]
    people: int

    @property
    def now(self) -> datetime:
        """The moment at which everything is imported: noon of the corpus's day."""
        return datetime(self.today.year, self.today.month, self.today.day, 12, tzinfo=UTC)

    def in_order(self, order: Order) -> list[File]:
        """Return the files as an order has them."""
        return [file for name in order for file in self.files if file.name == name]


def orders(count: int) -> list[Order]:
    """Return so many orders of import: as listed, backwards, and shuffled ones."""
    listed = tuple(_FILES)
    found = [listed, listed[::-1]]
    draw = random.Random("orders")  # noqa: S311
    while len(found) < count:
        shuffled = tuple(draw.sample(listed, len(listed)))
        if shuffled not in found:
            found.append(shuffled)
    return found[:count]


def read(folder: Path) -> Corpus:
    """Read a corpus. Raises CorpusError where the folder is none."""
    try:
        truth = json.loads((folder / "truth.json").read_text("utf-8"))
        exchanges = [
            json.loads(line)
            for line in (folder / "truth_exchanges.jsonl").read_text("utf-8").splitlines()
        ]
        return _corpus(folder, truth, exchanges)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise CorpusError(f"{folder} is no corpus: {error!r}") from error


def _corpus(folder: Path, truth: dict[str, Any], exchanges: list[dict[str, Any]]) -> Corpus:
    owner = truth["meta"]["owner"]
    days: defaultdict[tuple[str, int], list[date]] = defaultdict(list)
    for one in exchanges:
        if one["counts"]:
            days[SOURCES[one["kind"]], one["pid"]].append(date.fromisoformat(one["when"][:10]))
    return Corpus(
        name=f"{folder.name}",
        today=date.fromisoformat(truth["meta"]["today"]),
        owner=Owner((owner["name"],), tuple(owner["emails"]), (owner["url"],)),
        files=tuple(_files(folder, truth["records"])),
        whose=truth["records"],
        by_key=_by_key(truth["people"]),
        links=tuple(Link(one["a"], one["b"], one["evidence"]) for one in truth["links"]),
        exchanges={key: tuple(when) for key, when in days.items()},
        people=len(truth["people"]),
    )


def _files(folder: Path, records: dict[str, int]) -> list[File]:
    found = []
    for name, (kind, pattern) in _FILES.items():
        for path in sorted(folder.glob(pattern)):
            if name == "whatsapp":
                refs = [f"whatsapp/{path.name}"]
            else:
                under = f"{_RECORDS.get(name)}#"
                refs = sorted(
                    (ref for ref in records if ref.startswith(under)),
                    key=lambda ref: int(ref.rpartition("#")[2]),
                )
            found.append(File(name, kind, path, tuple(refs)))
    if {file.name for file in found} != set(_FILES):
        missing = ", ".join(sorted(set(_FILES) - {file.name for file in found}))
        raise CorpusError(f"{folder} has no files for: {missing}")
    return found


def _by_key(people: dict[str, Any]) -> dict[tuple[str, str], int]:
    """Say whose an address or a page is; of those that several have, nobody's."""
    found: defaultdict[tuple[str, str], set[int]] = defaultdict(set)
    for number, one in people.items():
        for email in one["emails"]:
            found["email", names.email_key(email)].add(int(number))
        if one["slug"]:
            page = names.url_key(f"https://www.linkedin.com/in/{one['slug']}")
            found["url", page].add(int(number))
    return {key: next(iter(whose)) for key, whose in found.items() if len(whose) == 1}


def pairs(ids: set[int]) -> set[tuple[int, int]]:
    """Return all pairs of contacts, the lower id first."""
    return set(combinations(sorted(ids), 2))
