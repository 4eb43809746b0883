"""The whole command, timed: an import into an empty ledger, the same again, and taking it back."""

from __future__ import annotations

import sqlite3
import sys
from collections.abc import Callable, Sequence
from contextlib import closing
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from benchmarks.imports import made
from benchmarks.speed import programs
from benchmarks.speed.report import Table
from benchmarks.speed.timing import Case, Stopwatch, Timed

_TABLES: Final = ("contact", "detail", "interaction", "participant", "gesture", "step", "change")
_FLAT: Final = 1.25  # how much more memory the same messages may take in a far larger file


@dataclass(frozen=True)
class Source:
    """A file to be imported: what is in it, how it is made, and how long it may take."""

    what: str
    format: str
    name: str
    write: Callable[[Path], None]
    seconds: float | None = None


@dataclass
class Found:
    """What the three commands took, and whether they did what they should."""

    source: Source
    first: Timed = field(default_factory=Timed)
    again: Timed = field(default_factory=Timed)
    undo: Timed = field(default_factory=Timed)
    contacts: int = 0
    entries: int = 0
    nothing_new: bool = False
    taken_back: bool = False


def sources(scale: float) -> list[Source]:
    """Return what is imported; `scale` is 1 for the sizes that the targets speak of."""

    def some(count: int) -> int:
        return max(20, int(count * scale))

    cards, mails, events, lines = some(30_000), some(100_000), some(20_000), some(100_000)
    whole = scale >= 1
    return [
        Source(f"{cards:,} vCards in one file", "vcard", f"cards-{cards}.vcf",
               lambda path: made.cards(path, cards), 30 if whole else None),
        Source(f"{cards:,} vCards, a file each", "vcard", f"cards-{cards}",
               lambda path: made.folder_of_cards(path, cards), 30 if whole else None),
        Source(f"{cards:,} rows of Google's", "google", f"google-{cards}.csv",
               lambda path: made.google(path, cards)),
        Source(f"{mails:,} messages in a mailbox", "mbox", f"mail-{mails}.mbox",
               lambda path: made.mailbox(path, mails), 60 if whole else None),
        Source(f"{events:,} events of a calendar", "ics", f"calendar-{events}.ics",
               lambda path: made.calendar(path, events)),
        Source(f"{lines:,} messages of a chat", "whatsapp", f"chat-{lines}.txt",
               lambda path: made.chat(path, lines)),
    ]  # fmt: skip


def large_mailbox(scale: float) -> Source:
    """Return the same messages as the mailbox of `sources`, a dozen times as long: 1.1 GB."""
    mails = max(20, int(100_000 * scale))
    return Source(
        f"{mails:,} messages of 11 kB in a mailbox", "mbox", f"mail-{mails}-long.mbox",
        lambda path: made.mailbox(path, mails, body=48),
    )  # fmt: skip


def measure(folder: Path, chosen: Sequence[Source]) -> list[Found]:
    """Make each file in `folder` and time what is done with it. Raises TimingError."""
    ledger = folder / "imported.db"
    inherited = programs.environment(folder, ledger)
    start = programs.started_by(folder)
    stopwatch = Stopwatch()
    found = []

    def run(into: Timed, *words: str) -> None:
        what = " ".join(words)
        stopwatch.run(Case(programs.NETLEDGER, what, (*start, *words), inherited), into)
        sys.stderr.write(f"{into.wall:8.2f} s  {what}\n")

    try:
        run(Timed(), "config", "me.name", made.ME)
        run(Timed(), "config", "me.email", made.MY_ADDRESS)
        for source in chosen:
            path = made.made(folder / source.name, source.write)
            _remove(ledger)
            one = Found(source)
            run(one.first, "import", source.format, str(path))
            before = _counts(ledger)
            run(one.again, "import", source.format, str(path))
            one.nothing_new = _counts(ledger) == before
            run(one.undo, "undo", "--yes")
            after = _counts(ledger)
            one.contacts, one.entries = before["contact"], before["interaction"]
            one.taken_back = not any(after[table] for table in _TABLES[:5])
            found.append(one)
    finally:
        stopwatch.close()
        _remove(ledger)
    return found


def _remove(ledger: Path) -> None:
    for end in ("", "-wal", "-shm"):
        ledger.with_name(ledger.name + end).unlink(missing_ok=True)


def _counts(ledger: Path) -> dict[str, int]:
    with closing(sqlite3.connect(ledger)) as conn:
        return {
            table: conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]  # noqa: S608 (ours)
            for table in _TABLES
        }


def table(found: Sequence[Found]) -> Table:
    """Return what everything took."""
    rows = [
        (
            one.source.what, f"{one.contacts:,}", f"{one.entries:,}", _s(one.first.wall),
            _s(one.first.cpu), f"{one.first.megabytes:.0f}", _s(one.again.wall),
            "yes" if one.nothing_new else "NO", _s(one.undo.wall),
            "yes" if one.taken_back else "NO",
        )
        for one in found
    ]  # fmt: skip
    head = (
        "import", "contacts", "entries", "wall s", "CPU s", "peak MB", "again s",
        "changes nothing", "undo s", "takes it back",
    )  # fmt: skip
    note = "The whole command, into an empty ledger; the same again; `undo`. One run each."
    return Table("Imports", note, head, rows)


def targets(found: Sequence[Found]) -> Table:
    """Return the targets, what was measured, and whether each is met."""
    rows = [
        (
            one.source.what, f"{one.source.seconds:g} s", f"{_s(one.first.wall)} s",
            _yes(one.first.wall < one.source.seconds),
        )
        for one in found
        if one.source.seconds is not None
    ]  # fmt: skip
    boxes = [one for one in found if one.source.format == "mbox"]
    if len(boxes) > 1:
        short, long = boxes[0].first.megabytes, boxes[-1].first.megabytes
        rows.append(
            (
                f"{boxes[-1].source.what}: peak ÷ that of short ones", f"{_FLAT:g}",
                f"{long / short:.2f} ({long:.0f} MB)", _yes(long / short < _FLAT),
            )
        )  # fmt: skip
    sound = all(one.nothing_new and one.taken_back for one in found)
    rows.append(("again changes nothing, undo takes back all", "each", "", _yes(sound)))
    head = ("target", "less than", "measured", "met")
    return Table("Targets of the imports", "", head, rows)


def _yes(met: bool) -> str:
    return "yes" if met else "NO"


def _s(seconds: float) -> str:
    return f"{seconds:.2f}" if seconds < 10 else f"{seconds:.1f}"
