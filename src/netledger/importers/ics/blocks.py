"""Taking a calendar file apart: the lines of each event, bounded and one bad event at a time."""

from __future__ import annotations

import codecs
import io
import re
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import partial
from typing import BinaryIO, Final

from netledger.importers.archive import File
from netledger.importers.drafts import Notice

# The lines of an event that are of use; all others are not held.
_EVENT: Final = frozenset({
    "UID", "DTSTART", "DTEND", "DURATION", "RRULE", "RDATE", "EXDATE", "RECURRENCE-ID", "SEQUENCE",
    "DTSTAMP", "STATUS", "TRANSP", "SUMMARY", "LOCATION", "DESCRIPTION", "URL", "CONFERENCE",
    "X-GOOGLE-CONFERENCE", "X-MICROSOFT-SKYPETEAMSMEETINGURL", "ORGANIZER", "ATTENDEE",
})  # fmt: skip
_CALENDAR: Final = frozenset({"X-WR-CALNAME", "X-WR-TIMEZONE", "METHOD"})
_NAME: Final = re.compile(rb"[ \t]*([A-Za-z0-9-]{1,40})[ \t]*[:;]")
_PIECE: Final = 1 << 16
_LONGEST: Final = 1 << 16  # bytes of a line that are kept
_MOST_LINES: Final = 2_000  # of an event


@dataclass(slots=True)
class Block:
    """The lines of one event, unfolded, and what its calendar says of all: METHOD and zone."""

    record: str
    lines: list[str] = field(default_factory=list)
    zone: str | None = None
    method: str = ""
    attended: bool = False
    replaces: bool = False


@dataclass(slots=True)
class Contents:
    """What a calendar file holds. `alone` counts the events that name nobody."""

    calendar: bool = False
    names: list[str] = field(default_factory=list)
    blocks: list[Block] = field(default_factory=list)
    zones: dict[str, list[str]] = field(default_factory=dict)
    alone: int = 0
    notices: list[Notice] = field(default_factory=list)


def contents(file: File) -> Contents:
    """Return the events of `file` that name somebody, or that replace an instance of another."""
    reader = _Reader(file.name)
    with file.open() as stream:
        for number, name, line in _lines(stream):
            reader.take(number, name, line)
    reader.finish()
    return reader.found


def looks_like_calendar(stream: BinaryIO) -> bool:
    """Say whether a file begins like a calendar."""
    head = stream.read(4096)
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        head = head.decode("utf-16", "replace").encode("utf-8", "replace")
    return head.removeprefix(codecs.BOM_UTF8).lstrip()[:15].upper() == b"BEGIN:VCALENDAR"


class _Reader:
    """Puts lines into blocks. An event without an end is left out, and the next one begins."""

    def __init__(self, file: str) -> None:
        self.found = Contents()
        self._file = file
        self._block: Block | None = None
        self._zone: list[str] | None = None
        self._inner: str | None = None
        self._header: dict[str, str] = defaultdict(str)

    def take(self, number: int, name: str, line: str) -> None:
        """Take in one line of the file."""
        if name in ("BEGIN", "END"):
            self._bracket(number, name == "BEGIN", line.partition(":")[2].strip().upper(), line)
        elif self._zone is not None:
            self._zone.append(line)
        elif self._block is None:
            if name in _CALENDAR:
                self._header[name] = line.partition(":")[2].strip()
        elif name in _EVENT and self._inner is None and len(self._block.lines) < _MOST_LINES:
            self._block.lines.append(line)
            self._block.attended |= name == "ATTENDEE"
            self._block.replaces |= name == "RECURRENCE-ID"

    def finish(self) -> None:
        """Say what stood open at the end of the file."""
        self._drop()
        self._end_calendar()

    def _bracket(self, number: int, opens: bool, what: str, line: str) -> None:
        if what == "VCALENDAR":
            self._drop()
            self._end_calendar()
            self.found.calendar = True
        elif what == "VEVENT":
            self._event(number, opens)
        elif what == "VTIMEZONE" and self._block is None:
            self._timezone(opens)
        elif self._zone is not None:
            self._zone.append(line)
        elif self._block is not None:
            # An alarm has lines of the same names.
            if opens and self._inner is None:
                self._inner = what
            elif not opens and self._inner == what:
                self._inner = None

    def _event(self, number: int, opens: bool) -> None:
        self._zone = None
        self.found.calendar = True
        if opens:
            self._drop()
            self._block = Block(f"{self._file} line {number}")
            return
        block, self._block, self._inner = self._block, None, None
        if block is None:
            return
        if block.attended or block.replaces:
            block.zone = self._header["X-WR-TIMEZONE"] or None
            block.method = self._header["METHOD"].upper()
            self.found.blocks.append(block)
        else:
            self.found.alone += 1

    def _timezone(self, opens: bool) -> None:
        if opens:
            self._zone = []
        elif self._zone is not None:
            names = [line for line in self._zone if line.upper().startswith("TZID")]
            if names:
                self.found.zones.setdefault(names[0].partition(":")[2].strip(), self._zone)
            self._zone = None

    def _drop(self) -> None:
        if self._block is not None:
            self.found.notices.append(Notice(self._block.record, "the event has no end"))
        self._block = self._zone = self._inner = None

    def _end_calendar(self) -> None:
        if name := self._header["X-WR-CALNAME"]:
            self.found.names.append(name)
        self._header.clear()


def _lines(stream: BinaryIO) -> Iterator[tuple[int, str, str]]:
    """Yield the number, property name and text of each unfolded line of any use.

    Lines are unfolded as bytes, since a fold may cut a character in two.
    """
    number, name = 1, ""
    line = bytearray()
    for count, new, piece in _pieces(stream):
        if new and not piece:
            continue
        if not new:
            if len(line) < _LONGEST:
                line += piece
            continue
        if name:
            yield number, name, _decoded(line)
        match = _NAME.match(piece)
        number, name = count, match[1].decode("ascii").upper() if match else ""
        line = bytearray(piece)
    if name:
        yield number, name, _decoded(line)


def _pieces(stream: BinaryIO) -> Iterator[tuple[int, bool, bytes]]:
    """Yield the line's number, whether it begins there (or goes on), and bytes of it."""
    number, ended = 0, True
    for raw in _raw(stream):
        new = ended
        ended = raw.endswith(b"\n")
        number += new
        piece = raw.rstrip(b"\r\n")
        if new and piece[:1] in (b" ", b"\t"):
            new, piece = False, piece[1:]
        elif new:
            piece = piece.removeprefix(codecs.BOM_UTF8)
        yield number, new, piece


def _raw(stream: BinaryIO) -> Iterator[bytes]:
    read = partial(stream.readline, _PIECE)
    first = read()
    if first.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        rest = io.BytesIO(first + stream.read())
        text = io.TextIOWrapper(rest, "utf-16", errors="replace", newline="\n")
        yield from (line.encode("utf-8", "replace") for line in text)
        return
    yield first
    yield from iter(read, b"")


def _decoded(line: bytearray) -> str:
    del line[_LONGEST:]
    try:
        return line.decode("utf-8")
    except UnicodeDecodeError as error:
        # The bound on a line may cut its last character.
        if error.start >= _LONGEST - 4:
            return line.decode("utf-8", "ignore")
        return line.decode("cp1252", "replace")
