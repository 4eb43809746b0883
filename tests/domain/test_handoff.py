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
ROBIN = Me(
    "Robin Vale", ("bookkeeping", "boat plans"), "https://example.org/robin", "robin@example.org"
)


def stated(*texts: str, on: date | None = LATELY) -> tuple[Stated, ...]:
    return tuple(Stated(text, on) for text in texts)


def person(id: int, name: str, **more: object) -> Side:
    in_head = {"role", "org", "met_on", "connected_on", "died", "through"}
    head = Head(id, f"u{id}", name, **{k: v for k, v in more.items() if k in in_head})  # type: ignore[arg-type]
    rest = {k: v for k, v in more.items() if k not in in_head}
    return side(Contact(head, **rest), head.through, TODAY)  # type: ignore[arg-type]


ADA = person(
    1, "Ada Stone", role="Baker", org="Night Bakery", offers=stated("a flat in Oslo", "bread"),
    seeks=stated("a data engineer", "a quiet life"),
)  # fmt: skip
JON = person(
    2, "Jon Pike", role="Data Engineer", org="Pallas Joinery", offers=stated("boat plans"),
    seeks=stated("a flat", "a divorce lawyer"),
)  # fmt: skip
NOBODY = person(3, "Kim")


def text(draft: Draft) -> str:
    return "\n\n\n".join(letter.body for letter in draft.letters)


def test_an_introduction_says_who_each_is_and_what_of_each_fits_the_other() -> None:
    draft = introduction(ADA, JON, "both build boats", ROBIN)
    assert text(draft) == (
        "Ada, Jon,\n\n"
        "I would like you two to meet: both build boats.\n\n"
        "Jon, this is Ada Stone, Baker at Night Bakery. You are looking for a flat, and Ada offers"
        " a flat in Oslo.\n\n"
        "Ada, this is Jon Pike, Data Engineer at Pallas Joinery. You are looking for a data"
        " engineer: that is why I thought of Jon.\n\n"
        "I leave it to you two from here.\n\n"
        "Robin Vale"
    )
    assert draft.missing == ()


def test_without_a_reason_and_a_fit_it_asks_both_plainly() -> None:
    assert text(introduction(NOBODY, person(4, "Lea", role="Cook"), None, Me())) == (
        "Kim, Lea,\n\nI would like you two to meet.\n\nLea, this is Kim.\n\n"
        "Kim, this is Lea, Cook.\n\n"
        "If you both like the idea, write to each other; if not, no harm is done."
    )


def test_each_is_asked_in_a_letter_that_does_not_say_what_the_other_looks_for() -> None:
    to_ada, to_jon = permission(ADA, JON, "Why not?", ROBIN).letters
    assert (to_ada.to, to_jon.to) == ((ADA,), (JON,))
    assert to_ada.body.split("\n\n")[1:4] == [
        "May I introduce you to Jon Pike, Data Engineer at Pallas Joinery?",
        "Why not?",
        "You are looking for a data engineer: that is why I thought of Jon."
        " What you offer may be of use to Jon: a flat in Oslo.",
    ]
    assert "What you do may be of use to Ada." in to_jon.body
    assert "engineer" not in to_jon.body


def test_the_lines_to_forward_say_who_i_am_and_what_i_can_do_and_ask() -> None:
    whom = person(4, "Bob Lund", role="Boatbuilder", seeks=stated("a bookkeeper", "a dog"))
    (letter,) = forwardable(whom, ADA, "half an hour on hulls", ROBIN).letters
    assert letter.to == (ADA,)
    assert letter.body == (
        "Ada,\n\nWould you introduce me to Bob Lund, Boatbuilder? Below are a few lines for Bob:"
        " forward them as they are, or put it in your own words.\n\nRobin Vale\n\n---\n\nBob,\n\n"
        "I am Robin Vale. I offer bookkeeping, which may be of use to you. I also offer boat plans."
        " What I ask of you: half an hour on hulls.\n\n"
        "If it does not suit you, a word to Ada is enough.\n\n"
        "Robin Vale\nrobin@example.org\nhttps://example.org/robin"
    )


def test_with_nothing_but_a_name_i_ask_to_get_to_know_them() -> None:
    body = text(forwardable(NOBODY, ADA, None, Me("Robin Vale")))
    assert "Kim,\n\nI am Robin Vale. I would be glad to get to know you.\n\n" in body


def test_a_friend_may_be_asked_before_anything_is_forwarded() -> None:
    draft = willing(JON, ADA, "a look at his boat", ROBIN)
    assert "Would you be willing to introduce me to Jon Pike" in text(draft)
    assert "What I would ask of Jon: a look at his boat." in text(draft)


def test_without_my_name_there_is_nothing_to_forward_and_the_friend_alone_is_asked() -> None:
    draft = forwardable(JON, ADA, None, ROBIN._replace(name=None))
    assert draft == willing(JON, ADA, None, ROBIN._replace(name=None))
    assert "Who are you?" in draft.missing[0]


