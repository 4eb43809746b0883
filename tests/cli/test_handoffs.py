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
    assert "You are looking for a data engineer: that is why I thought of Jon." in ran.out
    kept_back = ("drinks", "divorce", "guarded", "choir", "fair", "2020", "Bakery in", "Hand-off")
    assert not [word for word in kept_back if word in ran.out]
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
    for key, value in (
        ("name", "Robin Vale, R. Vale"), ("offers", "flat hunting, data"),
        ("email", "robin@example.org"),
    ):  # fmt: skip
        known.ok("config", f"me.{key}", value)
    document = known.json("intro", "me", "jon", "--via", "ada", "--why", "a word on hulls")
    assert (document["a"], document["via"]["name"]) == ({"id": None, "name": "you"}, "Ada Stone")
    assert (document["missing"], document["state"]) == ([], "asked")
    assert document["remarks"] == [
        "Nothing here links Ada to Jon: ask whether they know each other."
    ]
    assert (
        "I am Robin Vale. I offer flat hunting, which may be of use to you. I also offer data. What"
        " I ask of you: a word on hulls.\n"
    ) in document["text"]
    assert document["text"].endswith("\n\nRobin Vale\nrobin@example.org")
    assert "willing to introduce me" in known.ok("intro", "me", "kim", "--via", "ada", "--ask").out


def test_who_is_to_introduce_me_is_asked_until_they_agree(known: Netledger) -> None:
    mine = ("intro", "me", "kim", "--via", "ada")
    for words in (mine, (*mine, "--ask"), mine):
        assert known.json(*words)["state"] == "asked"
    said = known.ok("intros", "--outcome", "1", "agreed").out
    assert "Next: netledger intro me 3 --via 1" in said
    assert [one["id"] for one in known.json("due")["handoffs"]] == [1]
    assert known.json(*mine)["state"] == "made"
    assert "opened" not in known.ok("show", "ada").out
    known.ok("intros", "--outcome", "1", "landed")
    assert "met  through Ada Stone" in known.ok("show", "kim").out
    card = known.json("show", "kim")
    assert (card["through"], card["through_id"]) == ("Ada Stone", 1)
    assert "through Ada Stone" in known.ok("brief", "kim").out
    assert "nobody but Ada Stone knows them" in known.ok("paths", "kim").out.replace("\n", " ")
    assert "came to you through" in known.refused(1, "edit", "ada", "--through", "kim")


def test_what_there_was_before_is_said_beside_the_text(known: Netledger) -> None:
    known.ok("intro", "ada", "kim")
    known.ok("intros", "--outcome", "1", "whiffed", "--because", "no time")
    known.ok("log", "ada", "tea", "--with", "kim", "--on", "2026-03-02")
    assert known.json("intro", "kim", "ada")["remarks"] == [
        "Tried before: hand-off 1 whiffed on 16 Mar 2026: no time.",
        "They have met: 1 entry with both, last 2 Mar 2026.",
    ]
    assert "You know Kim: last entry 2 Mar 2026.\n" in known.ok(
        "intro", "me", "kim", "--via", "ada"
    ).err  # fmt: skip


def test_match_says_of_whom_it_was_tried_before(known: Netledger) -> None:
    known.ok("intro", "ada", "jon", "--ask")
    assert known.json("match") == []
    known.ok("intros", "--outcome", "1", "whiffed", "--because", "no time")
    assert known.json("match")[0]["tried_before"] == {
        "id": 1, "on": "2026-03-16", "because": "no time",
    }  # fmt: skip
    assert "tried before, whiffed 16 Mar 2026: no time" in known.ok("match").out


def test_nobody_is_told_of_by_an_address(known: Netledger) -> None:
    known.ok("add", "faye@example.org")
    said = known.refused(1, "intro", "ada", "4")
    assert "needs a name" in said
    assert "netledger edit 4 --name NAME" in said


def test_the_text_that_was_kept_can_be_read_again(known: Netledger) -> None:
    text = known.ok("intro", "ada", "jon").out
    ran = known.ok("intros", "1")
    assert ran.out == text
    assert "Hand-off 1: Ada Stone and Jon Pike, made on 16 Mar 2026." in ran.err
    known.refused(1, "intros", "9")
    known.refused(2, "intros", "ada")


def test_hand_offs_are_told_as_of_a_day(known: Netledger) -> None:
    known.ok("intro", "ada", "jon", "--ask")
    known.on("2026-03-20").ok("intros", "--outcome", "1", "whiffed")
    later = known.on("2026-03-21")
    assert later.json("intros", "--as-of", "2026-03-18")[0]["state"] == "asked"
    assert later.json("intros", "--as-of", "2026-03-15") == []
    later.refused(2, "intros", "--outcome", "1", "landed", "--as-of", "2026-03-18")


def test_an_editor_that_leaves_no_text_changes_nothing(known: Netledger) -> None:
    for kept in ("a\\0b", "\\377\\376"):
        known.file("editor.sh", f"printf '{kept}' >\"$1\"\n")
        editing = known.on(known.now, EDITOR=f"sh {known.home / 'editor.sh'}")
        ran = editing.terminal("intro", "ada", "jon")
        assert ran.status == 1
        assert b"no UTF-8 text" in ran.raw
    assert states(known) == []


def test_an_empty_ledger_says_how_people_come_in(netledger: Netledger) -> None:
    for command in ("intros", "paths"):
        assert "netledger import" in netledger.ok(command).out


def test_me_is_a_word_unless_a_contact_is_called_so(known: Netledger) -> None:
    assert "--via" in known.refused(2, "intro", "me", "jon")
    assert "--via" in known.refused(2, "intro", "kim", "jon", "--via", "ada")
    for words in (("me", "me", "--via", "ada"), ("ada", "me"), ("me", "jon", "--via", "me")):
        known.refused(2, "intro", *words)
    assert "Ada Stone (1) can't introduce you" in known.refused(
        2, "intro", "me", "ada", "--via", "ada"
    )
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
    assert lines[0].split() == ["3", "made", "10", "days", "Jon", "Pike", "and", "Kim", "Roe"]
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
    assert "only asked before" in later.ok("intros", "--outcome", "2", "landed").out
    assert later.json("due")["handoffs"] == []
    back = later.ok("intros", "--outcome", "2", "agreed").out
    assert "It was landed since 30 Mar 2026; netledger undo takes this back." in back
    assert "Ada Stone agreed: netledger intro me 3 --via 1" in later.ok("due").out


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
