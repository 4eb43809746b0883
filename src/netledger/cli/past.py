"""undo, history, backup: what was done, taking it back, and keeping a copy."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

from netledger.cli import session
from netledger.domain.when import spoken
from netledger.errors import UsageError
from netledger.ledger import changes, find
from netledger.render.page import Page

if TYPE_CHECKING:
    import typer

    from netledger.cli import options


def undo_(
    walk: Annotated[
        bool, typer.Option("--walk", help="Take back a whole walk through prune.")
    ] = False,
    as_json: options.Json = False,
    yes: options.Yes = False,
) -> None:
    """Take back the last change.

    Example: netledger undo
    """
    del yes
    with session.opened() as ledger:
        with session.working("Taking back"):
            back = changes.undo_walk(ledger) if walk else [changes.undo(ledger)]

        def page() -> Page:
            page = Page()
            for one in back:
                page.line("Took back: ", (one.what, "strong"))
            return page

        session.answer(
            as_json, lambda: {"undone": [{"step": one.id, "what": one.what} for one in back]}, page
        )


def history_(
    who: Annotated[
        str | None,
        typer.Argument(
            metavar="[WHO]",
            help="Only what touched this contact.",
            autocompletion=options.complete_who,
            show_default=False,
        ),
    ] = None,
    limit: options.Limit = None,
    as_json: options.Json = False,
) -> None:
    """What was done when, newest first.

    Example: netledger history ada --limit 10
    """
    with session.opened() as ledger:
        contact = None if who is None else find.one(ledger.conn, who).id
        steps = changes.history(ledger.conn, contact, limit)

        def page() -> Page:
            page = Page()
            if not steps and limit != 0:
                page.line("Nothing has been done yet.")
            page.table(
                [
                    [
                        (str(one.id), "dim"),
                        _at(one.at),
                        (one.what, "dim" if one.undone or one.undoes else ""),
                        ("taken back" if one.undone else "", "dim"),
                    ]
                    for one in steps
                ],
                "rlfl",
            )
            return page

        session.answer(
            as_json,
            lambda: [
                {
                    "step": one.id,
                    "at": one.at,
                    "what": one.what,
                    "undone": one.undone,
                    "undoes": one.undoes,
                }
                for one in steps
            ],
            page,
        )


def _at(at: str) -> str:
    from datetime import date

    return f"{spoken(date.fromisoformat(at[:10]))} {at[11:16]}"


def backup_(
    action: Annotated[str, typer.Argument(metavar="[create]", help="What to do.")] = "create",
    path: Annotated[
        Path | None,
        typer.Argument(
            metavar="[PATH]", help="Where to; a dated name beside the ledger if not given."
        ),
    ] = None,
    as_json: options.Json = False,
    yes: options.Yes = False,
) -> None:
    """Write a consistent copy of the ledger, also while it is in use.

    Example: netledger backup create ~/ledger-copy.db
    """
    del yes
    from netledger.ledger.backup import write_copy

    if action != "create":
        raise UsageError(
            f'backup can\'t "{action}".', "`netledger backup create [PATH]` writes a copy."
        )
    with session.opened() as ledger:
        target = path or ledger.path.parent / "backups" / f"ledger-{ledger.now:%Y%m%d-%H%M%S}.db"
        target = session.path(target)
        with session.working("Copying"):
            write_copy(ledger.conn, target)
        size = target.stat().st_size

        def page() -> Page:
            page = Page()
            page.line("Copied the ledger to ", (str(target), "strong"), f" ({size / 1e6:,.1f} MB).")
            page.line(
                ("To use it, name it: netledger --ledger FILE …, or put it in the ledger's place.",
                 "dim")
            )  # fmt: skip
            return page

        session.answer(as_json, lambda: {"path": str(target), "bytes": size}, page)