ROLES = {
    "a full stop of its own": (
        person(5, "Bea", role="a baker.", org="Foo, Inc."), "this is Bea, a baker at Foo, Inc.\n"
    ),
    "no role": (person(5, "Bea", org="Foo, Inc."), "this is Bea, of Foo, Inc.\n"),
    "titles": (
        person(5, "prof. dr. Bea-Lou Roe MBA"), "this is prof. dr. Bea-Lou Roe MBA.\n"
    ),
}  # fmt: skip


@pytest.mark.parametrize(("one", "told"), ROLES.values(), ids=ROLES)
def test_who_someone_is_ends_in_one_full_stop(one: Side, told: str) -> None:
    body = text(introduction(one, JON, None, Me()))
    assert f"Jon, {told}" in body
    assert ".." not in body


NEEDS = {
    "a yoga teacher": ("yoga teacher", "You are looking for a yoga teacher:"),
    "a phrase": ("an investor for a start-up", "You are looking for an investor for a start-up:"),
    "several": ("teachers", "You are looking for teachers:"),
    "no article where none is wanted": ("yoga training", "You are looking for yoga training:"),
    "its own words": ("looking for a yoga teacher.", "You are looking for a yoga teacher:"),
    "a verb": ("learn yoga", "You would like to learn yoga:"),
    "another verb": ("to teach yoga", "You would like to teach yoga:"),
}


@pytest.mark.parametrize(("need", "told"), NEEDS.values(), ids=NEEDS)
def test_a_need_is_told_in_a_whole_sentence(need: str, told: str) -> None:
    whoever_does_it = person(6, "Tia", role=need)
    body = text(introduction(person(5, "Bea", seeks=stated(need)), whoever_does_it, None, Me()))
    assert told in body


def test_what_is_offered_in_the_very_words_of_the_need_is_not_said_twice() -> None:
    one, other = (person(5, "Bea", seeks=stated("Podcasts")),
                  person(6, "Tia", offers=stated("podcasts")))  # fmt: skip
    assert "You are looking for Podcasts, and Tia offers just that." in text(
        introduction(one, other, None, Me())
    )


@pytest.mark.parametrize(
    ("why", "told"),
    [
        ("both build boats", "meet: both build boats."), ("Why not?", "meet. Why not?"),
        ("You both build boats", "meet. You both build boats."),
        ("because both build boats", "meet because both build boats."),
        ("boats. Both build them", "meet. Boats. Both build them."),
    ],
)  # fmt: skip
def test_a_reason_follows_as_a_sentence_or_after_a_colon(why: str, told: str) -> None:
    assert f"I would like you two to {told}\n" in text(introduction(ADA, JON, why, Me()))


def test_what_i_ask_is_no_sentence_within_a_sentence() -> None:
    body = text(forwardable(JON, ADA, "I need a visa", ROBIN))
    assert "I need a visa." in body
    assert "What I ask" not in body


def test_what_is_not_known_is_asked_and_leaves_no_sentence() -> None:
    draft = introduction(ADA, NOBODY, None, Me())
    assert "Ada, this is Kim.\n" in text(draft)
    assert "Kim offers" not in text(draft)
    assert set(draft.missing) == {
        "Ask Kim: what do you do, and where?",
        "Ask Kim: what are you looking for just now?",
        "Ask Kim: what could you do for Ada?",
        "Why should Ada care? Nothing of Kim that may be told meets a data engineer and a quiet"
        " life: say it with --why.",
    }


def test_a_reason_given_answers_why_they_should_care() -> None:
    draft = introduction(ADA, NOBODY, "you both sing", Me())
    assert not [question for question in draft.missing if "care" in question]


def test_of_an_introduction_of_mine_is_asked_what_i_have_not_said() -> None:
    draft = forwardable(NOBODY, ADA, None, Me())
    assert draft.missing == (
        "Who are you? Lines to forward need it: netledger config me.name NAME",
        "What can you do for Kim? netledger config me.offers TEXT keeps it.",
        "Ask Ada: what does Kim do, and where?",
        "Ask Ada: what is Kim looking for just now?",
        "What do you ask of Kim? Say it with --why.",
    )
    assert "I am" not in text(draft)
    assert "offer" not in text(draft)


def test_what_was_stated_two_years_ago_is_asked_about_and_not_told() -> None:
    old = person(5, "Lea", role="Cook", seeks=stated("a dog", on=date(2022, 5, 1)))
    draft = introduction(old, JON, None, ROBIN)
    assert "dog" not in text(draft)
    asked = [one for one in draft.missing if "Lea" in one and "looking for" in one]
    assert asked == ["Ask Lea: are you still looking for a dog? (said May 2022)"]


def test_whoever_introduced_the_other_is_not_told_so_but_asked_about() -> None:
    draft = introduction(ADA, person(2, "Jon Pike", through=1, role="Cook"), None, ROBIN)
    assert "Ada introduced you to Jon: are the two not in touch?" in draft.missing


