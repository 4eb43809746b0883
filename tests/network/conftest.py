"""The ledger of the forty as each test has it; the neighbours' folders are made importable."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from tempfile import mkdtemp

import pytest

sys.path.append(str(Path(__file__).parents[1]))

from cli.program import Netledger
from netledger.ledger.connection import Ledger, open_ledger

from .people import NOW, build


@cache
def _built() -> Path:
    """The ledger, written once; tests have copies."""
    path = Path(mkdtemp(prefix="netledger-tests-")) / "forty.db"
    ledger = build(path)
    ledger.conn.execute("PRAGMA wal_checkpoint(TRUNCATE)")
    ledger.close()
    return path


@pytest.fixture
def forty(tmp_path: Path) -> Iterator[Ledger]:
    """The ledger of the forty, open on its day."""
    path = tmp_path / "forty.db"
    shutil.copy(_built(), path)
    ledger = open_ledger(path, NOW)
    try:
        yield ledger
    finally:
        ledger.close()


@pytest.fixture
def ids(forty: Ledger) -> dict[str, int]:
    """The id of each of the forty by first name."""
    rows = forty.conn.execute("SELECT name, id FROM contact")
    return {name.split()[0]: id for name, id in rows}


@pytest.fixture
def netledger(tmp_path: Path) -> Netledger:
    """The program as somebody has it whose ledger is that of the forty."""
    one = Netledger(tmp_path)
    one.ledger.parent.mkdir(mode=0o700)
    shutil.copy(_built(), one.ledger)
    return one
