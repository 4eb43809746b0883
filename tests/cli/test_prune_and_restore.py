"""Vanity connections: who is flagged, who is spared and why, and what a cut means."""

from __future__ import annotations

import csv
import io
from typing import Any

import pytest

from .program import Netledger

OLD = "14 Jan 2019"
NAMES = [
    "Vain Roe", "Wrote Once", "Sold Me", "Fresh Link", "Pinned Pal", "Kin Folk", "Owed Much",
    "Gave Aid", "Offers Much", "Opens Doors", "Behind Her", "Two Way", "Dead Poet", "Stated Few",
    "Rhythm Set", "Three Notes", "Once Strong", "Rests Now",
]  # fmt: skip


def link(name: str) -> str:
    return f"https://www.linkedin.com/in/{name.lower().replace(' ', '-')}"


@pytest.fixture
def full(netledger: Netledger) -> Netledger:
    """The program on a ledger with one contact for every rule."""
    netledger.ok(
        "import", "linkedin",
        netledger.connections(*[
            (*name.split(), link(name), "", "Firm", "Cook",
             "1 Feb 2026" if name == "Fresh Link" else OLD)
            for name in NAMES if name not in ("Behind Her", "Offers Much")
        ]),
    )  # fmt: skip
    netledger.ok("import", "csv", "-", typed=(
        b"name,connected_on,through,offers\n"
        b"Behind Her,2019-01-14,Opens Doors,\nOffers Much,2019-01-14,,a flat in Rome\n"
    ))  # fmt: skip
    for who, *words in (
        ("wrote once", "hello", "--one-way", "--via", "message", "--on", "2020-05-01"),
        ("sold me", "a call", "--pitch", "--on", "2020-05-01"),
        ("owed", "x", "--one-way", "--on", "2020-05-01", "--todo", "send it"),
        ("gave aid", "x", "--one-way", "--on", "2020-05-01", "--got", "i"),
        ("two way", "coffee", "--on", "2020-05-01"),
        *(("three", "x", "--one-way", "--on", f"2020-05-0{day}") for day in (1, 2, 3)),
        *(("once strong", "x", "--on", f"2020-05-0{day}") for day in (1, 2, 3, 4, 5)),
    ):
        netledger.ok("log", who, *words)
    for who, *words in (
        ("pinned", "--pin"), ("kin folk", "--kin"), ("dead", "--died", "2021-01-01"),
        ("stated", "--tier", "150"), ("rhythm", "--every", "1y"),
    ):  # fmt: skip
        netledger.ok("edit", who, *words)
    netledger.ok("snooze", "rests", "6m")
    return netledger


def test_prune_from_the_verdict_to_the_cut_and_back(full: Netledger) -> None:
    found = full.json("prune", "--dry-run")
    flagged = {one["name"]: one for one in found["flagged"]}
    assert set(flagged) == {"Vain Roe", "Wrote Once", "Sold Me", "Behind Her"}
    assert {one["name"]: one["because"] for one in found["spared"]} == {
        "Fresh Link": "new", "Pinned Pal": "pinned", "Kin Folk": "kin", "Owed Much": "promise",
        "Gave Aid": "support", "Offers Much": "value", "Opens Doors": "bridge",
        "Once Strong": "dormant",
    }  # fmt: skip
    reasons = " · ".join(flagged["Vain Roe"]["reasons"])
    assert "14 Jan 2019" in reasons
    assert "no messages imported" in reasons
    assert "1 May 2020" in " · ".join(flagged["Wrote Once"]["reasons"])
    assert flagged["Vain Roe"]["url"].endswith("/in/vain-roe")

    shown = full.ok("prune", "--dry-run").out
    assert shown.startswith("No messages were imported")
    assert all(name in shown for name in (*flagged, "Once Strong", "Opens Doors"))
    assert full.ok("prune").out == shown  # without a terminal nobody is asked, and nobody cut

    full.ok("prune", "--dry-run", "--export", "cut.csv")
    rows = list(csv.DictReader(io.StringIO((full.home / "cut.csv").read_text("utf-8"))))
    assert {row["name"] for row in rows} == set(flagged)
    assert any(link("Vain Roe").removeprefix("https://") in str(row) for row in rows)

    before, steps = full.everything(), full.steps()
    assert full.json("prune", "--yes")["cut"] == 4
    assert full.steps() == steps + 1
    assert {row["name"] for row in full.json("list", "--archived")} == set(flagged)
    assert not set(flagged) & {row["name"] for row in full.json("list")}
    # Whom she opened doors to is gone, so there is no bridge any more.
    assert [one["name"] for one in full.json("prune")["flagged"]] == ["Opens Doors"]

    file = full.home / "Connections.csv"
    again = full.json("import", "linkedin", file)
    assert (again["created"], again["archived"]) == (0, 3)
    assert {row["name"] for row in full.json("list", "--archived")} == set(flagged)

    full.ok("restore", "vain roe")
    assert full.json("show", "vain roe")["status"] == "active"
    full.refused(1, "restore", "vain roe")
    full.ok("undo")
    full.ok("undo")
    assert full.everything() == before


