"""Run the tie benchmark: `python -m benchmarks.ties FOLDER`, with `--help` for what else."""

from __future__ import annotations

import argparse
import os
import sys
import time
from collections.abc import Mapping, Sequence
from pathlib import Path

try:
    import numpy as np  # noqa: F401 (whether it is there is said before any work)
    import sklearn  # type: ignore[import-untyped]  # noqa: F401
except ModuleNotFoundError as error:
    sys.exit(f"the benchmark needs {error.name}: install the dependency group `benchmarks`")

from benchmarks.ties import candidates, due_and_prune, learned, methods, report
from benchmarks.ties.cuts import DEVELOPMENT, TEST, Cut, cut
from benchmarks.ties.evaluate import Bootstrap, Method, Scores, score
from benchmarks.ties.traces import Floats, Half, Trace, TraceError, read_folder

VARIABLE = "NETLEDGER_TRACES"
QUICK_PEOPLE, QUICK_DRAWS, DRAWS = 40, 200, 2000


def main(arguments: Sequence[str] | None = None) -> int:
    """Read the traces, run every method, print the tables."""
    options = _options(arguments)
    if not options.folder:
        return _fail(f"name the folder of traces, or set {VARIABLE}")
    try:
        traces = read_folder(Path(options.folder))
        report_on = weigh if options.candidates else run
        tables = report_on(traces, quick=options.quick)
    except TraceError as error:
        return _fail(str(error))
    shown = [table.markdown() if options.markdown else table.text() for table in tables]
    sys.stdout.write("\n".join(shown))
    return 0


def _options(arguments: Sequence[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.ties", description=__doc__)
    parser.add_argument(
        "folder", nargs="?", default=os.environ.get(VARIABLE),
        help=f"a folder of traces (*.csv.gz); without it, {VARIABLE} names one",
    )  # fmt: skip
    parser.add_argument("--quick", action="store_true", help="fewer people and bootstraps")
    parser.add_argument(
        "--candidates", action="store_true", help="instead: other weights of warmth and chance"
    )
    parser.add_argument("--markdown", action="store_true", help="tables in Markdown")
    return parser.parse_args(arguments)


def _fail(message: str) -> int:
    sys.stderr.write(f"benchmarks.ties: {message}\n")
    return 2


def run(traces: Sequence[Trace], *, quick: bool = False) -> list[report.Table]:
    """Return all tables: whatever is chosen on the development half, reported on the test half."""
    draws, most = (QUICK_DRAWS, QUICK_PEOPLE) if quick else (DRAWS, None)
    development = _cuts(traces, DEVELOPMENT, "development", most)
    test = _cuts(traces, TEST, "test", most)
    ranked = {**methods.PLAIN, **methods.chosen(development), **learned.learned(development)}
    scores = {name: _timed(name, method, test) for name, method in ranked.items()}
    lists = due_and_prune.due_lists(test)
    due = due_and_prune.due_lists(test, only_due=True)
    chances = {name: due_and_prune.reliability(of_trace) for name, of_trace in test.items()}
    pruned = {name: due_and_prune.prune(of_trace) for name, of_trace in test.items()}
    quiet = {name: due_and_prune.quiet_days(of_trace[0]) for name, of_trace in test.items()}
    return [
        *report.ranking_tables(scores, _bootstrap(scores[methods.WARMTH].auc, draws)),
        *report.due_tables(lists, _bootstrap(lists.value[due_and_prune.RANDOM], draws)),
        *report.only_due_table(due, _bootstrap(due.value[due_and_prune.RANDOM], draws)),
        *report.chance_tables(chances),
        *report.prune_tables(pruned, quiet),
    ]


def weigh(traces: Sequence[Trace], *, quick: bool = False) -> list[report.Table]:
    """Return what other weights of warmth and of the chance would do, on either half."""
    most = QUICK_PEOPLE if quick else None
    development = _cuts(traces, DEVELOPMENT, "development", most)
    test = _cuts(traces, TEST, "test", most)
    return candidates.tables(development, test)


def _cuts(
    traces: Sequence[Trace], shares: Sequence[float], half: Half, most: int | None
) -> dict[str, list[Cut]]:
    """Return the cuts of each trace that has people to rank at all of them."""
    found = {trace.name: [cut(trace, share, half, most) for share in shares] for trace in traces}
    for name, of_trace in found.items():
        if not all(one.people for one in of_trace):
            raise TraceError(f"{name}: nobody has enough contacts before the {half} cuts")
    return found


def _timed(name: str, method: Method, cuts: Mapping[str, Sequence[Cut]]) -> Scores:
    """Return a method's scores, and say on the way how long it took."""
    start = time.perf_counter()
    scores = score(method, cuts)
    sys.stderr.write(f"{time.perf_counter() - start:6.1f} s  {name}\n")
    return scores


def _bootstrap(tables: Mapping[str, Floats], draws: int) -> Bootstrap:
    return Bootstrap({name: len(table) for name, table in tables.items()}, draws)


if __name__ == "__main__":
    sys.exit(main())
