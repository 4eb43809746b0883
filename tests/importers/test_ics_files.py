"""Calendar files as they are found: encodings, zones, folders, and whatever is broken in them."""

from __future__ import annotations

import time
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime
from io import BytesIO, TextIOWrapper
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.errors import NetledgerError
from netledger.importers.drafts import Asked, Draft, Meeting, Notice, Owner
from netledger.importers.ics import ICS

RAE = Asked(Owner(emails=("rae@x.org",)))
START = "DTSTART:20240115T090000Z"


def event(uid: str = "e1", start: str = START, name: str = "Mia Falk") -> str:
    guest = f"ATTENDEE;CN={name}:mailto:mia@x.org"
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", start, guest, "END:VEVENT", ""])


def calendar(*events: str, head: str = "") -> str:
    return f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{''.join(events)}END:VCALENDAR\r\n"


def drafts(folder: Path, content: str | bytes) -> list[Draft]:
    path = folder / "cal.ics"
    path.write_bytes(content if isinstance(content, bytes) else content.encode())
    return list(ICS.extract(path, RAE))


def meetings(found: list[Draft]) -> list[Meeting]:
    return [one for one in found if isinstance(one, Meeting)]


def names(found: list[Draft]) -> list[str]:
    return [party.name for one in meetings(found) for party in one.who]


