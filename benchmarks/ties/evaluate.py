"""How well a ranking foretells who is in touch: AUC, average precision, and their spread.

A person counts in a cell (one cut, one horizon) if some of their ties are in touch and some are
not. A trace's figure is the mean over its four cells of the mean over people; the macro mean is
over traces. The bootstrap draws people, the same ones for every method, so differences are paired.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Final

import numpy as np

from benchmarks.ties.cuts import Cut
from benchmarks.ties.traces import Bools, Floats, Ints

Method = Callable[[Cut], Floats]

SEED: Final = 20261125
MACRO: Final = "macro mean"


def auc(met: Bools, score: Floats) -> float:
    """Return the chance that a tie in touch is ranked above one that is not; a draw counts ½."""
    order = np.argsort(score, kind="stable")
    ranks = np.empty(len(score))
    ranks[order] = np.arange(1, len(score) + 1)
    _, inverse, count = np.unique(score, return_inverse=True, return_counts=True)
    ranks = (np.bincount(inverse, weights=ranks) / count)[inverse]
    hits = int(met.sum())
    return float((ranks[met].sum() - hits * (hits + 1) / 2) / (hits * (len(met) - hits)))


def average_precision(met: Bools, score: Floats) -> float:
    """Return the mean precision at each tie in touch; ties of one score come in together."""
    values, inverse, count = np.unique(-score, return_inverse=True, return_counts=True)
    hits = np.bincount(inverse, weights=met.astype(np.float64), minlength=len(values))
    precision = np.cumsum(hits) / np.cumsum(count)
    return float((precision * hits).sum() / hits.sum())


@dataclass(frozen=True)
class Scores:
    """Per-person figures of one method: for each trace an array people × cells (nan: no figure)."""

    auc: Mapping[str, Floats]
    ap: Mapping[str, Floats]


def score(method: Method, cuts: Mapping[str, Sequence[Cut]]) -> Scores:
    """Return a method's AUC and average precision for each person, cut and horizon."""
    both = {name: _trace_scores(method, of_trace) for name, of_trace in cuts.items()}
    return Scores(
        {name: figures[0] for name, figures in both.items()},
        {name: figures[1] for name, figures in both.items()},
    )


def _trace_scores(method: Method, cuts: Sequence[Cut]) -> tuple[Floats, Floats]:
    people = sorted({person for cut in cuts for person, _ in cut.people})
    row = {person: k for k, person in enumerate(people)}
    cells = sum(len(cut.trace.setup.horizons) for cut in cuts)
    aucs, aps = np.full((len(people), cells), np.nan), np.full((len(people), cells), np.nan)
    cell = 0
    for cut in cuts:
        ranking = method(cut)
        for horizon in cut.trace.setup.horizons:
            met = cut.met(horizon)
            for person, ties in cut.people:
                mine = met[ties]
                if mine.any() and not mine.all():
                    aucs[row[person], cell] = auc(mine, ranking[ties])
                    aps[row[person], cell] = average_precision(mine, ranking[ties])
            cell += 1
    seen = ~np.isnan(aucs).all(axis=1)
    return aucs[seen], aps[seen]


@dataclass(frozen=True)
class Figure:
    """A mean with the bounds of its 95 % bootstrap interval."""

    mean: float
    low: float
    high: float

    @property
    def beyond_noise(self) -> bool:
        """Return whether the interval leaves out zero: for a difference, whether it is one."""
        return self.low > 0 or self.high < 0


@dataclass(frozen=True)
class Bootstrap:
    """The same draws of people for every method, trace by trace."""

    people: Mapping[str, int]
    draws: int = 2000
    seed: int = SEED

    @cached_property
    def _weights(self) -> dict[str, Ints]:
        random = np.random.default_rng(self.seed)
        return {
            name: random.multinomial(count, np.full(count, 1 / count), size=self.draws)
            for name, count in self.people.items()
        }

    def figures(self, scores: Mapping[str, Floats]) -> dict[str, Figure]:
        """Return the figure of each trace, and of their macro mean."""
        means, drawn = self._all(scores)
        return _figures(means, drawn)

    def differences(
        self, scores: Mapping[str, Floats], base: Mapping[str, Floats]
    ) -> dict[str, Figure]:
        """Return how far `scores` lie above `base`, on the same people."""
        (means, drawn), (base_means, base_drawn) = self._all(scores), self._all(base)
        return _figures(
            {name: mean - base_means[name] for name, mean in means.items()},
            {name: draws - base_drawn[name] for name, draws in drawn.items()},
        )

    def _all(self, scores: Mapping[str, Floats]) -> tuple[dict[str, float], dict[str, Floats]]:
        means = {name: float(np.nanmean(table, axis=0).mean()) for name, table in scores.items()}
        drawn = {name: _drawn(table, self._weights[name]) for name, table in scores.items()}
        means[MACRO] = float(np.mean(list(means.values())))
        drawn[MACRO] = np.mean(list(drawn.values()), axis=0)
        return means, drawn


def _drawn(table: Floats, weights: Ints) -> Floats:
    """Return the mean over cells of the weighted mean over people, for each draw."""
    there = ~np.isnan(table)
    sums = weights @ np.nan_to_num(table)
    counts = weights @ there.astype(np.int64)
    cells = np.where(counts > 0, sums / np.maximum(counts, 1), np.nan)
    return np.asarray(np.nanmean(cells, axis=1), dtype=np.float64)


def _figures(means: Mapping[str, float], drawn: Mapping[str, Floats]) -> dict[str, Figure]:
    bounds = {name: np.nanpercentile(draws, (2.5, 97.5)) for name, draws in drawn.items()}
    return {
        name: Figure(mean, float(bounds[name][0]), float(bounds[name][1]))
        for name, mean in means.items()
    }
