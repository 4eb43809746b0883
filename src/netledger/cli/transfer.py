"""import, export: bringing people in, and everything out again."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Annotated, Any

import typer

from netledger.cli import options, session
from netledger.config import Config
from netledger.errors import UsageError
from netledger.ledger.connection import Ledger
from netledger.render import intake as render
from netledger.render.words import count


def _complete_format() -> list[str]:
    from netledger import importers

    return importers.known()


def import_(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[FORMAT] PATH",
            help="linkedin (zip, folder or CSV), csv or json; found by itself if left out.",
            autocompletion=_complete_format,
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    as_json: options.Json = False,
    yes: options.Yes = False,
) -> None:
    """Bring people in. The same file again changes nothing.

    Example: netledger import linkedin Basic_LinkedInDataExport.zip
    """
    del yes
    from netledger import importers

    if len(words) > 2:
        raise UsageError("import takes one path.", "netledger import [FORMAT] PATH")
    path = Path(words[-1]).expanduser()
    if len(words) == 2:
        source = words[0].lower()
        if source not in importers.known():
            raise UsageError(
                f'"{words[0]}" is no format.', f"One of: {', '.join(importers.known())}."
            )
    else:
        source = importers.recognised(path)
        session.say(f"{path.name} is read as {source}.")
    with session.opened() as ledger:
        if source == "json":
            told = _whole_ledger(ledger, path, dry_run)
        else:
            told = _drafts(ledger, source, path, dry_run, session.settings())
        for remark in told.remarks:
            session.say(remark)
        session.answer(as_json, lambda: render.document(told), lambda: render.page(told))


def _drafts(
    ledger: Ledger, source: str, path: Path, dry_run: bool, settings: Config
) -> render.Told:
    from netledger import importers
    from netledger.importers.drafts import Asked, Owner
    from netledger.ledger import intake, read

    owner = Owner(
        names=_several(settings.me_name),
        emails=_several(settings.me_email),
        urls=_several(settings.me_url),
    )
    asked = Asked(owner, intake.known_slugs(ledger.conn), until=ledger.today)
    drafts = importers.importer(source).extract(path, asked)
    with _progress(f"import {source}") as progress:
        report = intake.take_in(ledger, source, drafts, dry_run=dry_run, progress=progress)
    names = report.names
    return render.Told(
        source=source,
        dry_run=dry_run,
        created=len(report.created),
        updated=len(report.updated - report.created),
        unchanged=report.unchanged,
        archived=len(report.archived),
        interactions=report.interactions,
        skipped=[(notice.record, notice.why) for notice in report.skipped],
        remarks=[
            f"{notice.record}: {notice.why}" if notice.record else notice.why
            for notice in report.notices
        ],
        duplicates=[
            ((one.a, names[one.a]), (one.b, names[one.b]), one.why) for one in report.duplicates
        ],
        contacts=read.count(ledger.conn),
    )


def _several(text: str) -> tuple[str, ...]:
    return tuple(part.strip() for part in text.split(",") if part.strip())


def _whole_ledger(ledger: Ledger, path: Path, dry_run: bool) -> render.Told:
    from netledger.importers import ledger_json
    from netledger.ledger import read, whole

    tables = ledger_json.read(ledger_json.content(path), path.name)
    loaded = whole.load(ledger, tables, dry_run=dry_run)
    return render.Told(
        source="json",
        dry_run=dry_run,
        created=loaded.created,
        updated=0,
        unchanged=loaded.unchanged,
        archived=0,
        interactions=loaded.interactions,
        skipped=loaded.skipped,
        remarks=[],
        duplicates=[],
        contacts=read.count(ledger.conn),
    )


@contextmanager
def _progress(title: str) -> Iterator[Callable[[str], None]]:
    """Show on a terminal how far an import is."""
    if not sys.stderr.isatty():
        yield lambda _: None
        return
    from rich.console import Console
    from rich.status import Status

    with Status(title, console=Console(stderr=True), spinner="line") as status:
        yield lambda text: status.update(f"{title}: {text}")


def export_(
    format: Annotated[  # noqa: A002 (the contract's word)
        str, typer.Argument(metavar="FORMAT", help="json (everything) or csv (contacts).")
    ],
    path: Annotated[
        Path, typer.Argument(metavar="[PATH]", help="A file; stdout if not given or -.")
    ] = Path("-"),
    as_json: options.Json = False,
) -> None:
    """Take everything out: json reads back to the same ledger, csv opens in a spreadsheet.

    Example: netledger export json ledger.json
    """
    if format not in ("json", "csv"):
        raise UsageError(f'"{format}" is no format to export.', "One of: json, csv.")
    to_stdout = str(path) == "-"
    if as_json and to_stdout and format != "json":
        raise UsageError("--json needs a PATH here: stdout carries the export itself.")
    with session.opened() as ledger:
        target = path.expanduser()
        rows = _export(ledger, format, target)
    if to_stdout:
        return
    from netledger.render.page import Page

    def page() -> Page:
        page = Page()
        page.line("Wrote ", (str(target), "strong"), f": {count(rows, 'contact')}.")
        return page

    def document() -> Any:
        return {"path": str(target), "contacts": rows}

    session.answer(as_json, document, page)


def _export(ledger: Ledger, format: str, target: Path) -> int:  # noqa: A002
    from netledger.exporters import files
    from netledger.ledger import cards, read

    if format == "json":
        from netledger.exporters import ledger_json
        from netledger.ledger import transfer

        tables = ((table, transfer.rows(ledger.conn, table)) for table in transfer.TABLES)
        files.write(target, ledger_json.write(tables))
    else:
        from netledger.exporters import contacts_csv, table

        files.write(
            target,
            table.write(
                contacts_csv.COLUMNS,
                contacts_csv.rows(cards.of_everyone(ledger.conn, ledger.today)),
            ),
        )
    return read.count(ledger.conn)
