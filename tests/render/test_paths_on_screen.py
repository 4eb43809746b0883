"""Paths on the screen: who stays, who is a bridge, and who knows whom, said truly."""

from __future__ import annotations

import io

import pytest

from netledger.render.paths import Paths, Seen, opened, page


def lines(found: Paths) -> str:
    out = io.StringIO()
    page(found).show(out)
    return out.getvalue()


ADA, BOB, CY = Seen(1, "Ada", True), Seen(2, "Bob", True), Seen(3, "Cy", False)
ALONE = Paths(ADA, chain=[], opened=[], further=[], bridge_to=[], others=[])


@pytest.mark.parametrize(
    ("number", "staying", "said"),
    [
        (1, 0, "1 person to you, who did not stay in touch"),
        (1, 1, "1 person to you, who stays in touch"),
        (2, 0, "2 people to you, none of them stays in touch"),
        (2, 1, "2 people to you, 1 of them stays in touch"),
        (2, 2, "2 people to you, 2 of them stay in touch"),
    ],
)
def test_how_many_stay_is_said_in_words(number: int, staying: int, said: str) -> None:
    assert opened(number, staying) == said


def test_whom_they_brought_is_reached_through_them_and_others_are_joined_by_them() -> None:
    told = lines(ALONE._replace(opened=[BOB], bridge_to=[BOB, CY]))
    assert "reached only through them: Bob\n" in told
    assert "only they join Cy to the others\n" in told


def test_it_is_said_what_staying_means_where_somebody_was_brought() -> None:
    assert "Who stays:" in lines(ALONE._replace(opened=[BOB]))
    assert "Who stays:" not in lines(ALONE)


def test_whoever_introduced_them_does_know_them() -> None:
    assert "nobody else knows them" in lines(ALONE)
    assert "nobody but Bob knows them" in lines(ALONE._replace(chain=[BOB]))
