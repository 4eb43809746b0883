"""Where the mail is at a path: one mbox, a zip of them, a folder of mail folders, a Maildir."""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import BinaryIO, Final

from netledger.domain.names import one_line
from netledger.errors import NetledgerError
from netledger.importers.archive import File, UnreadableError, gathered, is_file, left_out
from netledger.importers.drafts import Notice
from netledger.importers.mbox.splitting import MOST_HEADERS, Letter, split, starts_mailbox

# Mail folders whose messages were never sent, never wanted or thrown away.
THROWN: Final = frozenset((
    "bin", "bulk mail", "deleted", "deleted items", "deleted messages", "draft", "drafts", "junk",
    "junk e-mail", "junk email", "outbox", "spam", "templates", "trash", "unsent messages",
    "entwürfe", "gelöschte elemente", "papierkorb", "vorlagen", "brouillons", "corbeille",
    "courrier indésirable", "borradores", "papelera", "correo no deseado", "bozze", "cestino",
    "posta indesiderata", "concepten", "prullenbak", "ongewenste e-mail", "lixeira", "rascunhos",
))  # fmt: skip
_MOST_FOLDERS: Final = 20_000
_MOST_SNIFFED: Final = 300  # files looked into before a folder is said to hold no mail
_SNIFFED: Final = 2_000
_HEADERS_AT_ONCE: Final = 1 << 14
_END_OF_HEADERS: Final = re.compile(rb"\n\r?\n")
_DELIVERED: Final = re.compile(r"(\d{9,10})[._]", re.ASCII)
_FLAGS: Final = re.compile(r"[:!;]2,([A-Za-z]{0,52})\Z", re.ASCII)


@dataclass(frozen=True, slots=True)
class Box:
    """A mail folder that can be read as often as needed; `thrown` if by its name it is trash.

    `letters` gives what is in it, each with the name of its record. Whether one that is `closed`
    to the user is a mail folder is not known.
    """

    name: str
    letters: Callable[[], Iterator[tuple[str, Letter | Notice]]]
    thrown: bool = False
    closed: bool = False


@contextmanager
def found(path: Path) -> Iterator[Iterator[Box]]:
    """Give the mail folders at `path`, as they are found.

    Raises NetledgerError if nothing can be read there, or a zip is larger than is read.
    """
    try:
        is_folder = path.is_dir()
        is_plain = path.is_file() and not _is_zip(path)
    except OSError as error:
        raise _unreadable(path, error) from error
    if is_folder:
        yield _in_folder(path, _MOST_FOLDERS)
    elif is_plain:
        # Mail is read as it streams by, so that a file may be larger than any other format's.
        yield iter([_mbox(File(path.name, partial(_stream, path)))])
    else:
        with gathered(path, (".mbox", ".mbx")) as source:
            thrown = () if source.single else THROWN
            several = not source.single
            yield iter([_mbox(f, _is_thrown(f.name, thrown), several) for f in source.files])


def looks_like_mail(path: Path) -> bool:
    """Say whether there is mail at `path`; reads the beginnings of a few files.

    Raises NetledgerError or OSError where nothing can be read.
    """
    if path.is_dir():
        return any(not box.closed for box in _in_folder(path, _MOST_SNIFFED))
    if path.is_file() and not _is_zip(path):
        return bool(_sniff(path))
    with gathered(path, (".mbox", ".mbx")) as source:
        if not source.single:
            return bool(source.files)
        with source.files[0].open() as stream:
            return starts_mailbox(stream.read(_SNIFFED))


def _stream(path: Path) -> BinaryIO:
    return path.open("rb", buffering=0)


def _mbox(file: File, thrown: bool = False, several: bool = False, closed: bool = False) -> Box:
    """Return the mbox in a file; one of `several` that can't be read is left out with a word."""

    def letters() -> Iterator[tuple[str, Letter | Notice]]:
        name = one_line(file.name)
        try:
            with file.open() as stream:
                for number, letter in enumerate(split(stream), start=1):
                    yield f"{name} message {number}", letter
        except (NetledgerError, OSError) as error:
            why = _unreadable(file.name, error) if isinstance(error, OSError) else error
            if not several:
                raise why from error
            yield name, left_out(name, why)

    return Box(file.name, letters, thrown, closed)


