"""Which contacts are proposed as one person."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain.duplicates import Person, Proposal, proposals

ADA = Person(1, ("Ada Lund",), org="Night Bakery")


def only(*people: Person) -> Proposal:
    (found,) = proposals(people)
    return found


def test_one_name_and_one_organisation_are_surer_than_one_name() -> None:
    both = only(ADA, ADA._replace(id=2))
    name = only(ADA._replace(org=None), ADA._replace(id=2))
    assert both.why == "the same name and organisation"
    assert name.why == "the same name"
    assert both.confidence > name.confidence


def test_two_organisations_make_it_less_sure() -> None:
    assert only(ADA, ADA._replace(id=2, org="Acme")).confidence == pytest.approx(0.3)


def test_a_nickname_is_proposed() -> None:
    found = only(Person(1, ("Nell Lund",)), Person(2, ("Eleanor Lund",)))
    assert found.why == "a name that may be the same"


def test_one_number_and_two_names_may_be_a_landline() -> None:
    one, other = (Person(n, (name,), shared=frozenset({"phone:1"})) for n, name in
                  ((1, "Ada Lund"), (2, "Bo Stone")))  # fmt: skip
    assert only(one, other).why == "the same number, but another name"


@pytest.mark.parametrize(
    "others",
    [
        (ADA._replace(id=2, names=("Bo Lund",)),),
        (ADA._replace(birthday="1980-01-01"), ADA._replace(id=2, birthday="1981-01-01")),
        (ADA._replace(paged=True, org=None), ADA._replace(id=2, paged=True)),
        (Person(1, ("Ada",)), Person(2, ("Ada Lund",))),
    ],
)
def test_who_can_be_told_apart_is_not_proposed(others: tuple[Person, ...]) -> None:
    assert proposals([ADA, *others][-2:]) == []


def test_two_profiles_of_one_name_and_firm_are_doubtful() -> None:
    page = ADA._replace(paged=True)
    assert only(page, page._replace(id=2)).confidence < 0.5


def test_a_given_name_alone_is_proposed_within_one_firm() -> None:
    assert only(ADA, Person(2, ("Ada",), org="night bakery")).b == 2


def test_of_several_whom_a_name_fits_none_is_sure() -> None:
    found = proposals([ADA._replace(id=number, org=None) for number in (1, 2, 3)])
    assert {one.confidence for one in found} == {0.3}


def test_a_better_fit_puts_a_worse_one_aside() -> None:
    found = proposals([ADA, ADA._replace(id=2), ADA._replace(id=3, org="Acme")])
    assert [(one.a, one.b) for one in found] == [(1, 2)]


people = st.lists(
    st.builds(
        lambda id, name, org, phone: Person(
            id, (name,), org, None, frozenset({f"phone:{phone}"} if phone else ())
        ),
        st.integers(1, 30),
        st.sampled_from(["Ada Lund", "Ada L.", "Nell Lund", "Eleanor Lund", "Bo Ek", "Ada"]),
        st.sampled_from([None, "Acme", "Night Bakery"]),
        st.integers(0, 3),
    ),
    unique_by=lambda person: person.id,
    max_size=12,
)


@settings(max_examples=50, deadline=None)
@given(people, st.randoms(use_true_random=False))
def test_the_order_of_contacts_makes_no_difference(found: list[Person], random: object) -> None:
    shuffled = list(found)
    random.shuffle(shuffled)  # type: ignore[attr-defined]  # hypothesis gives a random.Random
    assert proposals(found) == proposals(shuffled)


@settings(max_examples=50, deadline=None)
@given(people)
def test_each_pair_is_named_once_and_nobody_with_themselves(found: list[Person]) -> None:
    pairs = [(one.a, one.b) for one in proposals(found)]
    assert len(pairs) == len(set(pairs))
    assert all(a < b for a, b in pairs)


@settings(max_examples=50, deadline=None)
@given(people)
def test_among_some_are_those_of_all_that_touch_them(found: list[Person]) -> None:
    wanted = frozenset(person.id for person in found[:2])
    among = {(one.a, one.b) for one in proposals(found, wanted)}
    assert among >= {(one.a, one.b) for one in proposals(found) if {one.a, one.b} & wanted}
