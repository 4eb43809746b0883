"""Other weights for warmth and for the chance of contact: chosen on one half, shown on both.

The only copy of a formula in the benchmark: to vary the weights, the family of warmth is written
down here with its constants as parameters. A test holds it to the product's own.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Final

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]

from benchmarks.ties.cuts import Cut
from benchmarks.ties.due_and_prune import binned
from benchmarks.ties.methods import macro, warmth
from benchmarks.ties.report import Table
from benchmarks.ties.traces import Bools, Floats
from netledger.domain.strength import FRESH_HALF_LIFE, G0, HALF_LIFE

Cuts = Mapping[str, Sequence[Cut]]


@dataclass(frozen=True)
class Weights:
    """The constants of warmth, as they are."""

    slow: float = HALF_LIFE
    fresh: float = FRESH_HALF_LIFE
    freshness: float = 1.0
    intensity: float = 0.15
    silence: float = -0.4
    g0: float = G0

    def __call__(self, cut: Cut) -> Floats:
        """Return ln W with these weights."""
        slow = cut.per_tie(2 ** (-cut.ago / self.slow))
        fresh = cut.per_tie(2 ** (-cut.ago / self.fresh))
        span = cut.now - cut.first - cut.silence
        overdue = cut.silence * (cut.d + 1) / (span + 2 * self.g0)
        memory = np.log(slow + self.freshness * fresh)
        kept = self.intensity * np.log(cut.n / cut.d) + self.silence * np.log1p(overdue)
        return np.asarray(memory + kept, dtype=np.float64)


GRID: Final[Mapping[str, Sequence[float]]] = {
    "slow": (60, 90, 120, 270, 365),
    "fresh": (1, 3, 4, 7),
    "freshness": (0, 0.5, 2, 4),
    "intensity": (0, 0.1, 0.2, 0.3),
    "silence": (-0.2, -0.3, -0.5, -0.6, -0.8),
    "g0": (1, 3, 5, 10, 14),
}


def tables(development: Cuts, test: Cuts) -> list[Table]:
    """Return what other weights gain, and what a refitted chance does to the calibration."""
    return [_warmth_table(development, test), _chance_table(development, test)]


def refit(cuts: Cuts) -> Weights:
    """Return the weights of the highest macro AUC, found one at a time, twice over the grid."""
    best, found = Weights(), macro(Weights(), cuts)
    for name in (*GRID, *GRID):
        for value in GRID[name]:
            other = replace(best, **{name: value})
            reached = macro(other, cuts)
            if reached > found:
                best, found = other, reached
    return best


def _warmth_table(development: Cuts, test: Cuts) -> Table:
    base = [macro(Weights(), cuts) for cuts in (development, test)]
    rows = [("as it is", *(f"{reached:.4f}" for reached in base))]
    singles = [(name, value) for name, values in GRID.items() for value in values]
    tried = [(f"{name} = {value:g}", replace(Weights(), **{name: value}))
             for name, value in singles]  # fmt: skip
    best = refit(development)
    changed = [f.name for f in fields(best) if getattr(best, f.name) != f.default]
    named = ", ".join(f"{name} = {getattr(best, name):g}" for name in changed) or "nothing"
    for label, weights in (*tried, (f"refitted: {named}", best)):
        gains = (macro(weights, cuts) - was
                 for cuts, was in zip((development, test), base, strict=True))  # fmt: skip
        rows.append((label, *(f"{gain:+.4f}" for gain in gains)))
    note = "Macro AUC; below the first row, what one other constant gains or loses."
    return Table("Warmth with other weights", note, ("weights", "development", "test"), rows)


def _chance_table(development: Cuts, test: Cuts) -> Table:
    """Return calibration errors of P as it is, refitted, and refitted without the trace itself."""
    now, best = np.array([-3.07, 1.20, 0.60]), _fit(development)
    others = {
        name: _fit({key: cuts for key, cuts in development.items() if key != name})
        for name in development
    }
    rows = []
    for label, weights in (
        ("as it is", dict.fromkeys(test, now)),
        ("refitted: " + ", ".join(f"{one:.2f}" for one in best), dict.fromkeys(test, best)),
        ("refitted, the trace left out", others),
    ):
        for half, cuts in (("development", development), ("test", test)):
            found = [_errors(cuts[name], weights[name]) for name in test]
            means = [f"{np.mean(column):.4f}" for column in zip(*found, strict=True)]
            rows.append((label, half, *means, *(f"{error:.3f}" for error, _ in found)))
    head = ("P = σ(a + b·ln W + c·ln H)", "half", "mean error", "Brier", *test)
    note = "Calibration error in ten bins (a trace each, and the mean), and the mean Brier score."
    return Table("The chance of contact with other weights", note, head, rows)


def _examples(cuts: Sequence[Cut]) -> tuple[Floats, Bools]:
    """Return 1, ln W and ln H of each tie and horizon, and whether it was in touch."""
    xs, ys = [], []
    for cut in cuts:
        warm = warmth(cut)
        for horizon in cut.trace.setup.horizons:
            xs.append(np.stack((np.ones(len(warm)), warm, np.full(len(warm), np.log(horizon)))))
            ys.append(cut.met(horizon))
    return np.concatenate(xs, axis=1), np.concatenate(ys)


def _fit(cuts: Cuts) -> Floats:
    """Return the weights of the highest likelihood, each trace counted alike."""
    examples = [_examples(of_trace) for of_trace in cuts.values()]

    def loss(weights: Floats) -> float:
        return float(np.mean([np.mean(np.logaddexp(0, weights @ x) - y * (weights @ x))
                              for x, y in examples]))  # fmt: skip

    return np.asarray(minimize(loss, np.zeros(3), method="L-BFGS-B").x, dtype=np.float64)


def _errors(cuts: Sequence[Cut], weights: Floats) -> tuple[float, float]:
    x, met = _examples(cuts)
    chance = 1 / (1 + np.exp(-(weights @ x)))
    return binned(chance, met).error, float(np.mean((chance - met) ** 2))
