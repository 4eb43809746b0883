"""intros: how introductions went."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated

from netledger.cli import session
from netledger.cli.handoffs import in_words
from netledger.domain import introductions, names
from netledger.domain.introductions import Introduction
from netledger.errors import NetledgerError, UsageError
from netledger.ledger import introductions as book
from netledger.ledger import read
from netledger.ledger.connection import Ledger
from netledger.render import handoffs as render

if TYPE_CHECKING:
    import typer

    from netledger.cli import options


def intros_(
    number: Annotated[
        str | None,
        typer.Argument(metavar="[ID]", help="One of them: its text again.", show_default=False),
    ] = None,
    outcome: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--outcome", metavar="ID STATE", show_default=False,
            help="How one went: agreed, made, landed or whiffed.",
        ),
    ] = None,
    because: Annotated[str | None, options.text("--because", "With --outcome: why.")] = None,
    limit: options.Limit = None,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
    yes: options.Yes = False,
) -> None:  # fmt: skip
    """Your hand-offs, the open ones first, and how they fare; with ID the text of one.

    Example: netledger intros --outcome 3 whiffed --because "no time just now"
    """
    del yes
    if outcome is not None and (as_of is not None or number is not None):
        raise UsageError(
            "--outcome says how one stands today: neither ID nor --as-of goes with it.",
            "netledger intros --outcome ID STATE",
        )
    if outcome is None and because is not None:
        raise UsageError(
            "--because goes with --outcome.", "netledger intros --outcome ID STATE --because TEXT"
        )
    with session.opened(as_of) as ledger:
        if outcome is not None:
            _settle(ledger, *outcome, because, as_json)
            return
        if number is not None:
            _tell_one(ledger, number, as_of, as_json)
            return
        held = [_stood(one, ledger, as_of) for one in book.every(ledger.conn)]
        everything = introductions.in_order(one for one in held if one)
        contacts = read.count(ledger.conn)
        shown = everything if limit is None else everything[:limit]
        session.answer(
            as_json,
            lambda: [render.row(one) for one in shown],
            lambda: render.list_page(shown, everything, ledger.today, contacts),
        )


def _stood(one: Introduction, ledger: Ledger, as_of: str | None) -> Introduction | None:
    return one if as_of is None else one.as_of(ledger.today)


def _tell_one(ledger: Ledger, number: str, as_of: str | None, as_json: bool) -> None:
    """Print the text of one hand-off on stdout, as it was kept, and the rest on stderr."""
    found = _numbered(ledger, number)
    one = _stood(found, ledger, as_of)
    if one is None:
        raise NetledgerError(f"Hand-off {found.id} began later.", "`netledger intros` lists them.")
    session.answer(as_json, lambda: render.row(one), lambda: render.text_page(one))
    if not as_json:
        session.say("\n" + "\n".join(render.standing(one)))


def _numbered(ledger: Ledger, number: str) -> Introduction:
    if not (number.isascii() and number.isdecimal()):
        raise UsageError(
            f'"{names.one_line(number)}" is no number of a hand-off.',
            "`netledger intros` lists them.",
        )
    return book.one(ledger.conn, int(number[:20]))


def _settle(ledger: Ledger, number: str, state: str, because: str | None, as_json: bool) -> None:
    before = _numbered(ledger, number)
    wanted = next((one for one in introductions.OUTCOMES if one == state.strip().lower()), None)
    if wanted is None:
        raise UsageError(
            f'A hand-off has no state "{names.one_line(state)}".',
            f"One of: {', '.join(introductions.OUTCOMES)}.",
        )
    with ledger.step(f"{in_words(before)}: {wanted}"):
        reason = names.one_line(because or "") or None
        book.settle(ledger.conn, before, wanted, reason, ledger.today)
    after = book.one(ledger.conn, before.id)
    session.answer(as_json, lambda: render.row(after), lambda: render.outcome_page(before, after))
