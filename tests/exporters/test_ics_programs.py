"""What khal makes of an exported calendar, where it is installed."""

from __future__ import annotations

import shutil
import subprocess
from datetime import UTC, date, datetime
from pathlib import Path

import pytest

from netledger.exporters.ics import Birthday, Due, Promise, calendar

pytestmark = pytest.mark.skipif(shutil.which("khal") is None, reason="khal is not installed")

SETTINGS = """\
[calendars]
[[netledger]]
path = {folder}/calendar
[locale]
timeformat = %H:%M
dateformat = %Y-%m-%d
longdateformat = %Y-%m-%d
datetimeformat = %Y-%m-%d %H:%M
longdatetimeformat = %Y-%m-%d %H:%M
[sqlite]
path = {folder}/khal.db
"""


def test_khal_shows_each_event_once_on_its_day(tmp_path: Path) -> None:
    (tmp_path / "calendar").mkdir()
    (tmp_path / "khal.conf").write_text(SETTINGS.format(folder=tmp_path), encoding="utf-8")
    exported = tmp_path / "netledger.ics"
    exported.write_bytes(
        calendar(
            [Due("u1", "Mia Falk", date(2026, 3, 16), "last talk 90 days ago")],
            [Birthday("u1", "Mia Falk", "1984-02-29"), Birthday("u2", "Łucja, née Öz", "--03-01")],
            [Promise("p1", "Lou", "send the book", date(2026, 3, 20), "me")],
            datetime(2026, 3, 16, tzinfo=UTC),
        )
    )

    def khal(*words: str) -> list[str]:
        command = ["khal", "-c", str(tmp_path / "khal.conf"), *words]
        done = subprocess.run(command, capture_output=True, check=True, encoding="utf-8")
        return [line.strip() for line in done.stdout.splitlines() if line.strip()]

    for _ in range(2):
        khal("import", "--batch", "-a", "netledger", str(exported))
    shown = khal("list", "--format", "{title}", "--day-format", "{date}", "2026-02-28", "30d")
    assert shown == [
        "2026-02-28", "Birthday: Mia Falk",
        "2026-03-01", "Birthday: Łucja, née Öz",
        "2026-03-16", "Get in touch with Mia Falk",
        "2026-03-20", "You promised Lou: send the book",
    ]  # fmt: skip
