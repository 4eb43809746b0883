"""Arguments and options that several commands share, each declared once."""

from __future__ import annotations

from typing import Annotated, Any

import typer


def complete_who(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return contact names for what has been typed so far; silent where there is no ledger."""
    import sqlite3

    from netledger import config
    from netledger.domain.names import fold
    from netledger.errors import NetledgerError

    try:
        from netledger.cli.session import GLOBALS, opened, settings
        from netledger.ledger import find
        from netledger.render import safe

        # While completing, the options in front of the command are read but not acted upon.
        GLOBALS.ledger = ctx.find_root().params.get("ledger")
        if not config.ledger_path(GLOBALS.ledger, settings()).exists():
            return []
        before, comma, part = incomplete.rpartition(",")
        with opened() as ledger:
            rows = find.named(ledger.conn, part)
        typed = fold(part) if part.strip() else ""
        found: dict[str, str] = {}
        for name, folded, about in rows:
            # Shells keep only what begins as typed; any WHO will do, so case and accents may
            # stay as they were typed, and a later word of the name may be the one completed.
            rest = folded[f" {folded}".index(f" {typed}") + len(typed) :]
            value = name if name.startswith(part) else part + rest
            found.setdefault(safe.line(f"{before}{comma}{value}"), safe.line(f"{name} {about}"))
        return list(found.items())
    except (NetledgerError, OSError, sqlite3.Error):
        return []


def _complete_tier() -> list[str]:
    return ["5", "15", "50", "150"]


def _complete_channel() -> list[str]:
    from netledger.domain.model import CHANNELS

    return list(CHANNELS)


def who(help: str = "A contact: id, e-mail address, name or part of it.") -> Any:  # noqa: A002
    """Return an argument that names a contact."""
    return typer.Argument(metavar="WHO", help=help, autocompletion=complete_who, show_default=False)


def several(name: str, help: str, metavar: str = "TEXT") -> Any:  # noqa: A002
    """Return an option that may be given several times."""
    return typer.Option(name, help=help, metavar=metavar, show_default=False)


def text(name: str, help: str, metavar: str = "TEXT") -> Any:  # noqa: A002
    """Return an option that takes one text."""
    return typer.Option(name, help=help, metavar=metavar, show_default=False)


def number(*names: str, help: str, low: int = 1, high: int | None = None, shown: str = "N") -> Any:  # noqa: A002
    """Return an option that takes a whole number."""
    return typer.Option(*names, metavar=shown, min=low, max=high, help=help, show_default=False)


Who = Annotated[str, who()]
Json = Annotated[bool, typer.Option("--json", help="Answer with one JSON document.")]
Yes = Annotated[bool, typer.Option("--yes", "-y", help="Answer every question with yes.")]
AsOf = Annotated[str | None, text("--as-of", "Only entries up to this day.", "WHEN")]
Limit = Annotated[
    int | None, typer.Option("--limit", "-n", metavar="N", min=0, help="At most so many rows.")
]

# What add and edit say of a contact.
Org = Annotated[str | None, text("--org", "Organisation.")]
Role = Annotated[str | None, text("--role", "What they do there.")]
Email = Annotated[list[str] | None, several("--email", "E-mail address; may repeat.")]
Phone = Annotated[list[str] | None, several("--phone", "Phone number; may repeat.")]
Url = Annotated[list[str] | None, several("--url", "Profile or web page; may repeat.")]
Location = Annotated[str | None, text("--location", "Where they live or work.")]
Birthday = Annotated[
    str | None, text("--birthday", "1988-03-14, 14 Mar, or --03-14 without a year.", "DAY")
]
Tag = Annotated[list[str] | None, several("--tag", "A tag; may repeat.")]
Alias = Annotated[list[str] | None, several("--alias", "Another name; may repeat.")]
Met = Annotated[str | None, text("--met", "When you met.", "WHEN")]
Where = Annotated[str | None, text("--where", "Where you met.")]
Through = Annotated[
    str | None,
    typer.Option(
        "--through",
        metavar="WHO",
        help="Who introduced you.",
        autocompletion=complete_who,
        show_default=False,
    ),
]
Offers = Annotated[list[str] | None, several("--offers", "What they can bring you; may repeat.")]
Seeks = Annotated[list[str] | None, several("--seeks", "What they look for; may repeat.")]
Note = Annotated[str | None, text("--note", "A note about them.")]
Tier = Annotated[
    int | None,
    typer.Option(
        "--tier",
        metavar="5|15|50|150",
        help="The circle they hold a place in.",
        autocompletion=_complete_tier,
        show_default=False,
    ),
]
Every = Annotated[str | None, text("--every", "How long the tie may rest: 10d, 3w, 2m.", "SPAN")]

# What log and amend say of an entry.
With = Annotated[
    list[str] | None,
    typer.Option(
        "--with",
        metavar="WHO",
        help="Who else took part; may repeat.",
        autocompletion=complete_who,
        show_default=False,
    ),
]
On = Annotated[str | None, text("--on", "The day: yesterday, last friday, 14 Mar.", "WHEN")]
Via = Annotated[
    str | None,
    typer.Option(
        "--via",
        metavar="CHANNEL",
        help="meet, call, video, message, email, letter or social.",
        autocompletion=_complete_channel,
        show_default=False,
    ),
]
Gave = Annotated[
    list[str] | None,
    several(
        "--gave", "Support you gave: i(nstrumental), p(sychosocial), p:ada; may repeat.", "KIND"
    ),
]
Got = Annotated[list[str] | None, several("--got", "Support you got; as --gave.", "KIND")]
ByThem = Annotated[
    bool | None, typer.Option("--by-them/--by-me", help="Who started it.", show_default=False)
]
OneWay = Annotated[
    bool | None,
    typer.Option("--one-way/--two-way", help="Only one side took part.", show_default=False),
]
Pitch = Annotated[
    bool | None,
    typer.Option(
        "--pitch/--no-pitch",
        help="They sold you something under the guise of contact: counts as nothing.",
        show_default=False,
    ),
]
Minutes = Annotated[int | None, number("--minutes", help="How long.", high=10080)]
Depth = Annotated[
    int | None,
    number("--depth", help="1 small talk, 2 real talk, 3 confided.", high=3, shown="1..3"),
]
AtEase = Annotated[
    bool | None,
    typer.Option("--at-ease/--guarded", help="Could you be yourself?", show_default=False),
]
Valued = Annotated[
    bool | None,
    typer.Option(
        "--valued/--not-valued", help="Did they respect what you bring?", show_default=False
    ),
]
Todo = Annotated[str | None, text("--todo", "What you promised.")]
TheyOwe = Annotated[str | None, text("--they-owe", "What they promised.")]
By = Annotated[str | None, text("--by", "By when it was promised.", "WHEN")]
New = Annotated[bool, typer.Option("--new", help="Add names that are not known yet.")]
Clear = Annotated[list[str] | None, several("--clear", "Empty this field; may repeat.", "FIELD")]
