"""The support map of the forty, against answers that were written before it."""

from __future__ import annotations

from typing import Any

import pytest

from cli.program import Netledger

from .expected import (
    ALL_ADVICE_FROM,
    ALWAYS_GIVING,
    ALWAYS_TAKING,
    BOTH_WAYS,
    GAVE,
    GOT,
    GOT_AS_OF_MARCH_2024,
    LISTENED_AS_OF,
    NEVER_ON_THE_MAP,
)

Rows = list[tuple[str, int, str]]


def first_names(rows: list[dict[str, Any]]) -> Rows:
    return [(row["name"].split()[0], row["times"], row["last"]) for row in rows]


@pytest.mark.parametrize(("side", "expected"), [("got", GOT), ("gave", GAVE)])
def test_who_carries_which_kind(netledger: Netledger, side: str, expected: dict[str, Rows]) -> None:
    found = netledger.json("support")[side]
    assert {kind: first_names(rows) for kind, rows in found.items()} == expected


def test_who_always_gives_and_who_always_takes(netledger: Netledger) -> None:
    rows = {row["name"].split()[0]: row for row in netledger.json("support")["balance"]}
    assert {name: row["gave"] for name, row in rows.items() if row["all_on"] == "gave"} == (
        ALWAYS_GIVING
    )
    assert {name: row["got"] for name, row in rows.items() if row["all_on"] == "got"} == (
        ALWAYS_TAKING
    )
    assert all(rows[name]["all_on"] is None for name in BOTH_WAYS)


def test_what_is_thin_today(netledger: Netledger) -> None:
    assert netledger.json("support")["gaps"] == [
        f"All advice comes from one person, {ALL_ADVICE_FROM} Keller (9 of 9).",
        "Nobody within your 5 has given you advice or help on record in two years.",
        "Nobody has listened to you since 8 September 2025.",
    ]


def test_what_was_thin_when_somebody_had_just_listened(netledger: Netledger) -> None:
    gaps = netledger.json("support", "--as-of", LISTENED_AS_OF)["gaps"]
    assert not any("listened to you since" in text for text in gaps)
    # Kwame's advice of February 2024 lay within the two years.
    assert not any(text.startswith("All advice") for text in gaps)


def test_the_map_as_of_a_day_looks_back_two_years_from_there(netledger: Netledger) -> None:
    found = netledger.json("support", "--as-of", "2024-03-17")["got"]
    assert {kind: first_names(rows) for kind, rows in found.items()} == GOT_AS_OF_MARCH_2024


def test_no_pitch_and_nobody_who_is_gone_is_on_the_map(netledger: Netledger) -> None:
    shown = netledger.ok("support", "--limit", "40").out
    assert not [name for name in NEVER_ON_THE_MAP if name in shown]
    assert "2 entries with people who have died or were cut" in shown
