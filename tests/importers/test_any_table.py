"""Whatever bytes a table is made of, an importer of tables gives drafts or says what is wrong."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netledger.errors import NetledgerError
from netledger.importers.contacts_csv import CSV
from netledger.importers.drafts import Owner
from netledger.importers.linkedin import LINKEDIN

HEADERS = {
    "Connections.csv": b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n",
    "messages.csv": (
        b"CONVERSATION ID,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,"
        b"IS MESSAGE DRAFT\n"
    ),
    "Invitations.csv": b"From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n",
    "Recommendations_Given.csv": b"First Name,Last Name,Text,Creation Date\n",
    "contacts.csv": b"Name,Email,Phone,URL,Birthday,Tags,Met on,Stated tier,Note\n",
}
PIECES = (
    b",", b";", b'"', b'""', b"\n", b"\r", b"\r\n", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe9",
    b"https://www.linkedin.com/in/mia", b"linkedin.com/in/%E9%00", b"http://[", b"a@x", b"Mia",
    b"2026-02-01 10:00:00 UTC", b"9/9/26, 3:43 PM", b"14 Jan 2024", b"OUTGOING", b"Yes", b"<p>&#0;",
    b"LinkedIn Member", b"'=1", b"--02-30", b"9" * 30, "２０".encode(), "\u202e".encode(),
)  # fmt: skip
SOUP = st.lists(st.sampled_from(PIECES) | st.binary(max_size=4), max_size=40).map(b"".join)
OWNERS = st.sampled_from(
    (Owner(), Owner(names=("Mia",), urls=("https://www.linkedin.com/in/mia",), emails=("a@x",)))
)


@pytest.mark.parametrize("name", HEADERS)
@pytest.mark.parametrize("headed", [True, False])
@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(soup=SOUP, owner=OWNERS)
def test_any_bytes_give_drafts_or_an_error_in_words(
    tmp_path: Path, name: str, *, headed: bool, soup: bytes, owner: Owner
) -> None:
    path = tmp_path / name
    path.write_bytes(HEADERS[name] + soup if headed else soup)
    for importer in (LINKEDIN, CSV):
        importer.identify(path)
        with suppress(NetledgerError):
            list(importer.extract(path, owner, frozenset()))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.binary(max_size=200).map(lambda data: b"PK\x03\x04" + data))
def test_any_bytes_called_a_zip_give_an_error_in_words(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(data)
    assert not LINKEDIN.identify(path)
    with pytest.raises(NetledgerError):
        list(LINKEDIN.extract(path, Owner(), frozenset()))
