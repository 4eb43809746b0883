"""log, amend, unlog: the book of entries."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from datetime import date
from typing import TYPE_CHECKING, Annotated, Any

from netledger.cli import session
from netledger.cli.entry import Entered, amended, participants, promise_day
from netledger.cli.people import opens_with_a_day, people
from netledger.domain import names, tiers, when
from netledger.domain.model import Head, Promise, Side, Standing
from netledger.errors import NetledgerError, UsageError
from netledger.ledger import cards, daybook, find, reach, read, standing
from netledger.ledger.connection import Ledger
from netledger.render import entry as render
from netledger.render.page import Page

if TYPE_CHECKING:
    import typer

    from netledger.cli import options


def log_(
    who: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="WHO [TEXT]",
            help="Whom you were in touch with, by commas, and what it was; or one sentence.",
            autocompletion=options.complete_who,
            show_default=False,
        ),
    ] = None,
    with_: options.With = None,
    on: options.On = None,
    via: options.Via = None,
    gave: options.Gave = None,
    got: options.Got = None,
    by_them: options.ByThem = None,
    one_way: options.OneWay = None,
    pitch: options.Pitch = None,
    minutes: options.Minutes = None,
    depth: options.Depth = None,
    at_ease: options.AtEase = None,
    valued: options.Valued = None,
    todo: options.Todo = None,
    they_owe: options.TheyOwe = None,
    by: options.By = None,
    tag: options.Tag = None,
    new: options.New = False,
    note: Annotated[
        str | None, options.text("--note", "What it was; may begin with a dash.")
    ] = None,
    as_json: options.Json = False,
    yes: options.Yes = False,
) -> None:
    """Write down a conversation; answers with what it changed.

    Example: netledger log tom "walk, he listened" --got p --depth 3
    """
    del yes
    entered = Entered(
        via, gave, got, by_them, one_way, pitch, minutes, depth, at_ease, valued, tag or []
    )
    if by is not None and todo is None and they_owe is None:
        raise UsageError("--by says when a promise is due.", "Add --todo TEXT or --they-owe TEXT.")
    with session.opened() as ledger:
        told = people(ledger, who or [], with_ or [], note, new)
        day = told.on or ledger.today
        if on is not None:
            day = when.read_day(on, ledger.today, "past")
        promised = promise_day(ledger, by)
        with ledger.step("log") as step:
            hits = told.written(ledger)
            heads = reach.circling(ledger.conn, ledger.today, [hit.id for hit in hits])
            before = tiers.place(heads, ledger.today)
            back = [hit.name for hit in hits if standing.restore(ledger.conn, hit.id)]
            carried = participants(ledger, hits, entered)
            entry = entered.entry(day, carried, told.text, told.tags)
            id = daybook.log(ledger.conn, entry)
            owed = [
                _promise(ledger, hits[0], id, text, whose, promised)
                for text, whose in ((todo, "me"), (they_owe, "them"))
                if text is not None
            ]
            shown = names.joined([hit.name for hit in hits])
            step.what = f"log {id}: {shown}, {entry.channel}, {when.spoken(day)}"
        after = _after(ledger, heads, [hit.id for hit in hits])
        moves = _moves(before, after, [hit.id for hit in hits])
        if on is None and told.on is None and opens_with_a_day(told.text, ledger.today):
            session.say(f"Dated {when.spoken(day)}. Another day goes before a colon, or in --on.")
        session.answer(
            as_json,
            lambda: {
                "interaction": id,
                "on": day,
                "restored": back,
                "promises": [promise.id for promise in owed],
                "ties": [render.move_json(move) for move in moves],
            },
            lambda: render.logged(id, entry, moves, back, ledger.today, promises=owed),
        )


def _promise(
    ledger: Ledger, hit: find.Hit, entry: int, text: str, whose: Any, by: date | None
) -> Promise:
    text = names.one_line(text)
    if not text:
        raise UsageError("A promise needs a text.", 'Example: --todo "send her the paper"')
    id = daybook.promise(ledger.conn, hit.id, entry, text=text, whose=whose, by=by)
    return Promise(id, hit.id, hit.name, text, by, whose, None)


def _put_off(ledger: Ledger, entry: int, by: date) -> list[Promise]:
    """Give the open promises of an entry another day. Raises UsageError where it has none."""
    owed = [one for one in cards.promises(ledger.conn, only_open=True) if one.entry == entry]
    if not owed:
        raise UsageError(
            f"Entry {entry} has no open promise that --by could be for.",
            "Add --todo TEXT or --they-owe TEXT.",
        )
    for one in owed:
        daybook.put_off(ledger.conn, one.id, by)
    return [one._replace(by=by) for one in owed]


def _dropped(ledger: Ledger, entry: int, sides: Collection[Side]) -> list[Promise]:
    """Take out what these sides promised in an entry; return it."""
    made = daybook.promised_in(ledger.conn, entry) if sides else []
    every = [one for id in made if (one := cards.promise(ledger.conn, id))]
    dropped = [one for one in every if one.whose in sides]
    for one in dropped:
        daybook.drop_promise(ledger.conn, one.id)
    return dropped


def _after(ledger: Ledger, heads: list[Head], changed: Iterable[int]) -> list[Standing]:
    """Return where ties stand now that some contacts' entries have changed."""
    fresh = {id: read.head(ledger.conn, id, ledger.today) for id in changed}
    same = [head for head in heads if head.id not in fresh]
    return tiers.place([*same, *fresh.values()], ledger.today)


