"""The hand-off's texts: what they say, what they never say, and what they ask instead."""

from __future__ import annotations

import itertools
from collections.abc import Callable
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain.handoff import Draft, Me, forwardable, introduction, permission, willing
from netledger.domain.introductions import (
    YOU,
    Fare,
    Introduction,
    Party,
    State,
    fare,
    in_order,
)
from netledger.domain.model import Contact, Head, Stated, Tie
from netledger.domain.told import Side, called, clean, side
from netledger.domain.value_add import Brings, alike, meets

TODAY = date(2026, 3, 16)
LATELY = date(2025, 11, 1)
ROBIN = Me("Robin Vale", ("bookkeeping", "boat plans"), "https://example.org/robin")


def stated(*texts: str, on: date | None = LATELY) -> tuple[Stated, ...]:
    return tuple(Stated(text, on) for text in texts)


def person(id: int, name: str, through: str | None = None, **more: object) -> Side:
    in_head = {"role", "org", "met_on", "connected_on", "died", "through"}
    head = Head(id, f"u{id}", name, **{k: v for k, v in more.items() if k in in_head})  # type: ignore[arg-type]
    rest = {k: v for k, v in more.items() if k not in in_head}
    return side(Contact(head, **rest), through, TODAY)  # type: ignore[arg-type]


ADA = person(
    1, "Ada Stone", through="Maya Ortiz", role="Baker", org="Night Bakery", location="Oslo",
    met_on=date(2020, 3, 2), met_where="at a fair",
    offers=stated("a flat in Oslo", "bread"), seeks=stated("a data engineer"),
)  # fmt: skip
JON = person(
    2, "Jon Pike", role="Data Engineer", org="Pallas Joinery", met_where="the choir",
    offers=stated("boat plans"), seeks=stated("a flat"),
)  # fmt: skip
NOBODY = person(3, "Kim")


def text(draft: Draft) -> str:
    return "\n\n\n".join(letter.body for letter in draft.letters)


def test_an_introduction_answers_the_three_questions_for_both() -> None:
    draft = introduction(ADA, JON, "both build boats", ROBIN)
    assert text(draft) == (
        "Ada, Jon,\n\n"
        "I would like you two to meet: both build boats.\n\n"
        "Jon, this is Ada Stone, Baker at Night Bakery in Oslo. I have known Ada since March 2020,"
        " from a fair, through Maya Ortiz. You are looking for a flat, and Ada offers a flat in"
        " Oslo. Ada also offers bread.\n\n"
        "Ada, this is Jon Pike, Data Engineer at Pallas Joinery. I know Jon from the choir. You are"
        " looking for a data engineer, and that is what Jon does. Jon offers boat plans.\n\n"
        "I leave it to you two from here.\n\n"
        "Robin Vale"
    )
    assert draft.missing == ()


def test_each_is_asked_in_a_letter_of_their_own() -> None:
    to_ada, to_jon = permission(ADA, JON, None, ROBIN).letters
    assert (to_ada.to, to_jon.to) == ((ADA,), (JON,))
    assert "may I introduce you to Jon Pike, Data Engineer at Pallas Joinery?" in to_ada.body
    assert "You are looking for a data engineer, and that is what Jon does." in to_ada.body
    assert "Jon is looking for a flat, and you offer a flat in Oslo." in to_ada.body
    assert "may I introduce you to Ada Stone" in to_jon.body


def test_the_lines_to_forward_say_who_i_am_and_what_i_can_do_and_ask() -> None:
    whom = person(4, "Bob Lund", role="Boatbuilder", seeks=stated("a bookkeeper", "a dog"))
    (letter,) = forwardable(whom, ADA, "half an hour on hulls", ROBIN).letters
    assert letter.to == (ADA,)
    assert letter.body.split("\n\n")[2] == (
        "Bob, I am Robin Vale (https://example.org/robin). I have known Ada Stone since March 2020,"
        " from a fair, through Maya Ortiz. I hear that you are looking for a bookkeeper, and I"
        " offer bookkeeping. I also offer boat plans. What I ask of you: half an hour on hulls."
        " If it does not suit you, a word to Ada is enough."
    )


