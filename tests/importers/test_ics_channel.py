"""How people met, by what a calendar says of place and links."""

from __future__ import annotations

import pytest

from netledger.importers.ics.channel import channel


@pytest.mark.parametrize(
    ("location", "link", "description"),
    [
        ("https://us02web.zoom.us/j/123", "", ""),
        ("Zoom", "", ""),
        ("Microsoft Teams Meeting", "", ""),
        ("Microsoft Teams-Besprechung", "", ""),
        ("Google Meet", "", ""),
        ("Video call", "", ""),
        ("", "https://meet.google.com/abc-defg-hij", ""),
        ("", "https://meet.jit.si/Tea", ""),
        ("", "", "Join: https://firm.webex.com/meet/mia"),
        ("Café Lu", "https://whereby.com/mia", ""),
        ("", "", "Agenda\n\nhttps://teams.microsoft.com/l/meetup-join/19"),
    ],
)
def test_a_link_or_a_place_that_is_a_program_is_video(
    location: str, link: str, description: str
) -> None:
    assert channel("Call with Mia", location, [link], description) == "video"


@pytest.mark.parametrize(
    "location",
    [
        "+49 30 123456",
        "(030) 1234567",
        "tel:+4930123456",
        "+1 202-555-0108 ext. 5",
        "Phone",
        "Telefon",
        "Tel.: 030 123",
    ],
)
def test_a_number_for_a_place_is_a_call(location: str) -> None:
    assert channel("Mia", location, [], "") == "call"


@pytest.mark.parametrize(
    "summary",
    [
        "Call with Mia",
        "call",
        "Phone call",
        "Quick call: plans",
        "Phone: Mia",
        "Telefonat mit Mia",
        "Anruf Mia",
        "Appel avec Mia",
        "Llamada con Mia",
        "Chiamata Mia",
        "Telefonsamtal",
        "電話 Mia",
        "☎ Call Mia",
    ],
)
def test_an_event_that_is_called_a_call_is_one(summary: str) -> None:
    assert channel(summary, "", [], "") == "call"


@pytest.mark.parametrize(
    ("summary", "location"),
    [
        ("Lunch", "Café Lu"),
        ("Lunch", ""),
        ("Call for papers", ""),
        ("Recall training", ""),
        ("Coffee", "12 Long Street, 10115 Berlin"),
        ("Callum's party", ""),
        ("Zoo", "Zoo"),
        ("Apples", ""),
        ("Teams day out", "Lake"),
        ("", "Room 1234567, Floor 2"),
    ],
)
def test_all_else_is_meeting_in_person(summary: str, location: str) -> None:
    assert channel(summary, location, [], "") == "meet"


def test_a_link_far_down_is_quoted_and_not_meant() -> None:
    assert channel("Lunch", "", [], "line\n" * 30 + "https://zoom.us/j/1") == "meet"
