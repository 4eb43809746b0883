"""who, match: whom to turn to, and whom to bring together."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Annotated, Final

from netledger.cli import session
from netledger.domain import matching, turning
from netledger.domain.model import Head, Kind, Stated
from netledger.domain.names import one_line
from netledger.domain.stems import subject
from netledger.errors import UsageError
from netledger.ledger import cards, introductions, matches, needs, read
from netledger.ledger.connection import Ledger
from netledger.render import asking as render
from netledger.render import matches as matched

if TYPE_CHECKING:
    import typer

    from netledger.cli import options

_SHOWN: Final = 10  # answers, unless --limit says otherwise
_ROOM: Final = 300  # contacts whose support is looked at: beyond, none could come among the first
_WORDS: Final = 40  # words of a need that are looked for
_LEAD: Final = 2  # people somebody brought, from which it is worth asking them for more
_KINDS: Final[Mapping[str, Kind]] = {
    "i": "instrumental", "instrumental": "instrumental",
    "p": "psychosocial", "psychosocial": "psychosocial",
}  # fmt: skip


def who_(
    need: Annotated[
        list[str] | None,
        typer.Argument(
            metavar="NEED...",
            help="What you need, as you would say it. May be left out with --support.",
            show_default=False,
        ),
    ] = None,
    support: Annotated[
        str | None,
        typer.Option(
            "--support",
            metavar="i|p",
            help="Who has given you this kind: i advice and help, p listening.",
            autocompletion=lambda: ["i", "p"],
            show_default=False,
        ),
    ] = None,
    limit: Annotated[
        int | None, options.number("--limit", "-n", help="At most so many (10).", low=0)
    ] = None,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
) -> None:
    """Whom to turn to with a need, why, and how to open.

    Example: netledger who "a boss who micromanages" --support p
    """
    asked = one_line(" ".join(need or ()))
    if not asked and support is None:
        raise UsageError("Say what you need.", 'Example: netledger who "hiring an engineer"')
    kind = None if support is None else _KINDS.get(support.strip().casefold())
    if support is not None and kind is None:
        raise UsageError(
            f'There is no support "{support}".',
            "One of: i (advice, help), p (listening).",
        )
    with session.opened(as_of) as ledger:
        found = _asked(ledger, asked, kind, _SHOWN if limit is None else limit)
        session.answer(as_json, lambda: render.document(found), lambda: render.page(found))


def _asked(ledger: Ledger, asked: str, kind: Kind | None, limit: int) -> render.Asked:
    conn, today = ledger.conn, ledger.today
    heads = {head.id: head for head in read.everyone(conn, today)}
    sought = subject(asked)[:_WORDS]
    fits = turning.fits(sought, needs.passages(conn, sought, today)) if sought else {}
    chosen = turning.shortlist(heads.values(), fits, kind, today, _ROOM)
    carried = needs.carried(conn, [head.id for head in chosen], today)
    answers = turning.rank(chosen, fits, carried, kind, today)
    good = any(one.near and one.well for one in answers)
    fitting = any(one.passages for one in answers)
    if kind is not None and (kind == "psychosocial" or not fitting):
        good = any(one.carried.got.get(kind) for one in answers)
    shown = answers[:limit]
    ways = {} if good else _ways(ledger, [one.head.id for one in shown if not one.near], heads)
    lead = None if good or shown else needs.brought(conn)
    return render.Asked(
        need=asked,
        kind=kind,
        today=today,
        vague=bool(asked) and not sought,
        fitting=fitting,
        rows=[
            render.Row(
                answer=one,
                exchanged=needs.exchanged(conn, one.head.id, kind or "psychosocial", today),
                last_note=cards.last_note(conn, one.head.id, one.head.tie.last),
                seeks=cards.stated(conn, one.head.id, "seeks"),
                promises=cards.promises(conn, one.head.id, until=today),
                through=read.name_of(conn, one.head.through),
                met_where=needs.met_where(conn, one.head.id),
                way=ways.get(one.head.id, ()),
            )
            for one in shown
        ],
        total=len(answers),
        good=good,
        lead=(heads[lead[0]], lead[1]) if lead and lead[1] >= _LEAD else None,
        contacts=len(heads),
    )


def _ways(
    ledger: Ledger, strangers: Sequence[int], heads: Mapping[int, Head]
) -> dict[int, tuple[Head, ...]]:
    """Return through whom each of these could be met, the nearest to you first."""
    today = ledger.today
    warm = {
        head.id: turning.warmth(head, today)
        for head in heads.values()
        if turning.near(head, today) and not (head.archived or head.died)
    }

    def known_by(contacts: Collection[int]) -> Mapping[int, Sequence[int]]:
        return needs.known_by(ledger.conn, contacts, today)

    found = turning.ways(strangers, known_by, warm)
    return {one: tuple(heads[id] for id in way) for one, way in found.items()}


def match_(
    limit: options.Limit = None,
    as_of: options.AsOf = None,
    as_json: options.Json = False,
) -> None:
    """Introductions worth making: what one seeks, another offers, is or does.

    Example: netledger match --limit 5
    """
    with session.opened(as_of) as ledger:
        conn, today = ledger.conn, ledger.today
        offers = (one_line(part) for part in session.settings().me_offers.split(","))
        you = matching.Person(
            None, matched.YOU, offers=tuple(Stated(text, None) for text in offers if text)
        )
        people = [*matches.people(conn, today), you]
        pairs = matching.pairs(people, matches.acquainted(conn, today), today)
        tried = introductions.whiffed(conn, today)
        session.answer(
            as_json,
            lambda: matched.document(pairs[:limit], tried),
            lambda: matched.page(pairs[:limit], len(pairs), today, people, tried),
        )
