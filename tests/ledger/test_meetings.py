"""Meetings as entries: each once, of all who took part, and what the user said of them stays."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from netledger.importers.drafts import Meeting, Party
from netledger.ledger import changes

from .desk import NOW, TODAY, Desk, ago

ADA, BO, CY = (Party(name, email=f"{name.lower()}@example.org") for name in ("Ada", "Bo", "Cy"))
LUNCH = Meeting("r", (ADA, BO), "uid#1", NOW - timedelta(days=3), text="lunch", minutes=60)


def days(desk: Desk) -> list[str]:
    return [day for (day,) in desk.conn.execute("SELECT on_day FROM interaction ORDER BY id")]


def present(desk: Desk) -> list[str]:
    rows = desk.conn.execute(
        "SELECT name FROM participant JOIN contact ON contact.id = contact ORDER BY name"
    )
    return [name for (name,) in rows]


def test_a_meeting_is_one_entry_of_all_who_took_part(desk: Desk) -> None:
    report = desk.take_in(LUNCH, source="ics")
    assert (len(desk.entries()), present(desk), report.interactions) == (1, ["Ada", "Bo"], 1)


def test_the_same_meeting_again_changes_nothing(desk: Desk) -> None:
    desk.take_in(LUNCH, source="ics")
    before, steps = desk.text(), desk.steps()
    desk.take_in(LUNCH, source="ics")
    assert (desk.text(), desk.steps()) == (before, steps)


def test_a_meeting_that_was_moved_moves(desk: Desk) -> None:
    desk.take_in(LUNCH, source="ics")
    desk.take_in(replace(LUNCH, on=NOW - timedelta(days=2)), source="ics")
    assert days(desk) == [ago(2).isoformat()]


def test_a_day_that_the_user_gave_it_stays(desk: Desk) -> None:
    desk.take_in(LUNCH, source="ics")
    desk.amend(desk.entries()[0], on_day=ago(9).isoformat())
    desk.take_in(replace(LUNCH, on=NOW - timedelta(days=2)), source="ics")
    assert days(desk) == [ago(9).isoformat()]


def test_who_came_to_it_later_is_added(desk: Desk) -> None:
    desk.take_in(LUNCH, source="ics")
    desk.take_in(replace(LUNCH, who=(ADA, BO, CY)), source="ics")
    assert present(desk) == ["Ada", "Bo", "Cy"]


def test_who_the_user_took_out_of_it_stays_out(desk: Desk) -> None:
    desk.take_in(LUNCH, source="ics")
    with desk.ledger.step("amend"):
        desk.conn.execute("DELETE FROM participant WHERE contact = 2")
    desk.take_in(LUNCH, source="ics")
    assert present(desk) == ["Ada"]


def test_a_meeting_that_was_taken_out_stays_out(desk: Desk) -> None:
    desk.take_in(LUNCH, source="ics")
    desk.unlog(desk.entries()[0])
    desk.take_in(LUNCH, source="ics")
    assert desk.entries() == []


def test_a_meeting_without_an_hour_keeps_its_day_in_any_zone(desk: Desk) -> None:
    desk.take_in(replace(LUNCH, on=ago(5)), source="ics")
    assert days(desk) == [ago(5).isoformat()]


def test_a_meeting_later_today_is_still_to_come(desk: Desk) -> None:
    report = desk.take_in(replace(LUNCH, on=NOW + timedelta(hours=1)), source="ics")
    assert (desk.entries(), len(report.skipped)) == ([], 1)


def test_somebody_named_by_two_addresses_takes_part_once(desk: Desk) -> None:
    desk.take_in(LUNCH, source="ics")
    desk.merge(1, 2)
    desk.take_in(replace(LUNCH, key="uid#2"), source="ics")
    assert present(desk) == ["Ada", "Ada"]


def test_an_import_of_meetings_is_taken_back_whole(desk: Desk) -> None:
    before = desk.text()
    desk.take_in(LUNCH, replace(LUNCH, key="uid#2", on=TODAY), source="ics")
    changes.undo(desk.ledger)
    assert desk.text() == before
