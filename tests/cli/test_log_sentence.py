"""Writing an entry: as WHO and TEXT, as one sentence, and what it carried for whom."""

from __future__ import annotations

from typing import Any

import pytest

from .program import Netledger

PEOPLE = b"name,aliases\nAda Stone,\nBob Stone,\nCarl Roe,\nDina Falk,The Boss\nWill Frost,\n"


@pytest.fixture
def four(netledger: Netledger) -> Netledger:
    """The program on a ledger of a few people."""
    netledger.ok("import", "csv", "-", typed=PEOPLE)
    return netledger


def entry(netledger: Netledger, answer: Any) -> dict[str, Any]:
    """Return the entry that a log answered with, and who took part."""
    who = answer["ties"][0]["id"]
    card = netledger.json("show", str(who))
    found = next(one for one in card["interactions"] if one["id"] == answer["interaction"])
    return {**found, "people": sorted([card["name"], *found["with"]])}


def test_the_sentence_of_the_contract(four: Netledger) -> None:
    said = entry(
        four,
        four.json("log", "yesterday: coffee with @Ada and Bob Stone about hiring #work"),
    )
    assert said["people"] == ["Ada Stone", "Bob Stone"]
    assert (said["on"], said["tags"]) == ("2026-03-15", ["work"])
    assert "coffee" in said["note"]
    assert "hiring" in said["note"]
    assert "@" not in said["note"]


@pytest.mark.parametrize(
    ("sentence", "people", "on"),
    [
        ("Ada and I talked about Bob Stone", ["Ada Stone"], "2026-03-16"),
        ("walk with Carl, Dina Falk and @bob: it rained yesterday",
         ["Bob Stone", "Carl Roe", "Dina Falk"], "2026-03-16"),
        ("last friday: lunch with The Boss", ["Dina Falk"], "2026-03-13"),
        ("Carl Roe: will it work?", ["Carl Roe"], "2026-03-16"),
        ("14 Mar: tea, then @dina came", ["Dina Falk"], "2026-03-14"),
        ("I will call @ada", ["Ada Stone"], "2026-03-16"),
    ],
)  # fmt: skip
def test_names_count_where_they_are_marked_or_stand_first_or_after_with(
    four: Netledger, sentence: str, people: list[str], on: str
) -> None:
    said = entry(four, four.json("log", sentence))
    assert (said["people"], said["on"]) == (people, on)


@pytest.mark.parametrize(
    ("words", "status"),
    [
        (("coffee with @Nobody about work",), 1),
        (("coffee with Ada and Nobody",), 1),
        (("lunch with Stone",), 3),
        (("tea at the market: no name",), 1),
        (("tomorrow: coffee with @Ada",), 2),
        (("ada", "tea", "--on", "tomorrow"), 2),
        (("ada", "tea", "--on", "2026-03-17"), 2),
        (("ada", "tea", "twice"), 2),
        (("",), 1),
        ((), 2),
        (("ada", "tea", "--via", "pigeon"), 2),
        (("ada", "tea", "--depth", "4"), 2),
        (("ada", "tea", "--got", "money"), 2),
        (("ada", "tea", "--got", "p:carl"), 2),
        (("ada", "tea", "--by", "friday"), 2),
        (("1,2,3,4", "tea", "--got", "p"), 2),
        (("1,2,3,4", "tea", "--depth", "2"), 2),
    ],
)
def test_what_can_not_be_written_as_said_is_refused_and_nothing_is_written(
    four: Netledger, words: tuple[str, ...], status: int
) -> None:
    said = four.refused(status, "log", *words, "--json")
    if "2026-03-17" in words:
        assert "Tue 17 Mar 2026" in said
    assert four.steps() == 1


def test_new_adds_the_names_that_are_not_known(four: Netledger) -> None:
    answer = four.json("log", "Ada Stone, Nora Quist", "tea", "--with", "Kim Roe", "--new")
    assert entry(four, answer)["people"] == ["Ada Stone", "Kim Roe", "Nora Quist"]
    sentence = four.json("log", "coffee with @Tove about work", "--new")
    assert entry(four, sentence)["people"] == ["Tove"]
    four.ok("undo")
    four.ok("undo")
    assert set(four.ids()) == {"Ada Stone", "Bob Stone", "Carl Roe", "Dina Falk", "Will Frost"}


