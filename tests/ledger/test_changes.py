"""Every write can be taken back, one step at a time, and the history says what was done."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, rule

from netledger.domain.model import Credit
from netledger.errors import NetledgerError
from netledger.importers.drafts import Exchange, Party, Person, Sign
from netledger.ledger import changes, daybook, standing

from .desk import NOW, TODAY, Desk, ago, new_desk

NAMES = st.sampled_from(
    ("Ada Stone", "Bob Berg", "Zoë Ek", "Zoe Ek", "O'Brien", "[b]:x:", "🌻", "田中", "a\nb\x1b")
)
TEXTS = st.sampled_from(("x", 'say "hi"', "line\nline", "=1+1", "🌻 \u202e"))
PICK = st.integers(0, 10**6)


class Undoing(RuleBasedStateMachine):
    """Does anything that the ledger's layer can do, and then takes it all back."""

    def __init__(self) -> None:
        super().__init__()
        self.opened = new_desk()
        self.desk = self.opened.__enter__()
        self.before: list[str] = []
        self.steps = 0

    @initialize(names=st.lists(NAMES, min_size=2, max_size=3))
    def people(self, names: list[str]) -> None:
        for name in names:
            self.desk.add(name)

    # Keeps the state before each step; takes everything back at the end.

    @invariant()
    def note(self) -> None:
        text, steps = self.desk.text(), self.desk.steps()
        grown = steps - self.steps
        if not self.before:
            self.before = [text]
        elif grown:
            assert grown == 1, "one command is one step"
            assert text != self.before[-1], "a step that changed nothing"
            self.before.append(text)
        else:
            assert text == self.before[-1], "a change without a step"
        self.steps = steps

    def teardown(self) -> None:
        try:
            for text in self.before[-2::-1]:
                changes.undo(self.desk.ledger)
                assert self.desk.text() == text
            conn = self.desk.conn
            assert conn.execute("PRAGMA foreign_key_check").fetchall() == []
            # With a rank the index is held against its content; of details it has but some kinds.
            for index, rank in (("note_words", 1), ("contact_words", 1), ("detail_words", 0)):
                check = f"INSERT INTO {index} ({index}, rank) VALUES ('integrity-check', ?)"
                conn.execute(check, (rank,))
        finally:
            self.opened.__exit__(None, None, None)

    def who(self, pick: int) -> int | None:
        ids = self.desk.ids()
        return ids[pick % len(ids)] if ids else None

    def entry(self, pick: int) -> int | None:
        ids = self.desk.entries()
        return ids[pick % len(ids)] if ids else None

    # What is done.

    @rule(name=NAMES, note=TEXTS)
    def add(self, name: str, note: str) -> None:
        self.desk.add(name, fields={"note": note}, tag=["x"], email=["a@example.org"])

    @rule(pick=PICK, name=NAMES, org=TEXTS, other=PICK)
    def edit(self, pick: int, name: str, org: str, other: int) -> None:
        who, through = self.who(pick), self.who(other)
        if who and through != who:
            self.desk.edit(who, fields={"name": name, "org": org, "through": through}, seeks=[org])

    @rule(pick=PICK, kind=st.sampled_from(("tag", "email", "alias", "url", "seeks")))
    def take_off(self, pick: int, kind: str) -> None:
        if who := self.who(pick):
            self.desk.take_off(who, kind)

    @rule(pick=PICK, other=PICK, days=st.integers(0, 400), note=TEXTS)
    def log(self, pick: int, other: int, days: int, note: str) -> None:
        one, two = self.who(pick), self.who(other)
        if one and two:
            credit = Credit(got=frozenset({"psychosocial"}))
            self.desk.log(*{one, two}, on=ago(days), note=note, tags=["t"], credit=credit)

    @rule(pick=PICK, other=PICK, note=TEXTS, days=st.integers(0, 400))
    def amend(self, pick: int, other: int, note: str, days: int) -> None:
        entry, who = self.entry(pick), self.who(other)
        if entry and who:
            changed: dict[str, Any] = {"note": note, "on_day": ago(days).isoformat()}
            with self.desk.ledger.step("amend"):
                daybook.amend(self.desk.conn, entry, changed, {who: Credit()}, ["u"])

    @rule(pick=PICK)
    def unlog(self, pick: int) -> None:
        if entry := self.entry(pick):
            self.desk.unlog(entry)

    @rule(pick=PICK, other=PICK, text=TEXTS)
    def promise(self, pick: int, other: int, text: str) -> None:
        who, entry = self.who(pick), self.entry(other)
        if who and entry:
            self.desk.promise(who, entry, text)

    @rule(pick=PICK)
    def done(self, pick: int) -> None:
        ids = [id for (id,) in self.desk.conn.execute("SELECT id FROM promise")]
        if ids:
            with self.desk.ledger.step("done"):
                daybook.keep_promise(self.desk.conn, ids[pick % len(ids)], TODAY)

    @rule(pick=PICK, days=st.integers(1, 90))
    def snooze(self, pick: int, days: int) -> None:
        if who := self.who(pick):
            with self.desk.ledger.step("snooze"):
                standing.put(
                    self.desk.conn, who, snoozed_until=TODAY + timedelta(days=days), pinned=1
                )

    @rule(days=st.integers(1, 90))
    def rest_all(self, days: int) -> None:
        with self.desk.ledger.step("snooze all"):
            standing.rest_all(self.desk.conn, TODAY + timedelta(days=days))

    @rule(pick=PICK, tier=st.sampled_from((None, 5, 150)), cadence=st.sampled_from((None, 30)))
    def state(self, pick: int, tier: int | None, cadence: int | None) -> None:
        if who := self.who(pick):
            with self.desk.ledger.step("state"):
                standing.state(self.desk.conn, who, TODAY, tier, cadence)

    @rule(pick=PICK)
    def archive(self, pick: int) -> None:
        if who := self.who(pick):
            self.desk.archive(who)

    @rule(pick=PICK)
    def restore(self, pick: int) -> None:
        if who := self.who(pick):
            with self.desk.ledger.step("restore"):
                standing.restore(self.desk.conn, who)

    @rule(pick=PICK, other=PICK)
    def merge(self, pick: int, other: int) -> None:
        keep, gone = self.who(pick), self.who(other)
        if keep and gone and keep != gone:
            self.desk.merge(keep, gone)

    @rule(pick=PICK)
    def remove(self, pick: int) -> None:
        if who := self.who(pick):
            self.desk.remove(who)

    @rule(
        people=st.lists(st.tuples(NAMES, st.sampled_from("abc"), TEXTS), max_size=3),
        days=st.integers(0, 3),
    )
    def take_in(self, people: list[tuple[str, str, str]], days: int) -> None:
        drafts = [
            Person(f"line {slug}", name, urls=(f"https://linkedin.com/in/{slug}",), org=org)
            for name, slug, org in people
        ]
        at = NOW - timedelta(days=days)
        for name, slug, text in people:
            url = f"https://linkedin.com/in/{slug}"
            drafts_of = Exchange("m", Party(name, url), f"t{slug}", at, "them", text)
            self.desk_in(drafts_of, Sign("s", "endorsement", name, url, "them", TODAY), drafts)
        self.desk.take_in(*drafts)

    @staticmethod
    def desk_in(exchange: Exchange, sign: Sign, drafts: list[Any]) -> None:
        drafts += [exchange, sign]


