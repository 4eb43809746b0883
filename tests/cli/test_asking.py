"""who and match as they are typed: what is asked, refused, and kept in step with every change."""

from __future__ import annotations

import json

import pytest

from .program import Netledger


def named(netledger: Netledger, *words: str) -> list[str]:
    return [row["name"] for row in netledger.json("who", *words)]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("who",), "Say what you need."),
        (("who", "  "), "Say what you need."),
        (("who", "x", "--support", "z"), 'There is no support "z".'),
        (("who", "x", "--limit", "-1"), "--limit"),
    ],
)
def test_what_asks_for_nothing_is_refused(
    netledger: Netledger, words: tuple[str, ...], says: str
) -> None:
    assert says in netledger.refused(2, *words)


def test_in_an_empty_ledger_there_is_nobody_to_ask(netledger: Netledger) -> None:
    assert netledger.json("who", "hiring") == []
    assert netledger.json("match") == []
    assert netledger.ok("who", "hiring").out.startswith("Nobody is here yet.")
    for command in ("match", "support"):
        assert netledger.ok(command).out.splitlines()[:2] == [
            "Nobody is here yet.",
            "`netledger add NAME` and `netledger import` bring people in.",
        ]


def test_where_nobody_looks_for_anything_match_says_how_it_is_noted(netledger: Netledger) -> None:
    netledger.ok("add", "Ada")
    assert netledger.ok("match").out.startswith("Nobody here is noted as looking for anything.")


@pytest.mark.parametrize("need", ['"', "NEAR(a b)", "a* OR b^2", "-x", "???", "words:tax", "💐"])
def test_a_need_is_text_and_never_a_query(netledger: Netledger, need: str) -> None:
    netledger.ok("add", "Ada", "--offers", "tax advice")
    rows = json.loads(netledger.ok("who", "--json", "--", need).raw)
    assert [row["name"] for row in rows] == (["Ada"] if "tax" in need else [])


def test_whatever_changes_a_contact_changes_what_it_is_found_by(netledger: Netledger) -> None:
    netledger.ok("add", "Ada", "--offers", "sailing", "--role", "Skipper", "--tag", "boats")
    netledger.ok("add", "Bo", "--note", "Knows all about Zürich")
    assert named(netledger, "a skipper for boats") == ["Ada"]
    netledger.ok("edit", "ada", "--role", "Baker", "--untag", "boats", "--clear", "offers")
    assert named(netledger, "a skipper for boats, sailing") == []
    netledger.ok("undo")
    assert named(netledger, "sailing") == ["Ada"]
    netledger.ok("merge", "ada", "bo", "--yes")
    assert named(netledger, "zurich") == ["Ada"]
    netledger.ok("remove", "ada", "--yes")
    assert named(netledger, "sailing in zurich") == []


def test_a_tag_of_an_entry_counts_as_its_note_does(netledger: Netledger) -> None:
    netledger.ok("add", "Ada")
    netledger.ok("log", "ada", "coffee", "--tag", "Visa")
    [ada] = netledger.json("who", "visas")
    assert '"coffee #Visa"' in ada["why"]


def test_signs_of_east_asia_are_found_within_a_text_without_spaces(netledger: Netledger) -> None:
    netledger.ok("add", "Aiko", "--offers", "空手道")
    netledger.ok("add", "Bo", "--note", "空手を教える")
    netledger.ok("add", "Cy")
    netledger.ok("log", "cy", "週末に空手", "--on", "2025-03-01")
    netledger.ok("add", "Di", "--tag", "茶道")
    assert sorted(named(netledger, "空手")) == ["Aiko", "Bo", "Cy"]


def test_a_name_is_no_answer(netledger: Netledger) -> None:
    netledger.ok("add", "Ada Mason")
    assert named(netledger, "a mason") == []


def test_the_rest_of_the_answers_is_counted(netledger: Netledger) -> None:
    for name in ("Ada", "Bo", "Cy"):
        netledger.ok("add", name, "--offers", "tax advice")
        netledger.ok("log", name, "lunch")
    out = netledger.ok("who", "taxes", "--limit", "2").out
    assert "Cy" not in out
    assert out.endswith("2 of 3: --limit\n")


def test_text_from_outside_reaches_the_terminal_as_text(netledger: Netledger) -> None:
    netledger.ok("add", "Ada", "--offers", "tax \x1b[31m[bold]advice", "--seeks", "x\x1b]0;y")
    netledger.ok("add", "Bo", "--seeks", "tax advice")
    for words in (("who", "tax"), ("match",)):
        out = netledger.terminal(*words).out
        assert "\x1b[31m[bold]" not in out
        assert "[bold]advice" in out


def test_asking_changes_nothing(netledger: Netledger) -> None:
    netledger.ok("add", "Ada", "--offers", "tax advice")
    before = netledger.everything()
    netledger.ok("who", "tax")
    netledger.ok("match")
    assert netledger.everything() == before
    assert netledger.steps() == 1


def test_a_match_says_how_old_it_is_and_what_to_do(netledger: Netledger) -> None:
    netledger.on("2023-01-02").ok("add", "Ada", "--offers", "tax advice", "--seeks", "a flat")
    netledger.ok("add", "Bo", "--seeks", "tax advice", "--offers", "flat hunting")
    assert netledger.ok("match").out.splitlines() == [
        " 1  Ada seeks a flat (said 2 Jan 2023): Bo offers flat hunting",
        "    netledger intro 1 2",
        " 2  Bo seeks tax advice: Ada offers tax advice (said 2 Jan 2023)",
        "    netledger intro 2 1",
        "`netledger config me.offers TEXT` says what you offer yourself.",
    ]
    netledger.ok("config", "me.offers", "flats")
    assert "Ada seeks a flat (said 2 Jan 2023): you offer flats\n" in netledger.ok("match").out
    assert "config me.offers" not in netledger.ok("match").out
    assert netledger.json("match")[0]["stale"] is True


def test_those_who_meet_are_no_match_any_more(netledger: Netledger) -> None:
    netledger.ok("add", "Ada", "--offers", "tax advice")
    netledger.ok("add", "Bo", "--seeks", "tax advice")
    netledger.ok("log", "ada, bo", "dinner of three")
    assert netledger.json("match") == []
    assert netledger.ok("match").out.startswith("Nobody here looks for what another one brings.\n")
    assert len(netledger.json("match", "--as-of", "2026-03-15")) == 1  # before the dinner
