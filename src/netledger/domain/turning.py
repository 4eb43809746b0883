"""Whom to turn to with a need: relevance × warmth × the support that the tie has really carried.

Relevance lies between 0 and 1. Each word of the need counts by how few contacts it fits, so that
"micromanages" decides and "boss" only helps, and by the best place in which a contact has it
(WEIGHTS), half where it only begins a word there. It is a plain weighted share and not bm25: bm25
rewards short texts and repeated words, which in offers and notes say nothing, compares badly over
tables of different sizes, and cannot be told in a sentence. What nobody has counts for nothing.

Warmth is strength.log_warmth as a share, W ÷ (1 + W), from a floor of 0.05 on, so that a stranger
who fits is still found. Support multiplies by up to 2. All three are priors: no public trace says
whom people turn to and with what.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from datetime import date
from math import exp, log
from typing import Final, Literal, NamedTuple

from netledger.domain.model import Head, Kind
from netledger.domain.names import fold
from netledger.domain.stems import begins, stem
from netledger.domain.strength import log_warmth

Field = Literal["offers", "role", "tag", "org", "location", "note", "met_where", "entry"]

# What a word found there says of who can meet the need: an offer was stated as one.
WEIGHTS: Final[Mapping[Field, float]] = {
    "offers": 1.0, "role": 0.8, "tag": 0.8, "org": 0.6, "location": 0.5, "note": 0.5,
    "met_where": 0.4, "entry": 0.4,
}  # fmt: skip
BEGINNING: Final = 0.5  # of a word that only begins as the need's does
FLOOR: Final = 0.05  # warmth of a tie without an entry
NEAR: Final = -2.0  # ln W from which one can ask: one talk half a year ago, or more before
WELL: Final = 1 / 3  # of the best relevance, from which a contact fits well
STEPS: Final = 3  # people at most between you and a stranger


# Words of a need that is to be listened to.
_TALKING: Final = frozenset(
    stem(word)
    for word in ("talk", "listen", "confide", "vent", "cry", "comfort", "reden", "sprechen",
                 "zuhoren", "parler", "ecouter", "hablar", "escuchar")
)  # fmt: skip


class Passage(NamedTuple):
    """A text about a contact that may bear on the need. `folded` is its folded form.

    `on` is the day it was stated or said; `entry` the entry it is the note of.
    """

    contact: int
    field: Field
    text: str
    folded: str
    on: date | None = None
    entry: int | None = None


class Carried(NamedTuple):
    """How many entries of a tie carried support, pitches left out, and when you last got it."""

    got: Mapping[Kind, int]
    gave: Mapping[Kind, int]
    last: Mapping[Kind, date]


NOTHING: Final = Carried({}, {}, {})


class Exchanged(NamedTuple):
    """What passed with a contact: messages, talks and pitches, each counted.

    `listened` is the note of the last entry in which you got the support asked for.
    """

    messages: int
    talks: int
    pitches: int
    listened: str | None


class Answer(NamedTuple):
    """One whom to turn to. `passages` are what fits, best first; none where only support speaks.

    `well` says that they fit nearly as well as anybody, `near` that one can ask without being
    introduced.
    """

    head: Head
    score: float
    passages: tuple[Passage, ...]
    carried: Carried
    well: bool
    near: bool


class Fit(NamedTuple):
    """How far a contact fits a need (0 to 1), and by which passages, best first."""

    relevance: float
    passages: tuple[Passage, ...]


def fits(need: Sequence[str], passages: Iterable[Passage]) -> dict[int, Fit]:
    """Return how each contact fits the words of a need, by id; those who don't are left out."""
    marks: defaultdict[int, list[tuple[Passage, dict[str, float]]]] = defaultdict(list)
    for passage in passages:
        found = _found(need, passage.folded.replace("-", " ").split())
        if found:
            marks[passage.contact].append((passage, found))
    holders = {
        word: sum(any(word in found for _, found in held) for held in marks.values())
        for word in need
    }
    rarity = {word: 1 / (1 + log(count)) for word, count in holders.items() if count}
    whole = sum(rarity.values())
    return {contact: _fit(rarity, whole, held) for contact, held in marks.items()}


def _found(need: Sequence[str], words: Sequence[str]) -> dict[str, float]:
    """Return the need's words that are among `words`: 1 as a form of the word, less as a start."""
    stems = set(map(stem, words))
    found = {}
    for word in need:
        if stem(word) in stems:
            found[word] = 1.0
        elif any(begins(word, one) for one in words):
            found[word] = BEGINNING
    return found


def wants_to_talk(need: str) -> bool:
    """Say whether a need is to be listened to, whatever it is about."""
    return any(stem(word) in _TALKING for word in fold(need).split())


def _fit(
    rarity: Mapping[str, float], whole: float, held: list[tuple[Passage, dict[str, float]]]
) -> Fit:
    best: dict[str, float] = {}
    ordered = []
    for passage, found in held:
        weight = WEIGHTS[passage.field]
        for word, how in found.items():
            best[word] = max(best.get(word, 0.0), weight * how)
        share = weight * sum(rarity[word] * how for word, how in found.items())
        newest = passage.on.toordinal() if passage.on else 0
        ordered.append(((-share, -newest, passage.field, passage.text), passage))
    ordered.sort(key=lambda pair: pair[0])
    # In the order of the need: the last digits must not hang on that of the passages.
    relevance = sum(rare * best.get(word, 0.0) for word, rare in rarity.items()) / whole
    return Fit(relevance, tuple(passage for _, passage in ordered))


