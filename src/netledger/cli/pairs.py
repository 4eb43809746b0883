"""duplicates: contacts that may be one person, and the walk through them."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Annotated, Any

from netledger.cli import session
from netledger.domain.duplicates import Proposal
from netledger.errors import UsageError
from netledger.ledger import cards, changes, duplicates, find, read
from netledger.ledger.connection import Ledger
from netledger.render import duplicates as render
from netledger.render.page import Page
from netledger.render.words import count

if TYPE_CHECKING:
    import typer

    from netledger.cli import options

_KEYS = (("s", "same"), ("d", "different"), ("l", "later"), ("b", "back"), ("q", "quit"))
_BACK = "bu\x7f\x08"
_QUIT = "q\x1b\x04"


def duplicates_(
    limit: options.Limit = None,
    different: Annotated[
        tuple[str, str] | None,
        typer.Option(
            "--different",
            metavar="A B",
            help="Say that two contacts are two people.",
            show_default=False,
        ),
    ] = None,
    as_json: options.Json = False,
    yes: Annotated[
        bool, typer.Option("--yes", "-y", help="Ask nothing: list them, on a terminal too.")
    ] = False,
) -> None:
    """Which contacts may be one person, and why. On a terminal walks through them.

    Example: netledger duplicates --limit 20
    """
    with session.opened() as ledger:
        if different:
            _keep_apart(ledger, different, as_json)
            return
        found = _found(ledger, limit)
        if found.pairs and not (as_json or yes) and session.interactive():
            _walk(ledger, found)
            return
        session.answer(as_json, lambda: render.document(found), lambda: render.page(found))


def _found(ledger: Ledger, limit: int | None) -> render.Found:
    with session.working("Comparing"):
        pairs = duplicates.proposals(ledger.conn)
    shown = pairs if limit is None else pairs[:limit]
    wanted = {id for one in shown for id in (one.a, one.b)}
    return render.Found(shown, read.names(ledger.conn, wanted), len(pairs))


def _keep_apart(ledger: Ledger, pair: tuple[str, str], as_json: bool) -> None:
    one, other = (find.one(ledger.conn, who) for who in pair)
    if one.id == other.id:
        raise UsageError(f"Both name {one.name} ({one.id}).", "Name the other by its id.")
    with ledger.step(_apart(one.name, one.id, other.name, other.id)):
        duplicates.are_two(ledger.conn, one.id, other.id)

    def page() -> Page:
        page = Page()
        page.line(
            (one.name, "strong"), f" ({one.id}) and ",
            (other.name, "strong"), f" ({other.id}) stay two people.",
        )  # fmt: skip
        return page

    def document() -> Any:
        return {"a": {"id": one.id, "name": one.name}, "b": {"id": other.id, "name": other.name}}

    session.answer(as_json, document, page)


def _apart(one: str, a: int, other: str, b: int) -> str:
    return f"{one} ({a}) and {other} ({b}) are two people"


@dataclass(slots=True)
class _Walk:
    """A walk under way: what was answered so far, and who became part of whom."""

    ledger: Ledger
    pairs: list[Proposal]
    at: int = 0
    first_step: int | None = None
    answers: list[str] = field(default_factory=list)
    steps: list[int | None] = field(default_factory=list)
    into: dict[int, int] = field(default_factory=dict)

    def pair(self) -> tuple[int, int] | None:
        """Return the two who are left of the pair that is up, the one that stays first."""
        one, other = (self._left_of(id) for id in self.pairs[self.at][:2])
        if one == other or duplicates.known_to_be_two(self.ledger.conn, one, other):
            return None
        conn, today = self.ledger.conn, self.ledger.today
        mine, theirs = (read.head(conn, id, today).tie.n for id in (one, other))
        return (other, one) if theirs > mine else (one, other)

    def _left_of(self, id: int) -> int:
        while id in self.into:
            id = self.into[id]
        return id

    def answer(self, key: str, keep: int, other: int) -> None:
        """Save an answer as a step of its own, and go on."""
        from netledger.ledger.merge import merge

        conn, step_id = self.ledger.conn, None
        named = read.names(conn, {keep, other})
        kept, gone = named[keep], named[other]
        what = {
            "s": f"merge {gone} ({other}) into {kept} ({keep})",
            "d": _apart(kept, keep, gone, other),
        }
        if key in what:
            with self.ledger.step(what[key]) as step:
                if key == "s":
                    merge(conn, keep, other)
                    self.into[other] = keep
                else:
                    duplicates.are_two(conn, keep, other)
                self.first_step = changes.join_walk(conn, step.id, self.first_step)
            step_id = step.id if step.kept else None
        self.steps.append(step_id)
        self.answers.append(key)
        self.at += 1

    def back(self) -> None:
        """Go back to the last pair, and take back what was answered there."""
        while self.answers:
            step, key = self.steps.pop(), self.answers.pop()
            self.at -= 1
            if step is not None:
                changes.undo(self.ledger, only=step)
            if key == "s":
                self.into.popitem()
            if key != "-":
                return

    def skip(self) -> None:
        """Pass over a pair that an earlier answer has settled."""
        self.steps.append(None)
        self.answers.append("-")
        self.at += 1


def _walk(ledger: Ledger, found: render.Found) -> None:
    walk = _Walk(ledger, list(found.pairs))
    key = ""
    try:
        while walk.at < len(walk.pairs) and not (key and key in _QUIT):
            pair = walk.pair()
            if pair is None:
                walk.skip()
                continue
            _show(walk, pair)
            key = _pressed()
            if key in ("s", "d", "l"):
                walk.answer(key, *pair)
            elif key and key in _BACK:
                walk.back()
    finally:
        # Whoever breaks off is told what was kept, too.
        _summing_up(walk).show()


def _pressed() -> str:
    """Wait for a key that means something here."""
    known = {key for key, _ in _KEYS} | set(_BACK) | set(_QUIT)
    while True:
        key = session.pressed() or "q"
        if key in known:
            return key


def _show(walk: _Walk, pair: tuple[int, int]) -> None:
    page = Page()
    page.line()
    cards_ = [cards.card(walk.ledger.conn, id, walk.ledger.today) for id in pair]
    render.side_by_side(page, cards_[0], cards_[1], walk.pairs[walk.at].why)
    keys: list[tuple[str, str]] = []
    for key, meaning in _KEYS:
        keys += [(key, "accent"), (f" {meaning}   ", "dim")]
    page.line(*keys, (f"{walk.at + 1:,} of {len(walk.pairs):,}", "dim"), indent=2)
    page.show()


def _summing_up(walk: _Walk) -> Page:
    page = Page()
    same, two = (walk.answers.count(key) for key in "sd")
    page.line()
    page.line(
        f"Joined {count(same, 'pair')}, kept {two} apart;"
        f" {len(walk.pairs) - same - two:,} left for another day."
    )
    if same or two:
        page.line(
            ("`netledger undo` takes back the last answer, `undo --walk` all of them.", "dim")
        )
    return page
