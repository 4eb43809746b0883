"""Google Contacts' CSV, old and new: who is in it, and what is no person."""

from __future__ import annotations

from pathlib import Path

import pytest

from netledger.errors import NetledgerError
from netledger.importers.drafts import Asked, Draft, Notice, Owner, Person
from netledger.importers.google import GOOGLE

NEW = (
    "First Name,Middle Name,Last Name,Nickname,File As,Organization Name,Organization Title,"
    "Birthday,Notes,Labels,E-mail 1 - Label,E-mail 1 - Value,Phone 1 - Label,Phone 1 - Value\n"
)
OLD = (
    "Name,Given Name,Additional Name,Family Name,Nickname,Birthday,Location,Notes,Group Membership,"
    "E-mail 1 - Type,E-mail 1 - Value,Phone 1 - Type,Phone 1 - Value,Organization 1 - Name,"
    "Organization 1 - Title\n"
)


def drafts(
    folder: Path, text: str, encoding: str = "utf-8", owner: Owner | None = None
) -> list[Draft]:
    path = folder / "contacts.csv"
    path.write_bytes(text.encode(encoding))
    return list(GOOGLE.extract(path, Asked(owner or Owner())))


def person(folder: Path, text: str) -> Person:
    """Return the one person in a table of one row."""
    (found,) = (draft for draft in drafts(folder, text) if isinstance(draft, Person))
    return found


def test_a_row_with_the_columns_since_2024(tmp_path: Path) -> None:
    row = (
        'Mia,Rose,Falk,Mimi,,Copperline,Engineer,1988-02-29,"tea, no milk\nlikes chess",'
        "* myContacts ::: Chess club ::: * starred,* Work,mia@example.org,Mobile,+1 202 555 0101\n"
    )
    assert drafts(tmp_path, NEW + row) == [
        Person(
            record="contacts.csv line 2",
            name="Mia Rose Falk",
            aliases=("Mimi",),
            emails=("mia@example.org",),
            phones=("+1 202 555 0101",),
            tags=("Chess club",),
            org="Copperline",
            role="Engineer",
            birthday="1988-02-29",
            note="tea, no milk\nlikes chess",
        )
    ]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8", "utf-8-sig"])
def test_a_row_with_the_columns_until_2024_in_any_encoding(tmp_path: Path, encoding: str) -> None:
    row = (
        "Zoë Weiß,Zoë,,Weiß,,--04-15,Ulm,hello,* My Contacts ::: Choir ::: Starred in Android,"
        "* ,zoe@example.org,Home,0731 555 0101,Grün,Cook\n"
    )
    assert drafts(tmp_path, OLD + row, encoding) == [
        Person(
            record="contacts.csv line 2",
            name="Zoë Weiß",
            emails=("zoe@example.org",),
            phones=("0731 555 0101",),
            tags=("Choir",),
            org="Grün",
            role="Cook",
            location="Ulm",
            birthday="--04-15",
            note="hello",
        )
    ]
    assert GOOGLE.identify(tmp_path / "contacts.csv")


def test_several_values_in_a_cell_and_any_number_of_columns_are_all_read(tmp_path: Path) -> None:
    header = "First Name,E-mail 1 - Value,E-mail 2 - Value,E-mail 11 - Value,Website 1 - Value\n"
    row = "Mia,a@x.org ::: b@x.org,c@x.org,A@x.org ::: d@x.org,x.org/m ::: https://x.org\n"
    mia = person(tmp_path, header + row)
    assert mia.emails == ("a@x.org", "b@x.org", "c@x.org", "d@x.org")
    assert mia.urls == ("x.org/m", "https://x.org")


def test_spellings_of_one_number_are_one_number(tmp_path: Path) -> None:
    header = "First Name,Phone 1 - Value,Phone 2 - Value\n"
    mia = person(tmp_path, header + "Mia,202.555.0103 ::: 0301,+1 (202) 555-0103\n")
    assert mia.phones == ("+1 (202) 555-0103", "0301")


@pytest.mark.parametrize(
    ("labels", "tags"),
    [
        ("* myContacts ::: * Starred", ()),
        ("* My Contacts ::: * starred ::: * Other Contacts", ()),
        ("My Contacts ::: Starred in Android ::: Imported on 3/4/21", ()),
        ("System Group: My Contacts ::: System Group: Friends", ("Friends",)),
        ("* Family ::: * Coworkers ::: Chess, old", ("Family", "Coworkers", "Chess, old")),
    ],
)
def test_what_google_puts_everybody_into_is_no_tag(
    tmp_path: Path, labels: str, tags: tuple[str, ...]
) -> None:
    row = f'Mia,"{labels}",\n'
    assert person(tmp_path, "First Name,Labels,E-mail 1 - Value\n" + row).tags == tags


@pytest.mark.parametrize(
    ("cell", "birthday"),
    [
        ("1906-12-09", "1906-12-09"), ("--04-15", "--04-15"), (" --04-15", "--04-15"),
        ("' --02-29", "--02-29"), ("0000-04-15", "--04-15"), ("1604-04-15", "--04-15"),
        ("0000-00-00", None), ("", None),
    ],
)  # fmt: skip
def test_birthdays_come_with_and_without_a_year(
    tmp_path: Path, cell: str, birthday: str | None
) -> None:
    (mia,) = drafts(tmp_path, f"First Name,Birthday,E-mail 1 - Value\nMia,{cell},\n")
    assert isinstance(mia, Person)
    assert mia.birthday == birthday


