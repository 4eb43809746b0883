"""What holds of every importer: it knows its own files, and no file makes it crash."""

from __future__ import annotations

import json
import struct
import time
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from time import process_time
from typing import Any, Final, get_args

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.errors import FAILED, NetledgerError
from netledger.importers import FORMATS, importer, recognised
from netledger.importers.drafts import Asked, Draft, Exchange, Meeting, Notice, Owner, Person

ME: Final = Asked(Owner(names=("Rae Vale",), emails=("rae@example.org",)))
MONICA: Final = {
    "account": {
        "data": [
            {
                "type": "contact",
                "values": [
                    {"uuid": "u1", "properties": {"first_name": "Zoë", "last_name": "Falk"}}
                ],
            }
        ]
    }
}
# Of each format: what its file may be called, and a whole one.
SAMPLES: Final[dict[str, tuple[str, str]]] = {
    "linkedin": (
        "Connections.csv",
        "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
        'Zoë,Falk,https://www.linkedin.com/in/zoe-falk,,"Grün, Weiß",Cook,14 Jan 2024\n',
    ),
    "google": (
        "contacts.csv",
        "First Name,Last Name,Labels,Birthday,E-mail 1 - Label,E-mail 1 - Value\n"
        "Zoë,Falk,* myContacts,1990-04-15,* Work,zoe@example.org\n",
    ),
    "outlook": (
        "contacts.csv",
        "First Name,Last Name,Company,Business Phone,E-mail Address,E-mail 2 Address,Birthday\n"
        "Zoë,Falk,Weiß,+49 30 1234567,zoe@example.org,,4/15/1990\n",
    ),
    "csv": ("people.csv", "name,emails,note\nZoë Falk,zoe@example.org,tea\n"),
    "vcard": (
        "book.vcf",
        "BEGIN:VCARD\r\nVERSION:3.0\r\nFN:Zoë Falk\r\nEMAIL:zoe@example.org\r\n"
        "NOTE:tea\\, no\r\n  milk\r\nEND:VCARD\r\n",
    ),
    "ics": (
        "calendar.ics",
        "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nBEGIN:VEVENT\r\nUID:e1\r\nDTSTART:20240313T100000Z\r\n"
        "DTEND:20240313T110000Z\r\nRRULE:FREQ=WEEKLY;COUNT=3\r\nSUMMARY:Tea\r\n"
        "ORGANIZER:mailto:rae@example.org\r\nATTENDEE;CN=Rae Vale:mailto:rae@example.org\r\n"
        "ATTENDEE;CN=Zoë Falk:mailto:zoe@example.org\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n",
    ),
    "mbox": (
        "mail.mbox",
        "From zoe@example.org Wed Mar 13 10:00:00 2024\nMessage-ID: <1@example.org>\n"
        "From: Zoë Falk <zoe@example.org>\nTo: rae@example.org\nSubject: Tea\n"
        "Date: Wed, 13 Mar 2024 10:00:00 +0000\n\nTea?\n\n",
    ),
    "whatsapp": (
        "WhatsApp Chat with Zoë Falk.txt",
        "13/03/2024, 10:00 - Zoë Falk: Tea?\n14/03/2024, 10:01 - Rae Vale: Yes\nplease\n",
    ),
    "signal": (
        "ZoëFalk/chat.md",
        "[2024-03-13 10:05:41] ZoëFalk: Tea?  \n\n[2024-03-13 10:06:41] Me: Yes  \n\n",
    ),
    "friends": (
        "friends.md",
        "### Activities:\n- 2024-03-13: Tea with **Zoë Falk**. @tea\n\n### Notes:\n\n### Friends:\n"
        "- Zoë Falk (a.k.a. Zo) [Ulm] @kind\n\n### Locations:\n- Ulm\n",
    ),
    "monica": ("monica.json", json.dumps(MONICA, ensure_ascii=False)),
}
formats = pytest.mark.parametrize("kind", FORMATS)


def put(folder: Path, name: str, content: bytes) -> Path:
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(content)
    return path


def sample(folder: Path, kind: str) -> Path:
    name, text = SAMPLES[kind]
    return put(folder, name, text.encode())


def survives(kind: str, path: Path) -> list[Draft]:
    """Return what an importer gives for a path, if it keeps to what it may do."""
    one = importer(kind)
    assert one.identify(path) in {True, False}
    found: list[Draft] = []
    with suppress(NetledgerError):
        for draft in one.extract(path, ME):
            assert isinstance(draft, get_args(Draft))
            found.append(draft)
    return found


# --- its own files


def test_there_is_a_sample_of_every_format() -> None:
    assert SAMPLES.keys() == FORMATS.keys()


