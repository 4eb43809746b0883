"""Who is behind a mail address: the user, a person, or a machine; and what they are called."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable
from typing import Final

from netledger.domain.names import fold, mailbox_key, one_line
from netledger.errors import NetledgerError
from netledger.importers.drafts import Owner

_ADDRESS: Final = re.compile(r"[^@\s,;:<>()\[\]\"]{1,128}@[^@\s,;:<>()\"]{1,255}")
# Local parts that nobody reads answers at.
_MACHINE: Final = re.compile(
    r"(?:.*[._+-])?(?:no|not|do[._-]?not|dont)[._-]?reply.*"
    r"|ne[._-]?pas[._-]?repondre|nicht[._-]?antworten|no[._-]?responder|nao[._-]?responda"
    r"|mailer[._-]?daemon|postmaster|listserv|majordomo|mailman"
    r"|(?:.*[._-])?bounces?(?:[+._-].*)?|owner-.*|.*-(?:request|owner)"
    r"|(?:.*[._-])?(?:notifications?|notifier)|notify|(?:.*[._-])?alerts?"
    r"|(?:.*[._-])?newsletters?|news|mailings?|auto(?:mated|mailer|reply)?"
    r"|invitations?|updates?|unsubscribe.*|reply\+.*"
)
_MACHINE_HOST: Final = re.compile(
    r"resource\..*|(?:.*\.)?calendar\.google\.com|(?:.*\.)?(?:lists?|bounces?|no-?reply)\..*"
    r"|(?:google|yahoo)groups\.com|groups\.io|reply\.(?:github|facebook)\.com"
)
# After a comma these are no first name: "Kim Roe, PhD", "Roe, Inc."
_NO_FIRST_NAME: Final = frozenset((
    "ba", "bsc", "ceng", "cfa", "ceo", "co", "corp", "cpa", "cto", "dds", "dphil", "dr", "esq",
    "esquire", "gmbh", "ii", "iii", "inc", "iv", "jd", "jr", "junior", "ltd", "llc", "llm", "llp",
    "ma", "mba", "md", "mph", "msc", "msw", "pe", "phd", "pmp", "prof", "rn", "sa", "sr", "senior",
))  # fmt: skip
_PARTICLES: Final = frozenset((
    "al", "ben", "bin", "da", "dal", "de", "del", "della", "den", "der", "di", "do", "dos", "du",
    "el", "la", "las", "le", "los", "mac", "st", "ten", "ter", "van", "von", "zu",
))  # fmt: skip


def address(text: str) -> str | None:
    """Return the mail address in `text` without its scheme, or None where there is none."""
    text = one_line(text[:1000])
    if text.casefold().startswith("mailto:"):
        text = text[7:].partition("?")[0]
    return text if _ADDRESS.fullmatch(text) else None


def is_machine(email: str) -> bool:
    """Say whether an address looks like one that no person reads: no-reply, a room, a list.

    A bare "MAILER-DAEMON", which is no address, counts too.
    """
    local, at, host = one_line(email[:1000]).casefold().rpartition("@")
    if not at:
        return bool(_MACHINE.fullmatch(host))
    return bool(_MACHINE.fullmatch(local) or _MACHINE_HOST.fullmatch(host))


def own_addresses(owner: Owner, seen: Iterable[Iterable[str]], where: str) -> frozenset[str]:
    """Return the keys of the user's addresses: those told, else the one that is everywhere.

    `seen` gives the addresses of each message or meeting; it is not read where any were told.
    Raises NetledgerError where nothing was told and no address is in nine of ten of them, or
    another is in half of them: it could be the one friend whom a folder is about.
    """
    told = frozenset(mailbox_key(email) for email in owner.emails)
    if told:
        return told
    total, times = 0, Counter[str]()
    for addresses in seen:
        total += 1
        times.update({mailbox_key(email) for email in addresses})
    first, second, *_ = [*times.most_common(2), ("", 0), ("", 0)]
    if first[0] and first[1] * 10 >= total * 9 and second[1] * 2 < total:
        return frozenset({first[0]})
    raise NetledgerError(
        f"{where} does not show which address is yours.",
        "Say so first: netledger config me.email you@example.org",
    )


def display_name(text: str) -> str:
    """Return a name as mail and calendars write it, in the order it is spoken; "" for none.

    Quotation marks around it go, and so does a name that is an address. "Roe, Kim" becomes
    "Kim Roe" only where that is plain: one comma, letters alone, one surname before it (with a
    particle: "van der Roe"), and after it one or two words that are no title or firm ("PhD").
    """
    name = one_line(text[:1000])
    while len(name) > 1 and name[0] == name[-1] and name[0] in "'\"":
        name = name[1:-1].strip()
    if address(name):
        return ""
    last, comma, first = (part.strip() for part in name.partition(","))
    if not comma or not _is_plain_name(last, first):
        return name
    return f"{first} {last}"


def _is_plain_name(last: str, first: str) -> bool:
    surname, given = last.split(), first.split()
    if not surname or not 1 <= len(given) <= 2:
        return False
    if any(word.casefold() not in _PARTICLES for word in surname[:-1]):
        return False
    if any(fold(word).replace(" ", "") in _NO_FIRST_NAME for word in given):
        return False
    return all(_is_word(word) for word in [*surname, *given])


def _is_word(word: str) -> bool:
    """Say whether a word is of letters, with marks, hyphen, apostrophe or an initial's point."""
    bare = word.removesuffix(".") if len(word) == 2 else word
    return all(char.isalpha() or char in "-'’\u00ad\u200d" or _is_mark(char) for char in bare)


def _is_mark(char: str) -> bool:
    return "\u0300" <= char <= "\u036f"
