"""Headers as mail programs write them, and as they should not: decoded, one by one."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.importers.mbox.headers import (
    LONGEST_TEXT,
    decoded,
    labels,
    mailboxes,
    moment,
    scan,
    subject,
)


def people(value: str | bytes) -> list[tuple[str, str]]:
    data = value if isinstance(value, bytes) else value.encode()
    return [(one.name, one.address) for one in mailboxes(data)]


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("mia@example.org", ("", "mia@example.org")),
        ("<mia@example.org>", ("", "mia@example.org")),
        ("Mia Doe <MIA@Example.org>", ("Mia Doe", "mia@example.org")),
        ('"Doe, Mia" <mia@example.org>', ("Mia Doe", "mia@example.org")),
        ("Doe, Mia <mia@example.org>", ("Mia Doe", "mia@example.org")),
        ('"Mia \\"Mo\\" Doe" <mia@example.org>', ('Mia "Mo" Doe', "mia@example.org")),
        ("mia@example.org (Mia Doe)", ("Mia Doe", "mia@example.org")),
        ("=?UTF-8?Q?Doe=2C_M=C3=ADa?= <mia@example.org>", ("Mía Doe", "mia@example.org")),
        ("=?utf-8?q?Mia:_the,_Doe?= <mia@example.org>", ("Mia: the, Doe", "mia@example.org")),
        ('"=?utf-8?B?TWlh?=" <mia@example.org>', ("Mia", "mia@example.org")),
        ("=?utf-8?Q?mia=40example.org?=", ("", "mia@example.org")),
        ("mia@example.org <mia@example.org>", ("", "mia@example.org")),
        ("=?UTF-8?Q?Mia=0D=0ABcc:_x?= <mia@example.org>", ("Mia Bcc: x", "mia@example.org")),
        (b"M\xeda <mia@example.org>", ("Mía", "mia@example.org")),
        ("Mía <mia@example.org>", ("Mía", "mia@example.org")),
        ("Mia\n Doe\n\t<mia@example.org>", ("Mia Doe", "mia@example.org")),
    ],
)
def test_a_person_has_a_name_and_an_address(
    written: str | bytes, expected: tuple[str, str]
) -> None:
    assert people(written) == [expected]


@pytest.mark.parametrize(
    "written",
    [
        "a@x.org, b@x.org",
        "a@x.org; b@x.org",
        "a@x.org,, ,b@x.org,",
        "Team: a@x.org, b@x.org;",
        "Nobody, a@x.org, undisclosed-recipients:;, b@x.org",
        "a@x.org, Nobody at all, b@x.org",
    ],
)
def test_a_list_gives_those_who_have_an_address(written: str) -> None:
    assert [where for _, where in people(written)] == ["a@x.org", "b@x.org"]


@pytest.mark.parametrize("written", ["", "MAILER-DAEMON", "undisclosed-recipients:;", "<>", '"'])
def test_without_an_address_there_is_nobody(written: str) -> None:
    assert people(written) == []


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("=?x-unknown?Q?Ida?=", "Ida"),
        ("=?x-unknown?Q?=C3=8Fda?=", "Ïda"),
        ("=?windows-874?Q?=CA=C7?=", "สว"),
        ("=?iso-8859-1?Q?=CFda?= Doe", "Ïda Doe"),
        # One character, cut between two words.
        ("=?utf-8?Q?=C3?=\n =?utf-8?Q?=8Fda?=", "Ïda"),
        ("=?utf-8?B?YWJjZ?= x", "=?utf-8?B?YWJjZ?= x"),
        ("=?punycode?Q?a-b?=", "a-b"),
        (b"\xcfda \\u0041", "Ïda \\u0041"),
    ],
)
def test_text_is_decoded_as_well_as_it_can_be(written: str | bytes, expected: str) -> None:
    assert decoded(written if isinstance(written, bytes) else written.encode()) == expected


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Re: AW: Fwd: lunch", "lunch"),
        ("RE[2]: lunch", "lunch"),
        ("=?utf-8?Q?Re=3A_lunch?=", "lunch"),
        ("Regatta: lunch", "Regatta: lunch"),
        ("Re:", None),
        ("x" * 1000, "x" * LONGEST_TEXT),
    ],
)
def test_the_subject_is_told_without_its_prefixes(written: str, expected: str | None) -> None:
    assert subject({b"subject": written.encode()}) == expected


EAST = timezone(timedelta(hours=5, minutes=30))


@pytest.mark.parametrize(
    ("written", "expected"),
    [
        ("Tue, 10 Mar 2026 10:00:00 +0530", datetime(2026, 3, 10, 10, tzinfo=EAST)),
        ("10 Mar 26 10:00 GMT (later)", datetime(2026, 3, 10, 10, tzinfo=UTC)),
        ("Tue, 10 Mar 2026 10:00:00", datetime(2026, 3, 10, 10, tzinfo=UTC)),
        ("Tue, 10 Mar 2026 10:00:00 -0000", datetime(2026, 3, 10, 10, tzinfo=UTC)),
    ],
)
def test_a_date_keeps_its_zone(written: str, expected: datetime) -> None:
    at = moment({b"date": written.encode()})
    assert at is not None
    assert (at, at.utcoffset()) == (expected, expected.utcoffset())


@pytest.mark.parametrize(
    "written",
    [
        "",
        "some day",
        "Tue, 31 Feb 2026 10:00:00 +0000",
        "Tue, 10 Mar 1904 10:00:00 +0000",
        "Tue, 10 Mar 2101 10:00:00 +0000",
        "Tue, 10 Mar 0999 10:00:00 +0000",
        "Tue, 10 Mar 2026 10:00:00 +9999999",
        "Tue, 10 Mar 99999999999 10:00:00 +0000",
    ],
)
def test_a_date_that_cannot_be_is_none(written: str) -> None:
    assert moment({b"date": written.encode()}) is None


def test_receivers_of_several_headers_are_joined_and_of_others_the_first_counts() -> None:
    found = scan(b"\nTo: a@x.org\nSubject: one\r\nTO: b@x.org\nSubject: two\nX-To: c@x.org")
    assert [one.address for one in mailboxes(found[b"to"])] == ["a@x.org", "b@x.org"]
    assert subject(found) == "one"


def test_labels_are_decoded_and_parted() -> None:
    found = {b"x-gmail-labels": b'=?UTF-8?Q?Entw=C3=BCrfe,Ge=C3=B6ffnet?=,"Ann"'}
    assert labels(found) == {"entwürfe", "geöffnet", "ann"}


@settings(max_examples=100, deadline=None)
@given(st.lists(st.sampled_from([*'",;:<>()=?\\ @\nQB_', "utf-8", "a@b.c", "\xe9", "\0"])))
def test_no_list_of_addresses_is_too_odd_to_be_read(pieces: list[str]) -> None:
    for one in mailboxes("".join(pieces).encode("latin-1")):
        assert "@" in one.key
        assert "\n" not in one.name + one.address


@pytest.mark.parametrize("piece", [b'"', b'\\"', b"<", b"(", b"a,", b"=?a?b?", b"=?a?b?b?=", b":"])
def test_a_long_list_made_to_be_slow_is_read(piece: bytes) -> None:
    assert mailboxes(piece * (1 << 18)) == ()
