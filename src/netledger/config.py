"""What the user has settled: file + environment + defaults, and the one clock."""

from __future__ import annotations

import os
import sys
from collections.abc import Mapping
from datetime import datetime, time
from pathlib import Path
from typing import Any, Final, NamedTuple

from netledger.errors import NetledgerError, UsageError


class Config(NamedTuple):
    """The settings in force; see docs/config.md for what each one does."""

    me_name: str = ""
    me_email: str = ""
    me_url: str = ""
    me_offers: str = ""
    due_capacity: int = 5
    prune_days: int = 365
    ledger: str = ""


# Each key as the user writes it: the field it fills, and what it is for.
KEYS: Final[Mapping[str, tuple[str, str]]] = {
    "me.name": ("me_name", "your name; several by commas"),
    "me.email": ("me_email", "your addresses, by commas: importers leave you out"),
    "me.url": ("me_url", "your profile pages, by commas: importers leave you out"),
    "me.offers": ("me_offers", "what you can do for others, by commas"),
    "due.capacity": ("due_capacity", "ties a day that `due` asks for (1 to 50)"),
    "prune.days": ("prune_days", "days known and silent before a tie may be flagged (30 to 36500)"),
    "ledger": ("ledger", "where the ledger lies, without --ledger and NETLEDGER_LEDGER"),
}
_RANGES: Final = {"due.capacity": (1, 50), "prune.days": (30, 36500)}


def config_path() -> Path:
    """Return the config file's path (it need not exist)."""
    return _own_folder("XDG_CONFIG_HOME", ".config", "user_config_dir") / "config.toml"


def _own_folder(variable: str, below_home: str, asked: str) -> Path:
    """Return a folder of ours as the system has it.

    On Linux it is what the variable says or what lies below home: asking platformdirs for that
    would take a tenth of the time of `due`. A test holds the two to one another.
    """
    if sys.platform == "linux" and "ANDROID_DATA" not in os.environ:
        told = os.environ.get(variable, "").strip()
        return Path(told or os.path.expanduser(f"~/{below_home}")) / "netledger"  # noqa: PTH111 (as platformdirs does, also where there is no home)
    import platformdirs

    folder: str = getattr(platformdirs, asked)("netledger", appauthor=False)
    return Path(folder)


def load() -> Config:
    """Read the settings. Raises NetledgerError where the file can't be read or means nothing."""
    path = config_path()
    try:
        text = path.read_bytes()
    except (FileNotFoundError, NotADirectoryError):
        return Config()
    except OSError as error:
        raise NetledgerError(f"The config file {path} can't be read: {error.strerror}.") from error
    import tomllib

    try:
        tables = tomllib.loads(text.decode("utf-8"))
    except (UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise NetledgerError(
            f"The config file {path} can't be read: {error}.", "Mend the line or move it away."
        ) from error
    found = {}
    for key, (name, _) in KEYS.items():
        value: Any = tables
        for part in key.split("."):
            value = value.get(part) if isinstance(value, dict) else None
        if value is not None:
            found[name] = checked(key, str(value))
    return Config(**found)


def checked(key: str, value: str) -> Any:
    """Return `value` as what `key` takes. Raises UsageError for an unknown key or bad value."""
    if key not in KEYS:
        raise UsageError(f'There is no setting "{key}".', f"The settings: {', '.join(KEYS)}.")
    if key not in _RANGES:
        return value
    low, high = _RANGES[key]
    digits = value.strip()
    if not (digits.isdecimal() and len(digits) < 10 and low <= int(digits) <= high):
        raise UsageError(f'{key} is a number from {low} to {high}, not "{value}".')
    return int(digits)


def write(key: str, value: str) -> None:
    """Set `key` in the config file, keeping all else in it as it stands (its comments too)."""
    import tomlkit
    from tomlkit.exceptions import TOMLKitError

    settled = checked(key, value)
    path = config_path()
    try:
        document = tomlkit.parse(path.read_bytes()) if path.exists() else tomlkit.document()
        table: Any = document
        *tables, last = key.split(".")
        for part in tables:
            table = table.setdefault(part, tomlkit.table())
        table[last] = settled
        content = tomlkit.dumps(document).encode()
        path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
        path = path.resolve()  # a link to the file stays a link
        fresh = path.with_name(f"{path.name}.new")
        fresh.unlink(missing_ok=True)
        with os.fdopen(os.open(fresh, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(content)
        fresh.replace(path)
    except OSError as error:
        raise NetledgerError(f"{path} can't be written: {error.strerror}.") from error
    except (TOMLKitError, TypeError, AttributeError, UnicodeError) as error:
        raise NetledgerError(
            f"{path} can't take {key}: {error}.", "Mend the file by hand, or move it away."
        ) from error


def ledger_path(given: str | None, config: Config) -> Path:
    """Return where the ledger lies: the option, the environment, the config, the user's data."""
    if given is not None and not given.strip():
        raise UsageError("--ledger names no file.", "Give a path, such as ~/netledger.db.")
    named = given or os.environ.get("NETLEDGER_LEDGER") or config.ledger
    if not named:
        return _own_folder("XDG_DATA_HOME", ".local/share", "user_data_dir") / "ledger.db"
    if "://" in named:
        raise NetledgerError(
            f"{named} is a URL; a ledger is a file on this machine for now.",
            "Give a path, such as ~/netledger.db.",
        )
    try:
        return Path(named).expanduser()
    except RuntimeError as error:
        raise NetledgerError(
            f"{named} can't be found: whose home that is, is not known.", "Write the whole path."
        ) from error


def now() -> datetime:
    """Return the local time, or what NETLEDGER_NOW says, with the machine's offset.

    Raises UsageError where NETLEDGER_NOW is no ISO day or time.
    """
    told = os.environ.get("NETLEDGER_NOW")
    if not told:
        return datetime.now().astimezone()
    try:
        moment = datetime.fromisoformat(told)
        if "T" not in told and ":" not in told:
            # Noon: on any other hour a change of the clocks could move the day.
            moment = datetime.combine(moment.date(), time(12))
        return moment.astimezone()
    except (ValueError, OverflowError, OSError) as error:
        raise UsageError(
            f'NETLEDGER_NOW is "{told}", which is no day.',
            "Write it 2026-03-14 or 2026-03-14T23:30.",
        ) from error
