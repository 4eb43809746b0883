"""intro: introducing people to each other, and having oneself introduced."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated, Final

from netledger.cli import session
from netledger.domain import handoff, names, told
from netledger.domain.handoff import Draft, Me
from netledger.domain.introductions import Introduction, State
from netledger.domain.told import Side
from netledger.errors import NetledgerError, UsageError
from netledger.ledger import cards, find, paths, read
from netledger.ledger import introductions as book
from netledger.ledger.connection import Ledger
from netledger.render import handoffs as render
from netledger.render import safe

if TYPE_CHECKING:
    import typer

    from netledger.cli import options

_ME: Final = "me"


def intro_(
    a: Annotated[
        str,
        typer.Argument(
            metavar="A", help="Whom you introduce; me for yourself.",
            autocompletion=options.complete_who, show_default=False,
        ),
    ],
    b: Annotated[
        str,
        typer.Argument(
            metavar="B", help="To whom.", autocompletion=options.complete_who, show_default=False
        ),
    ],
    why: Annotated[
        str | None, options.text("--why", "What brings the two together; with me, what you ask.")
    ] = None,
    via: Annotated[
        str | None,
        typer.Option(
            "--via", metavar="WHO", help="With me: who introduces you.",
            autocompletion=options.complete_who, show_default=False,
        ),
    ] = None,
    ask: Annotated[bool, typer.Option("--ask", help="Ask for leave first.")] = False,
    mailto: Annotated[bool, typer.Option("--mailto", help="Answer with links for mail.")] = False,
    markdown: Annotated[bool, typer.Option("--markdown", help="Answer in Markdown.")] = False,
    as_json: options.Json = False,
    yes: options.Yes = False,
) -> None:  # fmt: skip
    """Write an introduction that says who each is and what each can do for the other.

    On a terminal it opens in $EDITOR first; --yes keeps it as it is. The text goes to stdout, what
    to ask before you send it to stderr.

    Example: netledger intro ada "Jon Pike" --why "both build boats"
    """
    if mailto and markdown:
        raise UsageError("--mailto and --markdown are two forms of the answer.", "Give one.")
    why = (told.clean(why) or None) if why else None
    with session.opened() as ledger:
        pair, people = _introduced(ledger, a, b, via)
        held = book.under_way(ledger.conn, *pair)
        state = _next_state(held, pair, ask)
        _refuse_going_back(held, ask)
        draft = _drafted(pair, people, why or (held.why if held else None), ask)
        if session.interactive() and not (yes or as_json):
            draft = _edited(draft)
        kept = _keep(ledger, pair, state, why, render.whole(draft.letters))
        past = _past(ledger, people, pair[0] is None)
        written = render.Written(kept, draft, people, past, mailto, markdown)
        _answer(written, as_json)


def _answer(written: render.Written, as_json: bool) -> None:
    """Print what is to be sent on stdout, and what is said beside it on stderr."""
    if written.with_links and not as_json:
        # Not through a page: on a terminal it would break a link at the edge of the screen.
        sys.stdout.write("".join(f"{safe.line(link)}\n" for link in written.links))
    else:
        session.answer(
            as_json,
            lambda: render.written_document(written),
            lambda: render.written_page(written),
        )
    if not as_json:
        session.say("\n" + "\n".join(render.notes(written)))


_Pair = tuple[int | None, int, int | None]


def _introduced(ledger: Ledger, a: str, b: str, via: str | None) -> tuple[_Pair, tuple[Side, Side]]:
    """Return who is introduced to whom: ids as (a, b, via), and what may be told of the two."""
    myself = names.fold(a) == _ME
    if via is not None and not myself:
        raise UsageError(
            "--via says who introduces you.", "Example: netledger intro me bob --via ada"
        )
    if via is None and myself and not find.whole_words(ledger.conn, a):
        raise UsageError(
            "Who introduces you is not said.", "Example: netledger intro me bob --via ada"
        )
    for word in (b, via or ""):
        if names.fold(word) == _ME and not find.whole_words(ledger.conn, word):
            raise UsageError(
                "You are the one who is introduced: me comes first, and once.",
                "Example: netledger intro me bob --via ada",
            )
    one, other = (find.one(ledger.conn, who) for who in ((a, b) if via is None else (b, via)))
    if one.id == other.id and via is not None:
        raise UsageError(
            f"{one.name} ({one.id}) can't introduce you to themselves.",
            "Name with --via who knows them.",
        )
    if one.id == other.id:
        raise UsageError(f"{one.name} ({one.id}) can't be introduced to themselves.")
    pair = (one.id, other.id, None) if via is None else (None, one.id, other.id)
    return pair, (_side(ledger, one), _side(ledger, other))


def _past(ledger: Ledger, people: tuple[Side, Side], mine: bool) -> render.Past:
    """Return what the ledger has seen of these two; of `mine`, also of you and whom you seek."""
    one, other = people
    heads = [read.head(ledger.conn, who.id, ledger.today) for who in people]
    return render.Past(
        ended=book.ended(ledger.conn, one.id, other.id),
        together=paths.acquainted(ledger.conn, one.id, ledger.today).get(other.id),
        related=heads[0].through == other.id or heads[1].through == one.id,
        met_last=heads[0].tie.last if mine else None,
    )


def _drafted(pair: _Pair, people: tuple[Side, Side], why: str | None, ask: bool) -> Draft:
    one, other = people
    if pair[0] is None:
        return (handoff.willing if ask else handoff.forwardable)(one, other, why, _me())
    return (handoff.permission if ask else handoff.introduction)(one, other, why, _me())


def _me() -> Me:
    settings = session.settings()
    return Me(
        name=next(_several(settings.me_name), None),
        offers=tuple(filter(None, map(told.stated, _several(settings.me_offers)))),
        url=next(_several(settings.me_url), None),
        email=next(_several(settings.me_email), None),
    )


def _several(text: str) -> Iterator[str]:
    return map(told.clean, filter(str.strip, text.split(",")))


def _side(ledger: Ledger, hit: find.Hit) -> Side:
    """Return what may be told of a contact who is to be introduced: one alive and not cut."""
    if hit.archived:
        raise NetledgerError(
            f"{hit.name} ({hit.id}) was cut.", f"`netledger restore {hit.id}` brings them back."
        )
    contact = cards.card(ledger.conn, hit.id, ledger.today)
    if contact.head.died:
        raise NetledgerError(f"{hit.name} ({hit.id}) has died.")
    if told.nameless(contact.head.name):
        raise NetledgerError(
            f"Contact {hit.id} is known by an address alone, and a letter needs a name.",
            f"netledger edit {hit.id} --name NAME",
        )
    by = paths.introducer(ledger.conn, contact.head, ledger.today)
    return told.side(contact, by, ledger.today)


def _next_state(held: Introduction | None, pair: _Pair, ask: bool) -> State:
    """Return the state once this is written: who is to introduce you is asked, and may say no."""
    if ask or (pair[0] is None and (held is None or held.state == "asked")):
        return "asked"
    return "made"


def _refuse_going_back(held: Introduction | None, ask: bool) -> None:
    if held and ask and held.state != "asked":
        done = "they agreed" if held.state == "agreed" else "it was made"
        raise NetledgerError(
            f"Hand-off {held.id} ({render.pair(held)}) is past asking: {done}.",
            f"`netledger intros --outcome {held.id} landed` says how it went.",
        )


def _edited(draft: Draft) -> Draft:
    from netledger.cli.writing import in_editor

    letters = []
    for letter in draft.letters:
        body = names.many_lines(in_editor(letter.body + "\n", "letter.txt"))
        if not body:
            raise NetledgerError("The text was emptied: nothing was kept.")
        letters.append(letter._replace(body=body))
    return draft._replace(letters=tuple(letters))


def _keep(ledger: Ledger, pair: _Pair, state: State, why: str | None, text: str) -> Introduction:
    """Write the hand-off: a new one, or the next state of the one that is open."""
    with ledger.step("intro") as step:
        held = book.under_way(ledger.conn, *pair)
        if held is None:
            id = book.begin(ledger.conn, pair, state=state, why=why, text=text, on=ledger.today)
        else:
            id = held.id
            book.carry_on(ledger.conn, held, state=state, why=why, text=text, on=ledger.today)
        kept = book.one(ledger.conn, id)
        step.what = f"{in_words(kept)}: {state}"
    return kept


def in_words(one: Introduction) -> str:
    """Return a hand-off as the history tells it."""
    a = one.a.name if one.a.id is None else f"{one.a.name} ({one.a.id})"
    via = f" via {one.via.name} ({one.via.id})" if one.via else ""
    return f"intro {a} to {one.b.name} ({one.b.id}){via}"
