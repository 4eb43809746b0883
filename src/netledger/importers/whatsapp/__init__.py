"""WhatsApp's "Export chat": a text file, a zip with one in it, or a folder of several.

A chat is read twice: once to settle the order of its dates and who writes in it, then for its
messages. Nobody is credited for a group. The times are those of the phone's clock without a zone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from itertools import islice
from pathlib import Path
from typing import Final

from netledger.domain.model import Side
from netledger.errors import NetledgerError
from netledger.importers.archive import File, gathered, is_folder, left_out, walked
from netledger.importers.chats import Seconds, Words, lines_of, thread_of
from netledger.importers.drafts import Asked, Draft, Exchange, Importer, Notice
from netledger.importers.whatsapp.authors import Nobody, Pair, Seen, cast, title_of
from netledger.importers.whatsapp.dates import Order, Reading, day_of, settle
from netledger.importers.whatsapp.lines import (
    Form,
    Parts,
    Start,
    of_a_group,
    said,
    start_of,
    words_in,
)

_ENDINGS: Final = (".txt", ".zip")
_IPHONE: Final = "_chat"
_LOOK_AT_FILES: Final = 20
_LOOK_AT_LINES: Final = 20
_MOST_EXPORTS: Final = 5_000


class _WhatsApp:
    name = "whatsapp"

    def identify(self, path: Path) -> bool:
        """Say whether there is a chat at `path`: a text, a zip or a folder with one in it."""
        try:
            if not path.is_dir() and path.is_file() and path.suffix.casefold() not in _ENDINGS:
                return False
            return any(_holds_a_chat(export) for export in islice(_exports(path), _LOOK_AT_FILES))
        except (NetledgerError, OSError, ValueError):
            return False

    def extract(self, path: Path, asked: Asked) -> Iterator[Draft]:
        """Yield the messages of every chat at `path` that is between the user and one other."""
        refused: list[tuple[str, NetledgerError]] = []
        read = 0
        for export in islice(_exports(path), _MOST_EXPORTS):
            try:
                for chat in _chats(export):
                    try:
                        yield from _messages(chat, asked)
                        read += 1
                    except NetledgerError as error:
                        refused.append((chat.name, error))
            except NetledgerError as error:
                refused.append((export.name, error))
        if not read and len(refused) == 1:
            raise refused[0][1]
        if not read and not refused:
            raise NetledgerError(
                f"{path.name or path} holds no chat that WhatsApp exported.",
                "In the chat: menu, More, Export chat; then import the file it gives.",
            )
        for name, why in refused:
            notice = left_out(name, why)
            yield replace(notice, why=f"{notice.why} {why.hint or ''}".rstrip())


WHATSAPP: Final[Importer] = _WhatsApp()


@dataclass(frozen=True, slots=True)
class _Chat:
    """One chat: its file, the name that tells with whom it is, and its lines' form."""

    file: File
    stem: str
    form: Form

    @property
    def name(self) -> str:
        """What the user knows it by."""
        name = self.file.name
        return name if self.stem == _stem(self.file) else f"{self.stem}: {name}"


def _exports(path: Path) -> Iterator[Path]:
    """Yield the files at `path` that may hold a chat; a folder is looked through."""
    if not path.is_dir():
        yield path
        return
    for one in walked(path):
        if one.suffix.casefold() in _ENDINGS or is_folder(one):
            yield one


def _holds_a_chat(export: Path) -> bool:
    try:
        return next(_chats(export), None) is not None
    except (NetledgerError, OSError):
        return False


def _chats(export: Path) -> Iterator[_Chat]:
    """Yield the chats in a text or a zip, where they lie beside what was sent."""
    with gathered(export, (".txt",)) as source:
        files = source.files
        own = {_IPHONE, Path(export.name).stem.casefold()}
        if not source.single and (kept := [f for f in files if _stem(f).casefold() in own]):
            files = tuple(kept)
        for file in files:
            if form := _form(file):
                stem = _stem(file)
                if stem.casefold() == _IPHONE:
                    stem = export.absolute().parent.name if source.single else export.stem
                yield _Chat(file, stem, form)


def _stem(file: File) -> str:
    return Path(file.name).stem


def _form(file: File) -> Form | None:
    """Return the form of a chat's lines, by the first that has any, or None if it is no chat."""
    with lines_of(file) as lines:
        starts = (start_of(line) for _, line in islice(lines, _LOOK_AT_LINES))
        return next((start.form for start in starts if start), None)


