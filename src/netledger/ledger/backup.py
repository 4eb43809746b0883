"""A consistent copy of a ledger, also while it is in use."""

from __future__ import annotations

import os
import sqlite3
from pathlib import Path

from netledger.errors import NetledgerError


def write_copy(conn: sqlite3.Connection, target: Path) -> None:
    """Copy the ledger behind `conn` to the new file `target` (mode 0600).

    Raises NetledgerError where `target` exists or can't be written; no half copy is left.
    """
    try:
        target.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        os.close(os.open(target, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError as error:
        raise NetledgerError(f"{target} is there already.", "Name a new file.") from error
    except OSError as error:
        raise NetledgerError(f"{target} can't be written: {error.strerror}.") from error
    try:
        copy = sqlite3.connect(target, isolation_level=None)
        try:
            conn.backup(copy)
            # A copy is one file, wherever it is taken: no journal beside it.
            copy.execute("PRAGMA journal_mode = DELETE")
        finally:
            copy.close()
    except (OSError, sqlite3.Error) as error:
        target.unlink(missing_ok=True)
        raise NetledgerError(f"{target} can't be written: {error}.") from error
