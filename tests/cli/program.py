"""Running the program as its user does: as a process, on a terminal or in a pipe.

Where how it starts is not what a test is about, the process is a copy of one that is ready.
Each test has a home, a ledger and a day of its own; nothing of the machine's user is read.
"""

from __future__ import annotations

import atexit
import csv
import io
import json
import os
import select
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any, Final

import pytest

SOURCE: Final = Path(__file__).parents[2] / "src"
TODAY: Final = "2026-03-16"
CONNECTIONS: Final = (
    "First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On",
)  # fmt: skip
MESSAGES: Final = (
    "CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO",
    "RECIPIENT PROFILE URLS", "DATE", "SUBJECT", "CONTENT", "FOLDER", "ATTACHMENTS",
    "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT",
)  # fmt: skip
# What of the environment Python reads when it starts.
_AT_START: Final = ("PYTHON", "LC_", "_NETLEDGER_COMPLETE")
_PATIENCE: Final = 60  # seconds; a command that waits for input that never comes is a fault


@dataclass(frozen=True, slots=True)
class Ran:
    """What one run of the program left behind."""

    status: int
    raw: bytes
    err: str

    @property
    def out(self) -> str:
        """Stdout as text."""
        return self.raw.decode("utf-8", "backslashreplace")


class Prepared:
    """The process of prepared.py, and a folder for the streams of its copies."""

    def __init__(self) -> None:
        self._folder = tempfile.TemporaryDirectory()
        self._streams = [Path(self._folder.name) / name for name in ("in", "out", "err")]
        self._process = subprocess.Popen(
            [sys.executable, str(Path(__file__).with_name("prepared.py"))],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(SOURCE)},
            text=True,
        )

    def run(self, words: list[str], environment: dict[str, str], home: Path, typed: bytes) -> Ran:
        """Run one command; return what it left behind."""
        assert self._process.stdin
        assert self._process.stdout
        for stream, content in zip(self._streams, (typed, b"", b""), strict=True):
            stream.write_bytes(content)
        told = {
            "words": words,
            "environment": environment,
            "folder": str(home),
            "streams": [str(stream) for stream in self._streams],
        }
        self._process.stdin.write(json.dumps(told) + "\n")
        self._process.stdin.flush()
        if not select.select([self._process.stdout], [], [], _PATIENCE)[0]:
            _prepared.cache_clear()
            self.close()
            raise AssertionError(f"{words} does not come to an end")
        status = int(self._process.stdout.readline())
        _, out, err = (stream.read_bytes() for stream in self._streams)
        return Ran(status, out, err.decode("utf-8", "backslashreplace"))

    def close(self) -> None:
        """End the process."""
        self._process.kill()
        self._process.communicate()
        self._folder.cleanup()


@cache
def _prepared() -> Prepared:
    prepared = Prepared()
    atexit.register(prepared.close)
    return prepared


