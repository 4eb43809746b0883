"""The gate between text from outside and a terminal."""

from __future__ import annotations

import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.render import safe

ANY = st.text(st.characters(), max_size=30) | st.text(
    st.sampled_from("a\0\x07\x1b[]\x7f\x80\x9b\x85\r\n\t\u2028\u202e\u2066\u200d\u200f\ud83d"),
    max_size=12,
)
UNSAFE = re.compile("[\0-\x1f\x7f-\x9f\u2028\u2029\u202a-\u202e\u2066-\u2069]")
quick = settings(max_examples=400, deadline=None)


@quick
@given(ANY)
def test_a_line_holds_no_control_and_turns_no_direction_round(text: str) -> None:
    assert not UNSAFE.search(safe.line(text))


@quick
@given(ANY)
def test_a_line_is_one_line(text: str) -> None:
    assert len(safe.line(text).splitlines()) <= 1


@quick
@given(ANY)
def test_a_line_can_be_encoded(text: str) -> None:
    safe.line(text).encode()


@quick
@given(ANY)
def test_what_is_safe_stays_so(text: str) -> None:
    assert safe.line(safe.line(text)) == safe.line(text)


@quick
@given(ANY)
def test_nothing_vanishes_without_a_mark(text: str) -> None:
    assert len(safe.line(text)) == len(text)


@pytest.mark.parametrize(
    "text",
    [
        "Ada Stone",
        "[bold]Ada[/bold] :smile:",
        "Zoë Łukasz",
        "田中 太郎",
        "דנה כהן",
        "محمد علي",
        "נטע\u200f (Netta)",
        "👩\u200d💻",
        "👍🏽",
        "❤\ufe0f",
        "क\u094d\u200dष",
    ],
)
def test_names_of_people_stay_as_they_are(text: str) -> None:
    assert safe.line(text) == text


def test_an_escape_sequence_leaves_a_visible_mark() -> None:
    assert safe.line("\x1b[31mAda\x07") == "␛[31mAda␇"


def test_a_tab_and_a_line_end_are_blanks() -> None:
    assert safe.line("a\tb\nc\r\nd") == "a b c  d"


def test_lines_keep_their_breaks_and_nothing_else() -> None:
    assert safe.lines("a\x1b\nb\tc") == ["a␛", "b c"]
