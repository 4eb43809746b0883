"""Contacts in a spreadsheet: out, in again, the same; and never a formula."""

from __future__ import annotations

import csv
import io

import pytest

from .program import Netledger

FORMULAS = [
    '=HYPERLINK("https://example.com","x")',
    "+1 day",
    "-- call me\n@noon, +1 day",
    "@handle",
    "=1+1",
    "'=quoted already",
    "''=twice",
    "-2+3+cmd|' /C calc'!A0",
]


def test_formulas_survive_the_way_out_and_in_and_none_runs(netledger: Netledger) -> None:
    for text in FORMULAS[:4]:
        netledger.ok(
            "add", "--phone", "+1 (202) 555-0111", "--note", text, "--role", text, "--org", text,
            "--location", text, "--tag", "work", "--alias", f"{text} alias", "--offers", text,
            "--seeks", text, "--where", text, "--force", "--", text,
        )  # fmt: skip
    rows = [[f"N {n}", text, f"'{text}", "a; b"] for n, text in enumerate(FORMULAS)]
    held = io.StringIO()
    csv.writer(held).writerows([["name", "note", "title", "tags"], *rows])
    netledger.ok("import", "csv", "-", typed=held.getvalue().encode())
    netledger.ok("export", "csv", "out.csv")
    out = (netledger.home / "out.csv").read_bytes()
    table = list(csv.reader(io.StringIO(out.decode("utf-8"), newline="")))
    assert len(table) == 1 + 4 + len(FORMULAS)
    assert not [cell for row in table for cell in row if cell[:1] in set("=+-@\t\r")]

    other = netledger.elsewhere()
    assert other.json("import", "csv", netledger.home / "out.csv")["created"] == 12
    assert other.ok("export", "csv", "-").raw == out
    for who in ("1", "2", "3", "4"):
        card, copy = netledger.json("show", who), other.json("show", who)
        for field in (
            "name",
            "aliases",
            "phones",
            "role",
            "org",
            "note",
            "offers",
            "seeks",
            "tags",
        ):
            assert card[field] == copy[field]
    assert netledger.json("show", "1")["phones"] == ["+1 (202) 555-0111"]
    assert other.json("import", "csv", netledger.home / "out.csv")["unchanged"] == 12
    assert other.steps() == 1


def test_everything_that_a_contact_has_comes_back(netledger: Netledger) -> None:
    netledger.ok(
        "add", "Zoë Šmit", "--org", "Grün; Weiß, Ltd", "--role", "Ärztin", "--email",
        "zoe@example.org", "--email", "z@example.com", "--phone", "+44 20 7946 0011", "--url",
        "https://example.org/z;x?a=1,2", "--location", "Paris", "--birthday", "--02-29", "--tag",
        "choir", "--alias", "Zo", "--met", "2020-05-01", "--where", "a fair", "--offers",
        "a flat; in Rome", "--seeks", "work", "--note", "two\nlines", "--every", "3w", "--kin",
    )  # fmt: skip
    netledger.ok("add", "Bo Birk", "--through", "zoë", "--tier", "15")
    netledger.ok("edit", "bo", "--pin", "--died", "2026-01-02")
    netledger.ok("export", "csv", "out.csv")
    other = netledger.elsewhere()
    other.ok("import", "csv", netledger.home / "out.csv")
    for who in ("Zoë Šmit", "Bo Birk"):
        card, copy = netledger.json("show", who), other.json("show", who)
        assert card == copy


def test_one_number_in_two_spellings_is_one_person_and_a_shared_one_joins_nobody(
    netledger: Netledger,
) -> None:
    table = (
        "name,phone\nNora Quist,+1 (202) 555-0108\nNora Quist,+12025550108\n"
        "Kim Roe,202-555-0109\nBo Roe,(202) 555 0109\n"
    )
    told = netledger.json("import", "csv", netledger.file("phones.csv", table))
    assert told["created"] == 3
    assert len(netledger.json("show", "nora")["phones"]) == 1
    assert set(netledger.ids()) == {"Nora Quist", "Kim Roe", "Bo Roe"}
    netledger.ok("edit", "nora", "--phone", "+1-202-555-0108")
    assert len(netledger.json("show", "nora")["phones"]) == 1


@pytest.mark.parametrize(
    "content",
    [
        b"\xef\xbb\xbfName;Company;E-Mail\r\nZo\xc3\xab Quist;M\xc3\xbchle;zoe@example.org\r\n",
        "Name\tCompany\tEmail\r\nZoë Quist\tMühle\tzoe@example.org\r\n".encode("utf-16"),
        "First Name,Last Name,Company,Email\nZoë,Quist,Mühle,zoe@example.org\n".encode("cp1252"),
    ],
    ids=["semicolons", "UTF-16", "cp1252"],
)
def test_any_table_with_names_is_read(netledger: Netledger, content: bytes) -> None:
    netledger.ok("import", "csv", netledger.file("people.csv", content))
    zoe = netledger.json("show", "Zoë Quist")
    assert (zoe["org"], zoe["emails"]) == ("Mühle", ["zoe@example.org"])


def test_a_table_without_names_is_refused_and_a_bad_row_is_reported(netledger: Netledger) -> None:
    said = netledger.refused(1, "import", "csv", netledger.file("x.csv", "when,what\n1,2\n"))
    assert "when" in said
    told = netledger.json(
        "import", "csv", netledger.file("y.csv", "name,birthday\n,1999-01-01\nBo Birk,31 Juno\n")
    )
    assert told["created"] == 1
    assert [one["record"].rsplit(maxsplit=1)[-1] for one in told["skipped"]] == ["2"]
    assert netledger.json("show", "bo")["birthday"] is None


def test_what_holds_a_separator_comes_back_whole(netledger: Netledger) -> None:
    netledger.ok("add", "Ada", "--tag", "a; b", "--tag", "c, d", "--phone", "+44 20 1234;ext=5",
                 "--url", "https://x.org/a;b")  # fmt: skip
    before = netledger.ok("export", "csv").raw
    other = netledger.elsewhere()
    other.ok("import", "csv", netledger.file("out.csv", before.decode()))
    assert other.ok("export", "csv").raw == before


def test_a_note_with_a_tab_comes_back_whole(netledger: Netledger) -> None:
    netledger.ok("add", "Ada", "--note", "a\tb\nc")
    before = netledger.ok("export", "csv").raw
    assert b"a\tb" in before
    other = netledger.elsewhere()
    other.ok("import", "csv", netledger.file("out.csv", before.decode()))
    assert other.ok("export", "csv").raw == before
