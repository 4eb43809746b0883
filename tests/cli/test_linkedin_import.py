"""LinkedIn's export as people really have it, from the command line to the ledger."""

from __future__ import annotations

import csv
import io
import zipfile
from typing import Any

import pytest

from .program import Netledger

HEADER = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
PREAMBLE = (
    'Notes:\n"When exporting your connection data, you may notice that some of the addresses, '
    'names, and dates are missing."\n\n'
)


def link(slug: str) -> str:
    return f"https://www.linkedin.com/in/{slug}"


def message(thread: str, sender: str, to: str, on: str, **more: str) -> dict[str, str]:
    """Return a message between two people, or to several with commas between."""

    def page(name: str) -> str:
        return link(name.lower().replace(" ", "-"))

    return {
        "CONVERSATION ID": thread,
        "FROM": sender,
        "SENDER PROFILE URL": page(sender),
        "TO": to,
        "RECIPIENT PROFILE URLS": ",".join(page(name) for name in to.split(",")),
        "DATE": f"{on} 10:00:00 UTC",
        "CONTENT": "Hello",
        "FOLDER": "INBOX",
        "IS MESSAGE DRAFT": "No",
        "IS CONVERSATION DRAFT": "No",
    } | {name.replace("_", " "): value for name, value in more.items()}


def test_a_preamble_above_the_header_is_read_over(netledger: Netledger) -> None:
    with_notes = netledger.file(
        "with-notes.csv",
        PREAMBLE + HEADER + "Nora,Quist,https://www.linkedin.com/in/nora-q,,Millpond,"
        '"Baker, Pastry",14 Jan 2024\n'
        "Tove,Ax,https://www.linkedin.com/in/tove-ax,tove@example.org,"
        '"Ax & Sons, Inc.","Founder\nand writer",02 Feb 2023\n',
    )
    without = netledger.file(
        "without.csv",
        HEADER + "Nora,Quist,https://www.linkedin.com/in/nora-q,,Millpond,Baker,14 Jan 2024\n",
    )
    assert netledger.json("import", "linkedin", with_notes)["created"] == 2
    assert netledger.json("import", "linkedin", without)["created"] == 0
    rows = netledger.json("list")
    assert {row["name"]: row["org"] for row in rows} == {
        "Nora Quist": "Millpond",
        "Tove Ax": "Ax & Sons, Inc.",
    }
    tove = netledger.json("show", "tove")
    assert tove["role"].split() == ["Founder", "and", "writer"]
    assert tove["emails"] == ["tove@example.org"]
    assert (tove["connected_on"], tove["met_on"]) == ("2023-02-02", None)


@pytest.mark.parametrize(
    ("header", "row", "has_url"),
    [
        (
            "First Name,Last Name,Email Address,Company,Position,Connected On",
            "Nora,Quist,nora@example.org,Millpond,Baker,14 Jan 2024",
            False,
        ),
        (
            "Last Name,First Name,Company,Mood,Position,Connected On,URL,Email Address",
            "Quist,Nora,Millpond,merry,Baker,14 Jan 2024,"
            "https://www.linkedin.com/in/nora-q,nora@example.org",
            True,
        ),
    ],
    ids=["without the URL column", "in another order, with a column more"],
)
def test_columns_are_found_by_name(
    netledger: Netledger, header: str, row: str, has_url: bool
) -> None:
    netledger.ok("import", "linkedin", netledger.file("Connections.csv", f"{header}\n{row}\n"))
    nora = netledger.json("show", "Nora Quist")
    assert (nora["org"], nora["role"], nora["connected_on"]) == ("Millpond", "Baker", "2024-01-14")
    assert nora["emails"] == ["nora@example.org"]
    assert bool(nora["urls"]) == has_url
    assert "merry" not in str(nora)


