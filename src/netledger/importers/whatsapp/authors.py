"""Who writes in a chat: the user, the other, or a group, by the lines and the file's name."""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, field
from typing import Final

from netledger.domain.names import joined
from netledger.errors import NetledgerError
from netledger.importers.chats import folded, is_owner, phone_in, same_name, unmarked
from netledger.importers.drafts import Owner, Party

# What a phone calls the file, in front of the other's name: "WhatsApp Chat with", "Chat de
# WhatsApp con", "WhatsApp-Chat mit", "Discussion WhatsApp avec", "WhatsApp Chat -".
_BEFORE: Final = re.compile(
    r"(?i).{0,40}whats\s?app.{0,30}?(?:\b(?:with|con|mit|avec|met|com|med|amb|z|ze|s|se|cu|dengan"
    r"|sa|v[ớo]i|с|со|з|із|με)\b|(?<=[\s\w])\s?[-–:])\s+(?P<name>.+)"
)
# "(1)", "(you)": what a browser or WhatsApp adds to a name.
_SUFFIX: Final = re.compile(r"\s*\(([^()]*)\)$")
_YOU: Final = frozenset((
    "you", "du", "ich", "tú", "tu", "vous", "toi", "você", "voce", "io", "jij", "jou", "jezelf",
    "ik", "ty", "ja", "вы", "ты", "siz", "sen", "あなた", "您", "你", "나", "أنت", "sinä", "minä",
    "jag", "dig", "deg",
))  # fmt: skip
_QUOTES: Final = re.compile('["“”„«»「」『』]|https?:')
_LONGEST_NAME: Final = 40
_MOST_WORDS: Final = 5


@dataclass(slots=True)
class Seen:
    """What a chat shows of who is in it, gathered over all its lines."""

    title: str | None = None
    own_page: bool = False
    written: Counter[str] = field(default_factory=Counter)
    typed: set[str] = field(default_factory=set)
    group_named_by: set[str] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Pair:
    """A chat of two: the names that the user goes by in it, and the other.

    `guessed`: nothing but that they alone write in it shows that the other is not the user.
    """

    mine: frozenset[str]
    theirs: frozenset[str]
    who: Party
    guessed: bool = False


@dataclass(frozen=True, slots=True)
class Nobody:
    """A chat that credits nobody, and why; None for notes to oneself."""

    why: str | None


def title_of(stem: str) -> tuple[str | None, bool]:
    """Return whom a file's name names, and whether it is the user ("Rae Vale (You)").

    None where the file is not called as WhatsApp calls it.
    """
    found = _BEFORE.fullmatch(unmarked(stem)[:300])
    if found is None:
        return None, False
    name, own = found["name"].strip(), False
    while suffix := _SUFFIX.search(name):
        own = own or suffix[1].casefold() in _YOU
        name = name[: suffix.start()]
    name = name.removeprefix("~").strip()
    return name or None, own


def cast(seen: Seen, stem: str, owner: Owner, where: str) -> Pair | Nobody:
    """Return who the two of a chat are, or why it credits nobody.

    Raises NetledgerError where it does not show which of the two is the user.
    """
    authors = _credible(seen, stem, owner)
    mine = {name for name in authors if is_owner(name, owner)}
    others = [name for name in authors if name not in mine]
    named = _named(others, seen, stem)
    if others and named is None and (why := _group(seen, mine)):
        return Nobody(why)
    if not others:
        return _monologue(seen, owner, bool(mine))
    if seen.own_page and len(others) == 1 and not mine:
        return Nobody(None)
    if not mine and len(others) == 2:
        mine = {_me_of(others, named, owner, where)}
        others = [name for name in others if name not in mine]
    if len(others) > 1:
        return Nobody(f"{len(authors)} people write in it: a group is no tie")
    guessed = not (mine or named or owner.names or phone_in(others[0]))
    return Pair(frozenset(mine), frozenset(others), _party(others[0], seen.title), guessed)


