"""Words that carry what a text is about: folded, without stop words, brought to a stem.

The stemmer is a light one for English that leaves other languages almost alone: it only has to
bring the forms of one word together (hire, hired, hiring; recruiter, recruitment), in the spirit
of Porter (1980), without his steps on longer endings. A stem need not be a word.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache
from typing import Final

from netledger.domain.names import fold

# What a need is wrapped in and not about; folded, so without accents and apostrophes.
STOP_WORDS: Final = frozenset(
    """
    a about advice after again all also always am an and another any anybody anyone anything are
    around as ask at be because been before being between both but by call can cannot cant come
    contact contacts could did do does dont down during each ever every find for from get give go
    going good got had has have having he help helping her here hers him his how i id if ill im in
    into introduction introductions is it its ive just know knows let like long look looking make
    many may me meet might more most much must my myself near need needs new no nobody not now of
    off on once one ones only or other our out over own people person please really see seek
    seeking she should so some somebody someone something soon such take talk tell than
    that the their them then there these they thing things this those through to too turn under
    until up us very want wants was way we well were what when where which while who whom whose
    why will with without would you your

    am an auf aus bei bin bist das dass dem den der des die dir du ein eine einem einen einer eines
    er es fur hilfe ich ihr im in ist jemand jemanden kann kein keine kennt mein meine mich
    mir nach nicht oder sich sie sind suche suchen uber um und uns von vom was wem wen wer wie
    wir zu zum zur

    au aux avec besoin ce ces cherche chez dans de des du elle en est et il ils je la le les leur
    lui ma mais mes moi mon ne nous ou par pas pour quelquun quelqu qui sa ses sur ta te tu un
    une vous

    al algo alguien busco como con cual del donde el ella en es esta este la las lo los mas mi mis
    muy necesito no nos o para pero por que quien se si sin su sus te tu un una y yo ayuda
    """.split()  # noqa: SIM905 (words read better so)
)
_ENDINGS: Final = (
    "", "e", "s", "es", "d", "ed", "ing", "ings", "er", "ers", "or", "ors", "ment", "ments",
    "ement", "ements", "ion", "ions", "ant", "ants",
)  # fmt: skip
_VOWEL: Final = re.compile("[aeiouy]")
_SHORT: Final = re.compile("[^aeiou][aeiouy][^aeiouwxy]")  # hir, mov: hire, move without an e
SHORTEST: Final = 3  # letters from which a word may be the beginning of another
_SIGNS: Final = "\u2e80"  # the first of the signs of East Asian writing
_SPLIT: Final = re.compile(r"[\s-]+")


def words(text: str) -> list[str]:
    """Return the folded words of a text in order, each once, without stop words.

    Parts of a hyphened word are words. Where a text has nothing but stop words, they are kept.
    """
    return subject(text) or list(dict.fromkeys(_words_of(fold(text))))


def subject(text: str) -> list[str]:
    """Return the same, but none of a text that has nothing but stop words: it is about nothing."""
    return [word for word in dict.fromkeys(_words_of(fold(text))) if word not in STOP_WORDS]


def _words_of(folded: str) -> Iterator[str]:
    return (word for word in _SPLIT.split(folded) if any(map(str.isalnum, word)))


def stems(text: str) -> list[str]:
    """Return the stems of the words of a text, in order, each once."""
    return list(dict.fromkeys(map(stem, words(text))))


@lru_cache(maxsize=50_000)
def stem(word: str) -> str:
    """Return what the forms of a folded word have in common."""
    if len(word) < 4 or not word.isascii():
        return word
    return _last_letter(_without_ending(_singular(word)))


def _singular(word: str) -> str:
    if word.endswith(("ss", "us", "is")) or not word.endswith("s"):
        return word
    if word.endswith("ies") and len(word) > 4:
        return f"{word[:-3]}y"
    return word[: -2 if word.endswith(("sses", "shes", "ches", "xes", "zes")) else -1]


def _without_ending(word: str) -> str:
    for ending, least in (("ement", 4), ("ment", 4), ("ing", 3), ("ed", 3), ("ant", 5)):
        rest = word.removesuffix(ending)
        if rest != word and len(rest) >= least and _VOWEL.search(rest):
            return word if word.endswith("eed") else _bare(rest)
    # A person or a thing that does it; engineer and career are no such forms.
    if word.endswith("er") and not word.endswith("eer") and len(word) > 5:
        return _bare(word[:-2])
    if word.endswith(("tor", "sor")) and len(word) > 5:
        return word[:-2]
    if word.endswith("ation") and len(word) > 7:  # production and product are two words
        return word[:-3]
    return word


def _bare(rest: str) -> str:
    """Return runn as run and hir as hire; sell, press and add double a letter of themselves."""
    if len(rest) > 3 and rest[-1] == rest[-2] and rest[-1] not in "aeiolsz":
        return rest[:-1]
    return f"{rest}e" if _SHORT.fullmatch(rest) else rest


def _last_letter(word: str) -> str:
    if word.endswith("y") and word[-2] not in "aeou":
        return f"{word[:-1]}i"
    return word[:-1] if word.endswith("e") and len(word) > 4 else word


def begins(word: str, other: str) -> bool:
    """Say whether a folded word of three letters or more begins another.

    In East Asian writing one sign says as much, and may stand anywhere: it knows no spaces.
    """
    return word in other if in_signs(word) else len(word) >= SHORTEST and other.startswith(word)


def in_signs(word: str) -> bool:
    """Say whether a word is in Chinese, Japanese or Korean writing, if only in part."""
    return any(char >= _SIGNS for char in word)


def forms(word: str) -> list[str]:
    """Return the forms of a folded word that an index of whole words may hold, itself first.

    Each has the word's stem; not every one is English.
    """
    root = stem(word)
    bases = [word, root, root.removesuffix("e"), root + root[-1]]
    if root.endswith("i"):
        bases += [f"{root[:-1]}y", f"{root[:-1]}ie"]
    tried = dict.fromkeys([word, *(base + ending for base in bases for ending in _ENDINGS)])
    return [form for form in tried if stem(form) == root]
