"""Writing an export: private from the first byte, whole or not at all."""

from __future__ import annotations

import os
import sys
import tempfile
from collections.abc import Iterable
from pathlib import Path

from netledger.errors import NetledgerError


def write(target: Path, pieces: Iterable[str]) -> None:
    """Write text to `target` as UTF-8 with mode 0600, or to stdout where it is `-`.

    A file that stood there is replaced once the new one is whole. Raises NetledgerError where it
    can't be written.
    """
    if str(target) == "-":
        # An export is a file wherever it goes: UTF-8 whatever the console is.
        sys.stdout.flush()
        for piece in pieces:
            sys.stdout.buffer.write(piece.encode())
        sys.stdout.buffer.flush()
        return
    _into(target, (piece.encode() for piece in pieces))


def write_bytes(target: Path, content: bytes) -> None:
    """Write bytes to `target`, as `write` does with text."""
    if str(target) == "-":
        sys.stdout.flush()
        sys.stdout.buffer.write(content)
        sys.stdout.buffer.flush()
        return
    _into(target, [content])


def fill(folder: Path, files: Iterable[tuple[str, str]]) -> int:
    """Write files (name, text) into `folder`, made where it is not there; return how many.

    A file that holds the same already is left alone, so that what syncs the folder sees only
    what changed; other files stay. Raises NetledgerError where one can't be written.
    """
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise NetledgerError(f"{folder} can't be made: {error.strerror}.") from error
    written = 0
    for name, text in files:
        target, content = folder / name, text.encode()
        if not (target.is_file() and target.read_bytes() == content):
            _into(target, [content])
        written += 1
    return written


def _into(target: Path, pieces: Iterable[bytes]) -> None:
    fresh: Path | None = None
    try:
        if target.exists() and not target.is_file():
            # A pipe or a device: there is nothing to replace.
            with target.open("wb") as file:
                file.writelines(pieces)
            return
        # Made anew with 0600 and a name that nobody else has, so that no link that lay there and
        # no other export at the same time lends it its mode or its place.
        handle, made = tempfile.mkstemp(prefix=f".{target.name[:50]}.", dir=target.parent)
        fresh = Path(made)
        with os.fdopen(handle, "wb") as file:
            file.writelines(pieces)
        fresh.replace(target)
    except OSError as error:
        raise NetledgerError(f"{target} can't be written: {error.strerror}.") from error
    finally:
        if fresh is not None:
            # Whatever stopped it, half an export is not left behind.
            fresh.unlink(missing_ok=True)
