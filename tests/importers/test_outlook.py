"""Outlook's CSV of contacts: its columns in four languages, and its days."""

from __future__ import annotations

from pathlib import Path

import pytest

from netledger.errors import NetledgerError
from netledger.importers.drafts import Asked, Draft, Notice, Owner, Person
from netledger.importers.outlook import OUTLOOK

HEADER = (
    "Title,First Name,Middle Name,Last Name,Company,Job Title,Home City,Home Country/Region,"
    "Business Phone,Home Phone,Mobile Phone,E-mail Address,E-mail 2 Address,Birthday,Anniversary,"
    "Spouse,Categories,Web Page,Notes\n"
)


def drafts(folder: Path, text: str | bytes, asked: Asked | None = None) -> list[Draft]:
    path = folder / "contacts.csv"
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(OUTLOOK.extract(path, asked or Asked()))


def people(found: list[Draft]) -> list[Person]:
    return [draft for draft in found if isinstance(draft, Person)]


def remarks(found: list[Draft]) -> list[str]:
    return [draft.why for draft in found if isinstance(draft, Notice) and not draft.skipped]


def born(folder: Path, *cells: str, day_first: bool | None = None) -> list[str | None]:
    """Return the birthdays that a table with such cells gives."""
    rows = "".join(f"Mia,,{cell}\n" for cell in cells)
    found = drafts(
        folder, f"First Name,Business Phone,Birthday\n{rows}", Asked(day_first=day_first)
    )
    return [person.birthday for person in people(found)]


@pytest.mark.parametrize("encoding", ["cp1252", "utf-8", "utf-8-sig", "utf-16"])
def test_a_row_with_everything(tmp_path: Path, encoding: str) -> None:
    row = (
        "Dr.,Zoë,,Weiß,Grün – Weiß,Cook,Ulm,Germany,030 1,030 2,+49 171 555 0101,zoe@x.org,"
        "z@y.org,12/31/1990,9/18/2015,Kim,Chess club; Choir,https://x.org/z,"
        '"tea, no milk\r\nkind"\n'
    )
    assert drafts(tmp_path, (HEADER + row).encode(encoding)) == [
        Person(
            record="contacts.csv line 2",
            name="Zoë Weiß",
            emails=("zoe@x.org", "z@y.org"),
            phones=("+49 171 555 0101", "030 2", "030 1"),
            urls=("https://x.org/z",),
            tags=("Chess club", "Choir"),
            org="Grün – Weiß",
            role="Cook",
            location="Ulm, Germany",
            birthday="1990-12-31",
            note="tea, no milk\nkind\nSpouse: Kim\nAnniversary: 2015-09-18",
        )
    ]
    assert OUTLOOK.identify(tmp_path / "contacts.csv")


@pytest.mark.parametrize(
    "header",
    [
        "Anrede,Vorname,Nachname,Firma,Position,Telefon geschäftlich,Mobiltelefon,E-Mail-Adresse,"
        "E-Mail 2: Adresse,Ort privat,Geburtstag,Kategorien,Webseite,Notizen",
        "Titre,Prénom,Nom,Société,Titre,Téléphone (bureau),Tél. mobile,Adresse de messagerie,"
        "Adresse de messagerie 2,Ville (domicile),Anniversaire,Catégories,Page Web,Notes",
        "Title,Nombre,Apellidos,Organización,Puesto,Teléfono del trabajo,Mobile Phone,"
        "E-mail Address,Dirección de correo electrónico 2,Home City,Birthday,Categorías,"
        "Página web,Notes",
    ],
    ids=["German", "French", "Spanish"],
)
@pytest.mark.parametrize("encoding", ["cp1252", "utf-8"])
def test_headers_in_other_languages_are_known(tmp_path: Path, header: str, encoding: str) -> None:
    cells = "M.,Ada,Roe,Acme,Cook,0301,0171,a@x.org,b@x.org,Ulm,03/07/1990,vip;old,x.org,hello"
    text = f"{header}\n{cells}\n".replace(",", ";" if "Vorname" in header else ",")
    text = text.replace("vip;old", '"vip;old"')
    (ada,) = people(drafts(tmp_path, text.encode(encoding)))
    assert (ada.name, ada.org, ada.role, ada.location) == ("Ada Roe", "Acme", "Cook", "Ulm")
    assert (ada.emails, ada.phones) == (("a@x.org", "b@x.org"), ("0171", "0301"))
    assert (ada.birthday, ada.tags) == ("1990-07-03", ("vip", "old"))
    assert (ada.urls, ada.note) == (("x.org",), "hello")


