"""One contact's card."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any, NamedTuple

from netledger.domain import cadence, names, strength, when
from netledger.domain.model import (
    Contact,
    Credit,
    Gesture,
    Head,
    Interaction,
    Promise,
    Standing,
    Stated,
)
from netledger.domain.vanity import NO_PITCH, Pitches
from netledger.render import entry, paths, people, words
from netledger.render.page import Cell, Page

_GESTURES = {
    ("invitation", "them"): "they invited you",
    ("invitation", "me"): "you invited them",
    ("endorsement", "them"): "endorsed you",
    ("endorsement", "me"): "you endorsed them",
    ("recommendation", "them"): "recommended you",
    ("recommendation", "me"): "you recommended them",
}


class Card(NamedTuple):
    """All that is known of one contact, and where the tie stands (`place` by rank, from 1).

    They have `opened` so many people to you, of whom so many are `staying`.
    """

    contact: Contact
    standing: Standing
    place: int
    entries: list[Interaction]
    promises: list[Promise]
    gestures: list[Gesture]
    through: str | None
    today: date
    opened: int = 0
    staying: int = 0
    pitches: Pitches = NO_PITCH
    through_id: int | None = None


def document(card: Card) -> dict[str, Any]:
    """Return the card for --json."""
    contact, head = card.contact, card.contact.head
    return {
        **people.row(card.standing),
        "aliases": contact.aliases,
        "emails": contact.emails,
        "phones": contact.phones,
        "urls": contact.urls,
        "role": head.role,
        "location": contact.location,
        "birthday": contact.birthday,
        "died": head.died,
        "kin": head.kin,
        "pinned": head.pinned,
        "tags": contact.tags,
        "connected_on": head.connected_on,
        "met_on": head.met_on,
        "met_where": contact.met_where,
        "through": card.through,
        "through_id": card.through_id,
        "pitches": {
            "times": card.pitches.times,
            "of": card.pitches.of,
            "mostly": card.pitches.mostly(),
        },
        "opened": card.opened,
        "opened_stay": card.staying,
        "offers": [one.text for one in contact.offers],
        "seeks": [one.text for one in contact.seeks],
        "note": contact.note,
        "cadence_days": head.cadence_days,
        "snoozed_until": head.snoozed_until,
        "interactions": [entry_json(one) for one in card.entries],
        "promises": [
            {
                "id": one.id,
                "text": one.text,
                "by": one.by,
                "whose": one.whose,
                "done_on": one.done_on,
            }
            for one in card.promises
        ],
        "gestures": [
            {"kind": one.kind, "on": one.on, "side": one.side, "text": one.text}
            for one in card.gestures
        ],
    }


def entry_json(one: Interaction) -> dict[str, Any]:
    """Return one entry of a card for --json."""
    return {
        "id": one.id,
        "on": one.on,
        "channel": one.channel,
        "note": one.note,
        "minutes": one.minutes,
        "depth": one.depth,
        "initiator": one.initiator,
        "two_way": one.two_way,
        "pitch": one.pitch,
        "at_ease": one.at_ease,
        "valued": one.valued,
        "gave": one.gave,
        "got": one.got,
        "with": [name for _, name in one.others],
        "with_ids": [id for id, _ in one.others],
        "tags": one.tags,
        "n": one.n,
        "source": one.source,
    }


def page(card: Card, limit: int) -> Page:
    """Return the card as it is read."""
    page = Page()
    head = card.contact.head
    page.line((head.name, "title"), (f"  {head.id}", "dim"), *state(card))
    if words.job(head):
        page.line(job(head), indent=2)
    page.line((_tie_sentence(card), ""), indent=2)
    if card.pitches.mostly():
        page.line((card.pitches.said(), "warn"), indent=2)
    if card.opened:
        met = f"Met through {card.through}; opened " if card.through else "Opened "
        page.line(f"{met}{paths.opened(card.opened, card.staying)}", indent=2)
    facts = _facts(card)
    if facts:
        page.line()
        page.table(facts, "lf", indent=2)
    if card.contact.note:
        page.line()
        page.text(card.contact.note, indent=2)
    promised = open_promises(card)
    if promised:
        page.line()
        page.table(promised, "lfll", indent=2)
    if card.entries:
        page.line()
        page.table([_entry_row(one) for one in card.entries[:limit]], "rlf", indent=2)
        more = len(card.entries) - limit
        if more > 0:
            page.line((f"{words.count(more, 'earlier entry', 'earlier entries')}: --limit", "dim"),
                      indent=2)  # fmt: skip
    return page


def state(card: Card) -> list[tuple[str, str]]:
    """Return what stands beside a name: dead, cut, pinned, family, resting."""
    head = card.contact.head
    states = []
    if head.died:
        states.append(f"died {words.day_only(head.died)}")
    if head.archived:
        states.append("cut")
    if head.pinned:
        states.append("pinned")
    if head.kin:
        states.append("family")
    if head.snoozed_until and head.snoozed_until > card.today and not head.died:
        states.append(f"rests until {words.day_only(head.snoozed_until)}")
    return [(f" · {state}", "warn") for state in states]


def job(head: Head) -> str:
    """Return what somebody does, or did until they died."""
    return f"{'was ' if head.died and head.role else ''}{words.job(head)}"


def no_entry(card: Card) -> str:
    """Return what is said where nothing counts yet."""
    yet = "" if card.contact.head.died else " yet"
    return f"no entry that counts{yet}" if card.pitches.times else f"no entry{yet}"


def last_talk(last: date) -> str:
    """Return all that is said of where a tie stands once the other has died."""
    return f"last talk {words.day_only(last)}"


def _tie_sentence(card: Card) -> str:
    standing, tie = card.standing, card.contact.head.tie
    if tie.last is None:
        return no_entry(card)
    if card.contact.head.died:
        return last_talk(tie.last)
    parts = [f"tie {standing.strength:.0f} of 100"]
    if standing.tier:
        stated = " (stated)" if card.contact.head.stated_tier else ""
        parts.append(f"circle {standing.tier}{stated}")
    days = (card.today - tie.last).days
    parts.append(f"last {'today' if days == 0 else f'{when.distance(days)} ago'}")
    if tie.d >= cadence.RHYTHM_FROM:
        parts.append(f"you two talk every {words.count(round(strength.own_rhythm(tie)), 'day')}")
    if standing.due:
        parts.append(
            "due now" if standing.due <= card.today else f"due {when.spoken(standing.due)}"
        )
    return " · ".join(parts)


def _facts(card: Card) -> list[list[Cell]]:
    contact, head = card.contact, card.contact.head
    born = contact.birthday
    met = [words.day_only(head.met_on)] if head.met_on else []
    met += [contact.met_where] if contact.met_where else []
    met += [f"through {card.through}"] if card.through else []
    stated = [f"circle {head.stated_tier}"] if head.stated_tier else []
    stated += [f"every {words.count(head.cadence_days, 'day')}"] if head.cadence_days else []
    lives, offers, seeks = verbs(head)
    facts = [
        ("also", ", ".join(contact.aliases)),
        ("mail", ", ".join(contact.emails)),
        ("phone", ", ".join(contact.phones)),
        ("page", ", ".join(contact.urls)),
        (lives, contact.location),
        ("birthday", _birthday(born, head.died, card.today) if born else None),
        ("met", ", ".join(met)),
        ("connected", words.day_only(head.connected_on) if head.connected_on else None),
        ("stated", "" if head.died else ", ".join(stated)),
        (offers, _stated(contact.offers, card.today)),
        (seeks, _stated(contact.seeks, card.today)),
        ("tags", " ".join(f"#{tag}" for tag in contact.tags)),
        *(("on record", _gesture(one)) for one in card.gestures[:5]),
    ]
    return [[(label, "dim"), value] for label, value in facts if value]


def verbs(head: Head) -> tuple[str, str, str]:
    """Return the labels of where somebody lives, what they offer and seek; of the dead, in past."""
    return ("lived", "offered", "sought") if head.died else ("lives", "offers", "seeks")


def _birthday(born: str, died: date | None, today: date) -> str:
    on = when.birthday_in(born, today.year if died is None else died.year)
    text = words.born(born)
    if died is None:
        turns = when.turning(born, when.next_birthday(born, today))
        return text if turns is None else f"{text}, turns {turns}"
    age = when.turning(born, on)
    return text if age is None else f"{text}, died at {age - (on > died)}"


def _stated(stated: Sequence[Stated], today: date) -> str:
    parts = []
    for one in stated:
        stale = one.on is not None and when.over_two_years(one.on, today)
        parts.append(
            f"{one.text} (said {words.day_only(one.on)})" if stale and one.on else one.text
        )
    return names.joined(parts)


def _gesture(one: Gesture) -> str:
    text = f": {names.one_line(one.text)}" if one.text else ""
    on = f", {words.day_only(one.on)}" if one.on else ""
    return _GESTURES[one.kind, one.side] + text[:80] + on


def open_promises(card: Card) -> list[list[Cell]]:
    """Return a row for each open promise: whose, what, by when, and how it is closed."""
    rows: list[list[Cell]] = []
    for one in card.promises:
        if one.done_on is None:
            whose = "you owe" if one.whose == "me" else "they owe"
            by = "" if one.by is None else words.near(one.by, card.today)
            rows.append([(whose, "dim"), one.text, by, (f"done {one.id}", "dim")])
    return rows


def _entry_row(one: Interaction) -> list[Cell]:
    parts = [f"{one.n} messages" if one.n > 1 else one.channel]
    if not one.two_way:
        parts.append("from them" if one.initiator == "them" else "from you")
    if one.pitch:
        parts.append("a pitch")
    parts += entry.support(Credit(one.gave, one.got))
    if one.depth:
        parts.append(entry.DEPTHS[one.depth])
    parts += entry.felt(one.at_ease, one.valued)
    if one.others:
        parts.append(f"with {names.joined([name for _, name in one.others])}")
    parts += [f"#{tag}" for tag in one.tags]
    note = names.one_line(one.note) if one.note else ""
    text: list[tuple[str, str]] = [
        (note, ""),
        ("  " if note else "", ""),
        (" · ".join(parts), "dim"),
    ]
    return [(str(one.id), "dim"), words.day_only(one.on), text]
