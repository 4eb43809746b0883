"""score, tiers: what a tie is worth, and where it stands."""

from __future__ import annotations

from typing import Annotated

import typer

from netledger.cli import options, session
from netledger.domain import strength, tiers
from netledger.domain.when import add_months
from netledger.ledger import find, read, ties
from netledger.render import score as score_page
from netledger.render import tiers as tiers_page

_MONTHS = 24  # how far back the course of a tie is drawn


def score_(
    who: Annotated[
        str | None,
        typer.Argument(
            metavar="[WHO]",
            help="One tie, taken apart.",
            autocompletion=options.complete_who,
            show_default=False,
        ),
    ] = None,
    limit: options.Limit = None,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
) -> None:
    """What ties are worth; with WHO, the strength taken apart, down to its entries.

    Example: netledger score tom
    """
    with session.opened(as_of) as ledger:
        conn, today = ledger.conn, ledger.today
        if who is None:
            # On the screen, those without an entry are only counted.
            heads = read.everyone(conn, today) if as_json else read.live(conn, today)
            active = [one for one in tiers.place(heads, today) if not one.head.archived]
            silent = read.count_active(conn) - sum(1 for one in active if one.head.tie.last)
            rows = active if limit is None else active[:limit]
            session.answer(
                as_json,
                lambda: [score_page.row(one) for one in rows],
                lambda: score_page.table(rows, silent, today),
            )
            return
        hit = find.one(conn, who)
        heads = read.everyone_else_live(conn, read.head(conn, hit.id, today), today)
        standings = tiers.place(heads, today)
        months = [add_months(today, -back) for back in range(_MONTHS, -1, -1)]
        taken = score_page.TakenApart(
            standing=next(one for one in standings if one.head.id == hit.id),
            peers=[one.head.id for one in standings if one.tier is not None],
            lived=tiers.lived(heads, today).get(hit.id),
            entries=read.interactions(conn, hit.id, today),
            months=months,
            course=strength.course((entry for _, entry in ties.entries(conn, [hit.id])), months),
            today=today,
        )
        session.answer(
            as_json, lambda: [score_page.apart_json(taken)], lambda: score_page.apart(taken)
        )


def tiers_(as_of: options.AsOf = None, as_json: options.Json = False) -> None:
    """The circles: who stands where, who moved since last month, where your time went.

    Example: netledger tiers
    """
    with session.opened(as_of) as ledger:
        conn, today = ledger.conn, ledger.today
        heads = read.live(conn, today)
        before = add_months(today, -1)
        seen = tiers_page.Circles(
            standings=tiers.place(heads, today),
            before={one.head.id: one.tier for one in tiers.place(read.live(conn, before), before)},
            lived=tiers.lived(heads, today),
            minutes=read.minutes_spent(conn, add_months(today, -12), today),
            since=before,
            contacts=read.count_active(conn),
        )
        session.answer(as_json, lambda: tiers_page.document(seen), lambda: tiers_page.page(seen))
