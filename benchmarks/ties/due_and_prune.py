"""The due order, the chance of contact and the prune rule, each against what then happens.

All by the product's own functions. Lapsing value: a tie is *live* if it had contact within a year
before the cut (within half the trace, where that is shorter); it *lapses* if it has none within
the horizon; its value is V, the contact that it remembers.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final, NamedTuple

import numpy as np

from benchmarks.ties.cuts import Cut
from benchmarks.ties.traces import Bools, Floats, Ints
from netledger.domain.cadence import TIER_CADENCE, cadence_of, plan, worth
from netledger.domain.model import Head, Standing
from netledger.domain.strength import (
    chance_of_contact,
    contact_volume,
    overdue_ratio,
    silence,
    tie_strength,
)
from netledger.domain.tiers import place
from netledger.domain.vanity import QUIET_DAYS, Evidence, judge

PLACES: Final = 5
BINS: Final = 10
OWN_LIST: Final = "netledger: the day's list"
OWN_ORDER: Final = "netledger: its order"
RANDOM: Final = "random"

Order = Callable[[Standing, date], float]


def _own_horizon(standing: Standing, today: date) -> float:
    """Return V·(1−P) over each tie's own cadence: the order before one horizon was taken."""
    tie = standing.head.tie
    horizon = cadence_of(standing.head, standing.tier) or TIER_CADENCE[150]
    return contact_volume(tie, today) * (1 - chance_of_contact(tie, today, horizon))


ORDERS: Final[Mapping[str, Order]] = {
    OWN_ORDER: worth,
    "chance in its own cadence": _own_horizon,
    "longest silence": lambda one, today: silence(one.head.tie, today),
    "own rhythm": lambda one, today: overdue_ratio(one.head.tie, today),
    "strength": lambda one, today: tie_strength(one.head.tie, today)[1],
}


class Caught(NamedTuple):
    """What one list of a person caught of what lapses: value and ties, each also as a share."""

    value: float
    value_share: float
    tie_share: float
    places: int


class Lists(NamedTuple):
    """Per method and trace: shares caught (people × cells), the value per place against random."""

    value: dict[str, dict[str, Floats]]
    ties: dict[str, dict[str, Floats]]
    per_place: dict[str, dict[str, float]]


def due_lists(cuts: Mapping[str, Sequence[Cut]], *, only_due: bool = False) -> Lists:
    """Return what top-five lists catch of the lapsing value, by method and trace.

    The lists choose among a person's live ties or, with `only_due`, among those that the product
    says are due, so that the orders compete where they are used.
    """
    names = (*ORDERS, RANDOM) if only_due else (OWN_LIST, *ORDERS, RANDOM)
    lists = Lists(_empty(names), _empty(names), {name: {} for name in names})
    for trace, of_trace in cuts.items():
        caught = _caught(of_trace, only_due)
        if not caught:
            continue
        for name in names:
            mine = [(person, cell, by_name[name]) for person, cell, by_name in caught]
            chance = [(person, cell, by_name[RANDOM]) for person, cell, by_name in caught]
            lists.value[name][trace] = _table([(p, c, one.value_share) for p, c, one in mine])
            lists.ties[name][trace] = _table([(p, c, one.tie_share) for p, c, one in mine])
            lists.per_place[name][trace] = _per_place(mine) / _per_place(chance)
    return lists


def _empty(names: Iterable[str]) -> dict[str, dict[str, Floats]]:
    return {name: {} for name in names}


def _table(shares: Sequence[tuple[int, int, float]]) -> Floats:
    """Return an array people × cells of what is there, nan elsewhere; no cell is all nan."""
    people = sorted({person for person, *_ in shares})
    cells = sorted({cell for _, cell, _ in shares})
    table = np.full((len(people), len(cells)), np.nan)
    for person, cell, share in shares:
        table[people.index(person), cells.index(cell)] = share
    return table


def _per_place(caught: Sequence[tuple[int, int, Caught]]) -> float:
    """Return the lapsing value that a place on the list caught, over all people of a trace."""
    places = sum(one.places for *_, one in caught)
    return sum(one.value for *_, one in caught) / max(1, places)


def _caught(
    cuts: Sequence[Cut], only_due: bool
) -> list[tuple[int, int, dict[str, Caught]]]:  # fmt: skip
    """Return what each list caught, for all who have more ties to choose among than places."""
    caught: list[tuple[int, int, dict[str, Caught]]] = []
    cell = 0
    for cut in cuts:
        lists = {person: _lists(cut, ties, only_due) for person, ties in cut.people}
        value = np.array([contact_volume(tie, cut.today) for tie in cut.ties])
        for horizon in cut.trace.setup.horizons:
            lapsed = ~cut.met(horizon)
            for person, (among, by_name) in lists.items():
                if len(among) > PLACES and lapsed[among].any():
                    lost = _compare(value * lapsed, lapsed, among, by_name)
                    caught.append((person, cell, lost))
            cell += 1
    return caught


