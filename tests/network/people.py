"""Forty invented people with three years of entries: a ledger whose right answers are known.

Today is Monday 16 March 2026. Who is who is in PEOPLE; what passed between you is in
`_what_passed`. Each person is told by the first name, which nobody shares.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any, Final, NamedTuple

from netledger.domain import names
from netledger.domain.model import Credit, Kind, NewEntry, Side
from netledger.ledger import contacts, daybook, standing, ties
from netledger.ledger.connection import Ledger, open_ledger
from netledger.ledger.contacts import ContactFields, DetailFields, DetailKind

TODAY: Final = date(2026, 3, 16)
NOW: Final = datetime(2026, 3, 16, 12, tzinfo=UTC)
KNOWN_SINCE: Final = date(2023, 1, 10)
INSTRUMENTAL: Final[frozenset[Kind]] = frozenset({"instrumental"})
PSYCHOSOCIAL: Final[frozenset[Kind]] = frozenset({"psychosocial"})


class Person(NamedTuple):
    """One of the forty. `offers` and `seeks` are pairs of a text and the day it was stated."""

    name: str
    role: str | None = None
    org: str | None = None
    tags: tuple[str, ...] = ()
    offers: tuple[tuple[str, str], ...] = ()
    seeks: tuple[tuple[str, str], ...] = ()
    note: str | None = None
    through: str | None = None
    more: Mapping[str, Any] = {}


PEOPLE: Final = (
    # The five.
    Person("Ada Stone", "Head of Data", "Kestrel Labs", ("data",),
           offers=(("hiring advice", "2025-11-02"),), seeks=(("a flat in Berlin", "2025-10-10"),)),
    Person("Tom Vance", "Product manager", "Brightwater", note="Runs; two boys; hates open plan."),
    Person("Carla Bellini", note="Mamma. Chiamare la domenica, dopo pranzo.", more={"kin": True}),
    # Maya brought five people; three of them stay.
    Person("Maya Ortiz", "Founder", "Orta Studio", seeks=(("a data engineer", "2026-01-15"),)),
    Person("Jon Pike", "Data engineer", None, ("freelancer",), through="Maya",
           offers=(("data pipelines", "2025-05-05"),), seeks=(("freelance work", "2025-05-05"),)),
    Person("Lena Roth", "Lawyer", "Roth & Partner", through="Maya",
           offers=(("contract law", "2024-11-20"),)),
    Person("José García", "Chef", "Cantina García", through="Maya",
           seeks=(("traduccion de japones", "2025-07-07"),),
           note="Cocinó para nosotros en Sevilla; su hermana vive en Múnich."),
    Person("Zoë Brandt", "UX researcher", "Orta Studio", through="Maya",
           seeks=(("data pipelines", "2025-09-09"), ("someone at Charité", "2025-09-09"))),
    Person("Rafał Łukasik", "Investor", "Wisła Capital", through="Maya",
           offers=(("seed funding", "2025-01-20"),)),
    # Advice, given and taken.
    Person("Bruno Keller", "CTO", "Alpenbank", seeks=(("a CTO", "2025-02-02"),),
           offers=(("engineering management", "2024-06-01"), ("career advice", "2025-03-01"))),
    Person("Pia Grøn", "Ceramicist", note="Går gjennom en skilsmisse; ring om kvelden."),
    Person("Sam Okoro", "Founder", "Lagos Grid", ("energy",),
           seeks=(("an investor for a solar start-up", "2025-09-01"),)),
    Person("Elif Yılmaz", "Sales lead", "Pixelwerk"),
    # A chain: Henrik, Nora, Théo, Inês. Nobody else reaches the last two.
    Person("Henrik Holm", "Architect", "Holm og Søn", more={"location": "København"}),
    Person("Nora Lindqvist", "Journalist", "Dagens Blad", through="Henrik",
           seeks=(("a security audit", "2025-03-01"),)),
    Person("Théo Marchand", "Radio producer", "Radio Seine", through="Nora",
           offers=(("podcast production", "2025-01-15"),)),
    Person("Inês Duarte", "Documentary filmmaker", None, through="Théo"),
    # Two who are reachable only through Gerd.
    Person("Gerd Hauck", "Notary", "Hauck Notare"),
    Person("Wanda Kowalska", "Immigration lawyer", None, through="Gerd",
           offers=(("visa paperwork", "2024-05-04"),)),
    Person("Otto Frisch", "Beekeeper", None, through="Gerd"),
    # Cut, dead, and one who mostly pitches.
    Person("Silas Eckley", "Consultant", "Stealth Startup",
           offers=(("growth hacking", "2025-04-01"),)),
    Person("Victor Bellini", "Carpenter", None, offers=(("woodworking", "2023-06-10"),),
           more={"kin": True, "died": date(2024, 8, 30)}),
    Person("Mina Farahani", "Recruiter", "Talentwerk",
           offers=(("hiring interviews", "2025-06-01"),)),
    Person("Paul Archer", "Recruiter", "Archer & Co", seeks=(("tax advice", "2025-06-01"),)),
    # Others, near and far.
    Person("Yuki Tanaka", "Translator", None, more={"location": "京都"},
           offers=(("traducción de japonés", "2025-02-11"),),
           seeks=(("violin lessons", "2024-12-01"),)),
    Person("Olu Adeyemi", "Physician", "Charité", ("health",),
           seeks=(("woodworking", "2025-04-18"),)),
    Person("Klára Nováková", "Violinist", "Česká filharmonie",
           offers=(("violin lessons", "2024-10-01"),), note="Hraje v úterý; má ráda čaj."),
    Person("Dmitri Orlov", "Security engineer", "Fortify",
           offers=(("security audit", "2023-02-01"),)),
    Person("Freya Lund", "Recruiter", "Northwind", offers=(("hiring", "2025-10-01"),),
           seeks=(("accountants", "2025-11-11"),)),
    Person("Marta Klein", "Accountant", None, offers=(("tax advice", "2025-01-08"),)),
    Person("Ben Ito", "Accountant", None, offers=(("tax advice", "2025-01-08"),)),
    Person("Aoife Byrne", "Yoga teacher", None, ("neighbour",),
           offers=(("flat hunting in Berlin", "2025-06-01"),),
           note="Moved here in 2021 and knows every district office."),
    Person("Luca Moretti", "Photographer", "Studio Moretti"),
    Person("Sofia Reyes", "Event planner", "Fiesta Mayor"),
    Person("Priya Nair", "Product designer", "Brightwater",
           seeks=(("a mentor in engineering management", "2025-08-01"),)),
    Person("Kwame Mensah", "Professor", "TU Berlin", ("academia",),
           offers=(("guest lectures", "2024-09-15"),), seeks=(("Python training", "2025-11-30"),)),
    Person("Ewa Zielińska", "Data engineer", "Bałtyk Software"),
    Person("Hugo Blanc", "Sculptor", None,
           seeks=(("contract law", "2025-02-10"), ("someone in academia", "2025-02-10"))),
    Person("Anouk de Vries", "Novelist", None, seeks=(("podcast production", "2025-12-01"),)),
    Person("Ruth Abel", "Actuary", "Helvetia Insurance", note="Met once at the lake; vélo rouge."),
)  # fmt: skip


class Book:
    """The ledger while it is being written: people by first name, the layer's own functions."""

    def __init__(self, ledger: Ledger) -> None:
        self.ledger = ledger
        self.conn = ledger.conn
        self.ids: dict[str, int] = {}

    def add(self, person: Person) -> None:
        """Add one of the forty."""
        fields = {"name": person.name, "role": person.role, "org": person.org, "note": person.note}
        through = person.through and self.ids[person.through]
        checked = contacts.checked(ContactFields, {**fields, "through": through, **person.more})
        details = [
            DetailFields(kind=kind, value=text, stated_on=date.fromisoformat(day))
            for kind, stated in _stated(person)
            for text, day in stated
        ]
        details += [DetailFields(kind="tag", value=tag) for tag in person.tags]
        address = f"{names.fold(person.name).replace(' ', '.')}@example.org"
        details.append(DetailFields(kind="email", value=address))
        with contacts.session(self.conn) as into:
            id = contacts.create(into, checked, details, KNOWN_SINCE)
            into.flush()
        self.ids[person.name.split()[0]] = id

    def log(
        self, who: str, on: str, note: str | None = None, *, gave: str = "", got: str = "",
        credit: str = "", n: int = 1, via: str = "meet", **more: Any,
    ) -> int:  # fmt: skip
        """Write an entry with people by first name. `credit` names the one whom the kinds are of.

        `gave` and `got` are letters: i, p. `n` is the messages that the day stands for.
        """
        people = who.split()
        carried = Credit(_kinds(gave), _kinds(got))
        taking_part = {
            self.ids[name]: carried if credit in ("", name) else Credit() for name in people
        }
        entry = NewEntry(date.fromisoformat(on), taking_part, channel=via, note=note, **more)
        id = daybook.log(self.conn, entry)
        if n > 1:
            self.conn.execute("UPDATE interaction SET n = ? WHERE id = ?", (n, id))
            ties.rebuild(self.conn, taking_part)
        return id

    def every(self, days: int, who: str, first: str, last: str, **more: Any) -> None:
        """Write entries that say nothing but that you met, from the last day backwards."""
        day, start = date.fromisoformat(last), date.fromisoformat(first)
        while day >= start:
            self.log(who, day.isoformat(), **more)
            day -= timedelta(days=days)

    def promise(self, who: str, entry: int, text: str, whose: Side, by: str | None) -> int:
        """Write a promise."""
        day = date.fromisoformat(by) if by else None
        return daybook.promise(self.conn, self.ids[who], entry, text=text, whose=whose, by=day)

    def introduced(self, b: str, state: str, on: str, *, a: str = "", via: str = "") -> None:
        """Write a hand-off: you introduced a to b, or via introduced you to b."""
        self.conn.execute(
            """INSERT INTO introduction (uid, a, b, via, state, reached, started_on, changed_on)
               VALUES (?, ?, ?, ?, ?, ?, ?, ?)""",
            (
                f"intro-{a}{via}-{b}",
                self.ids.get(a),
                self.ids[b],
                self.ids.get(via),
                state,
                "made" if state == "landed" else "asked",  # what whiffed was not even agreed to
                on,
                on,
            ),
        )


