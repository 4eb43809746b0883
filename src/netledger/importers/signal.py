"""Chats of Signal, as signal-export writes them: a folder a chat, with chat.md in it.

Signal itself exports no text. A line begins `[2019-05-29 15:04:11] Me: text`; older exports have
`[2019-05-29, 15:04]` and call the file index.md. The user is "Me", the other is the folder's name.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from itertools import islice
from pathlib import Path
from typing import Final

from netledger.domain.model import Side
from netledger.domain.names import one_line
from netledger.errors import NetledgerError
from netledger.importers.archive import (
    File,
    any_fits,
    file_at,
    is_file,
    is_folder,
    left_out,
    opened,
)
from netledger.importers.chats import Seconds, Words, folded, lines_of, thread_of
from netledger.importers.drafts import (
    Asked,
    Draft,
    Exchange,
    Importer,
    Meeting,
    Notice,
    Owner,
    Party,
)

_CHAT: Final = ("chat.md", "index.md")
_START: Final = re.compile(
    r"\[(\d{4})-(\d\d)-(\d\d),? (\d\d):(\d\d)(?::\d\d)?\] ([^\n]{1,120}?): ?", re.ASCII
)
_CALL: Final = re.compile(
    r"(?:Incoming|Outgoing) (?P<video>video )?(?:voice |group )?call"
    r"(?: \(accepted(?:, (?:(?P<minutes>\d{1,4})m )?(?P<seconds>\d{1,2})s)?\))?"
)
_NO_CALL: Final = re.compile(r"Missed \w{0,12} ?call|(?:Incoming|Outgoing) [\w ]{0,16}call \(.*\)")
_LINK: Final = re.compile(
    r"!?\[[^\[\]]{0,200}\]\(\.{1,2}/[^()]{0,300}(?:\([^()]{0,40}\)[^()]{0,100})?\)"
)
_NOT_EXPORTED: Final = re.compile(r"\((?:media|attachment) not exported\)")
_NO_WORDS: Final = re.compile(r"(?s)>.*|\(- .* -\)|\(\( .* \)\)|\(This message was deleted\)")
_MARKED_UP: Final = re.compile(r"(?<=[a-zß-ÿ])(?=[A-ZÀ-Þ])(?<!Mc)(?<!Mac)")
_NOTES: Final = frozenset({"notetoself"})
_UNNAMED: Final = re.compile(r"(?:None|unnamed)\d{0,4}")
_ME: Final = "Me"
_NOBODY: Final = "No-Sender"
_LOOK_AT: Final = 20
_MOST_CHATS: Final = 20_000


class _Signal:
    name = "signal"

    def identify(self, path: Path) -> bool:
        """Say whether `path` is a chat that signal-export wrote, or a folder of them."""
        try:
            if not path.is_dir() and path.suffix.casefold() != ".md":
                return False
            looked_at = islice(_chats(path), _LOOK_AT)
            return any_fits((chat.file for chat in looked_at), _holds_a_chat)
        except (NetledgerError, OSError, ValueError):
            return False

    def extract(self, path: Path, asked: Asked) -> Iterator[Draft]:
        """Yield the messages and calls of every chat between the user and one other."""
        found = False
        for chat in islice(_chats(path), _MOST_CHATS):
            try:
                found = found or _holds_a_chat(chat.file)
                yield from _drafts(chat, asked.owner)
            except NetledgerError as error:
                if not path.is_dir():
                    raise
                yield left_out(f"{chat.name}/{chat.file.name}", error)
        if not found:
            raise NetledgerError(
                f"{path.name or path} holds no chat that signal-export wrote.",
                "Signal itself exports no text: run signal-export, then import its folder.",
            )


SIGNAL: Final[Importer] = _Signal()


@dataclass(frozen=True, slots=True)
class _Chat:
    """One chat: its file, and its name; `sure` if that name must be the other's."""

    file: File
    name: str
    sure: bool


@dataclass(frozen=True, slots=True)
class _Message:
    """One message as the file has it."""

    line: int
    day: tuple[int, int, int]
    hour: int
    minute: int
    author: str
    words: Words


