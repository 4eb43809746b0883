"""Which contacts may be one person: pairs, each with its evidence and how sure it makes.

These are proposals, for a person to judge: what joins by itself is settled when a record comes in
(ledger/known.py). The confidences were set by hand and measured on invented networks
(docs/benchmarks.md); they order the list and are no probabilities.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations
from typing import Final, NamedTuple

from netledger.domain import likeness, names, short_forms

_MOST_OF_ONE_NAME: Final = 12  # more than so many are compared with the first alone
_LEAST: Final = 0.1
_SHARED: Final = {"phone": "number", "url": "page", "email": "address"}


class Person(NamedTuple):
    """A contact as it is compared: every name it bears, and what it shares with others.

    `shared` are keys of numbers, pages and addresses ("phone:…"); `paged` says that it has a
    profile page of its own; `birthday` is YYYY-MM-DD or --MM-DD.
    """

    id: int
    names: tuple[str, ...]
    org: str | None = None
    birthday: str | None = None
    shared: frozenset[str] = frozenset()
    paged: bool = False


class Proposal(NamedTuple):
    """Two contacts that may be one, the lower id first, why, and how sure: 0 to 1."""

    a: int
    b: int
    why: str
    confidence: float


def proposals(people: Sequence[Person], among: frozenset[int] | None = None) -> list[Proposal]:
    """Return the pairs that may be one person, surest first; with `among`, those with one of it."""
    by_id = {person.id: person for person in people}
    judged = {}
    claims: defaultdict[int, float] = defaultdict(float)
    for a, b in sorted(set(_pairs(people, among))):
        evidence = _evidence(by_id[a], by_id[b])
        if evidence:
            judged[a, b] = evidence
            claims[a] += evidence[1]
            claims[b] += evidence[1]
    found = []
    for (a, b), (why, confidence) in judged.items():
        # Of several whom one name would fit, at most one is meant.
        own = (
            by_id[a].shared & by_id[b].shared or by_id[a].birthday == by_id[b].birthday is not None
        )
        sure = confidence if own else confidence**2 / max(claims[a], claims[b])
        if sure >= _LEAST:
            found.append(Proposal(a, b, why, round(sure, 2)))
    return sorted(found, key=lambda one: (-one.confidence, one.a, one.b))


def _pairs(people: Sequence[Person], among: frozenset[int] | None) -> Iterator[tuple[int, int]]:
    """Yield pairs worth a look: those that share a detail or the parts of a name."""
    blocks: defaultdict[str, list[int]] = defaultdict(list)
    for person in people:
        for block in _blocks(person):
            blocks[block].append(person.id)
    for ids in blocks.values():
        if among is not None and among.isdisjoint(ids):
            continue
        unique = list(dict.fromkeys(ids))
        few = len(unique) <= _MOST_OF_ONE_NAME
        for a, b in combinations(unique, 2) if few else ((unique[0], b) for b in unique[1:]):
            if among is None or a in among or b in among:
                yield min(a, b), max(a, b)


def _blocks(person: Person) -> set[str]:
    found = set(person.shared)
    for name in person.names:
        bare = likeness.bare(name)
        words = bare.words
        found.add(f"name:{bare.key}")
        if bare.ascii:
            found.add(f"name:{' '.join(sorted(bare.ascii))}")
        # A given name alone is worth a look beside others of the same firm.
        if person.org and words:
            found.add(f"firm:{names.fold(person.org)}:{words[0]}")
        if len(words) > 1:
            found.add(f"given:{words[0]} {words[-1][0]}")
            found |= {f"surname:{initial} {words[-1]}" for initial in _initials(words[0])}
    return found


def _initials(given: str) -> set[str]:
    """Return the first letters of a given name and of its other forms: Nell may be an Eleanor."""
    return {form[0] for form in (given, *short_forms.forms(given))}


def _evidence(one: Person, other: Person) -> tuple[str, float] | None:
    """Return why two contacts may be one and how sure that makes, or None."""
    if differ(one.birthday, other.birthday):
        return None
    agreed = likeness.best(one.names, other.names)
    shared = sorted(one.shared & other.shared)
    if shared:
        kind = shared[0].partition(":")[0]
        why = f"the same {_SHARED[kind]}"
        return (why, 0.9) if agreed else (f"{why}, but another name", 0.3)
    return _by_name(one, other, agreed) if agreed else None


def _by_name(one: Person, other: Person, agreed: likeness.Agreement) -> tuple[str, float] | None:
    """Return what a name and what goes with it are worth."""
    why = "the same name" if agreed == "same" else "a name that may be the same"
    more = _in_common(one, other)
    base = 0.6 if agreed == "same" else 0.35
    if one.paged and other.paged:
        # Two profiles are two people, unless somebody opened a second one.
        return (f"{why} and {more}, but two profiles", 0.3) if more and agreed == "same" else None
    if more:
        return f"{why} and {more}", base + 0.3
    if agreed != "same" and _by_given_name_alone(one, other):
        return None
    if one.org and other.org:
        return f"{why}, but two organisations", base / 2
    return why, base


def _by_given_name_alone(one: Person, other: Person) -> bool:
    """Say whether one of the two bears no name of more than a word."""
    return any(
        all(len(likeness.bare(name).words) == 1 for name in person.names) for person in (one, other)
    )


def _in_common(one: Person, other: Person) -> str | None:
    if one.birthday and other.birthday:
        return "birthday"
    if one.org and other.org and names.fold(one.org) == names.fold(other.org):
        return "organisation"
    return None


def differ(one: str | None, other: str | None) -> bool:
    """Say whether two birthdays can't be one person's; a year may be missing."""
    if not one or not other:
        return False
    if one.startswith("--") or other.startswith("--"):
        return one[-5:] != other[-5:]
    return one != other
