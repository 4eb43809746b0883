"""What another program sees in our cards: khard, where it is installed."""

from __future__ import annotations

import os
import shutil
import subprocess
from datetime import date
from pathlib import Path

import pytest

from netledger.domain.model import Contact, Head, Stated
from netledger.exporters import vcard
from netledger.exporters.vcard import Version

KHARD = shutil.which("khard")
CONTACTS = (
    Contact(
        Head(1, "0123456789abcdef", "Ida Ortega", org="Acme, Inc.", role="Cook", kin=True),
        location="Ulm, Germany",
        birthday="1988-04-15",
        note="comma, semicolon; and\na second line \\o/ " + "👩🏽\u200d💻" * 20,
        aliases=("Idi", "I., the"),
        emails=("ida@example.org",),
        phones=("+1 (202) 555-0107",),
        urls=("https://example.org/ida",),
        tags=("vip", "chess club"),
        offers=(Stated("eggs, fresh", date(2025, 3, 4)),),
    ),
    Contact(Head(2, "fedcba9876543210", "Лена Степанова"), birthday="--04-15"),
)

pytestmark = pytest.mark.skipif(KHARD is None, reason="khard is not installed")


def khard(folder: Path, *arguments: str) -> str:
    book = folder / "cards"
    (folder / "khard.conf").write_text(
        f"[addressbooks]\n[[ours]]\npath = {book}\n"
        "[general]\ndefault_action = list\neditor = true\nmerge_editor = true\n",
        encoding="utf-8",
    )
    ran = subprocess.run(
        [str(KHARD), "-c", str(folder / "khard.conf"), *arguments],
        capture_output=True,
        check=True,
        encoding="utf-8",
        env={**os.environ, "PYTHONUTF8": "1"},
        timeout=60,
    )
    assert ran.stderr == ""
    return ran.stdout


@pytest.fixture(params=["3.0", "4.0"])
def folder(request: pytest.FixtureRequest, tmp_path: Path) -> Path:
    version: Version = request.param
    (tmp_path / "cards").mkdir()
    for contact in CONTACTS:
        path = tmp_path / "cards" / vcard.file_name(contact)
        path.write_text(vcard.card(contact, version), encoding="utf-8", newline="")
    return tmp_path


def test_khard_lists_every_contact(folder: Path) -> None:
    fields = "uid,name,organisations,emails"
    listed = khard(folder, "list", "--parsable", "--fields", fields).splitlines()
    assert sorted(line.split("\t")[1] for line in listed) == ["Ida Ortega", "Лена Степанова"]


@pytest.mark.parametrize(
    "said",
    ["Acme, Inc.", "ida@example.org", "+1 (202) 555-0107", "Ulm, Germany", "chess club", "Idi"],
)
def test_khard_shows_what_the_contact_has(folder: Path, said: str) -> None:
    assert said in khard(folder, "show", "Ida")


def test_khard_lists_the_birthdays(folder: Path) -> None:
    birthdays = khard(folder, "birthdays", "--parsable")
    assert "Ida Ortega" in birthdays
    assert "Лена Степанова" in birthdays
