"""Opening a ledger: made privately, migrated whole or not at all, and nobody else's file."""

from __future__ import annotations

import json
import sqlite3
import stat
import threading
from contextlib import closing
from multiprocessing import get_context
from pathlib import Path

import pytest

from netledger.errors import NetledgerError
from netledger.ledger import migrations
from netledger.ledger.connection import APPLICATION_ID, open_ledger

from .desk import NOW, Desk


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "deep" / "er" / "ledger.db"


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def made(path: Path) -> None:
    open_ledger(path, NOW).close()


# --- the file


def test_a_ledger_is_made_on_first_use_for_the_users_eyes_alone(path: Path) -> None:
    made(path)
    assert mode(path) == 0o600


def test_the_folders_that_are_made_are_for_the_user_alone(path: Path) -> None:
    made(path)
    assert (mode(path.parent), mode(path.parent.parent)) == (0o700, 0o700)


def test_a_folder_that_stood_is_left_as_it_is(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.parent.chmod(0o755)
    made(path)
    assert mode(path.parent) == 0o755


def test_the_journal_is_as_private_as_the_ledger(path: Path) -> None:
    with closing(open_ledger(path, NOW)) as ledger:
        ledger.conn.execute("INSERT INTO setting VALUES ('a', 'b')")
        beside = sorted(path.parent.iterdir())
        assert [one.name for one in beside] == ["ledger.db", "ledger.db-shm", "ledger.db-wal"]
        assert {mode(one) for one in beside} == {0o600}


def test_a_ledger_that_a_link_points_to_is_made_for_the_user_alone(path: Path) -> None:
    path.parent.mkdir(parents=True)
    target = path.with_name("elsewhere.db")
    path.symlink_to(target)
    made(path)
    assert mode(target) == 0o600


def test_a_ledger_writes_ahead_and_keeps_foreign_keys(path: Path) -> None:
    with closing(open_ledger(path, NOW)) as ledger:
        assert ledger.conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)
        assert ledger.conn.execute("PRAGMA foreign_keys").fetchone() == (1,)


def test_an_empty_file_becomes_a_ledger(path: Path) -> None:
    path.parent.mkdir(parents=True)
    path.touch()
    with closing(open_ledger(path, NOW)) as ledger:
        assert ledger.conn.execute("SELECT count(*) FROM contact").fetchone() == (0,)


def test_opening_again_changes_nothing(path: Path) -> None:
    made(path)
    before = path.read_bytes()
    made(path)
    assert path.read_bytes() == before


def test_a_name_with_marks_of_a_uri_is_only_a_name(tmp_path: Path) -> None:
    path = tmp_path / "a?mode=memory#b%20c.db"
    made(path)
    assert path.stat().st_size


# --- what is refused


def test_a_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NetledgerError, match="folder"):
        open_ledger(tmp_path, NOW)


