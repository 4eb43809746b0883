"""What an import did, and what it left out."""

from __future__ import annotations

from dataclasses import dataclass, field

from netledger.domain.duplicates import Proposal
from netledger.importers.drafts import Notice


@dataclass(slots=True)
class Report:
    """What an import did: contacts by id, entries, and what was left out."""

    created: set[int] = field(default_factory=set)
    updated: set[int] = field(default_factory=set)
    seen: set[int] = field(default_factory=set)
    archived: set[int] = field(default_factory=set)
    interactions: int = 0
    skipped: list[Notice] = field(default_factory=list)
    notices: list[Notice] = field(default_factory=list)
    joined: int = 0
    removed: int = 0
    duplicates: list[Proposal] = field(default_factory=list)
    names: dict[int, str] = field(default_factory=dict)

    @property
    def unchanged(self) -> int:
        """How many contacts the file had nothing new about."""
        return len(self.seen - self.updated - self.created)
