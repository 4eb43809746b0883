"""Messages as entries: one a contact, thread and local day, and each message once."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain.model import Side
from netledger.importers.drafts import Exchange, Party, Person
from netledger.ledger import changes

from .desk import Desk, new_desk

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)


def slug(who: str) -> str:
    return f"https://www.linkedin.com/in/{who.lower()}"


def message(
    side: Side = "them",
    *,
    who: str = "Ada",
    thread: str = "t1",
    hours: float = 0,
    text: str | None = "hello",
) -> Exchange:
    return Exchange(
        "line 2", Party(who, slug(who)), thread, NOON + timedelta(hours=hours), side, text
    )


def zone(name: str) -> None:
    os.environ["TZ"] = name
    time.tzset()


@pytest.fixture(autouse=True)
def _in_utc() -> Iterator[None]:
    before = os.environ.get("TZ")
    zone("UTC")
    yield
    if before is None:
        del os.environ["TZ"]
    else:
        os.environ["TZ"] = before
    time.tzset()


def rows(desk: Desk) -> list[tuple[Any, ...]]:
    return desk.conn.execute(
        "SELECT on_day, initiator, two_way, n FROM interaction ORDER BY on_day, id"
    ).fetchall()


def test_the_messages_of_a_day_are_one_entry(desk: Desk) -> None:
    desk.take_in(message("them"), message("me", hours=1), message("me", hours=2))
    assert rows(desk) == [("2026-03-01", "them", 1, 3)]


def test_another_day_is_another_entry(desk: Desk) -> None:
    desk.take_in(message(), message("me", hours=24))
    assert rows(desk) == [("2026-03-01", "them", 0, 1), ("2026-03-02", "me", 0, 1)]


def test_another_thread_is_another_entry(desk: Desk) -> None:
    desk.take_in(message(), message("me", thread="t2"))
    assert len(rows(desk)) == 2


def test_a_day_is_two_way_where_both_wrote(desk: Desk) -> None:
    desk.take_in(message("me"), message("me", hours=1))
    assert rows(desk) == [("2026-03-01", "me", 0, 2)]


def test_who_wrote_first_began_whatever_the_order_in_the_file(desk: Desk) -> None:
    desk.take_in(message("me", hours=2), message("them", hours=1))
    assert rows(desk)[0][1] == "them"


def test_the_first_words_of_the_day_are_the_note(desk: Desk) -> None:
    desk.take_in(
        message(hours=2, text="later"), message(text=None), message(hours=1, text="first\nwords")
    )
    assert desk.one("SELECT note FROM interaction") == "first words"


def test_a_stranger_who_wrote_becomes_a_contact(desk: Desk) -> None:
    report = desk.take_in(message(), message(hours=1))
    assert len(report.created) == 1
    assert desk.column("name", 1) == "Ada"


def test_an_entry_counts_for_the_tie(desk: Desk) -> None:
    desk.take_in(message("them"), message("me", hours=1))
    tie = desk.ties()[1]
    assert (tie.n, tie.d, tie.two_way, tie.last) == (2, 1, True, date(2026, 3, 1))


def test_messages_are_counted_in_the_report_as_entries(desk: Desk) -> None:
    report = desk.take_in(message(), message(hours=1), message(hours=30))
    assert report.interactions == 2


def test_a_day_is_the_local_one(desk: Desk) -> None:
    zone("Asia/Tokyo")
    desk.take_in(message(hours=5))
    assert rows(desk)[0][0] == "2026-03-02"


# --- again, and more


ALL = (message("them"), message("me", hours=9), message("me", hours=25))


def test_the_same_export_again_adds_nothing(desk: Desk) -> None:
    desk.take_in(*ALL)
    before, steps = desk.text(), desk.steps()
    assert desk.take_in(*ALL).interactions == 0
    assert (desk.text(), desk.steps()) == (before, steps)


@pytest.mark.parametrize("elsewhere", ["Asia/Tokyo", "America/Los_Angeles", "Pacific/Kiritimati"])
def test_the_same_export_read_in_another_zone_adds_nothing(elsewhere: str, desk: Desk) -> None:
    desk.take_in(*ALL)
    before = desk.text()
    zone(elsewhere)
    desk.take_in(*ALL)
    assert desk.text() == before


def test_a_newer_export_extends_the_day(desk: Desk) -> None:
    desk.take_in(message("them"))
    (entry,) = desk.entries()
    report = desk.take_in(message("them"), message("me", hours=2))
    assert report.interactions == 1
    assert desk.entries() == [entry]
    assert rows(desk) == [("2026-03-01", "them", 1, 2)]
    assert desk.ties()[1].n == 2


def test_an_earlier_message_that_comes_later_began_the_day(desk: Desk) -> None:
    desk.take_in(message("them", hours=2))
    desk.take_in(message("me", hours=1))
    assert rows(desk) == [("2026-03-01", "me", 1, 2)]


def test_an_extended_day_keeps_what_was_written_into_it(desk: Desk) -> None:
    desk.take_in(message())
    desk.amend(desk.entries()[0], note="My own words", depth=3)
    desk.take_in(message(), message("me", hours=1))
    row = desk.conn.execute("SELECT note, depth, n FROM interaction").fetchone()
    assert row == ("My own words", 3, 2)


def test_a_day_that_was_moved_by_hand_does_not_come_again(desk: Desk) -> None:
    desk.take_in(message())
    desk.amend(desk.entries()[0], on_day="2026-02-01")
    before = desk.text()
    desk.take_in(message())
    assert desk.text() == before


def test_what_was_taken_out_stays_out(desk: Desk) -> None:
    desk.take_in(*ALL)
    desk.unlog(desk.entries()[0])
    before = desk.text()
    zone("Asia/Tokyo")
    assert desk.take_in(*ALL).interactions == 0
    assert desk.text() == before


def test_new_words_of_a_day_that_was_taken_out_come_in(desk: Desk) -> None:
    desk.take_in(message())
    desk.unlog(desk.entries()[0])
    desk.take_in(message(), message("me", hours=3))
    assert rows(desk) == [("2026-03-01", "me", 0, 1)]


def test_what_was_taken_out_and_back_in_is_counted_once(desk: Desk) -> None:
    desk.take_in(*ALL)
    before = desk.text()
    desk.unlog(desk.entries()[0])
    changes.undo(desk.ledger)
    desk.take_in(*ALL)
    assert desk.text() == before


def test_the_same_thread_in_another_source_is_another_thread(desk: Desk) -> None:
    desk.take_in(message())
    desk.take_in(message(), source="other")
    assert len(rows(desk)) == 2


def test_messages_of_one_who_was_cut_stay_out(desk: Desk) -> None:
    desk.take_in(Person("r", "Ada", urls=(slug("Ada"),)))
    desk.archive(1)
    report = desk.take_in(*ALL)
    assert (rows(desk), report.archived) == ([], {1})


def test_messages_go_to_who_is_left_after_a_merge(desk: Desk) -> None:
    desk.take_in(message(who="Ada"), message(who="Bea", thread="t2"))
    desk.merge(1, 2)
    desk.take_in(message(who="Bea", thread="t2", hours=30))
    assert desk.ids() == [1]
    assert desk.ties()[1].n == 3


def test_a_page_that_was_taken_off_makes_no_second_contact(desk: Desk) -> None:
    desk.take_in(*ALL)
    desk.take_off(1, "url")
    desk.take_in(*ALL)
    assert desk.ids() == [1]


def test_both_writing_in_one_second_are_told_apart(desk: Desk) -> None:
    desk.take_in(message("them"), message("me"))
    assert rows(desk)[0][2:] == (1, 2)


def test_of_two_in_one_second_the_first_in_the_file_began_also_in_a_newer_export(
    desk: Desk,
) -> None:
    older = [message("them", thread=f"t{number}") for number in range(12)]
    newer = [message("me", thread=f"t{number}") for number in range(12)]
    desk.take_in(*older)
    desk.take_in(*older, *newer)
    assert {row[1] for row in rows(desk)} == {"them"}


messages = st.lists(
    st.builds(
        message,
        st.sampled_from(("me", "them")),
        who=st.sampled_from(("Ada", "Bea")),
        hours=st.integers(0, 60) | st.integers(0, 10).map(lambda minutes: minutes / 60),
    ).map(lambda one: replace(one, thread=one.who.name)),
    max_size=10,
)
ZONES = st.sampled_from(("UTC", "Asia/Tokyo", "America/New_York"))


@settings(max_examples=40, deadline=None)
@given(messages, st.data())
def test_a_file_in_two_parts_is_worth_the_whole(found: list[Exchange], data: st.DataObject) -> None:
    cut = data.draw(st.integers(0, len(found)))
    with new_desk() as whole, new_desk() as parts:
        whole.take_in(*found)
        parts.take_in(*found[:cut])
        parts.take_in(*found)
        days = (
            "SELECT name, on_day, n, two_way, initiator, marks FROM interaction i JOIN participant"
        )
        query = (
            f"{days} ON interaction = i.id JOIN contact c ON c.id = contact ORDER BY name, on_day"
        )
        assert parts.conn.execute(query).fetchall() == whole.conn.execute(query).fetchall()


@settings(max_examples=30, deadline=None)
@given(messages, ZONES, ZONES)
def test_no_message_is_counted_twice_in_any_zone(
    found: list[Exchange], first: str, second: str
) -> None:
    with new_desk() as desk:
        zone(first)
        desk.take_in(*found[: len(found) // 2])
        zone(second)
        desk.take_in(*found)
        zone(first)
        desk.take_in(*found)
        distinct = {(one.thread, one.at, one.side) for one in found}
        assert desk.one("SELECT coalesce(sum(n), 0) FROM interaction") == len(distinct)
