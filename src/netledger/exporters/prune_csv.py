"""The flagged ties with their profile links, to cut them where they live."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from netledger.domain.vanity import Flag
from netledger.exporters import files, table

_COLUMNS = ("id", "name", "org", "role", "strength", "reasons", "url")


def write(target: Path, flagged: Sequence[Flag]) -> None:
    """Write the list to `target`."""
    rows = (
        {
            "id": str(flag.head.id),
            "name": flag.head.name,
            "org": flag.head.org or "",
            "role": flag.head.role or "",
            "strength": f"{flag.strength:.0f}",
            "reasons": "; ".join(flag.reasons),
            "url": flag.url or "",
        }
        for flag in flagged
    )
    files.write(target, table.write(_COLUMNS, rows))
