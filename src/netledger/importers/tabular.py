"""Reading delimited text as people really have it: any encoding, any delimiter, a preamble.

A table is found by its header, column by name. It is read as a stream, so that a large file is
never held; a row keeps the number of the line that it starts on.
"""

from __future__ import annotations

import codecs
import csv
import io
import re
from collections import Counter, deque
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import partial
from itertools import islice
from typing import BinaryIO, Final

from netledger.domain.names import fold, one_line
from netledger.errors import NetledgerError
from netledger.importers.archive import File
from netledger.importers.drafts import Notice

Row = dict[str, str]

_DELIMITERS: Final = (",", ";", "\t")
_HEADER_WITHIN: Final = 20
_LONGEST: Final = 100_000_000
_LONGEST_HEADER: Final = 1_000_000
_MOST_PUSHED_BACK: Final = 2_000_000
_FORMULA: Final = re.compile(r"'*[=+\-@\t\r]")
_GUARDED: Final = re.compile(r"'+[=+\-@\t\r]")

csv.field_size_limit(_LONGEST)


def guard(cell: str) -> str:
    """Return `cell` so that a spreadsheet takes it as text: an apostrophe before a formula."""
    return f"'{cell}" if _FORMULA.match(cell) else cell


def unguard(cell: str) -> str:
    """Return what `guard` was given."""
    return cell[1:] if _GUARDED.match(cell) else cell


@dataclass(frozen=True, slots=True)
class Shape:
    """What a header is known by.

    `names` maps a column's folded name to what we call it. Of each group in `needed` there must
    be one column. Of the columns in `many` there may be several; of others the first cell with
    something in it counts. `foreign` tells by a folded name that the table is another's.
    """

    kind: str
    names: Mapping[str, str]
    needed: tuple[tuple[str, ...], ...]
    wants: str
    many: frozenset[str] = frozenset()
    foreign: Callable[[str], bool] = lambda _: False

    def columns(self, header: Sequence[str]) -> dict[str, list[int]] | None:
        """Return where each column of ours is in `header`, or None if it isn't this shape."""
        found: dict[str, list[int]] = {}
        for index, cell in enumerate(header):
            folded = fold(cell)
            if self.foreign(folded):
                return None
            if name := self.names.get(folded):
                found.setdefault(name, []).append(index)
        fits = all(any(name in found for name in group) for group in self.needed)
        return found if fits else None


_ANY: Final = Shape(kind="table", names={}, needed=(), wants="")


@dataclass(frozen=True, slots=True)
class Table:
    """A table found in a file. `broken` collects the records that can't be read, as they come."""

    file: File
    shape: Shape
    encoding: str
    delimiter: str
    header_line: int
    width: int
    columns: dict[str, list[int]]
    header: tuple[str, ...] = ()
    broken: list[Notice] = field(default_factory=list)

    def by_header(self) -> Table:
        """Return the same table with every column, each called by its own folded name."""
        found: dict[str, list[int]] = {}
        for index, cell in enumerate(self.header):
            if cell.strip():
                found.setdefault(fold(cell), []).append(index)
        return replace(self, columns=found)

    def record(self, line: int) -> str:
        """Name the record that starts on `line`."""
        return f"{self.file.name} line {line}"

    def rows(self, clean: Callable[[str], str] | None = None) -> Iterator[tuple[int, Row]]:
        """Yield each row but blank lines: the line it starts on, and its cells by column."""
        self.broken.clear()
        ours = list(self.columns.items())
        many = self.shape.many
        for line, raw in self._raw_rows():
            if any(cell.strip() for cell in raw[self.width :]):
                why = "more cells than columns: text with a delimiter in it needs quotes"
                self.broken.append(Notice(self.record(line), why))
                continue
            row = raw if clean is None else [clean(cell) for cell in raw]
            row += [""] * (self.width - len(row))
            yield (
                line,
                {
                    name: row[at[0]] if len(at) == 1 else _merged(row, at, name in many)
                    for name, at in ours
                },
            )

    def _raw_rows(self) -> Iterator[tuple[int, list[str]]]:
        """Yield the rows after the header.

        Where quotation marks don't match, the record is read as its first line alone, or left
        out if they don't match within it either; what follows is read as if it were not there.
        """
        with _decoded(self.file, self.encoding) as text:
            lines = _Lines(text, self.header_line)
            reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
            while True:
                start = lines.number + 1
                lines.current.clear()
                try:
                    row = next(reader, None)
                except csv.Error:
                    row = _one_line_row(lines.current[0], self.delimiter)
                    if row is None:
                        why = "a quotation mark is opened and never closed"
                        self.broken.append(Notice(self.record(start), why))
                    lines.back_to(start)
                    reader = csv.reader(lines, delimiter=self.delimiter, strict=True)
                    row = row or []
                if row is None:
                    return
                if row:
                    yield start, row


class _Lines(Iterator[str]):
    """The lines of a text, without NUL, counted; the current record's can be gone back to."""

    def __init__(self, text: io.TextIOWrapper, skip: int) -> None:
        self._text = text
        self._pushed_back: deque[str] = deque()
        self._may_push_back = _MOST_PUSHED_BACK
        self.number = 0
        self.current: list[str] = []
        for _ in islice(self, skip):
            pass

    def __next__(self) -> str:
        line = self._pushed_back.popleft() if self._pushed_back else self._text.readline(_LONGEST)
        if not line:
            raise StopIteration
        self.number += 1
        if len(line) >= _LONGEST:
            raise NetledgerError(f"Line {self.number} is longer than any table's.")
        if "\0" in line:
            line = line.replace("\0", "") or "\n"
        self.current.append(line)
        return line

    def back_to(self, start: int) -> None:
        """Continue with the line after `start`, where the current record began."""
        again = self.current[1:]
        self._may_push_back -= len(again)
        if self._may_push_back < 0:
            raise NetledgerError(
                f"Quotation marks don't match in too many places, the last time in line {start}."
            )
        self._pushed_back.extendleft(reversed(again))
        self.number = start


