"""What a command typed daily asks of the ledger, in numbers that no machine changes.

Four ledgers are compared. Twelve entries of one person are the same in all of them: what else
is in a ledger must not cost more SQL statements, nor may entries of others cost anything at all,
but that they decide which ties are within reach of a circle.
"""

from __future__ import annotations

import gc
import re
import shutil
import sqlite3
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest

from netledger.__main__ import main
from netledger.domain import names
from netledger.ledger import ties
from netledger.ledger.connection import open_ledger

TODAY: Final = date(2026, 3, 16)
NOW: Final = datetime(2026, 3, 16, 12, tzinfo=UTC)
OWN: Final = 12  # entries of Ada, in every ledger
COMPLETING: Final = "completing a name"
# For a usual time, due looks at the last twenty entries of each of the five that it asks for.
LOOKED_AT: Final = {"due --minutes": 5 * 20 * 30}
# Reading the ties within reach of a circle, each in some thirty steps, of which there may be as
# many more as there are places.
WITHIN_REACH: Final = 150 * 30
COMMANDS: Final[dict[str, tuple[str, ...]]] = {
    "due": ("due",),
    "due --minutes": ("due", "--minutes", "20"),
    "log": ("log", "ada", "coffee and a walk"),
    "log, a sentence": ("log", "coffee with ada yesterday"),
    "snooze": ("snooze", "ada", "2w"),
    "done": ("done", "1"),
    "unlog": ("unlog", str(OWN)),
    "show": ("show", "ada"),
    "list": ("list", "--limit", "20"),
    "score": ("score", "ada"),
    COMPLETING: (),
}
# Steps of SQLite's virtual machine that one more contact may cost.
STEPS_PER_CONTACT: Final = {
    "due": 70,
    "due --minutes": 75,
    "log": 150,
    "log, a sentence": 250,
    "snooze": 22,
    "done": 1,
    "unlog": 150,
    "show": 85,
    "list": 55,
    "score": 85,
    COMPLETING: 8,
}
# A contact outside the circles costs nothing; but Ada has introduced all of them, and is shown so.
STEPS_PER_OUTSIDER: Final = {**dict.fromkeys(COMMANDS, 0), "show": 3}
_CLAUSE: Final = re.compile(
    r"\b(?:FROM|JOIN|INTO|UPDATE)\s+(interaction|participant)\b(?:\s+(?:AS\s+)?(\w+))?", re.I
)
_PLANNED: Final = ("SELECT", "INSERT", "UPDATE", "DELETE", "WITH")


@dataclass
class Asked:
    """What a command asked of SQLite: its statements, and the steps that they took."""

    statements: list[str] = field(default_factory=list)
    steps: int = 0

    def step(self) -> int:
        """Count one step; 0 says: go on."""
        self.steps += 1
        return 0


