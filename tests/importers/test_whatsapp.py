"""WhatsApp's export: who is credited, in which direction, and what is told of the rest."""

from __future__ import annotations

import zipfile
from datetime import date, datetime
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.errors import NetledgerError
from netledger.importers.drafts import Asked, Draft, Exchange, Notice, Owner, Party
from netledger.importers.whatsapp import WHATSAPP

RAE = "Rae Vale"
ME = Owner(names=(RAE,))
NOBODY = Owner()
MIA = "WhatsApp Chat with Mia Falk.txt"


def chat(*lines: str) -> str:
    """Give an Android chat, a day a line: "Mia Falk: hi" is written on the next day."""
    return "\n".join(f"{day}/03/2024, 10:00 - {line}" for day, line in enumerate(lines, start=13))


def drafts(folder: Path, text: str, name: str = MIA, owner: Owner = ME) -> list[Draft]:
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return list(WHATSAPP.extract(path, Asked(owner)))


def exchanges(found: list[Draft]) -> list[Exchange]:
    return [draft for draft in found if isinstance(draft, Exchange)]


def sides(found: list[Draft]) -> list[tuple[str, str]]:
    return [(draft.who.name, draft.side) for draft in exchanges(found)]


def remarks(found: list[Draft]) -> list[str]:
    return [draft.why for draft in found if isinstance(draft, Notice)]


def test_a_message_says_who_wrote_when_and_what(tmp_path: Path) -> None:
    (one,) = drafts(tmp_path, chat("Mia Falk: See you: at 6?\nBring tea"))
    assert isinstance(one, Exchange)
    assert one.record == f"{MIA} line 1"
    assert one.who == Party("Mia Falk")
    assert one.thread == "whatsapp:mia falk"
    assert f"{one.at:%Y-%m-%d %H:%M}" == "2024-03-13 10:00"
    assert (one.side, one.text, one.channel) == ("them", "See you: at 6?", "message")


def test_a_message_has_the_time_that_is_written_and_no_zone(tmp_path: Path) -> None:
    (one,) = exchanges(drafts(tmp_path, chat("Mia Falk: hi")))
    assert one.at == datetime.fromisoformat("2024-03-13T10:00")


def test_remarks_of_whatsapp_make_no_person_and_no_message(tmp_path: Path) -> None:
    text = chat(
        "Messages and calls are end-to-end encrypted. Only you can read them: tap to learn more.",
        "Mia Falk: hi",
        "Your security code with Mia Falk changed. Tap to learn more: it is safe",
        "Mia Falk changed the name to: “Trip: Rome”",
        "Mia Falk blocked you",
        f"{RAE}: hello",
    )
    assert sides(drafts(tmp_path, text)) == [("Mia Falk", "them"), ("Mia Falk", "me")]


@pytest.mark.parametrize(
    "placeholder",
    [
        "<Media omitted>",
        "<Medien ausgeschlossen>",
        "\u200eIMG-20240313-WA0001.jpg (file attached)",
        "IMG-20240313-WA0001.jpg (Datei angehängt)",
        "This message was deleted",
        "Se eliminó este mensaje.",
        "null",
        "",
    ],
)
def test_a_message_without_words_counts_without_text(tmp_path: Path, placeholder: str) -> None:
    (one,) = exchanges(drafts(tmp_path, chat(f"Mia Falk: {placeholder}")))
    assert one.text is None


def test_the_words_under_a_picture_are_its_text(tmp_path: Path) -> None:
    text = chat("Mia Falk: IMG-20240313-WA0001.jpg (file attached)\n\nOur garden")
    (one,) = exchanges(drafts(tmp_path, text))
    assert one.text == "Our garden"


def test_that_a_message_was_edited_is_none_of_its_words(tmp_path: Path) -> None:
    (one,) = exchanges(drafts(tmp_path, chat("Mia Falk: at 7 \u200e<This message was edited>")))
    assert one.text == "at 7"


def test_a_long_text_is_cut_to_280_characters(tmp_path: Path) -> None:
    (one,) = exchanges(drafts(tmp_path, chat("Mia Falk: " + "word " * 1000)))
    assert one.text is not None
    assert len(one.text) == 280
    assert one.text.endswith("…")


def test_an_iphone_names_the_other_where_nobody_wrote(tmp_path: Path) -> None:
    text = (
        "[13.03.24, 10:00:00] Mia Falk: \u200eNachrichten sind Ende-zu-Ende-verschlüsselt.\n"
        "[13.03.24, 10:00:01] Mia Falk: Hallo\n"
        "\u200e[13.03.24, 10:01:00] Mia Falk: \u200eBild weggelassen\n"
    )
    assert [one.text for one in exchanges(drafts(tmp_path, text))] == ["Hallo", None]


# Who is who


