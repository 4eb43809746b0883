"""Where mail is kept, how an mbox is split into its messages, and how little of it is held."""

from __future__ import annotations

import io
import sys
import tracemalloc
import zipfile
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.errors import NetledgerError
from netledger.importers import archive
from netledger.importers.drafts import Asked, Draft, Exchange, Notice, Owner
from netledger.importers.mbox import MBOX
from netledger.importers.mbox.splitting import Letter, split

LINE = b"From - Tue Mar 10 09:00:00 2026\n"
MINE = Asked(Owner(emails=("rae@example.org",)))


def message(sender: str, date: str = "Tue, 10 Mar 2026 10:00:00 +0000") -> bytes:
    return f"From: {sender}@example.org\nTo: rae@example.org\nDate: {date}\n\nHi\n\n".encode()


def senders(path: Path) -> list[str]:
    found = MBOX.extract(path, MINE)
    return [draft.who.name.partition("@")[0] for draft in found if isinstance(draft, Exchange)]


def records(path: Path) -> list[str]:
    return [draft.record for draft in MBOX.extract(path, MINE) if isinstance(draft, Exchange)]


def headers(data: bytes) -> list[bytes]:
    return [letter.headers.strip() for letter in split(io.BytesIO(data))]


@pytest.mark.parametrize(
    ("line", "arrived"),
    [
        ("From - Tue Mar 10 09:00:05 2026", "2026-03-10 09:00:05Z"),
        ("From mia@example.org Tue Mar  3 09:00:05 2026", "2026-03-03 09:00:05Z"),
        ("From 17@xxx Tue Mar 10 09:00:05 +0200 2026", "2026-03-10 07:00:05Z"),
        ("From a b@x.org Tue Mar 10 09:00 CET 2026", "2026-03-10 09:00:00Z"),
        ("From x Tue, 10 Mar 2026 09:00:05 -0100", "2026-03-10 10:00:05Z"),
        ("From x Tue Mar 10 09:00:05 2026 remote from y", "2026-03-10 09:00:05Z"),
        ("From - Tue Mar 32 09:00:05 2026", None),
        ("From - Tue Mar 10 09:00:05 +9900 2026", None),
    ],
)
def test_a_separator_is_known_by_its_date(line: str, arrived: str | None) -> None:
    (letter,) = split(io.BytesIO(f"{line}\nA: b\n\nHi\n".encode()))
    moment = datetime.fromisoformat(arrived) if arrived else None
    assert letter == Letter(b"\nA: b", moment)


@pytest.mark.parametrize(
    "body",
    [
        b"From Friday on we meet\n",
        b"From Tue Mar 10 on: see\nNote: bring tea\n",
        b"From - Tue Mar 10 09:00:00 2026\nand no header\n",
        b">From - Tue Mar 10 09:00:00 2026\nA: b\n",
        b"x From - Tue Mar 10 09:00:00 2026\nA: b\n",
    ],
)
def test_a_line_of_a_body_is_no_separator(body: bytes) -> None:
    assert headers(LINE + b"A: 1\n\n" + body + LINE + b"A: 2\n\n") == [b"A: 1", b"A: 2"]


@pytest.mark.parametrize("end", [b"\n", b"\r\n", b"\r"])
def test_any_line_end_will_do(end: bytes) -> None:
    data = (LINE + b"A: 1\n\nHi\n\n" + LINE + b"A: 2\n\n").replace(b"\n", end)
    assert headers(data) == [b"A: 1", b"A: 2"]


def test_a_byte_order_mark_and_blank_lines_may_come_first() -> None:
    assert headers(b"\xef\xbb\xbf" + LINE + b"A: 1\n\n") == [b"A: 1"]
    assert headers(b"\n\n" + LINE + b"A: 1\n\n") == [b"A: 1"]


def test_a_message_cut_short_ends_where_the_next_begins() -> None:
    assert headers(LINE + b"A: 1\n" + LINE + b"A: 2") == [b"A: 1", b"A: 2"]


