"""Invented people and ten years of talk with them, the same at every run: what all are timed on."""

from __future__ import annotations

import random
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from itertools import accumulate
from typing import Final, NamedTuple

TODAY: Final = date(2026, 11, 25)
DAYS: Final = 3652
SEED: Final = "netledger speed"
WHO: Final = "Odalys Quintrell"  # the one whom commands ask for, and nobody else is called so
PREFIX: Final = "oda"
WHO_PLACE: Final = 4  # by how often she is met
RARE: Final = "lighthouse"  # a word of few notes

_GIVEN: Final = """
Ada Alba Amara Anika Anton Astrid Beatriz Bianca Bram Calla Carmen Celeste Cian
Clara Conor Dario Delia Edith Elias Elif Emeka Esme Farid Flora Frida Gael Giulia Hadi Hana Hector
Hugo Ilse Imani Ines Ivo Jasper Joana Jonas Kai Karim Keira Kofi Lars Leila Lina Luca Magnus Malik
Mateo Mila Nadia Niko Noor Olga Omar Oscar Paloma Petra Priya Remy Rosa Selma Silas Sven Tariq Tessa
Uma Vera Wanda Yara Yusuf Zora José Zoë Łukasz Şebnem Renée Søren Ángela Jürgen Chloé
Þóra""".split()  # noqa: SIM905 (names read better so)
_FIRST_HALF: Final = """Ahl Amund Bakk Balo Beck Blom Brann Cald Cast Dahl Dela Dubo Eike Fair Fors
Garn Gold Gust Hart Holm Horv Ibar Jans Kell Kova Lamb Lind Marl Mend Nava Nils Oka Ort Palm Petr
Quis Ramo Rinal Sala Schae Soren Stran Taka Thorn Ulri Vald Vinte Walli Whit Yilm Zieg""".split()  # noqa: SIM905
_SECOND_HALF: Final = """
berg borg by dal ez feld ford gaard grave ham heim holt hurst ić ini ka land
ley lund man mann mark mere moss ner ney now olm os ova oz quist ra ros sen shaw ski son stad stein
ström ta thorpe ton tree vik vist wald well wick wood""".split()  # noqa: SIM905
_SCRIPTS: Final = (
    (("محمد", "ليلى", "يوسف", "فاطمة", "سمير"), ("الأحمد", "حداد", "منصور", "خليل", "نصار")),
    (("דנה", "יוסף", "נועה", "אורי", "מיכל"), ("לוי", "כהן", "פרץ", "ביטון", "אברהמי")),
    (("小明", "芳", "伟", "静", "磊"), ("王", "李", "张", "刘", "陈")),
    (("太郎", "花子", "健", "美咲", "翔"), ("山田", "佐藤", "鈴木", "高橋", "田中")),
    (("민준", "서연", "지훈", "하은", "도윤"), ("김", "이", "박", "최", "정")),
    (("Ольга", "Сергій", "Ирина", "Павел", "Наталя"), ("Петрова", "Шевченко", "Иванов", "Бондар")),
    (("Γιώργος", "Ελένη", "Νίκος", "Μαρία"), ("Παππάς", "Νικολάου", "Γεωργίου", "Δημητρίου")),
    (("अनिता", "राहुल", "सुनीता", "विक्रम"), ("शर्मा", "वर्मा", "गुप्ता", "सिंह")),
    (("อรทัย", "สมชาย", "นภา"), ("ใจดี", "แก้วใส", "ศรีสุข")),
)


def _listed(text: str) -> list[str]:
    return text.replace("\n", "").split("|")


_ORGS: Final = _listed(
    """Northwind|Blue Harbor|Copperline|Mistral Health|Grüner Wald|Société Lumière|Kestrel|
Tidewater|Quiet Machine|Papillon|Redfern|Open Fields|Juniper Rail|株式会社さくら|
شركة الواحة|Larkhill|Ironbridge|Sable Robotics|Wren & Wolfe|Deep Six"""
)
_ROLES: Final = _listed(
    """Engineer|Product Manager|Founder|Head of Data|Nurse|Teacher|Recruiter|Designer|
Researcher|Consultant|Photographer|Architect|Journalist|Student|Attorney"""
)
_TAGS: Final = ("work", "climbing", "choir", "neighbours", "school", "family", "book club")
_OPENINGS: Final = ("Talked about", "Long walk and", "Coffee,", "Caught up on", "Called about",
                    "Lunch;", "Wrote about", "Met by chance:")  # fmt: skip
_TOPICS: Final = _listed(
    """the new role|moving house|the garden|her thesis|old photos|the charity run|hiring|
school places|the quartet|a paper|the trail map|his mother|a visa|the allotment|the reading group|
a holiday|the bakery idea|money|the quiet winter|an introduction"""
)
_ENDS: Final = ("", "", "", " – more soon", ", he listened", ", she had advice",
                ", I promised to read it", ", merci", ", נדבר", ", また今度")  # fmt: skip
