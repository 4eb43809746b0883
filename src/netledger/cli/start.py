"""The way in: runs one command line and answers for whatever happens to it.

A plain command line runs without Typer, which takes longer to load than most commands take to run;
whatever is not plain (help, a mistake, completion) is Typer's.
"""

from __future__ import annotations

import gc
import os
import sys

from netledger.cli.answering import report, told
from netledger.errors import INTERRUPTED, NetledgerError


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
    except (KeyboardInterrupt, EOFError):
        sys.stderr.write("\n")
        return INTERRUPTED
    except NetledgerError as error:
        if debug:
            raise
        return report(error.message, error.hint, error.status)
    except Exception as error:
        if debug:
            raise
        return report(*told(error))
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
    if arguments == ["--version"]:
        from netledger import __version__

        sys.stdout.write(f"netledger {__version__}\n")
        return 0
    if "_NETLEDGER_COMPLETE" in os.environ:
        return _completed(arguments)
    from netledger.cli import plain

    asked = plain.read(arguments)
    if asked is None:
        return _through_typer(arguments)
    plain.run(asked)
    return 0


def _completed(arguments: list[str]) -> int:
    from netledger.cli.completing import answer

    lines = answer(os.environ)
    if lines is None:
        return _through_typer(arguments)
    sys.stdout.write(f"{lines}\n")
    return 0


def _through_typer(arguments: list[str]) -> int:
    from netledger.cli.main import main

    return main(arguments)


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
            path = next(remaining, None)
            if path is None:
                # Left where it is, it is an option without its value, and no word after it is one.
                rest.append(argument)
            else:
                front += [argument, path]
        else:
            rest.append(argument)
    return front + rest


def _pipe_closed() -> int:
    """The reader has gone: say nothing, and let the interpreter's last flush go nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 141
