"""The programs that are timed on a ledger: netledger's commands, and floors that do far less."""

from __future__ import annotations

import os
import shutil
import sys
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from benchmarks.speed.people import PREFIX, RARE, TODAY, WHO
from benchmarks.speed.timing import Case

NETLEDGER: Final = "netledger"
TYPER, ARGPARSE, SHELL = "typer", "argparse", "sqlite3"
COMPLETING: Final = "complete a name"
ON_TERMINAL: Final = ", terminal"
_WHO: Final = WHO.split()[0].lower()
COMMANDS: Final[Mapping[str, tuple[str, ...]]] = {
    "--version": ("--version",),
    COMPLETING: (),
    "due": ("due",),
    "log WHO TEXT": ("log", _WHO, "coffee and a walk"),
    "show WHO": ("show", _WHO),
    "list --limit 20": ("list", "--limit", "20"),
    "score WHO": ("score", _WHO),
    "score --limit 20": ("score", "--limit", "20"),
    f"search {RARE}": ("search", RARE),
    "search coffee": ("search", "coffee", "--limit", "20"),
    "prune --dry-run --json": ("prune", "--dry-run", "--json"),
}
BOTH_WAYS: Final = ("due", "log WHO TEXT")  # timed on a terminal too, where rich draws
_QUERY: Final = (
    "SELECT c.name, t.last FROM tie t JOIN contact c ON c.id = t.contact ORDER BY t.contact LIMIT 5"
)
_SCRIPT: Final = """
import sys
from netledger.__main__ import main
if __name__ == "__main__":
    sys.exit(main())
"""
_TYPER: Final = f"""
import os, sqlite3
import typer

app = typer.Typer(add_completion=False)

@app.command()
def due(limit: int = 5) -> None:
    conn = sqlite3.connect(os.environ["NETLEDGER_LEDGER"])
    for name, last in conn.execute('''{_QUERY}'''):
        typer.echo(f"{{name}} {{last}}")

@app.command()
def log(who: str, text: str) -> None:
    typer.echo(who)

if __name__ == "__main__":
    app()
"""
_ARGPARSE: Final = f"""
import argparse, os, sqlite3

parser = argparse.ArgumentParser()
commands = parser.add_subparsers(dest="command")
commands.add_parser("due").add_argument("--limit", type=int, default=5)
commands.add_parser("log").add_argument("who")
parser.parse_args()
conn = sqlite3.connect(os.environ["NETLEDGER_LEDGER"])
for name, last in conn.execute('''{_QUERY}'''):
    print(name, last)
"""


def environment(folder: Path, ledger: Path) -> dict[str, str]:
    """Return all that the environment of a timed command holds."""
    home = folder / "home"
    home.mkdir(exist_ok=True)
    kept = {name: os.environ[name] for name in ("PATH", "PYTHONPATH") if name in os.environ}
    if "PYTHONPATH" in kept:
        parts = kept["PYTHONPATH"].split(os.pathsep)
        kept["PYTHONPATH"] = os.pathsep.join(str(Path(part).resolve()) for part in parts if part)
    return {
        **kept,
        "HOME": str(home),
        **{f"XDG_{name}_HOME": str(home / name) for name in ("CONFIG", "DATA", "CACHE", "STATE")},
        "NETLEDGER_LEDGER": str(ledger),
        "NETLEDGER_NOW": f"{TODAY}T12:00:00",
        "LANG": "C.UTF-8",
        "TERM": "xterm-256color",
        "TZ": "UTC",
    }


def started_by(folder: Path) -> tuple[str, ...]:
    """Return how netledger is started: its console script, or one like it."""
    installed = Path(sys.executable).parent / NETLEDGER
    if installed.exists():
        return (str(installed),)
    script = folder / NETLEDGER
    script.write_text(f"#!{sys.executable}{_SCRIPT}", encoding="utf-8")
    script.chmod(0o755)
    return (str(script),)


def ours(folder: Path, inherited: Mapping[str, str]) -> list[Case]:
    """Return netledger's commands, in a pipe and, for two of them, on a terminal."""
    start = started_by(folder)
    completing = {
        **inherited,
        "_NETLEDGER_COMPLETE": "complete_bash",
        "COMP_WORDS": f"netledger show {PREFIX}",
        "COMP_CWORD": "2",
    }
    cases = []
    for what, words in COMMANDS.items():
        told = completing if what == COMPLETING else inherited
        cases.append(Case(NETLEDGER, what, (*start, *words), told))
        if what in BOTH_WAYS:
            cases.append(Case(NETLEDGER, f"{what}{ON_TERMINAL}", (*start, *words), told, True))
    return cases


def floors(folder: Path, inherited: Mapping[str, str]) -> list[Case]:
    """Return programs of one query of five rows over the same ledger, and nothing else."""
    cases = []
    for program, text in ((TYPER, _TYPER), (ARGPARSE, _ARGPARSE)):
        script = folder / f"{program}_floor.py"
        script.write_text(text, encoding="utf-8")
        words = (sys.executable, str(script), "due")
        cases.append(Case(program, "one query", words, inherited))
        cases.append(Case(program, f"one query{ON_TERMINAL}", words, inherited, True))
    if shell := shutil.which("sqlite3"):
        words = (shell, inherited["NETLEDGER_LEDGER"], _QUERY)
        cases.append(Case(SHELL, "one query", words, inherited))
    return cases
