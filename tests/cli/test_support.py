"""support, and what entries say of support, depth and ease wherever they are shown."""

from __future__ import annotations

from typing import Any

from .program import Netledger


def test_an_empty_ledger_says_how_support_is_recorded(netledger: Netledger) -> None:
    assert "--got p" in netledger.ok("support").out
    document = netledger.json("support")
    assert document["got"] == document["gave"] == {"instrumental": [], "psychosocial": []}
    assert len(document["gaps"]) == 2


def test_support_counts_entries_in_the_window_that_is_asked_for(netledger: Netledger) -> None:
    netledger.ok("add", "Ada Stone")
    for day in ("2024-03-15", "2024-03-16", "2026-03-01"):
        netledger.ok("log", "ada", "talk", "--got", "p", "--on", day)
    netledger.ok("log", "ada", "a course", "--got", "p", "--pitch")

    def rows(*words: str) -> list[Any]:
        found: list[Any] = netledger.json("support", *words)["got"]["psychosocial"]
        return found

    assert rows() == [{"id": 1, "name": "Ada Stone", "times": 2, "last": "2026-03-01"}]
    assert rows("--since", "2020-01-01")[0]["times"] == 3
    assert rows("--since", "2026-03-02") == []
    assert rows("--as-of", "2025-01-01")[0]["times"] == 2


def test_what_you_gave_is_not_said_to_be_missing(netledger: Netledger) -> None:
    netledger.ok("add", "Gabe Out")
    for kind in "ip":
        netledger.ok("log", "gabe", "talk", "--gave", kind)
    for words, when in (((), "in two years"), (("--since", "2025-01-01"), "since 1 January 2025")):
        lines = netledger.ok("support", *words).out.splitlines()
        assert lines[-2:] == [
            f"Nobody has given you advice or help on record {when}.",
            f"Nobody has listened to you on record {when}.",
        ]
        assert "  1  Gabe Out  once  last 16 Mar 2026" in lines


def test_the_last_two_years_begin_on_the_same_day_of_the_calendar(netledger: Netledger) -> None:
    assert netledger.on("2029-01-01").json("support")["since"] == "2027-01-01"


def test_a_long_map_says_how_many_more_there_are(netledger: Netledger) -> None:
    for n in range(7):
        netledger.ok("log", f"Friend {n}", "her CV", "--gave", "i", "--new")
    shown = netledger.ok("support").out
    assert "2 more: --limit 7" in shown
    assert "Friend 6" in netledger.ok("support", "--limit", "7").out


def test_who_was_cut_is_counted_and_not_named(netledger: Netledger) -> None:
    netledger.ok(
        "import", "csv", "-", typed=b"name,status\nOld Friend,archived\nAda Stone,active\n"
    )
    netledger.ok("log", "ada, old", "a talk", "--got", "p")
    netledger.ok("edit", "old", "--died")
    shown = netledger.ok("support").out
    assert "Ada Stone" in shown
    assert "Old Friend" not in shown
    assert "1 entry with people who have died or were cut" in shown


# In the card, the score, and an amendment


def test_the_card_and_the_score_show_how_it_was(netledger: Netledger) -> None:
    netledger.ok("add", "Ada Stone")
    for ease in ("--at-ease", "--at-ease", "--guarded"):
        netledger.ok("log", "ada", "talk", ease, "--not-valued", "--depth", "2", "--gave", "i")
    shown = netledger.ok("show", "ada").out
    assert "meet · gave instrumental · real talk · guarded · not valued" in shown
    assert "meet · gave instrumental · real talk · at ease · not valued" in shown
    entry = netledger.json("show", "ada")["interactions"][0]
    kept = {key: entry[key] for key in ("gave", "got", "depth", "at_ease", "valued", "pitch")}
    assert kept == {
        "gave": ["instrumental"], "got": [], "depth": 2, "at_ease": False, "valued": False,
        "pitch": False,
    }  # fmt: skip
    assert "At ease: 2 of 3. Valued: 0 of 3." in netledger.ok("score", "ada").out
    score = netledger.json("score", "ada")[0]
    assert (score["at_ease"], score["valued"]) == ({"yes": 2, "no": 1}, {"yes": 0, "no": 3})


def test_an_amendment_says_it_and_takes_it_back(netledger: Netledger) -> None:
    netledger.ok("add", "Ada Stone")
    netledger.ok("log", "ada", "talk")
    netledger.ok("amend", "last", "--pitch", "--not-valued", "--guarded", "--got", "i")
    cleared = ("pitch", "not-valued", "guarded", "got")
    netledger.ok("amend", "last", *(part for word in cleared for part in ("--clear", word)))
    (entry,) = netledger.json("show", "ada")["interactions"]
    assert (entry["pitch"], entry["valued"], entry["at_ease"], entry["got"]) == (
        False, None, None, [],
    )  # fmt: skip


def test_a_depth_that_was_not_noted_is_not_said_to_be(netledger: Netledger) -> None:
    netledger.ok("add", "Ben Ito")

    def depth() -> str:
        lines = netledger.ok("score", "ben").out.splitlines()
        return next(line for line in lines if line.startswith("  depth"))

    netledger.ok("log", "ben", "talk", "--got", "p")
    told = "no depth noted; 1 talk with psychosocial support counts as confided (16 Mar 2026)"
    assert told in depth()
    netledger.ok("log", "ben", "talk", "--depth", "3", "--on", "2026-03-10")
    assert (
        "1 noted talk: 1 real, of them 1 confided (10 Mar 2026); "
        "1 with psychosocial support counts as confided (16 Mar 2026)"
    ) in depth()


# Pitches


