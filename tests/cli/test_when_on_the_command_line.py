"""Days as people type them, and what a day is: the local one, which never shifts."""

from __future__ import annotations

import json

import pytest

from .program import Netledger

WEDNESDAY = "2026-03-18"


def test_a_log_reads_phrases_as_the_past_and_says_the_weekday(netledger: Netledger) -> None:
    netledger.ok("add", "Nora Quist")
    wednesday = netledger.on(WEDNESDAY)
    taken = {}
    for phrase, day, said in (
        ("last friday", "2026-03-13", "Fri 13 Mar 2026"),
        ("tue", "2026-03-17", "Tue 17 Mar 2026"),
        ("wednesday", "2026-03-18", "Wed 18 Mar 2026"),
        ("yesterday", "2026-03-17", "Tue 17 Mar 2026"),
        ("3 weeks ago", "2026-02-25", "Wed 25 Feb 2026"),
        ("a month ago", "2026-02-18", "Wed 18 Feb 2026"),
        ("31 Jan", "2026-01-31", "Sat 31 Jan 2026"),
        ("5 May", "2025-05-05", "Mon 5 May 2025"),
        ("2025-12-24", "2025-12-24", "Wed 24 Dec 2025"),
    ):
        ran = wednesday.ok("log", "nora", f"tea, {phrase}", "--on", phrase)
        assert said in ran.out, phrase
        taken[f"tea, {phrase}"] = day
    entries = wednesday.json("show", "nora")["interactions"]
    assert {one["note"]: one["on"] for one in entries} == taken


def test_the_end_of_a_month_and_of_a_year(netledger: Netledger) -> None:
    netledger.ok("add", "Nora Quist")
    ends = netledger.on("2026-03-31").ok("log", "nora", "--on", "a month ago")
    assert "Sat 28 Feb 2026" in ends.out
    begins = netledger.on("2025-01-01").ok("log", "nora", "--on", "sun 9am")
    assert "Sun 29 Dec 2024" in begins.out


@pytest.mark.parametrize(
    "phrase",
    ["2026-02-30", "tomorrow", "in 2 weeks", "next month", "blursday", "10", "03/04/2026", "may",
     "", "this friday", "2026-03-19", "next friday"],
)  # fmt: skip
def test_what_is_not_understood_or_still_to_come_is_refused(
    netledger: Netledger, phrase: str
) -> None:
    said = netledger.on(WEDNESDAY).refused(
        2, "log", "Nora Quist", "tea", "--new", "--on", phrase, "--json"
    )
    assert phrase[:8] in said
    if phrase == "tomorrow":
        assert "Thu 19 Mar 2026" in said
    assert netledger.json("list") == []


def test_a_promise_and_a_snooze_look_ahead(netledger: Netledger) -> None:
    netledger.ok("add", "Nora Quist", "--every", "1w")
    wednesday = netledger.on(WEDNESDAY)
    for phrase in ("friday", "next month", "5 May", "in 2 weeks", "wednesday"):
        wednesday.ok("log", "nora", "--todo", phrase, "--by", phrase, "--on", "today")
    by = {one["text"]: one["by"] for one in wednesday.json("show", "nora")["promises"]}
    assert by == {
        "friday": "2026-03-20",
        "next month": "2026-04-18",
        "5 May": "2026-05-05",
        "in 2 weeks": "2026-04-01",
        "wednesday": "2026-03-25",
    }
    for span, until in (("3d", "2026-03-21"), ("2w", "2026-04-01"), ("1m", "2026-04-18"),
                        ("1y", "2027-03-18"), ("fri", "2026-03-20")):  # fmt: skip
        assert wednesday.json("snooze", "nora", span)["until"] == until
    for bad in ("soon", "0d", "-3d", "99999999y", "yesterday"):
        wednesday.refused(2, "snooze", "--", "nora", bad)


