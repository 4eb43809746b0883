"""brief: one screen before a meeting, or before each of today's."""

from __future__ import annotations

import pytest

from .program import Netledger

EVENT = """BEGIN:VEVENT
UID:{uid}@example.org
DTSTART:{start}
SUMMARY:{summary}
ORGANIZER:mailto:robin@example.org
ATTENDEE;CN=Robin:mailto:robin@example.org
{guests}
END:VEVENT
"""


def calendar(netledger: Netledger, *events: tuple[str, str, str, str]) -> str:
    """Write a calendar of events: UID, start, summary, and the guests by address or name."""
    blocks = [
        EVENT.format(
            uid=uid, start=start, summary=summary,
            guests="\n".join(
                f"ATTENDEE;CN={name};PARTSTAT=ACCEPTED:mailto:{mail}"
                for name, mail in (guest.split("|") for guest in guests.split(";"))
            ),
        )
        for uid, start, summary, guests in events
    ]  # fmt: skip
    text = f"BEGIN:VCALENDAR\nVERSION:2.0\n{''.join(blocks)}END:VCALENDAR\n"
    return str(netledger.file("day.ics", text.replace("\n", "\r\n")))


@pytest.fixture
def ada(netledger: Netledger) -> Netledger:
    """A ledger in which one brief has all it can have."""
    netledger.ok("config", "me.offers", "cooking, data engineering")
    netledger.ok("add", "Maya Ortiz", "--org", "Kestrel")
    netledger.ok("add", "Tom Vance", "--through", "maya")
    netledger.ok(
        "add", "Ada Stone", "--role", "CTO", "--org", "kestrel", "--through", "maya", "--met",
        "2019-05-04", "--where", "the fair", "--seeks", "a data engineer", "--birthday", "--04-01",
        "--email", "ada@example.org",
    )  # fmt: skip
    for day, note in (("01", "one"), ("02", "two"), ("03", "three"), ("04", "four")):
        netledger.ok("log", "ada", note, "--on", f"2026-03-{day}", "--at-ease", "--got", "p")
    netledger.ok(
        "log", "ada, tom", "five", "--on", "2026-03-05", "--guarded", "--not-valued",
        "--todo", "send it", "--they-owe", "the slides", "--by", "2026-03-20",
    )  # fmt: skip
    netledger.ok("log", "ada", "a course", "--pitch")
    return netledger


def test_one_screen_tells_what_matters_before_a_meeting(ada: Netledger) -> None:
    lines = [line.strip() for line in ada.ok("brief", "ada").out.splitlines()]
    assert lines[0] == "Ada Stone  3"
    for expected in (
        "CTO · kestrel",
        "met 4 May 2019, the fair, through Maya Ortiz",
        "5 Mar 2026  meet  five",
        "you owe   send it     on Friday  done 1",
        "they owe  the slides  on Friday  done 2",
        "seeks      a data engineer (said 16 Mar 2026)",
        "you offer  data engineering, and they look for a data engineer",
        "you got    psychosocial 4 times, last 4 Mar 2026",
        "at ease    4 of 5 times",
        "valued     0 of 1 time",
        "birthday   on 1 Apr 2026",
        "you share  Tom Vance: an entry together",
        "you share  Maya Ortiz: also at Kestrel",
        'Last talk (5 Mar 2026): "five". Ask how that went.',
        "Still looking for a data engineer?",
        "What does Ada bring you? Note it: netledger edit 3 --offers TEXT",
    ):
        assert expected in lines
    assert len(lines) <= 40
    assert not any("one" in line.split() for line in lines)  # the fourth talk back


def test_the_document_is_that_of_show_and_more(ada: Netledger) -> None:
    document, shown = ada.json("brief", "ada"), ada.json("show", "ada")
    assert {key: document[key] for key in shown} == shown
    assert [talk["note"] for talk in document["last_talks"]] == ["five", "four", "three"]
    assert [one["whose"] for one in document["open_promises"]] == ["me", "them"]
    assert document["fits"] == [{"offer": "data engineering", "need": "a data engineer"}]
    assert document["support"]["got"] == {"psychosocial": {"times": 4, "last": "2026-03-04"}}
    assert document["at_ease"] == {"yes": 4, "of": 5}
    assert document["birthday_near"] == {"on": "2026-04-01", "turns": None}
    assert [one["name"] for one in document["shared"]] == ["Tom Vance", "Maya Ortiz"]


