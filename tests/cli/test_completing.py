"""A name is completed without Typer, and as Typer completes it."""

from __future__ import annotations

import json
import subprocess
import sys

import pytest

from .program import Netledger

SCRIPT = """
import atexit, json, os, sys
atexit.register(lambda: print(json.dumps("typer" in sys.modules), file=sys.stderr))
if os.environ.get("ASK_TYPER"):
    from netledger.cli import completing
    completing.answer = lambda environment: None
from netledger.cli.start import run
run([])
"""


@pytest.fixture
def people(netledger: Netledger) -> Netledger:
    """Ada Stone, Zoë Ek and Bo of Acme, with an entry."""
    netledger.ok("log", "Ada Stone, Zoë Ek", "tea", "--new")
    netledger.ok("add", "Bo Lund", "--org", "Acme")
    return netledger


def asked(netledger: Netledger, **environment: str) -> tuple[str, bool]:
    """What is answered, and whether Typer was needed for it."""
    ran = subprocess.run(
        [sys.executable, "-c", SCRIPT], capture_output=True, text=True, timeout=60, check=False,
        env=netledger.on(netledger.now, **environment).environment(),
    )  # fmt: skip
    return ran.stdout, json.loads(ran.stderr.splitlines()[-1])


LINES = (
    "show ad", "show ", "log ada,zo", "log ada tea --with b", "score nobody", "merge ada b",
    "show zoe", "--ledger elsewhere.db show ad", "intro ada b", "log --note x a",
)  # fmt: skip


@pytest.mark.parametrize("line", LINES)
def test_bash_is_answered_with_names_as_typer_answers(people: Netledger, line: str) -> None:
    words = f"netledger {line}".split(" ")
    told = {
        "_NETLEDGER_COMPLETE": "complete_bash", "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }  # fmt: skip
    plainly, needed = asked(people, **told)
    assert not needed
    assert asked(people, **told, ASK_TYPER="1") == (plainly, True)


@pytest.mark.parametrize("line", ["show ad", "show ", "log bo"])
def test_fish_is_answered_with_helps_as_typer_answers(people: Netledger, line: str) -> None:
    told = {
        "_NETLEDGER_COMPLETE": "complete_fish", "_TYPER_COMPLETE_FISH_ACTION": "get-args",
        "_TYPER_COMPLETE_ARGS": f"netledger {line}",
    }  # fmt: skip
    plainly, needed = asked(people, **told)
    assert not needed
    assert asked(people, **told, ASK_TYPER="1") == (plainly, True)


@pytest.mark.parametrize("line", ["sh", "show --", "list --sort na", "log ada --via m", "show 'a"])
def test_all_else_is_left_to_typer(people: Netledger, line: str) -> None:
    words = f"netledger {line}".split(" ")
    told = {
        "_NETLEDGER_COMPLETE": "complete_bash", "COMP_WORDS": " ".join(words),
        "COMP_CWORD": str(len(words) - 1),
    }  # fmt: skip
    assert asked(people, **told)[1]
