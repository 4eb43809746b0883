"""What a brief asks and finds, beyond the card."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from netledger.domain import brief
from netledger.domain.model import Contact, Entry, Head, Interaction, Promise, Standing, Stated
from netledger.domain.strength import summarise

TODAY = date(2026, 3, 16)


def contact(**fields: Any) -> Contact:
    return Contact(Head(7, "u", "Ada Stone", died=fields.pop("died", None)), **fields)


def standing(
    tier: int | None = None, last: date | None = None, died: date | None = None
) -> Standing:
    tie = summarise([Entry(1, last)] if last else [])
    return Standing(Head(7, "u", "Ada Stone", tie, died=died), 0.0, 0.0, {}, tier, None)


def talk(id: int, days_ago: int, note: str | None = None, **more: Any) -> Interaction:
    values: dict[str, Any] = {
        "minutes": None, "depth": None, "initiator": None, "two_way": True, "pitch": False,
        "at_ease": None, "valued": None, "n": 1, "gave": frozenset(), "got": frozenset(), **more,
    }  # fmt: skip
    return Interaction(id, TODAY - timedelta(days=days_ago), "meet", note, **values)


def asked(about: Contact, *, at: Standing | None = None, **more: Any) -> list[str]:
    return brief.asks(
        about, at or standing(), more.get("talks", []), more.get("promises", []), TODAY
    )


def test_the_last_three_talks_are_the_newest_and_no_pitch_is_one() -> None:
    talks = [talk(1, 9), talk(2, 1), talk(3, 5), talk(4, 30), talk(5, 0, pitch=True)]
    assert [one.id for one in brief.told(talks).talks] == [2, 3, 1]


def test_a_pitch_says_nothing_of_ease_or_support() -> None:
    told = brief.told([talk(1, 1, pitch=True, at_ease=False, got=frozenset({"instrumental"}))])
    assert (told.at_ease.of, told.support.balance) == (0, [])


def test_it_asks_how_the_last_noted_talk_went_on() -> None:
    talks = [talk(2, 1), talk(1, 2, "her move\nto Bonn")]
    assert asked(contact(), talks=talks) == [
        'Last talk (14 Mar 2026): "her move to Bonn". Ask how that went.'
    ]


@pytest.mark.parametrize("channel", ["message", "email", "letter"])
def test_what_was_written_is_no_talk(channel: Any) -> None:
    written = talk(1, 2, "Quick question on the trail map")._replace(channel=channel)
    assert asked(contact(), talks=[written]) == [
        'Last message (14 Mar 2026): "Quick question on the trail map". Ask how that went.'
    ]


def test_what_went_one_way_is_passed_over_for_the_last_talk_that_both_had() -> None:
    talks = [talk(2, 1, "are you there?", two_way=False), talk(1, 2, "her move to Bonn")]
    assert asked(contact(), talks=talks) == [
        'Last talk (14 Mar 2026): "her move to Bonn". Ask how that went.'
    ]


def test_an_old_need_is_asked_about_with_its_day() -> None:
    old, fresh = Stated("a flat", date(2024, 3, 15)), Stated("a cook", date(2024, 3, 16))
    assert asked(contact(seeks=(old, fresh))) == [
        "Still looking for a flat? Said 15 Mar 2024.",
        "Still looking for a cook?",
    ]


@pytest.mark.parametrize(
    ("by", "whose", "done", "text"),
    [
        (date(2026, 3, 16), "them", None, "Their promise: the slides, due 16 Mar 2026"),
        (None, "them", None, "Their promise: the slides"),
        (date(2026, 3, 17), "them", None, None),
        (date(2026, 3, 1), "me", None, None),
        (date(2026, 3, 1), "them", date(2026, 3, 2), None),
    ],
)
def test_it_asks_for_a_promise_of_theirs_that_is_due(
    by: date | None, whose: Any, done: date | None, text: str | None
) -> None:
    promise = Promise(1, 7, "Ada Stone", "the slides", by, whose, done)
    assert asked(contact(), promises=[promise]) == ([] if text is None else [text])


@pytest.mark.parametrize(
    ("at", "asks"),
    [
        (standing(50), True),
        (standing(150), False),
        (standing(last=TODAY - timedelta(days=183)), True),
        (standing(last=TODAY - timedelta(days=184)), False),
    ],
)
def test_what_they_look_for_is_asked_where_it_matters(at: Standing, asks: bool) -> None:
    question = "What is Ada looking for? Note it: netledger edit 7 --seeks TEXT"
    assert asked(contact(), at=at) == [question] * asks


def test_with_a_need_known_it_asks_what_they_bring_and_with_both_nothing() -> None:
    need, offer = (Stated("a flat", TODAY),), (Stated("tea", TODAY),)
    assert asked(contact(seeks=need), at=standing(5))[-1] == (
        "What does Ada bring you? Note it: netledger edit 7 --offers TEXT"
    )
    assert asked(contact(seeks=need, offers=offer), at=standing(5)) == ["Still looking for a flat?"]


def test_the_dead_are_asked_nothing() -> None:
    died = date(2026, 1, 1)
    assert asked(contact(died=died), at=standing(5, TODAY, died), talks=[talk(1, 90, "tea")]) == []


def test_your_offer_meets_their_need() -> None:
    needs = [Stated("a data engineer", None), Stated("a flat", None)]
    assert brief.fits(["data engineering", "cooking"], needs) == [
        brief.Fit("data engineering", "a data engineer")
    ]


@pytest.mark.parametrize(
    ("born", "found"),
    [
        ("1980-04-15", brief.Birthday(date(2026, 4, 15), 46)),
        ("--03-16", brief.Birthday(TODAY, None)),
        ("1980-04-16", None),
    ],
)
def test_a_birthday_is_told_thirty_days_ahead(born: str, found: brief.Birthday | None) -> None:
    assert brief.birthday(contact(birthday=born), TODAY) == found
