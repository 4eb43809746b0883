"""Timing commands side by side: interleaved, medians, each beside the bare interpreter."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median
from typing import Final

from benchmarks.speed.stopwatch import APART

ROUNDS: Final = 15
BARE: Final = "python -c pass"
# A command that takes longer than so many seconds is run so many times.
_SLOW: Final = ((20.0, 1), (4.0, 3), (1.0, 5))


class TimingError(Exception):
    """A command that did not end as it should; the message says how."""


@dataclass(frozen=True, eq=False)
class Case:
    """A command to be timed: who runs, what it is to do, and how."""

    program: str
    what: str
    words: tuple[str, ...]
    environment: Mapping[str, str]
    on_terminal: bool = False


@dataclass
class Timed:
    """What the runs of a case took."""

    walls: list[float] = field(default_factory=list)
    cpus: list[float] = field(default_factory=list)
    kilobytes: list[int] = field(default_factory=list)

    @property
    def wall(self) -> float:
        """Return the median of the wall clock, in seconds."""
        return median(self.walls)

    @property
    def cpu(self) -> float:
        """Return the median of user and system time, in seconds."""
        return median(self.cpus)

    @property
    def megabytes(self) -> float:
        """Return the peak memory."""
        return median(self.kilobytes) / 1024


class Stopwatch:
    """The process that starts and times the others."""

    def __init__(self) -> None:
        script = Path(__file__).with_name("stopwatch.py")
        self._process = subprocess.Popen(  # noqa: S603 (our own script)
            [sys.executable, "-I", "-S", str(script)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        )

    def run(self, case: Case, into: Timed) -> None:
        """Time one run. Raises TimingError where the command fails."""
        assert self._process.stdin is not None  # noqa: S101 (tells mypy)
        assert self._process.stdout is not None  # noqa: S101
        pairs = [f"{name}={value}" for name, value in case.environment.items()]
        kind = "pty" if case.on_terminal else "pipe"
        self._process.stdin.write(APART.join([kind, str(len(pairs)), *pairs, *case.words]) + "\n")
        self._process.stdin.flush()
        answer = self._process.stdout.readline().rstrip("\n").split(APART)
        wall, cpu, kilobytes, status, output = answer
        if status != "0":
            last = bytes.fromhex(output).decode("utf-8", "replace").strip().splitlines()
            why = last[-1].strip() if last else "no word why"
            raise TimingError(f"{case.program}: {case.what} ended with {status}: {why}")
        into.walls.append(float(wall))
        into.cpus.append(float(cpu))
        into.kilobytes.append(int(kilobytes))

    def close(self) -> None:
        """End the process."""
        self._process.communicate()


def compare(
    stopwatch: Stopwatch, cases: Sequence[Case], rounds: int = ROUNDS
) -> tuple[dict[Case, Timed], list[str]]:
    """Time all cases in turns, round after round; return also what could not be run.

    Each case is run once before, for the files it reads to be at hand; one that takes seconds is
    run less often, and one that takes long only that once.
    """
    found: dict[Case, Timed] = {}
    left: dict[Case, int] = {}
    failed = []
    for case in cases:
        first = Timed()
        try:
            stopwatch.run(case, first)
        except TimingError as error:
            failed.append(str(error))
            continue
        runs = next((few for slow, few in _SLOW if first.wall > slow), rounds)
        runs = min(runs, rounds)
        found[case] = first if runs == 1 else Timed()
        left[case] = 0 if runs == 1 else runs
        sys.stderr.write(f"{first.wall:8.2f} s  {case.program}: {case.what}\n")
    for turn in range(rounds):
        for case in list(found):
            if turn < left[case]:
                stopwatch.run(case, found[case])
    return found, failed


def bare(environment: Mapping[str, str]) -> Case:
    """Return the interpreter that does nothing: what all else is set against."""
    return Case("python", BARE, (sys.executable, "-c", "pass"), environment)
