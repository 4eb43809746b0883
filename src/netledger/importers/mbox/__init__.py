"""Mail: an mbox under any name, a zip or a folder of them, or a Maildir.

All of it is read twice: once for the names of people, and for the user's own address where it was
not told, then for the messages. Bodies are passed over, and nothing of the mail is held.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from netledger.domain.names import joined, one_line
from netledger.errors import NetledgerError
from netledger.importers.addresses import own_addresses
from netledger.importers.drafts import Asked, Draft, Importer, Notice
from netledger.importers.mbox.boxes import Box, found, looks_like_mail
from netledger.importers.mbox.exchanges import Names, Reader, survey
from netledger.importers.mbox.splitting import Letter

_HINT: Final = "It should be an mbox file, a zip or folder of them, or a Maildir."


class _Mbox:
    name = "mbox"

    def identify(self, path: Path) -> bool:
        """Say whether `path` is an mbox or a Maildir, or a folder or zip that holds one."""
        try:
            return looks_like_mail(path)
        except (NetledgerError, OSError, ValueError):
            return False

    def extract(self, path: Path, asked: Asked) -> Iterator[Draft]:
        """Yield the messages between the user and a few others, and what was left out and why."""
        name = "Standard input" if str(path) == "-" else one_line(path.name or str(path))
        with found(path) as boxes:
            kept: list[Box] = []
            thrown: list[Box] = []
            for box in boxes:
                (thrown if box.thrown else kept).append(box)
            if thrown:
                shown = joined([one_line(box.name) for box in thrown[:5]])
                more = f" and {len(thrown) - 5} more" if len(thrown) > 5 else ""
                yield Notice(name, f"not read: {shown}{more}", skipped=False)
            if next(_letters(kept), None) is None:
                raise NetledgerError(f"{name} holds no mail.", _HINT)
            names = Names()
            seen = survey(_letters(kept), names)
            mine = own_addresses(asked.owner, seen, name)
            deque(seen, maxlen=0)
            if not asked.owner.emails:
                why = f"you are taken to be {min(mine)}, who is on nearly all; if not, set me.email"
                yield Notice(name, why, skipped=False)
            reader = Reader(mine, names)
            for box in kept:
                for record, letter in box.letters():
                    if isinstance(letter, Notice):
                        yield letter
                    else:
                        yield from reader.read(record, letter)
            yield from reader.tally.notices(name)


MBOX: Final[Importer] = _Mbox()


def _letters(boxes: list[Box]) -> Iterator[Letter]:
    for box in boxes:
        for _, letter in box.letters():
            if isinstance(letter, Letter):
                yield letter