@formats
def test_a_whole_file_is_recognised_as_its_own_format_and_no_other(
    kind: str,
    tmp_path: Path,
) -> None:
    path = sample(tmp_path, kind)
    assert [name for name in FORMATS if importer(name).identify(path)] == [kind]
    assert recognised(path) == kind


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be"])
@pytest.mark.parametrize("kind", ["csv", "vcard", "friends", "monica"])
def test_a_file_in_utf_16_is_recognised_with_and_without_a_mark(
    kind: str, encoding: str, tmp_path: Path
) -> None:
    name, text = SAMPLES[kind]
    assert recognised(put(tmp_path, name, text.encode(encoding))) == kind


@formats
def test_a_whole_file_tells_of_the_one_person_in_it(kind: str, tmp_path: Path) -> None:
    told = set()
    for draft in importer(kind).extract(sample(tmp_path, kind), ME):
        match draft:
            case Person():
                told.add(draft.name)
            case Exchange():
                told.add(draft.who.name)
            case Meeting():
                told |= {party.name for party in draft.who}
            case Notice():
                assert not draft.skipped
    assert told == {"Zoë Falk"}


@formats
def test_the_files_of_others_are_no_trouble(kind: str, tmp_path: Path) -> None:
    for other in FORMATS:
        survives(kind, sample(tmp_path / other, other))


def test_where_two_formats_fit_the_user_is_asked(tmp_path: Path) -> None:
    sample(tmp_path, "vcard")
    sample(tmp_path, "ics")
    with pytest.raises(NetledgerError, match=r"looks like vcard and ics") as raised:
        recognised(tmp_path)
    assert raised.value.status == FAILED


def test_a_path_that_is_not_there_is_said_to_be_so(tmp_path: Path) -> None:
    with pytest.raises(NetledgerError, match="There is no"):
        recognised(tmp_path / "gone.vcf")


@formats
def test_a_path_that_is_not_there_is_no_trouble(kind: str, tmp_path: Path) -> None:
    assert survives(kind, tmp_path / "gone" / SAMPLES[kind][0]) == []


# --- times


@pytest.fixture
def clocks(monkeypatch: pytest.MonkeyPatch) -> Iterator[Callable[[str], None]]:
    """Give what sets the clocks of this machine to another zone."""
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of a process can't be set on this system")

    def set_to(zone: str) -> None:
        monkeypatch.setenv("TZ", zone)
        time.tzset()

    yield set_to
    monkeypatch.undo()
    time.tzset()


@formats
def test_the_zone_of_the_machine_makes_no_difference(
    kind: str, tmp_path: Path, clocks: Callable[[str], None]
) -> None:
    path = sample(tmp_path, kind)
    clocks("Asia/Tokyo")
    found = list(importer(kind).extract(path, ME))
    clocks("America/Los_Angeles")
    assert list(importer(kind).extract(path, ME)) == found


# --- damaged files


