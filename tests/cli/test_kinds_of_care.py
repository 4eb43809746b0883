"""What a careful reader tried: nothing doubled, nothing lost, nothing said that is not so."""

from __future__ import annotations

import subprocess

import pytest

from .program import Netledger

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"


@pytest.mark.parametrize(
    "table",
    [
        "Name,phone\nEight,abc\n",
        "Name,url\nEight,javascript:x\n",
        'Name,email\nEight,"a@x.org, b@x"\n',
        HEADER + "Kim,Roe,,kim@,Acme,E,14 Jan 2024\n",
    ],
)
def test_a_record_whose_address_is_none_is_known_again(netledger: Netledger, table: str) -> None:
    path = netledger.file("in.csv", table)
    kind = "linkedin" if table.startswith("First") else "csv"
    for _ in range(3):
        netledger.ok("import", kind, path)
    assert len(netledger.json("list")) == 1
    assert netledger.steps() == 1


def test_an_older_export_without_pages_meets_a_newer_one_with_them(netledger: Netledger) -> None:
    row = "Anna,Lund,{url},,Acme,E,14 Jan 2024\n"
    for url in ("", "https://www.linkedin.com/in/anna-lund"):
        path = netledger.file("Connections.csv", HEADER + row.format(url=url))
        netledger.ok("import", "linkedin", path)
    [anna] = netledger.json("list")
    assert netledger.json("show", str(anna["id"]))["urls"] == [
        "https://www.linkedin.com/in/anna-lund"
    ]


def test_two_pages_of_one_name_and_day_stay_two_people(netledger: Netledger) -> None:
    rows = "".join(
        f"Kim,Roe,https://www.linkedin.com/in/kim-{n},,Acme,E,14 Jan 2024\n" for n in (1, 2)
    )
    path = netledger.file("Connections.csv", HEADER + rows)
    netledger.ok("import", "linkedin", path)
    netledger.ok("import", "linkedin", path)
    assert len(netledger.json("list")) == 2


def test_a_name_that_many_profiles_bear_is_no_proposal(netledger: Netledger) -> None:
    rows = "".join(
        f"Kim,Roe,https://www.linkedin.com/in/kim-{n},,A,E,14 Jan 2024\n" for n in range(400)
    )
    report = netledger.json("import", "linkedin", netledger.file("c.csv", HEADER + rows))
    assert report["created"] == 400
    assert report["duplicates"] == []


def test_what_a_merge_does_not_take_stands_in_the_note(netledger: Netledger) -> None:
    netledger.ok("add", "Ann A", "--org", "O1", "--met", "2020-01-01", "--where", "W1")
    netledger.ok("add", "Ann B", "--org", "O2", "--met", "2019-01-01", "--where", "W2")
    netledger.ok("snooze", "2", "3w")
    netledger.ok("merge", "1", "2")
    ann = netledger.json("show", "1")
    assert (ann["org"], ann["met_on"], ann["met_where"]) == ("O1", "2020-01-01", "W1")
    assert all(text in ann["note"] for text in ("Ann B", "O2", "2019-01-01", "W2"))
    assert ann["snoozed_until"] is not None


def test_nobody_introduces_themselves(netledger: Netledger) -> None:
    netledger.ok("add", "Ann")
    assert "introduced themselves" in netledger.refused(2, "edit", "1", "--through", "1")


def test_a_csv_export_holds_no_control_sequence(netledger: Netledger) -> None:
    bad = "\x1b]0;owned\x07\x9b31m\u202egnp\u2066"
    netledger.ok("add", f"Evil {bad}", "--org", bad, "--note", f"one\n{bad}")
    out = netledger.ok("export", "csv", "-").out
    assert not set("\x1b\x07\x9b\u202e\u2066") & set(out)
    assert "owned" in out


