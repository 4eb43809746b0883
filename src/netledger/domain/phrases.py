"""What people wrote into a ledger, put into English sentences that can be sent."""

from __future__ import annotations

import re
from typing import Final

# How a sentence of one's own begins, as against a few words that can follow a colon.
_OPENERS: Final = frozenset(
    "i id im ive ill we weve could would can please do does did may is are why how".split()  # noqa: SIM905
)
_SUBJECTS: Final = frozenset("you they both each he she it this that there here neither".split())  # noqa: SIM905
_VERBS: Final = frozenset(
    """become build buy change find get hire join learn leave meet move practise practice rent
    sell start switch""".split()  # noqa: SIM905
)
# Someone who does something, told without an article: yoga teacher, investor for a start-up.
_DOER: Final = re.compile(
    r"(?i)(?!(?:water|paper|power|butter|weather|career)$)"
    r"(?:[a-z]{2,}(?:er|ist|ician|tor|sor|countant|ssistant|sultant)"
    r"|mentor|coach|therapist|co-?founder|flat|house|job|room|nanny)"
)
_PREPOSITION: Final = re.compile(r"(?i)\s+(?:for|in|at|with|on|of|to|who|from|near|and|or)\s.*$")
_ARTICLE: Final = re.compile(
    r"(?i)^(?:an?|the|some|any|someone|somebody|something|people|my|his|her|their|one|two|more)\b"
)


def sentence(text: str) -> str:
    """Return a text with a full stop, where it has no end of its own."""
    return text if text.endswith((".", "!", "?", "…", "。", "！", "？")) else f"{text}."


def stands_alone(text: str) -> bool:
    """Say whether a text is a sentence of its own, and not what can follow a colon."""
    first = re.sub(r"['’]", "", text.split(maxsplit=1)[0]).rstrip(",").casefold()
    return (
        text.endswith(("?", "!"))
        or first in _OPENERS
        or (first in _SUBJECTS and text[0].isupper())
        or re.search(r"[.!?] \S", text) is not None
    )


def led(lead: str, text: str) -> str:
    """Return a text after a lead and a colon, or as the sentence that it is, without the lead.

    Of no text it is none.
    """
    if not text:
        return ""
    if not stands_alone(text):
        return sentence(f"{lead}: {text}")
    return sentence(text[0].upper() + text[1:])


def looking_for(need: str, *, also: bool = False) -> str:
    """Return a need as what `you` do about it: "are looking for a flat", "would like to learn"."""
    more = " also" if also else ""
    first = need.split(maxsplit=1)[0].casefold()
    if first == "to" and " " in need:
        return f"would{more} like {need}"
    if first in _VERBS and " " in need:
        return f"would{more} like to {need[0].lower()}{need[1:]}"
    return f"are{more} looking for {thing(need)}"


def thing(text: str) -> str:
    """Return a need or an offer with an article where English wants one and it has none."""
    if _ARTICLE.match(text) or not text.isascii():
        return text
    head = _PREPOSITION.sub("", text)
    if "," in head or not _DOER.fullmatch(head.split()[-1] if head.split() else ""):
        return text
    return f"{'an' if text[0] in 'aeioAEIO' else 'a'} {text}"
