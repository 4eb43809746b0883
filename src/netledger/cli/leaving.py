"""export: everything out again, in what other programs read."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Annotated, Any, Final

from netledger.cli import session
from netledger.errors import UsageError
from netledger.ledger.connection import Ledger
from netledger.render.page import Page
from netledger.render.words import count

if TYPE_CHECKING:
    import typer

    from netledger.cli import options

_FORMATS: Final = ("json", "csv", "vcard", "ics", "markdown")
_IN_FOLDERS: Final = ("vcard", "markdown")  # as a file a person
_STDOUT: Final = "-"
_AHEAD: Final = 180  # days for which due ties are put into a calendar


def _complete_export() -> list[str]:
    return list(_FORMATS)


def _complete_version() -> list[str]:
    return ["4.0", "3.0"]


@dataclass(frozen=True, slots=True)
class _Written:
    """What was written: how many of what, into how many files (0: one file or stdout)."""

    contacts: int
    what: str
    files: int = 0


def export_(
    format: Annotated[  # noqa: A002 (the contract's word)
        str,
        typer.Argument(
            metavar="FORMAT",
            help="json (everything), csv, vcard, ics (due days, birthdays, promises) or markdown.",
            autocompletion=_complete_export,
        ),
    ],
    path: Annotated[
        str,
        typer.Argument(
            metavar="[PATH]",
            help="A file; stdout if not given or -. Of vcard also a folder (CARDS/), of markdown"
            " only that.",
        ),
    ] = _STDOUT,
    version: Annotated[
        str,
        typer.Option(
            "--as",
            metavar="VERSION",
            help="Of vcard: 4.0 or 3.0.",
            autocompletion=_complete_version,
        ),
    ] = "4.0",
    as_json: options.Json = False,
) -> None:
    """Take everything out, for other programs: json reads back to the same ledger.

    Example: netledger export json ledger.json
    """
    _check(format, path, version, as_json)
    target = Path(path) if path == _STDOUT else session.path(path)
    folder = path.endswith("/") or target.is_dir()
    if folder and format not in _IN_FOLDERS:
        raise UsageError(
            f"{path} is a folder: {format} is written as one file.",
            f"netledger export {format} FILE",
        )
    with session.opened() as ledger, session.working("Writing"):
        written = _export(ledger, format, target, version, folder)
    if path == _STDOUT:
        return

    def page() -> Page:
        page = Page()
        into = f" in {count(written.files, 'file')}" if written.files else ""
        page.line("Wrote ", (str(target), "strong"), f": {written.what}{into}.")
        return page

    def document() -> Any:
        return {"path": str(target), "contacts": written.contacts, "files": written.files or 1}

    session.answer(as_json, document, page)


def _check(format: str, path: str, version: str, as_json: bool) -> None:  # noqa: A002
    if format not in _FORMATS:
        raise UsageError(f'"{format}" is no format to export.', f"One of: {', '.join(_FORMATS)}.")
    if not path.strip():
        where = "FOLDER" if format == "markdown" else "FILE"
        raise UsageError("export needs a path.", f"netledger export {format} {where}")
    if version not in ("4.0", "3.0"):
        raise UsageError(f'"{version}" is no version of vcard.', "One of: 4.0, 3.0.")
    if version != "4.0" and format != "vcard":
        raise UsageError("--as is for vcard alone.")
    if format == "markdown" and path == _STDOUT:
        raise UsageError(
            "markdown is a page a person: it needs a folder.", "netledger export markdown FOLDER"
        )
    if as_json and path == _STDOUT and format != "json":
        raise UsageError("--json needs a PATH here: stdout carries the export itself.")


def _export(
    ledger: Ledger,
    format: str,  # noqa: A002
    target: Path,
    version: str,
    folder: bool,
) -> _Written:
    from netledger.exporters import files
    from netledger.ledger import cards, read

    contacts = read.count(ledger.conn)
    what = count(contacts, "contact")
    people = cards.of_everyone(ledger.conn, ledger.today)
    if format == "markdown":
        return _Written(contacts, what, files.fill(target, _pages(ledger)))
    if format == "ics":
        content, events = _calendar(ledger)
        files.write_bytes(target, content)
        return _Written(contacts, count(events, "event"))
    if format == "vcard":
        from netledger.exporters import vcard

        typed: vcard.Version = "3.0" if version == "3.0" else "4.0"
        if folder:
            one_each = (
                (vcard.file_name(contact), vcard.card(contact, typed, *through))
                for contact, *through in people
            )
            return _Written(contacts, what, files.fill(target, one_each))
        files.write(target, vcard.write(people, typed))
    elif format == "csv":
        from netledger.exporters import contacts_csv, table

        files.write(target, table.write(contacts_csv.COLUMNS, contacts_csv.rows(people)))
    else:
        from netledger.exporters import ledger_json
        from netledger.ledger import transfer

        tables = ((table, transfer.rows(ledger.conn, table)) for table in transfer.TABLES)
        files.write(target, ledger_json.write(tables))
    return _Written(contacts, what)


def _pages(ledger: Ledger) -> Iterator[tuple[str, str]]:
    """Yield the name and the text of each contact's page."""
    from netledger.domain import tiers
    from netledger.exporters import markdown
    from netledger.ledger import cards, read

    conn, today = ledger.conn, ledger.today
    people = list(cards.of_everyone(conn, today))
    names = markdown.filenames(contact for contact, _, _ in people)
    placed = {one.head.id: one.tier for one in tiers.place(read.live(conn, today), today)}
    for contact, through, _ in people:
        id = contact.head.id
        yield (
            names[id],
            markdown.page(
                contact,
                cards.interactions(conn, id, today),
                cards.promises(conn, id),
                cards.gestures(conn, id),
                tier=placed.get(id),
                through=through,
                files=names,
            ),
        )


def _calendar(ledger: Ledger) -> tuple[bytes, int]:
    """Return the calendar of what is to come, and how many events are in it."""
    from netledger.domain import cadence, tiers
    from netledger.exporters import ics
    from netledger.ledger import cards, read

    conn, today = ledger.conn, ledger.today
    standings = tiers.place(read.live(conn, today), today)
    uids = {head.id: head.uid for head in read.everyone(conn, today)}
    capacity = session.settings().due_capacity
    order = cadence.plan(standings, today, len(standings)).today
    turns = {one.head.id: cadence.levelled_day(at, capacity, today) for at, one in enumerate(order)}
    due = []
    for one in standings:
        on = turns.get(one.head.id) or cadence.next_turn(one, today)
        if on is not None and on <= today + timedelta(days=_AHEAD):
            due.append(ics.Due(one.head.uid, one.head.name, on, cadence.reason(one, on)))
    birthdays = [ics.Birthday(uids[id], name, day) for id, name, day in read.birthdays(conn)]
    promises = [
        ics.Promise(one.uid, one.name, one.text, one.by, one.whose)
        for one in cards.promises(conn, only_open=True)
        if one.by is not None
    ]
    stamp = ledger.now.replace(microsecond=0)
    content = ics.calendar(due, birthdays, promises, stamp)
    return content, len(due) + len(birthdays) + len(promises)
