"""A path that holds one table and nothing else, as address books write it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from netledger.errors import NetledgerError
from netledger.importers.archive import File, opened
from netledger.importers.tabular import Shape, Table, columns_seen, find_table


def holds(path: Path, wanted: Callable[[File], bool]) -> bool:
    """Say whether `path` is a single file that is `wanted`; what can't be read is not."""
    try:
        with only_file(path) as file:
            return wanted(file)
    except (NetledgerError, OSError):
        return False


@contextmanager
def only_file(path: Path) -> Iterator[File]:
    """Open the one file that `path` is. Raises NetledgerError for a folder or an archive."""
    with opened(path, ()) as source:
        if not source.single:
            raise NetledgerError(f"{path.name or path} is not a single table.")
        yield source.files[0]


@contextmanager
def only_table(path: Path, shape: Shape, program: str, otherwise: str) -> Iterator[Table]:
    """Open the table of `program` that `path` is.

    Raises NetledgerError where its columns are not of that shape, with `otherwise` as what to do.
    """
    with only_file(path) as file:
        table = find_table(file, (shape,))
        if table is None:
            found = ", ".join(columns_seen(file)) or "none: it is empty"
            raise NetledgerError(
                f"The columns of {file.name} are not those of {program}. Found: {found}.", otherwise
            )
        yield table
