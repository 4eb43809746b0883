"""What can go wrong, as values with a next step; caught once, in cli/start.py."""

from __future__ import annotations

from typing import Final

FAILED: Final = 1
USAGE: Final = 2
AMBIGUOUS: Final = 3
INTERRUPTED: Final = 130


class NetledgerError(Exception):
    """Something could not be done: what, what to do next, and the exit status.

    `message` and `hint` are plain text that may hold names and file contents; they pass the
    gate for untrusted text when they are printed, never before.
    """

    def __init__(self, message: str, hint: str | None = None, status: int = FAILED) -> None:
        super().__init__(message)
        self.message = message
        self.hint = hint
        self.status = status


class UsageError(NetledgerError):
    """The words of the command are off (exit 2)."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message, hint, USAGE)


class AmbiguousError(NetledgerError):
    """WHO fits several contacts (exit 3)."""

    def __init__(self, message: str, hint: str | None = None) -> None:
        super().__init__(message, hint, AMBIGUOUS)
