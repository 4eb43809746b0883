"""Run the speed benchmark: `python -m benchmarks.speed`, with `--help` for what else."""

from __future__ import annotations

import argparse
import os
import platform
import shutil
import sqlite3
import subprocess
import sys
import tempfile
from collections.abc import Sequence
from pathlib import Path

from benchmarks.speed import linkedin, peers, programs, report
from benchmarks.speed.people import LARGE, MIDDLE, SMALL, Size
from benchmarks.speed.timing import (
    ROUNDS,
    Case,
    Stopwatch,
    Timed,
    TimingError,
    bare,
    compare,
)

SIZES: tuple[Size, ...] = (SMALL, MIDDLE, LARGE)
QUICK_ROUNDS = 3
CONNECTIONS, MESSAGES = 30_000, 200_000
QUICK_CONNECTIONS, QUICK_MESSAGES = 300, 2_000


def main(arguments: Sequence[str] | None = None) -> int:
    """Make the ledgers, time everything, print the tables."""
    options = _options(arguments)
    if options.folder is not None:
        folder = Path(options.folder).resolve()
        folder.mkdir(parents=True, exist_ok=True)
        tables = run(folder, quick=options.quick, with_peers=options.peers)
    else:
        with tempfile.TemporaryDirectory(prefix="netledger-speed-") as made:
            tables = run(Path(made).resolve(), quick=options.quick, with_peers=options.peers)
    shown = [table.markdown() if options.markdown else table.text() for table in tables]
    sys.stdout.write("\n".join(shown))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.speed", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="without the largest; three rounds")
    parser.add_argument("--peers", action="store_true", help="install and time the peers, too")
    parser.add_argument("--markdown", action="store_true", help="tables in Markdown")
    parser.add_argument(
        "--folder", metavar="DIR", help="keep the data and the peers here for the next run"
    )
    return parser.parse_args(arguments)


def run(folder: Path, *, quick: bool = False, with_peers: bool = False) -> list[report.Table]:
    """Return all tables."""
    sizes = [size for size in SIZES if not (quick and size == LARGE)]
    rounds = QUICK_ROUNDS if quick else ROUNDS
    had = _had(folder) if with_peers else {}
    times = {}
    tables = []
    stopwatch = Stopwatch()
    try:
        for size in sizes:
            found = by_size(stopwatch, folder, size, rounds, had)
            times[str(size)] = found
            tables.append(report.own_table(str(size), found))
            if had:
                versions = {name: version for name, (_, version) in had.items()}
                tables.append(report.peers_table(str(size), found, versions))
        many = (QUICK_CONNECTIONS, QUICK_MESSAGES) if quick else (CONNECTIONS, MESSAGES)
        imports = [_import(stopwatch, folder, *many)]
    finally:
        stopwatch.close()
    versions_note = ", ".join(
        [*_versions(), *(f"{name} {version}" for name, (_, version) in had.items())]
    )
    tables.append(report.import_table(imports))
    tables.append(report.targets(times, imports, large=LARGE in sizes))
    tables.append(
        report.Table(
            "What ran",
            "",
            ("program", "version"),
            [_split(one) for one in versions_note.split(", ")],
        )
    )
    return tables


def _split(text: str) -> tuple[str, str]:
    name, _, version = text.partition(" ")
    return name, version


def by_size(
    stopwatch: Stopwatch,
    folder: Path,
    size: Size,
    rounds: int,
    had: dict[str, tuple[str, str]],
) -> report.Times:
    """Return the times of all programs on a ledger of a size."""
    ledger = _ledger(folder, size)
    work = folder / "work.db"
    _copy(ledger, work)
    inherited = programs.environment(folder, work)
    cases = [
        bare(inherited),
        *programs.floors(folder, inherited),
        *programs.ours(folder, inherited),
    ]
    # The peers have turns of their own: what a slow one leaves in the caches is none of ours.
    found, failed = compare(stopwatch, cases, rounds)
    every = report.by_name(found)
    for peer in peers.PEERS:
        if peer.name not in had:
            continue
        try:
            theirs = peers.cases(peer, had[peer.name][0], folder / "peers", size, inherited)
        except peers.PeerError as error:
            failed.append(f"{peer.name}: {error}")
            continue
        timed, missed = compare(stopwatch, theirs, rounds)
        every |= report.by_name(timed)
        failed += missed
    for line in failed:
        _say(f"left out: {line}")
    for path in _files(work):
        path.unlink(missing_ok=True)
    return every


def _ledger(folder: Path, size: Size) -> Path:
    """Return the ledger of a size, made by a process of its own if it is not there."""
    from netledger.ledger import migrations

    path = folder / f"ledger-{size.contacts}-{size.entries}-v{len(migrations.MIGRATIONS)}.db"
    if not path.exists():
        _say(f"making a ledger of {size} entries")
        words = ("benchmarks.speed.ledgers", str(size.contacts), str(size.entries), str(path))
        root = Path(__file__).parents[2]
        subprocess.run([sys.executable, "-m", *words], check=True, cwd=root)  # noqa: S603
    return path


def _files(ledger: Path) -> list[Path]:
    return [ledger.with_name(ledger.name + end) for end in ("", "-wal", "-shm")]


def _copy(ledger: Path, work: Path) -> None:
    for path in _files(work):
        path.unlink(missing_ok=True)
    shutil.copy(ledger, work)
    with work.open("rb") as file:
        # Else the first command to write would wait for the copy to reach the disk.
        os.fsync(file.fileno())


def _import(stopwatch: Stopwatch, folder: Path, connections: int, messages: int) -> report.Import:
    export = folder / f"linkedin-{connections}-{messages}.zip"
    linkedin.write(export, connections, messages)
    fresh = folder / "imported.db"
    for path in _files(fresh):
        path.unlink(missing_ok=True)
    words = (*programs.started_by(folder), "import", "linkedin", str(export))
    what = f"{connections:,} connections, {messages:,} messages"
    timed = Timed()
    stopwatch.run(Case(programs.NETLEDGER, what, words, programs.environment(folder, fresh)), timed)
    for path in _files(fresh):
        path.unlink(missing_ok=True)
    return report.Import(what, timed)


def _had(folder: Path) -> dict[str, tuple[str, str]]:
    """Return the program and version of each peer that can be had."""
    found = {}
    for peer in peers.PEERS:
        try:
            found[peer.name] = peers.installed(peer, folder / "peers")
        except peers.PeerError as error:
            _say(f"left out: {peer.name}: {error}")
    return found


def _versions() -> list[str]:
    from importlib.metadata import version

    from netledger import __version__

    shell = shutil.which("sqlite3")
    used = [f"netledger {__version__}", f"Python {platform.python_version()}"]
    used += [
        f"SQLite {sqlite3.sqlite_version}",
        f"Typer {version('typer')}",
        f"rich {version('rich')}",
    ]
    if shell:
        told = subprocess.run([shell, "--version"], capture_output=True, text=True, check=False)  # noqa: S603
        used.append(f"sqlite3 {told.stdout.split()[0]}")
    return used


def _say(text: str) -> None:
    sys.stderr.write(f"{text}\n")


if __name__ == "__main__":
    try:
        sys.exit(main())
    except TimingError as error:
        sys.exit(f"benchmarks.speed: {error}")
