"""Who gives whom what kind of support: the map, its balance, and what is thin in it.

Every figure counts entries, and a pitch is none of them. Kinds are `instrumental` (ideas, advice,
assistance) and `psychosocial` (listening, allaying fears, being confided in). What is thin is said
in sentences of fact, with its day; what to make of it is the reader's.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple

from netledger.domain.model import Kind
from netledger.domain.when import two_years_before

KINDS: Final[tuple[Kind, ...]] = ("instrumental", "psychosocial")
OCCASIONS: Final = 3  # entries with support from which a one-sided tie is named
QUIET: Final = 30  # days without a kind of support that are worth a line

Side = Literal["got", "gave"]


class Given(NamedTuple):
    """One entry that carried support for one contact."""

    contact: int
    on: date
    gave: frozenset[Kind] = frozenset()
    got: frozenset[Kind] = frozenset()


class Times(NamedTuple):
    """How many entries with one contact carried something, and the day of the last."""

    contact: int
    times: int
    last: date


class Balance(NamedTuple):
    """The entries in which one contact gave you support (`got`), and in which you gave them some.

    `all_on` is the side that all is on, from OCCASIONS entries on: they always give, or always get.
    """

    contact: int
    got: int
    gave: int
    all_on: Side | None


class SupportMap(NamedTuple):
    """Who gave you which kind and whom you gave which, most first; how the sides compare."""

    got: Mapping[Kind, Sequence[Times]]
    gave: Mapping[Kind, Sequence[Times]]
    balance: Sequence[Balance]


def support_map(given: Iterable[Given]) -> SupportMap:
    """Return the map of entries in any order; of equals the one who came last stands first."""
    held = list(given)
    return SupportMap(
        got={kind: _times(one for one in held if kind in one.got) for kind in KINDS},
        gave={kind: _times(one for one in held if kind in one.gave) for kind in KINDS},
        balance=_balance(held),
    )


def _times(given: Iterable[Given]) -> list[Times]:
    found: dict[int, tuple[int, date]] = {}
    for one in given:
        times, last = found.get(one.contact, (0, one.on))
        found[one.contact] = times + 1, max(last, one.on)
    rows = [Times(contact, times, last) for contact, (times, last) in found.items()]
    return sorted(rows, key=lambda row: (-row.times, -row.last.toordinal(), row.contact))


def _balance(held: Sequence[Given]) -> list[Balance]:
    got = Counter(one.contact for one in held if one.got)
    gave = Counter(one.contact for one in held if one.gave)
    rows = []
    for contact in got.keys() | gave.keys():
        all_on: Side | None = None
        if got[contact] >= OCCASIONS and not gave[contact]:
            all_on = "got"
        elif gave[contact] >= OCCASIONS and not got[contact]:
            all_on = "gave"
        rows.append(Balance(contact, got[contact], gave[contact], all_on))
    return sorted(rows, key=lambda row: (-row.got - row.gave, row.contact))


def gaps(
    found: SupportMap,
    names: Mapping[int, str],
    today: date,
    since: date,
    *,
    five: Collection[int] = (),
    gone: Collection[Kind] = (),
) -> list[str]:
    """Return what is thin in the support that you get, one plain sentence a fact.

    `since` is the first day that the map covers; `five` are those who stand in the innermost
    circle; `gone` are the kinds that somebody gave who has died or was cut.
    """
    sentences: list[str] = []
    for kind in KINDS:
        rows = found.got[kind]
        window = _window(since, today)
        if not rows:
            nobody = "Nobody who is still here" if kind in gone else "Nobody"
            sentences.append(f"{nobody} has {_DONE[kind]} on record {window}.")
            continue
        last = max(row.last for row in rows)
        if (today - last).days >= QUIET:
            sentences.append(f"Nobody has {_DONE[kind]} since {_day(last, today)}.")
        total = sum(row.times for row in rows)
        if len(rows) == 1 and total > 1:
            only = names[rows[0].contact]
            sentences.append(
                f"All {_CALLED[kind]} comes from one person, {only} ({total} of {total})."
            )
        if five and not any(row.contact in five for row in rows):
            sentences.append(f"Nobody within your 5 has {_DONE[kind]} on record {window}.")
    return sentences


_DONE: Final[Mapping[Kind, str]] = {
    "instrumental": "given you advice or help",
    "psychosocial": "listened to you",
}
_CALLED: Final[Mapping[Kind, str]] = {"instrumental": "advice", "psychosocial": "listening"}


def _window(since: date, today: date) -> str:
    return "in two years" if since == two_years_before(today) else f"since {_day(since, today)}"


def _day(day: date, today: date) -> str:
    """Return a day as one says it: "3 March", of another year "3 March 2025"."""
    return f"{day.day} {day:%B}" + ("" if day.year == today.year else f" {day.year}")


class Share(NamedTuple):
    """How often the answer was yes, of the times that there was one."""

    yes: int
    of: int


def share(answers: Iterable[bool | None]) -> Share:
    """Return the share of yes; None is no answer."""
    told = [answer for answer in answers if answer is not None]
    return Share(sum(told), len(told))
