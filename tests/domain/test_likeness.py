"""Whether two names may be one person's."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netledger.domain.likeness import agreement, best

NAMES = st.text(max_size=30) | st.sampled_from(
    ["Ada Lund", "Lund, Ada", "A. Lund", "Ada L.", "Łukasz Wójcik", "王小明", "Nell Ek", "Kim"]
)


@pytest.mark.parametrize(
    "other",
    [
        "kim roe",
        "Roe, Kim",
        "Kim Roe, PhD",
        "Kim Roe (she/her)",
        "Kim Roe [ACME]",
        "Kim Roe - Hiring!",
        "🚀 Kim Roe",
        'Kim "Trix" Roe',
        "Dr. Kim Roe",
        "Kìm Röe",
    ],
)
def test_what_is_around_a_name_does_not_change_it(other: str) -> None:
    assert agreement("Kim Roe", other) == "same"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Eleanor Lund", "Nell Lund"),
        ("Ursula Ek", "Uschi Ek"),
        ("Beatriz Campos", "Bea Campos"),
        ("Jonas Shelland", "Jonas S."),
        ("Jean-Luc de la Fontaine", "Jean-Luc d."),
        ("Ada Lund", "A. Lund"),
        ("Łukasz Wójcik", "ukasz Wojcik"),
        ("Jürgen Groß", "Jurgen Gro"),
        ("Ada Lund", "Ada"),
    ],
)
def test_a_shortened_or_mangled_name_is_close(one: str, other: str) -> None:
    assert agreement(one, other) == "close"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Ada Lund", "Bo Lund"),
        ("Ada Lund", "Ada Ek"),
        ("Ana Lund", "Ann Lund"),
        ("Kim Roe", "Kim Row"),
        ("Lund", "Ada Lund"),
        ("王小明", "李小明"),
        ("Ada Lund", "Jo L."),
    ],
)
def test_another_name_does_not_agree(one: str, other: str) -> None:
    assert agreement(one, other) is None


@given(NAMES, NAMES)
def test_agreement_does_not_depend_on_who_comes_first(one: str, other: str) -> None:
    assert agreement(one, other) == agreement(other, one)


@given(NAMES)
def test_a_name_agrees_with_itself(name: str) -> None:
    assert agreement(name, name) == "same"


def test_the_best_of_several_names_counts() -> None:
    assert best(["Bea Campos", "Beatriz Ek"], ["Bo Stone", "Beatriz Ek"]) == "same"