def _stated(person: Person) -> tuple[tuple[DetailKind, tuple[tuple[str, str], ...]], ...]:
    return ("offers", person.offers), ("seeks", person.seeks)


def _kinds(letters: str) -> frozenset[Kind]:
    return (INSTRUMENTAL if "i" in letters else frozenset()) | (
        PSYCHOSOCIAL if "p" in letters else frozenset()
    )


def build(path: Path) -> Ledger:
    """Write the ledger of the forty into a new file at `path`; return it open on TODAY."""
    ledger = open_ledger(path, NOW)
    ledger.conn.execute("PRAGMA synchronous = OFF")
    book = Book(ledger)
    with ledger.step("forty people"):
        for person in PEOPLE:
            book.add(person)
        _the_five(book)
        _mayas_people(book)
        _advice(book)
        _chain_and_gerd(book)
        _the_rest(book)
        _hand_offs(book)
        standing.archive(book.conn, [book.ids["Mina"], book.ids["Paul"]], date(2025, 9, 1))
        for name in ("Ada", "Tom", "Carla"):
            standing.state(book.conn, book.ids[name], date(2025, 1, 1), 5, None)
    return ledger


def _the_five(book: Book) -> None:
    book.every(20, "Ada", "2025-04-01", "2026-02-20")
    book.log("Ada", "2025-03-03", "Talked me through the move to Berlin; scared of leaving",
             got="p", depth=3, at_ease=True)  # fmt: skip
    book.log("Ada", "2025-05-19", "Listened after the break-up", got="p", depth=3, at_ease=True)
    book.log("Ada", "2025-08-01", "Her father's illness", gave="p", depth=3, at_ease=True)
    book.log("Ada", "2025-09-08", "Two hours on whether to have children", got="p", depth=3,
             at_ease=True)  # fmt: skip
    book.log("Ada", "2025-11-02", "Read her job advert", gave="i", valued=True)
    last = book.log("Ada", "2026-03-04", "Coffee; her team grows again", depth=2, valued=True)
    book.promise("Ada", last, "send her the paper on surveys", "me", "2026-03-13")

    book.every(21, "Tom", "2025-03-10", "2026-02-24", via="call", initiator="them")
    book.log("Tom", "2024-10-07", "Walk; he listened about the boss who micromanages everything",
             got="p", depth=3, at_ease=True)  # fmt: skip
    book.log("Ada Tom", "2025-02-24", "Dinner before the move", got="p", credit="Tom", depth=2)
    book.log("Tom", "2025-06-16", "His worry about the new team", gave="p", depth=3)
    book.log("Tom", "2025-12-15", "His son's school", gave="p", depth=2)
    last = book.log("Tom", "2026-03-10", "Run along the canal", depth=2, at_ease=True)
    book.promise("Tom", last, "lend me his tent", "them", "2026-04-01")

    book.every(21, "Carla", "2025-06-01", "2026-03-08", via="call")
    book.log("Victor Carla", "2023-12-24", "Natale", depth=2)
    for day in ("2023-04-09", "2023-06-10", "2023-09-01", "2024-05-12"):
        book.log("Victor", day, "Nella bottega", got="p", depth=3)
    book.log("Carla", "2024-09-02", "After the funeral", got="p", gave="p", depth=3)
    book.log("Carla", "2025-01-05", "Ascoltato tutto", got="p", depth=3)


