"""messages.csv: what counts as an exchange between two people, and who of them is the user."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Iterable
from datetime import UTC, datetime
from pathlib import Path

import pytest

from netledger.errors import NetledgerError
from netledger.importers.drafts import Asked, Covered, Draft, Exchange, Notice, Owner, Party, Person
from netledger.importers.linkedin import LINKEDIN

HEADER = [
    "CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO",
    "RECIPIENT PROFILE URLS", "DATE", "SUBJECT", "CONTENT", "FOLDER", "ATTACHMENTS",
    "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT",
]  # fmt: skip
RAE, MIA, LOU, BEA = ("Rae Vale", "Mia Falk", "Lou Roe", "Bea Stone")
ME = Owner(names=(RAE,), urls=("https://www.linkedin.com/in/rae-vale",))


def link(*names: str) -> str:
    slugs = (name.lower().replace(" ", "-") for name in names)
    return ",".join(f"https://www.linkedin.com/in/{slug}" for slug in slugs)


def message(thread: str, sender: str, *to: str, **cells: str) -> dict[str, str]:
    row = {
        "CONVERSATION ID": thread,
        "FROM": sender,
        "SENDER PROFILE URL": link(sender),
        "TO": ",".join(to),
        "RECIPIENT PROFILE URLS": link(*to),
        "DATE": "2026-02-01 10:00:00 UTC",
        "CONTENT": "Hello",
        "IS MESSAGE DRAFT": "No",
        "IS CONVERSATION DRAFT": "No",
    }
    return row | {name.replace("_", " "): value for name, value in cells.items()}


def written(rows: Iterable[dict[str, str]], header: list[str] = HEADER) -> str:
    out = io.StringIO()
    writer = csv.DictWriter(out, header, extrasaction="ignore")
    writer.writeheader()
    writer.writerows(rows)
    return out.getvalue()


def drafts(
    folder: Path,
    rows: Iterable[dict[str, str]],
    owner: Owner = ME,
    known: frozenset[str] = frozenset(),
    header: list[str] = HEADER,
) -> list[Draft]:
    path = folder / "messages.csv"
    path.write_text("\ufeff" + written(rows, header), encoding="utf-8")
    return list(LINKEDIN.extract(path, Asked(owner, known)))


def exchanges(found: list[Draft]) -> list[Exchange]:
    return [draft for draft in found if isinstance(draft, Exchange)]


def remarks(found: list[Draft]) -> list[str]:
    return [draft.why for draft in found if isinstance(draft, Notice) and not draft.skipped]


def test_a_message_between_two_is_an_exchange(tmp_path: Path) -> None:
    rows = [
        message("c1", RAE, MIA, DATE="2026-02-01 10:00:00 UTC"),
        message("c1", MIA, RAE, DATE="2026-02-02T10:00:00Z", CONTENT="Thanks,\nRae"),
    ]
    assert drafts(tmp_path, rows) == [
        Covered("messages"),
        Exchange(
            record="messages.csv line 2",
            who=Party(MIA, link(MIA)),
            thread="c1",
            at=datetime(2026, 2, 1, 10, tzinfo=UTC),
            side="me",
            text="Hello",
        ),
        Exchange(
            record="messages.csv line 3",
            who=Party(MIA, link(MIA)),
            thread="c1",
            at=datetime(2026, 2, 2, 10, tzinfo=UTC),
            side="them",
            text="Thanks, Rae",
        ),
    ]


def test_groups_drafts_advertisements_and_closed_accounts_credit_nobody(tmp_path: Path) -> None:
    nobody = {"SENDER_PROFILE_URL": ""}
    rows = [
        message("c1", RAE, MIA, LOU, BEA),
        message("c1", MIA, RAE, LOU, BEA),
        message("c2", RAE, MIA),
        message("c3", RAE, BEA, IS_MESSAGE_DRAFT="Yes"),
        message("c4", "LinkedIn Member", RAE, **nobody),
        message("c5", "LinkedIn Talent", RAE, CONTENT="<p>Offer</p>", **nobody),
        message("c6", RAE, LOU, IS_CONVERSATION_DRAFT="true"),
    ]
    found = drafts(tmp_path, rows)
    assert [exchange.thread for exchange in exchanges(found)] == ["c2"]
    assert remarks(found) == [
        "2 messages in 1 group thread: a group thread is no tie",
        "2 messages in 2 threads: a draft was never sent",
        "1 message in 1 thread: the other's account is closed",
        "1 message in 1 sponsored thread: an advertisement is no tie",
    ]


def test_a_group_is_a_group_also_where_one_message_went_to_one(tmp_path: Path) -> None:
    assert exchanges(drafts(tmp_path, [message("c", MIA, RAE), message("c", LOU, RAE)])) == []


def test_a_third_member_whose_account_is_closed_still_makes_a_group(tmp_path: Path) -> None:
    rows = [message("c", MIA, RAE), message("c", "LinkedIn Member", RAE, SENDER_PROFILE_URL="")]
    assert exchanges(drafts(tmp_path, rows)) == []


def test_receivers_may_be_split_by_semicolons_and_a_name_may_hold_a_comma(tmp_path: Path) -> None:
    rows = [
        message("c1", RAE, MIA, TO="Falk, PhD, Mia"),
        message("c2", RAE, RECIPIENT_PROFILE_URLS=link(LOU, BEA).replace(",", ";")),
    ]
    (only,) = exchanges(drafts(tmp_path, rows))
    assert only.who.name == "Falk, PhD, Mia"


def test_the_name_is_what_the_other_signs_with(tmp_path: Path) -> None:
    rows = [message("c", RAE, MIA, TO="M. F."), message("c", MIA, RAE)]
    assert {exchange.who.name for exchange in exchanges(drafts(tmp_path, rows))} == {MIA}


def test_spellings_of_one_link_are_one_person(tmp_path: Path) -> None:
    rows = [message("c", RAE, MIA), message("c", MIA, RAE)]
    rows[1]["SENDER PROFILE URL"] = "http://LinkedIn.com/in/Mia-Falk/?x=1"
    assert len(exchanges(drafts(tmp_path, rows))) == 2


def test_a_conversation_without_the_user_credits_nobody(tmp_path: Path) -> None:
    rows = [message("c1", RAE, MIA), message("c2", LOU, BEA)]
    found = drafts(tmp_path, rows)
    assert len(exchanges(found)) == 1
    assert remarks(found) == ["1 message in 1 thread: you are not in it"]


def test_an_unreadable_date_costs_one_message(tmp_path: Path) -> None:
    found = drafts(tmp_path, [message("c", RAE, MIA, DATE="soon"), message("c", MIA, RAE)])
    assert len(exchanges(found)) == 1
    (notice,) = [draft for draft in found if isinstance(draft, Notice)]
    assert (notice.record, notice.skipped) == ("messages.csv line 2", True)


@pytest.mark.parametrize(
    ("content", "text"),
    [
        ("<p>Hi <b>Mi</b>a,</p><p>how&#39;s it &amp; you?</p>", "Hi Mia, how's it & you?"),
        ("1 < 2, I <3 you, <name>", "1 < 2, I <3 you, <name>"),
        ("https://x.org/?a=1&copy=2", "https://x.org/?a=1&copy=2"),
        ("", "The subject"),
        ("x" * 280, "x" * 280),
        ("x" * 281, "x" * 279 + "…"),
    ],
)
def test_the_text_is_one_plain_short_line(tmp_path: Path, content: str, text: str) -> None:
    row = message("c", RAE, MIA, CONTENT=content, SUBJECT="The subject")
    assert exchanges(drafts(tmp_path, [row]))[0].text == text


# Old files name the receivers and give no links to them.

OLD = [name for name in HEADER[:10] if name != "RECIPIENT PROFILE URLS"]


def test_an_old_file_without_receivers_links_gives_talks_of_two(tmp_path: Path) -> None:
    rows = [
        message("c1", RAE, MIA),
        message("c1", MIA, RAE),
        message("c2", MIA, RAE),
        message("c3", RAE, MIA, LOU),
        message("c3", MIA, RAE, LOU),
        message("c4", RAE, BEA),
    ]
    found = drafts(tmp_path, rows, header=OLD)
    assert [exchange.thread for exchange in exchanges(found)] == ["c1", "c1", "c2"]
    assert "no link to the other's profile" in remarks(found)[-1]


# Who is the user?


def test_the_user_is_who_is_in_most_conversations(tmp_path: Path) -> None:
    rows = [message("c1", MIA, RAE), message("c2", LOU, RAE), message("c3", RAE, LOU)]
    found = drafts(tmp_path, rows, owner=Owner())
    assert [exchange.side for exchange in exchanges(found)] == ["them", "them", "me"]
    assert isinstance(found[0], Notice)
    assert not found[0].skipped
    assert "rae-vale" in found[0].why


def test_a_single_conversation_does_not_say_who_the_user_is(tmp_path: Path) -> None:
    with pytest.raises(NetledgerError, match="which of the people") as raised:
        drafts(tmp_path, [message("c1", MIA, RAE)], owner=Owner())
    assert raised.value.hint is not None
    assert "me.url" in raised.value.hint


@pytest.mark.parametrize(
    ("owner", "known"),
    [(Owner(names=("RAE VALE",)), frozenset[str]()), (Owner(), frozenset({"mia-falk"}))],
)
def test_the_name_or_the_known_contacts_decide_between_two(
    tmp_path: Path, owner: Owner, known: frozenset[str]
) -> None:
    (exchange,) = exchanges(drafts(tmp_path, [message("c1", MIA, RAE)], owner, known))
    assert (exchange.who.name, exchange.side) == (MIA, "them")


def test_who_wrote_a_draft_is_the_user(tmp_path: Path) -> None:
    rows = [message("c1", MIA, RAE), message("c2", RAE, LOU, IS_MESSAGE_DRAFT="Yes")]
    rows += [message("c3", MIA, RAE, LOU)]
    (exchange,) = exchanges(drafts(tmp_path, rows, owner=Owner()))
    assert exchange.who.name == MIA


def test_the_connections_and_invitations_of_the_same_export_help(tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as made:
        made.writestr("messages.csv", written([message("c1", MIA, RAE)]))
        made.writestr(
            "Connections.csv",
            f"First Name,Last Name,URL,Connected On\nMia,Falk,{link(MIA)},14 Jan 2024\n",
        )
    found = list(LINKEDIN.extract(tmp_path / "export.zip", Asked(Owner())))
    assert [type(draft) for draft in found] == [Notice, Person, Covered, Exchange]


def test_a_file_that_is_plainly_anothers_is_refused(tmp_path: Path) -> None:
    rows = [message("c1", MIA, LOU), message("c2", MIA, BEA)]
    with pytest.raises(NetledgerError, match="looks like mia-falk's"):
        drafts(tmp_path, rows)


def test_two_addresses_of_the_user_are_both_the_user(tmp_path: Path) -> None:
    me = Owner(urls=(link(RAE), "https://www.linkedin.com/in/rae-old"))
    old = message("c1", "Rae Old", MIA)
    assert len(exchanges(drafts(tmp_path, [old, message("c1", RAE, MIA)], me))) == 2
