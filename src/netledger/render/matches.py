"""The introductions worth making."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any, Final

from netledger.domain.introductions import Introduction
from netledger.domain.matching import Pair, Person
from netledger.render import people, words
from netledger.render.page import Cell, Page, Span

YOU: Final = "you"

# The last hand-off that came to nothing, by the two whom it was to bring together.
Tried = Mapping[frozenset[int], Introduction]


def document(pairs: Sequence[Pair], tried: Tried) -> list[dict[str, Any]]:
    """Return the pairs for --json; `tried_before` is the hand-off of theirs that whiffed."""
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
            "tried_before": held and {"id": held.id, "on": held.changed, "because": held.because},
        }
        for pair in pairs
        for held in [_tried(pair, tried)]
    ]


def _tried(pair: Pair, tried: Tried) -> Introduction | None:
    return tried.get(frozenset((pair.a.id or 0, pair.b.id or 0)))


def page(
    pairs: Sequence[Pair], total: int, today: date, everyone: Sequence[Person], tried: Tried
) -> Page:
    """Return the pairs as they are read; `total` counts those not shown, too, `everyone` you."""
    if len(everyone) == 1:
        return people.nobody()
    page = Page()
    if not any(one.seeks for one in everyone):
        page.line("Nobody here is noted as looking for anything.")
        page.line(("`netledger edit WHO --seeks TEXT` notes it.", "dim"))
        return page
    if not total:
        page.line("Nobody here looks for what another one brings.")
    lines: list[list[Cell]] = []
    for place, pair in enumerate(pairs, start=1):
        told: list[Span] = [
            (pair.a.name, "strong"),
            f" seeks {pair.need}",
            (words.said_on(pair.need_on, today), "warn"),
            ": ",
            *_brings(pair),
            (words.said_on(pair.offer_on, today), "warn"),
        ]
        lines.append([(f"{place:>2}", "dim"), told])
        if pair.b.id is not None:
            lines.append(["", (f"netledger intro {pair.a.id} {pair.b.id}", "dim")])
        if held := _tried(pair, tried):
            on, why = words.day_only(held.changed), f": {held.because}" if held.because else ""
            lines.append(["", (f"tried before, whiffed {on}{why}", "warn")])
    page.table(lines, "rf")
    if total > len(pairs):
        page.line((f"{len(pairs)} of {total:,}.", "dim"))
    if not any(one.offers for one in everyone if one.id is None):
        page.line(("`netledger config me.offers TEXT` says what you offer yourself.", "dim"))
    return page


def _brings(pair: Pair) -> list[tuple[str, str]]:
    if pair.b.id is None:
        return [(YOU, "strong"), (f" offer {pair.offer}", "")]
    brings = f" offers {pair.offer}" if pair.how == "offers" else f" · {pair.offer}"
    return [(pair.b.name, "strong"), (brings, "")]