def test_a_brief_of_a_past_day_knows_nothing_later(ada: Netledger) -> None:
    talks = ada.json("brief", "ada", "--as-of", "2026-03-02")["last_talks"]
    assert [talk["note"] for talk in talks] == ["two", "one"]
    ada.on("2026-03-04").ok("intro", "tom", "ada", "--yes")
    for command in ("brief", "show"):
        known = {
            day: [one["text"] for one in ada.json(command, "ada", "--as-of", day)["promises"]]
            for day in ("2026-03-04", "2026-03-05")
        }
        assert known == {"2026-03-04": [], "2026-03-05": ["send it", "the slides"]}
    begun = [
        len(ada.json("brief", "ada", "--as-of", day)["handoffs"])
        for day in ("2026-03-03", "2026-03-04")
    ]
    assert begun == [0, 1]


def test_a_promise_kept_later_was_open_before(ada: Netledger) -> None:
    ada.ok("done", "1")
    assert [one["id"] for one in ada.json("brief", "ada")["open_promises"]] == [2]
    past = ada.json("brief", "ada", "--as-of", "2026-03-15")["open_promises"]
    assert [one["id"] for one in past] == [1, 2]


def test_what_you_offer_is_told_where_it_fits_and_where_it_does_not(ada: Netledger) -> None:
    def yours() -> list[str]:
        lines = ada.ok("brief", "ada").out.splitlines()
        return [line.split("  ")[-1] for line in lines if line.startswith("  you offer")]

    ada.ok("config", "me.offers", "A data engineer")
    assert yours() == ["A data engineer, which they look for"]
    ada.ok("config", "me.offers", "cooking, sailing")
    assert yours() == ["cooking, sailing"]
    ada.ok("config", "me.offers", "")
    assert yours() == ["not stated: netledger config me.offers TEXT"]


def test_support_once_is_told_with_its_day(ada: Netledger) -> None:
    ada.ok("log", "ada", "her CV", "--gave", "i")
    assert "you gave   instrumental once on 16 Mar 2026" in ada.ok("brief", "ada").out


def test_what_one_side_wrote_is_no_talk_to_ask_about(netledger: Netledger) -> None:
    netledger.ok("add", "Ada Stone", "--seeks", "a flat", "--offers", "tea")
    for day, words in (
        ("03", ("are you well", "--via", "email")),
        ("04", ("so-so", "--via", "message", "--by-them")),
        ("05", ("shall I come", "--via", "message")),
    ):
        netledger.ok("log", "ada", *words, "--one-way", "--on", f"2026-03-{day}")
    lines = [line.strip() for line in netledger.ok("brief", "ada").out.splitlines()]
    assert "5 Mar 2026  message  shall I come  you wrote, no answer" in lines
    assert "4 Mar 2026  message  so-so  they wrote" in lines
    assert "3 Mar 2026  email    are you well  you wrote" in lines
    assert lines[-2:] == ["ask", "Still looking for a flat?"]


def test_a_talk_without_a_note_is_told_by_what_is_known_of_it(netledger: Netledger) -> None:
    netledger.ok("log", "Ada Stone", "--new", "--depth", "2", "--guarded", "--on", "2026-03-05")
    assert "5 Mar 2026  meet  real talk · guarded" in netledger.ok("brief", "ada").out


def test_somebody_new_has_a_brief_too(netledger: Netledger) -> None:
    netledger.ok("add", "Bo Roe")
    assert netledger.ok("brief", "bo").out.splitlines()[0:2] == ["Bo Roe  1", "  no entry yet"]


@pytest.mark.parametrize("words", [(), ("ada", "--today", "day.ics")])
def test_a_brief_is_of_one_or_of_a_day(netledger: Netledger, words: tuple[str, ...]) -> None:
    assert "netledger brief ada" in netledger.refused(2, "brief", *words)


