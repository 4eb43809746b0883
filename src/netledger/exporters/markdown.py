"""A page a person for a folder of notes, as Obsidian and its like read it.

What people wrote is data: it can't open a heading, a list, a link, a tag, a comment or HTML, nor
leave its value in the front matter. A page says nothing of today: written again, it is the same.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from itertools import chain, count
from typing import Final

from netledger.domain.model import Contact, Gesture, Interaction, Promise, Stated
from netledger.render import safe

_ENDING: Final = ".md"
_LONGEST_BYTES: Final = 150
# What a file may not be called on one system or another, and what would end or bend a link to it.
_NOT_IN_FILES: Final = re.compile(r'[\\/:*?"<>|#^\[\]%`$~_\ufffe\uffff]')
_RESERVED: Final = re.compile(r"(?i)(?:con|prn|aux|nul|(?:com|lpt)[0-9¹²³])")
_OF_MARKDOWN: Final = re.compile(r"[\\`*_\[\]{}#|~$=^%>]|:(?=[:/])|(?<=:):|(?<=www)\.")
_LIST_ITEM: Final = re.compile(r"(\d{0,9})[-+.)]")
_NOT_IN_YAML: Final = re.compile("[\ufeff\ufffe\uffff]")
_NOT_IN_TAGS: Final = re.compile(r"[^\w/-]+")
_PAGE: Final = re.compile(r"https?://[^\s<>\\`\"|\[\]{}^]+", re.ASCII)
_DEPTHS: Final = {1: "small talk", 2: "real talk", 3: "confided"}
_GESTURES: Final = {
    ("invitation", "them"): "they invited you",
    ("invitation", "me"): "you invited them",
    ("endorsement", "them"): "they endorsed you",
    ("endorsement", "me"): "you endorsed them",
    ("recommendation", "them"): "they recommended you",
    ("recommendation", "me"): "you recommended them",
}


# --- file names


def filename(contact: Contact, taken: Collection[str]) -> str:
    """Return the name of a contact's file, safe on Linux, macOS and Windows.

    `taken` holds what `same_file` gives for the names in the folder; where the name is among
    them, the contact's id is added. Never empty, never hidden, at most 160 bytes, no folder.
    """
    id, base = contact.head.id, _linkable(contact.head.name)
    if not base or _RESERVED.fullmatch(base.split(".")[0].strip()):
        base = f"Contact {id} {base}".rstrip()
    more = chain(("", f" ({id})"), (f" ({id}-{number})" for number in count(2)))
    names = (f"{_cut(base, suffix)}{suffix}{_ENDING}" for suffix in more)
    return next(name for name in names if same_file(name) not in taken)


def filenames(contacts: Iterable[Contact]) -> dict[int, str]:
    """Return the file of each contact by id; of several of one name the first has it plain."""
    found: dict[int, str] = {}
    taken: set[str] = set()
    for contact in contacts:
        found[contact.head.id] = filename(contact, taken)
        taken.add(same_file(found[contact.head.id]))
    return found


def same_file(name: str) -> str:
    """Return what two names share that some system takes for the same file."""
    return unicodedata.normalize("NFD", unicodedata.normalize("NFKD", name).casefold())


def _linkable(name: str) -> str:
    """Return a name without what can't stand in a file name or in a link to it."""
    name = _NOT_IN_FILES.sub(" ", safe.line(unicodedata.normalize("NFC", name)))
    return " ".join(name.split()).strip(". ")


def _cut(base: str, suffix: str) -> str:
    room = _LONGEST_BYTES - len(suffix.encode())
    return base.encode()[:room].decode("utf-8", "ignore").rstrip(". ")


# --- the page


def page(
    contact: Contact,
    entries: Sequence[Interaction],
    promises: Sequence[Promise],
    gestures: Sequence[Gesture] = (),
    *,
    tier: int | None = None,
    through: str | None = None,
    files: Mapping[int, str],
) -> str:
    """Return the page of a contact; `entries` come newest first, and stay so.

    `files` names the file of each contact by id, for links; `through` is who introduced them.
    """
    head = contact.head
    job = _whole_line(" · ".join(part for part in (head.role, head.org) if part))
    parts = [
        _front_matter(contact, tier, files),
        [f"# {_inline(head.name)}"],
        [job] if job else [],
        [f"- {label}: {value}" for label, value in _facts(contact, gestures, through, files)],
        _section("Note", _block(contact.note or "")),
        _section("Offers and seeks", [*_stated("offers", contact.offers),
                                      *_stated("seeks", contact.seeks)]),
        _section("Promises", [_promise(one) for one in promises]),
        _section("Entries", [line for one in entries for line in _entry(one, files)]),
    ]  # fmt: skip
    return "\n\n".join("\n".join(lines) for lines in parts if lines) + "\n"


def _section(title: str, lines: Sequence[str]) -> list[str]:
    return [f"## {title}", "", *lines] if lines else []


def _front_matter(contact: Contact, tier: int | None, files: Mapping[int, str]) -> list[str]:
    """Return the properties as YAML whose every value is JSON: nothing in it can end it."""
    head = contact.head
    plain = _stem(files, head.id) in (None, head.name)
    values = {
        "uid": head.uid,
        "aliases": [*(() if plain else (head.name,)), *contact.aliases],
        "tags": list(dict.fromkeys(filter(None, map(_tag, contact.tags)))),
        "org": head.org,
        "role": head.role,
        "birthday": contact.birthday,
        "emails": contact.emails,
        "phones": contact.phones,
        "urls": contact.urls,
        "tier": tier,
        "last": head.tie.last and head.tie.last.isoformat(),
    }
    return ["---", *(f"{name}: {_json(value)}" for name, value in values.items() if value), "---"]


