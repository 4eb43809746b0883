"""The speed benchmark: what it makes is sound, what it times is timed, and no peer can stop it."""

from __future__ import annotations

import sqlite3
import sys
import unicodedata
from contextlib import closing
from pathlib import Path
from typing import Any

import pytest

from netledger.ledger import ties
from netledger.ledger.connection import open_ledger

command: Any = pytest.importorskip("benchmarks.speed.__main__")
ledgers: Any = pytest.importorskip("benchmarks.speed.ledgers")
linkedin: Any = pytest.importorskip("benchmarks.speed.linkedin")
made_up: Any = pytest.importorskip("benchmarks.speed.people")
peers: Any = pytest.importorskip("benchmarks.speed.peers")
programs: Any = pytest.importorskip("benchmarks.speed.programs")
report: Any = pytest.importorskip("benchmarks.speed.report")
timing: Any = pytest.importorskip("benchmarks.speed.timing")

SIZE = made_up.Size(120, 900)
ENVIRONMENT = {"PATH": "/usr/bin:/bin", "LANG": "C.UTF-8"}


@pytest.fixture(scope="module")
def ledger(tmp_path_factory: pytest.TempPathFactory) -> Path:
    path = tmp_path_factory.mktemp("speed") / "ledger.db"
    ledgers.make(path, SIZE)
    return path


def python(code: str, *, on_terminal: bool = False) -> Any:
    words = (sys.executable, "-I", "-c", code)
    return timing.Case("python", code, words, ENVIRONMENT, on_terminal)


# --- what it makes


def test_people_and_talks_are_the_same_at_every_run() -> None:
    known = made_up.people(SIZE)
    assert known == made_up.people(SIZE)
    assert list(made_up.talks(SIZE, known)) == list(made_up.talks(SIZE, known))
    assert len(known) == SIZE.contacts
    assert [one.name for one in known].count(made_up.WHO) == 1


def test_names_are_of_several_scripts() -> None:
    letters = {
        unicodedata.name(char, "?").split()[0]
        for one in made_up.people(made_up.Size(1000, 0))
        for char in one.name
        if char.isalpha()
    }
    assert {"LATIN", "ARABIC", "HEBREW", "CYRILLIC", "GREEK", "CJK", "HANGUL"} <= letters


def test_a_few_are_met_often_and_many_never() -> None:
    known = made_up.people(SIZE)
    times = dict.fromkeys((one.id for one in known), 0)
    for talk in made_up.talks(SIZE, known):
        for who in talk.people:
            times[who] += 1
    assert max(times.values()) > 3 * SIZE.entries / SIZE.contacts
    assert sum(not many for many in times.values()) >= SIZE.contacts // 4


def test_a_ledger_is_of_the_size_and_its_ties_are_those_of_its_entries(ledger: Path) -> None:
    opened = open_ledger(ledger, ledgers.NOW)
    conn = opened.conn
    counted = [
        conn.execute(f"SELECT count(*) FROM {table}").fetchone()[0]
        for table in ("contact", "interaction")
    ]
    assert counted == [SIZE.contacts, SIZE.entries]
    held = {row[0]: row[1:3] for row in conn.execute("SELECT contact, n, d FROM tie")}
    assert held == {id: (tie.n, tie.d) for id, tie in ties.computed(conn)}
    assert conn.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert not conn.execute("PRAGMA foreign_key_check").fetchall()
    changes = conn.execute("SELECT count(*) FROM change WHERE tbl = 'interaction'").fetchone()
    assert changes == (SIZE.entries,)
    opened.close()


def test_a_ledger_that_is_there_is_not_made_again(ledger: Path) -> None:
    assert ledgers.make(ledger, SIZE) == 0


def test_an_export_has_all_that_it_should(tmp_path: Path) -> None:
    export = tmp_path / "export.zip"
    linkedin.write(export, 60, 400)
    fresh = tmp_path / "fresh.db"
    environment = programs.environment(tmp_path, fresh)
    words = (*programs.started_by(tmp_path), "import", "linkedin", str(export))
    watch = timing.Stopwatch()
    watch.run(timing.Case("netledger", "import", words, environment), timing.Timed())
    watch.close()
    with closing(sqlite3.connect(fresh)) as conn:
        assert conn.execute("SELECT count(*) FROM contact").fetchone() == (60,)
        assert conn.execute("SELECT sum(n) FROM interaction").fetchone() == (400,)


# --- how it times


@pytest.fixture
def watch() -> Any:
    one = timing.Stopwatch()
    yield one
    one.close()


def test_a_run_is_timed_and_weighed(watch: Any) -> None:
    pytest.importorskip("termios", reason="the stopwatch is made for Unix")
    timed = timing.Timed()
    watch.run(python("import time; x = bytearray(60_000_000); time.sleep(0.2)"), timed)
    assert 0.2 <= timed.wall < 20
    assert 0 < timed.cpu < timed.wall
    assert 60 < timed.megabytes < 120


