"""What the program answers in plain words: what was changed, and what was wrong."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy.exc import OperationalError

from netledger.cli.answering import told

from .program import Netledger


def test_what_is_said_again_holds_from_that_day_on(netledger: Netledger) -> None:
    netledger.ok("add", "Lena Roth", "--offers", "contract law")
    before = netledger.everything()
    later = netledger.on("2029-01-02")
    assert "said 16 Mar 2026" in later.ok("show", "lena").out
    ran = later.ok("edit", "lena", "--offers", "Contract Law", "--seeks", "a flat")
    assert ran.out.splitlines() == [
        "Changed Lena Roth (1) · seeks a flat.", "  Renewed: contract law (said today).",
    ]  # fmt: skip
    assert "said" not in later.ok("show", "lena").out
    assert "Nothing to change" in later.ok("edit", "lena", "--offers", "contract law").out
    later.ok("undo")
    assert netledger.everything() == before


def test_what_a_friend_owes_is_said_by_name(netledger: Netledger) -> None:
    ran = netledger.ok("log", "Tom Vance", "lunch", "--new", "--they-owe", "a name in Oslo")
    assert "  Tom Vance owes you: a name in Oslo  done 1" in ran.out.splitlines()


def test_a_promise_is_taken_out_of_its_entry_and_another_put_in(netledger: Netledger) -> None:
    netledger.ok("log", "Tom Vance", "lunch", "--new", "--todo", "the book", "--they-owe", "a map")
    netledger.ok("amend", "last", "--todo", "the key")
    ran = netledger.ok("amend", "last", "--clear", "todo", "--todo", "the atlas")
    assert "  taken out: you owe Tom Vance: the key" in ran.out.splitlines()
    owed = [(one["text"], one["whose"]) for one in netledger.json("show", "tom")["promises"]]
    assert owed == [("a map", "them"), ("the atlas", "me")]
    netledger.ok("amend", "last", "--clear", "they-owe")
    assert "Nothing to change" in netledger.ok("amend", "last", "--clear", "they-owe").out


def test_of_the_dead_the_card_speaks_in_the_past(netledger: Netledger) -> None:
    netledger.ok(
        "add", "Sue Kim", "--role", "Editor", "--location", "Bonn", "--offers", "tea",
        "--tier", "15",
    )  # fmt: skip
    for day in ("2024-05-01", "2024-05-12"):
        netledger.ok("log", "sue", "lunch", "--on", day)
    netledger.ok("snooze", "sue", "3w")
    netledger.ok("edit", "sue", "--died", "2025-01-02")
    shown = netledger.ok("show", "sue").out.splitlines()
    assert shown[:7] == [
        "Sue Kim  1 · died 2 Jan 2025", "  was Editor", "  last talk 12 May 2024", "",
        "  lived    Bonn", "  offered  tea", "",
    ]  # fmt: skip
    brief = netledger.ok("brief", "sue").out
    assert "  last talk 12 May 2024" in brief.splitlines()
    assert "of 100" not in brief


@pytest.mark.parametrize(
    ("words", "said"),
    [
        ("done foo", 'PROMISE takes a whole number, not "foo".'),
        ("due --minutes x", '--minutes takes a whole number, not "x".'),
        ("due --minutes 0", "--minutes takes a number from 1 up, not 0."),
        ("log ada --depth 5", "--depth takes a number from 1 to 3, not 5."),
        ("show ada b", "Too many words: b."),
    ],
)
def test_a_word_that_does_not_fit_is_refused_in_plain_words(
    netledger: Netledger, words: str, said: str
) -> None:
    assert netledger.refused(2, *words.split()).splitlines()[0] == said


def test_a_ledger_that_another_writes_to_is_told_as_that() -> None:
    locked = sqlite3.OperationalError("database is locked")
    for error in (locked, OperationalError("INSERT", {}, locked)):
        message, hint, status = told(error)
        assert message == "Another netledger is writing to the ledger."
        assert "Try again" in (hint or "")
        assert status == 1


def test_a_refusal_of_the_database_is_none_of_our_faults_however_it_is_wrapped() -> None:
    refused = sqlite3.IntegrityError("CHECK constraint failed")
    assert told(OperationalError("INSERT", {}, refused)) == told(refused)


@pytest.mark.parametrize(
    "words",
    [("import", "csv"), ("export", "json"), ("tiers", "--svg"), ("backup", "create"),
     ("prune", "--export")],
)  # fmt: skip
def test_a_home_that_nobody_has_is_named(netledger: Netledger, words: tuple[str, ...]) -> None:
    assert "whose home that is" in netledger.refused(2, *words, "~nobody-of-that-name/x")


def test_a_ledger_without_a_name_is_no_ledger(netledger: Netledger) -> None:
    assert "names no file" in netledger.refused(2, "due", "--ledger", "")


def test_a_ledger_that_is_not_given_takes_no_other_word(netledger: Netledger) -> None:
    netledger.refused(2, "log", "due", "--ledger")
    assert not (netledger.home / "log").exists()