def _json(value: str | int | Sequence[str]) -> str:
    if isinstance(value, int):
        return str(value)
    if not isinstance(value, str):
        return f"[{', '.join(map(_json, value))}]"
    quoted = json.dumps(safe.line(value), ensure_ascii=False)
    return _NOT_IN_YAML.sub(lambda found: f"\\u{ord(found[0]):04x}", quoted)


def _facts(
    contact: Contact, gestures: Sequence[Gesture], through: str | None, files: Mapping[int, str]
) -> Iterator[tuple[str, str]]:
    head = contact.head
    met = [str(head.met_on)] if head.met_on else []
    met += [_inline(contact.met_where)] if contact.met_where else []
    met += [f"through {_link(head.through, through, files)}"] if through else []
    stated = [f"circle {head.stated_tier}"] if head.stated_tier else []
    stated += [f"every {_days(head.cadence_days)}"] if head.cadence_days else []
    facts = (
        ("also", ", ".join(map(_inline, contact.aliases))),
        ("mail", ", ".join(map(_inline, contact.emails))),
        ("phone", ", ".join(map(_inline, contact.phones))),
        ("page", ", ".join(map(_address, contact.urls))),
        ("lives", _inline(contact.location or "")),
        ("birthday", _inline(contact.birthday or "")),
        ("died", str(head.died or "")),
        ("met", ", ".join(met)),
        ("connected", str(head.connected_on or "")),
        ("stated", ", ".join(stated)),
        ("family", "yes" if head.kin else ""),
        ("pinned", "yes" if head.pinned else ""),
        ("cut", "yes" if head.archived else ""),
        *(("on record", _gesture(one)) for one in gestures),
    )
    return ((label, value) for label, value in facts if value)


def _days(number: int) -> str:
    return "day" if number == 1 else f"{number} days"


def _gesture(one: Gesture) -> str:
    on = f", {one.on}" if one.on else ""
    return f"{_GESTURES[one.kind, one.side]}{on}" + (f": {_inline(one.text)}" if one.text else "")


def _stated(label: str, stated: Iterable[Stated]) -> list[str]:
    return [
        f"- {label} {_inline(one.text)}" + (f" (said {one.on})" if one.on else "") for one in stated
    ]


def _promise(one: Promise) -> str:
    whose = "you owe" if one.whose == "me" else "they owe"
    by = f", by {one.by}" if one.by else ""
    done = f", done {one.done_on}" if one.done_on else ""
    return f"- [{'x' if one.done_on else ' '}] {whose}: {_inline(one.text)}{by}{done}"


def _entry(one: Interaction, files: Mapping[int, str]) -> Iterator[str]:
    """Yield an entry as a list item, its note below."""
    parts = [str(one.on), f"{one.n} messages" if one.n > 1 else _inline(one.channel)]
    if one.minutes:
        parts.append(f"{one.minutes} min")
    if one.initiator or not one.two_way:
        began = "them" if one.initiator == "them" else "you"
        parts.append(f"begun by {began}" if one.two_way else f"from {began}")
    if one.pitch:
        parts.append("a pitch")
    for word, kinds in (("gave", one.gave), ("got", one.got)):
        if kinds:
            parts.append(f"{word} {' and '.join(sorted(kinds))}")
    if one.depth:
        parts.append(_DEPTHS[one.depth])
    if one.at_ease is not None:
        parts.append("at ease" if one.at_ease else "guarded")
    if one.valued is not None:
        parts.append("valued" if one.valued else "not valued")
    if one.others:
        parts.append(f"with {', '.join(_link(id, name, files) for id, name in one.others)}")
    parts += [f"#{tag}" for tag in map(_tag, one.tags) if tag]
    yield f"- {' · '.join(parts)}"
    for line in _block(one.note or ""):
        yield f"  {line}".rstrip()


# --- text of people as Markdown


def _inline(text: str) -> str:
    """Return text as one line that means nothing to Markdown inside a line of ours."""
    text = safe.line(text).replace("&", "&amp;").replace("<", "&lt;")
    return _OF_MARKDOWN.sub(r"\\\g<0>", text)


def _whole_line(text: str) -> str:
    """Return text as a line of its own, which is no item of a list either."""
    text = _inline(text).strip()
    found = _LIST_ITEM.match(text)
    return f"{found[1]}\\{text[found.end(1) :]}" if found else text


def _block(text: str) -> list[str]:
    """Return text line by line; blanks at the start of a line stay, and make no code of it."""
    if not text.strip():
        return []
    lines = []
    for line in text.strip("\n").split("\n"):
        shown = safe.line(line).rstrip()
        blanks = len(shown) - len(shown.lstrip())
        lines.append("\u00a0" * blanks + _whole_line(shown[blanks:]))
    return lines


def _tag(text: str) -> str:
    """Return a tag as notes have it: letters, digits, "-", "_" and "/"."""
    return _NOT_IN_TAGS.sub("-", safe.line(text)).strip("-_/")


def _address(url: str) -> str:
    url = safe.line(url)
    return f"<{url}>" if _PAGE.fullmatch(url) else _inline(url)


def _stem(files: Mapping[int, str], id: int | None) -> str | None:
    name = files.get(id) if id is not None else None
    return name.removesuffix(_ENDING) if name else None


def _link(id: int | None, name: str, files: Mapping[int, str]) -> str:
    """Return a link to a person's page, or the name where there is no page."""
    stem = _stem(files, id)
    if stem is None:
        return _inline(name)
    shown = _linkable(name)
    return f"[[{stem}]]" if shown in ("", stem) else f"[[{stem}|{shown}]]"
