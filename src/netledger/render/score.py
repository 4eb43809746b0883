"""What ties are worth: all by tier, or one taken apart down to the entries it comes from."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from datetime import date
from itertools import groupby
from typing import Any, Final, NamedTuple

from netledger.domain import strength
from netledger.domain.model import CIRCLES, Interaction, Kind, Standing
from netledger.domain.support import Share, share
from netledger.domain.when import distance
from netledger.render import words
from netledger.render.page import Cell, Page, glyph

_BAR: Final = 12
_DATES: Final = 3  # entries named for a term


class TakenApart(NamedTuple):
    """One tie with all that explains it.

    `peers` are the ids in a circle, by rank; `course` is the strength on each day of `months`.
    """

    standing: Standing
    peers: list[int]
    lived: int | None
    entries: list[Interaction]
    months: list[date]
    course: list[float]
    today: date


def row(one: Standing) -> dict[str, Any]:
    """Return one tie for --json; its terms add up to its strength."""
    return {
        "id": one.head.id,
        "name": one.head.name,
        "strength": one.strength,
        "tier": one.tier,
        "terms": dict(one.terms),
    }


def table(rows: Sequence[Standing], silent: int, today: date) -> Page:
    """Return all ties by tier, with a bar for each, and how many have no entry."""
    page = Page()
    if not rows:
        page.line(
            "No tie has an entry yet. ", ("netledger log WHO", "accent"), " writes the first."
        )
        return page
    full = glyph("█", "#")
    by_tier = sorted(rows, key=lambda one: (one.tier or 999, -one.rank, one.head.name))
    head: list[Cell] = [("", "dim"), ("name", "dim"), ("tie", "dim"), ("", "dim"), ("last", "dim")]
    body: list[list[Cell]] = []
    for tier, group in groupby(by_tier, key=lambda one: one.tier):
        held = list(group)
        size = f" of {tier}" if tier in CIRCLES else ""
        title = f"circle {tier}" if tier else "beyond the circles"
        body.append(
            [("", ""), (f"{title}, {len(held)}{size if tier == 5 else ''}", "title"), "", "", ""]
        )
        body += [
            [
                (str(one.head.id), "dim"),
                one.head.name,
                f"{one.strength:.0f}" if one.head.tie.last else "–",
                (words.bar(one.strength / 100, _BAR, full), "accent"),
                (words.ago(one.head.tie.last, today), "dim"),
            ]
            for one in held
        ]
    page.table([head, *body], "rfrlr")
    if silent > 0:
        page.line()
        page.line((f"{words.count(silent, 'contact')} without an entry: strength 0.", "dim"))
    return page


def apart_json(taken: TakenApart) -> dict[str, Any]:
    """Return a tie taken apart for --json."""
    tie = taken.standing.head.tie
    return {
        **row(taken.standing),
        "stated_tier": taken.standing.head.stated_tier,
        "lived_tier": taken.lived,
        "contact_days": tie.d,
        "entries": tie.n,
        "first": tie.first,
        "last": tie.last,
        "two_way": tie.two_way,
        "rhythm_days": round(strength.own_rhythm(tie), 1) if tie.d > 1 else None,
        "silent_days": strength.silence(tie, taken.today) if tie.d else None,
        "course": [
            {"on": on, "strength": round(value, 2)}
            for on, value in zip(taken.months, taken.course, strict=True)
        ],
        "started": {
            "them": sum(entry.initiator == "them" for entry in taken.entries),
            "me": sum(entry.initiator == "me" for entry in taken.entries),
        },
        **{
            name.lower().replace(" ", "_"): {"yes": yes, "no": of - yes}
            for name, (yes, of) in _felt(taken).items()
        },
        "priors": [term.name for term in strength.TERMS if not term.measured],
        "sources": {
            term.name: [entry.id for entry in _sources(term.name, taken.entries)]
            for term in strength.TERMS
        }
        if tie.d
        else {},
    }


def apart(taken: TakenApart) -> Page:
    """Return the explanation: each term, what it adds, and the entries that it comes from."""
    page = Page()
    one = taken.standing
    head, tie = one.head, one.head.tie
    page.line((head.name, "title"), f" · {one.strength:.0f} of 100", (f" · {_place(taken)}", ""))
    if tie.last is None:
        page.line("Nothing to take apart: no entry yet.", indent=2)
        return page
    page.line()
    full = glyph("█", "#")
    measured = {term.name: term.measured for term in strength.TERMS}
    rows: list[list[Cell]] = []
    for name, points in one.terms.items():
        sentence = _SENTENCES[name](taken)
        rows.append(
            [
                name.replace("_", " "),
                f"{points:.0f}" if abs(points) >= 0.5 or not points else f"{points:.1f}",
                (words.bar(max(0.0, points) / 100, _BAR, full), "accent"),
                sentence,
                ("" if measured.get(name, True) else "prior", "dim"),
            ]
        )
    rows.append([("strength", "strong"), (f"{one.strength:.0f}", "strong"), "", _course(taken), ""])
    page.table(rows, "lrlfl", indent=2)
    page.line()
    for text in _closing(taken):
        page.line((text, "dim"), indent=2)
    return page


def _course(taken: TakenApart) -> list[tuple[str, str]]:
    """Return the course of the last two years, drawn small, where there is any."""
    if not any(taken.course[:-1]) or glyph("▁", "") == "":
        return []
    return [("two years  ", "dim"), (words.spark(taken.course), "accent")]


def _place(taken: TakenApart) -> str:
    one = taken.standing
    if one.head.archived:
        return "cut"
    if one.tier is None:
        return "outside the circles"
    place = taken.peers.index(one.head.id) + 1
    stated = one.head.stated_tier
    told = ""
    if stated is not None and stated != taken.lived:
        told = f", stated {stated}, lived {taken.lived or 'outside'}"
    return f"circle {one.tier}, {_ordinal(place)} of {len(taken.peers)} in the circles{told}"


def _ordinal(number: int) -> str:
    if number % 100 in (11, 12, 13):
        return f"{number}th"
    return f"{number}{ {1: 'st', 2: 'nd', 3: 'rd'}.get(number % 10, 'th') }"


def _sources(term: str, entries: Sequence[Interaction]) -> list[Interaction]:
    """Return the entries, newest first, that a term comes from."""
    held = [entry for entry in entries if not entry.pitch]
    match term:
        case "intensity":
            return [entry for entry in held if entry.n > 1]
        case "depth":
            return [entry for entry in held if entry.depth is not None or _confided(entry)]
        case "support":
            return [entry for entry in held if entry.gave or entry.got]
        case "mind_share":
            return [entry for entry in held if entry.initiator == "them"]
    return held


def _confided(entry: Interaction) -> bool:
    return entry.depth == 3 or "psychosocial" in (entry.gave | entry.got)


def _named(entries: Sequence[Interaction]) -> str:
    days = list(dict.fromkeys(words.day_only(entry.on) for entry in entries))
    more = len(days) - _DATES
    return ", ".join(days[:_DATES]) + (f" and {more} more" if more > 0 else "")


def _contact(taken: TakenApart) -> str:
    tie = taken.standing.head.tie
    days = words.count(tie.d, "day")
    if tie.first is None or tie.first == tie.last:
        return f"{days} of contact, {_named(_sources('contact', taken.entries))}"
    span = distance((taken.today - tie.first).days)
    since = f"{days} of contact in {span}, the last {_since(taken)}"
    return f"{since}: {_named(_sources('contact', taken.entries))}"


def _since(taken: TakenApart) -> str:
    days = strength.silence(taken.standing.head.tie, taken.today)
    return "today" if days == 0 else f"{distance(days)} ago"


def _intensity(taken: TakenApart) -> str:
    tie = taken.standing.head.tie
    busy = max(_sources("intensity", taken.entries), key=lambda entry: entry.n, default=None)
    most = f", most on {words.day_only(busy.on)} ({busy.n})" if busy else ""
    return f"{tie.n / tie.d:.1f} entries on a day of contact{most}"


def _depth(taken: TakenApart) -> str:
    known = _sources("depth", taken.entries)
    if not known:
        return "how deep the talks went is not noted"
    noted = [entry for entry in known if entry.depth is not None]
    counted = [entry for entry in known if _confided(entry) and entry.depth != 3]
    parts = []
    if noted:
        real = sum(1 for entry in noted if (entry.depth or 0) >= 2)
        confided = [entry for entry in noted if entry.depth == 3]
        text = f"{words.count(len(noted), 'noted talk')}: {real} real"
        parts.append(
            text + f", of them {len(confided)} confided ({_named(confided)})" * bool(confided)
        )
    if counted:
        support = (
            f"{len(counted)} with psychosocial support"
            if noted
            else (f"no depth noted; {words.count(len(counted), 'talk')} with psychosocial support")
        )
        parts.append(
            f"{support} {'counts' if len(counted) == 1 else 'count'} as confided"
            f" ({_named(counted)})"
        )
    return "; ".join(parts)


def _support(taken: TakenApart) -> str:
    carried = _sources("support", taken.entries)
    if not carried:
        return "no support noted either way"
    got = [entry for entry in carried if entry.got]
    gave = [entry for entry in carried if entry.gave]
    parts = [f"you got {_kinds(entry.got for entry in got)} on {_named(got)}"] if got else []
    parts += [f"you gave {_kinds(entry.gave for entry in gave)} on {_named(gave)}"] if gave else []
    return "; ".join(parts)


def _kinds(held: Iterable[frozenset[Kind]]) -> str:
    return words.kinds(frozenset().union(*held))


def _mind_share(taken: TakenApart) -> str:
    told = [entry for entry in taken.entries if entry.initiator and not entry.pitch]
    if not told:
        return "who starts is not noted"
    theirs = [entry for entry in told if entry.initiator == "them"]
    named = f": {_named(theirs)}" if theirs else ""
    return f"they started {len(theirs)} of {len(told)}{named}"


def _limit(_: TakenApart) -> str:
    return "a strength stays between 0 and 100"


_SENTENCES: Final[dict[str, Callable[[TakenApart], str]]] = {
    "contact": _contact,
    "intensity": _intensity,
    "depth": _depth,
    "support": _support,
    "mind_share": _mind_share,
    "limit": _limit,
}


def _felt(taken: TakenApart) -> dict[str, Share]:
    """Return how often one was at ease, and how often valued; a pitch is not asked."""
    held = [entry for entry in taken.entries if not entry.pitch]
    return {
        "At ease": share(entry.at_ease for entry in held),
        "Valued": share(entry.valued for entry in held),
    }


def _closing(taken: TakenApart) -> list[str]:
    one = taken.standing
    tie = one.head.tie
    texts = []
    if tie.d > 1:
        rhythm = strength.own_rhythm(tie)
        silent = strength.silence(tie, taken.today)
        text = f"Rhythm: every {words.count(max(1, round(rhythm)), 'day')}"
        since = f"it has been {silent:,}, {silent / rhythm:.1f} times as long"
        texts.append(f"{text}; {since if silent else 'you were in touch today'}.")
    felt = _felt(taken)
    told = [f"{name}: {yes} of {of}." for name, (yes, of) in felt.items() if of]
    if told:
        texts.append(" ".join(told))
    if not tie.two_way:
        texts.append("One way so far: nothing here shows an answer.")
    texts.append('Terms marked "prior" are judgement, not measurement.')
    return texts
