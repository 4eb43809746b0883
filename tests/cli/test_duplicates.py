"""duplicates: contacts that may be one person, and what is said of them is remembered."""

from __future__ import annotations

import re

import pytest

from .program import Netledger


def ids(netledger: Netledger) -> list[tuple[int, int]]:
    return [(one["a"]["id"], one["b"]["id"]) for one in netledger.json("duplicates")]


def test_pairs_are_listed_with_their_evidence(netledger: Netledger) -> None:
    netledger.ok("add", "Nell Ek", "--org", "A")
    netledger.ok("add", "Eleanor Ek", "--org", "A")
    (only,) = netledger.json("duplicates")
    assert (only["a"], only["b"]) == ({"id": 1, "name": "Nell Ek"}, {"id": 2, "name": "Eleanor Ek"})
    assert only["why"] == "a name that may be the same and organisation"
    assert 0 < only["confidence"] <= 1
    assert "Nell Ek" in netledger.ok("duplicates").out


def test_nobody_who_was_added_with_force_is_proposed(netledger: Netledger) -> None:
    netledger.ok("add", "Kim Roe")
    netledger.ok("add", "Kim Roe", "--force")
    assert ids(netledger) == []


def test_that_two_are_two_is_remembered_and_can_be_taken_back(netledger: Netledger) -> None:
    netledger.ok("add", "Nell Ek")
    netledger.ok("add", "Eleanor Ek")
    netledger.ok("duplicates", "--different", "Nell", "Eleanor")
    assert ids(netledger) == []
    netledger.ok("undo")
    assert ids(netledger) == [(1, 2)]


def test_nobody_is_two_with_themselves(netledger: Netledger) -> None:
    netledger.ok("add", "Nell Ek")
    assert "(1)" in netledger.refused(2, "duplicates", "--different", "Nell", "1")


@pytest.fixture
def three(netledger: Netledger) -> Netledger:
    """Nell and Eleanor, Ben and Benno, Sue and Susan."""
    for name in ("Nell Ek", "Eleanor Ek", "Ben Lund", "Benno Lund", "Sue Orr", "Susan Orr"):
        netledger.ok("add", name)
    return netledger


def test_the_walk_joins_keeps_apart_and_puts_off(three: Netledger) -> None:
    ran = three.terminal(
        "duplicates", keys=[("1 of 3", "s"), ("2 of 3", "d"), ("3 of 3", "l")]
    )  # fmt: skip
    assert "Joined 1 pair, kept 1 apart; 1 left" in ran.out
    assert [row["name"] for row in three.json("list", "--sort", "name")].count("Eleanor Ek") == 0
    assert ids(three) == [(5, 6)]


@pytest.mark.parametrize("back", ["b", "u"])
def test_going_back_takes_back_the_answer(three: Netledger, back: str) -> None:
    three.terminal("duplicates", keys=[("1 of 3", "s"), ("2 of 3", back), ("1 of 3", "q")])
    assert len(ids(three)) == 3


def test_a_whole_walk_is_taken_back_at_once(three: Netledger) -> None:
    three.terminal("duplicates", keys=[("1 of 3", "s"), ("2 of 3", "s"), ("3 of 3", "q")])
    three.ok("undo", "--walk")
    assert len(ids(three)) == 3


def test_with_yes_a_terminal_gets_the_list_and_no_question(three: Netledger) -> None:
    steps = three.steps()
    ran = three.terminal("duplicates", "--yes")
    assert ran.status == 0
    assert "3 pairs" in ran.out
    assert three.steps() == steps


def test_two_are_shown_with_their_days_in_words(netledger: Netledger) -> None:
    netledger.ok("add", "Nell Ek", "--birthday", "--03-20")
    netledger.ok("add", "Eleanor Ek")
    netledger.ok("log", "nell", "tea", "--on", "2026-02-06")
    ran = netledger.terminal("duplicates", columns=100, keys=[("1 of 1", "q")])
    shown = re.sub("\x1b\\[[0-9;]*m", "", ran.out)
    assert "last 6 Feb 2026" in shown
    assert "20 Mar" in shown
    assert "b back" in shown


def test_whoever_breaks_off_is_told_what_was_kept(three: Netledger) -> None:
    ran = three.terminal("duplicates", keys=[("1 of 3", "s"), ("2 of 3", "\x03")])
    assert ran.status == 130
    assert "Joined 1 pair, kept 0 apart; 2 left" in ran.out
    assert len(ids(three)) == 2
