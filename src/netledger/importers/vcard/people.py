"""What a card says of a person."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from typing import Final
from urllib.parse import unquote

from netledger.domain.names import fold, one_line, visible
from netledger.importers.cards import Card, each_once, labelled
from netledger.importers.cards import person as of_card
from netledger.importers.content_lines import Line, split, unescaped
from netledger.importers.drafts import Draft, Notice, Owner, Person
from netledger.importers.vcard import own
from netledger.importers.vcard.blocks import Block
from netledger.importers.vcard.days import Days, day

WANTED: Final = own.WANTED | {
    "FN", "N", "NICKNAME", "ORG", "TITLE", "ROLE", "ADR", "EMAIL", "TEL", "URL", "NOTE", "BDAY",
    "DEATHDATE", "UID", "CATEGORIES", "KIND", "X-ADDRESSBOOKSERVER-KIND", "X-SOCIALPROFILE",
    "SOCIALPROFILE", "X-ABSHOWAS", "X-ABLABEL", "X-ABDATE", "X-ABRELATEDNAMES", "RELATED",
    "ANNIVERSARY", "X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY", "X-ANDROID-CUSTOM",
}  # fmt: skip
# Groups that address books make by themselves.
_SYSTEM_TAG: Final = re.compile(r"(?i)\* .*|my ?contacts|starred|imported on .*")


def person(block: Block, owner: Owner) -> Iterator[Draft]:
    """Yield the person on a card, after a word on whatever is left out.

    A card of nobody (a group, a firm, a bare number) is a Notice; the user's own is nothing.
    """
    for line in block.all("KIND", "X-ADDRESSBOOKSERVER-KIND"):
        kind = one_line(line.value).casefold()
        if kind not in ("", "individual"):
            yield Notice(block.record, f"a card of the kind {kind[:40]!r}, no person")
            return
    days = Days(block)
    card = _card(block, days)
    for draft in of_card(card, owner):
        if not isinstance(draft, Person):
            yield draft
            continue
        died = days.first("DEATHDATE", "day of death")
        uid = block.text("UID")
        key = f"vcard:{re.sub('(?i)^urn:uuid:', '', uid)}" if uid else None
        whole = own.completed(replace(draft, key=key, died=died), block, days)
        yield from days.notices
        yield whole


def _card(block: Block, days: Days) -> Card:
    return Card(
        record=block.record,
        name=_name(block),
        emails=each_once(map(_email, block.texts("EMAIL"))),
        # Those of our own are taken as they are later: whoever is a contact here is a person.
        phones=() if own.is_ours(block) else tuple(map(_phone, block.texts("TEL"))),
        urls=(*block.texts("URL"), *_profiles(block)),
        aliases=(*_listed(block, "NICKNAME"), *_android_nicknames(block)),
        tags=tuple(t for t in _listed(block, "CATEGORIES") if not _SYSTEM_TAG.fullmatch(t)),
        org=_org(block),
        role=block.text("TITLE") or block.text("ROLE"),
        location=_location(block),
        birthday=days.first("BDAY", "birthday", yearless=True),
        note="\n".join(unescaped(line.value) for line in block.all("NOTE")),
        extra=tuple(_remembered(block)),
    )


# Who it is


def _name(block: Block) -> str:
    """Return the name: as shown, else from its parts, else a nickname; "" for a firm or none."""
    parts = _from_parts(block)
    shown = (*block.texts("FN"), parts, *_listed(block, "NICKNAME"), *_android_nicknames(block))
    name = next((name for name in shown if visible(name)), "")
    if block.lines.get("N") and not parts:
        # The parts of a name are there and empty: what is shown may be the firm's.
        as_firm = (block.text("X-ABSHOWAS") or "").casefold() == "company"
        if as_firm or fold(name) == fold(_org(block) or ""):
            return ""
    return name


def _from_parts(block: Block) -> str:
    for line in block.all("N"):
        family, given, additional, *_ = [*split(line.value, ";"), "", ""]
        name = one_line(f"{given} {additional.replace(',', ' ')} {family}")
        if visible(name):
            return name
    return ""


# What there are several of


def _listed(block: Block, name: str) -> Iterator[str]:
    for line in block.all(name):
        yield from map(one_line, split(line.value, ","))


def _email(text: str) -> str:
    return re.sub("(?i)^mailto:", "", text)


def _phone(text: str) -> str:
    """Return a number without the dress of a link; an extension stays."""
    if not text.casefold().startswith("tel:"):
        return text
    number, *rest = unquote(text[4:]).split(";")
    extension = next((part[4:] for part in rest if part.casefold().startswith("ext=")), "")
    return f"{number} x{extension}" if extension else number


def _profiles(block: Block) -> Iterator[str]:
    for name in ("X-SOCIALPROFILE", "SOCIALPROFILE"):
        for text in block.texts(name):
            # Apple also writes x-apple:name, which leads nowhere.
            if text.casefold().startswith(("http://", "https://")):
                yield text


def _android_nicknames(block: Block) -> Iterator[str]:
    for line in block.all("X-ANDROID-CUSTOM"):
        kind, nickname, *_ = [*split(line.value, ";"), ""]
        if kind.endswith("/nickname"):
            yield one_line(nickname)


# What there is one of


def _org(block: Block) -> str | None:
    """Return the firm; the departments that follow it are left out."""
    parts = (one_line(part) for line in block.all("ORG") for part in split(line.value, ";"))
    return next((part for part in parts if part), None)


def _location(block: Block) -> str | None:
    """Return city and country; the region stands in for a city that is not given."""
    for line in block.all("ADR"):
        parts = [one_line(part) for part in split(line.value, ";")] + [""] * 7
        city, region, country = parts[3], parts[4], parts[6]
        if place := ", ".join(part for part in (city or region, country) if part):
            return place
    return None


def _remembered(block: Block) -> Iterator[str]:
    """Yield as lines of a note what there is no field for: labels, anniversaries, relatives."""
    labels = {line.group: text for line in block.all("X-ABLABEL") if (text := _said(line))}
    for name, plain in (("TEL", _phone), ("EMAIL", _email)):
        for line in block.all(name):
            if line.group and (said := plain(_said(line))):
                yield from labelled(labels.get(line.group, ""), said)
    for line in block.all("X-ABDATE"):
        yield from _labelled(labels.get(line.group, "Date"), day(line) or _said(line))
    for line in block.all("ANNIVERSARY", "X-ANNIVERSARY", "X-EVOLUTION-ANNIVERSARY"):
        yield from _labelled("Anniversary", day(line) or _said(line))
    for line in block.all("X-ABRELATEDNAMES"):
        yield from _labelled(labels.get(line.group, "Related"), _said(line))
    for line in block.all("RELATED"):
        if ":" not in line.value:  # else it points to another card
            yield from _labelled(line.parameter("TYPE").capitalize() or "Related", _said(line))


def _labelled(label: str, said: str) -> Iterator[str]:
    if said:
        plain = label.removeprefix("_$!<").removesuffix(">!$_")
        yield f"{plain}: {said}"


def _said(line: Line) -> str:
    return one_line(unescaped(line.value))
