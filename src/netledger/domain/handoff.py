"""The hand-off: three questions for each side (who is this, why care, what can each do for the
other), and the texts that answer them.

What goes to others is made from what may be told of each (`told.Side`). What the ledger can't
answer becomes a question to ask first and leaves no sentence in the text. Texts are English; what
is quoted may be of any script.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from typing import NamedTuple

from netledger.domain.names import joined
from netledger.domain.told import Side, clean, month
from netledger.domain.value_add import Brings, Meeting, meets


class Me(NamedTuple):
    """You, as the settings have it."""

    name: str | None = None
    offers: tuple[str, ...] = ()
    url: str | None = None


class Letter(NamedTuple):
    """One text to send, to one or both."""

    to: tuple[Side, ...]
    subject: str
    body: str


class Draft(NamedTuple):
    """The letters of a hand-off, and the questions to ask before they go."""

    letters: tuple[Letter, ...]
    missing: tuple[str, ...]


def _apart(a: Side, b: Side) -> tuple[Side, Side]:
    """Call both by their whole names where the first names are the same."""
    if a.short != b.short:
        return a, b
    return a._replace(short=a.name), b._replace(short=b.name)


# The letters.


def introduction(a: Side, b: Side, why: str | None, me: Me) -> Draft:
    """Return the one letter to both."""
    a, b = _apart(a, b)
    reason = f": {_ended(clean(why))}" if why else "."
    paragraphs = [
        f"{a.short}, {b.short},",
        f"I would like you two to meet{reason}",
        " ".join((f"{b.short}, this is {_who(a)}.", *_known(a, b), *_for(b, a))),
        " ".join((f"{a.short}, this is {_who(b)}.", *_known(b, a), *_for(a, b))),
        "I leave it to you two from here.",
    ]
    letter = Letter((a, b), f"Introduction: {a.name} and {b.name}", _signed(paragraphs, me))
    return Draft((letter,), _missing(a, b, why))


def permission(a: Side, b: Side, why: str | None, me: Me) -> Draft:
    """Return the two letters that ask each whether they want it (double opt-in)."""
    a, b = _apart(a, b)
    letters = (_may_i(a, b, why, me), _may_i(b, a, why, me))
    return Draft(letters, _missing(a, b, why))


def _may_i(reader: Side, other: Side, why: str | None, me: Me) -> Letter:
    reason = (f"Why I think of you two: {_ended(clean(why))}",) if why else ()
    paragraphs = [
        f"{reader.short},",
        " ".join((f"may I introduce you to {_who(other)}?", *reason)),
        " ".join((*_known(other, reader), *_for(reader, other), *_back(reader, other))),
        f"A no is as good as a yes. I ask {other.short} the same, and introduce you two only if"
        " you both want it.",
    ]
    return Letter((reader,), f"May I introduce you to {other.name}?", _signed(paragraphs, me))


def forwardable(b: Side, via: Side, why: str | None, me: Me) -> Draft:
    """Return the letter to `via` with the lines that they can forward to `b`."""
    via, b = _apart(via, b)
    mine = Brings(me.offers)
    met = [(need, found) for need in b.seeks if (found := meets(need, mine))]
    used = {found.text for _, found in met}
    left = [offer for offer in me.offers if offer not in used]
    also = "also " if used else ""
    lines = (
        *([f"I am {me.name}{f' ({me.url})' if me.url else ''}."] if me.name else ()),
        *_known(via._replace(short=via.name)),
        *(f"I hear that you are looking for {need}, and {_brings('I', found)}."
          for need, found in met),
        *([f"I {also}offer {joined(left)}."] if left else ()),
        *([f"What I ask of you: {_ended(clean(why))}"] if why else ()),
        f"If it does not suit you, a word to {via.short} is enough.",
    )  # fmt: skip
    paragraphs = [
        f"{via.short},",
        f"would you introduce me to {_who(b)}? What follows is for {b.short}: forward it as it"
        " is, or say it in your own words.",
        " ".join((f"{b.short},", *lines)),
    ]
    letter = Letter((via,), f"Would you introduce me to {b.name}?", _signed(paragraphs, me))
    return Draft((letter,), _missing_of_mine(b, via, why, me))


def willing(b: Side, via: Side, why: str | None, me: Me) -> Draft:
    """Return the letter that asks `via` whether they would introduce you to `b`."""
    via, b = _apart(via, b)
    reason = (f"What I would ask of {b.short}: {_ended(clean(why))}",) if why else ()
    paragraphs = [
        f"{via.short},",
        " ".join((f"would you be willing to introduce me to {_who(b)}?", *reason)),
        "A no is as good as a yes. If you would, I send you a few lines that you can forward.",
    ]
    letter = Letter((via,), f"Would you introduce me to {b.name}?", _signed(paragraphs, me))
    return Draft((letter,), _missing_of_mine(b, via, why, me))


def _signed(paragraphs: Sequence[str], me: Me) -> str:
    return "\n\n".join((*(part for part in paragraphs if part), *([me.name] if me.name else ())))


# The sentences.


def _who(one: Side) -> str:
    """Return someone in a phrase: "Ada Stone, Baker at Night Bakery in Oslo"."""
    job = f"{one.role} at {one.org}" if one.role and one.org else one.role
    job = job or (f"of {one.org}" if one.org else None)
    place = f"in {one.location}" if one.location else None
    about = " ".join(part for part in (job, place) if part)
    return f"{one.name}, {about}" if about else one.name


def _known(one: Side, reader: Side | None = None) -> Iterator[str]:
    """Yield how you know someone, if the ledger can tell; a reader knows of their own part."""
    where = re.sub(r"(?i)^(?:at|in|on|from) ", "", one.met_where or "")
    how = [f"from {where}"] if where else []
    if one.through and not (reader and reader.id == one.through_id):
        how.append(f"through {one.through}")
    if one.met_on:
        since = f"I have known {one.short} since {month(one.met_on)}"
        yield _ended(", ".join((since, *how)))
    elif how:
        yield f"I know {one.short} {', '.join(how)}."
    elif one.connected_on:
        yield f"{one.short} and I have been connected since {month(one.connected_on)}."


def _for(reader: Side, other: Side) -> Iterator[str]:
    """Yield what `other` can do for `reader`: their needs that it meets, then the other offers."""
    used: set[str] = set()
    for need in reader.seeks:
        if found := meets(need, other.brings):
            used |= {found.text} if found.kind == "offers" else set()
            yield f"You are looking for {need}, and {_brings(other.short, found)}."
    left = [offer for offer in other.offers if offer not in used]
    if left:
        also = "also " if used else ""
        yield f"{other.short} {also}offers {joined(left)}."
    wants = [need for need in other.seeks if not meets(need, reader.brings)]
    if wants:
        yield f"{other.short} is looking for {joined(wants)}."


def _back(reader: Side, other: Side) -> Iterator[str]:
    """Yield what `reader` can do for `other`."""
    for need in other.seeks:
        if found := meets(need, reader.brings):
            yield f"{other.short} is looking for {need}, and {_brings('you', found)}."


def _brings(subject: str, found: Meeting) -> str:
    plain = subject in ("I", "you")
    be = {"I": "am", "you": "are"}.get(subject, "is")
    return {
        "offers": f"{subject} offer{'' if plain else 's'} {found.text}",
        "role": f"that is what {subject} do{'' if plain else 'es'}",
        "org": f"{subject} {be} with {found.text}",
        "tag": f"{subject} {'have' if plain else 'has'} to do with {found.text}",
    }[found.kind]


def _ended(text: str) -> str:
    return text if text.endswith((".", "!", "?", "…", "。", "！", "？")) else f"{text}."


# The questions.


def _missing(a: Side, b: Side, why: str | None) -> tuple[str, ...]:
    found = (*_questions(a, b, why), *_questions(b, a, why))
    return tuple(dict.fromkeys(found))


def _questions(one: Side, other: Side, why: str | None) -> Iterator[str]:
    """Yield what the ledger can't say of `one`, as a hand-off to `other` needs it."""
    if not (one.role or one.org):
        yield f"Ask {one.short}: what do you do, and where?"
    yield from _how_known(one)
    if one.through_id == other.id:
        yield f"{other.short} introduced you to {one.short}: are the two not in touch?"
    if not one.seeks:
        yield f"Ask {one.short}: what are you looking for just now?"
    met = any(meets(need, one.brings) for need in other.seeks)
    if not (one.offers or met):
        yield f"Ask {one.short}: what could you do for {other.short}?"
    yield from one.stale
    cares = why or any(meets(need, other.brings) for need in one.seeks)
    if one.seeks and not cares:
        yield (
            f"Why should {one.short} care? Nothing noted of {other.short} meets"
            f" {joined(one.seeks)}: say it with --why."
        )


def _how_known(one: Side) -> Iterator[str]:
    if not any(_known(one)):
        yield (
            f"How do you know {one.short}?"
            f" netledger edit {one.id} --where TEXT --met WHEN keeps it."
        )


def _missing_of_mine(b: Side, via: Side, why: str | None, me: Me) -> tuple[str, ...]:
    """Return what is not known of an introduction of your own."""
    found: list[str] = []
    if not me.name:
        found.append("Who are you? netledger config me.name NAME keeps it.")
    if not me.offers:
        found.append(f"What can you do for {b.short}? netledger config me.offers TEXT keeps it.")
    if not (b.role or b.org):
        found.append(f"Ask {via.short}: what does {b.short} do, and where?")
    if not b.seeks:
        found.append(f"Ask {via.short}: what is {b.short} looking for just now?")
    elif me.offers and not any(meets(need, Brings(me.offers)) for need in b.seeks):
        found.append(f"Why should {b.short} care? Nothing that you offer meets {joined(b.seeks)}.")
    found += [text for text in b.stale if "still looking for" in text]
    found += _how_known(via)
    if not why:
        found.append(f"What do you ask of {b.short}? Say it with --why.")
    return tuple(found)
