"""The program as each test has it."""

from __future__ import annotations

from pathlib import Path

import pytest

from .program import Netledger


@pytest.fixture
def netledger(tmp_path: Path) -> Netledger:
    """The program as somebody has it who never used it before."""
    return Netledger(tmp_path)
