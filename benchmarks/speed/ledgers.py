"""Making a ledger of a size, through the program's own ledger layer: its schema, triggers, ties.

`python -m benchmarks.speed.ledgers CONTACTS ENTRIES FILE` makes one.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from functools import cache
from itertools import islice
from pathlib import Path
from typing import Final

from benchmarks.speed.people import TODAY, Person, Size, Talk, people, talks
from netledger.domain import names
from netledger.ledger import ties
from netledger.ledger.connection import Ledger, open_ledger

NOW: Final = datetime(TODAY.year, TODAY.month, TODAY.day, 12, tzinfo=UTC)
_STEP: Final = 2_000  # entries a step: between the one of a log and the thousands of an import
_CIRCLES: Final = ((3, 5), (8, 15), (20, 50))  # so many of the most met have a stated tier
_fold = cache(names.fold)


def make(path: Path, size: Size) -> float:
    """Make the ledger at `path` unless it is there; return how many seconds that took."""
    if path.exists():
        return 0.0
    start = time.perf_counter()
    half = path.with_name(f"{path.name}.half")
    for left in (half, *(half.with_name(half.name + end) for end in ("-wal", "-shm"))):
        left.unlink(missing_ok=True)
    ledger = open_ledger(half, NOW)
    # It can be made again, so it need not outlive a power cut on the way.
    ledger.conn.execute("PRAGMA synchronous = OFF")
    known = people(size)
    with ledger.step("import linkedin"):
        _contacts(ledger, known)
    rest = talks(size, known)
    number = 0
    while batch := list(islice(rest, _STEP)):
        with ledger.step("log"):
            _entries(ledger, batch, number + 1)
        number += len(batch)
    with ledger.step("edit"):
        _standings(ledger, known)
        _promises(ledger, size)
    with ledger.transaction():
        ties.rebuild(ledger.conn)
    ledger.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.close()
    half.rename(path)
    return time.perf_counter() - start


def _contacts(ledger: Ledger, known: Sequence[Person]) -> None:
    ledger.conn.executemany(
        """INSERT INTO contact (id, uid, name, folded, org, role, birthday, connected_on, through,
             words, created_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            (
                one.id, f"c{one.id:015x}", one.name, _fold(one.name), one.org, one.role,
                one.birthday, one.since.isoformat(), one.through,
                " ".join(_fold(text) for text in (one.name, one.org, one.role) if text),
                one.since.isoformat(),
            )
            for one in known
        ),
    )  # fmt: skip
    ledger.conn.executemany(
        "INSERT INTO detail (contact, kind, value, key) VALUES (?, ?, ?, ?)",
        (row for one in known for row in _details(one)),
    )


def _details(one: Person) -> Iterable[tuple[int, str, str, str]]:
    url = f"https://www.linkedin.com/in/{one.slug}"
    yield one.id, "url", url, names.url_key(url)
    if one.email:
        yield one.id, "email", one.email, names.email_key(one.email)
    if one.tag:
        yield one.id, "tag", one.tag, _fold(one.tag)
    if one.id % 9 == 0:
        yield one.id, "seeks", "an introduction to a publisher", "an introduction to a publisher"


def _entries(ledger: Ledger, batch: Sequence[Talk], first: int) -> None:
    numbered = list(enumerate(batch, start=first))
    ledger.conn.executemany(
        """INSERT INTO interaction (id, uid, on_day, channel, note, words, minutes, depth,
             initiator, two_way, n, source, thread, marks)
           VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
        (
            (
                id, f"e{id:015x}", one.on.isoformat(), one.channel, one.note,
                _fold(one.note) if one.note else None,
                20 + id % 70 if one.depth and not one.messages else None, one.depth,
                "them" if one.by_them else "me", one.two_way, max(1, one.messages),
                *_source(one),
            )
            for id, one in numbered
        ),
    )  # fmt: skip
    ledger.conn.executemany(
        """INSERT INTO participant (contact, interaction, gave_instrumental, got_psychosocial)
           VALUES (?, ?, ?, ?)""",
        ((who, id, one.gave, one.got) for id, one in numbered for who in one.people),
    )
    ledger.conn.executemany(
        "INSERT INTO interaction_tag VALUES (?, 'work')",
        ((id,) for id, one in numbered if not one.messages and id % 10 == 0),
    )


def _source(one: Talk) -> tuple[str | None, str | None, str | None]:
    if not one.messages:
        return None, None, None
    second = (one.on - date(1970, 1, 1)).days * 86_400 + 36_000
    sides = ("t" if one.by_them else "m", "m" if one.two_way and one.by_them else "t")
    marks = " ".join(
        f"{second + 60 * n}{sides[n % 2 if one.two_way else 0]}" for n in range(one.messages)
    )
    return "linkedin", f"2-thread-of-{one.people[0]}", marks


def _standings(ledger: Ledger, known: Sequence[Person]) -> None:
    stated = (TODAY - timedelta(days=200)).isoformat()
    tiers = {}
    for many, tier in reversed(_CIRCLES):
        tiers.update(dict.fromkeys(range(1, min(many, len(known) // 3) + 1), tier))
    every = dict.fromkeys(range(21, min(60, len(known)) + 1, 2), 30)
    rested = (TODAY + timedelta(days=20)).isoformat()
    ledger.conn.executemany(
        """INSERT INTO standing (contact, stated_tier, cadence_days, stated_on, snoozed_until,
             pinned, archived_on) VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (
            (
                one.id, tiers.get(one.id), every.get(one.id),
                stated if one.id in tiers or one.id in every else None,
                rested if one.id % 97 == 0 else None, one.id % 211 == 0,
                stated if one.id % 19 == 0 else None,
            )
            for one in known
            if one.id in tiers or one.id in every
            or not (one.id % 97 and one.id % 19 and one.id % 211)
        ),
    )  # fmt: skip


def _promises(ledger: Ledger, size: Size) -> None:
    rows = ledger.conn.execute(
        """SELECT i.id, p.contact, i.on_day FROM interaction i JOIN participant p
             ON p.interaction = i.id
           WHERE i.source IS NULL AND i.id % ? = 0 GROUP BY i.id""",
        (500 if size.entries > 1000 else 5,),
    ).fetchall()
    still = len(rows) - min(8, max(1, len(rows) // 3))  # the rest are open
    ledger.conn.executemany(
        """INSERT INTO promise (uid, contact, interaction, text, whose, by_day, done_on)
           VALUES (?, ?, ?, ?, ?, ?, ?)""",
        (
            (f"p{n:015x}", contact, entry, "send the paper", "me" if n % 3 else "them",
             on if n % 2 else None, on if n < still else None)
            for n, (entry, contact, on) in enumerate(rows)
        ),
    )  # fmt: skip


if __name__ == "__main__":
    contacts, entries, file = sys.argv[1:]
    took = make(Path(file), Size(int(contacts), int(entries)))
    sys.stderr.write(f"{took:.1f} s\n")
