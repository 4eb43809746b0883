"""Run the console blocks of README.md and of the pages in docs, and write what they print now.

python docs/refresh.py   rewrites the outputs; tests/test_docs.py sees that nothing would change

A page's blocks marked `console` are one session: its commands run in order on Monday 16 March 2026,
in a folder that holds the example export. Below each command stands what it prints; a line `…`
stands for lines left out. Two comments in a page steer its session:

<!-- ledger: NAME -->   starts a new session, with a ledger of STARTS; else it begins empty
<!-- file: NAME -->     the block of code that follows is a file of that name in the folder

It needs netledger as it is installed for development.
"""

from __future__ import annotations

import os
import re
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

ROOT = Path(__file__).resolve().parent.parent
EXAMPLE = Path("examples", "linkedin-export")
PAGES = tuple(
    page
    for page in (ROOT / "README.md", *sorted((ROOT / "docs").rglob("*.md")))
    if "\n```console\n" in page.read_text("utf-8")
)
STEER = re.compile(r"<!-- (ledger|file): (.+) -->")
PROMPT = "$ netledger"
LEFT_OUT = "…"


class PageError(Exception):
    """A console block that can't be run, or that fails."""


@dataclass
class Command:
    """A command in a console block, and the lines that the page shows below it."""

    typed: str
    shown: list[str] = field(default_factory=list)

    def matches(self, printed: list[str]) -> bool:
        """Say whether the command printed what is shown."""
        return _matches(self.shown, printed)

    def renewed(self, printed: list[str]) -> list[str]:
        """Return what to show: all that was printed, or as much of both ends as before."""
        if LEFT_OUT not in self.shown:
            return printed
        before = self.shown.index(LEFT_OUT)
        after = self.shown[::-1].index(LEFT_OUT)
        return [*printed[:before], LEFT_OUT, *printed[len(printed) - after :]]


def _matches(shown: list[str], printed: list[str]) -> bool:
    if not shown:
        return not printed
    if shown[0] == LEFT_OUT:
        return any(_matches(shown[1:], printed[at:]) for at in range(len(printed) + 1))
    return bool(printed) and shown[0] == printed[0] and _matches(shown[1:], printed[1:])


@cache
def the_example() -> bytes:
    """Return a ledger with the example export in it."""
    with TemporaryDirectory() as scratch:
        folder = _fresh(Path(scratch))
        run(f"{PROMPT} import linkedin {EXAMPLE}", folder)
        return (folder / "ledger.db").read_bytes()


@cache
def the_forty() -> bytes:
    """Return the ledger of the forty invented people of tests/network."""
    spec = spec_from_file_location("people", ROOT / "tests" / "network" / "people.py")
    if spec is None or spec.loader is None:
        raise PageError("tests/network/people.py is not there")
    people = module_from_spec(spec)
    sys.modules["people"] = people
    spec.loader.exec_module(people)
    with TemporaryDirectory() as scratch:
        path = Path(scratch, "ledger.db")
        ledger = people.build(path)
        ledger.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
        ledger.close()
        return path.read_bytes()


STARTS: Final[Mapping[str, Callable[[], bytes]]] = {
    "the example": the_example,
    "the forty": the_forty,
}


def refreshed(page: Path) -> str:
    """Return the page's text with its outputs as they are now.

    Raises PageError where a command fails.
    """
    text = page.read_text("utf-8")
    with TemporaryDirectory() as scratch:
        return "\n".join(_lines(text.split("\n"), Path(scratch)))


def _fresh(folder: Path) -> Path:
    """Return `folder` made, with the example export in it."""
    shutil.copytree(ROOT / EXAMPLE, folder / EXAMPLE)
    return folder


def _lines(lines: list[str], scratch: Path) -> Iterator[str]:
    sessions = 1
    folder = _fresh(scratch / "1")
    file = ""
    rest = iter(lines)
    for line in rest:
        yield line
        if steered := STEER.fullmatch(line):
            what, name = steered.groups()
            if what == "file":
                file = name
                continue
            if name not in STARTS:
                raise PageError(f"no ledger to start from: {name}")
            sessions += 1
            folder = _fresh(scratch / str(sessions))
            (folder / "ledger.db").write_bytes(STARTS[name]())
        if not line.startswith("```") or not (file or line == "```console"):
            continue
        block = []
        end = ""
        for inner in rest:
            if inner == "```":
                end = inner
                break
            block.append(inner)
        if file:
            (folder / file).write_text("\n".join([*block, ""]), "utf-8")
            file = ""
            yield from block
        else:
            for command in _commands(block):
                yield command.typed
                yield from _now(command, folder)
        yield end


def _commands(block: list[str]) -> list[Command]:
    found: list[Command] = []
    for line in block:
        if line.startswith("$ "):
            found.append(Command(line))
        else:
            found[-1].shown.append(line)
    return found


def _now(command: Command, folder: Path) -> list[str]:
    """Return the lines to show below a command; a blank line before the next one stays."""
    gap: list[str] = []
    while command.shown and not command.shown[-1]:
        gap.append(command.shown.pop())
    printed = run(command.typed, folder)
    return [*(command.shown if command.matches(printed) else command.renewed(printed)), *gap]


def run(typed: str, folder: Path) -> list[str]:
    """Run `$ netledger …` in `folder`; return the lines it prints on stderr and stdout."""
    if not typed.startswith(f"{PROMPT} "):
        raise PageError(f"only netledger is run here: {typed}")
    kept = {"PATH", "SYSTEMROOT", "LANG"}
    env = {name: value for name, value in os.environ.items() if name in kept} | {
        "HOME": str(folder),
        "XDG_CONFIG_HOME": str(folder / "config"),
        "NETLEDGER_LEDGER": str(folder / "ledger.db"),
        "NETLEDGER_NOW": "2026-03-16",
        "PYTHONPATH": str(ROOT / "src"),
        "PYTHONUTF8": "1",
        "TZ": "UTC",
    }
    done = subprocess.run(  # noqa: S603 (the page is ours)
        [sys.executable, "-m", "netledger", *shlex.split(typed.removeprefix(PROMPT))],
        cwd=folder,
        env=env,
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.STDOUT,
        check=False,
    )
    printed = re.sub(r"\r\n?", "\n", done.stdout.decode("utf-8"))
    if done.returncode:
        raise PageError(f"{typed}\nexit {done.returncode}\n{printed}")
    return printed.rstrip("\n").split("\n") if printed.strip() else []


def main() -> None:
    """Rewrite the pages."""
    for page in PAGES:
        page.write_text(refreshed(page), "utf-8")


if __name__ == "__main__":
    main()