def _mayas_people(book: Book) -> None:
    book.every(28, "Maya", "2025-01-10", "2026-03-01", at_ease=False, valued=True)
    book.log("Maya Jon Zoë", "2025-05-05", "Dinner at the studio")
    for name, first, last, days in (
        ("Jon", "2025-06-01", "2026-02-10", 40), ("José", "2024-06-01", "2025-08-15", 100),
        ("Zoë", "2025-02-01", "2025-12-12", 60), ("Lena", "2024-03-20", "2024-12-10", 80),
        ("Rafał", "2024-09-01", "2025-01-20", 70),
    ):  # fmt: skip
        book.every(days, name, first, last)
    entry = book.log("Jon", "2026-02-20", "Looked over his contract", gave="i", via="video")
    book.promise("Jon", entry, "name two clients", "me", None)


def _advice(book: Book) -> None:
    for month in (4, 6, 9, 11):
        book.log("Bruno", f"2024-{month:02}-17", "Advice on the team", got="i", depth=2)
    for month in (2, 5, 8, 10):
        book.log("Bruno", f"2025-{month:02}-17", "Advice on the offer", got="i", depth=2)
    last = book.log("Bruno", "2026-02-17", "Which of two jobs to take", got="i", depth=2)
    done = book.promise("Bruno", last, "send the two contracts", "me", "2026-02-20")
    daybook.keep_promise(book.conn, done, date(2026, 2, 19))
    for month in (7, 8, 9, 10, 11, 12):
        book.log("Pia", f"2025-{month:02}-11", "Skilsmissen", gave="p", depth=3, via="call",
                 initiator="them")  # fmt: skip
    for month in range(6, 13):
        book.log("Sam", f"2025-{month:02}-21", "His deck", gave="i", via="video", valued=False)
    for day, n in (("2024-05-02", 30), ("2024-11-07", 44), ("2025-04-11", 50), ("2025-09-30", 40),
                   ("2026-01-12", 30), ("2026-03-14", 20)):  # fmt: skip
        book.log("Elif", day, "Pixelwerk news, jokes, football", via="message", n=n)
    # Before the two years: no longer on the support map, still known to the tie.
    book.log("Henrik", "2023-08-14", "Sat up with me after the fire", got="p", depth=3)
    book.log("Dmitri", "2023-09-05", "Cleaned up my laptop", got="i")
    book.log("Kwame", "2024-02-20", "How a thesis is written", got="i")
    book.log("Priya", "2025-07-14", "Her portfolio", gave="i", valued=True)
    book.log("Priya", "2025-10-20", "Her talk", gave="i", valued=True)


