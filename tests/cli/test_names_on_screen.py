"""Names, organisations and notes are data: on a screen they are neither markup nor control."""

from __future__ import annotations

import csv
import io
import json
import re
from collections.abc import Sequence
from pathlib import Path
from typing import Final

import pytest

from .program import Netledger

# What the program itself may send to a terminal: colours and weights of text, by number.
_OWN: Final = re.compile(rb"\x1b\[(?:0|1|2|22|3[0-7]|9[0-7]|1;3[0-7]|39|49)?(?:;\d)*m")
# Line breaks and tabs of people, every other control, and what turns the direction of writing.
CONTROLS: Final = [chr(code) for code in (*range(1, 0x20), *range(0x7F, 0xA0))]
BIDI: Final = [chr(code) for code in (*range(0x202A, 0x202F), *range(0x2066, 0x206A))]
SEPARATORS: Final = ["\u2028", "\u2029"]
ATTACKS: Final = [
    "Evil\x1b]0;owned\x07Title",
    "Clear\x1b[2J\x1b[HScreen",
    "Paint\x1b[38;5;201mPink\x1b[0m",
    "Csi\x9b38;5;201mPink",
    "Clip\x1b]52;c;ZXZpbA==\x1b\\Board",
    "Link\x1b]8;;https://evil.example\x1b\\here",
    "Rtl\u202egnp.exe",
    "Over\rwritten",
]
INNOCENT: Final = [
    "Maya כהן",
    "Zoë \U0001f469\U0001f3fd‍\U0001f4bb Dev",
    "می‌خواهم",
    "Łukasz Țurcanu",
]


def _spoiled() -> list[str]:
    """Return a name for every unsafe character there is, and for what attackers make of them."""
    singles = [f"N{ord(one):x} a{one}b" for one in (*CONTROLS, *BIDI, *SEPARATORS)]
    return [*singles, *ATTACKS]


def _table(names: Sequence[str]) -> bytes:
    out = io.StringIO()
    writer = csv.writer(out)
    writer.writerow(
        ["name", "org", "role", "tags", "note", "offers", "met_where", "stated_tier",
         "cadence_days", "connected_on"]
    )  # fmt: skip
    for place, name in enumerate(names):
        tended = place % 2 == 0
        words = [name] * 6 if tended else [name, name, name, name, name, ""]
        due = ["50", "3"] if tended else ["", ""]
        writer.writerow([*words[:6], name if tended else "", *due, "2020-01-01"])
    return out.getvalue().encode()


def _looks(one: str) -> list[tuple[str, ...]]:
    return [
        ("list",),
        ("due", "--all"),
        ("prune",),
        ("history",),
        ("score",),
        ("tiers",),
        ("show", "1"),
        ("brief", "1"),
        ("support",),
        ("search", "evil"),
        ("score", "1"),
        ("show", f"nobody {one}"),
    ]


