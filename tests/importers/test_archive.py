"""Zips, folders, single files and pipes: found by name, bounded, and never a traceback."""

from __future__ import annotations

import io
import os
import sys
import threading
import zipfile
from pathlib import Path

import pytest

from netledger.errors import NetledgerError
from netledger.importers import archive
from netledger.importers.archive import UnreadableError, check, gathered, opened

WANTED = frozenset({"connections.csv", "recommendations_given.csv"})


def contents(path: Path) -> dict[str, bytes]:
    with opened(path, WANTED) as source:
        found = {}
        for file in source.files:
            with file.open() as stream:
                found[file.name] = stream.read()
        return found


def zip_of(path: Path, files: dict[str, bytes]) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, data in files.items():
            made.writestr(name, data)
    return path


FILES = {"Connections.csv": b"one", "Recommendations Given.csv": b"two", "Other.csv": b"three"}


@pytest.mark.parametrize("folder", ["", "Basic_LinkedInDataExport/"])
def test_a_zip_gives_the_wanted_files_at_the_top_or_in_one_folder(
    tmp_path: Path, folder: str
) -> None:
    made = zip_of(tmp_path / "e.zip", {folder + name: data for name, data in FILES.items()})
    assert contents(made) == {"Connections.csv": b"one", "Recommendations Given.csv": b"two"}


@pytest.mark.parametrize("folder", ["", "Basic_LinkedInDataExport"])
def test_a_folder_gives_the_same(tmp_path: Path, folder: str) -> None:
    (tmp_path / folder).mkdir(exist_ok=True)
    for name, data in FILES.items():
        (tmp_path / folder / name.upper()).write_bytes(data)
    assert contents(tmp_path) == {"CONNECTIONS.CSV": b"one", "RECOMMENDATIONS GIVEN.CSV": b"two"}


def test_a_zip_without_any_wanted_file_gives_none(tmp_path: Path) -> None:
    assert contents(zip_of(tmp_path / "e.zip", {"a/b/Connections.csv": b"too deep"})) == {}


def test_the_files_at_the_top_come_before_those_in_a_folder(tmp_path: Path) -> None:
    made = zip_of(tmp_path / "e.zip", {"old/Connections.csv": b"old", "Connections.csv": b"new"})
    assert contents(made) == {"Connections.csv": b"new"}


def test_two_exports_side_by_side_are_not_mixed(tmp_path: Path) -> None:
    for year in ("2024", "2025"):
        (tmp_path / year).mkdir()
        (tmp_path / year / "Connections.csv").write_bytes(b"x")
    with pytest.raises(NetledgerError, match="2024 and 2025"):
        contents(tmp_path)


def test_a_path_in_a_zip_that_points_elsewhere_writes_nothing(tmp_path: Path) -> None:
    (tmp_path / "in").mkdir()
    made = zip_of(tmp_path / "in" / "e.zip", {"../Connections.csv": b"x"})
    assert contents(made) == {"Connections.csv": b"x"}
    assert [path.name for path in tmp_path.rglob("*.csv")] == []


def test_a_single_file_may_bear_any_name(tmp_path: Path) -> None:
    path = tmp_path / "german.csv"
    path.write_bytes(b"x")
    with opened(path, WANTED) as source:
        assert source.single
    assert contents(path) == {"german.csv": b"x"}


def test_standard_input_can_be_read_again(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"a table")))
    assert contents(Path("-")) == contents(Path("-")) == {"Standard input": b"a table"}


def test_a_zip_may_come_through_standard_input(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    data = zip_of(tmp_path / "e.zip", FILES).read_bytes()
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(data)))
    assert contents(Path("-"))["Connections.csv"] == b"one"


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_named_pipe_can_be_read_again(tmp_path: Path) -> None:
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    writer = threading.Thread(target=pipe.write_bytes, args=(b"a table",))
    writer.start()
    assert contents(pipe) == contents(pipe) == {"pipe": b"a table"}
    writer.join()


@pytest.mark.parametrize("kind", ["cut", "scrambled", "no zip", "empty"])
def test_a_damaged_zip_is_an_error_in_plain_words(tmp_path: Path, kind: str) -> None:
    path = zip_of(tmp_path / "e.zip", {"Connections.csv": b"some text " * 500})
    data = path.read_bytes()
    scrambled = data[:60] + bytes(255 - byte for byte in data[60:80]) + data[80:]
    changed = {"cut": data[:80], "scrambled": scrambled, "no zip": b"<html>", "empty": b""}
    path.write_bytes(changed[kind])
    with pytest.raises(NetledgerError, match=r"damaged|can't be read"):
        contents(path)