def build(path: Path, contacts: int, entries: int) -> None:
    """Make a ledger; Ada, the first in it, has as many entries in each."""
    ledger = open_ledger(path, NOW)
    with ledger.step("made for a test"):
        people = [
            ("Ada Winter", None),
            *((f"Person {k:05} Doe", 1) for k in range(2, contacts + 1)),
        ]
        ledger.conn.executemany(
            """INSERT INTO contact (id, uid, name, folded, words, org, birthday, through,
                 created_on) VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                (id, f"c{id}", name, names.fold(name), names.fold(name), f"Org {id % 9}",
                 f"--{id % 12 + 1:02}-{id % 28 + 1:02}" if id % 7 == 0 else None, through,
                 "2016-01-01")
                for id, (name, through) in enumerate(people, start=1)
            ),
        )  # fmt: skip
        ledger.conn.executemany(
            "INSERT INTO detail (contact, kind, value, key) VALUES (?1, 'email', ?2, ?2)",
            ((id, f"p{id}@example.org") for id in range(1, contacts + 1)),
        )
        ledger.conn.executemany(
            """INSERT INTO interaction (id, uid, on_day, channel, note, words, depth)
               VALUES (?, ?, ?, 'meet', ?, ?, ?)""",
            (
                (k, f"e{k}", (TODAY - timedelta(days=40 + 7 * k % 2000)).isoformat(),
                 *(("A walk",  "a walk") if k % 3 else (None, None)), k % 3 + 1)
                for k in range(1, entries + 1)
            ),
        )  # fmt: skip
        others = contacts - 1
        ledger.conn.executemany(
            "INSERT INTO participant (contact, interaction, got_psychosocial) VALUES (?, ?, ?)",
            (
                (1 if k <= OWN else 2 + k % others, k, int(k % 5 == 0))
                for k in range(1, entries + 1)
            ),
        )
        ledger.conn.executemany(
            "INSERT INTO promise (uid, contact, text, whose, by_day) VALUES (?, ?, ?, 'me', ?)",
            ((f"p{k}", k, "send the paper", "2026-03-17") for k in range(1, 4)),
        )
        ties.rebuild(ledger.conn)
    ledger.close()


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Path]:
    """The ledgers, to be copied."""
    folder = tmp_path_factory.mktemp("ledgers")
    sizes = {
        "small": (30, 300),
        "large": (300, 3000),
        "long": (300, 30_000),
        "wide": (3000, 30_000),
    }
    paths = {name: folder / f"{name}.db" for name in sizes}
    for name, path in paths.items():
        build(path, *sizes[name])
    return paths


@pytest.fixture(autouse=True)
def _gc_stays_on() -> Iterator[None]:
    yield
    gc.enable()


def asked(
    command: str, ledger: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> tuple[Asked, Path]:
    """Run a command on a copy of a ledger; return what it asked of SQLite, and the copy."""
    copy = tmp_path / ledger.name
    shutil.copy(ledger, copy)
    for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(tmp_path))
    monkeypatch.setenv("NETLEDGER_LEDGER", str(copy))
    monkeypatch.setenv("NETLEDGER_NOW", NOW.isoformat())
    if command == COMPLETING:
        monkeypatch.setenv("_NETLEDGER_COMPLETE", "complete_bash")
        monkeypatch.setenv("COMP_WORDS", "netledger show ad")
        monkeypatch.setenv("COMP_CWORD", "2")
    monkeypatch.setattr("sys.argv", ["netledger", *COMMANDS[command]])
    seen = Asked()
    connect = sqlite3.connect

    def watched(*arguments: Any, **more: Any) -> sqlite3.Connection:
        conn: sqlite3.Connection = connect(*arguments, **more)
        conn.set_trace_callback(seen.statements.append)
        conn.set_progress_handler(seen.step, 1)
        return conn

    monkeypatch.setattr(sqlite3, "connect", watched)
    with pytest.raises(SystemExit) as left:
        main()
    monkeypatch.setattr(sqlite3, "connect", connect)
    assert not left.value.code
    assert seen.statements
    return seen, copy


def scans(statement: str, conn: sqlite3.Connection) -> list[str]:
    """Return the lines of a statement's plan that read through all entries or all who took part."""
    bare = statement.lstrip()
    if not bare.upper().startswith(_PLANNED):
        return []
    called = {name.lower() for found in _CLAUSE.findall(bare) for name in found if name}
    plan = [row[3] for row in conn.execute(f"EXPLAIN QUERY PLAN {bare}")]
    return [
        line
        for line in plan
        if (at := re.match(r"SCAN (?:TABLE )?(\w+)", line)) and at[1].lower() in called
    ]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_larger_ledger_takes_no_more_statements(
    command: str, made: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, _ = asked(command, made["small"], tmp_path, monkeypatch)
    large, _ = asked(command, made["large"], tmp_path, monkeypatch)
    assert len(large.statements) <= len(small.statements), "\n".join(large.statements)


@pytest.mark.parametrize("command", COMMANDS)
def test_no_daily_command_reads_through_the_entries(
    command: str, made: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    seen, ledger = asked(command, made["large"], tmp_path, monkeypatch)
    conn = sqlite3.connect(ledger)
    found = {
        f"{line}: {' '.join(statement.split())[:300]}"
        for statement in dict.fromkeys(seen.statements)
        for line in scans(statement, conn)
    }
    conn.close()
    assert not found, "\n".join(sorted(found))


@pytest.mark.parametrize("command", COMMANDS)
def test_entries_of_others_cost_nothing(
    command: str, made: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large, _ = asked(command, made["large"], tmp_path, monkeypatch)
    long, _ = asked(command, made["long"], tmp_path, monkeypatch)
    # A hundredth: what is sorted may stand in another order.
    assert long.steps <= 1.01 * large.steps + WITHIN_REACH + LOOKED_AT.get(command, 0)


@pytest.mark.parametrize("command", COMMANDS)
def test_a_contact_outside_the_circles_costs_next_to_nothing(
    command: str, made: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    large, _ = asked(command, made["large"], tmp_path, monkeypatch)
    wide, _ = asked(command, made["wide"], tmp_path, monkeypatch)
    assert (wide.steps - large.steps - WITHIN_REACH) / 2700 <= STEPS_PER_OUTSIDER[command]


@pytest.mark.parametrize("command", COMMANDS)
def test_a_contact_costs_so_many_steps(
    command: str, made: dict[str, Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    small, _ = asked(command, made["small"], tmp_path, monkeypatch)
    large, _ = asked(command, made["large"], tmp_path, monkeypatch)
    assert (large.steps - small.steps) / 270 <= STEPS_PER_CONTACT[command]


def test_the_scan_of_a_whole_table_is_seen(made: dict[str, Path]) -> None:
    conn = sqlite3.connect(made["small"])
    assert scans("SELECT note FROM interaction i WHERE minutes = 3", conn)
    assert scans("SELECT count(*) FROM participant AS q WHERE got_psychosocial", conn)
    assert not scans("SELECT text FROM promise p", conn)
    assert not scans("SELECT note FROM interaction WHERE id = 3", conn)
    conn.close()
