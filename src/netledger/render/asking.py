"""Whom to turn to, each with why and how to open."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from netledger.domain import names
from netledger.domain.model import Head, Kind, Promise
from netledger.domain.stems import begins, stem, words
from netledger.domain.turning import Answer, Exchanged, Passage, wants_to_talk
from netledger.domain.when import distance
from netledger.render import people
from netledger.render import words as said
from netledger.render.page import Cell, Page

_WIDTH: Final = 60  # characters of a note
_LONG: Final = 365  # days of silence that are spoken of
_WAYS: Final = 2  # ways to open that are told
_FACTS: Final = 3  # passages told of one contact
_GOT: Final[Mapping[Kind, str]] = {
    "instrumental": "gave you advice", "psychosocial": "listened to you",
}  # fmt: skip
_GAVE: Final[Mapping[Kind, str]] = {
    "instrumental": "you gave advice", "psychosocial": "you listened",
}  # fmt: skip
_THOSE: Final[Mapping[Kind, str]] = {
    "instrumental": "These have given you advice or help:",
    "psychosocial": "These have listened to you:",
}


class Row(NamedTuple):
    """One whom to turn to. `way` is through whom one could meet, the nearest to you first."""

    answer: Answer
    exchanged: Exchanged
    last_note: str | None
    seeks: Sequence[str]
    promises: Sequence[Promise]
    through: str | None
    met_where: str | None = None
    way: Sequence[Head] = ()


class Asked(NamedTuple):
    """A need and the answers to it, best first; `total` counts those not shown, too.

    `vague` says that the need has nothing but small words, `fitting` that somebody fits it, `good`
    that one of the answers can be asked at once; `lead` is who brought you most people, and how
    many, where nobody fits.
    """

    need: str
    kind: Kind | None
    today: date
    vague: bool
    fitting: bool
    rows: Sequence[Row]
    total: int
    good: bool
    lead: tuple[Head, int] | None
    contacts: int


def document(asked: Asked) -> list[dict[str, Any]]:
    """Return the answers for --json."""
    return [
        {
            "id": row.answer.head.id,
            "name": row.answer.head.name,
            "why": why(row, asked),
            "opening": opening(row, asked),
            "score": round(row.answer.score, 4),
            "near": row.answer.near,
            "got": {kind: row.answer.carried.got.get(kind, 0) for kind in _GOT},
            "last": row.answer.head.tie.last,
            "via": [{"id": head.id, "name": head.name} for head in row.way],
        }
        for row in asked.rows
    ]


def page(asked: Asked) -> Page:
    """Return the answers as they are read."""
    if not asked.contacts:
        return people.nobody()
    page = Page()
    if asked.vague:
        page.line(f'"{_around(asked.need)}" says too little to go by: name what it is about.')
        page.line(('Example: netledger who "hiring an engineer"', "dim"))
    elif asked.need and not asked.fitting:
        page.line(f'Nobody in this ledger fits "{_around(asked.need)}".')
    if asked.kind and asked.rows and asked.need and not asked.fitting:
        page.line(_THOSE[asked.kind])
    elif not asked.good:
        _none(page, asked)
    lines: list[list[Cell]] = []
    for place, row in enumerate(asked.rows, start=1):
        reason = f"  {why(row, asked)}"
        lines.append([(f"{place:>2}", "dim"), [(row.answer.head.name, "strong"), reason]])
        lines.append(["", (opening(row, asked), "dim")])
    page.table(lines, "rf")
    if asked.total > len(asked.rows):
        page.line((f"{len(asked.rows)} of {asked.total:,}: --limit", "dim"))
    return page


def _none(page: Page, asked: Asked) -> None:
    if asked.kind == "psychosocial":
        page.line("Nobody has listened to you, as far as this ledger knows.")
    elif asked.kind and not asked.fitting:
        page.line("Nobody has given you advice or help, as far as this ledger knows.")
    elif asked.fitting:
        page.line(f'Nobody near you fits "{_around(asked.need)}".')
    if asked.vague:
        return
    if not asked.kind and not asked.fitting and wants_to_talk(asked.need):
        page.line(("`netledger who --support p` names who has listened to you.", "dim"))
    elif asked.lead:
        head, people = asked.lead
        page.line(
            (head.name, "strong"),
            f" has introduced you to {people} people and may know somebody.",
        )
    elif not asked.rows:
        page.line(("`netledger edit WHO --offers TEXT` notes what somebody can bring.", "dim"))


def why(row: Row, asked: Asked) -> str:
    """Return in one sentence what speaks for turning to a contact, from the ledger's facts."""
    facts = [*_fitting(row.answer, asked), *_support(row, asked.kind), _last(row, asked.today)]
    if row.way:
        first, *more = [head.name for head in row.way]
        knows = "".join(f" knows {name}, who" for name in more)
        facts.append(f"{first}{knows} could introduce you")
    return "; ".join(facts)


def _fitting(answer: Answer, asked: Asked) -> Iterator[str]:
    """Yield what fits, best first: each field once, the notes of entries once."""
    told: set[str] = set()
    for passage in answer.passages:
        field = "job" if passage.field in ("role", "org") else passage.field
        if field not in told and len(told) < _FACTS:
            told.add(field)
            yield _passage(passage, answer.head, asked)


