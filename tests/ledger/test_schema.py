"""The schema guards the ledger, whoever writes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from typing import Any

import pytest

from netledger.ledger import changes

from .desk import TODAY, Desk

GOOD: dict[str, dict[str, Any]] = {
    "contact": {"uid": "u9", "name": "Eve", "folded": "eve", "created_on": "2026-03-14"},
    "detail": {"contact": 1, "kind": "tag", "value": "x", "key": "x"},
    "standing": {"contact": 1},
    "interaction": {"uid": "i9", "on_day": "2026-03-14", "channel": "meet"},
    "participant": {"contact": 1, "interaction": 2},
    "interaction_tag": {"interaction": 2, "tag": "x"},
    "taken_out": {"source": "linkedin", "thread": "t", "marks": "1m"},
    "promise": {"uid": "p9", "contact": 1, "text": "write", "whose": "me"},
    "gesture": {"contact": 1, "kind": "invitation", "side": "me", "key": "k"},
    "setting": {"key": "k", "value": "v"},
    "tie": {
        **{"contact": 2, "n": 2, "d": 1, "first": "2026-03-01", "last": "2026-03-14"},
        **{"two_way": 1, "s": 1.0, "s2": 1.0, "sq": 1.0, "i": 0.0, "sp": 0.0, "si": 0.0},
        "ceiling": 0.0,
    },
}
NO_DAYS = ("2026-02-30", "2026-13-01", "2026-3-1", "14.3.2026", "today", "", "2026-03-14T12:00")
DAYS = [
    *[("contact", name) for name in ("died", "connected_on", "met_on", "created_on")],
    *[("standing", name) for name in ("stated_on", "snoozed_until", "archived_on")],
    *[("promise", "by_day"), ("promise", "done_on"), ("gesture", "on_day")],
    *[("interaction", "on_day"), ("detail", "stated_on")],
]
BAD = [
    *[(table, column, day) for table, column in DAYS for day in NO_DAYS],
    *[
        ("contact", "birthday", text)
        for text in (
            *("2026-02-30", "1990-13-01", "1990-00-10", "1990-01-00", "--02-30", "--13-01"),
            *("--00-01", "14 Mar", "", "1990", "-03-14"),
        )
    ],
    *[("contact", name, "") for name in ("uid", "name", "org", "role", "location", "met_where")],
    ("contact", "note", ""),
    ("contact", "name", "   "),
    ("contact", "name", None),
    ("contact", "kin", 2),
    ("contact", "kin", "yes"),
    ("contact", "imported", "{"),
    ("contact", "through", 99),
    ("contact", "id", "one"),
    ("contact", "name", b"\xff"),
    ("detail", "contact", 99),
    ("detail", "kind", "fax"),
    ("detail", "value", " "),
    ("detail", "key", ""),
    ("standing", "contact", 99),
    *[("standing", "stated_tier", tier) for tier in (7, 0, -5, "five", 5.5)],
    ("standing", "stated_tier", 5),
    ("standing", "cadence_days", 7),
    ("standing", "pinned", 2),
    ("interaction", "uid", ""),
    *[("interaction", "channel", text) for text in ("pigeon", "Meet", "", None)],
    *[("interaction", "minutes", minutes) for minutes in (0, -1, 10081, 1.5, "ten")],
    *[("interaction", "depth", depth) for depth in (0, 4)],
    ("interaction", "initiator", "us"),
    ("interaction", "two_way", None),
    ("interaction", "pitch", 2),
    ("interaction", "at_ease", 2),
    ("interaction", "valued", -1),
    ("interaction", "n", 0),
    ("interaction", "note", ""),
    ("interaction", "source", "linkedin"),
    ("interaction", "marks", "1m"),
    ("participant", "contact", 99),
    ("participant", "interaction", 99),
    ("participant", "got_psychosocial", 2),
    ("interaction_tag", "interaction", 99),
    ("interaction_tag", "tag", " "),
    ("promise", "contact", 99),
    ("promise", "interaction", 99),
    ("promise", "text", ""),
    ("promise", "whose", "both"),
    ("gesture", "contact", 99),
    ("gesture", "kind", "poke"),
    ("gesture", "side", "us"),
    ("gesture", "text", ""),
    ("setting", "value", None),
    ("tie", "contact", 99),
    ("tie", "d", 3),
    ("tie", "n", 0),
    ("tie", "last", "2026-02-01"),
    ("tie", "s", 0.0),
    ("tie", "s", "much"),
]


def put(conn: sqlite3.Connection, table: str, row: dict[str, Any]) -> None:
    names, marks = ", ".join(row), ", ".join("?" * len(row))
    conn.execute(f"INSERT INTO {table} ({names}) VALUES ({marks})", list(row.values()))


@pytest.fixture
def plain(desk: Desk) -> Iterator[sqlite3.Connection]:
    """The same ledger as another program opens it, with two contacts and two entries."""
    ada, bob = desk.add("Ada Stone"), desk.add("Bob Berg")
    desk.log(ada)
    entry = desk.log(bob)
    desk.conn.execute("DELETE FROM tie")
    assert (ada, bob, entry) == (1, 2, 2)
    with closing(sqlite3.connect(desk.ledger.path, isolation_level=None)) as conn:
        conn.execute("PRAGMA foreign_keys = ON")
        conn.execute("PRAGMA synchronous = OFF")
        yield conn


@pytest.mark.parametrize("table", GOOD)
def test_a_good_row_is_taken(table: str, plain: sqlite3.Connection) -> None:
    put(plain, table, GOOD[table])


@pytest.mark.parametrize(("table", "column", "value"), BAD)
def test_a_bad_value_is_refused_also_from_outside(
    table: str, column: str, value: object, plain: sqlite3.Connection
) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        put(plain, table, {**GOOD[table], column: value})


@pytest.mark.parametrize("day", ["1990-05-01", "--05-01", "--02-29", "2000-02-29"])
def test_a_birthday_may_lack_its_year(day: str, plain: sqlite3.Connection) -> None:
    put(plain, "contact", {**GOOD["contact"], "birthday": day})


@pytest.mark.parametrize(
    ("table", "key"),
    [
        *[("contact", "uid"), ("interaction", "uid"), ("promise", "uid"), ("detail", "key")],
        *[("gesture", "key"), ("setting", "key"), ("participant", "contact")],
    ],
)
def test_what_identifies_a_row_is_taken_once(
    table: str, key: str, plain: sqlite3.Connection
) -> None:
    put(plain, table, GOOD[table])
    with pytest.raises(sqlite3.IntegrityError, match=key):
        put(plain, table, GOOD[table])


def test_nobody_introduces_themselves(plain: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        plain.execute("UPDATE contact SET through = id WHERE id = 1")


def test_a_tie_needs_an_entry_on_or_after_its_first(plain: sqlite3.Connection) -> None:
    with pytest.raises(sqlite3.IntegrityError):
        put(plain, "tie", {**GOOD["tie"], "first": "2026-03-15"})


# --- writes from outside


@pytest.mark.parametrize("table", [table for table in GOOD if table != "tie"])
def test_a_write_from_outside_is_a_step_that_undo_takes_back(
    table: str, desk: Desk, plain: sqlite3.Connection
) -> None:
    before = desk.text()
    put(plain, table, GOOD[table])
    assert desk.text() != before
    assert changes.undo(desk.ledger).what == f"changed outside netledger: {table}"
    assert desk.text() == before


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE contact SET name = 'Eve', folded = 'eve' WHERE id = 1",
        "DELETE FROM interaction WHERE id = 2",
        "DELETE FROM contact WHERE id = 1",
        "UPDATE interaction SET note = 'x', words = 'x'",
    ],
)
def test_any_statement_from_outside_is_taken_back_step_by_step(
    statement: str, desk: Desk, plain: sqlite3.Connection
) -> None:
    before, steps = desk.text(), desk.steps()
    plain.execute(statement)
    changed = desk.steps() - steps
    assert changed
    for _ in range(changed):
        changes.undo(desk.ledger)
    assert desk.text() == before


def test_a_write_from_outside_that_changes_nothing_is_no_step(
    desk: Desk, plain: sqlite3.Connection
) -> None:
    steps = desk.steps()
    plain.execute("UPDATE contact SET name = name")
    assert desk.steps() == steps


def test_undoing_a_write_from_outside_brings_the_tie_back(
    desk: Desk, plain: sqlite3.Connection
) -> None:
    desk.log(1, on=TODAY)
    before = desk.ties()
    plain.execute("UPDATE interaction SET on_day = '2020-01-01' WHERE id = 1")
    changes.undo(desk.ledger)
    assert desk.ties()[1] == before[1]


def test_notes_from_outside_are_searched(desk: Desk, plain: sqlite3.Connection) -> None:
    plain.execute("UPDATE interaction SET note = 'Tulips', words = 'tulips' WHERE id = 1")
    query = "SELECT rowid FROM note_words WHERE note_words MATCH 'tulips'"
    assert desk.conn.execute(query).fetchall() == [(1,)]


def test_every_table_is_logged_or_known_not_to_be(desk: Desk) -> None:
    from netledger.ledger.migrations import LOGGED

    tables = {
        name
        for (name,) in desk.conn.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")
        if not name.startswith(("sqlite_", "note_words", "contact_words", "detail_words"))
    }
    assert tables - LOGGED.keys() == {
        "step", "current", "change", "tie", "shown", "name_word",
    }  # fmt: skip


def test_every_table_is_strict(desk: Desk) -> None:
    loose = [
        row[1]
        for row in desk.conn.execute("PRAGMA table_list")
        if row[0] == "main" and row[2] == "table" and not row[5]
        if not row[1].startswith(("sqlite_", "note_words", "contact_words", "detail_words"))
    ]
    assert loose == []


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE contact SET created_on = '0000-05-05'",
        "UPDATE contact SET birthday = '0000-05-05'",
        "UPDATE contact SET imported = '[1]'",
        "UPDATE contact SET imported = 'no json'",
        "INSERT INTO setting VALUES ('rest_until', 'soon')",
    ],
)
def test_what_python_could_not_read_back_is_refused(desk: Desk, statement: str) -> None:
    desk.add("Ada")
    with pytest.raises(sqlite3.IntegrityError), desk.ledger.step("from outside"):
        desk.conn.execute(statement)