def test_the_processor_time_of_what_a_command_starts_counts(watch: Any) -> None:
    busy = "import time; t = time.process_time()\nwhile time.process_time() < t + 0.3: pass"
    timed = timing.Timed()
    code = f"import subprocess, sys; subprocess.run([sys.executable, '-c', {busy!r}])"
    watch.run(python(code.replace("\n", ";")), timed)
    assert timed.cpu >= 0.3


def test_a_terminal_is_one(watch: Any) -> None:
    code = "import sys; sys.exit(not (sys.stdin.isatty() and sys.stdout.isatty()))"
    watch.run(python(code, on_terminal=True), timing.Timed())
    with pytest.raises(timing.TimingError):
        watch.run(python(code), timing.Timed())


def test_what_fails_is_left_out_with_its_last_word(watch: Any) -> None:
    wrong = python("print('first', flush=True); raise SystemExit('the paper is out')")
    right = python("pass")
    found, failed = timing.compare(watch, [wrong, right], rounds=2)
    assert list(found) == [right]
    assert len(found[right].walls) == 2
    assert len(failed) == 1
    assert failed[0].endswith("ended with 1: the paper is out")


def test_what_prints_much_comes_to_an_end(watch: Any) -> None:
    watch.run(python("print('x' * 5_000_000)"), timing.Timed())
    watch.run(python("print('x' * 500_000)", on_terminal=True), timing.Timed())


def test_a_program_that_is_not_there_is_said_to_be_so(watch: Any) -> None:
    case = timing.Case("gone", "run", ("/nowhere/gone",), ENVIRONMENT)
    with pytest.raises(timing.TimingError, match="gone"):
        watch.run(case, timing.Timed())
    watch.run(python("pass"), timing.Timed())


# --- what it says


def test_the_whole_run_on_the_smallest(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(command, "QUICK_ROUNDS", 1)
    monkeypatch.setattr(command, "SIZES", (made_up.SMALL,))
    assert command.main(["--quick", "--markdown", "--folder", str(tmp_path)]) == 0
    out, _ = capsys.readouterr()
    for what in (*programs.COMMANDS, "python -c pass", "typer: one query", "due, terminal"):
        assert f"| {what} |" in out
    assert "| due: CPU ÷ python" in out
    assert not list(tmp_path.glob("work.db*"))


def timed(cpu: float) -> Any:
    return timing.Timed([cpu], [cpu], [20_480])


def test_a_target_is_met_only_if_it_is_at_every_size() -> None:
    def at(due: float) -> dict[tuple[str, str], Any]:
        return {
            ("python", timing.BARE): timed(0.01),
            (programs.NETLEDGER, "due"): timed(due),
        }

    table = report.targets({"few": at(0.05), "many": at(0.09)}, [], large=False)
    rows = {row[0]: row[1:] for row in table.rows}
    assert rows["due: CPU ÷ python, at each size"] == ("8", "5.00 · 9.00", "no")
    assert rows["due: the largest ledger ÷ the smallest"] == ("1.3", "1.80", "no")
    table = report.targets({"few": at(0.05), "many": at(0.06)}, [], large=False)
    assert all(row[-1] == "yes" for row in table.rows)


def test_being_slower_than_a_python_peer_is_said() -> None:
    times = {
        ("python", timing.BARE): timed(0.01),
        (programs.NETLEDGER, "due"): timed(0.05),
        ("khard", "due"): timed(0.04),
        ("abook", "due"): timed(0.01),
    }
    table = report.targets({"few": times}, [], large=False)
    assert table.rows[-1][2:] == ("due (khard)", "no")


# --- peers


def test_a_peer_that_can_not_be_had_is_one_plain_line(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    def refuse(*_: Any) -> str:
        raise peers.PeerError("no such package")

    monkeypatch.setattr(peers, "_done", refuse)
    monkeypatch.setattr(peers.shutil, "which", lambda _: None)
    assert command._had(tmp_path) == {}
    lines = capsys.readouterr().err.splitlines()
    assert len(lines) == len(peers.PEERS)
    assert all(line.startswith("left out: ") for line in lines)


def test_a_peer_is_not_tried_beyond_its_size(tmp_path: Path) -> None:
    (peer,) = (one for one in peers.PEERS if one.upto)
    with pytest.raises(peers.PeerError, match="not tried beyond"):
        peers.cases(peer, "program", tmp_path, made_up.LARGE, {})


@pytest.mark.parametrize("name", ["khard", "todoman", "abook"])
def test_data_of_a_peer_hold_everybody(name: str, tmp_path: Path) -> None:
    (peer,) = (one for one in peers.PEERS if one.name == name)
    cases = peers.cases(peer, "program", tmp_path, SIZE, {"PYTHONPATH": "src", "HOME": "h"})
    assert {case.what for case in cases} <= programs.COMMANDS.keys()
    assert all("PYTHONPATH" not in case.environment for case in cases)
    written = "".join(
        path.read_text("utf-8") for path in sorted(tmp_path.rglob("*")) if path.is_file()
    )
    assert all(one.name in written for one in made_up.people(SIZE))