def _chain_and_gerd(book: Book) -> None:
    book.every(90, "Henrik", "2024-04-01", "2025-12-20")
    book.log("Henrik Nora", "2024-03-30", "Påske in Copenhagen")
    book.every(60, "Nora", "2024-06-01", "2026-01-30", via="video")
    book.every(60, "Gerd", "2024-01-01", "2026-02-02")
    book.log("Gerd Wanda Otto", "2024-05-04", "Gerds Geburtstag")


def _the_rest(book: Book) -> None:
    for name, first, last, days in (
        ("Marta", "2024-08-01", "2026-02-26", 45), ("Ben", "2023-11-20", "2023-11-20", 1),
        ("Yuki", "2024-01-01", "2025-10-10", 150), ("Olu", "2024-02-01", "2025-11-03", 180),
        ("Klára", "2024-03-01", "2025-03-12", 120), ("Dmitri", "2023-03-01", "2024-01-15", 130),
        ("Freya", "2024-10-01", "2025-10-01", 180), ("Aoife", "2025-06-01", "2026-01-25", 50),
        ("Priya", "2025-03-01", "2026-03-02", 45), ("Kwame", "2024-04-01", "2025-11-30", 200),
        ("Ewa", "2025-05-20", "2025-12-18", 100), ("Hugo", "2024-07-01", "2025-07-01", 120),
        ("Anouk", "2025-03-01", "2025-12-01", 90), ("Mina", "2024-05-01", "2025-06-01", 60),
    ):  # fmt: skip
        book.every(days, name, first, last)
    book.log("Mina", "2024-06-03", "Hiring woes, and mine", got="p", depth=3)
    for month in (1, 4, 7, 10):
        book.log("Silas", f"2025-{month:02}-01", "A course he sells", got="i", pitch=True,
                 initiator="them")  # fmt: skip
    for month in (2, 6, 11):
        book.log("Luca", f"2025-{month:02}-14", "Asked for prints", via="email", two_way=False,
                 initiator="me")  # fmt: skip
        book.log("Sofia", f"2025-{month:02}-19", "Invites me", via="social", two_way=False,
                 initiator="them")  # fmt: skip


def _hand_offs(book: Book) -> None:
    book.introduced("Lena", "landed", "2025-03-01", a="Hugo")
    book.introduced("Klára", "whiffed", "2025-01-10", a="Yuki")
    book.introduced("Kwame", "landed", "2023-05-01", via="Bruno")
    book.introduced("Freya", "asked", "2026-03-01", via="Ada")
