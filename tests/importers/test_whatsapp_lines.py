"""How WhatsApp's lines begin in the languages of phones, and how their dates are read."""

from __future__ import annotations

from datetime import date

import pytest

from netledger.importers.whatsapp.dates import Order, day_of, settle
from netledger.importers.whatsapp.lines import Parts, said, start_of


@pytest.mark.parametrize(
    ("line", "parts", "clock"),
    [
        ("1/4/23, 7:02\u202fPM - Mia: x", ("1", "4", "23"), (19, 2)),
        ("1/4/23, 12:02\u202fAM - Mia: x", ("1", "4", "23"), (0, 2)),
        ("1/4/23, 12:02 pm - Mia: x", ("1", "4", "23"), (12, 2)),
        ("20/6/2017 8:28 p.\u00a0m. - Mia: x", ("20", "6", "2017"), (20, 28)),
        ("21/6/2017 12:05 a. m. - Mia: x", ("21", "6", "2017"), (0, 5)),
        ("2023-12-20, 5:46 p.m. - Mia: x", ("2023", "12", "20"), (17, 46)),
        ("02.05.18 à 18:00 - Mia: x", ("02", "05", "18"), (18, 0)),
        ("13.6.2018 klo 21.25 - Mia: x", ("13", "6", "2018"), (21, 25)),
        ("04.03.2021 kl. 13.05 - Mia: x", ("04", "03", "2021"), (13, 5)),
        ("4.03.21 г., 13:00 ч. - Mia: x", ("4", "03", "21"), (13, 0)),
        ("2021. 03. 04. 13:00 - Mia: x", ("2021", "03", "04"), (13, 0)),
        ("2021. 3. 4. 오후 3:04 - Mia: x", ("2021", "3", "4"), (15, 4)),
        ("[2023/4/5 下午3:04:05] Mia: x", ("2023", "4", "5"), (15, 4)),
        ("[2023/4/5 中午12:30:05] Mia: x", ("2023", "4", "5"), (12, 30)),
        ("[2023/4/5 凌晨12:30:05] Mia: x", ("2023", "4", "5"), (0, 30)),
        ("\u200e[07.03.26, 21:22:39] Mia: x", ("07", "03", "26"), (21, 22)),
        ("[9/6/24, 8:41:58\u202fPM] Mia: x", ("9", "6", "24"), (20, 41)),
        ("[03-06-2018 21:25:15] Mia: x", ("03", "06", "2018"), (21, 25)),
        ("13.06.18 21:25:15: Mia: x", ("13", "06", "18"), (21, 25)),
        ("2024/03/04, 08:00 - Mia: x", ("2024", "03", "04"), (8, 0)),
    ],
)
def test_a_line_begins_with_its_day_and_time(
    line: str, parts: Parts, clock: tuple[int, int]
) -> None:
    start = start_of(line)
    assert start is not None
    assert (start.parts, (start.hour, start.minute)) == (parts, clock)
    assert said(start).author == "Mia"


@pytest.mark.parametrize(
    ("line", "day", "clock"),
    [
        ("\u200f٢٥\u200f/٣\u200f/٢٠٢١، ٣:٠٤ م - ليلى: x", date(2021, 3, 25), (15, 4)),
        ("۲۰۲۱/۳/۲۵،\u200f ۱۰:۲۰ ق.ظ. - ليلى: x", date(2021, 3, 25), (10, 20)),
        ("२५/३/२०२१, ३:०४ अपराह्न - ليلى: x", date(2021, 3, 25), (15, 4)),
        ("25/3/2564 13:00 - ليلى: x", date(2021, 3, 25), (13, 0)),
        ("25/3/64 13:00 - ليلى: x", date(2021, 3, 25), (13, 0)),
    ],
)
def test_other_digits_and_the_thai_calendar_are_read(
    line: str, day: date, clock: tuple[int, int]
) -> None:
    start = start_of(line)
    assert start is not None
    reading = settle([start.parts], None, "dmy", None)
    assert reading is not None
    assert day_of(start.parts, reading.order) == day
    assert (start.hour, start.minute) == clock
    assert said(start).author == "ليلى"


@pytest.mark.parametrize(
    "line",
    [
        "and a second line",
        "2016-04-29 10:30:00",
        "1/4/23, 7:02 PM",
        "1/4/23, 25:02 - Mia: x",
        "1/4/23, 7:99 - Mia: x",
        "12/5/2020 10:30: lunch",
        "1.2.3.4.5",
        "[1/4/23] Mia: x",
        "",
    ],
)
def test_other_lines_begin_no_message(line: str) -> None:
    assert start_of(line) is None


def order(*dates: str, day_first: bool | None = None, likely: Order = "dmy") -> str:
    """Return the order in which dates such as "3/4/21" are read, "?" for a doubt."""
    parts = [tuple(one.split("/")) for one in dates]
    reading = settle([(a, b, c) for a, b, c in parts], day_first, likely, date(2026, 3, 16))
    if reading is None:
        return "none"
    return reading.order + ("?" if reading.doubt else "")


def test_a_number_above_twelve_settles_the_order() -> None:
    assert order("3/4/21", "3/25/21") == "mdy"
    assert order("3/4/21", "25/3/21") == "dmy"


def test_a_number_above_twelve_outweighs_what_was_asked() -> None:
    assert order("3/4/21", "3/25/21", day_first=True) == "mdy"


def test_a_chat_does_not_run_backwards() -> None:
    assert order("11/1/21", "1/2/21", "3/2/21") == "dmy"
    assert order("1/11/21", "2/1/21", "2/3/21") == "mdy"


def test_a_day_back_on_a_slow_line_settles_nothing() -> None:
    assert order("5/5/21", "6/5/21", "5/5/21", "25/5/21") == "dmy"


def test_a_chat_does_not_run_into_the_future() -> None:
    assert order("3/4/2026") == "mdy"


def test_what_was_asked_settles_what_the_chat_does_not() -> None:
    assert order("3/4/21", "5/6/21", day_first=False) == "mdy"
    assert order("3/4/21", "5/6/21", day_first=True) == "dmy"


def test_the_american_way_of_writing_is_a_hint_that_leaves_a_doubt() -> None:
    assert order("3/4/21", "5/6/21", likely="mdy") == "mdy?"
    assert order("3/4/21", "5/6/21") == "dmy?"


def test_a_day_that_is_the_same_both_ways_is_no_doubt() -> None:
    assert order("5/5/21") == "dmy"


def test_a_year_in_front_is_followed_by_the_month() -> None:
    assert order("2021/3/4") == "ymd"
    assert order("21/10/31", "21/11/1") == "ymd"


def test_a_year_of_two_digits_is_in_front_in_korean() -> None:
    assert order("21/3/4", likely="ymd") == "ymd"
    assert order("25/3/21", likely="ymd") == "ymd"


def test_dates_that_fit_no_order_are_no_dates() -> None:
    assert order("1402/1/25") == "none"
    assert order("31/31/2021") == "none"
    assert order() == "none"
