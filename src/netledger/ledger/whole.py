"""Reading a whole ledger's rows into this one, as one step."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from netledger.domain import names
from netledger.ledger import contacts
from netledger.ledger.connection import Ledger
from netledger.ledger.transfer import Loaded, Loading, Row


def load(ledger: Ledger, tables: Mapping[str, Iterable[Any]], *, dry_run: bool) -> Loaded:
    """Read in all tables; with `dry_run` only find out what that would do."""
    loaded = Loaded()
    try:
        with ledger.step("import json") as step:
            loaded = Loading(ledger.conn, _derived).load(tables)
            step.what = f"import json: {loaded.created:,} contacts, {loaded.interactions:,} entries"
            if dry_run:
                raise _OnlyTriedError
    except _OnlyTriedError:
        pass
    return loaded


class _OnlyTriedError(Exception):
    """Ends a dry run inside its transaction, so that nothing of it is kept."""


def _derived(table: str, row: Row) -> Row:
    """Return a row with the columns that follow from its others."""
    if table == "contact":
        name = names.one_line(_text(row, "name"))
        if not names.visible(name):
            raise ValueError("its name is blank")
        row = {**row, "name": name, "folded": names.fold(name)}
        return {**row, "words": contacts.words(row)}
    if table == "detail":
        value = names.one_line(_text(row, "value"))
        return {**row, "value": value, "key": contacts.detail_key(_text(row, "kind"), value)}
    if table == "interaction":
        note = _text(row, "note") if row.get("note") is not None else ""
        return {**row, "words": names.fold(note) if note else None}
    return row


def _text(row: Row, name: str) -> str:
    if not isinstance(row[name], str):
        raise ValueError(f"its {name} is no text")
    return str(row[name])
