"""One person, one contact, whichever record comes first."""

from __future__ import annotations

from datetime import timedelta
from itertools import permutations
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.importers.drafts import Draft, Exchange, Party, Person
from netledger.ledger import changes, duplicates

from .desk import NOW, Desk, new_desk

PAGE = "https://www.linkedin.com/in/ada-lund"
MAIL = "ada@example.org"
PHONE = "+1 (212) 555-0101"

LINKEDIN = ("linkedin", Person("l1", "Ada Lund, PhD", urls=(PAGE,), org="Acme"))
BOOK = ("google", Person("g1", "Ada Lund", emails=(MAIL,), phones=(PHONE,), note="tea"))
BRIDGE = ("vcard", Person("v1", "ada lund", urls=(PAGE,), emails=(MAIL,), birthday="--05-01"))
PHONE_ALONE = ("monica", Person("m1", "A. Lund", phones=("001 212 555 0101",), org="Old Firm"))
CHAT = ("mbox", Exchange("e1", Party("Ada", email="Ada+news@example.org"), "t", NOW, "them"))
EVERYTHING = (LINKEDIN, BOOK, BRIDGE, PHONE_ALONE, CHAT)


def contents(desk: Desk) -> list[Any]:
    """What the ledger holds of each contact, without ids and the order of things."""
    found = []
    for id in desk.ids():
        fields = desk.conn.execute(
            "SELECT name, org, role, location, birthday, note FROM contact WHERE id = ?", (id,)
        ).fetchone()
        details = desk.conn.execute(
            "SELECT kind, key FROM detail WHERE contact = ? AND kind <> 'key'", (id,)
        )
        found.append((fields, sorted(details), desk.ties()[id].n if id in desk.ties() else 0))
    return sorted(found, key=str)


def taken_in(desk: Desk, *records: tuple[str, Draft]) -> None:
    for source, draft in records:
        desk.take_in(draft, source=source)


@pytest.mark.parametrize("order", list(permutations(EVERYTHING))[::7])
def test_the_order_of_imports_makes_no_difference(order: tuple[tuple[str, Draft], ...]) -> None:
    with new_desk() as first, new_desk() as other:
        taken_in(first, *EVERYTHING)
        taken_in(other, *order)
        assert len(first.ids()) == 1
        assert contents(other) == contents(first)


def test_a_record_that_shows_two_to_be_one_joins_them(desk: Desk) -> None:
    taken_in(desk, LINKEDIN, BOOK)
    assert len(desk.ids()) == 2
    report = desk.take_in(BRIDGE[1], source="vcard")
    assert (len(desk.ids()), report.joined) == (1, 1)


def test_joining_is_part_of_the_step_that_undo_takes_back(desk: Desk) -> None:
    taken_in(desk, LINKEDIN, BOOK)
    before = desk.text()
    taken_in(desk, BRIDGE)
    changes.undo(desk.ledger)
    assert desk.text() == before


def test_the_messages_of_both_go_to_the_one_that_is_left(desk: Desk) -> None:
    page = Exchange("a", Party("Ada Lund", url=PAGE), "t1", NOW, "me")
    later = Exchange("b", Party("Ada", email=MAIL), "t2", NOW - timedelta(days=3), "them")
    desk.take_in(page, later, BRIDGE[1])
    (id,) = desk.ids()
    assert desk.ties()[id].n == 2


def test_a_landline_joins_nobody_of_another_name(desk: Desk) -> None:
    desk.take_in(Person("1", "Ada Lund", phones=(PHONE,)), Person("2", "Bo Stone", phones=(PHONE,)))
    assert len(desk.ids()) == 2


def test_an_office_joins_nobody_of_another_name(desk: Desk) -> None:
    office = ("info@acme.example",)
    desk.take_in(Person("1", "Ada Lund", emails=office), Person("2", "Bo Stone", emails=office))
    assert len(desk.ids()) == 2


def test_a_page_that_is_nobodys_profile_joins_nobody_of_another_name(desk: Desk) -> None:
    firm = ("https://acme.example",)
    desk.take_in(Person("1", "Ada Lund", urls=firm), Person("2", "Bo Stone", urls=firm))
    assert len(desk.ids()) == 2


