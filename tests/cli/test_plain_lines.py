"""Plain command lines are read without Typer, and as Typer reads them."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.cli import plain
from netledger.cli.commands import COMMANDS
from netledger.cli.main import command
from netledger.cli.plain_table import TAKES

from .program import Netledger

DAILY = ("due", "log", "show", "list", "score", "snooze", "done", "unlog", "amend", "undo",
         "search", "history")  # fmt: skip


@st.composite
def lines(draw: st.DrawFn) -> list[str]:
    """A command and words that it may take: its options, values that fit and that don't."""
    name = draw(st.sampled_from(sorted(TAKES)))
    options = st.sampled_from(sorted(TAKES[name][1]) or ["--json"])
    values = st.sampled_from(["ada", "5", "0", "99999", "-", "x y", "", "--no", "-3", "²", "--"])
    words = st.lists(options | values | st.text(max_size=3), max_size=5)
    return [name, *draw(words)]


@settings(max_examples=400, deadline=None)
@given(lines())
def test_what_is_read_plainly_is_what_typer_reads(words: list[str]) -> None:
    asked = plain.read(words)
    if asked is None:
        return
    context = command(asked.command).make_context(asked.command, words[1:])
    said = {name: context.params[name] for name in asked.given}
    for name, value in asked.given.items():
        assert plainly(value) == plainly(type(value)(said[name])), (name, words)
    left = {name: value for name, value in context.params.items() if name not in asked.given}
    defaults = {one.name: one.default for one in command(asked.command).params}
    assert all(not value or value == defaults[name] for name, value in left.items())


def plainly(value: Any) -> Any:
    if isinstance(value, Path):
        return str(value)
    return list(value) if isinstance(value, list | tuple) else value


@pytest.mark.parametrize(
    "words",
    [
        ["due", "--help"],
        ["due", "--minutes", "soon"],
        ["due", "--minutes", "0"],
        ["due", "--minuets", "5"],
        ["due", "too", "much"],
        ["show"],
        ["show", "--as-of", "-1d"],
        ["nothing"],
        ["--version"],
        [],
    ],
)
def test_what_is_not_plain_is_left_to_typer(words: list[str]) -> None:
    assert plain.read(words) is None


@pytest.mark.parametrize(
    "words",
    [
        ["log", "ada", "tea", "--at-ease", "--guarded"],
        ["log", "ada", "tea", "--not-valued", "--depth", "2", "--valued"],
        ["amend", "last", "--by-me", "--by-them"],
        ["amend", "last", "--one-way", "--two-way"],
        ["edit", "ada", "--pin", "--unpin"],
    ],
)
def test_two_that_exclude_each_other_are_refused_however_they_are_read(
    netledger: Netledger, words: list[str]
) -> None:
    assert plain.read(words) is None
    assert "exclude each other" in netledger.refused(2, *words)


def test_the_same_flag_twice_is_one_and_a_value_is_no_flag(netledger: Netledger) -> None:
    netledger.ok("add", "Ada")
    netledger.ok("log", "ada", "tea", "--at-ease", "--at-ease")
    netledger.ok("edit", "ada", "--note", "--unpin", "--pin")
    assert netledger.json("show", "ada")["note"] == "--unpin"


def test_all_after_two_dashes_is_text() -> None:
    asked = plain.read(["log", "ada", "--", "--json"])
    assert asked is not None
    assert asked.given == {"who": ["ada", "--json"]}


def test_the_options_of_the_program_are_read() -> None:
    asked = plain.read(["--ledger", "x.db", "--debug", "due"])
    assert asked is not None
    assert (asked.ledger, asked.debug) == ("x.db", True)


def test_every_command_is_in_the_table_but_those_with_a_way_of_their_own() -> None:
    assert set(COMMANDS) - set(TAKES) == {"edit"}


SCRIPT = """
import json, sys
from netledger.cli.start import run
status = run(json.loads(sys.argv[1]))
print(json.dumps([status, "typer" in sys.modules]), file=sys.stderr)
"""


@pytest.mark.parametrize("name", DAILY)
def test_a_daily_command_runs_without_typer(netledger: Netledger, name: str) -> None:
    netledger.ok("log", "Ada Stone", "tea", "--new", "--todo", "x")
    words = {"show": ["ada"], "score": ["ada"], "snooze": ["ada", "2w"], "done": ["1"],
             "unlog": ["last"], "amend": ["last", "tee"], "search": ["tea"],
             "log": ["ada", "tea"]}  # fmt: skip
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT, json.dumps([name, *words.get(name, [])])],
        capture_output=True, text=True, env=netledger.environment(), timeout=60, check=False,
    )  # fmt: skip
    assert json.loads(ran.stderr.splitlines()[-1]) == [0, False], ran.stderr
