"""due, snooze, done: the daily round."""

from __future__ import annotations

from datetime import date, timedelta
from typing import TYPE_CHECKING, Annotated

from netledger.cli import session
from netledger.domain import cadence, tiers, when
from netledger.domain.brief import NEAR
from netledger.domain.model import Head, Standing
from netledger.errors import NetledgerError, UsageError
from netledger.ledger import cards, daybook, find, introductions, reach, read, standing
from netledger.ledger.connection import Ledger
from netledger.render import due as render
from netledger.render.page import Page

if TYPE_CHECKING:
    import typer

    from netledger.cli import options

_AHEAD = 7  # days for which birthdays and promises are shown ahead
_WEEKEND = 3  # days between two looks that still make a run
_RUNNING = 5  # looks in a run from which a longer cadence is offered
_FIVE = "five"
_VALUE = "value {}"  # that it was asked what a contact looks for: each once, one a day


def due_(
    minutes: Annotated[
        int | None, options.number("--minutes", help="What fits into so many minutes.")
    ] = None,
    every_one: Annotated[bool, typer.Option("--all", help="Those who wait, too.")] = False,
    limit: options.Limit = None,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
) -> None:
    """Whom to tend today, and why.

    Example: netledger due --minutes 20
    """
    with session.opened(as_of) as ledger:
        capacity = session.settings().due_capacity
        morning = _morning(ledger, capacity, every_one, limit, minutes)
        if as_of is None:
            _note_shown(ledger, morning)
        session.answer(as_json, lambda: render.document(morning), lambda: render.page(morning))


def _morning(
    ledger: Ledger, capacity: int, every_one: bool, limit: int | None, minutes: int | None
) -> render.Morning:
    conn, today = ledger.conn, ledger.today
    heads = reach.circling(conn, today)
    standings = tiers.place(heads, today)
    resting = read.day(read.setting(conn, "rest_until"))
    if resting is not None and resting <= today:
        resting = None
    shown = daybook.shown(conn)
    contacts = read.count(conn)
    order = cadence.plan(standings, today, len(standings)).today
    room = limit if limit is not None else capacity
    if not every_one and limit is None:
        room = max(0, room - _tended_today(order, shown, today))
    chosen = [] if resting else (order if every_one and limit is None else order[:room])
    if minutes is not None and not resting:
        fitting = order if every_one else order[: max(room, 0)]
        usual = read.usual_minutes(conn, [one.head.id for one in fitting], today)
        chosen = cadence.minutes_fit(fitting, usual, minutes)
    return render.Morning(
        today=today,
        promises=[
            one
            for one in cards.promises(conn, only_open=True, until=today)
            if one.by is None or one.by <= today + timedelta(days=_AHEAD)
        ],
        birthdays=_birthdays(ledger),
        handoffs=introductions.to_follow_up(conn, today),
        ties=_asking_one([_tie(ledger, one, shown, today) for one in chosen], shown, today),
        waiting=len(order) - len(chosen),
        capacity=capacity,
        tended=bool(order) and room == 0 and limit is None,
        resting=resting,
        contacts=contacts,
        ask_five=contacts > 0 and _asks_five(heads, shown, today),
    )


def _tended_today(order: list[Standing], shown: dict[str, tuple[date, int]], today: date) -> int:
    """Return how many of those asked for today are done: a day asks for its capacity once."""
    still = {str(one.head.id) for one in order}
    asked = {what for what, (last, _) in shown.items() if last == today and what.isdecimal()}
    return len(asked - still)


def _tie(
    ledger: Ledger, one: Standing, shown: dict[str, tuple[date, int]], today: date
) -> render.DueTie:
    run_last, run = shown.get(str(one.head.id), (None, 0))
    if run_last is not None and (today - run_last).days > _WEEKEND:
        run = 0
    running = run + (run_last != today)
    seeks = cards.stated(ledger.conn, one.head.id, "seeks")
    asked_on, _ = shown.get(_VALUE.format(one.head.id), (today, 0))
    return render.DueTie(
        standing=one,
        why=cadence.reason(one, today),
        last_note=cards.last_note(ledger.conn, one.head.id, one.head.tie.last),
        seeks=seeks,
        ask_value=one.tier in NEAR
        and asked_on == today
        and not seeks
        and not cards.stated(ledger.conn, one.head.id, "offers"),
        through=read.name_of(ledger.conn, one.head.through),
        passed_over=running >= _RUNNING,
        longer=2 * (cadence.cadence_of(one.head, one.tier) or 30),
    )


