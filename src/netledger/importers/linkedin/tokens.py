"""Invitations, endorsements and recommendations: gestures on record, and whose they were."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Final, Literal

from netledger.domain.model import Side
from netledger.domain.names import many_lines, one_line, profile_slug
from netledger.importers.drafts import Notice, Sign
from netledger.importers.linkedin.dates import day
from netledger.importers.linkedin.owner import Evidence
from netledger.importers.linkedin.people import full_name, link, name_from_slug
from netledger.importers.tabular import Row, Shape, Table

_Kind = Literal["invitation", "endorsement", "recommendation"]

INVITATIONS: Final = Shape(
    kind="invitations",
    names={
        "from": "from",
        "to": "to",
        "sent at": "on",
        "message": "text",
        "direction": "direction",
        "inviterprofileurl": "from_url",
        "inviteeprofileurl": "to_url",
    },
    needed=(("from",), ("to",), ("on",), ("direction",)),
    wants="From, To, Sent At, Direction",
)


def _endorsements(kind: str, who: str) -> Shape:
    return Shape(
        kind=kind,
        names={
            "endorsement date": "on",
            "skill name": "text",
            f"{who} first name": "first",
            f"{who} last name": "last",
            f"{who} public url": "url",
        },
        needed=(("on",), ("text",), ("url",)),
        wants=f"Endorsement Date, Skill Name, {who.capitalize()} Public Url",
    )


ENDORSEMENTS_RECEIVED: Final = _endorsements("endorsements received", "endorser")
ENDORSEMENTS_GIVEN: Final = _endorsements("endorsements given", "endorsee")

RECOMMENDATIONS: Final = Shape(
    kind="recommendations",
    names={"first name": "first", "last name": "last", "text": "text", "creation date": "on"},
    needed=(("first",), ("last",), ("text",), ("on",)),
    wants="First Name, Last Name, Text, Creation Date",
)


def take_in_invitations(table: Table, evidence: Evidence) -> None:
    """Add to `evidence` what the invitations show: the user sent, or was sent, each of them."""
    for _, row in table.rows():
        side = _stated_side(row)
        if side is None:
            continue
        if slug := profile_slug(row.get("from_url" if side == "me" else "to_url", "")):
            evidence.stated[slug] += 1
        for name, url in ((row["from"], "from_url"), (row["to"], "to_url")):
            if (named := profile_slug(row.get(url, ""))) and name.strip():
                evidence.named(named, name)


def _stated_side(row: Row) -> Side | None:
    sides: dict[str, Side] = {"outgoing": "me", "incoming": "them"}
    return sides.get(row["direction"].strip().casefold())


def invitations(table: Table, me: frozenset[str]) -> Iterator[Sign | Notice]:
    """Yield the invitations that the user sent and got."""
    for line, row in table.rows():
        inviter = profile_slug(row.get("from_url", ""))
        invitee = profile_slug(row.get("to_url", ""))
        side = _stated_side(row)
        if (inviter in me) != (invitee in me):
            side = "me" if inviter in me else "them"
        if side is None:
            yield Notice(table.record(line), "it does not say who invited whom")
            continue
        name, slug = (row["to"], invitee) if side == "me" else (row["from"], inviter)
        if slug is None or slug not in me:
            url = row.get("to_url" if side == "me" else "from_url", "")
            yield from _sign(table.record(line), "invitation", side, row, name=name, url=url)
    yield from table.broken


def endorsements(table: Table, side: Side, me: frozenset[str]) -> Iterator[Sign | Notice]:
    """Yield the endorsements that the user gave or got."""
    for line, row in table.rows():
        if profile_slug(row["url"]) not in me:
            record, name = table.record(line), full_name(row)
            yield from _sign(record, "endorsement", side, row, name=name, url=row["url"])
    yield from table.broken


def recommendations(table: Table, side: Side) -> Iterator[Sign | Notice]:
    """Yield the recommendations that the user gave or got; they carry no link."""
    for line, row in table.rows():
        yield from _sign(table.record(line), "recommendation", side, row, name=full_name(row))
    yield from table.broken


def _sign(
    record: str, kind: _Kind, side: Side, row: Row, *, name: str, url: str = ""
) -> Iterator[Sign | Notice]:
    name, slug = one_line(name), profile_slug(url)
    if not name and not slug:
        yield Notice(record, "no name and no link: a closed account")
        return
    said = one_line(row.get("on", ""))
    on = day(said, month_first=True)
    if said and on is None:
        yield Notice(record, f"kept without a date: no day in {said[:40]!r}", skipped=False)
    yield Sign(
        record=record,
        kind=kind,
        with_name=name or name_from_slug(slug or ""),
        with_url=link(url) if slug else None,
        side=side,
        on=on,
        text=many_lines(row.get("text", "")) or None,
    )
