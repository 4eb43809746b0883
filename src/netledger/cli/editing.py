"""edit: change what the ledger says of a contact, by options or in an editor."""

from __future__ import annotations

from typing import Annotated, Any

import typer

from netledger.cli import options, session
from netledger.cli.changes import Changed, apply
from netledger.cli.fields import Said
from netledger.domain import names
from netledger.errors import UsageError
from netledger.ledger import find
from netledger.ledger.connection import Ledger
from netledger.render.page import Page


class EditCommand(options.OneOfTwo):
    """A command whose --died may stand without a day."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Read a bare --died as the day it is noted."""
        settled: list[str] = []
        for place, argument in enumerate(args):
            following = args[place + 1 : place + 2]
            bare = argument == "--died" and (not following or following[0].startswith("-"))
            settled.append("--died=today" if bare else argument)
        return super().parse_args(ctx, settled)


def edit_(
    who: options.Who,
    name: Annotated[
        str | None, options.text("--name", "A new name; the old one stays known.", "NAME")
    ] = None,
    org: options.Org = None,
    role: options.Role = None,
    email: options.Email = None,
    phone: options.Phone = None,
    url: options.Url = None,
    location: options.Location = None,
    birthday: options.Birthday = None,
    tag: options.Tag = None,
    untag: Annotated[list[str] | None, options.several("--untag", "Take off a tag.")] = None,
    alias: options.Alias = None,
    met: options.Met = None,
    where: options.Where = None,
    through: options.Through = None,
    offers: options.Offers = None,
    seeks: options.Seeks = None,
    note: options.Note = None,
    tier: options.Tier = None,
    every: options.Every = None,
    clear: options.Clear = None,
    pin: Annotated[
        bool | None, typer.Option("--pin/--unpin", help="Never flag this tie.", show_default=False)
    ] = None,
    kin: Annotated[
        bool | None, typer.Option("--kin/--no-kin", help="Family.", show_default=False)
    ] = None,
    died: Annotated[
        str | None,
        typer.Option("--died", metavar="[WHEN]", help="They have died.", show_default=False),
    ] = None,
    as_json: options.Json = False,
    yes: options.Yes = False,
) -> None:
    """Change a contact; without options and on a terminal, in $EDITOR. Lists grow.

    Example: netledger edit ada --org "Night Bakery" --tier 5
    """
    del yes
    lists = {
        "email": email,
        "phone": phone,
        "url": url,
        "tag": tag,
        "alias": alias,
        "offers": offers,
        "seeks": seeks,
    }
    said = Said(
        org=org,
        role=role,
        location=location,
        birthday=birthday,
        met=met,
        where=where,
        through=through,
        note=note,
        tier=tier,
        every=every,
        kin=kin,
        died=died,
        lists=lists,
    )
    nothing = (name, pin, *(clear or ()), *(untag or ()))
    with session.opened() as ledger:
        hit = find.one(ledger.conn, who)
        if said == Said(lists=dict.fromkeys(lists)) and all(one is None for one in nothing):
            changed = _in_editor(ledger, hit)
        else:
            changed = apply(
                ledger,
                hit,
                said,
                name=name,
                clear=clear or [],
                gone={"tag": [tag.lstrip("#@") for tag in untag or []]},
                pin=pin,
            )
        shown = names.one_line(name) if name and changed is not None else hit.name

        def page() -> Page:
            page = Page()
            if changed is not None:
                page.line("Changed ", (shown, "strong"), f" ({hit.id}){changed.echo}.")
                for text in changed.renewed:
                    page.line(f"Renewed: {text} (said today).", indent=2)
            else:
                page.line(
                    "Nothing to change: ", (shown, "strong"), f" ({hit.id}) stands so already."
                )
            return page

        session.answer(
            as_json, lambda: {"id": hit.id, "name": shown, "changed": changed is not None}, page
        )


edit_.settings = {"cls": EditCommand}  # type: ignore[attr-defined]  # read by cli.main.command


def _in_editor(ledger: Ledger, hit: find.Hit) -> Changed | None:
    from netledger.cli.editor import edit_card

    if not session.interactive():
        raise UsageError(
            "Nothing to change was given.",
            "`netledger edit --help` lists what can be; on a terminal an editor opens.",
        )
    return edit_card(ledger, hit)
