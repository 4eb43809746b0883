"""prune, restore: cutting vanity connections, and bringing them back."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any

from netledger.cli import session
from netledger.domain import vanity
from netledger.errors import NetledgerError
from netledger.ledger import find, read, standing
from netledger.ledger.connection import Ledger
from netledger.ledger.vanity import evidence
from netledger.render import prune as render
from netledger.render.page import Page
from netledger.render.words import count

if TYPE_CHECKING:
    import typer

    from netledger.cli import options


def prune_(
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only show what is flagged.")] = False,
    yes: options.Yes = False,
    limit: options.Limit = None,
    export: Annotated[
        Path | None,
        typer.Option("--export", metavar="FILE.csv", help="Write the list with profile links."),
    ] = None,
    as_json: options.Json = False,
) -> None:
    """Which ties are vanity, each with its reasons; nobody is cut unless you say so.

    Example: netledger prune --dry-run --limit 20
    """
    with session.opened() as ledger:
        found = _judged(ledger, limit)
        if export is not None:
            from netledger.exporters.prune_csv import write

            write(session.path(export), found.flagged)
            session.say(f"Wrote {count(len(found.flagged), 'row')} to {export}.")
        walk = not (dry_run or yes or as_json or export) and session.interactive()
        if walk and found.flagged:
            from netledger.cli.walk import walk_through

            walk_through(ledger, found)
            return
        cut = _cut(ledger, found.flagged) if yes and not dry_run else None
        session.answer(
            as_json,
            lambda: render.document(found, cut),
            lambda: render.page(found, cut, ledger.today),
        )


def _judged(ledger: Ledger, limit: int | None) -> render.Judged:
    quiet_days = session.settings().prune_days
    seen = evidence(ledger.conn, ledger.today, quiet_days)
    messages = read.setting(ledger.conn, "messages_imported") is not None
    flags, spared = vanity.judge(seen, ledger.today, messages, quiet_days)
    resting = {
        one.head.id
        for one in seen
        if one.head.snoozed_until and one.head.snoozed_until > ledger.today
    }
    flags = [flag for flag in flags if flag.head.id not in resting]
    return render.Judged(
        flagged=flags if limit is None else flags[:limit],
        total=len(flags),
        one_way=sum(1 for flag in flags if flag.head.tie.d),
        spared=spared,
        contacts=read.count_active(ledger.conn),
        messages=messages,
        quiet_days=quiet_days,
    )


def _cut(ledger: Ledger, flagged: list[vanity.Flag]) -> int:
    with ledger.step(f"prune: cut {count(len(flagged), 'contact')}"):
        standing.archive(ledger.conn, [flag.head.id for flag in flagged], ledger.today)
    return len(flagged)


def restore_(who: options.Who, as_json: options.Json = False, yes: options.Yes = False) -> None:
    """Bring back a contact that was cut.

    Example: netledger restore "Silas Eckley"
    """
    del yes
    with session.opened() as ledger:
        hit = find.archived_one(ledger.conn, who)
        with ledger.step(f"restore {hit.name} ({hit.id})"):
            if not standing.restore(ledger.conn, hit.id):
                raise NetledgerError(f"{hit.name} ({hit.id}) was not cut.")

        def document() -> Any:
            return {"id": hit.id, "name": hit.name}

        def page() -> Page:
            page = Page()
            page.line((hit.name, "strong"), f" ({hit.id}) is back.")
            return page

        session.answer(as_json, document, page)
