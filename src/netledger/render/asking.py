"""Whom to turn to, each with why and how to open; and the introductions worth making."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from typing import Any, Final, NamedTuple

from netledger.domain import names
from netledger.domain.matching import Pair
from netledger.domain.model import Head, Kind, Promise
from netledger.domain.stems import stem, words
from netledger.domain.told import STALE_DAYS
from netledger.domain.turning import Answer, Exchanged, Passage
from netledger.domain.when import distance
from netledger.render import words as said
from netledger.render.page import Cell, Page, Span

YOU: Final = "you"
_WIDTH: Final = 60  # characters of a note
_FACTS: Final = 3  # passages told of one contact
_GOT: Final[Mapping[Kind, str]] = {
    "instrumental": "gave you advice", "psychosocial": "listened to you",
}  # fmt: skip
_GAVE: Final[Mapping[Kind, str]] = {
    "instrumental": "you gave advice", "psychosocial": "you listened",
}  # fmt: skip


class Row(NamedTuple):
    """One whom to turn to. `way` is through whom one could meet, the nearest to you first."""

    answer: Answer
    exchanged: Exchanged
    last_note: str | None
    seeks: Sequence[str]
    promises: Sequence[Promise]
    through: str | None
    way: Sequence[Head] = ()


class Asked(NamedTuple):
    """A need and the answers to it, best first; `total` counts those not shown, too.

    `good` says that one of them can be asked at once; `lead` is who brought you most people, and
    how many, where nobody fits.
    """

    need: str
    kind: Kind | None
    today: date
    rows: Sequence[Row]
    total: int
    good: bool
    lead: tuple[Head, int] | None
    contacts: int


# --- who


def document(asked: Asked) -> list[dict[str, Any]]:
    """Return the answers for --json."""
    return [
        {
            "id": row.answer.head.id,
            "name": row.answer.head.name,
            "why": why(row, asked),
            "opening": opening(row, asked.today),
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
    page = Page()
    if not asked.contacts:
        page.line("Nobody is here yet.")
        page.line(("`netledger add NAME` and `netledger import` bring people in.", "dim"))
        return page
    if not asked.good:
        _none(page, asked)
    lines: list[list[Cell]] = []
    for place, row in enumerate(asked.rows, start=1):
        reason = f"  {why(row, asked)}"
        lines.append([(f"{place:>2}", "dim"), [(row.answer.head.name, "strong"), reason]])
        how = opening(row, asked.today)
        if how:
            lines.append(["", (how, "dim")])
    page.table(lines, "rf")
    if asked.total > len(asked.rows):
        page.line((f"{len(asked.rows)} of {asked.total:,}: --limit", "dim"))
    return page


def _none(page: Page, asked: Asked) -> None:
    if asked.need and not any(row.answer.passages for row in asked.rows):
        page.line(f'Nobody in this ledger fits "{_around(asked.need)}".')
    elif asked.kind == "psychosocial":
        page.line("Nobody has listened to you, as far as this ledger knows.")
    elif asked.need:
        page.line(f'Nobody near you fits "{_around(asked.need)}".')
    else:
        page.line("Nobody has given you advice or help, as far as this ledger knows.")
    if asked.lead:
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
        old = on is not None and (asked.today - on).days > STALE_DAYS
        return f"offers {text} (said {said.day_only(on)})" if old and on else f"offers {text}"
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
        if any(stem(one) == stem(word) or word.startswith(one) for one in wanted):
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
            gave = said.count(carried.gave[one], "time")
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


def opening(row: Row, today: date) -> str | None:
    """Return how to open: whom to ask first, an open promise, the last talk, what they seek."""
    if row.way:
        first, head = row.way[0], row.answer.head
        if len(row.way) == 1:
            return f"ask {first.name}: netledger intro me {head.id} --via {first.id}"
        return f"ask {first.name} first"
    parts = []
    for one in row.promises:
        if one.done_on is None:
            by = f" ({said.near(one.by, today)})" if one.by else ""
            parts.append(f"{'you owe' if one.whose == 'me' else 'they owe you'}: {one.text}{by}")
    if row.last_note:
        parts.append(f"last: {_around(row.last_note)}")
    if row.seeks:
        parts.append(f"seeks: {names.joined(row.seeks)}")
    if not parts and row.through:
        parts.append(f"you met through {row.through}")
    return " · ".join(parts[:2]) or None


# --- match


def match_document(pairs: Sequence[Pair]) -> list[dict[str, Any]]:
    """Return the pairs for --json."""
    return [
        {
            "a": {"id": pair.a.id, "name": pair.a.name},
            "b": {"id": pair.b.id, "name": pair.b.name},
            "need": pair.need,
            "offer": pair.offer,
            "how": pair.how,
            "stale": pair.stale,
            "since": pair.since,
            "score": round(pair.score, 4),
        }
        for pair in pairs
    ]


def match_page(pairs: Sequence[Pair], total: int, *, stated: bool) -> Page:
    """Return the pairs as they are read; `stated` says whether anyone looks for anything."""
    page = Page()
    if not stated:
        page.line("Nobody here is noted as looking for anything.")
        page.line(("`netledger edit WHO --seeks TEXT` notes it.", "dim"))
        return page
    if not total:
        page.line("Nobody here looks for what another one brings.")
        return page
    lines: list[list[Cell]] = []
    for place, pair in enumerate(pairs, start=1):
        old = f" (said {said.day_only(pair.since)})" if pair.stale and pair.since else ""
        told: list[Span] = [
            (pair.a.name, "strong"),
            f" seeks {pair.need}: ",
            *_brings(pair),
            (old, "warn"),
        ]
        lines.append([(f"{place:>2}", "dim"), told])
        if pair.b.id is not None:
            lines.append(["", (f"netledger intro {pair.a.id} {pair.b.id}", "dim")])
    page.table(lines, "rf")
    if total > len(pairs):
        page.line((f"{len(pairs)} of {total:,}.", "dim"))
    return page


def _brings(pair: Pair) -> list[tuple[str, str]]:
    if pair.b.id is None:
        return [(YOU, "strong"), (f" offer {pair.offer}", "")]
    brings = f" offers {pair.offer}" if pair.how == "offers" else f" · {pair.offer}"
    return [(pair.b.name, "strong"), (brings, "")]