def _in_folder(top: Path, most: int) -> Iterator[Box]:
    """Find Maildirs, and files of any name that begin as an mbox does, at any depth."""
    looked = 0
    for where, folders, files in os.walk(top):
        here = Path(where)
        looked += 1
        if "cur" in folders and ("new" in folders or "tmp" in folders):
            folders[:] = [name for name in folders if name not in ("cur", "new", "tmp")]
            yield _maildir(here, top)
        folders[:] = sorted(
            name for name in folders if not name.startswith(".") or (here / name / "cur").is_dir()
        )
        for name in sorted(files):
            if looked > most:
                return
            if not name.startswith("."):
                looked += 1
                mail = _sniff(here / name)
                if mail or mail is None:
                    yield _mbox_in(top, here / name, closed=mail is None)


def _mbox_in(top: Path, path: Path, *, closed: bool) -> Box:
    # Apple Mail's folder X is the file mbox in the folder X.mbox.
    inner = path.relative_to(top)
    shown = inner.parent if inner.name == "mbox" and inner.parent.name else inner
    file = File(str(shown), partial(_stream, path))
    return _mbox(file, any(map(_is_thrown, shown.parts)), several=True, closed=closed)


def _maildir(folder: Path, top: Path) -> Box:
    inner = folder.relative_to(top)
    name = str(inner) if inner.name else folder.name or str(folder)

    def letters() -> Iterator[tuple[str, Letter | Notice]]:
        for part in ("cur", "new"):
            try:
                names = sorted(os.listdir(folder / part))  # noqa: PTH208 - names alone: twice as fast
            except OSError:
                continue
            for one in names:
                if not one.startswith("."):
                    yield from _one_letter(f"{folder}/{part}/{one}", one_line(f"{name}/{one}"))

    return Box(name, letters, any(_is_thrown(part) for part in inner.parts))


def _one_letter(path: str, record: str) -> Iterator[tuple[str, Letter | Notice]]:
    try:
        with open(path, "rb", buffering=0) as stream:  # noqa: PTH123 - a path a message is dear
            data = b"\n" + stream.read(_HEADERS_AT_ONCE)
            end = _END_OF_HEADERS.search(data)
            if end is None and len(data) > _HEADERS_AT_ONCE:
                data += stream.read(MOST_HEADERS)
                end = _END_OF_HEADERS.search(data)
    except IsADirectoryError:
        return
    except OSError as error:
        yield record, Notice(record, f"can't be read: {error.strerror or error}")
        return
    name = path.rpartition("/")[2]
    flags = _FLAGS.search(name)
    headers = data[: end.start()] if end else data
    yield record, Letter(headers, _delivered(name), flags[1] if flags else "")


def _delivered(name: str) -> datetime | None:
    """Return when a message was delivered, which the name of its file begins with."""
    seconds = _DELIVERED.match(name)
    return datetime.fromtimestamp(int(seconds[1]), UTC) if seconds else None


def _is_thrown(name: str, thrown: frozenset[str] | tuple[()] = THROWN) -> bool:
    """Say whether a folder's name, such as ".INBOX.Trash" or "Junk.mbox", is one of `thrown`."""
    plain = name.casefold()
    for ending in (".mbox", ".mbx", ".sbd"):
        plain = plain.removesuffix(ending)
    return plain in thrown or plain.rpartition(".")[2] in thrown


def _sniff(path: Path) -> bool | None:
    """Say whether a file begins as an mbox does, None where nobody may look."""
    if not is_file(path):
        return False
    try:
        with path.open("rb") as stream:
            return starts_mailbox(stream.read(_SNIFFED))
    except OSError:
        return None


def _is_zip(path: Path) -> bool:
    with path.open("rb") as stream:
        return stream.read(4) in (b"PK\x03\x04", b"PK\x05\x06")


def _unreadable(path: Path | str, error: OSError) -> NetledgerError:
    return UnreadableError(one_line(str(path)), f"can't be read: {error.strerror or error}")
