"""The tie benchmark on invented traces: its measures, its halves, and that it sees no future."""

from __future__ import annotations

import gzip
from pathlib import Path
from typing import Any

import pytest

np = pytest.importorskip("numpy")
pytest.importorskip("sklearn")

candidates: Any = pytest.importorskip("benchmarks.ties.candidates")
command: Any = pytest.importorskip("benchmarks.ties.__main__")
cuts: Any = pytest.importorskip("benchmarks.ties.cuts")
due_and_prune: Any = pytest.importorskip("benchmarks.ties.due_and_prune")
evaluate: Any = pytest.importorskip("benchmarks.ties.evaluate")
learned: Any = pytest.importorskip("benchmarks.ties.learned")
methods: Any = pytest.importorskip("benchmarks.ties.methods")
traces: Any = pytest.importorskip("benchmarks.ties.traces")

from netledger.domain.model import Entry  # noqa: E402
from netledger.domain.strength import contact_volume, log_warmth, summarise  # noqa: E402

PEOPLE, EVENTS, DAYS = 24, 2400, 120


def invented(seed: int = 1) -> Any:
    """Return a trace of people who are in touch more with some than with others."""
    random = np.random.default_rng(seed)
    at = np.sort(random.integers(0, DAYS * 86400, EVENTS)) + 86400 * 13_000
    sender = random.integers(0, PEOPLE, EVENTS)
    step = 1 + random.geometric(0.2, EVENTS) % (PEOPLE - 1)
    return both_sides(at, sender, (sender + step) % PEOPLE)


def both_sides(at: Any, sender: Any, receiver: Any) -> Any:
    return traces.Trace(
        "invented",
        np.stack((sender, receiver), axis=1).ravel(),
        np.stack((receiver, sender), axis=1).ravel(),
        np.repeat(at, 2),
        np.tile([True, False], len(at)),
    )


def write(trace: Any, folder: Path) -> None:
    with gzip.open(folder / f"{trace.name}.csv.gz", "wt", encoding="utf-8") as file:
        file.write("ego,alter,timestamp,direction,seconds\n")
        for ego, alter, at, out in zip(trace.ego, trace.alter, trace.at, trace.out, strict=True):
            file.write(f"{ego},{alter},{at},{'out' if out else 'in'},1\n")


@pytest.mark.parametrize("seed", range(20))
def test_auc_is_the_chance_to_rank_a_tie_in_touch_above_another(seed: int) -> None:
    met, score = outcomes(seed)
    pairs = [(a > b) + (a == b) / 2 for a in score[met] for b in score[~met]]
    assert evaluate.auc(met, score) == pytest.approx(sum(pairs) / len(pairs))


@pytest.mark.parametrize("seed", range(20))
def test_average_precision_is_the_mean_precision_at_each_tie_in_touch(seed: int) -> None:
    met, score = outcomes(seed)
    precisions = [met[score >= mine].mean() for mine in score[met]]
    assert evaluate.average_precision(met, score) == pytest.approx(np.mean(precisions))


def outcomes(seed: int) -> tuple[Any, Any]:
    """Return who was in touch, some at least and not all, and scores with draws."""
    random = np.random.default_rng(seed)
    met = random.random(30) < 0.4
    met[:2] = True, False
    return met, random.integers(0, 8, 30).astype(float)


def test_the_products_rows_call_the_product() -> None:
    trace = invented()
    cut = cuts.cut(trace, 0.65)
    warmth, volume = methods.warmth(cut), methods.volume(cut)
    for row in range(0, len(cut.ego), 17):
        tie = summarise(entries_before(trace, cut, row))
        assert warmth[row] == log_warmth(tie, cut.today)
        assert volume[row] == contact_volume(tie, cut.today)


