"""An invented LinkedIn export, for timing its import."""

from __future__ import annotations

import csv
import io
import random
import zipfile
from collections.abc import Sequence
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path
from typing import Final

from benchmarks.speed.people import SEED, TODAY, Person, Size, people

ME: Final = ("Robin Vale", "https://www.linkedin.com/in/robin-vale-0a1b2c")
_CONNECTIONS: Final = (
    "First Name", "Last Name", "URL", "Email Address", "Company", "Position", "Connected On",
)  # fmt: skip
_MESSAGES: Final = (
    "CONVERSATION ID", "CONVERSATION TITLE", "FROM", "SENDER PROFILE URL", "TO",
    "RECIPIENT PROFILE URLS", "DATE", "SUBJECT", "CONTENT", "FOLDER", "ATTACHMENTS",
    "IS MESSAGE DRAFT", "IS CONVERSATION DRAFT",
)  # fmt: skip
_PREAMBLE: Final = (
    'Notes:\n"When exporting your connection data, you may notice that some of the email addresses'
    ' are missing."\n\n'
)
_TEXTS: Final = (
    "Thanks for the note. More on this soon.", "Are you free on Thursday?", "Merci, à bientôt!",
    "Good to hear from you,\nand yes: let us talk about it next week.", "תודה, נדבר", "👍",
    "I read the paper twice and still wonder about the second table; could you say a word on it?",
)  # fmt: skip


def write(path: Path, connections: int, messages: int) -> None:
    """Write the export unless it is there."""
    if path.exists():
        return
    half = path.with_name(f"{path.name}.half")
    with zipfile.ZipFile(half, "w", zipfile.ZIP_DEFLATED) as file:
        known = people(Size(connections, messages))
        rows = [
            (
                *_parted(one.name), f"https://www.linkedin.com/in/{one.slug}",
                one.email if one.email and one.id % 4 == 0 else "", one.org or "", one.role or "",
                f"{one.since:%d %b %Y}",
            )
            for one in known
        ]  # fmt: skip
        file.writestr("Connections.csv", _PREAMBLE + _table(_CONNECTIONS, rows))
        file.writestr("messages.csv", "\ufeff" + _table(_MESSAGES, _talk(known, messages)))
    half.rename(path)


def _parted(name: str) -> tuple[str, str]:
    first, _, last = name.partition(" ")
    return first, last


def _table(head: tuple[str, ...], rows: Sequence[tuple[str, ...]]) -> str:
    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(head)
    writer.writerows(rows)
    return text.getvalue()


def _talk(known: list[Person], count: int) -> list[tuple[str, ...]]:
    draw = random.Random(f"{SEED} messages")  # noqa: S311
    written = known[: max(2, len(known) // 2)]
    weights = list(accumulate(1 / (place + 20) for place in range(len(written))))
    now = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
    rows: list[tuple[str, ...]] = []
    for one in draw.choices(written, cum_weights=weights, k=count):
        days = (TODAY - one.since).days
        at = now - timedelta(seconds=60 + int(draw.random() * days * 86_400))
        them = (one.name, f"https://www.linkedin.com/in/{one.slug}")
        sender, receiver = (them, ME) if draw.random() < 0.5 else (ME, them)
        rows.append(
            (
                f"2-{one.id:012x}==", "", *sender, *receiver, f"{at:%Y-%m-%d %H:%M:%S} UTC", "",
                draw.choice(_TEXTS), "INBOX", "", "No", "No",
            )
        )  # fmt: skip
    rows.sort(key=lambda row: row[6], reverse=True)
    return rows
