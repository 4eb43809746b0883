"""The support map, its balance, and the sentences on what is thin in it."""

from __future__ import annotations

import random
from collections.abc import Iterable
from datetime import date, timedelta
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain.model import Kind
from netledger.domain.support import KINDS, Given, Share, gaps, share, support_map

TODAY = date(2026, 3, 16)
SINCE = TODAY - timedelta(days=730)
INSTRUMENTAL, PSYCHOSOCIAL = (frozenset({kind}) for kind in KINDS)
NAMES = {1: "Ada Stone", 2: "Tom Vance", 3: "Bo Roe", 4: "Zed Quill"}

kinds = st.frozensets(st.sampled_from(KINDS))
entries = st.lists(
    st.builds(
        Given,
        contact=st.integers(1, 4),
        on=st.dates(SINCE, TODAY),
        gave=kinds,
        got=kinds,
    ),
    max_size=40,
)


def got(contact: int, days_ago: int, kind: frozenset[Kind] = PSYCHOSOCIAL) -> Given:
    return Given(contact, TODAY - timedelta(days=days_ago), got=kind)


def thin(held: Iterable[Given], **more: Any) -> list[str]:
    return gaps(support_map(held), NAMES, TODAY, SINCE, **more)


# The map


@settings(max_examples=60)
@given(entries)
def test_the_map_counts_as_one_would_by_hand(held: list[Given]) -> None:
    found = support_map(held)
    for kind in KINDS:
        for side, rows in (("got", found.got[kind]), ("gave", found.gave[kind])):
            naive = {}
            for contact in range(1, 5):
                days = [
                    one.on for one in held if one.contact == contact and kind in getattr(one, side)
                ]
                if days:
                    naive[contact] = (len(days), max(days))
            assert {row.contact: (row.times, row.last) for row in rows} == naive


@settings(max_examples=60)
@given(entries, st.randoms(use_true_random=False))
def test_the_order_of_entries_never_matters(held: list[Given], chance: random.Random) -> None:
    mixed = list(held)
    chance.shuffle(mixed)
    assert support_map(mixed) == support_map(held)
    assert thin(mixed, five={1}) == thin(held, five={1})


@settings(max_examples=60)
@given(entries)
def test_the_most_come_first_and_of_equals_the_last(held: list[Given]) -> None:
    for kind in KINDS:
        rows = support_map(held).got[kind]
        order = [(row.times, row.last) for row in rows]
        assert order == sorted(order, reverse=True)


def test_both_kinds_in_one_entry_are_one_occasion() -> None:
    both = got(1, 5, INSTRUMENTAL | PSYCHOSOCIAL)
    (row,) = support_map([both, both]).balance
    assert (row.got, row.gave) == (2, 0)


def test_one_side_alone_is_named_from_three_occasions_on() -> None:
    two, three = [got(1, day) for day in (1, 2)], [got(2, day) for day in (1, 2, 3)]
    gave = [Given(3, TODAY, gave=INSTRUMENTAL)] * 3
    sides = {row.contact: row.all_on for row in support_map([*two, *three, *gave]).balance}
    assert sides == {1: None, 2: "got", 3: "gave"}


def test_whoever_gave_back_once_is_on_no_side_alone() -> None:
    held = [*[got(1, day) for day in range(9)], Given(1, TODAY, gave=INSTRUMENTAL)]
    assert [row.all_on for row in support_map(held).balance] == [None]


# What is thin


def test_without_an_entry_both_kinds_are_missing() -> None:
    assert thin([]) == [
        "Nobody has given you advice or help on record in two years.",
        "Nobody has listened to you on record in two years.",
    ]


def test_a_kind_that_only_the_dead_gave_is_said_to_be_missing_among_the_others() -> None:
    assert thin([], gone={"psychosocial"})[1] == (
        "Nobody who is still here has listened to you on record in two years."
    )


def test_a_kind_without_an_entry_for_a_month_is_dated() -> None:
    held = [got(1, 189), got(2, 400), got(3, 29, INSTRUMENTAL), got(1, 40, INSTRUMENTAL)]
    assert thin(held) == ["Nobody has listened to you since 8 September 2025."]
    assert "Nobody has listened to you since 14 February." in thin([got(1, 30), got(2, 30)])


def test_advice_from_one_person_alone_is_named_with_its_count() -> None:
    held = [got(1, day, INSTRUMENTAL) for day in range(6)]
    assert thin(held)[0] == "All advice comes from one person, Ada Stone (6 of 6)."
    assert not any("All" in text for text in thin([*held, got(2, 9, INSTRUMENTAL)]))


def test_one_talk_alone_is_no_pattern() -> None:
    assert not any("All" in text for text in thin([got(1, 0)]))


def test_that_nobody_near_gives_a_kind_is_said() -> None:
    held = [got(2, 1), got(3, 1), got(1, 1, INSTRUMENTAL), got(2, 1, INSTRUMENTAL)]
    assert thin(held, five={1}) == [
        "Nobody within your 5 has listened to you on record in two years."
    ]
    assert thin(held) == []


def test_another_window_is_named_by_its_first_day() -> None:
    since = date(2025, 1, 1)
    assert gaps(support_map([]), {}, TODAY, since)[0] == (
        "Nobody has given you advice or help on record since 1 January 2025."
    )


def test_what_you_gave_is_no_support_that_you_got() -> None:
    held = [Given(1, TODAY, gave=INSTRUMENTAL), Given(2, TODAY, gave=PSYCHOSOCIAL)]
    assert thin(held) == thin([])


def test_two_years_are_those_of_the_calendar() -> None:
    today = date(2029, 1, 1)  # 2028 has a leap day
    assert gaps(support_map([]), {}, today, date(2027, 1, 1))[0].endswith(" in two years.")
    assert gaps(support_map([]), {}, today, date(2027, 1, 2))[0].endswith(" since 2 January 2027.")


# How often


def test_a_share_counts_those_alone_that_answer() -> None:
    assert share([True, None, False, True, None]) == Share(2, 3)
    assert share([]) == Share(0, 0)
