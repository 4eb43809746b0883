"""The command line: finds the one command that is asked for, runs it, and answers for errors."""

from __future__ import annotations

import gc
import os
import sys
from collections.abc import Callable
from importlib import import_module
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from netledger.errors import FAILED, INTERRUPTED, NetledgerError

# Each command and the module in cli/ that holds it, in the order that help lists them.
COMMANDS: Final = {
    "log": "entries",
    "due": "morning",
    "done": "morning",
    "snooze": "morning",
    "show": "look",
    "list": "look",
    "search": "look",
    "score": "circles",
    "tiers": "circles",
    "prune": "cutting",
    "support": "support",
    "brief": "brief",
    "restore": "cutting",
    "add": "contacts",
    "edit": "editing",
    "merge": "contacts",
    "remove": "contacts",
    "amend": "entries",
    "unlog": "entries",
    "undo": "past",
    "history": "past",
    "duplicates": "pairs",
    "import": "transfer",
    "export": "leaving",
    "backup": "past",
    "config": "settings",
}


def command(name: str) -> Any:
    """Return the command called `name`, built from its function, and nothing else built."""
    module = import_module(f"netledger.cli.{COMMANDS[name]}")
    function: Callable[..., None] = getattr(module, f"{name}_")
    settings: dict[str, Any] = getattr(function, "settings", {})
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, **settings)(function)
    return typer.main.get_command(app)


class LazyGroup(TyperGroup):
    """A group that imports only the module of the command that is asked for."""

    def list_commands(self, ctx: Any) -> list[str]:  # noqa: ARG002 (the group's interface)
        """Return all commands, those used daily first."""
        return list(COMMANDS)

    def get_command(self, ctx: Any, cmd_name: str) -> Any:  # noqa: ARG002
        """Return one command, or None where there is none of that name."""
        return command(cmd_name) if cmd_name in COMMANDS else None


app = typer.Typer(
    cls=LazyGroup,
    rich_markup_mode=None,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)


def _version(wanted: bool) -> None:
    if wanted:
        from netledger import __version__

        sys.stdout.write(f"netledger {__version__}\n")
        raise typer.Exit


@app.callback()
def root(
    ledger: Annotated[
        str | None,
        typer.Option("--ledger", metavar="PATH", help="The ledger to use.", show_default=False),
    ] = None,
    debug: Annotated[bool, typer.Option("--debug", help="Show the traceback of an error.")] = False,
    version: Annotated[
        bool,
        typer.Option("--version", callback=_version, is_eager=True, help="Show the version."),
    ] = False,
) -> None:
    """A ledger of the people you know: whom to tend today, and why.

    Log a conversation, ask each morning who is due, cut vanity connections.

    Start: netledger import linkedin YOUR_EXPORT.zip, then netledger due.
    """
    from netledger.cli.session import GLOBALS

    del version
    GLOBALS.ledger = ledger
    GLOBALS.debug = debug
    GLOBALS.settings = None


def run(arguments: list[str]) -> int:
    """Run one command line; return its exit status. No traceback leaves, except under --debug."""
    # A command lives for a blink: what it makes need not be swept up.
    gc.disable()
    _open_what_is_closed()
    for stream in (sys.stdout, sys.stderr):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors="replace" if stream is sys.stdout else "backslashreplace")
    debug = "--debug" in arguments
    try:
        status = _main(_hoisted(arguments))
        sys.stdout.flush()
    except BrokenPipeError:
        return _pipe_closed()
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        return INTERRUPTED
    except NetledgerError as error:
        if debug:
            raise
        return _report(error.message, error.hint, error.status)
    except Exception as error:
        if debug:
            raise
        return _report(*_told(error))
    return status


def _open_what_is_closed() -> None:
    """Put the null device where a standard stream was closed.

    Else the next file opened, the ledger perhaps, would take its number and its output.
    """
    for name, flags in (("stdin", os.O_RDONLY), ("stdout", os.O_WRONLY), ("stderr", os.O_WRONLY)):
        if getattr(sys, name) is None:
            mode = "r" if flags == os.O_RDONLY else "w"
            setattr(sys, name, os.fdopen(os.open(os.devnull, flags), mode, encoding="utf-8"))


def _main(arguments: list[str]) -> int:
    out = sys.stdout
    try:
        done = typer.main.get_command(app).main(
            arguments or ["--help"], prog_name="netledger", standalone_mode=False
        )
    except TyperException as error:
        return _report(_usage(error.format_message()), _usage_hint(error), error.exit_code)
    except (typer.Abort, EOFError):
        return INTERRUPTED
    except SystemExit:
        # Typer swaps stdout and leaves when the reader of a pipe has gone.
        if sys.stdout is not out:
            sys.stdout = out
            raise BrokenPipeError from None
        raise
    return done if isinstance(done, int) else 0


def _hoisted(arguments: list[str]) -> list[str]:
    """Return the arguments with --ledger and --debug in front, wherever they were typed."""
    front: list[str] = []
    rest: list[str] = []
    remaining = iter(arguments)
    for argument in remaining:
        if argument == "--":
            rest += [argument, *remaining]
        elif argument == "--debug" or argument.startswith("--ledger="):
            front.append(argument)
        elif argument == "--ledger":
            front += [argument, *[value for value in [next(remaining, None)] if value is not None]]
        else:
            rest.append(argument)
    return front + rest


def _usage(message: str) -> str:
    return " ".join(message.split())


def _usage_hint(error: Any) -> str:
    context = getattr(error, "ctx", None)
    path = context.command_path if context else "netledger"
    option = getattr(error, "option_name", None)
    if option is not None:
        return f"`{path} --help` lists the options; text that begins with a dash goes after --."
    return f"`{path} --help` shows how it is used."


def _told(error: Exception) -> tuple[str, str | None, int]:
    """Return what to say of an error that no command foresaw."""
    import sqlite3

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


def _report(message: str, hint: str | None, status: int) -> int:
    from netledger.cli.session import say

    say(message)
    if hint:
        say(_sentence(hint))
    return status


def _sentence(text: str) -> str:
    """Return text with a capital where it begins with a plain word; a command stays as it is."""
    first = text.split(" ", 1)[0]
    return text[:1].upper() + text[1:] if first.isalpha() and first != "netledger" else text


def _pipe_closed() -> int:
    """The reader has gone: say nothing, and let the interpreter's last flush go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 141