def _compare(
    lost: Floats, lapsed: Bools, among: list[int], by_name: Mapping[str, list[int]]
) -> dict[str, Caught]:
    """Return what each list caught; for random, what five places catch on average."""
    value, ties = float(lost[among].sum()), int(lapsed[among].sum())
    chance = PLACES / len(among)
    found = {RANDOM: Caught(value * chance, chance, chance, PLACES)}
    for name, rows in by_name.items():
        got = float(lost[rows].sum()) if rows else 0.0
        share = float(lapsed[rows].sum()) / ties if rows else 0.0
        found[name] = Caught(got, got / value, share, len(rows))
    return found


def _lists(cut: Cut, ties: slice, only_due: bool) -> tuple[list[int], dict[str, list[int]]]:
    """Return the ties that a person's lists choose among, and the first five by each order."""
    today, standings = cut.today, place(heads(cut, ties), cut.today)
    window = min(365.0, cut.trace.span_days / 2)
    among = [one for one in standings if silence(one.head.tie, today) <= window]
    if only_due:
        among = [one for one in standings if one.due is not None and one.due <= today]
    by_name = {OWN_LIST: [one.head.id for one in plan(among, today, PLACES).today]}
    for name, order in ORDERS.items():
        by_name[name] = _first(among, order, today)
    return [one.head.id for one in among], by_name


def _first(among: Iterable[Standing], order: Order, today: date) -> list[int]:
    """Return the first five by an order, highest first."""
    ranked = sorted(among, key=lambda one: order(one, today), reverse=True)
    return [one.head.id for one in ranked[:PLACES]]


def heads(cut: Cut, ties: slice) -> list[Head]:
    """Return the product's view of these ties; a head's id is the tie's row in the cut."""
    return [
        Head(id=row, uid=str(row), name=f"{row:09}", tie=cut.ties[row])
        for row in range(ties.start, ties.stop)
    ]


@dataclass(frozen=True)
class Reliability:
    """What was foretold and what came, in ten bins of as many ties each."""

    foretold: Floats
    came: Floats
    size: Ints

    @property
    def error(self) -> float:
        """Return the expected calibration error: the mean gap, weighted by the bins' sizes."""
        gaps = np.abs(self.foretold - self.came)
        return float((gaps * self.size).sum() / self.size.sum())


def reliability(cuts: Sequence[Cut]) -> Reliability:
    """Return how well the product's chance of contact holds, over both horizons."""
    chance: list[Floats] = []
    met: list[Bools] = []
    for cut in cuts:
        for horizon in cut.trace.setup.horizons:
            chance.append(
                np.array([chance_of_contact(tie, cut.today, horizon) for tie in cut.ties])
            )
            met.append(cut.met(horizon))
    return binned(np.concatenate(chance), np.concatenate(met))


def binned(chance: Floats, met: Bools) -> Reliability:
    """Return chances and outcomes by tenths of the ties, from the least likely on."""
    parts = np.array_split(np.argsort(chance, kind="stable"), BINS)
    parts = [part for part in parts if len(part)]
    return Reliability(
        np.array([chance[part].mean() for part in parts]),
        np.array([met[part].mean() for part in parts]),
        np.array([len(part) for part in parts], dtype=np.int64),
    )


class Revived(NamedTuple):
    """How many ties a rule names, and how many of these are in touch again later on."""

    named: int
    revived: int

    @property
    def share(self) -> float:
        """Return the share that revives; nan with none named."""
        return self.revived / self.named if self.named else float("nan")


def quiet_days(cut: Cut) -> int:
    """Return the year that the rule asks for, scaled: a quarter of a trace, and a year at most."""
    return max(1, round(min(QUIET_DAYS, cut.trace.span_days / 4)))


def prune(cuts: Sequence[Cut]) -> dict[str, Revived]:
    """Return what becomes of the ties that the rule flags, and of those that others would."""
    named: dict[str, list[int]] = {}
    totals: dict[str, Revived] = {}
    for cut in cuts:
        named = {"netledger: flagged": [], "lowest score": [], "any silent tie": [], "dormant": []}
        for _, ties in cut.people:
            _name(cut, heads(cut, ties), named)
        for rule, rows in named.items():
            before = totals.get(rule, Revived(0, 0))
            revived = int(cut.revived[rows].sum()) if rows else 0
            totals[rule] = Revived(before.named + len(rows), before.revived + revived)
    return totals


def _name(cut: Cut, mine: list[Head], named: dict[str, list[int]]) -> None:
    """Add one person's ties that each rule names; "lowest score" names as many as are flagged."""
    quiet = quiet_days(cut)
    flags, spared = judge([Evidence(head) for head in mine], cut.today, True, quiet)
    by_score = sorted(mine, key=lambda head: tie_strength(head.tie, cut.today)[1])
    named["netledger: flagged"] += [flag.head.id for flag in flags]
    named["lowest score"] += [head.id for head in by_score[: len(flags)]]
    named["any silent tie"] += [h.id for h in mine if silence(h.tie, cut.today) >= quiet]
    named["dormant"] += [one.head.id for one in spared if one.because == "dormant"]
