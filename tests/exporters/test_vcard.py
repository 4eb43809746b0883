"""Contacts as vCards: how they look, and that they read back as they were."""

from __future__ import annotations

from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netledger.domain.model import Contact, Head, Stated
from netledger.domain.names import many_lines, one_line, visible
from netledger.exporters import vcard
from netledger.exporters.vcard import Version
from netledger.importers.drafts import Asked, Person
from netledger.importers.vcard import VCARD
from netledger.render import safe

VERSIONS: tuple[Version, ...] = ("3.0", "4.0")
UID = "0123456789abcdef"


def lines(contact: Contact, version: Version = "4.0") -> list[str]:
    return vcard.card(contact, version).replace("\r\n ", "").split("\r\n")


def named(name: str) -> Contact:
    return Contact(Head(1, UID, name))


def read_back(folder: Path, text: str) -> list[object]:
    path = folder / "back.vcf"
    path.write_text(text, encoding="utf-8", newline="")
    return list(VCARD.extract(path, Asked()))


def test_a_card_of_version_4() -> None:
    contact = Contact(
        Head(1, UID, "Mia Falk", org="Acme, Inc.", role="Cook", died=date(2025, 1, 2), kin=True),
        location="Ulm, Germany",
        birthday="1988-04-15",
        note="one; two\nthree \\o/",
        aliases=("Mimi", "M., the"),
        emails=("mia@x.org",),
        phones=("+49 30 1234",),
        urls=("https://x.org/a,b;c",),
        tags=("vip", "chess club"),
        offers=(Stated("eggs", date(2025, 3, 4)),),
    )
    assert vcard.card(contact, "4.0", "Lou Roe", "u2") == (
        "BEGIN:VCARD\r\nVERSION:4.0\r\nPRODID:-//netledger//netledger//EN\r\n"
        "UID;VALUE=text:0123456789abcdef\r\nFN:Mia Falk\r\nN:Falk;Mia;;;\r\n"
        "NICKNAME:Mimi\r\nNICKNAME:M.\\, the\r\nORG:Acme\\, Inc.\r\n"
        "TITLE:Cook\r\nEMAIL:mia@x.org\r\n"
        "TEL:+49 30 1234\r\nURL:https://x.org/a,b;c\r\nADR:;;;Ulm\\, Germany;;;\r\n"
        "BDAY:19880415\r\nDEATHDATE:20250102\r\nCATEGORIES:vip,chess club\r\n"
        "NOTE:one\\; two\\nthree \\\\o/\r\nX-NETLEDGER-OFFERS;X-STATED-ON=2025-03-04:eggs\r\n"
        "X-NETLEDGER-KIN:yes\r\nX-NETLEDGER-THROUGH:Lou Roe\r\nX-NETLEDGER-THROUGH-UID:u2\r\n"
        "END:VCARD\r\n"
    )


@pytest.mark.parametrize(
    ("birthday", "version", "line"),
    [
        ("--04-15", "4.0", "BDAY:--0415"),
        ("--04-15", "3.0", "BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-15"),
        ("1988-04-15", "4.0", "BDAY:19880415"),
        ("1988-04-15", "3.0", "BDAY:1988-04-15"),
    ],
)
def test_a_birthday_is_written_as_its_version_knows_it(
    birthday: str, version: Version, line: str
) -> None:
    assert line in lines(named("Mia")._replace(birthday=birthday), version)


def test_version_3_has_no_day_of_death_so_it_stands_in_a_line_of_our_own() -> None:
    contact = Contact(Head(1, UID, "Mia", died=date(2025, 1, 2)))
    assert "X-NETLEDGER-DIED:2025-01-02" in lines(contact, "3.0")


@pytest.mark.parametrize(
    ("name", "parts"),
    [
        ("Ida Ortega", "N:Ortega;Ida;;;"),
        ("Ida Maria Ortega", "N:Ortega;Ida Maria;;;"),
        ("Anna van der Berg", "N:van der Berg;Anna;;;"),
        ("Stone, Bo", "N:Stone;Bo;;;"),
        ("Kim Roe, PhD", "N:Roe;Kim;;;PhD"),
        ("elif winwood", "N:winwood;elif;;;"),
        ("Mia", "N:;Mia;;;"),
        ("芳 李", "N:李;芳;;;"),
        ("A;B C", "N:C;A\\;B;;;"),
        (",", "N:;\\,;;;"),
    ],
)
def test_the_parts_of_a_name_are_guessed_from_it(name: str, parts: str) -> None:
    assert parts in lines(named(name))


