"""The tie rows are what the entries say, whatever was done to them."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import get_args

from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain.model import Credit, Entry, Kind, NewEntry, Side, Tie
from netledger.domain.strength import summarise
from netledger.ledger import changes, daybook

from .desk import TODAY, Desk, ago, new_desk

quick = settings(max_examples=40, deadline=None)
PEOPLE = (1, 2, 3)

days = st.integers(0, 900).map(ago) | st.integers(0, 3).map(ago)
support: st.SearchStrategy[frozenset[Kind]] = st.sampled_from(
    [frozenset(kinds) for kinds in ((), *((kind,) for kind in get_args(Kind)), get_args(Kind))]
)
credits_ = st.builds(Credit, gave=support, got=support)
# Through a function: of a named tuple hypothesis would fill in the fields that are left out, too.
new_entries = st.builds(
    lambda **said: NewEntry(**said),  # noqa: PLW0108 (see above)
    on=days,
    participants=st.dictionaries(st.sampled_from(PEOPLE), credits_, min_size=1),
    channel=st.sampled_from(("meet", "message")),
    depth=st.sampled_from((None, 1, 2, 3)),
    initiator=st.sampled_from((None, *get_args(Side))),
    two_way=st.booleans(),
    pitch=st.sampled_from((False, False, True)),
)
histories = st.lists(new_entries, max_size=8)


def write(desk: Desk, *entries: NewEntry) -> list[int]:
    with desk.ledger.step("log"):
        return [daybook.log(desk.conn, entry) for entry in entries]


def peopled(desk: Desk) -> None:
    for number in PEOPLE:
        desk.add(f"Person {number}")


def from_scratch(desk: Desk, until: date = date.max) -> dict[int, Tie]:
    """The ties summed up anew, from the tables and by no code of the ledger's."""
    found: defaultdict[int, list[Entry]] = defaultdict(list)
    for who, id, on, n, initiator, two_way, pitch, depth, gi, gp, ti, tp in desk.conn.execute(
        """SELECT contact, id, on_day, n, initiator, two_way, pitch, depth, gave_instrumental,
             gave_psychosocial, got_instrumental, got_psychosocial
           FROM participant JOIN interaction ON id = interaction"""
    ):
        gave, got = ({"instrumental": i, "psychosocial": p} for i, p in ((gi, gp), (ti, tp)))
        entry = Entry(
            id,
            date.fromisoformat(on),
            n,
            initiator,
            bool(two_way),
            bool(pitch),
            depth,
            frozenset(kind for kind in get_args(Kind) if gave[kind]),
            frozenset(kind for kind in get_args(Kind) if got[kind]),
        )
        if entry.on <= until:
            found[who].append(entry)
    ties = {who: summarise(entries) for who, entries in found.items()}
    return {who: tie for who, tie in ties.items() if tie.n}


@quick
@given(histories)
def test_ties_hold_after_logging(history: list[NewEntry]) -> None:
    with new_desk() as desk:
        peopled(desk)
        write(desk, *history)
        assert desk.ties() == from_scratch(desk)


@quick
@given(histories, st.data())
def test_ties_hold_after_corrections_and_after_taking_them_back(
    history: list[NewEntry], data: st.DataObject
) -> None:
    with new_desk() as desk:
        peopled(desk)
        before = [(desk.steps(), desk.ties())]
        for entry in write(desk, *history):
            match data.draw(st.sampled_from(("keep", "unlog", "amend", "people"))):
                case "unlog":
                    desk.unlog(entry)
                case "amend":
                    desk.amend(
                        entry,
                        on_day=data.draw(days).isoformat(),
                        depth=data.draw(st.sampled_from((None, 3))),
                        pitch=data.draw(st.sampled_from((0, 1))),
                        two_way=data.draw(st.sampled_from((0, 1))),
                    )
                case "people":
                    people = data.draw(st.dictionaries(st.sampled_from(PEOPLE), credits_))
                    with desk.ledger.step("amend"):
                        daybook.amend(desk.conn, entry, {}, people)
            assert desk.ties() == from_scratch(desk)
            if desk.steps() != before[-1][0]:
                before.append((desk.steps(), desk.ties()))
        for _, ties in before[-2::-1][: len(before) - 2]:
            changes.undo(desk.ledger)
            assert desk.ties() == ties


@quick
@given(histories)
def test_ties_hold_after_a_merge_and_after_taking_it_back(history: list[NewEntry]) -> None:
    with new_desk() as desk:
        peopled(desk)
        write(desk, *history)
        before = desk.ties()
        desk.merge(1, 2)
        assert desk.ties() == from_scratch(desk)
        changes.undo(desk.ledger)
        assert desk.ties() == before


@quick
@given(histories)
def test_ties_hold_after_a_removal_and_after_taking_it_back(history: list[NewEntry]) -> None:
    with new_desk() as desk:
        peopled(desk)
        write(desk, *history)
        before = desk.ties()
        desk.remove(2)
        assert desk.ties() == from_scratch(desk)
        changes.undo(desk.ledger)
        assert desk.ties() == before


@quick
@given(histories, days)
def test_as_of_a_day_only_the_entries_up_to_it_count(history: list[NewEntry], on: date) -> None:
    with new_desk() as desk, new_desk() as past:
        peopled(desk)
        peopled(past)
        write(desk, *history)
        write(past, *(entry for entry in history if entry.on <= on))
        assert desk.as_of(on) == past.as_of(on) == past.ties()


def test_a_removal_keeps_the_entry_that_others_share(desk: Desk) -> None:
    peopled(desk)
    shared, own = desk.log(1, 2), desk.log(2)
    desk.remove(2)
    assert desk.entries() == [shared]
    assert own not in desk.entries()
    assert desk.ties()[1].n == 1


def test_a_pitch_alone_makes_no_tie(desk: Desk) -> None:
    peopled(desk)
    desk.log(1, pitch=True)
    assert desk.ties() == {}


def test_a_merge_of_two_who_shared_an_entry_counts_it_once(desk: Desk) -> None:
    peopled(desk)
    desk.log(1, 2, on=TODAY)
    desk.merge(1, 2)
    assert desk.ties()[1].n == 1
