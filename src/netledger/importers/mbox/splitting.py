"""The messages of an mbox stream: each one's "From " line and its headers, never its body.

The standard mailbox module takes any line that starts with "From " for the start of a message,
which bodies hold too. Here such a line must go on with a date, and a header must follow.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta, timezone
from typing import Final, NamedTuple, Protocol

MOST_HEADERS: Final = 1 << 18  # bytes read of one message's headers
_CHUNK: Final = 1 << 18
_BOM: Final = b"\xef\xbb\xbf"
_BREAK: Final = b"\nFrom "
_LONGEST_LINE: Final = 1000
_MONTHS: Final = b"janfebmaraprmayjunjulaugsepoctnovdec"
_SEPARATOR: Final = re.compile(
    rb"\nFrom [^\n]{0,300}?\b(?:mon|tue|wed|thu|fri|sat|sun),?[ ]+"
    rb"(?:(?P<day>\d\d?)[ ]+)?(?P<month>jan|feb|mar|apr|may|jun|jul|aug|sep|oct|nov|dec)[ ]+"
    rb"(?:(?P<day2>\d\d?)[ ]+)?(?:(?P<year>\d{4})[ ]+)?"
    rb"(?P<hour>\d\d?):(?P<minute>\d\d)(?::(?P<second>\d\d))?"
    rb"(?:[ ]+(?:(?P<zone>[+-]\d{4})|[a-z]{1,5}))?"
    rb"(?:[ ]+(?P<year2>\d{4}))?(?:[ ][^\n]{0,200})?\r?"
    rb"(?=\n(?:[!-9;-~]{1,100}[ \t]*:|>From ))",
    re.IGNORECASE,
)
_END_OF_HEADERS: Final = re.compile(rb"\n\r?\n")


class Readable(Protocol):
    """What a message is read from."""

    def read(self, size: int, /) -> bytes:
        """Return up to `size` bytes, none at the end."""
        ...


class Letter(NamedTuple):
    """One message: its headers, each line with "\\n" before it, and when it came in, if known."""

    headers: bytes
    arrived: datetime | None = None
    flags: str = ""


def split(stream: Readable) -> Iterator[Letter]:
    """Yield the messages in a stream; holds no more of it than a chunk and one set of headers."""
    first = stream.read(_CHUNK).removeprefix(_BOM)
    old = b"\r" in first[:-1] and b"\n" not in first  # lines that end as on the Macs of old
    held = b"\n" + (_with_new_ends(first) if old else first)
    at, ended = 0, len(held) == 1
    opened: re.Match[bytes] | None = None
    while True:
        if opened is None:
            at = held.find(_BREAK, at)
            if at >= 0 and (ended or len(held) - at > _LONGEST_LINE):
                opened = _separator(held, at)
                at = opened.end() if opened else at + 1
                continue
            if at < 0:
                at = max(0, len(held) - len(_BREAK))
        else:
            end = _end(held, at, ended)
            if end is not None:
                yield Letter(held[at:end], _arrival(opened))
                opened, at = None, end
                continue
        if ended:
            return
        more = stream.read(_CHUNK)
        ended = not more
        held, at = held[at:] + (_with_new_ends(more) if old else more), 0


def _with_new_ends(content: bytes) -> bytes:
    return content.replace(b"\r", b"\n")


def _separator(held: bytes, at: int) -> re.Match[bytes] | None:
    """Return the separator that begins with the line break at `at`, if one does."""
    found = _SEPARATOR.match(held, at)
    if found and (found["day"] or found["day2"]) and (found["year"] or found["year2"]):
        return found
    return None


def _end(held: bytes, start: int, ended: bool) -> int | None:
    """Return where the headers that begin at `start` end, or None if that is yet to be read."""
    blank = _END_OF_HEADERS.search(held, start)
    if blank is not None:
        end = blank.start()
    elif ended or len(held) - start > MOST_HEADERS:
        end = len(held)
    else:
        return None
    # A message cut short may be followed by the next one without a blank line.
    cut = held.find(_BREAK, start, end)
    if cut >= 0 and _separator(held, cut):
        return cut
    return min(end, start + MOST_HEADERS)


def starts_mailbox(head: bytes) -> bool:
    """Say whether the first bytes of a file are those of an mbox."""
    head = head.removeprefix(_BOM).lstrip(b"\r\n")
    return _separator(b"\n" + (head if b"\n" in head else _with_new_ends(head)), 0) is not None


def _arrival(found: re.Match[bytes]) -> datetime | None:
    """Return the moment in a separator, in UTC where it gives no zone, None if there is no such."""
    zone = found["zone"]
    try:
        return datetime(
            int(found["year"] or found["year2"]),
            _MONTHS.index(found["month"].lower()) // 3 + 1,
            int(found["day"] or found["day2"]),
            int(found["hour"]),
            int(found["minute"]),
            int(found["second"] or 0),
            tzinfo=_zone(zone) if zone else UTC,
        )
    except ValueError:
        return None


def _zone(text: bytes) -> timezone:
    away = timedelta(hours=int(text[1:3]), minutes=int(text[3:5]))
    return timezone(-away if text.startswith(b"-") else away)
