"""support: who gives you what, whom you give what, and what is thin."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, Annotated

from netledger.cli import session
from netledger.domain import support, tiers, when
from netledger.ledger import reach, read
from netledger.ledger import support as entries
from netledger.ledger.connection import Ledger
from netledger.render import support as render

if TYPE_CHECKING:
    from netledger.cli import options


def support_(
    since: Annotated[
        str | None, options.text("--since", "From this day on; else the last two years.", "WHEN")
    ] = None,
    limit: options.Limit = None,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
) -> None:
    """Who gives you which support, whom you give which, and what is thin.

    Example: netledger support --since 2025-01-01
    """
    with session.opened(as_of) as ledger:
        first = when.two_years_before(ledger.today)
        if since is not None:
            first = when.read_day(since, ledger.today, "past")
        shown = _shown(ledger, first)
        session.answer(
            as_json,
            lambda: render.document(shown, limit),
            lambda: render.page(shown, limit),
        )


def _shown(ledger: Ledger, since: date) -> render.Shown:
    conn, today = ledger.conn, ledger.today
    found = support.support_map(entries.given(conn, since, today))
    gone = entries.given(conn, since, today, here=False)
    names = read.names(conn, [row.contact for row in found.balance])
    standings = tiers.place(reach.circling(conn, today), today)
    return render.Shown(
        found=found,
        names=names,
        gaps=support.gaps(
            found,
            names,
            today,
            since,
            five={one.head.id for one in standings if one.tier == 5},
            gone={kind for one in gone for kind in one.got},
        ),
        since=since,
        today=today,
        left_out=len(gone),
        contacts=read.count(conn),
    )
