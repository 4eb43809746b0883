"""What one wants to know of somebody on the way to meeting them, beyond the card."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date, timedelta
from typing import Final, NamedTuple

from netledger.domain.model import Contact, Interaction, Promise, Standing, Stated
from netledger.domain.names import one_line
from netledger.domain.support import Given, Share, SupportMap, share, support_map
from netledger.domain.told import called
from netledger.domain.value_add import alike
from netledger.domain.when import next_birthday, over_two_years, spoken, turning

TALKS: Final = 3
SHARED: Final = 5
BIRTHDAY_DAYS: Final = 30
_LATELY: Final = 183  # days: with contact since then, what they look for matters
NEAR: Final = (5, 15, 50)  # circles in which it matters what they bring and look for
_NEEDS: Final = 2  # needs that one is told to ask about
WRITTEN: Final = ("message", "email", "letter", "social")
_NOTE: Final = 100  # characters of a note that a question repeats


class Shared(NamedTuple):
    """Somebody you both know, and how that shows."""

    contact: int
    name: str
    why: str


class Fit(NamedTuple):
    """An offer of yours and the need of theirs that it meets."""

    offer: str
    need: str


class Birthday(NamedTuple):
    """A birthday that is near; `turns` is None where the year is not known."""

    on: date
    turns: int | None


class Told(NamedTuple):
    """What the entries tell of one tie. `support` has no row but this contact's."""

    talks: list[Interaction]
    support: SupportMap
    at_ease: Share
    valued: Share


def told(entries: Iterable[Interaction]) -> Told:
    """Return what a contact's entries tell, all but the pitches, in any order."""
    held = sorted(
        (one for one in entries if not one.pitch), key=lambda one: (one.on, one.id), reverse=True
    )
    return Told(
        talks=held[:TALKS],
        support=support_map(Given(0, one.on, one.gave, one.got) for one in held),
        at_ease=share(one.at_ease for one in held),
        valued=share(one.valued for one in held),
    )


def heard(talk: Interaction) -> bool:
    """Say whether they took part in an entry: what you wrote before it is not left unanswered."""
    return talk.two_way or talk.initiator == "them"


def is_old(stated: Stated, today: date) -> bool:
    """Say whether a value-add was stated so long ago that it may no longer hold."""
    return stated.on is not None and over_two_years(stated.on, today)


def fits(offers: Iterable[str], seeks: Iterable[Stated]) -> list[Fit]:
    """Return which of your offers meet which of their needs."""
    needs = [one.text for one in seeks]
    return [Fit(offer, need) for offer in offers for need in needs if alike(need, offer)]


def birthday(contact: Contact, today: date) -> Birthday | None:
    """Return the birthday that a living contact has in the next thirty days."""
    if contact.birthday is None or contact.head.died:
        return None
    on = next_birthday(contact.birthday, today)
    near = on - today <= timedelta(days=BIRTHDAY_DAYS)
    return Birthday(on, turning(contact.birthday, on)) if near else None


def matters(standing: Standing, today: date) -> bool:
    """Say whether it matters what they bring and look for: who is near, or was met lately."""
    last = standing.head.tie.last
    lately = last is not None and (today - last).days <= _LATELY
    return standing.head.died is None and (standing.tier in NEAR or lately)


def asks(
    contact: Contact, standing: Standing, talks: Sequence[Interaction],
    promises: Iterable[Promise], today: date,
) -> list[str]:  # fmt: skip
    """Return what to ask: of the last talk both had, their needs, promises of theirs now due.

    Where it matters and is not known, it asks what they look for, or else bring: until you note it.
    """
    if contact.head.died:
        return []
    questions = []
    for talk in [one for one in talks if one.note and one.two_way][:1]:
        note = one_line(talk.note or "")
        short = note if len(note) <= _NOTE else note[: _NOTE - 1].rstrip() + "…"
        what = "message" if talk.channel in WRITTEN else "talk"
        questions.append(f'Last {what} ({_day(talk.on)}): "{short}". Ask how that went.')
    for need in contact.seeks[:_NEEDS]:
        said = f" Said {_day(need.on)}." if need.on and is_old(need, today) else ""
        questions.append(f"Still looking for {need.text}?{said}")
    for one in promises:
        if one.whose == "them" and one.done_on is None and (one.by is None or one.by <= today):
            by = "" if one.by is None else f", due {_day(one.by)}"
            questions.append(f"Their promise: {one.text}{by}")
    if matters(standing, today):
        edit, who = f"netledger edit {contact.head.id}", called(contact.head.name)
        if not contact.seeks:
            questions.append(f"What is {who} looking for? Note it: {edit} --seeks TEXT")
        elif not contact.offers:
            questions.append(f"What does {who} bring you? Note it: {edit} --offers TEXT")
    return questions


def _day(day: date) -> str:
    return spoken(day).split(" ", 1)[1]
