"""Whether two names may be one person's: spelled another way, shortened, or a nickname.

Agreement is what a shared number needs to join two records by itself, and what a proposal is
made of; it never joins anybody alone.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from netledger.domain import names, short_forms

Agreement = Literal["same", "close", "like"]
Words = tuple[str, ...]

_ASIDE: Final = re.compile(r"\([^()]*\)|\[[^\[\]]*\]|\"[^\"]*\"|“[^“”]*”|:\w+:")
_TAIL: Final = re.compile(r"\s[-–—|]\s.*$|[|•].*$")
# What stands behind a name without being of it.
_TITLES: Final = frozenset(
    {
        *("phd", "md", "mba", "msc", "bsc", "ma", "ba", "ms", "bs", "rn", "pmp", "cpa", "esq"),
        *("jr", "sr", "ii", "iii", "iv", "dr", "prof", "mr", "mrs", "miss", "dds", "jd", "llm"),
        *("cfa", "cissp", "pe", "acca", "frcp", "mph", "edd", "psyd", "dipl", "ing", "mag"),
    }
)


class Bare(NamedTuple):
    """A name without what is around it: its folded words, and the same with ASCII letters alone.

    The second is what an old telephone or a careless export leaves of "Łukasz Wójcik".
    """

    words: Words
    ascii: Words

    @property
    def key(self) -> str:
        """The words in a fixed order: "Kim Roe" and "Roe, Kim" are one."""
        return " ".join(sorted(self.words))


@lru_cache(maxsize=4_096)
def bare(name: str) -> Bare:
    """Return what of `name` is the name: no titles, pronouns, slogans, pictures or brackets."""
    text = _TAIL.sub("", _ASIDE.sub(" ", name[:300])).strip(" ,;-")
    first, comma, rest = text.partition(",")
    if comma and not _is_all_titles(rest):
        # "Roe, Kim"; but of "Kim Roe, Baker and Writer" the first part is the name.
        text = f"{rest} {first}" if " " not in first.strip() else first
    elif comma:
        text = first
    words = tuple(word for word in names.whole(names.fold(text)).split() if word not in _TITLES)
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return Bare(
        words or tuple(names.whole(names.fold(name)).split()),
        tuple(word for word in names.whole(names.fold(plain)).split() if word not in _TITLES)
        if plain.strip()
        else (),
    )


def _is_all_titles(text: str) -> bool:
    words = names.fold(text).split()
    return all(
        word in _TITLES or (len(raw.strip(".,")) <= 5 and raw.isupper())
        for word, raw in zip(words, text.split(), strict=False)
    )


def agreement(one: str, other: str) -> Agreement | None:
    """Say whether two names are the same, or close enough to be one person's, or neither.

    Close: with the surname agreeing, the given name an initial or another form of the other's; the
    surname an initial; letters lost that ASCII does not have; or one of them only the given name
    of the other. Like: the given name no more than begins the other's.
    """
    a, b = bare(one), bare(other)
    if a.key == b.key:
        return "same"
    if not a.words or not b.words:
        return None
    ascii_lost = bool(a.ascii and b.ascii) and (a.ascii == b.words or a.words == b.ascii)
    if len(a.words) == 1 or len(b.words) == 1:
        close = ascii_lost or (len(a.words[0]) > 1 and a.words[0] == b.words[0])
    elif a.words[-1] == b.words[-1] or _dropped(a, b):
        close = _alike(a.words[0], b.words[0]) or ascii_lost
        if not close and _begins(a.words[0], b.words[0]):
            return "like"
    else:
        close = ascii_lost or _shortened(a.words, b.words)
    return "close" if close else None


def _dropped(a: Bare, b: Bare) -> bool:
    """Say whether the surnames are one once letters that ASCII lacks are left out."""
    return bool(a.ascii and b.ascii) and a.ascii[-1] == b.ascii[-1]


def _shortened(one: Words, other: Words) -> bool:
    """Say whether one name is the other with the surname as an initial: "Jonas S."."""
    short, long = sorted((one, other), key=lambda words: (len(words), len(words[-1])))
    last = len(short) - 1
    return (
        len(short[last]) == 1 and short[:last] == long[:last] and long[last].startswith(short[last])
    )


def _alike(one: str, other: str) -> bool:
    """Say whether two given names are one's: an initial, or forms of one name."""
    short, long = sorted((one, other), key=len)
    return short_forms.are_forms_of_one(one, other) or (len(short) == 1 and long[0] == short)


def _begins(one: str, other: str) -> bool:
    """Say whether a given name begins the other, as Dan does Daniel, but Danielle too."""
    short, long = sorted((one, other), key=len)
    return len(short) > 2 and long.startswith(short)


@lru_cache(maxsize=4_096)
def handles(name: str) -> frozenset[str]:
    """Return what two names that agree have at least one of in common."""
    one = bare(name)
    found = {f"key:{one.key}"}
    for words in (one.words, one.ascii):
        if words:
            found |= {f"first:{words[0]}", f"last:{words[-1]}"}
    return frozenset(found)


_RANKS: Final = {None: 0, "like": 1, "close": 2, "same": 3}


def best(ones: Iterable[str], others: Iterable[str]) -> Agreement | None:
    """Return the best agreement between any of some names and any of others."""
    found: Agreement | None = None
    others = tuple(others)
    for one in ones:
        for other in others:
            agreed = agreement(one, other)
            if _RANKS[agreed] > _RANKS[found]:
                found = agreed
            if found == "same":
                return found
    return found


def joins(ones: Iterable[str], others: Iterable[str]) -> bool:
    """Say whether names agree so far that a shared number makes one person of them."""
    return best(ones, others) in ("same", "close")