def test_a_number_joins_a_nickname(desk: Desk) -> None:
    desk.take_in(
        Person("1", "Eleanor Lund", phones=(PHONE,)), Person("2", "Nell Lund", phones=(PHONE,))
    )
    assert len(desk.ids()) == 1


def test_what_the_user_put_on_two_contacts_joins_them_not(desk: Desk) -> None:
    desk.add("Ada Lund", email=[MAIL])
    desk.add("Bo Lund", email=[MAIL])
    desk.take_in(Person("1", "Ada Lund", emails=(MAIL,), org="Acme"))
    assert len(desk.ids()) == 2


def test_who_the_user_said_are_two_stay_two(desk: Desk) -> None:
    taken_in(desk, LINKEDIN, BOOK)
    with desk.ledger.step("two people"):
        duplicates.are_two(desk.conn, *desk.ids())
    taken_in(desk, BRIDGE)
    assert len(desk.ids()) == 2


def test_another_name_of_a_person_becomes_an_alias(desk: Desk) -> None:
    taken_in(desk, BOOK, PHONE_ALONE)
    (id,) = desk.ids()
    assert desk.values("alias", id) == ["A. Lund"]


def test_a_whole_name_is_shown_before_an_initial(desk: Desk) -> None:
    taken_in(desk, PHONE_ALONE, BOOK)
    assert desk.column("name", desk.ids()[0]) == "Ada Lund"


def test_a_name_takes_the_place_of_an_address(desk: Desk) -> None:
    taken_in(desk, ("mbox", Exchange("e", Party(MAIL, email=MAIL), "t", NOW, "me")), BOOK)
    assert desk.column("name", desk.ids()[0]) == "Ada Lund"


def test_the_notes_of_two_sources_are_both_kept(desk: Desk) -> None:
    taken_in(desk, BOOK, ("vcard", Person("v", "Ada Lund", emails=(MAIL,), note="coffee")))
    assert desk.column("note", desk.ids()[0]) == "tea\n\ncoffee"


def test_a_note_that_the_user_changed_is_left_alone(desk: Desk) -> None:
    taken_in(desk, BOOK)
    desk.edit(desk.ids()[0], fields={"note": "mine"})
    taken_in(desk, ("vcard", Person("v", "Ada Lund", emails=(MAIL,), note="coffee")))
    assert desk.column("note", desk.ids()[0]) == "mine"


def test_who_was_cut_is_not_joined_to_who_was_not(desk: Desk) -> None:
    taken_in(desk, LINKEDIN, BOOK)
    desk.archive(desk.ids()[0])
    taken_in(desk, BRIDGE)
    assert len(desk.ids()) == 2


records = st.lists(
    st.builds(
        lambda source, name, mail, page, phone: (
            source,
            Person(
                "r",
                name,
                key=f"{source}:{name}:{mail}:{page}:{phone}",
                emails=(f"m{mail}@example.org",) if mail else (),
                urls=(f"https://www.linkedin.com/in/p{page}",) if page else (),
                phones=(f"+1 212 555 010{phone}",) if phone else (),
            ),
        ),
        st.sampled_from(["google", "vcard", "linkedin"]),
        st.sampled_from(["Ada Lund", "Nell Lund", "Eleanor Lund", "Bo Ek"]),
        st.integers(0, 3),
        st.integers(0, 3),
        st.integers(0, 2),
    ),
    max_size=6,
)


def partition(desk: Desk) -> set[frozenset[str]]:
    """The records that each contact came from."""
    rows = desk.conn.execute("SELECT contact, key FROM detail WHERE kind = 'key'").fetchall()
    return {
        frozenset(key for contact, key in rows if contact == id and not key.startswith("uid:"))
        for id in desk.ids()
    }


@settings(max_examples=25, deadline=None)
@given(records, st.randoms(use_true_random=False))
def test_any_records_in_any_order_make_the_same_people(found: list[Any], random: Any) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)
    with new_desk() as one, new_desk() as other:
        taken_in(one, *found)
        taken_in(other, *shuffled)
        assert partition(one) == partition(other)
