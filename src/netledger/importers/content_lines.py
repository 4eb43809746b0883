"""Reading content lines: the `NAME;PARAM=x:value` of vCard and iCalendar, as they are found.

A fold may fall inside a character, so bytes are put together before they are decoded. Each line
is decoded by itself, for a file may be joined from others of different encodings.
"""

from __future__ import annotations

import binascii
import codecs
import io
import re
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import AnyStr, BinaryIO, Final, NamedTuple

LONGEST: Final = 16 << 20
_LONGEST_HEAD: Final = 10_000
_NAME: Final = re.compile(rb"(?:[\w-]++\.)?([\w-]++)[ \t]*[;:]")
# Of these only the text that follows could be taken for lines: base64 that was not indented.
_EMBEDDED: Final = re.compile(rb"(?i)(?:[\w-]++\.)?(?:PHOTO|LOGO|SOUND|KEY|X-MS-CARDPICTURE)\b")
# A colon or semicolon in quotation marks belongs to a parameter.
_HEAD: Final = re.compile(rb'(?:[^":]++|"[^"]*+")*+:')
_PARAMETER: Final = re.compile(r'(?:[^";]++|"[^"]*+"|")++')
_ENCODINGS: Final = frozenset({"QUOTED-PRINTABLE", "BASE64", "8BIT", "7BIT"})
_CHARSET: Final = re.compile(
    r"(?ai)utf-?8|us-ascii|latin-?1|iso-?8859-?\d+|windows-?\d+|cp-?\d+|koi8-[ru]"
    r"|gb(k|2312|18030)|big5|shift[_-]?jis|euc-(jp|kr)|iso-2022-(jp|kr)|mac-?roman|macintosh"
)
_ESCAPED: Final = re.compile(r"\\([\\,;:nN])")
_CARET: Final = re.compile(r"\^([n'^])")
_TOO_LONG: Final = b"(longer than 16 MiB)"
_NONE: Final[dict[str, str]] = {}


class Line(NamedTuple):
    """One unfolded line. `number` is where it begins; the name is in capitals, without its group.

    `parameters` maps a name in capitals to its values, joined by commas; vCard 2.1's bare words
    stand under TYPE, or under ENCODING if they are one. `value` is decoded and still escaped.
    """

    number: int
    name: str
    value: str
    group: str = ""
    parameters: Mapping[str, str] = {}

    def parameter(self, name: str) -> str:
        """Return a parameter's value, "" where it is not given."""
        return self.parameters.get(name, "")


class Unreadable(NamedTuple):
    """A line that is none. `shown` is how it begins."""

    number: int
    shown: str


def lines(
    open_stream: Callable[[], BinaryIO], wanted: Collection[str]
) -> Iterator[Line | Unreadable]:
    """Yield the lines with a wanted name, in capitals, and those that can't be read.

    `open_stream` is called twice. Lines with other names, such as photographs, are passed over
    at next to no cost.
    """
    with open_stream() as stream:
        head = stream.read(4096)
    with open_stream() as stream:
        names = frozenset(name.encode() for name in wanted)
        recoded = _wide(head) is not None
        for number, raw in _unfolded(_physical(stream, head), names):
            yield _line(number, raw, recoded)


def begins_with(open_stream: Callable[[], BinaryIO], line: str) -> bool:
    """Say whether the first line that is not blank is `line`, in any case."""
    with open_stream() as stream:
        head = stream.read(4096)
    for raw in _physical(io.BytesIO(head), head):
        if text := _bare(raw).strip():
            return text.upper() == line.upper().encode()
    return False


def unescaped(text: str) -> str:
    """Return a text value without its backslashes; one that escapes nothing stays."""
    if "\\" not in text:
        return text
    return _ESCAPED.sub(lambda found: "\n" if found[1] in "nN" else found[1], text)


def split(text: str, separator: str) -> list[str]:
    """Return the parts of a value between separators that are not escaped, each unescaped."""
    if "\\" not in text:
        return text.split(separator)
    parts, start = [], 0
    for found in re.finditer(rf"\\.|{separator}", text, re.DOTALL):
        if found[0] == separator:
            parts.append(unescaped(text[start : found.start()]))
            start = found.end()
    return [*parts, unescaped(text[start:])]


# Lines as they stand in the file


def _wide(head: bytes) -> str | None:
    """Return which UTF-16 a file is in that begins so, or None."""
    if head.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)):
        return "utf-16"
    return {b"B\0": "utf-16-le", b"\0B": "utf-16-be"}.get(head[:2])


