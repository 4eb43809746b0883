"""Messages of a source as entries: one a contact, thread and local day.

Each entry keeps the marks of the messages it counts (their second and who wrote), so that the same
export, a newer one, or the same one read in another time zone adds only what is new.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from datetime import date
from typing import Final, NamedTuple

from netledger.domain import names
from netledger.domain.model import Side
from netledger.importers.drafts import Exchange
from netledger.ledger import read, ties

_SIDES: Final[dict[str, Side]] = {"m": "me", "t": "them"}


class _Message(NamedTuple):
    mark: str
    side: Side
    text: str | None

    @property
    def second(self) -> int:
        return int(self.mark[:-1])


class _Held(NamedTuple):
    """An entry that the ledger holds already."""

    id: int
    marks: tuple[str, ...]


class Conversations:
    """The exchanges of one import, gathered and then written in one go."""

    def __init__(self, conn: sqlite3.Connection, source: str) -> None:
        self.conn = conn
        self.source = source
        self._fresh: defaultdict[tuple[int, str, date], dict[str, _Message]] = defaultdict(dict)
        self._counted: defaultdict[str, set[str]] = defaultdict(set)
        self._held: dict[tuple[str, str], _Held] = {}
        for id, thread, on, marks in conn.execute(
            "SELECT id, thread, on_day, marks FROM interaction WHERE source = ?", (source,)
        ):
            self._held[thread, on] = _Held(id, tuple(marks.split()))
            self._counted[thread].update(marks.split())
        for thread, marks in conn.execute(
            "SELECT thread, marks FROM taken_out WHERE source = ?", (source,)
        ):
            self._counted[thread].update(marks.split())

    def add(self, contact: int, exchange: Exchange) -> None:
        """Gather a message, unless it is counted already or was taken out by hand."""
        mark = f"{int(exchange.at.timestamp())}{exchange.side[0]}"
        thread = names.one_line(exchange.thread)
        if mark in self._counted[thread]:
            return
        on = exchange.at.astimezone().date()
        text = names.one_line(exchange.text or "") or None
        group = self._fresh[contact, thread, on]
        group[mark] = _Message(mark, exchange.side, text)

    def write(self) -> dict[int, int]:
        """Write the entries; return how many were added or extended, by contact."""
        (number,) = self.conn.execute(
            "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'interaction'"
        ).fetchone()
        entries, parts, present = [], [], set[int]()
        written: defaultdict[int, int] = defaultdict(int)
        for (contact, thread, on), group in sorted(self._fresh.items(), key=lambda item: item[0]):
            written[contact] += 1
            held = self._held.get((thread, on.isoformat()))
            if held is not None:
                self._extend(held, group)
                # Since an amendment others may take part than the one whose page it was.
                present.update(read.participants(self.conn, held.id))
                continue
            number += 1
            entries.append((number, self._uid(thread, group), *self._row(thread, on, group)))
            parts.append((contact, number))
        self.conn.executemany(
            """INSERT INTO interaction (id, uid, on_day, channel, note, words, initiator, two_way,
                 n, source, thread, marks) VALUES (?, ?, ?, 'message', ?, ?, ?, ?, ?, ?, ?, ?)""",
            entries,
        )
        self.conn.executemany("INSERT INTO participant (contact, interaction) VALUES (?, ?)", parts)
        ties.rebuild(self.conn, {*written, *present})
        return dict(written)

    def _uid(self, thread: str, group: dict[str, _Message]) -> str:
        return f"{self.source}:{thread}:{min(group)}"

    def _row(
        self, thread: str, on: date, group: dict[str, _Message]
    ) -> tuple[str | int | None, ...]:
        messages = sorted(group.values(), key=lambda message: message.second)
        note = next((message.text for message in messages if message.text), None)
        words = names.fold(note) if note else None
        marks = [message.mark for message in messages]
        return (
            on.isoformat(), note, words, *_summary(marks), self.source, thread, " ".join(marks)
        )  # fmt: skip

    def _extend(self, held: _Held, group: dict[str, _Message]) -> None:
        """Add later messages of the same day to an entry; its words stay as they are."""
        fresh = [mark for mark in group if mark not in held.marks]
        marks = sorted([*held.marks, *fresh], key=lambda mark: int(mark[:-1]))
        self.conn.execute(
            "UPDATE interaction SET initiator = ?, two_way = ?, n = ?, marks = ? WHERE id = ?",
            (*_summary(marks), " ".join(marks), held.id),
        )


def _summary(marks: list[str]) -> tuple[Side, bool, int]:
    """Return who wrote first, whether both wrote, and how many messages there were."""
    sides = [_SIDES[mark[-1]] for mark in marks]
    return sides[0], len(set(sides)) == 2, len(marks)
