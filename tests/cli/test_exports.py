"""What an export writes: whole, for its owner alone, and read in again."""

from __future__ import annotations

import csv
import io
import re

import pytest

from .program import Netledger


@pytest.fixture
def full(netledger: Netledger) -> Netledger:
    """A ledger with all that a card can hold."""
    netledger.ok(
        "add", "Zoë Šmit", "--org", "Grün; Weiß, Ltd", "--role", "Ärztin", "--email",
        "zoe@example.org", "--phone", "+44 20 7946 0011", "--url", "https://example.org/z?a=1,2",
        "--location", "Paris", "--birthday", "--03-20", "--tag", "choir", "--tag", "a, b",
        "--alias", "Zo", "--met", "2020-05-01", "--where", "a fair", "--offers", "a flat; in Rome",
        "--seeks", "work", "--note", "two\nlines, one \\n", "--every", "3w", "--kin",
    )  # fmt: skip
    netledger.ok("add", "Bo Birk", "--through", "zoë", "--tier", "15")
    netledger.ok("edit", "bo", "--pin", "--died", "2026-01-02")
    netledger.ok("add", "=cmd()", "--note", "=1+1", "--org", "@SUM(A1)")
    netledger.ok("add", "../../evil", "--birthday", "1990-03-18", "--every", "2w")
    netledger.ok(
        "log", "zoë", "tea", "--on", "2026-02-01", "--todo", "send it", "--by", "2026-04-01"
    )
    return netledger


@pytest.mark.parametrize(
    ("kind", "words"),
    [
        ("csv", ("csv", "out.csv")),
        ("vcard", ("vcard", "out.vcf")),
        ("vcard", ("vcard", "out.vcf", "--as", "3.0")),
        ("vcard", ("vcard", "CARDS/")),
        ("json", ("json", "out.json")),
    ],
)
def test_what_comes_out_goes_in_again(kind: str, words: tuple[str, ...], full: Netledger) -> None:
    full.ok("export", *words)
    other = full.elsewhere()
    assert other.json("import", kind, full.home / words[1])["created"] == 4
    # A folder has its cards by name, so that they go in in another order.
    assert sorted(table(other)) == sorted(table(full))


@pytest.mark.parametrize("kind", ["json", "csv", "vcard", "ics", "markdown"])
def test_nothing_goes_to_an_empty_path(kind: str, full: Netledger) -> None:
    there = set(full.home.iterdir())
    assert "export needs a path" in full.refused(2, "export", kind, "")
    assert set(full.home.iterdir()) == there


@pytest.mark.parametrize("path", [".", "..", "out/"])
@pytest.mark.parametrize("kind", ["json", "csv", "ics"])
def test_a_folder_is_no_place_for_one_file(kind: str, path: str, full: Netledger) -> None:
    there = set(full.home.iterdir())
    assert f"{path} is a folder" in full.refused(2, "export", kind, path)
    assert set(full.home.iterdir()) == there


def table(user: Netledger) -> list[list[str]]:
    """Return everybody, as `export csv` writes them."""
    return list(csv.reader(io.StringIO(user.ok("export", "csv").out, newline="")))


def uids(calendar: bytes) -> list[str]:
    return re.findall(r"UID:([^\r\n]+)", calendar.decode())


def test_a_calendar_is_the_same_at_the_same_moment_and_keeps_its_uids(full: Netledger) -> None:
    first = full.ok("export", "ics").raw
    assert full.ok("export", "ics").raw == first
    # Two birthdays, a promise, and the turns of those who are alive.
    assert len(set(uids(first))) == len(uids(first)) == 5
    later = full.on("2026-03-17").ok("export", "ics").raw
    assert set(uids(later)) == set(uids(first))


@pytest.mark.parametrize(
    "words",
    [
        ("json", "out/x.json"),
        ("csv", "out/x.csv"),
        ("vcard", "out/x.vcf"),
        ("ics", "out/x.ics"),
        ("vcard", "out/cards/"),
        ("markdown", "out/vault"),
    ],
)
def test_what_is_written_is_for_its_owner_alone(words: tuple[str, ...], full: Netledger) -> None:
    (full.home / "out").mkdir(mode=0o755)
    full.ok("export", *words)
    written = sorted((full.home / "out").rglob("*"))
    assert written
    for path in written:
        assert path.stat().st_mode & 0o777 == (0o700 if path.is_dir() else 0o600)


@pytest.mark.parametrize("words", [("markdown", "a/b/vault"), ("vcard", "a/b/vault/")])
def test_a_name_leads_out_of_no_folder(words: tuple[str, ...], full: Netledger) -> None:
    (full.home / "a" / "b").mkdir(parents=True)
    there = set(full.home.parent.rglob("*"))
    full.ok("export", *words)
    vault = full.home / "a" / "b" / "vault"
    assert len(list(vault.iterdir())) == 4
    assert {
        path for path in set(full.home.parent.rglob("*")) - there if vault not in path.parents
    } <= {vault, full.home / "ledger" / "ledger.db-wal", full.home / "ledger" / "ledger.db-shm"}


def test_no_cell_is_a_formula(full: Netledger) -> None:
    cells = [cell for row in table(full) for cell in row]
    assert "'=cmd()" in cells
    assert not [cell for cell in cells if cell[:1] in set("=+-@\t\r")]


def test_a_page_of_a_vault_has_the_name_as_it_is(full: Netledger) -> None:
    full.ok("export", "markdown", "vault")
    titles = {page.read_text("utf-8") for page in (full.home / "vault").iterdir()}
    assert any("../../evil" in text for text in titles)
    assert any("=cmd()" in text for text in titles)