def test_what_an_exchange_carried_is_kept_for_the_one_it_was_for(four: Netledger) -> None:
    answer = four.json(
        "log", "ada, carl, dina,will", "a long evening", "--got", "p:ada", "--gave", "i:carl",
        "--gave", "instrumental:ada", "--minutes", "90", "--via", "call", "--by-them",
        "--at-ease", "--not-valued", "--tag", "club",
    )  # fmt: skip
    assert len(answer["ties"]) == 4
    ada, carl, dina = (four.json("show", who)["interactions"][0] for who in ("ada", "carl", "dina"))
    assert (ada["got"], ada["gave"]) == (["psychosocial"], ["instrumental"])
    assert (carl["got"], carl["gave"]) == ([], ["instrumental"])
    assert (dina["got"], dina["gave"]) == ([], [])
    assert [ada[key] for key in ("minutes", "channel", "initiator", "two_way", "depth")] == [
        90, "call", "them", True, None,
    ]  # fmt: skip
    assert (ada["at_ease"], ada["valued"], ada["tags"]) == (True, False, ["club"])
    gained = {tie["name"]: tie["strength"] for tie in answer["ties"]}
    assert gained["Ada Stone"] > gained["Carl Roe"] > gained["Dina Falk"]


def test_a_pitch_is_kept_and_counts_as_nothing(four: Netledger) -> None:
    answer = four.json("log", "ada", "a 'quick chat': insurance", "--pitch")
    (tie,) = answer["ties"]
    assert (tie["strength_before"], tie["strength"]) == (0, 0)
    ada = four.json("show", "ada")
    assert (ada["interactions"][0]["pitch"], ada["strength"]) == (True, 0)


def test_the_answer_says_what_became_of_each_tie(four: Netledger) -> None:
    ran = four.ok("log", "1,2", "lunch", "--on", "yesterday")
    assert "Sun 15 Mar 2026" in ran.out
    for name in ("Ada Stone", "Bob Stone"):
        assert "→" in next(line for line in ran.out.splitlines()[1:] if name in line)


def test_an_entry_can_be_corrected_in_every_part(four: Netledger) -> None:
    id = str(four.json("log", "ada", "tea", "--got", "p", "--depth", "3")["interaction"])
    answer = four.json(
        "amend", id, "coffee", "--with", "carl", "--on", "yesterday", "--via", "video", "--by-me",
        "--minutes", "5", "--clear", "depth", "--one-way",
    )  # fmt: skip
    assert {tie["name"] for tie in answer["ties"]} == {"Ada Stone", "Carl Roe"}
    said = entry(four, answer)
    assert said["people"] == ["Ada Stone", "Carl Roe"]
    assert [said[key] for key in ("note", "on", "channel", "initiator", "minutes", "depth")] == [
        "coffee", "2026-03-15", "video", "me", 5, None,
    ]  # fmt: skip
    assert four.json("show", "ada")["interactions"][0]["got"] == ["psychosocial"]
    moved = four.json("amend", "last", "--who", "dina", "--clear", "text", "--two-way")
    assert {tie["name"] for tie in moved["ties"]} >= {"Dina Falk", "Ada Stone"}
    assert four.json("show", "ada")["interactions"] == []
    assert four.json("show", "dina")["interactions"][0]["note"] is None
    four.refused(2, "amend", "last", "--without", "dina")
    four.refused(2, "amend", "last", "--clear", "nonsense")
    four.refused(2, "amend", "soon", "text")
    four.refused(1, "amend", "999", "text")
    assert four.json("unlog", "last")["interaction"] == int(id)
    assert four.json("show", "dina")["interactions"] == []
    four.refused(1, "unlog", "last")


def test_names_that_look_like_options_or_statements_are_just_names(netledger: Netledger) -> None:
    hint = netledger.refused(2, "add", "-Bob")
    assert "--" in hint.replace("--help", "")
    assert len(hint.splitlines()) <= 2
    netledger.ok("add", "--", "-Bob")
    netledger.ok("log", "--", "-Bob", "- moved house")
    netledger.ok("log", "bob", "--note=- moved again")
    notes = {one["note"] for one in netledger.json("show", "1")["interactions"]}
    assert notes == {"- moved house", "- moved again"}
    for blank in ("", "   ", "\n\t"):
        netledger.refused(2, "add", blank)
        netledger.refused(2, "edit", "1", "--name", blank)
    netledger.ok("add", "O'Neil; DROP TABLE contact;--")
    netledger.ok("add", "Ida\nOrtega\tX")
    assert list(netledger.ids("--sort", "name")) == [
        "-Bob", "Ida Ortega X", "O'Neil; DROP TABLE contact;--",
    ]  # fmt: skip
    assert netledger.json("show", "O'Neil; DROP TABLE contact;--")["id"] == 2
    for odd in ("%", "_", "*", '"', "'", "1 OR 1=1", "-", "a" * 5000):
        ran = netledger("search", "--", odd)
        assert (ran.status, ran.err) == (0, ""), odd