def test_an_encrypted_zip_is_an_error_in_plain_words(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "e.zip", {"Connections.csv": b"x"})
    data = bytearray(path.read_bytes())
    for signature, offset in ((b"PK\x03\x04", 6), (b"PK\x01\x02", 8)):
        data[data.index(signature) + offset] |= 1
    path.write_bytes(data)
    with pytest.raises(NetledgerError, match="password"):
        contents(path)


def test_no_more_is_unpacked_than_is_sound(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 1 << 20)
    path = zip_of(tmp_path / "e.zip", {"Connections.csv": b"\0" * (2 << 20)})
    with pytest.raises(NetledgerError, match="larger than 1 MiB"):
        contents(path)


def test_no_more_entries_are_looked_at_than_is_sound(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_ENTRIES", 3)
    files = {f"{number}.txt": b"" for number in range(3)}
    assert contents(zip_of(tmp_path / "e.zip", {**files, "Connections.csv": b"x"})) == {}


def test_a_path_that_is_not_there_is_an_error(tmp_path: Path) -> None:
    for path in (tmp_path / "none.csv", tmp_path / ("x" * 500), tmp_path / "a\0b"):
        with pytest.raises(NetledgerError):
            contents(path)


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read all")
def test_a_file_that_may_not_be_read_is_an_error(tmp_path: Path) -> None:
    path = tmp_path / "Connections.csv"
    path.touch(0o000)
    with pytest.raises(NetledgerError, match="Permission denied"):
        contents(path)


def test_a_damaged_file_of_a_zip_is_named_with_its_zip(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "e.zip", {"Connections.csv": b"some text " * 500})
    data = path.read_bytes()
    path.write_bytes(data[:60] + bytes(255 - byte for byte in data[60:80]) + data[80:])
    with pytest.raises(UnreadableError, match=r"^Connections.csv in e.zip is damaged"):
        contents(path)


# --- folders of many files


def names_in(folder: Path) -> list[str]:
    with gathered(folder, (".vcf",)) as source:
        return [file.name for file in source.files]


def test_a_folder_is_looked_through_by_name(tmp_path: Path) -> None:
    for name in ("b.vcf", "a/c.VCF", "a/d.txt", ".hidden/e.vcf", ".f.vcf"):
        (tmp_path / name).parent.mkdir(exist_ok=True)
        (tmp_path / name).touch()
    assert names_in(tmp_path) == ["c.VCF", "b.vcf"]


def test_a_link_to_a_file_is_followed_and_one_to_a_folder_or_to_nothing_is_not(
    tmp_path: Path,
) -> None:
    (tmp_path / "others").mkdir()
    (tmp_path / "others" / "stranger.vcf").touch()
    (tmp_path / "mine").mkdir()
    (tmp_path / "mine" / "up").symlink_to("..", target_is_directory=True)
    (tmp_path / "mine" / "gone.vcf").symlink_to("nowhere")
    (tmp_path / "mine" / "kept.vcf").symlink_to("../others/stranger.vcf")
    assert names_in(tmp_path / "mine") == ["kept.vcf"]


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="there are no named pipes")
def test_a_pipe_in_a_folder_is_passed_over(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.vcf")
    assert names_in(tmp_path) == []


# --- what can't be read at all


@pytest.mark.parametrize("name", ["book.vcf", "book.zip"])
def test_an_empty_file_is_said_to_be_empty(tmp_path: Path, name: str) -> None:
    (tmp_path / name).touch()
    with pytest.raises(NetledgerError, match=f"^{name} is empty"):
        check(tmp_path / name)


def test_an_empty_pipe_is_said_to_be_empty(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "stdin", io.TextIOWrapper(io.BytesIO(b"")))
    with pytest.raises(NetledgerError, match=r"^Standard input is empty"):
        check(Path("-"))


def test_a_zip_that_was_cut_short_is_said_to_be_damaged(tmp_path: Path) -> None:
    path = zip_of(tmp_path / "e.zip", {"a.vcf": b"some text " * 500})
    path.write_bytes(path.read_bytes()[:80])
    with pytest.raises(NetledgerError, match=r"^e.zip is damaged"):
        check(path)


def test_a_file_that_is_closed_to_the_user_is_said_to_be_so(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(path: Path, _mode: str) -> None:
        raise PermissionError(13, "Permission denied", str(path))

    (tmp_path / "book.vcf").write_bytes(b"x")
    monkeypatch.setattr(Path, "open", refuse)
    with pytest.raises(NetledgerError, match=r"book.vcf can't be read: Permission denied"):
        check(tmp_path / "book.vcf")


def test_what_can_be_read_is_not_complained_of(tmp_path: Path) -> None:
    (tmp_path / "book.vcf").write_bytes(b"x")
    check(tmp_path / "book.vcf")
    check(tmp_path)
