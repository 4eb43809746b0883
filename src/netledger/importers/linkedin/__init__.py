"""LinkedIn's data export: the zip, its folder, or one of its files under any name."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path
from typing import Final

from netledger.domain.model import Side
from netledger.domain.names import mailbox_key
from netledger.errors import NetledgerError
from netledger.importers.archive import File, UnreadableError, left_out, opened, plain_name
from netledger.importers.drafts import Asked, Covered, Draft, Importer, Owner
from netledger.importers.linkedin.connections import CONNECTIONS, links, people
from netledger.importers.linkedin.messages import MESSAGES, Survey, exchanges, survey
from netledger.importers.linkedin.owner import Evidence, owner_slugs
from netledger.importers.linkedin.tokens import (
    ENDORSEMENTS_GIVEN,
    ENDORSEMENTS_RECEIVED,
    INVITATIONS,
    RECOMMENDATIONS,
    endorsements,
    invitations,
    recommendations,
    take_in_invitations,
)
from netledger.importers.tabular import Shape, Table, columns_seen, find_table

# In the order in which they are read.
_FILES: Final = {
    "connections.csv": CONNECTIONS,
    "messages.csv": MESSAGES,
    "invitations.csv": INVITATIONS,
    "endorsement_received_info.csv": ENDORSEMENTS_RECEIVED,
    "endorsement_given_info.csv": ENDORSEMENTS_GIVEN,
    "recommendations_received.csv": RECOMMENDATIONS,
    "recommendations_given.csv": RECOMMENDATIONS,
}
# A recommendation has a first and a last name too, so connections come last.
_SHAPES: Final = (
    MESSAGES, INVITATIONS, ENDORSEMENTS_RECEIVED, ENDORSEMENTS_GIVEN, RECOMMENDATIONS, CONNECTIONS,
)  # fmt: skip


class _LinkedIn:
    name = "linkedin"

    def identify(self, path: Path) -> bool:
        """Say whether `path` is an export, or a file with one of its headers."""
        try:
            with opened(path, _FILES) as source:
                if not source.single:
                    return bool(source.files)
                return is_linkedin(source.files[0])
        except (NetledgerError, OSError):
            return False

    def extract(self, path: Path, asked: Asked) -> Iterator[Draft]:
        """Yield the people, messages and gestures in the export."""
        owner, known_urls = asked.owner, asked.known_urls
        with opened(path, _FILES) as source:
            if source.single:
                yield from _drafts([_single_table(source.files[0])], owner, known_urls)
                return
            if not source.files:
                raise NetledgerError(
                    f"{path.name or path} holds none of LinkedIn's files.",
                    "It should hold Connections.csv or messages.csv, at the top or in one folder.",
                )
            tables: list[Table] = []
            damaged: NetledgerError | None = None
            order = list(_FILES)
            for file in sorted(source.files, key=lambda file: order.index(plain_name(file.name))):
                shape = _FILES[plain_name(file.name)]
                try:
                    table = find_table(file, (shape,))
                    problem = None if table else _unknown_header(file, (shape,))
                except NetledgerError as error:
                    table, problem = None, error
                if table:
                    tables.append(table)
                elif problem:
                    damaged = problem if isinstance(problem, UnreadableError) else damaged
                    yield left_out(file.name, problem)
            if not tables and damaged:
                raise damaged
            if not tables:
                raise _unknown_header(source.files[0], (CONNECTIONS, MESSAGES))
            yield from _drafts(tables, owner, known_urls)


LINKEDIN: Final[Importer] = _LinkedIn()


def is_linkedin(file: File) -> bool:
    """Say whether a single file has one of LinkedIn's headers.

    First and last name alone say it of a file that LinkedIn's name was left to.
    """
    table = find_table(file, _SHAPES)
    if table is None or table.shape is not CONNECTIONS:
        return table is not None
    return "connected_on" in table.columns or plain_name(file.name) == "connections.csv"


def _single_table(file: File) -> Table:
    table = find_table(file, _SHAPES)
    if table is None:
        raise _unknown_header(file, (CONNECTIONS, MESSAGES))
    if table.shape is RECOMMENDATIONS and _side(file) is None:
        raise NetledgerError(
            f"{file.name} does not say whether these recommendations were given or received.",
            "Give it its old name back: Recommendations_Given.csv or Recommendations_Received.csv",
        )
    return table


def _side(file: File) -> Side | None:
    """Return whose the recommendations in a file are, which only its name says."""
    name = plain_name(file.name)
    given, received = "given" in name, "received" in name
    if given == received:
        return None
    return "me" if given else "them"


def _unknown_header(file: File, shapes: tuple[Shape, ...]) -> NetledgerError:
    found = ", ".join(columns_seen(file)) or "none: it is empty"
    needed = "; or ".join(f"{shape.wants} for {shape.kind}" for shape in shapes)
    return NetledgerError(
        f"The columns of {file.name} are not known. Found: {found}. Needed: {needed}.",
        "If it is not LinkedIn's, name its format: netledger import csv PATH",
    )


def _drafts(tables: list[Table], owner: Owner, known_urls: frozenset[str]) -> Iterator[Draft]:
    """Find out who the user is, then yield what each table holds.

    Of several tables one that turns out to be damaged is left out.
    """
    evidence = Evidence()
    others = known_urls
    seen: dict[str, Survey] = {}
    whole: list[Table] = []
    for table in tables:
        try:
            others |= _looked_through(table, evidence, seen)
        except NetledgerError as error:
            if len(tables) == 1:
                raise
            yield left_out(table.file.name, error)
        else:
            whole.append(table)
    me, remark = owner_slugs(owner, evidence, others)
    if remark:
        yield remark
    for table in whole:
        try:
            if table.shape is MESSAGES:
                yield Covered("messages")
                yield from exchanges(table, seen[table.shape.kind], me, evidence, owner.names)
            else:
                yield from _people_or_signs(table, me, owner)
        except NetledgerError as error:
            if len(tables) == 1:
                raise
            yield left_out(table.file.name, error)


def _looked_through(table: Table, evidence: Evidence, seen: dict[str, Survey]) -> frozenset[str]:
    """Gather what a table shows of who the user is; return the slugs of those who are not."""
    if table.shape is CONNECTIONS:
        return links(table)
    if table.shape is MESSAGES:
        seen[table.shape.kind] = survey(table, evidence)
    elif table.shape is INVITATIONS:
        take_in_invitations(table, evidence)
    return frozenset()


def _people_or_signs(table: Table, me: frozenset[str], owner: Owner) -> Iterator[Draft]:
    shape = table.shape
    if shape is CONNECTIONS:
        yield from people(table, me, frozenset(map(mailbox_key, owner.emails)))
    elif shape is INVITATIONS:
        yield from invitations(table, me)
    elif shape is ENDORSEMENTS_RECEIVED:
        yield from endorsements(table, "them", me)
    elif shape is ENDORSEMENTS_GIVEN:
        yield from endorsements(table, "me", me)
    else:
        yield from recommendations(table, _side(table.file) or "them")
