"""Opening what an export comes as: a zip, a folder, or a single file; nothing is unpacked to disk.

Reading is bounded: a zip says how large its files are, and may lie.
"""

from __future__ import annotations

import io
import sys
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from netledger.domain.names import joined
from netledger.errors import NetledgerError

MOST_ENTRIES: Final = 2_000
MOST_FILES: Final = 200_000  # of a folder with one card or event a file
MOST_BYTES: Final = 1 << 30
_CHUNK: Final = 1 << 16
_STDIN: Final = Path("-")
_ZIP_MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06")
# What zipfile and its decompressors raise on a damaged or an encrypted entry.
_ZIP_ERRORS: Final = (
    zipfile.BadZipFile, zlib.error, EOFError, RuntimeError, ValueError, OSError
)  # fmt: skip


@dataclass(frozen=True, slots=True)
class File:
    """A file that can be read as often as needed. `name` is what the user knows it by."""

    name: str
    open: Callable[[], BinaryIO]


@dataclass(frozen=True, slots=True)
class Source:
    """The files found at a path; `single` if the path is one file, which may bear any name."""

    files: tuple[File, ...]
    single: bool


class _Readable(Protocol):
    def read(self, size: int, /) -> bytes: ...
    def close(self) -> None: ...


class _Bounded(io.RawIOBase):
    """A stream that counts what it gives and turns failures into plain messages."""

    def __init__(self, inner: _Readable, name: str) -> None:
        self._inner = inner
        self._name = name
        self._left = MOST_BYTES

    def readable(self) -> bool:
        return True

    def readinto(self, buffer: memoryview, /) -> int:  # type: ignore[override]
        try:
            data = self._inner.read(len(buffer))
        except _ZIP_ERRORS as error:
            raise _unreadable(self._name, error) from error
        self._left -= len(data)
        if self._left < 0:
            raise NetledgerError(f"{self._name} is larger than {MOST_BYTES >> 20} MiB.")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


def plain_name(name: str) -> str:
    """Return a file name as it is compared: no case, spaces as underscores."""
    return name.casefold().replace(" ", "_")


@contextmanager
def opened(path: Path, wanted: Collection[str]) -> Iterator[Source]:
    """Open `path`; of a zip or folder give the files with a wanted (plain) name.

    Raises NetledgerError if nothing can be read there. A zip or folder that holds no wanted file
    gives none.
    """
    try:
        is_folder, is_file = path.is_dir(), path.is_file()
    except OSError as error:
        raise _unreadable(str(path), error) from error
    if path == _STDIN or not (is_folder or is_file):
        name = "standard input" if path == _STDIN else path.name
        with _held(_all_bytes(path), name, wanted) as source:
            yield source
    elif is_folder:
        yield Source(_picked(_in_folder(path, wanted), path.name or str(path)), single=False)
    elif _magic(path) in _ZIP_MAGIC or path.suffix.casefold() == ".zip":
        with _zipped(path, path.name, wanted) as source:
            yield source
    else:
        yield Source((File(path.name, lambda: _stream(path)),), single=True)


@contextmanager
def gathered(path: Path, endings: Collection[str]) -> Iterator[Source]:
    """Open `path`; of a zip or folder give every file whose name ends so (".vcf"), by name.

    Folders are looked through to a depth of three, hidden ones left out. Raises NetledgerError if
    nothing can be read there, or a zip says that it unpacks to more than is read.
    """
    if not path.is_dir():
        with opened(path, ()) as source:
            if source.single:
                yield source
                return
        with zipfile.ZipFile(path if path != _STDIN else io.BytesIO(_all_bytes(path))) as archive:
            yield Source(_entries_ending(archive, path.name, endings), single=False)
        return
    yield Source(tuple(_files_ending(path, endings)), single=False)


def _entries_ending(
    archive: zipfile.ZipFile, name: str, endings: Collection[str]
) -> tuple[File, ...]:
    wanted = [
        info
        for info in archive.infolist()[:MOST_FILES]
        if not info.is_dir() and info.filename.casefold().endswith(tuple(endings))
    ]
    if sum(info.file_size for info in wanted) > MOST_BYTES:
        raise NetledgerError(
            f"{name} unpacks to more than {MOST_BYTES >> 20} MiB.",
            "Unpack it yourself and import the folder.",
        )
    shown = [(info.filename.replace("\\", "/").rsplit("/")[-1], info) for info in wanted]
    return tuple(File(last, _entry_opener(archive, info, last)) for last, info in shown)


def _files_ending(folder: Path, endings: Collection[str], depth: int = 3) -> Iterator[File]:
    try:
        entries = sorted(islice(folder.iterdir(), MOST_FILES))
    except OSError as error:
        raise _unreadable(str(folder), error) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if entry.is_dir():
            if depth > 1:
                yield from _files_ending(entry, endings, depth - 1)
        elif entry.name.casefold().endswith(tuple(endings)):
            yield _file_at(entry)


