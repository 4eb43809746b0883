"""Hand-offs in the ledger: begun, carried on, settled; guarded, followed up, and moved whole."""

from __future__ import annotations

import sqlite3
from datetime import date

import pytest

from netledger.domain.introductions import Introduction, State
from netledger.errors import NetledgerError
from netledger.importers import ledger_json
from netledger.ledger import changes, introductions, paths, read, vanity, whole

from .desk import TODAY, Desk, ago


def begin(
    desk: Desk, a: int | None, b: int, via: int | None = None, *, state: State = "made",
    on: date = TODAY,
) -> int:  # fmt: skip
    with desk.ledger.step("intro"):
        return introductions.begin(
            desk.conn, (a, b, via), state=state, why="boats", text="Hello", on=on
        )


def settle(
    desk: Desk, id: int, state: State, because: str | None = None, on: date = TODAY
) -> Introduction:
    with desk.ledger.step("outcome"):
        held = introductions.one(desk.conn, id)
        introductions.settle(desk.conn, held, state, because, on)
    return introductions.one(desk.conn, id)


@pytest.fixture
def trio(desk: Desk) -> tuple[int, int, int]:
    """Ada, Bob and Cy."""
    return desk.add("Ada"), desk.add("Bob"), desk.add("Cy")


def test_the_open_hand_off_of_a_pair_is_found_whoever_is_named_first(
    desk: Desk, trio: tuple[int, int, int]
) -> None:
    ada, bob, cy = trio
    id, mine = begin(desk, ada, bob), begin(desk, None, bob, ada)
    for a, b, via, found in ((ada, bob, None, id), (bob, ada, None, id), (None, bob, ada, mine)):
        held = introductions.under_way(desk.conn, a, b, via)
        assert held is not None
        assert held.id == found
    assert introductions.under_way(desk.conn, ada, cy, None) is None
    assert introductions.under_way(desk.conn, None, ada, bob) is None
    settle(desk, id, "landed")
    assert introductions.under_way(desk.conn, ada, bob, None) is None


def test_a_state_that_stays_keeps_its_day_when_the_text_is_written_anew(
    desk: Desk, trio: tuple[int, int, int]
) -> None:
    id = begin(desk, *trio[:2], state="asked", on=ago(20))
    steps: tuple[tuple[State, date], ...] = (("asked", ago(20)), ("made", TODAY))
    for state, changed in steps:
        with desk.ledger.step("intro"):
            held = introductions.one(desk.conn, id)
            introductions.carry_on(desk.conn, held, state=state, why=None, text="Hi", on=TODAY)
        now = introductions.one(desk.conn, id)
        assert (now.state, now.changed, now.text, now.why) == (state, changed, "Hi", "boats")


def test_how_far_it_got_is_kept_when_it_whiffs(desk: Desk, trio: tuple[int, int, int]) -> None:
    id = begin(desk, *trio[:2], state="asked")
    assert settle(desk, id, "whiffed", "no time").reached == "asked"
    assert settle(desk, id, "agreed").because is None
    assert settle(desk, id, "whiffed").reached == "agreed"
    assert settle(desk, id, "landed").reached == "made"


def test_saying_that_it_is_still_open_starts_its_two_weeks_anew(
    desk: Desk, trio: tuple[int, int, int]
) -> None:
    id = begin(desk, *trio[:2], on=ago(20))
    assert settle(desk, id, "made").changed == TODAY
    settle(desk, id, "whiffed", "no time", ago(3))
    assert settle(desk, id, "whiffed").changed == ago(3)
    assert settle(desk, id, "whiffed").because == "no time"


def test_one_that_is_not_there_is_an_error_with_a_next_step(desk: Desk) -> None:
    for id in (1, 1 << 70):
        with pytest.raises(NetledgerError) as found:
            introductions.one(desk.conn, id)
        assert "intros" in str(found.value.hint)


@pytest.mark.parametrize(
    "row",
    [
        "NULL, 2, NULL, 'made', 'made'", "1, 2, 3, 'made', 'made'", "1, 1, NULL, 'made', 'made'",
        "NULL, 2, 2, 'made', 'made'", "1, 2, NULL, 'landed', 'asked'",
        "1, 2, NULL, 'asked', 'made'", "1, 2, NULL, 'hoped', 'made'", "1, 9, NULL, 'made', 'made'",
    ],
)  # fmt: skip
def test_the_schema_refuses_a_hand_off_that_can_not_be(
    desk: Desk, trio: tuple[int, int, int], row: str
) -> None:
    assert trio == (1, 2, 3)
    with pytest.raises(sqlite3.IntegrityError):
        desk.conn.execute(
            f"""INSERT INTO introduction (uid, started_on, changed_on, a, b, via, state, reached)
                VALUES ('u', '2026-03-01', '2026-03-01', {row})"""
        )


def test_those_open_for_two_weeks_are_followed_up_longest_first(
    desk: Desk, trio: tuple[int, int, int]
) -> None:
    ada, bob, cy = trio
    begin(desk, ada, bob, on=ago(13))
    due = [begin(desk, ada, cy, state="agreed", on=ago(14)), begin(desk, bob, cy, on=ago(30))]
    settle(desk, begin(desk, None, cy, ada, on=ago(30)), "whiffed", on=ago(30))
    found = [one.id for one in introductions.to_follow_up(desk.conn, TODAY)]
    assert found == due[::-1]