DAMAGE: Final[dict[str, Callable[[str], bytes]]] = {
    "empty": lambda _: b"",
    "one NUL": lambda _: b"\0",
    "NULs alone": lambda _: bytes(5000),
    "NULs between": lambda text: text.encode().replace(b"a", b"\0a\0"),
    "the first half": lambda text: text.encode()[: len(text) // 2],
    "the second half": lambda text: text.encode()[len(text) // 2 :],
    "cut in a letter": lambda text: text.encode()[: text.encode().find("ë".encode()) + 1],
    "without its end": lambda text: text.encode().rstrip()[:-1],
    "UTF-16": lambda text: text.encode("utf-16"),
    "UTF-16 without a mark": lambda text: text.encode("utf-16-le"),
    "UTF-16, odd": lambda text: text.encode("utf-16")[:-1],
    "latin-1": lambda text: text.encode("latin-1"),
    "a lone surrogate": lambda text: text.replace("ë", "\ud800").encode("utf-8", "surrogatepass"),
    "old line ends": lambda text: text.replace("\r\n", "\n").replace("\n", "\r").encode(),
    "twice": lambda text: (text + text).encode(),
    "two marks": lambda text: ("\ufeff" + text + "\ufeff" + text).encode(),
    "quotes": lambda text: text.replace("F", '"').encode(),
    "control characters": lambda text: text.replace("Z", "\x1b[2J\u202e\x85\u2028").encode(),
    "absurd numbers": lambda text: text.replace("2024", "9" * 30).replace("13", "99").encode(),
    "other digits": lambda text: text.replace("2", "²").replace("1", "१").encode(),
}


@pytest.mark.parametrize("damage", DAMAGE)
@formats
def test_damage_does_not_crash_it(kind: str, damage: str, tmp_path: Path) -> None:
    name, text = SAMPLES[kind]
    survives(kind, put(tmp_path, name, DAMAGE[damage](text)))


@formats
def test_a_field_of_three_megabytes_takes_no_longer_than_it_must(
    kind: str,
    tmp_path: Path,
) -> None:
    name, text = SAMPLES[kind]
    path = put(
        tmp_path,
        name,
        text.replace("Tea", "tea " * 750_000).replace("Falk", "F" * 3_000_000).encode(),
    )
    before = process_time()
    survives(kind, path)
    assert process_time() - before < 5


# --- folders and zips


@formats
def test_a_folder_with_nothing_for_it_is_no_trouble(kind: str, tmp_path: Path) -> None:
    (tmp_path / SAMPLES[kind][0]).mkdir(parents=True)
    assert survives(kind, tmp_path) == []
    assert survives(kind, tmp_path / SAMPLES[kind][0]) == []


@pytest.mark.parametrize(
    ("kind", "good", "bad"),
    [
        ("linkedin", "Connections.csv", "Invitations.csv"),
        ("vcard", "b.vcf", "a.vcf"),
        ("vcard", "b.vcf", "more/a.vcf"),
        ("ics", "b.ics", "a.ics"),
        ("ics", "b.ics", "c.ics"),
        ("mbox", "b.mbox", "a.mbox"),
        ("mbox", "b.mbox", "more/of/them"),
        ("whatsapp", "WhatsApp Chat with Zoë Falk.txt", "Another.txt"),
        ("whatsapp", "WhatsApp Chat with Zoë Falk.txt", "more/z.zip"),
        ("signal", "ZoëFalk/chat.md", "Another/chat.md"),
    ],
)
def test_one_file_that_is_closed_is_named_and_the_others_go_in(
    kind: str, good: str, bad: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    put(tmp_path, good, SAMPLES[kind][1].encode())
    closed = put(tmp_path, bad, b"x")
    opening = Path.open

    def open_but_one(path: Path, *args: Any, **options: Any) -> Any:
        if path == closed:
            raise PermissionError(13, "Permission denied", str(path))
        return opening(path, *args, **options)

    monkeypatch.setattr(Path, "open", open_but_one)
    assert importer(kind).identify(tmp_path)
    found = list(importer(kind).extract(tmp_path, ME))
    (told,) = [one for one in found if isinstance(one, Notice) and one.skipped]
    assert told.record.endswith(closed.name)
    assert told.why == "can't be read: Permission denied"
    assert any(isinstance(one, Person | Exchange | Meeting) for one in found)


@pytest.fixture(scope="module")
def crowded(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A zip with thousands of entries, of every name that an importer looks for."""
    path = tmp_path_factory.mktemp("crowded") / "crowded.zip"
    with zipfile.ZipFile(path, "w") as made:
        for number in range(600):
            for kind, (name, _) in SAMPLES.items():
                made.writestr(f"{kind}-{number}/{name}", "x")
    return path


@formats
def test_a_zip_of_thousands_of_entries_is_no_trouble(kind: str, crowded: Path) -> None:
    assert not [draft for draft in survives(kind, crowded) if not isinstance(draft, Notice)]


@formats
def test_a_zip_whose_entries_point_elsewhere_writes_nothing(kind: str, tmp_path: Path) -> None:
    name, text = SAMPLES[kind]
    last = Path(name).name
    path = tmp_path / "a" / "b" / "export.zip"
    path.parent.mkdir(parents=True)
    with zipfile.ZipFile(path, "w") as made:
        for folder in ("../../", "/", "C:\\..\\", "a/../../../", "x\0/"):
            made.writestr(folder + last, text)
    there = set(tmp_path.rglob("*"))
    survives(kind, path)
    assert set(tmp_path.rglob("*")) == there
    assert not (tmp_path.parent / last).exists()


@formats
def test_a_zip_that_claims_gigabytes_is_not_believed(kind: str, tmp_path: Path) -> None:
    name, text = SAMPLES[kind]
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        made.writestr(Path(name).name, text)
    content = bytearray(path.read_bytes())
    struct.pack_into("<I", content, content.find(b"PK\x01\x02") + 24, 0xF000_0000)
    path.write_bytes(content)
    before = process_time()
    survives(kind, path)
    assert process_time() - before < 2


# --- what chance makes of a file


@st.composite
def mutated(draw: st.DrawFn, content: bytes) -> bytes:
    """Return a file with a few bytes changed, parts cut out, doubled, or put elsewhere."""
    made = bytearray(content)
    for _ in range(draw(st.integers(1, 4))):
        start = draw(st.integers(0, max(0, len(made) - 1)))
        end = draw(st.integers(start, min(len(made), start + 60)))
        part = bytes(made[start:end])
        match draw(st.sampled_from(("flip", "cut", "double", "move", "put"))):
            case "flip" if made:
                made[start] ^= 1 << draw(st.integers(0, 7))
            case "cut":
                del made[start:end]
            case "double":
                made[start:start] = part * draw(st.integers(1, 30))
            case "move":
                del made[start:end]
                place = draw(st.integers(0, len(made)))
                made[place:place] = part
            case _:
                made[start:start] = draw(st.binary(max_size=8))
    return bytes(made)


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("mutated")


@formats
@given(st.data())
@settings(max_examples=40, deadline=None)
def test_no_mutation_crashes_it(kind: str, folder: Path, data: st.DataObject) -> None:
    name, text = SAMPLES[kind]
    survives(kind, put(folder / kind, name, data.draw(mutated(text.encode()))))
