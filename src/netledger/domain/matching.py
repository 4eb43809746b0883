"""Introductions worth making: what one seeks, another offers, is, or does.

Texts meet in the stems of their words, without stop words. An offer or a role meets a need where
all words of the one are in the other, or two of them; an organisation and tags only where, with
the role, they hold every word of the need, for a tag alone says too little. A statement older than
two years is stale: its pairs come after all others.

The score is how it meets (HOW) × the share of the need's words that it meets × the geometric mean
of both ties' warmth, since you introduce people whom you know. The weights are priors.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import date
from math import sqrt
from typing import Final, Literal, NamedTuple

from netledger.domain.model import Stated
from netledger.domain.stems import stems
from netledger.domain.when import over_two_years

How = Literal["offers", "is", "does"]

HOW: Final[Mapping[How, float]] = {"offers": 1.0, "is": 0.8, "does": 0.6}
A_NEED: Final = 5  # pairs for one need, the best


class Person(NamedTuple):
    """What one person brings and looks for. You are the one whose id is None.

    `warmth` is that of the tie, 0 to 1.
    """

    id: int | None
    name: str
    warmth: float = 1.0
    role: str | None = None
    org: str | None = None
    tags: tuple[str, ...] = ()
    offers: tuple[Stated, ...] = ()
    seeks: tuple[Stated, ...] = ()


class Pair(NamedTuple):
    """`a` seeks what `b` offers, is or does; `offer` is the text that says so.

    `need_on` and `offer_on` are the days of the two statements, where they are known; `since` is
    the older of the two, which makes the pair stale.
    """

    a: Person
    b: Person
    need: str
    offer: str
    how: How
    score: float
    stale: bool
    need_on: date | None = None
    offer_on: date | None = None

    @property
    def since(self) -> date | None:
        """Return the day of the older of the two statements."""
        return min((day for day in (self.need_on, self.offer_on) if day), default=None)


class _Offering(NamedTuple):
    person: Person
    text: str
    stems: frozenset[str]
    how: How
    on: date | None = None


class _Meeting(NamedTuple):
    """What meets a need, whoever has it: by what text, how well, and how warm that tie is."""

    person: Person
    text: str
    how: How
    on: date | None
    share: float


_Index = Mapping[str, list[_Offering]]  # by stem; " " before the stem of an offering's only word


def pairs(
    people: Iterable[Person], acquainted: Callable[[int, int], bool], today: date
) -> list[Pair]:
    """Return the introductions worth making, best first, at most A_NEED for one need.

    Nobody meets a need of their own. `acquainted` says of two contacts whether they know each
    other; such pairs are left out.
    """
    everyone = list(people)
    index = _indexed(everyone)
    meeting: dict[frozenset[str], list[_Meeting]] = {}  # a need that many have is met but once
    found: list[Pair] = []
    for seeker in everyone:
        for need in seeker.seeks:
            wanted = frozenset(stems(need.text))
            if wanted not in meeting:
                meeting[wanted] = _meeting(wanted, index, today)
            found += _for_one(seeker, need, meeting[wanted], acquainted, today)
    return sorted(found, key=_order)


def _order(pair: Pair) -> tuple[object, ...]:
    names = (pair.a.name, pair.a.id or 0, pair.b.name, pair.b.id or 0)
    return (pair.stale, -round(pair.score, 9), *names, pair.need, pair.offer)


def _indexed(people: Iterable[Person]) -> _Index:
    index: defaultdict[str, list[_Offering]] = defaultdict(list)
    for offering in (one for person in people for one in _offerings(person)):
        for one in offering.stems:
            index[one].append(offering)
            if len(offering.stems) == 1:
                index[f" {one}"].append(offering)
    return index


def _candidates(wanted: frozenset[str], index: _Index) -> Iterator[_Offering]:
    """Yield all that can meet a need, and little else.

    What shares but one word with a need of several meets it only if it has no other word: so of
    the commonest word, the others need not be looked at.
    """
    if not wanted:
        return  # a need of signs alone
    *rare, common = sorted(wanted, key=lambda word: (len(index.get(word, ())), word))
    for word in rare:
        yield from index.get(word, ())
    yield from index.get(f" {common}" if rare else common, ())


def _offerings(person: Person) -> Iterator[_Offering]:
    for offer in person.offers:
        yield _Offering(person, offer.text, frozenset(stems(offer.text)), "offers", offer.on)
    if person.role:
        yield _Offering(person, person.role, frozenset(stems(person.role)), "is")
    does = [text for text in (person.org, *person.tags) if text]
    if does:
        every = [text for text in (person.role, *does) if text]
        held = frozenset(one for text in every for one in stems(text))
        yield _Offering(person, ", ".join(every), held, "does")


def _meeting(wanted: frozenset[str], index: _Index, today: date) -> list[_Meeting]:
    """Return all that meets a need, the best first and what is stale last."""
    held = {(one.person.id, one.how, one.text): one for one in _candidates(wanted, index)}
    met = [one for offering in held.values() if (one := _met(wanted, offering))]
    return sorted(
        met,
        key=lambda one: (
            _stale(one.on, today),
            -round(HOW[one.how] * one.share * sqrt(one.person.warmth), 9),
            one.person.name,
            one.person.id or 0,
            one.text,
        ),
    )


def _met(wanted: frozenset[str], offering: _Offering) -> _Meeting | None:
    """Return how an offering meets a need, or None where it does not."""
    person, held = offering.person, offering.stems
    if offering.how != "does":
        common = len(wanted & held)
        if common < max(1, min(2, len(wanted), len(held))):
            return None
        share = common / len(wanted)
        return _Meeting(person, offering.text, offering.how, offering.on, share)
    if not wanted <= held:
        return None
    texts = [text for text in (person.role, person.org, *person.tags) if text]
    kept = [text for text in texts if wanted & frozenset(stems(text))]
    return _Meeting(person, ", ".join(kept), "does", None, 1.0)


def _for_one(
    seeker: Person,
    need: Stated,
    meeting: Iterable[_Meeting],
    acquainted: Callable[[int, int], bool],
    today: date,
) -> Iterator[Pair]:
    """Yield the pairs of one need, the best A_NEED, one for each who meets it."""
    kept: set[int | None] = set()
    for one in meeting:
        a, b = seeker.id, one.person.id
        if b == a or b in kept or (a is not None and b is not None and acquainted(a, b)):
            continue
        kept.add(b)
        yield Pair(
            a=seeker,
            b=one.person,
            need=need.text,
            offer=one.text,
            how=one.how,
            score=HOW[one.how] * one.share * sqrt(seeker.warmth * one.person.warmth),
            stale=_stale(need.on, today) or _stale(one.on, today),
            need_on=need.on,
            offer_on=one.on,
        )
        if len(kept) == A_NEED:
            return


def _stale(said: date | None, today: date) -> bool:
    return said is not None and over_two_years(said, today)
