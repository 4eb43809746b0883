"""What the ledger of the forty answers to support and paths, written before the commands were.

People are told by first name. The support map looks back two years from 16 March 2026, leaves out
pitches, the dead and those who were cut, and counts entries: who, how often, when last.
"""

from __future__ import annotations

from typing import Final, NamedTuple

# --- support

GOT: Final = {
    "instrumental": [("Bruno", 9, "2026-02-17")],
    "psychosocial": [
        ("Ada", 3, "2025-09-08"), ("Tom", 2, "2025-02-24"), ("Carla", 2, "2025-01-05"),
    ],
}  # fmt: skip
GAVE: Final = {
    "instrumental": [
        ("Sam", 7, "2025-12-21"), ("Priya", 2, "2025-10-20"), ("Jon", 1, "2026-02-20"),
        ("Ada", 1, "2025-11-02"),
    ],
    "psychosocial": [
        ("Pia", 6, "2025-12-11"), ("Tom", 2, "2025-12-15"), ("Ada", 1, "2025-08-01"),
        ("Carla", 1, "2024-09-02"),
    ],
}  # fmt: skip
# Balance. With five exchanges or more of support all on one side:
ALWAYS_GIVING: Final = {"Pia": 6, "Sam": 7}  # you gave, and got nothing
ALWAYS_TAKING: Final = {"Bruno": 9}  # you got, and gave nothing
BOTH_WAYS: Final = ("Ada", "Tom", "Carla")
# What is thin today: nobody has listened since 8 September 2025; all advice is from one person.
LAST_LISTENED: Final = "2025-09-08"
ALL_ADVICE_FROM: Final = "Bruno"
# As of 1 October 2025 somebody had listened within the month; all advice was Bruno's then, too.
LISTENED_AS_OF: Final = "2025-10-01"
# As of 17 March 2024 Kwame, Dmitri (advice), Victor and Henrik (listening) are within two years.
GOT_AS_OF_MARCH_2024: Final = {
    "instrumental": [("Kwame", 1, "2024-02-20"), ("Dmitri", 1, "2023-09-05")],
    "psychosocial": [("Henrik", 1, "2023-08-14")],
}
NEVER_ON_THE_MAP: Final = ("Silas", "Victor", "Mina", "Elif", "Luca", "Sofia")

# --- paths


class Path(NamedTuple):
    """`through`: from the one next to you to the one who introduced WHO to you.

    `opened`: those whom WHO introduced to you. `further`: whom those introduced, and so on.
    `stay`: of the opened, those with an entry in the last year. `only`: the others who are reached
    only through WHO, as `network.bridges` has it.
    """

    through: tuple[str, ...] = ()
    opened: tuple[str, ...] = ()
    further: tuple[str, ...] = ()
    stay: tuple[str, ...] = ()
    only: tuple[str, ...] = ()


PATHS: Final = {
    "Maya": Path(opened=("Jon", "Lena", "José", "Zoë", "Rafał"), stay=("Jon", "José", "Zoë"),
                 only=("Jon", "Lena", "José", "Zoë", "Rafał", "Hugo")),
    "Jon": Path(through=("Maya",)),
    "Lena": Path(through=("Maya",), only=("Hugo",)),
    "Henrik": Path(opened=("Nora",), further=("Théo", "Inês"), stay=("Nora",), only=("Nora",)),
    "Nora": Path(through=("Henrik",), opened=("Théo",), further=("Inês",),
                 only=("Henrik", "Théo")),
    "Théo": Path(through=("Henrik", "Nora"), opened=("Inês",), only=("Inês",)),
    "Inês": Path(through=("Henrik", "Nora", "Théo")),
    "Gerd": Path(opened=("Wanda", "Otto"), only=("Wanda", "Otto")),
    "Wanda": Path(through=("Gerd",)),
    # Not through a field but a hand-off that landed: Bruno introduced you to Kwame.
    "Bruno": Path(opened=("Kwame",), stay=("Kwame",), only=("Kwame",)),
    "Kwame": Path(through=("Bruno",)),
    # Ada was asked to introduce you to Freya; nothing came of it yet.
    "Ada": Path(),
    "Freya": Path(),
}  # fmt: skip
# Who brings you people, most first.
BRINGS: Final = [("Maya", 5, 3), ("Gerd", 2, 0), ("Henrik", 1, 1), ("Bruno", 1, 1), ("Nora", 1, 0),
                 ("Théo", 1, 0)]  # fmt: skip
BRIDGES: Final = ("Maya", "Lena", "Henrik", "Nora", "Théo", "Gerd", "Bruno")
