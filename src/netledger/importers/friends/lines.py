"""The grammar of friends.md: sections of items, marked names and places, tags, dates."""

from __future__ import annotations

import io
import re
from dataclasses import dataclass, field
from datetime import date
from typing import Final, Literal, NamedTuple

from netledger.domain.names import fold, many_lines, one_line, visible
from netledger.importers.archive import File
from netledger.importers.tabular import encoding_of

Section = Literal["activities", "notes", "friends", "locations"]

_SECTIONS: Final[dict[str, Section]] = {
    "activities": "activities",
    "notes": "notes",
    "friends": "friends",
    "locations": "locations",
}
_HEADING: Final = re.compile(r"#{1,6}\s*([^\s#][^:]{0,40}?)\s*:?\s*")
_DATED: Final = re.compile(r"(\d{4})-(\d{1,2})-(\d{1,2})(?:\s*:\s*|\s+|$)", re.ASCII)
_NAME: Final = re.compile(r"\*\*([^*]++)\*\*")
_PLACE: Final = re.compile(r"(?<!\w)_(?=\w)([^_]++)_(?!\w)")
_TAG: Final = re.compile(r"(?<![^\W_])@([^\W_]++(?:[:-][^\W_]++)*+)")
_IN_SQUARE: Final = re.compile(r"\[([^\[\]]*+)\]")
_ALSO: Final = re.compile(r"(?i)(?:^|\s)a\.?k\.?a\.?\s")
_FIRST_YEAR: Final = 1800


@dataclass(frozen=True, slots=True)
class Item:
    """One entry of a section: the line it starts on, and its text without the dash."""

    line: int
    text: str


@dataclass(slots=True)
class Book:
    """What a file holds, by section; and the headings that are not known."""

    items: dict[Section, list[Item]] = field(
        default_factory=lambda: {name: [] for name in _SECTIONS.values()}
    )
    strange: list[Item] = field(default_factory=list)
    sections: int = 0


class Listed(NamedTuple):
    """A line of the list of friends, taken apart; `remark` is what else stood in its brackets."""

    name: str
    nicknames: tuple[str, ...]
    place: str | None
    tags: tuple[str, ...]
    remark: str | None


def begins_a_file(line: str) -> bool:
    """Say whether a file with this first line is friends.md."""
    return line.lstrip().startswith("###") and _heading(line) in _SECTIONS


def _heading(line: str) -> str | None:
    """Return the words of a heading, folded, or None where the line is none."""
    found = _HEADING.fullmatch(line.strip()[:80]) if line.lstrip()[:1] == "#" else None
    return fold(found[1]) if found else None


def gathered(file: File) -> Book:
    """Return the items of the file. An item goes on over lines that begin no new one."""
    book = Book()
    section: Section | None = None
    start, parts = 0, list[str]()

    def close() -> None:
        if parts and section is not None:
            book.items[section].append(Item(start, "\n".join(parts)))
        parts.clear()

    with io.TextIOWrapper(file.open(), encoding=encoding_of(file), errors="replace") as lines:
        for number, line in enumerate(lines, start=1):
            text = line.replace("\0", "").strip()
            if (heading := _heading(line)) is not None:
                close()
                section = _SECTIONS.get(heading)
                book.sections += section is not None
                if section is None:
                    book.strange.append(Item(number, one_line(text.strip("# :"))[:40]))
            elif text and section is not None:
                if _begins(line, section) or not parts:
                    close()
                    start = number
                    text = text.removeprefix("-").lstrip()
                parts.append(text)
    close()
    return book


def _begins(line: str, section: Section) -> bool:
    """Say whether a line begins an item: by its dash, its day, or in a list at the margin."""
    if section in ("friends", "locations"):
        return not line[:1].isspace()
    return line.startswith(("- ", "-\t")) or bool(_DATED.match(line))


def listed(text: str) -> Listed:
    """Take apart `Name (a.k.a. Nick a.k.a. Nick2) [Place] @tag @tag`."""
    text = one_line(_NAME.sub(r"\1", text))
    name = re.split(r"[(\[@]", text, maxsplit=1)[0]
    rest = text[len(name) :]
    inner = ""
    if rest.startswith("("):
        inner, rest = _in_brackets(rest)
    place = _IN_SQUARE.search(rest)
    tags = _TAG.findall(inner) + _TAG.findall(_IN_SQUARE.sub(" ", rest))
    before, *nicknames = _ALSO.split(_TAG.sub(" ", inner))
    return Listed(
        one_line(name),
        tuple(dict.fromkeys(filter(visible, map(nameable, nicknames)))),
        (one_line(place[1]) or None) if place else None,
        tuple(dict.fromkeys(tags)),
        one_line(before) or None,
    )


def _in_brackets(text: str) -> tuple[str, str]:
    """Return what stands in the round brackets that `text` begins with, and what comes after."""
    depth = 0
    for place, char in enumerate(text):
        depth += (char == "(") - (char == ")")
        if not depth:
            return text[1:place], text[place + 1 :]
    return text[1:], ""


def nameable(text: str) -> str:
    """Return `text` as a name: one line up to a tag, which never is part of one."""
    return one_line(text.partition("@")[0])


def marked(text: str) -> list[str]:
    """Return the names marked in `text`, each once."""
    return list(dict.fromkeys(filter(visible, map(nameable, _NAME.findall(text)))))


def unmarked(text: str) -> str:
    """Return `text` without the marks of names and places."""
    return many_lines(_PLACE.sub(r"\1", _NAME.sub(r"\1", text)))


def dated(text: str) -> tuple[date | str, str]:
    """Return the day that an item begins with, or what is wrong with it, and the text after."""
    found = _DATED.match(text)
    if found is None:
        return "no day (YYYY-MM-DD) at its beginning", text
    written = found[0].rstrip(" :\n")
    try:
        day = date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return f"{written} is no day of the calendar", text
    if day.year < _FIRST_YEAR:
        return f"{written} is too long ago to be meant", text
    return day, text[found.end() :]


def without_tags(text: str) -> tuple[str, tuple[str, ...]]:
    """Return `text` without the tags that it ends with, and all its tags, each once."""
    found = list(_TAG.finditer(text))
    end = len(text)
    for tag in reversed(found):
        if tag.end() != end:
            break
        end = tag.start()
        while end and text[end - 1].isspace():
            end -= 1
    tags: dict[str, str] = {}
    for tag in found:
        tags.setdefault(tag[1].casefold(), tag[1])
    return text[:end], tuple(tags.values())
