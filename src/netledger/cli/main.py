"""The command line as Typer has it: finds and builds the one command that is asked for."""

from __future__ import annotations

import re
import sys
from typing import Annotated, Any, Final

import typer
from typer.core import TyperGroup
from typer.exceptions import TyperException

from netledger.cli.answering import report
from netledger.cli.commands import COMMANDS, function
from netledger.errors import INTERRUPTED


def command(name: str) -> Any:
    """Return the command called `name`, built from its function, and nothing else built."""
    from netledger.cli import options

    called = function(name)
    # Annotations are read here and nowhere else, so that a command line that needs no help runs
    # without Typer: what they are made of is put into the module's names now.
    names = called.__globals__
    names.setdefault("typer", typer)
    names.setdefault("options", options)
    settings: dict[str, Any] = getattr(called, "settings", {})
    app = typer.Typer(add_completion=False, rich_markup_mode=None)
    app.command(name, **{"cls": options.OneOfTwo, **settings})(called)
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


def main(arguments: list[str]) -> int:
    """Run one command line through Typer; return its exit status."""
    out = sys.stdout
    try:
        done = typer.main.get_command(app).main(
            arguments or ["--help"], prog_name="netledger", standalone_mode=False
        )
    except TyperException as error:
        hint = _usage_hint(error, arguments)
        return report(_usage(error.format_message()), hint, error.exit_code)
    except (typer.Abort, EOFError):
        return INTERRUPTED
    except SystemExit:
        # Typer swaps stdout and leaves when the reader of a pipe has gone.
        if sys.stdout is not out:
            sys.stdout = out
            raise BrokenPipeError from None
        raise
    return done if isinstance(done, int) else 0


# What Typer says of a number, in plain words.
_NUMBERS: Final = (
    (r"Invalid value for (.+): '(.*)' is not a valid int(?: range)?\.",
     r'\1 takes a whole number, not "\2".'),
    (r"Invalid value for (.+): (\S+) is not in the range (\d+)<=x<=(\d+)\.",
     r"\1 takes a number from \3 to \4, not \2."),
    (r"Invalid value for (.+): (\S+) is not in the range x>=(\d+)\.",
     r"\1 takes a number from \3 up, not \2."),
    (r"Got unexpected extra arguments?(?:\(s\))? \((.+)\)", r"Too many words: \1."),
)  # fmt: skip


def _usage(message: str) -> str:
    said = " ".join(message.split())
    for theirs, ours in _NUMBERS:
        found = re.fullmatch(theirs, said)
        if found:
            return found.expand(ours).replace("'", "")
    return said


def _usage_hint(error: Any, arguments: list[str]) -> str:
    context = getattr(error, "ctx", None)
    named = next((word for word in arguments if word in COMMANDS), None)
    path = context.command_path if context else f"netledger {named}" if named else "netledger"
    option = getattr(error, "option_name", None)
    if option is not None:
        return f"`{path} --help` lists the options; text that begins with a dash goes after --."
    return f"`{path} --help` shows how it is used."
