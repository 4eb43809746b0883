"""The few headers of a message that are wanted, found and decoded one by one.

Nothing here raises: what can't be decoded is read as well as it can be, and an address or a date
that can't be read is none.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterator
from datetime import UTC, datetime
from email.errors import MessageError
from email.header import decode_header
from email.utils import parsedate_to_datetime
from functools import lru_cache
from typing import Final, NamedTuple

from netledger.domain.names import mailbox_key, one_line
from netledger.importers.addresses import address, display_name

LONGEST_TEXT: Final = 280
YEARS: Final = range(1970, 2101)

# The wanted headers by name in lower case; of several of one name the first, but all of those
# that name receivers.
Headers = dict[bytes, bytes]

_RECEIVERS: Final = (b"to", b"cc", b"bcc")
_DELIVERED: Final = (b"delivered-to", b"x-original-to", b"envelope-to", b"x-delivered-to")
_JOINED: Final = frozenset((*_RECEIVERS, *_DELIVERED, b"x-gmail-labels"))
_WANTED: Final = re.compile(
    rb"\n(to|cc|bcc|from|sender|date|subject|message-id|(?:x-)?delivered-to"
    rb"|x-original-to|envelope-to|list-(?:id|unsubscribe|post)|mailing-list|precedence"
    rb"|auto-submitted|x-auto(?:reply|respond)|feedback-id|return-path"
    rb"|content-type|x-gmail-labels|x-spam-flag|x-mozilla-(?:status|draft-info)|x-status)"
    rb"[ \t]*:([^\n]*(?:\n[ \t][^\n]*)*)",
    re.IGNORECASE,
)
_LONGEST_LIST: Final = 1 << 15  # bytes of a list of addresses that are read: a crowd anyway
_LONGEST_CACHED: Final = 1000
_CACHED: Final = 1 << 14

# Quotes, brackets and comments have an upper length, or many unclosed ones would take for ever.
_PIECES: Final = re.compile(
    r'(?P<quoted>"(?:[^"\\]|\\.){0,300}")|<(?P<address>[^<>]{0,400})>|(?P<note>\([^()]{0,300}\))'
    r"|(?P<encoded>=\?[^?\s]{1,60}\?[bBqQ]\?[^?]{0,500}\?=)"
    r"|(?P<end>[,;])|(?P<group>:)|(?P<text>[^\"<(,;:=]+|.)",
    re.DOTALL,
)
_ESCAPED: Final = re.compile(r"\\(.)", re.DOTALL)
_ENCODED: Final = re.compile(
    r"=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=(?:\s*=\?[^?\s]{1,60}\?[bBqQ]\?[^?]*\?=)*"
)
# Charsets that Python calls otherwise, or whose files hold more than they should.
_CHARSETS: Final = {
    "windows-874": "cp874", "iso-8859-8-i": "iso-8859-8", "gb2312": "gb18030", "x-sjis": "cp932",
}  # fmt: skip
# Codecs of Python's that are no charsets; some take for ever on what was made to be slow.
_NO_CHARSETS: Final = frozenset({"idna", "punycode", "unicode-escape", "raw-unicode-escape"})
_PREFIXES: Final = re.compile(
    r"(?i)\A(?:(?:re|fwd?|aw|wg|sv|vs|antw|tr|rif|odp|res|enc|doorst|vl|回复|转发|答复)"
    r"(?:\[\d{1,4}\])?\s*[:：]\s*)+"
)


class Mailbox(NamedTuple):
    """Somebody in a header: a name ("" for none), an address in lower case, and its key."""

    name: str
    address: str
    key: str


def scan(block: bytes) -> Headers:
    """Return the wanted headers of a block of headers with a line break before each."""
    if b"\r" in block:
        block = block.replace(b"\r\n", b"\n")
    found: Headers = {}
    for name, value in _WANTED.findall(block):
        key = name.lower()
        if key not in found:
            found[key] = value
        elif key in _JOINED:
            found[key] += b"," + value
    return found


def sender(headers: Headers) -> Mailbox | None:
    """Return who wrote the message, None where there is no address."""
    return next(iter(mailboxes(headers.get(b"from", b""))), None)


def receivers(headers: Headers) -> list[Mailbox]:
    """Return whom the message names as receivers, with repetitions."""
    return [one for name in _RECEIVERS if name in headers for one in mailboxes(headers[name])]


def delivered_to(headers: Headers) -> list[Mailbox]:
    """Return whose mailboxes the message was delivered to, as the servers on its way wrote."""
    return [one for name in _DELIVERED if name in headers for one in mailboxes(headers[name])]


def mailboxes(value: bytes) -> tuple[Mailbox, ...]:
    """Return the people in the value of a header that lists addresses, those without one left out.

    Semicolons part them as commas do, a group counts as its members, and "Roe, Kim <kim@...>"
    is one, though its name should have been quoted.
    """
    return _cached(value) if len(value) < _LONGEST_CACHED else _mailboxes(value)


def _mailboxes(value: bytes) -> tuple[Mailbox, ...]:
    text = _as_text(value[:_LONGEST_LIST])
    found = tuple(_split(text))
    if not found and "=?" in text:
        found = tuple(_split(one_line(_words(text))))
    return found


_cached: Final = lru_cache(maxsize=_CACHED)(_mailboxes)


def _split(text: str) -> Iterator[Mailbox]:
    surname, given = "", ""
    words: list[str] = []
    notes: list[str] = []
    for piece in _PIECES.finditer(text):
        kind = piece.lastgroup
        if kind in ("text", "encoded"):
            words.append(piece[0])
        elif kind == "quoted":
            words.append(_ESCAPED.sub(r"\1", piece[0][1:-1]))
        elif kind == "address":
            given = piece["address"]
        elif kind == "note":
            notes.append(piece[0][1:-1])
        elif kind == "group":
            words.clear()
        else:
            found = _mailbox(surname, words, notes, given)
            yield from found
            # What ends without an address may be the surname of the next.
            surname = "" if found or piece[0] == ";" else "".join(words)
            words, notes, given = [], [], ""
    yield from _mailbox(surname, words, notes, given)


def _mailbox(surname: str, words: list[str], notes: list[str], given: str) -> list[Mailbox]:
    text = "".join(words)
    where = address("".join((given or text)[:_LONGEST_CACHED].split()).strip("<>'"))
    if where is None:
        return []
    name = text if given else " ".join(notes)
    if surname.strip() and name and given:
        name = f"{surname},{name}"
    where = where.casefold()
    return [Mailbox(display_name(_words(name)), where, mailbox_key(where))]


def decoded(value: bytes) -> str:
    """Return the text of a header as one line, encoded words decoded."""
    return one_line(_words(_as_text(value)))


def subject(headers: Headers) -> str | None:
    """Return what the message is about, without "Re:" and its like, at most LONGEST_TEXT long."""
    text = _PREFIXES.sub("", decoded(headers.get(b"subject", b"")[:4000]))
    return text[:LONGEST_TEXT].strip() or None


def moment(headers: Headers) -> datetime | None:
    """Return when the message was written, with its zone (UTC where it gives none), or None."""
    value = headers.get(b"date", b"")[:200]
    if not value.strip():
        return None
    try:
        at = parsedate_to_datetime(_as_text(value).strip())
    except (ValueError, TypeError, OverflowError, IndexError):
        return None
    at = at if at.tzinfo else at.replace(tzinfo=UTC)
    return at if at.year in YEARS else None


def labels(headers: Headers) -> set[str]:
    """Return Gmail's labels of the message, without regard to case."""
    value = headers.get(b"x-gmail-labels")
    if value is None:
        return set()
    return {label.strip('" ').casefold() for label in decoded(value[:4000]).split(",")}


def _as_text(value: bytes) -> str:
    """Return bytes as text: UTF-8 if they are that, else what Windows wrote in the West."""
    try:
        return value.decode()
    except UnicodeDecodeError:
        return value.decode("cp1252", "replace")


def _words(text: str) -> str:
    return _ENCODED.sub(_decoded_run, text) if "=?" in text else text


def _decoded_run(found: re.Match[str]) -> str:
    """Decode words side by side together, for a character may be cut between two of them."""
    try:
        parts = decode_header(found[0])
    except (MessageError, ValueError):
        return found[0]
    return "".join(
        part if isinstance(part, str) else _in_charset(part, charset) for part, charset in parts
    )


def _in_charset(part: bytes, charset: str | None) -> str:
    name = (charset or "ascii").casefold()
    try:
        codec = codecs.lookup(_CHARSETS.get(name, name))
        if codec.name not in _NO_CHARSETS:
            return part.decode(codec.name)
    except (LookupError, ValueError):
        pass
    return _as_text(part)