def test_two_of_one_first_name_are_called_by_the_whole() -> None:
    assert text(introduction(ADA, person(9, "Ada Lund"), None, ROBIN)).startswith(
        "Ada Stone, Ada Lund,"
    )


@pytest.mark.parametrize(
    ("name", "short"),
    [
        ("Ada Stone", "Ada"), ("José García", "José"), ("Dr. Anna Lund", "Anna"),
        ("prof. dr. Anna-Lena Lund MBA", "Anna-Lena"), ("Dr. Lund", "Dr. Lund"),
        ("J. Smith", "J. Smith"), ("Lund, Anna", "Anna"), ("Foo, Inc.", "Foo, Inc."),
        ("田中 太郎", "田中 太郎"),
        ("Иван Петров", "Иван"), ("Prof Kim", "Prof Kim"), ("Q", "Q"),
    ],
)  # fmt: skip
def test_a_text_calls_people_as_friends_do_where_that_is_plain(name: str, short: str) -> None:
    assert called(name) == short


KEPT_BACK = "zq-kept-zq"
Write = Callable[[Side, Side, str | None, Me], Draft]


@pytest.mark.parametrize("write", [introduction, permission, forwardable, willing])
def test_what_stays_with_you_is_in_no_text_and_no_question(write: Write) -> None:
    """Notes, aliases, phone, birthday, tags, places and needs that do not fit never leave."""
    kept = side(
        Contact(
            Head(7, KEPT_BACK, "Mia Berg", Tie(n=3, d=3), "Clinic", "Nurse"), note=KEPT_BACK,
            aliases=(KEPT_BACK,), phones=(KEPT_BACK,), birthday=KEPT_BACK, tags=(KEPT_BACK,),
            location=KEPT_BACK, met_where=KEPT_BACK, seeks=stated("a boat"),
        ),
        None,
        TODAY,
    )  # fmt: skip
    for a, b in ((kept, JON), (ADA, kept)):
        draft = write(a, b, "tea", ROBIN)
        assert KEPT_BACK not in text(draft) + " ".join(draft.missing)


@pytest.mark.parametrize("write", [introduction, permission, forwardable, willing])
def test_a_need_that_nobody_meets_and_a_tag_that_would_are_in_no_text(write: Write) -> None:
    """Neither is the need told of which a tag alone says that the other one meets it."""
    jon = person(2, "Jon Pike", tags=("depression",), seeks=stated("contract law"))
    kwame = person(4, "Kwame", seeks=stated("someone to talk about my depression"))
    told = text(write(kwame, jon, None, ROBIN)) + text(write(jon, kwame, None, ROBIN))
    assert not [word for word in ("depression", "contract law") if word in told]


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30), st.text(max_size=30))
def test_whatever_a_name_and_a_role_hold_each_stays_within_its_line(
    name: str, role: str, why: str
) -> None:
    odd = person(8, f"x{name}", role=f"x{role}", seeks=stated(f"x{role}"))
    tame = person(8, "x", role="x", seeks=stated("x"))
    lines = text(introduction(odd, JON, why or None, ROBIN)).splitlines()
    assert len(lines) == len(text(introduction(tame, JON, None, ROBIN)).splitlines())


@settings(max_examples=60, deadline=None)
@given(st.text(max_size=30), st.text(max_size=30), st.sampled_from([permission, forwardable]))
def test_whatever_a_need_and_a_reason_hold_no_paragraph_is_empty(
    need: str, why: str, write: Write
) -> None:
    odd = person(8, "Bea", role="x", seeks=stated(need), offers=stated(need))
    for letter in write(odd, odd._replace(id=9, short="Lea", name="Lea"), why, ROBIN).letters:
        assert all(map(str.strip, letter.body.split("\n\n")))


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


def test_an_offer_is_told_before_a_role_and_an_organisation() -> None:
    all_three = Brings(("boat repair",), "Boat builder", "Boat House")
    kinds = []
    for brings in (
        all_three, all_three._replace(offers=()), Brings(org="Boat House"),
        Brings(("bread",)),
    ):  # fmt: skip
        found = meets("a boat", brings)
        kinds.append(found and found.kind)
    assert kinds == ["offers", "role", "org", None]


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


def test_a_hand_off_is_told_as_of_a_day_before_it_ended_or_began() -> None:
    ended = one("whiffed", "2026-03-01", reached="agreed", because="no time")
    ended = ended._replace(started=date(2026, 2, 1))
    then = ended.as_of(date(2026, 2, 20))
    assert then is not None
    assert (then.state, then.changed, then.because) == ("agreed", date(2026, 2, 1), None)
    assert ended.as_of(date(2026, 1, 31)) is None
    assert ended.as_of(date(2026, 3, 1)) == ended
    assert one("made")._replace(started=date(2026, 2, 1)).as_of(date(2026, 2, 2)).state == "asked"  # type: ignore[union-attr]


def test_no_hand_offs_fare_in_no_way() -> None:
    assert fare([]) == Fare(0, 0, {}, [], 0, {})