def test_a_friend_may_be_asked_before_anything_is_forwarded() -> None:
    draft = willing(JON, ADA, "a look at his boat", ROBIN)
    assert "would you be willing to introduce me to Jon Pike" in text(draft)
    assert "What I would ask of Jon: a look at his boat." in text(draft)


def test_what_is_not_known_is_asked_and_leaves_no_sentence() -> None:
    draft = introduction(ADA, NOBODY, None, Me())
    assert "Ada, this is Kim.\n" in text(draft)
    assert "Kim offers" not in text(draft)
    assert set(draft.missing) == {
        "Ask Kim: what do you do, and where?",
        "How do you know Kim? netledger edit 3 --where TEXT --met WHEN keeps it.",
        "Ask Kim: what are you looking for just now?",
        "Ask Kim: what could you do for Ada?",
        "Why should Ada care? Nothing noted of Kim meets a data engineer: say it with --why.",
    }


def test_a_reason_given_answers_why_they_should_care() -> None:
    draft = introduction(ADA, NOBODY, "you both sing", Me())
    assert not [question for question in draft.missing if "care" in question]


def test_of_an_introduction_of_mine_is_asked_what_i_have_not_said() -> None:
    draft = forwardable(NOBODY, ADA, None, Me())
    assert draft.missing == (
        "Who are you? netledger config me.name NAME keeps it.",
        "What can you do for Kim? netledger config me.offers TEXT keeps it.",
        "Ask Ada: what does Kim do, and where?",
        "Ask Ada: what is Kim looking for just now?",
        "What do you ask of Kim? Say it with --why.",
    )
    assert "I am" not in text(draft)
    assert "offer" not in text(draft)


def test_what_was_stated_two_years_ago_is_asked_about_and_not_told() -> None:
    old = person(
        5, "Lea", role="Cook", met_where="work", seeks=stated("a dog", on=date(2022, 5, 1))
    )
    draft = introduction(old, JON, None, ROBIN)
    assert "dog" not in text(draft)
    assert "Ask Lea: are you still looking for a dog? (said May 2022)" in draft.missing


def test_whoever_introduced_the_other_is_not_told_so_but_asked_about() -> None:
    jon = person(2, "Jon Pike", through="Ada Stone", role="Cook")._replace(through_id=1)
    draft = introduction(ADA, jon, None, ROBIN)
    assert "through Ada Stone" not in text(draft)
    assert "Ada introduced you to Jon: are the two not in touch?" in draft.missing


def test_two_of_one_first_name_are_called_by_the_whole() -> None:
    assert text(introduction(ADA, person(9, "Ada Lund"), None, ROBIN)).startswith(
        "Ada Stone, Ada Lund,"
    )


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Ada Stone", "Ada"), ("José García", "José"), ("Dr. Anna Lund", "Dr. Anna Lund"),
        ("J. Smith", "J. Smith"), ("Lund, Anna", "Lund, Anna"), ("田中 太郎", "田中 太郎"),
        ("Иван Петров", "Иван"), ("Prof Kim", "Prof Kim"), ("Q", "Q"),
    ],
)  # fmt: skip
def test_a_text_calls_people_as_friends_do_where_that_is_plain(name: str, short: str) -> None:
    assert called(name) == short


KEPT_BACK = "zq-kept-zq"
Write = Callable[[Side, Side, str | None, Me], Draft]