@pytest.mark.parametrize("breaker", ["\r", "\n", "\r\n", "\x0b", "\x85", "\u2028", "\0", "\x1b"])
def test_a_name_never_breaks_out_of_its_line(breaker: str) -> None:
    text = vcard.card(named(f"Mia{breaker}TEL:666{breaker}END:VCARD"), "3.0")
    assert [line.partition(":")[0] for line in text.splitlines()] == [
        "BEGIN", "VERSION", "PRODID", "UID", "FN", "N", "END",
    ]  # fmt: skip


def test_no_line_is_longer_than_75_octets_and_no_character_is_cut() -> None:
    contact = named("Ida 👩🏽\u200d💻 " * 40)._replace(note="ж" * 500)
    raw = vcard.card(contact, "4.0").encode()
    pieces = raw.split(b"\r\n")
    assert max(map(len, pieces)) == 75
    assert all(piece.decode() is not None for piece in pieces)


def test_a_file_of_its_own_is_named_after_the_uid() -> None:
    assert vcard.file_name(named("Mia")) == "0123456789abcdef.vcf"


@pytest.mark.parametrize("uid", ["../../etc/passwd", "NUL", "a/b", "ABCDEFGHIJ", "x" * 300, "жук"])
def test_a_uid_that_is_no_file_name_makes_a_safe_one(uid: str) -> None:
    name = vcard.file_name(Contact(Head(1, uid, "Mia")))
    assert name.removesuffix(".vcf").replace("-", "").isalnum()
    assert name.isascii()
    assert name == name.lower()
    assert len(name) < 64


def test_uids_that_differ_only_in_case_have_files_of_their_own() -> None:
    a, b = (vcard.file_name(Contact(Head(1, uid, "Mia"))) for uid in ("ABCDEFGHIJ", "abcdefghij"))
    assert a.lower() != b.lower()


# Reading back

_CHARS = st.characters(exclude_categories=("Cs", "Cc", "Zl", "Zp")).filter(
    lambda char: safe.line(char) == char
)
_LINE = st.text(_CHARS | st.sampled_from(" ,;:\\\"'^=n"), min_size=1, max_size=90).map(one_line)
_LINES = _LINE.filter(visible)
_OPTIONAL = st.none() | _LINES
_DAYS = st.dates(date(1800, 1, 1), date(2100, 1, 1))
_BIRTHDAYS = (
    st.none()
    | _DAYS.filter(lambda day: day.year != 1604).map(str)
    | st.sampled_from(["--02-29", "--12-31"])
)


_NUMBERS = st.from_regex(r"[+*]?[0-9 ()#-]{0,15}[0-9]{3}( x[0-9]{2}|;ext=1)?", fullmatch=True)


def several(values: st.SearchStrategy[str]) -> st.SearchStrategy[tuple[str, ...]]:
    return st.lists(values, max_size=3, unique_by=str.casefold).map(tuple)


def stated(told: tuple[tuple[str, ...], date | None]) -> tuple[Stated, ...]:
    texts, on = told
    return tuple(Stated(text, on) for text in texts)