def entries_before(trace: Any, cut: Any, row: int) -> list[Entry]:
    """Return a tie's days before the cut as entries, put together the slow way."""
    mine = (trace.ego == cut.ego[row]) & (trace.alter == cut.alter[row]) & (trace.at < cut.at)
    by_day: dict[int, list[bool]] = {}
    for at, out in zip(trace.at[mine], trace.out[mine], strict=True):
        by_day.setdefault(int(at) // 86400, []).append(bool(out))
    first = cut.today.toordinal() - cut.now
    return [
        Entry(
            id=day,
            on=type(cut.today).fromordinal(first + day),
            n=len(sides),
            initiator="me" if sides[0] else "them",
            two_way=len(set(sides)) == 2,
        )
        for day, sides in by_day.items()
    ]


def test_the_family_of_warmth_holds_the_products_own() -> None:
    cut = cuts.cut(invented(), 0.8)
    assert np.allclose(candidates.Weights()(cut), methods.warmth(cut), rtol=0, atol=1e-12)


def test_what_comes_after_the_cut_never_changes_a_score() -> None:
    trace = invented()
    cut = cuts.cut(trace, 0.65)
    past = int((trace.at < cut.at).sum()) // 2
    sender, receiver, at = trace.ego[::2].copy(), trace.alter[::2].copy(), trace.at[::2].copy()
    sender[past:], receiver[past:] = 0, 1
    other = cuts.cut(both_sides(at, sender, receiver), 0.65)
    assert (cut.met(14) != other.met(14)).any()
    rankings = [*methods.PLAIN.values(), learned.bg_nbd, learned.features]
    rankings += [method for family in methods.FAMILIES for method in family.values()]
    for ranking in rankings:
        assert np.array_equal(ranking(cut), ranking(other))


def test_whom_one_is_in_touch_with_is_looked_up_after_the_cut_alone() -> None:
    trace = invented()
    cut = cuts.cut(trace, 0.8)
    after = (trace.at >= cut.at) & (trace.at < cut.at + 14 * 86400)
    pairs = set(zip(trace.ego[after].tolist(), trace.alter[after].tolist(), strict=True))
    ties = zip(cut.ego.tolist(), cut.alter.tolist(), strict=True)
    assert cut.met(14).tolist() == [tie in pairs for tie in ties]


def test_people_stay_in_the_half_that_their_id_says() -> None:
    test, development = "test", "development"
    first = [person for person in range(8) if traces.half_of(person) == development]
    assert first == [3, 4]
    trace = invented()
    one, two = (cuts.cut(trace, 0.65, half) for half in (development, test))
    assert not set(one.ego.tolist()) & set(two.ego.tolist())
    assert {traces.half_of(int(person)) for person in two.ego} == {test}


def test_who_has_too_few_contacts_is_not_ranked() -> None:
    trace = invented()
    cut = cuts.cut(trace, 0.65)
    for person, ties in cut.people:
        assert ties.stop - ties.start >= 8
        assert cut.d[ties].sum() >= 20
        assert (cut.ego[ties] == person).all()


def test_a_method_does_not_differ_from_itself() -> None:
    trace = invented()
    scores = evaluate.score(methods.count, {"invented": [cuts.cut(trace, 0.65)]}).auc
    bootstrap = evaluate.Bootstrap({"invented": len(scores["invented"])}, draws=50)
    difference = bootstrap.differences(scores, scores)[evaluate.MACRO]
    assert (difference.mean, difference.low, difference.high) == (0, 0, 0)
    level = bootstrap.figures(scores)[evaluate.MACRO]
    assert level.low <= level.mean <= level.high


def test_lists_catch_no_more_than_there_is() -> None:
    lists = due_and_prune.due_lists({"invented": [cuts.cut(invented(), 0.65)]})
    for by_trace in (*lists.value.values(), *lists.ties.values()):
        shares = by_trace["invented"]
        assert ((shares >= 0) & (shares <= 1 + 1e-9) | np.isnan(shares)).all()


def test_a_chance_that_holds_has_no_error() -> None:
    met = np.tile([True, False, False, False], 100)
    assert due_and_prune.binned(np.full(400, 0.25), met).error == pytest.approx(0)
    assert due_and_prune.binned(np.full(400, 0.75), met).error == pytest.approx(0.5)


def test_without_a_folder_it_says_what_to_name(
    capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    monkeypatch.delenv(command.VARIABLE, raising=False)
    assert command.main([]) == 2
    assert capsys.readouterr().err == (
        "benchmarks.ties: name the folder of traces, or set NETLEDGER_TRACES\n"
    )
    assert command.main([str(tmp_path)]) == 2
    assert "holds no trace" in capsys.readouterr().err
    assert command.main([str(tmp_path / "gone")]) == 2
    assert "is not a folder" in capsys.readouterr().err


def test_it_runs_from_files_to_tables(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    write(invented(), tmp_path)
    assert command.main([str(tmp_path), "--quick", "--markdown"]) == 0
    shown = capsys.readouterr().out
    for name in (methods.WARMTH, "BG/NBD", "gradient boosting", "dormant", "Chance of contact"):
        assert name in shown
