"""A log in one sentence: what is read from it, and what never is."""

from __future__ import annotations

import string
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain import sentence
from netledger.domain.sentence import Sentence
from netledger.errors import UsageError

TODAY = date(2026, 3, 14)
PEOPLE = ("Ada Lund", "Bob Stone", "May Will", "Jean Dupont", "Dr. Eva Ek", "J. R. Ewing")
_EDGES = ".,;:!?()\"'"


def _folded(text: str) -> list[str]:
    return [word.strip(_EDGES).lower() for word in text.split()]


def names_whole(text: str) -> bool:
    """Every word is a whole word of one name."""
    words = _folded(text)
    return bool(words) and any(set(words) <= set(_folded(name)) for name in PEOPLE)


def fits(text: str) -> bool:
    """Every word starts a word of one name."""
    words = _folded(text)
    return bool(words) and any(
        all(any(part.startswith(word) for part in _folded(name)) for word in words)
        for name in PEOPLE
    )


def read(text: str) -> Sentence:
    return sentence.read(text, TODAY, names_whole, fits)


@pytest.mark.parametrize(
    ("written", "people"),
    [
        ("coffee with Ada", ("Ada",)),
        ("coffee with Ada Lund", ("Ada Lund",)),
        ("coffee with @Ada and Bob Stone about hiring", ("Ada", "Bob Stone")),
        ("coffee with Ada, Bob and Jean", ("Ada", "Bob", "Jean")),
        ("coffee with Ada & Bob", ("Ada", "Bob")),
        ("Ada: she called", ("Ada",)),
        ("Ada Lund called about the house", ("Ada Lund",)),
        ("lunch, then @bob joined", ("bob",)),
        ("lunch (@Ada)", ("Ada",)),
        ('lunch with "Ada"', ("Ada",)),
        ("coffee with Dr. Eva Ek", ("Dr Eva Ek",)),
        ("coffee with ada", ("ada",)),
        ("coffee with Ada. Bob was ill", ("Ada",)),
        ("coffee with @Ada and talk of Bob", ("Ada",)),
        ("talked about Bob and may come", ()),
        ("we may meet and I will write", ()),
        ("coffee with nobody", ()),
        ("coffee with Unknown Person about hiring", ("Unknown Person",)),
        ("coffee with Ada and Unknown", ("Ada", "Unknown")),
        ("@ada @bob", ("ada", "bob")),
        ("@Ada and again @Ada", ("Ada",)),
        ("mail to ada@example.org", ()),
        ("", ()),
    ],
)
def test_people_are_read_where_names_count(written: str, people: tuple[str, ...]) -> None:
    assert read(written).people == people


@pytest.mark.parametrize(
    ("written", "text"),
    [
        (
            "yesterday: coffee with @Ada and Bob Stone about hiring #work",
            "coffee with Ada and Bob Stone about hiring",
        ),
        ("Ada: she called", "she called"),
        ("@Ada Lund: she called", "she called"),
        ("coffee with @Ada, @Bob", "coffee with Ada, Bob"),
        ("note: buy milk", "note: buy milk"),
        ("#work coffee with Ada", "coffee with Ada"),
        ("issue#5 with Ada", "issue#5 with Ada"),
    ],
)
def test_the_text_reads_without_marks_day_and_tags(written: str, text: str) -> None:
    assert read(written).text == text


@pytest.mark.parametrize(
    ("written", "on"),
    [
        ("yesterday: coffee with Ada", date(2026, 3, 13)),
        ("2026-03-01: coffee with Ada", date(2026, 3, 1)),
        ("1 Mar: coffee with Ada", date(2026, 3, 1)),
        ("coffee with Ada yesterday", None),
        ("coffee with Ada: yesterday was fine", None),
    ],
)
def test_a_day_counts_only_before_the_first_colon(written: str, on: date | None) -> None:
    assert read(written).on == on


@pytest.mark.parametrize("written", ["tomorrow: coffee with Ada", "2026-02-30: coffee with Ada"])
def test_a_day_to_come_or_out_of_the_calendar_is_refused(written: str) -> None:
    with pytest.raises(UsageError):
        read(written)


@pytest.mark.parametrize(
    ("written", "tags"),
    [
        ("coffee #work with Ada #new-job", ("work", "new-job")),
        ("coffee #work #work", ("work",)),
        ("# not a tag, nor C#", ()),
        ("#日本 with Ada", ("日本",)),
    ],
)
def test_tags_are_words_with_a_mark(written: str, tags: tuple[str, ...]) -> None:
    assert read(written).tags == tags


words = st.sampled_from(
    (
        *("Ada", "Lund", "Bob", "Stone", "Jean", "may", "Dr.", "Unknown", "coffee", "about", "x"),
        *("with", "With", "and", "&", "y", "@Ada", "@bob,", "@", "@@", "@!", "(@Ada)", "#", "#tag"),
        *(",", ":", "note:", "yesterday:", "Ada,", "Ada:", "Bob.", "🌻", "-", "...", '"', "田中"),
    )
)
sentences = st.lists(words, max_size=12).map(" ".join) | st.text(
    st.sampled_from(string.ascii_letters + " @#:,.&\n\t\"'é田🌻\u202e"), max_size=40
)
quick = settings(max_examples=400, deadline=None)


def _read(text: str) -> Sentence | None:
    try:
        return read(text)
    except UsageError:
        return None


@quick
@given(sentences)
def test_any_sentence_is_read_or_refused_in_plain_words(text: str) -> None:
    _read(text)


@quick
@given(sentences)
def test_nobody_is_read_who_does_not_stand_in_the_sentence(text: str) -> None:
    found = _read(text)
    for who in found.people if found else ():
        assert all(word in text for word in who.split())


@quick
@given(sentences)
def test_nobody_without_a_name_is_read(text: str) -> None:
    found = _read(text)
    assert not found or all(who.strip() for who in found.people)


@quick
@given(sentences)
def test_each_is_read_once(text: str) -> None:
    found = _read(text)
    assert not found or len(set(found.people)) == len(found.people)


@quick
@given(sentences)
def test_a_marked_name_of_the_ledger_is_always_read(text: str) -> None:
    found = _read(f"{text} and also @Jean")
    assert not found or any("Jean" in who for who in found.people)


@quick
@given(sentences)
def test_no_name_keeps_its_mark_in_the_text(text: str) -> None:
    found = _read(text)
    for who in found.people if found else ():
        if found and who.strip("@"):
            assert f" @{who.split()[0]}" not in f" {found.text}" or f"@@{who.split()[0]}" in text