Undoing.TestCase.settings = settings(
    max_examples=30,
    stateful_step_count=15,
    deadline=None,
    suppress_health_check=[HealthCheck.too_slow],
)
TestUndoingOneByOne = Undoing.TestCase


# --- in so many words


def test_undo_says_what_it_took_back(desk: Desk) -> None:
    desk.add("Ada Stone")
    assert changes.undo(desk.ledger).what == "add Ada Stone"


def test_with_nothing_done_there_is_nothing_to_undo(desk: Desk) -> None:
    with pytest.raises(NetledgerError, match="nothing to undo"):
        changes.undo(desk.ledger)
    assert desk.steps() == 0


def test_undo_goes_further_back_each_time(desk: Desk) -> None:
    for name in ("Ada", "Bob", "Cy"):
        desk.add(name)
    assert [changes.undo(desk.ledger).what for _ in range(3)] == ["add Cy", "add Bob", "add Ada"]
    with pytest.raises(NetledgerError):
        changes.undo(desk.ledger)


def test_undo_after_a_new_step_takes_back_that_one(desk: Desk) -> None:
    desk.add("Ada")
    changes.undo(desk.ledger)
    desk.add("Bob")
    assert changes.undo(desk.ledger).what == "add Bob"


def test_an_id_is_never_given_twice(desk: Desk) -> None:
    first = desk.add("Ada")
    changes.undo(desk.ledger)
    assert desk.add("Bob") != first