def _moves(before: list[Standing], after: list[Standing], contacts: list[int]) -> list[render.Move]:
    was = {one.head.id: one for one in before}
    now = {one.head.id: one for one in after}
    order = [one.head.id for one in after]
    return [render.Move(was.get(id), now[id], order.index(id) + 1) for id in contacts if id in now]


def amend_(
    which: Annotated[str, typer.Argument(metavar="ID|last", help="The entry; show WHO lists ids.")],
    text: Annotated[
        str | None, typer.Argument(metavar="TEXT", help="What it was.", show_default=False)
    ] = None,
    who: Annotated[
        list[str] | None, options.several("--who", "Who took part instead; may repeat.", "WHO")
    ] = None,
    with_: options.With = None,
    without: Annotated[
        list[str] | None, options.several("--without", "Who did not; may repeat.", "WHO")
    ] = None,
    on: options.On = None,
    via: options.Via = None,
    gave: options.Gave = None,
    got: options.Got = None,
    by_them: options.ByThem = None,
    one_way: options.OneWay = None,
    pitch: options.Pitch = None,
    minutes: options.Minutes = None,
    depth: options.Depth = None,
    at_ease: options.AtEase = None,
    valued: options.Valued = None,
    todo: Annotated[
        str | None,
        options.text("--todo", "Adds what you promised; --clear todo takes it out."),
    ] = None,
    they_owe: Annotated[
        str | None,
        options.text("--they-owe", "Adds what they promised; --clear they-owe likewise."),
    ] = None,
    by: options.By = None,
    tag: options.Tag = None,
    new: options.New = False,
    clear: options.Clear = None,
    as_json: options.Json = False,
    yes: options.Yes = False,
) -> None:
    """Correct an entry.

    Example: netledger amend last --on yesterday --with bob
    """
    del yes
    entered = Entered(
        via, gave, got, by_them, one_way, pitch, minutes, depth, at_ease, valued, tag or []
    )
    with session.opened() as ledger:
        id = _entry(ledger, which)
        day = None if on is None else when.read_day(on, ledger.today, "past")
        promised = promise_day(ledger, by)
        with ledger.step(f"amend {id}") as step:
            heads = read.live(ledger.conn, ledger.today)
            before = tiers.place(heads, ledger.today)
            change = amended(
                ledger, id, entered, text=text, day=day, who=who, with_=with_,
                without=without, clear=clear or [], new=new,
            )  # fmt: skip
            daybook.amend(ledger.conn, id, change.columns, change.participants, change.tags)
            named = sorted({*change.had, *(change.participants or ())})
            dropped = _dropped(ledger, id, change.dropped)
            first = find.by_id(ledger.conn, min(change.participants or change.had))
            owed = [
                _promise(ledger, first, id, promise, whose, promised)
                for promise, whose in ((todo, "me"), (they_owe, "them"))
                if promise is not None
            ]
            if promised is not None and not owed:
                owed = _put_off(ledger, id, promised)
            known = read.names(ledger.conn, named)
            step.what = f"amend {id}: {names.joined(list(known.values()))}"
        after = _after(ledger, heads, named)
        entry = daybook.details(ledger.conn, id)
        moves = _moves(before, after, named)
        session.answer(
            as_json,
            lambda: {"interaction": id, "ties": [render.move_json(move) for move in moves]},
            lambda: render.logged(
                id, entry, moves, [], ledger.today,
                changed=step.kept, promises=owed, dropped=dropped,
            ),
        )  # fmt: skip


def unlog_(
    which: Annotated[str, typer.Argument(metavar="ID|last", help="The entry; show WHO lists ids.")],
    as_json: options.Json = False,
    yes: options.Yes = False,
) -> None:
    """Take out an entry.

    Example: netledger unlog last
    """
    del yes
    with session.opened() as ledger:
        id = _entry(ledger, which)
        entry = daybook.details(ledger.conn, id)
        heads = reach.circling(ledger.conn, ledger.today, entry.participants)
        before = tiers.place(heads, ledger.today)
        known = read.names(ledger.conn, entry.participants)
        shown = names.joined(list(known.values()))
        with ledger.step(f"unlog {id}: {shown}, {when.spoken(entry.on)}"):
            daybook.unlog(ledger.conn, id)
        after = _after(ledger, heads, entry.participants)
        moves = _moves(before, after, list(entry.participants))

        def page() -> Page:
            page = Page()
            page.line(f"Took out entry {id}: ", (shown, "strong"), f", {when.spoken(entry.on)}.")
            render.moves(page, moves, ledger.today)
            return page

        session.answer(
            as_json,
            lambda: {"interaction": id, "ties": [render.move_json(move) for move in moves]},
            page,
        )


def _entry(ledger: Ledger, which: str) -> int:
    if which.strip().lower() == "last":
        last = read.last_entry(ledger.conn)
        if last is None:
            raise NetledgerError(
                "There is no entry by hand yet.", "`netledger log WHO` writes one."
            )
        return last
    if not (which.isascii() and which.isdecimal() and len(which) < 19):
        raise UsageError(
            f'"{which}" is no entry.', "Give its id, as `netledger show WHO` lists it, or last."
        )
    return read.entry_exists(ledger.conn, int(which))
