"""One contact out of two: nothing is lost, and it can be taken apart again."""

from __future__ import annotations

from .program import Netledger


def two(netledger: Netledger) -> None:
    netledger.ok(
        "add", "Beatriz Campos", "--email", "bea@example.org", "--note", "allergic to nuts",
        "--every", "30d",
    )  # fmt: skip
    netledger.ok("log", "beatriz", "first", "--via", "call", "--on", "2026-01-10")
    netledger.ok("log", "beatriz", "second", "--via", "call", "--on", "2026-02-10")
    netledger.ok(
        "add", "Bea Campos", "--phone", "+1 (202) 555-0110", "--note", "sings alto", "--birthday",
        "--04-15", "--tag", "choir", "--force",
    )  # fmt: skip
    netledger.ok("log", "bea campos", "lunch", "--on", "2026-03-01", "--todo", "a recipe")


def test_a_merge_keeps_everything_and_can_be_undone(netledger: Netledger) -> None:
    two(netledger)
    before = netledger.everything()
    netledger.ok("merge", "Beatriz Campos", "2", "--yes")
    assert list(netledger.ids()) == ["Beatriz Campos"]
    bea = netledger.json("show", "Bea Campos")
    assert bea["id"] == 1
    assert "allergic to nuts" in bea["note"]
    assert "sings alto" in bea["note"]
    assert [one["on"] for one in bea["interactions"]] == ["2026-03-01", "2026-02-10", "2026-01-10"]
    assert (bea["last"], bea["birthday"], bea["cadence_days"]) == ("2026-03-01", "--04-15", 30)
    assert (bea["emails"], bea["phones"]) == (["bea@example.org"], ["+1 (202) 555-0110"])
    assert (bea["tags"], bea["promises"][0]["text"]) == (["choir"], "a recipe")
    assert bea["due"] == "2026-03-31"
    netledger.ok("undo")
    assert netledger.everything() == before
    assert netledger.json("show", "2")["note"] == "sings alto"


def test_a_merge_with_oneself_is_refused(netledger: Netledger) -> None:
    netledger.ok("add", "Beatriz Campos")
    netledger.refused(2, "merge", "1", "beatriz", "--yes")
    netledger.refused(1, "merge", "1", "nobody", "--yes")


def test_an_entry_that_both_took_part_in_counts_once(netledger: Netledger) -> None:
    netledger.ok("add", "Beatriz Campos", "--tier", "5")
    netledger.ok("add", "Bea C", "--tier", "5")
    netledger.ok("log", "1,2", "lunch", "--got", "p:beatriz", "--gave", "i:bea c")
    netledger.ok("merge", "1", "2", "--yes")
    bea = netledger.json("show", "1")
    (entry,) = bea["interactions"]
    assert (entry["with"], entry["got"], entry["gave"]) == ([], ["psychosocial"], ["instrumental"])
    assert bea["stated_tier"] == 5


def test_on_a_terminal_it_is_asked_for_and_the_end_of_input_means_no(netledger: Netledger) -> None:
    netledger.ok("add", "Beatriz Campos")
    netledger.ok("add", "Bea Birk")
    before = netledger.everything()
    for typed in ("n\n", "\n", "\x04"):
        ran = netledger.terminal("remove", "2", answers=[("[y/N]", typed)])
        assert ran.status == 1, typed
        assert "Bea Birk" in ran.out
    netledger.refused(1, "remove", "2")  # without a terminal nothing is asked, and nothing waits
    assert netledger.everything() == before
    assert netledger.terminal("remove", "2", answers=[("[y/N]", "y\n")]).status == 0
    assert list(netledger.ids()) == ["Beatriz Campos"]
