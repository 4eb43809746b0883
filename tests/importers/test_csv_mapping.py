"""Tables with any columns: what the user says of them, and what they seem to be."""

from __future__ import annotations

import io
import shlex
from datetime import date
from pathlib import Path

import pytest

from netledger.errors import NetledgerError, UsageError
from netledger.importers.archive import File
from netledger.importers.contacts_csv import CSV
from netledger.importers.drafts import Asked, Draft, Importer, Notice, Person
from netledger.importers.google import GOOGLE
from netledger.importers.linkedin import LINKEDIN
from netledger.importers.mapping import propose
from netledger.importers.outlook import OUTLOOK

DUTCH = "Naam;Mail;Geb.;Functie\nJan de Wit;jan@x.org;3-7-1962;Kok\nAn Bos;an@x.org;25-12-1990;\n"


def drafts(folder: Path, text: str, **columns: str) -> list[Draft]:
    path = folder / "people.csv"
    path.write_text(text, encoding="utf-8")
    named = {column.replace("_", " "): field for column, field in columns.items()}
    return list(CSV.extract(path, Asked(columns=named)))


def people(found: list[Draft]) -> list[Person]:
    return [draft for draft in found if isinstance(draft, Person)]


def remarks(found: list[Draft]) -> list[str]:
    return [draft.why for draft in found if isinstance(draft, Notice)]


def proposed(text: str) -> dict[str, str]:
    return propose(File("people.csv", lambda: io.BytesIO(text.encode())))


# What the user says


def test_columns_are_read_as_the_user_says(tmp_path: Path) -> None:
    text = "Wer;Kontakt;Kann;Seit\nMia Falk;mia@x.org;Deutsch;2024-03-01\n"
    assert drafts(tmp_path, text, Wer="name", Kontakt="email", Kann="offers", Seit="met_on") == [
        Person(
            record="people.csv line 2",
            name="Mia Falk",
            emails=("mia@x.org",),
            offers=("Deutsch",),
            met_on=date(2024, 3, 1),
        )
    ]


@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
def test_the_delimiter_makes_no_difference(tmp_path: Path, delimiter: str) -> None:
    text = "sep=;\nWer;Fon\nMia Falk;0301\n".replace(";", delimiter)
    (mia,) = people(drafts(tmp_path, text, Wer="name", Fon="phone"))
    assert (mia.name, mia.phones) == ("Mia Falk", ("0301",))


def test_case_and_accents_of_a_column_make_no_difference(tmp_path: Path) -> None:
    (mia,) = people(drafts(tmp_path, "Prénom,Âge\nMia,5\n", prenom="first"))
    assert mia.name == "Mia"


def test_what_the_user_says_overrides_what_the_header_says(tmp_path: Path) -> None:
    text = "Name,Title,Full Name,Position\nmfalk,Dr,Mia Falk,Cook\n"
    (mia,) = people(drafts(tmp_path, text, Full_Name="name", Position="role"))
    assert (mia.name, mia.role) == ("Mia Falk", "Cook")


def test_first_and_last_name_as_told_override_a_column_of_names(tmp_path: Path) -> None:
    (mia,) = people(drafts(tmp_path, "Name,Ruf\nFalk,Mia\n", Name="last", Ruf="first"))
    assert mia.name == "Mia Falk"


def test_the_columns_that_the_user_does_not_speak_of_are_read_as_usual(tmp_path: Path) -> None:
    (mia,) = people(drafts(tmp_path, "Wer,Email,Phone,Privat\nMia,m@x.org,1,2\n",
                           Wer="name", Privat="phone"))  # fmt: skip
    assert (mia.emails, mia.phones) == (("m@x.org",), ("1", "2"))


def test_a_column_can_be_taken_out(tmp_path: Path) -> None:
    (mia,) = people(drafts(tmp_path, "Name,Title\nMia,Dr\n", Title="ignore"))
    assert mia.role is None


@pytest.mark.parametrize(
    ("word", "got"),
    [("emails", "emails"), ("e-mail", "emails"), ("Company", "org"), ("nickname", "aliases"),
     ("url", "urls"), ("tag", "tags"), ("seek", "seeks"), ("place", "location")],
)  # fmt: skip
def test_a_field_may_be_called_by_its_usual_names(tmp_path: Path, word: str, got: str) -> None:
    (mia,) = people(drafts(tmp_path, "Name,Was\nMia,a@b.org\n", Was=word))
    assert getattr(mia, got) in ("a@b.org", ("a@b.org",))