def _group(seen: Seen, mine: set[str]) -> str | None:
    """Return why a chat whose file names no author is a group, or None if it may be of two."""
    title = seen.title
    if seen.group_named_by:
        return "a group is no tie"
    # A number is that of one whose name the chat shows; and the other may have sent the file.
    if (
        title is None
        or phone_in(title)
        or seen.own_page
        or any(same_name(title, me) for me in mine)
    ):
        return None
    return (
        f'nobody called "{title}" writes in it, so it is taken for a group, which is no tie; if it'
        " is a chat of two, give the file the other's name"
    )


def _credible(seen: Seen, stem: str, owner: Owner) -> list[str]:
    """Return the authors that are people: what stands before a colon may be part of a remark."""
    keys = {folded(name) for name in seen.written}
    kept = [
        name
        for name, times in seen.written.items()
        if not _is_sentence(name, keys, once=times == 1)
        and (name in seen.typed or name not in seen.group_named_by)
    ]
    named = _named([name for name in kept if not is_owner(name, owner)], seen, stem)
    if named and len(kept) > 2:
        return [
            name
            for name in kept
            if name == named or seen.written[name] > 1 or is_owner(name, owner)
        ]
    return kept


def _is_sentence(name: str, keys: set[str], *, once: bool) -> bool:
    """Say whether what stands before a colon reads like a remark and no name."""
    words = folded(name).split()
    if not once:
        return len(words) > _MOST_WORDS + 2
    if len(name) > _LONGEST_NAME or len(words) > _MOST_WORDS or _QUOTES.search(name):
        return True
    # "Ida changed the subject to Rome: ..." begins with the name of one who writes.
    return len(words) > 2 and any(" ".join(words[:end]) in keys for end in range(1, len(words)))


def _named(others: list[str], seen: Seen, stem: str) -> str | None:
    """Return the author whom the file's name names."""
    if seen.title is not None:
        title = seen.title
        return next((name for name in others if same_name(name, title)), None)
    # In some languages the name stands first: it is looked for anywhere in the file's name.
    words = folded(stem)
    if "whatsapp" not in words:
        return next((name for name in others if same_name(name, stem)), None)
    fitting = [name for name in others if _stands_in(folded(name), words)]
    return max(fitting, key=len, default=None)


def _stands_in(name: str, words: str) -> bool:
    """Say whether a name stands in `words`; one in Latin letters must not be part of a word."""
    if not name.isascii():
        return name in words
    return re.search(rf"(?<![a-z0-9]){re.escape(name)}(?![a-z0-9])", words) is not None


def _monologue(seen: Seen, owner: Owner, mine: bool) -> Pair | Nobody:
    """Return who is written to where nobody but the user writes."""
    if not mine or seen.own_page or (seen.title and is_owner(seen.title, owner)):
        return Nobody(None if mine else "no messages in it")
    if seen.group_named_by:
        return Nobody("a group is no tie")
    if seen.title is None:
        return Nobody("only you write in it, and the name of the file does not tell to whom")
    authors = frozenset(name for name in seen.written if is_owner(name, owner))
    return Pair(authors, frozenset(), _party(seen.title, seen.title))


def _me_of(two: list[str], named: str | None, owner: Owner, where: str) -> str:
    """Return which of two authors is the user: not the one whom the file's name names."""
    if named:
        return next(name for name in two if name != named)
    words = [set(folded(name).split()) for name in owner.names]
    part = [name for name in two if any(set(folded(name).split()) < own for own in words)]
    if len(part) == 1:
        return part[0]
    numbers = [name for name in two if phone_in(name)]
    if len(numbers) == 1:
        # A number is somebody who is not in the user's address book.
        return next(name for name in two if name not in numbers)
    raise _unknown(two, where)


def _unknown(authors: list[str], where: str) -> NetledgerError:
    named = joined([f'"{name}"' for name in authors])
    return NetledgerError(
        f"{named} write in {where}, and nothing tells which of them is you.",
        'Say so first, with the name that you go by there: netledger config me.name "NAME"',
    )


def _party(name: str, title: str | None) -> Party:
    """Return the other, with a number where the author or the file's name is one."""
    phone = phone_in(name) or (phone_in(title) if title else None)
    return Party(name=name, phone=phone)
