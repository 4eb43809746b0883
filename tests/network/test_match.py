"""Introductions worth making, asked of the ledger of the forty."""

from __future__ import annotations

from typing import Any

import pytest

from cli.program import Netledger

from .questions import LAST_OF_ALL, MATCH, ME_OFFERS, MINE, NOT_MATCHED, Pair


def first(one: dict[str, Any]) -> str:
    return str(one["name"]).split()[0]


@pytest.fixture
def matched(netledger: Netledger) -> list[Pair]:
    return [
        Pair(first(row["a"]), first(row["b"]), row["need"], row["offer"], row["stale"])
        for row in netledger.json("match")
    ]


@pytest.mark.parametrize("pair", sorted(MATCH), ids=lambda pair: f"{pair.a}-{pair.b}")
def test_an_introduction_worth_making_is_named(matched: list[Pair], pair: Pair) -> None:
    assert pair in matched


def test_no_other_introduction_is_named(matched: list[Pair]) -> None:
    assert set(matched) <= MATCH


@pytest.mark.parametrize("pair", NOT_MATCHED.values(), ids=NOT_MATCHED)
def test_some_pairs_are_left_out(matched: list[Pair], pair: tuple[str, str]) -> None:
    assert not [one for one in matched if {one.a, one.b} == set(pair)]


def test_what_was_said_long_ago_comes_last(matched: list[Pair]) -> None:
    assert (matched[-1].a, matched[-1].b) == LAST_OF_ALL


def test_a_need_that_you_can_meet_yourself_is_named(netledger: Netledger) -> None:
    netledger.ok("config", "me.offers", ME_OFFERS)
    [mine] = [row for row in netledger.json("match") if row["b"]["id"] is None]
    assert (first(mine["a"]), mine["need"], mine["offer"]) == MINE
    assert mine["b"] == {"id": None, "name": "you"}
