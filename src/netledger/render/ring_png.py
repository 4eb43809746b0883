"""The PNG of the picture of the circles, drawn from its SVG by resvg with the machine's fonts."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable
from functools import cache
from typing import Final

# resvg draws no text at all where it finds none of the families asked for, and says nothing.
_FAMILIES: Final = (
    "Inter", "Helvetica Neue", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "Arial",
    "Helvetica", "DejaVu Sans", "Adwaita Sans", "Cantarell", "Ubuntu", "Open Sans", "Lato",
    "Source Sans 3", "Source Sans Pro", "Fira Sans", "IBM Plex Sans", "Nimbus Sans", "FreeSans",
    "Verdana", "Tahoma", "Lucida Grande", "Noto Sans CJK SC", "Noto Sans CJK JP",
    "Droid Sans Fallback", "WenQuanYi Micro Hei", "DejaVu Serif", "Liberation Serif",
    "Times New Roman", "Noto Serif", "DejaVu Sans Mono", "Liberation Mono",
)  # fmt: skip
_NOBODYS: Final = "\U0010fff0"  # a character that no font has: its mark stands for any such


def font() -> str | None:
    """Return a font family that this machine has; None: no text can be drawn here."""
    return next(
        (family for family in _FAMILIES if _probe("Ho", family) != _probe("", family)), None
    )


def unwritable(texts: Iterable[str], family: str) -> list[str]:
    """Return the texts that have a letter which no font of this machine holds."""
    missing = _probe(_NOBODYS, family)

    def lacks(char: str) -> bool:
        letter = not char.isascii() and unicodedata.category(char)[0] in "LS"
        return letter and _probe(char, family) == missing

    return [text for text in texts if any(lacks(char) for char in text)]


def png(svg: str, width: int) -> bytes:
    """Return the SVG as a PNG of that many pixels across."""
    from resvg_py import svg_to_bytes

    return svg_to_bytes(svg_string=svg, width=width)


@cache
def _probe(text: str, family: str) -> bytes:
    from resvg_py import svg_to_bytes

    return svg_to_bytes(
        svg_string='<svg xmlns="http://www.w3.org/2000/svg" width="60" height="24">'
        f'<text x="4" y="18" font-size="16" font-family="{family}">{text}</text></svg>'
    )
