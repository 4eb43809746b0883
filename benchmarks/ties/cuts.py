"""A trace seen at one moment: each person's ledger up to it, and who is in touch after it.

Timestamps become days by floor(timestamp / 86400). All that a method may look at is in the
contact-days before the cut; what comes after is in `met` and `revived` alone.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from itertools import pairwise
from typing import Final

import numpy as np

from benchmarks.ties.traces import Bools, Floats, Half, Ints, Trace, half_of
from netledger.domain.model import Entry, Tie
from netledger.domain.strength import summarise

DAY: Final = 86400
DEVELOPMENT: Final = (0.35, 0.50)  # shares of the events: where what is chosen is chosen
TEST: Final = (0.65, 0.80)  # and where it is reported

_EPOCH: Final = date(1970, 1, 1).toordinal()


@dataclass(frozen=True)
class Cut:
    """The ties of the people who are ranked, sorted by person, and their contact-days by tie.

    The contact-days of tie k are rows `starts[k]` to `starts[k + 1]` of `day` (which day),
    `messages` (how many), `mine` (the first one was ego's) and `both` (both sides wrote).
    """

    trace: Trace
    share: float
    at: int
    ego: Ints
    alter: Ints
    starts: Ints
    day: Ints
    messages: Ints
    mine: Bools
    both: Bools

    @property
    def now(self) -> int:
        """Return the day of the cut, as a number."""
        return self.at // DAY

    @property
    def today(self) -> date:
        """Return the day of the cut."""
        return date.fromordinal(_EPOCH + self.now)

    @cached_property
    def people(self) -> list[tuple[int, slice]]:
        """Return each person with the rows of their ties."""
        bounds = [*_changes(self.ego).tolist(), len(self.ego)]
        return [(int(self.ego[start]), slice(start, end)) for start, end in pairwise(bounds)]

    @cached_property
    def d(self) -> Floats:
        """Return the contact-days of each tie."""
        return np.diff(self.starts).astype(np.float64)

    @cached_property
    def n(self) -> Floats:
        """Return the messages of each tie."""
        return self.per_tie(self.messages.astype(np.float64))

    @cached_property
    def first(self) -> Floats:
        """Return the first contact-day of each tie."""
        return self.day[self.starts[:-1]].astype(np.float64)

    @cached_property
    def silence(self) -> Floats:
        """Return the days since the last contact of each tie."""
        return (self.now - self.day[self.starts[1:] - 1]).astype(np.float64)

    @cached_property
    def ago(self) -> Floats:
        """Return how many days ago each contact-day was."""
        return (self.now - self.day).astype(np.float64)

    def per_tie(self, values: Floats) -> Floats:
        """Return the sum over each tie's contact-days of a value of theirs."""
        return np.add.reduceat(values, self.starts[:-1])

    @cached_property
    def ties(self) -> list[Tie]:
        """Return what the product makes of each tie's contact-days, each one imported entry."""
        bounds = self.starts.tolist()
        return [summarise(self._entries(start, end)) for start, end in pairwise(bounds)]

    def _entries(self, start: int, end: int) -> Iterator[Entry]:
        for k in range(start, end):
            yield Entry(
                id=k,
                on=date.fromordinal(_EPOCH + int(self.day[k])),
                n=int(self.messages[k]),
                initiator="me" if self.mine[k] else "them",
                two_way=bool(self.both[k]),
            )

    def met(self, horizon: int) -> Bools:
        """Return which ties are in touch within `horizon` days after the cut."""
        return self._after(self.at + horizon * DAY)

    @cached_property
    def revived(self) -> Bools:
        """Return which ties are in touch at any time in the rest of the trace."""
        return self._after(int(self.trace.at[-1]) + 1)

    def _after(self, until: int) -> Bools:
        events = (self.trace.at >= self.at) & (self.trace.at < until)
        keys = _key(self.trace.ego[events], self.trace.alter[events])
        return np.isin(_key(self.ego, self.alter), keys)


def cut(trace: Trace, share: float, half: Half | None = None, most: int | None = None) -> Cut:
    """Return the trace at the moment when `share` of its events have happened.

    Only people of `half` with enough alters and contact-days before the cut are kept; of these,
    for a quick run, the first `most` by their id.
    """
    at = int(trace.at[int(share * len(trace.at))])
    past = trace.at < at
    keep = past & np.isin(trace.ego, _ranked(trace, past, half)[:most])
    ego, alter, out = trace.ego[keep], trace.alter[keep], trace.out[keep]
    day = trace.at[keep] // DAY
    order = np.lexsort((day, alter, ego))  # stable: within a day in order of time
    ego, alter, day, out = ego[order], alter[order], day[order], out[order]
    tie_starts = _changes(ego, alter)
    day_starts = _changes(ego, alter, day)
    messages = np.diff(day_starts, append=len(ego))
    sent = np.add.reduceat(out.astype(np.int64), day_starts) if len(ego) else messages
    starts = np.append(np.searchsorted(day_starts, tie_starts), len(day_starts))
    return Cut(
        trace, share, at, ego[tie_starts], alter[tie_starts], starts.astype(np.int64),
        day[day_starts], messages, out[day_starts], (sent > 0) & (sent < messages),
    )  # fmt: skip


def _ranked(trace: Trace, past: Bools, half: Half | None) -> Ints:
    """Return those with enough alters, and with enough contact-days summed over their ties."""
    days = np.unique(
        np.stack((trace.ego[past], trace.alter[past], trace.at[past] // DAY)), axis=1
    )  # fmt: skip
    pairs = np.unique(days[:2], axis=1)
    people, alters = np.unique(pairs[0], return_counts=True)
    _, contact_days = np.unique(days[0], return_counts=True)
    enough = (alters >= trace.setup.least_alters) & (contact_days >= trace.setup.least_days)
    mine = [half is None or half_of(int(person)) == half for person in people]
    return people[enough & np.array(mine, dtype=np.bool_)]


def _changes(*columns: Ints) -> Ints:
    """Return the rows at which any of the columns differs from the row above."""
    if not len(columns[0]):
        return np.array([], dtype=np.int64)
    new = np.zeros(len(columns[0]), dtype=np.bool_)
    new[0] = True
    for column in columns:
        new[1:] |= column[1:] != column[:-1]
    return np.flatnonzero(new)


def _key(ego: Ints, alter: Ints) -> Ints:
    return (ego << 32) + alter