def _asking_one(
    ties: list[render.DueTie], shown: dict[str, tuple[date, int]], today: date
) -> list[render.DueTie]:
    """Return the ties with at most one of them to be asked what they look for: one a day is."""
    asked = next((what for what, (on, _) in shown.items() if on == today and _is_value(what)), None)
    open_ = [one.standing.head.id for one in ties if one.ask_value]
    turn = next((id for id in open_ if asked in (None, _VALUE.format(id))), None)
    return [one._replace(ask_value=one.standing.head.id == turn) for one in ties]


def _is_value(what: str) -> bool:
    return what.startswith(_VALUE.format(""))


def _birthdays(ledger: Ledger) -> list[render.Birthday]:
    found = []
    ahead = [ledger.today + timedelta(days=number) for number in range(_AHEAD + 1)]
    for id, name, birthday in read.birthdays(ledger.conn, ahead):
        on = when.next_birthday(birthday, ledger.today)
        if (on - ledger.today).days <= _AHEAD:
            found.append(render.Birthday(id, name, on, when.turning(birthday, on)))
    return sorted(found, key=lambda one: (one.on, one.name))


def _asks_five(heads: list[Head], shown: dict[str, tuple[date, int]], today: date) -> bool:
    """Say whether to ask for one's five: once, on the first day that it can be asked."""
    if any(head.stated_tier for head in heads):
        return False
    last, _ = shown.get(_FIVE, (today, 0))
    return last == today


def _note_shown(ledger: Ledger, morning: render.Morning) -> None:
    import sqlite3

    whats = [str(one.standing.head.id) for one in morning.ties]
    whats += [_VALUE.format(one.standing.head.id) for one in morning.ties if one.ask_value]
    if morning.ask_five:
        whats.append(_FIVE)
    try:
        with ledger.transaction(wait=False):
            daybook.note_shown(ledger.conn, whats, ledger.today, _WEEKEND)
    except sqlite3.OperationalError:
        # A ledger that can only be read, or is being written to, still tells the day.
        return


def snooze_(
    words: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WHO SPAN",
            help="The tie to rest, and for how long: 10d, 3w, 2m; with --all the span alone.",
            autocompletion=options.complete_who,
            show_default=False,
        ),
    ] = None,
    everyone: Annotated[bool, typer.Option("--all", help="Rest every tie: a holiday.")] = False,
    as_json: options.Json = False,
    yes: options.Yes = False,
) -> None:
    """Let a tie rest, or all of them; promises and birthdays stay.

    Example: netledger snooze tom 2w
    """
    del yes
    given = words or []
    if len(given) != (1 if everyone else 2):
        raise UsageError(
            "A snooze takes WHO and a SPAN; with --all the SPAN alone.",
            "Example: netledger snooze tom 2w",
        )
    with session.opened() as ledger:
        until = _until(given[-1], ledger.today)
        if everyone:
            with ledger.step(f"snooze all until {when.spoken(until)}"):
                standing.rest_all(ledger.conn, until)
            name, id = "Every tie", None
        else:
            hit = find.one(ledger.conn, given[0])
            with ledger.step(f"snooze {hit.name} ({hit.id}) until {when.spoken(until)}"):
                standing.snooze(ledger.conn, hit.id, until)
            name, id = hit.name, hit.id

        def page() -> Page:
            page = Page()
            page.line((name, "strong"), f" rests until {when.spoken(until)}.")
            return page

        session.answer(as_json, lambda: {"id": id, "until": until}, page)


def _until(text: str, today: date) -> date:
    """Read a SPAN from today, or a day to come."""
    try:
        return when.after_span(today, text)
    except UsageError as error:
        try:
            until = when.read_day(text, today, "future")
        except UsageError:
            raise error from None
    if until <= today:
        raise UsageError(f'"{text}" is {when.spoken(until)}: a rest ends on a day to come.')
    return until


def done_(
    promise: Annotated[
        int, typer.Argument(metavar="PROMISE", help="Its number, as due and show list it.")
    ],
    as_json: options.Json = False,
    yes: options.Yes = False,
) -> None:
    """Close a promise.

    Example: netledger done 3
    """
    del yes
    with session.opened() as ledger:
        found = cards.promise(ledger.conn, promise)
        if found is None:
            raise NetledgerError(
                f"There is no promise {promise}.", "`netledger due` lists those that are open."
            )
        with ledger.step(f"done {promise}: {found.text} ({found.name})"):
            if found.done_on is None:
                daybook.keep_promise(ledger.conn, promise, ledger.today)

        def page() -> Page:
            page = Page()
            state = "Done" if found.done_on is None else "Was done already"
            page.line(f"{state}: ", (found.text, "strong"), f" ({found.name}).")
            return page

        session.answer(
            as_json,
            lambda: {"id": promise, "done_on": found.done_on or ledger.today},
            page,
        )
