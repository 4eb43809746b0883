"""Opening what an export comes as: a zip, a folder, or a single file; nothing is unpacked to disk.

Reading is bounded: a zip says how large its files are, and may lie.
"""

from __future__ import annotations

import io
import lzma
import sys
import zipfile
import zlib
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from functools import lru_cache, partial
from itertools import islice
from pathlib import Path
from typing import BinaryIO, Final, Protocol

from netledger.domain.names import joined
from netledger.errors import NetledgerError
from netledger.importers.drafts import Notice

MOST_ENTRIES: Final = 2_000
MOST_FILES: Final = 200_000  # of a folder with one card or event a file
MOST_BYTES: Final = 1 << 30
_CHUNK: Final = 1 << 16
_STDIN: Final = Path("-")
_ZIP_MAGIC: Final = (b"PK\x03\x04", b"PK\x05\x06")
# What zipfile and its decompressors raise on a damaged or an encrypted entry.
_ZIP_ERRORS: Final = (
    zipfile.BadZipFile, zlib.error, lzma.LZMAError, EOFError, RuntimeError, ValueError, OSError
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


class UnreadableError(NetledgerError):
    """A file that can't be read: `why` says so without naming it."""

    def __init__(self, name: str, why: str, hint: str | None = None) -> None:
        super().__init__(f"{name} {why}.", hint)
        self.why = why


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
            raise UnreadableError(self._name, f"is larger than {MOST_BYTES >> 20} MiB")
        buffer[: len(data)] = data
        return len(data)

    def close(self) -> None:
        if not self.closed:
            self._inner.close()
        super().close()


def plain_name(name: str) -> str:
    """Return a file name as it is compared: no case, spaces as underscores."""
    return name.casefold().replace(" ", "_")


def left_out(name: str, error: NetledgerError) -> Notice:
    """Return the word on a file that can't be read, where others go in."""
    return Notice(name, error.why if isinstance(error, UnreadableError) else error.message)


def any_fits(files: Iterable[File], fits: Callable[[File], bool]) -> bool:
    """Say whether one of `files` fits; one that can't be read does not."""
    for file in files:
        with suppress(NetledgerError, OSError):
            if fits(file):
                return True
    return False


def check(path: Path) -> None:
    """Raise NetledgerError where nothing can be read at `path`.

    It is not there, or closed to the user, or empty, or a zip that is damaged.
    """
    with suppress(OSError):
        if path.is_file() and not _magic(path):
            raise UnreadableError(path.name, "is empty")
    with opened(path, ()) as source:
        for file in source.files:
            with file.open() as stream:
                if not stream.read(1):
                    raise UnreadableError(file.name, "is empty")


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
        name = "Standard input" if path == _STDIN else path.name
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

    Folders are looked through to a depth of three, hidden ones and links to folders left out; what
    can't be read in them says so when it is opened. Raises NetledgerError if nothing can be read
    at `path`, or a zip says that it unpacks to more than is read.
    """
    if not path.is_dir():
        with opened(path, ()) as source:
            if source.single:
                yield source
                return
        whole = path if path.is_file() else io.BytesIO(_all_bytes(path))
        with zipfile.ZipFile(whole) as archive:
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
    return tuple(
        File(last, _entry_opener(archive, info, f"{last} in {name}")) for last, info in shown
    )


def _files_ending(folder: Path, endings: Collection[str]) -> Iterator[File]:
    for path in walked(folder):
        if path.name.casefold().endswith(tuple(endings)) or path.is_dir():
            yield file_at(path)


def walked(folder: Path, depth: int = 3) -> Iterator[Path]:
    """Yield the files in `folder` and in the folders in it, by name; of these one that is closed.

    Hidden ones are left out, and so is what is no file: a link to a folder or to nothing, a pipe.
    Raises NetledgerError where `folder` itself can't be read.
    """
    try:
        entries = sorted(islice(folder.iterdir(), MOST_FILES))
    except OSError as error:
        raise _unreadable(str(folder), error) from error
    for entry in entries:
        if entry.name.startswith("."):
            continue
        if is_folder(entry):
            if depth > 1:
                try:
                    yield from walked(entry, depth - 1)
                except UnreadableError:
                    yield entry
        elif is_file(entry):
            yield entry


def is_folder(path: Path) -> bool:
    """Say whether a path is a folder and no link to one, which could lead anywhere."""
    try:
        return path.is_dir() and not path.is_symlink()
    except OSError:
        return False


def is_file(path: Path) -> bool:
    """Say whether a path is a file, or may be one in a folder that lets nobody look."""
    try:
        return path.is_file()
    except OSError:
        return True


def _stream(path: Path, name: str = "") -> BinaryIO:
    try:
        return io.BufferedReader(_Bounded(path.open("rb"), path.name), _CHUNK)
    except (OSError, ValueError) as error:
        raise _unreadable(name or str(path), error) from error


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
        raise _unreadable("Standard input", error) from error
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
                opener = _entry_opener(archive, info, f"{last} in {name}")
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
        if plain_name(entry.name) in wanted and is_file(entry):
            found.append(("", file_at(entry)))
        elif is_folder(entry):
            found += [(entry.name, file) for file in _wanted_right_in(entry, wanted)]
    return found


def _wanted_right_in(folder: Path, wanted: Collection[str]) -> list[File]:
    try:
        entries = sorted(islice(folder.iterdir(), MOST_ENTRIES))
    except OSError:
        return []  # a neighbour's folder, which was not asked for by name
    return [file_at(e) for e in entries if plain_name(e.name) in wanted and is_file(e)]


def file_at(path: Path) -> File:
    """Return the file at `path`, which is one of several."""
    return File(path.name, lambda: _stream(path, path.name))


def _picked(found: list[tuple[str, File]], name: str) -> tuple[File, ...]:
    """Return the files of the one place that has any: the top, else the only folder."""
    places = {place for place, _ in found}
    if len(places) > 1 and "" not in places:
        listed = joined(sorted(places)[:5])
        raise NetledgerError(
            f"{name} holds more than one export: {listed}.", "Import them one at a time."
        )
    place = "" if "" in places else next(iter(places), "")
    by_name = {plain_name(file.name): file for where, file in reversed(found) if where == place}
    return tuple(by_name.values())


def _unreadable(name: str, error: Exception) -> NetledgerError:
    """Say in plain words why `name` can't be read."""
    if isinstance(error, FileNotFoundError):
        return NetledgerError(f"There is no {name}.", "Check the path.")
    if isinstance(error, OSError):
        return UnreadableError(name, f"can't be read: {error.strerror or error}")
    if isinstance(error, NotImplementedError) or "encrypted" in str(error):
        return UnreadableError(
            name,
            "is locked with a password or packed in an unusual way",
            "Unpack it yourself and import the folder.",
        )
    return UnreadableError(name, "is damaged or cut short", "Download the export again.")
