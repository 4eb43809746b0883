"""vCards of any version: a file, a zip, or a folder with one or more cards a file."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from netledger.errors import NetledgerError
from netledger.importers.archive import any_fits, gathered, left_out
from netledger.importers.content_lines import begins_with
from netledger.importers.drafts import Asked, Draft, Importer, Notice
from netledger.importers.vcard.blocks import Block, blocks
from netledger.importers.vcard.people import WANTED, person

_ENDINGS: Final = (".vcf", ".vcard")
_BEGIN: Final = "BEGIN:VCARD"


class _VCard:
    name = "vcard"

    def identify(self, path: Path) -> bool:
        """Say whether `path` begins as a card, or holds a file that does."""
        try:
            with gathered(path, _ENDINGS) as source:
                return any_fits(source.files[:20], lambda file: begins_with(file.open, _BEGIN))
        except (NetledgerError, OSError):
            return False

    def extract(self, path: Path, asked: Asked) -> Iterator[Draft]:
        """Yield the people on the cards."""
        with gathered(path, _ENDINGS) as source:
            if not source.files:
                raise NetledgerError(
                    f"{path.name or path} holds no vCards.",
                    "It should hold files that end with .vcf, at the top or in folders.",
                )
            without: list[Notice] = []
            for file in source.files:
                any_card = False
                try:
                    for found in blocks(file, WANTED):
                        if isinstance(found, Block):
                            any_card = True
                            yield from found.notices()
                            yield from person(found, asked.owner)
                        elif any_card:
                            yield found
                except NetledgerError as error:
                    if len(source.files) == 1:
                        raise
                    without.append(left_out(file.name, error))
                    continue
                if not any_card:
                    without.append(Notice(file.name, f"holds no card: no line says {_BEGIN}"))
            if len(without) == len(source.files):
                raise NetledgerError(
                    f"{path.name or path} holds no vCards: no line says {_BEGIN}.",
                    "Export the contacts again as vCard (.vcf).",
                )
            yield from without


VCARD: Final[Importer] = _VCard()
