"""A text in the user's editor, in a private file that is gone afterwards."""

from __future__ import annotations

import os
import shlex
import subprocess
import tempfile
from pathlib import Path

from netledger.errors import NetledgerError


def in_editor(text: str, name: str) -> str:
    """Open `text` as a file called `name` in $EDITOR; return it as it was saved.

    Raises NetledgerError where the editor can't be started, ends with an error, or leaves what is
    no text.
    """
    command = os.environ.get("VISUAL") or os.environ.get("EDITOR") or "vi"
    with tempfile.TemporaryDirectory(prefix="netledger-") as folder:
        path = Path(folder) / name
        handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(handle, "w", encoding="utf-8") as file:
            file.write(text)
        try:
            done = subprocess.run([*shlex.split(command), str(path)], check=False)  # noqa: S603
        except (OSError, ValueError) as error:
            raise NetledgerError(
                f"The editor {command} can't be started.", "Set EDITOR to one that can."
            ) from error
        if done.returncode != 0:
            raise NetledgerError(f"The editor ended with {done.returncode}: nothing was changed.")
        return _text(path)


def _text(path: Path) -> str:
    try:
        text = path.read_text("utf-8-sig")
    except (OSError, UnicodeDecodeError) as error:
        raise _no_text(path) from error
    if "\0" in text:
        raise _no_text(path)
    return text


def _no_text(path: Path) -> NetledgerError:
    return NetledgerError(
        f"What the editor saved as {path.name} is no UTF-8 text: nothing was changed.",
        "Set EDITOR to one that saves UTF-8.",
    )