def test_without_a_name_of_ones_own_the_file_tells_who_the_other_is(tmp_path: Path) -> None:
    text = chat("Mia Falk: hi", "Rae: hello")
    assert sides(drafts(tmp_path, text, owner=NOBODY)) == [
        ("Mia Falk", "them"),
        ("Mia Falk", "me"),
    ]


@pytest.mark.parametrize(
    "name",
    [
        "WhatsApp Chat with Mia Falk.txt",
        "Chat de WhatsApp con Mia Falk.txt",
        "WhatsApp-Chat mit Mia Falk.txt",
        "Discussion WhatsApp avec Mia Falk.txt",
        "Chat WhatsApp con Mia Falk.txt",
        "WhatsApp-chat met Mia Falk.txt",
        "Conversa do WhatsApp com Mia Falk.txt",
        "Чат WhatsApp с Mia Falk.txt",
        "WhatsApp Chat - Mia Falk.txt",
        "WhatsApp Chat with Mia Falk (en-US android).txt",
        "WhatsApp Chat with Mia Falk (1).txt",
        "Mia Falk ile WhatsApp Sohbeti.txt",
        "Mia FalkとのWhatsAppチャット.txt",
        "与Mia Falk的WhatsApp聊天.txt",
    ],
)
def test_the_other_is_named_by_the_file_in_many_languages(tmp_path: Path, name: str) -> None:
    found = drafts(tmp_path, chat("Rae: hello", "Mia Falk: hi"), name, NOBODY)
    assert sides(found) == [("Mia Falk", "me"), ("Mia Falk", "them")]


def test_where_nothing_tells_who_the_user_is_it_asks_for_the_name(tmp_path: Path) -> None:
    with pytest.raises(NetledgerError, match="which of them is you") as caught:
        drafts(tmp_path, chat("Mia Falk: hi", "Rae: hello"), "_chat.txt", NOBODY)
    assert "me.name" in str(caught.value.hint)


def test_one_alone_who_writes_is_taken_for_the_other_and_that_is_said(tmp_path: Path) -> None:
    notice, message = drafts(tmp_path, chat("Mia Falk: hi"), "_chat.txt", NOBODY)
    assert isinstance(notice, Notice)
    assert "Mia Falk alone writes in it" in notice.why
    assert isinstance(message, Exchange)
    assert message.side == "them"


def test_a_part_of_the_users_name_is_known_as_the_user(tmp_path: Path) -> None:
    found = drafts(tmp_path, chat("Mia Falk: hi", "Rae: hello"), "_chat.txt")
    assert sides(found) == [("Mia Falk", "them"), ("Mia Falk", "me")]


def test_case_and_accents_of_the_users_name_do_not_matter(tmp_path: Path) -> None:
    found = drafts(tmp_path, chat("Mia Falk: hi", "RAÉ VALE: hello"), "_chat.txt")
    assert sides(found) == [("Mia Falk", "them"), ("Mia Falk", "me")]


def test_a_chat_in_which_only_the_user_writes_is_with_whom_the_file_names(tmp_path: Path) -> None:
    assert sides(drafts(tmp_path, chat(f"{RAE}: hi"))) == [("Mia Falk", "me")]


def test_a_number_in_the_place_of_a_name_is_the_others_number(tmp_path: Path) -> None:
    text = chat("\u202a+49 151 2345678\u202c: hi", f"{RAE}: hello")
    assert {(one.who, one.thread) for one in exchanges(drafts(tmp_path, text, "a.txt"))} == {
        (Party("+49 151 2345678", phone="+49 151 2345678"), "whatsapp:512345678")
    }


def test_a_stranger_is_named_without_the_wave_and_by_the_number_of_the_file(
    tmp_path: Path,
) -> None:
    text = chat("~\u202fMia F.: hi", f"{RAE}: hello")
    found = drafts(tmp_path, text, "WhatsApp Chat with +49 151 2345678.txt")
    assert {one.who for one in exchanges(found)} == {Party("Mia F.", phone="+49 151 2345678")}


# Who is not credited


def test_a_group_credits_nobody(tmp_path: Path) -> None:
    text = chat("Mia Falk: hi", f"{RAE}: hello", "Lou Roe: hey", "Lou Roe: here")
    found = drafts(tmp_path, text, "_chat.txt")
    assert remarks(found) == ["3 people write in it: a group is no tie"]
    assert not exchanges(found)


def test_a_third_who_writes_twice_makes_a_group_whatever_the_file_is_called(
    tmp_path: Path,
) -> None:
    text = chat("Mia Falk: hi", f"{RAE}: hello", "Lou Roe: hey", "Lou Roe: here")
    assert not exchanges(drafts(tmp_path, text))