@pytest.mark.parametrize(
    "header",
    [
        "Vorname,Nachname,URL,E-Mail-Adresse,Unternehmen,Position,Verbunden am",
        "Prénom,Nom,URL,Adresse e-mail,Entreprise,Poste,Date de connexion",
        "Nombre,Apellidos,URL,Correo electrónico,Empresa,Cargo,Conectado el",
        "Nome,Cognome,URL,Indirizzo email,Azienda,Posizione,Data di collegamento",
    ],
    ids=["German", "French", "Spanish", "Italian"],
)
def test_an_export_in_another_language_is_read(netledger: Netledger, header: str) -> None:
    row = f"Hanne,Muster,{link('hanne-m')},,Grüner Wald GmbH,Entwicklerin,03 Apr 2022"
    told = netledger.json(
        "import", "linkedin", netledger.file("Connections.csv", f"{header}\n{row}\n")
    )
    assert told["created"] == 1
    hanne = netledger.json("show", "Hanne Muster")
    assert (hanne["org"], hanne["connected_on"]) == ("Grüner Wald GmbH", "2022-04-03")


@pytest.mark.parametrize(
    ("content", "names"),
    [
        ("Etunimi,Sukunimi,Yritys\nAino,Esimerkki,Oy Malli\n", ["Etunimi", "Yritys"]),
        ("When,What\n2024-01-14,tea\n", ["When", "What"]),
        ("\n", []),
    ],
    ids=["a language that is not known", "some other table", "a blank file"],
)
def test_a_header_that_is_not_known_is_no_success(
    netledger: Netledger, content: str, names: list[str]
) -> None:
    said = netledger.refused(
        1, "import", "linkedin", netledger.file("Connections.csv", content), "--json"
    )
    assert all(name in said for name in [*names, "First Name", "Connected On"])
    assert netledger.json("list") == []
    assert netledger.steps() == 0


def test_the_same_export_again_changes_nothing(netledger: Netledger) -> None:
    """As zip, as folder and as single files; people without link and address are known again."""
    connections = netledger.connections(
        ("Nora", "Quist", link("nora-quist"), "", "Millpond", "Baker", "14 Jan 2024"),
        ("Anna", "Lund", "", "", "", "", "03 Mar 2021"),
        ("Tove", "Ax", link("tove-ax"), "tove@example.org", "Ax", "", "02 Feb 2023"),
        name="export/Connections.csv",
    )
    netledger.messages(
        message("c1", "Robin Vale", "Nora Quist", "2026-02-01"),
        message("c1", "Nora Quist", "Robin Vale", "2026-02-02"),
        message("c2", "Robin Vale", "Tove Ax", "2026-02-03"),
        name="export/messages.csv",
    )
    held = io.BytesIO()
    with zipfile.ZipFile(held, "w") as archive:
        for file in sorted(connections.parent.iterdir()):
            archive.write(file, file.name)
    zipped = netledger.file("Basic_LinkedInDataExport.zip", held.getvalue())

    first = netledger.json("import", "linkedin", zipped)
    assert (first["created"], first["interactions"]) == (3, 3)
    before, ids = netledger.everything(), netledger.ids()
    for path in (zipped, connections.parent, connections, connections.parent / "messages.csv"):
        again = netledger.json("import", "linkedin", path)
        assert [again[key] for key in ("created", "updated", "interactions")] == [0, 0, 0]
    assert netledger.ids() == ids
    assert netledger.everything() == before
    assert netledger.steps() == 1


def test_blank_cells_erase_nothing_and_gaps_are_filled(netledger: Netledger) -> None:
    netledger.ok(
        "add", "Nora Quist", "--email", "nora@example.org", "--phone", "+1 (202) 555-0102",
        "--note", "likes tea",
    )  # fmt: skip
    netledger.ok("edit", "nora", "--org", "Night Bakery")
    told = netledger.json(
        "import",
        "linkedin",
        netledger.connections(
            ("Nora", "Quist", link("nora-quist"), "nora@example.org", "", "", "14 Jan 2024"),
        ),
    )
    assert (told["created"], told["updated"]) == (0, 1)
    nora = netledger.json("show", "nora")
    assert (nora["org"], nora["note"]) == ("Night Bakery", "likes tea")
    assert len(nora["phones"]) == 1
    assert nora["connected_on"] == "2024-01-14"
    assert "nora-quist" in nora["urls"][0]


