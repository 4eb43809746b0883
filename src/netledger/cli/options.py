"""Arguments and options that several commands share, each declared once."""

from __future__ import annotations

from typing import Annotated, Any

import typer
from typer.core import TyperCommand

from netledger.errors import UsageError


class OneOfTwo(TyperCommand):
    """A command that takes one of two flags which exclude each other, and not the last of both."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read the command's words. Raises UsageError where both of such flags are among them."""
        flags = {flag: one for one in self.params for flag in (*one.opts, *one.secondary_opts)}
        given: dict[str, str] = {}
        words = iter(args)
        for word in words:
            if word == "--":
                break
            one = flags.get(word)
            if one is not None and not getattr(one, "is_flag", True):
                next(words, None)  # a value, whatever it looks like
            elif one is not None and one.secondary_opts and one.name:
                first = given.setdefault(one.name, word)
                if (first in one.opts) != (word in one.opts):
                    raise UsageError(f"{first} and {word} exclude each other.", "Give one of them.")
        return super().parse_args(ctx, args)


def complete_who(ctx: typer.Context, incomplete: str) -> list[tuple[str, str]]:
    """Return contact names for what has been typed so far; silent where there is no ledger."""
    from netledger.cli.completing import names

    return names(incomplete, ctx.find_root().params.get("ledger"))


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