@pytest.fixture
def in_new_york(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    if not hasattr(time, "tzset"):
        pytest.skip("the zone of a process can't be set on this system")
    monkeypatch.setenv("TZ", "America/New_York")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


@pytest.mark.parametrize(
    "encoded",
    [
        calendar(event(name="Zoë")).encode(),
        b"\xef\xbb\xbf" + calendar(event(name="Zoë")).encode(),
        calendar(event(name="Zoë")).encode("utf-16"),
        calendar(event(name="Zoë")).encode("cp1252"),
        calendar(event(name="Zoë")).replace("\r\n", "\n").encode(),
        calendar(event(name="Zoë")).replace("\r\n", "\r\r\n").encode(),
        calendar(event(name="Zoë")).replace("\r\n", "\r\n\r\n").encode(),
        calendar(event(name="Zoë")).encode().replace("ë".encode(), b"\xc3\r\n \xab"),
        calendar(event(name="Z\r\n\toë")).encode(),
        calendar(event(name="Zoë")).replace("VEVENT", "vevent").replace("CN", "cn").encode(),
    ],
    ids=["utf-8", "mark", "utf-16", "cp1252", "lf", "crcrlf", "blank", "cut", "tab", "lower"],
)
def test_a_calendar_is_read_in_any_encoding_and_folding(tmp_path: Path, encoded: bytes) -> None:
    assert names(drafts(tmp_path, encoded)) == ["Zoë"]
    assert ICS.identify(tmp_path / "cal.ics")


def test_several_calendars_stand_in_one_file(tmp_path: Path) -> None:
    joined = calendar(event("a")).encode() + b"\xef\xbb\xbf" + calendar(event("b")).encode()
    assert [one.key[0] for one in meetings(drafts(tmp_path, joined))] == ["a", "b"]


@pytest.mark.parametrize(
    "bad", ["DTSTART:20240231T000000Z", "DTSTART:soon", "DTSTART:00010101", ""]
)
def test_one_bad_event_is_reported_and_the_rest_goes_in(tmp_path: Path, bad: str) -> None:
    found = drafts(tmp_path, calendar(event("a"), event("b", bad), event("c")))
    assert [one.key[0] for one in meetings(found)] == ["a", "c"]
    assert [one.record for one in found if isinstance(one, Notice)] == ["cal.ics line 8"]


@pytest.mark.parametrize("cut", [2, 20, 60])
def test_a_file_that_breaks_off_gives_what_is_whole(tmp_path: Path, cut: int) -> None:
    text = calendar(event("a"), event("b"))
    found = drafts(tmp_path, text[: text.index("UID:b") + cut])
    assert [one.key[0] for one in meetings(found)] == ["a"]
    assert [one.why for one in found if isinstance(one, Notice)] == ["the event has no end"]


def test_an_event_without_an_end_does_not_swallow_the_next(tmp_path: Path) -> None:
    found = drafts(tmp_path, calendar(event("a").replace("END:VEVENT\r\n", ""), event("b")))
    assert [one.key[0] for one in meetings(found)] == ["b"]


def test_lines_of_an_alarm_are_not_the_events(tmp_path: Path) -> None:
    alarm = "BEGIN:VALARM\r\nDURATION:PT9M\r\nATTENDEE:mailto:lou@x.org\r\nEND:VALARM\r\n"
    (one,) = meetings(
        drafts(tmp_path, calendar(event().replace("END:VEVENT", alarm + "END:VEVENT")))
    )
    assert (one.minutes, len(one.who)) == (None, 1)


def test_a_guest_whose_line_is_broken_leaves_the_others(tmp_path: Path) -> None:
    broken = "ATTENDEE CN Lou\r\n"
    assert names(drafts(tmp_path, calendar(event().replace(START, broken + START)))) == ["Mia Falk"]


def test_a_line_of_ten_megabytes_is_no_trouble(tmp_path: Path) -> None:
    long = f"SUMMARY:{'a' * 10_000_000}\r\n"
    (one,) = meetings(drafts(tmp_path, calendar(event().replace(START, long + START))))
    assert one.text is not None
    assert len(one.text) <= 1_000


CUSTOM = """\
BEGIN:VTIMEZONE
TZID:Our Office
BEGIN:STANDARD
DTSTART:16010101T030000
TZOFFSETFROM:+0200
TZOFFSETTO:+0100
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=10
END:STANDARD
BEGIN:DAYLIGHT
DTSTART:16010101T020000
TZOFFSETFROM:+0100
TZOFFSETTO:+0200
RRULE:FREQ=YEARLY;BYDAY=-1SU;BYMONTH=3
END:DAYLIGHT
END:VTIMEZONE
""".replace("\n", "\r\n")


@pytest.mark.parametrize(
    ("zone", "utc"),
    [
        ("Europe/Berlin", 7), ("W. Europe Standard Time", 7), ('"Europe/Berlin"', 7),
        ("/mozilla.org/20050126_1/Europe/Berlin", 7), ("/x/America/Argentina/Ushuaia", 12),
        ("Our Office", 7), ("UTC", 9),
    ],
)  # fmt: skip
def test_a_zone_is_known_by_any_of_its_names(tmp_path: Path, zone: str, utc: int) -> None:
    summer = event(start=f"DTSTART;TZID={zone}:20240715T090000")
    (one,) = meetings(drafts(tmp_path, calendar(summer, CUSTOM)))
    assert one.on == datetime(2024, 7, 15, utc, tzinfo=UTC)


@pytest.mark.usefixtures("in_new_york")
@pytest.mark.parametrize(
    ("start", "on"),
    [
        ("DTSTART:20240715T090000", datetime.fromisoformat("2024-07-15T09:00")),
        ("DTSTART;TZID=Nowhere/At All:20240715T090000", datetime.fromisoformat("2024-07-15T09:00")),
        ("DTSTART:19500715T090000", datetime.fromisoformat("1950-07-15T09:00")),
    ],
)
def test_a_time_without_a_zone_stays_as_it_is_written(
    tmp_path: Path, start: str, on: datetime
) -> None:
    (one,) = meetings(drafts(tmp_path, calendar(event(start=start))))
    assert (one.on, one.key) == (on, f"e1#{on.isoformat()}")


@pytest.mark.usefixtures("in_new_york")
def test_a_time_without_a_zone_is_in_its_calendars(tmp_path: Path) -> None:
    start, head = "DTSTART:20240715T090000", "X-WR-TIMEZONE:Europe/Berlin\r\n"
    (one,) = meetings(drafts(tmp_path, calendar(event(start=start), head=head)))
    assert (one.on, one.key) == (
        datetime(2024, 7, 15, 7, tzinfo=UTC), "e1#2024-07-15T07:00:00Z"
    )  # fmt: skip


@pytest.mark.parametrize("zone", ["../../etc/passwd", "Europe", "x" * 5_000, "Ünter", "Nowhere"])
def test_an_unknown_zone_is_told_of_once(tmp_path: Path, zone: str) -> None:
    start = f"DTSTART;TZID={zone}:20240715T090000"
    found = drafts(tmp_path, calendar(event("a", start), event("b", start)))
    assert len(meetings(found)) == 2
    assert ["zone" in one.why for one in found if isinstance(one, Notice)] == [True]


def test_a_rule_of_a_zone_that_has_no_end_is_not_followed(tmp_path: Path) -> None:
    zone = CUSTOM.replace("FREQ=YEARLY", "FREQ=SECONDLY")
    found = drafts(tmp_path, calendar(zone, event(start="DTSTART;TZID=Our Office:20240715T090000")))
    assert len(meetings(found)) == 1


def test_a_folder_in_which_nothing_is_a_calendar_is_refused(tmp_path: Path) -> None:
    for name in ("a.ics", "b.ics"):
        (tmp_path / name).write_text("no calendar")
    with pytest.raises(NetledgerError, match="is no calendar"):
        list(ICS.extract(tmp_path, Asked(Owner(emails=("rae@x.org",)))))


def test_a_folder_of_calendars_is_read_through(tmp_path: Path) -> None:
    home = tmp_path / "home"
    (home / "work").mkdir(parents=True)
    (home / "work" / "1.ics").write_text(calendar(event("a")))
    (home / "2.ICS").write_text(calendar(event("b")))
    (home / "broken.ics").write_text("nothing of the kind")
    (home / "colour").write_text("#ff0000")
    found = list(ICS.extract(home, RAE))
    assert sorted(one.key[0] for one in meetings(found)) == ["a", "b"]
    assert [one.record for one in found if isinstance(one, Notice)] == ["broken.ics"]
    assert ICS.identify(home)


def test_the_zip_that_a_calendar_is_exported_as_is_read(tmp_path: Path) -> None:
    path = tmp_path / "rae@x.org.ical.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("rae@x.org.ics", calendar(event("a")))
        archive.writestr("Family.ics", calendar(event("b")))
    assert len(meetings(list(ICS.extract(path, RAE)))) == 2
    assert ICS.identify(path)


def test_standard_input_is_read(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("sys.stdin", TextIOWrapper(BytesIO(calendar(event()).encode())))
    assert names(list(ICS.extract(Path("-"), RAE))) == ["Mia Falk"]


def test_what_is_no_calendar_is_refused(tmp_path: Path) -> None:
    for content in ("", "Name,Email\nMia,mia@x.org\n", "BEGIN:VCARD\nFN:Mia\nEND:VCARD\n"):
        with pytest.raises(NetledgerError, match="no calendar"):
            drafts(tmp_path, content)
        assert not ICS.identify(tmp_path / "cal.ics")


def test_an_empty_folder_and_no_path_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NetledgerError, match="no calendar"):
        list(ICS.extract(tmp_path, RAE))
    with pytest.raises(NetledgerError):
        list(ICS.extract(tmp_path / "nowhere.ics", RAE))
    assert not ICS.identify(tmp_path)
    assert not ICS.identify(tmp_path / "nowhere.ics")


SERIES = (
    event("s", "DTSTART;TZID=Our Office:20240101T100000\r\nDURATION:PT30M\r\n"
          "RRULE:FREQ=WEEKLY;BYDAY=MO;COUNT=9\r\nEXDATE;TZID=Our Office:20240108T100000")
    + event("s", "DTSTART:20240116T100000Z\r\n"
            "RECURRENCE-ID;RANGE=THISANDFUTURE;TZID=Our Office:20240115T100000")
)  # fmt: skip
WHOLE = calendar(CUSTOM, SERIES, event(), head="X-WR-TIMEZONE:Asia/Tokyo\r\n").encode()
PIECES = [
    b"BEGIN:VEVENT\r\n", b"END:VEVENT\r\n", b"99999999", b"\r\n ", b'"', b"\\", b":", b"\0",
    b"\xed\xa0\x80", b"DTSTART:99991231T235959Z\r\n", b"RRULE:FREQ=YEARLY\r\n", b"INTERVAL=0;",
    b"-", b"\xff",
    b"DTSTART;VALUE=DATE:20240229\r\n", b"TZID=../x:", b"UNTIL=2024;",
]  # fmt: skip
EDITS = st.lists(
    st.tuples(
        st.integers(0, len(WHOLE)),
        st.integers(0, 20),
        st.sampled_from(PIECES) | st.binary(max_size=3),
    ),
    max_size=8,
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(EDITS, st.booleans())
def test_a_damaged_calendar_gives_meetings_and_notices(
    edits: list[tuple[int, int, bytes]], told: bool
) -> None:
    content = WHOLE
    for place, length, piece in edits:
        content = content[:place] + piece + content[place + length :]
    holds_only_meetings_and_notices(content, RAE if told else Asked())


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=200))
def test_any_bytes_give_meetings_and_notices_or_are_refused(content: bytes) -> None:
    for bytes_ in (content, b"BEGIN:VCALENDAR\nBEGIN:VEVENT\n" + content + b"\nEND:VEVENT\n"):
        holds_only_meetings_and_notices(bytes_, RAE)


def holds_only_meetings_and_notices(content: bytes, asked: Asked) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "cal.ics"
        path.write_bytes(content)
        ICS.identify(path)
        try:
            found = list(ICS.extract(path, asked))
        except NetledgerError:
            return
    assert {type(one) for one in found} <= {Meeting, Notice}
    assert all(one.who and one.minutes in (None, *range(1, 10_081)) for one in meetings(found))
