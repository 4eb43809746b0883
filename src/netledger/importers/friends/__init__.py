"""friends.md, the file of the program `friends`: activities, notes, friends and places.

Only a marked name (`**Full Name**`) takes part in an activity: nobody is guessed from a bare first
name. The list of friends stands below the activities, so the file is gathered before it is told.
"""

from __future__ import annotations

from collections.abc import Generator, Iterator
from dataclasses import dataclass, field
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Final

from netledger.domain.names import fold, joined, visible
from netledger.errors import NetledgerError
from netledger.importers.archive import opened
from netledger.importers.drafts import Asked, Draft, Importer, Meeting, Notice, Party, Person
from netledger.importers.friends.lines import (
    Book,
    Item,
    Listed,
    begins_a_file,
    dated,
    gathered,
    listed,
    marked,
    unmarked,
    without_tags,
)
from netledger.importers.tabular import shown_encoding

_FILE: Final = "friends.md"
_LONGEST_KEY: Final = 200
_MOST_NAMED: Final = 5


class _FriendsMd:
    name = "friends"

    def identify(self, path: Path) -> bool:
        """Say whether the first line with anything on it is a heading of friends.md."""
        try:
            with opened(path, ()) as source:
                if not source.single:
                    return False
                with source.files[0].open() as stream:
                    head = stream.read(4096)
        except (NetledgerError, OSError):
            return False
        lines = head.decode(shown_encoding(head) or "utf-8", "replace").lstrip().splitlines()
        return bool(lines) and begins_a_file(lines[0])

    def extract(self, path: Path, asked: Asked) -> Iterator[Draft]:
        """Yield the friends with their notes, then the activities."""
        with opened(path, (_FILE,)) as source:
            if not source.files:
                raise NetledgerError(f"There is no {_FILE} in {path.name or path}.")
            file = source.files[0]
            book = gathered(file)
        if not book.sections:
            raise NetledgerError(
                f"{file.name} has none of the headings of friends.md, such as ### Activities:",
                "Import the file that the program `friends` writes.",
            )
        yield from _Reader(file.name, book, asked.owner.names).drafts()


FRIENDS: Final[Importer] = _FriendsMd()


@dataclass(slots=True, eq=False)
class _Friend:
    """Somebody in the list, or somebody marked in a note alone."""

    record: str
    name: str
    listed: Listed | None = None
    notes: list[tuple[date, str]] = field(default_factory=list)

    def person(self) -> Person:
        said = self.listed or Listed(self.name, (), None, (), None)
        notes = [f"{day}: {text}" for day, text in sorted(self.notes, key=lambda note: note[0])]
        return Person(
            record=self.record,
            name=self.name,
            key=f"friends:{fold(self.name)}",
            aliases=said.nicknames,
            tags=said.tags,
            location=said.place,
            note="\n".join(filter(None, [said.remark, *notes])) or None,
        )


class _Reader:
    """The drafts of one file: who is who is settled by the list of friends."""

    def __init__(self, file: str, book: Book, my_names: tuple[str, ...]) -> None:
        self._file = file
        self._book = book
        self._mine = {fold(name) for name in my_names}
        self._friends: dict[str, _Friend] = {}
        self._nicknames: dict[str, dict[str, str]] = {}

    def drafts(self) -> Iterator[Draft]:
        for item in self._book.strange:
            why = f'the heading "{item.text}" is not known: what is below it is left out'
            yield Notice(self._record(item), why, skipped=False)
        for item in self._book.items["friends"]:
            yield from self._friend(item)
        for item in self._book.items["notes"]:
            yield from self._note(item)
        for friend in self._friends.values():
            yield friend.person()
        for item in self._book.items["activities"]:
            yield from self._activity(item)

    def _record(self, item: Item) -> str:
        return f"{self._file} line {item.line}"

    def _friend(self, item: Item) -> Iterator[Notice]:
        record, said = self._record(item), listed(item.text)
        key = fold(said.name)
        if not visible(said.name):
            yield Notice(record, "no name")
        elif key in self._mine:
            yield Notice(record, f"{said.name} is you: left out", skipped=False)
        elif key in self._friends:
            yield Notice(record, f"{said.name} stands in the list twice: the first counts")
        else:
            self._friends[key] = _Friend(record, said.name, said)
            for nickname in said.nicknames:
                self._nicknames.setdefault(fold(nickname), {})[key] = said.name

    def _note(self, item: Item) -> Iterator[Notice]:
        told = yield from self._told(item, "a note")
        if told is None:
            return
        day, text, people = told
        for name in people:
            friend = self._friends.setdefault(fold(name), _Friend(self._record(item), name))
            friend.notes.append((day, unmarked(text)))

    def _activity(self, item: Item) -> Iterator[Draft]:
        told = yield from self._told(item, "an activity")
        if told is None:
            return
        day, text, people = told
        words, tags = without_tags(unmarked(text))
        yield Meeting(
            record=self._record(item),
            who=tuple(Party(name) for name in people),
            key=f"friends:{day}:{_bounded(fold(words))}",
            on=day,
            text=words or None,
            tags=tags,
        )

    def _told(
        self, item: Item, what: str
    ) -> Generator[Notice, None, tuple[date, str, list[str]] | None]:
        """Yield what is wrong with an item; return its day, its text and those marked in it.

        None: it has no day that can be read, or nobody is marked.
        """
        record = self._record(item)
        day, text = dated(item.text)
        if isinstance(day, str):
            yield Notice(record, day)
            return None
        people, unclear = self._marked(text)
        yield from (Notice(record, why, skipped=False) for why in unclear)
        if not people:
            yield Notice(record, f"{what} in which nobody is marked as **Name**")
            return None
        return day, text, people

    def _marked(self, text: str) -> tuple[list[str], list[str]]:
        """Return the names of those marked in `text`, each once, and who can't be told."""
        people: dict[str, str] = {}
        unclear = []
        for name in marked(text):
            key = fold(name)
            bearers = self._nicknames.get(key, {})
            if key in self._mine:
                continue
            if key in self._friends:
                people.setdefault(key, self._friends[key].name)
            elif len(bearers) > 1:
                who = joined(list(bearers.values())[:_MOST_NAMED])
                unclear.append(f'"{name}" is a nickname of {who}: nobody is credited for it')
            else:
                full = next(iter(bearers.values()), name)
                people.setdefault(fold(full), full)
        return list(people.values()), unclear


def _bounded(text: str) -> str:
    """Return `text` as part of a key: a long one by its digest."""
    return text if len(text) <= _LONGEST_KEY else sha256(text.encode()).hexdigest()