def test_a_brief_of_the_day_has_everyone_in_its_meetings(ada: Netledger) -> None:
    ada.ok("config", "me.email", "robin@example.org")
    path = calendar(
        ada,
        ("1", "20260316T170000Z", "Planning", "A. Stone|ADA@example.org;Eve Unknown|eve@x.org"),
        ("2", "20260316T090000Z", "Breakfast", "tom vance|other@x.org"),
        ("3", "20260317T090000Z", "Tomorrow", "Maya Ortiz|maya@x.org"),
        ("4", "20260315T090000Z", "Yesterday", "Maya Ortiz|maya@x.org"),
    )
    briefs = ada.json("brief", "--today", path)
    assert [(one["name"], one["meeting"]["summary"]) for one in briefs] == [
        ("Tom Vance", "Breakfast"), ("Ada Stone", "Planning"),
    ]  # fmt: skip
    assert briefs[1]["meeting"]["at"] == "2026-03-16T17:00:00+00:00"
    assert briefs[1]["last_talks"][0]["note"] == "five"
    shown = ada.ok("brief", "--today", path).out
    assert "17:00  Planning" in shown
    assert (
        "Eve Unknown is not in the ledger: netledger add 'Eve Unknown' --email eve@x.org" in shown
    )


def test_a_day_without_meetings_says_so(ada: Netledger) -> None:
    ada.ok("config", "me.email", "robin@example.org")
    path = calendar(ada, ("3", "20260317T090000Z", "Tomorrow", "Maya Ortiz|maya@x.org"))
    assert ada.ok("brief", "--today", path).out == "No meeting with anybody on Monday 16 March.\n"
    assert ada.json("brief", "--today", path) == []


def test_whoever_is_met_twice_is_told_of_once(ada: Netledger) -> None:
    ada.ok("config", "me.email", "robin@example.org")
    path = calendar(
        ada,
        ("1", "20260316T090000Z", "Breakfast", "tom vance|t@x.org"),
        ("2", "20260316T110000Z", "Second", "tom vance|t@x.org"),
    )
    shown = ada.ok("brief", "--today", path).out
    assert shown.endswith("11:00  Second\n\nTom Vance  2 · told above, 09:00\n")
    assert len(ada.json("brief", "--today", path)) == 2


def test_a_calendar_that_does_not_show_whose_it_is_is_read_all_the_same(ada: Netledger) -> None:
    path = calendar(ada, ("1", "20260316T090000Z", "Breakfast", "A|ada@example.org;Eve|eve@x.org"))
    ran = ada.ok("brief", "--today", path)
    assert "Ada Stone  3" in ran.out
    assert "Eve is not in the ledger" in ran.out
    assert "does not show which address is yours" in ran.err
    assert "set me.email" in ran.err
    # What is written goes by who you are: there it is asked for first.
    assert "me.email" in ada.refused(1, "import", "ics", path, "--yes")


def test_a_calendar_that_is_missing_is_asked_for_by_the_command_itself(
    netledger: Netledger,
) -> None:
    assert "`netledger brief --help`" in netledger.refused(2, "brief", "--today")


def test_a_name_that_two_bear_is_not_guessed(ada: Netledger) -> None:
    ada.ok("config", "me.email", "robin@example.org")
    ada.ok("add", "Tom Vance", "--force")
    path = calendar(ada, ("1", "20260316T090000Z", "Breakfast", "Tom Vance|new@x.org"))
    assert ada.json("brief", "--today", path) == []
    assert "may be any of 2 and 4" in ada.ok("brief", "--today", path).out


def test_what_a_calendar_calls_people_is_quoted_for_the_shell(ada: Netledger) -> None:
    ada.ok("config", "me.email", "robin@example.org")
    path = calendar(ada, ("1", "20260316T090000Z", "Sales", "Eve $(reboot)|eve@x.org"))
    assert "netledger add 'Eve $(reboot)'" in ada.ok("brief", "--today", path).out


def test_a_file_that_is_no_calendar_is_refused(netledger: Netledger) -> None:
    netledger.refused(1, "brief", "--today", "nothing.ics")
