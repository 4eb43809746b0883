"""Names and other text as people write them: normal forms, keys, and nearness.

Text is stored as NFC; matching uses *folded* text: no case, no accents, one space between words.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Sequence
from typing import Final

# Letters that Unicode does not take apart into a base letter and an accent.
_PLAIN: Final = str.maketrans(
    {"ł": "l", "ø": "o", "đ": "d", "ð": "d", "þ": "th", "æ": "ae", "œ": "oe", "ı": "i", "ŋ": "n"}
)
# Accents of Latin, Greek and Cyrillic, and the points of Hebrew and Arabic: not spelled when typed.
_MARKS: Final = re.compile("[\u0300-\u036f\u0591-\u05bd\u05bf-\u05c7\u064b-\u065f\u0670]")
_APOSTROPHES: Final = re.compile("['’‘ʼ`´]")
_HYPHENS: Final = re.compile("[‐‑‒–−]")
_PUNCTUATION: Final = re.compile(r"[^\w\s-]|_")
_UNSTORABLE: Final = re.compile("[\ud800-\udfff]")


def _storable(text: str) -> str:
    """Return text as NFC, without NUL, a lone surrogate replaced: what SQLite can hold."""
    if text.isascii():
        return text.replace("\0", "")
    return unicodedata.normalize("NFC", _UNSTORABLE.sub("\ufffd", text.replace("\0", "")))


def one_line(text: str) -> str:
    """Return `text` for a field of one line: storable, any run of white space one space."""
    return " ".join(_storable(text).split())


def visible(text: str) -> bool:
    """Say whether there is anything to see: not blanks, marks and controls alone."""
    return any(unicodedata.category(char)[0] not in "CMZ" for char in text)


def many_lines(text: str) -> str:
    """Return `text` for a note: storable, line ends as \\n, no blank edges."""
    return _storable(text).replace("\r\n", "\n").replace("\r", "\n").strip()


def fold(text: str) -> str:
    """Return the folded form of `text`: no case, accents or punctuation but hyphens in words.

    Text that is nothing but punctuation keeps it, so that no name folds to nothing.
    """
    plain = text.replace("\0", "").lower() if text.isascii() else _plain(text)
    plain = _APOSTROPHES.sub("", plain)
    words = _PUNCTUATION.sub(" ", plain).split()
    kept = [word.strip("-") for word in words]
    return " ".join(word for word in kept if word) or one_line(text).casefold()


def _plain(text: str) -> str:
    """Return text without case and accents, its hyphens plain; for ASCII that is lower case."""
    # Taking compatibility forms apart can bring up capitals again (℠), so that comes first.
    plain = unicodedata.normalize("NFKD", _storable(text)).casefold().translate(_PLAIN)
    plain = _MARKS.sub("", unicodedata.normalize("NFKD", plain))
    return unicodedata.normalize("NFC", _HYPHENS.sub("-", _APOSTROPHES.sub("", plain)))


def whole(folded: str) -> str:
    """Return folded text for comparing whole names: a hyphen counts as a space."""
    return folded.replace("-", " ")


def email_key(text: str) -> str:
    """Return what makes two spellings of an e-mail address the same: no case."""
    return one_line(text).casefold()


def mailbox_key(text: str) -> str:
    """Return what tells whose an address is: it without its "+tag", which sorts mail alone."""
    local, at, host = email_key(text).rpartition("@")
    return f"{local.partition('+')[0] or local}{at}{host}"


def phone_key(text: str) -> str:
    """Return what makes two spellings of a number the same number: its last nine digits.

    An extension is dropped. Without knowing the country, the digits before the last nine may be
    a country code, a trunk prefix or nothing, so they don't tell two numbers apart.
    """
    number = re.split(r"(?i)\s*(?:x|ext\.?|;ext=|#)\s*\d+\s*$", text)[0]
    digits = "".join(str(unicodedata.digit(char)) for char in number if char.isdecimal())
    return digits[-9:] if digits else one_line(text).casefold()


def profile_slug(url: str) -> str | None:
    """Return the LinkedIn profile slug in `url`, decoded and in lower case, else None."""
    from urllib.parse import unquote

    found = re.search(r"(?i)linkedin\.[a-z.]+/(?:in|pub)/([^/?#\s]+)", url)
    return one_line(unquote(found[1])).casefold() if found else None


def url_key(url: str) -> str:
    """Return what makes two spellings of a URL the same page.

    Scheme, `www.`, query, fragment and a trailing slash are ignored; for a LinkedIn profile it is
    `in/` and the slug.
    """
    from urllib.parse import unquote, urlsplit

    slug = profile_slug(url)
    if slug is not None:
        return f"in/{slug}"
    text = one_line(url)
    try:
        parts = urlsplit(text if "://" in text else f"//{text}")
        host = (parts.hostname or "").removeprefix("www.")
    except ValueError:
        return text.casefold()
    path = unquote(parts.path).rstrip("/")
    number = re.search(r"(?:^|&)id=(\d+)", parts.query)
    if path.endswith("/profile.php") and number:
        # Here alone it is the query that tells whose page it is.
        path = f"{path}?id={number[1]}"
    return host + path


def nearest(wanted: str, names: Iterable[str], at_most: int = 3) -> list[str]:
    """Return the names nearest to `wanted`, best first, at most `at_most` of them."""
    from difflib import SequenceMatcher

    aim = fold(wanted)
    matcher = SequenceMatcher(b=aim, autojunk=False)
    scored: list[tuple[float, str]] = []
    for name in names:
        best = 0.0
        folded = fold(name)
        for part in {folded, *folded.split()}:
            matcher.set_seq1(part)
            if matcher.real_quick_ratio() > 0.6 and matcher.quick_ratio() > 0.6:
                best = max(best, matcher.ratio())
        if best > 0.6:
            scored.append((-best, name))
    return [name for _, name in sorted(scored)[:at_most]]


def joined(words: Sequence[str]) -> str:
    """Return words as one says them: "Ada", "Ada and Bob", "Ada, Bob and Cy"."""
    if len(words) < 2:
        return "".join(words)
    return f"{', '.join(words[:-1])} and {words[-1]}"
