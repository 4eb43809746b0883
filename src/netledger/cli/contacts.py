"""add, merge, remove: who is in the ledger."""

from __future__ import annotations

from typing import TYPE_CHECKING, Annotated, Any

from netledger.cli import session
from netledger.domain import names
from netledger.domain.when import distance
from netledger.errors import NetledgerError, UsageError
from netledger.ledger import find, read
from netledger.ledger.connection import Ledger
from netledger.render.page import Page
from netledger.render.words import count

if TYPE_CHECKING:
    import typer

    from netledger.cli import options


def add_(
    name: Annotated[str, typer.Argument(metavar="NAME", help="The whole name.")],
    org: options.Org = None,
    role: options.Role = None,
    email: options.Email = None,
    phone: options.Phone = None,
    url: options.Url = None,
    location: options.Location = None,
    birthday: options.Birthday = None,
    tag: options.Tag = None,
    alias: options.Alias = None,
    met: options.Met = None,
    where: options.Where = None,
    through: options.Through = None,
    offers: options.Offers = None,
    seeks: options.Seeks = None,
    note: options.Note = None,
    tier: options.Tier = None,
    every: options.Every = None,
    kin: Annotated[bool, typer.Option("--kin", help="Family.")] = False,
    force: Annotated[
        bool, typer.Option("--force", help="Add even if the contact may be here already.")
    ] = False,
    as_json: options.Json = False,
    yes: options.Yes = False,
) -> None:
    """Add a contact.

    Example: netledger add "Ada Stone" --email ada@example.org --tier 5
    """
    from netledger.cli import fields

    del yes
    with session.opened() as ledger:
        said = fields.Said(
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
            kin=kin or None,
            lists={
                "email": email,
                "phone": phone,
                "url": url,
                "tag": tag,
                "alias": alias,
                "offers": offers,
                "seeks": seeks,
            },
        )
        id, days = _add(ledger, name, said, force=force)
        shown = names.one_line(name)

        def page() -> Page:
            page = Page()
            page.line("Added ", (shown, "strong"), f" ({id}){days}.")
            return page

        session.answer(as_json, lambda: {"id": id, "name": shown}, page)


def _add(ledger: Ledger, name: str, said: Any, *, force: bool) -> tuple[int, str]:
    from netledger.ledger import contacts, duplicates

    if not names.visible(names.one_line(name)):
        raise UsageError("A contact needs a name.", 'Example: netledger add "Ada Stone"')
    details = said.details(ledger.today)
    twins = contacts.likely_duplicates(ledger.conn, name, details)
    if twins and not force:
        id, other, why = twins[0]
        raise NetledgerError(
            f"{names.one_line(other)} ({id}) is here already, with {why}.",
            "If this is another person, add --force; else `netledger edit` changes it.",
        )
    changes = said.changes(ledger)
    fields_ = contacts.checked(contacts.ContactFields, {"name": name, **changes})
    with contacts.session(ledger.conn) as into, ledger.step("add") as step:
        id = contacts.create(into, fields_, details, ledger.today)
        step.what = f"add {fields_.name} ({id})"
        said.state(ledger, id)
        for twin, _, _ in twins:
            duplicates.are_two(ledger.conn, twin, id)
    return id, said.echo(changes)


def merge_(
    keep: Annotated[str, options.who("The contact that stays.")],
    other: Annotated[str, options.who("The one that becomes part of it.")],
    as_json: options.Json = False,
    yes: options.Yes = False,
) -> None:
    """Make one contact out of two, with nothing lost.

    Example: netledger merge "Beatriz Campos" "Bea Campos"
    """
    from netledger.ledger.merge import merge

    del yes
    with session.opened() as ledger:
        kept, gone = find.one(ledger.conn, keep), find.one(ledger.conn, other)
        if kept.id == gone.id:
            raise UsageError(
                f"Both name {kept.name} ({kept.id}): one contact can't be merged with itself.",
                "Name the other by its id; `netledger list` shows ids.",
            )
        with ledger.step(f"merge {gone.name} ({gone.id}) into {kept.name} ({kept.id})"):
            merge(ledger.conn, kept.id, gone.id)

        def page() -> Page:
            page = Page()
            page.line(
                (gone.name, "strong"),
                f" ({gone.id}) is now part of ",
                (kept.name, "strong"),
                f" ({kept.id}). ",
                ("`netledger undo` takes it apart again.", "dim"),
            )
            return page

        session.answer(as_json, lambda: {"id": kept.id, "name": kept.name, "merged": gone.id}, page)


def remove_(who: options.Who, as_json: options.Json = False, yes: options.Yes = False) -> None:
    """Remove a contact and what only it has. To cut one and keep the history, see prune.

    Example: netledger remove "Bob Stone" --yes
    """
    from netledger.ledger import contacts

    with session.opened() as ledger:
        hit = find.one(ledger.conn, who)
        head = read.head(ledger.conn, hit.id, ledger.today)
        entries = f"{count(head.tie.d, 'day')} of contact" if head.tie.d else "no entry yet"
        last = head.tie.last
        days = (ledger.today - last).days if last else 0
        since = f", the last {distance(days) + ' ago' if days else 'today'}" if last else ""
        asked = f"Remove {find.apart(hit)} ({entries}{since})?"
        if not session.confirmed(asked, yes):
            raise session.refuse_without_yes(asked)
        with ledger.step(f"remove {hit.name} ({hit.id})"):
            contacts.remove(ledger.conn, hit.id)

        def page() -> Page:
            page = Page()
            page.line(
                ("Removed ", ""),
                (hit.name, "strong"),
                f" ({hit.id}). ",
                ("`netledger undo` brings it back.", "dim"),
            )
            return page

        session.answer(as_json, lambda: {"removed": hit.id, "name": hit.name}, page)
