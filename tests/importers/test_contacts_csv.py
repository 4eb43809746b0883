"""Contacts in a CSV file: netledger's own export, and tables of others."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from netledger.errors import NetledgerError
from netledger.importers.contacts_csv import CSV
from netledger.importers.drafts import Asked, Draft, Notice, Owner, Person

OWN_HEADER = (
    "uid,name,aliases,emails,phones,urls,org,role,location,birthday,died,kin,pinned,tags,"
    "connected_on,met_on,met_where,through,through_uid,offers,seeks,note,stated_tier,"
    "cadence_days,status\n"
)


def drafts(folder: Path, text: str, owner: Owner | None = None) -> list[Draft]:
    path = folder / "contacts.csv"
    path.write_text(text, encoding="utf-8")
    return list(CSV.extract(path, Asked(owner or Owner())))


def test_every_column_of_netledgers_own_export_comes_back(tmp_path: Path) -> None:
    row = (
        'u1,Mia Falk,"Mimi\nM.","a@x.org\nb@x.org",\'+49 30 1,https://x.org/m,\'=Acme,Cook,Ulm,'
        '--02-29,2025-01-02,yes,yes,"vip\nchess club",2024-01-14,2023-05-06,Oslo,Lou Roe,u2,'
        '"a, b\nc",d,"one\n\ntwo",15,90,archived\n'
    )
    assert drafts(tmp_path, OWN_HEADER + row) == [
        Person(
            record="contacts.csv line 2",
            uid="u1",
            name="Mia Falk",
            aliases=("Mimi", "M."),
            emails=("a@x.org", "b@x.org"),
            phones=("+49 30 1",),
            urls=("https://x.org/m",),
            org="=Acme",
            role="Cook",
            location="Ulm",
            birthday="--02-29",
            died="2025-01-02",
            kin=True,
            pinned=True,
            tags=("vip", "chess club"),
            connected_on=date(2024, 1, 14),
            met_on=date(2023, 5, 6),
            met_where="Oslo",
            through="Lou Roe",
            through_uid="u2",
            offers=("a, b", "c"),
            seeks=("d",),
            note="one\n\ntwo",
            stated_tier=15,
            cadence_days=90,
            archived=True,
        )
    ]


@pytest.mark.parametrize(
    ("header", "cells"),
    [
        ("Name,E-mail,Mobile,Company", "Mia Falk,mia@x.org,123,Acme"),
        ("FULL NAME;Email;Phone;Organisation", "Mia Falk;mia@x.org;123;Acme"),
        ("First Name\tLast Name\tE-mail Address\tPhone\tOrg", "Mia\tFalk\tmia@x.org\t123\tAcme"),
        ("Phone,Given Name,Family Name,Email,Organization", "123,Mia,Falk,mia@x.org,Acme"),
    ],
)
def test_tables_of_others_go_by_their_usual_names(tmp_path: Path, header: str, cells: str) -> None:
    (mia,) = drafts(tmp_path, f"{header}\n{cells}\n")
    assert CSV.identify(tmp_path / "contacts.csv")
    assert isinstance(mia, Person)
    assert (mia.name, mia.emails, mia.phones, mia.org) == (
        "Mia Falk", ("mia@x.org",), ("123",), "Acme",
    )  # fmt: skip


def test_a_cell_may_hold_several_values_and_a_kind_several_columns(tmp_path: Path) -> None:
    (mia,) = drafts(
        tmp_path,
        "Name,Email,Phone,Mobile,LinkedIn,Website,Tags\n"
        "Mia,a@x.org ::: b@x.org;a@x.org,1;2;ext=5,3,linkedin.com/in/mia,https://x.org/;id=1,a;b\n",
    )
    assert isinstance(mia, Person)
    assert mia.emails == ("a@x.org", "b@x.org")
    assert mia.phones == ("1", "2;ext=5", "3")
    assert mia.urls == ("linkedin.com/in/mia", "https://x.org/;id=1")
    assert mia.tags == ("a", "b")


@pytest.mark.parametrize(
    ("header", "row", "tags"),
    [
        ("Name,Tags", 'Mia,"vip, chess"', ("vip", "chess")),
        ("uid,name,tags", 'u1,Mia,"a, b"', ("a, b",)),
    ],
)
def test_commas_part_the_tags_of_others_but_not_our_own(
    tmp_path: Path, header: str, row: str, tags: tuple[str, ...]
) -> None:
    (mia,) = drafts(tmp_path, f"{header}\n{row}\n")
    assert isinstance(mia, Person)
    assert mia.tags == tags


def test_a_row_without_a_name_is_called_after_its_address_or_reported(tmp_path: Path) -> None:
    found = drafts(tmp_path, "Name,Email\n,mia@x.org\n,\nLou,\n")
    assert [draft.name for draft in found if isinstance(draft, Person)] == ["mia@x.org", "Lou"]
    notices = [draft for draft in found if isinstance(draft, Notice)]
    assert [(notice.record, notice.skipped) for notice in notices] == [
        ("contacts.csv line 2", False),
        ("contacts.csv line 3", True),
    ]


@pytest.mark.parametrize(
    ("column", "value"),
    [
        ("Birthday", "15 April"), ("Birthday", "2023-02-29"), ("Birthday", "--13-01"),
        ("Met on", "--04-15"), ("Connected on", "lately"), ("Stated tier", "7"),
        ("Cadence days", "0"), ("Died", "yes"), ("Email", "nowhere"),
    ],
)  # fmt: skip
def test_a_value_that_is_none_is_left_out_with_a_word(
    tmp_path: Path, column: str, value: str
) -> None:
    remark, person = drafts(tmp_path, f"Name,{column}\nMia,{value}\n")
    assert person == Person(record="contacts.csv line 2", name="Mia")
    assert isinstance(remark, Notice)
    assert not remark.skipped
    assert value in remark.why


def test_the_user_is_left_out(tmp_path: Path) -> None:
    me = Owner(emails=("rae@x.org",), urls=("https://www.linkedin.com/in/rae",))
    text = "Name,Email,URL\nRae,RAE@x.org,\nRae,,linkedin.com/in/Rae/\nRae,,\n"
    (namesake,) = drafts(tmp_path, text, me)
    assert isinstance(namesake, Person)
    assert namesake.record == "contacts.csv line 4"


def test_a_table_without_names_is_an_error_that_names_its_columns(tmp_path: Path) -> None:
    with pytest.raises(NetledgerError, match="Found: Date, Amount"):
        drafts(tmp_path, "Date,Amount\n2024-01-01,5\n")


@pytest.mark.parametrize(
    "text",
    [
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n",
        "Date,Amount\n",
        "BEGIN:VCARD\nVERSION:3.0\nFN:Mia\nEND:VCARD\n",
        '{"name": "Mia",\n "people": []}\n',
        "Name\nMia\n",
        "",
    ],
)
def test_other_files_are_not_taken_for_a_table_of_contacts(tmp_path: Path, text: str) -> None:
    path = tmp_path / "some.csv"
    path.write_text(text)
    assert not CSV.identify(path)
    assert not CSV.identify(tmp_path)
    assert not CSV.identify(tmp_path / "nowhere.csv")