@pytest.mark.parametrize(
    "remark",
    ["Mia Falk created group “Trip”", "Mia Falk hat die Gruppe erstellt", "Вы создали группу"],
)
def test_a_group_in_which_one_other_has_written_credits_nobody(tmp_path: Path, remark: str) -> None:
    found = drafts(tmp_path, chat(remark, f"{RAE}: hi", "Mia Falk: hi"), "_chat.txt")
    assert remarks(found) == ["a group is no tie"]


def test_a_file_named_after_nobody_who_writes_is_taken_for_a_group(tmp_path: Path) -> None:
    text = chat(f"{RAE}: hi", "Mia Falk: hi")
    found = drafts(tmp_path, text, "WhatsApp Chat with Book Club.txt")
    assert not exchanges(found)
    assert "Book Club" in remarks(found)[0]


def test_the_name_of_an_iphones_group_is_no_person(tmp_path: Path) -> None:
    text = (
        "[13.03.24, 10:00:00] Book Club: \u200eYou created this group\n"
        f"[13.03.24, 10:00:01] {RAE}: Hello\n"
    )
    assert not exchanges(drafts(tmp_path, text, "WhatsApp Chat - Book Club.txt"))


@pytest.mark.parametrize("name", [f"WhatsApp Chat with {RAE} (You).txt", f"WhatsApp - {RAE}.txt"])
def test_notes_to_oneself_are_nothing(tmp_path: Path, name: str) -> None:
    assert drafts(tmp_path, chat(f"{RAE}: buy tea", f"{RAE}: call Mia"), name) == []


def test_a_chat_with_nothing_but_remarks_says_so(tmp_path: Path) -> None:
    found = drafts(tmp_path, chat("Messages and calls are end-to-end encrypted."))
    assert remarks(found) == ["no messages in it"]


# Days and times


def test_a_day_above_twelve_settles_the_order_for_the_whole_file(tmp_path: Path) -> None:
    text = "3/4/21, 1:00 PM - Mia Falk: a\n3/25/21, 1:00 PM - Mia Falk: b\n"
    found = exchanges(drafts(tmp_path, text))
    assert [f"{one.at:%m-%d %H}" for one in found] == ["03-04 13", "03-25 13"]


def test_an_unsettled_order_is_told_with_the_flag_that_turns_it(tmp_path: Path) -> None:
    found = drafts(tmp_path, "03/04/2021, 13:00 - Mia Falk: a\n05/06/2021, 13:00 - Mia Falk: b\n")
    assert [one.at.date() for one in exchanges(found)] == [date(2021, 4, 3), date(2021, 6, 5)]
    (why,) = remarks(found)
    assert "03/04/2021" in why
    assert "--month-first" in why


def test_a_korean_phones_two_digit_year_stands_in_front(tmp_path: Path) -> None:
    (one,) = drafts(tmp_path, "[24. 5. 18. 오후 8:30:00] Mia Falk: hi\n")
    assert isinstance(one, Exchange)
    assert f"{one.at:%Y-%m-%d %H:%M}" == "2024-05-18 20:30"


def test_the_flag_settles_it_without_a_word(tmp_path: Path) -> None:
    path = tmp_path / MIA
    path.write_text("03/04/2021, 13:00 - Mia Falk: a\n", encoding="utf-8")
    (one,) = WHATSAPP.extract(path, Asked(ME, day_first=False))
    assert isinstance(one, Exchange)
    assert one.at.date() == date(2021, 3, 4)


def test_a_day_that_does_not_exist_is_told_with_its_line(tmp_path: Path) -> None:
    text = "31/02/2024, 10:00 - Mia Falk: a\n25/03/2024, 10:00 - Mia Falk: b\n"
    found = drafts(tmp_path, text)
    assert found[0] == Notice(f"{MIA} line 1", "31/02/2024 is no day")
    assert len(exchanges(found)) == 1


def test_dates_of_another_calendar_are_refused_as_a_whole(tmp_path: Path) -> None:
    with pytest.raises(NetledgerError, match="1402/1/25"):
        drafts(tmp_path, "[1402/1/25, 10:00:00] Mia Falk: a\n")


def test_messages_of_one_minute_keep_their_marks_in_a_longer_export(tmp_path: Path) -> None:
    lines = [
        "13/03/2024, 10:00 - Mia Falk: a",
        f"13/03/2024, 10:00 - {RAE}: b",
        "13/03/2024, 10:00 - Mia Falk: c",
        "13/03/2024, 10:00 - Mia Falk: d",
    ]
    short = exchanges(drafts(tmp_path, "\n".join(lines[:3])))
    long = exchanges(drafts(tmp_path, "\n".join(lines)))
    assert [(one.at.second, one.side) for one in long] == [
        (0, "them"), (0, "me"), (1, "them"), (2, "them")
    ]  # fmt: skip
    assert short == long[:3]


