"""Contacts as a table: what the csv importer reads back to the same contacts."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Final

from netledger.domain.model import Contact

COLUMNS: Final = (
    "uid", "name", "aliases", "emails", "phones", "urls", "org", "role", "location", "birthday",
    "died", "kin", "pinned", "tags", "connected_on", "met_on", "met_where", "through",
    "through_uid", "offers", "seeks", "note", "stated_tier", "cadence_days", "status",
)  # fmt: skip


def rows(contacts: Iterable[tuple[Contact, str | None, str | None]]) -> Iterator[dict[str, str]]:
    """Yield a row a contact, from (card, the introducer's name, the introducer's uid).

    Several values of a cell stand on lines of their own.
    """
    for contact, through, through_uid in contacts:
        head = contact.head
        values = {
            "uid": head.uid,
            "name": head.name,
            "aliases": "\n".join(contact.aliases),
            "emails": "\n".join(contact.emails),
            "phones": "\n".join(contact.phones),
            "urls": "\n".join(contact.urls),
            "org": head.org,
            "role": head.role,
            "location": contact.location,
            "birthday": contact.birthday,
            "died": head.died,
            "kin": "yes" if head.kin else "",
            "pinned": "yes" if head.pinned else "",
            "tags": "\n".join(contact.tags),
            "connected_on": head.connected_on,
            "met_on": head.met_on,
            "met_where": contact.met_where,
            "through": through,
            "through_uid": through_uid,
            "offers": "\n".join(one.text for one in contact.offers),
            "seeks": "\n".join(one.text for one in contact.seeks),
            "note": contact.note,
            "stated_tier": head.stated_tier,
            "cadence_days": head.cadence_days,
            "status": "archived" if head.archived else "active",
        }
        yield {name: "" if value is None else str(value) for name, value in values.items()}
