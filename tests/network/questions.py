"""What is asked of the ledger of the forty, with the right answers, written before the code.

People are told by first name. Support and paths have theirs in expected.py.
"""

from __future__ import annotations

from typing import Final, NamedTuple


class Who(NamedTuple):
    """A NEED: who comes first, who must follow (in any order), and who must not be named.

    `via` is who leads to the first answer where that one is cold; `says` what its why tells.
    """

    need: str
    first: str | None
    among: tuple[str, ...] = ()
    never: tuple[str, ...] = ()
    support: str | None = None
    via: str | None = None
    says: str = ""


WHO: Final = {
    "by offer, the nearer tie first": Who("hiring", "Ada", ("Freya",), ("Mina", "Paul")),
    "by another form of the word": Who("who has hired people?", "Ada", ("Freya",), ("Mina",)),
    "by role": Who("a lawyer", "Lena", ("Wanda",)),
    "by organisation": Who("Alpenbank", "Bruno", says="Alpenbank"),
    "by organisation without its accents": Who("somebody at WISLA", "Rafał", says="Wisła Capital"),
    "by tag": Who("health", "Olu", says="#health"),
    "by a contact's note": Who("district office paperwork", "Aoife", ("Wanda",)),
    "by the note of an entry": Who("a boss who micromanages", "Tom", says="7 Oct 2024"),
    "by an offer with accents": Who("TRADUCCION", "Yuki", says="traducción de japonés"),
    "by the beginning of a word": Who("Skilsmisse", "Pia"),
    "a tie of offers is broken by warmth": Who("tax advice", "Marta", ("Ben",), ("Paul",)),
    "moving to Berlin": Who("moving to Berlin", "Ada", ("Aoife",)),
    "the dead are never named": Who("woodworking", None, (), ("Victor",)),
    "those who were cut are never named": Who("interviews", None, (), ("Mina",)),
    "nobody at all": Who("quantum chromodynamics", None),
    "a stranger through somebody near": Who("podcast production", "Théo", via="Nora"),
    "a stranger through who brought both": Who("visa", "Wanda", via="Gerd"),
    "a stranger two steps off": Who("documentary", "Inês", via="Nora"),
    "who mostly pitches is no warm answer": Who("growth hacking", "Silas", says="pitch"),
    "advice, from whom it has come": Who("career", "Bruno", support="i", says="advice"),
    "listening on a subject": Who("my boss micromanages", "Tom", ("Ada", "Carla"), support="p",
                                  never=("Victor", "Mina")),
    "listening, whatever the messages": Who("Pixelwerk", "Ada", ("Tom", "Carla", "Elif"),
                                            support="p"),
}  # fmt: skip
# Of Elif, asked with --support p.
NEVER_CARRIED: Final = "no psychosocial support on record, though 214 messages"


class Pair(NamedTuple):
    """An introduction worth making: who seeks what, and who has it as what."""

    a: str
    b: str
    need: str
    offer: str
    stale: bool = False


MATCH: Final = {
    Pair("Maya", "Ewa", "a data engineer", "Data engineer"),
    Pair("Sam", "Rafał", "an investor for a solar start-up", "Investor"),
    Pair("Ada", "Aoife", "a flat in Berlin", "flat hunting in Berlin"),
    Pair("Anouk", "Théo", "podcast production", "podcast production"),
    Pair("Priya", "Bruno", "a mentor in engineering management", "engineering management"),
    Pair("José", "Yuki", "traduccion de japones", "traducción de japonés"),
    Pair("Freya", "Marta", "accountants", "Accountant"),
    Pair("Freya", "Ben", "accountants", "Accountant"),
    Pair("Zoë", "Olu", "someone at Charité", "Charité"),
    Pair("Hugo", "Kwame", "someone in academia", "academia"),
    Pair("Yuki", "Klára", "violin lessons", "violin lessons"),  # asked once, and whiffed
    Pair("Nora", "Dmitri", "a security audit", "security audit", stale=True),
}
# Why these are left out.
NOT_MATCHED: Final = {
    "introduced already": ("Hugo", "Lena"),
    "met through the other": ("Maya", "Jon"),
    "share an entry": ("Zoë", "Jon"),
    "oneself": ("Bruno", "Bruno"),
    "cut": ("Paul", "Marta"),
    "dead": ("Olu", "Victor"),
    "one word of two in common": ("Maya", "Ada"),
}
ME_OFFERS: Final = "Python, proofreading"
MINE: Final = ("Kwame", "Python training", "Python")
LAST_OF_ALL: Final = ("Nora", "Dmitri")  # its statement is stale
