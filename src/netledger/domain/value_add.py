"""Whether what one person brings meets what another looks for, told word by word.

Made for texts that are sent as they are: it would rather miss than claim too much. Tags are not
looked at: what is told of a fit would tell them.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from netledger.domain.stems import stems


class Brings(NamedTuple):
    """What one person offers, is and belongs to."""

    offers: Sequence[str] = ()
    role: str | None = None
    org: str | None = None


class Meeting(NamedTuple):
    """What meets a need: an offer, a role or an organisation, and its text."""

    kind: Literal["offers", "role", "org"]
    text: str


def meets(need: str, brings: Brings) -> Meeting | None:
    """Return the first thing that meets `need`: an offer, the role, the organisation."""
    found = next((one for one in brings.offers if alike(need, one)), None)
    if found:
        return Meeting("offers", found)
    if brings.role and alike(need, brings.role):
        return Meeting("role", brings.role)
    return Meeting("org", brings.org) if brings.org and alike(need, brings.org) else None


def alike(one: str, other: str) -> bool:
    """Say whether two texts are about the same: two words in common, or all that one has."""
    ours, theirs = stems(one), stems(other)
    common = len({*ours} & {*theirs})
    return common >= max(1, min(2, len(ours), len(theirs)))
