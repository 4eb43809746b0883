"""intro and intros: written, asked about, kept, followed up, and taken back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

import pytest

from .program import Netledger

WHO = {"id", "name"}


@pytest.fixture
def known(netledger: Netledger) -> Netledger:
    """The program on a ledger in which Ada (1) and Jon (2) could help each other, and Kim (3)."""
    netledger.ok(
        "add", "Ada Stone", "--role", "Baker", "--org", "Night Bakery", "--location", "Oslo",
        "--met", "2 Mar 2020", "--where", "a fair", "--offers", "a flat in Oslo", "--seeks",
        "a data engineer", "--email", "ada@example.org", "--url", "https://example.org/ada",
    )  # fmt: skip
    netledger.ok(
        "add", "Jon Pike", "--role", "Data Engineer", "--where", "the choir", "--seeks", "a flat",
        "--offers", "boat plans", "--note", "drinks again",
    )  # fmt: skip
    netledger.ok("add", "Kim Roe")
    return netledger


def states(netledger: Netledger) -> list[tuple[int, str]]:
    return [(one["id"], one["state"]) for one in netledger.json("intros")]


def test_an_introduction_is_written_whole_and_only_the_text_goes_to_stdout(
    known: Netledger,
) -> None:
    known.ok("log", "jon", "told me of his divorce", "--got", "p", "--depth", "3", "--guarded")
    ran = known.ok("intro", "ada", "jon", "--why", "both build boats")
    assert ran.out.startswith("Ada, Jon,\n\nI would like you two to meet: both build boats.\n")
    assert "You are looking for a flat, and Ada offers a flat in Oslo." in ran.out
    assert "You are looking for a data engineer, and that is what Jon does." in ran.out
    assert not [word for word in ("drinks", "divorce", "guarded", "Hand-off") if word in ran.out]
    assert "Hand-off 1: Ada Stone and Jon Pike, made." in ran.err
    assert "Ask" not in ran.err


def test_what_is_not_known_is_asked_beside_the_text(known: Netledger) -> None:
    ran = known.ok("intro", "ada", "kim")
    assert "Kim is" not in ran.out
    assert "  Ask Kim: what are you looking for just now?\n" in ran.err
    document = known.json("intro", "ada", "kim")
    assert document["id"] == 1
    assert document["text"] == ran.out.rstrip("\n")
    assert "Ask Kim: what are you looking for just now?" in document["missing"]


def test_asking_first_is_carried_on_and_never_doubled(known: Netledger) -> None:
    asked = known.json("intro", "ada", "jon", "--ask", "--why", "both build boats")
    assert asked["state"] == "asked"
    assert [letter["to"][0]["name"] for letter in asked["letters"]] == ["Ada Stone", "Jon Pike"]
    assert "To Ada Stone:" in asked["text"]
    made = known.on("2026-03-20").json("intro", "jon", "ada")
    assert (made["id"], made["state"], made["changed"]) == (asked["id"], "made", "2026-03-20")
    assert "both build boats" in made["text"]
    said = known.refused(1, "intro", "ada", "jon", "--ask")
    assert "past asking" in said
    steps = known.steps()
    known.on("2026-03-21").ok("intro", "jon", "ada")
    assert (states(known), known.steps()) == ([(1, "made")], steps)


def test_a_friend_gets_lines_to_forward_that_explain_me(known: Netledger) -> None:
    for key, value in (("name", "Robin Vale, R. Vale"), ("offers", "flat hunting, data")):
        known.ok("config", f"me.{key}", value)
    document = known.json("intro", "me", "jon", "--via", "ada", "--why", "a word on hulls")
    assert (document["a"], document["via"]["name"]) == ({"id": None, "name": "you"}, "Ada Stone")
    assert document["missing"] == []
    assert "Jon, I am Robin Vale. I have known Ada Stone since March 2020" in document["text"]
    assert (
        "you are looking for a flat, and I offer flat hunting. I also offer data."
        in (document["text"])
    )
    assert "What I ask of you: a word on hulls." in document["text"]
    assert "willing to introduce me" in known.ok("intro", "me", "kim", "--via", "ada", "--ask").out


def test_me_is_a_word_unless_a_contact_is_called_so(known: Netledger) -> None:
    assert "--via" in known.refused(2, "intro", "me", "jon")
    assert "--via" in known.refused(2, "intro", "kim", "jon", "--via", "ada")
    known.ok("add", "Me Nguyen")
    assert known.json("intro", "me", "jon")["a"]["name"] == "Me Nguyen"
    assert known.json("intro", "me", "jon", "--via", "ada")["a"]["name"] == "you"


def test_a_link_names_those_who_can_be_written_to_and_says_who_can_not(known: Netledger) -> None:
    ran = known.ok("intro", "ada", "jon", "--mailto")
    assert ran.out.startswith("mailto:ada@example.org?subject=Introduction%3A%20Ada%20Stone%20and")
    assert len(ran.out.splitlines()) == 1
    assert "No address of Jon Pike is known" in ran.err
    assert ran.raw.strip() in known.terminal("intro", "ada", "jon", "--mailto", "--yes").raw
    assert len(known.json("intro", "ada", "kim", "--ask", "--mailto")["mailto"]) == 2


def test_markdown_has_the_same_text_with_names_bold_and_links(known: Netledger) -> None:
    plain = known.ok("intro", "ada", "jon").out
    marked = known.ok("intro", "ada", "jon", "--markdown").out
    assert "this is [**Ada Stone**](https://example.org/ada), Baker" in marked
    assert marked.replace("[**Ada Stone**](https://example.org/ada)", "Ada Stone").replace(
        "**", ""
    ) == plain  # fmt: skip
    known.refused(2, "intro", "ada", "jon", "--markdown", "--mailto")


def test_a_hostile_name_is_one_line_of_text(known: Netledger) -> None:
    known.ok("add", "Eve\n\x1b[31mX: y", "--role", "Spy\r\nBcc: all", "--email", "eve@example.org")
    document = known.json("intro", "ada", "eve", "--mailto")
    assert "\x1b" not in document["text"]
    assert "Spy Bcc: all" in document["text"]
    assert "%0ABcc" not in document["mailto"][0]


def test_nobody_is_introduced_who_is_dead_or_cut_or_the_same(known: Netledger) -> None:
    known.ok("edit", "kim", "--died", "2026-03-01")
    assert "has died" in known.refused(1, "intro", "ada", "kim")
    assert "themselves" in known.refused(2, "intro", "ada", "1")
    known.refused(1, "intro", "ada", "nobody")
    known.refused(2, "intro", "ada")
    assert states(known) == []


def test_on_a_terminal_the_text_is_edited_before_it_is_kept(known: Netledger) -> None:
    # An editor that notes where the file lay and its mode, and writes something else into it.
    known.file(
        "editor.sh",
        'ls -l "$1" >"$HOME/seen"; echo "$1" >>"$HOME/seen"\n'
        'test -s "$1" && printf "My own words.\\n" >"$1"\n',
    )
    editing = known.on(known.now, EDITOR=f"sh {known.home / 'editor.sh'}")
    assert "My own words." in editing.terminal("intro", "ada", "jon").raw.decode()
    [kept] = known.json("intros")
    assert kept["text"] == "My own words."
    seen, path = (known.home / "seen").read_text("utf-8").splitlines()
    assert seen.startswith("-rw-------")
    assert not Path(path).exists()
    shown = editing.terminal("intro", "ada", "kim", "--yes").raw.decode()
    assert "My own words." not in shown
    emptied = known.on(known.now, EDITOR="truncate -s 0").terminal("intro", "jon", "kim")
    assert emptied.status == 1
    assert [one["id"] for one in known.json("intros")] == [1, 2]


def test_hand_offs_are_listed_with_how_they_fare_and_why(known: Netledger) -> None:
    assert "No hand-off yet" in known.ok("intros").out
    known.ok("intro", "ada", "jon", "--ask")
    known.ok("intro", "ada", "kim")
    known.ok("intro", "jon", "kim")
    known.ok("intros", "--outcome", "2", "landed")
    told = known.json("intros", "--outcome", "1", "whiffed", "--because", "no time")
    assert (told["state"], told["because"], told["reached"]) == ("whiffed", "no time", "asked")
    [first, *_] = rows = known.on("2026-03-26").json("intros")
    assert [one["id"] for one in rows] == [3, 2, 1]
    assert first["a"] == {"id": 2, "name": "Jon Pike"}
    assert {"id", "a", "b", "via", "state", "started", "changed", "why", "because"} <= set(first)
    assert [set(one["b"]) for one in rows] == [WHO, WHO, WHO]
    lines = known.on("2026-03-26").ok("intros").out.splitlines()
    assert lines[0].split()[:1] + lines[0].split()[-3:] == ["3", "made", "10", "days"]
    assert lines[-4:] == [
        "open    1 made", "landed  1 of 2 that ended", "whiffed 1 when asked", "because no time",
    ]  # fmt: skip


def test_what_is_wrong_with_an_outcome_is_said(known: Netledger) -> None:
    known.ok("intro", "ada", "jon")
    steps = known.steps()
    assert "agreed, made, landed, whiffed" in known.refused(2, "intros", "--outcome", "1", "died")
    assert "no hand-off 9" in known.refused(1, "intros", "--outcome", "9", "landed")
    known.refused(2, "intros", "--outcome", "one", "landed")
    known.refused(2, "intros", "--because", "x")
    known.ok("intros", "--outcome", "1", "made")
    assert known.steps() == steps


def test_what_stands_open_for_two_weeks_is_followed_up(known: Netledger) -> None:
    known.ok("intro", "ada", "jon")
    known.ok("intro", "me", "kim", "--via", "ada", "--ask")
    assert known.on("2026-03-29").json("due")["handoffs"] == []
    later = known.on("2026-03-30")
    found: list[dict[str, Any]] = later.json("due")["handoffs"]
    assert [{name: one[name] for name in ("id", "a", "b", "state")} for one in found] == [
        {"id": 1, "a": "Ada Stone", "b": "Jon Pike", "state": "made"},
        {"id": 2, "a": "you", "b": "Kim Roe", "state": "asked"},
    ]
    out = later.ok("due").out
    assert "2 hand-offs" in out
    assert "ask how it went: netledger intros --outcome 1 landed" in out
    later.ok("intros", "--outcome", "1", "landed")
    later.ok("intros", "--outcome", "2", "agreed")
    assert later.json("due")["handoffs"] == []
    assert "netledger intro me 3 --via 1" in known.on("2026-04-14").ok("due").out


def test_each_step_is_told_in_words_and_taken_back_exactly(known: Netledger) -> None:
    before = [known.everything()]
    for words in (("intro", "ada", "jon", "--ask"), ("intro", "ada", "jon"),
                  ("intros", "--outcome", "1", "whiffed", "--because", "x")):  # fmt: skip
        known.ok(*words)
        before.append(known.everything())
    assert [one["what"] for one in known.json("history", "--limit", "3")] == [
        f"intro Ada Stone (1) to Jon Pike (2): {state}" for state in ("whiffed", "made", "asked")
    ]
    for document in before[-2::-1]:
        known.ok("undo")
        assert known.everything() == document


def test_another_ledger_reads_hand_offs_back_identically(
    known: Netledger, netledger: Netledger
) -> None:
    known.ok("intro", "ada", "jon")
    known.ok("intro", "me", "kim", "--via", "ada")
    document = known.everything()
    other = netledger.elsewhere()
    other.ok("import", "json", "-", typed=document)
    assert other.everything() == document
    assert json.loads(document)["introduction"][1]["via"] == 1


# --- paths


def test_show_tells_in_one_line_whom_someone_opened(known: Netledger) -> None:
    known.ok("edit", "ada", "--through", "kim")
    for name in ("Bo Birk", "Cy Roe"):
        known.ok("add", name, "--through", "ada")
    known.ok("log", "bo", "tea")
    out = known.ok("show", "ada").out
    assert "Met through Kim Roe; opened 2 people to you, 1 of them stays" in out
    card = known.json("show", "ada")
    assert (card["opened"], card["opened_stay"]) == (2, 1)
    assert "pened" not in known.ok("show", "bo").out


def test_prune_spares_whoever_only_a_hand_off_makes_a_bridge(known: Netledger) -> None:
    known.ok("import", "csv", "-", typed=b"name,connected on\nBo,2015-01-01\nCy,2015-01-01\n")
    assert {one["name"] for one in known.json("prune", "--dry-run")["flagged"]} == {"Bo", "Cy"}
    known.ok("intro", "ada", "bo")
    known.ok("intro", "bo", "cy")
    found = known.json("prune", "--dry-run")
    assert [one["name"] for one in found["flagged"]] == ["Cy"]
    assert ("Bo", "bridge") in [(one["name"], one["because"]) for one in found["spared"]]


def test_paths_of_nobody_and_to_somebody_unknown_are_said(known: Netledger) -> None:
    assert known.json("paths") == []
    assert "does not say" in known.ok("paths").out
    known.refused(1, "paths", "nobody")
    assert "opened nobody" in known.ok("paths", "ada").out
