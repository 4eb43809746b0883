"""Introductions worth making: which pairs, and which never."""

from __future__ import annotations

from datetime import date, timedelta
from random import Random

from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain import matching
from netledger.domain.matching import Person
from netledger.domain.model import Stated
from netledger.domain.stems import stems

TODAY = date(2026, 3, 16)


def strangers(_one: int, _other: int) -> bool:
    return False


def person(
    id: int | None, *, offers: str = "", seeks: str = "", days: int = 100, **more: object
) -> Person:
    on = TODAY - timedelta(days=days)
    stated = {
        "offers": (Stated(offers, on),) if offers else (),
        "seeks": (Stated(seeks, on),) if seeks else (),
    }
    return Person(id, f"Name {id}", 0.5, **stated, **more)  # type: ignore[arg-type]  # by field


def named(*people: Person) -> list[tuple[int | None, int | None]]:
    return [(pair.a.id, pair.b.id) for pair in matching.pairs(people, strangers, TODAY)]


def test_who_seeks_comes_before_who_offers() -> None:
    assert named(person(1, offers="tax advice"), person(2, seeks="advice on taxes")) == [(2, 1)]


def test_a_role_meets_a_need() -> None:
    assert named(person(1, seeks="a data engineer"), person(2, role="Senior Data Engineer"))


def test_one_word_of_two_is_not_enough() -> None:
    assert not named(person(1, seeks="a data engineer"), person(2, role="Head of Data"))


def test_a_short_offer_is_enough_for_a_long_need() -> None:
    assert named(person(1, seeks="an investor for a solar start-up"), person(2, offers="investing"))


def test_a_tag_meets_a_need_that_is_about_nothing_else() -> None:
    assert named(person(1, seeks="someone in academia"), person(2, tags=("academia",)))
    assert not named(person(1, seeks="a flat in Berlin"), person(2, tags=("berlin",)))


def test_role_and_organisation_meet_a_need_together() -> None:
    [pair] = matching.pairs(
        [person(1, seeks="a nurse at Charité"), person(2, role="Nurse", org="Charité")],
        strangers,
        TODAY,
    )
    assert pair.offer == "Nurse, Charité"


def test_an_offer_comes_before_a_role_and_a_role_before_a_tag() -> None:
    people = [
        person(1, seeks="tax"), person(2, tags=("tax",)), person(3, role="Tax"),
        person(4, offers="tax"),
    ]  # fmt: skip
    assert named(*people) == [(1, 4), (1, 3), (1, 2)]


def test_what_was_said_more_than_two_years_ago_is_stale_and_comes_last() -> None:
    old, young = person(2, offers="tax", days=731), person(3, role="tax", days=10)
    pairs = matching.pairs([person(1, seeks="tax"), old, young], strangers, TODAY)
    assert [(pair.b.id, pair.stale) for pair in pairs] == [(3, False), (2, True)]


def test_each_statement_keeps_its_day() -> None:
    [pair] = matching.pairs(
        [person(1, seeks="tax", days=900), person(2, role="tax")], strangers, TODAY
    )
    assert pair.need_on == pair.since == TODAY - timedelta(days=900)
    assert (pair.offer_on, pair.stale) == (None, True)


def test_those_who_know_each_other_are_left_out() -> None:
    people = [person(1, seeks="tax"), person(2, offers="tax")]
    assert not matching.pairs(people, lambda one, other: {one, other} == {1, 2}, TODAY)


def test_what_you_offer_yourself_meets_a_need() -> None:
    assert named(person(1, seeks="tax"), person(None, offers="tax")) == [(1, None)]


def test_for_one_need_the_best_few_are_named() -> None:
    many = [person(id, offers="tax") for id in range(2, 30)]
    assert len(named(person(1, seeks="tax"), *many)) == matching.A_NEED


def test_a_need_of_signs_alone_is_met_by_nobody() -> None:
    assert not named(person(1, seeks="?!"), person(2, offers="?!"))


TEXTS = st.lists(
    st.sampled_from(["tax", "taxes", "data", "engineer", "flat", "berlin", "violin", "the"]),
    min_size=1,
    max_size=3,
).map(" ".join)
PEOPLE = st.lists(
    st.tuples(TEXTS, TEXTS, st.integers(0, 900), TEXTS, TEXTS), min_size=1, max_size=7
).map(
    lambda rows: [
        person(id, offers=offers, seeks=seeks, days=days, role=role, tags=(tag,))
        for id, (offers, seeks, days, role, tag) in enumerate(rows, start=1)
    ]
)


@given(PEOPLE)
@settings(max_examples=60)
def test_nobody_is_introduced_to_themselves(people: list[Person]) -> None:
    assert all(a != b for a, b in named(*people))


@given(PEOPLE)
@settings(max_examples=60)
def test_need_and_offer_of_every_pair_share_a_word(people: list[Person]) -> None:
    for pair in matching.pairs(people, strangers, TODAY):
        assert set(stems(pair.need)) & set(stems(pair.offer))


@given(PEOPLE)
@settings(max_examples=60)
def test_an_offer_with_all_words_of_a_need_is_never_missed(people: list[Person]) -> None:
    few = people[: matching.A_NEED + 1]
    due = {
        (a.id, b.id)
        for a in few
        for b in few
        if a != b and set(stems(a.seeks[0].text)) <= set(stems(b.offers[0].text))
    }
    assert due <= set(named(*few))


@given(PEOPLE, st.randoms())
@settings(max_examples=60)
def test_the_order_does_not_hang_on_that_of_the_people(
    people: list[Person], random: Random
) -> None:
    mixed = list(people)
    random.shuffle(mixed)
    assert matching.pairs(mixed, strangers, TODAY) == matching.pairs(people, strangers, TODAY)
