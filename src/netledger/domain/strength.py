"""What a tie is worth: its sufficient statistics, warmth, and strength as a sum of terms.

Days are local calendar days; every half-life, rhythm and silence is in days; strength is in
points, 0–100, of which 7 stand for twice the contact. `contact` and `intensity` rest on public
traces of real contact (`benchmarks/ties`); `depth`, `support` and `mind_share` are priors, and
TERMS says which is which. docs/model.md holds the formulas and their sources.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from math import exp, inf, log, log1p, log2
from typing import Final, NamedTuple

from netledger.domain.model import Entry, Tie

HALF_LIFE: Final = 180  # days: contact, quality, who starts
FRESH_HALF_LIFE: Final = 2  # days: the freshness bonus of warmth
SUPPORT_HALF_LIFE: Final = 365  # days
G0: Final = 7  # days: the rhythm a tie is given before it shows its own
WINDOW: Final = 60  # days: the shortest window that a frequency is read from

DAILY: Final = 80.0  # points of a tie with contact every day
DOUBLING: Final = 7.0  # points for twice the contact
INTENSITY: Final = 0.25  # exponent of entries per contact-day
SUPPORT: Final = 6.0  # points at most for support of any kind, and as many again if psychosocial
MIND_SHARE: Final = 5.0  # points at most

_LOG2_DAY_SHARE: Final = log2(1 - 2 ** (-1 / HALF_LIFE))


class _Day:
    """What one contact-day adds: its quality, whether they started it, its highest support."""

    __slots__ = ("instrumental", "psychosocial", "quality", "started")

    def __init__(self) -> None:
        self.quality = 0.0
        self.started = self.psychosocial = self.instrumental = False


def summarise(entries: Iterable[Entry]) -> Tie:
    """Return the sufficient statistics of one contact's entries, given in any order.

    A pitch counts for nothing. A day's quality is its highest, and it counts once as supportive,
    for its highest kind (psychosocial above instrumental). Entries carry no time of day, so a day
    is one that they started if they started any entry of it; a one-way entry of theirs starts it
    only if it was answered: if that day or later comes an entry that is two-way or from me.
    """
    counted = [entry for entry in entries if not entry.pitch]
    if not counted:
        return Tie()
    mine = [entry.on for entry in counted if entry.two_way or entry.initiator != "them"]
    answered_until = max(mine, default=date.min)
    days: dict[date, _Day] = {}
    for entry in counted:
        day = days.get(entry.on)
        if day is None:
            day = days[entry.on] = _Day()
        kinds = entry.gave | entry.got
        psychosocial = "psychosocial" in kinds
        day.quality = max(day.quality, _quality(entry.depth, psychosocial))
        day.psychosocial |= psychosocial
        day.instrumental |= "instrumental" in kinds
        day.started |= entry.initiator == "them" and (entry.two_way or entry.on <= answered_until)
    from_them = any(not entry.two_way and entry.initiator == "them" for entry in counted)
    two_way = any(entry.two_way for entry in counted) or (from_them and bool(mine))
    return _add_up(days, sum(entry.n for entry in counted), two_way)


def _quality(depth: int | None, psychosocial: bool) -> float:
    """Return q: small talk ½, real talk or not known 1, confided 2."""
    return 2.0 if psychosocial else 2.0 ** ((depth or 2) - 2)


def _add_up(days: dict[date, _Day], n: int, two_way: bool) -> Tie:
    """Return the decayed sums over the contact-days, valued at the last of them."""
    ordered = sorted(days)
    s = s2 = sq = i = sp = si = 0.0
    before = ordered[0]
    for on in ordered:
        day, gap = days[on], (on - before).days
        slow, fast = 2 ** (-gap / HALF_LIFE), 2 ** (-gap / FRESH_HALF_LIFE)
        support = 2 ** (-gap / SUPPORT_HALF_LIFE)
        s, s2, sq = s * slow + 1, s2 * fast + 1, sq * slow + day.quality
        i = i * slow + day.started
        sp = sp * support + day.psychosocial
        si = si * support + (day.instrumental and not day.psychosocial)
        before = on
    return Tie(
        n=n, d=len(ordered), first=ordered[0], last=before, two_way=two_way,
        s=s, s2=s2, sq=sq, i=i, sp=sp, si=si,
    )  # fmt: skip


def silence(tie: Tie, today: date) -> int:
    """Return τ, the days since the last entry; 0 with no entry or one that is yet to come."""
    return max(0, today.toordinal() - tie.last.toordinal()) if tie.last else 0


def frequency(tie: Tie, today: date) -> float:
    """Return f, the contact-days a day that a steady tie with this much memory would have."""
    return tie.s * 2 ** (_LOG2_DAY_SHARE - silence(tie, today) / HALF_LIFE)


def window_frequency(tie: Tie, today: date) -> float:
    """Return fw, the contact-days a day since the first one: what a young tie does now."""
    if tie.first is None:
        return 0.0
    age = max(WINDOW, today.toordinal() - tie.first.toordinal())
    return frequency(tie, today) / (1 - 2 ** (-age / HALF_LIFE))


def own_rhythm(tie: Tie) -> float:
    """Return g, the usual days between two contact-days, drawn towards G0 while they are few."""
    span = (tie.last - tie.first).days if tie.first and tie.last else 0
    return (span + 2 * G0) / (tie.d + 1)


def overdue_ratio(tie: Tie, today: date) -> float:
    """Return x, the silence measured in the tie's own rhythm; beyond 8 it usually fades."""
    return silence(tie, today) / own_rhythm(tie)


