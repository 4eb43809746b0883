"""Completing a name on the command line without Typer, which is asked for all the rest.

For bash and fish, whose answers are plain lines; tests hold them to what Typer answers.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from netledger.cli.plain_table import TAKES


class Asked(NamedTuple):
    """What the shell asks: the words before, the one begun, and whether it shows helps."""

    words: list[str]
    begun: str
    helps: bool


def answer(environment: Mapping[str, str]) -> str | None:
    """Return what to print, or None where no name is asked for, or not plainly."""
    asked = _asked(environment)
    if asked is None or not asked.words or asked.begun.startswith("-"):
        return None
    ledger, words = _front(asked.words)
    if not words or words[0] not in TAKES or not _wants_name(words[0], words[1:]):
        return None
    lines = [
        f"{value}\t{' '.join(about.split())}" if asked.helps and about else value
        for value, about in names(asked.begun, ledger)
    ]
    return "\n".join(lines)


def _asked(environment: Mapping[str, str]) -> Asked | None:
    shell = environment["_NETLEDGER_COMPLETE"]
    fish = (shell, environment.get("_TYPER_COMPLETE_FISH_ACTION")) == ("complete_fish", "get-args")
    typed = environment.get("_TYPER_COMPLETE_ARGS" if fish else "COMP_WORDS", "")
    # Quoted words are taken apart by Typer.
    if any(char in typed for char in "\"'\\"):
        return None
    words = typed.split()
    if fish:
        begun = words[-1] if not typed.endswith(" ") else ""
        return Asked(words[1:-1] if begun else words[1:], begun, helps=True)
    at = environment.get("COMP_CWORD", "")
    if shell != "complete_bash" or not at.isdecimal():
        return None
    return Asked(words[1 : int(at)], next(iter(words[int(at) :]), ""), helps=False)


def _front(words: list[str]) -> tuple[str | None, list[str]]:
    """Return the ledger that is named in front of the command, and the rest."""
    if len(words) > 1 and words[0] == "--ledger":
        return words[1], words[2:]
    return None, words


def _wants_name(command: str, words: list[str]) -> bool:
    """Say whether what comes after these words of a command is a name."""
    places, options = TAKES[command]
    kinds = [kind for _, kind, _ in places]
    at, after = 0, None
    for word in words:
        if after is not None:
            after = None
        elif not word.startswith("-"):
            at += 1
        elif word not in options:
            return False
        else:
            kind = options[word][1]
            after = None if isinstance(kind, bool) else kind
    if after is not None:
        return after in ("name", "names")
    place = kinds[min(at, len(kinds) - 1)] if kinds else None
    return place == "names" or (place == "name" and at < len(kinds))


def names(incomplete: str, ledger: str | None) -> list[tuple[str, str]]:
    """Return contacts for what has been typed so far, and what tells each apart.

    Silent where there is no ledger, or it can't be read.
    """
    import sqlite3

    from netledger import config
    from netledger.domain.names import fold
    from netledger.errors import NetledgerError

    try:
        from netledger.cli.session import GLOBALS, opened, settings
        from netledger.ledger import find
        from netledger.render import safe

        # While completing, the options in front of the command are read but not acted upon.
        GLOBALS.ledger = ledger
        if not config.ledger_path(ledger, settings()).exists():
            return []
        before, comma, part = incomplete.rpartition(",")
        with opened() as book:
            rows = find.named(book.conn, part)
        typed = fold(part) if part.strip() else ""
        found: dict[str, str] = {}
        for name, folded, about in rows:
            # Shells keep only what begins as typed; any WHO will do, so case and accents may
            # stay as they were typed, and a later word of the name may be the one completed.
            rest = folded[f" {folded}".index(f" {typed}") + len(typed) :]
            value = name if name.startswith(part) else part + rest
            told = f"{name} {about}".strip()
            found.setdefault(safe.line(f"{before}{comma}{value}"), safe.line(told))
        return list(found.items())
    except (NetledgerError, OSError, sqlite3.Error):
        return []
