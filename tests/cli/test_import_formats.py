"""Every format from a file into the ledger, again, and back."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any, Final

import pytest

from netledger.importers import known

from .program import Netledger

MONICA: Final = {
    "account": {
        "data": [
            {
                "type": "contact",
                "values": [
                    {"uuid": "u1", "properties": {"first_name": "Mia", "last_name": "Falk"}}
                ],
            }
        ]
    }
}
# Of each format a file that tells of Mia Falk.
SAMPLES: Final[dict[str, tuple[str, str]]] = {
    "linkedin": (
        "Connections.csv",
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        "Mia,Falk,https://www.linkedin.com/in/mia-falk,,Acme,Cook,14 Jan 2019\n"
        ",,,,,,14 Jan 2019\n",
    ),
    "google": (
        "contacts.csv",
        "First Name,Last Name,Organization Name,Organization Title,E-mail 1 - Label,"
        "E-mail 1 - Value\nMia,Falk,Acme,Cook,* Work,mia@example.org\n",
    ),
    "outlook": (
        "contacts.csv",
        "First Name,Last Name,Company,Job Title,Business Phone,E-mail Address,Birthday\n"
        "Mia,Falk,Acme,Cook,+49 30 1234567,mia@example.org,3/4/1990\n",
    ),
    "csv": ("people.csv", "name,email,company,title\nMia Falk,mia@example.org,Acme,Cook\n"),
    "vcard": (
        "book.vcf",
        "BEGIN:VCARD\nVERSION:3.0\nFN:Mia Falk\nORG:Acme\nTITLE:Cook\nEMAIL:mia@example.org\n"
        "END:VCARD\nBEGIN:VCARD\nVERSION:3.0\nEND:VCARD\n",
    ),
    "ics": (
        "calendar.ics",
        "BEGIN:VCALENDAR\nBEGIN:VEVENT\nUID:e1\nDTSTART:20260313T100000Z\nSUMMARY:Tea\n"
        "ORGANIZER:mailto:rae@example.org\nATTENDEE:mailto:rae@example.org\n"
        "ATTENDEE;CN=Mia Falk:mailto:mia@example.org\nEND:VEVENT\nEND:VCALENDAR\n",
    ),
    "mbox": (
        "mail.mbox",
        "From mia@example.org Fri Mar 13 10:00:00 2026\nMessage-ID: <1@example.org>\n"
        "From: Mia Falk <mia@example.org>\nTo: rae@example.org\nSubject: Tea\n"
        "Date: Fri, 13 Mar 2026 10:00:00 +0000\n\nTea?\n\n",
    ),
    "whatsapp": (
        "WhatsApp Chat with Mia Falk.txt",
        "13/03/2026, 10:00 - Mia Falk: Tea?\n14/03/2026, 10:01 - Rae Vale: Yes\n",
    ),
    "signal": (
        "MiaFalk/chat.md",
        "[2026-03-13 10:05:41] MiaFalk: Tea?\n[2026-03-13 10:06:41] Me: Yes\n",
    ),
    "friends": (
        "friends.md",
        "### Activities:\n- 2026-03-13: Tea with **Mia Falk**.\n\n### Notes:\n\n### Friends:\n"
        "- Mia Falk [Ulm]\n\n### Locations:\n- Ulm\n",
    ),
    "monica": ("monica.json", json.dumps(MONICA)),
}
WITH_ORG: Final = ("linkedin", "google", "outlook", "csv", "vcard")


@pytest.fixture
def rae(netledger: Netledger) -> Netledger:
    """The program as somebody has it who said who she is."""
    netledger.ok("config", "me.name", "Rae Vale")
    netledger.ok("config", "me.email", "rae@example.org")
    return netledger


def given(user: Netledger, kind: str) -> Path:
    """Write a sample into the user's home."""
    if kind == "json":
        other = user.elsewhere("before")
        other.ok("add", "Mia Falk", "--org", "Acme")
        other.ok("log", "mia", "tea", "--on", "2026-03-13")
        return user.file("ledger.json", other.everything())
    return user.file(*SAMPLES[kind])


def counts(report: dict[str, Any]) -> dict[str, Any]:
    return {name: value for name, value in report.items() if name != "dry_run"}


