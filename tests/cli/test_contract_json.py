"""The fields of --json that scripts rely on: there, of the right kind, in one document."""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any, Final

import pytest

from .program import Netledger

Kind = Callable[[Any], bool]


def whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def text(value: Any) -> bool:
    return isinstance(value, str)


def yes_or_no(value: Any) -> bool:
    return isinstance(value, bool)


def day(value: Any) -> bool:
    return isinstance(value, str) and re.fullmatch(r"\d{4}-\d\d-\d\d", value) is not None


def birthday(value: Any) -> bool:
    return day(value) or re.fullmatch(r"--\d\d-\d\d", value) is not None


def share(value: Any) -> bool:
    return isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value <= 100


def circle(value: Any) -> bool:
    return value in (5, 15, 50, 150)


def texts(value: Any) -> bool:
    return isinstance(value, list) and all(map(text, value))


def anything(_: Any) -> bool:
    return True


def either(*kinds: Kind) -> Kind:
    return lambda value: any(kind(value) for kind in kinds)


def maybe(kind: Kind) -> Kind:
    return lambda value: value is None or kind(value)


def one_of(*words: str) -> Kind:
    return lambda value: value in words


ROW: Final[dict[str, Kind]] = {
    "id": whole, "uid": text, "name": text, "org": maybe(text), "tier": maybe(circle),
    "stated_tier": maybe(circle), "strength": share, "last": maybe(day), "due": maybe(day),
    "status": one_of("active", "archived"),
}  # fmt: skip
CARD: Final[Mapping[str, Kind]] = ROW | {
    "aliases": texts, "emails": texts, "phones": texts, "urls": texts, "role": maybe(text),
    "location": maybe(text), "birthday": maybe(birthday), "died": maybe(day), "kin": yes_or_no,
    "pinned": yes_or_no, "tags": texts, "connected_on": maybe(day), "met_on": maybe(day),
    "met_where": maybe(text), "through": anything, "offers": texts, "seeks": texts,
    "note": maybe(text), "cadence_days": maybe(whole),
}  # fmt: skip
ENTRY: Final[Mapping[str, Kind]] = {
    "id": whole, "on": day,
    "channel": one_of("meet", "call", "video", "message", "email", "letter", "social"),
    "note": maybe(text), "minutes": maybe(whole), "depth": maybe(whole),
    "initiator": maybe(one_of("me", "them")), "two_way": yes_or_no, "pitch": yes_or_no,
    "at_ease": maybe(yes_or_no), "valued": maybe(yes_or_no), "gave": texts, "got": texts,
    "with": texts, "tags": texts,
}  # fmt: skip
MOVE: Final[Mapping[str, Kind]] = {
    "id": whole, "name": text, "strength_before": share, "strength": share,
    "tier_before": maybe(circle), "tier": maybe(circle), "due": maybe(day),
}  # fmt: skip