def test_an_unknown_field_names_the_nearest_and_all(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no field 'emial'") as raised:
        drafts(tmp_path, DUTCH, Naam="name", Mail="emial")
    assert raised.value.hint is not None
    assert raised.value.hint.startswith("Did you mean email? Fields: name, first,")
    assert "met_on" in raised.value.hint


def test_an_unknown_column_names_the_nearest_and_all(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="no column 'Namen'") as raised:
        drafts(tmp_path, DUTCH, Namen="name")
    assert raised.value.hint == "Did you mean 'Naam'? Its columns: Naam, Mail, Geb., Functie."


def test_a_mapping_without_anything_to_call_a_person_by_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(UsageError, match="who a person is"):
        drafts(tmp_path, "Wer,Beruf\nMia,Cook\n", Beruf="role")


def test_one_clear_day_settles_the_order_of_all(tmp_path: Path) -> None:
    found = people(drafts(tmp_path, DUTCH.replace("Geb.", "Geb"), Naam="name", Geb="birthday"))
    assert [person.birthday for person in found] == ["1962-07-03", "1990-12-25"]


def test_a_day_that_may_be_two_is_left_out_with_a_word(tmp_path: Path) -> None:
    remark, mia = drafts(tmp_path, "Name,Birthday\nMia,3/7/1962\n")
    assert mia == Person(record="people.csv line 2", name="Mia")
    assert isinstance(remark, Notice)
    assert "3/7/1962" in remark.why
    assert "--day-first" in remark.why


# What the columns seem to be


def test_headers_and_values_say_what_a_column_is() -> None:
    assert proposed(DUTCH) == {
        "Naam": "name", "Mail": "email", "Geb.": "birthday", "Functie": "role",
    }  # fmt: skip


def test_values_alone_say_it_where_headers_do_not() -> None:
    rows = (
        "Mia Falk,mia@x.org,+49 30 555 0101,1962-07-03,https://x.org/mia,17\n"
        "Lou de Roe,lou@x.org,030-555-0102,2001-01-02,www.x.org,18\n"
    )
    assert proposed(f"A,B,C,D,E,F\n{rows}") == {
        "A": "name", "B": "email", "C": "phone", "D": "birthday", "E": "url",
    }  # fmt: skip


@pytest.mark.parametrize(
    ("header", "fields"),
    [
        ("Nombre,Apellidos,Correo,Empresa", ["first", "last", "email", "org"]),
        ("Name;Vorname;Telefon privat;Ort", ["last", "first", "phone", "location"]),
        ("Prénom,Nom,Date de naissance", ["first", "last", "birthday"]),
        ("Company name,Contact person,First met", ["org", "name", "met_on"]),
    ],
)
def test_headers_are_understood_in_several_languages(header: str, fields: list[str]) -> None:
    assert list(proposed(f"{header}\n").values()) == fields


@pytest.mark.parametrize(
    "text", ["", "x", "\n\n", "Last contact,Amount\n2024-01-01,5\n", "\0,\0\n"]
)
def test_what_looks_like_nothing_is_proposed_as_nothing(text: str) -> None:
    assert proposed(text) == {}


def test_an_unknown_table_is_an_error_with_the_command_to_type(tmp_path: Path) -> None:
    with pytest.raises(NetledgerError) as raised:
        drafts(tmp_path, DUTCH)
    assert "Found: Naam, Mail, Geb., Functie" in raised.value.message
    assert raised.value.hint == (
        f"Say which column is which: netledger import csv {tmp_path / 'people.csv'} "
        '--map "Naam=name" --map "Mail=email" --map "Geb.=birthday" --map "Functie=role"'
    )


def test_the_command_holds_whatever_a_column_is_called(tmp_path: Path) -> None:
    text = 'Naam $(rm),"Mail ""x"" `y`"\nJan de Wit,jan@x.org\nAn Bos,an@x.org\n'
    with pytest.raises(NetledgerError) as raised:
        drafts(tmp_path, text)
    typed = shlex.split((raised.value.hint or "").partition(": ")[2])
    assert typed[5::2] == ["Naam $(rm)=name", 'Mail "x" `y`=email']


def test_plausible_columns_that_are_not_read_are_named(tmp_path: Path) -> None:
    found = drafts(tmp_path, "Name,Email,Woonplaats,Gewicht\nMia,m@x.org,Ulm,5\n")
    assert remarks(found) == [
        "columns not read: Woonplaats; to read them, import csv with "
        '--map "Woonplaats=location"'
    ]  # fmt: skip
    assert [person.name for person in people(found)] == ["Mia"]


def test_beside_first_names_a_column_called_name_is_the_last_name(tmp_path: Path) -> None:
    found = drafts(tmp_path, "Name;Vorname;Email\nFalk;Mia;m@x.org\n")
    assert [person.name for person in people(found)] == ["Mia Falk"]
    assert ["Name was taken for the last name" in remark for remark in remarks(found)] == [True]


# Whose table it is

HEADERS = {
    "Name,Email,Phone": CSV,
    "First Name,Last Name,E-mail Address,Phone,Company": CSV,
    "Name,Company,Business Phone,Email": CSV,
    "uid,name,aliases,emails,phones,connected_on,met_on,status": CSV,
    "First Name,Last Name,Display Name,Primary Email,Work Phone,Home Phone": CSV,
    "First Name,Last Name,Labels,E-mail 1 - Label,E-mail 1 - Value": GOOGLE,
    "First Name,Phonetic First Name,Last Name,Organization Name,Labels": GOOGLE,
    "Name,Given Name,Family Name,Group Membership,Phone 1 - Type,Phone 1 - Value": GOOGLE,
    "First Name,Last Name,Company,E-mail Address,Business Phone,Mobile Phone": OUTLOOK,
    "First Name,Last Name,E-mail Address,E-mail 2 Address,Home Phone": OUTLOOK,
    "Vorname,Nachname,Firma,Telefon geschäftlich,E-Mail-Adresse": OUTLOOK,
    "Prénom,Nom,Société,Téléphone (bureau),Adresse de messagerie": OUTLOOK,
    "First Name,Last Name,URL,Email Address,Company,Position,Connected On": LINKEDIN,
    "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am": LINKEDIN,
}


@pytest.mark.parametrize(("header", "whose"), HEADERS.items())
def test_a_table_is_of_one_format_only(tmp_path: Path, header: str, whose: Importer) -> None:
    path = tmp_path / "some.csv"
    path.write_text(f"{header}\n", encoding="utf-8")
    fitting = [each.name for each in (LINKEDIN, GOOGLE, OUTLOOK, CSV) if each.identify(path)]
    assert fitting == [whose.name]
