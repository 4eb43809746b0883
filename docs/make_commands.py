"""Write docs/commands.md from the help of the installed netledger, and cli/plain_table.py.

python docs/make_commands.py          writes them
python docs/make_commands.py --check  says whether they are up to date (exit 1 if not)
"""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from typer.core import TyperArgument, TyperOption

from netledger.cli.commands import COMMANDS, function
from netledger.cli.main import command
from netledger.cli.options import complete_who
from netledger.cli.start import run

TARGET = Path(__file__).with_name("commands.md")
TABLE = Path(__file__).parents[1] / "src" / "netledger" / "cli" / "plain_table.py"
TABLE_HEAD = '''\
"""What each command takes. Made by `python docs/make_commands.py` from Typer's declarations.

For each command its places (name, kind, whether it must be given) and its options (name, kind).
Kinds: text; texts, which may repeat; path; pair; rest, all that is left; a whole number's limits;
and for a flag what it stands for.
"""

from __future__ import annotations

from typing import Any, Final

TAKES: Final[dict[str, tuple[tuple[Any, ...], dict[str, tuple[str, Any]]]]] = '''
HEAD = """\
# Commands

What `netledger COMMAND --help` says, for each command. This page is made by
`python docs/make_commands.py`; edit the program's help instead.
[The guide](guide/README.md) shows the commands at work.
"""


def help_of(*arguments: str) -> str:
    """Return what a command says for --help, at 80 columns."""
    said = StringIO()
    with redirect_stdout(said):
        run([*arguments, "--help"])
    return said.getvalue().rstrip()


def page() -> str:
    """Return the whole page."""
    os.environ["COLUMNS"] = "80"
    parts = [HEAD, _section("netledger", help_of())]
    parts += [_section(name, help_of(name)) for name in COMMANDS]
    return "\n".join(parts)


def _section(title: str, text: str) -> str:
    return f"## {title}\n\n```text\n{text}\n```\n"


def table() -> str:
    """Return the module that says what each command takes, those with a way of their own apart."""
    plain = [name for name in COMMANDS if not hasattr(function(name), "settings")]
    lines = ["{"]
    for name in plain:
        places, options = takes(name)
        lines += [f"    {quoted(name)}: (", f"        {quoted(places)},", "        {"]
        lines += [f"            {quoted(flag)}: {quoted(what)}," for flag, what in options.items()]
        lines += ["        },", "    ),"]
    return TABLE_HEAD + "\n".join([*lines, "}"]) + "\n"


def quoted(value: object) -> str:
    """Return a value as the project writes it."""
    return repr(value).replace("'", '"')


def takes(name: str) -> tuple[tuple[object, ...], dict[str, tuple[str, object]]]:
    """Return the places and the options of a command."""
    places, options = [], {}
    for one in command(name).params:
        if isinstance(one, TyperArgument):
            places.append((one.name, kind(one), one.required))
            continue
        for flag in one.opts:
            options[flag] = (one.name, True if one.is_flag else kind(one))
        for flag in one.secondary_opts:
            options[flag] = (one.name, False)
    return tuple(places), options


def kind(one: TyperArgument | TyperOption) -> object:
    """Return what an argument or an option takes."""
    if one.nargs == 2:
        return "pair"
    what = type(one.type).__name__
    if what in ("IntRange", "IntParamType"):
        return getattr(one.type, "min", None), getattr(one.type, "max", None)
    if what in ("Path", "TyperPath"):
        return "path"
    if what != "StringParamType":
        raise TypeError(f"{one.name} is of a kind that plain command lines do not know: {what}")
    many = one.nargs == -1 or getattr(one, "multiple", False)
    if completes_names(getattr(one, "_custom_shell_complete", None)):
        return "names" if many else "name"
    if one.nargs == -1:
        return "rest"
    return "texts" if many else "text"


def completes_names(complete: object) -> bool:
    """Say whether a completion, or one that it wraps, is that of names."""
    if complete is complete_who:
        return True
    cells = getattr(complete, "__closure__", None) or ()
    inner = (cell.cell_contents for cell in cells)
    return any(completes_names(one) for one in inner if callable(one))


def main() -> int:
    """Write the page and the table, or check them."""
    fresh = {TARGET: page(), TABLE: table()}
    if "--check" not in sys.argv[1:]:
        for target, text in fresh.items():
            target.write_text(text, "utf-8")
        return 0
    stale = [path.name for path, text in fresh.items() if path.read_text("utf-8") != text]
    if stale:
        sys.stderr.write(f"{' and '.join(stale)} out of date: python docs/make_commands.py\n")
    return len(stale)


if __name__ == "__main__":
    sys.exit(main())
