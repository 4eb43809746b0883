"""score, tiers: what a tie is worth, and where it stands."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from netledger.cli import session
from netledger.domain import strength, tiers
from netledger.domain.model import CIRCLES
from netledger.domain.when import add_months
from netledger.errors import NetledgerError, UsageError
from netledger.ledger import cards, find, reach, read, ties
from netledger.ledger.connection import Ledger
from netledger.ledger.groups import groups
from netledger.render import score as score_page
from netledger.render import tiers as tiers_page
from netledger.render.page import Page

if TYPE_CHECKING:
    import typer

    from netledger.cli import options

_MONTHS = 24  # how far back the course of a tie is drawn
_PNG_WIDTH = 3840  # pixels: sharp on a projector and in print


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
        heads = reach.with_one(conn, read.head(conn, hit.id, today), today)
        standings = tiers.place(heads, today)
        months = [add_months(today, -back) for back in range(_MONTHS, -1, -1)]
        taken = score_page.TakenApart(
            standing=next(one for one in standings if one.head.id == hit.id),
            peers=[one.head.id for one in standings if one.tier is not None],
            lived=tiers.lived(heads, today).get(hit.id),
            entries=cards.interactions(conn, hit.id, today),
            months=months,
            course=strength.course((entry for _, entry in ties.entries(conn, [hit.id])), months),
            today=today,
        )
        session.answer(
            as_json, lambda: [score_page.apart_json(taken)], lambda: score_page.apart(taken)
        )


def tiers_(
    svg: Annotated[
        Path | None,
        typer.Option("--svg", metavar="FILE", help="Draw the rings as SVG.", show_default=False),
    ] = None,
    png: Annotated[
        Path | None,
        typer.Option("--png", metavar="FILE", help="Draw the rings as PNG.", show_default=False),
    ] = None,
    dark: Annotated[
        bool | None,
        typer.Option(
            "--dark/--light",
            help="Colours of the picture; else the SVG follows its viewer and the PNG is light.",
            show_default=False,
        ),
    ] = None,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
) -> None:
    """The circles: who stands where, who moved since last month, where your time went.

    Example: netledger tiers --png circles.png
    """
    targets = {"svg": svg and session.path(svg), "png": png and session.path(png)}
    _check_targets([str(target) for target in targets.values() if target], dark, as_json)
    with session.opened(as_of) as ledger:
        conn, today = ledger.conn, ledger.today
        with session.working("Placing"):
            seen = _circles(ledger)
        if not (svg or png):
            session.answer(
                as_json, lambda: tiers_page.document(seen), lambda: tiers_page.page(seen)
            )
            return
        _draw(seen, groups(conn), today, targets["svg"], targets["png"], dark)
    files = [str(target) for target in targets.values() if target and str(target) != "-"]
    if files:
        session.answer(
            as_json,
            lambda: {kind: target and str(target) for kind, target in targets.items()},
            lambda: _drawn(files),
        )


def _circles(ledger: Ledger) -> tiers_page.Circles:
    """Return where those stand who stand in a circle now, or did a month ago."""
    conn, today = ledger.conn, ledger.today
    before = add_months(today, -1)
    now = [one.head.id for one in tiers.place(reach.circling(conn, today), today) if one.tier]
    then = tiers.place(reach.circling(conn, before, now), before)
    heads = reach.circling(conn, today, [one.head.id for one in then if one.tier])
    standings = tiers.place(heads, today)
    circled = [one.head.id for one in standings if one.tier]
    return tiers_page.Circles(
        standings=standings,
        before={one.head.id: one for one in then},
        lived=tiers.lived(heads, today),
        minutes=read.minutes_spent(conn, add_months(today, -12), today, circled),
        since=before,
        today=today,
        contacts=read.count_active(conn),
    )


def _check_targets(targets: list[str], dark: bool | None, as_json: bool) -> None:
    if dark is not None and not targets:
        raise UsageError("--dark and --light are for a picture.", "Add --svg FILE or --png FILE.")
    if "-" in targets and (as_json or len(targets) > 1):
        raise UsageError(
            "stdout can carry the picture or something else, not both.", "Name a file."
        )


def _draw(
    seen: tiers_page.Circles,
    of: dict[int, str],
    today: date,
    svg: Path | None,
    png: Path | None,
    dark: bool | None,
) -> None:
    from netledger.exporters import files
    from netledger.render import rings

    if not any(seen.within(circle) for circle in CIRCLES):
        raise NetledgerError(
            "Nobody stands in a circle yet, so there is nothing to draw.",
            "Entries put people there: netledger log WHO",
        )
    theme: rings.Theme | None = None if dark is None else "dark" if dark else "light"
    if svg is not None:
        files.write(svg, [rings.svg(seen, of, today, theme)])
    if png is not None:
        from netledger.render import ring_png

        font = ring_png.font()
        picture = rings.svg(seen, of, today, theme or "light", font)
        files.write_bytes(png, ring_png.png(picture, _PNG_WIDTH))
        if font is None:
            session.say("No font was found on this machine, so the PNG has no text; --svg has it.")
        elif lost := ring_png.unwritable(rings.spelt(seen, of), font):
            more = f" and {len(lost) - 1} more" if len(lost) > 1 else ""
            session.say(
                f"No font on this machine has all letters of {lost[0]}{more}; "
                "the PNG shows boxes for them."
            )


def _drawn(files: list[str]) -> Page:
    page = Page()
    page.line("Drew the circles to ", (" and ".join(files), "strong"), ".")
    return page
