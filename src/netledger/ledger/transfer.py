"""The whole ledger out as rows, and rows in again: what `export json` and `import json` carry.

Everything but the change log, the tie rows (recomputed) and what the screen has shown. Like undo,
this writes every table; the schema's CHECKs judge each row, and a bad one is left out and named.
"""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any, Final

from netledger.domain import names
from netledger.ledger import ties

# In the order in which they can be written; columns that follow from others are left out.
TABLES: Final[Mapping[str, frozenset[str]]] = {
    "setting": frozenset(),
    "contact": frozenset({"folded", "words"}),
    "detail": frozenset({"key"}),
    "standing": frozenset(),
    "interaction": frozenset({"words"}),
    "participant": frozenset(),
    "interaction_tag": frozenset(),
    "taken_out": frozenset(),
    "promise": frozenset(),
    "gesture": frozenset(),
    "introduction": frozenset(),
    "verdict": frozenset(),
}
# The columns that name contacts, beside `contact` itself, in the tables that join two of them.
_PAIRED: Final = {"introduction": ("a", "b", "via"), "verdict": ("a", "b")}
_MOST_IDS: Final = 1 << 53
# What SQLite says of a row that the schema refuses, and what that means.
_REFUSED: Final = (
    (r"NOT NULL constraint failed: \w+\.(\w+)", "it has no {}"),
    (r"UNIQUE constraint failed: \w+\.(\w+)", "its {} is taken already"),
    (r"FOREIGN KEY constraint failed", "what it belongs to is not in the file"),
    (r"CHECK constraint failed: (\w+) IS date\(", "its {} is no day of the calendar"),
    (r"CHECK constraint failed: (?:trim\()?(\w+)\)? <> ''", "its {} is blank"),
    (r"CHECK constraint failed: (\w+) IN \((.+)\)", "its {} is none of {}"),
    (r"CHECK constraint failed: (\w+) BETWEEN (\d+) AND (\d+)", "its {} is not from {} to {}"),
    (r"CHECK constraint failed: CASE WHEN json_valid\((\w+)\)", "its {} can't be read"),
    (r"CHECK constraint failed", "its values do not fit together"),
    (r"cannot store \w+ value in \w+ column \w+\.(\w+)", "its {} is no whole number"),
)
Row = dict[str, Any]


def rows(conn: sqlite3.Connection, table: str) -> Iterator[Row]:
    """Yield a table's rows in the order of its key, without columns that follow from others."""
    columns = _columns(conn, table)
    keys = [name for name, place in columns.items() if place] or list(columns)
    kept = [name for name in columns if name not in TABLES[table]]
    for row in conn.execute(f"SELECT {', '.join(kept)} FROM {table} ORDER BY {', '.join(keys)}"):
        yield dict(zip(kept, row, strict=True))


def _columns(conn: sqlite3.Connection, table: str) -> dict[str, int]:
    """Return a table's columns with their place in the primary key (0: not in it)."""
    info = conn.execute(f"PRAGMA table_info({table})")
    return {str(row[1]): int(row[5]) for row in info}


@dataclass(slots=True)
class Loaded:
    """What was read in: contacts added and known already, entries added, rows left out."""

    created: int = 0
    unchanged: int = 0
    interactions: int = 0
    skipped: list[tuple[str, str]] = field(default_factory=list)


