"""Who took part in an event, and whether it counts as time with them."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Final, Literal

from netledger.domain.model import Side
from netledger.domain.names import fold, mailbox_key
from netledger.importers.addresses import is_machine
from netledger.importers.drafts import Owner, Party
from netledger.importers.ics.event import Event, Guest

MOST_OTHERS: Final = 8
_NO_PERSON: Final = frozenset({"ROOM", "RESOURCE", "GROUP"})
_STAYED_AWAY: Final = frozenset({"DECLINED", "DELEGATED"})
_UNANSWERED: Final = frozenset({"", "NEEDS-ACTION"})
_A_CALENDAR: Final = "calendar.google.com"

Verdict = Literal[
    "counts", "unanswered", "alone", "called off", "no time taken", "crowd", "not mine"
]


@dataclass(frozen=True, slots=True)
class Judged:
    """What an event is worth: with whom, set up by whom, and why it does not count if not.

    `organizer` is the key of the guest who asked the user, `keys` are those of all in `who`.
    """

    verdict: Verdict
    who: tuple[Party, ...] = ()
    side: Side | None = None
    organizer: str | None = None
    keys: frozenset[str] = frozenset()


class Me:
    """The user, by the keys of their addresses and by the names told in the config.

    Without an address nothing can be said of the user's part in an event.
    """

    def __init__(self, addresses: frozenset[str], owner: Owner) -> None:
        self._addresses = addresses
        self._names = frozenset(fold(name) for name in owner.names)

    @property
    def unknown(self) -> bool:
        """Say whether no address of the user is known."""
        return not self._addresses

    def am(self, guest: Guest) -> bool:
        """Say whether a guest is the user."""
        by_address = guest.email is not None and mailbox_key(guest.email) in self._addresses
        return by_address or fold(guest.name) in self._names


def judge(event: Event, me: Me) -> Judged:
    """Say who took part in an event besides the user, and whether it counts.

    It does not where the user declined, is not known to have been asked, or where somebody else
    asked and the user never answered ("unanswered": unwanted invitations are that).
    """
    organizer = _organizer(event)
    mine = [guest for guest in event.guests if me.am(guest)]
    others = [guest for guest in event.guests if not me.am(guest) and _is_person(guest)]
    host = organizer is None or me.am(organizer)
    if organizer is not None and not host and _is_person(organizer):
        others = _with(others, organizer, event.guests)
    there = [guest for guest in others if guest.status not in _STAYED_AWAY]
    if event.cancelled or _stayed_away(mine):
        return Judged("called off")
    if not there:
        return Judged("called off" if others else "alone")
    if event.free or _is_yearly_day(event):
        return Judged("no time taken")
    if not host and not mine and not me.unknown:
        return Judged("not mine")
    if len(there) > MOST_OTHERS:
        return Judged("crowd")
    asked = not host and not me.unknown and all(guest.status in _UNANSWERED for guest in mine)
    return Judged(
        "unanswered" if asked else "counts",
        tuple(Party(guest.name, email=guest.email, phone=guest.phone) for guest in there),
        None if organizer is None else "me" if host else "them",
        None if organizer is None or host else organizer.key,
        frozenset(guest.key for guest in there),
    )


def addresses(event: Event) -> Iterable[str]:
    """Return the addresses of all whom an event names."""
    named = (*event.guests, *((event.organizer,) if event.organizer else ()))
    return [guest.email for guest in named if guest.email]


def _organizer(event: Event) -> Guest | None:
    """Return who set up an event; a calendar that belongs to nobody in particular is none."""
    one = event.organizer
    if one is None or (one.email or "").casefold().endswith(_A_CALENDAR):
        return None
    return one if one.email or one.name else None


def _is_person(guest: Guest) -> bool:
    return guest.kind not in _NO_PERSON and not (guest.email and is_machine(guest.email))


def _with(others: list[Guest], organizer: Guest, guests: tuple[Guest, ...]) -> list[Guest]:
    """Return the others and the organizer, who takes part without being a guest."""
    return others if organizer.key in {guest.key for guest in guests} else [organizer, *others]


def _stayed_away(mine: list[Guest]) -> bool:
    return bool(mine) and all(guest.status in _STAYED_AWAY for guest in mine)


def _is_yearly_day(event: Event) -> bool:
    """Say whether it is a birthday or the like: every year, all day long."""
    return not isinstance(event.start, datetime) and "FREQ=YEARLY" in (event.rule or "").upper()