def test_what_the_user_wrote_is_not_overwritten_and_what_was_taken_off_stays_off(
    netledger: Netledger,
) -> None:
    old = "old@example.org"
    row = ("Nora", "Quist", link("nora-quist"), old, "Millpond", "Baker", "14 Jan 2024")
    file = netledger.connections(row)
    netledger.ok("import", "linkedin", file)
    netledger.ok("edit", "nora", "--org", "Night Bakery", "--clear", "email", "--clear", "role")
    netledger.ok("import", "linkedin", file)
    nora = netledger.json("show", "nora")
    assert (nora["org"], nora["role"], nora["emails"]) == ("Night Bakery", None, [])


def test_only_direct_messages_that_were_sent_count_as_contact(netledger: Netledger) -> None:
    """A group thread, a draft, a closed account and an advertisement are no exchange."""
    group = "Nora Quist,Tove Ax,Bo Birk"
    told = netledger.json(
        "import",
        "linkedin",
        netledger.messages(
            message("c1", "Robin Vale", group, "2026-03-01", CONVERSATION_TITLE="Alumni"),
            message("c2", "Robin Vale", "Nora Quist", "2026-02-01"),
            message("c2", "Nora Quist", "Robin Vale", "2026-02-02", CONTENT="Thanks,\nRobin"),
            message("c3", "Robin Vale", "Bo Birk", "2026-03-05", IS_MESSAGE_DRAFT="Yes"),
            {**message("c4", "LinkedIn Member", "Robin Vale", "2025-01-05"),
             "SENDER PROFILE URL": ""},
            {**message("c5", "LinkedIn Talent", "Robin Vale", "2026-03-06"),
             "SENDER PROFILE URL": "", "CONVERSATION TITLE": "Sponsored"},
        ),
    )  # fmt: skip
    assert told["interactions"] == 2
    last = {row["name"]: row["last"] for row in netledger.json("list")}
    assert last["Nora Quist"] == "2026-02-02"
    assert not last.get("Tove Ax")
    assert not last.get("Bo Birk")
    assert not {"LinkedIn Member", "LinkedIn Talent", "Robin Vale", group} & last.keys()
    entries = netledger.json("show", "Nora Quist")["interactions"]
    assert [(one["on"], one["initiator"], one["with"]) for one in entries] == [
        ("2026-02-02", "them", []),
        ("2026-02-01", "me", []),
    ]


def test_the_owner_may_say_who_they_are(netledger: Netledger) -> None:
    netledger.ok("config", "me.url", link("nora-quist"))
    netledger.ok(
        "import", "linkedin",
        netledger.connections(
            ("Nora", "Quist", link("Nora-Quist") + "/", "", "", "", "14 Jan 2024"),
            ("Tove", "Ax", link("tove-ax"), "", "", "", "14 Jan 2024"),
        ),
    )  # fmt: skip
    file = netledger.messages(message("c1", "Nora Quist", "Tove Ax", "2026-02-01"))
    netledger.ok("import", "linkedin", file)
    assert list(netledger.ids()) == ["Tove Ax"]


def test_rows_without_a_name_are_reported_by_line_and_the_rest_goes_in(
    netledger: Netledger,
) -> None:
    told = netledger.json(
        "import",
        "linkedin",
        netledger.connections(
            ("", "", "", "", "", "", "09 Sep 2019"),
            ("Nora", "Quist", link("nora-quist"), "", "Millpond", "Baker", "14 Jan 2024"),
            ("Madonna", "", link("madonna-77"), "", "", "", "bad date"),
            ("", "", "", "", "", "", "10 Sep 2019"),
        ),
    )
    assert told["created"] == 2
    assert [one["record"].rsplit(maxsplit=1)[-1] for one in told["skipped"]] == ["2", "5"]
    assert set(netledger.ids()) == {"Nora Quist", "Madonna"}
    assert netledger.json("show", "madonna")["connected_on"] is None


def _saved(delimiter: str, day: str, newline: str = "\r\n") -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, lineterminator=newline)
    writer.writerow(HEADER.strip().split(","))
    writer.writerow(["Zoë", "Šmit", link("zoe-s"), "", "Grün – Weiß", "Ärztin", day])
    return out.getvalue()


