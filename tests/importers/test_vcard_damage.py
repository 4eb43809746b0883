"""vCard files that are damaged, hostile, or in whatever encoding: what can be read is."""

from __future__ import annotations

import io
from pathlib import Path
from time import process_time

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.errors import NetledgerError
from netledger.importers.content_lines import Line, Unreadable, lines, split
from netledger.importers.drafts import Asked, Draft, Notice, Person
from netledger.importers.vcard import VCARD

MIA = b"BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Mia Falk\r\nEND:VCARD\r\n"
EVERYTHING = (
    "BEGIN:VCARD\r\nVERSION:2.1\r\nUID:u1\r\nFN;CHARSET=UTF-8;QUOTED-PRINTABLE:=D0=\r\n=90\r\n"
    "N:Falk;Mia;;;\r\nAGENT:\r\nBEGIN:VCARD\r\nFN:Lou\r\nEND:VCARD\r\nORG:Acme\\, Inc.;R&D\r\n"
    'TEL;VALUE=uri;TYPE="voice,cell":tel:+1206;ext=1\r\nitem1.EMAIL:mia@x.org\r\n'
    "item1.X-ABLabel:_$!<Work>!$_\r\nitem2.X-ABDATE:2015-09-18\r\nADR:;;a;Ulm;b;c;Germany\r\n"
    "BDAY;X-APPLE-OMIT-YEAR=1604:1604-04-15\r\nNOTE:one\\n\r\n  two ж\r\n"
    "PHOTO;BASE64:AAAA\r\nBB==\r\n"
    "CATEGORIES:a,b\r\nX-NETLEDGER-TIER:15\r\nX-NETLEDGER-MET-ON:2024-01-02\r\nEND:VCARD\r\n"
).encode()


def drafts(folder: Path, content: bytes) -> list[Draft]:
    path = folder / "book.vcf"
    path.write_bytes(content)
    return list(VCARD.extract(path, Asked()))


def people(found: list[Draft]) -> list[str]:
    return [draft.name for draft in found if isinstance(draft, Person)]


def notices(found: list[Draft]) -> list[tuple[str, str, bool]]:
    return [(d.record, d.why, d.skipped) for d in found if isinstance(d, Notice)]


# Damage


def test_a_line_that_is_none_is_named_and_the_rest_of_the_card_is_kept(tmp_path: Path) -> None:
    content = MIA + MIA.replace(b"END", b"this line has no colon\r\nEMAIL:mia@x.org\r\nEND")
    first, remark, second = drafts(tmp_path, content)
    assert isinstance(remark, Notice)
    assert (remark.record, remark.skipped) == ("book.vcf line 8", False)
    assert "this line has no colon" in remark.why
    assert isinstance(second, Person)
    assert second.emails == ("mia@x.org",)
    assert isinstance(first, Person)


def test_of_many_such_lines_the_first_are_named_and_the_others_counted(tmp_path: Path) -> None:
    found = drafts(tmp_path, MIA.replace(b"END", b"bad\r\n" * 1000 + b"END"))
    assert people(found) == ["Mia Falk"]
    assert len(notices(found)) == 6
    assert "995 more lines" in notices(found)[-1][1]


@pytest.mark.parametrize("rest", [b"", MIA])
def test_a_card_that_never_ends_is_kept_as_far_as_it_goes(tmp_path: Path, rest: bytes) -> None:
    found = drafts(tmp_path, MIA.replace(b"END:VCARD\r\n", b"TEL:+1 202 555") + b"\r\n" + rest)
    cut = found[1]
    assert isinstance(cut, Person)
    assert cut.phones == ("+1 202 555",)
    assert notices(found) == [
        ("book.vcf line 1", "the card never ends: read as far as it goes", False)
    ]
    assert len(people(found)) == 1 + bool(rest)


def test_a_photograph_that_is_not_indented_is_no_damage(tmp_path: Path) -> None:
    photo = b"PHOTO;JPEG;ENCODING=BASE64:\r\nAAAA\r\nAAA=\r\n\r\nTEL:+1 202 555\r\n"
    (mia,) = drafts(tmp_path, MIA.replace(b"END", photo + b"END"))
    assert isinstance(mia, Person)
    assert mia.phones == ("+1 202 555",)


def test_lines_outside_of_any_card_are_counted(tmp_path: Path) -> None:
    found = drafts(tmp_path, MIA + b"what is this\r\nFN:Nobody\r\n" + MIA)
    assert people(found) == ["Mia Falk", "Mia Falk"]
    assert notices(found) == [("book.vcf", "2 lines outside of any card", False)]


def test_a_carriage_return_inside_a_value_ends_no_line(tmp_path: Path) -> None:
    (mia,) = drafts(tmp_path, MIA.replace(b"Falk", b"Falk\rTEL:666\rEND:VCARD"))
    assert isinstance(mia, Person)
    assert (mia.name, mia.phones) == ("Mia Falk TEL:666 END:VCARD", ())


# Encodings


@pytest.mark.parametrize(
    "content",
    [
        "FN:Zoë Ж\r\n".encode(),
        "\ufeffFN:Zoë Ж\r\n".encode(),
        b"FN:Zo" + b"\xc3\r\n \xab \xd0\n\t\x96\n",
    ],
)
def test_a_fold_may_fall_inside_a_character(content: bytes) -> None:
    (line,) = lines(lambda: io.BytesIO(content), {"FN"})
    assert isinstance(line, Line)
    assert line.value == "Zoë Ж"


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
@pytest.mark.parametrize("end", ["\r\n", "\n"])
def test_a_file_may_be_in_any_usual_encoding(tmp_path: Path, encoding: str, end: str) -> None:
    text = MIA.decode().replace("Mia", "Zoë").replace("\r\n", end)
    assert drafts(tmp_path, text.encode(encoding)) == [
        Person(record="book.vcf line 1", name="Zoë Falk")
    ]