def _one_line_row(line: str, delimiter: str) -> list[str] | None:
    """Return the cells of a line that has odd quotation marks, or None if one stays open."""
    try:
        # An open quotation mark takes in the second line; else that is a row of its own.
        rows = list(csv.reader([line, ""], delimiter=delimiter))
    except csv.Error:
        return None
    return rows[0] if len(rows) == 2 else None


def _merged(row: list[str], at: list[int], many: bool) -> str:
    cells = [row[index] for index in at if row[index].strip()]
    return "\n".join(cells if many else cells[:1])


def find_table(file: File, shapes: Sequence[Shape]) -> Table | None:
    """Return the table in `file`, by the first header that has one of `shapes`, else None."""
    encoding = encoding_of(file)
    for number, line in enumerate(_first_lines(file, encoding), start=1):
        for delimiter in _DELIMITERS:
            header = _split(line, delimiter)
            for shape in shapes:
                if (columns := shape.columns(header)) is not None:
                    return Table(
                        file, shape, encoding, delimiter, number, len(header), columns, (*header,)
                    )
    return None


def likely_table(file: File, wanted: Collection[str] = ()) -> Table | None:
    """Return the table in `file` whatever its columns are called, each by its own folded name.

    Its header is the first row that has all the `wanted` columns (folded); without such a row, or
    with nothing wanted, the first one that is as wide as most rows are, by the delimiter that
    splits most rows alike. None where no delimiter splits any row.
    """
    encoding = encoding_of(file)
    lines = _first_lines(file, encoding)
    best: tuple[tuple[int, int], str, int, list[str]] | None = None
    for delimiter in _DELIMITERS:
        rows = [_split(line, delimiter) for line in lines]
        for number, row in enumerate(rows, start=1):
            if wanted and {fold(cell) for cell in row}.issuperset(wanted):
                return _any_table(file, encoding, delimiter, number, row)
        widths = Counter(len(row) for row in rows if len(row) > 1)
        if widths:
            width, times = max(widths.items(), key=lambda item: (item[1], item[0]))
            number, row = next((n, row) for n, row in enumerate(rows, 1) if len(row) == width)
            if best is None or (times, width) > best[0]:
                best = ((times, width), delimiter, number, row)
    if best is None:
        return None
    _, delimiter, number, row = best
    return _any_table(file, encoding, delimiter, number, row)


def _any_table(file: File, encoding: str, delimiter: str, line: int, header: list[str]) -> Table:
    return Table(file, _ANY, encoding, delimiter, line, len(header), {}, (*header,)).by_header()


def columns_seen(file: File) -> list[str]:
    """Return the cells of what looks most like a header, to name them to the user."""
    if table := likely_table(file):
        header: Sequence[str] = table.header
    else:
        lines = _first_lines(file, encoding_of(file))
        header = next((_split(line, ",") for line in lines if line.strip()), [])
    return [one_line(cell)[:40] for cell in header[:20] if cell.strip()]


def _first_lines(file: File, encoding: str) -> list[str]:
    with _decoded(file, encoding) as text:
        return list(islice(_Lines(text, 0), _HEADER_WITHIN))


def _split(line: str, delimiter: str) -> list[str]:
    if len(line) > _LONGEST_HEADER:
        return []
    try:
        return next(csv.reader([line], delimiter=delimiter), [])
    except csv.Error:
        return []


# Encodings


def _decoded(file: File, encoding: str) -> io.TextIOWrapper:
    return io.TextIOWrapper(file.open(), encoding=encoding, errors="replace", newline="")


def encoding_of(file: File) -> str:
    """Return the encoding of `file`: by its mark, else UTF-8 if it is that, else a guess.

    What isn't UTF-8 is UTF-16 if every other byte is NUL. It is UTF-8 with damage if more
    characters outside ASCII come out right than not, and else what Excel writes on Windows.
    """
    with file.open() as stream:
        head = stream.read(4096)
    if shown := shown_encoding(head):
        return shown
    if _is_utf8(file) or _is_damaged_utf8(file):
        return "utf-8"
    return "cp1252"


def shown_encoding(head: bytes) -> str | None:
    """Return the encoding that the first bytes of a file show by themselves, else None."""
    if head.startswith(codecs.BOM_UTF8):
        return "utf-8-sig"
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    half = len(head) // 2
    nuls = head[0::2].count(0), head[1::2].count(0)
    if half and max(nuls) > half * 0.4 and min(nuls) < half * 0.1:
        return "utf-16-le" if nuls[1] > nuls[0] else "utf-16-be"
    return None


def _chunks(stream: BinaryIO) -> Iterator[bytes]:
    return iter(partial(stream.read, 1 << 16), b"")


def _is_utf8(file: File) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")()
    try:
        with file.open() as stream:
            for chunk in _chunks(stream):
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
    except UnicodeDecodeError:
        return False
    return True


def _is_damaged_utf8(file: File) -> bool:
    decoder = codecs.getincrementaldecoder("utf-8")("replace")
    right = wrong = 0
    with file.open() as stream:
        for chunk in _chunks(stream):
            text = decoder.decode(chunk)
            replaced = text.count("\ufffd")
            wrong += replaced
            right += len(text) - len(text.encode("ascii", "ignore")) - replaced
    return right > wrong