def _chats(path: Path) -> Iterator[_Chat]:
    """Yield the chats at `path`: one file, a chat's folder, or the folder of all."""
    if not path.is_dir():
        with opened(path, ()) as source:
            if not source.single:
                raise NetledgerError(f"{path.name} is a zip.", "Unpack it and import the folder.")
            stem = path.stem if path.name not in _CHAT else path.absolute().parent.name
            yield _Chat(source.files[0], stem, sure=False)
        return
    try:
        folders = [path, *sorted(entry for entry in path.iterdir() if is_folder(entry))]
    except OSError as error:
        raise NetledgerError(f"{path} can't be read: {error.strerror or error}.") from error
    for folder in folders:
        # chat.md is the newer, where an export went into the folder of an older one.
        name = next((name for name in _CHAT if is_file(folder / name)), None)
        if name is not None:
            yield _Chat(file_at(folder / name), folder.absolute().name, sure=True)


def _holds_a_chat(file: File) -> bool:
    with lines_of(file) as lines:
        return any(_START.match(line) for _, line in islice(lines, _LOOK_AT))


def _messages(chat: _Chat) -> Iterator[_Message]:
    message: _Message | None = None
    with lines_of(chat.file) as lines:
        for number, line in lines:
            start = _START.match(line)
            if start is None:
                if message:
                    message.words.add(line)
                continue
            if message:
                yield message
            year, month, day, hour, minute = (int(start[index]) for index in range(1, 6))
            message = _Message(number, (year, month, day), hour, minute, start[6], Words(_says))
            message.words.add(line[start.end() :])
    if message:
        yield message


def _says(line: str) -> str:
    """Return what a line says: no link to a file, no quoted line, no reactions."""
    text = one_line(_NOT_EXPORTED.sub("", _LINK.sub("", line)))
    return "" if _NO_WORDS.fullmatch(text) else text


def _drafts(chat: _Chat, owner: Owner) -> Iterator[Draft]:
    authors = Counter(message.author for message in _messages(chat))
    record = f"{chat.name}/{chat.file.name}"
    others = [author for author in authors if author not in (_ME, _NOBODY)]
    if not authors or (not others and _is_notes(chat.name, owner)):
        return
    if len(others) > 1 or authors[_NOBODY] or not _of_two(chat, others):
        yield Notice(record, "a group is no tie", skipped=False)
        return
    if _UNNAMED.fullmatch(others[0] if others else chat.name):
        yield Notice(record, "Signal has no name for the other", skipped=False)
        return
    yield from _credited(chat, record, _party(others[0] if others else chat.name))


def _is_notes(name: str, owner: Owner) -> bool:
    """Say whether the folder of a chat is that of notes to oneself."""
    key = folded(name).replace(" ", "")
    return key in _NOTES or any(key == folded(own).replace(" ", "") for own in owner.names)


def _of_two(chat: _Chat, others: list[str]) -> bool:
    """Say whether the one other who writes is whom the folder is called after, and no group."""
    if not others or not chat.sure:
        return True
    # Of two people of one name, the second's folder bears a number.
    return re.fullmatch(re.escape(_bare(others[0])) + r"\d{0,4}", _bare(chat.name)) is not None


def _bare(name: str) -> str:
    """Return a name as signal-export calls a folder: letters and digits, no blanks."""
    return "".join(filter(str.isalnum, name))


def _party(name: str) -> Party:
    """Return the other, whose name signal-export may have robbed of its blanks."""
    digits = name.removeprefix("+")
    if digits.isascii() and digits.isdecimal() and 7 <= len(digits) <= 15:
        return Party(name=f"+{digits}", phone=f"+{digits}")
    return Party(name=_MARKED_UP.sub(" ", name) if name.isalnum() else name)


def _credited(chat: _Chat, record: str, who: Party) -> Iterator[Draft]:
    seconds, thread = Seconds(), thread_of("signal", who)
    for message in _messages(chat):
        side: Side = "me" if message.author == _ME else "them"
        at = _moment(message, side, seconds)
        where = f"{record} line {message.line}"
        text = message.words.text or ""
        if at is None:
            yield Notice(where, f"{'-'.join(map(str, message.day))} is no day, or has no such hour")
        elif call := _CALL.fullmatch(text):
            yield Meeting(
                record=where,
                who=(who,),
                key=f"{thread}:{at:%Y-%m-%dT%H:%M}:call",
                on=at,
                channel="video" if call["video"] else "call",
                side=side,
                minutes=max(1, int(call["minutes"] or 0)) if call["seconds"] else None,
            )
        elif not _NO_CALL.fullmatch(text):
            yield Exchange(where, who, thread, at, side, text or None)


def _moment(message: _Message, side: Side, seconds: Seconds) -> datetime | None:
    try:
        day = date(*message.day)
    except ValueError:
        return None
    return seconds.next(day, message.hour, message.minute, side)