def test_an_iphones_seconds_give_the_same_marks_as_none(tmp_path: Path) -> None:
    with_seconds = drafts(tmp_path, "[13.03.24, 10:00:41] Mia Falk: a\n")
    without = drafts(tmp_path, "13.03.24, 10:00 - Mia Falk: a\n")
    assert exchanges(with_seconds) == exchanges(without)


def test_lines_of_another_phone_that_were_pasted_in_are_words(tmp_path: Path) -> None:
    text = chat("Mia Falk: look:\n[12.01.20, 10:00:00] Lou Roe: hi\n12.01.20 10:00: Bea: no")
    (one,) = exchanges(drafts(tmp_path, text))
    assert one.text == "look:"


# Files


def test_an_iphones_zip_is_named_after_the_other(tmp_path: Path) -> None:
    path = tmp_path / "WhatsApp Chat - Mia Falk.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("_chat.txt", chat("Mia Falk: hi", "Rae: hello"))
        archive.writestr("00000001-notes.txt", chat("Lou Roe: no chat of ours"))
    found = list(WHATSAPP.extract(path, Asked(NOBODY)))
    assert sides(found) == [("Mia Falk", "them"), ("Mia Falk", "me")]
    assert exchanges(found)[0].record == "WhatsApp Chat - Mia Falk: _chat.txt line 1"


def test_a_folder_of_exports_is_read_whole_and_a_damaged_one_told(tmp_path: Path) -> None:
    drafts(tmp_path, chat("Mia Falk: hi"))
    (tmp_path / "Lou").mkdir()
    drafts(tmp_path / "Lou", chat("Lou Roe: hi"), "WhatsApp Chat with Lou Roe.txt")
    (tmp_path / "broken.zip").write_bytes(b"PK\x03\x04 cut short")
    (tmp_path / "readme.txt").write_text("no chat", encoding="utf-8")
    found = list(WHATSAPP.extract(tmp_path, Asked(ME)))
    assert sorted(sides(found)) == [("Lou Roe", "them"), ("Mia Falk", "them")]
    assert [draft.record for draft in found if isinstance(draft, Notice)] == ["broken.zip"]


def test_what_is_no_chat_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NetledgerError, match="no chat"):
        drafts(tmp_path, "Dear diary\n")


@pytest.mark.parametrize(
    ("name", "text", "known"),
    [
        (MIA, chat("Mia Falk: hi"), True),
        ("diary.txt", "Dear diary\n", False),
        ("empty.txt", "", False),
        ("chat.md", "[2024-03-13, 10:00] Me: hi\n", False),
        ("broken.zip", "PK\x03\x04", False),
    ],
)
def test_a_chat_is_recognised(tmp_path: Path, name: str, text: str, known: bool) -> None:
    path = tmp_path / name
    path.write_text(text, encoding="utf-8")
    assert WHATSAPP.identify(path) is known


@pytest.mark.parametrize("encoding", ["utf-8-sig", "utf-16", "cp1252"])
def test_a_chat_saved_in_another_encoding_is_read(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "a.txt"
    path.write_text(chat("Zoë Falk: hé", f"{RAE}: hi"), encoding=encoding)
    found = list(WHATSAPP.extract(path, Asked(ME)))
    assert sides(found) == [("Zoë Falk", "them"), ("Zoë Falk", "me")]


SAMPLE = (
    chat(
        "Messages are encrypted.", "Mia Falk: hi\nthere", f"{RAE}: \u200e<x>", "~ +49 1: y"
    ).encode()
    + b"\n[9999/12/31, 11:59:59\xe2\x80\xafPM] Mia: z\n1/1/0001, 00:00 - Mia Falk: \xed\xa0\x80\n"
)


@settings(max_examples=80, deadline=None)
@given(
    st.one_of(
        st.binary(max_size=400),
        st.tuples(
            st.integers(0, len(SAMPLE)), st.integers(0, 40), st.binary(max_size=12)
        ).map(lambda cut: SAMPLE[: cut[0]] + cut[2] + SAMPLE[cut[0] + cut[1] :]),
        st.lists(
            st.text("012359/.-:, []APMamp\u200e\u202f~RaeVle\n\u0661年", max_size=40), max_size=9
        ).map(lambda lines: "\n".join(lines).encode()),
    )
)  # fmt: skip
def test_whatever_the_bytes_are_they_give_drafts_or_a_plain_refusal(
    tmp_path_factory: pytest.TempPathFactory, content: bytes
) -> None:
    path = tmp_path_factory.getbasetemp() / MIA
    path.write_bytes(content)
    WHATSAPP.identify(path)
    try:
        found = list(WHATSAPP.extract(path, Asked(ME)))
    except NetledgerError:
        return
    assert all(isinstance(draft, Exchange | Notice) for draft in found)
