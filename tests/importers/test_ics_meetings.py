"""Whom a calendar says one met: who took part, who asked, and what is no time together."""

from __future__ import annotations

from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from netledger.errors import NetledgerError
from netledger.importers.drafts import Asked, Draft, Meeting, Notice, Owner, Party
from netledger.importers.ics import ICS

RAE = Owner(emails=("rae@x.org",))
ME = "ATTENDEE;PARTSTAT=ACCEPTED;CN=Rae Holm:mailto:rae@x.org"
MIA = "ATTENDEE;PARTSTAT=ACCEPTED;CN=Mia Falk:mailto:mia@x.org"
MIAS = Party("Mia Falk", email="mia@x.org")


def event(*lines: str, uid: str = "e1@x.org", start: str = "DTSTART:20240115T090000Z") -> str:
    return "\r\n".join(["BEGIN:VEVENT", f"UID:{uid}", start, *lines, "END:VEVENT", ""])


def drafts(folder: Path, *events: str, owner: Owner = RAE, head: str = "") -> list[Draft]:
    path = folder / "cal.ics"
    text = f"BEGIN:VCALENDAR\r\nVERSION:2.0\r\n{head}{''.join(events)}END:VCALENDAR\r\n"
    path.write_text(text, encoding="utf-8", newline="")
    return list(ICS.extract(path, Asked(owner)))


def meetings(folder: Path, *events: str, owner: Owner = RAE) -> list[Meeting]:
    return [one for one in drafts(folder, *events, owner=owner) if isinstance(one, Meeting)]


def remarks(found: list[Draft]) -> list[str]:
    return [one.why for one in found if isinstance(one, Notice) and not one.skipped]


def test_a_meeting_has_its_people_its_moment_its_length_and_who_asked(tmp_path: Path) -> None:
    lines = ("DTEND:20240115T101500Z", "SUMMARY:Coffee\\, finally", "ORGANIZER:mailto:RAE@x.org")
    assert drafts(tmp_path, event(*lines, ME, MIA)) == [
        Meeting(
            record="cal.ics line 3",
            who=(MIAS,),
            key="e1@x.org#2024-01-15T09:00:00Z",
            on=datetime(2024, 1, 15, 9, tzinfo=UTC),
            channel="meet",
            side="me",
            minutes=75,
            text="Coffee, finally",
        )
    ]


@pytest.mark.parametrize(
    ("line", "who"),
    [
        ('ATTENDEE;CN="Falk, Mia":MAILTO:Mia@X.org', Party("Mia Falk", email="Mia@X.org")),
        ("ATTENDEE;CN=Falk, Mia:mailto:mia@x.org", MIAS),
        ("ATTENDEE;CN=Falk, PhD:mailto:mia@x.org", Party("Falk, PhD", email="mia@x.org")),
        ("ATTENDEE:mailto:mia@x.org", Party("mia@x.org", email="mia@x.org")),
        ("ATTENDEE;CN=MAILTO:mia@x.org:MAILTO:mia@x.org", Party("mia@x.org", email="mia@x.org")),
        ('ATTENDEE;CN="mailto:mia@x.org":mailto:mia@x.org', Party("mia@x.org", email="mia@x.org")),
        ("ATTENDEE;CN=\"'Mia Falk'\":mailto:mia@x.org", MIAS),
        ("ATTENDEE;CN=Mia Falk:invalid:nomail", Party("Mia Falk")),
        ("ATTENDEE;CN=Mia Falk;EMAIL=mia@x.org:urn:uuid:4d2f", MIAS),
        ("ATTENDEE;CN=Mia Falk:tel:+49 30 1234567", Party("Mia Falk", phone="+49 30 1234567")),
        ("ATTENDEE;CN=Mia\x07 Falk:mailto:mia@x.org", MIAS),
        ('ATTENDEE;CN="Mia Falk:mailto:mia@x.org', MIAS),
        ('ATTENDEE;CN=Mia "Mimi" Falk:mailto:mia@x.org', Party("Mia Mimi Falk", email="mia@x.org")),
        ('ATTENDEE;PARTSTAT=DECLINED;RSVP;CN="Mia:mailto:mia@x.org', None),
        ("ATTENDEE:", None),
        ("ATTENDEE;CN=Room 2;CUTYPE=ROOM:mailto:two@x.org", None),
        ("ATTENDEE;CN=Beamer;CUTYPE=RESOURCE:mailto:beamer@x.org", None),
        ("ATTENDEE;CN=All;CUTYPE=GROUP:mailto:all@x.org", None),
        ("ATTENDEE;CN=Room:mailto:c_1@resource.calendar.google.com", None),
        ("ATTENDEE;CN=Bot:mailto:no-reply@x.org", None),
    ],
)
def test_a_guest_is_a_person_by_name_and_address(
    tmp_path: Path, line: str, who: Party | None
) -> None:
    named = [party for one in meetings(tmp_path, event(ME, line)) for party in one.who]
    assert named == ([who] if who else [])


