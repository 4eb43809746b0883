"""What the ledger says of support and pitches, against a recount of every entry."""

from __future__ import annotations

from collections import Counter
from typing import Final

from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain.model import Credit
from netledger.domain.support import KINDS, support_map
from netledger.ledger import support

from .desk import TODAY, Desk, ago, new_desk

PEOPLE: Final = (1, 2, 3)
kinds = st.frozensets(st.sampled_from(KINDS))
entries = st.lists(
    st.fixed_dictionaries(
        {
            "people": st.lists(st.sampled_from(PEOPLE), min_size=1, max_size=3, unique=True),
            "days": st.integers(0, 12),
            "credit": st.builds(Credit, gave=kinds, got=kinds),
            "pitch": st.booleans(),
            "initiator": st.sampled_from((None, "me", "them")),
            "two_way": st.booleans(),
        }
    ),
    max_size=15,
)


def written(desk: Desk, told: list[dict[str, object]]) -> None:
    for name in ("Ada Stone", "Bo Roe", "Cy Vale"):
        desk.add(name)
    for one in told:
        more = {key: value for key, value in one.items() if key not in ("people", "days")}
        desk.log(*one["people"], on=ago(one["days"]), **more)  # type: ignore[misc, arg-type]


@settings(max_examples=25, deadline=None)
@given(entries)
def test_the_map_is_what_a_recount_of_the_entries_in_the_window_gives(
    told: list[dict[str, object]],
) -> None:
    counted = Counter(
        (side, kind, who)
        for one in told
        if 2 <= one["days"] <= 9 and not one["pitch"]  # type: ignore[operator]
        for side in ("got", "gave")
        for kind in getattr(one["credit"], side)
        for who in one["people"]  # type: ignore[attr-defined]
    )
    with new_desk() as desk:
        written(desk, told)
        found = support_map(support.given(desk.conn, ago(9), ago(2)))
    sides = {"got": found.got, "gave": found.gave}
    assert counted == {
        (side, kind, row.contact): row.times
        for side, by_kind in sides.items()
        for kind in KINDS
        for row in by_kind[kind]
    }


@settings(max_examples=25, deadline=None)
@given(entries)
def test_pitches_are_counted_alike_for_one_and_for_all(told: list[dict[str, object]]) -> None:
    with new_desk() as desk:
        written(desk, told)
        of_all = support.all_pitches(desk.conn, TODAY)
        of_one = {who: support.pitches(desk.conn, who, TODAY) for who in PEOPLE}
    assert of_all == {who: found for who, found in of_one.items() if found.times}
    for who in PEOPLE:
        own = [one for one in told if who in one["people"]]  # type: ignore[operator]
        theirs = [
            one for one in own
            if one["pitch"] or one["initiator"] == "them"
            or (one["two_way"] and one["initiator"] is None)
        ]  # fmt: skip
        assert of_one[who] == (sum(bool(one["pitch"]) for one in own), len(theirs))


def test_those_who_are_gone_are_kept_apart(desk: Desk) -> None:
    ids = [desk.add(name) for name in ("Ada Stone", "Bo Roe", "Cy Vale")]
    desk.log(*ids, credit=Credit(got=frozenset({"psychosocial"})))
    desk.archive(ids[1])
    desk.edit(ids[2], fields={"died": "2026-01-01"})
    here = support.given(desk.conn, ago(9), TODAY)
    gone = support.given(desk.conn, ago(9), TODAY, here=False)
    assert ([one.contact for one in here], {one.contact for one in gone}) == (ids[:1], {*ids[1:]})
