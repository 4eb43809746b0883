"""A whole ledger out and in again: identical, once, and never broken by what is bad in it."""

from __future__ import annotations

import json
from collections.abc import Iterable
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain.model import Credit
from netledger.importers import ledger_json
from netledger.importers.drafts import Exchange, Party, Person, Sign
from netledger.ledger import changes, daybook, standing, transfer, whole
from netledger.ledger.transfer import Loaded

from .desk import NOW, TODAY, Desk, ago, new_desk

HOSTILE = (
    "Zo\u00eb",
    "Zoe\u0308",
    "a\x1b[31m\x07b",
    'say "hi" \\ back',
    "line\nline\r\nline",
    "\u05d3\u05e0\u05d4 \u202e\u200f",
    "👩\u200d💻 \U0001f3fd",
    "=HYPERLINK(1)",
    "\ufeffbom",
    "null",
)


def tables(desk: Desk) -> dict[str, list[Any]]:
    return ledger_json.read(desk.text().encode(), "export")


def load(desk: Desk, what: dict[str, Iterable[Any]] | dict[str, list[Any]]) -> Loaded:
    return whole.load(desk.ledger, what, dry_run=False)


def fill(desk: Desk, *, texts: Iterable[str] = HOSTILE) -> None:
    """One of everything that a ledger holds."""
    ids = [desk.add(f"N {text}", fields={"note": text, "org": text}, tag=[text]) for text in texts]
    ada, bob = ids[0], ids[1]
    desk.edit(bob, fields={"through": ada, "birthday": "--05-01"}, seeks=["bread"])
    entry = desk.log(ada, bob, note="talk", tags=["x"], credit=Credit(frozenset({"instrumental"})))
    desk.promise(ada, entry, "write")
    with desk.ledger.step("state"):
        standing.state(desk.conn, ada, TODAY, 5, 30)
        standing.rest_all(desk.conn, TODAY)
    desk.archive(bob)
    url = "https://linkedin.com/in/cy"
    desk.take_in(
        Person("r", "Cy", urls=(url,), org="Inc"),
        Exchange("m", Party("Cy", url), "t1", NOW, "them", "hello"),
        Exchange("m", Party("Cy", url), "t2", NOW, "me", "hello"),
        Sign("s", "endorsement", "Cy", url, "them", TODAY),
    )
    desk.unlog(desk.entries()[-1])
    cy = desk.ids()[-1]
    desk.merge(cy, desk.add("Cyril"))


def test_an_empty_ledger_becomes_an_identical_one(desk: Desk, other_desk: Desk) -> None:
    fill(desk)
    report = load(other_desk, tables(desk))
    assert report.skipped == []
    assert other_desk.text() == desk.text()


@settings(max_examples=30, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=12), min_size=2, max_size=3))
def test_any_text_comes_through_as_it_was(texts: list[str]) -> None:
    with new_desk() as desk, new_desk() as other:
        fill(desk, texts=[f"x{text}" for text in texts])
        load(other, tables(desk))
        assert other.text() == desk.text()


def test_the_copy_has_the_same_ties(desk: Desk, other_desk: Desk) -> None:
    fill(desk)
    load(other_desk, tables(desk))
    assert other_desk.ties() == desk.ties() != {}


def test_the_copy_knows_an_import_again(desk: Desk, other_desk: Desk) -> None:
    url = "https://linkedin.com/in/cy"
    drafts = (
        Person("r", "Cy", urls=(url,), org="Inc"),
        Exchange("m", Party("Cy", url), "t", NOW, "me", "hi"),
        Exchange("m", Party("Cy", url), " t\u00a0 e\u0301 ", NOW, "me", "hi"),
    )
    desk.take_in(*drafts)
    load(other_desk, tables(desk))
    before = other_desk.text()
    other_desk.take_in(*drafts)
    assert other_desk.text() == before == desk.text()


def test_loading_twice_changes_nothing(desk: Desk, other_desk: Desk) -> None:
    fill(desk)
    load(other_desk, tables(desk))
    before, steps = other_desk.text(), other_desk.steps()
    report = load(other_desk, tables(desk))
    assert (report.created, report.interactions) == (0, 0)
    assert (other_desk.text(), other_desk.steps()) == (before, steps)


def test_loading_into_itself_changes_nothing(desk: Desk) -> None:
    fill(desk)
    before = desk.text()
    load(desk, tables(desk))
    assert desk.text() == before


def test_loading_is_one_step_that_undo_takes_back(desk: Desk, other_desk: Desk) -> None:
    fill(desk)
    other_desk.add("Eve")
    before = other_desk.text()
    load(other_desk, tables(desk))
    changes.undo(other_desk.ledger)
    assert other_desk.text() == before


def test_a_dry_run_changes_nothing_and_counts_alike(desk: Desk, other_desk: Desk) -> None:
    fill(desk)
    tried = whole.load(other_desk.ledger, tables(desk), dry_run=True)
    assert (other_desk.ids(), other_desk.steps()) == ([], 0)
    assert tried == load(other_desk, tables(desk))