def test_a_file_in_place_of_a_folder_is_refused(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(NetledgerError):
        open_ledger(tmp_path / "file" / "ledger.db", NOW)


@pytest.mark.parametrize(
    "content",
    [b"name,org\nAda,Bakery\n" * 300, b"x\n", b"\0" * 5000, b"SQLite format 3\0" + b"x" * 99],
)
def test_what_is_no_database_is_refused_and_left(content: bytes, tmp_path: Path) -> None:
    path = tmp_path / "ledger.db"
    path.write_bytes(content)
    with pytest.raises(NetledgerError, match="not a netledger ledger"):
        open_ledger(path, NOW)
    assert path.read_bytes() == content


def test_a_database_of_another_program_is_refused_and_left(tmp_path: Path) -> None:
    path = tmp_path / "places.db"
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("CREATE TABLE places (id)")
    before = path.read_bytes()
    with pytest.raises(NetledgerError, match="another program"):
        open_ledger(path, NOW)
    assert path.read_bytes() == before
    assert [one.name for one in tmp_path.iterdir()] == ["places.db"]


def test_a_newer_schema_is_refused_and_left(path: Path) -> None:
    made(path)
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA user_version = 99")
    with pytest.raises(NetledgerError, match="newer netledger") as raised:
        open_ledger(path, NOW)
    assert "Upgrade" in str(raised.value.hint)
    with closing(sqlite3.connect(path)) as conn:
        assert conn.execute("PRAGMA user_version").fetchone() == (99,)


# --- migrations

FIRST = migrations.script("001_ledger.sql")
SECOND = """
ALTER TABLE contact ADD COLUMN pronouns TEXT CHECK (pronouns <> '');
CREATE TABLE place (id INTEGER PRIMARY KEY) STRICT;
"""


def test_a_migration_that_fails_half_way_leaves_the_version_before(path: Path) -> None:
    made(path)
    with closing(sqlite3.connect(path, isolation_level=None)) as conn:
        before = conn.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
        with pytest.raises(sqlite3.OperationalError):
            migrations.migrate(conn, (FIRST, SECOND + "CREATE TABLE contact (x);"), APPLICATION_ID)
        assert not conn.in_transaction
        assert conn.execute("PRAGMA user_version").fetchone() == (1,)
        after = conn.execute("SELECT name, sql FROM sqlite_schema ORDER BY name").fetchall()
        assert after == before


def test_a_first_migration_that_fails_leaves_a_blank_file(tmp_path: Path) -> None:
    with closing(sqlite3.connect(tmp_path / "l.db", isolation_level=None)) as conn:
        with pytest.raises(sqlite3.OperationalError):
            migrations.migrate(conn, (FIRST + "CREATE TABLE contact (x);",), APPLICATION_ID)
        assert conn.execute("SELECT count(*) FROM sqlite_schema").fetchone() == (0,)
        assert conn.execute("PRAGMA application_id").fetchone() == (0,)


def test_a_comment_or_a_trigger_does_not_break_a_script_apart() -> None:
    script = (
        "-- one; two\nCREATE TABLE a (b);\nCREATE TRIGGER t AFTER INSERT ON a BEGIN\n"
        "  SELECT 1;\n  SELECT ';';\nEND;\n"
    )
    assert len(migrations.statements(script)) == 2


@pytest.fixture
def old(path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ledger of version 1 with one contact, where netledger has come to know version 2."""
    with closing(open_ledger(path, NOW)) as ledger:
        Desk(ledger).add("Ada Stone")
    scripts = {"001_ledger.sql": FIRST, "002_more.sql": SECOND}
    monkeypatch.setattr(migrations, "MIGRATIONS", tuple(scripts))
    monkeypatch.setattr(migrations, "script", scripts.__getitem__)
    return path


def copies(path: Path) -> list[Path]:
    return [one for one in path.parent.iterdir() if ".schema-" in one.name]


def test_a_migration_brings_the_ledger_to_the_newest_version(old: Path) -> None:
    with closing(open_ledger(old, NOW)) as ledger:
        assert ledger.conn.execute("PRAGMA user_version").fetchone() == (2,)
        assert ledger.conn.execute("SELECT name, pronouns FROM contact").fetchall() == [
            ("Ada Stone", None)
        ]


def test_a_migration_first_puts_a_private_copy_beside_the_ledger(old: Path) -> None:
    made(old)
    (copy,) = copies(old)
    assert mode(copy) == 0o600
    with closing(sqlite3.connect(copy)) as conn:
        assert conn.execute("PRAGMA user_version").fetchone() == (1,)
        assert conn.execute("SELECT name FROM contact").fetchall() == [("Ada Stone",)]


def test_no_copy_is_made_where_nothing_is_migrated(old: Path) -> None:
    made(old)
    made(old)
    assert len(copies(old)) == 1


def test_a_new_ledger_needs_no_copy(old: Path) -> None:
    fresh = old.with_name("fresh.db")
    made(fresh)
    assert copies(old) == []


def test_a_migration_that_fails_can_be_tried_again_at_once(
    old: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    good = migrations.script
    monkeypatch.setattr(migrations, "script", lambda name: good(name) + "\nSELECT nothing;\n")
    with pytest.raises((NetledgerError, sqlite3.Error)):
        open_ledger(old, NOW)
    monkeypatch.setattr(migrations, "script", good)
    with closing(open_ledger(old, NOW)) as ledger:
        assert ledger.conn.execute("PRAGMA user_version").fetchone() == (2,)


def test_the_change_log_covers_a_column_that_a_migration_adds(old: Path) -> None:
    with closing(open_ledger(old, NOW)) as ledger:
        with ledger.step("edit"):
            ledger.conn.execute("UPDATE contact SET pronouns = 'she'")
        (after,) = ledger.conn.execute("SELECT after FROM change ORDER BY id DESC").fetchone()
        assert json.loads(after)["pronouns"] == "she"


def test_what_was_done_before_a_migration_can_be_taken_back_after_it(old: Path) -> None:
    from netledger.ledger import changes

    with closing(open_ledger(old, NOW)) as ledger:
        changes.undo(ledger)
        assert ledger.conn.execute("SELECT count(*) FROM contact").fetchone() == (0,)


# --- two at once


def _open_and_add(path: str, name: str) -> None:
    with closing(open_ledger(Path(path), NOW)) as ledger:
        Desk(ledger).add(name)


def test_two_threads_may_make_the_ledger_at_once(path: Path) -> None:
    failed: list[BaseException] = []
    ready = threading.Barrier(4)

    def work(number: int) -> None:
        ready.wait()
        try:
            _open_and_add(str(path), f"Person {number}")
        except BaseException as error:  # noqa: BLE001, RUF100 (told to the test)
            failed.append(error)

    threads = [threading.Thread(target=work, args=(number,)) for number in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failed == []
    with closing(open_ledger(path, NOW)) as ledger:
        assert ledger.conn.execute("SELECT count(*) FROM contact").fetchone() == (4,)


def test_two_processes_may_make_the_ledger_at_once(path: Path) -> None:
    context = get_context("fork")
    both = [context.Process(target=_open_and_add, args=(str(path), name)) for name in "ab"]
    for process in both:
        process.start()
    for process in both:
        process.join()
    assert [process.exitcode for process in both] == [0, 0]
    with closing(open_ledger(path, NOW)) as ledger:
        assert ledger.conn.execute("SELECT count(*) FROM contact").fetchone() == (2,)


def test_a_reader_is_not_held_up_by_a_writer(path: Path) -> None:
    with closing(open_ledger(path, NOW)) as writer, writer.step("write"):
        writer.conn.execute("INSERT INTO setting VALUES ('a', 'b')")
        with closing(open_ledger(path, NOW)) as reader:
            assert reader.conn.execute("SELECT count(*) FROM setting").fetchone() == (0,)


def test_a_copy_in_the_ledgers_place_gets_its_log_again(path: Path) -> None:
    open_ledger(path, NOW).close()
    with closing(sqlite3.connect(path)) as conn:
        conn.execute("PRAGMA journal_mode = DELETE")
    with closing(open_ledger(path, NOW)) as ledger:
        assert ledger.conn.execute("PRAGMA journal_mode").fetchone() == ("wal",)