def _passage(passage: Passage, head: Head, asked: Asked) -> str:
    text, on = passage.text, passage.on
    quoted = f'"{_around(text, asked.need)}"'
    if passage.field == "offers":
        return f"offers {text}{said.said_on(on, asked.today)}"
    if passage.field == "entry":
        return f"{said.day_only(on)}: {quoted}" if on else quoted
    told = {
        "role": " at ".join(part for part in (head.role, head.org) if part),
        "tag": f"#{text}",
        "location": f"lives in {text}",
        "met_where": f"met at {text}",
        "note": f"note: {quoted}",
    }
    return told["role" if passage.field == "org" else passage.field]


def _around(text: str, need: str = "") -> str:
    """Return the part of a text around the first word of the need, on one line."""
    line = names.one_line(text)
    if len(line) <= _WIDTH:
        return line
    wanted = words(need) if need else []
    at = 0
    for piece in re.finditer(r"[^\s-]+", line):
        word = names.fold(piece[0])
        if any(stem(one) == stem(word) or begins(one, word) for one in wanted):
            at = piece.start()
            break
    start = line.rfind(" ", 0, max(0, at - _WIDTH // 3)) + 1
    end = start + _WIDTH
    return ("…" if start else "") + line[start:end].strip() + ("…" if end < len(line) else "")


def _support(row: Row, kind: Kind | None) -> Iterator[str]:
    """Yield the support that the tie carried; of the kind asked for, also that there is none."""
    carried = row.answer.carried
    for one in [kind] if kind else list(_GOT):
        times = carried.got.get(one, 0)
        if times:
            last = carried.last[one]
            often = {1: "", 2: " twice, last"}.get(times, f" {times} times, last")
            told = f"{_GOT[one]}{often} on {said.day_only(last)}"
            note = row.exchanged.listened if kind else None
            shown = {passage.text for passage in row.answer.passages if passage.field == "entry"}
            yield f'{told} ("{_around(note)}")' if note and note not in shown else told
        elif kind and carried.gave.get(one):
            gave = said.often(carried.gave[one])
            yield f"no {one} support for you on record, {_GAVE[one]} {gave}"
        elif kind:
            yield f"no {one} support on record{_though(row.exchanged)}"


def _though(exchanged: Exchanged) -> str:
    parts = [
        said.count(number, one)
        for number, one in ((exchanged.messages, "message"), (exchanged.talks, "talk"))
        if number
    ]
    return f", though {names.joined(parts)}" if parts else ""


def _last(row: Row, today: date) -> str:
    last = row.answer.head.tie.last
    if last is None:
        pitches = row.exchanged.pitches
        return (
            f"nothing but {said.count(pitches, 'pitch', 'pitches')} on record"
            if pitches
            else ("no talk on record")
        )
    if not row.answer.head.tie.two_way:
        return f"only one-way so far, last {_ago(last, today)}"
    return f"last talk {_ago(last, today)}"


def _ago(day: date, today: date) -> str:
    days = (today - day).days
    return {0: "today", 1: "yesterday"}.get(days, f"{distance(days)} ago")


def opening(row: Row, asked: Asked) -> str:
    """Return in plain words how to open: whom to ask first, or with what to begin."""
    head, today = row.answer.head, asked.today
    if row.way:
        first = row.way[0]
        if len(row.way) == 1:
            return f"ask {first.name}: netledger intro me {head.id} --via {first.id}"
        return f"ask {first.name} first, for an introduction to {row.way[1].name}"
    ways = [*_promised(row, today), *_spoken_of(row)]
    if not ways and row.through:
        ways.append(f"mention {row.through}, who introduced you")
    if not ways and row.met_where:
        ways.append(f"say where you met: {_around(row.met_where)}")
    if len(ways) < _WAYS and not row.last_note:
        ways.append(_plainly(head, asked))
    return "; ".join(ways[:_WAYS])


def _promised(row: Row, today: date) -> Iterator[str]:
    """Yield the open promises between you, yours first."""
    for whose, told in (("me", "begin with what you owe"), ("them", "ask after what they owe you")):
        for one in row.promises:
            if one.done_on is None and one.whose == whose:
                by = f" ({said.near(one.by, today)})" if one.by else ""
                yield f"{told}: {one.text}{by}"


def _spoken_of(row: Row) -> Iterator[str]:
    if row.last_note:
        yield f'take up where you left off: "{_around(row.last_note)}"'
    if row.seeks:
        yield f"ask whether they still look for {names.joined(row.seeks)}"


def _plainly(head: Head, asked: Asked) -> str:
    """Return the plain request, and how long it has been where that is long."""
    matter = f"for ten minutes on this: {_around(asked.need)}"
    if asked.kind and not asked.fitting:
        matter = {"psychosocial": "for an hour to talk", "instrumental": "for advice"}[asked.kind]
    last = head.tie.last
    silent = 0 if last is None else (asked.today - last).days
    return f"say it has been {distance(silent)}, and ask {matter}" * (silent >= _LONG) or (
        f"ask {matter}"
    )
