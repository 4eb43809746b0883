"""The days and moments in LinkedIn's files, in five languages and whatever Excel made of them."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netledger.importers.linkedin.dates import day, moment


@pytest.mark.parametrize(
    "text",
    [
        "14 Jan 2024", "14-Jan-24", "14.01.2024", "14.1.24", "2024-01-14", "14. Januar 2024",
        "14 janvier 2024", "14 janv. 2024", "14 de enero de 2024", "14 gen 2024", "Jan 14, 2024",
        "2024/01/14 15:47:58 UTC", "2024-01-14T15:47:58Z", "14/01/2024", "01/14/2024",
    ],
)  # fmt: skip
def test_a_clear_day_is_read(text: str) -> None:
    assert day(text) == date(2024, 1, 14)


@pytest.mark.parametrize(
    ("text", "month"),
    [
        ("12 mars 2023", 3), ("12 März 2023", 3), ("12 févr. 2023", 2), ("12 août 2023", 8),
        ("12 Dez. 2023", 12), ("12 juil. 2023", 7), ("12 juin 2023", 6), ("12 settembre 2023", 9),
        ("12 sept 2023", 9), ("12 mag 2023", 5), ("12 Okt 2023", 10),
    ],
)  # fmt: skip
def test_months_are_known_in_five_languages(text: str, month: int) -> None:
    assert day(text) == date(2023, month, 12)


@pytest.mark.parametrize(
    "text", ["", "bad date", "31 Feb 2024", "Jan 2024", "2024", "3/2/2023", "14 Foo 2024", "0"]
)
def test_a_day_that_is_not_clear_is_not_guessed(text: str) -> None:
    assert day(text) is None


@pytest.mark.parametrize(
    "text", ["7/8/26, 3:43 PM", "7/8/26, 3:43\u202fPM", "07/08/2026", "7/8/2026, 3:43 p. m."]
)
def test_an_american_day_is_read_month_first_where_that_is_known(text: str) -> None:
    assert day(text, month_first=True) == date(2026, 7, 8)


@pytest.mark.parametrize(
    "text",
    ["2026-02-15 00:04:28 UTC", "2026-02-15T00:04:28Z", "2026-02-15 01:04:28+01:00"],
)
def test_a_moment_is_read_in_utc(text: str) -> None:
    at = moment(text)
    assert at == datetime(2026, 2, 15, 0, 4, 28, tzinfo=UTC)
    assert at.utcoffset() == timedelta(0)


def test_a_moment_may_lack_seconds() -> None:
    assert moment("2026-09-01 10:00 UTC") == datetime(2026, 9, 1, 10, tzinfo=UTC)


@pytest.mark.parametrize(
    "text", ["", "yesterday", "2026-02-15", "2026-13-01 10:00 UTC", "0001-01-01 00:00:00+14:00"]
)
def test_what_is_no_moment_is_not_guessed(text: str) -> None:
    assert moment(text) is None


@given(st.text(alphabet="0123456789/.-:, TZUCJanmarzPM\u202f+") | st.text(), st.booleans())
def test_any_text_is_a_date_or_none(text: str, month_first: bool) -> None:
    day(text, month_first)
    moment(text)
