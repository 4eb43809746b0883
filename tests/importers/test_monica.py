"""Monica's JSON export: who becomes a contact, what happened, and what has no place here."""

from __future__ import annotations

import json
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any

import pytest

from netledger.importers.drafts import (
    Asked,
    Draft,
    Exchange,
    Meeting,
    Notice,
    Owner,
    Party,
    Person,
)
from netledger.importers.monica import MONICA

Json = dict[str, Any]


def group(kind: str, *values: Any) -> Json:
    return {"count": len(values), "type": kind, "values": list(values)}


def record(uuid: str = "", **properties: Any) -> Json:
    return {"uuid": uuid, "created_at": "2021-05-06T07:08:09Z", "properties": properties}


def contact(uuid: str, name: str, *data: Json, **properties: Any) -> Json:
    return {**record(uuid, first_name=name, **properties), "data": list(data)}


def special(on: str, *, age_based: bool = False, year_unknown: bool = False) -> Json:
    stamp = f"{on}T00:00:00.000000Z"
    return {"is_age_based": age_based, "is_year_unknown": year_unknown, "date": stamp}


def account(*data: Json, **parts: Any) -> Json:
    return {"version": "1.0-preview.1", "account": {"uuid": "acc", "data": list(data), **parts}}


FIELD_TYPES = {
    "contact_field_types": [
        record("t-mail", name="Email", protocol="mailto:", type="email"),
        record("t-tel", name="Phone", protocol="tel:", type="phone"),
        record("t-fb", name="Facebook"),
        record("t-x", name="Twitter"),
        record("t-wa", name="Whatsapp"),
        record("t-web", name="Website"),
    ]
}
WALK = record("x1", summary="Walk", description="By the sea.\nCold.", happened_at="2026-02-01")


def drafts(folder: Path, document: Any, owner: Owner | None = None) -> list[Draft]:
    path = folder / "monica.json"
    path.write_text(json.dumps(document))
    return list(MONICA.extract(path, Asked(owner or Owner())))


def person(folder: Path, *data: Json, **properties: Any) -> Person:
    found = drafts(folder, account(group("contact", contact("c1", "Mia", *data, **properties))))
    (mia,) = [draft for draft in found if isinstance(draft, Person)]
    return mia


def notices(found: list[Draft]) -> list[tuple[str, str]]:
    return [(draft.record, draft.why) for draft in found if isinstance(draft, Notice)]


def test_a_contact_becomes_a_person(tmp_path: Path) -> None:
    mia = contact(
        "c1", "Mia",
        group("contact_field",
              record("f1", data="mia@x.org", type="t-mail"), record("f2", data="1", type="t-tel")),
        group("note", record("n1", body="Two\nlines"), record("n2", body="")),
        group("address", record("a1", street="Road 1", city="Oslo", country="NO")),
        middle_name="A.", last_name="Falk", nickname="Mimi", description="Tall.",
        job="Cook", company="Acme", tags=["chess", "sea"], is_starred=True, is_active=True,
        stay_in_touch_frequency=30, birthdate=special("1980-03-04"), food_preferences="no nuts",
        first_met_date=special("2020-01-02"), first_met_through="c2",
    )  # fmt: skip
    found = drafts(
        tmp_path, account(group("contact", mia, contact("c2", "Lou Roe")), instance=FIELD_TYPES)
    )
    assert found[0] == Person(
        record="monica.json contact 1", name="Mia A. Falk", key="monica:c1",
        emails=("mia@x.org",), phones=("1",), aliases=("Mimi",), tags=("chess", "sea"),
        org="Acme", role="Cook", location="Oslo, NO", birthday="1980-03-04",
        note="Tall.\nfood: no nuts\n2021-05-06: Two\nlines", met_on=date(2020, 1, 2),
        pinned=True, cadence_days=30, through="Lou Roe",
    )  # fmt: skip
    assert found[1:] == [Person(record="monica.json contact 2", name="Lou Roe", key="monica:c2")]


@pytest.mark.parametrize(
    ("told", "birthday", "note"),
    [
        (special("1980-03-04"), "1980-03-04", None),
        (special("2026-02-28", year_unknown=True), "--02-28", None),
        (special("1986-01-01", age_based=True), None, "born about 1986"),
        ({"date": "2023-02-29T00:00:00Z"}, None, None),
        ({"date": "0000-00-00"}, None, None),
        ({}, None, None),
        ("1980", None, None),
    ],
)
def test_a_guessed_age_is_no_birthday(
    tmp_path: Path, told: Any, birthday: str | None, note: str | None
) -> None:
    mia = person(tmp_path, birthdate=told)
    assert (mia.birthday, mia.note) == (birthday, note)


