"""Opening a ledger, and the one way to change it: a transaction that is an undoable step."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from datetime import date, datetime
from itertools import count
from pathlib import Path
from typing import Final

from netledger.errors import NetledgerError
from netledger.ledger import migrations

APPLICATION_ID: Final = 0x6E6C6467  # "nldg": how a file says that it is a ledger
_WAIT_SECONDS: Final = 10.0


class Step:
    """One undoable step under way. `what` tells it in words and may be settled at the end."""

    def __init__(self, id: int, what: str) -> None:
        self.id = id
        self.what = what
        self.kept = False


class Ledger:
    """An open ledger: one connection, the local time it is used at, and steps."""

    def __init__(self, path: Path, conn: sqlite3.Connection, now: datetime) -> None:
        self.path = path
        self.conn = conn
        self.now = now

    @property
    def today(self) -> date:
        """The local calendar day."""
        return self.now.date()

    @contextmanager
    def step(
        self, what: str, *, walk: int | None = None, undoes: int | None = None
    ) -> Iterator[Step]:
        """Run a block as one transaction and one undoable step called `what`.

        A block that changes nothing leaves no step; one that fails leaves nothing at all.
        `step.kept` says afterwards which of the two it was.
        """
        with self.transaction():
            self.conn.execute(
                "INSERT INTO step (at, what, undoes, walk) VALUES (?, ?, ?, ?)",
                (self.now.isoformat(timespec="seconds"), what, undoes, walk),
            )
            (number,) = self.conn.execute("SELECT last_insert_rowid()").fetchone()
            step = Step(number, what)
            self.conn.execute("UPDATE current SET step = ?", (number,))
            yield step
            changed = self.conn.execute("SELECT 1 FROM change WHERE step = ? LIMIT 1", (number,))
            step.kept = changed.fetchone() is not None
            self.conn.execute("UPDATE current SET step = NULL")
            if step.kept:
                self.conn.execute("UPDATE step SET what = ? WHERE id = ?", (step.what, number))
            else:
                self.conn.execute("DELETE FROM step WHERE id = ?", (number,))
                # So that the numbers of steps have no gaps.
                self.conn.execute(
                    "UPDATE sqlite_sequence SET seq = ? WHERE name = 'step'", (number - 1,)
                )

    @contextmanager
    def transaction(self, *, wait: bool = True) -> Iterator[None]:
        """Run a block as one write transaction that is no step.

        Without `wait` a ledger that another process is writing to is an OperationalError at once.
        """
        self.conn.execute(f"PRAGMA busy_timeout = {int(_WAIT_SECONDS * 1000) if wait else 0}")
        self.conn.execute("BEGIN IMMEDIATE")
        try:
            yield
            self.conn.execute("COMMIT")
        except BaseException:
            if self.conn.in_transaction:
                self.conn.execute("ROLLBACK")
            raise

    def close(self) -> None:
        """Close the connection."""
        self.conn.close()


def open_ledger(path: Path, now: datetime) -> Ledger:
    """Open the ledger at `path`, making or migrating it where needed.

    Raises NetledgerError where the file is no ledger, is newer than this program, or can't be
    opened.
    """
    if path.is_dir():
        raise NetledgerError(f"{path} is a folder.", "Name a file, such as ledger.db in it.")
    try:
        fresh = _make_file(path)
        conn = _connected(path)
    except (OSError, sqlite3.Error) as error:
        raise NetledgerError(
            f"The ledger {path} can't be opened: {_plainly(error)}.",
            "Check the folder and its permissions, or name another file with --ledger.",
        ) from error
    try:
        _settle(path, conn, now, fresh)
    except BaseException:
        conn.close()
        raise
    return Ledger(path, conn, now)


def _settle(path: Path, conn: sqlite3.Connection, now: datetime, fresh: bool) -> None:
    newest = len(migrations.MIGRATIONS)
    try:
        # In this order: another process may be making the ledger between two of these.
        (tables,) = conn.execute("SELECT count(*) FROM sqlite_schema").fetchone()
        (owner,) = conn.execute("PRAGMA application_id").fetchone()
        (version,) = conn.execute("PRAGMA user_version").fetchone()
    except sqlite3.DatabaseError as error:
        if isinstance(error, sqlite3.OperationalError):
            raise
        raise NetledgerError(
            f"{path} is not a netledger ledger.", "Name another file with --ledger."
        ) from error
    if tables and owner != APPLICATION_ID:
        raise NetledgerError(
            f"{path} is a database of another program, not a netledger ledger.",
            "Name another file with --ledger.",
        )
    if version > newest:
        raise NetledgerError(
            f"{path} was written by a newer netledger (schema {version}; this one knows {newest}).",
            "Upgrade netledger; nothing was changed.",
        )
    if version < newest:
        if not fresh and version:
            _copy_before_migration(path, conn, version, now)
        migrations.migrate(
            conn, tuple(map(migrations.script, migrations.MIGRATIONS)), APPLICATION_ID
        )
    conn.execute("PRAGMA foreign_keys = ON")
    _keep_a_write_ahead_log(conn)


def _keep_a_write_ahead_log(conn: sqlite3.Connection) -> None:
    """Let others read while one writes: also in a copy that was put in the ledger's place.

    SQLite does not wait for the lock that this takes. Where another process has it, or the
    ledger can't be written to, the next that opens the ledger sees to it.
    """
    (mode,) = conn.execute("PRAGMA journal_mode").fetchone()
    if mode != "wal":
        with suppress(sqlite3.OperationalError):
            conn.execute("PRAGMA journal_mode = WAL").fetchone()


def _connected(path: Path) -> sqlite3.Connection:
    """Open the database; one in a folder that can't be written to, as it lies there.

    SQLite's journal needs files beside the ledger; where it may make none, nobody else can
    write either, and the ledger can be read without them.
    """
    if os.access(path.parent, os.W_OK) or path.with_name(f"{path.name}-wal").exists():
        return sqlite3.connect(path, timeout=_WAIT_SECONDS, isolation_level=None)
    return sqlite3.connect(f"{path.resolve().as_uri()}?immutable=1", uri=True, isolation_level=None)


def _make_file(path: Path) -> bool:
    """Make an empty private file where there is none; say whether it was made.

    SQLite gives its journal files the mode of the ledger, so 0600 here holds for them too.
    """
    path = path.resolve()  # behind a link that leads nowhere yet, SQLite would make a public file
    missing = [folder for folder in (path.parent, *path.parent.parents) if not folder.exists()]
    for folder in reversed(missing):
        folder.mkdir(mode=0o700, exist_ok=True)
    try:
        os.close(os.open(path, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600))
    except FileExistsError:
        return False
    return True


def _copy_before_migration(
    path: Path, conn: sqlite3.Connection, version: int, now: datetime
) -> None:
    from netledger.ledger.backup import write_copy

    name = f"{path.name}.schema-{version}.{now:%Y%m%dT%H%M%S}"
    tries = (path.with_name(name if n == 1 else f"{name}-{n}") for n in count(1))
    write_copy(conn, next(target for target in tries if not target.exists()))


def _plainly(error: Exception) -> str:
    return (getattr(error, "strerror", None) or str(error)).lower()
