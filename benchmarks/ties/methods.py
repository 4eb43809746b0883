"""Every way of ranking ties that is compared: each a function from a cut to a score per tie.

All see what a ledger of days holds: contact-days, how many messages fell on each, who sent the
first. A higher score says that the tie is more alive. The product's rows call the product.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from functools import partial
from typing import Final

import numpy as np

from benchmarks.ties.cuts import Cut
from benchmarks.ties.evaluate import Method, score
from benchmarks.ties.traces import Floats
from netledger.domain.strength import contact_volume, log_warmth

WARMTH: Final = "netledger: warmth"
VOLUME: Final = "netledger: contact in strength"

Weight = Callable[[Cut], Floats]

HALF_LIVES: Final = (3, 5, 7, 10, 14, 20, 30, 45, 60, 90, 180)
DECAYS: Final = (0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0, 1.1, 1.2, 1.4, 1.6)
RHYTHMS: Final = (7, 14, 30, 60, 90)


def warmth(cut: Cut) -> Floats:
    """Return ln W of the product."""
    return np.array([log_warmth(tie, cut.today) for tie in cut.ties])


def volume(cut: Cut) -> Floats:
    """Return V of the product: what strength ranks by when a ledger has dates only."""
    return np.array([contact_volume(tie, cut.today) for tie in cut.ties])


def count(cut: Cut) -> Floats:
    """Return how many messages there were."""
    return cut.n


def activity_days(cut: Cut) -> Floats:
    """Return on how many days there was contact."""
    return cut.d


def recency(cut: Cut) -> Floats:
    """Return how recent the last contact is."""
    return -cut.silence


def frecency(cut: Cut) -> Floats:
    """Return the frecency of browsers: the count times the mean age weight of the last ten."""
    weights = np.select([cut.ago <= days for days in (4, 14, 31, 90)], (100, 70, 50, 30), 10)
    from_end = np.repeat(cut.starts[1:], np.diff(cut.starts)) - np.arange(len(cut.day))
    lately = (from_end <= 10).astype(np.float64)
    return cut.n * cut.per_tie(weights * lately) / cut.per_tie(lately)


def rfm(cut: Cut) -> Floats:
    """Return the sum of the quintiles of recency, contact-days and messages among a person's."""
    total = np.zeros(len(cut.ego))
    for values in (-cut.silence, cut.d, cut.n):
        for _, ties in cut.people:
            total[ties] += _quintiles(values[ties])
    return total


def _quintiles(values: Floats) -> Floats:
    """Return 1 to 5 by rank; equal values share the lowest quintile of theirs."""
    ranks = np.searchsorted(np.sort(values), values, side="left")
    return 1 + np.floor(5 * ranks / len(values))


def within_rhythm(days: int, cut: Cut) -> Floats:
    """Return 1 for ties that are not overdue by one fixed rhythm, 0 for those that are."""
    return (cut.silence <= days).astype(np.float64)


def exponential(weight: Weight, half_life: float, cut: Cut) -> Floats:
    """Return the messages or the contact-days, each fading by half every so many days."""
    return cut.per_tie(weight(cut) * 2 ** (-cut.ago / half_life))


def power_law(weight: Weight, decay: float, cut: Cut) -> Floats:
    """Return the base-level activation of ACT-R: each fades as a power of its age in days."""
    return cut.per_tie(weight(cut) * (cut.ago + 1) ** -decay)


def messages(cut: Cut) -> Floats:
    """Weigh a contact-day by its messages."""
    return cut.messages.astype(np.float64)


def days(cut: Cut) -> Floats:
    """Weigh all contact-days alike."""
    return np.ones(len(cut.day))


PLAIN: Final[Mapping[str, Method]] = {
    WARMTH: warmth,
    VOLUME: volume,
    "count": count,
    "activity days": activity_days,
    "recency": recency,
    "frecency": frecency,
    "RFM quintiles": rfm,
    "exponential, 7 days": partial(exponential, messages, 7),
    "exponential, 30 days": partial(exponential, messages, 30),
    "exponential, 90 days": partial(exponential, messages, 90),
}

# What is chosen among: of each family, the one of the highest macro AUC on the development half.
FAMILIES: Final[Sequence[Mapping[str, Method]]] = (
    {f"fixed cadence, {every} days": partial(within_rhythm, every) for every in RHYTHMS},
    {
        f"exponential, tuned: {half_life} days, {weight.__name__}": partial(
            exponential, weight, half_life
        )
        for weight in (messages, days)
        for half_life in HALF_LIVES
    },
    {
        f"ACT-R, tuned: {decay}, {weight.__name__}": partial(power_law, weight, decay)
        for weight in (messages, days)
        for decay in DECAYS
    },
)


def chosen(cuts: Mapping[str, Sequence[Cut]]) -> dict[str, Method]:
    """Return the best of each family on these cuts, the development half's, by its name."""
    names = [max(family, key=lambda name: macro(family[name], cuts)) for family in FAMILIES]
    return {name: family[name] for name, family in zip(names, FAMILIES, strict=True)}


def macro(method: Method, cuts: Mapping[str, Sequence[Cut]]) -> float:
    """Return a method's macro AUC on these cuts."""
    tables = score(method, cuts).auc.values()
    return float(np.mean([np.nanmean(table, axis=0).mean() for table in tables]))
