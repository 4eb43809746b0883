"""What log and amend were told about an entry: what it was, and what it carried for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from netledger.cli.people import taking_part
from netledger.domain import names, when
from netledger.domain.model import CHANNELS, Credit, Kind, NewEntry, Side
from netledger.errors import UsageError
from netledger.ledger import daybook, find
from netledger.ledger.connection import Ledger

_MANY: Final = 3  # people up to whom support and depth may be said of all at once
_KINDS: Final[Mapping[str, Kind]] = {
    "i": "instrumental",
    "instrumental": "instrumental",
    "p": "psychosocial",
    "psychosocial": "psychosocial",
}
_CLEARABLE: Final = {
    "text": "note",
    "note": "note",
    "minutes": "minutes",
    "depth": "depth",
    "by": "initiator",
    "at-ease": "at_ease",
    "guarded": "at_ease",
    "valued": "valued",
    "not-valued": "valued",
    "pitch": "pitch",
}
_PROMISES: Final[Mapping[str, Side]] = {"todo": "me", "they-owe": "them"}


class Entered(NamedTuple):
    """The options of log and amend, as typed; None: not given."""

    via: str | None = None
    gave: list[str] | None = None
    got: list[str] | None = None
    by_them: bool | None = None
    one_way: bool | None = None
    pitch: bool | None = None
    minutes: int | None = None
    depth: int | None = None
    at_ease: bool | None = None
    valued: bool | None = None
    tags: Sequence[str] = ()

    def columns(self) -> dict[str, Any]:
        """Return what was given, as the entry's columns hold it."""
        given: dict[str, Any] = {
            "channel": None if self.via is None else channel(self.via),
            "minutes": self.minutes,
            "depth": self.depth,
            "initiator": None if self.by_them is None else ("them" if self.by_them else "me"),
            "two_way": None if self.one_way is None else not self.one_way,
            "pitch": self.pitch,
            "at_ease": self.at_ease,
            "valued": self.valued,
        }
        return {name: value for name, value in given.items() if value is not None}

    def entry(
        self, on: date, carried: Mapping[int, Credit], text: str, tags: Sequence[str]
    ) -> NewEntry:
        """Return the new entry."""
        every = [*tags, *(tag_of(tag) for tag in self.tags)]
        note = names.many_lines(text) or None
        return NewEntry(
            on=on,
            participants=carried,
            note=note,
            tags=tuple({names.fold(tag): tag for tag in reversed(every)}.values())[::-1],
            **self.columns(),
        )


def channel(text: str) -> str:
    """Return the channel that `text` names. Raises UsageError where it names none."""
    word = text.strip().lower()
    if word not in CHANNELS:
        raise UsageError(f'"{text}" is no channel.', f"One of: {', '.join(CHANNELS)}.")
    return word


def tag_of(text: str) -> str:
    """Return a tag as it is kept. Raises UsageError for an empty one."""
    tag = names.one_line(text).lstrip("#@")
    if not tag:
        raise UsageError("A tag needs a word.", "Example: --tag work")
    return tag


def participants(
    ledger: Ledger,
    hits: Sequence[find.Hit],
    entered: Entered,
    had: Mapping[int, Credit] | None = None,
    depth: int | None = None,
) -> dict[int, Credit]:
    """Return what the entry carries for each who took part.

    `had` is what it carried before, `depth` how deep it went: what is not spoken of stays so.
    """
    before = had or {}
    if len(hits) > _MANY and (entered.depth or depth) is not None:
        raise UsageError(
            f"A depth can't be said of {len(hits)} people at once.",
            "Log the talk that went deep as an entry of its own.",
        )
    carried = {hit.id: before.get(hit.id, Credit()) for hit in hits}
    gave = _credited(ledger, hits, "--gave", entered.gave)
    got = _credited(ledger, hits, "--got", entered.got)
    for id, credit in carried.items():
        carried[id] = Credit(
            credit.gave if gave is None else frozenset(gave[id]),
            credit.got if got is None else frozenset(got[id]),
        )
    return carried


