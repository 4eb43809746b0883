"""Rivals that learn: BG/NBD from the histories alone, the others from who was in touch.

The classifiers see the development half at the earlier cuts: once all traces together, each with
the same weight, and once a trace for itself, which only who has such a trace could do.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence

import numpy as np
from scipy.optimize import minimize  # type: ignore[import-untyped]
from scipy.special import gammaln, logsumexp  # type: ignore[import-untyped]
from sklearn.ensemble import HistGradientBoostingClassifier  # type: ignore[import-untyped]
from sklearn.linear_model import LogisticRegression  # type: ignore[import-untyped]
from sklearn.pipeline import make_pipeline  # type: ignore[import-untyped]
from sklearn.preprocessing import StandardScaler  # type: ignore[import-untyped]
from threadpoolctl import threadpool_limits  # type: ignore[import-untyped]

from benchmarks.ties.cuts import Cut
from benchmarks.ties.evaluate import SEED, Method
from benchmarks.ties.traces import Bools, Floats


def bg_nbd(cut: Cut) -> Floats:
    """Return the expected rate of contact-days: P(alive) times the rate while alive.

    The model of Fader, Hardie and Lee (2005): repeats x, last repeat t, age T, in days, its four
    parameters by maximum likelihood over all ties of the cut. It needs no outcomes.
    """
    x, age = cut.d - 1, cut.now - cut.first
    t = age - cut.silence
    found = minimize(_bg_nbd_loss, np.zeros(4), (x, t, age), method="L-BFGS-B")
    r, alpha, a, b = np.exp(found.x)
    died = np.log(a) - np.log(b + np.maximum(x, 1) - 1)
    odds = np.where(x > 0, died + (r + x) * np.log((alpha + age) / (alpha + t)), -np.inf)
    alive = 1 / (1 + np.exp(np.minimum(odds, 700)))
    return np.asarray(alive * (r + x) / (alpha + age), dtype=np.float64)


def _bg_nbd_loss(logs: Floats, x: Floats, t: Floats, age: Floats) -> float:
    """Return the mean negative log-likelihood, with a light pull of the logs towards zero."""
    r, alpha, a, b = np.exp(np.clip(logs, -12, 12))
    steady = gammaln(r + x) - gammaln(r) + r * np.log(alpha)
    stays = gammaln(a + b) + gammaln(b + x) - gammaln(b) - gammaln(a + b + x)
    alive = -(r + x) * np.log(alpha + age)
    left = np.log(a) - np.log(b + np.maximum(x, 1) - 1) - (r + x) * np.log(alpha + t)
    either = logsumexp(np.stack((alive, np.where(x > 0, left, -np.inf))), axis=0)
    return float(-(steady + stays + either).mean() + 1e-3 * (logs**2).sum())


def features(cut: Cut) -> Floats:
    """Return what a classifier sees of each tie: counts, silence, rhythm, decayed sums, sides."""
    d, silence, age = cut.d, cut.silence, cut.now - cut.first
    mine = cut.per_tie(cut.mine.astype(np.float64)) / d
    both = cut.per_tie(cut.both.astype(np.float64)) / d
    rhythm = (age - silence + 1) / d
    decayed = [cut.per_tie(2 ** (-cut.ago / half_life)) for half_life in (7, 30, 180)]
    per_day = cut.n / d
    positive = (cut.n, d, per_day, silence + 1, age + 1, rhythm, (silence + 1) / rhythm)
    logs = [np.log(values) for values in positive]
    return np.stack((*logs, *(np.log(values + 0.01) for values in decayed), mine, both), axis=1)


Cuts = Mapping[str, Sequence[Cut]]
Learner = Callable[[Cuts], Method]


def logistic_regression(cuts: Cuts) -> Method:
    """Return a logistic regression fitted to these cuts."""
    x, y, weight = _examples(cuts)
    model = make_pipeline(StandardScaler(), LogisticRegression(max_iter=1000))
    model.fit(x, y, logisticregression__sample_weight=weight)
    return lambda cut: np.asarray(model.decision_function(features(cut)), dtype=np.float64)


def gradient_boosting(cuts: Cuts) -> Method:
    """Return gradient-boosted trees fitted to these cuts."""
    x, y, weight = _examples(cuts)
    model = HistGradientBoostingClassifier(
        max_iter=100, learning_rate=0.05, max_leaf_nodes=15, min_samples_leaf=40, random_state=SEED
    )
    # One thread: where the cores are shared, two that wait for each other take many times longer.
    with threadpool_limits(1):
        model.fit(x, y, sample_weight=weight)

    def rank(cut: Cut) -> Floats:
        with threadpool_limits(1):
            return np.asarray(model.decision_function(features(cut)), dtype=np.float64)

    return rank


def a_trace_each(learn: Learner, cuts: Cuts) -> Method:
    """Return one method that was learned for each trace from that trace alone."""
    own = {name: learn({name: of_trace}) for name, of_trace in cuts.items()}
    return lambda cut: own[cut.trace.name](cut)


def learned(cuts: Cuts) -> dict[str, Method]:
    """Return all of these, fitted to these cuts, the development half's, where they need it."""
    return {
        "BG/NBD": bg_nbd,
        "logistic regression": logistic_regression(cuts),
        "logistic regression, own trace": a_trace_each(logistic_regression, cuts),
        "gradient boosting": gradient_boosting(cuts),
        "gradient boosting, own trace": a_trace_each(gradient_boosting, cuts),
    }


def _examples(cuts: Cuts) -> tuple[Floats, Bools, Floats]:
    """Return features, outcomes and weights: every tie once a horizon, each trace alike."""
    xs, ys, weights = [], [], []
    for of_trace in cuts.values():
        rows = sum(len(cut.ego) * len(cut.trace.setup.horizons) for cut in of_trace)
        for cut in of_trace:
            x = features(cut)
            for horizon in cut.trace.setup.horizons:
                xs.append(x)
                ys.append(cut.met(horizon))
                weights.append(np.full(len(x), 1 / rows))
    weight = np.concatenate(weights)
    return np.concatenate(xs), np.concatenate(ys), weight / weight.mean()
