"""The hand-off: who each is, why they should care, what each can do for the other.

Letters hold names, roles, organisations, your reason, and what fits the reader; of you what the
settings say. A need is told to whoever has it and, once both are introduced, to whoever meets it:
no other. What the ledger can't answer becomes a question to ask first and leaves no sentence in
the text. Texts are English; what is quoted may be of any script.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import NamedTuple

from netledger.domain.names import joined
from netledger.domain.phrases import led, looking_for, sentence, thing
from netledger.domain.told import Side, clean
from netledger.domain.value_add import Brings, Meeting, meets

BELOW = "---"  # above the lines that are to be forwarded


class Me(NamedTuple):
    """You, as the settings have it."""

    name: str | None = None
    offers: tuple[str, ...] = ()
    url: str | None = None
    email: str | None = None


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
    for_a, for_b = [*_met_by(a, b)], [*_met_by(b, a)]
    body = _letter(
        (
            f"{a.short}, {b.short},",
            _meet(clean(why or "")),
            " ".join((sentence(f"{b.short}, this is {_who(a)}"), *for_b)),
            " ".join((sentence(f"{a.short}, this is {_who(b)}"), *for_a)),
            "I leave it to you two from here."
            if why or for_a or for_b
            else "If you both like the idea, write to each other; if not, no harm is done.",
        ),
        me.name,
    )
    return Draft((Letter((a, b), f"Introduction: {a.name} and {b.name}", body),),
                 _missing(a, b, why))  # fmt: skip


def permission(a: Side, b: Side, why: str | None, me: Me) -> Draft:
    """Return the two letters that ask each whether they want it (double opt-in)."""
    a, b = _apart(a, b)
    letters = (_may_i(a, b, why, me), _may_i(b, a, why, me))
    return Draft(letters, _missing(a, b, why))


def _may_i(reader: Side, other: Side, why: str | None, me: Me) -> Letter:
    body = _letter(
        (
            f"{reader.short},",
            f"May I introduce you to {_who(other)}?",
            led("Why I think of you two", clean(why or "")),
            " ".join((*_met_by(reader, other), *_of_use(reader, other))),
            f"A no is as good as a yes. I ask {other.short} the same, and introduce you two only"
            " if you both want it.",
        ),
        me.name,
    )
    return Letter((reader,), f"May I introduce you to {other.name}?", body)


def forwardable(b: Side, via: Side, why: str | None, me: Me) -> Draft:
    """Return the letter to `via` with the lines that they can forward to `b`.

    Nobody can forward the lines of somebody without a name: then it asks `via` alone.
    """
    if not me.name:
        return willing(b, via, why, me)
    via, b = _apart(via, b)
    asks = led("What I ask of you", clean(why or ""))
    plainly = "I would be glad to get to know you."
    mine = " ".join((sentence(f"I am {me.name}"), *_offered(b, me), asks or plainly))
    body = _letter(
        (
            f"{via.short},",
            f"Would you introduce me to {_who(b)}? Below are a few lines for {b.short}: forward"
            " them as they are, or put it in your own words.",
            me.name,
            BELOW,
            f"{b.short},",
            mine,
            f"If it does not suit you, a word to {via.short} is enough.",
        ),
        "\n".join(filter(None, (me.name, me.email, me.url))),
    )
    letter = Letter((via,), f"Would you introduce me to {b.name}?", body)
    return Draft((letter,), _missing_of_mine(b, via, why, me))


def willing(b: Side, via: Side, why: str | None, me: Me) -> Draft:
    """Return the letter that asks `via` whether they would introduce you to `b`."""
    via, b = _apart(via, b)
    body = _letter(
        (
            f"{via.short},",
            f"Would you be willing to introduce me to {_who(b)}?",
            led(f"What I would ask of {b.short}", clean(why or "")),
            "A no is as good as a yes. If you would, I send you a few lines that you can forward.",
        ),
        me.name,
    )
    letter = Letter((via,), f"Would you introduce me to {b.name}?", body)
    return Draft((letter,), _missing_of_mine(b, via, why, me))


def _letter(paragraphs: Sequence[str], signed: str | None) -> str:
    return "\n\n".join(filter(None, (*paragraphs, signed)))


# The sentences.


def _who(one: Side) -> str:
    """Return someone in a phrase: "Ada Stone, Baker at Night Bakery"."""
    job = f"{one.role} at {one.org}" if one.role and one.org else one.role
    job = job or (f"of {one.org}" if one.org else None)
    return f"{one.name}, {job}" if job else one.name


def _meet(why: str) -> str:
    meet = "I would like you two to meet"
    if not why:
        return f"{meet}."
    if why.casefold().startswith(("because ", "as you ", "since you ")):
        return sentence(f"{meet} {why[0].lower()}{why[1:]}")
    told = led(meet, why)
    return told if told.startswith(meet) else f"{meet}. {told}"


def _met_by(reader: Side, other: Side) -> Iterator[str]:
    """Yield what `other` can do for `reader`: each need of theirs that it meets."""
    told = False
    for need in reader.seeks:
        if found := meets(need, other.brings):
            yield f"You {looking_for(need, also=told)}{_so(need, found, other)}"
            told = True


def _so(need: str, found: Meeting, other: Side) -> str:
    if found.kind != "offers":
        return f": that is why I thought of {other.short}."
    offer = "just that" if need.casefold() == found.text.casefold() else thing(found.text)
    return f", and {other.short} offers {offer}."


def _of_use(reader: Side, other: Side) -> Iterator[str]:
    """Yield why `other` may want to meet `reader`, told by what `reader` brings.

    What `other` looks for is not said before they have agreed to it.
    """
    met = [found for need in other.seeks if (found := meets(need, reader.brings))]
    offers = list(dict.fromkeys(thing(found.text) for found in met if found.kind == "offers"))
    if offers:
        yield f"What you offer may be of use to {other.short}: {joined(offers)}."
    elif met and met[0].kind == "org":
        yield f"Your work at {met[0].text} may be of use to {other.short}."
    elif met:
        yield f"What you do may be of use to {other.short}."


def _offered(b: Side, me: Me) -> Iterator[str]:
    """Yield what you can do for `b`: first what meets a need of theirs, which is not named."""
    mine = Brings(me.offers)
    met = [found.text for need in b.seeks if (found := meets(need, mine))]
    useful = [offer for offer in me.offers if offer in met]
    others = [offer for offer in me.offers if offer not in met]
    if useful:
        yield f"I offer {joined(useful)}, which may be of use to you."
    if others:
        yield f"I {'also ' if useful else ''}offer {joined(others)}."


# The questions.


def _missing(a: Side, b: Side, why: str | None) -> tuple[str, ...]:
    found = (*_questions(a, b, why), *_questions(b, a, why))
    return tuple(dict.fromkeys(found))


def _questions(one: Side, other: Side, why: str | None) -> Iterator[str]:
    """Yield what the ledger can't say of `one`, as a hand-off to `other` needs it."""
    if not (one.role or one.org):
        yield f"Ask {one.short}: what do you do, and where?"
    if one.through == other.id:
        yield f"{other.short} introduced you to {one.short}: are the two not in touch?"
    if not (one.seeks or one.stale_seeks):
        yield f"Ask {one.short}: what are you looking for just now?"
    met = any(meets(need, one.brings) for need in other.seeks)
    if not (one.offers or one.stale_offers or met):
        yield f"Ask {one.short}: what could you do for {other.short}?"
    yield from (*one.stale_seeks, *one.stale_offers)
    cares = why or any(meets(need, other.brings) for need in one.seeks)
    if one.seeks and not cares:
        yield (
            f"Why should {one.short} care? Nothing of {other.short} that may be told meets"
            f" {joined(one.seeks)}: say it with --why."
        )


def _missing_of_mine(b: Side, via: Side, why: str | None, me: Me) -> tuple[str, ...]:
    """Return what is not known of an introduction of your own."""
    found: list[str] = []
    if not me.name:
        found.append("Who are you? Lines to forward need it: netledger config me.name NAME")
    if not me.offers:
        found.append(f"What can you do for {b.short}? netledger config me.offers TEXT keeps it.")
    if not (b.role or b.org):
        found.append(f"Ask {via.short}: what does {b.short} do, and where?")
    if not (b.seeks or b.stale_seeks):
        found.append(f"Ask {via.short}: what is {b.short} looking for just now?")
    elif b.seeks and me.offers and not any(meets(need, Brings(me.offers)) for need in b.seeks):
        found.append(f"Why should {b.short} care? Nothing that you offer meets {joined(b.seeks)}.")
    found += [one.replace(f"Ask {b.short}: are you", f"Ask {via.short}: is {b.short}")
              for one in b.stale_seeks]  # fmt: skip
    if not why:
        found.append(f"What do you ask of {b.short}? Say it with --why.")
    return tuple(found)
