"""Who is meant: WHO in its levels, and search over everything."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain import names
from netledger.errors import AMBIGUOUS, AmbiguousError, NetledgerError
from netledger.ledger import changes, find

from .desk import TODAY, Desk, ago, new_desk

quick = settings(max_examples=100, deadline=None)


def who(desk: Desk, text: str) -> list[str]:
    return [hit.name for hit in find.fitting(desk.conn, text)]


def people(desk: Desk, *called: str) -> None:
    for name in called:
        desk.add(name)


# --- levels


def test_an_id_comes_first(desk: Desk) -> None:
    people(desk, "Ada", "1")
    assert who(desk, "1") == ["Ada"]


def test_a_number_that_is_no_id_may_be_a_name(desk: Desk) -> None:
    people(desk, "Ada", "99 Bottles")
    assert who(desk, "99") == ["99 Bottles"]


def test_a_whole_address_comes_before_names(desk: Desk) -> None:
    desk.add("Ada", email=["Ada@Example.org"])
    desk.add("ada@example.org")
    assert who(desk, "ADA@example.org") == ["Ada"]


def test_part_of_an_address_names_nobody(desk: Desk) -> None:
    desk.add("Bob", email=["ada@example.org"])
    assert who(desk, "ada@example") == []


def test_a_whole_name_comes_before_the_starts_of_words(desk: Desk) -> None:
    people(desk, "Ada", "Ada Stone")
    assert who(desk, "ada") == ["Ada"]


def test_a_whole_alias_counts_as_a_whole_name(desk: Desk) -> None:
    desk.add("Beatriz Campos", alias=["Bea"])
    people(desk, "Beate")
    assert who(desk, "bea") == ["Beatriz Campos"]


@pytest.mark.parametrize(
    "text", ["ada", "sto", "a s", "stone ada", "ST AD", "ada stone", "stone, a"]
)
def test_every_word_given_starts_a_word_of_the_name(text: str, desk: Desk) -> None:
    people(desk, "Ada Stone", "Bob Berg")
    assert who(desk, text) == ["Ada Stone"]


@pytest.mark.parametrize("text", ["tone", "ada berg", "da", "", " ", "\0", "\u200b"])
def test_what_starts_no_word_names_nobody(text: str, desk: Desk) -> None:
    people(desk, "Ada Stone", "Bob Berg")
    assert who(desk, text) == []


def test_the_words_of_an_alias_count_together(desk: Desk) -> None:
    desk.add("Ada Stone", alias=["Night Baker"])
    assert who(desk, "ni ba") == ["Ada Stone"]
    assert who(desk, "ada baker") == []


def test_who_was_cut_counts_only_where_nobody_else_fits(desk: Desk) -> None:
    people(desk, "Ada", "Ada Stone", "Bob Berg")
    desk.archive(1)
    desk.archive(3)
    assert who(desk, "ada") == ["Ada Stone"]
    assert who(desk, "bob") == ["Bob Berg"]


def test_restore_looks_among_those_who_were_cut_first(desk: Desk) -> None:
    people(desk, "Ada Stone", "Ada Lund")
    desk.archive(1)
    assert find.archived_one(desk.conn, "ada").name == "Ada Stone"


# --- spellings


@pytest.mark.parametrize(
    ("name", "text"),
    [
        ("Zoë Ek", "zoe ek"),
        ("Zoe Ek", "zoë"),
        ("Łukasz Żółw", "lukasz zolw"),
        ("Lukasz", "Łukasz"),
        ("Søren Ærø", "soren aero"),
        ("Jürgen Straß", "jurgen strass"),
        ("Jürgen STRASS", "straß"),
        ("Sean O'Brien", "obrien"),
        ("Sean O’Brien", "o'brien"),
        ("Billy-Jean King", "billy-jean"),
        ("Billy-Jean King", "Billy‐Jean King"),
        ("Billy-Jean King", "billy jean king"),
        ("Billy Jean King", "billy-jean king"),
        ("田中 太郎", "田中"),
        ("田中太郎", "田中"),
        ("דנה כהן", "כהן"),
        ("محمد علي", "محمد"),
        ("김철수", "김철"),
        ("?!", "?!"),
        ("🌻", "🌻"),
        ("...", "..."),
        ("C++ Carl", "c++ carl"),
        ("Ada [Stone]", "ada [stone]"),
        ("𝐀𝐝𝐚 𝐒𝐭𝐨𝐧𝐞", "ada stone"),
        ("Ada Stone", "𝐀𝐝𝐚"),
        ("D'Arcy-Smith", "darcy-smith"),
        ("Ada\u202eStone", "ada stone"),
    ],
)
def test_a_name_is_found_however_it_is_spelled(name: str, text: str, desk: Desk) -> None:
    people(desk, name, "Wholly Other")
    assert who(desk, text) == [name]


def test_the_second_half_of_a_double_name_is_not_that_person(desk: Desk) -> None:
    people(desk, "Billy-Jean King", "Jean Dupont")
    assert who(desk, "jean") == ["Jean Dupont"]


@pytest.mark.parametrize("text", ["%", "_", "a%", "_da", "%da%", "*", "ad*", "[a]da", "?"])
def test_there_are_no_wildcards(text: str, desk: Desk) -> None:
    people(desk, "Bob Berg", "Cy")
    assert who(desk, text) == []


def test_a_percent_sign_names_who_bears_it(desk: Desk) -> None:
    people(desk, "%", "Ada")
    assert who(desk, "%") == ["%"]


@quick
@given(st.text(max_size=12), st.text(max_size=12))
def test_everybody_is_found_by_their_whole_name(name: str, other: str) -> None:
    with new_desk() as desk:
        if not names.visible(name):
            return
        person = desk.add(name)
        people(desk, f"q {other}")
        hits = [hit.id for hit in find.fitting(desk.conn, name)]
        assert person in hits or (name.strip().isdecimal() and hits)


@quick
@given(st.text(max_size=20))
def test_any_text_is_looked_up_without_an_error(text: str) -> None:
    with new_desk() as desk:
        people(desk, "Ada Stone")
        find.fitting(desk.conn, text)
        find.search(desk.conn, text, TODAY.isoformat())
        find.whole_words(desk.conn, text)
        find.named(desk.conn, text)


# --- one, several, none


def test_several_are_listed_with_what_tells_them_apart(desk: Desk) -> None:
    desk.add("Ada Stone", fields={"org": "Bakery"})
    desk.add("Ada Stone", email=["ada@example.org"])
    with pytest.raises(AmbiguousError) as raised:
        find.one(desk.conn, "ada stone")
    assert raised.value.status == AMBIGUOUS
    lines = raised.value.message.splitlines()
    assert [line.split()[0] for line in lines[1:]] == ["1", "2"]
    assert "Bakery" in lines[1]
    assert "ada@example.org" in lines[2]


def test_many_are_listed_in_part_and_counted(desk: Desk) -> None:
    people(desk, *(f"Ada {letter}" for letter in "abcdefghijkl"))
    with pytest.raises(AmbiguousError, match="and 3 more"):
        find.one(desk.conn, "ada")


def test_nobody_is_an_error_with_the_nearest_names(desk: Desk) -> None:
    people(desk, "Ada Stone")
    with pytest.raises(NetledgerError, match=r"Near: Ada Stone \(1\)"):
        find.one(desk.conn, "Ada Stoen")


def test_nobody_near_is_an_error_with_a_next_step(desk: Desk) -> None:
    with pytest.raises(NetledgerError) as raised:
        find.one(desk.conn, "Ada")
    assert "add" in str(raised.value.hint)


def test_several_are_taken_whole_first_and_then_by_commas(desk: Desk) -> None:
    people(desk, "Stone, Ada", "Bob Berg", "Cy")
    assert [hit.name for hit in find.several(desk.conn, ["Stone, Ada"])] == ["Stone, Ada"]
    hits = find.several(desk.conn, ["bob, cy", "bob"])
    assert [hit.name for hit in hits] == ["Bob Berg", "Cy"]


def test_one_of_several_who_is_not_known_is_an_error(desk: Desk) -> None:
    people(desk, "Bob Berg")
    with pytest.raises(NetledgerError, match="Nobody"):
        find.several(desk.conn, ["bob, Nobody"])


@pytest.mark.parametrize(
    ("text", "known"),
    [
        *[("Ada", True), ("stone", True), ("Ada Stone", True), ("Night Baker", True)],
        *[("Ad", False), ("Ada Berg", False), ("jean", False), ("cut", False)],
        *[("", False), ("!", False), ("🌻", False), ("billy-jean", True)],
    ],
)
def test_in_sentences_only_whole_words_of_active_names_count(
    text: str, known: bool, desk: Desk
) -> None:
    desk.add("Ada Stone", alias=["Night Baker"])
    people(desk, "Bob Berg", "Billy-Jean King", "Cut Off")
    desk.archive(4)
    assert find.whole_words(desk.conn, text) is known


def test_completion_offers_active_names_the_latest_first(desk: Desk) -> None:
    people(desk, "Ada Stone", "Ada Lund", "Ada Cut", "Bob")
    desk.archive(3)
    desk.log(2)
    assert [row[0] for row in find.named(desk.conn, "ad")] == ["Ada Lund", "Ada Stone"]


# --- search


def found(desk: Desk, text: str) -> list[str]:
    return [name for _, name, _ in find.search(desk.conn, text, TODAY.isoformat())]


@pytest.mark.parametrize(
    "text",
    [
        *("ada", "STON", "bakery", "baker lund", "lund", "tuli", "ada@example.org", "curious"),
        *("zoe", "Zoë", "night", "sourdough", "bread", "ada bakery"),
    ],
)
def test_words_are_found_by_their_start_in_names_fields_and_details(text: str, desk: Desk) -> None:
    desk.add(
        "Ada Stone",
        fields={"org": "Night Bakery", "role": "Baker", "location": "Lund", "note": "Likes tulips"},
        email=["ada@example.org"],
        tag=["curious"],
        alias=["Zoë"],
        offers=["sourdough"],
        seeks=["Bread flour"],
    )
    people(desk, "Bob Berg")
    assert found(desk, text) == ["Ada Stone"]


@pytest.mark.parametrize(
    ("kind", "value"),
    [
        ("phone", "+46 70 123 45 67"),
        ("phone", "070-1234567"),
        ("url", "https://www.linkedin.com/in/Ada-Stone"),
        ("url", "https://example.org/People/Ada"),
        ("email", "Ada.Stone+x@Example.org"),
        ("tag", "new_job"),
        ("alias", "O'Brien"),
    ],
)
def test_a_detail_is_found_as_it_was_written(kind: str, value: str, desk: Desk) -> None:
    given: dict[str, Any] = {kind: [value]}
    desk.add("Eve", **given)
    people(desk, "Bob Berg")
    assert found(desk, value) == ["Eve"]


@pytest.mark.parametrize("text", ["hiring", "hir", "HIRING crème", "creme", "obrien", "o'brien"])
def test_notes_of_entries_are_found(text: str, desk: Desk) -> None:
    people(desk, "Ada Stone", "Bob Berg")
    desk.log(1, note="Talked of hiring; crème brûlée at O'Brien's")
    assert found(desk, text) == ["Ada Stone"]


@pytest.mark.parametrize(
    "text",
    [
        *('AND "', "*", "NEAR", "NEAR(a b)", '"', "a OR b", "-x", "words:x", "^x", "(", "NOT x"),
        *("x' OR 1=1 --", "{a b}", "+", '""', "%", "_", "\\"),
    ],
)
def test_operators_of_full_text_search_are_only_text(text: str, desk: Desk) -> None:
    people(desk, "Zed")
    desk.log(1, note="tulips")
    assert found(desk, text) == []


@pytest.mark.parametrize("word", ["and", "near", "not", "or"])
def test_an_operators_word_is_found_as_a_word(word: str, desk: Desk) -> None:
    people(desk, "Zed")
    desk.log(1, note=f"this {word.upper()} that")
    assert found(desk, f'{word.upper()} "') == ["Zed"]


def test_all_words_are_needed(desk: Desk) -> None:
    people(desk, "Ada Stone", "Ada Berg")
    assert found(desk, "ada berg") == ["Ada Berg"]


def test_names_come_before_fields_and_fields_before_notes(desk: Desk) -> None:
    people(desk, "Bob", "Cy", "Rose Berg")
    desk.log(1, note="gave a rose")
    desk.edit(2, fields={"org": "Rose Garden"})
    assert found(desk, "rose") == ["Rose Berg", "Cy", "Bob"]


def test_an_entry_to_come_is_not_found_before_its_day(desk: Desk) -> None:
    people(desk, "Ada")
    desk.log(1, on=TODAY, note="tulips")
    assert find.search(desk.conn, "tulips", ago(1).isoformat()) == []


def test_who_was_cut_is_found_and_it_is_said(desk: Desk) -> None:
    people(desk, "Ada Stone")
    desk.archive(1)
    ((_, _, why),) = find.search(desk.conn, "ada", TODAY.isoformat())
    assert "archived" in why


def test_who_was_cut_is_found_by_a_note_and_it_is_said(desk: Desk) -> None:
    people(desk, "Ada Stone")
    desk.log(1, note="tulips")
    desk.archive(1)
    ((_, _, why),) = find.search(desk.conn, "tulips", TODAY.isoformat())
    assert "archived" in why


def test_each_is_found_once(desk: Desk) -> None:
    desk.add("Ada Stone", fields={"org": "Ada Inc"}, tag=["ada"])
    desk.log(1, note="ada")
    desk.log(1, note="ada again")
    assert found(desk, "ada") == ["Ada Stone"]


def test_why_shows_the_words_around_the_hit(desk: Desk) -> None:
    people(desk, "Ada")
    desk.log(1, note=f"{'before ' * 30}tulips{' after' * 30}")
    ((_, _, why),) = find.search(desk.conn, "tulips", TODAY.isoformat())
    assert "tulips" in why
    assert len(why) < 90


def test_what_was_amended_or_taken_out_is_found_no_more(desk: Desk) -> None:
    people(desk, "Ada")
    first, second = desk.log(1, note="tulips"), desk.log(1, note="daisies")
    desk.amend(first, note="roses")
    desk.unlog(second)
    assert (found(desk, "tulips"), found(desk, "daisies"), found(desk, "roses")) == (
        [],
        [],
        ["Ada"],
    )


# --- the words of names, which the triggers keep


def words_of_names(desk: Desk) -> list[tuple[str, int]]:
    return list(desk.conn.execute("SELECT word, contact FROM name_word ORDER BY word, contact"))


def recomputed(desk: Desk) -> list[tuple[str, int]]:
    rows = desk.conn.execute(
        """SELECT id, folded FROM contact
           UNION SELECT contact, key FROM detail WHERE kind = 'alias'"""
    )
    return sorted({(word, id) for id, folded in rows for word in folded.split()})


@settings(max_examples=30, deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from(["add", "alias", "rename", "off", "merge", "remove", "undo"]),
            st.integers(0, 3),
            st.sampled_from(["Ada Lund", 'Bo "X" Ek\\', "Ada", "王 小明", "*155#", "é'è", "[1,2]"]),
        ),
        max_size=8,
    )
)
def test_the_words_of_names_are_those_of_all_names_and_aliases(
    acts: list[tuple[str, int, str]],
) -> None:
    with new_desk() as desk:
        for act, number, name in acts:
            ids = desk.ids()
            if act == "add" or not ids:
                desk.add(name)
                continue
            one, other = ids[number % len(ids)], ids[(number + 1) % len(ids)]
            if act == "alias":
                desk.edit(one, alias=[name])
            elif act == "rename":
                desk.edit(one, fields={"name": name})
            elif act == "off":
                desk.take_off(one, "alias")
            elif act == "merge" and one != other:
                desk.merge(one, other)
            elif act == "remove":
                desk.remove(one)
            elif act == "undo":
                changes.undo(desk.ledger)
        assert words_of_names(desk) == recomputed(desk)