def test_ids_that_clash_keep_both(desk: Desk, other_desk: Desk) -> None:
    fill(desk)
    eve = other_desk.add("Eve Ek", email=["eve@example.org"])
    entry = other_desk.log(eve, note="hers")
    other_desk.promise(eve, entry, "hers")
    load(other_desk, tables(desk))
    assert len(other_desk.ids()) == len(desk.ids()) + 1
    assert other_desk.column("name", eve) == "Eve Ek"
    assert other_desk.values("email", eve) == ["eve@example.org"]
    assert other_desk.ties()[eve].n == 1


def test_what_comes_in_beside_others_hangs_together(desk: Desk, other_desk: Desk) -> None:
    ada, bob = desk.add("Ada"), desk.add("Bob", fields={"through": 1})
    entry = desk.log(ada, bob, note="talk", tags=["x"])
    desk.promise(bob, entry, "write")
    eve = other_desk.add("Eve")
    other_desk.log(eve, note="hers")
    load(other_desk, tables(desk))
    rows = other_desk.conn.execute(
        """SELECT c.name, t.name, i.note, g.tag, p.text FROM contact c
             JOIN contact t ON t.id = c.through JOIN participant a ON a.contact = c.id
             JOIN interaction i ON i.id = a.interaction
             JOIN interaction_tag g ON g.interaction = i.id
             JOIN promise p ON p.contact = c.id AND p.interaction = i.id"""
    )
    assert rows.fetchall() == [("Bob", "Ada", "talk", "x", "write")]


def test_who_was_merged_is_not_brought_in_again(desk: Desk, other_desk: Desk) -> None:
    ada, bea = desk.add("Ada"), desk.add("Bea")
    load(other_desk, tables(desk))
    desk.merge(ada, bea)
    report = load(desk, tables(other_desk))
    assert (report.created, desk.ids()) == (0, [ada])


# --- bad rows


def with_row(desk: Desk, table: str, row: Any) -> dict[str, list[Any]]:
    found = tables(desk)
    found.setdefault(table, []).append(row)
    return found


CONTACT = {"id": 50, "uid": "u50", "name": "Eve", "kin": 0, "created_on": "2026-03-14"}
ENTRY = {"id": 50, "uid": "i50", "on_day": "2026-03-14", "channel": "meet", "two_way": 1}
NO_ROWS: list[Any] = [5, None, "text", [], [1, 2], {}, True, [["a"]]]
NO_NAMES: list[Any] = ["", " ", None, [], {"a": 1}]
NO_IDS: list[Any] = ["x", [1], 1.5, {"a": 1}, 2**70]
BAD_ROWS: list[tuple[str, Any]] = [
    *[("contact", row) for row in NO_ROWS],
    *[("contact", {**CONTACT, "name": name}) for name in NO_NAMES],
    *[("contact", {**CONTACT, "id": id}) for id in NO_IDS],
    *[("contact", {**CONTACT, "created_on": day}) for day in ("2026-02-30", "today", None, 5)],
    ("contact", {**CONTACT, "birthday": "1990-02-30"}),
    ("contact", {**CONTACT, "died": "2026-02-30"}),
    ("contact", {**CONTACT, "uid": ["x"]}),
    ("contact", {**CONTACT, "kin": "yes"}),
    ("contact", {**CONTACT, "imported": "no json"}),
    ("contact", {key: value for key, value in CONTACT.items() if key != "uid"}),
    ("contact", {key: value for key, value in CONTACT.items() if key != "name"}),
    ("contact", {key: value for key, value in CONTACT.items() if key != "id"}),
    ("detail", {"contact": 99, "kind": "tag", "value": "x"}),
    ("detail", {"contact": [1], "kind": "tag", "value": "x"}),
    ("detail", {"contact": 1, "kind": "fax", "value": "x"}),
    ("detail", {"contact": 1, "kind": "tag", "value": ""}),
    ("detail", {"contact": 1, "kind": "tag"}),
    ("detail", {"kind": "tag", "value": "x"}),
    ("standing", {"contact": 2, "stated_tier": 7, "stated_on": "2026-03-14"}),
    ("standing", {"contact": 2, "stated_tier": 5}),
    ("interaction", {**ENTRY, "on_day": "2026-02-30"}),
    ("interaction", {**ENTRY, "channel": "pigeon"}),
    ("interaction", {**ENTRY, "n": 0}),
    ("interaction", {**ENTRY, "n": float("nan")}),
    ("participant", {"contact": 1, "interaction": 99}),
    ("participant", {"contact": 99, "interaction": 1}),
    ("participant", {"contact": 1}),
    ("interaction_tag", {"interaction": 1, "tag": ""}),
    ("interaction_tag", {"interaction": 99, "tag": "x"}),
    ("promise", {"uid": "p", "contact": 1, "text": "x", "whose": "both"}),
    ("gesture", {"contact": 1, "kind": "poke", "side": "me", "key": "k"}),
    ("setting", {}),
    ("setting", {"key": "k"}),
    ("setting", {"key": "k", "value": {"a": 1}}),
    ("taken_out", {"source": "s"}),
]