def warmth(head: Head, today: date) -> float:
    """Return how near a tie is, from FLOOR (nothing) to 1."""
    live = log_warmth(head.tie, today)
    return FLOOR + (1 - FLOOR) * exp(live) / (1 + exp(live))


def near(head: Head, today: date) -> bool:
    """Say whether one can ask this contact without being introduced again."""
    return head.tie.two_way and log_warmth(head.tie, today) >= NEAR


def shortlist(
    heads: Iterable[Head], found: Mapping[int, Fit], kind: Kind | None, today: date, room: int
) -> list[Head]:
    """Return who may come among the first: at most `room` who fit, and `room` for support alone.

    The archived and the dead are never among them. Whoever may have given support without fitting
    the need counts only where that kind is asked for.
    """
    living = [head for head in heads if not (head.archived or head.died)]
    fitting = [head for head in living if head.id in found]
    fitting.sort(key=lambda head: (-found[head.id].relevance * warmth(head, today), head.id))
    others = []
    if kind == "psychosocial" or (kind and not fitting):
        held = (head for head in living if head.id not in found and _sum(head, kind) > 0)
        others = sorted(held, key=lambda head: (-log_warmth(head.tie, today), head.id))
    return fitting[:room] + others[:room]


def _sum(head: Head, kind: Kind) -> float:
    """Return the tie's decayed days with this kind; a day with both counts as psychosocial."""
    return head.tie.sp + (head.tie.si if kind == "instrumental" else 0.0)


def rank(
    heads: Iterable[Head],
    found: Mapping[int, Fit],
    carried: Mapping[int, Carried],
    kind: Kind | None,
    today: date,
) -> list[Answer]:
    """Return whom to turn to, best first.

    With psychosocial support asked for, those who have listened come first: who fits, then who
    does not, and only then who fits and never did. Advice is about its subject: there it only
    weighs, and who does not fit comes last. Where nobody near fits well, strangers who do come
    before those who hardly do.
    """
    held = list(heads)
    best = max((found[head.id].relevance for head in held if head.id in found), default=0.0)
    answers = []
    for head in held:
        support, fit = carried.get(head.id, NOTHING), found.get(head.id)
        if fit is None and not (kind and support.got.get(kind)):
            continue
        score = (fit.relevance if fit else 1.0) * warmth(head, today) * _factor(support, kind)
        passages = fit.passages if fit else ()
        well = fit is not None and fit.relevance >= best * WELL
        answers.append(Answer(head, score, passages, support, well, near(head, today)))
    # Where nobody near fits well, a stranger who does says more than a friend who hardly does.
    far = not any(one.near and one.well for one in answers)
    return sorted(answers, key=lambda one: (_place(one, kind, far=far), *_within(one)))


def _place(answer: Answer, kind: Kind | None, *, far: bool) -> tuple[bool, bool]:
    fits_ = bool(answer.passages)
    if kind == "psychosocial":
        return not answer.carried.got.get(kind), not fits_
    return not fits_, far and not answer.well


def _within(answer: Answer) -> tuple[float, str, int]:
    return -round(answer.score, 12), answer.head.name.casefold(), answer.head.id


def _factor(support: Carried, kind: Kind | None) -> float:
    """Return 1 to 2: what you got counts whole, what you gave half, each more less than the one."""
    kinds: tuple[Kind, ...] = (kind,) if kind else ("instrumental", "psychosocial")
    carried = sum(support.got.get(one, 0) + support.gave.get(one, 0) / 2 for one in kinds)
    return 2 - 2 ** (-carried / 2)


def ways(
    strangers: Collection[int],
    known_by: Callable[[Collection[int]], Mapping[int, Sequence[int]]],
    warm: Mapping[int, float],
) -> dict[int, tuple[int, ...]]:
    """Return for each stranger the shortest way in: from one of the warm, by who knows whom.

    `known_by` gives, for contacts, who knows each of them; `warm` the warmth of those one can ask.
    A way holds the people between you and the stranger, the nearest to you first; of several as
    short, that of the warmest. Strangers to whom none leads are left out.
    """
    found: dict[int, tuple[int, ...]] = {}
    open_ways: dict[int, list[tuple[int, ...]]] = {one: [()] for one in strangers}
    for _ in range(STEPS):
        ends = {way[0] if way else one for one, ways_ in open_ways.items() for way in ways_}
        edges = known_by(ends)
        longer: dict[int, list[tuple[int, ...]]] = {}
        for one, ways_ in open_ways.items():
            further = [
                (next_, *way)
                for way in ways_
                for next_ in edges.get(way[0] if way else one, ())
                if next_ != one and next_ not in way
            ]
            asked = [way for way in further if way[0] in warm]
            if asked:
                found[one] = min(asked, key=lambda way: (-warm[way[0]], way))
            elif further:
                longer[one] = further
        open_ways = longer
    return found
