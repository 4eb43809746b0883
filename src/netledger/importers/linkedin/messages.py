"""messages.csv: what the user and one other person wrote to each other.

The file is read twice: once to see who is in each conversation, then for the messages. Nobody
is credited for a group thread, a draft, an advertisement or a closed account.
"""

from __future__ import annotations

import html
import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final, Literal

from netledger.domain.names import fold, one_line, profile_slug
from netledger.importers.drafts import Exchange, Notice, Party
from netledger.importers.linkedin.dates import moment
from netledger.importers.linkedin.owner import Evidence
from netledger.importers.linkedin.people import counted, link, name_from_slug
from netledger.importers.tabular import Row, Shape, Table

MESSAGES: Final = Shape(
    kind="messages",
    names={
        "conversation id": "thread",
        "from": "from",
        "sender profile url": "from_url",
        "to": "to",
        "recipient profile urls": "to_urls",
        "date": "date",
        "subject": "subject",
        "content": "content",
        "is message draft": "draft",
        "is conversation draft": "thread_draft",
    },
    needed=(("thread",), ("from",), ("from_url",), ("to",), ("date",)),
    wants="CONVERSATION ID, FROM, SENDER PROFILE URL, TO, DATE",
)

Uncredited = Literal["group", "closed", "sponsored", "unlinked", "alone", "foreign", "draft"]
_WHY: Final[dict[Uncredited, tuple[str, str]]] = {
    "group": ("group thread", "a group thread is no tie"),
    "closed": ("thread", "the other's account is closed"),
    "sponsored": ("sponsored thread", "an advertisement is no tie"),
    "unlinked": ("thread", "the file has no link to the other's profile"),
    "alone": ("thread", "nobody but you is in it"),
    "foreign": ("thread", "you are not in it"),
    "draft": ("thread", "a draft was never sent"),
}
_YES: Final = frozenset({"yes", "true", "1"})
_CLOSED: Final = "linkedin member"
_LONGEST_TEXT: Final = 280
_SEPARATOR: Final = re.compile(r"[,;]")
_BLOCK_TAG: Final = re.compile(
    r"(?i)</?(?:p|br|div|h[1-6]|hr|[uo]l|li|t[dhr]|table|tbody|thead|blockquote|pre|html|head|body|"
    r"style|meta|center|img|section)\b[^<>]*>"
)
_INLINE_TAG: Final = re.compile(r"(?i)</?(?:a|b|i|u|s|em|strong|span|font|code|small)\b[^<>]*>")
_ENTITY: Final = re.compile(r"&(?:#\d{1,7}|#[xX][0-9a-fA-F]{1,6}|[a-zA-Z]{2,8}\d{0,2});")


@dataclass(slots=True)
class _Thread:
    """Who is in a conversation: slugs, "" for one without; and receivers given by name only."""

    members: set[str] = field(default_factory=set)
    names_only: set[str] = field(default_factory=set)
    closed: bool = False


@dataclass(slots=True)
class Survey:
    """Who is in each conversation, and what the people in them are called."""

    threads: dict[str, _Thread] = field(default_factory=dict)
    written_names: dict[str, str] = field(default_factory=dict)
    addressed_names: dict[str, str] = field(default_factory=dict)
    links: dict[str, str] = field(default_factory=dict)
    slug_lists: dict[str, tuple[str, ...]] = field(default_factory=dict)

    def slugs(self, cell: str) -> tuple[str, ...]:
        """Return the slugs in a cell of links, "" for what is no profile."""
        known = self.slug_lists.get(cell)
        if known is None:
            urls = _SEPARATOR.split(cell) if cell.strip() else []
            known = tuple(profile_slug(url) or "" for url in urls)
            self.slug_lists[cell] = known
            for slug, url in zip(known, urls, strict=True):
                if slug and (whole := link(url)):
                    self.links.setdefault(slug, whole)
        return known

    def sender(self, row: Row) -> str:
        """Return the slug of who wrote, or ""."""
        return next(iter(self.slugs(row["from_url"])), "")


def survey(table: Table, evidence: Evidence) -> Survey:
    """Read the file for who is in it; add to `evidence` what it shows of who the user is."""
    seen = Survey()
    for _, row in table.rows():
        if row["thread"].strip():
            _take_in(row, seen)
            if _is_draft(row) and (sender := seen.sender(row)):
                evidence.stated[sender] += 1
    for thread in seen.threads.values():
        evidence.threads.update(thread.members - {""})
    evidence.thread_count += len(seen.threads)
    for names in (seen.written_names, seen.addressed_names):
        for slug, name in names.items():
            evidence.named(slug, name)
    return seen