def test_what_was_agreed_to_is_your_turn_at_once(desk: Desk, trio: tuple[int, int, int]) -> None:
    id = begin(desk, *trio[:2], state="asked")
    assert introductions.to_follow_up(desk.conn, TODAY) == []
    settle(desk, id, "agreed")
    assert [one.id for one in introductions.to_follow_up(desk.conn, TODAY)] == [id]


def test_nobody_is_reminded_of_the_dead_or_the_cut(desk: Desk, trio: tuple[int, int, int]) -> None:
    ada, bob, cy = trio
    begin(desk, ada, bob, on=ago(30))
    begin(desk, None, bob, cy, on=ago(30))
    desk.archive(cy)
    desk.edit(ada, fields={"died": "2026-03-01"})
    assert introductions.to_follow_up(desk.conn, TODAY) == []


def test_following_up_asks_the_index_of_open_ones(desk: Desk) -> None:
    seen: list[str] = []
    desk.conn.set_trace_callback(seen.append)
    introductions.to_follow_up(desk.conn, TODAY)
    desk.conn.set_trace_callback(None)
    plan = " ".join(row[3] for row in desk.conn.execute(f"EXPLAIN QUERY PLAN {seen[0]}"))
    assert len(seen) == 1
    assert "introduction_open" in plan
    assert "SCAN" not in plan


def test_every_write_can_be_taken_back(desk: Desk, trio: tuple[int, int, int]) -> None:
    before = [desk.text()]
    id = begin(desk, *trio[:2], state="asked")
    before.append(desk.text())
    settle(desk, id, "whiffed", "no time")
    for text in reversed(before):
        changes.undo(desk.ledger)
        assert desk.text() == text


# --- out and in again


def test_hand_offs_and_verdicts_come_through_with_their_contacts(
    desk: Desk, other_desk: Desk, trio: tuple[int, int, int]
) -> None:
    ada, bob, cy = trio
    begin(desk, ada, bob, state="asked")
    settle(desk, begin(desk, None, cy, ada), "whiffed", "no time")
    desk.conn.execute("INSERT INTO verdict (a, b) VALUES (?, ?)", (ada, cy))
    tables = ledger_json.read(desk.text().encode(), "export")
    assert whole.load(other_desk.ledger, tables, dry_run=False).skipped == []
    assert other_desk.text() == desk.text()
    steps = other_desk.steps()
    assert whole.load(other_desk.ledger, tables, dry_run=False).skipped == []
    assert (other_desk.text(), other_desk.steps()) == (desk.text(), steps)


def test_beside_others_they_name_the_same_people(
    desk: Desk, other_desk: Desk, trio: tuple[int, int, int]
) -> None:
    ada, bob, cy = trio
    # There the three have other ids, in another order.
    for id in (cy, ada, bob):
        uid = desk.column("uid", id)
        there = other_desk.add(f"There {id}")
        other_desk.conn.execute("UPDATE contact SET uid = ? WHERE id = ?", (uid, there))
    begin(desk, ada, bob)
    begin(desk, None, cy, ada)
    desk.conn.execute("INSERT INTO verdict (a, b) VALUES (?, ?)", (bob, cy))
    whole.load(other_desk.ledger, ledger_json.read(desk.text().encode(), "export"), dry_run=False)
    found = [(one.a.name, one.b.name, one.via and one.via.name)
             for one in introductions.every(other_desk.conn)]  # fmt: skip
    assert found == [("There 1", "There 2", None), ("you", "There 3", "There 1")]
    assert other_desk.conn.execute("SELECT a, b FROM verdict").fetchall() == [(1, 3)]


def test_a_row_whose_contacts_are_not_there_or_one_is_left_out_and_named(
    desk: Desk, other_desk: Desk, trio: tuple[int, int, int]
) -> None:
    begin(desk, *trio[:2])
    tables = ledger_json.read(desk.text().encode(), "export")
    lost = {**tables, "contact": tables["contact"][1:]}
    assert whole.load(other_desk.ledger, lost, dry_run=True).skipped == [
        ("introduction 1", "its contact is not in the file")
    ]
    desk.merge(*trio[:2])
    assert whole.load(desk.ledger, tables, dry_run=True).skipped == [
        ("introduction 1", "its contacts are one here")
    ]


# --- who came through whom


def test_who_was_put_in_touch_is_linked_and_who_was_only_asked_is_not(
    desk: Desk, trio: tuple[int, int, int]
) -> None:
    ada, bob, cy = trio
    asked = begin(desk, ada, bob, state="asked")
    begin(desk, bob, cy)
    assert paths.graph(desk.conn, {*trio})[0] == [(bob, cy)]
    settle(desk, asked, "landed")
    assert set(paths.graph(desk.conn, {*trio})[0]) == {(ada, bob), (bob, cy)}
    assert set(paths.graph(desk.conn, {ada, bob})[0]) == {(ada, bob)}
    settle(desk, asked, "whiffed")
    assert paths.graph(desk.conn, {*trio})[0] == [(bob, cy)]