_CHANNELS: Final = ("meet", "call", "video", "message", "email", "letter", "social")


@dataclass(frozen=True)
class Size:
    """How large a ledger is."""

    contacts: int
    entries: int

    def __str__(self) -> str:
        return f"{self.contacts:,} and {self.entries:,}"


SMALL: Final = Size(10, 20)
MIDDLE: Final = Size(1_500, 30_000)
LARGE: Final = Size(30_000, 1_000_000)


class Person(NamedTuple):
    """Somebody, from the most met to the least; `since` is the first day of contact."""

    id: int
    name: str
    slug: str
    email: str | None
    org: str | None
    role: str | None
    birthday: str | None
    tag: str | None
    through: int | None
    since: date


class Talk(NamedTuple):
    """One entry. `messages` above 0: it came with an import, and stands for so many."""

    on: date
    people: tuple[int, ...]
    channel: str
    note: str | None
    depth: int | None
    gave: bool
    got: bool
    by_them: bool
    two_way: bool
    messages: int


def people(size: Size) -> list[Person]:
    """Return the people of a ledger."""
    draw = random.Random(f"{SEED} {size}")  # noqa: S311 (nothing here is a secret)
    found = []
    for id in range(1, size.contacts + 1):
        name = WHO if id == WHO_PLACE + 1 else _name(draw)
        stated = draw.random()
        year = draw.choice(("-", "1984", "1991"))
        birthday = f"{year}-{draw.randint(1, 12):02}-{draw.randint(1, 28):02}"
        found.append(
            Person(
                id=id,
                name=name,
                slug=f"p-{id:06x}",
                email=f"p{id}@example.org" if draw.random() < 0.6 else None,
                org=draw.choice(_ORGS) if draw.random() < 0.9 else None,
                role=draw.choice(_ROLES) if draw.random() < 0.9 else None,
                # One knows the birthdays of the near, and few others.
                birthday=birthday if stated < (0.33 if id <= 200 else 0.01) else None,
                tag=draw.choice(_TAGS) if draw.random() < 0.25 else None,
                through=draw.randint(1, id - 1) if id > 1 and draw.random() < 0.05 else None,
                since=TODAY - timedelta(days=draw.randint(30, DAYS)),
            )
        )
    return found


def _name(draw: random.Random) -> str:
    if draw.random() < 0.12:
        given, family = draw.choice(_SCRIPTS)
        return f"{draw.choice(given)} {draw.choice(family)}"
    return f"{draw.choice(_GIVEN)} {draw.choice(_FIRST_HALF)}{draw.choice(_SECOND_HALF)}"


def talks(size: Size, known: list[Person]) -> Iterator[Talk]:
    """Yield the entries of a ledger by day.

    How often a person is met goes by the place to a power (after Zipf); three in ten never are.
    """
    draw = random.Random(f"{SEED} talks {size}")  # noqa: S311
    met = known[: max(8, size.contacts * 7 // 10)]
    start = 2 if len(met) < 100 else 50
    weights = list(accumulate(1 / (place + start) for place in range(len(met))))
    spans = [_span(draw, person) for person in met]
    whom = draw.choices(range(len(met)), cum_weights=weights, k=size.entries)
    others = draw.choices(range(len(met)), cum_weights=weights, k=size.entries)
    days = [spans[k][0] + int(draw.random() * spans[k][1]) for k in whom]
    notes = [f"{a} {b}{c}" for a in _OPENINGS for b in _TOPICS for c in _ENDS]
    for n in sorted(range(size.entries), key=days.__getitem__):
        chance = draw.random()
        group = {whom[n], others[n]} if chance < 0.12 else {whom[n]}
        imported = chance > 0.5
        luck = draw.random()
        note = draw.choice(notes) if luck < 0.33 else None
        if note and luck < 0.33 / 2000:
            note += f", the {RARE}"
        yield Talk(
            on=TODAY - timedelta(days=DAYS - days[n]),
            people=tuple(met[k].id for k in sorted(group)),
            channel="message" if imported else draw.choice(_CHANNELS),
            note=note,
            depth=draw.randint(1, 3) if not imported and luck > 0.6 else None,
            gave=not imported and 0.4 < luck < 0.45,
            got=not imported and 0.45 < luck < 0.5,
            by_them=luck > 0.7,
            two_way=not imported or luck < 0.8,
            messages=1 + int(6 * luck) if imported else 0,
        )


def _span(draw: random.Random, person: Person) -> tuple[int, int]:
    """Return from which day on, and how many days, one is in touch with a person."""
    first = DAYS - (TODAY - person.since).days
    last = DAYS if draw.random() < 0.6 else first + int(draw.random() * (DAYS - first))
    return first, max(1, last - first)
