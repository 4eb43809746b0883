"""What every command shares: the settings in force, the open ledger, and how it answers."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import date, datetime, time
from pathlib import Path
from typing import Any

from netledger import config
from netledger.errors import NetledgerError, UsageError
from netledger.ledger.connection import Ledger, open_ledger
from netledger.render import safe
from netledger.render.page import Page

_A_WHILE = 1.0  # seconds


class Globals:
    """The options in front of the command, and the settings once they are read."""

    ledger: str | None = None
    debug: bool = False
    settings: config.Config | None = None


GLOBALS = Globals()


@contextmanager
def opened(as_of: str | None = None) -> Iterator[Ledger]:
    """Open the user's ledger; with `as_of` its today is that day."""
    from netledger.domain.when import read_day

    now = config.now()
    if as_of is not None:
        now = datetime.combine(read_day(as_of, now.date(), "past"), time(12)).astimezone()
    ledger = open_ledger(config.ledger_path(GLOBALS.ledger, settings()), now)
    try:
        yield ledger
    finally:
        ledger.close()


def answer(as_json: bool, document: Callable[[], Any], page: Callable[[], Page]) -> None:
    """Print the answer on stdout: one JSON document, or the page."""
    if as_json:
        from netledger.render.json import document as rendered

        sys.stdout.write(rendered(document()))
        sys.stdout.flush()
    else:
        page().show()


def say(text: str) -> None:
    """Print a plain line on stderr: a hint, a notice."""
    sys.stdout.flush()
    for line in safe.lines(text):
        sys.stderr.write(line + "\n")
    sys.stderr.flush()


def interactive() -> bool:
    """Say whether a person sits at both ends."""
    return sys.stdin.isatty() and sys.stdout.isatty()


def confirmed(question: str, yes: bool) -> bool:
    """Ask a yes-or-no question. Without a terminal, and at the end of input, it is no."""
    if yes:
        return True
    if not interactive():
        return False
    say(question)
    sys.stderr.write("[y/N] ")
    sys.stderr.flush()
    try:
        return input().strip().lower() in ("y", "yes")
    except EOFError:
        return False


def path(typed: str | Path) -> Path:
    """Return a path as typed, ~ read as a home. Raises UsageError for a home that is not known."""
    try:
        return Path(typed).expanduser()
    except RuntimeError as error:
        raise UsageError(
            f"{typed} can't be found: whose home that is, is not known.", "Write the whole path."
        ) from error


@contextmanager
def working(title: str) -> Iterator[None]:
    """Show on a terminal that something is under way, once it has taken a second."""
    if not sys.stderr.isatty():
        yield
        return
    from threading import Event, Thread

    done = Event()

    def show() -> None:
        if done.wait(_A_WHILE):
            return
        from rich.console import Console
        from rich.status import Status

        with Status(f"{title} …", console=Console(stderr=True), spinner="line"):
            done.wait()

    shown = Thread(target=show, daemon=True)
    shown.start()
    try:
        yield
    finally:
        done.set()
        shown.join()


def pressed() -> str:
    """Wait for a key on the terminal and return it in lower case; "" at the end of input."""
    import typer

    try:
        return typer.getchar().lower()
    except EOFError:
        return ""


def refuse_without_yes(what: str) -> NetledgerError:
    """Return the error of a command that needs a yes and got none."""
    return NetledgerError(f"{what} Nothing was changed.", "Add --yes to go ahead.")


def today() -> date:
    """Return the local day, without opening the ledger."""
    return config.now().date()


def settings() -> config.Config:
    """Return the settings in force, read once a command."""
    if GLOBALS.settings is None:
        GLOBALS.settings = config.load()
    return GLOBALS.settings