@pytest.mark.parametrize("kind", known())
def test_it_goes_in_once_and_comes_out_again(kind: str, rae: Netledger) -> None:
    path = given(rae, kind)
    empty = rae.everything()

    tried = rae.json("import", kind, path, "--dry-run")
    assert tried["dry_run"] is True
    assert rae.everything() == empty
    assert rae.steps() == 0

    done = rae.json("import", path)
    assert counts(done) == counts(tried)
    assert done["created"] == 1
    assert [row["name"] for row in rae.json("list")] == ["Mia Falk"]
    full = rae.everything()

    again = rae.json("import", kind, path)
    assert (again["created"], again["updated"], again["interactions"]) == (0, 0, 0)
    assert rae.everything() == full
    assert rae.steps() == 1

    rae.ok("undo", "--yes")
    assert rae.everything() == empty


@pytest.mark.parametrize("kind", ["vcard", "csv", "ics", "mbox"])
def test_a_pipe_gives_what_the_file_gives(kind: str, rae: Netledger) -> None:
    path = given(rae, kind)
    assert rae.json("import", kind, "-", typed=path.read_bytes())["created"] == 1
    assert rae.json("import", kind, path)["updated"] == 0


@pytest.mark.parametrize("kind", WITH_ORG)
def test_what_the_user_wrote_outlives_the_same_file_and_a_newer_one(
    kind: str, rae: Netledger
) -> None:
    path = given(rae, kind)
    rae.ok("import", path)
    rae.ok("edit", "mia", "--org", "Own Firm")
    rae.ok("import", path)
    newer = SAMPLES[kind][1].replace("Acme", "Other").replace("Cook", "Baker")
    rae.ok("import", rae.file(*(SAMPLES[kind][0], newer)))
    card = rae.json("show", "mia")
    assert (card["org"], card["role"]) == ("Own Firm", "Baker")


@pytest.mark.parametrize("kind", WITH_ORG)
def test_what_the_user_cleared_stays_empty(kind: str, rae: Netledger) -> None:
    path = given(rae, kind)
    rae.ok("import", path)
    rae.ok("edit", "mia", "--clear", "org")
    newer = SAMPLES[kind][1].replace("Acme", "Other")
    rae.ok("import", rae.file(*(SAMPLES[kind][0], newer)))
    assert rae.json("show", "mia")["org"] is None


def test_who_was_cut_stays_cut(rae: Netledger) -> None:
    path = given(rae, "linkedin")
    rae.ok("import", path)
    assert rae.json("prune", "--yes")["cut"] == 1
    cut = rae.everything()
    told = rae.json("import", path)
    assert (told["created"], told["updated"], told["archived"]) == (0, 0, 1)
    assert rae.everything() == cut

    # Nor does a message of another program, once an address says who it is of.
    rae.ok("edit", "mia", "--email", "mia@example.org")
    rae.ok("import", given(rae, "mbox"))
    assert rae.json("list") == []
    assert [row["name"] for row in rae.json("list", "--archived")] == ["Mia Falk"]


@pytest.mark.parametrize("kind", known())
def test_the_same_file_changes_nothing_in_another_time_zone(kind: str, rae: Netledger) -> None:
    path = given(rae, kind)
    rae.on(rae.now, TZ="Asia/Tokyo").ok("import", kind, path)
    full = rae.everything()
    rae.on(rae.now, TZ="America/Los_Angeles").ok("import", kind, path)
    assert rae.everything() == full


def test_an_entry_of_several_people_is_counted_once(rae: Netledger) -> None:
    name, text = SAMPLES["ics"]
    guest = "ATTENDEE;CN=Bo Birk:mailto:bo@example.org\n"
    report = rae.json("import", rae.file(name, text.replace("END:VEVENT", f"{guest}END:VEVENT")))
    assert (report["created"], report["interactions"]) == (2, 1)


# --- what can't be read


@pytest.mark.parametrize(
    ("name", "content", "why"),
    [
        ("empty.vcf", b"", "empty.vcf is empty."),
        ("broken.zip", b"PK\x03\x04 and then nothing", "broken.zip is damaged or cut short."),
        ("noise.bin", b"\x80\x81\x82" * 99, "looks like no format that is known"),
        ("folder/a.vcf", SAMPLES["vcard"][1].encode(), "folder looks like vcard and ics."),
    ],
)
def test_a_bad_file_is_no_wrong_usage(name: str, content: bytes, why: str, rae: Netledger) -> None:
    path = rae.home / name
    if path.parent != rae.home:
        path.parent.mkdir()
        (path.parent / "b.ics").write_text(SAMPLES["ics"][1])
    path.write_bytes(content)
    named = path if path.parent == rae.home else path.parent
    assert why in rae.refused(1, "import", named)
    assert why in rae.refused(1, "import", named, "--json")