def _stream(path: Path) -> BinaryIO:
    try:
        return io.BufferedReader(_Bounded(path.open("rb"), path.name), _CHUNK)
    except (OSError, ValueError) as error:
        raise _unreadable(str(path), error) from error


def _magic(path: Path) -> bytes:
    with _stream(path) as stream:
        return stream.read(4)


@contextmanager
def _held(data: bytes, name: str, wanted: Collection[str]) -> Iterator[Source]:
    """Give what came through a pipe and is held in memory."""
    if data[:4] in _ZIP_MAGIC:
        with _zipped(io.BytesIO(data), name, wanted) as source:
            yield source
    else:
        yield Source((File(name, lambda: io.BytesIO(data)),), single=True)


def _all_bytes(path: Path) -> bytes:
    return _standard_input(sys.stdin.buffer) if path == _STDIN else _named_pipe(path)


@lru_cache(maxsize=1)
def _named_pipe(path: Path) -> bytes:
    """Read a pipe such as /dev/fd/63, which can be read but once, for all who ask."""
    with _stream(path) as stream:
        return stream.read()


@lru_cache(maxsize=1)
def _standard_input(stream: BinaryIO) -> bytes:
    """Read standard input, which can be read but once, for all who ask."""
    try:
        chunks = list(islice(iter(partial(stream.read, _CHUNK), b""), MOST_BYTES // _CHUNK + 1))
    except OSError as error:
        raise _unreadable("standard input", error) from error
    if len(chunks) > MOST_BYTES // _CHUNK:
        raise NetledgerError("There is more than 1 GiB on standard input.")
    return b"".join(chunks)


@contextmanager
def _zipped(file: Path | BinaryIO, name: str, wanted: Collection[str]) -> Iterator[Source]:
    try:
        archive = zipfile.ZipFile(file)
    except _ZIP_ERRORS as error:
        raise _unreadable(name, error) from error
    with archive:
        found = []
        for info in archive.infolist()[:MOST_ENTRIES]:
            *folders, last = info.filename.replace("\\", "/").split("/")
            if len(folders) < 2 and plain_name(last) in wanted:
                opener = _entry_opener(archive, info, last)
                found.append(("".join(folders), File(last, opener)))
        yield Source(_picked(found, name), single=False)


def _entry_opener(
    archive: zipfile.ZipFile, info: zipfile.ZipInfo, name: str
) -> Callable[[], BinaryIO]:
    def open_entry() -> BinaryIO:
        try:
            return io.BufferedReader(_Bounded(archive.open(info), name), _CHUNK)
        except _ZIP_ERRORS as error:
            raise _unreadable(name, error) from error

    return open_entry


def _in_folder(folder: Path, wanted: Collection[str]) -> list[tuple[str, File]]:
    """Return the wanted files in `folder` and in the folders right in it."""
    try:
        entries = sorted(islice(folder.iterdir(), MOST_ENTRIES))
    except OSError as error:
        raise _unreadable(str(folder), error) from error
    found = []
    for entry in entries:
        if plain_name(entry.name) in wanted and entry.is_file():
            found.append(("", _file_at(entry)))
        elif entry.is_dir():
            found += [(entry.name, file) for file in _wanted_right_in(entry, wanted)]
    return found


def _wanted_right_in(folder: Path, wanted: Collection[str]) -> list[File]:
    try:
        entries = sorted(islice(folder.iterdir(), MOST_ENTRIES))
    except OSError:
        return []  # a neighbour's folder, which was not asked for by name
    return [_file_at(e) for e in entries if plain_name(e.name) in wanted and e.is_file()]


def _file_at(path: Path) -> File:
    return File(path.name, lambda: _stream(path))


def _picked(found: list[tuple[str, File]], name: str) -> tuple[File, ...]:
    """Return the files of the one place that has any: the top, else the only folder."""
    places = {place for place, _ in found}
    if len(places) > 1 and "" not in places:
        listed = joined(sorted(places)[:5])
        raise NetledgerError(
            f"{name} holds more than one export: {listed}.", "import them one at a time"
        )
    place = "" if "" in places else next(iter(places), "")
    by_name = {plain_name(file.name): file for where, file in reversed(found) if where == place}
    return tuple(by_name.values())


def _unreadable(name: str, error: Exception) -> NetledgerError:
    """Say in plain words why `name` can't be read."""
    if isinstance(error, OSError):
        return NetledgerError(f"{name} can't be read: {error.strerror or error}.")
    if isinstance(error, NotImplementedError) or "encrypted" in str(error):
        return NetledgerError(
            f"{name} is locked with a password or packed in an unusual way.",
            "unpack it yourself and import the folder",
        )
    return NetledgerError(
        f"{name} is damaged or cut short, or is no zip file.", "download the export again"
    )
