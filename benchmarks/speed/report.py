"""The results as tables, in text for a terminal or in Markdown for docs/benchmarks.md."""

from __future__ import annotations

import unicodedata
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from benchmarks.speed.programs import ARGPARSE, COMPLETING, NETLEDGER, ON_TERMINAL, SHELL, TYPER
from benchmarks.speed.timing import BARE, Case, Timed

Times = Mapping[tuple[str, str], Timed]
QUERY = "one query"


@dataclass(frozen=True)
class Table:
    """A titled table of texts, its first column names."""

    title: str
    note: str
    head: tuple[str, ...]
    rows: Sequence[tuple[str, ...]]

    def text(self) -> str:
        """Return the table in aligned columns."""
        lines = [self.head, *self.rows]
        widths = [max(_width(line[k]) for line in lines) for k in range(len(self.head))]
        body = [
            "  ".join(
                cell + " " * (width - _width(cell))
                for cell, width in zip(line, widths, strict=True)
            ).rstrip()
            for line in lines
        ]
        return "\n".join((self.title, self.note, "", *body, ""))

    def markdown(self) -> str:
        """Return the table as Markdown, under a heading of the fourth level."""
        lines = (self.head, ("---",) * len(self.head), *self.rows)
        body = ["| " + " | ".join(line) + " |" for line in lines]
        return "\n".join((f"#### {self.title}", "", self.note, "", *body, ""))


def _width(text: str) -> int:
    return sum(1 + (unicodedata.east_asian_width(char) in "WF") for char in text)


def by_name(found: Mapping[Case, Timed]) -> dict[tuple[str, str], Timed]:
    """Return the times by program and what it did."""
    return {(case.program, case.what): timed for case, timed in found.items()}


def own_table(size: str, times: Times) -> Table:
    """Return what netledger's commands take on a ledger of a size, and the floors."""
    bare = times["python", BARE]
    rows = []
    for (program, what), timed in times.items():
        if program not in (NETLEDGER, TYPER, ARGPARSE, SHELL, "python"):
            continue
        typer = times.get((TYPER, QUERY + (ON_TERMINAL if what.endswith(ON_TERMINAL) else "")))
        rows.append(
            (
                what if program in (NETLEDGER, "python") else f"{program}: {what}",
                _ms(timed.wall), _ms(timed.cpu), f"{timed.cpu / bare.cpu:.1f}",
                f"{timed.cpu / typer.cpu:.2f}" if typer else "–", f"{timed.megabytes:.0f}",
                str(len(timed.cpus)),
            )
        )  # fmt: skip
    head = ("command", "wall ms", "CPU ms", "× python", "× typer", "peak MB", "runs")
    note = (
        "Medians; the ratios are of CPU, to programs timed in the same turns. A peak below 10 MB"
        " can't be told."
    )
    return Table(f"{size} entries", note, head, rows)


def peers_table(size: str, times: Times, versions: Mapping[str, str]) -> Table:
    """Return wall and CPU seconds of netledger and its peers, command by command."""
    programs = [NETLEDGER, *(name for name in versions if any(key[0] == name for key in times))]
    whats = list(dict.fromkeys(what for program, what in times if program in programs[1:]))
    rows = []
    for what in whats:
        cells = (times.get((program, what)) for program in programs)
        rows.append((what, *(f"{_s(one.wall)} ({_s(one.cpu)})" if one else "–" for one in cells)))
    note = "Wall seconds (CPU seconds), medians; a dash: it has nothing of the kind."
    return Table(f"Beside peers: {size} entries", note, ("command", *programs), rows)


@dataclass(frozen=True)
class Import:
    """What the import of an export took."""

    what: str
    timed: Timed


def import_table(found: Sequence[Import]) -> Table:
    """Return what imports took."""
    rows = [
        (one.what, _s(one.timed.wall), _s(one.timed.cpu), f"{one.timed.megabytes:.0f}")
        for one in found
    ]
    return Table(
        "Import", "LinkedIn, into a new ledger.", ("export", "wall s", "CPU s", "peak MB"), rows
    )


def targets(sizes: Mapping[str, Times], imports: Sequence[Import], large: bool) -> Table:
    """Return the targets of issue 6, what was measured, and whether it is met."""
    rows: list[tuple[str, str, str, str]] = []

    def row(what: str, limit: float, measured: Sequence[float], unit: str = "") -> None:
        if measured:
            shown = " · ".join(
                f"{value:.2f}" if value < 10 else f"{value:.1f}" for value in measured
            )
            met = "yes" if max(measured) <= limit else "no"
            rows.append((what, f"{limit:g}{unit}", f"{shown}{unit}", met))

    def ratios(what: str, to: tuple[str, str]) -> list[float]:
        found = ((times.get((NETLEDGER, what)), times.get(to)) for times in sizes.values())
        return [one.cpu / floor.cpu for one, floor in found if one and floor]

    bare = ("python", BARE)
    row("due: CPU ÷ python, at each size", 8, ratios("due", bare))
    row("completion: CPU ÷ python", 8, ratios(COMPLETING, bare))
    row("log: CPU ÷ python", 9, ratios("log WHO TEXT", bare))
    for what in ("due", "log WHO TEXT"):
        row(f"{what} on a terminal: CPU ÷ python", 10, ratios(what + ON_TERMINAL, bare))
        row(
            f"{what} on a terminal: CPU ÷ typer",
            1.3,
            ratios(what + ON_TERMINAL, (TYPER, QUERY + ON_TERMINAL)),
        )
    dues = ratios("due", bare)
    if len(dues) > 1:
        row("due: the largest ledger ÷ the smallest", 1.3, [dues[-1] / dues[0]])
    last = list(sizes.values())[-1]
    if large:
        for what in ("prune --dry-run --json", "score --limit 20", "score WHO"):
            if (NETLEDGER, what) in last:
                row(f"{what} over 30,000 contacts, wall", 0.7, [last[NETLEDGER, what].wall], " s")
        for one in imports:
            row("import of 30,000 and 200,000, wall", 25, [one.timed.wall], " s")
            row("import of 30,000 and 200,000, peak", 250, [one.timed.megabytes], " MB")
    behind = [
        f"{what} ({program})"
        for times in sizes.values()
        for (program, what), timed in times.items()
        if program in ("khard", "todoman", "hermitcrm", "narad")
        and (NETLEDGER, what) in times
        and times[NETLEDGER, what].cpu > timed.cpu
    ]
    if any(program == "khard" for times in sizes.values() for program, _ in times):
        rows.append(
            (
                "slower than a Python peer, by CPU",
                "none",
                ", ".join(behind) or "none",
                "no" if behind else "yes",
            )
        )
    note = "As ratios of one run; several figures are the sizes from the least."
    return Table("Targets", note, ("target", "at most", "measured", "met"), rows)


def _ms(seconds: float) -> str:
    return f"{1000 * seconds:,.0f}"


def _s(seconds: float) -> str:
    return f"{seconds:.2f}" if seconds < 10 else f"{seconds:.1f}"
