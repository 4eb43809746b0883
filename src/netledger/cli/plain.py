"""Plain command lines, read without Typer: a known command, its options in full, nothing odd.

What each command takes is in a table that is made from Typer's own declarations, and tests hold
the two to one another. Anything that this does not understand at once is left to Typer.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

from netledger.cli.commands import COMMANDS, function
from netledger.cli.plain_table import TAKES


class Asked(NamedTuple):
    """A command line that is understood: the command, what it was given, and the front options."""

    command: str
    given: dict[str, Any]
    ledger: str | None
    debug: bool


def read(arguments: list[str]) -> Asked | None:
    """Return what a command line asks for, or None where it is not plain.

    `arguments` have the options of the program in front.
    """
    ledger, debug, at = None, False, 0
    while at < len(arguments) and arguments[at].startswith("-"):
        word = arguments[at]
        if word == "--debug":
            debug = True
        elif word == "--ledger" and at + 1 < len(arguments):
            at += 1
            ledger = arguments[at]
        elif word.startswith("--ledger="):
            ledger = word[len("--ledger=") :]
        else:
            return None
        at += 1
    if at == len(arguments) or arguments[at] not in TAKES or arguments[at] not in COMMANDS:
        return None
    given = _given(arguments[at], arguments[at + 1 :])
    return None if given is None else Asked(arguments[at], given, ledger, debug)


def _given(command: str, words: list[str]) -> dict[str, Any] | None:
    """Return the command's arguments by name, or None where they are not plain."""
    places, options = TAKES[command]
    given: dict[str, Any] = {}
    texts: list[str] = []
    remaining = iter(words)
    for word in remaining:
        if word == "--":
            texts += remaining
        elif not word.startswith("-") or word == "-":
            texts.append(word)
        elif word not in options:
            return None
        else:
            name, kind = options[word]
            if not _take(given, name, kind, remaining):
                return None
    return given if _placed(given, places, texts) else None


def _take(given: dict[str, Any], name: str, kind: Any, remaining: Iterator[str]) -> bool:
    """Put an option's value into `given`; say whether that could be done."""
    if isinstance(kind, bool):
        # Both of two that exclude each other: Typer's part says so.
        return given.setdefault(name, kind) is kind
    values = [next(remaining, "-") for _ in range(2 if kind == "pair" else 1)]
    if any(value.startswith("-") for value in values):
        return False
    if kind in ("texts", "names"):
        given.setdefault(name, []).append(values[0])
    else:
        given[name] = tuple(values) if kind == "pair" else _value(values[0], kind)
    return given[name] is not None


def _value(text: str, kind: Any) -> str | Path | int | None:
    """Return a text as what it is asked for as, or None where it is not that."""
    if kind == "path":
        return Path(text)
    if not isinstance(kind, tuple):
        return text
    low, high = kind
    if not (text.isascii() and text.isdigit() and len(text) < 10):
        return None
    fits = (low is None or int(text) >= low) and (high is None or int(text) <= high)
    return int(text) if fits else None


def _placed(given: dict[str, Any], places: Any, texts: list[str]) -> bool:
    """Put the words that are no options where they belong; say whether they fit."""
    left = list(texts)
    for name, kind, required in places:
        if required and not left:
            return False
        if left and kind in ("rest", "names"):
            given[name], left = left, []
        elif left:
            given[name] = _value(left.pop(0), kind)
            if given[name] is None:
                return False
    return not left


def run(asked: Asked) -> None:
    """Run the command that was asked for."""
    from netledger.cli.session import GLOBALS

    GLOBALS.ledger, GLOBALS.debug, GLOBALS.settings = asked.ledger, asked.debug, None
    called: Callable[..., None] = function(asked.command)
    called(**asked.given)