def contact_volume(tie: Tie, today: date) -> float:
    """Return V, the contact remembered today, corrected for intensity (in contact-days)."""
    if not tie.d:
        return 0.0
    remembered = tie.s * 2 ** (-silence(tie, today) / HALF_LIFE)
    return float(remembered * (tie.n / tie.d) ** INTENSITY)


def log_warmth(tie: Tie, today: date) -> float:
    """Return ln W, who is live now: long memory, freshness, and silence; -inf with no entry."""
    if not tie.d:
        return -inf
    tau = silence(tie, today)
    fresh = tie.s2 / tie.s * 2 ** (tau / HALF_LIFE - tau / FRESH_HALF_LIFE)
    memory = log(tie.s) - log(2) * tau / HALF_LIFE + log1p(fresh)
    return memory + 0.15 * log(tie.n / tie.d) - 0.4 * log1p(overdue_ratio(tie, today))


def chance_of_contact(tie: Tie, today: date, horizon_days: int) -> float:
    """Return P, the rough chance of contact within the horizon: to rank by, never to show."""
    if not tie.d:
        return 0.0
    odds = -3.07 + 1.20 * log_warmth(tie, today) + 0.60 * log(max(1, horizon_days))
    return exp(odds) / (1 + exp(odds)) if odds < 0 else 1 / (1 + exp(-odds))


def _contact(tie: Tie, today: date) -> float:
    """80 + 7·log2 f, in log space, so that no silence is too long for it."""
    return DAILY + DOUBLING * (log2(tie.s) - silence(tie, today) / HALF_LIFE + _LOG2_DAY_SHARE)


def _intensity(tie: Tie, today: date) -> float:  # noqa: ARG001 (the rows of TERMS are called alike)
    """Several entries a day; bursts are not closeness, so they count little."""
    return DOUBLING * INTENSITY * log2(tie.n / tie.d)


def _depth(tie: Tie, today: date) -> float:  # noqa: ARG001
    """How deep the days went on average: all small talk −7, all confided +7."""
    return DOUBLING * log2(tie.sq / tie.s)


def _support(tie: Tie, today: date) -> float:
    """Support given or got: instrumental up to +6, psychosocial up to +12, together up to +12.

    One saturation for all support and one more for the psychosocial: were each kind to saturate
    for itself, then for a tie full of the one, an instrumental exchange would raise more.
    """
    fade = 2 ** (-silence(tie, today) / SUPPORT_HALF_LIFE)
    psychosocial = tie.sp * fade
    return SUPPORT * (2 - 2 ** (-(psychosocial + tie.si * fade) / 2) - 2 ** (-psychosocial / 2))


def _mind_share(tie: Tie, today: date) -> float:
    """Whether you are on their mind: the days that they started, up to +5."""
    return MIND_SHARE * (1 - 2 ** (-tie.i * 2 ** (-silence(tie, today) / HALF_LIFE) / 4))


class Term(NamedTuple):
    """One part of the strength. `points` needs a tie with an entry; `measured`, or a prior."""

    name: str
    points: Callable[[Tie, date], float]
    measured: bool


TERMS: Final = (
    Term("contact", _contact, measured=True),
    Term("intensity", _intensity, measured=True),
    Term("depth", _depth, measured=False),
    Term("support", _support, measured=False),
    Term("mind_share", _mind_share, measured=False),
)
LIMIT: Final = "limit"


def tie_strength(tie: Tie, today: date) -> tuple[float, float, dict[str, float]]:
    """Return the strength (0–100), the rank (the sum before the limit), and the terms.

    The terms add up to the strength; `limit` is among them only where it takes something off
    or adds it. A tie without an entry is (0.0, -inf, {}).
    """
    if not tie.d:
        return 0.0, -inf, {}
    terms = {name: points(tie, today) for name, points, _ in TERMS}
    rank = sum(terms.values())
    strength = min(100.0, max(0.0, rank))
    if strength != rank:
        terms[LIMIT] = strength - rank
    return strength, rank, terms


def ceiling(tie: Tie) -> float:
    """Return U, which bounds the rank on any day from the last entry on: rank ≤ U − 7·day/180.

    Of the rank only support and mind share fade faster than that, so the order by U hardly changes
    with time, and an index on it finds the ties that can stand in a circle. -inf with no entry.
    """
    if tie.last is None:
        return -inf
    return tie_strength(tie, tie.last)[1] + DOUBLING * tie.last.toordinal() / HALF_LIFE


def at_most(ceiling: float, today: date) -> float:
    """Return the rank that a tie with this ceiling has at most on a day."""
    return ceiling - DOUBLING * today.toordinal() / HALF_LIFE


def course(entries: Iterable[Entry], days: Iterable[date]) -> list[float]:
    """Return the strength on each of `days`, from the entries up to that day alone."""
    held = list(entries)
    return [
        tie_strength(summarise(entry for entry in held if entry.on <= day), day)[0] for day in days
    ]
