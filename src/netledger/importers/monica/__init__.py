"""Monica's JSON export (version 4): contacts, activities, calls and conversations.

Tasks, debts, gifts, reminders and the like are counted and left out. Monica's other ways out, the
SQL dump and the vCards of version 5, are told apart and answered with what to do instead.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any, Final

from netledger.domain.names import joined
from netledger.errors import NetledgerError
from netledger.importers.archive import File, opened
from netledger.importers.drafts import Asked, Draft, Importer, Notice
from netledger.importers.monica.history import history
from netledger.importers.monica.people import Roster
from netledger.importers.monica.shape import mapping, properties, records
from netledger.importers.tabular import shown_encoding

_HEAD: Final = 4096
_JSON: Final = re.compile(
    r'\s*\{(?=.*?"account"\s*:\s*\{)'
    r'.*?"(?:contacts"\s*:|type"\s*:\s*"(?:user|contact|relationship|activity)")',
    re.DOTALL,
)
_SQL: Final = re.compile(r"# \*{10,}\n# [^\n]* dump of data\n|INSERT IGNORE INTO ", re.ASCII)
_VCARD: Final = re.compile(r"(?i)\s*BEGIN:VCARD")
# What each contact, and the account as a whole, may hold that netledger has no place for.
_OF_CONTACTS: Final = ("task", "reminder", "debt", "gift", "life_event", "pet")
_OF_ACCOUNT: Final = ("photo", "document")


class _Monica:
    name = "monica"

    def identify(self, path: Path) -> bool:
        """Say whether the file begins as Monica's JSON does, or as its SQL dump."""
        try:
            with opened(path, ()) as source:
                head = _head(source.files[0]) if source.single else ""
        except (NetledgerError, OSError):
            return False
        return bool(_JSON.match(head) or _SQL.match(head))

    def extract(self, path: Path, asked: Asked) -> Iterator[Draft]:
        """Yield the people, then what happened, then a count of what has no place here."""
        with opened(path, ()) as source:
            if not source.single:
                raise NetledgerError(f"{path} is no single file.", "Name the JSON file itself.")
            file = source.files[0]
            account = _account(file)
        roster = Roster(file.name, account, asked.owner)
        yield from roster.drafts()
        yield from history(roster, account)
        yield from _left_out(file.name, account, roster)


MONICA: Final[Importer] = _Monica()


def _head(file: File) -> str:
    with file.open() as stream:
        head = stream.read(_HEAD)
    return head.decode(shown_encoding(head) or "utf-8", "replace")


def _account(file: File) -> dict[str, Any]:
    """Return the account in the file. Raises NetledgerError where there is none."""
    head = _head(file)
    if _SQL.match(head):
        raise NetledgerError(
            f"{file.name} is Monica's SQL dump, which can't be read here.",
            "In Monica: Settings, Export, and there the JSON format; then import that file.",
        )
    if _VCARD.match(head):
        raise NetledgerError(
            f"{file.name} holds vCards, not Monica's JSON.",
            f"netledger import vcard {file.name}",
        )
    try:
        with file.open() as stream:
            document = json.loads(stream.read())
    except (ValueError, RecursionError) as error:
        where = f"line {error.lineno}" if isinstance(error, json.JSONDecodeError) else "the text"
        raise NetledgerError(
            f"{file.name} is no JSON that can be read ({where}).", "Export it from Monica again."
        ) from error
    account = mapping(mapping(document).get("account"))
    if not records(account, "contact"):
        raise NetledgerError(
            f"{file.name} holds no contacts of a Monica account.",
            "In Monica 4: Settings, Export, JSON. Monica 5 gives vCards: netledger import vcard.",
        )
    return account


def _left_out(name: str, account: dict[str, Any], roster: Roster) -> Iterator[Notice]:
    """Say how much there is of each kind that is not read."""
    counts = {
        kind: sum(len(records(contact.record, kind)) for contact in roster.contacts)
        for kind in _OF_CONTACTS
    } | {kind: len(records(account, kind)) for kind in _OF_ACCOUNT}
    journal = properties(account).get("journal_entries")
    counts["journal page"] = len(journal) if isinstance(journal, list) else 0
    told = [
        f"{number:,} {kind.replace('_', ' ')}{'' if number == 1 else 's'}"
        for kind, number in counts.items()
        if number
    ]
    if told:
        yield Notice(name, f"not read, as there is no place for them here: {joined(told)}", False)
