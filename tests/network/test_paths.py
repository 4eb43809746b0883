"""The forty: through whom each came, whom they opened, who stays, and who is a bridge.

The answers follow from PEOPLE and from what passed; they were written down before the code ran.
"""

from __future__ import annotations

from typing import Any

import pytest

from cli.program import Netledger


def first(people: list[dict[str, Any]]) -> list[str]:
    return [one["name"].split()[0] for one in people]


@pytest.mark.parametrize(
    ("who", "chain"),
    [
        ("jon", ["Maya"]), ("inês", ["Théo", "Nora", "Henrik"]), ("theo", ["Nora", "Henrik"]),
        ("kwame", ["Bruno"]), ("freya", []), ("lena", ["Maya"]), ("maya", []), ("hugo", []),
    ],
)  # fmt: skip
def test_through_whom_you_know_them(netledger: Netledger, who: str, chain: list[str]) -> None:
    assert first(netledger.json("paths", who)["chain"]) == chain


def test_maya_brought_five_of_whom_three_stay(netledger: Netledger) -> None:
    found = netledger.json("paths", "maya")
    assert set(first(found["opened"])) == {"Jon", "Lena", "José", "Zoë", "Rafał"}
    assert found["stay"] == 3
    assert {one["name"].split()[0] for one in found["opened"] if one["stays"]} == {
        "Jon", "José", "Zoë",
    }  # fmt: skip
    assert "opened 5 people to you, 3 of them stay" in netledger.ok("show", "maya").out.lower()


def test_henrik_opened_one_and_two_further(netledger: Netledger) -> None:
    found = netledger.json("paths", "henrik")
    assert (first(found["opened"]), first(found["further"])) == (["Nora"], ["Théo", "Inês"])
    assert found["stay"] == 1


@pytest.mark.parametrize(
    ("who", "reached"),
    [
        ("gerd", {"Wanda", "Otto"}), ("nora", {"Théo", "Inês"}), ("théo", {"Inês"}),
        ("inês", set()), ("ada", set()), ("bruno", {"Kwame"}),
    ],
)  # fmt: skip
def test_who_is_a_bridge_and_to_whom(netledger: Netledger, who: str, reached: set[str]) -> None:
    assert set(first(netledger.json("paths", who)["bridge_to"])) == reached


@pytest.mark.parametrize(
    ("who", "others"),
    [
        ("tom", {"Ada"}), ("jon", {"Zoë"}), ("wanda", {"Otto"}), ("lena", {"Hugo"}),
        ("hugo", {"Lena"}), ("klára", set()), ("freya", set()), ("carla", set()),
    ],
)  # fmt: skip
def test_who_else_could_reach_them(netledger: Netledger, who: str, others: set[str]) -> None:
    assert set(first(netledger.json("paths", who)["others"])) == others


def test_who_brings_you_people_is_ranked(netledger: Netledger) -> None:
    ranking = netledger.json("paths")
    assert [(one["name"].split()[0], one["opened"], one["stay"]) for one in ranking] == [
        ("Maya", 5, 3), ("Gerd", 2, 0), ("Bruno", 1, 1), ("Henrik", 1, 1), ("Nora", 1, 0),
        ("Théo", 1, 0),
    ]  # fmt: skip
