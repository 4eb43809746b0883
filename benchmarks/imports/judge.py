"""What a ledger made of a corpus, beside the truth: who was joined, proposed, and credited."""

from __future__ import annotations

import tempfile
from bisect import bisect_left
from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, timedelta
from pathlib import Path
from typing import Final

from benchmarks.imports.corpus import SOURCES, Corpus, Order, pairs
from benchmarks.imports.taking import Taken, contents
from netledger.ledger import duplicates, read
from netledger.ledger.connection import Ledger, open_ledger

STRONG: Final = ("url", "email", "phone")
BANDS: Final = (0.8, 0.5, 0.3, 0.0)  # the least confidence of each
_A_DAY: Final = timedelta(days=1)  # a zone may be as far away


@dataclass
class Credits:
    """Days in touch, of one source: those of the truth, found or not, and those not of it."""

    true: int = 0
    found: int = 0
    entries: int = 0
    untrue: int = 0


@dataclass
class Band:
    """The proposals from a confidence on: how many, how many of them true."""

    many: int = 0
    right: int = 0


@dataclass
class Judged:
    """One order of imports, judged. `joined`, `proposed` and `neither` count links by evidence."""

    order: Order
    contacts: int = 0
    of_two: int = 0
    joined: Counter[str] = field(default_factory=Counter)
    proposed: Counter[str] = field(default_factory=Counter)
    neither: Counter[str] = field(default_factory=Counter)
    still_two: int = 0
    bands: dict[float, Band] = field(default_factory=dict)
    credits: dict[str, Credits] = field(default_factory=dict)
    partition: str = ""
    contents: str = ""
    again_nothing: bool = False

    @property
    def apart(self) -> int:
        """How many pairs share a page, an address or a number, and were not joined."""
        return sum(many[kind] for many in (self.proposed, self.neither) for kind in STRONG)


def judge(corpus: Corpus, order: Order) -> Judged:
    """Import all files of a corpus in an order into a ledger of its own, and judge it."""
    taken = Taken()
    files = corpus.in_order(order)
    with tempfile.TemporaryDirectory(prefix="netledger-imports-") as folder:
        ledger = open_ledger(Path(folder) / "ledger.db", corpus.now)
        try:
            for file in files:
                taken.take_in(ledger, corpus, file)
            judged = _judged(corpus, order, ledger, taken)
            again = [taken.take_in(ledger, corpus, file) for file in files]
            new = sum(len(one.created) + len(one.updated) + one.interactions for one in again)
            judged.again_nothing = new == 0 and contents(ledger) == judged.contents
        finally:
            ledger.close()
    return judged


def _judged(corpus: Corpus, order: Order, ledger: Ledger, taken: Taken) -> Judged:
    of = _people_of(corpus, ledger, taken)
    judged = Judged(
        order,
        contacts=read.count(ledger.conn),
        of_two=sum(len(people) > 1 for people in of.values()),
        partition=taken.partition(),
        contents=contents(ledger),
    )
    found = duplicates.proposals(ledger.conn)
    _links(corpus, taken, {(one.a, one.b) for one in found}, judged)
    contacts_of: defaultdict[int, set[int]] = defaultdict(set)
    for contact, people in of.items():
        for person in people:
            contacts_of[person].add(contact)
    true = {pair for ids in contacts_of.values() for pair in pairs(ids)}
    judged.still_two = len(true)
    for least in BANDS:
        kept = [(one.a, one.b) for one in found if one.confidence >= least]
        judged.bands[least] = Band(len(kept), len(true.intersection(kept)))
    judged.credits = _credits(corpus, ledger, of, contacts_of)
    return judged


def _people_of(corpus: Corpus, ledger: Ledger, taken: Taken) -> dict[int, set[int]]:
    """Return whom each contact is, by the records in it, its addresses and its page."""
    of: defaultdict[int, set[int]] = defaultdict(set)
    for ref, contact in taken.contact_of.items():
        of[contact].add(corpus.whose[ref])
    for contact, kind, key in ledger.conn.execute(
        "SELECT contact, kind, key FROM detail WHERE kind IN ('email', 'url')"
    ):
        if (kind, key) in corpus.by_key:
            of[contact].add(corpus.by_key[kind, key])
    return dict(of)


def _links(corpus: Corpus, taken: Taken, proposed: set[tuple[int, int]], judged: Judged) -> None:
    for link in corpus.links:
        a, b = taken.contact_of[link.a], taken.contact_of[link.b]
        if a == b:
            judged.joined[link.evidence] += 1
        elif (min(a, b), max(a, b)) in proposed:
            judged.proposed[link.evidence] += 1
        else:
            judged.neither[link.evidence] += 1


def _credits(
    corpus: Corpus,
    ledger: Ledger,
    of: dict[int, set[int]],
    contacts_of: dict[int, set[int]],
) -> dict[str, Credits]:
    credited: defaultdict[tuple[str, int], list[date]] = defaultdict(list)
    for source, contact, on in ledger.conn.execute(
        """SELECT i.source, p.contact, i.on_day FROM interaction i
           JOIN participant p ON p.interaction = i.id ORDER BY i.on_day"""
    ):
        credited[source, contact].append(date.fromisoformat(on))
    found = {source: Credits() for source in SOURCES.values()}
    for (source, person), when in corpus.exchanges.items():
        held = sorted(
            day for id in contacts_of.get(person, ()) for day in credited.get((source, id), ())
        )
        found[source].true += len(when)
        found[source].found += sum(_near(day, held) for day in when)
    for (source, contact), days in credited.items():
        people = of.get(contact, set())
        true = sorted(d for person in people for d in corpus.exchanges.get((source, person), ()))
        found[source].entries += len(days)
        found[source].untrue += sum(not _near(day, true) for day in days)
    return found


def _near(day: date, days: list[date]) -> bool:
    """Say whether one of some days, in order, is this one or next to it."""
    place = bisect_left(days, day - _A_DAY)
    return place < len(days) and days[place] <= day + _A_DAY


def same(found: Iterable[str]) -> bool:
    """Say whether all are one."""
    return len(set(found)) <= 1
