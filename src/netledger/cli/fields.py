"""What add and edit were told about a contact, read into fields, details and what is stated."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any, cast

from netledger.domain import names, tiers, when
from netledger.domain.model import CIRCLES
from netledger.errors import NetledgerError, UsageError
from netledger.ledger import contacts, find, reach, read, standing
from netledger.ledger.connection import Ledger


@dataclass(frozen=True, slots=True)
class Said:
    """The options as typed; None: not given."""

    org: str | None = None
    role: str | None = None
    location: str | None = None
    birthday: str | None = None
    met: str | None = None
    where: str | None = None
    through: str | None = None
    note: str | None = None
    tier: int | None = None
    every: str | None = None
    kin: bool | None = None
    died: str | None = None
    lists: Mapping[str, Sequence[str] | None] = field(default_factory=dict)

    def details(self, today: date) -> list[contacts.DetailFields]:
        """Return what was given of the things a contact has several of, each once."""
        found: dict[tuple[str, str], contacts.DetailFields] = {}
        for kind, values in self.lists.items():
            for value in values or ():
                one = contacts.detail(cast("contacts.DetailKind", kind), value, today)
                found.setdefault((one.kind, one.key), one)
        return list(found.values())

    def changes(self, ledger: Ledger) -> dict[str, Any]:
        """Return the fields that were given, read. Raises UsageError naming what is not clear."""
        given: dict[str, Any] = {
            "org": self.org,
            "role": self.role,
            "location": self.location,
            "met_where": self.where,
            "note": self.note,
            "kin": self.kin,
        }
        if self.birthday is not None:
            given["birthday"] = when.read_birthday(self.birthday, ledger.today)
        if self.met is not None:
            given["met_on"] = when.read_day(self.met, ledger.today, "past")
        if self.died is not None:
            given["died"] = when.read_day(self.died, ledger.today, "past")
        if self.through is not None:
            given["through"] = find.one(ledger.conn, self.through).id
        return {name: value for name, value in given.items() if value is not None}

    def echo(self, changes: Mapping[str, Any], renewed: Collection[str] = ()) -> str:
        """Return what was typed as it was taken: what they offer and seek, and the days.

        What was `renewed` is told apart.
        """
        known = {names.fold(text) for text in renewed}
        parts = [
            f"{kind} {names.joined(texts)}"
            for kind in ("offers", "seeks")
            if (texts := [
                names.one_line(text)
                for text in self.lists.get(kind) or ()
                if names.fold(text) not in known
            ])
        ]  # fmt: skip
        parts += [
            f"{word} {when.spoken(changes[name])}"
            for name, word in (("met_on", "met"), ("died", "died"))
            if isinstance(changes.get(name), date)
        ]
        born = changes.get("birthday")
        if born:
            day = when.birthday_in(born, 2000 if born.startswith("--") else int(born[:4]))
            spoken = when.spoken(day)
            parts.append(f"birthday {spoken[4:-5] if born.startswith('--') else spoken}")
        if self.every is not None:
            parts.append(f"every {when.span_days(self.every)} days")
        return "".join(f" · {part}" for part in parts)

    def state(self, ledger: Ledger, contact: int) -> None:
        """State the tier and cadence that were given; inside a step."""
        if self.tier is None and self.every is None:
            return
        head = read.head(ledger.conn, contact, ledger.today)
        if self.tier is not None:
            check_room(ledger, contact, self.tier)
        cadence = head.cadence_days if self.every is None else when.span_days(self.every)
        tier = head.stated_tier if self.tier is None else self.tier
        standing.state(ledger.conn, contact, ledger.today, tier, cadence)


def check_room(ledger: Ledger, contact: int, tier: int) -> None:
    """See that one more stated place fits its circle.

    Raises UsageError for what is no circle, NetledgerError naming who fills a full one.
    """
    if tier not in CIRCLES:
        raise UsageError(f"There is no circle of {tier}.", "The circles are 5, 15, 50 and 150.")
    full = tiers.room_for(reach.circling(ledger.conn, ledger.today), contact, tier)
    if full:
        named = ", ".join(f"{head.name} ({head.id})" for head in full[:15])
        more = f" and {len(full) - 15} more" if len(full) > 15 else ""
        circle = next(c for c in CIRCLES if c >= len(full))
        raise NetledgerError(
            f"All {circle} places in that circle are stated: {named}{more}.",
            "Free one first: netledger edit WHO --clear tier",
        )
