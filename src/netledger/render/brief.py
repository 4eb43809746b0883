"""One screen before a meeting."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from itertools import groupby
from typing import Any, Final

from netledger.domain import brief, cadence, names, strength
from netledger.domain.introductions import Introduction
from netledger.domain.model import Credit, Interaction, Stated
from netledger.domain.support import KINDS, Share
from netledger.domain.when import distance
from netledger.render import card, entry, words
from netledger.render.page import Cell, Page

_NOTE: Final = 160  # characters of a note: what was said, not the whole of it
_DID: Final = {**dict.fromkeys(brief.WRITTEN, "wrote"), "call": "called", "video": "called"}


@dataclass(frozen=True, slots=True)
class Brief:
    """The card of one contact, and what a brief adds to it."""

    card: card.Card
    told: brief.Told
    offers: Sequence[str]  # what you offer
    fits: Sequence[brief.Fit]
    birthday: brief.Birthday | None
    shared: Sequence[brief.Shared]
    hand_offs: Sequence[Introduction]
    asks: Sequence[str]


def document(one: Brief) -> dict[str, Any]:
    """Return the brief for --json: what `show` says, and more."""
    shown, today = card.document(one.card), one.card.today
    contact, told = one.card.contact, one.told
    return {
        **shown,
        "last_talks": [card.entry_json(talk) for talk in told.talks],
        "open_promises": [held for held in shown["promises"] if held["done_on"] is None],
        "ask": one.asks,
        "stated": {
            kind: [
                {"text": said.text, "on": said.on, "old": brief.is_old(said, today)}
                for said in held
            ]
            for kind, held in (("offers", contact.offers), ("seeks", contact.seeks))
        },
        "you_offer": one.offers,
        "fits": [{"offer": fit.offer, "need": fit.need} for fit in one.fits],
        "support": {
            side: {
                kind: {"times": row.times, "last": row.last}
                for kind in KINDS
                for row in by_kind[kind]
            }
            for side, by_kind in (("got", told.support.got), ("gave", told.support.gave))
        },
        "at_ease": {"yes": told.at_ease.yes, "of": told.at_ease.of},
        "valued": {"yes": told.valued.yes, "of": told.valued.of},
        "birthday_near": one.birthday and {"on": one.birthday.on, "turns": one.birthday.turns},
        "shared": [
            {"id": other.contact, "name": other.name, "why": other.why} for other in one.shared
        ],
        "handoffs": [
            {"id": held.id, "a": held.a.name, "b": held.b.name,
             "via": held.via and held.via.name, "state": held.state, "since": held.changed}
            for held in one.hand_offs
        ],
    }  # fmt: skip


def page(one: Brief, page: Page | None = None) -> Page:
    """Return the brief as it is read, at the end of `page` where there is one."""
    page = page or Page()
    contact = one.card.contact
    head = contact.head
    page.line((head.name, "title"), (f"  {head.id}", "dim"), *card.state(one.card))
    job = " · ".join(part for part in (card.job(head), contact.location) if part)
    for line in (job, _known_since(one), _tie(one)):
        if line:
            page.line(line, indent=2)
    if one.card.pitches.mostly():
        page.line((one.card.pitches.said(), "warn"), indent=2)
    _talks(page, one)
    _promises(page, one)
    facts = [[(label, "dim"), text] for label, text in _facts(one) if text]
    if facts:
        page.line()
        page.table(facts, "lf", indent=2)
    if one.asks:
        page.line()
        page.line(("ask", "strong"), indent=2)
        for text in one.asks:
            page.line(text, indent=4)
    return page


def clock(on: datetime | date) -> str:
    """Return the local time of a meeting, "" for one that takes the whole day."""
    return f"{on.astimezone():%H:%M}" if isinstance(on, datetime) else ""


def _known_since(one: Brief) -> str:
    contact, head = one.card.contact, one.card.contact.head
    since = next(
        (
            f"{how} {words.day_only(on)}"
            for on, how in (
                (head.met_on, "met"),
                (head.connected_on, "connected"),
                (head.tie.first, "first entry"),
            )
            if on
        ),
        "",
    )
    where = contact.met_where or ""
    through = f"through {one.card.through}" if one.card.through else ""
    return ", ".join(part for part in (since, where, through) if part)


def _tie(one: Brief) -> str:
    standing = one.card.standing
    tie, today = standing.head.tie, one.card.today
    if tie.last is None:
        return card.no_entry(one.card)
    if standing.head.died:
        return card.last_talk(tie.last)
    circle = f"circle {standing.tier}" if standing.tier else "outside the circles"
    stated = " (stated)" if standing.head.stated_tier else ""
    days = strength.silence(tie, today)
    parts = [f"{circle}{stated}", f"tie {standing.strength:.0f} of 100"]
    parts.append("last today" if days == 0 else f"last {distance(days)} ago")
    if tie.d >= cadence.RHYTHM_FROM:
        rhythm = max(1, round(strength.own_rhythm(tie)))
        parts.append(f"you two talk every {words.count(rhythm, 'day')}")
    return " · ".join(parts)


def _talks(page: Page, one: Brief) -> None:
    if one.told.talks:
        page.line()
        rows: list[list[Cell]] = [
            [
                words.day_only(talk.on),
                (talk.channel, "dim"),
                _said(talk, answered=any(brief.heard(later) for later in one.told.talks[:place])),
            ]
            for place, talk in enumerate(one.told.talks)
        ]
        page.table(rows, "rlf", indent=2)


def _said(talk: Interaction, *, answered: bool) -> Cell:
    """Return the note of a talk, and who alone took part; without a note, what else is known."""
    note = names.one_line(talk.note or "")
    note = note if len(note) <= _NOTE else note[: _NOTE - 1].rstrip() + "…"
    known = [] if talk.two_way else [_one_way(talk, answered=answered)]
    if not note:
        known += entry.support(Credit(talk.gave, talk.got))
        known += [entry.DEPTHS[talk.depth]] if talk.depth else []
        known += entry.felt(talk.at_ease, talk.valued)
    return [(note, ""), ("  " if note and known else "", ""), (" · ".join(known), "dim")]


def _one_way(talk: Interaction, *, answered: bool) -> str:
    theirs, did = talk.initiator == "them", _DID.get(talk.channel)
    if did is None:
        return "from them" if theirs else "from you"
    if theirs:
        return f"they {did}"
    return f"you {did}" if answered else f"you {did}, no answer"


def _promises(page: Page, one: Brief) -> None:
    rows = card.open_promises(one.card)
    if rows:
        page.line()
        page.table(rows, "lfll", indent=2)


def _facts(one: Brief) -> list[tuple[str, str]]:
    contact, told = one.card.contact, one.told
    _, offers, seeks = card.verbs(contact.head)
    return [
        (seeks, _stated(contact.seeks, one.card.today)),
        (offers, _stated(contact.offers, one.card.today)),
        *(("you offer", text) for text in _yours(one)),
        *_support(told),
        ("at ease", _times(told.at_ease)),
        ("valued", _times(told.valued)),
        ("birthday", _birthday(one)),
        *(("you share", f"{names.joined([other.name for other in held])}: {why}")
          for why, held in groupby(one.shared, key=lambda other: other.why)),
        *(("hand-off", _hand_off(held)) for held in one.hand_offs),
    ]  # fmt: skip


def _yours(one: Brief) -> list[str]:
    """Return which of your offers meets which need; where none does, all that you offer."""
    if one.fits:
        return [
            f"{fit.offer}, which they look for"
            if names.fold(fit.offer) == names.fold(fit.need)
            else f"{fit.offer}, and they look for {fit.need}"
            for fit in one.fits
        ]
    if one.offers or one.card.contact.head.died:
        return [", ".join(one.offers)]
    return ["not stated: netledger config me.offers TEXT"] if one.card.contact.seeks else []


def _stated(stated: Sequence[Stated], today: date) -> str:
    parts = []
    for one in stated:
        said = ""
        if one.on is not None:
            old = ", old" if brief.is_old(one, today) else ""
            said = f" (said {words.day_only(one.on)}{old})"
        parts.append(one.text + said)
    return ", ".join(parts)


def _support(told: brief.Told) -> list[tuple[str, str]]:
    return [
        (
            f"you {side}",
            f"{kind} {words.often(row.times)}{', last' * (row.times > 1)}"
            f" {'on ' * (row.times == 1)}{words.day_only(row.last)}",
        )
        for side, by_kind in (("got", told.support.got), ("gave", told.support.gave))
        for kind in KINDS
        for row in by_kind[kind]
    ]


def _times(answers: Share) -> str:
    return f"{answers.yes} of {words.count(answers.of, 'time')}" if answers.of else ""


def _birthday(one: Brief) -> str:
    if one.birthday is None:
        return ""
    on, turns = one.birthday
    day = words.near(on, one.card.today)
    return day if turns is None else f"{day}, turns {turns}"


def _hand_off(held: Introduction) -> str:
    whom = f"{held.a.name} to {held.b.name}"
    via = f" through {held.via.name}" if held.via else ""
    return f"{whom}{via}: {held.state} since {words.day_only(held.changed)}"