@pytest.mark.parametrize("closing", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_a_closed_stream_is_no_fault(netledger: Netledger, closing: str) -> None:
    netledger.ok("add", "Ada Stone")
    words = " ".join(netledger.started_by())
    for command in ("list", "list --json", "export json -", "import csv -"):
        ran = subprocess.run(
            ["sh", "-c", f"{words} {command} {closing}"],
            env=netledger.environment(),
            capture_output=True,
            check=False,
            stdin=subprocess.DEVNULL,
        )
        assert b"Traceback" not in ran.stderr
        assert b"fault of its own" not in ran.stderr


def test_a_full_circle_stays_full_whatever_a_table_states(netledger: Netledger) -> None:
    rows = "".join(f"Friend {n},5\n" for n in range(7))
    netledger.ok("import", "csv", netledger.file("in.csv", "name,stated_tier\n" + rows))
    assert sum(row["stated_tier"] == 5 for row in netledger.json("list")) == 5


def test_days_to_come_are_left_out_of_a_table(netledger: Netledger) -> None:
    table = "name,died,birthday,connected_on\nFay,2030-01-01,2031-01-01,2032-01-01\n"
    netledger.ok("import", "csv", netledger.file("in.csv", table))
    fay = netledger.json("show", "fay")
    assert (fay["died"], fay["birthday"], fay["connected_on"]) == (None, None, None)


def test_messages_from_the_days_to_come_are_named_and_left_out(netledger: Netledger) -> None:
    path = netledger.messages(
        {"CONVERSATION ID": "c1", "FROM": "Ida Ortega", "SENDER PROFILE URL": "https://www.linkedin.com/in/ida",
         "TO": "Robin Vale", "RECIPIENT PROFILE URLS": "https://www.linkedin.com/in/robin-vale",
         "DATE": "2027-02-01 10:00:00 UTC", "CONTENT": "hello"}
    )  # fmt: skip
    netledger.ok("config", "me.url", "https://www.linkedin.com/in/robin-vale")
    report = netledger.json("import", "linkedin", path)
    assert report["interactions"] == 0
    assert "still to come" in report["skipped"][0]["why"]


def test_the_day_that_was_read_is_said_back(netledger: Netledger) -> None:
    assert "Fri 13 Mar 2026" in netledger.ok("add", "Ada", "--met", "last friday").out
    assert "14 Mar" in netledger.ok("edit", "ada", "--birthday", "14 Mar").out
    logged = netledger.ok("log", "ada", "tea", "--todo", "send the paper", "--by", "fri").out
    assert "send the paper, by Fri 20 Mar 2026" in logged


def test_a_promise_can_be_put_off_and_by_alone_is_never_dropped(netledger: Netledger) -> None:
    netledger.ok("add", "Ada")
    netledger.ok("log", "ada", "tea")
    netledger.refused(2, "amend", "last", "--by", "sun")
    netledger.ok("amend", "last", "--todo", "call", "--by", "fri")
    netledger.ok("amend", "last", "--by", "sun")
    assert netledger.json("show", "ada")["promises"][0]["by"] == "2026-03-22"


def test_the_dead_owe_nothing_in_the_morning(netledger: Netledger) -> None:
    netledger.ok("add", "Ida")
    netledger.ok("log", "ida", "tea", "--they-owe", "money")
    netledger.ok("edit", "ida", "--died")
    assert netledger.json("due")["promises"] == []


@pytest.mark.parametrize("name", ["\u200b", "\u202e", "\u0301", " \u200d "])
def test_a_name_with_nothing_to_see_is_refused(netledger: Netledger, name: str) -> None:
    netledger.refused(2, "add", name)


@pytest.mark.parametrize("joint", ["&", "+", "and", ","])
def test_everybody_named_in_a_sentence_is_logged(netledger: Netledger, joint: str) -> None:
    netledger.ok("add", "Ada Stone")
    netledger.ok("add", "Bob Roe")
    between = ", " if joint == "," else f" {joint} "
    for sentence in (f"tea with Ada{between}Bob", f"Ada{between}Bob: a walk"):
        assert len(netledger.json("log", sentence)["ties"]) == 2


def test_more_of_a_name_than_is_known_is_not_the_one_that_is_known(netledger: Netledger) -> None:
    netledger.ok("add", "Zed Roe")
    assert "Zed Quill" in netledger.refused(1, "log", "coffee with Zed Quill about hiring")


def test_a_day_that_is_not_taken_is_said(netledger: Netledger) -> None:
    netledger.ok("add", "Ada")
    ran = netledger("log", "tea with Ada yesterday")
    assert "Mon 16 Mar 2026" in ran.err


def test_prune_counts_days_and_does_not_invent_a_side(netledger: Netledger) -> None:
    then = netledger.on("2020-01-01")
    then.ok("add", "Caller")
    for day in ("2019-12-01", "2019-12-02", "2019-12-02"):
        then.ok("log", "caller", "rang", "--via", "call", "--one-way", "--by-them", "--on", day)
    then.ok("add", "Unknown")
    then.ok("log", "unknown", "x", "--one-way")
    reasons = {row["name"]: row["reasons"] for row in netledger.json("prune")["flagged"]}
    assert "from them on 2 days, last 2 Dec 2019, never answered" in reasons["Caller"]
    assert "one way on 1 Jan 2020" in reasons["Unknown"]


def test_an_offer_that_was_taken_is_not_made_again(netledger: Netledger) -> None:
    netledger.on("2026-01-01").ok("add", "Ada", "--every", "3d")
    netledger.on("2026-01-01").ok("log", "ada")
    for day in range(12, 17):
        netledger.on(f"2026-03-{day}").ok("due")
    assert netledger.json("due")["ties"][0]["offer"] is not None
    netledger.ok("edit", "ada", "--every", "14d")
    assert netledger.json("due")["ties"][0]["offer"] is None


def test_a_new_name_may_give_the_old_one_as_alias(netledger: Netledger) -> None:
    netledger.ok("add", "Ada Stone")
    netledger.ok("edit", "ada", "--name", "Ada Vale", "--alias", "Ada Stone")
    assert netledger.json("show", "ada vale")["aliases"] == ["Ada Stone"]


def test_a_file_that_lay_there_lends_an_export_nothing(netledger: Netledger) -> None:
    netledger.ok("add", "Ada")
    planted = netledger.file(".o.json.new", "x")
    planted.chmod(0o644)
    netledger.ok("export", "json", netledger.home / "o.json")
    assert (netledger.home / "o.json").stat().st_mode & 0o777 == 0o600


def test_completion_looks_into_the_ledger_that_is_named_and_makes_none(
    netledger: Netledger,
) -> None:
    netledger.ok("add", "Ada Private")
    words = {"_NETLEDGER_COMPLETE": "complete_bash", "COMP_CWORD": "4"}
    other = netledger.home / "other.db"
    typed = netledger.on(
        "2026-03-16", **words, COMP_WORDS=f"netledger --ledger {other} show ad"
    ).started()
    assert "ada" not in typed.out.lower()
    assert not other.exists()


@pytest.mark.parametrize("back", [("restore", "Old"), ("log", "Old", "tea")])
def test_who_comes_back_overfills_no_circle(netledger: Netledger, back: tuple[str, ...]) -> None:
    names = ["Old", *(f"Friend {n}" for n in range(5))]
    netledger.ok("import", "csv", "-", typed=b"name,status,stated_tier\nOld,archived,5\n")
    for name in names[1:]:
        netledger.ok("add", name, "--tier", "5")
    netledger.ok(*back)
    stated = [row["name"] for row in netledger.json("list") if row["stated_tier"] == 5]
    assert sorted(stated) == sorted(names[1:])


def test_an_entry_given_to_another_grows_for_them(netledger: Netledger) -> None:
    me, ann = (f"https://www.linkedin.com/in/{who}" for who in ("robin-vale", "ann"))
    netledger.ok("config", "me.url", me)
    first = {
        "CONVERSATION ID": "c1", "FROM": "Ann Roe", "SENDER PROFILE URL": ann, "TO": "Robin Vale",
        "RECIPIENT PROFILE URLS": me, "DATE": "2026-03-01 10:00:00 UTC", "CONTENT": "hello",
    }  # fmt: skip
    answer = {
        **first, "FROM": "Robin Vale", "SENDER PROFILE URL": me, "TO": "Ann Roe",
        "RECIPIENT PROFILE URLS": ann, "DATE": "2026-03-01 11:00:00 UTC",
    }  # fmt: skip
    netledger.ok("import", "linkedin", netledger.messages(first))
    netledger.ok("add", "Zed Quill")
    netledger.ok("amend", "1", "--who", "zed")
    netledger.ok("import", "linkedin", netledger.messages(answer, first))
    assert netledger.json("score", "zed")[0]["two_way"]


def test_the_same_tag_again_is_no_change(netledger: Netledger) -> None:
    netledger.ok("add", "Ada")
    netledger.ok("log", "ada", "tea", "--tag", "work")
    before = netledger.steps()
    netledger.ok("amend", "last", "--tag", "work")
    assert netledger.steps() == before


def test_a_depth_is_said_of_no_more_people_by_an_amendment(netledger: Netledger) -> None:
    names = [f"Friend {n}" for n in range(5)]
    netledger.ok("import", "csv", "-", typed=("name\n" + "\n".join(names) + "\n").encode())
    netledger.ok("log", "friend 0", "deep", "--depth", "3")
    netledger.refused(2, "amend", "last", *(w for name in names[1:] for w in ("--with", name)))
    cleared = ("--clear", "depth", *(w for name in names[1:] for w in ("--with", name)))
    netledger.ok("amend", "last", *cleared)


def test_settings_behind_a_link_stay_behind_it(netledger: Netledger) -> None:
    netledger.ok("config", "me.name", "Robin")
    shown = netledger.ok("config").out
    path = next(line for line in shown.splitlines() if line.startswith("In "))[3:]
    folder = netledger.home / "dotfiles"
    folder.mkdir()
    kept = netledger.home / path
    kept.rename(folder / "config.toml")
    kept.symlink_to(folder / "config.toml")
    netledger.ok("config", "me.name", "Vale")
    assert kept.is_symlink()
    assert "Vale" in (folder / "config.toml").read_text("utf-8")
