"""The results beside the truth as tables."""

from __future__ import annotations

from collections.abc import Sequence

from benchmarks.imports.corpus import Corpus
from benchmarks.imports.judge import BANDS, STRONG, Judged, same
from benchmarks.speed.report import Table

_EVIDENCE = (*STRONG, "name+company", "name-only", "none")


def tables(corpus: Corpus, judged: Sequence[Judged]) -> list[Table]:
    """Return all tables of a corpus."""
    return [_orders(corpus, judged), _links(judged[0]), _proposals(judged[0]), _credits(judged[0])]


def _orders(corpus: Corpus, judged: Sequence[Judged]) -> Table:
    rows = []
    for one in judged:
        held = one.credits.values()
        found, true = sum(c.found for c in held), sum(c.true for c in held)
        rows.append(
            (
                " → ".join(one.order), f"{one.contacts:,}", str(one.of_two), str(one.apart),
                f"{one.still_two:,}", f"{found:,} of {true:,}", str(sum(c.untrue for c in held)),
                one.partition, one.contents, "yes" if one.again_nothing else "NO",
            )
        )  # fmt: skip
    alike = same(one.partition for one in judged) and same(one.contents for one in judged)
    note = (
        f"{corpus.people:,} people in {len(corpus.whose):,} records. Of two people and apart must"
        " be 0: apart are pairs of records that share a page, an address or a number. All orders"
        f" give the same people with the same contents: {'yes' if alike else 'NO'}."
    )
    head = (
        "order", "contacts", "of two people", "apart", "pairs left", "days in touch found",
        "untrue", "people", "contents", "again nothing",
    )  # fmt: skip
    return Table(f"{corpus.name}: orders of import", note, head, rows)


def _links(one: Judged) -> Table:
    rows = [
        (evidence, *(f"{many[evidence]:,}" for many in (one.joined, one.proposed, one.neither)))
        for evidence in _EVIDENCE
    ]
    note = "Pairs of records of one person, by the strongest that the two share; first order."
    return Table(
        "Two records of one person", note, ("shared", "joined", "proposed", "neither"), rows
    )


def _proposals(one: Judged) -> Table:
    rows = [
        (
            f"≥ {least}" if least else "all", f"{band.many:,}",
            _share(band.right, band.many), _share(band.right, one.still_two),
        )
        for least in BANDS
        for band in (one.bands[least],)
    ]  # fmt: skip
    note = f"Of {one.still_two:,} pairs of contacts that are one person; first order."
    head = ("confidence", "proposals", "precision", "recall")
    return Table("Proposals", note, head, rows)


def _credits(one: Judged) -> Table:
    rows = [
        (
            source, f"{held.true:,}", _share(held.found, held.true), f"{held.entries:,}",
            f"{held.untrue:,}",
        )
        for source, held in one.credits.items()
    ]  # fmt: skip
    note = (
        "True exchanges that are credited to the right person on their day or the next to it, and"
        " entries of which the truth knows nothing; first order."
    )
    head = ("source", "true exchanges", "credited", "entries", "untrue")
    return Table("Days in touch", note, head, rows)


def _share(part: int, whole: int) -> str:
    return f"{part / whole:.3f}" if whole else "–"
