"""vCards of every version, as address books and telephones write them."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest

from netledger.errors import NetledgerError
from netledger.importers.drafts import Asked, Draft, Notice, Owner, Person
from netledger.importers.vcard import VCARD


def drafts(folder: Path, content: str | bytes, owner: Owner | None = None) -> list[Draft]:
    path = folder / "book.vcf"
    path.write_bytes(content.encode() if isinstance(content, str) else content)
    return list(VCARD.extract(path, Asked(owner or Owner())))


def card(*lines: str, version: str = "3.0") -> str:
    return "".join(
        f"{line}\r\n" for line in ["BEGIN:VCARD", f"VERSION:{version}", *lines, "END:VCARD"]
    )


def only(folder: Path, *lines: str, version: str = "3.0") -> Person:
    """The person on a card that has a name and these lines, of which nothing is remarked."""
    (draft,) = drafts(folder, card("FN:Mia Falk", *lines, version=version))
    assert isinstance(draft, Person)
    return draft


def people(found: list[Draft]) -> list[str]:
    return [draft.name for draft in found if isinstance(draft, Person)]


def notices(found: list[Draft]) -> list[tuple[str, str, bool]]:
    return [(d.record, d.why, d.skipped) for d in found if isinstance(d, Notice)]


# One card of each kind


def test_a_card_of_version_4(tmp_path: Path) -> None:
    found = drafts(
        tmp_path,
        card(
            "UID:urn:uuid:00000291-0000-4000-8000-abcdefabcdef",
            "FN:Mia Falk",
            "N:Falk;Mia;;;",
            "ORG:Acme\\, Inc.;R&D",
            "TITLE:Cook",
            "EMAIL;TYPE=home:mia@x.org",
            'TEL;VALUE=uri;TYPE="voice,cell":tel:+1-206-555-0157;ext=12',
            "ADR:;;1 Main St;Ulm;BW;89073;Germany",
            "URL:https://x.org/mia",
            "CATEGORIES:myContacts,vip,chess\\, club",
            "NICKNAME:Mimi,M.",
            "DEATHDATE:20250102",
            "NOTE:one\\ntwo",
            version="4.0",
        ),
    )
    assert found == [
        Person(
            record="book.vcf line 1",
            name="Mia Falk",
            key="vcard:00000291-0000-4000-8000-abcdefabcdef",
            urls=("https://x.org/mia",),
            emails=("mia@x.org",),
            phones=("+1-206-555-0157 x12",),
            aliases=("Mimi", "M."),
            tags=("vip", "chess, club"),
            org="Acme, Inc.",
            role="Cook",
            location="Ulm, Germany",
            note="one\ntwo",
            died="2025-01-02",
        )
    ]


def test_apples_groups_and_labels(tmp_path: Path) -> None:
    mia = only(
        tmp_path,
        "item1.EMAIL;type=INTERNET;type=pref:mia@x.org",
        "item1.X-ABLabel:Parish office",
        "item2.TEL:+1 (202) 555-0107",
        "item2.X-ABLabel:_$!<Mobile>!$_",
        "item3.X-ABDATE;type=pref:2015-09-18",
        "item3.X-ABLabel:_$!<Anniversary>!$_",
        "item4.X-ABRELATEDNAMES:Lou Roe",
        "item4.X-ABLabel:_$!<Sister>!$_",
        "X-SOCIALPROFILE;type=linkedin;x-user=mia:http://www.linkedin.com/in/mia",
        "X-SOCIALPROFILE;type=other:x-apple:mia",
        "NOTE:a long note that goes o",
        " ver the fold",
    )
    assert mia == Person(
        record="book.vcf line 1",
        name="Mia Falk",
        emails=("mia@x.org",),
        phones=("+1 (202) 555-0107",),
        urls=("http://www.linkedin.com/in/mia",),
        note="a long note that goes over the fold\nParish office: mia@x.org"
        "\nAnniversary: 2015-09-18\nSister: Lou Roe",
    )


@pytest.mark.parametrize("label", ["_$!<Mobile>!$_", "Work", "iPhone", "Büro", "travail 2", ""])
def test_what_everybodys_numbers_are_called_is_not_kept(tmp_path: Path, label: str) -> None:
    mia = only(tmp_path, "item1.TEL:+49 30 1234567", f"item1.X-ABLabel:{label}")
    assert mia.note is None


def test_a_label_of_ones_own_is_kept_with_its_number(tmp_path: Path) -> None:
    mia = only(tmp_path, "item1.TEL:tel:+49-30-1234567", "item1.X-ABLabel:Boat\\, cabin")
    assert (mia.phones, mia.note) == (("+49-30-1234567",), "Boat, cabin: +49-30-1234567")


def test_version_2_1_with_quoted_printable_broken_inside_a_character(tmp_path: Path) -> None:
    found = drafts(
        tmp_path,
        card(
            "N;CHARSET=UTF-8;ENCODING=QUOTED-PRINTABLE:=D0=A0=D0=BE;=D0=\r\n=90=D0=BD=D1=8F;;;",
            "NOTE;ENCODING=QUOTED-PRINTABLE:one=0D=0A=\r\ntwo: three",
            "TEL;CELL;PREF:+1 (202) 555-0105",
            "X-ANDROID-CUSTOM:vnd.android.cursor.item/nickname;Nyusha;1;;;;;",
            version="2.1",
        )
        + card("FN;CHARSET=ISO-8859-1;QUOTED-PRINTABLE:Zo=EB M=FCller", version="2.1"),
    )
    assert found == [
        Person(
            record="book.vcf line 1",
            name="Аня Ро",
            phones=("+1 (202) 555-0105",),
            aliases=("Nyusha",),
            note="one\ntwo: three",
        ),
        Person(record="book.vcf line 10", name="Zoë Müller"),
    ]


def test_an_assistants_card_within_a_card_does_not_break_it(tmp_path: Path) -> None:
    agent = "AGENT:\r\nBEGIN:VCARD\r\nVERSION:2.1\r\nFN:Lou Roe\r\nTEL:1234\r\nEND:VCARD"
    mia = only(tmp_path, agent, "TEL:5678", version="2.1")
    assert mia == Person(record="book.vcf line 1", name="Mia Falk", phones=("5678",))


# Who it is


@pytest.mark.parametrize(
    ("lines", "name"),
    [
        (["N:Falk;Mia;Ann;Dr.;PhD"], "Mia Ann Falk"),
        (["FN:", "N:Falk;Mia;;;"], "Mia Falk"),
        (["FN: ", "N:;;;;", "NICKNAME:Mimi,M."], "Mimi"),
        (["FN:Falk\\, Mia", "N:Falk;Mia"], "Falk, Mia"),
        (["FN:Mia Falk", "N:Falk;Mia;;;", "ORG:Mia Falk"], "Mia Falk"),
    ],
)
def test_a_name_is_taken_as_shown_else_from_its_parts_else_a_nickname(
    tmp_path: Path, lines: list[str], name: str
) -> None:
    assert people(drafts(tmp_path, card(*lines))) == [name]


def test_a_card_with_an_address_alone_is_called_after_it_with_a_word(tmp_path: Path) -> None:
    found = drafts(tmp_path, card("FN:", "N:;;;;", "EMAIL:mailto:mia@x.org"))
    assert people(found) == ["mia@x.org"]
    assert notices(found) == [
        ("book.vcf line 1", "no name: called mia@x.org after the address", False)
    ]


@pytest.mark.parametrize(
    "lines",
    [
        ["FN:", "N:;;;;", "ORG:Night Bakery", "TEL:+1 202 555 0106"],
        ["FN:Night Bakery", "N:;;;;", "ORG:Night Bakery;"],
        ["FN:Night Bakery Ulm", "N:;;;;", "ORG:Night Bakery", "X-ABShowAs:COMPANY"],
        ["TEL;TYPE=CELL:*155#"],
        ["TEL;TYPE=CELL:+1 202 555 0106"],
        ["FN:Choir", "KIND:group", "MEMBER:urn:uuid:1"],
        ["FN:Choir", "N:Choir", "X-ADDRESSBOOKSERVER-KIND:group"],
        ["FN:Night Bakery", "KIND:org", "EMAIL:a@x.org"],
        [],
    ],
)
def test_a_card_of_no_person_is_left_out_with_a_word(tmp_path: Path, lines: list[str]) -> None:
    (notice,) = drafts(tmp_path, card(*lines))
    assert isinstance(notice, Notice)
    assert (notice.record, notice.skipped) == ("book.vcf line 1", True)


def test_the_user_is_left_out(tmp_path: Path) -> None:
    me = Owner(emails=("rae@x.org",))
    found = drafts(tmp_path, card("FN:Rae", "EMAIL:RAE@x.org") + card("FN:Rae"), me)
    assert found == [Person(record="book.vcf line 6", name="Rae")]


def test_the_uid_is_the_ledgers_only_on_a_card_that_netledger_wrote(tmp_path: Path) -> None:
    (ours, other) = drafts(
        tmp_path,
        card("PRODID:-//netledger//netledger//EN", "UID:ab12", "FN:Mia")
        + card("PRODID:-//Apple Inc.//macOS 15.3//EN", "UID:ab12", "FN:Mia"),
    )
    assert isinstance(ours, Person)
    assert isinstance(other, Person)
    assert (ours.uid, ours.key, other.uid, other.key) == ("ab12", None, None, "vcard:ab12")


def test_a_card_of_our_own_is_a_person_whatever_its_number_looks_like(tmp_path: Path) -> None:
    found = drafts(tmp_path, card("PRODID:-//netledger//netledger//EN", "FN:Balance", "TEL:*155#"))
    assert found == [Person(record="book.vcf line 1", name="Balance", phones=("*155#",))]


@pytest.mark.parametrize("line", ["TIER:7", "CADENCE-DAYS:0", "MET-ON:--04-15", "DIED:soon"])
def test_a_line_of_our_own_that_says_nothing_possible_is_left_out(
    tmp_path: Path, line: str
) -> None:
    remark, person = drafts(tmp_path, card("FN:Mia", f"X-NETLEDGER-{line}"))
    assert person == Person(record="book.vcf line 1", name="Mia")
    assert isinstance(remark, Notice)
    assert not remark.skipped


# Days


@pytest.mark.parametrize(
    ("line", "birthday"),
    [
        ("BDAY:1988-04-15", "1988-04-15"),
        ("BDAY;VALUE=DATE:19880415", "1988-04-15"),
        ("BDAY:1988-04-15T00:00:00Z", "1988-04-15"),
        ("BDAY:1988-04-15T23:30:00-08:00", "1988-04-15"),
        ("BDAY:19730928T000000+0100", "1973-09-28"),
        ("BDAY:1988-4-5", "1988-04-05"),
        ("BDAY:1988/04/15", "1988-04-15"),
        ("BDAY:--0415", "--04-15"),
        ("BDAY:--04-15", "--04-15"),
        ("BDAY: --04-15", "--04-15"),
        ("BDAY:--0229", "--02-29"),
        ("BDAY;X-APPLE-OMIT-YEAR=1604:1604-02-29", "--02-29"),
        ("BDAY;value=date;X-APPLE-OMIT-YEAR=1900:1900-04-15", "--04-15"),
        ("BDAY:1604-04-15", "--04-15"),
        ("item1.BDAY:2000-02-29", "2000-02-29"),
        ("BDAY:nonsense\r\nBDAY:1988-04-15", "1988-04-15"),
    ],
)
def test_a_birthday_is_the_day_that_is_written(tmp_path: Path, line: str, birthday: str) -> None:
    assert only(tmp_path, line).birthday == birthday


@pytest.mark.parametrize(
    "value",
    [
        "", " ", "0000-00-00", "0001-01-01", "1985", "1985-04", "---15", "2023-02-29", "--1301",
        "circa 1950", "9999999999", "1988-04-15x",
    ],
)  # fmt: skip
def test_what_is_no_day_is_no_birthday_and_is_remarked(tmp_path: Path, value: str) -> None:
    remark, mia = drafts(tmp_path, card("FN:Mia", f"BDAY:{value}"))
    assert mia == Person(record="book.vcf line 1", name="Mia")
    assert isinstance(remark, Notice)
    assert (remark.record, remark.skipped) == ("book.vcf line 4", False)
    assert value.strip() in remark.why


# Values


@pytest.mark.parametrize(
    ("line", "note"),
    [
        ("NOTE:Plain comma, kept; semicolon too", "Plain comma, kept; semicolon too"),
        ("NOTE:Escaped\\, comma\\; and\\Nnew line \\\\o/", "Escaped, comma; and\nnew line \\o/"),
        ("NOTE:C:\\temp\\\\new", "C:\\temp\\new"),
        ("NOTE:one\r\nNOTE:two", "one\ntwo"),
        ("NOTE:  ", None),
        ("ANNIVERSARY:20150918", "Anniversary: 2015-09-18"),
        ("RELATED;TYPE=spouse;VALUE=text:Lou Roe", "Spouse: Lou Roe"),
        ("RELATED;TYPE=spouse:urn:uuid:1", None),
        ("X-ABDATE:", None),
    ],
)
def test_a_note_is_no_list_and_takes_in_what_has_no_field(
    tmp_path: Path, line: str, note: str | None
) -> None:
    assert only(tmp_path, line).note == note


@pytest.mark.parametrize(
    ("line", "url"),
    [
        ("URL:http\\://x.org/a\\,b", "http://x.org/a,b"),
        ("URL;TYPE=work:linkedin.com/in/mia", "linkedin.com/in/mia"),
        ("item1.URL:https://x.org/?a=b;c", "https://x.org/?a=b;c"),
    ],
)
def test_a_link_may_be_escaped_or_bare(tmp_path: Path, line: str, url: str) -> None:
    assert only(tmp_path, line).urls == (url,)


@pytest.mark.parametrize(
    ("address", "place"),
    [
        (";;1 Main St;Ulm;;89073;Germany", "Ulm, Germany"),
        (";;;;Bavaria;;", "Bavaria"),
        (";;1 Main St;;;;", None),
        ("Ulm", None),
        (";;;\\, \\;;;;", ", ;"),
    ],
)
def test_a_location_is_city_and_country(tmp_path: Path, address: str, place: str | None) -> None:
    assert only(tmp_path, f"ADR;TYPE=home:{address}").location == place


def test_what_is_no_address_is_left_out_with_a_word(tmp_path: Path) -> None:
    remark, mia = drafts(tmp_path, card("FN:Mia", "EMAIL:nowhere", "EMAIL:mia@x.org"))
    assert isinstance(mia, Person)
    assert mia.emails == ("mia@x.org",)
    assert isinstance(remark, Notice)
    assert "nowhere" in remark.why


# Where cards are kept


def test_a_folder_of_cards_is_read_as_calendar_programs_keep_it(tmp_path: Path) -> None:
    book = tmp_path / "book" / "family"
    book.mkdir(parents=True)
    (book / "a.vcf").write_text(card("FN:Mia"))
    (book / "b.VCF").write_text(card("FN:Lou"))
    (book / "c.vcf").write_text("")
    (book / "notes.txt").write_text("no card")
    found = list(VCARD.extract(tmp_path / "book", Asked()))
    assert VCARD.identify(tmp_path / "book")
    assert people(found) == ["Mia", "Lou"]
    assert [(record, skipped) for record, _, skipped in notices(found)] == [("c.vcf", True)]


def test_a_zip_of_cards_is_read(tmp_path: Path) -> None:
    path = tmp_path / "takeout.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("Takeout/Contacts/All/All.vcf", card("FN:Mia") + card("FN:Lou"))
        archive.writestr("Takeout/Contacts/All/photo.jpg", b"\xff\xd8")
    assert VCARD.identify(path)
    assert people(list(VCARD.extract(path, Asked()))) == ["Mia", "Lou"]


@pytest.mark.parametrize(
    "content",
    [b"", b"Name,Email\nMia,mia@x.org\n", b"BEGIN:VCALENDAR\r\nEND:VCALENDAR\r\n", b"\0\xff"],
)
def test_other_files_are_not_taken_for_cards(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "some.vcf"
    path.write_bytes(content)
    assert not VCARD.identify(path)
    with pytest.raises(NetledgerError, match="holds no vCards"):
        list(VCARD.extract(path, Asked()))


def test_a_folder_without_cards_is_an_error(tmp_path: Path) -> None:
    assert not VCARD.identify(tmp_path)
    with pytest.raises(NetledgerError, match="holds no vCards"):
        list(VCARD.extract(tmp_path, Asked()))


@pytest.mark.parametrize("start", ["", "\ufeff", "\r\n\r\n", "\ufeff\n"])
@pytest.mark.parametrize("encoding", ["utf-8", "utf-16-le", "utf-16-be"])
def test_a_card_is_known_by_its_first_line(tmp_path: Path, start: str, encoding: str) -> None:
    path = tmp_path / "some.vcf"
    mark = "\ufeff" if encoding != "utf-8" and not start.startswith("\ufeff") else ""
    path.write_bytes((mark + start + card("FN:Mia").lower()).encode(encoding))
    assert VCARD.identify(path)
    assert people(list(VCARD.extract(path, Asked()))) == ["mia"]
