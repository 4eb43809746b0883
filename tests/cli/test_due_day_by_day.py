"""The morning note, over the days: what is asked for, how much, and when it stops."""

from __future__ import annotations

import re
from datetime import date, timedelta
from typing import Any

from .program import Netledger

ROBIN = "https://www.linkedin.com/in/robin-vale"


def names(netledger: Netledger, day: str, *words: str) -> list[str]:
    return [one["name"] for one in netledger.on(day).json("due", *words)["ties"]]


def people(netledger: Netledger, count: int, *columns: str) -> None:
    """Add people by the csv import, with the cells given for each: (header, cell), …"""
    head = ",".join(["name", *columns[::2]])
    rows = [",".join([f"Person {n:03} Roe", *columns[1::2]]) for n in range(count)]
    netledger.ok("import", "csv", "-", typed="\n".join([head, *rows]).encode())


def test_a_talk_resets_the_clock(netledger: Netledger) -> None:
    netledger.ok("add", "Nora Quist", "--every", "14d")
    netledger.ok("log", "nora", "--on", "2026-03-01")
    assert names(netledger, "2026-03-15") == ["Nora Quist"]
    netledger.on("2026-03-14").ok("log", "nora", "call", "--via", "call")
    assert names(netledger, "2026-03-15") == []
    assert names(netledger, "2026-03-27") == []
    for day, over in (("2026-03-28", 0), ("2026-03-29", 1)):
        (tie,) = netledger.on(day).json("due")["ties"]
        assert (tie["name"], tie["overdue_days"]) == ("Nora Quist", over)
        assert (tie["due"], tie["last"]) == ("2026-03-28", "2026-03-14")


def test_after_a_long_absence_there_is_one_line_and_a_fresh_start(netledger: Netledger) -> None:
    netledger.ok("add", "Nora Quist", "--every", "7d")
    netledger.ok("add", "Kim Roe", "--every", "7d")
    netledger.ok("log", "nora", "--on", "2026-01-01")
    netledger.ok("log", "kim", "--on", "2026-01-01")
    morning = netledger.json("due")
    over = {one["name"]: one["overdue_days"] for one in morning["ties"]}
    assert over == {"Nora Quist": 67, "Kim Roe": 67}
    assert len(morning["ties"]) == 2
    netledger.ok("log", "nora", "call")
    netledger.ok("snooze", "kim", "3d")
    assert names(netledger, "2026-03-17") == []
    (kim,) = netledger.on("2026-03-19").json("due")["ties"]
    assert (kim["name"], kim["last"], kim["overdue_days"]) == ("Kim Roe", "2026-01-01", 70)
    assert names(netledger, "2026-03-22") == ["Kim Roe"]
    assert set(names(netledger, "2026-03-23")) == {"Kim Roe", "Nora Quist"}


def test_birthdays_are_told_on_their_day_and_a_week_ahead(netledger: Netledger) -> None:
    for name, birthday in (
        ("Nora Quist", "2000-03-16"), ("Kim Roe", "17 Mar 2000"), ("Bo Birk", "--01-02"),
        ("Eli Ax", "2000-03-23"), ("Far Off", "2000-03-24"), ("Was Yesterday", "2000-03-15"),
        ("Late Lamented", "1950-03-16"),
    ):  # fmt: skip
        netledger.ok("add", name, "--birthday", birthday)
    netledger.ok("edit", "lamented", "--died", "2025-05-05")
    morning = netledger.json("due")
    assert [(one["who"], one["what"], one["on"]) for one in morning["dates"]] == [
        ("Nora Quist", "birthday", "2026-03-16"),
        ("Kim Roe", "birthday", "2026-03-17"),
        ("Eli Ax", "birthday", "2026-03-23"),
    ]
    shown = netledger.ok("due").out
    assert "turns 26" in shown
    assert "today" in next(line for line in shown.splitlines() if "Nora Quist" in line)
    over = netledger.on("2026-12-31").json("due")["dates"]
    assert [(one["who"], one["on"]) for one in over] == [("Bo Birk", "2027-01-02")]
    assert netledger.json("show", "bo")["birthday"] == "--01-02"