@pytest.mark.parametrize(
    "content",
    [
        _saved(";", "14.01.2024").encode("cp1252"),
        _saved(",", "14-Jan-24").encode("utf-8-sig"),
        _saved("\t", "14 Jan 2024", "\n").encode("utf-16"),
        _saved("\t", "14 Jan 2024").encode("utf-8"),
        b"sep=;\r\n" + _saved(";", "2024-01-14").encode("utf-8-sig"),
    ],
    ids=["cp1252 with semicolons", "UTF-8 with a mark", "UTF-16 with tabs", "tabs", "sep="],
)
def test_a_file_that_a_spreadsheet_saved_is_read(netledger: Netledger, content: bytes) -> None:
    netledger.ok("import", "linkedin", netledger.file("Connections.csv", content))
    zoe = netledger.json("show", "Zoë Šmit")
    assert (zoe["org"], zoe["role"], zoe["connected_on"]) == (
        "Grün – Weiß",
        "Ärztin",
        "2024-01-14",
    )


def test_namesakes_stay_apart_and_are_told(netledger: Netledger) -> None:
    told = netledger.json(
        "import",
        "linkedin",
        netledger.connections(
            ("Nora", "Quist", link("nora-1"), "", "Millpond", "", "14 Jan 2024"),
            ("Nora", "Quist", link("nora-2"), "", "Quarry", "", "15 Jan 2024"),
        ),
    )
    assert told["created"] == 2
    said = netledger.refused(3, "show", "Nora Quist")
    assert "Millpond" in said
    assert "Quarry" in said


def test_a_dry_run_says_what_would_happen_and_writes_nothing(netledger: Netledger) -> None:
    file = netledger.connections(
        ("Nora", "Quist", link("nora-quist"), "", "Millpond", "Baker", "14 Jan 2024")
    )
    told = netledger.json("import", "linkedin", file, "--dry-run")
    assert told["created"] == 1
    assert netledger.json("list") == []
    assert netledger.steps() == 0


def test_the_format_is_found_and_a_pipe_will_do(netledger: Netledger) -> None:
    row = ("Nora", "Quist", link("nora-quist"), "", "Millpond", "Baker", "14 Jan 2024")
    file = netledger.connections(row)
    assert netledger.json("import", file)["created"] == 1
    assert netledger.json("import", "-", typed=file.read_bytes())["unchanged"] == 1


@pytest.mark.parametrize("name", ["nowhere.zip", "broken.zip", "folder"])
def test_what_is_no_export_is_refused_in_plain_words(netledger: Netledger, name: str) -> None:
    netledger.file("broken.zip", b"PK\x03\x04 and then nothing")
    (netledger.home / "folder").mkdir()
    said = netledger.refused(1, "import", "linkedin", netledger.home / name)
    assert name in said


def test_messages_and_connections_of_one_person_meet_in_one_contact(netledger: Netledger) -> None:
    """The message bears the long form of the link, the connection the short one."""
    row: Any = message("c1", "Robin Vale", "Nora Quist", "2026-02-01")
    row["RECIPIENT PROFILE URLS"] = "https://linkedin.com/in/NORA-QUIST/?trk=x"
    other = message("c2", "Robin Vale", "Tove Ax", "2026-02-01")
    netledger.ok("import", "linkedin", netledger.messages(row, other))
    netledger.ok(
        "import",
        "linkedin",
        netledger.connections(
            ("Nora", "Quist", link("nora-quist"), "", "Millpond", "Baker", "14 Jan 2024")
        ),
    )
    nora = netledger.json("show", "Nora Quist")
    assert (nora["org"], nora["last"]) == ("Millpond", "2026-02-01")


def test_who_the_owner_is_is_not_guessed_and_the_next_step_can_be_copied(
    netledger: Netledger,
) -> None:
    file = netledger.messages(message("c1", "Robin Vale", "Nora Quist", "2026-02-01"))
    said = netledger.refused(1, "import", "linkedin", file)
    assert "netledger config me.url" in said
    assert netledger.json("list") == []
