"""netledger's own JSON export, read back whole."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final, cast

from netledger.errors import NetledgerError
from netledger.importers.archive import opened

FORMAT: Final = "netledger-1"


def identify(path: Path) -> bool:
    """Say whether the file looks like our own export: reads its first bytes."""
    try:
        return FORMAT.encode() in content(path, 200)
    except NetledgerError:
        return False


def content(path: Path, most: int = -1) -> bytes:
    """Return what `path` (`-` for standard input) holds, or its first bytes.

    Raises NetledgerError where it can't be read or is no single file.
    """
    with opened(path, ()) as source:
        if not source.single:
            raise NetledgerError(f"{path} is no single file.", "Name the JSON file itself.")
        with source.files[0].open() as stream:
            return stream.read(most)


def read(content: bytes, shown: str) -> dict[str, list[Any]]:
    """Return the tables of an export. Raises NetledgerError where it is none."""
    try:
        document = json.loads(content.decode("utf-8-sig"))
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "the text"
        raise NetledgerError(f"{shown} is no JSON that can be read ({where}).") from error
    if not isinstance(document, dict) or document.get("format") != FORMAT:
        raise NetledgerError(
            f"{shown} is no export of netledger (it does not say format {FORMAT}).",
            "`netledger export json FILE` writes one.",
        )
    tables = {name: rows for name, rows in document.items() if isinstance(rows, list)}
    return cast("dict[str, list[Any]]", tables)
