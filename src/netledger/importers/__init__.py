"""Reading what people have: one module a format, behind the protocol in drafts.py."""

from __future__ import annotations

from collections.abc import Mapping
from importlib import import_module
from pathlib import Path
from typing import Final, cast

from netledger.domain.names import joined
from netledger.errors import NetledgerError
from netledger.importers.drafts import Importer

# Format: module and name of its importer, in the order in which a path is tried on them.
# json is not among them: it is a whole ledger, not drafts (ledger_json.py).
FORMATS: Final[Mapping[str, tuple[str, str]]] = {
    "linkedin": ("linkedin", "LINKEDIN"),
    "google": ("google", "GOOGLE"),
    "outlook": ("outlook", "OUTLOOK"),
    "csv": ("contacts_csv", "CSV"),
    "vcard": ("vcard", "VCARD"),
    "ics": ("ics", "ICS"),
    "mbox": ("mbox", "MBOX"),
    "whatsapp": ("whatsapp", "WHATSAPP"),
    "signal": ("signal", "SIGNAL"),
    "friends": ("friends", "FRIENDS"),
    "monica": ("monica", "MONICA"),
}


def importer(name: str) -> Importer:
    """Return the importer of a format."""
    module, attribute = FORMATS[name]
    return cast("Importer", getattr(import_module(f"netledger.importers.{module}"), attribute))


def known() -> list[str]:
    """Return the names of all formats."""
    return [*FORMATS, "json"]


def check(path: Path) -> None:
    """Raise NetledgerError where nothing can be read at `path`, in whatever format."""
    from netledger.importers import archive

    archive.check(path)


def recognised(path: Path) -> str:
    """Return the format that `path` is in.

    Raises NetledgerError where it can't be read, or looks like none, or like several.
    """
    from netledger.importers import ledger_json

    check(path)
    if ledger_json.identify(path):
        return "json"
    fitting = [name for name in FORMATS if importer(name).identify(path)]
    if path.is_file() and set(fitting) == {"vcard", "whatsapp"}:
        # The zip of a chat holds the cards that were sent in it.
        return "whatsapp"
    if len(fitting) == 1:
        return fitting[0]
    if fitting:
        raise NetledgerError(
            f"{path} looks like {joined(fitting)}.",
            f"Say which: netledger import {fitting[0]} PATH",
        )
    raise NetledgerError(
        f"{path} looks like no format that is known ({', '.join(known())}).",
        "If it is a table, `netledger import csv PATH` says which columns it finds.",
    )
