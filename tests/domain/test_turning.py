"""Whom to turn to: what counts, and in which order."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from datetime import date, timedelta
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain import turning
from netledger.domain.model import Entry, Head, Kind
from netledger.domain.stems import forms, stem, subject, words
from netledger.domain.strength import summarise
from netledger.domain.turning import Carried, Field, Passage

TODAY = date(2026, 3, 16)


def head(id: int, *days_ago: int, archived: bool = False, died: date | None = None) -> Head:
    entries = [Entry(n, TODAY - timedelta(days=days)) for n, days in enumerate(days_ago)]
    return Head(id, f"u{id}", f"Name {id}", summarise(entries), archived=archived, died=died)


def passage(contact: int, text: str, field: Field = "offers") -> Passage:
    return Passage(contact, field, text, text)


def asked(
    need: str,
    heads: Sequence[Head],
    passages: Sequence[Passage],
    carried: Mapping[int, Carried] | None = None,
    kind: Kind | None = None,
) -> list[int]:
    fits = turning.fits(words(need), passages)
    chosen = turning.shortlist(heads, fits, kind, TODAY, room=100)
    return [one.head.id for one in turning.rank(chosen, fits, carried or {}, kind, TODAY)]


def listened(times: int) -> Carried:
    return Carried({"psychosocial": times}, {}, {"psychosocial": TODAY})


# --- words


@pytest.mark.parametrize(
    "one",
    [
        "hire hired hires hiring",
        "move moved moves moving",
        "micromanage micromanages micromanaging micromanager micromanagement",
        "engineer engineers engineering",
        "recruit recruiter recruiters recruiting recruitment",
        "translate translator translation translating",
        "company companies",
        "tax taxes",
        "plan planned planning planner",
        "invest investor investors investment",
        "account accountant accounting",
        "study studies studied studying",
        "care cares caring",
    ],
)
def test_the_forms_of_a_word_meet(one: str) -> None:
    several = one.split()
    assert len({stem(word) for word in several}) == 1
    assert set(several) <= set(forms(several[0]))


@pytest.mark.parametrize(
    ("one", "other"),
    [("car", "care"), ("care", "career"), ("engine", "engineer"), ("station", "state"),
     ("product", "production"), ("add", "ad"), ("see", "seed")],
)  # fmt: skip
def test_other_words_do_not(one: str, other: str) -> None:
    assert stem(one) != stem(other)


@given(st.text("abcdefghijklmnopqrstuvwxyzäñ", min_size=1, max_size=14))
@settings(max_examples=60)
def test_every_form_has_the_stem_of_its_word(word: str) -> None:
    assert {stem(form) for form in forms(word)} == {stem(word)}


def test_a_need_is_what_is_left_of_a_sentence() -> None:
    assert words("I'm looking for a boss who micromanages!") == ["boss", "micromanages"]
    assert words("Ich suche jemanden für die Steuererklärung") == ["steuererklarung"]


def test_a_text_of_nothing_but_small_words_keeps_them_and_has_no_subject() -> None:
    assert words("who is it") == ["who", "is", "it"]
    assert subject("who is it") == []
    assert subject("who is a lawyer") == ["lawyer"]


@pytest.mark.parametrize("sign", ["空手", "空", "요리"])
def test_signs_of_east_asia_find_words_that_begin_with_them(sign: str) -> None:
    heads = [head(1, 10)]
    assert asked(sign, heads, [passage(1, f"{sign}道")]) == [1]
    assert asked("ab", heads, [passage(1, "abacus")]) == []


@pytest.mark.parametrize(
    ("need", "talk"),
    [("someone to talk to about divorce", True), ("Ich muss reden", True), ("a lawyer", False),
     ("stalking", False)],
)  # fmt: skip
def test_a_need_may_be_to_be_listened_to(need: str, talk: bool) -> None:
    assert turning.wants_to_talk(need) is talk


# --- order


def test_an_offer_says_more_than_a_role_and_a_role_more_than_a_note() -> None:
    heads = [head(id, 10) for id in (1, 2, 3)]
    found = [passage(1, "hiring", "note"), passage(2, "hiring", "role"), passage(3, "hiring")]
    assert asked("hiring", heads, found) == [3, 2, 1]


def test_of_two_who_offer_the_same_the_nearer_comes_first() -> None:
    assert asked("tax", [head(1, 900), head(2, 9)], [passage(1, "tax"), passage(2, "tax")]) == [
        2,
        1,
    ]


def test_the_word_that_few_have_decides() -> None:
    heads = [head(id, 10) for id in range(1, 9)]
    found = [passage(id, "boss", "entry") for id in range(1, 8)]
    found.append(passage(8, "micromanages", "entry"))
    assert asked("a boss who micromanages", heads, found)[0] == 8


def test_a_word_that_only_begins_so_counts_less() -> None:
    heads = [head(1, 10), head(2, 10)]
    assert asked("tax", heads, [passage(1, "taxidermy"), passage(2, "taxes")]) == [2, 1]


def test_a_tie_that_has_carried_support_counts_more() -> None:
    heads, found = [head(1, 10), head(2, 10)], [passage(1, "flat"), passage(2, "flat")]
    assert asked("flat", heads, found, {2: listened(1)}) == [2, 1]


def test_for_listening_who_has_listened_comes_before_who_only_fits() -> None:
    heads = [head(1, 1), head(2, 100), head(3, 400)]
    found = [passage(1, "boss"), passage(3, "boss")]
    # A tie's sums say that there was support; here only the counts matter.
    heads[1] = heads[1]._replace(tie=heads[1].tie._replace(sp=1.0))
    carried = {2: listened(1), 3: listened(1)}
    assert asked("boss", heads, found, carried, "psychosocial") == [3, 2, 1]


def test_where_nobody_near_fits_well_a_stranger_who_does_comes_first() -> None:
    heads = [head(1), head(2, 1, 2, 3)]
    found = [passage(1, "podcast production"), passage(2, "productions of plays", "note")]
    assert asked("podcast production", heads, found) == [1, 2]


def test_nobody_who_is_dead_or_was_cut_is_asked() -> None:
    heads = [head(1, 1, archived=True), head(2, 1, died=TODAY), head(3, 1)]
    assert asked("tax", heads, [passage(id, "tax") for id in (1, 2, 3)]) == [3]


WORDS = st.sampled_from(["hiring", "boss", "tax", "berlin", "engineer"])
PASSAGES = st.lists(
    st.builds(
        passage,
        st.integers(1, 6),
        st.lists(WORDS, min_size=1, max_size=3).map(" ".join),
        st.sampled_from(list(turning.WEIGHTS)),
    ),
    max_size=12,
)


@given(PASSAGES, st.lists(WORDS, min_size=1, max_size=3, unique=True), st.randoms())
@settings(max_examples=60)
def test_the_order_does_not_hang_on_how_the_ledger_was_written(
    found: list[Passage], need: list[str], random: Random
) -> None:
    heads = [head(id, *([id * 20] if id > 2 else [])) for id in range(1, 7)]
    text = " ".join(need)
    before = asked(text, heads, found)
    mixed, people = list(found), list(heads)
    random.shuffle(mixed)
    random.shuffle(people)
    assert asked(text, people, mixed) == before


@given(PASSAGES, st.lists(WORDS, min_size=1, max_size=3, unique=True))
@settings(max_examples=60)
def test_whoever_is_named_has_a_word_of_the_need(found: list[Passage], need: list[str]) -> None:
    fits = turning.fits(need, found)
    assert set(fits) == {one.contact for one in found if set(one.text.split()) & set(need)}
    assert all(0 < fit.relevance <= 1 for fit in fits.values())


# --- the way to strangers

KNOWN: Mapping[int, Sequence[int]] = {9: [8, 5], 8: [7], 7: [6], 6: [1], 5: [2]}


def known_by(contacts: Collection[int]) -> Mapping[int, Sequence[int]]:
    return {one: KNOWN[one] for one in contacts if one in KNOWN}


def test_the_shortest_way_to_a_stranger_is_named() -> None:
    assert turning.ways([9], known_by, {7: 0.5, 2: 0.5, 1: 0.9})[9] in {(7, 8), (2, 5)}


def test_of_two_ways_as_short_the_warmer_is_named() -> None:
    assert turning.ways([9], known_by, {7: 0.5, 2: 0.6}) == {9: (2, 5)}


def test_a_way_longer_than_three_people_is_none() -> None:
    assert turning.ways([9], known_by, {1: 0.9}) == {}


def test_people_who_know_each_other_in_a_round_lead_nowhere() -> None:
    ring: Mapping[int, Sequence[int]] = {1: [2], 2: [1]}
    assert turning.ways([1], lambda _: ring, {3: 0.9}) == {}
