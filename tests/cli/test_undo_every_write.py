"""Every write is one step, and taking it back gives the ledger that was, byte for byte."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from .program import Netledger

PEOPLE = """name,connected on,tags,stated_tier,status,note
Ada Stone,2015-01-01,choir,,,likes tea
Bob Stone,2015-01-01,,15,,
Vain Roe,2015-01-01,,,,
Vain Too,2015-01-01,,,,
Old Friend,2015-01-01,,,archived,
"""
LINKEDIN = ("Nora", "Quist", "https://www.linkedin.com/in/nora", "", "Millpond", "", "14 Jan 2024")
MESSAGE = {
    "CONVERSATION ID": "c1", "FROM": "Robin Vale", "TO": "Nora Quist", "CONTENT": "Hi",
    "SENDER PROFILE URL": "https://www.linkedin.com/in/robin-vale",
    "RECIPIENT PROFILE URLS": "https://www.linkedin.com/in/nora",
    "DATE": "2026-02-01 10:00:00 UTC",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A folder for the one ledger that these tests share: each leaves it as it found it."""
    return tmp_path_factory.mktemp("undo")


@pytest.fixture
def steady(folder: Path) -> Netledger:
    """The program on that ledger."""
    steady = Netledger(folder)
    if not steady.ledger.exists():
        steady.ok("import", "csv", "-", typed=PEOPLE.encode())
        steady.ok("log", "ada, bob", "tea", "--got", "p:ada", "--todo", "send it", "--tag", "x")
        steady.ok("snooze", "bob", "2w")
        steady.connections(LINKEDIN)
        steady.messages(
            MESSAGE,
            {**MESSAGE, "CONVERSATION ID": "c2", "TO": "Tove Ax",
                                   "RECIPIENT PROFILE URLS": "https://www.linkedin.com/in/tove"},
        )  # fmt: skip
        steady.file("more.csv", "name,org,note\nNew Roe,Firm,n\nAda Stone,,\n")
        (folder / "before.json").write_bytes(steady.everything())
    return steady


@pytest.mark.parametrize(
    "words",
    [
        "add|Kim Roe|--tier|5|--every|1w|--email|k@example.org|--tag|a|--through|ada|--note|n",
        "edit|ada|--org|Firm|--role|Cook|--location|Paris|--where|here|--note|other",
        "edit|ada|--birthday|--03-14|--met|2 Mar 2020|--through|bob|--kin|--pin",
        "edit|ada|--email|a@example.org|--phone|+1 202 555 0101|--url|https://example.org/a",
        "edit|ada|--tag|b|--alias|The Boss|--offers|a flat|--seeks|work",
        "amend|last|--clear|todo|--clear|they-owe",
        "edit|ada|--name|Ada Lund|--untag|choir",
        "edit|ada|--tier|5|--every|2w",
        "edit|bob|--clear|tier|--clear|snooze|--died|2026-01-01",
        "edit|ada|--clear|note|--clear|tag|--clear|connected",
        "merge|ada|bob|--yes",
        "merge|vain roe|ada|--yes",
        "remove|ada|--yes",
        "remove|bob|--yes",
        "log|ada, vain too|a long talk|--depth|3|--gave|i|--minutes|9|--tag|y|--todo|z|--by|fri",
        "log|Kim Roe|tea|--new|--with|Tove",
        "log|old friend|tea",
        "log|ada|a pitch|--pitch",
        "amend|last|coffee|--on|2026-01-01|--without|bob|--tag|z|--clear|got|--they-owe|a book",
        "amend|last|--who|vain roe|--with|Kim Roe|--new|--one-way|--by-them|--guarded",
        "unlog|last",
        "snooze|ada|3d",
        "snooze|--all|2w",
        "done|1",
        "prune|--yes",
        "prune|--yes|--limit|1",
        "restore|old friend",
        "import|linkedin|Connections.csv",
        "import|linkedin|messages.csv",
        "import|csv|more.csv",
    ],
    ids=lambda words: words.replace("|", " ")[:48],
)
def test_undo_gives_the_ledger_back(steady: Netledger, words: str) -> None:
    before = (steady.home / "before.json").read_bytes()
    steady.ok(*words.split("|"))
    assert steady.everything() != before
    steady.ok("undo")
    assert steady.everything() == before


def test_undo_takes_back_an_import_of_a_whole_ledger(
    steady: Netledger, netledger: Netledger
) -> None:
    before = netledger.everything()
    netledger.ok("import", "json", steady.home / "before.json")
    assert netledger.everything() == (steady.home / "before.json").read_bytes()
    steps = netledger.steps()
    netledger.ok("import", "json", steady.home / "before.json")
    assert netledger.steps() == steps
    netledger.ok("undo")
    assert netledger.everything() == before


def test_steps_are_taken_back_last_first_and_told(netledger: Netledger) -> None:
    netledger.ok("log", "Ada Stone", "tea", "--new")
    netledger.ok("log", "ada", "coffee")
    assert "log" in netledger.ok("undo").out
    assert [one["note"] for one in netledger.json("show", "ada")["interactions"]] == ["tea"]
    netledger.ok("undo")
    assert netledger.json("list") == []
    assert "nothing" in netledger.refused(1, "undo").lower()
    told = netledger.json("history")
    assert len(told) == 4
    assert [one["undone"] for one in told] == [False, False, True, True]
    assert "Ada Stone" in netledger.ok("history").out


def test_a_command_that_changes_nothing_makes_no_step(steady: Netledger) -> None:
    steps = steady.json("history")
    for words in (
        "edit|ada|--note|likes tea|--tag|choir", "edit|bob|--tier|15", "edit|ada|--unpin",
        "amend|last|tea", "snooze|bob|2w", "list", "due", "show|ada", "prune|--dry-run",
        "import|csv|more.csv|--dry-run", "config|due.capacity|5", "score", "tiers",
        "backup|create|copy.db", "export|csv|out.csv", "edit|ada|--clear|org",
    ):  # fmt: skip
        steady.ok(*words.split("|"))
    for words in ("log|ada|x|--on|tomorrow", "log|nobody at all", "restore|ada", "done|99",
                  "edit|ada|--tier|6", "add|Ada Stone", "remove|ada"):  # fmt: skip
        assert steady(*words.split("|")).status in (1, 2), words
    assert steady.json("history") == steps


def test_the_json_export_holds_everything_and_reads_back_identically(
    steady: Netledger, netledger: Netledger
) -> None:
    document = steady.everything()
    netledger.ok("import", "-", typed=document)
    assert netledger.everything() == document
    for words in (("list",), ("show", "ada"), ("show", "bob"), ("score",), ("prune",), ("due",)):
        assert netledger.json(*words) == steady.json(*words), words
    netledger.refused(1, "import", "json", netledger.file("broken.json", document[:-40]))
    other = json.loads(document) | {"format": "netledger/999"}
    netledger.refused(1, "import", "json", netledger.file("newer.json", json.dumps(other)))
    netledger.refused(1, "import", "json", netledger.file("other.json", '{"a": 1}'))
    assert netledger.everything() == document
