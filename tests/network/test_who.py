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
        "begin with what you owe: send her the paper on surveys (since Friday); "
        'take up where you left off: "Coffee; her team grows again"'
    )


@pytest.mark.parametrize("one", WHO.values(), ids=WHO)
def test_each_answer_has_an_opening(netledger: Netledger, one: Who) -> None:
    assert all(row["opening"] for row in ask(netledger, one))


@pytest.mark.parametrize(
    ("words", "opening"),
    [
        (("tax advice",), "ask for ten minutes on this: tax advice"),
        (("career", "--support", "i"), 'take up where you left off: "Which of two jobs to take"; '
                                       "ask whether they still look for a CTO"),
        (("hiring",), "ask whether they still look for accountants; "
                      "ask for ten minutes on this: hiring"),
        (("tax advice",), "say it has been 2 years, and ask for ten minutes on this: tax advice"),
        (("growth hacking",), "ask for ten minutes on this: growth hacking"),
        (("--support", "p"), "ask for an hour to talk"),
    ],
)  # fmt: skip
def test_an_opening_is_plain(netledger: Netledger, words: tuple[str, ...], opening: str) -> None:
    assert opening in [row["opening"] for row in netledger.json("who", *words)]


def test_a_past_day_knows_no_promise_of_a_later_entry(netledger: Netledger) -> None:
    for day, owed in (("2026-03-03", False), ("2026-03-04", True)):
        [ada, *_] = netledger.json("who", "hiring", "--as-of", day)
        assert ("what you owe" in ada["opening"]) is owed


def test_where_nobody_fits_those_who_have_given_support_are_named_apart(
    netledger: Netledger,
) -> None:
    for kind, told in (("p", "These have listened to you:"),
                       ("i", "These have given you advice or help:")):  # fmt: skip
        lines = netledger.ok("who", "quantum", "--support", kind, "--limit", "1").out.splitlines()
        assert lines[:2] == ['Nobody in this ledger fits "quantum".', told]


def test_whoever_wants_to_talk_is_told_of_listening(netledger: Netledger) -> None:
    assert netledger.ok("who", "someone to talk to about divorce").out.splitlines() == [
        'Nobody in this ledger fits "someone to talk to about divorce".',
        "`netledger who --support p` names who has listened to you.",
    ]


@pytest.mark.parametrize("need", ["the a of", "AND", "who is it"])
def test_small_words_alone_are_no_need(netledger: Netledger, need: str) -> None:
    assert netledger.json("who", need) == []
    assert netledger.ok("who", need).out.splitlines() == [
        f'"{need}" says too little to go by: name what it is about.',
        'Example: netledger who "hiring an engineer"',
    ]


def test_a_need_may_stand_without_quotes(netledger: Netledger) -> None:
    assert netledger.json("who", "moving", "to", "Berlin") == netledger.json(
        "who", "moving to Berlin"
    )
