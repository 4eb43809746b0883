"""Run the benchmark of imports: `python -m benchmarks.imports`, with `--help` for what else."""

from __future__ import annotations

import argparse
import os
import platform
import sqlite3
import sys
import tempfile
from collections.abc import Sequence
from importlib.metadata import version
from pathlib import Path

from benchmarks.imports import report, speed
from benchmarks.imports.corpus import CorpusError, orders, read
from benchmarks.imports.judge import judge
from benchmarks.speed.report import Table
from benchmarks.speed.timing import TimingError
from netledger import __version__

ORDERS, QUICK_ORDERS = 6, 4
QUICK = 0.02  # of the sizes


def main(arguments: Sequence[str] | None = None) -> int:
    """Time the imports, or judge those of the corpora that are named; print the tables."""
    options = _options(arguments)
    # The days of the truth are those of its files: in another zone some would be the next.
    os.environ["TZ"] = "UTC"
    try:
        if options.corpus:
            found = of_corpora([Path(one) for one in options.corpus], quick=options.quick)
        elif options.folder is not None:
            folder = Path(options.folder).resolve()
            folder.mkdir(parents=True, exist_ok=True)
            found = timed(folder, quick=options.quick)
        else:
            with tempfile.TemporaryDirectory(prefix="netledger-imports-") as made:
                found = timed(Path(made).resolve(), quick=options.quick)
    except (CorpusError, TimingError) as error:
        sys.stderr.write(f"benchmarks.imports: {error}\n")
        return 2
    shown = [table.markdown() if options.markdown else table.text() for table in found]
    sys.stdout.write("\n".join(shown))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.imports", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="small files; fewer orders")
    parser.add_argument("--markdown", action="store_true", help="tables in Markdown")
    parser.add_argument("--folder", metavar="DIR", help="keep the files here for the next run")
    parser.add_argument(
        "--corpus", metavar="DIR", nargs="+",
        help="instead: what the imports make of these invented networks, beside their truth",
    )  # fmt: skip
    return parser.parse_args(arguments)


def timed(folder: Path, *, quick: bool = False) -> list[Table]:
    """Return what the imports take."""
    scale = QUICK if quick else 1
    chosen = speed.sources(scale)
    if not quick:
        chosen.append(speed.large_mailbox(scale))
    found = speed.measure(folder, chosen)
    return [speed.table(found), speed.targets(found), _what_ran()]


def of_corpora(folders: Sequence[Path], *, quick: bool = False) -> list[Table]:
    """Return what the imports make of each corpus."""
    found = []
    for folder in folders:
        corpus = read(folder)
        judged = []
        for order in orders(QUICK_ORDERS if quick else ORDERS):
            sys.stderr.write(f"{corpus.name}: {', '.join(order)}\n")
            judged.append(judge(corpus, order))
        found += report.tables(corpus, judged)
    return [*found, _what_ran()]


def _what_ran() -> Table:
    rows = [
        ("netledger", __version__),
        ("Python", platform.python_version()),
        ("SQLite", sqlite3.sqlite_version),
        *((name, version(name)) for name in ("sqlmodel", "sqlalchemy", "icalendar")),
        ("processors", str(os.cpu_count())),
    ]
    return Table("What ran", "", ("program", "version"), rows)


if __name__ == "__main__":
    sys.exit(main())