@pytest.mark.parametrize(
    ("told", "died", "note"),
    [
        (special("2015-03-16"), "2015-03-16", None),
        (special("2015-01-01", age_based=True), "2015-01-01", "died about 2015"),
        (
            special("2020-03-16", year_unknown=True),
            "2021-05-06",
            "died on 16 March, the year is not known",
        ),
        (None, "2021-05-06", "died, the day is not known"),
    ],
)
def test_whoever_has_died_has_a_day_of_it_and_the_note_says_how_sure_it_is(
    tmp_path: Path, told: Any, died: str, note: str | None
) -> None:
    mia = person(tmp_path, is_dead=True, deceased_date=told)
    assert (mia.died, mia.note, mia.archived) == (died, note, False)


def test_who_died_on_no_day_that_can_be_told_is_archived(tmp_path: Path) -> None:
    mia = contact("c1", "Mia", is_dead=1)
    del mia["created_at"]
    _, found = drafts(tmp_path, account(group("contact", mia)))
    assert isinstance(found, Person)
    assert (found.died, found.archived, found.note) == (None, True, "died, the day is not known")


def test_a_contact_that_is_not_active_is_archived(tmp_path: Path) -> None:
    assert person(tmp_path, is_active=False).archived
    assert not person(tmp_path, is_active=None).archived


@pytest.mark.parametrize(
    ("kind", "data", "where", "value"),
    [
        ("t-mail", "mailto:a@x.org", "emails", "a@x.org"),
        ("t-tel", "+47 22 00 00 00 ext 5", "phones", "+47 22 00 00 00 ext 5"),
        ("t-wa", "+47 22000000", "phones", "+47 22000000"),
        ("t-fb", "https://facebook.com/mia", "urls", "https://facebook.com/mia"),
        ("t-fb", "facebook.com/mia", "urls", "facebook.com/mia"),
        ("t-web", "mia.example.org", "urls", "mia.example.org"),
        (None, "a@x.org", "emails", "a@x.org"),
        (None, "22 00 00 00", "phones", "22 00 00 00"),
        ("t-x", "@mia", "note", "twitter: @mia"),
        ("t-fb", "100002345", "note", "facebook: 100002345"),
        ("t-x", "mia.falk", "note", "twitter: mia.falk"),
    ],
)
def test_a_contact_field_is_what_it_looks_like_then_what_monica_says(
    tmp_path: Path, kind: str | None, data: str, where: str, value: str
) -> None:
    field = group("contact_field", record("f1", data=data, type=kind))
    (mia,) = drafts(
        tmp_path, account(group("contact", contact("c1", "Mia", field)), instance=FIELD_TYPES)
    )
    assert isinstance(mia, Person)
    said = {"emails": mia.emails, "phones": mia.phones, "urls": mia.urls, "note": mia.note}
    assert said == {"emails": (), "phones": (), "urls": (), "note": None} | {
        where: value if where == "note" else (value,)
    }


def test_those_who_are_only_a_name_are_left_out_but_told_of_in_notes(tmp_path: Path) -> None:
    found = drafts(
        tmp_path,
        account(
            group("contact", contact("c1", "Mia"), contact("c2", "Tim", is_partial=True)),
            group("relationship", record("r", type="child", contact_is="c1", of_contact="c2"),
                  record("r", type="parent", contact_is="c2", of_contact="c1")),
        ),
    )  # fmt: skip
    mia, notice = found
    assert isinstance(mia, Person)
    assert (mia.name, mia.note, mia.kin) == ("Mia", "child: Tim", False)
    assert isinstance(notice, Notice)
    assert notice.why.startswith("1 contact that is only a name in Monica")


def test_the_user_is_left_out_and_their_family_is_kin(tmp_path: Path) -> None:
    user = record("u", me_contact="me")
    found = drafts(
        tmp_path,
        account(
            group("user", user),
            group("contact", contact("me", "Rae"), contact("c1", "Mia"), contact("c2", "Lou")),
            group("relationship", record("r", type="sibling", contact_is="me", of_contact="c1"),
                  record("r", type="friend", contact_is="c2", of_contact="me")),
        ),
    )  # fmt: skip
    assert [(draft.name, draft.kin) for draft in found if isinstance(draft, Person)] == [
        ("Mia", True),
        ("Lou", False),
    ]


def test_the_user_is_known_by_their_address_too(tmp_path: Path) -> None:
    mine = group("contact_field", record("f1", data="RAE@x.org"))
    document = account(group("contact", contact("c1", "Rae", mine), contact("c2", "Mia")))
    (mia,) = drafts(tmp_path, document, Owner(emails=("rae@x.org",)))
    assert isinstance(mia, Person)
    assert mia.name == "Mia"


