"""Writing an export: whole or not at all, whatever happens on the way."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from netledger.exporters import files


def stopped(by: BaseException) -> Iterator[str]:
    yield "private"
    raise by


@pytest.mark.parametrize("by", [KeyboardInterrupt(), ValueError()])
def test_what_is_stopped_leaves_the_old_file_and_nothing_else(
    tmp_path: Path, by: BaseException
) -> None:
    target = tmp_path / "x.json"
    target.write_text("old")
    with pytest.raises(type(by)):
        files.write(target, stopped(by))
    assert [path.name for path in tmp_path.iterdir()] == ["x.json"]
    assert target.read_text() == "old"


def test_two_exports_at_once_make_one_whole_file(tmp_path: Path) -> None:
    target = tmp_path / "x.json"

    def outer() -> Iterator[str]:
        yield "outer "
        files.write(target, ["inner"])
        yield "whole"

    files.write(target, outer())
    assert target.read_text() == "outer whole"
    assert len(list(tmp_path.iterdir())) == 1


def test_a_file_is_private_from_its_first_byte(tmp_path: Path) -> None:
    seen: list[int] = []

    def pieces() -> Iterator[str]:
        seen.extend(path.stat().st_mode & 0o777 for path in tmp_path.iterdir())
        yield "x"

    files.write(tmp_path / "x.json", pieces())
    assert seen == [0o600]