def test_who_mostly_pitches_is_named_so_in_the_card_and_by_prune(netledger: Netledger) -> None:
    then = netledger.on("2024-06-01")
    for name in ("Pat Seller", "Kim Friend"):
        then.ok("add", name)
    for _ in range(3):
        then.ok("log", "pat", "a course", "--pitch")
    then.ok("log", "pat", "hello", "--one-way", "--by-them")
    then.ok("log", "pat", "no, thanks", "--one-way", "--by-me", "--on", "2024-05-30")
    then.ok("log", "kim", "a course", "--pitch")
    for _ in range(2):
        then.ok("log", "kim", "tea")
    said = "3 of their 4 entries were pitches"
    assert said in netledger.ok("show", "pat").out
    assert netledger.json("show", "pat", "--limit", "1")["pitches"] == {
        "times": 3, "of": 4, "mostly": True,
    }  # fmt: skip
    assert "were pitches" not in netledger.ok("show", "kim").out


def test_prune_gives_pitching_as_a_reason_and_beside_what_spares(netledger: Netledger) -> None:
    then = netledger.on("2024-06-01")
    for name, offers in (("Pat Seller", ()), ("Silas Eck", ("--offers", "growth"))):
        then.ok("add", name, *offers)
        for _ in range(2):
            then.ok("log", name, "a course", "--pitch")
    verdict = netledger.json("prune")
    assert verdict["flagged"][0]["reasons"][-1] == "2 of their 2 entries were pitches"
    assert verdict["spared"][0]["because"] == "value"
    assert verdict["spared"][0]["detail"].endswith("2 of their 2 entries were pitches")


def test_the_walk_takes_what_they_bring_and_spares_them(netledger: Netledger) -> None:
    for name in ("Kim Roe", "Pat Seller"):
        netledger.on("2020-01-01").ok("add", name)
    ran = netledger.terminal(
        "prune",
        keys=[
            ("1 of 2", "v"), ("What do they bring you?", "\n"), ("1 of 2", "v"),
            ("What do they bring you?", "tax advice\n"), ("2 of 2", "q"),
        ],
    )  # fmt: skip
    assert ran.status == 0, ran.out
    assert netledger.json("show", "kim")["offers"] == ["tax advice"]
    spared = [(row["name"], row["because"]) for row in netledger.json("prune")["spared"]]
    assert spared == [("Kim Roe", "value")]
    netledger.ok("undo", "--walk")
    assert netledger.json("show", "kim")["offers"] == []


# What is missing, asked once


def test_due_asks_once_what_somebody_near_is_looking_for(netledger: Netledger) -> None:
    netledger.ok("add", "Ada Stone", "--tier", "15")
    netledger.ok("add", "Bo Roe", "--tier", "15", "--offers", "tea")
    for name in ("ada", "bo"):
        netledger.ok("log", name, "a walk", "--on", "2025-12-01")

    def openings(day: str) -> dict[str, str]:
        return {row["name"]: row["opening"] for row in netledger.on(day).json("due")["ties"]}

    for _ in range(2):  # twice on one day is once
        assert openings("2026-03-16") == {
            "Ada Stone": "last: a walk · ask what Ada is looking for", "Bo Roe": "last: a walk",
        }  # fmt: skip
    assert openings("2026-03-17")["Ada Stone"] == "last: a walk"


def test_due_asks_that_of_one_person_a_day(netledger: Netledger) -> None:
    for name in ("Ada Stone", "Bo Roe", "Cy Lund"):
        netledger.ok("add", name, "--tier", "15")
        netledger.ok("log", name, "a walk", "--on", "2025-12-01")

    def asked(day: str) -> list[str]:
        lines = netledger.on(day).ok("due").out.splitlines()
        return [line.strip() for line in lines if "looking for" in line]

    days = {day: asked(day) for day in ("2026-03-16", "2026-03-17", "2026-03-18", "2026-03-19")}
    assert [len(lines) for lines in days.values()] == [1, 1, 1, 0]
    assert sorted(line for (line,) in list(days.values())[:3]) == [
        f"ask what {name} is looking for" for name in ("Ada", "Bo", "Cy")
    ]


def test_who_was_asked_about_today_is_not_followed_by_another(netledger: Netledger) -> None:
    for name in ("Ada Stone", "Bo Roe"):
        netledger.ok("add", name, "--tier", "15")
        netledger.ok("log", name, "a walk", "--on", "2025-12-01")
    line = next(line for line in netledger.ok("due").out.splitlines() if "looking for" in line)
    netledger.ok("log", "ada" if "Ada" in line else "bo", "a call")
    assert "looking for" not in netledger.ok("due").out


# Promises


def test_promises_both_ways_are_due_kept_and_given_back(netledger: Netledger) -> None:
    netledger.ok("add", "Ada Stone")
    netledger.on("2026-03-14").ok(
        "log", "ada", "tea", "--todo", "send the paper", "--they-owe", "the slides", "--by", "fri"
    )
    promises = netledger.json("due")["promises"]
    assert [(row["text"], row["whose"], row["by"]) for row in promises] == [
        ("send the paper", "me", "2026-03-20"), ("the slides", "them", "2026-03-20"),
    ]  # fmt: skip
    assert "they owe you: the slides" in netledger.ok("due").out
    assert netledger.json("due", "--as-of", "2026-03-13")["promises"] == []
    netledger.ok("done", "2")
    assert [row["id"] for row in netledger.json("due")["promises"]] == [1]
    assert [row["id"] for row in netledger.json("brief", "ada")["open_promises"]] == [1]
    netledger.ok("undo")
    assert [row["id"] for row in netledger.json("due")["promises"]] == [1, 2]
