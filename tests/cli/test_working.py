"""What takes long says so on a terminal; what does not, and a pipe, are left alone."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from unittest.mock import patch

import pytest

from netledger.cli import session


class Terminal:
    """A stderr that says it is a terminal, and keeps what is written to it."""

    encoding = "utf-8"

    def __init__(self) -> None:
        self.written = ""

    def isatty(self) -> bool:
        return True

    def write(self, text: str) -> int:
        self.written += text
        return len(text)

    def flush(self) -> None:
        """Nothing is held back."""


@contextmanager
def on_a_terminal(waiting: float = 60.0) -> Iterator[Terminal]:
    """Let stderr be a terminal, in the test itself: pytest puts its own in place before it."""
    screen = Terminal()
    with (
        patch.object(sys, "stderr", screen),
        patch.object(session, "_A_WHILE", waiting),
        patch.dict(os.environ, {"TERM": "xterm"}),
    ):
        yield screen


def test_work_that_takes_a_while_is_shown() -> None:
    with on_a_terminal(waiting=0.01) as terminal, session.working("Copying"):
        give_up = time.monotonic() + 10
        while "Copying" not in terminal.written and time.monotonic() < give_up:
            time.sleep(0.01)
    assert "Copying" in terminal.written


def test_work_that_is_done_at_once_is_not() -> None:
    with on_a_terminal() as terminal, session.working("Copying"):
        pass
    assert terminal.written == ""


def test_what_goes_wrong_meanwhile_is_told_all_the_same() -> None:
    with on_a_terminal() as terminal, pytest.raises(KeyError), session.working("Copying"):
        raise KeyError
    assert terminal.written == ""
