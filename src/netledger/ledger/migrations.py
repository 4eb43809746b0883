"""The schema's versions, and how a ledger gets from one to the next.

`PRAGMA user_version` counts the migrations that a ledger has had. Each runs in a transaction of
its own together with its new number, so that an interrupted one leaves the version before.
"""

from __future__ import annotations

import sqlite3
from typing import Final

MIGRATIONS: Final = ("001_ledger.sql",)

# The tables whose rows the change log follows, and whose history a row belongs to.
LOGGED: Final = {
    "contact": "id",
    "detail": "contact",
    "standing": "contact",
    "participant": "contact",
    "promise": "contact",
    "gesture": "contact",
    "introduction": "b",
    "verdict": "a",
    "interaction": None,
    "interaction_tag": None,
    "taken_out": None,
    "setting": None,
}


def script(name: str) -> str:
    """Return the SQL of the migration called `name`."""
    from importlib.resources import files

    return (files("netledger.ledger") / "schema" / name).read_text("utf-8")


def migrate(conn: sqlite3.Connection, migrations: tuple[str, ...], application_id: int) -> None:
    """Bring the ledger behind `conn` to the newest version, one transaction a migration.

    Another process may be doing the same: the version is read again under the lock.
    """
    while True:
        conn.execute("BEGIN EXCLUSIVE")
        try:
            version = int(conn.execute("PRAGMA user_version").fetchone()[0])
            if version >= len(migrations):
                conn.execute("ROLLBACK")
                return
            for statement in statements(migrations[version]):
                conn.execute(statement)
            log_changes(conn)
            conn.execute(f"PRAGMA application_id = {application_id}")
            conn.execute(f"PRAGMA user_version = {version + 1}")
            conn.execute("COMMIT")
        except BaseException:
            if conn.in_transaction:
                conn.execute("ROLLBACK")
            raise


def statements(sql: str) -> list[str]:
    """Return the statements of a script; unlike executescript, running them commits nothing."""
    found, pending = [], ""
    for line in sql.splitlines(keepends=True):
        pending += line
        if sqlite3.complete_statement(pending):
            found.append(pending)
            pending = ""
    return found


def log_changes(conn: sqlite3.Connection) -> None:
    """(Re)make the triggers that write the change log, from the tables as they are now.

    A write with no step under way comes from outside netledger; it becomes a step of its own, so
    that undo and history hold for it too.
    """
    for table, contact in LOGGED.items():
        columns = [str(row[1]) for row in conn.execute(f"PRAGMA table_info({table})")]
        if not columns:
            continue
        old, new = (_row_json(columns, side) for side in ("old", "new"))
        for event, before, after, when in (
            ("INSERT", "NULL", new, ""),
            ("DELETE", old, "NULL", ""),
            ("UPDATE", old, new, f"WHEN {old} IS NOT {new}"),
        ):
            side = "old" if event == "DELETE" else "new"
            owner = f"{side}.{contact}" if contact else "NULL"
            conn.execute(f"DROP TRIGGER IF EXISTS {table}_{event.lower()}_logged")
            conn.execute(
                f"""CREATE TRIGGER {table}_{event.lower()}_logged AFTER {event} ON {table} {when}
                BEGIN
                  INSERT INTO step (at, what)
                    SELECT strftime('%Y-%m-%dT%H:%M:%S', 'now', 'localtime'),
                           'changed outside netledger: {table}'
                    WHERE (SELECT step FROM current) IS NULL;
                  INSERT INTO change (step, tbl, contact, before, after)
                    VALUES (coalesce((SELECT step FROM current), (SELECT max(id) FROM step)),
                            '{table}', {owner}, {before}, {after});
                END"""
            )


def _row_json(columns: list[str], side: str) -> str:
    pairs = ", ".join(f"'{name}', {side}.{name}" for name in columns)
    return f"json_object({pairs})"
