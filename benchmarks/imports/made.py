"""Invented files of each format, the same at every run: what the imports are timed on."""

from __future__ import annotations

import csv
import random
from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from email.header import Header
from email.utils import format_datetime
from itertools import accumulate
from pathlib import Path
from typing import Final

from benchmarks.speed.people import TODAY, Person, Size, people

ME: Final = "Robin Vale"
MY_ADDRESS: Final = "robin.vale@example.com"
_SEED: Final = "netledger imports"
_NOW: Final = datetime(TODAY.year, TODAY.month, TODAY.day, tzinfo=UTC)
_BULK: Final = 0.4  # of a mailbox, what is written to many
_CORRESPONDENTS: Final = 2_000
_SENDERS: Final = 60  # of bulk mail
_BODY: Final = (
    "Thanks for the note, and yes: let us talk about it next week. I read the paper twice and\n"
    "still wonder about the second table; could you say a word on it?\n"
    ">From the looks of it the garden will do well this year.\n\n-- \nSent from a train\n"
)
_GOOGLE: Final = (
    "First Name", "Middle Name", "Last Name", "Phonetic First Name", "Name Prefix", "Name Suffix",
    "Nickname", "File As", "Organization Name", "Organization Title", "Organization Department",
    "Birthday", "Notes", "Photo", "Labels", "E-mail 1 - Label", "E-mail 1 - Value",
    "Phone 1 - Label", "Phone 1 - Value",
)  # fmt: skip


def made(path: Path, write: Callable[[Path], None]) -> Path:
    """Return `path`, written unless it is there: in whole or not at all."""
    if not path.exists():
        half = path.with_name(f"{path.name}.half")
        write(half)
        half.rename(path)
    return path


def _known(count: int) -> list[Person]:
    return people(Size(count, 0))


def phone(person: Person) -> str | None:
    """Return a person's number; a third have none."""
    number = f"{person.id:06}"
    return None if person.id % 3 == 0 else f"+1 202 {number[:3]} {number[3:]}0"


# --- contacts


def _card(one: Person) -> str:
    given, _, family = one.name.partition(" ")
    lines = ["BEGIN:VCARD", "VERSION:3.0", f"FN:{one.name}", f"N:{family};{given};;;"]
    lines += [f"UID:urn:made:{one.id}"] if one.id % 2 else []
    lines += [f"ORG:{one.org};"] if one.org else []
    lines += [f"TITLE:{one.role}"] if one.role else []
    lines += [f"item1.EMAIL;type=INTERNET;type=pref:{one.email}"] if one.email else []
    lines += [f"TEL;type=CELL;type=VOICE:{number}"] if (number := phone(one)) else []
    lines += [f"BDAY:{one.birthday.replace('--', '1604-')}"] if one.birthday else []
    lines += [f"CATEGORIES:{one.tag}"] if one.tag else []
    lines += [f"NOTE:We met in {one.since.year}\\, at the fair.", "END:VCARD", ""]
    return "\r\n".join(lines)


def cards(path: Path, count: int) -> None:
    """Write one file of vCards."""
    path.write_text("".join(map(_card, _known(count))), encoding="utf-8", newline="")


def folder_of_cards(path: Path, count: int) -> None:
    """Write a folder with a file for each vCard."""
    path.mkdir(exist_ok=True)
    for one in _known(count):
        file = path / f"{one.slug}.vcf"
        file.write_text(_card(one), encoding="utf-8", newline="")


def google(path: Path, count: int) -> None:
    """Write Google's table of contacts, as it is since 2024."""
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(_GOOGLE)
        for one in _known(count):
            given, _, family = one.name.partition(" ")
            labels = " ::: ".join(filter(None, ("* myContacts", one.tag)))
            number = phone(one)
            writer.writerow(
                (
                    given, "", family, "", "", "", "", "", one.org or "", one.role or "", "",
                    one.birthday or "", "", "", labels, "* " if one.email else "",
                    one.email or "", "Mobile" if number else "", number or "",
                )
            )  # fmt: skip


# --- what happened


def _drawn(draw: random.Random, known: list[Person], count: int) -> list[Person]:
    """Return who it was each time: a few often, many seldom."""
    weights = list(accumulate(1 / (place + 20) for place in range(len(known))))
    return draw.choices(known, cum_weights=weights, k=count)


def _moments(draw: random.Random, count: int, years: int = 8) -> list[datetime]:
    spans = sorted((draw.random() * years * 365.25 for _ in range(count)), reverse=True)
    return [(_NOW - timedelta(days=span + 1)).replace(microsecond=0) for span in spans]


