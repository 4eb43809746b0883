"""paths: through whom one knows people, and who brought whom."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from netledger.cli import session
from netledger.domain import network, tiers
from netledger.ledger import find, paths, read
from netledger.ledger.connection import Ledger
from netledger.render import paths as render

if TYPE_CHECKING:
    import typer

    from netledger.cli import options


def paths_(
    who: Annotated[
        str | None,
        typer.Argument(
            metavar="[WHO]",
            help="One contact; everyone who brought you people if not given.",
            autocompletion=options.complete_who,
            show_default=False,
        ),
    ] = None,
    limit: options.Limit = None,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
) -> None:
    """Through whom you know someone, and whom they opened to you.

    Example: netledger paths ada
    """
    with session.opened(as_of) as ledger:
        everyone = _everyone(ledger)
        if who is None:
            ranking = _ranking(ledger, everyone)[:limit]
            session.answer(
                as_json,
                lambda: render.bringers_document(ranking),
                lambda: render.bringers_page(ranking, len(everyone)),
            )
            return
        found = _paths(ledger, find.one(ledger.conn, who).id, everyone)
        session.answer(as_json, lambda: render.document(found), lambda: render.page(found))


_Everyone = dict[int, tuple[render.Seen, bool]]


def _everyone(ledger: Ledger) -> _Everyone:
    """Return everybody by id, the strongest ties first: as seen, and whether alive and not cut."""
    today = ledger.today
    return {
        one.head.id: (
            render.Seen(one.head.id, one.head.name, network.stays(one, today)),
            not (one.head.archived or one.head.died),
        )
        for one in tiers.place(read.everyone(ledger.conn, today), today)
    }


def _ranking(ledger: Ledger, everyone: _Everyone) -> list[render.Bringer]:
    """Return who brought you people: the most first, then those whose people stay."""
    brought = network.opened(paths.introducers(ledger.conn, ledger.today))
    found = [
        render.Bringer(everyone[by][0], [everyone[id][0] for id in people])
        for by, people in brought.items()
    ]
    return sorted(
        found,
        key=lambda one: (
            -len(one.opened), -sum(who.stays for who in one.opened), one.who.name, one.who.id,
        ),
    )  # fmt: skip


def _paths(ledger: Ledger, who: int, everyone: _Everyone) -> render.Paths:
    introduced = paths.introducers(ledger.conn, ledger.today)
    brought = network.opened(introduced)
    active = {id for id, (_, there) in everyone.items() if there}
    reached = network.bridges(*paths.graph(ledger.conn, active, ledger.today)).get(who, set())
    acquainted = paths.acquainted(ledger.conn, who, ledger.today)
    chain = network.chain(introduced, who)
    return render.Paths(
        who=everyone[who][0],
        chain=[everyone[id][0] for id in chain],
        opened=[everyone[id][0] for id in brought.get(who, ())],
        further=[everyone[id][0] for id in network.further(brought, who)],
        bridge_to=[seen for id, (seen, _) in everyone.items() if id in reached],
        others=[
            (seen, acquainted[id])
            for id, (seen, there) in everyone.items()
            if there and id in acquainted and id not in chain[:1]
        ],
    )