_HEADS = st.builds(
    Head,
    id=st.just(1),
    uid=_LINES,
    name=_LINES,
    org=_OPTIONAL,
    role=_OPTIONAL,
    stated_tier=st.sampled_from([None, 5, 15, 50, 150]),
    cadence_days=st.none() | st.integers(1, 20_000),
    pinned=st.booleans(),
    kin=st.booleans(),
    died=st.none() | _DAYS,
    archived=st.booleans(),
    connected_on=st.none() | _DAYS,
    met_on=st.none() | _DAYS,
)
_CONTACTS = st.builds(
    Contact,
    head=_HEADS,
    location=_OPTIONAL,
    birthday=_BIRTHDAYS,
    met_where=_OPTIONAL,
    note=st.none()
    | st.lists(_LINE, min_size=1, max_size=4).map("\n".join).map(many_lines).filter(visible),
    aliases=several(_LINES),
    emails=several(st.from_regex(r"[a-z.+='&-]{1,9}@[a-z-]{1,60}\.org", fullmatch=True)),
    phones=several(_NUMBERS.map(one_line)),
    urls=several(st.from_regex(r"https://x\.org/[a-z,;:\\%=&?#]{0,80}", fullmatch=True)),
    tags=several(_LINES | st.sampled_from(["myContacts", "* starred"])),
    offers=st.tuples(several(_LINES), st.none() | _DAYS).map(stated),
    seeks=st.tuples(several(_LINES), st.none() | _DAYS).map(stated),
)  # fmt: skip
_READ_BACK = settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])


def person_of(contact: Contact, through: str | None, through_uid: str | None) -> Person:
    head = contact.head
    return Person(
        record="back.vcf line 1",
        name=head.name,
        uid=head.uid,
        urls=contact.urls,
        emails=contact.emails,
        phones=contact.phones,
        aliases=contact.aliases,
        tags=contact.tags,
        offers=tuple(one.text for one in contact.offers),
        seeks=tuple(one.text for one in contact.seeks),
        org=head.org,
        role=head.role,
        location=contact.location,
        birthday=contact.birthday,
        note=contact.note,
        connected_on=head.connected_on,
        met_on=head.met_on,
        met_where=contact.met_where,
        died=head.died.isoformat() if head.died else None,
        kin=head.kin,
        pinned=head.pinned,
        archived=head.archived,
        stated_tier=head.stated_tier,
        cadence_days=head.cadence_days,
        through=through,
        through_uid=through_uid,
        stated={
            (kind, one.text): one.on
            for kind, all_ in (("offers", contact.offers), ("seeks", contact.seeks))
            for one in all_
            if one.on
        },
    )


def contact_of(person: Person) -> Contact:
    head = Head(
        id=1,
        uid=person.uid or "",
        name=person.name,
        org=person.org,
        role=person.role,
        stated_tier=person.stated_tier,
        cadence_days=person.cadence_days,
        pinned=person.pinned,
        kin=person.kin,
        died=date.fromisoformat(person.died) if person.died else None,
        archived=person.archived,
        connected_on=person.connected_on,
        met_on=person.met_on,
    )
    return Contact(
        head=head,
        location=person.location,
        birthday=person.birthday,
        met_where=person.met_where,
        note=person.note,
        aliases=person.aliases,
        emails=person.emails,
        phones=person.phones,
        urls=person.urls,
        tags=person.tags,
        offers=tuple(Stated(text, person.stated.get(("offers", text))) for text in person.offers),
        seeks=tuple(Stated(text, person.stated.get(("seeks", text))) for text in person.seeks),
    )


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("back")


@pytest.mark.parametrize("version", VERSIONS)
@_READ_BACK
@given(contact=_CONTACTS, through=_OPTIONAL, through_uid=_OPTIONAL)
def test_a_contact_reads_back_as_it_was(
    folder: Path, version: Version, contact: Contact, through: str | None, through_uid: str | None
) -> None:
    text = vcard.card(contact, version, through, through_uid)
    assert read_back(folder, text) == [person_of(contact, through, through_uid)]


@pytest.mark.parametrize("version", VERSIONS)
@_READ_BACK
@given(contact=_CONTACTS)
def test_the_second_export_is_the_first(folder: Path, version: Version, contact: Contact) -> None:
    first = "".join(vcard.write([(contact, None, None)], version))
    (person,) = read_back(folder, first)
    assert isinstance(person, Person)
    assert vcard.card(contact_of(person), version) == first


@pytest.mark.parametrize("version", VERSIONS)
def test_controls_in_a_name_become_marks_that_stay(folder: Path, version: Version) -> None:
    first = vcard.card(named("Mia\x1b[2J\x07\u202e Falk\0"), version)
    (person,) = read_back(folder, first)
    assert isinstance(person, Person)
    assert vcard.card(contact_of(person), version) == first
