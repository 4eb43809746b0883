"""Write docs/commands.md from the help of the installed netledger.

python docs/make_commands.py          writes it
python docs/make_commands.py --check  says whether it is up to date (exit 1 if not)
"""

from __future__ import annotations

import os
import sys
from contextlib import redirect_stdout
from io import StringIO
from pathlib import Path

from netledger.cli.main import COMMANDS, run

TARGET = Path(__file__).with_name("commands.md")
HEAD = """\
# Commands

What `netledger COMMAND --help` says, for each command. This page is made by
`python docs/make_commands.py`; edit the program's help instead. [The guide](guide.md) shows the
commands at work.
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


def main() -> int:
    """Write the page, or check it."""
    fresh = page()
    if "--check" not in sys.argv[1:]:
        TARGET.write_text(fresh, "utf-8")
        return 0
    if TARGET.exists() and TARGET.read_text("utf-8") == fresh:
        return 0
    sys.stderr.write("docs/commands.md is out of date: python docs/make_commands.py\n")
    return 1


if __name__ == "__main__":
    sys.exit(main())
