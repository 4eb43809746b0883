"""What `prune` flags and what it spares, each with its reasons. Only ever a suggestion.

On public traces, of ties that look dead 2–75 % revive; so a tie is flagged only where nothing at
all speaks for it, and what would be worth reviving is named apart. Reasons are facts with dates.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from typing import Final, Literal, NamedTuple

from netledger.domain.model import Head
from netledger.domain.strength import silence, tie_strength
from netledger.domain.when import distance, spoken

Because = Literal["bridge", "dormant", "new", "pinned", "kin", "promise", "support", "value"]

QUIET_DAYS: Final = 365
THIN_DAYS: Final = 2  # contact-days up to which a one-way tie is thin
ONCE_STRONG_DAYS: Final = 5  # contact-days from which a silent two-way tie is dormant


class Pitches(NamedTuple):
    """How many of a contact's entries were pitches, of those that came from them (`of`)."""

    times: int = 0
    of: int = 0

    def mostly(self) -> bool:
        """Say whether they mostly pitch: more than half of what comes from them, twice or more."""
        return self.of > 1 and self.times * 2 > self.of

    def said(self) -> str:
        """Return the count in words: "3 of their 4 entries were pitches", "1 pitch"."""
        if self.mostly():
            return f"{self.times} of their {self.of} entries were pitches"
        return _counted(self.times, "pitch", "pitches")


NO_PITCH: Final = Pitches()


class Evidence(NamedTuple):
    """What the ledger knows for and against one tie.

    `sent`, `received` and `unsided` count the days of one-way entries from you, from them, and of
    which it is not noted from whom; `reaches` the others reached only through them. `value_stated`
    is an offer or a need, `recommended_on` when they wrote you a recommendation.
    """

    head: Head
    has_support: bool = False
    value_stated: bool = False
    open_promise: bool = False
    url: str | None = None
    sent: int = 0
    received: int = 0
    unsided: int = 0
    pitches: Pitches = NO_PITCH
    recommended_on: date | None = None
    reaches: int = 0


class Flag(NamedTuple):
    """A tie not worth keeping, the facts that say so, and the profile to cut it at."""

    head: Head
    strength: float
    reasons: tuple[str, ...]
    url: str | None


class Spared(NamedTuple):
    """A tie that looks dead and is kept: why, in a word and in a clause."""

    head: Head
    because: Because
    detail: str


def judge(
    evidence: Iterable[Evidence], today: date, messages_imported: bool, quiet_days: int = QUIET_DAYS
) -> tuple[list[Flag], list[Spared]]:
    """Return the ties to flag, weakest and longest known first, and those to spare, by name.

    A stated tier or cadence says that the tie is wanted: such a one is not even named, nor is
    one that is archived or dead, nor any that is neither thin nor dormant.
    """
    flags: list[Flag] = []
    spared: list[Spared] = []
    for one in evidence:
        head = one.head
        if head.archived or head.died or head.stated_tier or head.cadence_days:
            continue
        if head.tie.two_way or head.tie.d > THIN_DAYS:
            verdict = _dormant(one, today, quiet_days)
        else:
            verdict = _spoken_for(one) or _new(head, today, quiet_days)
            if verdict is None:
                reasons = tuple(_reasons(one, today, messages_imported))
                flags.append(Flag(head, tie_strength(head.tie, today)[0], reasons, one.url))
        if verdict:
            because, detail = verdict
            pitched = f"; {one.pitches.said()}" if one.pitches.mostly() else ""
            spared.append(Spared(head, because, detail + pitched))
    flags.sort(key=lambda flag: (flag.strength, _known(flag.head)[0], flag.head.name, flag.head.id))
    spared.sort(key=lambda kept: (kept.head.name, kept.head.id))
    return flags, spared


