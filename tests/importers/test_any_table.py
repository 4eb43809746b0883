"""Whatever bytes a table is made of, an importer of tables gives drafts or says what is wrong."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netledger.errors import NetledgerError
from netledger.importers.contacts_csv import CSV
from netledger.importers.drafts import Asked, Draft, Owner
from netledger.importers.google import GOOGLE
from netledger.importers.linkedin import LINKEDIN
from netledger.importers.outlook import OUTLOOK

HEADERS = {
    "Connections.csv": b"First Name,Last Name,URL,Email Address,Company,Position,Connected On\n",
    "messages.csv": (
        b"CONVERSATION ID,FROM,SENDER PROFILE URL,TO,RECIPIENT PROFILE URLS,DATE,SUBJECT,CONTENT,"
        b"IS MESSAGE DRAFT\n"
    ),
    "Invitations.csv": b"From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n",
    "Recommendations_Given.csv": b"First Name,Last Name,Text,Creation Date\n",
    "contacts.csv": b"Name,Email,Phone,URL,Birthday,Tags,Met on,Stated tier,Note\n",
    "google.csv": (
        b"First Name,Last Name,Organization Name,Birthday,Notes,Labels,E-mail 1 - Value,"
        b"Phone 1 - Label,Phone 1 - Value,Event 1 - Value,Address 1 - City\n"
    ),
    "outlook.csv": (
        b"First Name,Company,Business Phone,E-mail Address,Birthday,Anniversary,Categories,Notes\n"
    ),
}
PIECES = (
    b",", b";", b'"', b'""', b"\n", b"\r", b"\r\n", b"\0", b"\xff\xfe", b"\xef\xbb\xbf", b"\xe9",
    b"https://www.linkedin.com/in/mia", b"linkedin.com/in/%E9%00", b"http://[", b"a@x", b"Mia",
    b"2026-02-01 10:00:00 UTC", b"9/9/26, 3:43 PM", b"14 Jan 2024", b"OUTGOING", b"Yes", b"<p>&#0;",
    b"LinkedIn Member", b"'=1", b"--02-30", b"9" * 30, "２０".encode(),
    b"1/2/1990", b"0/0/00", b"31/12/90", b" ::: ", b"* x", b"*1#", "\u202e".encode(),
)  # fmt: skip
SOUP = st.lists(st.sampled_from(PIECES) | st.binary(max_size=4), max_size=40).map(b"".join)
OWNERS = st.sampled_from(
    (Owner(), Owner(names=("Mia",), urls=("https://www.linkedin.com/in/mia",), emails=("a@x",)))
)


ROWS = (
    'Mia,Falk,"a, b",mia@x.org,1/2/1990,* x ::: y,"one\ntwo",14 Jan 2024,OUTGOING,5,6\n'
    "Zoë,Weiß,,,--02-29,,https://www.linkedin.com/in/zoe,2026-02-01 10:00:00 UTC,,,\n"
).encode()


def read(path: Path, owner: Owner) -> None:
    """Read a file in all ways, which may each say in words that it is not theirs."""
    for importer in (LINKEDIN, GOOGLE, OUTLOOK, CSV):
        importer.identify(path)
        with suppress(NetledgerError):
            assert all(isinstance(draft, Draft) for draft in importer.extract(path, Asked(owner)))
    with suppress(NetledgerError):
        list(CSV.extract(path, Asked(owner, columns={"Birthday": "name", "Name": "birthday"})))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=80)
@given(name=st.sampled_from(list(HEADERS)), headed=st.booleans(), soup=SOUP, owner=OWNERS)
def test_any_bytes_give_drafts_or_an_error_in_words(
    tmp_path: Path, name: str, *, headed: bool, soup: bytes, owner: Owner
) -> None:
    path = tmp_path / name
    path.write_bytes(HEADERS[name] + soup if headed else soup)
    read(path, owner)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(
    name=st.sampled_from(list(HEADERS)),
    at=st.integers(0, 400),
    length=st.integers(0, 60),
    soup=SOUP,
    owner=OWNERS,
)
def test_a_damaged_file_gives_drafts_or_an_error_in_words(
    tmp_path: Path, name: str, *, at: int, length: int, soup: bytes, owner: Owner
) -> None:
    path = tmp_path / name
    whole = HEADERS[name] + ROWS * 2
    path.write_bytes(whole[:at] + soup + whole[at + length :])
    read(path, owner)


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60)
@given(data=st.binary(max_size=200).map(lambda data: b"PK\x03\x04" + data))
def test_any_bytes_called_a_zip_give_an_error_in_words(tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "export.zip"
    path.write_bytes(data)
    assert not LINKEDIN.identify(path)
    with pytest.raises(NetledgerError):
        list(LINKEDIN.extract(path, Asked(Owner())))
