"""import: bringing people in."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Final

from netledger.cli import session
from netledger.errors import UsageError
from netledger.ledger.connection import Ledger
from netledger.render import intake as render

if TYPE_CHECKING:
    import typer

    from netledger.cli import options

if TYPE_CHECKING:
    from netledger.importers.drafts import Asked


# Formats in which a file may leave open what 3/4 means.
_WITH_DATES: Final = ("csv", "google", "outlook", "whatsapp")


def _complete_format() -> list[str]:
    from netledger import importers

    return importers.known()


def import_(
    words: Annotated[
        list[str],
        typer.Argument(
            metavar="[FORMAT] PATH",
            help="linkedin, google, outlook, csv, vcard, ics, mbox, whatsapp, signal, friends,"
            " monica or json; found by itself if left out.",
            autocompletion=_complete_format,
        ),
    ],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Only say what would happen.")] = False,
    columns: Annotated[
        list[str] | None,
        options.several("--map", "What a column of a csv table is.", "COLUMN=FIELD"),
    ] = None,
    day_first: Annotated[
        bool | None,
        typer.Option(
            "--day-first/--month-first",
            help="What 3/4 means where the file leaves it open.",
            show_default=False,
        ),
    ] = None,
    as_json: options.Json = False,
    yes: options.Yes = False,
) -> None:
    """Bring people in. The same file again changes nothing.

    Example: netledger import linkedin Basic_LinkedInDataExport.zip
    """
    del yes
    source, path = _source(words, mapped=bool(columns))
    if columns and source != "csv":
        raise UsageError(f"--map is for tables; {_called(path)} is read as {source}.")
    if day_first is not None and source not in _WITH_DATES:
        raise UsageError(
            f"--day-first is for tables and chats; {_called(path)} is read as {source}."
        )
    mapped = dict(map(_column, columns or ()))
    with session.opened() as ledger:
        if source == "json":
            told = _whole_ledger(ledger, path, dry_run)
        else:
            told = _drafts(ledger, source, path, dry_run, _asked(ledger, mapped, day_first))
        for remark in told.remarks:
            session.say(remark)
        session.answer(as_json, lambda: render.document(told), lambda: render.page(told))


def _source(words: list[str], *, mapped: bool) -> tuple[str, Path]:
    """Return the format and the path that were typed, the format found where it was not.

    A table whose columns are `mapped` is one, whatever it looks like.
    """
    from netledger import importers

    if len(words) > 2:
        raise UsageError("import takes one path.", "netledger import [FORMAT] PATH")
    typed = words[-1]
    if not typed.strip():
        raise UsageError("import needs a path.", "netledger import [FORMAT] PATH")
    path = session.path(typed)
    if len(words) == 1:
        if typed.lower() in importers.known() and not path.exists():
            raise UsageError(f"import {typed} needs a path.", f"netledger import {typed} PATH")
        source = "csv" if mapped else importers.recognised(path)
        session.say(f"{_called(path)} is read as {source}.")
        return source, path
    source = words[0].lower()
    if source not in importers.known():
        raise UsageError(f'"{words[0]}" is no format.', f"One of: {', '.join(importers.known())}.")
    importers.check(path)
    return source, path


def _called(path: Path) -> str:
    """Return what a path is called at the beginning of a sentence or in it."""
    if path == Path("-"):
        return "Standard input"
    return path.name if path.name not in ("", "..") else path.resolve().name or str(path)


def _column(told: str) -> tuple[str, str]:
    column, equals, field = told.rpartition("=")
    if not (equals and column.strip() and field.strip()):
        raise UsageError(f'"{told}" maps nothing.', 'It looks like --map "Mail=email".')
    return column.strip(), field.strip()


def _asked(ledger: Ledger, columns: dict[str, str], day_first: bool | None) -> Asked:
    from netledger.importers.drafts import Asked, Owner
    from netledger.ledger import intake

    settings = session.settings()
    owner = Owner(
        names=_several(settings.me_name),
        emails=_several(settings.me_email),
        urls=_several(settings.me_url),
    )
    return Asked(owner, intake.known_slugs(ledger.conn), columns, day_first, ledger.today)


def _drafts(ledger: Ledger, source: str, path: Path, dry_run: bool, asked: Asked) -> render.Told:
    from netledger import importers
    from netledger.ledger import intake, read

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
