"""What each command takes. Made by `python docs/make_commands.py` from Typer's declarations.

For each command its places (name, kind, whether it must be given) and its options (name, kind).
Kinds: text; texts, which may repeat; path; pair; rest, all that is left; a whole number's limits;
and for a flag what it stands for.
"""

from __future__ import annotations

from typing import Any, Final

TAKES: Final[dict[str, tuple[tuple[Any, ...], dict[str, tuple[str, Any]]]]] = {
    "log": (
        (("who", "names", False),),
        {
            "--with": ("with_", "names"),
            "--on": ("on", "text"),
            "--via": ("via", "text"),
            "--gave": ("gave", "texts"),
            "--got": ("got", "texts"),
            "--by-them": ("by_them", True),
            "--by-me": ("by_them", False),
            "--one-way": ("one_way", True),
            "--two-way": ("one_way", False),
            "--pitch": ("pitch", True),
            "--no-pitch": ("pitch", False),
            "--minutes": ("minutes", (1, 10080)),
            "--depth": ("depth", (1, 3)),
            "--at-ease": ("at_ease", True),
            "--guarded": ("at_ease", False),
            "--valued": ("valued", True),
            "--not-valued": ("valued", False),
            "--todo": ("todo", "text"),
            "--they-owe": ("they_owe", "text"),
            "--by": ("by", "text"),
            "--tag": ("tag", "texts"),
            "--new": ("new", True),
            "--note": ("note", "text"),
            "--json": ("as_json", True),
            "--yes": ("yes", True),
            "-y": ("yes", True),
        },
    ),
    "due": (
        (),
        {
            "--minutes": ("minutes", (1, None)),
            "--all": ("every_one", True),
            "--limit": ("limit", (0, None)),
            "-n": ("limit", (0, None)),
            "--as-of": ("as_of", "text"),
            "--json": ("as_json", True),
        },
    ),
    "done": (
        (("promise", (None, None), True),),
        {
            "--json": ("as_json", True),
            "--yes": ("yes", True),
            "-y": ("yes", True),
        },
    ),
    "snooze": (
        (("words", "names", False),),
        {
            "--all": ("everyone", True),
            "--json": ("as_json", True),
            "--yes": ("yes", True),
            "-y": ("yes", True),
        },
    ),
    "show": (
        (("who", "name", True),),
        {
            "--limit": ("limit", (0, None)),
            "-n": ("limit", (0, None)),
            "--as-of": ("as_of", "text"),
            "--json": ("as_json", True),
        },
    ),
    "list": (
        (),
        {
            "--tier": ("tier", (None, None)),
            "--tag": ("tag", "text"),
            "--org": ("org", "text"),
            "--archived": ("archived", True),
            "--since": ("since", "text"),
            "--sort": ("sort", "text"),
            "--limit": ("limit", (0, None)),
            "-n": ("limit", (0, None)),
            "--as-of": ("as_of", "text"),
            "--json": ("as_json", True),
        },
    ),
    "search": (
        (("text", "text", True),),
        {
            "--limit": ("limit", (0, None)),
            "-n": ("limit", (0, None)),
            "--as-of": ("as_of", "text"),
            "--json": ("as_json", True),
        },
    ),
    "score": (
        (("who", "name", False),),
        {
            "--limit": ("limit", (0, None)),
            "-n": ("limit", (0, None)),
            "--as-of": ("as_of", "text"),
            "--json": ("as_json", True),
        },
    ),
    "tiers": (
        (),
        {
            "--svg": ("svg", "path"),
            "--png": ("png", "path"),
            "--dark": ("dark", True),
            "--light": ("dark", False),
            "--as-of": ("as_of", "text"),
            "--json": ("as_json", True),
        },
    ),
    "prune": (
        (),
        {
            "--dry-run": ("dry_run", True),
            "--yes": ("yes", True),
            "-y": ("yes", True),
            "--limit": ("limit", (0, None)),
            "-n": ("limit", (0, None)),
            "--export": ("export", "path"),
            "--json": ("as_json", True),
        },
    ),
    "support": (
        (),
        {
            "--since": ("since", "text"),
            "--limit": ("limit", (0, None)),
            "-n": ("limit", (0, None)),
            "--as-of": ("as_of", "text"),
            "--json": ("as_json", True),
        },
    ),
    "brief": (
        (("who", "name", False),),
        {
            "--today": ("today", "path"),
            "--as-of": ("as_of", "text"),
            "--json": ("as_json", True),
        },
    ),
    "restore": (
        (("who", "name", True),),
        {
            "--json": ("as_json", True),
            "--yes": ("yes", True),
            "-y": ("yes", True),
        },
    ),
    "add": (
        (("name", "text", True),),
        {
            "--org": ("org", "text"),
            "--role": ("role", "text"),
            "--email": ("email", "texts"),
            "--phone": ("phone", "texts"),
            "--url": ("url", "texts"),
            "--location": ("location", "text"),
            "--birthday": ("birthday", "text"),
            "--tag": ("tag", "texts"),
            "--alias": ("alias", "texts"),
            "--met": ("met", "text"),
            "--where": ("where", "text"),
            "--through": ("through", "name"),
            "--offers": ("offers", "texts"),
            "--seeks": ("seeks", "texts"),
            "--note": ("note", "text"),
            "--tier": ("tier", (None, None)),
            "--every": ("every", "text"),
            "--kin": ("kin", True),
            "--force": ("force", True),
            "--json": ("as_json", True),
            "--yes": ("yes", True),
            "-y": ("yes", True),
        },
    ),
    "who": (
        (("need", "rest", False),),
        {
            "--support": ("support", "text"),
            "--limit": ("limit", (0, None)),
            "-n": ("limit", (0, None)),
            "--as-of": ("as_of", "text"),
            "--json": ("as_json", True),
        },
    ),
    "match": (
        (),
        {
            "--limit": ("limit", (0, None)),
            "-n": ("limit", (0, None)),
            "--as-of": ("as_of", "text"),
            "--json": ("as_json", True),
        },
    ),
    "intro": (
        (("a", "name", True), ("b", "name", True)),
        {
            "--why": ("why", "text"),
            "--via": ("via", "name"),
            "--ask": ("ask", True),
            "--mailto": ("mailto", True),
            "--markdown": ("markdown", True),
            "--json": ("as_json", True),
            "--yes": ("yes", True),
            "-y": ("yes", True),
        },
    ),
    "intros": (
        (("number", "text", False),),
        {
            "--outcome": ("outcome", "pair"),
            "--because": ("because", "text"),
            "--limit": ("limit", (0, None)),
            "-n": ("limit", (0, None)),
            "--as-of": ("as_of", "text"),
            "--json": ("as_json", True),
            "--yes": ("yes", True),
            "-y": ("yes", True),
        },
    ),
    "paths": (
        (("who", "name", False),),
        {
            "--limit": ("limit", (0, None)),
            "-n": ("limit", (0, None)),
            "--as-of": ("as_of", "text"),
            "--json": ("as_json", True),
        },
    ),
    "merge": (
        (("keep", "name", True), ("other", "name", True)),
        {
            "--json": ("as_json", True),
            "--yes": ("yes", True),
            "-y": ("yes", True),
        },
    ),
    "remove": (
        (("who", "name", True),),
        {
            "--json": ("as_json", True),
            "--yes": ("yes", True),
            "-y": ("yes", True),
        },
    ),
    "amend": (
        (("which", "text", True), ("text", "text", False)),
        {
            "--who": ("who", "texts"),
            "--with": ("with_", "names"),
            "--without": ("without", "texts"),
            "--on": ("on", "text"),
            "--via": ("via", "text"),
            "--gave": ("gave", "texts"),
            "--got": ("got", "texts"),
            "--by-them": ("by_them", True),
            "--by-me": ("by_them", False),
            "--one-way": ("one_way", True),
            "--two-way": ("one_way", False),
            "--pitch": ("pitch", True),
            "--no-pitch": ("pitch", False),
            "--minutes": ("minutes", (1, 10080)),
            "--depth": ("depth", (1, 3)),
            "--at-ease": ("at_ease", True),
            "--guarded": ("at_ease", False),
            "--valued": ("valued", True),
            "--not-valued": ("valued", False),
            "--todo": ("todo", "text"),
            "--they-owe": ("they_owe", "text"),
            "--by": ("by", "text"),
            "--tag": ("tag", "texts"),
            "--new": ("new", True),
            "--clear": ("clear", "texts"),
            "--json": ("as_json", True),
            "--yes": ("yes", True),
            "-y": ("yes", True),
        },
    ),
    "unlog": (
        (("which", "text", True),),
        {
            "--json": ("as_json", True),
            "--yes": ("yes", True),
            "-y": ("yes", True),
        },
    ),
    "undo": (
        (),
        {
            "--walk": ("walk", True),
            "--json": ("as_json", True),
            "--yes": ("yes", True),
            "-y": ("yes", True),
        },
    ),
    "history": (
        (("who", "name", False),),
        {
            "--limit": ("limit", (0, None)),
            "-n": ("limit", (0, None)),
            "--json": ("as_json", True),
        },
    ),
    "duplicates": (
        (),
        {
            "--limit": ("limit", (0, None)),
            "-n": ("limit", (0, None)),
            "--different": ("different", "pair"),
            "--json": ("as_json", True),
            "--yes": ("yes", True),
            "-y": ("yes", True),
        },
    ),
    "import": (
        (("words", "rest", True),),
        {
            "--dry-run": ("dry_run", True),
            "--map": ("columns", "texts"),
            "--day-first": ("day_first", True),
            "--month-first": ("day_first", False),
            "--json": ("as_json", True),
            "--yes": ("yes", True),
            "-y": ("yes", True),
        },
    ),
    "export": (
        (("format", "text", True), ("path", "text", False)),
        {
            "--as": ("version", "text"),
            "--json": ("as_json", True),
        },
    ),
    "backup": (
        (("action", "text", False), ("path", "path", False)),
        {
            "--json": ("as_json", True),
            "--yes": ("yes", True),
            "-y": ("yes", True),
        },
    ),
    "config": (
        (("key", "text", False), ("value", "text", False)),
        {
            "--json": ("as_json", True),
            "--yes": ("yes", True),
            "-y": ("yes", True),
        },
    ),
}