@pytest.mark.parametrize(
    ("mine", "hers", "counts"),
    [
        ("ACCEPTED", "ACCEPTED", True), ("TENTATIVE", "TENTATIVE", True),
        ("ACCEPTED", "NEEDS-ACTION", True), ("DECLINED", "ACCEPTED", False),
        ("declined", "ACCEPTED", False), ("ACCEPTED", "DECLINED", False),
        ("DELEGATED", "ACCEPTED", False), ("ACCEPTED", "DELEGATED", False),
        ("NEEDS-ACTION", "ACCEPTED", True),
    ],
)  # fmt: skip
def test_who_declined_was_not_there(tmp_path: Path, mine: str, hers: str, counts: bool) -> None:
    me, mia = ME.replace("ACCEPTED", mine), MIA.replace("ACCEPTED", hers)
    assert [one.who for one in meetings(tmp_path, event(me, mia))] == ([(MIAS,)] if counts else [])


def test_one_guest_who_declined_leaves_the_others(tmp_path: Path) -> None:
    lou = "ATTENDEE;PARTSTAT=DECLINED;CN=Lou:mailto:lou@x.org"
    (one,) = meetings(tmp_path, event(ME, MIA, lou))
    assert one.who == (MIAS,)


def test_who_invites_is_there_without_being_a_guest(tmp_path: Path) -> None:
    (one,) = meetings(tmp_path, event("ORGANIZER;CN=Lou Roe:mailto:lou@x.org", ME, MIA))
    assert one.who == (Party("Lou Roe", email="lou@x.org"), MIAS)
    assert one.side == "them"


@pytest.mark.parametrize(
    "organizer", ["", "ORGANIZER;CN=Family:mailto:ab12@group.calendar.google.com"]
)
def test_a_meeting_that_nobody_set_up_has_no_side(tmp_path: Path, organizer: str) -> None:
    (one,) = meetings(tmp_path, event(organizer, MIA))
    assert (one.side, one.who) == (None, (MIAS,))


def test_the_same_guest_twice_is_one(tmp_path: Path) -> None:
    (one,) = meetings(tmp_path, event(ME, MIA, MIA.replace("mia@", "MIA@")))
    assert len(one.who) == 1


@pytest.mark.parametrize("status", ["NEEDS-ACTION", ""])
def test_an_invitation_by_a_stranger_left_unanswered_makes_nobody(
    tmp_path: Path, status: str
) -> None:
    me = f"ATTENDEE;PARTSTAT={status}:mailto:rae@x.org" if status else "ATTENDEE:mailto:rae@x.org"
    found = drafts(tmp_path, event("ORGANIZER:mailto:win@promo.net", me, MIA, "SUMMARY:WIN"))
    assert [one for one in found if not isinstance(one, Notice)] == []
    assert "was not answered" in remarks(found)[0]


@pytest.mark.parametrize("first", [True, False])
def test_an_unanswered_invitation_by_somebody_one_meets_counts(tmp_path: Path, first: bool) -> None:
    asked = event("ORGANIZER:mailto:MIA@x.org", "ATTENDEE:mailto:rae@x.org", uid="asked")
    met = event(ME, MIA, uid="met")
    found = meetings(tmp_path, *((asked, met) if first else (met, asked)))
    assert {one.key.partition("#")[0] for one in found} == {"asked", "met"}


def test_nine_others_are_a_crowd_and_eight_are_not(tmp_path: Path) -> None:
    guests = [f"ATTENDEE:mailto:guest{n}@x.org" for n in range(9)]
    found = drafts(tmp_path, event(ME, *guests), event(ME, *guests[:8], uid="e2"))
    (one,) = (draft for draft in found if isinstance(draft, Meeting))
    assert len(one.who) == 8
    assert remarks(found) == ["1 event has more than 8 others: nobody is credited"]


@pytest.mark.parametrize(
    ("lines", "start"),
    [
        (("STATUS:CANCELLED", ME, MIA), "DTSTART:20240115T090000Z"),
        (("TRANSP:TRANSPARENT", ME, MIA), "DTSTART:20240115T090000Z"),
        (("RRULE:FREQ=YEARLY", ME, MIA), "DTSTART;VALUE=DATE:20200115"),
        (("SUMMARY:Dentist",), "DTSTART:20240115T090000Z"),
        ((ME,), "DTSTART:20240115T090000Z"),
    ],
)
def test_what_is_no_time_together_is_counted_in_one_remark(
    tmp_path: Path, lines: tuple[str, ...], start: str
) -> None:
    found = drafts(tmp_path, *(event(*lines, uid=f"e{n}", start=start) for n in range(3)))
    assert len(found) == 1
    assert remarks(found)[0].startswith("3 events ")