@pytest.mark.parametrize("words", [("nope.vcf",), ("vcard", "nope.vcf"), ("mbox", "nope.vcf")])
def test_a_path_that_is_not_there_is_said_to_be_so(words: tuple[str, ...], rae: Netledger) -> None:
    assert rae.refused(1, "import", *words).startswith("There is no nope.vcf.")


@pytest.mark.parametrize("kind", known())
def test_a_format_alone_needs_a_path(kind: str, rae: Netledger) -> None:
    assert f"import {kind} needs a path." in rae.refused(2, "import", kind)


def test_a_file_that_is_called_like_a_format_is_read(rae: Netledger) -> None:
    rae.file("vcard", SAMPLES["vcard"][1])
    assert rae.json("import", "vcard")["created"] == 1


@pytest.mark.parametrize("words", [("",), ("vcard", ""), (" ",)])
def test_an_empty_path_is_none(words: tuple[str, ...], rae: Netledger) -> None:
    assert "import needs a path." in rae.refused(2, "import", *words)


@pytest.mark.parametrize(
    ("path", "shown"), [("-", "Standard input"), (".", "here"), ("sub/..", "here")]
)
def test_what_is_read_is_named(path: str, shown: str, netledger: Netledger) -> None:
    here = netledger.elsewhere("here")
    (here.home / "sub").mkdir()
    here.file(*SAMPLES["vcard"])
    ran = here.ok("import", path, typed=SAMPLES["vcard"][1].encode())
    assert ran.err.startswith(f"{shown} is read as vcard.")


# --- what the user adds to the path


TABLE: Final = "Wer,Post,Haus\nMia Falk,mia@example.org,Acme\n"


def test_columns_are_what_the_user_says(rae: Netledger) -> None:
    path = rae.file("people.csv", TABLE)
    rae.ok("import", "csv", path, "--map", "Wer=name", "--map", "Post=email", "--map", "Haus=org")
    card = rae.json("show", "mia")
    assert (card["name"], card["emails"], card["org"]) == ("Mia Falk", ["mia@example.org"], "Acme")


def test_what_has_columns_told_is_a_table(rae: Netledger) -> None:
    path = rae.file("people.csv", TABLE)
    rae.ok("import", path, "--map", "Wer=name", "--map", "Post=email")
    assert rae.json("show", "mia")["emails"] == ["mia@example.org"]


@pytest.mark.parametrize(
    ("told", "why"),
    [
        ("Wer", "maps nothing"),
        ("=name", "maps nothing"),
        ("Wer=shoe size", "no field"),
        ("Schuh=name", "Schuh"),
    ],
)
def test_a_column_that_can_not_be_is_refused(told: str, why: str, rae: Netledger) -> None:
    path = rae.file("people.csv", TABLE)
    assert why in rae.refused(2, "import", "csv", path, "--map", told)


@pytest.mark.parametrize("kind", [kind for kind in known() if kind not in ("csv", "json")])
def test_columns_are_refused_of_what_is_no_table_of_ones_own(kind: str, rae: Netledger) -> None:
    why = rae.refused(2, "import", kind, given(rae, kind), "--map", "a=name")
    assert "--map is for" in why


@pytest.mark.parametrize(("order", "born"), [("--day-first", "04-03"), ("--month-first", "03-04")])
def test_the_user_says_what_comes_first_in_a_date(order: str, born: str, rae: Netledger) -> None:
    rae.ok("import", "outlook", given(rae, "outlook"), order)
    assert rae.json("show", "mia")["birthday"] == f"1990-{born}"


@pytest.mark.parametrize(
    "kind", [kind for kind in known() if kind not in ("google", "outlook", "csv", "whatsapp")]
)
def test_the_order_of_dates_is_refused_where_there_is_none(kind: str, rae: Netledger) -> None:
    path = given(rae, kind)
    assert "--day-first" in rae.refused(2, "import", kind, path, "--day-first")
