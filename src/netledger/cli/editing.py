"""edit: change what the ledger says of a contact, by options or in an editor."""

from __future__ import annotations

from typing import Annotated, Any, Final

import typer
from typer.core import TyperCommand

from netledger.cli import options, session
from netledger.cli.fields import Said
from netledger.domain import names
from netledger.errors import UsageError
from netledger.ledger import contacts, find, read, standing
from netledger.ledger.connection import Ledger
from netledger.render.page import Page

# What --clear takes: the user's word for a field, and the column behind it.
_FIELDS: Final = {
    "org": "org",
    "role": "role",
    "location": "location",
    "birthday": "birthday",
    "met": "met_on",
    "where": "met_where",
    "through": "through",
    "note": "note",
    "died": "died",
    "connected": "connected_on",
}
_LISTS: Final = ("email", "phone", "url", "tag", "alias", "offers", "seeks")
_STATED: Final = ("tier", "every", "snooze")


class EditCommand(TyperCommand):
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
        str | None, typer.Option("--name", help="A new name; the old one stays known.")
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
            changed = _apply(ledger, hit, said, name, clear or [], untag or [], pin)
        shown = names.one_line(name) if name and changed else hit.name

        def page() -> Page:
            page = Page()
            if changed:
                page.line("Changed ", (shown, "strong"), f" ({hit.id}).")
            else:
                page.line(
                    "Nothing to change: ", (shown, "strong"), f" ({hit.id}) stands so already."
                )
            return page

        session.answer(as_json, lambda: {"id": hit.id, "name": shown, "changed": changed}, page)


edit_.settings = {"cls": EditCommand}  # type: ignore[attr-defined]  # read by cli.main.command


def _apply(
    ledger: Ledger,
    hit: find.Hit,
    said: Said,
    name: str | None,
    clear: list[str],
    untag: list[str],
    pin: bool | None,
) -> bool:
    cleared = [_clearable(word) for word in clear]
    details = said.details(ledger.today)
    changes = said.changes(ledger)
    if name is not None:
        changes["name"] = name
    changes |= {_FIELDS[word]: None for word in cleared if word in _FIELDS}
    with (
        contacts.session(ledger.conn) as into,
        ledger.step(f"edit {hit.name} ({hit.id})") as step,
    ):
        for word in cleared:
            if word in _LISTS:
                contacts.detach(into, hit.id, word)
        contacts.detach(into, hit.id, "tag", [names.fold(tag.lstrip("#@")) for tag in untag])
        into.flush()
        contacts.attach(into, hit.id, details)
        if changes:
            contacts.change(into, hit.id, changes)
        into.flush()
        _clear_stated(ledger, hit.id, cleared)
        said.state(ledger, hit.id)
        if pin is not None:
            standing.put(ledger.conn, hit.id, pinned=int(pin))
    return step.kept


def _clear_stated(ledger: Ledger, contact: int, cleared: list[str]) -> None:
    head = read.head(ledger.conn, contact, ledger.today)
    tier = None if "tier" in cleared else head.stated_tier
    cadence = None if "every" in cleared else head.cadence_days
    if (tier, cadence) != (head.stated_tier, head.cadence_days):
        standing.state(ledger.conn, contact, ledger.today, tier, cadence)
    if "snooze" in cleared and head.snoozed_until:
        standing.put(ledger.conn, contact, snoozed_until=None)


def _clearable(word: str) -> str:
    folded = word.strip().lower().removeprefix("--")
    singular = {"emails": "email", "phones": "phone", "urls": "url", "tags": "tag"}
    folded = {**singular, "aliases": "alias", "cadence": "every"}.get(folded, folded)
    known = (*_FIELDS, *_LISTS, *_STATED)
    if folded not in known:
        raise UsageError(
            f'"{word}" is no field that can be cleared.', f"One of: {', '.join(known)}."
        )
    return folded


def _in_editor(ledger: Ledger, hit: find.Hit) -> bool:
    from netledger.cli.editor import edit_card

    if not session.interactive():
        raise UsageError(
            "Nothing to change was given.",
            "`netledger edit --help` lists what can be; on a terminal an editor opens.",
        )
    return edit_card(ledger, hit)