def test_history_tells_everything_newest_first_undos_too(desk: Desk) -> None:
    ada = desk.add("Ada")
    desk.log(ada)
    changes.undo(desk.ledger)
    told = [(one.what, one.undone) for one in changes.history(desk.conn)]
    assert told == [("undo: log", False), ("log", True), ("add Ada", False)]


def test_history_says_when(desk: Desk) -> None:
    desk.add("Ada")
    assert changes.history(desk.conn)[0].at == NOW.isoformat(timespec="seconds")


def test_history_can_be_short(desk: Desk) -> None:
    for name in ("Ada", "Bob", "Cy"):
        desk.add(name)
    assert [one.what for one in changes.history(desk.conn, limit=2)] == ["add Cy", "add Bob"]


def told(desk: Desk, contact: int) -> list[str]:
    return [one.what for one in changes.history(desk.conn, contact)]


def test_the_history_of_a_contact_is_its_own(desk: Desk) -> None:
    ada, bob = desk.add("Ada"), desk.add("Bob")
    desk.log(bob)
    assert told(desk, ada) == ["add Ada"]


def test_the_history_of_a_contact_tells_of_amended_entries(desk: Desk) -> None:
    ada = desk.add("Ada")
    entry = desk.log(ada)
    desk.amend(entry, note="later")
    assert told(desk, ada) == [f"amend {entry}", "log", "add Ada"]


def test_the_history_of_a_contact_tells_of_amendments_of_entries_since_taken_out(
    desk: Desk,
) -> None:
    ada = desk.add("Ada")
    entry = desk.log(ada)
    desk.amend(entry, note="later")
    desk.unlog(entry)
    assert told(desk, ada) == [f"unlog {entry}", f"amend {entry}", "log", "add Ada"]


def test_the_history_of_a_contact_tells_of_tags_put_on_its_entries(desk: Desk) -> None:
    ada = desk.add("Ada")
    entry = desk.log(ada)
    with desk.ledger.step("amend tags"):
        daybook.amend(desk.conn, entry, {}, None, ["x"])
    assert told(desk, ada)[0] == "amend tags"


def test_the_history_of_who_is_left_tells_of_the_merge(desk: Desk) -> None:
    ada, bob = desk.add("Ada"), desk.add("Bob")
    desk.log(bob)
    desk.merge(ada, bob)
    assert told(desk, ada)[0] == f"merge {bob} into {ada}"


def test_a_step_that_no_longer_fits_is_refused_and_nothing_changes(desk: Desk) -> None:
    ada = desk.add("Ada")
    # Behind the triggers' back, as only a broken file could have it.
    desk.conn.execute("DROP TRIGGER contact_delete_logged")
    desk.conn.execute("DELETE FROM contact WHERE id = ?", (ada,))
    before = desk.text()
    with pytest.raises(NetledgerError, match="can't be taken back"):
        changes.undo(desk.ledger)
    assert desk.text() == before


def test_a_walk_is_taken_back_whole(desk: Desk) -> None:
    ada, bob = desk.add("Ada"), desk.add("Bob")
    before = desk.text()
    first: int | None = None
    for who in (ada, bob):
        with desk.ledger.step(f"cut {who}") as step:
            first = changes.join_walk(desk.conn, step.id, first)
            standing.archive(desk.conn, [who], TODAY)
    assert len(changes.undo_walk(desk.ledger)) == 2
    assert desk.text() == before


def test_what_was_no_walk_is_not_taken_back_as_one(desk: Desk) -> None:
    desk.add("Ada")
    with pytest.raises(NetledgerError, match="no walk"):
        changes.undo_walk(desk.ledger)


def test_an_undo_in_another_zone_takes_back_the_same_step(desk: Desk) -> None:
    desk.add("Ada")
    desk.ledger.now = datetime(2020, 1, 1, tzinfo=UTC)
    desk.add("Bob")
    assert desk.ledger.today == date(2020, 1, 1)
    assert changes.undo(desk.ledger).what == "add Bob"


def test_an_undo_meant_for_one_step_takes_back_no_other(desk: Desk) -> None:
    desk.add("Ada")
    first = changes.history(desk.conn)[0].id
    desk.add("Bob")
    with pytest.raises(NetledgerError, match="Something else"):
        changes.undo(desk.ledger, only=first)
    assert len(changes.history(desk.conn)) == 2
