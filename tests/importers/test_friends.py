"""friends.md: who is marked took part, and nobody is guessed."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netledger.errors import NetledgerError
from netledger.importers.drafts import Asked, Draft, Meeting, Notice, Owner, Party, Person
from netledger.importers.friends import FRIENDS

BOOK = """\
### Activities:
- 2024-11-01: **Mia Falk** and I went to _Lou's Diner_. Rae had to cancel. @food @fun
- 2024-01-04: Got lunch with **Mia Falk** and **Anne-Lou Roe**. @food
- 2023-12-31: Celebrated in _Oslo_ with **The Captain**.

### Notes:
- 2024-06-15: **Mia Falk** has a new boat. @sea
- 2023-06-06: **Mia Falk** and **Tom Ask** moved to _Oslo_.

### Friends:
- Anne-Lou Roe
- Mia Falk (a.k.a. The Captain a.k.a. Mimi) [Oslo] @sea @choir-one
- Rae Lund

### Locations:
- Lou's Diner
- Oslo (a.k.a. The Tiger City)
"""


def drafts(folder: Path, text: str, owner: Owner | None = None) -> list[Draft]:
    path = folder / "friends.md"
    path.write_text(text, encoding="utf-8")
    return list(FRIENDS.extract(path, Asked(owner or Owner())))


def people(found: list[Draft]) -> dict[str, Person]:
    return {draft.name: draft for draft in found if isinstance(draft, Person)}


def meetings(found: list[Draft]) -> list[Meeting]:
    return [draft for draft in found if isinstance(draft, Meeting)]


def notices(found: list[Draft]) -> list[tuple[str, str]]:
    return [(draft.record, draft.why) for draft in found if isinstance(draft, Notice)]


def activity(folder: Path, text: str, friends: str = "") -> list[Draft]:
    return drafts(folder, f"### Activities:\n{text}\n\n### Friends:\n{friends}\n")


def test_a_friend_has_nicknames_a_place_and_tags(tmp_path: Path) -> None:
    assert people(drafts(tmp_path, BOOK))["Mia Falk"] == Person(
        record="friends.md line 12",
        name="Mia Falk",
        key="friends:mia falk",
        aliases=("The Captain", "Mimi"),
        tags=("sea", "choir-one"),
        location="Oslo",
        note="2023-06-06: Mia Falk and Tom Ask moved to Oslo.\n"
        "2024-06-15: Mia Falk has a new boat. @sea",
    )


def test_an_activity_is_a_meeting_of_those_who_are_marked(tmp_path: Path) -> None:
    first, second, third = meetings(drafts(tmp_path, BOOK))
    assert first == Meeting(
        record="friends.md line 2",
        who=(Party("Mia Falk"),),
        key="friends:2024-11-01:mia falk and i went to lous diner rae had to cancel",
        on=date(2024, 11, 1),
        text="Mia Falk and I went to Lou's Diner. Rae had to cancel.",
        tags=("food", "fun"),
    )
    assert second.who == (Party("Mia Falk"), Party("Anne-Lou Roe"))
    assert third.who == (Party("Mia Falk"),)


def test_people_come_before_the_meetings_that_name_them(tmp_path: Path) -> None:
    kinds = [type(draft) for draft in drafts(tmp_path, BOOK)]
    assert kinds == [Person] * 4 + [Meeting] * 3


def test_a_note_is_no_exchange_and_makes_known_whom_it_is_about(tmp_path: Path) -> None:
    found = people(drafts(tmp_path, "### Notes:\n- 2024-01-02: **Tom Ask** sings.\n"))
    assert found["Tom Ask"].note == "2024-01-02: Tom Ask sings."
    assert found["Tom Ask"].key == "friends:tom ask"


@pytest.mark.parametrize(
    ("line", "name", "tags"),
    [
        ("- Mia Falk @choir", "Mia Falk", ("choir",)),
        ("- Mia @choir Falk", "Mia", ("choir",)),
        ("- Mia Falk (a.k.a. Mimi @choir) @sea:far", "Mia Falk", ("choir", "sea:far")),
        ("- Mia Falk [Oslo @sea]", "Mia Falk", ()),
        ("Mia Falk  @a @a", "Mia Falk", ("a",)),
        ("-\tMia Falk [", "Mia Falk", ()),
        ("- **Mia Falk** @a", "Mia Falk", ("a",)),
    ],
)
def test_no_name_has_a_tag_in_it(
    tmp_path: Path, line: str, name: str, tags: tuple[str, ...]
) -> None:
    (mia,) = people(drafts(tmp_path, f"### Friends:\n{line}\n")).values()
    assert (mia.name, mia.tags) == (name, tags)
    assert not any("@" in alias for alias in mia.aliases)


def test_what_else_is_in_brackets_is_a_note(tmp_path: Path) -> None:
    (mia,) = people(drafts(tmp_path, "### Friends:\n- Mia (the tall one) [Oslo]\n")).values()
    assert (mia.note, mia.aliases, mia.location) == ("the tall one", (), "Oslo")


def test_a_nickname_that_two_bear_credits_nobody(tmp_path: Path) -> None:
    found = activity(
        tmp_path,
        "- 2024-01-04: Tea with **Bo** and **Mia Falk**.",
        "- Mia Falk (a.k.a. Bo)\n- Lou Roe (a.k.a. Bo)",
    )
    (tea,) = meetings(found)
    assert tea.who == (Party("Mia Falk"),)
    assert notices(found) == [
        (
            "friends.md line 2",
            '"Bo" is a nickname of Mia Falk and Lou Roe: nobody is credited for it',
        )
    ]


def test_a_nickname_that_is_anothers_name_means_the_name(tmp_path: Path) -> None:
    found = activity(tmp_path, "- 2024-01-04: **Bo**", "- Mia Falk (a.k.a. Bo)\n- Bo")
    assert meetings(found)[0].who == (Party("Bo"),)


def test_a_marked_name_that_is_not_listed_took_part_all_the_same(tmp_path: Path) -> None:
    found = activity(tmp_path, "- 2024-01-04: Tea with **Tom Ask @x** and **tom ask**.")
    assert meetings(found)[0].who == (Party("Tom Ask"),)
    assert people(found) == {}


def test_the_user_is_left_out(tmp_path: Path) -> None:
    found = drafts(tmp_path, BOOK, Owner(names=("mia falk",)))
    assert set(people(found)) == {"Anne-Lou Roe", "Rae Lund", "Tom Ask"}
    assert [meeting.who for meeting in meetings(found)] == [
        (Party("Anne-Lou Roe"),),
        (Party("The Captain"),),
    ]


@pytest.mark.parametrize(
    ("line", "why"),
    [
        ("- 2024-02-31: Tea with **Mia**.", "2024-02-31 is no day of the calendar"),
        ("- 0000-01-01: Tea with **Mia**.", "0000-01-01 is no day of the calendar"),
        ("- 0218-01-01: Tea with **Mia**.", "0218-01-01 is too long ago to be meant"),
        ("- yesterday: Tea with **Mia**.", "no day (YYYY-MM-DD) at its beginning"),
        ("- 2024-02-03: Tea with Mia.", "an activity in which nobody is marked as **Name**"),
        ("- 2024-02-03: Tea with **@Mia**.", "an activity in which nobody is marked as **Name**"),
    ],
)
def test_an_activity_that_can_not_be_read_is_named_with_its_line(
    tmp_path: Path, line: str, why: str
) -> None:
    found = activity(tmp_path, f"- 2024-02-02: **Lou**\n{line}")
    assert notices(found) == [("friends.md line 3", why)]
    assert len(meetings(found)) == 1


def test_an_entry_goes_on_over_lines_that_begin_no_other(tmp_path: Path) -> None:
    found = activity(
        tmp_path, "- 2024-02-02: Tea with **Mia**\n  - and\n\n  cake. @a\n2024-02-01: **Lou** @b @A"
    )
    assert [(meeting.record, meeting.text, meeting.tags) for meeting in meetings(found)] == [
        ("friends.md line 2", "Tea with Mia\n- and\ncake.", ("a",)),
        ("friends.md line 6", "Lou", ("b", "A")),
    ]


def test_words_with_underscores_and_addresses_stay_as_they_are(tmp_path: Path) -> None:
    (sent,) = meetings(activity(tmp_path, "- 2024-02-02: **Mia**: my_old_file to mia@x.org, @b ok"))
    assert (sent.text, sent.tags) == ("Mia: my_old_file to mia@x.org, @b ok", ("b",))


def test_the_same_file_gives_the_same_keys_whatever_the_tags(tmp_path: Path) -> None:
    one, other = (
        meetings(activity(tmp_path, f"- 2024-02-02: Tea with **Mia**. {tags}"))[0]
        for tags in ("@a", "@b @c")
    )
    assert one.key == other.key


def test_a_long_text_makes_no_long_key(tmp_path: Path) -> None:
    (long,) = meetings(activity(tmp_path, f"- 2024-02-02: **Mia** {'far ' * 9999}"))
    assert len(long.key) < 120


def test_an_unknown_heading_is_said_and_what_is_below_it_left_out(tmp_path: Path) -> None:
    found = drafts(tmp_path, "### Pets:\n- Rex\n\n### Friends:\n- Mia\n")
    assert list(people(found)) == ["Mia"]
    assert notices(found) == [
        ("friends.md line 1", 'the heading "Pets" is not known: what is below it is left out')
    ]


def test_a_file_without_notes_and_places_is_read_too(tmp_path: Path) -> None:
    old = "### Activities:\n- 2015-11-01: Tea with **Mia Falk**.\n\n### Friends:\n- Mia Falk\n"
    assert [type(draft) for draft in drafts(tmp_path, old)] == [Person, Meeting]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "cp1252"])
def test_any_encoding_and_line_ending_will_do(tmp_path: Path, encoding: str) -> None:
    path = tmp_path / "any.txt"
    path.write_bytes(BOOK.replace("Mia", "Zoë").replace("\n", "\r\n").encode(encoding))
    assert FRIENDS.identify(path)
    assert "Zoë Falk" in people(list(FRIENDS.extract(path, Asked())))


@pytest.mark.parametrize(
    "text",
    ["", "# Notes\n", "- Mia Falk\n", "---\nuid: 1\n---\n### Friends:\n", "### Pets:\n- Rex\n"],
)
def test_other_files_are_not_taken_for_friends_md(tmp_path: Path, text: str) -> None:
    path = tmp_path / "some.md"
    path.write_text(text)
    assert not FRIENDS.identify(path)


def test_a_file_without_its_headings_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(NetledgerError, match="none of the headings"):
        drafts(tmp_path, "- Mia Falk\n")


def test_it_is_found_in_a_folder_or_a_zip(tmp_path: Path) -> None:
    assert len(drafts(tmp_path, BOOK)) == len(list(FRIENDS.extract(tmp_path, Asked())))
    with zipfile.ZipFile(tmp_path / "other.zip", "w") as archive:
        archive.writestr("other.txt", BOOK)
    with pytest.raises(NetledgerError, match=r"no friends\.md"):
        list(FRIENDS.extract(tmp_path / "other.zip", Asked()))


PIECES = st.sampled_from(
    ["### ", "Activities:", "Friends:", "\n", "\n- ", "2024-01-02: ", "**", "Mia", "_", "@",
     "(a.k.a. ", ")", "[", "]", " ", "\0", "\ufeff", "\x85", "é"]
)  # fmt: skip


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.binary(max_size=80) | st.lists(PIECES).map("".join).map(str.encode), st.booleans())
def test_any_file_gives_drafts_or_a_plain_error(tmp_path: Path, raw: bytes, after: bool) -> None:
    path = tmp_path / "friends.md"
    path.write_bytes((BOOK.encode() if after else b"") + raw)
    FRIENDS.identify(path)
    try:
        found = list(FRIENDS.extract(path, Asked()))
    except NetledgerError:
        return
    assert not any("@" in name for name in people(found))
    assert all(meeting.who for meeting in meetings(found))


@pytest.mark.parametrize(
    "piece", ["**", " _a", "@a ", "(a.k.a. ", "[", "**a** ", "@a-", "###", "\n- "]
)
def test_a_line_of_one_thing_over_and_over_is_read_in_no_time(tmp_path: Path, piece: str) -> None:
    many = piece * 20_000
    text = f"### Activities:\n- 2024-01-02: **Mia** {many}\n### Friends:\n- Mia {many}\n"
    assert any(name.startswith("Mia") for name in people(drafts(tmp_path, text)))
