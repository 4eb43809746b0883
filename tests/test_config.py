"""The settings: where they come from, what they take, and the one clock."""

from __future__ import annotations

import stat
import sys
import time
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import platformdirs
import pytest

from netledger import config
from netledger.config import Config
from netledger.errors import NetledgerError, UsageError


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A home of one's own, so that no setting of the machine shows."""
    monkeypatch.setenv("HOME", str(tmp_path))
    for name in ("CONFIG", "DATA"):
        monkeypatch.setenv(f"XDG_{name}_HOME", str(tmp_path / name.lower()))
    for name in ("NETLEDGER_LEDGER", "NETLEDGER_NOW"):
        monkeypatch.delenv(name, raising=False)
    return tmp_path


@pytest.fixture
def zone(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    monkeypatch.setenv("TZ", "Europe/Stockholm")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()


def settle(text: str) -> Path:
    path = config.config_path()
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_text(text, encoding="utf-8")
    return path


# --- where the ledger lies


def test_the_option_comes_before_all_else(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETLEDGER_LEDGER", "/env.db")
    assert config.ledger_path("/given.db", Config(ledger="/file.db")) == Path("/given.db")


def test_the_environment_comes_before_the_file(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETLEDGER_LEDGER", "/env.db")
    assert config.ledger_path(None, Config(ledger="/file.db")) == Path("/env.db")


def test_the_file_comes_before_the_usual_place() -> None:
    assert config.ledger_path(None, Config(ledger="/file.db")) == Path("/file.db")


def test_the_usual_place_is_among_the_users_data(home: Path) -> None:
    assert config.ledger_path(None, Config()) == home / "data/netledger/ledger.db"


def test_an_empty_environment_says_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETLEDGER_LEDGER", "")
    assert config.ledger_path(None, Config(ledger="/file.db")) == Path("/file.db")


def test_a_tilde_is_the_home(home: Path) -> None:
    assert config.ledger_path("~/ledger.db", Config()) == home / "ledger.db"


def test_the_home_of_nobody_is_a_plain_error() -> None:
    with pytest.raises(NetledgerError):
        config.ledger_path("~nobody-of-this-name/ledger.db", Config())


@pytest.mark.parametrize("url", ["https://example.org/l.db", "libsql://x", "file:///tmp/l.db"])
def test_a_url_is_refused(url: str) -> None:
    with pytest.raises(NetledgerError, match="URL"):
        config.ledger_path(url, Config())


# --- the file


def test_without_a_file_the_defaults_hold() -> None:
    assert config.load() == Config()


def test_the_file_is_read() -> None:
    settle('ledger = "/l.db"\n[due]\ncapacity = 7\n[me]\nname = "Ada"\n')
    assert config.load() == Config(ledger="/l.db", due_capacity=7, me_name="Ada")


@pytest.mark.parametrize(
    "text",
    [
        "[due\ncapacity = 7",
        "[due]\ncapacity = 0",
        "[due]\ncapacity = 'many'",
        "[due]\ncapacity = 1.5",
        "[due]\ncapacity = true",
        "[prune]\ndays = 29",
        "[due]\ncapacity = -1",
    ],
)
def test_a_file_that_means_nothing_is_a_plain_error(text: str) -> None:
    settle(text)
    with pytest.raises(NetledgerError):
        config.load()


def test_a_file_in_another_encoding_is_a_plain_error() -> None:
    settle("").write_bytes(b'[me]\nname = "Zo\xeb"\n')
    with pytest.raises(NetledgerError):
        config.load()


def test_a_folder_in_its_place_is_a_plain_error() -> None:
    config.config_path().mkdir(parents=True)
    with pytest.raises(NetledgerError):
        config.load()


# --- single settings


def test_an_unknown_setting_is_refused_with_those_there_are() -> None:
    with pytest.raises(UsageError) as raised:
        config.checked("due.capcity", "5")
    assert "due.capacity" in str(raised.value.hint)


@pytest.mark.parametrize(
    ("key", "value", "held"),
    [
        ("due.capacity", "1", 1),
        ("due.capacity", " 50 ", 50),
        ("prune.days", "30", 30),
        ("prune.days", "36500", 36500),
        ("me.name", "Ada", "Ada"),
    ],
)
def test_a_value_within_its_range_is_taken(key: str, value: str, held: object) -> None:
    assert config.checked(key, value) == held


@pytest.mark.parametrize(
    ("key", "value"),
    [
        ("due.capacity", "0"),
        ("due.capacity", "51"),
        ("due.capacity", "five"),
        ("due.capacity", ""),
        ("due.capacity", "²"),
        ("due.capacity", "-5"),
        ("due.capacity", "9" * 5000),
        ("prune.days", "29"),
        ("prune.days", "36501"),
    ],
)
def test_a_value_outside_its_range_is_refused(key: str, value: str) -> None:
    with pytest.raises(UsageError):
        config.checked(key, value)


# --- writing


def test_what_was_written_is_read() -> None:
    config.write("due.capacity", "9")
    config.write("me.url", "https://linkedin.com/in/zoë")
    config.write("ledger", "/l.db")
    assert config.load() == Config(
        due_capacity=9, me_url="https://linkedin.com/in/zoë", ledger="/l.db"
    )


def test_a_write_keeps_comments_and_what_it_does_not_know() -> None:
    path = settle('# mine\n[due] # a day\ncapacity = 5 # few\n\n[other]\nkey = "kept"\n')
    config.write("due.capacity", "6")
    assert path.read_text("utf-8") == (
        '# mine\n[due] # a day\ncapacity = 6 # few\n\n[other]\nkey = "kept"\n'
    )


def test_the_file_is_for_the_users_eyes_alone() -> None:
    config.write("me.name", "Ada")
    path = config.config_path()
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert stat.S_IMODE(path.parent.stat().st_mode) == 0o700


def test_a_write_leaves_nothing_beside_the_file() -> None:
    config.write("me.name", "Ada")
    assert [path.name for path in config.config_path().parent.iterdir()] == ["config.toml"]


@pytest.mark.parametrize("value", ['"quoted" \\ back', "two\nlines", "# no comment", "\x1b[31m"])
def test_any_text_comes_back_as_it_was_written(value: str) -> None:
    config.write("me.name", value)
    assert config.load().me_name == value


def test_a_bad_value_leaves_the_file_as_it_was() -> None:
    path = settle("[due]\ncapacity = 5\n")
    with pytest.raises(UsageError):
        config.write("due.capacity", "0")
    assert path.read_text("utf-8") == "[due]\ncapacity = 5\n"


@pytest.mark.parametrize("text", ["[due\n", "due = 5\n", 'due = "x"\n', "[[due]]\nx = 1\n"])
def test_a_file_that_cannot_take_the_setting_is_a_plain_error(text: str) -> None:
    path = settle(text)
    with pytest.raises(NetledgerError):
        config.write("due.capacity", "6")
    assert path.read_text("utf-8") == text


def test_text_that_cannot_be_encoded_is_a_plain_error_and_leaves_the_file() -> None:
    path = settle("[due]\ncapacity = 5\n")
    with pytest.raises(NetledgerError):
        config.write("me.name", "a\udc80b")
    assert path.read_text("utf-8") == "[due]\ncapacity = 5\n"


# --- the clock


@pytest.mark.usefixtures("zone")
def test_now_is_the_local_time() -> None:
    now = config.now()
    assert abs(now - datetime.now(UTC)) < timedelta(minutes=1)
    assert now.utcoffset() is not None


@pytest.mark.parametrize(
    ("told", "local"),
    [
        ("2026-03-14", "2026-03-14T12:00:00+01:00"),
        ("2026-07-01", "2026-07-01T12:00:00+02:00"),
        ("2026-03-14T23:30", "2026-03-14T23:30:00+01:00"),
        ("2026-03-14 23:30", "2026-03-14T23:30:00+01:00"),
        ("2026-03-14T23:30:15", "2026-03-14T23:30:15+01:00"),
        ("2026-03-14T23:30Z", "2026-03-15T00:30:00+01:00"),
        ("2026-03-14T23:30-08:00", "2026-03-15T08:30:00+01:00"),
    ],
)
@pytest.mark.usefixtures("zone")
def test_the_environment_may_say_what_now_is(
    told: str, local: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("NETLEDGER_NOW", told)
    assert config.now().isoformat() == local


@pytest.mark.parametrize(
    "told",
    [
        *("tomorrow", "2026-02-30", "2026-03-14T25:00", "14.3.2026", " ", "T"),
        *("2026-03-14T12:00+99:00", "0001-01-01T00:00+14:00", "9999-12-31T23:59-14:00"),
    ],
)
@pytest.mark.usefixtures("zone")
def test_a_now_that_is_no_time_is_refused(told: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NETLEDGER_NOW", told)
    with pytest.raises(UsageError, match="NETLEDGER_NOW"):
        config.now()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere platformdirs is asked itself")
@pytest.mark.parametrize("told", ["/srv/x", "", "  ", None])
def test_our_folders_are_those_that_platformdirs_names(
    monkeypatch: pytest.MonkeyPatch, told: str | None
) -> None:
    for name in ("CONFIG", "DATA"):
        if told is None:
            monkeypatch.delenv(f"XDG_{name}_HOME")
        else:
            monkeypatch.setenv(f"XDG_{name}_HOME", told)
    settings = platformdirs.user_config_dir("netledger", appauthor=False)
    data = platformdirs.user_data_dir("netledger", appauthor=False)
    assert config.config_path().parent == Path(settings)
    assert config.ledger_path(None, Config()).parent == Path(data)