class Loading:
    """One whole ledger being read into another, inside a step.

    Contacts, entries and promises are recognised by their uid; what is here already stays as it
    is. Ids are kept where they are free, so that an empty ledger becomes an identical one.
    """

    def __init__(self, conn: sqlite3.Connection, derive: Callable[[str, Row], Row]) -> None:
        self.conn = conn
        self.derive = derive
        self.report = Loaded()
        self._contacts: dict[Any, int] = {}
        self._entries: dict[Any, int] = {}
        self._held: set[Any] = set()
        self._through: list[tuple[int, Any]] = []

    def load(self, tables: Mapping[str, Iterable[Any]]) -> Loaded:
        """Read in all rows; bad ones are left out with the reason."""
        for table in sorted(set(tables) - set(TABLES)):
            self.report.skipped.append((table, "no table of a ledger"))
        for table in TABLES:
            columns = _columns(self.conn, table)
            for place, row in enumerate(tables.get(table, ()), start=1):
                try:
                    if not isinstance(row, Mapping) or not row:
                        raise ValueError("it is no record")
                    self._row(table, columns, dict(row))
                except (sqlite3.Error, ValueError, TypeError, KeyError, OverflowError) as error:
                    self.report.skipped.append((f"{table} {place}", _why(error)))
        for contact, through in self._through:
            known = self._contacts.get(through)
            if known not in (None, contact):
                self.conn.execute("UPDATE contact SET through = ? WHERE id = ?", (known, contact))
        ties.rebuild(self.conn)
        return self.report

    def _row(self, table: str, columns: Mapping[str, int], row: Row) -> None:
        row = {name: _storable(value) for name, value in row.items() if name in columns}
        row = self.derive(table, row)
        match table:
            case "contact":
                self._contact(row)
            case "interaction":
                self._interaction(row)
            case "setting" | "taken_out":
                self._insert(table, row)
            case "participant" | "interaction_tag":
                if row["interaction"] not in self._entries:
                    raise ValueError("its entry is not in the file")
                if row["interaction"] not in self._held:
                    entry = self._entries[row["interaction"]]
                    self._insert(table, self._pointed({**row, "interaction": entry}))
            case "introduction" | "verdict":
                self._insert(table, self._freed(table, self._paired(table, row)))
            case _:
                if row.get("interaction") is not None:
                    row["interaction"] = self._entries.get(row["interaction"])
                self._insert(table, self._freed(table, self._pointed(row)))

    def _contact(self, row: Row) -> None:
        through, known = row.pop("through", None), self._known(row["uid"])
        if known is not None:
            self._contacts[row["id"]] = known
            self.report.unchanged += 1
            return
        old = row["id"]
        self._contacts[old] = new = self._insert("contact", self._freed("contact", row))
        self.report.created += 1
        if through is not None:
            self._through.append((new, through))

    def _known(self, uid: str) -> int | None:
        found = self.conn.execute(
            """SELECT id FROM contact WHERE uid = ?1
               UNION SELECT contact FROM detail WHERE kind = 'key' AND key = 'uid:' || ?1""",
            (uid,),
        ).fetchone()
        return None if found is None else int(found[0])

    def _interaction(self, row: Row) -> None:
        found = self.conn.execute("SELECT id FROM interaction WHERE uid = ?", (row["uid"],))
        old, known = row["id"], found.fetchone()
        if known is not None:
            self._entries[old] = known[0]
            self._held.add(old)
            return
        self._entries[old] = self._insert("interaction", self._freed("interaction", row))
        self.report.interactions += 1

    def _pointed(self, row: Row) -> Row:
        """Return the row with the contact's id in this ledger."""
        if "contact" not in row:
            return row
        if row["contact"] not in self._contacts:
            raise ValueError("its contact is not in the file")
        return {**row, "contact": self._contacts[row["contact"]]}

    def _paired(self, table: str, row: Row) -> Row:
        """Return a row that joins two contacts with their ids in this ledger."""
        given = {name: row[name] for name in _PAIRED[table] if row.get(name) is not None}
        if not set(given.values()) <= set(self._contacts):
            raise ValueError("its contact is not in the file")
        found = {name: self._contacts[id] for name, id in given.items()}
        if len(set(found.values())) < len(found):
            raise ValueError("its contacts are one here")
        if table == "verdict":
            found = dict(zip(("a", "b"), sorted(found.values()), strict=True))
        return {**row, **found}

    def _freed(self, table: str, row: Row) -> Row:
        """Return the row without its id where that id is taken."""
        if "id" not in row:
            return row
        id = row["id"]
        if not isinstance(id, int) or not -(1 << 63) <= id < 1 << 63:
            raise ValueError("its id is no whole number")
        # An id at the far end of what SQLite counts to would leave none for what comes after.
        if not 0 < id < _MOST_IDS:
            return {**row, "id": None}
        taken = self.conn.execute(f"SELECT 1 FROM {table} WHERE id = ?", (id,))
        return {**row, "id": None} if taken.fetchone() else row

    def _insert(self, table: str, row: Row) -> int:
        # Detached triggers or REPLACE would leave the change log behind: only gaps are filled.
        conflict = "" if table in ("contact", "interaction") else "ON CONFLICT DO NOTHING"
        done = self.conn.execute(
            f"""INSERT INTO {table} ({", ".join(row)}) VALUES ({", ".join("?" * len(row))})
                {conflict}""",
            list(row.values()),
        )
        return int(done.lastrowid or 0)


def _storable(value: Any) -> Any:
    if isinstance(value, str):
        return names.many_lines(value)
    if value is None or isinstance(value, int | float):
        return value
    raise ValueError("a value is neither text nor number")


def _why(error: Exception) -> str:
    if isinstance(error, KeyError):
        return f"it has no {error.args[0]}"
    text = names.one_line(str(error))
    for refused, told in _REFUSED:
        found = re.search(refused, text)
        if found:
            return told.format(*(part.replace("'", "") for part in found.groups()))
    return text
