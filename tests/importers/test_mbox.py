"""Mail: who wrote to whom, and what is no exchange between people."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain.model import Side
from netledger.errors import NetledgerError
from netledger.importers.drafts import Asked, Draft, Exchange, Notice, Owner, Party
from netledger.importers.mbox import MBOX

RAE = "Rae Lind <rae@example.org>"
MIA = "Mia Doe <mia@example.org>"
LOU = "Lou Stone <lou@example.org>"
MINE = Owner(emails=("rae@example.org", "rae.lind@example.com"))
DATE = "Tue, 10 Mar 2026 10:00:00 +0100"
AT = datetime(2026, 3, 10, 10, tzinfo=timezone(timedelta(hours=1)))


def mail(sender: str, *to: str, line: str = "From - Tue Mar 10 09:00:00 2026", **more: str) -> str:
    """A message; a further header by its name with _ for -, "" to leave one out."""
    headers = {"From": sender, "To": ", ".join(to), "Date": DATE, "Subject": "Lunch"}
    headers |= {name.replace("_", "-"): value for name, value in more.items()}
    shown = "".join(f"{name}: {value}\n" for name, value in headers.items() if value)
    return f"{line}\n{shown}\nHello,\n\nFrom Friday on we meet at noon.\n\n"


def drafts(folder: Path, *mails: str, owner: Owner = MINE) -> list[Draft]:
    path = folder / "mail.mbox"
    path.write_text("".join(mails), "utf-8", errors="surrogateescape")
    return list(MBOX.extract(path, Asked(owner)))


def exchanges(found: list[Draft]) -> list[Exchange]:
    return [draft for draft in found if isinstance(draft, Exchange)]


def sides(found: list[Draft]) -> list[tuple[str, str]]:
    return [(draft.side, draft.who.name) for draft in exchanges(found)]


def remarks(found: list[Draft]) -> list[str]:
    return [draft.why for draft in found if isinstance(draft, Notice) and not draft.skipped]


def test_a_message_each_way_is_two_exchanges_of_one_thread(tmp_path: Path) -> None:
    sides: tuple[Side, Side] = ("them", "me")
    found = drafts(tmp_path, mail(MIA, RAE, Subject="Re: Lunch"), mail(RAE, MIA))
    assert found == [
        Exchange(
            record=f"mail.mbox message {number}",
            who=Party("Mia Doe", email="mia@example.org"),
            thread="mail:mia@example.org",
            at=AT,
            side=side,
            text="Lunch",
            channel="email",
        )
        for number, side in enumerate(sides, start=1)
    ]


def test_what_the_user_sent_to_a_few_goes_to_each_in_to_cc_and_bcc(tmp_path: Path) -> None:
    sent = mail(RAE, MIA, "rae.lind+me@example.com", Cc=LOU, Bcc="bea@example.org")
    assert sides(drafts(tmp_path, sent)) == [
        ("me", "Mia Doe"),
        ("me", "Lou Stone"),
        ("me", "bea@example.org"),
    ]


def test_what_came_to_a_few_is_from_its_sender_alone(tmp_path: Path) -> None:
    assert sides(drafts(tmp_path, mail(MIA, LOU, Cc=RAE))) == [("them", "Mia Doe")]


OTHERS = [f"p{number}@example.org" for number in range(4)]


@pytest.mark.parametrize("crowd", [mail(RAE, *OTHERS), mail(OTHERS[0], RAE, *OTHERS[1:])])
def test_more_than_three_others_are_a_crowd(tmp_path: Path, crowd: str) -> None:
    found = drafts(tmp_path, crowd)
    assert found == [
        Notice("mail.mbox", "1 message left out: with more than 3 others on them", skipped=False)
    ]


@pytest.mark.parametrize("few", [mail(RAE, *OTHERS[:3]), mail(OTHERS[0], RAE, *OTHERS[1:3])])
def test_three_others_are_none(tmp_path: Path, few: str) -> None:
    assert exchanges(drafts(tmp_path, few))


@pytest.mark.parametrize("name", ["Delivered_To", "X_Original_To", "Envelope_To"])
def test_mail_that_reached_the_user_beside_others_counts(tmp_path: Path, name: str) -> None:
    found = drafts(tmp_path, mail(MIA, LOU, **{name: "rae@example.org"}))
    assert sides(found) == [("them", "Mia Doe")]


@pytest.mark.parametrize("to", ["undisclosed-recipients:;", "", "all@lists.example.org"])
def test_mail_to_receivers_that_are_not_shown_does_not(tmp_path: Path, to: str) -> None:
    found = drafts(tmp_path, mail(MIA, to, Delivered_To="rae@example.org"))
    assert remarks(found) == ["1 message left out: to receivers that are not shown"]


def test_the_user_named_beside_hidden_receivers_counts(tmp_path: Path) -> None:
    assert exchanges(drafts(tmp_path, mail(MIA, RAE, "undisclosed-recipients:;")))


AUTOMATIC = {
    "a list": {"List_Id": "<crumb.example.com>"},
    "a newsletter": {"List_Unsubscribe": "<https://example.com/u>"},
    "bulk mail": {"Precedence": "Bulk"},
    "an automatic answer": {"Auto_Submitted": "auto-replied (vacation)"},
    "a bounce": {"Return_Path": "<>"},
    "a delivery report": {"Content_Type": "multipart/report; report-type=delivery-status"},
    "a calendar in the name of somebody": {"Sender": "calendar-notification@example.com"},
    "an advertisement by Gmail's own judgment": {"X_Gmail_Labels": "Inbox,Category Promotions"},
}


@pytest.mark.parametrize("headers", AUTOMATIC.values(), ids=AUTOMATIC)
def test_mail_by_a_machine_is_left_out(tmp_path: Path, headers: dict[str, str]) -> None:
    found = drafts(tmp_path, mail(MIA, RAE, **headers))
    assert found == [Notice("mail.mbox", "1 automatic sender left out (1 message)", False)]


def test_automatic_senders_are_counted_once_each(tmp_path: Path) -> None:
    found = drafts(
        tmp_path,
        mail("Bank <no-reply@bank.example.com>", RAE),
        mail("no-reply@bank.example.com", RAE),
        mail("MAILER-DAEMON", RAE),
        mail("Mail Delivery System <MAILER-DAEMON@mx.example.org>", RAE),
        mail(MIA, RAE, Auto_Submitted="no"),
    )
    assert sides(found) == [("them", "Mia Doe")]
    assert remarks(found) == ["3 automatic senders left out (4 messages)"]


THROWN = {
    "spam": {"X_Spam_Flag": "YES"},
    "Gmail's spam": {"X_Gmail_Labels": "Spam,Unread"},
    "Gmail's trash": {"X_Gmail_Labels": '"Ann, Bo",Trash'},
    "Gmail's drafts, in German": {"X_Gmail_Labels": "=?UTF-8?Q?Entw=C3=BCrfe?="},
    "a draft": {"X_Mozilla_Draft_Info": "internal/draft"},
    "deleted, not yet cleared out": {"X_Mozilla_Status": "0009"},
    "marked as deleted": {"X_Status": "AD"},
}


@pytest.mark.parametrize("headers", THROWN.values(), ids=THROWN)
def test_what_was_thrown_away_or_never_sent_is_left_out(
    tmp_path: Path, headers: dict[str, str]
) -> None:
    found = drafts(tmp_path, mail(RAE, MIA, **headers), mail(MIA, RAE, X_Mozilla_Status="0001"))
    assert sides(found) == [("them", "Mia Doe")]
    assert remarks(found) == ["1 message left out: drafts, spam or thrown away"]


def test_what_the_user_sent_to_machines_lists_or_nobody_is_left_out(tmp_path: Path) -> None:
    found = drafts(
        tmp_path,
        mail(RAE, "all@lists.example.org"),
        mail(RAE, MIA, List_Id="<all.example.org>"),
        mail(RAE, RAE),
        mail(RAE, "undisclosed-recipients:;"),
    )
    assert remarks(found) == [
        "2 messages left out: by you to lists or machines, or sent by one in your name",
        "1 message left out: to receivers that are not shown",
        "1 message left out: by you to nobody else",
    ]


def test_mail_between_others_is_left_out_with_a_hint_at_who_might_be_the_user(
    tmp_path: Path,
) -> None:
    found = drafts(tmp_path, mail("rae@old.example.org", MIA), mail("Rae@old.example.org", LOU))
    assert remarks(found) == [
        "2 messages left out: between others"
        " (2 from rae@old.example.org: if that is you, add it to me.email)"
    ]


def test_mail_without_a_sender_is_left_out(tmp_path: Path) -> None:
    found = drafts(tmp_path, mail("", RAE), mail("nobody", RAE))
    assert remarks(found) == ["2 messages left out: without a sender's address"]


def test_an_address_without_a_name_gets_the_best_name_in_the_file(tmp_path: Path) -> None:
    found = drafts(
        tmp_path,
        mail("mia@example.org", RAE),
        mail(RAE, "Mimi D <MIA@example.org>"),
        mail("Mia <mia@example.org>", RAE, Date="Wed, 11 Mar 2026 10:00:00 +0000"),
        mail(MIA, LOU, *OTHERS, Date="Thu, 12 Mar 2026 10:00:00 +0000"),
    )
    assert [name for _, name in sides(found)] == ["Mia Doe", "Mimi D", "Mia"]


def test_the_users_address_is_the_one_on_all_messages_if_none_was_told(tmp_path: Path) -> None:
    mails = [mail(MIA, RAE), mail(RAE, LOU), mail("news@example.com", RAE)]
    found = drafts(tmp_path, *mails, owner=Owner())
    assert sides(found) == [("them", "Mia Doe"), ("me", "Lou Stone")]
    assert remarks(found)[0] == (
        "you are taken to be rae@example.org, who is on nearly all; if not, set me.email"
    )


def test_and_is_asked_for_where_there_is_no_such(tmp_path: Path) -> None:
    with pytest.raises(NetledgerError, match=r"mail\.mbox does not show which address is yours"):
        drafts(tmp_path, mail(MIA, RAE), mail(RAE, MIA), owner=Owner())


@pytest.mark.parametrize("date", ["", "some day", "Tue, 31 Feb 2026 10:00:00 +0000"])
def test_without_a_readable_date_the_day_it_came_in_is_taken(tmp_path: Path, date: str) -> None:
    found = drafts(tmp_path, mail(MIA, RAE, Date=date))
    assert [one.at for one in exchanges(found)] == [datetime(2026, 3, 10, 9, tzinfo=UTC)]
    assert remarks(found) == ["1 message without a readable date: when the mail came in was taken"]


def test_a_message_without_any_date_is_told_of(tmp_path: Path) -> None:
    found = drafts(tmp_path, mail(MIA, RAE, Date="", line="From - Tue Mar 77 09:00:00 2026"))
    assert found == [Notice("mail.mbox message 1", "no date that can be read")]


def test_a_message_kept_twice_counts_once(tmp_path: Path) -> None:
    found = drafts(
        tmp_path,
        mail(MIA, RAE, Message_ID="<1@x>"),
        mail(MIA, RAE, Message_ID="<1@x>", Date="Tue, 10 Mar 2026 10:00:01 +0100"),
        mail(LOU, RAE, Message_ID="<1@x>"),
        mail(MIA, RAE, Message_ID="<1@x>", Date="Wed, 11 Mar 2026 10:00:00 +0100"),
    )
    assert [one.record[-1] for one in exchanges(found)] == ["1", "3", "4"]


@pytest.mark.parametrize("content", ["", "\n", "Mia,Doe\n1,2\n", "From Friday on\nwe: meet\n"])
def test_what_holds_no_mail_is_refused(tmp_path: Path, content: str) -> None:
    with pytest.raises(NetledgerError, match=r"mail\.mbox holds no mail"):
        drafts(tmp_path, content)


WHOLE = "".join(
    [mail(MIA, RAE), mail(RAE, MIA, LOU, Bcc="x@y.z"), mail("=?x?q?a?= <a@b.c>", RAE)]
).encode()


def mutated() -> st.SearchStrategy[bytes]:
    def change(data: bytes, at: int, cut: int, put: bytes) -> bytes:
        return data[:at] + put + data[at + cut :]

    places = st.integers(0, len(WHOLE))
    return st.builds(change, st.just(WHOLE), places, st.integers(0, 60), st.binary(max_size=20))


@pytest.fixture(scope="module")
def place(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mail") / "any"


@settings(max_examples=80, deadline=None)
@given(data=st.binary(max_size=300) | mutated())
def test_any_bytes_give_drafts_or_a_plain_refusal(place: Path, data: bytes) -> None:
    place.write_bytes(data)
    try:
        found = list(MBOX.extract(place, Asked(MINE)))
    except NetledgerError:
        return
    assert all(isinstance(draft, Exchange | Notice) for draft in found)
    assert MBOX.identify(place) in (True, False)