@pytest.mark.parametrize("write", [introduction, permission, forwardable, willing])
def test_what_stays_with_you_is_in_no_text_and_no_question(write: Write) -> None:
    """A contact's note, aliases, phone, birthday and tags never leave."""
    kept = side(
        Contact(
            Head(7, KEPT_BACK, "Mia Berg", Tie(n=3, d=3), "Clinic", "Nurse"), note=KEPT_BACK,
            aliases=(KEPT_BACK,), phones=(KEPT_BACK,), birthday=KEPT_BACK, tags=(KEPT_BACK,),
            seeks=stated("a boat"),
        ),
        None,
        TODAY,
    )  # fmt: skip
    for a, b in ((kept, JON), (ADA, kept)):
        draft = write(a, b, "tea", ROBIN)
        assert KEPT_BACK not in text(draft) + " ".join(draft.missing)


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_whatever_a_name_and_a_role_hold_each_stays_within_its_line(
    name: str, role: str, why: str
) -> None:
    odd = person(8, f"x{name}", role=f"x{role}", seeks=stated(f"x{role}"))
    tame = person(8, "x", role="x", seeks=stated("x"))
    lines = text(introduction(odd, JON, why or None, ROBIN)).splitlines()
    assert len(lines) == len(text(introduction(tame, JON, None, ROBIN)).splitlines())


def test_text_that_goes_to_others_holds_no_control_nor_turned_writing() -> None:
    assert clean("a\x1b[31m\x07b\n\u202ec\u2066 \x00d") == "a[31mb c d"


@pytest.mark.parametrize(
    ("need", "brought", "same"),
    [
        ("a bookkeeper", "bookkeeping", True), ("a flat", "a flat in Oslo", True),
        ("a data engineer", "Data Engineer", True), ("a data engineer", "data entry", False),
        ("a flat in Oslo", "bread in Oslo", False), ("help", "help with tax", False),
        ("work", "network", False), ("", "bread", False), ("翻訳", "翻訳", True),
    ],
)  # fmt: skip
def test_a_need_is_met_by_what_is_about_the_same(need: str, brought: str, same: bool) -> None:
    assert alike(need, brought) is same


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=20), st.text(max_size=20))
def test_being_about_the_same_goes_both_ways(one: str, other: str) -> None:
    assert alike(one, other) == alike(other, one)


def test_an_offer_is_told_before_a_role_an_organisation_and_a_tag() -> None:
    all_four = Brings(("boat repair",), "Boat builder", "Boat House", ("boat",))
    kinds = []
    for brings in (
        all_four, all_four._replace(offers=()), Brings(org="Boat House", tags=("boat",)),
        Brings(tags=("boat",)), Brings(("bread",)),
    ):  # fmt: skip
        found = meets("a boat", brings)
        kinds.append(found and found.kind)
    assert kinds == ["offers", "role", "org", "tag", None]


# --- how hand-offs fare

NUMBER = itertools.count(1)


def one(state: State, changed: str = "2026-03-01", **more: object) -> Introduction:
    day = date.fromisoformat(changed)
    reached = more.pop("reached", state if state in ("asked", "agreed") else "made")
    return Introduction(
        next(NUMBER), YOU, Party(2, "Bob"), Party(1, "Ada"), state, day, day,
        reached=reached, **more,  # type: ignore[arg-type]
    )  # fmt: skip


def test_the_open_ones_come_first_longest_waiting_first_then_the_newest_ended() -> None:
    held = [
        one("landed", "2026-01-01"), one("asked", "2026-02-02"), one("whiffed", "2026-02-01"),
        one("made", "2026-01-01"),
    ]  # fmt: skip
    assert [each.changed.isoformat()[5:] for each in in_order(held)] == [
        "01-01", "02-02", "02-01", "01-01",
    ]  # fmt: skip
    assert [each.state for each in in_order(held)] == ["made", "asked", "whiffed", "landed"]


def test_it_is_told_how_many_landed_where_the_others_stopped_and_why() -> None:
    told = fare(
        [
            one("landed"), one("asked"), one("made"), one("made"),
            one("whiffed", because="No time"), one("whiffed", because="no time", reached="asked"),
            one("whiffed", because="moved away"), one("whiffed"),
        ]
    )  # fmt: skip
    assert told == Fare(
        ended=5,
        landed=1,
        stopped={"asked": 1, "made": 3},
        reasons=[("No time", 2), ("moved away", 1)],
        unsaid=1,
        waiting={"asked": 1, "made": 2},
    )


def test_no_hand_offs_fare_in_no_way() -> None:
    assert fare([]) == Fare(0, 0, {}, [], 0, {})