def fits(value: Mapping[str, Any], fields: Mapping[str, Kind]) -> bool:
    wrong = {
        name: value.get(name, "is not there")
        for name, kind in fields.items()
        if name not in value or not kind(value[name])
    }
    assert not wrong
    return True


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the ledger that these tests read."""
    return tmp_path_factory.mktemp("full")


@pytest.fixture
def full(folder: Path) -> Netledger:
    """The program on a ledger with something of everything; made once for the module."""
    full = Netledger(folder)
    if not full.ledger.exists():
        full.ok(
            "add", "Ada Stone", "--org", "Millpond", "--role", "Baker", "--email", "a@example.org",
            "--phone", "+1 202 555 0101", "--url", "https://example.org/a", "--location", "Paris",
            "--birthday", "--03-18", "--tag", "choir", "--alias", "The Boss", "--met", "2 Mar 2020",
            "--where", "a fair", "--offers", "a flat", "--seeks", "work", "--note", "likes tea",
            "--tier", "5", "--every", "1w",
        )  # fmt: skip
        full.ok("import", "csv", "-", typed=(
            b"name,connected on,urls,through,note\n"
            b"Bo Birk,2015-01-01,https://www.linkedin.com/in/bo,,\n"
            b"Cut Roe,2015-01-01,,,\nTo Tend,2015-01-01,,Ada Stone,tea\n"
        ))  # fmt: skip
        full.ok(
            "log", "ada, tend", "tea", "--on", "2026-01-02", "--minutes", "30", "--depth", "2",
            "--got", "p:ada", "--gave", "i:ada", "--by-them", "--at-ease", "--valued", "--tag", "x",
            "--todo", "send it", "--by", "friday",
        )  # fmt: skip
        full.ok("log", "tend", "--pitch", "--one-way", "--on", "2026-01-03", "--they-owe", "a book")
    return full


def test_list(full: Netledger) -> None:
    rows = full.json("list")
    assert len(rows) == 4
    assert all(fits(row, ROW) for row in rows)
    assert full.json("list", "--limit", "1") == rows[:1]
    assert full.json("list", "--org", "Millpond") == [row for row in rows if row["org"]]
    assert [row["name"] for row in full.json("list", "--tag", "choir")] == ["Ada Stone"]
    assert [row["name"] for row in full.json("list", "--tier", "5")] == ["Ada Stone"]
    assert len(full.json("list", "--since", "2026-01-01", "--sort", "last")) == 2
    assert full.json("list", "--archived") == []


def test_show(full: Netledger) -> None:
    card = full.json("show", "ada")
    assert fits(card, CARD)
    assert {name for name, value in card.items() if value in (None, [])} <= {
        "died", "connected_on", "through", "through_id", "snoozed_until", "gestures",
    }  # fmt: skip
    (entry,) = card["interactions"]
    assert fits(entry, ENTRY)
    assert (entry["with"], entry["got"]) == (["To Tend"], ["psychosocial"])
    (promise,) = card["promises"]
    assert fits(promise, {"id": whole, "text": text, "by": maybe(day),
                          "whose": one_of("me", "them"), "done_on": maybe(day)})  # fmt: skip
    other = full.json("show", "tend")
    assert [one["on"] for one in other["interactions"]] == ["2026-01-03", "2026-01-02"]
    assert other["promises"][0]["whose"] == "them"
    assert other["through"]
    assert all(fits(one, ENTRY) for one in other["interactions"])
    assert fits(full.json("show", "2"), CARD)


def test_due(full: Netledger) -> None:
    morning = full.json("due")
    assert fits(morning, {"as_of": day, "waiting": whole})
    assert morning["handoffs"] == []
    assert all(
        fits(one, {"id": whole, "who": text, "text": text, "by": maybe(day)})
        for one in morning["promises"]
    )
    assert [fits(one, {"who": text, "what": text, "on": day}) for one in morning["dates"]] == [True]
    (tie,) = morning["ties"]
    assert fits(tie, {"id": whole, "name": text, "tier": maybe(circle), "strength": share,
                      "last": maybe(day), "due": day, "overdue_days": whole,
                      "why": text})  # fmt: skip
    row = next(row for row in full.json("list") if row["id"] == tie["id"])
    assert {name: row[name] for name in ("name", "tier", "strength", "last", "due")} == {
        name: tie[name] for name in ("name", "tier", "strength", "last", "due")
    }


def test_score_is_the_sum_of_its_terms(full: Netledger) -> None:
    everyone, (ada,) = full.json("score"), full.json("score", "ada")
    for one in [*everyone, ada, *full.json("score", "2")]:
        assert fits(one, {"id": whole, "name": text, "strength": share, "tier": maybe(circle)})
        assert abs(sum(one["terms"].values()) - one["strength"]) < 0.02
    assert {"contact", "intensity", "depth", "support", "mind_share"} <= ada["terms"].keys()
    assert ada["terms"]["support"] > 0
    assert ada["terms"]["mind_share"] > 0


def test_prune(full: Netledger) -> None:
    found = full.json("prune", "--dry-run")
    assert [one["name"] for one in found["flagged"]] == ["Bo Birk", "Cut Roe"]
    for one in found["flagged"]:
        assert fits(one, {"id": whole, "name": text, "strength": share, "reasons": texts,
                          "url": maybe(text)})  # fmt: skip
        assert one["reasons"]
    assert found["flagged"][0]["url"].endswith("/in/bo")
    because = one_of("bridge", "dormant", "new", "pinned", "kin", "promise", "support", "value")
    assert all(
        fits(one, {"id": whole, "name": text, "because": because}) for one in found["spared"]
    )
    assert "cut" not in found
    assert len(full.json("prune", "--dry-run", "--limit", "1")["flagged"]) == 1


def test_search_history_and_tiers(full: Netledger) -> None:
    for word in ("tea", "mill", "birk", "choir", "boss"):
        found = full.json("search", word)
        assert found
        assert all(fits(one, {"id": whole, "name": text, "why": text}) for one in found)
    assert next(one["name"] for one in full.json("search", "tea")) == "Ada Stone"
    assert full.json("search", "nothing says this") == []
    steps = full.json("history")
    assert all(fits(one, {"step": whole, "at": text, "what": text}) for one in steps)
    assert [one["step"] for one in steps] == sorted((one["step"] for one in steps), reverse=True)
    assert len(full.json("history", "ada")) == 2
    assert full.json("tiers")


def test_what_writes_answers_in_one_document_too(netledger: Netledger) -> None:
    told = netledger.json("import", "csv", "-", typed=b"name\nAda Stone\nAda Stone\n,\n")
    assert fits(told, {"created": whole, "updated": whole, "unchanged": whole,
                       "interactions": whole, "archived": whole})  # fmt: skip
    assert all(fits(one, {"record": text, "why": text}) for one in told["skipped"])
    assert isinstance(told["duplicates"], list)
    assert netledger.json("add", "Bo Birk", "--tier", "15")["id"]
    answer = netledger.json("log", "bo", "tea")
    assert whole(answer["interaction"])
    assert [fits(one, MOVE) for one in answer["ties"]] == [True]
    for words in (
        ("amend", "last", "coffee"),
        ("edit", "bo", "--org", "Millpond"),
        ("snooze", "bo", "2w"),
        ("snooze", "--all", "2w"),
        ("log", "bo", "x", "--todo", "y"),
        ("done", "1"),
        ("unlog", "last"),
        ("config", "due.capacity", "4"),
        ("config",),
        ("backup", "create", "copy.db"),
        ("export", "csv", "out.csv"),
        ("prune", "--yes"),
        ("undo",),
        ("remove", "bo", "--yes"),
    ):
        assert isinstance(netledger.json(*words), dict), words


def test_duplicates_are_told_by_an_import(netledger: Netledger) -> None:
    told = netledger.json(
        "import", "csv", "-",
        typed=b"name,org,emails\nAda Stone,Millpond,a@x.org\nAda Stone,Millpond,b@x.org\n",
    )  # fmt: skip
    (pair,) = told["duplicates"]
    assert text(pair["why"])
    assert {"id": 1, "name": "Ada Stone"} in (pair["a"], pair["b"])
