"""One contact out of two, with nothing lost."""

from __future__ import annotations

from typing import Any

import pytest

from netledger.importers.drafts import Person
from netledger.ledger import standing

from .desk import TODAY, Desk, ago


def merged(desk: Desk, kept: dict[str, Any], gone: dict[str, Any]) -> int:
    keep = desk.add("Ada Stone", fields=kept)
    desk.merge(keep, desk.add("A. Stone", fields=gone))
    return keep


def test_the_other_name_becomes_an_alias(desk: Desk) -> None:
    assert desk.values("alias", merged(desk, {}, {})) == ["A. Stone"]


def test_who_stays_has_the_last_word(desk: Desk) -> None:
    assert desk.column("org", merged(desk, {"org": "A"}, {"org": "B"})) == "A"


@pytest.mark.parametrize("name", ["org", "role", "location", "met_where", "birthday"])
def test_gaps_are_filled_from_the_other(name: str, desk: Desk) -> None:
    value = "--05-01" if name == "birthday" else "x"
    assert desk.column(name, merged(desk, {}, {name: value})) == value


def test_notes_follow_one_another(desk: Desk) -> None:
    assert desk.column("note", merged(desk, {"note": "a"}, {"note": "b"})) == "a\n\nb"


def test_the_earlier_day_is_kept(desk: Desk) -> None:
    id = merged(desk, {"met_on": TODAY}, {"met_on": ago(9)})
    assert desk.column("met_on", id) == ago(9).isoformat()


def test_a_birthday_with_its_year_says_more(desk: Desk) -> None:
    id = merged(desk, {"birthday": "--05-01"}, {"birthday": "1990-05-01"})
    assert desk.column("birthday", id) == "1990-05-01"


def test_another_birthday_does_not_replace_the_one_that_is_there(desk: Desk) -> None:
    id = merged(desk, {"birthday": "--05-01"}, {"birthday": "1990-05-02"})
    assert desk.column("birthday", id) == "--05-01"


def test_details_come_together_each_once(desk: Desk) -> None:
    ada = desk.add("Ada", email=["a@example.org"], tag=["x"])
    desk.merge(ada, desk.add("Bea", email=["A@example.org", "b@example.org"], tag=["X", "y"]))
    assert desk.values("email", ada) == ["a@example.org", "b@example.org"]
    assert desk.values("tag", ada) == ["x", "y"]


def test_those_whom_the_other_introduced_are_introduced_by_who_stays(desk: Desk) -> None:
    ada, bea = desk.add("Ada"), desk.add("Bea")
    cy = desk.add("Cy", fields={"through": bea})
    desk.merge(ada, bea)
    assert desk.column("through", cy) == ada


def test_who_introduced_the_other_introduced_who_stays(desk: Desk) -> None:
    cy = desk.add("Cy")
    assert desk.column("through", merged(desk, {}, {"through": cy})) == cy


def test_two_who_introduced_one_another_keep_who_introduced_the_pair(desk: Desk) -> None:
    cy = desk.add("Cy")
    bea = desk.add("Bea", fields={"through": cy})
    ada = desk.add("Ada", fields={"through": bea})
    desk.merge(ada, bea)
    assert desk.column("through", ada) == cy


def test_promises_move(desk: Desk) -> None:
    ada, bea = desk.add("Ada"), desk.add("Bea")
    desk.promise(bea, desk.log(bea), "write")
    desk.merge(ada, bea)
    assert desk.one("SELECT contact FROM promise") == ada


def test_what_was_said_of_the_tie_is_joined(desk: Desk) -> None:
    ada, bea = desk.add("Ada"), desk.add("Bea")
    with desk.ledger.step("state"):
        standing.state(desk.conn, ada, TODAY, 5, None)
        standing.state(desk.conn, bea, ago(9), 15, 30)
        standing.put(desk.conn, bea, pinned=1)
    desk.merge(ada, bea)
    row = desk.conn.execute("SELECT stated_tier, cadence_days, pinned FROM standing").fetchall()
    assert row == [(5, 30, 1)]


def test_an_active_one_stays_active(desk: Desk) -> None:
    ada, bea = desk.add("Ada"), desk.add("Bea")
    desk.archive(bea)
    desk.merge(ada, bea)
    assert desk.one("SELECT count(*) FROM standing WHERE archived_on IS NOT NULL") == 0


def test_each_source_goes_on_correcting_what_it_said(desk: Desk) -> None:
    desk.take_in(Person("r", "Ada", urls=("https://a.example",), role="r"), source="linkedin")
    desk.take_in(Person("r", "Bea", urls=("https://b.example",), org="old"), source="csv")
    desk.merge(1, 2)
    desk.take_in(Person("r", "Bea", urls=("https://b.example",), org="new"), source="csv")
    assert desk.column("org", 1) == "new"