def test_what_was_written_counts_once_messages_are_there(netledger: Netledger) -> None:
    people = ("Vain Roe", "Wrote Me", "Both Wrote")
    netledger.connections(*[(*name.split(), link(name), "", "", "", OLD) for name in people],
                          name="x/Connections.csv")  # fmt: skip

    def message(thread: str, sender: str, to: str) -> dict[str, str]:
        return {
            "CONVERSATION ID": thread, "FROM": sender, "SENDER PROFILE URL": link(sender),
            "TO": to, "RECIPIENT PROFILE URLS": link(to), "DATE": "2019-03-01 10:00:00 UTC",
            "CONTENT": "Hi",
        }  # fmt: skip

    me = "Robin Vale"
    netledger.messages(
        message("1", "Wrote Me", me), message("2", "Both Wrote", me),
        message("2", me, "Both Wrote"),
        message("3", me, "Far Away"), name="x/messages.csv",
    )  # fmt: skip
    netledger.ok("import", "linkedin", netledger.home / "x")
    found: Any = netledger.json("prune", "--dry-run")
    flagged = {one["name"]: " · ".join(one["reasons"]) for one in found["flagged"]}
    assert {"Vain Roe", "Wrote Me"} <= set(flagged)
    assert "Both Wrote" not in flagged
    assert "no message either way in 7 years" in flagged["Vain Roe"]
    assert "no messages imported" not in flagged["Vain Roe"]
    assert "1 Mar 2019" in flagged["Wrote Me"]
    assert not netledger.ok("prune").out.startswith("No messages were imported")


def test_a_walk_on_a_terminal_saves_each_answer_as_it_is_given(netledger: Netledger) -> None:
    names = [f"Vain {letter}" for letter in "ABCD"]
    netledger.ok(
        "import", "linkedin",
        netledger.connections(*[(*name.split(), link(name), "", "", "", OLD) for name in names]),
    )  # fmt: skip
    before = netledger.everything()
    ran = netledger.terminal(
        "prune",
        columns=100,
        keys=[("1 of 4", "c"), ("2 of 4", "k"), ("3 of 4", "b"), ("2 of 4", "c"),
              ("3 of 4", "k"), ("4 of 4", "q")],
    )  # fmt: skip
    assert ran.status == 0
    assert {row["name"] for row in netledger.json("list", "--archived")} == {"Vain A", "Vain B"}
    assert netledger.json("show", "vain c")["pinned"] is True
    assert [one["name"] for one in netledger.json("prune")["flagged"]] == ["Vain D"]
    netledger.ok("undo", "--walk")
    assert netledger.everything() == before
    netledger.terminal("prune", columns=100, keys=[("1 of 4", "s"), ("2 of 4", "\x04")])
    assert len(netledger.json("prune")["flagged"]) == 3
    ran = netledger.terminal("prune", columns=100, keys=[("1 of 3", "c"), ("2 of 3", "\x03")])
    assert ran.status == 130
    assert "Cut 1 contact, kept 0, let 0 rest; 2 left" in ran.out


def test_the_verdict_in_a_sentence_says_only_what_there_is(netledger: Netledger) -> None:
    netledger.ok(
        "import", "linkedin", netledger.connections(("Vain", "A", link("a"), "", "", "", OLD))
    )

    def headline(*words: str) -> str:
        lines = netledger.ok("prune", *words).out.splitlines()
        return next(line for line in lines if line[0:1].isdigit())

    ending = "no support, no value-add stated, nobody reached through them."
    seen = "exchanged anything that this ledger has seen"
    assert headline() == f"1 contact. 1 has never {seen}, for a year or longer: {ending}"
    netledger.ok("config", "prune.days", "400")
    assert "for 13 months or longer" in headline()
    netledger.ok("log", "vain", "hello", "--one-way", "--on", "2019-02-01")
    assert headline() == (
        "1 contact. 1 has been in touch only one way that this ledger has seen,"
        f" for 13 months or longer: {ending}"
    )
    none = netledger.ok("prune", "--limit", "0", "--yes").out
    assert "1 flagged: without --limit." in none
    assert "Nobody was cut." in none
