"""The lines that netledger's own cards carry beside vCard's."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import suppress
from dataclasses import replace
from datetime import date
from typing import Final

from netledger.domain.model import CIRCLES
from netledger.domain.names import one_line
from netledger.importers.cards import each_once
from netledger.importers.content_lines import split, unescaped
from netledger.importers.drafts import Notice, Person
from netledger.importers.vcard.blocks import Block
from netledger.importers.vcard.days import Days

_PREFIX: Final = "X-NETLEDGER-"
_FIELDS: Final = (
    "OFFERS", "SEEKS", "CONNECTED-ON", "MET-ON", "MET-WHERE", "DIED", "KIN", "PINNED", "ARCHIVED",
    "TIER", "CADENCE-DAYS", "THROUGH", "THROUGH-UID",
)  # fmt: skip
WANTED: Final = frozenset({"PRODID", *(_PREFIX + name for name in _FIELDS)})


def completed(draft: Person, block: Block, days: Days) -> Person:
    """Return the person with what our own lines add; remarks go to `days.notices`.

    They count on any card, for other programs keep them. But the UID is the contact's, and every
    value is as the ledger had it, only where netledger wrote the card itself.
    """
    whole = replace(
        draft,
        offers=each_once(block.texts(f"{_PREFIX}OFFERS")),
        seeks=each_once(block.texts(f"{_PREFIX}SEEKS")),
        connected_on=_day(days, "CONNECTED-ON"),
        met_on=_day(days, "MET-ON"),
        met_where=block.text(f"{_PREFIX}MET-WHERE"),
        died=draft.died or days.first(f"{_PREFIX}DIED", "died"),
        kin=_yes(block, "KIN"),
        pinned=_yes(block, "PINNED"),
        archived=_yes(block, "ARCHIVED"),
        stated_tier=_number(block, "TIER", CIRCLES, days.notices),
        cadence_days=_number(block, "CADENCE-DAYS", range(1, 20_001), days.notices),
        through=block.text(f"{_PREFIX}THROUGH"),
        through_uid=block.text(f"{_PREFIX}THROUGH-UID"),
        stated=dict(_stated(block)),
    )
    if not is_ours(block):
        return whole
    return replace(
        whole,
        key=None,
        uid=block.text("UID"),
        phones=each_once(block.texts("TEL")),
        aliases=each_once(_listed(block, "NICKNAME")),
        tags=each_once(_listed(block, "CATEGORIES")),
    )


def is_ours(block: Block) -> bool:
    """Say whether netledger wrote the card."""
    return "netledger" in (block.text("PRODID") or "").casefold()


def _stated(block: Block) -> Iterator[tuple[tuple[str, str], date]]:
    """Yield on which day each offer and need was stated, where the card says so."""
    for name in ("OFFERS", "SEEKS"):
        for line in block.all(_PREFIX + name):
            with suppress(ValueError):
                on = date.fromisoformat(line.parameter("X-STATED-ON") or "")
                yield (name.lower(), one_line(unescaped(line.value))), on


def _listed(block: Block, name: str) -> Iterator[str]:
    for line in block.all(name):
        yield from map(one_line, split(line.value, ","))


def _yes(block: Block, name: str) -> bool:
    return (block.text(_PREFIX + name) or "").casefold() == "yes"


def _day(days: Days, name: str) -> date | None:
    text = days.first(_PREFIX + name, name.replace("-", " ").lower())
    return date.fromisoformat(text) if text else None


def _number(
    block: Block, name: str, allowed: range | tuple[int, ...], notices: list[Notice]
) -> int | None:
    text = block.text(_PREFIX + name)
    if text is None:
        return None
    if text.isascii() and text.isdigit() and len(text) < 9 and int(text) in allowed:
        return int(text)
    label = name.replace("-", " ").lower()
    why = f"{label} {text[:40]!r} left out: no such number is possible there"
    notices.append(Notice(block.record, why, skipped=False))
    return None