def test_a_meeting_of_others_is_not_the_users(tmp_path: Path) -> None:
    found = drafts(tmp_path, event("ORGANIZER:mailto:lou@x.org", MIA))
    assert not [one for one in found if isinstance(one, Meeting)]
    assert "me.email" in remarks(found)[0]


def test_a_calendar_that_calls_everything_off_credits_nobody(tmp_path: Path) -> None:
    found = drafts(tmp_path, event(ME, MIA), head="METHOD:CANCEL\r\n")
    assert not [one for one in found if isinstance(one, Meeting)]


def test_an_answer_to_an_invitation_is_no_meeting_of_its_own(tmp_path: Path) -> None:
    assert drafts(tmp_path, event("ORGANIZER:mailto:rae@x.org", MIA), head="METHOD:REPLY\r\n") == []


def test_the_newest_version_of_an_event_holds(tmp_path: Path) -> None:
    off = event("SEQUENCE:1", "STATUS:CANCELLED", ME, MIA)
    assert meetings(tmp_path, off, event("SEQUENCE:0", ME, MIA)) == []


@pytest.mark.parametrize(
    "owner",
    [Owner(emails=("rae+cal@x.org",)), Owner(emails=("old@x.org",), names=("Raë Holm",))],
)
def test_the_user_is_known_by_any_address_and_by_name(tmp_path: Path, owner: Owner) -> None:
    (one,) = meetings(
        tmp_path, event("ORGANIZER;CN=Rae Holm:mailto:rae@x.org", ME, MIA), owner=owner
    )
    assert (one.who, one.side) == ((MIAS,), "me")


def test_a_calendar_called_by_an_address_says_who_the_user_is(tmp_path: Path) -> None:
    name = "X-WR-CALNAME:rae@x.org\r\n"
    found = drafts(tmp_path, event(ME, MIA), owner=Owner(), head=name)
    assert [one.who for one in found if isinstance(one, Meeting)] == [(MIAS,)]
    assert "taken to be rae@x.org" in remarks(found)[0]


def test_who_is_at_every_meeting_is_the_user(tmp_path: Path) -> None:
    lou = "ATTENDEE;CN=Lou:mailto:lou@x.org"
    kim = "ATTENDEE;CN=Kim:mailto:kim@x.org"
    events = event(ME, MIA), event(ME, lou, uid="e2"), event(kim, ME, uid="e3")
    met = meetings(tmp_path, *events, owner=Owner())
    assert [one.who[0].name for one in met] == ["Mia Falk", "Lou", "Kim"]


def test_a_calendar_that_may_be_anybodys_is_refused_with_a_next_step(tmp_path: Path) -> None:
    with pytest.raises(NetledgerError) as refused:
        drafts(tmp_path, event(ME, MIA), owner=Owner())
    assert "me.email" in str(refused.value.hint)


def test_a_calendar_without_guests_needs_no_user(tmp_path: Path) -> None:
    found = drafts(tmp_path, event("SUMMARY:Dentist"), owner=Owner())
    assert remarks(found) == ["1 event names nobody but you"]


@pytest.mark.parametrize(
    ("lines", "minutes"),
    [
        (("DURATION:PT45M",), 45), (("DTEND:20240115T093000Z",), 30), ((), None),
        (("DTEND:20240115T090000Z",), None), (("DTEND:20240114T090000Z",), None),
        (("DTEND:20240215T090000Z",), None), (("DURATION:PT10080M",), 10_080),
        (("DURATION:PT10081M",), None), (("DURATION:soon",), None),
        (("DTEND;TZID=Europe/Berlin:20240115T110000",), 60), (("DTEND;VALUE=DATE:20240116",), None),
    ],
)  # fmt: skip
def test_a_length_is_minutes_up_to_a_week(
    tmp_path: Path, lines: tuple[str, ...], minutes: int | None
) -> None:
    (one,) = meetings(tmp_path, event(*lines, MIA))
    assert one.minutes == minutes


def test_a_night_in_which_the_clocks_change_has_its_true_length(tmp_path: Path) -> None:
    start = "DTSTART;TZID=Europe/Berlin:20240330T230000"
    (one,) = meetings(tmp_path, event("DTEND;TZID=Europe/Berlin:20240331T040000", MIA, start=start))
    assert one.minutes == 240


def test_an_event_all_day_long_is_a_day_without_minutes(tmp_path: Path) -> None:
    start = "DTSTART;VALUE=DATE:20240115"
    (one,) = meetings(tmp_path, event("DTEND;VALUE=DATE:20240117", MIA, start=start))
    assert (one.on, one.minutes, one.key) == (date(2024, 1, 15), None, "e1@x.org#2024-01-15")
