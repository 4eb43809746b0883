"""WHO: which contact is meant, in its levels; nothing is guessed."""

from __future__ import annotations

from pathlib import Path

import pytest

from .program import Netledger

TABLE = """name,aliases,emails,org,status
Billy-Jean Lund,,bj@example.org,Choir,
Jean Lund,,jean@example.org,,
John Deere,,deere@example.org,Tractors,
John Doe,,doe@example.org,,
Ida Ortega,The Admiral,ida@example.org,,
Zoë Šmit,,zoe@example.org,,
Stone,,,,
Stone Mason,,,,
O'Neil Łukasz,,,,
12,,,,
"Vale, Robin",,,,
Robin Roe,,,,
Old Friend,,old@example.org,,archived
John Gone,,gone@example.org,,archived
"""


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for a ledger of people whose names lie inside one another."""
    return tmp_path_factory.mktemp("crowd")


@pytest.fixture
def crowd(folder: Path) -> Netledger:
    """The program on that ledger; made once for the module, and only read by its tests."""
    crowd = Netledger(folder)
    if not crowd.ledger.exists():
        crowd.ok("import", "csv", "-", typed=TABLE.encode())
    return crowd


@pytest.mark.parametrize(
    ("who", "name"),
    [
        ("1", "Billy-Jean Lund"),
        ("12", "Robin Roe"),
        ("BJ@example.ORG", "Billy-Jean Lund"),
        ("the admiral", "Ida Ortega"),
        ("stone", "Stone"),
        ("billy", "Billy-Jean Lund"),
        ("lund billy", "Billy-Jean Lund"),
        ("Billy-Jean Lund", "Billy-Jean Lund"),
        ("jean lund", "Jean Lund"),
        ("ZOE smit", "Zoë Šmit"),
        ("oneil lukasz", "O'Neil Łukasz"),
        ("adm", "Ida Ortega"),
        ("Vale, Robin", "Vale, Robin"),
        ("old", "Old Friend"),
        ("  ida   ort ", "Ida Ortega"),
    ],
)
def test_the_first_level_with_a_hit_wins(crowd: Netledger, who: str, name: str) -> None:
    assert crowd.json("show", who)["name"] == name


def test_what_fits_several_is_listed_and_nothing_is_done(crowd: Netledger) -> None:
    said = crowd.refused(3, "log", "john", "tea", "--json")
    assert "John Deere" in said
    assert "Tractors" in said
    assert "doe@example.org" in said
    assert "John Gone" not in said
    assert crowd.refused(3, "show", "rob").count("Rob") == 2
    assert crowd.json("show", "john dee")["interactions"] == []
    assert crowd.steps() == 1


def test_what_fits_nobody_gives_the_nearest_names(crowd: Netledger) -> None:
    said = crowd.refused(1, "log", "Ida Ortgea", "tea")
    assert "Ida Ortega" in said
    crowd.refused(1, "show", "ean")  # the inside of a word is no start of it
    crowd.refused(1, "show", "")
    crowd.refused(1, "show", "99")
    assert crowd.steps() == 1


def test_several_are_the_whole_text_first_and_then_its_parts(netledger: Netledger) -> None:
    netledger.ok("import", "csv", "-", typed=TABLE.encode())
    whole = netledger.json("log", "Vale, Robin", "tea")
    assert [tie["name"] for tie in whole["ties"]] == ["Vale, Robin"]
    parts = netledger.json("log", "ida, zoe,bj@example.org", "tea", "--with", "jean lund")
    assert {tie["name"] for tie in parts["ties"]} == {
        "Ida Ortega", "Zoë Šmit", "Billy-Jean Lund", "Jean Lund",
    }  # fmt: skip
    steps = netledger.steps()
    netledger.refused(3, "log", "ida, john", "tea")
    netledger.refused(1, "log", "ida, nobody at all", "tea")
    assert netledger.steps() == steps


def test_logging_to_someone_who_was_cut_brings_them_back_and_says_so(netledger: Netledger) -> None:
    netledger.ok("import", "csv", "-", typed=TABLE.encode())
    before = netledger.everything()
    ran = netledger.ok("log", "old friend", "met again")
    assert "Old Friend" in ran.out
    assert "back" in ran.out
    assert netledger.json("show", "old friend")["status"] == "active"
    netledger.ok("undo")
    assert netledger.everything() == before


def test_two_people_may_bear_one_name_and_a_likely_double_is_refused(netledger: Netledger) -> None:
    netledger.ok("add", "Nora Quist", "--org", "Millpond", "--email", "nora@example.org")
    assert "Nora Quist" in netledger.refused(1, "add", "nora QUIST")
    assert "Nora Quist" in netledger.refused(1, "add", "N. Q.", "--email", "Nora@Example.org")
    netledger.ok("add", "Nora Quist", "--org", "Quarry", "--force")
    said = netledger.refused(3, "show", "Nora Quist")
    assert "Millpond" in said
    assert "Quarry" in said
    assert netledger.json("show", "2")["org"] == "Quarry"


def test_a_sixth_stated_five_is_refused_with_the_names_of_the_five(netledger: Netledger) -> None:
    table = "name,stated_tier\n" + "".join(f"Close {word},5\n" for word in "ABCDE")
    netledger.ok("import", "csv", "-", typed=f"{table}Other Roe,\n".encode())
    before = netledger.everything()
    said = netledger.refused(1, "edit", "other", "--tier", "5", "--org", "New")
    assert all(f"Close {word}" in said for word in "ABCDE")
    netledger.refused(1, "add", "Sixth Roe", "--tier", "5")
    assert netledger.everything() == before
    netledger.ok("edit", "close a", "--tier", "5")
    netledger.ok("edit", "close a", "--clear", "tier")
    netledger.ok("edit", "other", "--tier", "5")
    netledger.refused(2, "edit", "other", "--tier", "7")


def test_an_edit_keeps_the_old_name_findable(netledger: Netledger) -> None:
    netledger.ok("add", "Nora Quist", "--tag", "choir")
    netledger.ok(
        "edit", "nora", "--name", "Nora Lund", "--tag", "work", "--untag", "choir", "--pin", "--kin"
    )
    nora = netledger.json("show", "nora quist")
    assert (nora["name"], nora["aliases"]) == ("Nora Lund", ["Nora Quist"])
    assert (nora["tags"], nora["pinned"], nora["kin"]) == (["work"], True, True)
    netledger.ok("edit", "nora", "--unpin", "--no-kin", "--clear", "tag", "--died")
    nora = netledger.json("show", "nora")
    assert (nora["tags"], nora["pinned"], nora["kin"]) == ([], False, False)
    assert nora["died"] == "2026-03-16"
    steps = netledger.steps()
    netledger.ok("edit", "nora", "--unpin")
    assert netledger.steps() == steps
    netledger.refused(2, "edit", "nora")
