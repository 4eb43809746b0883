"""What a source tells of contact as entries: messages one a contact, thread and local day, and
meetings one each.

Each entry keeps the marks of the messages it counts (their second and who wrote) or of its
meeting, so that the same export, a newer one, or the same one read in another time zone adds only
what is new.
"""

from __future__ import annotations

import sqlite3
from collections import defaultdict
from collections.abc import Mapping
from datetime import UTC, date, datetime
from math import inf
from typing import Final, NamedTuple

from netledger.domain import names
from netledger.domain.model import Channel, Side
from netledger.importers.drafts import Exchange, Meeting
from netledger.ledger import read, ties
from netledger.ledger.known import STANDS

_BATCH: Final = 500
_SIDES: Final[dict[str, Side]] = {"m": "me", "t": "them"}


class _Group:
    """The new messages of a thread and day: their marks in file order, and what began them.

    Of their words only the first are kept, for hundreds of thousands may be under way.
    """

    __slots__ = ("_began", "_marks", "_spoke", "channel", "text")

    def __init__(self) -> None:
        self._marks: list[str] = []
        self.text: str | None = None
        self.channel: Channel = "message"
        self._began = self._spoke = inf

    def add(self, mark: str, text: str | None, channel: Channel) -> None:
        """Take in a message; of two in one second the first in the file comes first."""
        self._marks.append(mark)
        second = _second(mark)
        if second < self._began:
            self._began, self.channel = second, channel
        if text and second < self._spoke:
            self._spoke, self.text = second, text

    @property
    def marks(self) -> list[str]:
        """The marks by their second, each once; of one second in file order."""
        return sorted(dict.fromkeys(self._marks), key=_second)

    def join(self, other: _Group) -> None:
        """Take in what another group gathered."""
        self._marks += other._marks
        if other._began < self._began:
            self._began, self.channel = other._began, other.channel
        if other._spoke < self._spoke:
            self._spoke, self.text = other._spoke, other.text


def day_of(at: datetime) -> date:
    """Return the local day of a moment; of wall time, the day that is written."""
    return (at.astimezone() if at.tzinfo else at).date()


def second_of(at: datetime) -> int:
    """Return the second that marks a moment; wall time is the same in whatever zone it is read."""
    return int((at if at.tzinfo else at.replace(tzinfo=UTC)).timestamp())


def _second(mark: str) -> int:
    return int(mark[:-1])


class _Held(NamedTuple):
    """An entry that the ledger holds already."""

    id: int
    on: str
    marks: tuple[str, ...]


class _Thread:
    """The entries of a thread in the ledger by day, the last, and all marks counted before."""

    __slots__ = ("by_day", "counted", "last")

    def __init__(self) -> None:
        self.by_day: dict[str, _Held] = {}
        self.counted: set[str] = set()
        self.last: _Held | None = None


_NOTHING: Final = _Thread()