def test_an_activity_is_one_meeting_of_all_who_took_part(tmp_path: Path) -> None:
    found = drafts(
        tmp_path,
        account(
            group("contact",
                  contact("c1", "Mia", group("contact_field", record("f", data="m@x.org")),
                          group("activity", "x1")),
                  contact("c2", "Lou", group("activity", "x1")),
                  contact("c3", "Tim", group("activity", "x1"), is_partial=True)),
            group("activity", WALK),
        ),
    )  # fmt: skip
    assert [draft for draft in found if isinstance(draft, Meeting)] == [
        Meeting(
            record="monica.json activity 1",
            who=(Party("Mia", email="m@x.org", key="monica:c1"), Party("Lou", key="monica:c2")),
            key="monica:x1",
            on=date(2026, 2, 1),
            text="Walk\nBy the sea.\nCold.",
        )
    ]


@pytest.mark.parametrize(
    ("called", "by", "at", "on"),
    [
        (True, "them", "2026-02-03T00:00:00.000000Z", date(2026, 2, 3)),
        (False, "me", "2026-02-03", date(2026, 2, 3)),
        (None, None, "2026-02-03T23:30:00Z", datetime(2026, 2, 3, 23, 30, tzinfo=UTC)),
        (0, "me", "2026-02-03 23:30:00", datetime.fromisoformat("2026-02-03T23:30")),
    ],
)
def test_a_call_says_who_called_and_its_day_does_not_shift(
    tmp_path: Path, called: Any, by: str | None, at: str, on: date
) -> None:
    call = record("k1", called_at=at, content="Hi", contact_called=called)
    _, found = drafts(
        tmp_path, account(group("contact", contact("c1", "Mia", group("call", call))))
    )
    assert isinstance(found, Meeting)
    assert (found.key, found.channel, found.side, found.on) == ("monica:k1", "call", by, on)


def test_the_messages_of_a_conversation_are_exchanges_of_its_day(tmp_path: Path) -> None:
    messages = [
        record("m1", content="Hi", written_at="2026-02-03T00:00:00.000000Z", written_by_me=True),
        record("m2", content="x" * 999, written_at="2026-02-03T00:00:00.000000Z"),
        record("m3", content="Late", written_by_me=False),
    ]
    talk = record("v1", happened_at="2026-02-04", contact_field_type="t-mail", messages=messages)
    document = account(
        group("contact", contact("c1", "Mia", group("conversation", talk))), instance=FIELD_TYPES
    )
    first, second, third = [
        draft for draft in drafts(tmp_path, document) if isinstance(draft, Exchange)
    ]
    assert first == Exchange(
        record="monica.json contact 1 conversation 1 message 1",
        who=Party("Mia", key="monica:c1"),
        thread="monica:v1",
        at=datetime.fromisoformat("2026-02-03T12:00"),
        side="me",
        text="Hi",
        channel="email",
    )
    assert (second.side, second.at.second, len(second.text or "")) == ("them", 1, 280)
    assert third.at.date() == date(2026, 2, 4)


def test_what_has_no_place_here_is_counted_in_one_notice(tmp_path: Path) -> None:
    data = [group("task", record(), record()), group("gift", record()), group("reminder", record())]
    found = drafts(
        tmp_path,
        account(
            group("contact", contact("c1", "Mia", *data), contact("c2", "Lou", data[0])),
            group("photo", record()),
            properties={"journal_entries": [record(), record()]},
        ),
    )
    assert notices(found) == [
        (
            "monica.json",
            "not read, as there is no place for them here: 4 tasks, 1 reminder, 1 gift, 1 photo"
            " and 2 journal pages",
        )
    ]


def test_the_early_draft_of_the_format_is_read_too(tmp_path: Path) -> None:
    call = {"properties": {"called_at": "2026-02-03 00:00:00", "contact_called": True}}
    mia = record(
        "c1", first_name="Mia",
        calls={"count": 1, "values": [call]}, activities={"count": 1, "values": ["x1"]},
    )  # fmt: skip
    found = drafts(
        tmp_path,
        {
            "account": {
                "uuid": "acc",
                "contacts": {"count": 1, "values": [mia]},
                "activities": {"count": 1, "values": [WALK]},
            }
        },
    )
    assert [type(draft) for draft in found] == [Person, Meeting, Meeting]
    assert MONICA.identify(tmp_path / "monica.json")


def test_a_record_that_says_nothing_is_named_and_the_rest_goes_in(tmp_path: Path) -> None:
    found = drafts(
        tmp_path,
        account(
            group("contact", None, ["x"], contact("", ""), contact("c1", "Mia", group("call", {})),
                  contact("c2", "", nickname="Lou")),
            group("activity", record("x9", happened_at="soon"),
                  record("x8", happened_at="2026-01-01")),
        ),
    )  # fmt: skip
    assert [draft.name for draft in found if isinstance(draft, Person)] == ["Mia", "Lou"]
    assert notices(found) == [
        ("monica.json contact 1", "no name"),
        ("monica.json contact 2", "no name"),
        ("monica.json contact 3", "no name"),
        ("monica.json activity 1", "no day that can be read"),
        ("monica.json activity 2", "nobody who is a contact here took part"),
        ("monica.json contact 4 call 1", "no day that can be read"),
    ]
