"""show, list, search: looking people up."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any, Final

from netledger.cli import session
from netledger.domain import network, tiers, when
from netledger.domain.model import CIRCLES, Standing
from netledger.errors import UsageError
from netledger.ledger import cards, find, paths, reach, read, support
from netledger.ledger.connection import Ledger
from netledger.render import card, people
from netledger.render.page import Page

if TYPE_CHECKING:
    import typer

    from netledger.cli import options

_SORTS: Final = ("strength", "name", "last", "due")


def show_(
    who: options.Who,
    limit: Annotated[
        int | None,
        options.number("--limit", "-n", help="At most so many entries (10 on the screen).", low=0),
    ] = None,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
) -> None:
    """One contact's card: who, where the tie stands, promises, the last entries.

    Example: netledger show ada
    """
    with session.opened(as_of) as ledger:
        shown = card_of(ledger, find.one(ledger.conn, who), limit)
        session.answer(as_json, lambda: card.document(shown), lambda: card.page(shown, limit or 10))


def card_of(ledger: Ledger, hit: find.Hit, limit: int | None = None) -> card.Card:
    """Return a contact's card with its entries, at most `limit` of them."""
    conn, today = ledger.conn, ledger.today
    contact = cards.card(conn, hit.id, today)
    standings = tiers.place(reach.with_one(conn, contact.head, today), today)
    place = next(n for n, one in enumerate(standings, start=1) if one.head.id == hit.id)
    opened = paths.opened_by(conn, hit.id, today)
    introducer = paths.introducer(conn, contact.head, today)
    return card.Card(
        contact=contact,
        standing=standings[place - 1],
        place=place,
        entries=cards.interactions(conn, hit.id, today, limit),
        promises=cards.promises(conn, hit.id, until=today),
        gestures=cards.gestures(conn, hit.id),
        through=read.name_of(conn, introducer),
        through_id=introducer,
        today=today,
        opened=len(opened),
        staying=sum(network.stays(one, today) for one in standings if one.head.id in opened),
        pitches=support.pitches(conn, hit.id, today),
    )


def list_(
    tier: Annotated[
        int | None,
        typer.Option("--tier", metavar="5|15|50|150", help="Only this circle.", show_default=False),
    ] = None,
    tag: Annotated[
        str | None, typer.Option("--tag", metavar="T", help="Only with this tag.")
    ] = None,
    org: Annotated[
        str | None, typer.Option("--org", metavar="O", help="Only of this organisation.")
    ] = None,
    archived: Annotated[bool, typer.Option("--archived", help="Those who were cut.")] = False,
    since: Annotated[
        str | None,
        typer.Option("--since", metavar="WHEN", help="Only with an entry since then."),
    ] = None,
    sort: Annotated[
        str, typer.Option("--sort", metavar="strength|name|last|due", help="The order.")
    ] = "strength",
    limit: options.Limit = None,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
) -> None:
    """Everyone, in a table.

    Example: netledger list --tier 15 --sort due
    """
    if sort not in _SORTS:
        raise UsageError(f'There is no order "{sort}".', f"One of: {', '.join(_SORTS)}.")
    if tier is not None and tier not in CIRCLES:
        raise UsageError(f"There is no circle of {tier}.", "The circles are 5, 15, 50 and 150.")
    with session.opened(as_of) as ledger:
        conn, today = ledger.conn, ledger.today
        day = None if since is None else when.read_day(since, today, "past")
        chosen = read.chosen(conn, tag=tag, org=org)
        every_one = chosen is None and tier is None and day is None and not archived
        top = every_one and sort == "strength" and limit is not None and limit <= CIRCLES[-1]
        heads = reach.top(conn, today, limit or 0) if top else read.everyone(conn, today)
        rows = [
            one
            for one in tiers.place(heads, today)
            if one.head.archived == archived
            and (chosen is None or one.head.id in chosen)
            and (tier is None or one.tier == tier)
            and (day is None or (one.head.tie.last is not None and one.head.tie.last >= day))
        ]
        rows.sort(key=lambda one: _order(sort, one))
        total = read.count_active(conn) if top else len(rows)
        rows = rows if limit is None else rows[:limit]
        session.answer(
            as_json,
            lambda: [people.row(one) for one in rows],
            lambda: people.table(rows, total, today, everyone=read.count(conn), archived=archived),
        )


def _order(sort: str, one: Standing) -> tuple[Any, ...]:
    name = (one.head.name.casefold(), one.head.id)
    if sort == "name":
        return name
    if sort == "last":
        last = one.head.tie.last
        return (last is None, -last.toordinal() if last else 0, *name)
    if sort == "due":
        return (one.due is None, one.due.toordinal() if one.due else 0, *name)
    return (-one.rank, *name)


def search_(
    text: Annotated[str, typer.Argument(metavar="TEXT", help="Words, or how they begin.")],
    limit: options.Limit = None,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
) -> None:
    """Find words in names, fields and notes.

    Example: netledger search hiring
    """
    with session.opened(as_of) as ledger:
        found = find.search(ledger.conn, text, ledger.today.isoformat())
        rows = found if limit is None else found[:limit]

        def page() -> Page:
            page = Page()
            if not rows:
                page.line(f'Nothing here says "{text}".')
            page.table([[(str(id), "dim"), (name, "strong"), why] for id, name, why in rows], "rlf")
            return page

        session.answer(
            as_json, lambda: [{"id": id, "name": name, "why": why} for id, name, why in rows], page
        )