def test_a_birthday_on_the_29th_of_february_comes_once_a_year(netledger: Netledger) -> None:
    netledger.ok("add", "Nora Quist", "--birthday", "2000-02-29")
    netledger.ok("add", "Kim Roe", "--birthday", "--02-29")
    assert netledger.json("show", "nora")["birthday"] == "2000-02-29"
    assert "02-29" in netledger.ok("export", "csv", "-").out
    for year, day, age in ((2027, "2027-02-28", "turns 27"), (2028, "2028-02-29", "turns 28")):
        days = [date(year, 2, 26) + timedelta(n) for n in range(5)]
        seen: set[str] = set()
        for on in days:
            morning = netledger.on(on.isoformat()).json("due")
            told = [(one["who"], one["on"]) for one in morning["dates"]]
            assert len(told) == (2 if on.isoformat() <= day else 0), on
            seen |= {when for _, when in told}
        assert seen == {day}
        assert age in netledger.on(day).ok("due").out


def test_an_import_brings_no_avalanche(netledger: Netledger) -> None:
    """320 connections, and messages with 60 of them: for 60 days, a handful a day, no more."""
    rows, messages = [], []
    for n in range(320):
        link = f"https://www.linkedin.com/in/p{n}"
        rows.append(
            (f"Pat{n}", "Roe", link, "", "Firm", "Cook", f"{1 + n % 28} Jan {2015 + n % 11}")
        )
        if n < 60:
            for month in (1, 2):
                for writer in (0, 1):
                    ends = [("Robin Vale", ROBIN), (f"Pat{n} Roe", link)]
                    (sender, its), (to, page) = ends[writer], ends[1 - writer]
                    messages.append({
                        "CONVERSATION ID": f"c{n}", "FROM": sender, "SENDER PROFILE URL": its,
                        "TO": to, "RECIPIENT PROFILE URLS": page, "CONTENT": "Hi",
                        "DATE": f"2026-0{month}-{1 + (n + writer) % 28:02} 10:00:00 UTC",
                    })  # fmt: skip
    netledger.connections(*rows, name="export/Connections.csv")
    netledger.messages(*messages, name="export/messages.csv")
    netledger.ok("import", "linkedin", netledger.home / "export")
    assert netledger.json("due")["ties"] == []
    waited = 0
    for ahead in range(0, 61, 3):
        day = (date(2026, 3, 16) + timedelta(ahead)).isoformat()
        morning = netledger.on(day).json("due")
        assert len(morning["ties"]) <= 5
        waited = max(waited, morning["waiting"])
    assert waited > 0
    shown = netledger.on("2026-05-14").ok("due").out
    assert "more" in shown
    assert len(shown.splitlines()) < 25


def test_a_day_holds_its_capacity_and_no_pile(netledger: Netledger) -> None:
    people(netledger, 12, "cadence_days", "7")
    late = netledger.on("2026-04-20")
    morning = late.json("due")
    assert (len(morning["ties"]), morning["waiting"]) == (5, 7)
    assert "7 more" in late.ok("due").out
    whole = late.json("due", "--all")
    assert (len(whole["ties"]), whole["waiting"]) == (12, 0)
    assert len(late.json("due", "--limit", "2")["ties"]) == 2
    late.ok("config", "due.capacity", "3")
    assert len(late.json("due")["ties"]) == 3
    assert len(late.json("due", "--minutes", "30")["ties"]) == 2
    late.refused(2, "config", "due.capacity", "0")
    late.ok("config", "due.capacity", "5")


def test_what_is_done_today_is_not_replaced_by_more(netledger: Netledger) -> None:
    people(netledger, 12, "cadence_days", "7")
    late = netledger.on("2026-04-20")
    asked = [one["name"] for one in late.json("due")["ties"]]
    late.ok("log", asked[0], "call")
    assert [one["name"] for one in late.json("due")["ties"]] == asked[1:]
    (ahead,) = (one["due"] for one in late.json("list") if one["name"] == asked[0])
    assert ahead == "2026-04-27"


def test_an_evening_of_stating_does_not_fall_due_at_once(netledger: Netledger) -> None:
    people(netledger, 15, "stated_tier", "15")
    for day, most in (("2026-03-16", 0), ("2026-03-17", 1), ("2026-03-31", 8)):
        assert len(names(netledger, day, "--all")) <= most, day
    assert len(names(netledger, "2026-04-15", "--all")) == 15


def test_people_without_a_place_or_a_cadence_are_not_due(netledger: Netledger) -> None:
    people(netledger, 3, "connected_on", "2015-01-01")
    netledger.ok("log", "1", "wrote", "--one-way", "--on", "2020-01-01")
    netledger.ok("log", "2", "wrote", "--on", "2026-03-01", "--pitch")
    for day in ("2026-03-16", "2027-03-16", "2030-01-01"):
        assert names(netledger, day, "--all") == [], day
    netledger.ok("edit", "3", "--every", "10d")
    assert names(netledger, "2026-03-26") == ["Person 002 Roe"]
    netledger.ok("edit", "3", "--died")
    assert names(netledger, "2026-03-26") == []