@pytest.mark.parametrize("cell", ["0/0/00", "0/0/0000", "00/00/00", "1/1/4501", "01.01.4501", ""])
def test_a_day_that_stands_for_none_is_none_without_a_word(tmp_path: Path, cell: str) -> None:
    assert drafts(tmp_path, f"First Name,Business Phone,Birthday\nMia,,{cell}\n") == [
        Person(record="contacts.csv line 2", name="Mia")
    ]


def test_days_are_american_where_nothing_says_otherwise_and_a_remark_says_so(
    tmp_path: Path,
) -> None:
    found = drafts(tmp_path, "First Name,Business Phone,Birthday\nMia,,3/7/1990\n")
    assert [person.birthday for person in people(found)] == ["1990-03-07"]
    assert remarks(found) == [
        "days such as 3/7/1990 were read as month/day, which nothing in the file says; "
        "--day-first reads them the other way"
    ]


def test_one_clear_day_settles_all_in_the_file(tmp_path: Path) -> None:
    assert born(tmp_path, "3/7/1990", "25/12/1991") == ["1990-07-03", "1991-12-25"]
    assert born(tmp_path, "3/7/1990", "12/25/1991") == ["1990-03-07", "1991-12-25"]


def test_the_user_settles_the_order_of_days(tmp_path: Path) -> None:
    assert born(tmp_path, "3/7/1990", day_first=True) == ["1990-07-03"]
    assert born(tmp_path, "3/7/1990", day_first=False) == ["1990-03-07"]


def test_a_year_of_two_digits_is_left_out_for_it_may_be_of_either_century(tmp_path: Path) -> None:
    assert born(tmp_path, "12/31/62", "14-Jan-62") == ["--12-31", "--01-14"]


@pytest.mark.parametrize("cell", ["2/30/1990", "13/13/1990", "lately", "9" * 500])
def test_a_birthday_that_is_none_is_left_out_with_a_word(tmp_path: Path, cell: str) -> None:
    found = drafts(tmp_path, f"First Name,Business Phone,Birthday\nMia,,{cell}\n")
    assert people(found) == [Person(record="contacts.csv line 2", name="Mia")]
    assert [cell[:40] in remark for remark in remarks(found)] == [True]


def test_an_address_inside_a_firm_is_no_mail_address_and_the_rest_goes_in(tmp_path: Path) -> None:
    text = "First Name,E-mail Address,E-mail 2 Address\nMia,/o=ExchangeLabs/cn=mia,mia@x.org\n"
    found = drafts(tmp_path, text)
    assert [person.emails for person in people(found)] == [("mia@x.org",)]
    assert ["/o=ExchangeLabs/cn=mia" in remark for remark in remarks(found)] == [True]


@pytest.mark.parametrize(
    ("row", "why"),
    [(",,Acme,030 1,info@x.org", "organisation without"), (",,,030 1,", "only the number")],
)
def test_a_row_that_is_no_person_is_reported(tmp_path: Path, row: str, why: str) -> None:
    header = "First Name,Last Name,Company,Business Phone,E-mail Address\n"
    (notice,) = drafts(tmp_path, f"{header}{row}\n")
    assert isinstance(notice, Notice)
    assert notice.skipped
    assert why in notice.why


def test_the_user_is_left_out(tmp_path: Path) -> None:
    me = Asked(Owner(emails=("rae@x.org",)))
    assert drafts(tmp_path, "First Name,E-mail 2 Address\nRae,Rae@X.org\n", me) == []


def test_another_table_is_an_error_that_names_its_columns(tmp_path: Path) -> None:
    with pytest.raises(NetledgerError, match="Found: First Name, Email"):
        drafts(tmp_path, "First Name,Email\nMia,mia@x.org\n")
