"""A contact's card as a small TOML file in $EDITOR, and what was changed in it."""

from __future__ import annotations

import tomllib
from collections.abc import Mapping
from dataclasses import fields
from typing import Any, Final

from netledger.cli import session
from netledger.cli.changes import Changed, apply
from netledger.cli.fields import Said
from netledger.cli.writing import in_editor
from netledger.domain.model import Contact
from netledger.errors import NetledgerError, UsageError
from netledger.ledger import cards, find
from netledger.ledger.connection import Ledger

_LISTS: Final = ("alias", "email", "phone", "url", "tag", "offers", "seeks")
_HEADING: Final = (
    "# Change what is wrong, then save and close. An emptied field is cleared;\n"
    "# a list has one text in quotes an item. Nothing changes if you change nothing.\n\n"
)


def edit_card(ledger: Ledger, hit: find.Hit) -> Changed | None:
    """Open a contact's card in the user's editor and save what was changed, as `changes.apply`.

    What can't be read is shown and may be mended; a no, or the end of input, leaves all as it was.
    """
    before = _card(cards.card(ledger.conn, hit.id, ledger.today), ledger)
    text = _HEADING + _toml(before)
    while True:
        edited = in_editor(text, "contact.toml")
        if edited == text:
            return None
        try:
            return _save(ledger, hit, before, _read(edited))
        except NetledgerError as error:
            session.say(error.message)
            if not session.confirmed("Edit it again?", yes=False):
                raise NetledgerError("Nothing was changed.") from None
            text = edited


def _card(contact: Contact, ledger: Ledger) -> dict[str, Any]:
    head = contact.head
    through = find.by_id(ledger.conn, head.through) if head.through else None
    values: dict[str, Any] = {
        "name": head.name,
        "org": head.org,
        "role": head.role,
        "location": contact.location,
        "birthday": contact.birthday,
        "met": head.met_on and head.met_on.isoformat(),
        "where": contact.met_where,
        "through": through and str(through.id),
        "tier": str(head.stated_tier or ""),
        "every": f"{head.cadence_days}d" if head.cadence_days else "",
        "kin": head.kin,
        "died": head.died and head.died.isoformat(),
        "alias": list(contact.aliases),
        "email": list(contact.emails),
        "phone": list(contact.phones),
        "url": list(contact.urls),
        "tag": list(contact.tags),
        "offers": [one.text for one in contact.offers],
        "seeks": [one.text for one in contact.seeks],
        "note": contact.note,
    }
    return {name: "" if value is None else value for name, value in values.items()}


def _toml(values: Mapping[str, Any]) -> str:
    import tomlkit

    document = tomlkit.document()
    for name, value in values.items():
        if name == "note":
            document.add(name, tomlkit.string(value, multiline="\n" in value))
        else:
            document.add(name, value)
    return tomlkit.dumps(document)


def _read(text: str) -> dict[str, Any]:
    try:
        return tomllib.loads(text)
    except tomllib.TOMLDecodeError as error:
        raise UsageError(f"The card can't be read: {error}.") from None


def _save(
    ledger: Ledger, hit: find.Hit, before: dict[str, Any], after: dict[str, Any]
) -> Changed | None:
    unknown = sorted(set(after) - set(before))
    if unknown:
        raise UsageError(f"The card has no field {', '.join(unknown)}.")
    wrong = [
        name for name, value in after.items()
        if not isinstance(value, type(before[name])) or (
            isinstance(value, list) and not all(isinstance(item, str) for item in value)
        )
    ]  # fmt: skip
    if wrong:
        raise UsageError(f"The field {wrong[0]} is not what it was: keep its quotes or brackets.")
    changed = {name: value for name, value in after.items() if value != before[name]}
    if not changed:
        return None
    texts = {name: value for name, value in changed.items() if isinstance(value, str) and value}
    known = {one.name for one in fields(Said)}
    said = Said(
        **{name: value for name, value in texts.items() if name in known - {"tier"}},
        tier=_tier(texts["tier"]) if "tier" in texts else None,
        kin=changed.get("kin"),
        lists={
            name: [item for item in value if item not in before[name]]
            for name, value in changed.items()
            if name in _LISTS
        },
    )
    emptied = [name for name, value in changed.items() if value == "" and name != "name"]
    if changed.get("name") == "":
        raise UsageError("A contact needs a name.")
    gone: dict[str, list[str]] = {
        name: [item for item in before[name] if item not in after[name]]
        for name in _LISTS
        if name in changed
    }
    return apply(ledger, hit, said, name=texts.get("name"), clear=emptied, gone=gone)


def _tier(text: str) -> int:
    if not text.strip().isdecimal():
        raise UsageError(f'There is no circle "{text}".', "The circles are 5, 15, 50 and 150.")
    return int(text)