def test_lines_may_end_as_on_old_macs(tmp_path: Path) -> None:
    assert people(drafts(tmp_path, MIA.replace(b"\r\n", b"\r") * 2)) == ["Mia Falk"] * 2


def test_files_of_several_encodings_may_be_joined_with_their_marks(tmp_path: Path) -> None:
    one, other = (MIA.decode().replace("Mia", "Zoë").encode(e) for e in ("utf-8-sig", "cp1252"))
    assert people(drafts(tmp_path, one + other + one)) == ["Zoë Falk"] * 3


@pytest.mark.parametrize("charset", ["", "x-unknown", "zlib", "idna", "unicode_escape"])
def test_a_charset_that_is_none_is_passed_over(charset: str) -> None:
    content = f"FN;CHARSET={charset}:Zoë \\x41\r\n".encode()
    (line,) = lines(lambda: io.BytesIO(content), {"FN"})
    assert isinstance(line, Line)
    assert line.value == "Zoë \\x41"


# Content lines


@pytest.mark.parametrize(
    ("raw", "group", "name", "parameters", "value"),
    [
        ("TEL;CELL;PREF:1:2", "", "TEL", {"TYPE": "CELL,PREF"}, "1:2"),
        ("item1.email;type=a;type=b:x", "ITEM1", "EMAIL", {"TYPE": "a,b"}, "x"),
        ('ADR;LABEL="a:b;c, ^n^^":;x', "", "ADR", {"LABEL": "a:b;c, \n^"}, ";x"),
        ('TEL;TYPE="x:1', "", "TEL", {"TYPE": "x"}, "1"),
        ("NOTE;base64:x", "", "NOTE", {"ENCODING": "BASE64"}, "x"),
        ("FN ; a = b :x", "", "FN", {"A": "b"}, "x"),
    ],
)
def test_a_line_is_taken_apart(
    raw: str, group: str, name: str, parameters: dict[str, str], value: str
) -> None:
    (line,) = lines(lambda: io.BytesIO(raw.encode()), {name})
    assert line == Line(1, name, value, group, parameters)


@pytest.mark.parametrize(
    "raw", ["FN", "FN;TYPE=x", ":x", "a b:c", "é:x", "FN;" + "x" * 20_000 + ":"]
)
def test_what_cannot_be_taken_apart_is_no_line(raw: str) -> None:
    (line,) = lines(lambda: io.BytesIO(raw.encode()), {"FN"})
    assert isinstance(line, Unreadable)


@pytest.mark.parametrize(
    ("text", "parts"),
    [
        ("a;b", ["a", "b"]), ("a\\;b;c", ["a;b", "c"]), ("a\\\\;b", ["a\\", "b"]), ("", [""]),
        (";", ["", ""]), ("\\n;\\", ["\n", "\\"]),
    ],
)  # fmt: skip
def test_a_value_is_split_where_the_separator_is_not_escaped(text: str, parts: list[str]) -> None:
    assert split(text, ";") == parts


# What costs


@pytest.mark.parametrize(
    ("before", "piece", "after"),
    [
        (b"PHOTO;ENCODING=b:", b"A" * 74 + b"\r\n ", b"\r\n"),
        (b"PHOTO;JPEG;BASE64:\r\n", b"A" * 74 + b"\r\n", b"\r\n"),
        (b"PHOTO:", b"A" * 74, b"\r\n"),
        (b"TEL", b';x="', b":1\r\n"),
        (b"", b"w" * 50, b"\r\n"),
        (b"i.X-ABDATE:x\r\ni.X-ABLabel:", b"_$!<", b"\r\n"),
        (b"TEL:", b"*#", b"x\r\n"),
        (b"CATEGORIES:", b"* ", b"\r\n"),
    ],
)
def test_a_large_line_is_passed_over_quickly(
    tmp_path: Path, before: bytes, piece: bytes, after: bytes
) -> None:
    large = before + piece * (1_000_000 // len(piece)) + after
    content = MIA.replace(b"END", large + b"END")
    start = process_time()
    assert people(drafts(tmp_path, content)) == ["Mia Falk"]
    assert process_time() - start < 1


def test_a_line_that_is_too_long_to_be_any_is_left_out(tmp_path: Path) -> None:
    found = drafts(tmp_path, MIA.replace(b"END", b"NOTE:" + b"x" * (17 << 20) + b"\r\nEND"))
    assert people(found) == ["Mia Falk"]
    assert "longer than 16 MiB" in notices(found)[0][1]


# Anything at all


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("any")


def only_drafts(folder: Path, content: bytes) -> None:
    try:
        found = drafts(folder, content)
    except NetledgerError:
        return
    assert all(isinstance(draft, Person | Notice) for draft in found)


@settings(max_examples=60, deadline=None)
@given(content=st.binary(max_size=300), within=st.booleans())
def test_any_bytes_give_drafts_or_an_error_in_words(
    folder: Path, content: bytes, within: bool
) -> None:
    only_drafts(folder, MIA.replace(b"END", content + b"END") if within else content)


@settings(max_examples=100, deadline=None)
@given(
    at=st.integers(0, len(EVERYTHING)),
    gone=st.integers(0, 40),
    new=st.binary(max_size=6)
    | st.sampled_from([b"=", b"\\", b'"', b";" * 9, b"\r", b"\n ", b"\0"]),
)
def test_a_damaged_file_gives_drafts_or_an_error_in_words(
    folder: Path, at: int, gone: int, new: bytes
) -> None:
    only_drafts(folder, EVERYTHING[:at] + new + EVERYTHING[at + gone :])
