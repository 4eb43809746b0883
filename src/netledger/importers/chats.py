"""What exports of chats have in common: long lines, local times, names, the words of a message."""

from __future__ import annotations

import io
import re
from collections import Counter
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from functools import lru_cache
from typing import Final

from netledger.domain.model import Side
from netledger.domain.names import fold, one_line, phone_key, whole
from netledger.importers.archive import File
from netledger.importers.drafts import Owner, Party
from netledger.importers.tabular import encoding_of

# Marks of direction and the like, which stand around names, dates and placeholders.
MARKS: Final = "\u061c\u200b\u200e\u200f\u202a-\u202e\u2066-\u2069\ufeff"
_MARK: Final = re.compile(f"[{MARKS}]")
_PHONE: Final = re.compile(r"\+?[\d\s().-]{7,30}")
_LONGEST_LINE: Final = 1 << 20
_LONGEST_TEXT: Final = 280
_LONGEST_READ: Final = 2000


def unmarked(text: str) -> str:
    """Return `text` as one line without marks of direction."""
    return one_line(_MARK.sub("", text))


@contextmanager
def lines_of(file: File) -> Iterator[Iterator[tuple[int, str]]]:
    """Give the lines of `file` with their numbers; of one beyond a million characters the start."""
    text = io.TextIOWrapper(file.open(), encoding=encoding_of(file), errors="replace")
    with text:
        yield _numbered(text)


def _numbered(text: io.TextIOWrapper) -> Iterator[tuple[int, str]]:
    number, at_start = 0, True
    while piece := text.readline(_LONGEST_LINE):
        if at_start:
            number += 1
            yield number, piece
        at_start = piece.endswith("\n")


class Seconds:
    """Gives the messages of one minute seconds of their own.

    A message's second is how many of the same side came before it in that minute: the same in
    every longer export of the chat, and whether or not an export writes seconds, which depends on
    the phone. From the sixtieth on they share one.
    """

    def __init__(self) -> None:
        self._seen: Counter[tuple[date, int, int, Side]] = Counter()

    def next(self, day: date, hour: int, minute: int, side: Side) -> datetime | None:
        """Return the wall time of the next message of that minute and side, None if there is none.

        It has no zone, for a chat tells none: the same file gives the same in any of them.
        """
        key = (day, hour, minute, side)
        second = min(self._seen[key], 59)
        self._seen[key] += 1
        try:
            return datetime.combine(day, time(hour, minute, second))
        except ValueError:
            return None


class Words:
    """Gathers the lines of one message; its text is the first line that says something."""

    def __init__(self, says: Callable[[str], str]) -> None:
        self._says = says
        self._found = ""

    def add(self, line: str) -> None:
        """Take the next line of the message."""
        if not self._found:
            self._found = unmarked(self._says(line[:_LONGEST_READ]))

    @property
    def text(self) -> str | None:
        """The words, at most 280 characters, or None for a picture and the like."""
        if len(self._found) <= _LONGEST_TEXT:
            return self._found or None
        return f"{self._found[: _LONGEST_TEXT - 1].rstrip()}…"


@lru_cache(maxsize=4096)
def folded(name: str) -> str:
    """Return the form in which the names of a chat are compared."""
    return whole(fold(name))


def phone_in(name: str) -> str | None:
    """Return the phone number that stands in the place of a name, else None."""
    if not _PHONE.fullmatch(name):
        return None
    return name if 7 <= sum(char.isdecimal() for char in name) <= 15 else None


def same_name(name: str, other: str) -> bool:
    """Say whether two names, or two numbers, of a chat are the same."""
    if phone_in(name) and phone_in(other):
        return phone_key(name) == phone_key(other)
    return folded(name) == folded(other)


def is_owner(name: str, owner: Owner) -> bool:
    """Say whether `name` is one of the user's own."""
    return any(same_name(name, own) for own in owner.names)


def thread_of(source: str, who: Party) -> str:
    """Return what identifies the conversation with `who` in every export of `source`."""
    return f"{source}:{phone_key(who.phone) if who.phone else fold(who.name)}"