class Conversations:
    """The exchanges of one import, gathered and then written in one go."""

    def __init__(self, conn: sqlite3.Connection, source: str) -> None:
        self.conn = conn
        self.source = source
        self._fresh: defaultdict[tuple[int, str, date], _Group] = defaultdict(_Group)
        self._number = 0
        self.entries = 0  # written or extended
        self._meetings: dict[str, tuple[Meeting, date, str, set[int]]] = {}
        self._threads: dict[str, _Thread] = {}
        (self._any_before,) = conn.execute(
            """SELECT EXISTS (SELECT 1 FROM interaction WHERE source = ?1)
                   OR EXISTS (SELECT 1 FROM taken_out WHERE source = ?1)""",
            (source,),
        ).fetchone()

    def _before(self, thread: str) -> _Thread:
        """Return what the ledger holds of a thread; read when it is first asked for."""
        if not self._any_before:
            return _NOTHING
        found = self._threads.get(thread)
        if found is None:
            found = self._threads[thread] = _Thread()
            for id, on, marks in self.conn.execute(
                """SELECT id, on_day, marks FROM interaction
                   WHERE source = ? AND thread = ? ORDER BY id""",
                (self.source, thread),
            ):
                held = _Held(id, on, tuple(marks.split()))
                found.by_day[on] = found.last = held
                found.counted.update(held.marks)
            for (marks,) in self.conn.execute(
                "SELECT marks FROM taken_out WHERE source = ? AND thread = ?",
                (self.source, thread),
            ):
                found.counted.update(marks.split())
        return found

    def add(self, contact: int, exchange: Exchange) -> None:
        """Gather a message, unless it is counted already or was taken out by hand."""
        mark = f"{second_of(exchange.at)}{exchange.side[0]}"
        thread = names.one_line(exchange.thread)
        if mark in self._before(thread).counted:
            return
        on = day_of(exchange.at)
        text = names.one_line(exchange.text or "") or None
        self._fresh[contact, thread, on].add(mark, text, exchange.channel)

    def meet(self, contacts: set[int], meeting: Meeting, on: date) -> None:
        """Gather a meeting, unless it was taken out by hand."""
        key = names.one_line(meeting.key)
        at = meeting.on
        if isinstance(at, datetime):
            mark = f"{second_of(at)}{'b' if at.tzinfo else 'd'}"
        else:
            mark = f"{int(datetime(at.year, at.month, at.day, tzinfo=UTC).timestamp())}d"
        before = self._before(key)
        if before.last is not None or not before.counted:
            already = self._meetings[key][3] if key in self._meetings else set[int]()
            self._meetings[key] = (meeting, on, mark, already | contacts)

    def rename(self, moved: Mapping[int, int]) -> None:
        """Credit those who turned out to be one person to the contact that is left of them."""
        for contact, thread, on in [key for key in self._fresh if key[0] in moved]:
            group = self._fresh.pop((contact, thread, on))
            self._fresh[moved[contact], thread, on].join(group)
        for _, _, _, present in self._meetings.values():
            for contact in present & moved.keys():
                present.remove(contact)
                present.add(moved[contact])

    def write(self) -> set[int]:
        """Write the entries; return whose were added or extended."""
        (self._number,) = self.conn.execute(
            "SELECT coalesce(max(seq), 0) FROM sqlite_sequence WHERE name = 'interaction'"
        ).fetchone()
        written = set[int]()
        present = self._write_messages(written) | self._write_meetings(written)
        ties.rebuild(self.conn, written | present)
        return written

    def _write_messages(self, written: set[int]) -> set[int]:
        """Write the messages; return who else takes part in the entries that they went into."""
        rows, parts, present = [], [], set[int]()
        whose: dict[str, int] = {}
        for contact, thread, on in sorted(self._fresh):
            group = self._fresh.pop((contact, thread, on))
            written.add(contact)
            self.entries += 1
            held = self._before(thread).by_day.get(on.isoformat())
            if held is not None:
                self._extend(held, group)
                # Since an amendment others may take part than the one whose page it was.
                present.update(read.participants(self.conn, held.id))
                continue
            self._number += 1
            uid = f"{self.source}:{thread}:{min(group.marks)}"
            if whose.setdefault(thread, contact) != contact:
                # Two people write from one address.
                uid = f"{uid}:{contact}"
            rows.append((self._number, uid, *self._row(thread, on, group)))
            parts.append((contact, self._number))
            if len(rows) == _BATCH:
                self._insert(rows, parts)
        self._insert(rows, parts)
        return present

    def _insert(
        self, rows: list[tuple[str | int | None, ...]], parts: list[tuple[int, int]]
    ) -> None:
        """Write entries with who took part in them, and empty the lists for the next."""
        self.conn.executemany(
            """INSERT INTO interaction (id, uid, on_day, channel, note, words, initiator, two_way,
                 n, source, thread, marks) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            rows,
        )
        self.conn.executemany("INSERT INTO participant (contact, interaction) VALUES (?, ?)", parts)
        rows.clear()
        parts.clear()

    def _write_meetings(self, written: set[int]) -> set[int]:
        """Write the meetings; return who takes part in those that another day was given to."""
        touched = set[int]()
        for key, (meeting, on, mark, present) in self._meetings.items():
            held = self._before(key).last
            if held is None:
                self._write_meeting(key, meeting, on, mark, present)
                written |= present
                self.entries += 1
            else:
                changed = self._bring_up_to_date(held, on, mark, present, written)
                self.entries += bool(changed)
                touched |= changed
        return touched

    def _write_meeting(
        self, key: str, meeting: Meeting, on: date, mark: str, present: set[int]
    ) -> None:
        self._number += 1
        note = names.one_line(meeting.text or "") or None
        self.conn.execute(
            """INSERT INTO interaction (id, uid, on_day, channel, note, words, minutes, initiator,
                 source, thread, marks) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                self._number, f"{self.source}:{key}", on.isoformat(), meeting.channel, note,
                names.fold(note) if note else None, meeting.minutes, meeting.side,
                self.source, key, mark,
            ),
        )  # fmt: skip
        self.conn.executemany(
            "INSERT INTO participant (contact, interaction) VALUES (?, ?)",
            [(contact, self._number) for contact in sorted(present)],
        )
        self.conn.executemany(
            "INSERT OR IGNORE INTO interaction_tag (interaction, tag) VALUES (?, ?)",
            [(self._number, tag) for name in meeting.tags if (tag := names.one_line(name))],
        )

    def _bring_up_to_date(
        self, held: _Held, on: date, mark: str, present: set[int], written: set[int]
    ) -> set[int]:
        """Move a meeting that the source moved, add who came to it later; the user's word stays.

        Returns who takes part, if anything changed.
        """
        there = set(read.participants(self.conn, held.id))
        late = {one for one in present - there if not self._taken_off(one, held.id)}
        self.conn.executemany(
            "INSERT INTO participant (contact, interaction) VALUES (?, ?)",
            [(contact, held.id) for contact in sorted(late)],
        )
        written |= late
        if mark in held.marks:
            return there | late if late else set()
        moved = held.on == _day_of(held.marks[0])
        self.conn.execute(
            "UPDATE interaction SET on_day = ?, marks = ? WHERE id = ?",
            (on.isoformat() if moved else held.on, mark, held.id),
        )
        written |= there
        return there | late

    def _taken_off(self, contact: int, entry: int) -> bool:
        """Say whether the user said that somebody did not take part."""
        rows = self.conn.execute(
            f"""SELECT 1 FROM change JOIN step ON step.id = change.step
                WHERE contact = ? AND tbl = 'participant' AND after IS NULL AND {STANDS}
                  AND json_extract(before, '$.interaction') = ? LIMIT 1""",
            (contact, entry),
        )
        return rows.fetchone() is not None

    def _row(self, thread: str, on: date, group: _Group) -> tuple[str | int | None, ...]:
        words = names.fold(group.text) if group.text else None
        marks = group.marks
        return (
            on.isoformat(), group.channel, group.text, words, *_summary(marks), self.source, thread,
            " ".join(marks),
        )  # fmt: skip

    def _extend(self, held: _Held, group: _Group) -> None:
        """Add later messages of the same day to an entry; what the user said of it stays."""
        fresh = [mark for mark in group.marks if mark not in held.marks]
        marks = sorted([*held.marks, *fresh], key=_second)
        before, now = _summary(list(held.marks)), _summary(marks)
        self.conn.execute(
            """UPDATE interaction SET n = ?, marks = ?,
                 initiator = CASE WHEN initiator IS ? THEN ? ELSE initiator END,
                 two_way = CASE WHEN two_way IS ? THEN ? ELSE two_way END WHERE id = ?""",
            (now[2], " ".join(marks), before[0], now[0], before[1], now[1], held.id),
        )


def _summary(marks: list[str]) -> tuple[Side, bool, int]:
    """Return who wrote first, whether both wrote, and how many messages there were."""
    sides = [_SIDES[mark[-1]] for mark in marks]
    return sides[0], len(set(sides)) == 2, len(marks)


def _day_of(mark: str) -> str:
    """Return the local day of a meeting's mark; of one without an hour, its day."""
    at = datetime.fromtimestamp(int(mark[:-1]), UTC)
    return (at if mark.endswith("d") else at.astimezone()).date().isoformat()