@pytest.mark.parametrize(("table", "row"), BAD_ROWS)
def test_a_bad_row_is_left_out_and_named_and_the_rest_goes_in(
    table: str, row: Any, desk: Desk, other_desk: Desk
) -> None:
    ada, _ = desk.add("Ada"), desk.add("Bob")
    desk.log(ada)
    bad = with_row(desk, table, row)
    report = load(other_desk, bad)
    assert [where for where, _ in report.skipped] == [f"{table} {len(bad[table])}"]
    assert report.skipped[0][1]
    assert other_desk.text() == desk.text()


@pytest.mark.parametrize(
    ("table", "row", "why"),
    [
        ("contact", {**CONTACT, "name": " "}, "its name is blank"),
        ("contact", {**CONTACT, "name": "\u200b"}, "its name is blank"),
        ("contact", {**CONTACT, "created_on": None}, "it has no created_on"),
        ("contact", {**CONTACT, "died": "2026-02-30"}, "its died is no day of the calendar"),
        ("contact", {**CONTACT, "kin": "yes"}, "its kin is no whole number"),
        ("promise", {"uid": "p", "contact": 1, "text": "x", "whose": "both"},
         "its whose is none of me, them"),
        ("interaction", {**ENTRY, "n": 0}, "its n is not from 1 to 100000"),
        ("contact", 5, "it is no record"),
    ],
)  # fmt: skip
def test_what_is_wrong_with_a_row_is_said_in_plain_words(
    table: str, row: Any, why: str, desk: Desk, other_desk: Desk
) -> None:
    desk.log(desk.add("Ada"))
    assert [said for _, said in load(other_desk, with_row(desk, table, row)).skipped] == [why]


def test_a_table_that_is_not_known_is_named(desk: Desk, other_desk: Desk) -> None:
    desk.add("Ada")
    report = load(other_desk, with_row(desk, "place", {"id": 1}))
    assert ["place" in where for where, _ in report.skipped] == [True]


def test_a_column_that_is_not_known_does_no_harm(desk: Desk, other_desk: Desk) -> None:
    load(other_desk, with_row(desk, "contact", {**CONTACT, "shoe_size": 40, "id) --": 1}))
    assert len(other_desk.ids()) == 1


def test_a_bad_reference_to_an_introducer_leaves_the_contact_in(
    desk: Desk, other_desk: Desk
) -> None:
    load(other_desk, with_row(desk, "contact", {**CONTACT, "through": 99}))
    assert other_desk.column("through", other_desk.ids()[0]) is None


@pytest.mark.parametrize("table", ["contact", "interaction"])
def test_an_id_at_the_far_end_does_not_stop_what_is_added_later(
    table: str, desk: Desk, other_desk: Desk
) -> None:
    row = {**(CONTACT if table == "contact" else ENTRY), "id": 2**63 - 1}
    load(other_desk, with_row(desk, table, row))
    assert other_desk.log(other_desk.add("Bob"))


@settings(max_examples=60, deadline=None)
@given(
    st.dictionaries(
        st.sampled_from(tuple(transfer.TABLES)),
        st.lists(
            st.recursive(
                st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
                lambda inner: (
                    st.lists(inner, max_size=2)
                    | st.dictionaries(
                        st.sampled_from(("id", "uid", "name", "contact", "key", "value", "kind")),
                        inner,
                    )
                ),
            ),
            max_size=3,
        ),
    )
)
def test_whatever_is_in_the_file_each_row_is_taken_or_named(found: dict[str, list[Any]]) -> None:
    with new_desk() as desk:
        load(desk, found)
        assert json.loads(desk.text())["format"] == ledger_json.FORMAT


@pytest.mark.parametrize(
    "row", [{**ENTRY, "id": 1, "on_day": "2026-02-30"}, {**ENTRY, "id": 1, "channel": "x"}]
)
def test_who_took_part_in_a_bad_entry_is_left_out_too(row: Any, desk: Desk) -> None:
    found = {
        "contact": [{**CONTACT, "id": 1}],
        "interaction": [row],
        "participant": [{"contact": 1, "interaction": 1}],
    }
    report = load(desk, found)
    assert [where for where, _ in report.skipped] == ["interaction 1", "participant 1"]


def test_a_promise_keeps_its_entry_where_that_is_known_already(
    desk: Desk, other_desk: Desk
) -> None:
    ada = desk.add("Ada")
    entry = desk.log(ada, on=ago(3))
    load(other_desk, tables(desk))
    with desk.ledger.step("promise"):
        daybook.promise(desk.conn, ada, entry, text="write", whose="me", by=None)
    load(other_desk, tables(desk))
    assert other_desk.text() == desk.text()