def _take_in(row: Row, seen: Survey) -> None:
    thread = seen.threads.get(row["thread"])
    if thread is None:
        thread = seen.threads[row["thread"]] = _Thread()
    sender, receivers = seen.sender(row), seen.slugs(row.get("to_urls", ""))
    thread.members.add(sender)
    thread.members.update(receivers)
    to = row["to"]
    if sender:
        if sender not in seen.written_names and row["from"].strip():
            seen.written_names[sender] = one_line(row["from"])
    elif _CLOSED in row["from"].casefold():
        thread.closed = True
    if _CLOSED in to.casefold():
        thread.closed = True
        thread.members.add("")
    elif not receivers:
        if to.strip():
            thread.names_only.add(fold(to))
    elif len(receivers) == 1 and receivers[0] not in seen.addressed_names and to.strip():
        seen.addressed_names[receivers[0]] = one_line(to)


def _is_draft(row: Row) -> bool:
    return (
        row.get("draft", "").strip().casefold() in _YES
        or row.get("thread_draft", "").strip().casefold() in _YES
    )


def exchanges(
    table: Table, seen: Survey, me: frozenset[str], evidence: Evidence, my_names: tuple[str, ...]
) -> Iterator[Exchange | Notice]:
    """Yield the messages between the user and one other, and what was left out and why."""
    mine = {fold(name) for name in my_names}.union(*(evidence.names.get(slug, ()) for slug in me))
    kinds = {key: _uncredited(thread, me, mine, evidence) for key, thread in seen.threads.items()}
    left_out: Counter[Uncredited] = Counter()
    threads_left_out: dict[Uncredited, set[str]] = {}
    for line, row in table.rows():
        key = row["thread"]
        if key not in kinds:
            yield Notice(table.record(line), "no conversation id")
        elif kind := "draft" if _is_draft(row) else kinds[key]:
            left_out[kind] += 1
            threads_left_out.setdefault(kind, set()).add(key)
        else:
            (other,) = seen.threads[key].members - me
            yield _exchange(table, line, row, seen=seen, me=me, other=other)
    yield from table.broken
    for kind, number in left_out.items():
        noun, why = _WHY[kind]
        where = counted(len(threads_left_out[kind]), noun)
        yield Notice(table.file.name, f"{counted(number, 'message')} in {where}: {why}", False)


def _uncredited(
    thread: _Thread, me: frozenset[str], mine: set[str], evidence: Evidence
) -> Uncredited | None:
    """Return why nobody is credited for a conversation, or None if it is of two people."""
    here, others = bool(thread.members & me), thread.members - me
    strangers = thread.names_only - mine
    if not others:
        return "unlinked" if strangers else "alone"
    if others == {""}:
        return "closed" if thread.closed else "sponsored"
    if not here and not thread.names_only:
        return "foreign"
    # An old file names its receivers without links: a name not met otherwise is a list of names.
    if len(others) > 1 or strangers - evidence.names.get(next(iter(others)), set()):
        return "group"
    return None if here or thread.names_only & mine else "foreign"


def _exchange(
    table: Table, line: int, row: Row, *, seen: Survey, me: frozenset[str], other: str
) -> Exchange | Notice:
    record = table.record(line)
    at = moment(row["date"])
    if at is None:
        return Notice(record, f"{one_line(row['date'])[:40]!r} can't be read as a date and time")
    name = seen.written_names.get(other) or seen.addressed_names.get(other)
    return Exchange(
        record=record,
        who=Party(
            name=name or name_from_slug(other),
            url=seen.links.get(other, f"https://www.linkedin.com/in/{other}"),
        ),
        thread=one_line(row["thread"]),
        at=at,
        side="me" if seen.sender(row) in me else "them",
        text=_text(row.get("content", "")) or _text(row.get("subject", "")) or None,
    )


def _text(content: str) -> str:
    """Return the beginning of a message as one line without markup."""
    content = content[:20_000]
    if "<" in content:
        content = _INLINE_TAG.sub("", _BLOCK_TAG.sub(" ", content))
    if "&" in content:
        content = _ENTITY.sub(lambda found: html.unescape(found[0]), content)
    line = one_line(content)
    return line if len(line) <= _LONGEST_TEXT else f"{line[: _LONGEST_TEXT - 1].rstrip()}…"
