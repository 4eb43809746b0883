"""What log and amend were told about an entry: who, what, and what it carried for whom."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, Final

from netledger.domain import names, sentence, when
from netledger.domain.model import CHANNELS, Credit, Kind
from netledger.errors import NetledgerError, UsageError
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
}


@dataclass(frozen=True, slots=True)
class Entered:
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
    ) -> daybook.NewEntry:
        """Return the new entry."""
        every = [*tags, *(tag_of(tag) for tag in self.tags)]
        note = names.many_lines(text) or None
        return daybook.NewEntry(
            on=on,
            participants=carried,
            note=note,
            tags=tuple(dict.fromkeys(every)),
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


@dataclass(frozen=True, slots=True)
class Told:
    """Who took part and what was said. `unknown` are names that are to be added."""

    hits: list[find.Hit]
    unknown: list[str]
    text: str
    on: date | None = None
    tags: tuple[str, ...] = field(default=())

    def written(self, ledger: Ledger) -> list[find.Hit]:
        """Add the unknown names, inside a step; return all who took part."""
        hits = list(self.hits)
        for name in self.unknown:
            id = daybook.add_name(ledger.conn, name, ledger.today)
            hits.append(find.Hit(id, names.one_line(name), None, None, False, None))
        return hits


def people(
    ledger: Ledger, words: Sequence[str], with_: Sequence[str], note: str | None, new: bool
) -> Told:
    """Read WHO [TEXT], or one sentence, and those named by --with.

    Raises UsageError, NetledgerError or AmbiguousError where it is not clear who is meant.
    """
    if not words:
        raise UsageError("Say whom you were in touch with.", 'Example: netledger log ada "coffee"')
    if len(words) > 2 or (len(words) == 2 and note is not None):
        raise UsageError(
            "WHO and TEXT are one argument each.", 'Put quotes around: netledger log ada "a walk"'
        )
    who, text = words[0], words[1] if len(words) == 2 else note or ""
    alone = len(words) == 1 and note is None
    if alone and not _names(ledger, who) and " " in who.strip():
        told = _sentence(ledger, who, new)
    else:
        told = Told(*_resolved(ledger, [who], new), text)
    hits, unknown = _resolved(ledger, with_, new)
    joined = {hit.id: hit for hit in (*told.hits, *hits)}
    return Told(
        list(joined.values()),
        list(dict.fromkeys([*told.unknown, *unknown])),
        told.text,
        told.on,
        told.tags,
    )


def _names(ledger: Ledger, who: str) -> bool:
    """Say whether WHO, whole or in its parts between commas, names contacts."""
    if find.fitting(ledger.conn, who):
        return True
    parts = [part for part in who.split(",") if part.strip()]
    return len(parts) > 1 and all(find.fitting(ledger.conn, part) for part in parts)


def _sentence(ledger: Ledger, text: str, new: bool) -> Told:
    conn = ledger.conn
    said = sentence.read(
        text,
        ledger.today,
        lambda name: find.whole_words(conn, name),
        lambda name: bool(find.fitting(conn, name)),
    )
    if not said.people:
        unknown = find.unknown(conn, text)
        raise NetledgerError(
            unknown.message, "In a sentence, mark a name with @ or write with NAME."
        )
    return Told(*_resolved(ledger, said.people, new), said.text, said.on, said.tags)


def _resolved(ledger: Ledger, texts: Sequence[str], new: bool) -> tuple[list[find.Hit], list[str]]:
    hits: dict[int, find.Hit] = {}
    unknown: list[str] = []
    for text in texts:
        parts = [text]
        if "," in text and not find.fitting(ledger.conn, text):
            parts = [part for part in text.split(",") if part.strip()]
        for part in parts:
            if new and names.one_line(part) and not find.fitting(ledger.conn, part):
                unknown.append(names.one_line(part))
                continue
            try:
                hit = find.one(ledger.conn, part)
            except NetledgerError as error:
                if error.status == 1 and not new:
                    hint = error.hint or "--new adds a name that is not known yet."
                    raise NetledgerError(error.message, hint) from None
                raise
            hits[hit.id] = hit
    return list(hits.values()), list(dict.fromkeys(unknown))


def participants(
    ledger: Ledger,
    hits: Sequence[find.Hit],
    entered: Entered,
    had: Mapping[int, Credit] | None = None,
) -> dict[int, Credit]:
    """Return what the entry carries for each who took part.

    `had` is what it carried before: a side that is not spoken of stays as it was.
    """
    before = had or {}
    if len(hits) > _MANY and entered.depth is not None:
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


@dataclass(frozen=True, slots=True)
class Amendment:
    """What is to change of an entry; None: stays. `had` are those who took part before."""

    columns: dict[str, Any]
    participants: dict[int, Credit] | None
    tags: tuple[str, ...] | None
    had: tuple[int, ...]


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
    columns |= {_CLEARABLE[word]: None for word in emptied if word in _CLEARABLE}
    taking_part = _taking_part(ledger, before, who, with_, without, new)
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
    carried = participants(ledger, taking_part, entered, had)
    return Amendment(columns, carried, tags, tuple(before.participants))


def _taking_part(
    ledger: Ledger,
    before: daybook.NewEntry,
    who: Sequence[str] | None,
    with_: Sequence[str] | None,
    without: Sequence[str] | None,
    new: bool,
) -> list[find.Hit]:
    hits = [find.by_id(ledger.conn, id) for id in before.participants]
    if who:
        hits, unknown = _resolved(ledger, who, new)
        hits = Told(hits, unknown, "").written(ledger)
    more, unknown = _resolved(ledger, with_ or [], new)
    hits += Told(more, unknown, "").written(ledger)
    gone = {hit.id for hit in find.several(ledger.conn, without or [])}
    left = {hit.id: hit for hit in hits if hit.id not in gone}
    if not left:
        raise UsageError(
            "That would leave nobody in the entry.", "`netledger unlog ID` takes it out."
        )
    return list(left.values())


def _clearable(word: str) -> str:
    folded = word.strip().lower().removeprefix("--").replace("_", "-")
    folded = {"tag": "tags", "by-them": "by", "by-me": "by", "initiator": "by"}.get(folded, folded)
    known = (*_CLEARABLE, "gave", "got", "tags")
    if folded not in known:
        raise UsageError(
            f'"{word}" is nothing that can be cleared.', f"One of: {', '.join(known)}."
        )
    return folded
