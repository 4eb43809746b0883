"""Chats of Signal as signal-export writes them, old and new."""

from __future__ import annotations

from dataclasses import replace
from datetime import datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.errors import NetledgerError
from netledger.importers.drafts import Asked, Draft, Exchange, Meeting, Notice, Owner, Party
from netledger.importers.signal import SIGNAL

ME = Asked(Owner(names=("Rae Vale",)))


def written(root: Path, folder: str, text: str, name: str = "chat.md") -> Path:
    path = root / folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


def drafts(root: Path, folder: str, text: str, name: str = "chat.md") -> list[Draft]:
    written(root, folder, text, name)
    return list(SIGNAL.extract(root, ME))


def sides(found: list[Draft]) -> list[tuple[str, str]]:
    return [(one.who.name, one.side) for one in found if isinstance(one, Exchange)]


def texts(found: list[Draft]) -> list[str | None]:
    return [one.text for one in found if isinstance(one, Exchange)]


def test_a_message_says_who_wrote_when_and_what(tmp_path: Path) -> None:
    (one,) = drafts(tmp_path, "MiaFalk", "[2024-03-13 10:05:41] MiaFalk: See you: at 6  \n\n")
    assert isinstance(one, Exchange)
    assert one.record == "MiaFalk/chat.md line 1"
    assert one.who == Party("Mia Falk")
    assert one.thread == "signal:mia falk"
    assert one.at == datetime.fromisoformat("2024-03-13T10:05")
    assert (one.side, one.text) == ("them", "See you: at 6")


@pytest.mark.parametrize("name", ["chat.md", "index.md"])
def test_the_older_form_gives_the_same_messages(tmp_path: Path, name: str) -> None:
    new = drafts(tmp_path / "new", "Mia", "[2024-03-13 10:05:41] Me: hi  \n\n")
    old = drafts(tmp_path / "old", "Mia", "[2024-03-13, 10:05] Me: hi\n", name)
    assert [replace(one, record="") for one in old if isinstance(one, Exchange)] == [
        replace(one, record="") for one in new if isinstance(one, Exchange)
    ]
    assert sides(old) == [("Mia", "me")]


def test_quotes_files_and_reactions_are_no_words(tmp_path: Path) -> None:
    text = (
        "[2024-03-13 10:00:00] Mia: \n\n> what you\n> said\n\nMy answer  \n\n"
        "[2024-03-13 10:01:00] Me:   ![a (1).jpg](./media/a%20(1).jpg)  \n\n"
        "[2024-03-13 10:02:00] Mia: Look  [b.pdf](./media/b.pdf)  \n(- Me: 👍 -)\n\n"
        "[2024-03-13 10:03:00] Mia: (This message was deleted)\n\n"
        "[2024-03-13 10:04:00] Me:   \n(( 🐻 ))\n\n"
        "[2024-03-13 10:05:00] Me:   (media not exported)  \n\n"
    )
    assert texts(drafts(tmp_path, "Mia", text)) == ["My answer", None, "Look", None, None, None]


def test_a_call_that_was_taken_is_a_call_with_its_minutes(tmp_path: Path) -> None:
    text = (
        "[2024-03-13 10:00:00] Mia: Incoming voice call (accepted, 12m 30s)  \n\n"
        "[2024-03-13 11:00:00] Me: Outgoing video call (accepted, 40s)  \n\n"
        "[2024-03-13 12:00:00] Mia: Missed voice call  \n\n"
        "[2024-03-13 13:00:00] Me: Outgoing voice call (unanswered)  \n\n"
    )
    found = drafts(tmp_path, "Mia", text)
    assert [(one.channel, one.minutes, one.side) for one in found if isinstance(one, Meeting)] == [
        ("call", 12, "them"),
        ("video", 1, "me"),
    ]
    assert len(found) == 2


@pytest.mark.parametrize(
    "text",
    [
        "[2024-03-13 10:00:00] Mia: hi\n[2024-03-13 10:00:00] Lou: hi\n",
        "[2024-03-13 10:00:00] Me: hi\n[2024-03-13 10:00:00] No-Sender: hi\n",
        "[2024-03-13 10:00:00] Mia: hi\n[2024-03-13 10:00:00] Me: hi\n",
    ],
)
def test_a_group_credits_nobody(tmp_path: Path, text: str) -> None:
    assert drafts(tmp_path, "BookClub", text) == [
        Notice("BookClub/chat.md", "a group is no tie", skipped=False)
    ]