def _physical(stream: BinaryIO, head: bytes) -> Iterator[bytes]:
    encoding = _wide(head)
    if encoding:
        text = io.TextIOWrapper(stream, encoding, errors="replace", newline="\n")
        return (line.encode() for line in _bounded(text.readline, "\n"))
    if b"\r" in head and b"\n" not in head:
        return iter(stream.read().splitlines())
    return _bounded(stream.readline, b"\n")


def _bounded(readline: Callable[[int], AnyStr], end: AnyStr) -> Iterator[AnyStr]:
    """Yield lines, of one that is too long to be any its beginning alone."""
    while piece := readline(LONGEST):
        yield piece
        while len(piece) == LONGEST and not piece.endswith(end):
            piece = readline(LONGEST)


def _bare(raw: bytes) -> bytes:
    """Return a line without the mark that stands where files were joined."""
    return raw.rstrip(b"\r\n").removeprefix(codecs.BOM_UTF8)


def _unfolded(physical: Iterable[bytes], wanted: frozenset[bytes]) -> Iterator[tuple[int, bytes]]:
    """Yield the number that a line begins on and the whole line: the wanted, and what is none.

    An indented line goes on with the one before, and so does whatever follows a line of
    quoted-printable that ends with "=".
    """
    held: list[bytes] | None = None
    start = size = 0
    embedded = soft = False
    for number, raw in enumerate(physical, start=1):
        line = _bare(raw)
        # A blank line adds nothing to the one before, so it counts as indented.
        if start and (soft or line[:1] in b" \t"):
            part = line if soft else line[1:]
            soft = soft and line.endswith(b"=")
        else:
            found = _NAME.match(line)
            if embedded and not found and b":" not in line:
                continue
            if not start and not line.strip():
                continue
            if held:
                yield start, b"".join(held)
            start, size = number, 0
            embedded = bool(found and _EMBEDDED.match(line))
            soft = line.endswith(b"=") and _is_quoted(line)
            held = [] if not found or found[1].upper() in wanted else None
            part = line
        if held is None:
            continue
        size += len(part)
        held.append(part[:-1] if soft else part)
        if size >= LONGEST:
            held = [_TOO_LONG]
    if held:
        yield start, b"".join(held)


def _is_quoted(line: bytes) -> bool:
    return b"QUOTED-PRINTABLE" in line.partition(b":")[0].upper()


# Lines taken apart


def _line(number: int, raw: bytes, recoded: bool) -> Line | Unreadable:
    colon = raw.find(b":")
    if raw.find(b'"', 0, max(colon, 0)) >= 0 and (quoted := _HEAD.match(raw)):
        colon = quoted.end() - 1
    found = _NAME.match(raw)
    if not 0 < colon < _LONGEST_HEAD or not found:
        return Unreadable(number, _decoded(raw[:200]).strip())
    head = _decoded(raw[:colon])
    if ";" in head:
        first, *rest = _PARAMETER.findall(head) if '"' in head else head.split(";")
        parameters = _parameters(rest)
    else:
        first, parameters = head, _NONE
    group, _, name = first.strip().upper().rpartition(".")
    return Line(number, name, _value(raw[colon + 1 :], parameters, recoded), group, parameters)


def _parameters(given: Iterable[str]) -> dict[str, str]:
    found: dict[str, str] = {}
    for part in given:
        name, equals, value = part.partition("=")
        name = name.strip().upper()
        if not equals:
            name, value = ("ENCODING" if name in _ENCODINGS else "TYPE"), name
        value = value.strip().replace('"', "")
        if "^" in value:
            value = _CARET.sub(lambda caret: {"n": "\n", "'": '"'}.get(caret[1], "^"), value)
        found[name] = f"{found[name]},{value}" if name in found else value
    return found


def _value(raw: bytes, parameters: dict[str, str], recoded: bool) -> str:
    if not parameters:
        return _decoded(raw)
    quoted = parameters.get("ENCODING", "").upper() == "QUOTED-PRINTABLE"
    if quoted:
        raw = binascii.a2b_qp(raw)
    charset = parameters.get("CHARSET", "")
    if (quoted or not recoded) and _CHARSET.fullmatch(charset):
        try:
            return raw.decode(charset)
        except (LookupError, UnicodeError):
            pass
    return _decoded(raw)


def _decoded(raw: bytes) -> str:
    """Return text that is UTF-8, with damage if most of it comes out right, else as on Windows."""
    try:
        return raw.decode()
    except UnicodeDecodeError:
        text = raw.decode(errors="replace")
        wrong = text.count("\ufffd")
        right = sum(not char.isascii() for char in text) - wrong
        return text if right > wrong else raw.decode("cp1252", "replace")