def _credited(
    ledger: Ledger, hits: Sequence[find.Hit], option: str, given: Sequence[str] | None
) -> dict[int, set[Kind]] | None:
    if not given:
        return None
    kinds: dict[int, set[Kind]] = {hit.id: set() for hit in hits}
    for text in given:
        word, colon, whom = text.partition(":")
        kind = _KINDS.get(word.strip().lower())
        if kind is None:
            raise UsageError(
                f'"{text}" is no kind of support.',
                f"{option} instrumental (i) or psychosocial (p), for one of several p:ada.",
            )
        if colon:
            kinds[_one_of(ledger, hits, whom)].add(kind)
        elif len(hits) > _MANY:
            raise UsageError(
                f"{option} {text} does not say which of {len(hits)} people.",
                f"Name the one: {option} {word}:{names.fold(hits[0].name).split()[0]}",
            )
        else:
            for held in kinds.values():
                held.add(kind)
    return kinds


def _one_of(ledger: Ledger, hits: Sequence[find.Hit], whom: str) -> int:
    """Return which of those who took part is meant; their names come before all others."""
    first = names.fold(whom).split()
    fitting = [
        hit.id for hit in hits if all(f" {word}" in f" {names.fold(hit.name)}" for word in first)
    ]
    if len(fitting) == 1 and first:
        return fitting[0]
    hit = find.one(ledger.conn, whom)
    if hit.id not in {one.id for one in hits}:
        raise UsageError(
            f"{hit.name} ({hit.id}) took no part in this entry.", "Add them with --with."
        )
    return hit.id


def promise_day(ledger: Ledger, by: str | None) -> date | None:
    """Return the day by which something was promised."""
    return None if by is None else when.read_day(by, ledger.today, "future")


class Amendment(NamedTuple):
    """What is to change of an entry; None: stays. `had` are those who took part before.

    `dropped` is whose promises are taken out.
    """

    columns: dict[str, Any]
    participants: dict[int, Credit] | None
    tags: tuple[str, ...] | None
    had: tuple[int, ...]
    dropped: tuple[Side, ...] = ()


def amended(
    ledger: Ledger,
    entry: int,
    entered: Entered,
    *,
    text: str | None,
    day: date | None,
    who: Sequence[str] | None,
    with_: Sequence[str] | None,
    without: Sequence[str] | None,
    clear: Sequence[str],
    new: bool,
) -> Amendment:
    """Read an amendment against the entry as it stands, inside a step."""
    before = daybook.details(ledger.conn, entry)
    columns = entered.columns()
    if text is not None:
        columns["note"] = names.many_lines(text) or None
    if day is not None:
        columns["on_day"] = day.isoformat()
    emptied = [_clearable(word) for word in clear]
    # A pitch is yes or no; of the rest, nothing is said any more.
    columns |= {
        _CLEARABLE[word]: 0 if word == "pitch" else None for word in emptied if word in _CLEARABLE
    }
    present = taking_part(ledger, before, who, with_, without, new)
    had = dict(before.participants)
    for word in emptied:
        if word in ("gave", "got"):
            had = {
                id: Credit(
                    frozenset() if word == "gave" else credit.gave,
                    frozenset() if word == "got" else credit.got,
                )
                for id, credit in had.items()
            }
    tags: tuple[str, ...] | None = None
    if entered.tags or "tags" in emptied:
        kept = () if "tags" in emptied else before.tags
        tags = tuple(dict.fromkeys([*kept, *(tag_of(tag) for tag in entered.tags)]))
    deep = None if "depth" in emptied else before.depth
    carried = participants(ledger, present, entered, had, deep)
    dropped = tuple(whose for word, whose in _PROMISES.items() if word in emptied)
    return Amendment(columns, carried, tags, tuple(before.participants), dropped)


def _clearable(word: str) -> str:
    folded = word.strip().lower().removeprefix("--").replace("_", "-")
    folded = {"tag": "tags", "by-them": "by", "by-me": "by", "initiator": "by"}.get(folded, folded)
    known = (*_CLEARABLE, "gave", "got", "tags", *_PROMISES)
    if folded not in known:
        raise UsageError(
            f'"{word}" is nothing that can be cleared.', f"One of: {', '.join(known)}."
        )
    return folded