class Slow(io.BytesIO):
    """A stream that gives a few bytes at a time."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(min(7, size or 7))


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([LINE, b"A: b\n", b"\n", b"\r\n", b"From x\n", b"x"]), max_size=12))
def test_messages_are_the_same_however_the_stream_is_cut(pieces: list[bytes]) -> None:
    data = b"".join(pieces)
    assert list(split(Slow(data))) == list(split(io.BytesIO(data)))


class Endless(io.RawIOBase):
    """A stream of messages with long bodies, made as they are read."""

    def __init__(self, blocks: int) -> None:
        self.left = blocks
        self.block = LINE + message("mia") + b"eHh4eHh4\n" * 30_000

    def read(self, size: int = -1, /) -> bytes:  # noqa: ARG002 - whole blocks, whatever is asked
        self.left -= 1
        return self.block if self.left >= 0 else b""


def test_bodies_are_not_held() -> None:
    tracemalloc.start()
    try:
        assert sum(1 for _ in split(Endless(100))) == 100
        peak = tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()
    assert peak < 3_000_000, "the stream is 27 MB"


def test_an_mbox_may_bear_any_name(tmp_path: Path) -> None:
    path = tmp_path / "Sent"
    path.write_bytes(LINE + message("mia"))
    assert MBOX.identify(path)
    assert records(path) == ["Sent message 1"]


def test_an_mbox_is_read_past_the_size_that_bounds_other_files(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archive, "MOST_BYTES", 10)
    path = tmp_path / "mail"
    path.write_bytes(LINE + message("mia"))
    assert senders(path) == ["mia"]


@pytest.mark.parametrize("content", [b"", b"BEGIN:VCARD\n", b"From Friday on\nA: b\n", b"\0" * 99])
def test_what_begins_otherwise_is_not_taken_for_an_mbox(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "mail.mbox"
    path.write_bytes(content)
    assert not MBOX.identify(path)


def test_nothing_is_not_taken_for_mail(tmp_path: Path) -> None:
    assert not MBOX.identify(tmp_path / "nowhere")
    assert not MBOX.identify(tmp_path)


def test_a_zip_gives_its_mboxes_but_no_trash(tmp_path: Path) -> None:
    path = tmp_path / "takeout.zip"
    with zipfile.ZipFile(path, "w") as made:
        for name, sender in (("Inbox", "mia"), ("Sent", "lou"), ("Spam", "spammer")):
            made.writestr(f"Takeout/Mail/{name}.mbox", LINE + message(sender))
        made.writestr("Takeout/index.html", "<p>")
    assert MBOX.identify(path)
    assert senders(path) == ["mia", "lou"]


def test_a_folder_gives_files_that_begin_as_an_mbox_does(tmp_path: Path) -> None:
    for name, sender in (
        ("Inbox", "mia"),
        ("Inbox.sbd/Work", "lou"),
        ("Old.mbox/mbox", "bea"),
        ("Junk", "spammer"),
        ("Trash.mbox/mbox", "spammer"),
        (".hidden", "spammer"),
    ):
        path = tmp_path / name
        path.parent.mkdir(exist_ok=True)
        path.write_bytes(LINE + message(sender))
    (tmp_path / "Inbox.msf").write_bytes(b"// <!-- mork -->")
    assert MBOX.identify(tmp_path)
    assert senders(tmp_path) == ["mia", "lou", "bea"]
    assert records(tmp_path)[2] == "Old.mbox message 1"
    assert next(iter(MBOX.extract(tmp_path, MINE))) == Notice(
        tmp_path.name, "not read: Junk and Trash.mbox", skipped=False
    )


def put(folder: Path, name: str, content: bytes) -> None:
    for part in ("cur", "new", "tmp"):
        (folder / part).mkdir(parents=True, exist_ok=True)
    (folder / name).write_bytes(content)


def test_a_maildir_gives_what_was_delivered_in_all_its_folders(tmp_path: Path) -> None:
    put(tmp_path, "cur/1773136800.M1P2.host:2,S", message("mia"))
    put(tmp_path, "new/1773136800.M2P2.host", message("lou"))
    put(tmp_path, "tmp/1773136800.M3P2.host", message("half"))
    put(tmp_path / ".Archive.2020", "cur/1773136800.M4P2.host:2,", message("bea"))
    put(tmp_path / "Work" / "Old", "cur/1773136800.M5P2.host!2,RS", message("cy"))
    put(tmp_path / ".INBOX.Trash", "cur/1773136800.M6P2.host:2,S", message("spammer"))
    assert MBOX.identify(tmp_path)
    assert senders(tmp_path) == ["mia", "lou", "bea", "cy"]
    assert records(tmp_path)[2] == ".Archive.2020/1773136800.M4P2.host:2,"


@pytest.mark.parametrize("flags", ["D", "ST"])
def test_drafts_and_trashed_messages_of_a_maildir_are_left_out(tmp_path: Path, flags: str) -> None:
    put(tmp_path, f"cur/1773136800.M1P2.host:2,{flags}", message("mia"))
    assert [draft.why for draft in notices(tmp_path)] == [
        "1 message left out: drafts, spam or thrown away"
    ]


def notices(path: Path) -> Iterator[Notice]:
    return (draft for draft in MBOX.extract(path, MINE) if isinstance(draft, Notice))


def test_a_maildirs_message_without_a_date_has_that_of_its_file(tmp_path: Path) -> None:
    put(tmp_path, "cur/1773136800.M1P2.host:2,S", message("mia", "some day"))
    (found,) = (draft for draft in MBOX.extract(tmp_path, MINE) if isinstance(draft, Exchange))
    assert found.at == datetime(2026, 3, 10, 10, tzinfo=UTC)
    assert found.at.utcoffset() == timedelta(0)


def test_a_maildirs_file_that_cannot_be_read_is_told_of(tmp_path: Path) -> None:
    put(tmp_path, "cur/1.host:2,S", message("mia"))
    (tmp_path / "cur" / "2.host:2,S").symlink_to(tmp_path / "gone")
    found: list[Draft] = list(MBOX.extract(tmp_path, MINE))
    assert [draft.record for draft in found if isinstance(draft, Notice)] == [
        f"{tmp_path.name}/2.host:2,S"
    ]
    assert len(found) == 2


def test_an_mbox_may_come_through_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    piped = io.TextIOWrapper(io.BytesIO(LINE + message("mia")))
    monkeypatch.setattr(sys, "stdin", piped)
    assert MBOX.identify(Path("-"))
    assert records(Path("-")) == ["Standard input message 1"]


def test_a_path_that_is_not_there_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NetledgerError, match=r"There is no .*nowhere"):
        list(MBOX.extract(tmp_path / "nowhere", MINE))
