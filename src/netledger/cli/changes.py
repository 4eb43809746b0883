"""What a contact is changed to, by edit's options or in an editor: one step for all of it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Final, NamedTuple

from netledger.cli.fields import Said
from netledger.domain import network
from netledger.errors import NetledgerError, UsageError
from netledger.ledger import contacts, find, paths, read, standing, stated
from netledger.ledger.connection import Ledger

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


class Changed(NamedTuple):
    """What a step changed, in words: what was taken from what was typed, and what was renewed."""

    echo: str
    renewed: tuple[str, ...] = ()


def apply(
    ledger: Ledger,
    hit: find.Hit,
    said: Said,
    *,
    name: str | None = None,
    clear: Sequence[str] = (),
    gone: Mapping[str, Sequence[str]] | None = None,
    pin: bool | None = None,
) -> Changed | None:
    """Change a contact as one step; return it in words, None if nothing changed.

    `clear` names fields to empty, `gone` details to take off, by kind; what is said comes after.
    What they offer or seek already is said anew today.
    """
    cleared = [_clearable(word) for word in clear]
    details = said.details(ledger.today)
    changes = {_FIELDS[word]: None for word in cleared if word in _FIELDS} | said.changes(ledger)
    if changes.get("through") == hit.id:
        raise UsageError(f"{hit.name} can't have introduced themselves.", "Name somebody else.")
    if changes.get("through") is not None:
        _refuse_round(ledger, hit, changes["through"])
    if name is not None:
        changes["name"] = name
    with (
        contacts.session(ledger.conn) as into,
        ledger.step(f"edit {hit.name} ({hit.id})") as step,
    ):
        for word in cleared:
            if word in _LISTS:
                contacts.detach(into, hit.id, word)
        for kind, values in (gone or {}).items():
            keys = [contacts.detail_key(kind, value) for value in values]
            contacts.detach(into, hit.id, kind, keys)
        into.flush()
        again = stated.renew(
            ledger.conn, hit.id, [(one.kind, one.key) for one in details], ledger.today
        )
        contacts.attach(into, hit.id, details)
        into.flush()
        if changes:
            contacts.change(into, hit.id, changes)
        into.flush()
        _clear_stated(ledger, hit.id, cleared)
        said.state(ledger, hit.id)
        if pin is not None and pin != read.head(ledger.conn, hit.id, ledger.today).pinned:
            standing.put(ledger.conn, hit.id, pinned=int(pin))
    return Changed(said.echo(changes, again), tuple(again)) if step.kept else None


def _refuse_round(ledger: Ledger, hit: find.Hit, through: int) -> None:
    """See that nobody comes to be known through somebody whom they themselves have brought."""
    chain = network.chain(paths.introducers(ledger.conn), through)
    if hit.id in chain:
        name = read.name_of(ledger.conn, through)
        raise NetledgerError(
            f"{name} ({through}) came to you through {hit.name} ({hit.id}), not the other way.",
            f"`netledger edit {through} --clear through` first, if it was.",
        )


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