def test_promises_stand_in_the_note_until_they_are_done(netledger: Netledger) -> None:
    netledger.ok("log", "Nora Quist", "met", "--new", "--todo", "send the paper", "--by", "friday")
    netledger.ok("log", "nora", "--they-owe", "a reply")
    netledger.ok("log", "nora", "--todo", "far away", "--by", "in 3 weeks")
    morning = netledger.json("due")
    assert [(one["who"], one["text"], one["by"]) for one in morning["promises"]] == [
        ("Nora Quist", "send the paper", "2026-03-20"),
        ("Nora Quist", "a reply", None),
    ]
    number = str(morning["promises"][0]["id"])
    assert f"done {number}" in netledger.ok("due").out
    netledger.ok("done", number)
    assert [one["text"] for one in netledger.json("due")["promises"]] == ["a reply"]
    steps = netledger.steps()
    netledger.ok("done", number)
    assert netledger.steps() == steps
    netledger.refused(1, "done", "999")


def test_an_opening_is_whole_in_a_pipe_and_one_row_on_a_terminal(netledger: Netledger) -> None:
    note = " ".join(f"word{n}" for n in range(20))
    netledger.ok("add", "Nora Quist", "--tier", "15", "--met", "2020-01-01")
    netledger.ok("log", "nora", note, "--on", "2025-12-01")
    lines = netledger.ok("due").out.splitlines()
    assert lines[3:5] == [f"    last: {note}", "    ask what Nora is looking for"]
    seen = netledger.on(netledger.now, NO_COLOR="1").terminal("due").out
    row, asked = re.sub("\x1b\\[[0-9;]*m", "", seen).splitlines()[3:5]
    assert (row[-1], len(row) <= 80, lines[3].startswith(row[:-1])) == ("…", True, True)
    assert asked == lines[4]


def test_a_holiday_rests_ties_but_neither_promises_nor_birthdays(netledger: Netledger) -> None:
    netledger.ok("add", "Nora Quist", "--every", "7d", "--birthday", "--03-20")
    netledger.ok("log", "nora", "--on", "2026-01-01", "--todo", "send it", "--by", "2026-03-18")
    netledger.ok("snooze", "--all", "2w")
    for day, ties in (("2026-03-16", 0), ("2026-03-29", 0), ("2026-03-30", 1)):
        assert len(names(netledger, day)) == ties, day
    resting = netledger.on("2026-03-18").json("due")
    assert (len(resting["promises"]), len(resting["dates"])) == (1, 1)
    assert "Mon 30 Mar 2026" in netledger.ok("due").out
    netledger.refused(2, "snooze", "--all")
    netledger.refused(2, "snooze", "nora")


def test_one_is_asked_for_ones_five_on_the_first_day_alone(netledger: Netledger) -> None:
    assert "--tier 5" not in _asked(netledger.ok("due").out)
    people(netledger, 3)
    assert "--tier 5" in _asked(netledger.ok("due").out)
    assert "--tier 5" in _asked(netledger.ok("due").out)
    assert "--tier 5" not in _asked(netledger.on("2026-03-17").ok("due").out)
    other = netledger.elsewhere()
    people(other, 3)
    other.ok("edit", "1", "--tier", "5")
    assert "--tier 5" not in _asked(other.ok("due").out)


def _asked(note: str) -> str:
    return "\n".join(line for line in note.splitlines() if "edit WHO" in line)


def test_a_tie_passed_over_for_five_days_is_offered_a_rest(netledger: Netledger) -> None:
    netledger.ok("add", "Nora Quist", "--every", "7d")
    netledger.ok("log", "nora", "--on", "2026-03-01")
    for day in range(9, 13):
        assert "snooze" not in netledger.on(f"2026-03-{day:02}").ok("due").out
    fifth = netledger.on("2026-03-13").ok("due").out
    assert "snooze" in fifth
    assert "--every" in fifth
    netledger.on("2026-03-13").ok("log", "nora", "call")
    assert "snooze" not in netledger.on("2026-03-20").ok("due").out


def test_an_empty_ledger_says_what_to_do_next(netledger: Netledger) -> None:
    shown = netledger.ok("due").out
    assert "netledger import" in shown
    assert "netledger add" in shown
    blank: Any = netledger.json("due")
    assert (blank["ties"], blank["waiting"]) == ([], 0)
