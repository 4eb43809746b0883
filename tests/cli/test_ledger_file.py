"""The file that the ledger is: private, never mistaken, and copied whole."""

from __future__ import annotations

import sqlite3
import stat
import sys
from contextlib import closing
from pathlib import Path

import pytest

from .program import Netledger


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@pytest.mark.skipif(sys.platform == "win32", reason="modes are POSIX")
def test_a_ledger_is_made_on_first_use_for_its_owner_alone(netledger: Netledger) -> None:
    netledger.ok("log", "Ada Stone", "tea", "--new")
    assert mode(netledger.ledger) == 0o600
    assert mode(netledger.ledger.parent) == 0o700
    stood = netledger.home / "stood"
    stood.mkdir(mode=0o755)
    netledger.ok("--ledger", stood / "other.db", "list")
    assert (mode(stood / "other.db"), mode(stood)) == (0o600, 0o755)
    default = netledger.on(netledger.now, NETLEDGER_LEDGER="")
    default.ok("list")
    assert mode(netledger.home / "data" / "netledger" / "ledger.db") == 0o600
    netledger.ok("export", "json", "out.json")
    assert mode(netledger.home / "out.json") == 0o600


def test_which_ledger_is_used(netledger: Netledger) -> None:
    default = netledger.on(netledger.now, NETLEDGER_LEDGER="")
    default.ok("config", "ledger", str(netledger.home / "by-config.db"))
    netledger.ok("log", "In Environment", "x", "--new")
    default.ok("log", "In Config", "x", "--new")
    netledger.ok("log", "In Option", "x", "--new", "--ledger", netledger.home / "option.db")
    assert list(netledger.ids()) == ["In Environment"]
    assert list(default.ids()) == ["In Config"]
    assert list(default.ids(f"--ledger={netledger.home / 'option.db'}")) == ["In Option"]


def test_a_url_is_refused_in_a_plain_sentence(netledger: Netledger) -> None:
    for url in ("postgresql://u:secret@host/db", "sqlite:///x.db", "https://example.org/l.db"):
        said = netledger.refused(1, "--ledger", url, "list")
        assert "URL" in said
    assert not list(netledger.home.glob("*:*"))


def test_what_is_no_ledger_is_refused_and_left_alone(netledger: Netledger) -> None:
    text = netledger.file("text.db", "a text of some length, and no database at all" * 50)
    other = netledger.home / "other.db"
    with closing(sqlite3.connect(other)) as conn:
        conn.execute("CREATE TABLE song (title TEXT)")
        conn.commit()
    for path in (text, other):
        held = path.read_bytes()
        for words in (("list",), ("log", "Ada Stone", "tea", "--new")):
            said = netledger.refused(1, "--ledger", path, *words)
            assert path.name in said
        assert path.read_bytes() == held
    assert "folder" in netledger.refused(1, "--ledger", netledger.home, "list")


def test_a_newer_schema_is_refused_and_left_alone(netledger: Netledger) -> None:
    netledger.ok("log", "Ada Stone", "tea", "--new")
    with closing(sqlite3.connect(netledger.ledger)) as conn:
        conn.execute("PRAGMA user_version = 99")
    for words in (("list",), ("log", "ada", "tea")):
        said = netledger.refused(1, *words)
        assert "newer" in said
        assert "99" in said


def test_a_copy_is_whole_and_private_and_replaces_nothing(netledger: Netledger) -> None:
    netledger.ok("log", "Ada Stone", "tea", "--new")
    before = netledger.everything()
    copy = netledger.home / "copy.db"
    netledger.ok("backup", "create", copy)
    assert mode(copy) == 0o600
    netledger.ok("log", "ada", "coffee")
    moved = netledger.on(netledger.now, NETLEDGER_LEDGER=str(copy))
    assert moved.everything() == before
    held = copy.read_bytes()
    assert "copy.db" in netledger.refused(1, "backup", "create", copy)
    assert copy.read_bytes() == held
    dated = Path(netledger.json("backup")["path"])
    assert dated.exists()
    assert mode(dated) == 0o600


@pytest.mark.parametrize(
    "missing", ["DROP TABLE introduction", "ALTER TABLE contact RENAME COLUMN org TO firm"]
)
def test_a_ledger_of_other_tables_is_named_so_and_left_alone(
    netledger: Netledger, missing: str
) -> None:
    netledger.ok("log", "Ada Stone", "tea", "--new", "--todo", "send the book")
    with closing(sqlite3.connect(netledger.ledger, isolation_level=None)) as conn:
        conn.execute("PRAGMA legacy_alter_table = ON")
        for (trigger,) in conn.execute(
            "SELECT name FROM sqlite_schema WHERE type = 'trigger'"
        ).fetchall():
            conn.execute(f'DROP TRIGGER "{trigger}"')
        conn.execute(missing)
    before = netledger.ledger.read_bytes()
    said = netledger.refused(1, "brief", "ada")
    assert "tables are not those of this version" in said
    assert "disk space" not in said
    assert netledger.ledger.read_bytes() == before
