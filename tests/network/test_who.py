"""Whom to turn to, asked of the ledger of the forty."""

from __future__ import annotations

from typing import Any

import pytest

from cli.program import Netledger

from .questions import NEVER_CARRIED, WHO, Who


def first_names(rows: list[dict[str, Any]]) -> list[str]:
    return [row["name"].split()[0] for row in rows]


def ask(netledger: Netledger, one: Who) -> list[dict[str, Any]]:
    support = ["--support", one.support] if one.support else []
    rows: list[dict[str, Any]] = netledger.json("who", one.need, *support)
    return rows


@pytest.mark.parametrize("one", WHO.values(), ids=WHO)
def test_the_right_people_are_named(netledger: Netledger, one: Who) -> None:
    rows = ask(netledger, one)
    named = first_names(rows)
    assert (named[0] if named else None) == one.first
    assert set(one.among) <= set(named[1:])
    assert not set(one.never) & set(named)
    if one.says:
        assert one.says in rows[0]["why"]
    if one.via:
        assert first_names(rows[0]["via"])[0] == one.via
    elif rows:
        assert rows[0]["via"] == []


def test_messages_are_not_support(netledger: Netledger) -> None:
    rows = netledger.json("who", "Pixelwerk", "--support", "p")
    elif_ = rows[-1]
    assert elif_["name"] == "Elif Yılmaz"
    assert NEVER_CARRIED in elif_["why"]


def test_support_alone_names_those_who_gave_it(netledger: Netledger) -> None:
    assert first_names(netledger.json("who", "--support", "p")) == [
        "Ada", "Tom", "Carla", "Henrik",
    ]  # fmt: skip
    assert first_names(netledger.json("who", "--support", "i")) == ["Bruno", "Kwame", "Dmitri"]


def test_what_came_later_is_not_known_before(netledger: Netledger) -> None:
    rows = netledger.json("who", "micromanages", "--as-of", "2024-10-06")
    assert rows == []


def test_a_stranger_comes_with_the_way_to_them(netledger: Netledger) -> None:
    out = netledger.ok("who", "documentary").out
    assert 'Nobody near you fits "documentary".' in out
    assert "Nora Lindqvist knows Théo Marchand, who could introduce you" in out


def test_where_nobody_fits_it_says_so_and_who_has_brought_people(netledger: Netledger) -> None:
    out = netledger.ok("who", "quantum chromodynamics").out
    assert out.splitlines() == [
        'Nobody in this ledger fits "quantum chromodynamics".',
        "Maya Ortiz has introduced you to 5 people and may know somebody.",
    ]


def test_each_answer_says_why_and_how_to_open(netledger: Netledger) -> None:
    [ada, _] = netledger.json("who", "hiring")
    assert ada["why"] == (
        "offers hiring advice; listened to you 3 times, last on 8 Sep 2025; last talk 12 days ago"
    )
    assert ada["opening"] == (
        "you owe: send her the paper on surveys (since Friday) · last: Coffee; her team grows again"
    )