def test_a_day_stays_whatever_the_zone_and_however_often_it_is_saved(
    netledger: Netledger,
) -> None:
    west = netledger.on("2026-03-16T22:30-04:00", TZ="America/New_York")
    west.ok("add", "Nora Quist", "--met", "2018-12-24", "--birthday", "1990-12-24")
    west.ok("log", "nora", "tea", "--on", "2018-12-24", "--todo", "x", "--by", "2026-12-24")
    for text in ("tea and cake", "tea, cake and talk", "tea"):
        west.ok("amend", "last", text)
    document = west.everything()
    east = netledger.elsewhere().on("2026-03-16T22:30-04:00", TZ="Asia/Tokyo")
    east.ok("import", "json", netledger.file("ledger.json", document))
    assert east.everything() == document
    for there in (west, east):
        nora = there.json("show", "nora")
        assert [one["on"] for one in nora["interactions"]] == ["2018-12-24"]
        assert (nora["last"], nora["met_on"]) == ("2018-12-24", "2018-12-24")
        assert (nora["birthday"], nora["promises"][0]["by"]) == ("1990-12-24", "2026-12-24")


@pytest.mark.parametrize(
    ("now", "zone", "day"),
    [
        ("2026-03-16T03:30+00:00", "America/New_York", "2026-03-15"),
        ("2026-03-15T23:30", "America/New_York", "2026-03-15"),
        ("2026-03-15T16:00Z", "Asia/Tokyo", "2026-03-16"),
        ("2026-03-15", "Pacific/Kiritimati", "2026-03-15"),
        ("2026-03-29T02:30", "Europe/Berlin", "2026-03-29"),
    ],
)
def test_today_is_the_local_day(netledger: Netledger, now: str, zone: str, day: str) -> None:
    there = netledger.on(now, TZ=zone)
    assert there.json("due")["as_of"] == day
    there.ok("log", "Nora Quist", "call", "--new")
    assert there.json("show", "nora")["last"] == day


def test_late_in_the_evening_it_is_still_today(netledger: Netledger) -> None:
    netledger.ok("add", "Nora Quist", "--every", "7d")
    netledger.ok("add", "Kim Roe", "--every", "7d")
    netledger.ok("log", "nora", "--on", "2026-03-08")
    netledger.ok("log", "kim", "--on", "2026-03-09")
    evening = netledger.on("2026-03-16T03:30:00Z", TZ="America/New_York").json("due")
    assert [one["name"] for one in evening["ties"]] == ["Nora Quist"]
    assert evening["ties"][0]["overdue_days"] == 0


def test_seven_days_are_seven_across_the_change_of_the_clocks(netledger: Netledger) -> None:
    netledger.ok("add", "Nora Quist", "--every", "7d")
    netledger.ok("log", "nora", "--on", "2026-03-07")
    for now, names in (("2026-03-13T23:59", []), ("2026-03-14T00:30", ["Nora Quist"])):
        morning = netledger.on(now, TZ="America/New_York").json("due")
        assert [one["name"] for one in morning["ties"]] == names


def test_a_clock_that_says_nothing_is_refused(netledger: Netledger) -> None:
    said = netledger.on("yesterday").refused(2, "due")
    assert "NETLEDGER_NOW" in said


def test_the_ledger_can_be_read_as_of_a_day(netledger: Netledger) -> None:
    netledger.ok("add", "Nora Quist", "--every", "7d")
    netledger.ok("log", "nora", "old", "--on", "2026-01-02")
    netledger.ok("log", "nora", "new", "--on", "2026-03-15")
    then = ("--as-of", "2026-01-20")
    assert netledger.json("show", "nora", *then)["last"] == "2026-01-02"
    assert netledger.json("list", *then)[0]["due"] == "2026-01-09"
    assert [one["overdue_days"] for one in netledger.json("due", *then)["ties"]] == [11]
    assert netledger.json("due")["ties"] == []
    assert netledger.json("score", "nora", *then)[0]["strength"] > 0
    assert netledger.json("search", "new", *then) == []
    text = netledger.ok("export", "json", "-").out
    assert json.loads(text)
