"""Connections.csv in all its shapes: whom one is connected with."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest

from netledger.errors import NetledgerError
from netledger.importers.drafts import Asked, Draft, Notice, Owner, Person
from netledger.importers.linkedin import LINKEDIN

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
PREAMBLE = 'Notes:\n"When exporting your data, you may notice, that some is missing."\n\n'
IN = "https://www.linkedin.com/in/"


def drafts(path: Path, text: str | bytes, owner: Owner | None = None) -> list[Draft]:
    path.write_bytes(text.encode() if isinstance(text, str) else text)
    return list(LINKEDIN.extract(path, Asked(owner or Owner())))


def people(found: list[Draft]) -> list[Person]:
    return [draft for draft in found if isinstance(draft, Person)]


def notices(found: list[Draft]) -> list[Notice]:
    return [draft for draft in found if isinstance(draft, Notice)]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "Connections.csv"


@pytest.mark.parametrize("preamble", [PREAMBLE, ""])
def test_people_are_read_with_and_without_the_preamble(path: Path, preamble: str) -> None:
    rows = (
        f'Mia,Falk,{IN}mia-falk,,Copperline,"Engineer, Platform",14 Jan 2024\n'
        f'Lou,Roe,{IN}lou-roe,lou@example.org,"Acme, Inc.","Founder\nwriter",02 Feb 2023\n'
    )
    line = 5 if preamble else 2
    assert drafts(path, preamble + HEADER + rows) == [
        Person(
            record=f"Connections.csv line {line}",
            name="Mia Falk",
            key="linkedin:mia falk:2024-01-14",
            urls=(f"{IN}mia-falk",),
            org="Copperline",
            role="Engineer, Platform",
            connected_on=date(2024, 1, 14),
        ),
        Person(
            record=f"Connections.csv line {line + 1}",
            name="Lou Roe",
            key="linkedin:lou roe:2023-02-02",
            urls=(f"{IN}lou-roe",),
            emails=("lou@example.org",),
            org="Acme, Inc.",
            role="Founder writer",
            connected_on=date(2023, 2, 2),
        ),
    ]


def test_columns_go_by_name_when_one_is_missing_or_more_are_there(path: Path) -> None:
    old = "First Name,Last Name,Email Address,Company,Position,Connected On\n"
    (mia,) = people(drafts(path, f"{old}Mia,Falk,mia@example.org,Acme,Cook,14 Jan 2024\n"))
    assert (mia.urls, mia.emails, mia.org, mia.role) == ((), ("mia@example.org",), "Acme", "Cook")
    new = "Last Name,First Name,Company,Tags,Position,Connected On,URL,Email Address\n"
    (lou,) = people(drafts(path, f"{new}Roe,Lou,Acme,vip,Founder,02 Feb 2023,{IN}lou,\n"))
    assert (lou.name, lou.org, lou.role, lou.tags) == ("Lou Roe", "Acme", "Founder", ())


@pytest.mark.parametrize(
    "header",
    [
        "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am",
        "Vorname,Nachname,Profil-URL,E-Mail-Adresse,Unternehmen,Berufsbezeichnung,Verbunden am",
        "Prénom,Nom,URL,Adresse e-mail,Entreprise,Poste,Date de connexion",
        "Nombre,Apellido(s),URL,Correo electrónico,Empresa,Cargo,Conectado el",
        "Nome,Cognome,URL,Indirizzo email,Azienda,Posizione,Data di collegamento",
    ],
)
def test_headers_in_other_languages_are_known_under_any_file_name(
    tmp_path: Path, header: str
) -> None:
    path = tmp_path / "mine.csv"
    row = f"Hanne,Beispiel,{IN}hanne-b,h@example.org,Grüner Wald GmbH,Cook,2022-04-03"
    (hanne,) = drafts(path, f"{header}\n{row}\n")
    assert LINKEDIN.identify(path)
    assert isinstance(hanne, Person)
    assert (hanne.name, hanne.org, hanne.role) == ("Hanne Beispiel", "Grüner Wald GmbH", "Cook")
    assert (hanne.emails, hanne.connected_on) == (("h@example.org",), date(2022, 4, 3))


def test_an_unknown_header_names_the_columns_found_and_those_needed(path: Path) -> None:
    with pytest.raises(NetledgerError) as raised:
        drafts(path, "Etunimi,Sukunimi,Yritys\nAino,Esimerkki,Oy Malli\n")
    assert raised.value.status == 1
    assert "Etunimi, Sukunimi, Yritys" in raised.value.message
    assert "First Name, Last Name" in raised.value.message
    assert not LINKEDIN.identify(path)


def test_an_address_book_of_another_is_not_taken_for_linkedin(path: Path) -> None:
    with pytest.raises(NetledgerError):
        drafts(path, "First Name,Last Name,E-mail 1 - Label,E-mail 1 - Value\nA,B,* ,a@x.org\n")
    assert not LINKEDIN.identify(path)


def test_a_row_without_name_and_link_is_reported_with_its_line(path: Path) -> None:
    rows = f",,,,,,09 Sep 2019\nMia,Falk,{IN}mia,,,,14 Jan 2024\nCher,,{IN}cher-77,,,,bad\n,,,,,,\n"
    found = drafts(path, HEADER + rows)
    assert [(person.name, person.connected_on) for person in people(found)] == [
        ("Mia Falk", date(2024, 1, 14)),
        ("Cher", None),
    ]
    skipped = [notice.record for notice in notices(found) if notice.skipped]
    assert skipped == ["Connections.csv line 2", "Connections.csv line 5"]
    (remark,) = [notice for notice in notices(found) if not notice.skipped]
    assert remark.record == "Connections.csv line 4"
    assert "bad" in remark.why


def test_a_nameless_row_with_a_link_is_called_after_the_link(path: Path) -> None:
    remark, person = drafts(path, f"{HEADER},,{IN}mia-falk-1a2b3c,,,,\n")
    assert isinstance(person, Person)
    assert person.name == "Mia Falk"
    assert isinstance(remark, Notice)
    assert not remark.skipped


def test_who_has_neither_link_nor_address_has_a_key(path: Path) -> None:
    (anna,) = people(drafts(path, f"{HEADER}Ánna,Lund,,,,,03 Mar 2021\n"))
    assert anna.key == "linkedin:anna lund:2021-03-03"


def test_an_address_without_an_at_sign_is_no_address(path: Path) -> None:
    (person,) = people(drafts(path, f"{HEADER}Mia,Falk,,hidden,,,\n"))
    assert person.emails == ()
    assert person.key == "linkedin:mia falk:"


def test_the_user_is_no_contact_of_the_user(path: Path) -> None:
    rows = f"Rae,Vale,{IN}RAE-vale/,,,,\nRae,Vale,,Rae@Example.org,,,\nMia,Falk,{IN}mia,,,,\n"
    me = Owner(emails=("rae@example.org",), urls=("linkedin.com/in/rae-vale",))
    assert [person.name for person in people(drafts(path, HEADER + rows, me))] == ["Mia Falk"]


def test_a_file_that_went_through_excel_keeps_its_letters(path: Path) -> None:
    text = (
        "First Name;Last Name;URL;Email Address;Company;Position;Connected On\r\n"
        f"Zoë;Müller;{IN}zoe;;Grün – Weiß;Ärztin;14.01.2024\r\n"
    )
    for encoding in ("cp1252", "utf-8-sig", "utf-16"):
        (zoe,) = people(drafts(path, text.encode(encoding)))
        assert (zoe.name, zoe.org, zoe.role) == ("Zoë Müller", "Grün – Weiß", "Ärztin")
        assert zoe.connected_on == date(2024, 1, 14)


def test_brackets_and_line_breaks_in_a_name_stay_text_on_one_line(path: Path) -> None:
    (person,) = people(drafts(path, f'{HEADER}Sam,"[red]\nDoe[/red]",{IN}sam,,,,\n'))
    assert person.name == "Sam [red] Doe[/red]"


def test_a_header_without_rows_is_no_error(path: Path) -> None:
    assert drafts(path, HEADER) == []


def test_an_empty_file_is_an_error(path: Path) -> None:
    with pytest.raises(NetledgerError, match="empty"):
        drafts(path, "")