def _dormant(one: Evidence, today: date, quiet_days: int) -> tuple[Because, str] | None:
    """Once two-way and frequent or supportive, silent now: to revive (Levin et al. 2011)."""
    tie = one.head.tie
    strong = tie.d >= ONCE_STRONG_DAYS or _supported(one)
    if tie.last is None or not (tie.two_way and strong and silence(tie, today) >= quiet_days):
        return None
    days = _counted(tie.d, "contact-day")
    return "dormant", f"{days}, the last {_day(tie.last)}: worth reviving"


def _spoken_for(one: Evidence) -> tuple[Because, str] | None:
    """Return the first thing that speaks for a thin tie."""
    wrote = one.recommended_on
    support = f"recommended you {_day(wrote)}" if wrote else "support was given or got"
    reached = f"{_counted(one.reaches, 'other')} reached only through them"
    grounds: tuple[tuple[bool, Because, str], ...] = (
        (one.head.pinned, "pinned", "you pinned them"),
        (one.head.kin, "kin", "family"),
        (one.open_promise, "promise", "a promise is open"),
        (_supported(one), "support", support),
        (one.value_stated, "value", "a value-add is stated"),
        (one.reaches > 0, "bridge", reached),
    )
    return next(((because, detail) for holds, because, detail in grounds if holds), None)


def _new(head: Head, today: date, quiet_days: int) -> tuple[Because, str] | None:
    """Return why it is too early to tell: known, or last heard of, only lately."""
    since, fact = _known(head)
    if (today - since).days < quiet_days:
        return "new", fact
    if head.tie.last and silence(head.tie, today) < quiet_days:
        return "new", f"last entry {_day(head.tie.last)}"
    return None


def _supported(one: Evidence) -> bool:
    return one.has_support or one.recommended_on is not None


def _known(head: Head) -> tuple[date, str]:
    """Return since when a contact is known, and how one knows; a day unknown is never past."""
    facts = [
        (on, f"{how} {_day(on)}")
        for on, how in (
            (head.connected_on, "connected"),
            (head.met_on, "met"),
            (head.tie.first, "first entry"),
        )
        if on
    ]
    if facts:
        return min(facts, key=lambda fact: fact[0])
    if head.created_on:
        return head.created_on, f"in the ledger since {_day(head.created_on)}"
    return date.max, "not known since when"


def _reasons(one: Evidence, today: date, messages_imported: bool) -> Iterator[str]:
    """Yield the facts that a flag rests on: only what the ledger can know."""
    since, fact = _known(one.head)
    last = one.head.tie.last
    sides = one.sent + one.received + one.unsided
    if since != last or not sides:  # else the next fact gives the same day
        yield fact
    if last and one.sent:
        yield f"from you {_days(one.sent, last)}, no answer"
    if last and one.received:
        yield f"from them {_days(one.received, last)}, never answered"
    if last and one.unsided:
        yield f"one way {_days(one.unsided, last)}"
    yield _silent(one, distance((today - (last or since)).days), messages_imported)
    yield "no support either way"
    yield "no value-add stated"
    yield "nobody reached through them"
    if one.pitches.times:
        yield one.pitches.said()


def _silent(one: Evidence, silent: str, messages_imported: bool) -> str:
    """Return how long nothing has been heard, in words that say no more than is known.

    Of messages an import knows only for those whom it brought, who have a day of connection.
    """
    if not messages_imported:
        return "no messages imported: what was written elsewhere is not known"
    if one.head.tie.last:
        return f"nothing since, {silent}"
    if one.head.connected_on and not one.pitches.times:
        return f"no message either way in {silent}"
    return f"no entry that counts in {silent}"


def _day(day: date) -> str:
    """Return a day without its weekday: "14 Jan 2019"."""
    return spoken(day).split(" ", 1)[1]


def _days(count: int, last: date) -> str:
    return f"on {_day(last)}" if count == 1 else f"on {count} days, last {_day(last)}"


def _counted(count: int, one: str, many: str | None = None) -> str:
    return f"{count} {one if count == 1 else many or one + 's'}"
