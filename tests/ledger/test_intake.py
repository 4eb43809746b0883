"""Taking in what an importer found: who each record is, once, and what the user wrote stays."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from netledger.domain.duplicates import Proposal
from netledger.importers.drafts import Covered, Draft, Notice, Person, Sign
from netledger.ledger import changes, intake, standing

from .desk import TODAY, Desk

URL = "https://www.linkedin.com/in/ada-stone"
SIGN = Sign("Endorsements.csv line 2", "endorsement", "Ada Stone", URL, "them", TODAY)


def ada(**more: Any) -> Person:
    return Person("line 2", "Ada Stone", **{"urls": (URL,), "org": "Night Bakery", **more})


def bare(name: str = "Ada Stone", **more: Any) -> Person:
    return Person("line 2", name, **more)


# --- once


@pytest.mark.parametrize(
    "drafts",
    [
        (ada(),),
        (ada(emails=("a@example.org",), tags=("baker",), location="Lund", birthday="--05-01"),),
        (bare(emails=("a@example.org",)),),
        (bare(phones=("070-123 45 67",)),),
        (bare(key="linkedin:ada:2020"),),
        (bare(),),
        (bare(org="A"), bare(org="B")),
        (ada(org="A"), ada(org="B", role="baker", location="Lund")),
        (ada(org=None), ada(org="B"), ada(org="C")),
        (ada(), SIGN),
        (ada(), bare("Bob", urls=("https://example.org/bob",), through="Ada Stone")),
        (ada(stated_tier=5, cadence_days=7, pinned=True),),
        (ada(archived=True),),
        (bare("Ada  Stone\t", org=" Night  Bakery ", urls=(URL,)),),
        (bare("Zoe\u0308 Ek", urls=(URL,), org="Cafe\u0301"),),
        (ada(aliases=("A. Stone",), note="met\r\nonce\r\n"), Covered("messages")),
        (ada(), ada(connected_on=date(2020, 1, 2)), ada(connected_on=date(2019, 1, 2))),
        (ada(emails=("not an address",)),),
    ],
)
def test_the_same_again_changes_nothing(drafts: tuple[Draft, ...], desk: Desk) -> None:
    desk.take_in(*drafts)
    before, steps = desk.text(), desk.steps()
    report = desk.take_in(*drafts)
    assert (report.created, report.updated) == (set(), set())
    assert (desk.text(), desk.steps()) == (before, steps)


def test_the_first_of_two_rows_of_one_person_speaks(desk: Desk) -> None:
    desk.take_in(ada(org="A"), ada(org="B", role="baker"))
    (id,) = desk.ids()
    assert (desk.column("org", id), desk.column("role", id)) == ("A", "baker")


def test_an_import_is_one_step_that_undo_takes_back(desk: Desk) -> None:
    before = desk.text()
    desk.take_in(ada(tags=("x",)), bare("Bob", through="Ada Stone"), SIGN)
    assert "2 contacts added" in changes.undo(desk.ledger).what
    assert desk.text() == before


def test_an_import_that_fails_keeps_nothing(desk: Desk) -> None:
    def drafts() -> Iterator[Draft]:
        yield ada()
        raise InterruptedError

    before = desk.text()
    with pytest.raises(InterruptedError):
        intake.take_in(desk.ledger, "linkedin", drafts())
    assert desk.text() == before


def test_a_dry_run_changes_nothing_and_tells_the_same(desk: Desk) -> None:
    before = desk.text()
    tried = desk.take_in(ada(), SIGN, dry_run=True)
    assert (desk.text(), desk.steps()) == (before, 0)
    done = desk.take_in(ada(), SIGN)
    assert (tried.created, tried.updated) == (done.created, done.updated)


# --- who it is


@pytest.mark.parametrize(
    "again",
    [
        bare("A. Stone", urls=("http://se.linkedin.com/in/Ada-Stone/?trk=x",)),
        bare("A. Stone", urls=("linkedin.com/in/ada%2Dstone",)),
        bare("A. Stone", emails=("ADA@Example.org",)),
        bare("ada stone", phones=("0046701234567",)),
        bare("Ada Lund", phones=("+46 70 123 45 67",)),
        bare("Whoever", uid="u1"),
    ],
)
def test_a_record_is_known_by_strong_evidence(again: Person, desk: Desk) -> None:
    desk.take_in(
        ada(emails=("ada@example.org",), phones=("070-123 45 67",), aliases=("Ada Lund",), uid="u1")
    )
    assert desk.take_in(again).created == set()


@pytest.mark.parametrize(
    "again",
    [
        bare(),
        bare(org="Night Bakery"),
        bare(urls=("https://www.linkedin.com/in/ada-stone-2",)),
        bare(emails=("other@example.org",)),
        bare("Bob Berg", phones=("070-123 45 67",)),
        bare(phones=("070-999 99 99",)),
    ],
)
def test_less_than_that_makes_another_contact(again: Person, desk: Desk) -> None:
    desk.take_in(ada(emails=("ada@example.org",), phones=("070-123 45 67",)))
    assert len(desk.take_in(again).created) == 1


def test_a_name_alone_does_not_join_what_was_written_by_hand(desk: Desk) -> None:
    desk.add("Ada Stone")
    assert len(desk.take_in(bare()).created) == 1


def test_namesakes_stay_apart_and_are_proposed(desk: Desk) -> None:
    report = desk.take_in(ada(), bare())
    first, second = desk.ids()
    assert report.duplicates == [Proposal(first, second, "the same name", 0.6)]
    assert report.names == {first: "Ada Stone", second: "Ada Stone"}


def test_namesakes_are_proposed_once(desk: Desk) -> None:
    desk.take_in(ada(), bare(urls=("https://linkedin.com/in/other",)))
    again = desk.take_in(ada(), bare(urls=("https://linkedin.com/in/other",)))
    assert again.duplicates == []


def test_two_profiles_of_one_name_are_two_people(desk: Desk) -> None:
    report = desk.take_in(ada(org=None), bare(urls=("https://linkedin.com/in/other",)))
    assert (len(report.created), report.duplicates) == (2, [])


def test_who_was_merged_is_one(desk: Desk) -> None:
    other = bare(urls=("https://linkedin.com/in/other",))
    desk.take_in(ada(), other)
    desk.merge(*desk.ids())
    before = desk.text()
    desk.take_in(ada(), other)
    assert desk.text() == before


def test_who_was_merged_by_key_is_one(desk: Desk) -> None:
    desk.take_in(ada(), bare(key="linkedin:ada stone:2020"))
    desk.merge(*desk.ids())
    assert desk.take_in(bare(key="linkedin:ada stone:2020")).created == set()


# --- what stays and what is filled


def test_blank_cells_erase_nothing(desk: Desk) -> None:
    desk.take_in(ada(role="baker", location="Lund", note="n", emails=("a@example.org",)))
    before = desk.text()
    desk.take_in(bare(urls=(URL,)))
    assert desk.text() == before


def test_gaps_are_filled(desk: Desk) -> None:
    id = desk.add("Ada Stone", url=[URL])
    report = desk.take_in(ada(location="Lund", emails=("a@example.org",)))
    assert report.updated == {id}
    assert (desk.column("org", id), desk.column("location", id)) == ("Night Bakery", "Lund")
    assert desk.values("email", id) == ["a@example.org"]


@pytest.mark.parametrize("column", ["org", "role", "name"])
def test_what_the_source_set_the_source_corrects(column: str, desk: Desk) -> None:
    desk.take_in(Person("r", "Ada", urls=(URL,), org="A", role="A"))
    newer: dict[str, Any] = {"name": "Ada", "org": "A", "role": "A", column: "Newer"}
    desk.take_in(Person("r", urls=(URL,), **newer))
    assert desk.column(column, desk.ids()[0]) == "Newer"


@pytest.mark.parametrize("column", ["org", "role", "name"])
def test_what_the_user_changed_stays(column: str, desk: Desk) -> None:
    desk.take_in(Person("r", "Ada", urls=(URL,), org="A", role="A"))
    (id,) = desk.ids()
    desk.edit(id, fields={column: "Mine"})
    for value in ("A", "Newer"):
        newer: dict[str, Any] = {"name": "Ada", "org": "A", "role": "A", column: value}
        desk.take_in(Person("r", urls=(URL,), **newer))
    assert desk.column(column, id) == "Mine"


@pytest.mark.parametrize(
    ("column", "value"),
    [
        *[("org", "A"), ("role", "A"), ("location", "A"), ("note", "A"), ("met_where", "A")],
        *[("birthday", "--05-01"), ("connected_on", TODAY), ("met_on", TODAY)],
    ],
)
def test_what_the_user_emptied_stays_empty(column: str, value: object, desk: Desk) -> None:
    draft = ada(**{"org": None, column: value})
    desk.take_in(draft)
    (id,) = desk.ids()
    desk.edit(id, fields={column: None})
    assert desk.take_in(draft).updated == set()
    assert desk.column(column, id) is None


@pytest.mark.parametrize(
    ("kind", "draft"),
    [
        ("tag", ada(tags=("x",))),
        ("email", ada(emails=("a@example.org",))),
        ("phone", ada(phones=("070-123 45 67",))),
        ("alias", ada(aliases=("A.",))),
        ("seeks", ada(seeks=("bread",))),
        ("url", ada(emails=("a@example.org",))),
    ],
)
def test_what_the_user_took_off_stays_off(kind: str, draft: Person, desk: Desk) -> None:
    desk.take_in(draft)
    (id,) = desk.ids()
    desk.take_off(id, kind)
    assert desk.take_in(draft).created == set()
    assert desk.values(kind, id) == []


@pytest.mark.parametrize(
    ("kind", "draft"),
    [
        ("email", bare(emails=("a@example.org",))),
        ("url", bare(urls=(URL,))),
        ("phone", bare(phones=("070-123 45 67",))),
    ],
)
def test_who_was_known_by_what_the_user_took_off_is_not_added_again(
    kind: str, draft: Person, desk: Desk
) -> None:
    desk.take_in(draft)
    (id,) = desk.ids()
    desk.take_off(id, kind)
    assert desk.take_in(draft).created == set()


def test_what_was_taken_off_and_put_back_by_undo_is_as_before(desk: Desk) -> None:
    desk.take_in(ada(tags=("x",)))
    (id,) = desk.ids()
    desk.take_off(id, "tag")
    changes.undo(desk.ledger)
    before = desk.text()
    desk.take_in(ada(tags=("x",)))
    assert desk.text() == before


def test_an_import_taken_back_comes_in_again_whole(desk: Desk) -> None:
    desk.add("Ada Stone", url=[URL])
    draft = ada(location="Lund", tags=("x",), emails=("a@example.org",))
    desk.take_in(draft)
    before = desk.text()
    changes.undo(desk.ledger)
    desk.take_in(draft)
    assert desk.column("location", 1) == "Lund"
    assert (desk.values("tag", 1), desk.values("email", 1)) == (["x"], ["a@example.org"])
    assert len(desk.text()) == len(before)


def test_another_source_does_not_overwrite(desk: Desk) -> None:
    desk.take_in(ada(org="A"), source="linkedin")
    desk.take_in(ada(org="B"), source="csv")
    desk.take_in(ada(org="A"), source="linkedin")
    assert desk.column("org", desk.ids()[0]) == "A"


def test_a_new_name_from_the_source_keeps_the_old_as_alias(desk: Desk) -> None:
    desk.take_in(ada())
    desk.take_in(Person("r", "Ada Lund", urls=(URL,)))
    (id,) = desk.ids()
    assert (desk.column("name", id), desk.values("alias", id)) == ("Ada Lund", ["Ada Stone"])


def test_a_new_name_that_is_also_an_alias_in_the_file_does_no_harm(desk: Desk) -> None:
    desk.take_in(ada())
    desk.take_in(Person("r", "Ada Lund", urls=(URL,), aliases=("Ada Stone", "Ada Lund")))
    assert desk.column("name", desk.ids()[0]) == "Ada Lund"


# --- those who were cut


def test_who_was_cut_stays_cut_and_is_counted(desk: Desk) -> None:
    desk.take_in(ada())
    (id,) = desk.ids()
    desk.archive(id)
    before = desk.text()
    report = desk.take_in(ada(org="Newer", emails=("new@example.org",)), SIGN)
    assert report.archived == {id}
    assert (report.created, report.updated, desk.text()) == (set(), set(), before)


def test_who_was_cut_is_proposed_to_nobody(desk: Desk) -> None:
    desk.take_in(ada())
    desk.archive(desk.ids()[0])
    assert desk.take_in(bare(urls=("https://linkedin.com/in/other",))).duplicates == []


def test_who_was_removed_stays_away_and_that_is_said(desk: Desk) -> None:
    desk.take_in(ada())
    desk.remove(desk.ids()[0])
    report = desk.take_in(ada())
    assert (desk.ids(), report.removed) == ([], 1)
    assert "stay out" in report.notices[-1].why


def test_who_was_removed_and_added_again_is_known(desk: Desk) -> None:
    desk.take_in(ada())
    desk.remove(desk.ids()[0])
    desk.add("Ada Stone", url=[URL])
    assert desk.take_in(ada()).removed == 0
    assert desk.column("org", desk.ids()[0]) == "Night Bakery"


def test_a_removal_that_was_taken_back_is_none(desk: Desk) -> None:
    desk.take_in(ada())
    desk.remove(desk.ids()[0])
    changes.undo(desk.ledger)
    assert desk.take_in(ada()).removed == 0


def test_an_import_that_was_taken_back_may_be_repeated(desk: Desk) -> None:
    desk.take_in(ada())
    changes.undo(desk.ledger)
    assert len(desk.take_in(ada()).created) == 1


def test_two_addresses_of_one_mailbox_are_both_kept(desk: Desk) -> None:
    desk.take_in(bare(emails=("pia@x.org",)), bare(emails=("pia+news@x.org",)))
    (id,) = desk.ids()
    assert desk.values("email", id) == ["pia@x.org", "pia+news@x.org"]


def test_an_address_is_kept_in_small_letters_whichever_file_came_first(desk: Desk) -> None:
    desk.take_in(bare(emails=("PIA@X.org",)))
    assert desk.values("email", desk.ids()[0]) == ["pia@x.org"]


def test_our_own_table_of_an_unchanged_contact_makes_no_step(desk: Desk) -> None:
    id = desk.add("Ada Stone", fields={"note": "tea", "org": "Acme"})
    steps = desk.steps()
    uid = desk.one("SELECT uid FROM contact WHERE id = ?", id)
    desk.take_in(bare(uid=uid, note="tea", org="Acme"), source="csv")
    assert desk.steps() == steps


@pytest.mark.parametrize("field", ["org", "role", "location", "met_where"])
def test_a_text_that_no_field_means_to_hold_is_left_out_and_named(field: str, desk: Desk) -> None:
    report = desk.take_in(ada(**{"org": None, field: "x" * 5000}), bare("Bo", key="k"))
    assert [desk.column(field, id) for id in desk.ids()] == [None, None]
    assert "5,000 characters left out" in report.notices[0].why


def test_a_name_beyond_all_bounds_costs_its_record_alone(desk: Desk) -> None:
    report = desk.take_in(bare("x" * 5000), bare("Bo"))
    assert (len(desk.ids()), len(report.skipped)) == (1, 1)
    assert report.skipped[0].why == "The name can't be taken: it is longer than 1,000 characters."


def test_two_names_at_one_address_are_one_person_and_that_is_said(desk: Desk) -> None:
    family = ("smiths@x.org",)
    report = desk.take_in(bare("Ada Smith", emails=family), bare("Bob Smith", emails=family))
    assert len(desk.ids()) == 1
    assert "Bob Smith has the address or page of Ada Smith (1)" in report.notices[0].why


def test_that_two_contacts_were_joined_is_said(desk: Desk) -> None:
    desk.take_in(bare(emails=("a@x.org",)))
    desk.take_in(bare(emails=("b@x.org",)), source="google")
    report = desk.take_in(bare(emails=("a@x.org", "b@x.org")), source="vcard")
    assert "Ada Stone (2) and Ada Stone (1) are one person" in report.notices[0].why


# --- what is left out


@pytest.mark.parametrize("name", ["", " \t", "\0"])
def test_a_record_without_a_name_is_left_out_and_named(name: str, desk: Desk) -> None:
    report = desk.take_in(Person("line 7", name, urls=(URL,)), ada())
    assert [notice.record for notice in report.skipped] == ["line 7"]
    assert len(report.created) == 1


def test_an_address_that_is_none_is_named_and_the_rest_goes_in(desk: Desk) -> None:
    report = desk.take_in(ada(emails=("nonsense", "a@example.org")))
    assert [notice.record for notice in report.notices] == ["line 2"]
    assert desk.values("email", desk.ids()[0]) == ["a@example.org"]


@pytest.mark.parametrize("field", ["birthday", "died"])
def test_a_day_that_is_none_stops_no_import(field: str, desk: Desk) -> None:
    report = desk.take_in(ada(**{field: "1990-02-30"}), bare("Bob"))
    assert "Bob" in [desk.column("name", id) for id in desk.ids()]
    assert report.skipped or report.notices


def test_what_the_importer_left_out_is_passed_on(desk: Desk) -> None:
    left_out, remark = Notice("line 3", "no name"), Notice("", "old", skipped=False)
    report = desk.take_in(left_out, remark)
    assert (report.skipped, report.notices) == ([left_out], [remark])


def test_that_messages_came_is_noted_once(desk: Desk) -> None:
    desk.take_in(Covered("messages"))
    assert desk.one("SELECT value FROM setting WHERE key = 'messages_imported'") == str(TODAY)
    steps = desk.steps()
    desk.take_in(Covered("messages"))
    assert desk.steps() == steps


# --- what an own export says of the tie


def test_a_record_may_state_the_tie(desk: Desk) -> None:
    desk.take_in(ada(stated_tier=5, cadence_days=7, pinned=True, kin=True))
    row = desk.conn.execute("SELECT stated_tier, cadence_days, stated_on, pinned FROM standing")
    assert row.fetchone() == (5, 7, TODAY.isoformat(), 1)


def test_who_introduced_is_found_in_any_order(desk: Desk) -> None:
    desk.take_in(bare("Bob", through="Ada Stone"), ada())
    assert desk.column("through", 1) == 2


def test_an_introducer_who_is_not_one_contact_is_named(desk: Desk) -> None:
    report = desk.take_in(bare("Bob", through="Nobody"))
    assert ["Nobody" in notice.why for notice in report.notices] == [True]


def test_what_the_user_stated_is_not_stated_over(desk: Desk) -> None:
    desk.take_in(ada())
    with desk.ledger.step("state"):
        standing.state(desk.conn, 1, TODAY, 15, None)
    desk.take_in(ada(stated_tier=5))
    assert desk.one("SELECT stated_tier FROM standing") == 15


# --- gestures


def test_a_gesture_is_no_conversation(desk: Desk) -> None:
    desk.take_in(ada(), SIGN)
    assert (desk.entries(), desk.ties()) == ([], {})
    row = desk.conn.execute("SELECT contact, kind, side, on_day FROM gesture")
    assert row.fetchall() == [(1, "endorsement", "them", TODAY.isoformat())]


def recommendation(name: str = "Ada Stone") -> Sign:
    return Sign("Recs.csv line 2", "recommendation", name, None, "them", TODAY, "Kind")


def test_a_recommendation_goes_by_the_name_where_one_bears_it(desk: Desk) -> None:
    desk.take_in(recommendation(), ada())
    assert desk.one("SELECT contact FROM gesture") == 1


def test_a_recommendation_of_an_ambiguous_name_is_reported(desk: Desk) -> None:
    report = desk.take_in(ada(), bare(urls=("https://linkedin.com/in/other",)), recommendation())
    assert [notice.record for notice in report.skipped] == ["Recs.csv line 2"]
    assert "2 contacts" in report.skipped[0].why
    assert desk.one("SELECT count(*) FROM gesture") == 0


def test_a_recommendation_of_nobody_here_is_reported(desk: Desk) -> None:
    report = desk.take_in(recommendation("Nobody"))
    assert "nobody here" in report.skipped[0].why


def test_gestures_of_people_who_are_no_contacts_are_counted(desk: Desk) -> None:
    sign = Sign("x", "invitation", "Eve", "https://linkedin.com/in/eve", "me", None)
    report = desk.take_in(sign, sign)
    assert (desk.ids(), len(report.notices)) == ([], 1)
    assert report.notices[0].why.startswith("2 invitations")
