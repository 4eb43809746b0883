"""The fixtures of the ledger's tests."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from .desk import Desk, new_desk


@pytest.fixture
def desk() -> Iterator[Desk]:
    with new_desk() as one:
        yield one


@pytest.fixture
def other_desk() -> Iterator[Desk]:
    with new_desk() as one:
        yield one
