"""Saying in plain words what went wrong, whatever it was."""

from __future__ import annotations

from netledger.errors import FAILED


def told(error: Exception) -> tuple[str, str | None, int]:
    """Return what to say of an error that no command foresaw."""
    import sqlite3

    # SQLAlchemy wraps what SQLite says.
    error = getattr(error, "orig", None) or error
    if isinstance(error, sqlite3.OperationalError) and "locked" in str(error):
        return (
            "Another netledger is writing to the ledger.",
            "Nothing was half-written. Try again in a moment.",
            FAILED,
        )
    if isinstance(error, sqlite3.OperationalError) and "no such" in str(error):
        return (
            f"The ledger's tables are not those of this version: {error}.",
            "Nothing was changed. Write it out with the version that made it (netledger export "
            "json), and import that into a new ledger.",
            FAILED,
        )
    if isinstance(error, sqlite3.OperationalError):
        return (
            f"The ledger could not be read or written: {error}.",
            "Nothing was half-written. Check disk space and permissions, then try again.",
            FAILED,
        )
    if isinstance(error, sqlite3.DatabaseError):
        return (
            f"The ledger refused: {error}.",
            "Nothing was changed. With --debug you see where it happened.",
            FAILED,
        )
    if isinstance(error, OSError):
        return f"{error.strerror or error}: {error.filename or ''}".rstrip(": ") + ".", None, FAILED
    return (
        f"netledger met a fault of its own ({type(error).__name__}); nothing was half-written.",
        "With --debug you see where it happened; please report it.",
        FAILED,
    )


def report(message: str, hint: str | None, status: int) -> int:
    """Say on stderr what went wrong and what to do next; return the exit status."""
    from netledger.cli.session import say

    say(message)
    if hint:
        say(_sentence(hint))
    return status


def _sentence(text: str) -> str:
    """Return text with a capital where it begins with a plain word; a command stays as it is."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.isalpha() and first != "netledger" else text
