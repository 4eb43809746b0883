"""What the user has said stands, whatever comes in and whoever is joined."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from netledger.importers.drafts import Exchange, Meeting, Party, Person, Sign
from netledger.ledger import changes, duplicates, standing

from .desk import NOW, TODAY, Desk, ago

MAIL = "kim@example.org"
PAGE = "https://www.linkedin.com/in/kim"


def kim(**more: Any) -> Person:
    return Person("r", "Kim Roe", **{"emails": (MAIL,), **more})


def message(hours: int, name: str = "Kim Roe") -> Exchange:
    return Exchange("m", Party(name, email=MAIL), "t", NOW - timedelta(hours=hours), "me")


def put(desk: Desk, id: int, **what: Any) -> None:
    with desk.ledger.step("put"):
        standing.put(desk.conn, id, **what)


# --- fields


def test_who_started_stays_as_amended_when_more_messages_come(desk: Desk) -> None:
    desk.take_in(message(3))
    desk.amend(desk.entries()[0], initiator="them", two_way=1)
    desk.take_in(message(3), message(2))
    assert desk.one("SELECT initiator || two_way || n FROM interaction") == "them12"


def test_a_field_that_the_user_filled_and_emptied_stays_empty(desk: Desk) -> None:
    id = desk.add("Kim Roe", fields={"org": "Acme"}, email=[MAIL])
    desk.edit(id, fields={"org": None})
    desk.take_in(kim(org="Old Firm"))
    assert desk.column("org", id) is None


def test_of_two_that_are_joined_the_one_written_by_hand_speaks(desk: Desk) -> None:
    desk.take_in(kim(org="Old Firm"))
    other = desk.add("Kim of the choir", fields={"org": "Choir"}, url=[PAGE])
    desk.take_in(kim(urls=(PAGE,)), source="vcard")
    (id,) = desk.ids()
    assert (desk.column("name", id), desk.column("org", id)) == ("Kim of the choir", "Choir")
    assert other != id


def test_a_role_that_a_merge_does_not_keep_stands_in_the_note(desk: Desk) -> None:
    keep = desk.add("Kim Roe", fields={"role": "Bhef"})
    desk.merge(keep, desk.add("Kim Ek", fields={"role": "Chef"}))
    assert "role Chef" in desk.column("note", keep)


def test_a_place_that_was_given_away_does_not_come_back_by_a_merge(desk: Desk) -> None:
    cut = desk.add("Kim Roe")
    put(desk, cut, stated_tier=5, stated_on=TODAY)
    desk.archive(cut)
    for number in range(5):
        put(desk, desk.add(f"Person {number}"), stated_tier=5, stated_on=TODAY)
    desk.merge(cut, desk.add("Kim Ek"))
    assert desk.one("SELECT count(*) FROM standing WHERE stated_tier = 5") == 5


# --- who it is


def test_of_two_at_one_address_the_one_of_that_name_is_meant(desk: Desk) -> None:
    desk.add("Kim Roe", email=[MAIL])
    bo = desk.add("Bo Lund", email=[MAIL])
    desk.take_in(message(3, name="Bo Lund"))
    assert list(desk.ties()) == [bo]


def test_of_two_at_one_address_the_one_who_was_not_cut_is_meant(desk: Desk) -> None:
    desk.archive(desk.add("Kim Roe", email=[MAIL]))
    live = desk.add("Kim Roe", email=[MAIL])
    desk.take_in(message(3))
    assert list(desk.ties()) == [live]


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (("Paul Stone", None), ("Paula Stone", None)),
        (("Dan Roe", None), ("Danielle Roe", None)),
        (("Al Ek", "1950-01-01"), ("Al Ek", "1980-02-02")),
    ],
)
def test_a_family_with_one_telephone_stays_a_family(
    one: tuple[str, str | None], other: tuple[str, str | None], desk: Desk
) -> None:
    desk.take_in(
        *(
            Person(name, name, phones=("+1 212 555 0101",), birthday=birthday)
            for name, birthday in (one, other)
        )
    )
    assert len(desk.ids()) == 2


def test_pages_that_only_a_number_tells_apart_are_two(desk: Desk) -> None:
    page = "https://www.facebook.com/profile.php?id="
    desk.take_in(
        Person("1", "Kim Roe", urls=(f"{page}1001",)), Person("2", "Bo Ek", urls=(f"{page}2002",))
    )
    assert len(desk.ids()) == 2


def test_a_firms_page_joins_nobody_of_another_name(desk: Desk) -> None:
    page = ("https://instagram.com/acmebakery",)
    desk.take_in(Person("1", "Kim Roe", urls=page), Person("2", "Bo Ek", urls=page))
    assert len(desk.ids()) == 2


def test_our_own_table_keeps_two_at_one_address_apart(desk: Desk) -> None:
    two = [Person("1", "Kim Roe", uid="aaaaaaaa", emails=(MAIL,), archived=True),
           Person("2", "Kim Roe", uid="bbbbbbbb", emails=(MAIL,))]  # fmt: skip
    desk.take_in(*two, source="csv")
    assert len(desk.ids()) == 2
    steps = desk.steps()
    desk.take_in(*two, source="csv")
    assert (len(desk.ids()), desk.steps()) == (2, steps)


def test_a_uid_that_says_none_is_nobodys(desk: Desk) -> None:
    desk.take_in(kim(), Person("2", "Bo Ek", uid="None"), source="csv")
    assert len(desk.ids()) == 2


def test_who_was_renamed_is_known_again_by_what_the_source_calls_them(desk: Desk) -> None:
    mum = Person("1", "Mum", phones=("+1 212 555 0101",))
    desk.take_in(mum, source="csv")
    (id,) = desk.ids()
    desk.edit(id, fields={"name": "Margaret Ek"})
    desk.take_off(id, "alias")
    desk.take_in(mum, source="csv")
    assert desk.ids() == [id]


def test_a_card_with_a_firms_page_is_known_by_its_own_key(desk: Desk) -> None:
    card = Person("1", "Kim Roe", key="vcard:1", urls=("https://acme.example",))
    desk.take_in(card, source="vcard")
    desk.take_in(replace(card, name="Kim Stone"), source="vcard")
    assert len(desk.ids()) == 1


def test_a_gesture_finds_whoever_was_joined_in_the_same_import(desk: Desk) -> None:
    desk.take_in(Person("1", "K. Roe", emails=(MAIL,)), source="google")
    sign = Sign("s", "endorsement", "Kim Roe", None, "them", TODAY)
    report = desk.take_in(kim(urls=(PAGE,)), sign)
    assert report.skipped == []


# --- meetings


MEETING = Meeting("r", (Party("Kim Roe", email=MAIL),), "uid#1", ago(3))
BO = Party("Bo Ek", email="bo@example.org")


def present(desk: Desk) -> int:
    return int(desk.one("SELECT count(*) FROM participant"))


def test_one_meeting_in_two_calendars_has_the_people_of_both(desk: Desk) -> None:
    desk.take_in(MEETING, replace(MEETING, who=(BO,)), source="ics")
    assert present(desk) == 2


def test_who_came_by_an_import_that_was_taken_back_may_come_again(desk: Desk) -> None:
    both = replace(MEETING, who=(*MEETING.who, BO))
    desk.take_in(MEETING, source="ics")
    desk.take_in(both, source="ics")
    changes.undo(desk.ledger)
    desk.take_in(both, source="ics")
    assert present(desk) == 2


def test_a_pair_that_is_two_is_asked_no_more_when_one_of_them_has_grown(desk: Desk) -> None:
    a, b, c = (desk.add(name) for name in ("Nell Ek", "Eleanor Ek", "Nellie Ek"))
    with desk.ledger.step("two"):
        duplicates.are_two(desk.conn, a, c)
    desk.merge(a, b)
    assert duplicates.proposals(desk.conn) == []


def test_two_who_write_from_one_address_in_one_second_are_both_heard(desk: Desk) -> None:
    kim, bo = desk.add("Kim Roe", email=[MAIL]), desk.add("Bo Lund", email=[MAIL])
    desk.take_in(message(3), message(3, name="Bo Lund"))
    assert set(desk.ties()) == {kim, bo}


def test_what_was_taken_off_stays_off_after_a_merge(desk: Desk) -> None:
    card = kim(emails=(MAIL, "k2@example.org"))
    desk.take_in(card)
    (id,) = desk.ids()
    desk.take_off(id, "email", ["k2@example.org"])
    keep = desk.add("Kim of the choir")
    desk.merge(keep, id)
    desk.take_in(card)
    assert desk.values("email", keep) == [MAIL]