@pytest.mark.parametrize("cell", ["2023-02-30", "--13-01", "spring", "3/7/1990"])
def test_a_birthday_that_is_none_is_left_out_with_a_word(tmp_path: Path, cell: str) -> None:
    mia, remark = drafts(tmp_path, f"First Name,Birthday,E-mail 1 - Value\nMia,{cell},\n")
    assert mia == Person(record="contacts.csv line 2", name="Mia")
    assert isinstance(remark, Notice)
    assert not remark.skipped
    assert cell in remark.why


def test_what_has_no_field_of_ours_is_kept_in_the_note(tmp_path: Path) -> None:
    header = (
        "First Name,Notes,E-mail 1 - Value,Relation 1 - Label,Relation 1 - Value,Event 1 - Label,"
        "Event 1 - Value,Custom Field 1 - Label,Custom Field 1 - Value,Phone 1 - Label,"
        "Phone 1 - Value\n"
    )
    row = "Mia,likes tea,,Spouse,Kim ::: Lou,Anniversary,2015-09-18,,blue,Work Fax,030 1\n"
    mia = person(tmp_path, header + row)
    assert mia.phones == ()
    assert mia.note == (
        "likes tea\nWork Fax: 030 1\nSpouse: Kim\nSpouse: Lou\nCustom field: blue\n"
        "Anniversary: 2015-09-18"
    )


def test_labels_of_ones_own_are_kept_with_the_address_or_number(tmp_path: Path) -> None:
    header = (
        "First Name,E-mail 1 - Label,E-mail 1 - Value,E-mail 2 - Label,E-mail 2 - Value,"
        "Phone 1 - Label,Phone 1 - Value,Phone 2 - Label,Phone 2 - Value\n"
    )
    row = "Mia,* Work,w@x.org,Choir,c@x.org,Boat,+49 30 1,Mobil,+49 30 2\n"
    mia = person(tmp_path, header + row)
    assert (mia.emails, mia.phones) == (("w@x.org", "c@x.org"), ("+49 30 1", "+49 30 2"))
    assert mia.note == "Boat: +49 30 1\nChoir: c@x.org"


@pytest.mark.parametrize(
    ("header", "row", "location"),
    [
        ("Location,Address 1 - City,Address 1 - Country", "here,Ulm,DE", "Ulm, DE"),
        ("Address 1 - Formatted,Address 2 - City", '"Way 1\nUlm",Oslo', "Oslo"),
        ("Address 1 - Formatted", '"Way 1\nUlm"', "Way 1 Ulm"),
        ("Location,Address 1 - Formatted", "Ulm,Way 2", "Ulm"),
    ],
)  # fmt: skip
def test_the_first_place_is_where_a_person_is(
    tmp_path: Path, header: str, row: str, location: str
) -> None:
    text = f"First Name,E-mail 1 - Value,{header}\nMia,,{row}\n"
    assert person(tmp_path, text).location == location


@pytest.mark.parametrize(
    ("row", "why"),
    [
        (",,,,,Night Bakery,,,,* myContacts,,,Work,+1 202 555 0104", "organisation without"),
        (",,,,Night Bakery,Night Bakery,,,,,,info@x.org,,", "organisation without"),
        (",,,,,,,,,* myContacts,,,,*155#", "service code"),
        ("Balance,,,,,,,,,,,,,*100#", "service code"),
        (",,,,,,,,,,,,,+1 202 555 0104", "only the number"),
        (",,,,,,,,,* myContacts,,,,", "empty"),
    ],
)
def test_a_row_that_is_no_person_is_reported(tmp_path: Path, row: str, why: str) -> None:
    (notice,) = drafts(tmp_path, f"{NEW}{row}\n")
    assert isinstance(notice, Notice)
    assert notice.skipped
    assert notice.record == "contacts.csv line 2"
    assert why in notice.why


def test_a_firm_under_its_name_alone_is_no_person_but_a_person_with_a_firm_is(
    tmp_path: Path,
) -> None:
    rows = (
        "Night Bakery,,,,,,,,,,,,,Night Bakery,\n"
        "Mia Falk,Mia,,Falk,,,,,,,,,,Mia Falk,\n"
    )  # fmt: skip
    firm, mia = drafts(tmp_path, OLD + rows)
    assert isinstance(firm, Notice)
    assert isinstance(mia, Person)


def test_a_person_without_a_name_is_called_by_nickname_or_after_the_address(tmp_path: Path) -> None:
    rows = ",,,Mimi,,,,,,,,,,0301\n,,,,,,,,,,,lou@x.org,,\n"
    mimi, remark, lou = drafts(tmp_path, NEW + rows)
    assert mimi == Person(record="contacts.csv line 2", name="Mimi", phones=("0301",))
    assert isinstance(remark, Notice)
    assert not remark.skipped
    assert lou == Person(record="contacts.csv line 3", name="lou@x.org", emails=("lou@x.org",))


def test_the_user_is_left_out(tmp_path: Path) -> None:
    rows = "Rae,,Me,,,,,,,,,RAE@x.org,,\nLou,,Roe,,,,,,,,,,,\n"
    (lou,) = drafts(tmp_path, NEW + rows, owner=Owner(emails=("rae@x.org",)))
    assert isinstance(lou, Person)
    assert lou.name == "Lou Roe"


def test_another_table_is_an_error_that_names_its_columns(tmp_path: Path) -> None:
    with pytest.raises(NetledgerError, match="Found: Name, Email"):
        drafts(tmp_path, "Name,Email\nMia,mia@x.org\n")
