"""What is fast stays fast by what is not imported; measured in a process of its own."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from .program import Netledger

HEAVY = {"sqlalchemy", "sqlmodel", "pydantic", "pydantic_core", "dateutil"}
SCRIPT = """
import json, sys
from netledger.cli.start import run
status = run(sys.argv[1:])
top = sorted({name.partition(".")[0] for name in sys.modules})
print("\\n" + json.dumps([status, top]), file=sys.stderr)
"""


def modules(netledger: Netledger, *words: str, **more: str) -> set[str]:
    """Run a command in a new interpreter; return what it imported."""
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, *words],
        capture_output=True,
        text=True,
        env=netledger.on(netledger.now, **more).environment(),
        timeout=60,
        check=False,
    )
    status, names = json.loads(ran.stderr.splitlines()[-1])
    assert status == 0, (words, ran.stderr)
    return set(names)


@pytest.fixture
def ada(netledger: Netledger) -> Netledger:
    """The program on a ledger with two people and an entry."""
    netledger.ok("log", "Ada Stone, Bob Roe", "tea", "--new", "--todo", "x", "--on", "2026-03-01")
    return netledger


def test_daily_commands_import_neither_sqlmodel_nor_dateutil(ada: Netledger) -> None:
    for words in (
        ("--version",), ("due",), ("due", "--json"), ("log", "ada", "tea", "--on", "last friday"),
        ("log", "Kim Roe", "tea", "--new"), ("amend", "last", "coffee"), ("unlog", "last"),
        ("snooze", "ada", "2w"), ("done", "1"), ("show", "ada"), ("list",), ("score",),
        ("score", "ada"), ("undo",), ("history",), ("search", "tea"), ("prune", "--dry-run"),
        ("tiers",), ("brief", "ada"), ("support",),
    ):  # fmt: skip
        assert not modules(ada, *words) & HEAVY, words


def test_json_does_without_rich(ada: Netledger) -> None:
    for words in (("list",), ("show", "ada"), ("due",), ("score",), ("log", "ada", "x")):
        assert "rich" not in modules(ada, *words, "--json"), words


def test_plain_lines_do_without_the_classes_that_are_written_at_import(ada: Netledger) -> None:
    for words in (
        ("due",),
        ("log", "ada", "tea"),
        ("list",),
        ("show", "ada"),
        ("snooze", "ada", "2w"),
    ):
        assert not modules(ada, *words) & {"dataclasses", "inspect"}, words


COMPLETE = {
    "_NETLEDGER_COMPLETE": "complete_bash",
    "COMP_CWORD": "2",
}


def complete(netledger: Netledger, line: str, **more: str) -> list[str]:
    """Return what a shell is offered for a line, without regard to case."""
    words = str(len(line.split()) - (0 if line.endswith(" ") else 1))
    told = {**COMPLETE, "COMP_WORDS": line, "COMP_CWORD": words, **more}
    return netledger.on(netledger.now, **told)().out.casefold().split("\n")


def test_completion_knows_names_and_imports_next_to_nothing(ada: Netledger) -> None:
    assert "ada stone" in complete(ada, "netledger show a")
    assert "bob roe" in complete(ada, "netledger log ")
    assert "ada stone" in complete(ada, "netledger log bob --with a")
    assert "ada stone" not in complete(ada, "netledger show b")
    assert "5" in complete(ada, "netledger edit ada --tier ")
    assert {"due", "done"} <= set(complete(ada, "netledger d"))
    held = subprocess.run(
        [sys.executable, "-X", "importtime", "-m", "netledger"],
        capture_output=True,
        text=True,
        env=ada.on(ada.now, **COMPLETE, COMP_WORDS="netledger show a").environment(),
        timeout=60,
        check=False,
    )
    names = {line.rsplit("|", 1)[-1].strip().partition(".")[0] for line in held.stderr.splitlines()}
    assert "ada stone" in held.stdout.casefold()
    assert not names & {*HEAVY, "rich"}


def test_completion_without_a_ledger_is_silent_and_makes_none(netledger: Netledger) -> None:
    assert "".join(complete(netledger, "netledger show a")).strip() == ""
    (netledger.home / "text.db").write_text("not a database at all, but a text of some length")
    broken = netledger.on(netledger.now, NETLEDGER_LEDGER=str(netledger.home / "text.db"))
    told = {**COMPLETE, "COMP_WORDS": "netledger show a"}
    ran = broken.on(broken.now, **told)()
    assert (ran.out.strip(), ran.err) == ("", "")
