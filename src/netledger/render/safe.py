"""The one gate between text from outside and a terminal.

Names, notes and file contents are data: nothing in them may move the cursor, ring, set a title,
turn the writing direction round or break a row. What is taken out leaves a visible mark.
"""

from __future__ import annotations

import re
from typing import Final

_BLANKS: Final = re.compile("[\t\n\v\f\r\x85\u2028\u2029]")
# C0, DEL and C1 controls; overrides, embeddings and isolates of direction; half a surrogate pair.
# Marks that only join or hint (ZWJ, LRM, RLM, variation selectors) belong to real names.
_UNSAFE: Final = re.compile(
    "[\0-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufff9-\ufffb\ud800-\udfff]"
)


def _mark(found: re.Match[str]) -> str:
    code = ord(found[0])
    if code < 0x20:
        return chr(0x2400 + code)
    return "\u2421" if code == 0x7F else "\ufffd"


def line(text: str) -> str:
    """Return `text` as one harmless line: blanks of any kind are spaces, controls visible marks."""
    if text.isascii() and text.isprintable():
        return text
    return _UNSAFE.sub(_mark, _BLANKS.sub(" ", text))


def lines(text: str) -> list[str]:
    """Return `text` as harmless lines, its own line breaks kept."""
    return [line(part) for part in text.split("\n")]


def in_a_file(text: str) -> str:
    """Return text of several lines for a file: its line breaks and tabs kept, the rest harmless."""
    return "\n".join("\t".join(map(line, part.split("\t"))) for part in text.split("\n"))