@dataclass(frozen=True, slots=True)
class Netledger:
    """The program with a home, a ledger and a day. Call it with the words of a command line."""

    home: Path
    now: str = TODAY
    more: tuple[tuple[str, str], ...] = ()

    @property
    def ledger(self) -> Path:
        """Where its ledger lies."""
        return self.home / "ledger" / "ledger.db"

    def on(self, now: str, **more: str) -> Netledger:
        """Return the same home and ledger on another day, with more in its environment."""
        return Netledger(self.home, now, (*self.more, *more.items()))

    def elsewhere(self, name: str = "elsewhere") -> Netledger:
        """Return another user: the same day, and a home and a ledger that are new."""
        home = self.home / name
        home.mkdir()
        return Netledger(home, self.now, self.more)

    @staticmethod
    def started_by() -> list[str]:
        """Return how the program is started: its console script where it is installed."""
        script = Path(sys.executable).parent / "netledger"
        return [str(script)] if script.exists() else [sys.executable, "-m", "netledger"]

    def environment(self) -> dict[str, str]:
        """Return all that the program's environment holds."""
        kept = {name: os.environ[name] for name in ("PATH", "SYSTEMROOT") if name in os.environ}
        return {
            **kept,
            "PYTHONPATH": str(SOURCE),
            "HOME": str(self.home),
            "XDG_CONFIG_HOME": str(self.home / "config"),
            "XDG_DATA_HOME": str(self.home / "data"),
            "XDG_STATE_HOME": str(self.home / "state"),
            "XDG_CACHE_HOME": str(self.home / "cache"),
            "NETLEDGER_LEDGER": str(self.ledger),
            "NETLEDGER_NOW": self.now,
            "TZ": "UTC",
            "LANG": "C.UTF-8",
            "TERM": "xterm-256color",
            **dict(self.more),
        }

    # --- runs

    def __call__(self, *words: str | Path, typed: bytes = b"") -> Ran:
        """Run one command with `typed` on its stdin, and neither stdin nor stdout a terminal."""
        if hasattr(os, "fork") and not any(name.startswith(_AT_START) for name, _ in self.more):
            return _prepared().run([*map(str, words)], self.environment(), self.home, typed)
        return self.started(*words, typed=typed)

    def started(self, *words: str | Path, typed: bytes = b"") -> Ran:
        """Run one command as a shell does, in a Python that is started for it, in pipes."""
        ran = subprocess.run(
            [*self.started_by(), *map(str, words)],
            input=typed,
            capture_output=True,
            env=self.environment(),
            cwd=self.home,
            timeout=_PATIENCE,
            check=False,
        )
        return Ran(ran.returncode, ran.stdout, ran.stderr.decode("utf-8", "backslashreplace"))

    def ok(self, *words: str | Path, typed: bytes = b"") -> Ran:
        """Run a command that must succeed."""
        ran = self(*words, typed=typed)
        assert ran.status == 0, (words, ran)
        assert "Traceback" not in ran.err
        return ran

    def json(self, *words: str | Path, typed: bytes = b"") -> Any:
        """Run a command with --json; return the one document that its stdout must be."""
        ran = self.ok(*words, "--json", typed=typed)
        assert '{"' not in ran.err
        return json.loads(ran.raw)

    def refused(self, status: int, *words: str | Path, typed: bytes = b"") -> str:
        """Run a command that must be refused in plain words; return them."""
        ran = self(*words, typed=typed)
        assert ran.status == status, (words, ran)
        assert ran.out == ""
        assert ran.err.strip()
        for telltale in ("Traceback", "Error:", "fault of its own", "site-packages"):
            assert telltale not in ran.err
        return ran.err

    def terminal(
        self,
        *words: str | Path,
        columns: int = 80,
        answers: Sequence[tuple[str, str]] = (),
        keys: Sequence[tuple[str, str]] = (),
    ) -> Ran:
        """Run a command on a terminal.

        `answers` and `keys` are what is typed once a text has appeared: lines, or single keys
        (and, where the program asks for one between them, a line with its end).
        """
        pty = pytest.importorskip("pty", reason="there are no terminals to make here")
        import fcntl
        import struct
        import termios

        keyboard, screen = pty.openpty()
        fcntl.ioctl(screen, termios.TIOCSWINSZ, struct.pack("HHHH", 40, columns, 0, 0))
        process = subprocess.Popen(
            [*self.started_by(), *map(str, words)],
            stdin=screen,
            stdout=screen,
            stderr=screen,
            env=self.environment(),
            cwd=self.home,
            start_new_session=True,
        )
        os.close(screen)
        script = [(text.encode(), typed.encode()) for text, typed in (*answers, *keys)]
        shown, seen = b"", 0
        give_up = time.monotonic() + _PATIENCE
        try:
            while True:
                assert time.monotonic() < give_up, (words, "waits for ever", shown)
                at = shown.find(script[0][0], seen) if script else -1
                if at >= 0:
                    if keys and not script[0][1].endswith(b"\n"):
                        # What is typed before the program listens for keys is thrown away.
                        while termios.tcgetattr(keyboard)[3] & termios.ICANON:
                            assert time.monotonic() < give_up, (words, "never reads a key")
                            time.sleep(0.005)
                    os.write(keyboard, script[0][1])
                    seen = len(shown)
                    script = script[1:]
                if not select.select([keyboard], [], [], 1)[0]:
                    continue
                try:
                    more = os.read(keyboard, 65536)
                except OSError:
                    break  # Linux says so when the last one has left the terminal
                if not more:
                    break
                shown += more
            status = process.wait(timeout=_PATIENCE)
        finally:
            process.kill()
            process.wait()
            os.close(keyboard)
        return Ran(status, shown.replace(b"\r\n", b"\n"), "")

    # --- what users bring

    def file(self, name: str, content: str | bytes) -> Path:
        """Write a file into the user's home."""
        path = self.home / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content.encode() if isinstance(content, str) else content)
        return path

    def connections(self, *rows: Sequence[str], name: str = "Connections.csv") -> Path:
        """Write LinkedIn's Connections.csv: given and family name, URL, e-mail, company, …"""
        return self.file(name, _written(CONNECTIONS, rows))

    def messages(self, *rows: Mapping[str, str], name: str = "messages.csv") -> Path:
        """Write LinkedIn's messages.csv from rows that name their columns."""
        return self.file(
            name, _written(MESSAGES, ([row.get(column, "") for column in MESSAGES] for row in rows))
        )

    # --- what users look at

    def ids(self, *words: str) -> dict[str, int]:
        """Return the id of each contact by name, as `list` has them."""
        return {row["name"]: row["id"] for row in self.json("list", *words)}

    def everything(self) -> bytes:
        """Return the whole ledger, as `export json` writes it."""
        return self.ok("export", "json", "-").raw

    def steps(self) -> int:
        """Return how many steps the change log has."""
        return len(self.json("history"))


def _written(header: Iterable[str], rows: Iterable[Sequence[str]]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, lineterminator="\n")
    writer.writerow(header)
    writer.writerows(rows)
    return out.getvalue()
