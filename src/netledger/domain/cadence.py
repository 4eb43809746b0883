"""When a tie is due, how a day is filled, and why a tie is on it.

A day is due, worth and order are computed; nothing is stored. Cadences are in days: weekly and
monthly after Sutcliffe et al. (2012), half-yearly and yearly after Dunbar (2018).
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, timedelta
from math import ceil
from typing import Final, NamedTuple

from netledger.domain.model import Head, Standing
from netledger.domain.strength import chance_of_contact, contact_volume, own_rhythm, silence
from netledger.domain.when import spoken

TIER_CADENCE: Final = {5: 7, 15: 30, 50: 182, 150: 365}
TIER_WORDS: Final = {5: "weekly", 15: "monthly", 50: "half-yearly", 150: "yearly"}
RHYTHM_FROM: Final = 5  # contact-days from which a tie's own rhythm is trusted
HORIZON: Final = 90  # days within which contact by itself would make a nudge needless
USUAL_MINUTES: Final = 15  # for a tie whose usual time is not known


class Day(NamedTuple):
    """Whom to tend today, and who waits for the coming days, both in order."""

    today: list[Standing]
    waiting: list[Standing]


def cadence_of(head: Head, tier: int | None) -> int | None:
    """Return how many days the tie may rest: the user's own cadence, else the tier's."""
    return head.cadence_days or (TIER_CADENCE[tier] if tier else None)


def first_turns(heads: Iterable[Head]) -> dict[int, date]:
    """Return when each stated tie without an entry first falls due, by contact id.

    Those stated on one day with one cadence are spread over it: the k-th of m waits k/m of it.
    Whoever had no entry when stated keeps a place in that order once there is one, so that
    logging the first does not make the next fall due at once.
    """
    evenings: defaultdict[tuple[date, int], list[Head]] = defaultdict(list)
    for head in heads:
        cadence, on = cadence_of(head, head.stated_tier), head.stated_on or head.created_on
        if cadence is None or on is None or head.archived or head.died:
            continue
        if head.tie.first is None or head.tie.first > on:
            evenings[on, cadence].append(head)
    turns: dict[int, date] = {}
    for (on, cadence), stated in evenings.items():
        stated.sort(key=lambda head: head.id)
        for k, head in enumerate(stated, start=1):
            if head.tie.last is None:
                turns[head.id] = _after(on, max(1, ceil(cadence * k / len(stated))))
    return turns


def due_day(head: Head, tier: int | None, first_turn: date | None) -> date | None:
    """Return the day a tie falls due, unlevelled and before any snooze; None is never.

    A tie that was never two-way is due only if the user stated its place or its cadence.
    """
    cadence = cadence_of(head, tier)
    if cadence is None or head.archived or head.died:
        return None
    stated = head.cadence_days is not None or head.stated_tier is not None
    if head.tie.last is None:
        return first_turn if stated else None
    if not (stated or head.tie.two_way):
        return None
    if head.cadence_days is not None:
        return _after(head.tie.last, cadence)
    rhythm = own_rhythm(head.tie)
    rest = max(cadence, rhythm)
    if head.tie.d >= RHYTHM_FROM:
        rest = min(rest, max(2 * rhythm, 7))
    return _after(head.tie.last, ceil(rest))


def _after(day: date, days: int) -> date:
    return date.fromordinal(min(day.toordinal() + days, date.max.toordinal()))


def worth(standing: Standing, today: date) -> float:
    """Return V·(1−P(90 d)): what is worth most and least likely to happen by itself.

    One horizon for all: with each tier's own cadence the inner circles are given the least time,
    and ties that are almost sure to be in touch look as if they were not (docs/benchmarks.md).
    0 with no entry.
    """
    tie = standing.head.tie
    return contact_volume(tie, today) * (1 - chance_of_contact(tie, today, HORIZON))


def plan(standings: Iterable[Standing], today: date, capacity: int) -> Day:
    """Return the ties that are due and not snoozed, most worth tending first, cut at capacity."""
    due = [one for one in standings if _is_due(one, today)]
    due.sort(
        key=lambda one: (
            -worth(one, today), -overdue_days(one, today), one.head.name, one.head.id,
        )
    )  # fmt: skip
    return Day(today=due[: max(0, capacity)], waiting=due[max(0, capacity) :])


def _is_due(standing: Standing, today: date) -> bool:
    snoozed = standing.head.snoozed_until
    return (
        standing.due is not None
        and standing.due <= today
        and (snoozed is None or snoozed <= today)
    )  # fmt: skip


def next_turn(standing: Standing, today: date) -> date | None:
    """Return the day after today on which a tie that is not due yet will be; None is never."""
    snoozed = standing.head.snoozed_until
    days = [day for day in (standing.due, snoozed) if day is not None and day > today]
    return max(days) if standing.due is not None and days else None


def levelled_day(position: int, capacity: int, today: date) -> date:
    """Return the day on which the tie at `position` (from 0) of the whole order has its turn."""
    return today + timedelta(days=position // max(1, capacity))


def minutes_fit(
    ordered: Sequence[Standing], usual_minutes: Mapping[int, int], minutes: int
) -> list[Standing]:
    """Return those of `ordered`, in order, that fit into `minutes` together.

    `usual_minutes` is by contact id. One that does not fit is passed over for the next.
    """
    chosen: list[Standing] = []
    left = minutes
    for standing in ordered:
        takes = usual_minutes.get(standing.head.id, USUAL_MINUTES)
        if takes <= left:
            chosen.append(standing)
            left -= takes
    return chosen


def overdue_days(standing: Standing, today: date) -> int:
    """Return for how many days the tie has been due; 0 on its day, before it, or if never."""
    return max(0, (today - standing.due).days) if standing.due else 0


def reason(standing: Standing, today: date) -> str:
    """Return why the tie is due, in one plain clause: "38 days, you two talk every 12"."""
    head = standing.head
    if head.tie.last is None:
        on = head.stated_on or head.created_on
        return f"no entry yet; stated on {spoken(on).split(' ', 1)[1]}" if on else "no entry yet"
    silent = _days(silence(head.tie, today))
    if head.cadence_days is not None:
        over = overdue_days(standing, today)
        late = f", {_days(over)} over" if over else ""
        return f"every {_days(head.cadence_days, every=True)} as you set; last {silent} ago{late}"
    if head.tie.d >= RHYTHM_FROM:
        usual = max(1, round(own_rhythm(head.tie)))
        return f"{silent}, you two talk every {'day' if usual == 1 else usual}"
    return f"{silent}, {TIER_WORDS[standing.tier]}" if standing.tier else silent


def _days(count: int, *, every: bool = False) -> str:
    if count == 1:
        return "day" if every else "1 day"
    return f"{count} days"