@dataclass(slots=True)
class _Survey:
    """What the first reading finds."""

    seen: Seen
    dates: list[Parts] = field(default_factory=list)
    separator: str = ""
    likely: set[Order] = field(default_factory=set)


def _survey(chat: _Chat) -> _Survey:
    title, own_page = title_of(chat.stem)
    found = _Survey(Seen(title=title, own_page=own_page))
    with lines_of(chat.file) as lines:
        for _, line in lines:
            start = start_of(line)
            if start is None or start.form != chat.form:
                continue
            if not found.dates or found.dates[-1] != start.parts:
                found.dates.append(start.parts)
                found.separator = start.separator
                found.likely.add(_likely(start))
            _look_at(start, found.seen)
    return found


def _look_at(start: Start, seen: Seen) -> None:
    author, body, marked = said(start)
    if not author:
        if of_a_group(body):
            seen.group_named_by.add("")
        return
    seen.written[author] += 1
    if not marked:
        seen.typed.add(author)
    elif of_a_group(body):
        seen.group_named_by.add(author)


def _likely(start: Start) -> Order:
    """Return the order that a line's way of writing is known for: 1/4/23, 7:02 PM is American."""
    if start.half in ("오전", "오후"):
        return "ymd"
    american = (
        start.separator == "/"
        and start.half in ("AM", "PM")
        and len(start.parts[2]) == 2
        and not any(part.startswith("0") for part in start.parts[:2])
    )
    return "mdy" if american else "dmy"


def _messages(chat: _Chat, asked: Asked) -> Iterator[Draft]:
    """Yield the messages of a chat, or one notice of why it credits nobody."""
    found = _survey(chat)
    pair = cast(found.seen, chat.stem, asked.owner, chat.name)
    if isinstance(pair, Nobody):
        if pair.why:
            yield Notice(chat.name, pair.why, skipped=False)
        return
    if pair.guessed:
        why = f"{pair.who.name} alone writes in it and is taken for the other; if that is you, undo"
        yield Notice(chat.name, f"{why} this import and set me.name", skipped=False)
    likely: Order = "dmy" if len(found.likely) > 1 else next(iter(found.likely), "dmy")
    reading = settle(found.dates, asked.day_first, likely, asked.until)
    if reading is None:
        first = found.separator.join(found.dates[0])
        raise NetledgerError(
            f"The dates in {chat.name} can't be read, such as {first}.",
            "Set the phone's calendar to Gregorian and export the chat again.",
        )
    # No language writes the month first with dots between.
    if reading.doubt and found.separator != ".":
        yield _told_reading(chat.name, found.separator.join(reading.doubt), reading)
    yield from _exchanges(chat, pair, reading)


def _told_reading(name: str, written: str, reading: Reading) -> Notice:
    """Say which way dates are read where nothing in the chat settles it."""
    first, other = ("day", "month") if reading.order == "dmy" else ("month", "day")
    why = (
        f"nothing settles how its dates are meant: {written} is read with the {first} first; if"
        f" that is wrong, undo this import and repeat it with --{other}-first"
    )
    return Notice(name, why, skipped=False)


@dataclass(slots=True)
class _Open:
    """The message that is being read: its lines go on until the next one begins."""

    line: int
    start: Start
    side: Side
    words: Words


def _exchanges(chat: _Chat, pair: Pair, reading: Reading) -> Iterator[Draft]:
    seconds, thread = Seconds(), thread_of("whatsapp", pair.who)
    with lines_of(chat.file) as lines:
        for message in _opened(chat, pair, lines):
            record, start = f"{chat.name} line {message.line}", message.start
            day = day_of(start.parts, reading.order)
            at = None
            if day:
                at = seconds.next(day, start.hour, start.minute, message.side)
            if at is None:
                yield Notice(record, f"{start.separator.join(start.parts)} is no day")
            else:
                text = message.words.text
                yield Exchange(record, pair.who, thread, at, message.side, text)


def _opened(chat: _Chat, pair: Pair, lines: Iterator[tuple[int, str]]) -> Iterator[_Open]:
    """Yield each message of the two with all its lines taken in."""
    message: _Open | None = None
    for number, line in lines:
        start = start_of(line)
        if start is None or start.form != chat.form:
            if message:
                message.words.add(line)
            continue
        if message:
            yield message
        message = None
        author, body, _ = said(start)
        if author in pair.mine or author in pair.theirs:
            side: Side = "me" if author in pair.mine else "them"
            message = _Open(number, start, side, Words(words_in))
            message.words.add(body)
    if message:
        yield message
