"""A log in one sentence: "yesterday: coffee with @Ada and Bob Stone about hiring #work".

Nothing is guessed. Marked names (@) count anywhere; unmarked ones only as the opening name or in
the list after *with*, and there only whole words of a name. A date counts only before the first
colon.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from datetime import date
from typing import Final, NamedTuple

from netledger.domain.when import leading_day

_LONGEST_NAME: Final = 5  # words
_LONGEST_DATE: Final = 4  # words
_WORD: Final = re.compile(r"\S+")
_TAG: Final = re.compile(r"(?<!\S)#(\w[\w:/-]*)")
_EDGES: Final = ".,;:!?()\"'“”‘’…"
_SIGNS: Final = ("&", "+")
_AND: Final = ("and", "und", "et", "y", *_SIGNS)


class Sentence(NamedTuple):
    """What a sentence says: the day (None: not said), who took part, the text, the tags.

    `people` are WHO as written, in order; whether each names one contact is not settled here.
    """

    on: date | None
    people: tuple[str, ...]
    text: str
    tags: tuple[str, ...]


class _Words(NamedTuple):
    words: list[str]
    names_whole: Callable[[str], bool]
    fits: Callable[[str], bool]

    def bare(self, start: int, end: int) -> str:
        """Return some words as a name: without marks and the punctuation around them."""
        bare = (word.strip(_EDGES + "@") for word in self.words[start:end])
        return " ".join(word for word in bare if word)

    def marked(self, at: int) -> bool:
        """Say whether the word at `at` is a name that was marked: "@Ada", "(@Ada)"."""
        return self.words[at].lstrip(_EDGES).startswith("@") and bool(self.bare(at, at + 1))

    def name_at(self, start: int, fits: Callable[[str], bool]) -> int:
        """Return where the longest name that begins at `start` ends; `start` if none does."""
        if not self.bare(start, start + 1):
            return start
        for end in range(min(len(self.words), start + _LONGEST_NAME), start, -1):
            inner = self.words[start : end - 1]
            broken = any(word[-1] in ",;:.!?" and not _is_initial(word) for word in inner)
            broken = broken or any(word in _SIGNS for word in self.words[start:end])
            name = self.bare(start, end)
            if not broken and name and fits(name):
                return end
        return start


def read(
    sentence: str,
    today: date,
    names_whole: Callable[[str], bool],
    fits: Callable[[str], bool],
) -> Sentence:
    """Read a sentence.

    `names_whole(text)` says whether every word of the text is a whole word of some contact's
    name; `fits(text)` whether it is a WHO with a hit. Raises UsageError for a day to come.
    """
    on, rest = leading_day(sentence, today) or _day_beside(sentence, today, names_whole)
    tags = tuple(dict.fromkeys(found[1] for found in _TAG.finditer(rest)))
    words = _Words(_WORD.findall(_TAG.sub(" ", rest)), names_whole, fits)
    spans = _people(words)
    people = tuple(dict.fromkeys(words.bare(start, end) for start, end in spans))
    return Sentence(on, people, _text(words, spans), tags)


def _day_beside(
    sentence: str, today: date, names_whole: Callable[[str], bool]
) -> tuple[date | None, str]:
    """Return the day that the part before the first colon begins or ends with, and the rest.

    "yesterday with Ada: tea", "Ada, last friday: tea". Words that name somebody are no date.
    """
    before, colon, after = _split(sentence)
    words = before.split()
    for size in range(min(len(words) - 1, _LONGEST_DATE), 0, -1) if colon else ():
        for at, kept in ((words[:size], words[size:]), (words[-size:], words[:-size])):
            text = " ".join(at).strip(_EDGES)
            if names_whole(text):
                continue
            found = leading_day(f"{text}:", today)
            if found is not None:
                return found[0], f"{' '.join(kept).rstrip(',')}{colon}{after}"
    return None, sentence


def _split(sentence: str) -> tuple[str, str, str]:
    """Split at the first colon that a blank or the end follows, so that 9:30 stays whole."""
    found = re.search(r":(?=\s|$)", sentence)
    if found is None:
        return sentence, "", ""
    return sentence[: found.start()], ":", sentence[found.end() :]


def _people(words: _Words) -> list[tuple[int, int]]:
    """Return where names stand, as (start, end) of words."""
    spans: list[tuple[int, int]] = []
    at = _opening(words, spans)
    while at < len(words.words):
        word = words.words[at]
        if words.marked(at):
            end = max(words.name_at(at, words.fits), at + 1)
            spans.append((at, end))
            at = end
        elif word.casefold() == "with":
            at = _list_of_names(words, at + 1, spans)
        else:
            at += 1
    return spans


def _opening(words: _Words, spans: list[tuple[int, int]]) -> int:
    """Read the name that opens the sentence, or several of them ("Ada and Bob: a walk")."""
    at = start = 0
    while start < len(words.words):
        end = words.name_at(start, words.names_whole)
        if end == start:
            break
        spans.append((start, end))
        at = start = end
        if end < len(words.words) and words.words[end].casefold() in _AND:
            start = end + 1
        elif words.words[end - 1][-1] != ",":
            break
    return at


def _list_of_names(words: _Words, at: int, spans: list[tuple[int, int]]) -> int:
    """Read the names after *with*; return where the text goes on.

    A capitalised word where a name should stand is taken for one, so that an unknown name is
    refused later rather than dropped without a word.
    """
    while at < len(words.words):
        marked = words.marked(at)
        end = words.name_at(at, words.fits if marked else words.names_whole)
        if end == at:
            if not (marked or words.bare(at, at + 1)[:1].isupper()):
                return at
            end = _capitalised(words, at)
        elif not marked and _goes_on(words, end):
            # More of a name than is known: "Zed Quill" is not the Zed of the ledger.
            end = _capitalised(words, end - 1)
        spans.append((at, end))
        at = end
        last = words.words[end - 1]
        if at < len(words.words) and words.words[at].casefold() in _AND:
            at += 1
        elif last[-1] != ",":
            return at
    return at


def _goes_on(words: _Words, end: int) -> bool:
    return (
        end < len(words.words)
        and words.words[end][:1].isupper()
        and words.words[end - 1][-1] not in ",;:.!?"
    )


def _capitalised(words: _Words, at: int) -> int:
    """Return where a run of capitalised words ends: an unknown name, as far as one can see."""
    end = at + 1
    while _goes_on(words, end):
        end += 1
    return end


def _text(words: _Words, spans: list[tuple[int, int]]) -> str:
    """Return the sentence as it reads without marks, day, tags, and names before a colon."""
    kept = [_unmarked(word) if words.marked(at) else word for at, word in enumerate(words.words)]
    at = 0
    for start, end in spans:
        if any(word.casefold() not in _AND for word in kept[at:start]):
            break
        at = end
        if kept[at - 1].endswith(":"):
            return " ".join(kept[at:])
    return " ".join(kept)


def _unmarked(word: str) -> str:
    start = word.index("@")
    return word[:start] + word[start + 1 :]


def _is_initial(word: str) -> bool:
    """Say whether a word that ends in a full stop is an initial or a title within a name."""
    return len(word) <= 3 and word.endswith(".")
