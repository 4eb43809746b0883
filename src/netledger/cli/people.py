"""Who took part in an entry, as log and amend were told: WHO, --with, or a sentence."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import NamedTuple

from netledger.domain import names, sentence, when
from netledger.domain.model import NewEntry
from netledger.errors import NetledgerError, UsageError
from netledger.ledger import daybook, find
from netledger.ledger.connection import Ledger

_LONGEST_NAME = 4  # words of a name that is not known yet


class Told(NamedTuple):
    """Who took part and what was said. `unknown` are names that are to be added."""

    hits: list[find.Hit]
    unknown: list[str]
    text: str
    on: date | None = None
    tags: tuple[str, ...] = ()

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
    if alone and " " in who.strip() and not (_names(ledger, who) or (new and _bare_name(who))):
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


def opens_with_a_day(text: str, today: date) -> bool:
    """Say whether a text begins or ends with a day that was not taken for one."""
    words = text.split()
    ends = [part for size in (1, 2, 3) for part in (words[:size], words[-size:])]
    return any(_other_day(" ".join(part), today) for part in ends if part)


def _other_day(text: str, today: date) -> bool:
    try:
        return when.read_day(text, today, "future") != today
    except UsageError:
        return False


def _bare_name(who: str) -> bool:
    """Say whether a text can only be the name of somebody new: a few words, all capitalised."""
    words = who.split()
    plain = all(word[0].isupper() and word[-1] not in ":;!?" for word in words)
    return plain and len(words) <= _LONGEST_NAME


def _names(ledger: Ledger, who: str) -> bool:
    """Say whether WHO, whole or in its parts between commas, names contacts."""
    return all(find.fitting(ledger.conn, part) for part in find.parts(ledger.conn, who))


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
        for part in find.parts(ledger.conn, text):
            if new and names.visible(part) and not find.fitting(ledger.conn, part):
                unknown.append(names.one_line(part))
                continue
            try:
                hit = find.one(ledger.conn, part)
            except NetledgerError as error:
                if error.status == 1 and not new:
                    hint = "--new adds a name that is not known yet."
                    raise NetledgerError(error.message, hint) from None
                raise
            hits[hit.id] = hit
    return list(hits.values()), list(dict.fromkeys(unknown))


def taking_part(
    ledger: Ledger,
    before: NewEntry,
    who: Sequence[str] | None,
    with_: Sequence[str] | None,
    without: Sequence[str] | None,
    new: bool,
) -> list[find.Hit]:
    """Return who took part once an amendment is made; adds new names, so inside a step."""
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