def mailbox(path: Path, count: int, body: int = 1) -> None:
    """Write a mailbox in order of time; `body` is how often a message repeats its text."""
    draw = random.Random(f"{_SEED} mail")  # noqa: S311
    known = _known(min(_CORRESPONDENTS, max(20, count // 20)))
    text = _BODY * body
    with path.open("w", encoding="utf-8", newline="") as file:
        for number, (at, one) in enumerate(
            zip(_moments(draw, count), _drawn(draw, known, count), strict=True)
        ):
            bulk = draw.random() < _BULK
            head = _bulk(draw) if bulk else _letter(draw, one, number)
            lines = [
                f"From sender@example.org {at:%a %b %d %H:%M:%S %Y}",
                f"Delivered-To: {MY_ADDRESS}",
                "Received: from mail.example.org (mail.example.org [192.0.2.7])",
                f"\tby mx.example.com with ESMTPS id {number:x}; {format_datetime(at)}",
                "DKIM-Signature: v=1; a=rsa-sha256; d=example.org; s=2020;",
                "\tbh=dGhlcmUgaXMgbm90aGluZyBpbiBoZXJl; b=bm9yIGluIGhlcmUgZWl0aGVy",
                f"Message-ID: <{number}.{one.id}@mail.example.org>",
                f"Date: {format_datetime(at)}",
                *head,
                "MIME-Version: 1.0",
                "Content-Type: text/plain; charset=utf-8",
            ]
            file.write("\n".join(lines) + f"\n\n{text}\n")


def _letter(draw: random.Random, one: Person, number: int) -> list[str]:
    address = one.email or f"{one.slug}@example.net"
    name = one.name if one.name.isascii() else Header(one.name, "utf-8").encode()
    them, me = f"{name} <{address}>", f"{ME} <{MY_ADDRESS}>"
    sender, receiver = (me, them) if draw.random() < 0.45 else (them, me)
    subject = f"Subject: {'Re: ' if number % 3 else ''}the garden, {number % 50}"
    return [f"From: {sender}", f"To: {receiver}", subject, f"X-GM-THRID: {one.id}{number % 50}"]


def _bulk(draw: random.Random) -> list[str]:
    sender = draw.randrange(_SENDERS)
    kinds = (
        [f"List-Unsubscribe: <https://example.com/out/{sender}>", "Precedence: bulk"],
        [f"List-Id: The gardeners <gardeners-{sender}.example.com>"],
        ["Auto-Submitted: auto-generated"],
    )
    address = f"no-reply-{sender}@example.com" if sender % 3 else f"news{sender}@example.com"
    sent = [f"From: Weekly {sender} <{address}>", f"To: {MY_ADDRESS}", "Subject: This week"]
    return sent + kinds[sender % len(kinds)]


def calendar(path: Path, count: int) -> None:
    """Write a calendar of past events: one in ten a short series, one in ten declined."""
    draw = random.Random(f"{_SEED} calendar")  # noqa: S311
    known = _known(max(20, count // 20))
    events = zip(_moments(draw, count), _drawn(draw, known, count), strict=True)
    with path.open("w", encoding="utf-8", newline="") as file:
        file.write("BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//made//EN\r\n")
        for number, (at, one) in enumerate(events):
            file.write("\r\n".join(_event(draw, number, at, one)) + "\r\n")
        file.write("END:VCALENDAR\r\n")


def _event(draw: random.Random, number: int, at: datetime, one: Person) -> Iterator[str]:
    chance = draw.random()
    begin = at.replace(minute=0, second=0)
    address = one.email or f"{one.slug}@example.net"
    yield "BEGIN:VEVENT"
    yield f"UID:{number}@made.example.com"
    yield f"DTSTART:{begin:%Y%m%dT%H%M%SZ}"
    yield f"DTEND:{begin + timedelta(minutes=draw.choice((30, 60, 90))):%Y%m%dT%H%M%SZ}"
    yield f"DTSTAMP:{begin:%Y%m%dT%H%M%SZ}"
    if chance < 0.1:
        yield f"RRULE:FREQ=WEEKLY;COUNT={draw.randint(2, 6)}"
    yield f"SUMMARY:Talk about the garden\\, {number % 50}"
    yield f"ORGANIZER;CN={ME}:mailto:{MY_ADDRESS}"
    yield f"ATTENDEE;CN={ME};PARTSTAT=ACCEPTED:mailto:{MY_ADDRESS}"
    answer = "DECLINED" if chance > 0.9 else "ACCEPTED"
    yield f'ATTENDEE;CN="{one.name}";PARTSTAT={answer}:mailto:{address}'
    yield "END:VEVENT"


def chat(path: Path, count: int) -> None:
    """Write a chat of WhatsApp, which an iPhone exported; some messages go over two lines."""
    draw = random.Random(f"{_SEED} chat")  # noqa: S311
    with path.open("w", encoding="utf-8", newline="") as file:
        for number, at in enumerate(_moments(draw, count, years=6)):
            name = ME if draw.random() < 0.5 else "Odalys Quintrell"
            text = "first this\nand then that" if number % 20 == 0 else f"about the garden {number}"
            file.write(f"[{at:%d.%m.%y, %H:%M:%S}] {name}: {text}\n")