@pytest.fixture(scope="module")
def spoiled(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for a ledger that is full of unsafe names; made once for the module."""
    return tmp_path_factory.mktemp("spoiled")


@pytest.fixture
def evil(spoiled: Path) -> Netledger:
    """The program on a ledger in which every field of everybody is an attack."""
    evil = Netledger(spoiled, "2026-04-16")
    if not evil.ledger.exists():
        evil.ok("import", "csv", "-", typed=_table(_spoiled()))
        told = evil.json("log", "1", f"note {''.join(ATTACKS)}", "--on", "2026-04-01", "--tag",
                         f"t{ATTACKS[0]}", "--todo", f"send {ATTACKS[1]}",
                         "--got", "p")  # fmt: skip
        assert told["interaction"] == 1
    return evil


def _harmful(raw: bytes) -> list[str]:
    """Return the unsafe characters that are left once the program's own colours are gone."""
    text = _OWN.sub(b"", raw).decode()
    unsafe = {*CONTROLS, *BIDI, *SEPARATORS, "\x00"} - {"\n"}
    return sorted({hex(ord(char)) for char in text if char in unsafe})


def test_nothing_reaches_a_pipe_that_could_steer_a_terminal(evil: Netledger) -> None:
    for words in _looks(ATTACKS[0]):
        ran = evil(*words)
        assert "Traceback" not in ran.err
        assert "fault of its own" not in ran.err
        assert _harmful(ran.raw) == [], words
        assert _harmful(ran.err.encode()) == [], words
        assert b"\x1b" not in ran.raw


def test_nothing_reaches_a_terminal_that_could_steer_it(evil: Netledger) -> None:
    for words in _looks(ATTACKS[0]):
        ran = evil.terminal(
            *words, columns=120, keys=[("keep for good", "q")] * (words == ("prune",))
        )
        assert b"fault of its own" not in ran.raw
        assert b"Traceback" not in ran.raw
        assert _harmful(ran.raw) == [], words
        assert b"\x1b[38;5;201m" not in ran.raw


def test_rows_stay_one_line_each_and_what_is_harmless_stays(evil: Netledger) -> None:
    listed = evil.ok("list").out.splitlines()
    assert len(listed) == 1 + len(_spoiled())
    assert any("Over written" in line or "Over\u240dwritten" in line for line in listed)
    friendly = evil.elsewhere("friendly")
    friendly.ok("import", "csv", "-", typed=_table(INNOCENT))
    shown = friendly.ok("list").out
    assert all(name in shown for name in INNOCENT)


def test_json_keeps_the_data_and_carries_it_escaped(evil: Netledger) -> None:
    ran = evil.ok("list", "--json")
    assert _harmful(ran.raw) == []
    held = {row["name"] for row in json.loads(ran.raw)}
    assert {name for name in ATTACKS if "\r" not in name} <= held
    assert {f"N{ord(one):x} a{one}b" for one in BIDI} <= held
    assert json.loads(evil.ok("show", "1", "--json").raw)["interactions"][0]["note"].startswith(
        f"note {ATTACKS[0]}"
    )


def test_what_is_answered_to_a_write_is_harmless_too(netledger: Netledger) -> None:
    name = "Eve \x1b[2J\u202eMoss"
    for words in (
        ("add", name),
        ("add", name),  # refused: who is there already is named
        ("edit", "1", "--name", f"{name} Two", "--org", name),
        ("add", name, "--force"),
        ("log", "1", f"tea {name}", "--on", name),
        ("log", "1", f"tea {name}", "--tag", name),
        ("log", "eve", "tea"),  # refused: it fits two
        ("amend", name),
        ("merge", "1", "2"),
        ("snooze", "1", name),
        ("edit", "1", "--clear", name),
        ("import", name),
        ("import", "csv", netledger.home / name),
        ("export", name),
        ("config", name),
        ("list", "--sort", name),
        ("remove", "1"),
        (name,),
        ("list", f"--{name}"),
        ("undo",),
    ):
        ran = netledger(*words)
        assert "Traceback" not in ran.err
        assert "fault of its own" not in ran.err
        assert _harmful(ran.raw + ran.err.encode()) == [], words


BRACKETS: Final = [
    ("Sam [red]Doe[/red]", "Lattice [EU] Ltd", "Cook [/bold]"),
    ("Lee [bold]", "[ACME]", "[x]"),
    ("Jo [/] Moss", "[/]", "[link=https://example.com]this[/link]"),
    ("Kit :smile: Roe", ":tada: Ltd", ":+1:"),
    ("Max \\[x]\\ Roe", "C:\\[x]\\", "\\"),
]


def test_brackets_and_codes_are_printed_as_typed(netledger: Netledger) -> None:
    """Everywhere: tables, cards, prompts, answers and errors, in a pipe and on a terminal."""
    rows = [
        (*name.split(" ", 1), f"https://linkedin.com/in/p-{place}", "", org, role, "14 Jan 2020")
        for place, (name, org, role) in enumerate(BRACKETS)
    ]  # fmt: skip
    netledger.ok("import", "linkedin", netledger.connections(*rows))
    for words in (("list",), ("prune", "--dry-run")):
        for shown in (netledger.ok(*words).out, _readable(netledger, *words)):
            for cells in BRACKETS:
                assert all(cell in shown for cell in cells), (words, cells)
    for name, org, role in BRACKETS:
        note = f"talked about {org} and {role} :smile: [/] C:\\[x]\\"
        assert name in netledger.ok("log", name, note, "--on", "2026-01-02").out
        netledger.ok("edit", name, "--every", "7d", "--tier", "5")
        assert note in netledger.ok("show", name).out
    for words in (("due",), ("score",), ("history",), ("tiers",), ("search", "talked")):
        for shown in (netledger.ok(*words).out, _readable(netledger, *words)):
            assert all(name in shown for name, _, _ in BRACKETS), words


def test_brackets_and_codes_in_errors_and_questions(netledger: Netledger) -> None:
    said = netledger.refused(1, "show", "nobody [/here] :smile: [red]x")
    assert "nobody [/here] :smile: [red]x" in said
    assert "[/bold] :x:" in netledger.refused(2, "[/bold] :x:")
    netledger.ok("add", "Jo [/] :smile: Moss")
    asked = netledger.terminal("remove", "jo", columns=120, answers=[("[y/N]", "n\n")])
    assert "Jo [/] :smile: Moss" in asked.out
    assert "Jo [/] :smile: Moss" in netledger.refused(1, "add", "Jo [/] :smile: Moss")
    shown = netledger.terminal("show", "nobody [/here] :smile:", columns=120)
    assert shown.status == 1
    assert "nobody [/here] :smile:" in shown.out


def _readable(netledger: Netledger, *words: str) -> str:
    """Return what stands on a wide terminal, without the program's own colours."""
    return _OWN.sub(b"", netledger.terminal(*words, columns=200).raw).decode()
