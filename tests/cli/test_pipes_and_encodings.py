"""Where the output goes: a pipe, a narrow terminal, a closed pipe, a console short of letters."""

from __future__ import annotations

import csv
import io
import re
import shlex
import subprocess

import pytest

from .program import Netledger, Ran

LONG = "Maximiliana Featherstonehaugh-Cholmondeley"
ORG = "The Very Long Company Name of Greater Larkhill and Sons"
ROLE = "Assistant to the Deputy Regional Manager"
NOTE = "talked at length about " + ", ".join(f"matter number {n}" for n in range(20))
FOREIGN = ["Łukasz Țurcanu", "株式会社 さくら", "\U0001f680 Growth", "Zoë Šmit"]


@pytest.fixture
def long(netledger: Netledger) -> Netledger:
    """The program on a ledger with one long name, in the circles and overdue."""
    netledger.ok(
        "add", LONG, "--org", ORG, "--role", ROLE, "--tier", "5", "--email",
        "maximiliana.featherstonehaugh@example.org",
    )  # fmt: skip
    netledger.ok("log", "1", NOTE, "--on", "2026-01-02")
    return netledger


LOOKS = [
    ("list",), ("due",), ("show", "1"), ("score",), ("score", "1"), ("tiers",), ("history",),
    ("search", "matter"), ("prune",),
]  # fmt: skip


def test_a_pipe_gets_whole_lines_without_colour_whatever_the_width(long: Netledger) -> None:
    for words in LOOKS:
        narrow = long.on(long.now, COLUMNS="40").ok(*words)
        assert b"\x1b" not in narrow.raw, words
        assert narrow.raw == long.ok(*words).raw, words
    line = next(one for one in long.ok("list").out.splitlines() if "Featherstonehaugh" in one)
    assert LONG in line
    assert ORG in line
    assert ROLE in line
    assert "…" not in long.ok("list").out
    assert NOTE in long.ok("show", "1").out


def test_a_narrow_terminal_folds_names_and_cuts_none(long: Netledger) -> None:
    for command in ("list", "score"):
        head, *rows = _narrow(long, command)
        left = head.index("name")
        right = left + len(head[left:]) - len(head[left + 4 :].lstrip())
        assert right - left >= 10, "a name in slivers can't be read"
        column = "".join(
            row[left:right].strip() for row in rows if row[left - 1 : left] in ("", " ")
        )
        assert LONG.replace(" ", "") in column.replace(" ", ""), command
    for words in (("show", "1"), ("due",)):
        shown = "".join(line.strip() for line in _narrow(long, *words))
        assert LONG.replace(" ", "") in shown.replace(" ", ""), words


def _narrow(long: Netledger, *words: str) -> list[str]:
    """Return the lines of a terminal of 40 columns; none is longer."""
    shown = _readable(long.terminal(*words, columns=40)).splitlines()
    assert all(len(line) <= 40 for line in shown), words
    return shown


def test_colour_is_for_terminals_and_for_those_who_ask(long: Netledger) -> None:
    assert b"\x1b[" in long.terminal("list").raw
    assert b"\x1b[" not in long.on(long.now, TERM="dumb").terminal("list").raw
    assert not re.search(rb"\x1b\[[\d;]*3\d", long.on(long.now, NO_COLOR="1").terminal("list").raw)
    forced = long.on(long.now, FORCE_COLOR="1").ok("list")
    assert b"\x1b[" in forced.raw
    assert LONG in _readable(forced)
    assert b"\x1b" not in long.on(long.now, FORCE_COLOR="1").ok("list", "--json").raw


def test_a_reader_that_goes_away_is_no_error(netledger: Netledger) -> None:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerows([["name", "org"], *([f"Person {n} Roe", f"Firm {n}"] for n in range(3000))])
    netledger.ok("import", "csv", "-", typed=out.getvalue().encode())
    for words in (("list",), ("list", "--json"), ("export", "csv", "-"), ("export", "json")):
        line = shlex.join([*netledger.started_by(), *words])
        ran = subprocess.run(
            ["bash", "-c", f"{line} | head -1; exit ${{PIPESTATUS[0]}}"],
            capture_output=True,
            env=netledger.on(netledger.now, PYTHONUNBUFFERED="1").environment(),
            timeout=60,
            check=False,
        )
        assert ran.stderr == b"", words
        assert ran.returncode in (0, 141), words
        assert ran.stdout.count(b"\n") == 1, words


@pytest.mark.parametrize(
    "console",
    [{"PYTHONIOENCODING": "cp1252", "PYTHONUTF8": "0"}, {"LC_ALL": "C"},
     {"LC_ALL": "C", "PYTHONUTF8": "0", "PYTHONCOERCECLOCALE": "0"}],
    ids=["cp1252", "C", "C, and ASCII alone"],
)  # fmt: skip
def test_a_console_that_lacks_letters_gets_the_rest(
    netledger: Netledger, console: dict[str, str]
) -> None:
    """A letter that can't be shown becomes a mark; what is stored and exported stays as it is."""
    rows = [(*name.split(" ", 1), f"https://www.linkedin.com/in/p{place}", "", name, name,
             "14 Jan 2020") for place, name in enumerate(FOREIGN)]  # fmt: skip
    file = netledger.connections(*rows)
    poor = netledger.on(netledger.now, **console)
    poor.ok("import", "linkedin", file)
    poor.ok("log", "1", "tea with 株式会社", "--on", "2026-01-02")
    for words in (("list",), ("due",), ("show", "1"), ("score", "1"), ("tiers",), ("prune",),
                  ("history",)):  # fmt: skip
        ran = poor.ok(*words)
        assert "fault" not in ran.err
        assert ran.raw.strip(), words
    listed = poor.ok("list").raw
    assert len(listed.splitlines()) == 1 + len(FOREIGN)
    assert b"kasz" in listed
    assert poor(*("show", "Łukasz Nobody")).status == 1
    poor.ok("export", "csv", "out.csv")
    assert {row["name"] for row in csv.DictReader(
        io.StringIO((netledger.home / "out.csv").read_text("utf-8"))
    )} == set(FOREIGN)  # fmt: skip
    assert set(netledger.ids()) == set(FOREIGN)
    assert poor.json("show", "1")["org"] == FOREIGN[0]


def test_an_export_on_stdout_is_utf_8_whatever_the_console_is(netledger: Netledger) -> None:
    netledger.ok("add", FOREIGN[0], "--org", FOREIGN[1])
    poor = netledger.on(netledger.now, PYTHONIOENCODING="cp1252", PYTHONUTF8="0")
    for words in (("export", "csv", "-"), ("export", "json", "-")):
        assert poor.ok(*words).raw == netledger.ok(*words).raw
    assert FOREIGN[1].encode() in poor.ok("export", "csv", "-").raw


def _readable(ran: Ran) -> str:
    return re.sub(r"\x1b\[[\d;]*m", "", ran.out)
