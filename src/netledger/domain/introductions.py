"""Hand-offs as the ledger keeps them: their states, and how one's hand-offs fare."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date
from typing import Final, Literal, NamedTuple

from netledger.domain.names import fold

State = Literal["asked", "agreed", "made", "landed", "whiffed"]

OPEN: Final[tuple[State, ...]] = ("asked", "agreed", "made")
OUTCOMES: Final[tuple[State, ...]] = ("agreed", "made", "landed", "whiffed")
FOLLOW_UP_DAYS: Final = 14


class Party(NamedTuple):
    """Someone in a hand-off; `id` is None for you."""

    id: int | None
    name: str


YOU: Final = Party(None, "you")


class Introduction(NamedTuple):
    """One hand-off: `a` is introduced to `b`; with `via`, that contact introduces you to `b`.

    `started` and `changed` are the days of the first and of the present state, `reached` how far
    it got before it ended, `because` why it ended so.
    """

    id: int
    a: Party
    b: Party
    via: Party | None
    state: State
    started: date
    changed: date
    why: str | None = None
    because: str | None = None
    reached: str = "made"
    text: str | None = None

    def as_of(self, day: date) -> Introduction | None:
        """Return it as it stood on a day, None where it had not begun.

        The ledger keeps the present state alone: one that changed later was no further, then,
        than it had got before it ended, or asked.
        """
        if self.started > day:
            return None
        if self.changed <= day:
            return self
        before = self.reached if self.state not in OPEN else "asked"
        state: State = next((one for one in OPEN if one == before), "asked")
        return self._replace(state=state, reached=state, changed=self.started, because=None)


class Fare(NamedTuple):
    """How hand-offs fare: how many ended and landed, and of the rest where and why.

    `stopped` counts the whiffed by how far they had got, `reasons` by what was said of them, most
    frequent first; `unsaid` of them have no reason. `waiting` counts the open ones by state.
    """

    ended: int
    landed: int
    stopped: dict[str, int]
    reasons: list[tuple[str, int]]
    unsaid: int
    waiting: dict[str, int]


def in_order(introductions: Iterable[Introduction]) -> list[Introduction]:
    """Return hand-offs as one looks through them: the open ones, longest waiting first, then the
    ended, newest first.
    """
    held = sorted(introductions, key=lambda one: one.id)
    waiting = sorted((one for one in held if one.state in OPEN), key=lambda one: one.changed)
    ended = [one for one in reversed(held) if one.state not in OPEN]
    return waiting + sorted(ended, key=lambda one: one.changed, reverse=True)


def fare(introductions: Sequence[Introduction]) -> Fare:
    """Return how hand-offs fare. Reasons that differ only in case or accents are one."""
    whiffed = [one for one in introductions if one.state == "whiffed"]
    landed = sum(one.state == "landed" for one in introductions)
    spelt: dict[str, str] = {}
    reasons: Counter[str] = Counter()
    for one in whiffed:
        if one.because:
            reasons[spelt.setdefault(fold(one.because), one.because)] += 1
    return Fare(
        ended=landed + len(whiffed),
        landed=landed,
        stopped=_by_state(one.reached for one in whiffed),
        reasons=reasons.most_common(),
        unsaid=sum(not one.because for one in whiffed),
        waiting=_by_state(one.state for one in introductions if one.state in OPEN),
    )


def _by_state(states: Iterable[str]) -> dict[str, int]:
    counts = Counter(states)
    return {state: counts[state] for state in OPEN if counts[state]}
