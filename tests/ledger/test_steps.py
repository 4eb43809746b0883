"""A step: one transaction that can be taken back, or nothing."""

from __future__ import annotations

import sqlite3

import pytest
from sqlalchemy.exc import IntegrityError

from .desk import TODAY, Desk


def test_a_step_that_changes_nothing_is_none(desk: Desk) -> None:
    with desk.ledger.step("look around") as step:
        desk.conn.execute("SELECT 1")
    assert not step.kept
    assert desk.steps() == 0


def test_a_step_that_was_none_takes_no_number(desk: Desk) -> None:
    with desk.ledger.step("look around"):
        desk.conn.execute("SELECT 1")
    desk.add("Ada Stone")
    assert desk.one("SELECT id FROM step") == 1


def test_a_step_that_writes_what_stands_there_is_none(desk: Desk) -> None:
    ada = desk.add("Ada Stone")
    before = desk.steps()
    with desk.ledger.step("edit") as step:
        desk.conn.execute("UPDATE contact SET name = 'Ada Stone' WHERE id = ?", (ada,))
    assert not step.kept
    assert desk.steps() == before


def test_a_step_that_fails_leaves_nothing(desk: Desk) -> None:
    before = desk.text()
    with pytest.raises(RuntimeError), desk.ledger.step("add"):  # noqa: PT012 (fails after a write)
        desk.conn.execute(
            "INSERT INTO contact (uid, name, folded, created_on) VALUES ('u', 'Ada', 'ada', ?)",
            (TODAY.isoformat(),),
        )
        raise RuntimeError
    assert (desk.text(), desk.steps()) == (before, 0)


def test_a_step_that_was_interrupted_leaves_nothing(desk: Desk) -> None:
    with pytest.raises(KeyboardInterrupt), desk.ledger.step("add"):  # noqa: PT012
        desk.conn.execute("INSERT INTO setting VALUES ('a', 'b')")
        raise KeyboardInterrupt
    assert desk.one("SELECT count(*) FROM setting") == 0


def test_the_ledger_takes_steps_again_after_one_failed(desk: Desk) -> None:
    with pytest.raises(RuntimeError), desk.ledger.step("fail"):
        raise RuntimeError
    with desk.ledger.step("go on") as step:
        desk.conn.execute("INSERT INTO setting VALUES ('a', 'b')")
    assert step.kept


def test_a_step_within_a_step_is_refused_and_nothing_is_kept(desk: Desk) -> None:
    with pytest.raises(sqlite3.Error), desk.ledger.step("outer"):  # noqa: PT012
        desk.conn.execute("INSERT INTO setting VALUES ('a', 'b')")
        with desk.ledger.step("inner"):
            desk.conn.execute("INSERT INTO setting VALUES ('c', 'd')")
    assert (desk.one("SELECT count(*) FROM setting"), desk.steps()) == (0, 0)


def test_no_step_is_under_way_after_one(desk: Desk) -> None:
    desk.add("Ada Stone")
    assert desk.one("SELECT step FROM current") is None


def test_the_words_of_a_step_may_be_settled_at_its_end(desk: Desk) -> None:
    with desk.ledger.step("import") as step:
        desk.conn.execute("INSERT INTO setting VALUES ('a', 'b')")
        step.what = "import: 1 setting"
    assert desk.one("SELECT what FROM step") == "import: 1 setting"


def test_sqlmodel_works_within_the_step_and_is_undone_with_it(desk: Desk) -> None:
    with pytest.raises(IntegrityError):
        desk.add("Ada Stone", fields={"through": 99})
    assert desk.ids() == []