def test_the_folder_of_a_name_has_no_blanks_in_it(tmp_path: Path) -> None:
    for folder, author in (("MiaFalk", "Mia Falk"), ("MiaFalk2", "Mia-Falk 🐻")):
        found = drafts(tmp_path / folder, folder, f"[2024-03-13 10:00:00] {author}: hi\n")
        assert sides(found) == [(author, "them")]


def test_the_second_of_one_name_goes_by_the_name(tmp_path: Path) -> None:
    assert sides(drafts(tmp_path, "Mia2", "[2024-03-13 10:00:00] Mia: hi\n")) == [("Mia", "them")]


@pytest.mark.parametrize("folder", ["NotetoSelf", "RaeVale"])
def test_notes_to_oneself_are_nothing(tmp_path: Path, folder: str) -> None:
    assert drafts(tmp_path, folder, "[2024-03-13 10:00:00] Me: buy tea\n") == []


@pytest.mark.parametrize(
    ("folder", "name"),
    [("AnnaMcDonald", "Anna McDonald"), ("ZoëÉluard", "Zoë Éluard"), ("Mia Falk", "Mia Falk")],
)
def test_the_blanks_in_a_name_come_back(tmp_path: Path, folder: str, name: str) -> None:
    assert sides(drafts(tmp_path, folder, "[2024-03-13 10:00:00] Me: hi\n")) == [(name, "me")]


def test_a_number_for_a_name_is_the_others_number(tmp_path: Path) -> None:
    (one,) = drafts(tmp_path, "491512345678", "[2024-03-13 10:00:00] Me: hi\n")
    assert isinstance(one, Exchange)
    assert one.who == Party("+491512345678", phone="+491512345678")


def test_one_without_a_name_is_told(tmp_path: Path) -> None:
    (one,) = drafts(tmp_path, "None", "[2024-03-13 10:00:00] Me: hi\n")
    assert one == Notice("None/chat.md", "Signal has no name for the other", skipped=False)


def test_one_chats_file_alone_is_read(tmp_path: Path) -> None:
    path = written(tmp_path, "Downloads", "[2024-03-13 10:00:00] Mia: hi\n")
    assert sides(list(SIGNAL.extract(path, ME))) == [("Mia", "them")]


def test_a_day_that_does_not_exist_is_told_with_its_line(tmp_path: Path) -> None:
    text = "[2024-02-31 10:00:00] Mia: a\n[2024-03-01 99:00:00] Mia: b\n[2024-03-01 10:00] Mia: c\n"
    found = drafts(tmp_path, "Mia", text)
    assert [one.record for one in found if isinstance(one, Notice)] == [
        "Mia/chat.md line 1",
        "Mia/chat.md line 2",
    ]
    assert texts(found) == ["c"]


def test_what_is_no_chat_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NetledgerError, match="no chat"):
        drafts(tmp_path, "Mia", "# Notes\n")


@pytest.mark.parametrize(
    ("text", "known"), [("[2024-03-13 10:00:00] Me: hi\n", True), ("# Notes\n", False)]
)
def test_a_folder_of_chats_is_recognised(tmp_path: Path, text: str, known: bool) -> None:
    path = written(tmp_path, "Mia", text)
    assert SIGNAL.identify(tmp_path) is known
    assert SIGNAL.identify(path) is known


SAMPLE = (
    "[2024-03-13 10:00:00] Mia: \n\n> said\n\nMy answer ![a](./media/a.jpg)  \n(- Me: x -)\n\n"
    "[0000-00-00, 24:60] Me: Incoming voice call (accepted, 12m 30s)  \n"
    "[9999-12-31 23:59:59] Mia: \ud7ff\n[0001-01-01 00:00:00] Me: a\n"
).encode()


@settings(max_examples=60, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=300),
        st.tuples(
            st.integers(0, len(SAMPLE)), st.integers(0, 40), st.binary(max_size=12)
        ).map(lambda cut: SAMPLE[: cut[0]] + cut[2] + SAMPLE[cut[0] + cut[1] :]),
    )
)  # fmt: skip
def test_whatever_the_bytes_are_they_give_drafts_or_a_plain_refusal(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / "signal" / "Mia" / "chat.md"
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    SIGNAL.identify(path)
    try:
        found = list(SIGNAL.extract(path, ME))
    except NetledgerError:
        return
    assert all(isinstance(draft, Exchange | Meeting | Notice) for draft in found)
