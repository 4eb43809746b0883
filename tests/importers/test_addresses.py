"""Who is behind an address, and what people are called in the order it is spoken."""

from __future__ import annotations

import pytest

from netledger.errors import NetledgerError
from netledger.importers.addresses import address, display_name, is_machine, own_addresses
from netledger.importers.drafts import Owner

RAE, MIA, LOU = "rae@example.org", "mia@example.org", "lou@example.org"


@pytest.mark.parametrize("text", ["mia@example.org", " mailto:mia@example.org?subject=x "])
def test_an_address_is_taken_without_its_scheme(text: str) -> None:
    assert address(text) == MIA


@pytest.mark.parametrize("text", ["", "Mia", "mia@", "@example.org", "a@b@c", "mia doe@x.org"])
def test_what_is_no_address_is_none(text: str) -> None:
    assert address(text) is None


@pytest.mark.parametrize(
    "email",
    [
        "no-reply@bank.example.com",
        "NOREPLY-123@example.com",
        "comments-noreply@docs.example.com",
        "do_not_reply@example.com",
        "nicht-antworten@example.de",
        "MAILER-DAEMON",
        "mailer-daemon@mx.example.org",
        "bounces+77-x=y@example.com",
        "calendar-notification@example.com",
        "job-alerts@example.com",
        "news@example.com",
        "reply+a1b2c3@example.com",
        "crumb-request@example.com",
        "mia@lists.example.org",
        "room2@resource.example.com",
        "c_1@group.calendar.google.com",
        "walkers@googlegroups.com",
        "mia@users.noreply.example.com",
    ],
)
def test_an_address_that_no_person_reads_is_a_machine(email: str) -> None:
    assert is_machine(email)


@pytest.mark.parametrize(
    "email",
    [
        "mia@example.org",
        "norbert.reply@example.org",
        "mia+news@example.org",
        "info@example.org",
        "listera@example.org",
        "august@calendars.example.org",
        "newsome@example.org",
    ],
)
def test_an_address_of_a_person_is_none(email: str) -> None:
    assert not is_machine(email)


def test_the_addresses_that_were_told_are_the_users_whatever_was_seen() -> None:
    told = Owner(emails=("Rae@Example.org",))
    assert own_addresses(told, [{MIA}], "a.mbox") == {RAE}


def test_else_the_address_that_is_on_nearly_everything_is() -> None:
    seen = [{RAE, f"p{n}@example.org"} for n in range(9)] + [{MIA}]
    assert own_addresses(Owner(), seen, "a.mbox") == {RAE}


@pytest.mark.parametrize(
    "seen",
    [
        [],
        [{RAE, MIA}, {RAE, MIA}],
        [{RAE, f"p{n}@example.org"} for n in range(8)] + [{MIA}, {LOU}],
        # A folder of one friend's mail, to two addresses of the user.
        [{MIA, RAE}, {MIA, RAE}, {MIA, LOU}, {MIA, LOU}],
    ],
)
def test_where_it_could_be_another_the_user_is_asked(seen: list[set[str]]) -> None:
    with pytest.raises(NetledgerError, match=r"a\.mbox does not show which address is yours"):
        own_addresses(Owner(), seen, "a.mbox")


@pytest.mark.parametrize(
    ("written", "spoken"),
    [
        ("Roe, Kim", "Kim Roe"),
        ("'Roe, Kim'", "Kim Roe"),
        ("van der Roe, Kim", "Kim van der Roe"),
        ("O'Roe, Kim-Lou", "Kim-Lou O'Roe"),
        ("Roe, Kim J.", "Kim J. Roe"),
        ("ROE, KIM", "KIM ROE"),
    ],
)
def test_last_and_first_name_are_put_in_order_where_that_is_plain(
    written: str, spoken: str
) -> None:
    assert display_name(written) == spoken


@pytest.mark.parametrize(
    "written",
    [
        "Kim Roe, PhD",
        "Roe, M.D.",
        "Roe, Inc.",
        "Kim Roe, Acme",
        "Roe, Kim, MBA",
        "Roe, Head of Sales",
        "Roe, 4th floor",
        "Roe,",
        ", Kim",
    ],
)
def test_else_a_name_with_a_comma_stays_as_it_is(written: str) -> None:
    assert display_name(written) == written


def test_a_name_that_is_an_address_is_no_name() -> None:
    assert not display_name("'mia@example.org'")


def test_a_name_is_one_line() -> None:
    assert display_name('"Mia\r\n Doe"') == "Mia Doe"
