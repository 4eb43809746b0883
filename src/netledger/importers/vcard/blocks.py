"""Taking a file apart into its cards, each a block of lines, whatever else is in it."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from itertools import islice
from typing import Final

from netledger.domain.names import one_line
from netledger.importers.archive import File
from netledger.importers.content_lines import Line, Unreadable, lines, unescaped
from netledger.importers.drafts import Notice

_MOST_LINES: Final = 10_000
_MOST_NAMED: Final = 5


@dataclass(slots=True)
class Block:
    """The lines of one card by name, in file order, and what could not be read of it."""

    file: str
    number: int
    lines: dict[str, list[Line]] = field(default_factory=dict)
    size: int = 0
    broken: list[Unreadable] = field(default_factory=list)
    ended: bool = False

    @property
    def record(self) -> str:
        """Name the card to the user."""
        return f"{self.file} line {self.number}"

    def add(self, line: Line | Unreadable) -> None:
        """Put a line with the others."""
        self.size += 1
        if self.size > _MOST_LINES:
            return
        if isinstance(line, Unreadable):
            self.broken.append(line)
        else:
            self.lines.setdefault(line.name, []).append(line)

    def all(self, *names: str) -> Iterator[Line]:
        """Yield the lines of these names."""
        for name in names:
            yield from self.lines.get(name, ())

    def texts(self, name: str) -> Iterator[str]:
        """Yield what the lines of a name say, as one line each, where they say anything."""
        for line in self.lines.get(name, ()):
            if text := one_line(unescaped(line.value)):
                yield text

    def text(self, name: str) -> str | None:
        """Return what the first such line says, or None."""
        return next(self.texts(name), None)

    def notices(self) -> Iterator[Notice]:
        """Yield a word on each line that can't be read, and on an end that is missing."""
        for line in islice(self.broken, _MOST_NAMED):
            shown = one_line(line.shown)[:40]
            why = f"{shown!r} is no line of a card: left out, the rest is read"
            yield Notice(f"{self.file} line {line.number}", why, skipped=False)
        more = len(self.broken) - _MOST_NAMED
        if more > 0:
            yield Notice(self.record, f"{more:,} more lines can't be read", skipped=False)
        if self.size > _MOST_LINES:
            why = f"more than {_MOST_LINES:,} lines: the rest is left out"
            yield Notice(self.record, why, skipped=False)
        if not self.ended:
            why = "the card never ends: read as far as it goes"
            yield Notice(self.record, why, skipped=False)


def blocks(file: File, wanted: Collection[str]) -> Iterator[Block | Notice]:
    """Yield the cards in `file` with their wanted lines, and a word on lines outside of any."""
    card: Block | None = None
    in_agent = after_agent = False
    outside = 0
    for line in lines(file.open, {*wanted, "BEGIN", "END", "AGENT"}):
        edge = _edge(line)
        if edge == "BEGIN":
            if after_agent:
                # An assistant's card stands within the person's, in vCard 2.1.
                in_agent, after_agent = True, False
                continue
            if card:
                yield card
            card, in_agent = Block(file.name, line.number), False
        elif edge == "END" and in_agent:
            in_agent = False
        elif card is None:
            outside += 1
        elif edge == "END":
            card.ended = True
            yield card
            card = None
        elif not in_agent:
            card.add(line)
        after_agent = isinstance(line, Line) and line.name == "AGENT" and not line.value.strip()
    if card:
        yield card
    if outside:
        why = f"{outside:,} {'line' if outside == 1 else 'lines'} outside of any card"
        yield Notice(file.name, why, skipped=False)


def _edge(line: Line | Unreadable) -> str | None:
    """Return whether a line begins or ends a card."""
    if isinstance(line, Line) and line.name in ("BEGIN", "END"):
        return line.name if line.value.strip().upper() == "VCARD" else None
    return None
