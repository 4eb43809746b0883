"""The results as tables, in text for a terminal or in Markdown for docs/benchmarks.md."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from benchmarks.ties.due_and_prune import BINS, RANDOM, Lists, Reliability, Revived
from benchmarks.ties.evaluate import MACRO, Bootstrap, Figure, Scores
from benchmarks.ties.methods import WARMTH
from benchmarks.ties.traces import Floats


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
        widths = [max(len(line[k]) for line in lines) for k in range(len(self.head))]
        body = ["  ".join(cell.ljust(w) for cell, w in zip(line, widths, strict=True)).rstrip()
                for line in lines]  # fmt: skip
        return "\n".join((self.title, self.note, "", *body, ""))

    def markdown(self) -> str:
        """Return the table as Markdown, under a heading of the third level."""
        lines = (self.head, ("---",) * len(self.head), *self.rows)
        body = ["| " + " | ".join(line) + " |" for line in lines]
        return "\n".join((f"### {self.title}", "", self.note, "", *body, ""))


def ranking_tables(scores: Mapping[str, Scores], bootstrap: Bootstrap) -> list[Table]:
    """Return AUC, average precision and the paired differences to the product's warmth."""
    both = {
        "AUC": {name: one.auc for name, one in scores.items()},
        "average precision": {name: one.ap for name, one in scores.items()},
    }
    levels = [
        _figures(f"Ranking: {what}", "With 95 % intervals.", tables, bootstrap.figures)
        for what, tables in both.items()
    ]
    return [*levels, *(_differences(what, tables, bootstrap) for what, tables in both.items())]


def _differences(
    what: str, tables: Mapping[str, Mapping[str, Floats]], bootstrap: Bootstrap
) -> Table:
    base = tables[WARMTH]

    def to_base(one: Mapping[str, Floats]) -> Mapping[str, Figure]:
        return bootstrap.differences(one, base)

    note = "Paired, in thousandths: above zero the rival is ahead. A star: beyond noise (95 %)."
    others = {name: table for name, table in tables.items() if name != WARMTH}
    return _figures(f"Ranking: {what} less that of {WARMTH}", note, others, to_base, _difference)


def _level(figure: Figure) -> str:
    return f"{_short(figure.mean, 3)} ({_short(figure.low, 2)}–{_short(figure.high, 2)})"


def _difference(figure: Figure) -> str:
    star = "*" if figure.beyond_noise else ""
    low, high = round(1000 * figure.low), round(1000 * figure.high)
    return f"{round(1000 * figure.mean):+d}{star} ({low:+d} to {high:+d})"


def _short(value: float, digits: int) -> str:
    return f"{value:.{digits}f}".removeprefix("0")


def _figures(
    title: str,
    note: str,
    tables: Mapping[str, Mapping[str, Floats]],
    figures: Callable[[Mapping[str, Floats]], Mapping[str, Figure]],
    show: Callable[[Figure], str] = _level,
) -> Table:
    traces = list(next(iter(tables.values())))
    columns = (MACRO, *traces)
    rows = []
    for name, by_trace in tables.items():
        found = figures(by_trace)
        rows.append((name, *(show(found[column]) for column in columns)))
    return Table(title, note, ("method", *columns), rows)


def due_tables(lists: Lists, bootstrap: Bootstrap) -> list[Table]:
    """Return what top-five lists catch of the live ties that lapse."""
    per_place = [
        (name, *(f"{ratio:.2f}" for ratio in (np.mean(list(found.values())), *found.values())))
        for name, found in lists.per_place.items()
    ]
    note = "Among a person's live ties, with 95 % intervals. The day's list names only who is due."
    return [
        _figures("Due: lapsing value caught by five places", note, lists.value, bootstrap.figures),
        _figures("Due: lapsing ties caught by five places", note, lists.ties, bootstrap.figures),
        Table(
            "Due: lapsing value per place, random = 1", "Over all people.",
            ("list", MACRO, *lists.per_place[RANDOM]), per_place,
        ),
    ]  # fmt: skip


def only_due_table(lists: Lists, bootstrap: Bootstrap) -> list[Table]:
    """Return the same among the ties that are due, where more are due than there are places."""
    note = "Among the ties that netledger says are due, where these are more than five."
    title = "Due: of those due, lapsing value caught by five places"
    if not lists.value[RANDOM]:
        return []
    return [_figures(title, note, lists.value, bootstrap.figures)]


def chance_tables(found: Mapping[str, Reliability]) -> list[Table]:
    """Return how far the chance of contact can be trusted: foretold → came, and the error."""
    tenths = [*(f"tenth {k + 1}" for k in range(BINS)), "error"]
    rows = []
    for name, one in found.items():
        pairs = zip(one.foretold, one.came, strict=True)
        cells = [f"{_short(foretold, 2)} → {_short(came, 2)}" for foretold, came in pairs]
        rows.append((name, *(cells + [""] * (BINS - len(cells))), _short(one.error, 3)))
    note = "Foretold → came, by tenths of a trace's ties; the error is the mean gap."
    return [Table("Chance of contact", note, ("trace", *tenths), rows)]


def prune_tables(
    found: Mapping[str, Mapping[str, Revived]], quiet: Mapping[str, int]
) -> list[Table]:
    """Return which shares of the named ties are in touch again before the trace ends."""
    rules = list(next(iter(found.values())))
    rows = []
    for rule in rules:
        shares = [by_rule[rule].share for by_rule in found.values() if by_rule[rule].named]
        mean = f"{np.mean(shares):.3f}" if shares else "–"
        rows.append((rule, mean, *(_revived(by_rule[rule]) for by_rule in found.values())))
    head = ("rule", MACRO, *(f"{name} ({quiet[name]} d)" for name in found))
    note = "Share in touch again before the trace ends, of how many named; days: what quiet means."
    return [Table("Prune: what revives", note, head, rows)]


def _revived(one: Revived) -> str:
    return f"{_short(one.share, 3)} of {one.named}" if one.named else "none"