def test_of_an_earlier_day_nobody_is_joined_who_met_later(
    desk: Desk, trio: tuple[int, int, int]
) -> None:
    ada, bob, cy = trio
    desk.log(ada, bob, on=ago(9))
    begin(desk, bob, cy, on=ago(5))
    joined = [paths.graph(desk.conn, {*trio}, ago(days))[0] for days in (10, 9, 5)]
    assert joined == [[], [(ada, bob)], [(ada, bob), (bob, cy)]]


def test_whoever_is_stated_to_have_introduced_someone_stands_before_a_hand_off(
    desk: Desk, trio: tuple[int, int, int]
) -> None:
    ada, bob, cy = trio
    settle(desk, begin(desk, None, cy, ada), "landed")
    assert paths.introducers(desk.conn) == {cy: ada}
    assert (paths.opened_by(desk.conn, ada), paths.opened_by(desk.conn, bob)) == ({cy}, set())
    desk.edit(cy, fields={"through": bob})
    assert paths.introducers(desk.conn) == {cy: bob}
    assert (paths.opened_by(desk.conn, ada), paths.opened_by(desk.conn, bob)) == (set(), {cy})


@pytest.mark.parametrize("state", ["asked", "agreed", "made", "whiffed"])
def test_nobody_has_introduced_you_before_it_landed(
    desk: Desk, trio: tuple[int, int, int], state: State
) -> None:
    ada, bob, _ = trio
    id = begin(desk, None, bob, ada, state="asked")
    settle(desk, id, state)
    assert paths.introducers(desk.conn) == {}
    assert paths.opened_by(desk.conn, ada) == set()
    assert paths.graph(desk.conn, {*trio})[0] == []
    assert paths.introducer(desk.conn, read.head(desk.conn, bob, TODAY), TODAY) is None


def test_whoever_landed_has_introduced_you_from_that_day_on(
    desk: Desk, trio: tuple[int, int, int]
) -> None:
    ada, bob, cy = trio
    settle(desk, begin(desk, None, bob, ada, state="asked", on=ago(20)), "landed", on=ago(10))
    settle(desk, begin(desk, None, bob, cy, state="asked", on=ago(9)), "landed")
    desk.log(bob, on=ago(10))
    assert paths.introducers(desk.conn, ago(10)) == {bob: ada}
    assert paths.introducer(desk.conn, read.head(desk.conn, bob, TODAY), TODAY) == ada
    assert paths.opened_by(desk.conn, ada) == {bob}
    assert paths.opened_by(desk.conn, cy) == set()
    assert paths.introducers(desk.conn, ago(11)) == {}


@pytest.mark.parametrize("known_by", ["entry", "met_on", "connected_on"])
def test_nobody_introduces_you_to_whom_you_knew(
    desk: Desk, trio: tuple[int, int, int], known_by: str
) -> None:
    ada, bob, _ = trio
    if known_by == "entry":
        desk.log(bob, on=ago(40))
    else:
        desk.edit(bob, fields={known_by: ago(40)})
    settle(desk, begin(desk, None, bob, ada, state="asked", on=ago(20)), "landed")
    assert paths.introducers(desk.conn) == {}
    assert paths.opened_by(desk.conn, ada) == set()


def test_what_ended_between_two_is_found_the_newest_first(
    desk: Desk, trio: tuple[int, int, int]
) -> None:
    ada, bob, cy = trio
    first = settle(desk, begin(desk, ada, bob, on=ago(90)), "whiffed", "no time", ago(80))
    then = settle(desk, begin(desk, bob, ada, on=ago(60)), "landed", on=ago(50))
    settle(desk, begin(desk, None, cy, ada), "whiffed")
    begin(desk, ada, bob)
    assert introductions.ended(desk.conn, ada, bob) == [then, first]
    assert introductions.whiffed(desk.conn, TODAY) == {frozenset((ada, bob)): first}
    assert introductions.whiffed(desk.conn, ago(81)) == {}


def test_a_bridge_by_hand_offs_alone_is_seen_by_prune(
    desk: Desk, trio: tuple[int, int, int]
) -> None:
    ada, bob, cy = trio
    begin(desk, ada, bob)
    begin(desk, bob, cy)
    reaches = {one.head.id: one.reaches for one in vanity.evidence(desk.conn, TODAY)}
    assert reaches == {ada: 0, bob: 1, cy: 0}


def test_who_else_knows_someone_is_told_with_how(desk: Desk, trio: tuple[int, int, int]) -> None:
    ada, bob, cy = trio
    desk.log(ada, bob, on=ago(9))
    desk.log(ada, bob, on=ago(3))
    desk.log(ada, cy, on=ago(-1))
    begin(desk, bob, ada)
    settle(desk, begin(desk, None, ada, cy), "landed")
    found = paths.acquainted(desk.conn, ada, TODAY)
    assert found == {bob: (2, ago(3), True), cy: (0, None, True)}
