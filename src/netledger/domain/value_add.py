"""Whether what one person brings meets what another looks for, told word by word.

Made for texts that are sent as they are: it would rather miss than claim too much.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Literal, NamedTuple

from netledger.domain.stems import stems


class Brings(NamedTuple):
    """What one person offers, is, belongs to and is tagged with."""

    offers: Sequence[str] = ()
    role: str | None = None
    org: str | None = None
    tags: Sequence[str] = ()


class Meeting(NamedTuple):
    """What meets a need: an offer, a role, an organisation or a tag, and its text."""

    kind: Literal["offers", "role", "org", "tag"]
    text: str


def meets(need: str, brings: Brings) -> Meeting | None:
    """Return the first thing that meets `need`: an offer, the role, the organisation, a tag."""
    found = next((one for one in brings.offers if alike(need, one)), None)
    if found:
        return Meeting("offers", found)
    if brings.role and alike(need, brings.role):
        return Meeting("role", brings.role)
    if brings.org and alike(need, brings.org):
        return Meeting("org", brings.org)
    tag = next((one for one in brings.tags if alike(need, one)), None)
    return Meeting("tag", tag) if tag else None


def alike(one: str, other: str) -> bool:
    """Say whether two texts are about the same: two words in common, or all that one has."""
    ours, theirs = stems(one), stems(other)
    common = len({*ours} & {*theirs})
    return common >= max(1, min(2, len(ours), len(theirs)))
