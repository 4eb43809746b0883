"""Series in a calendar: each instance once, as moved, called off or taken out, up to a day."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from itertools import takewhile
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.importers.drafts import Asked, Draft, Meeting, Notice, Owner
from netledger.importers.ics import ICS
from netledger.importers.ics.event import Event
from netledger.importers.ics.series import instances

RAE = Owner(emails=("rae@x.org",))
MIA = "ATTENDEE;CN=Mia:mailto:mia@x.org"
UNTIL = date(2026, 3, 16)


def event(start: str, *lines: str) -> str:
    return "\n".join(["BEGIN:VEVENT", "UID:s", f"DTSTART{start}", *lines, "END:VEVENT", ""])


def drafts(folder: Path, *events: str, until: date | None = UNTIL) -> list[Draft]:
    path = folder / "cal.ics"
    path.write_text(f"BEGIN:VCALENDAR\n{''.join(events)}END:VCALENDAR\n", encoding="utf-8")
    return list(ICS.extract(path, Asked(RAE, until=until)))


def found(folder: Path, *events: str, until: date | None = UNTIL) -> list[Meeting]:
    every = [one for one in drafts(folder, *events, until=until) if isinstance(one, Meeting)]
    return sorted(every, key=lambda one: str(one.on))


def days(folder: Path, *events: str, until: date | None = UNTIL) -> list[str]:
    return [f"{one.on:%m-%d}" for one in found(folder, *events, until=until)]


def test_each_instance_has_a_key_of_its_own_and_one_length(tmp_path: Path) -> None:
    weekly = event(":20260105T090000Z", "DURATION:PT30M", "RRULE:FREQ=WEEKLY;COUNT=3", MIA)
    assert [(one.key, one.minutes) for one in found(tmp_path, weekly)] == [
        ("s#2026-01-05T09:00:00Z", 30),
        ("s#2026-01-12T09:00:00Z", 30),
        ("s#2026-01-19T09:00:00Z", 30),
    ]


def test_a_series_keeps_its_hour_when_the_clocks_change(tmp_path: Path) -> None:
    zone = ";TZID=America/New_York:20260302T090000"
    hours = [one.on for one in found(tmp_path, event(zone, "RRULE:FREQ=WEEKLY", MIA))]
    new_york = ZoneInfo("America/New_York")
    assert hours[:2] == [
        datetime(2026, 3, 2, 9, tzinfo=new_york), datetime(2026, 3, 9, 9, tzinfo=new_york),
    ]  # fmt: skip
    assert [f"{one.astimezone(UTC):%H}" for one in hours[:2] if isinstance(one, datetime)] == [
        "14", "13",
    ]  # fmt: skip


def test_nothing_is_yielded_after_the_day_that_was_asked_for(tmp_path: Path) -> None:
    daily = event(":20260313T120000Z", "RRULE:FREQ=DAILY", MIA)
    single = event(":20260401T120000Z", MIA).replace("UID:s", "UID:t")
    assert days(tmp_path, daily, single) == ["03-13", "03-14", "03-15", "03-16"]


def test_a_series_without_an_end_stops_by_itself(tmp_path: Path) -> None:
    yearly = event(":20200601T120000Z", "RRULE:FREQ=YEARLY", MIA)
    assert len(days(tmp_path, yearly, until=None)) == 31


def test_of_a_very_long_series_the_latest_instances_are_kept(tmp_path: Path) -> None:
    every = found(tmp_path, event(":20000101T120000Z", "RRULE:FREQ=DAILY", MIA))
    assert len(every) < 5_000
    assert isinstance(every[-1].on, datetime)
    assert every[-1].on.date() == UNTIL


@pytest.mark.parametrize(
    ("lines", "expected"),
    [
        (("EXDATE:20260106T090000Z",), "05 07 08"),
        (("EXDATE:20260106T090000Z,20260107T090000Z",), "05 08"),
        (("EXDATE;TZID=Europe/Berlin:20260106T100000",), "05 07 08"),
        (("EXDATE;VALUE=DATE:20260106",), "05 07 08"),
        (("EXDATE:never", "EXDATE:20260106T090000Z"), "05 07 08"),
        (("RDATE:20260201T090000Z",), "05 06 07 08 01"),
        (("RDATE;VALUE=PERIOD:20260110T090000Z/PT2H",), "05 06 07 08 10"),
        (("RDATE:20260106T090000Z",), "05 06 07 08"),
    ],
)
def test_days_are_taken_out_of_a_series_and_added(
    tmp_path: Path, lines: tuple[str, ...], expected: str
) -> None:
    daily = event(":20260105T090000Z", "RRULE:FREQ=DAILY;COUNT=4", *lines, MIA)
    assert [day[-2:] for day in days(tmp_path, daily)] == expected.split()


@pytest.mark.parametrize(
    ("end", "expected"),
    [
        ("UNTIL=20260107", 3), ("UNTIL=20260107T090000Z", 3), ("UNTIL=20260107T085959Z", 2),
        ("UNTIL=20260107T090000", 3), ("COUNT=2", 2), ("UNTIL=20260104", 1),
        ("COUNT=3;UNTIL=20269999", 3),
    ],
)  # fmt: skip
def test_a_rule_ends_when_it_says(tmp_path: Path, end: str, expected: int) -> None:
    assert (
        len(days(tmp_path, event(":20260105T090000Z", f"RRULE:FREQ=DAILY;{end}", MIA))) == expected
    )


def test_an_instance_is_moved_and_keeps_its_key(tmp_path: Path) -> None:
    daily = event(":20260105T090000Z", "RRULE:FREQ=DAILY;COUNT=3", MIA)
    moved = event(":20260108T150000Z", "RECURRENCE-ID:20260106T090000Z", MIA)
    assert [(one.key[-20:-10], f"{one.on:%d}") for one in found(tmp_path, daily, moved)] == [
        ("2026-01-05", "05"), ("2026-01-07", "07"), ("2026-01-06", "08"),
    ]  # fmt: skip


def test_an_instance_is_called_off_or_met_with_others(tmp_path: Path) -> None:
    daily = event(":20260105T090000Z", "RRULE:FREQ=DAILY;COUNT=3", MIA)
    off = event(":20260105T090000Z", "RECURRENCE-ID:20260105T090000Z", "STATUS:CANCELLED", MIA)
    lou = event(":20260106T090000Z", "RECURRENCE-ID:20260106T090000Z", MIA.replace("ia", "io"))
    alone = event(":20260107T090000Z", "RECURRENCE-ID;VALUE=DATE:20260107")
    assert [one.who[0].name for one in found(tmp_path, daily, off, lou, alone)] == ["Mio"]


def test_one_instance_of_an_unknown_series_stands_for_itself(tmp_path: Path) -> None:
    (one,) = found(tmp_path, event(":20260106T100000Z", "RECURRENCE-ID:20260106T090000Z", MIA))
    assert one.key == "s#2026-01-06T09:00:00Z"


def test_a_change_from_a_day_on_moves_all_that_follow(tmp_path: Path) -> None:
    daily = event(":20260105T090000Z", "RRULE:FREQ=DAILY;COUNT=4", MIA)
    later = event(":20260106T110000Z", "RECURRENCE-ID;RANGE=THISANDFUTURE:20260106T090000Z", MIA)
    assert [f"{one.on:%d %H}" for one in found(tmp_path, daily, later)] == [
        "05 09", "06 11", "07 11", "08 11",
    ]  # fmt: skip


def test_a_series_called_off_from_a_day_on_ends_there(tmp_path: Path) -> None:
    daily = event(":20260105T090000Z", "RRULE:FREQ=DAILY", MIA)
    rest = ("RECURRENCE-ID;RANGE=THISANDFUTURE:20260107T090000Z", "STATUS:CANCELLED", MIA)
    assert days(tmp_path, daily, event(":20260107T090000Z", *rest)) == ["01-05", "01-06"]


@pytest.mark.parametrize(
    "rule",
    [
        "FREQ=SECONDLY", "FREQ=HOURLY;COUNT=3", "FREQ=DAILY;INTERVAL=0", "FREQ=SOMETIMES",
        "COUNT=3", "FREQ=DAILY;BYHOUR=1,2,3", "FREQ=WEEKLY;BYDAY=XX",
        "FREQ=DAILY\\nEXDATE:20260105T090000Z", "FREQ=YEARLY;BYDAY=60MO",
        "FREQ=DAILY;UNTIL=soon",
    ],
)  # fmt: skip
def test_a_rule_that_nobody_follows_is_one_meeting_and_a_word(tmp_path: Path, rule: str) -> None:
    every = drafts(tmp_path, event(":20260105T090000Z", f"RRULE:{rule}", MIA))
    assert [f"{one.on:%d}" for one in every if isinstance(one, Meeting)] == ["05"]
    assert "taken for one event" in "".join(one.why for one in every if isinstance(one, Notice))


def test_a_rule_that_fits_no_day_is_one_meeting(tmp_path: Path) -> None:
    never = event(":20260105T090000Z", "RRULE:FREQ=MONTHLY;BYMONTH=2;BYMONTHDAY=30", MIA)
    assert days(tmp_path, never) == ["01-05"]


RULES = st.builds(
    "{}{}{}".format,
    st.sampled_from(
        [
            "FREQ=DAILY", "FREQ=WEEKLY;BYDAY=MO,TH", "FREQ=WEEKLY", "FREQ=MONTHLY",
            "FREQ=MONTHLY;BYDAY=-1FR", "FREQ=MONTHLY;BYMONTHDAY=31", "FREQ=YEARLY",
            "FREQ=YEARLY;BYMONTH=2;BYMONTHDAY=29", "FREQ=YEARLY;BYWEEKNO=53;BYDAY=MO",
        ]
    ),
    st.sampled_from(["", ";INTERVAL=2", ";INTERVAL=3"]),
    st.sampled_from(["", ";COUNT=5", ";UNTIL=20240229T000000Z"]),
)  # fmt: skip


@settings(max_examples=60, deadline=None)
@given(RULES, st.datetimes(datetime(2020, 1, 1), datetime(2025, 1, 1)))  # noqa: DTZ001
def test_a_rule_gives_what_the_library_gives(rule: str, start: datetime) -> None:
    start = start.replace(microsecond=0, tzinfo=UTC)
    series = Event(record="r", uid="s", start=start, rule=rule)
    last = datetime(2030, 1, 1, tzinfo=UTC)
    plain = takewhile(lambda one: one < last, iter(rrulestr(rule, dtstart=start)))
    expected = sorted({start, *plain})
    ours = instances([series], last.date() - timedelta(days=1))
    assert sorted(one.on for one in ours if isinstance(one.on, datetime)) == expected
