"""Help, wrong usage and the ways out: plain, with a next step, never a traceback."""

from __future__ import annotations

import signal
import subprocess

import pytest

from .program import Netledger

COMMANDS = [
    "add", "show", "list", "search", "edit", "merge", "remove", "log", "amend", "unlog", "due",
    "snooze", "done", "score", "tiers", "support", "brief", "prune", "restore", "import",
    "export", "undo", "history", "backup", "config",
]  # fmt: skip


@pytest.mark.parametrize("command", COMMANDS)
def test_every_command_has_help_with_an_example_and_says_what_is_wrong(
    netledger: Netledger, command: str
) -> None:
    shown = netledger.ok(command, "--help").out
    assert f"Example: netledger {command}" in shown
    assert "--json" in shown
    said = netledger.refused(2, command, "--no-such-option")
    assert "--no-such-option" in said
    assert "--help" in said
    assert len(said.splitlines()) <= 2
    assert not netledger.ledger.exists()


def test_the_program_says_what_it_can_do(netledger: Netledger) -> None:
    shown = netledger.ok("--help").out
    assert all(f"  {command} " in shown for command in COMMANDS)
    assert netledger.ok().out == shown
    assert netledger.ok("--version").out.startswith("netledger ")
    said = netledger.refused(2, "frobnicate")
    assert "frobnicate" in said
    netledger.refused(2, "show")
    netledger.refused(2, "list", "--limit", "many")
    netledger.refused(2, "list", "--sort", "colour")
    netledger.refused(2, "backup", "list")
    netledger.refused(2, "export", "pdf")
    netledger.refused(2, "import", "pdf", "x.pdf")


def test_an_interruption_is_130_and_says_nothing_of_itself(netledger: Netledger) -> None:
    process = subprocess.Popen(
        [*netledger.started_by(), "import", "csv", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=netledger.environment(),
    )
    assert process.stdin
    process.stdin.write(b"name\n")
    process.stdin.flush()
    try:
        process.wait(timeout=1.5)
    except subprocess.TimeoutExpired:
        process.send_signal(signal.SIGINT)
    _, err = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in err
