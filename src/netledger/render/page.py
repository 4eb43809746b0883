"""A page of output: lines and tables, on a terminal through rich, in a pipe plain and whole.

Whatever is put on a page passes the gate for untrusted text. In a pipe nothing is cut, wrapped or
coloured, whatever COLUMNS says; on a terminal long cells fold, so that a name is never cut short.
"""

from __future__ import annotations

import os
import sys
from collections.abc import Iterable, Sequence
from typing import TYPE_CHECKING, Final, NamedTuple, TextIO

from netledger.render import safe

if TYPE_CHECKING:
    from rich.console import Console
    from rich.text import Text

# Styles by what they mean; by name, so that the terminal's own palette decides the colours.
STYLES: Final = {
    "": "",
    "strong": "bold",
    "dim": "dim",
    "accent": "cyan",
    "title": "bold cyan",
    "warn": "yellow",
}
Span = str | tuple[str, str]
Cell = Span | Sequence[Span]
_PIPE_WIDTH: Final = 100_000
_NARROW: Final = 60


class _Line(NamedTuple):
    spans: tuple[Span, ...]
    indent: int
    one_row: bool = False


class _Table(NamedTuple):
    rows: tuple[tuple[Cell, ...], ...]
    align: str
    indent: int
    gap: int


class Page:
    """What one command has to say. Build it, then `show` it."""

    def __init__(self) -> None:
        self.parts: list[_Line | _Table] = []

    def line(self, *spans: Span, indent: int = 0, one_row: bool = False) -> None:
        """Add a line; no span is an empty one. With `one_row` a terminal shows what fits a row."""
        self.parts.append(_Line(spans, indent, one_row))

    def text(self, text: str, style: str = "", indent: int = 0) -> None:
        """Add text that may have several lines."""
        for part in safe.lines(text):
            self.line((part, style), indent=indent)

    def table(
        self, rows: Iterable[Sequence[Cell]], align: str, indent: int = 0, gap: int = 2
    ) -> None:
        """Add rows of cells. `align` has a letter a column.

        l left, r right, f left and folding, o like f but left away on a narrow terminal.
        """
        held = tuple(tuple(row) for row in rows)
        if held:
            self.parts.append(_Table(held, align, indent, gap))

    def show(self, stream: TextIO | None = None) -> None:
        """Print the page on `stream` (stdout if None)."""
        out = stream or sys.stdout
        if styled(out):
            self._show_rich(out)
        else:
            for part in self.parts:
                for text in _plain(part):
                    out.write(text + "\n")
        out.flush()

    def _show_rich(self, out: TextIO) -> None:
        console = _console(out)
        for part in self.parts:
            if isinstance(part, _Line):
                text = _rich_text(part.spans)
                if part.one_row:
                    text.no_wrap, text.overflow = True, "ellipsis"
                if part.indent:
                    from rich.padding import Padding

                    console.print(Padding(text, (0, 0, 0, part.indent), expand=False))
                else:
                    console.print(text)
                continue
            from rich.padding import Padding
            from rich.table import Table

            grid = Table.grid(padding=(0, part.gap, 0, 0))
            narrow = console.width < _NARROW
            kept = [place for place, letter in enumerate(part.align) if letter != "o" or not narrow]
            for place in kept:
                letter = part.align[place]
                grid.add_column(
                    justify="right" if letter == "r" else "left",
                    overflow="fold",
                    no_wrap=letter in "lr" and not narrow,
                )
            for row in part.rows:
                grid.add_row(*(_rich_text(_spans(row[place])) for place in kept))
            console.print(Padding(grid, (0, 0, 0, part.indent), expand=False))


def styled(out: TextIO) -> bool:
    """Say whether `out` gets styles: a terminal that can, or FORCE_COLOR."""
    if os.environ.get("FORCE_COLOR"):
        return True
    return out.isatty() and os.environ.get("TERM", "") not in ("dumb", "unknown")


def glyph(fancy: str, plain: str, out: TextIO | None = None) -> str:
    """Return `fancy` where the output can carry it, else `plain`."""
    try:
        fancy.encode((out or sys.stdout).encoding or "ascii")
    except (UnicodeEncodeError, LookupError):
        return plain
    return fancy


def _console(out: TextIO) -> Console:
    from rich.console import Console

    return Console(
        file=out,
        highlight=False,
        markup=False,
        emoji=False,
        width=None if out.isatty() else _PIPE_WIDTH,
    )


def _spans(cell: Cell) -> Sequence[Span]:
    if isinstance(cell, str):
        return (cell,)
    if isinstance(cell, tuple) and len(cell) == 2 and cell[1] in STYLES:
        text, style = cell
        return ((str(text), str(style)),)
    return cell


def _styled_parts(spans: Sequence[Span]) -> Iterable[tuple[str, str]]:
    for span in spans:
        text, style = (span, "") if isinstance(span, str) else span
        yield safe.line(text), style


def _rich_text(spans: Sequence[Span]) -> Text:
    from rich.text import Text

    text = Text()
    for part, style in _styled_parts(spans):
        text.append(part, STYLES[style])
    return text


def _plain(part: _Line | _Table) -> Iterable[str]:
    if isinstance(part, _Line):
        yield (" " * part.indent + _joined(part.spans)).rstrip()
        return
    rows = [[_joined(_spans(cell)) for cell in row] for row in part.rows]
    widths = [max(map(_width, column)) for column in zip(*rows, strict=True)]
    for row in rows:
        cells = []
        for text, width, letter in zip(row, widths, part.align, strict=True):
            blank = " " * (width - _width(text))
            cells.append(blank + text if letter == "r" else text + blank)
        yield (" " * part.indent + (" " * part.gap).join(cells)).rstrip()


def _joined(spans: Sequence[Span]) -> str:
    return "".join(text for text, _ in _styled_parts(spans))


def _width(text: str) -> int:
    """Return how many columns a terminal gives the text."""
    if text.isascii():
        return len(text)
    from rich.cells import cell_len

    return cell_len(text)
