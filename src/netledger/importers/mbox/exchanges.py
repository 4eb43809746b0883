"""Who wrote to whom: one message made an exchange, or left out for a reason that is counted.

What a machine sent, what went to a crowd, and what never went to or from the user makes no tie.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Final, Literal

from netledger.domain.model import Side
from netledger.importers.addresses import is_machine
from netledger.importers.drafts import Exchange, Notice, Party
from netledger.importers.mbox.headers import (
    YEARS,
    Headers,
    Mailbox,
    decoded,
    delivered_to,
    labels,
    mailboxes,
    moment,
    receivers,
    scan,
    sender,
    subject,
)
from netledger.importers.mbox.splitting import Letter

MOST_OTHERS: Final = 3

Left = Literal[
    "thrown", "automatic", "to machines", "crowd", "hidden", "alone", "foreign", "nobody"
]
_WHY: Final[dict[Left, str]] = {
    "thrown": "drafts, spam or thrown away",
    "to machines": "by you to lists or machines, or sent by one in your name",
    "crowd": f"with more than {MOST_OTHERS} others on them",
    "hidden": "to receivers that are not shown",
    "alone": "by you to nobody else",
    "foreign": "between others",
    "nobody": "without a sender's address",
}
_THROWN_LABELS: Final = frozenset((
    "spam", "trash", "bin", "draft", "drafts", "entwürfe", "papierkorb", "brouillons", "corbeille",
    "borradores", "papelera", "bozze", "cestino", "concepten", "prullenbak", "lixeira", "rascunhos",
))  # fmt: skip
# What Gmail itself says is no mail between people. ("Category Personal" is the rest.)
_MACHINE_LABELS: Final = frozenset(
    ("category promotions", "category social", "category updates", "category forums")
)
_AUTOMATIC: Final = (
    b"list-id", b"list-unsubscribe", b"list-post", b"mailing-list", b"feedback-id",
    b"x-autoreply", b"x-autorespond",
)  # fmt: skip
_BULK: Final = frozenset((b"bulk", b"list", b"junk", b"auto_reply"))
_MOZILLA_EXPUNGED: Final = 0x8


@dataclass(slots=True)
class Names:
    """What people are called in the mail: for addresses that stand there without a name."""

    best: dict[str, tuple[int, str]] = field(default_factory=dict)

    def take_in(self, who: Mailbox, own: bool) -> None:
        """Remember a name: a full one before a single word, one's own spelling before others'."""
        if who.name:
            rank = 2 * (" " in who.name) + own
            if who.key not in self.best or self.best[who.key][0] < rank:
                self.best[who.key] = (rank, who.name)

    def of(self, who: Mailbox) -> str:
        """Return what to call somebody."""
        return who.name or self.best.get(who.key, (0, who.address))[1]


@dataclass(slots=True)
class Tally:
    """What was left out, and why."""

    left: Counter[Left] = field(default_factory=Counter)
    machines: set[str] = field(default_factory=set)
    strangers: Counter[str] = field(default_factory=Counter)
    undated: int = 0

    def notices(self, record: str) -> Iterator[Notice]:
        """Yield a line for each reason."""
        if number := self.left["automatic"]:
            senders = counted(len(self.machines), "automatic sender")
            yield Notice(record, f"{senders} left out ({counted(number, 'message')})", False)
        for kind, why in _WHY.items():
            if number := self.left[kind]:
                hint = self._whose(number) if kind == "foreign" else ""
                yield Notice(record, f"{counted(number, 'message')} left out: {why}{hint}", False)
        if self.undated:
            told = f"{counted(self.undated, 'message')} without a readable date"
            yield Notice(record, f"{told}: when the mail came in was taken", False)

    def _whose(self, number: int) -> str:
        """Name who wrote most of what seems to be between others: another address of the user?"""
        who, times = self.strangers.most_common(1)[0]
        if times < 2 or times * 2 < number:
            return ""
        return f" ({times} from {who}: if that is you, add it to me.email)"


def counted(number: int, noun: str) -> str:
    """Return "1 message", "2 messages"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"


def survey(letters: Iterator[Letter], names: Names) -> Iterator[set[str]]:
    """Yield the addresses on each message that was not thrown away; take in what names are used."""
    for letter in letters:
        headers = scan(letter.headers)
        if _is_thrown(letter, headers):
            continue
        writer, others = sender(headers), receivers(headers)
        if writer:
            names.take_in(writer, own=True)
        for other in others:
            names.take_in(other, own=False)
        on_it = {who.key for who in (*others, *delivered_to(headers))}
        yield on_it | {writer.key} if writer else on_it


class Reader:
    """Makes exchanges of messages; `tally` says what was left out."""

    def __init__(self, mine: frozenset[str], names: Names) -> None:
        self.tally = Tally()
        self._mine = mine
        self._names = names
        self._met: set[int] = set()

    def read(self, record: str, letter: Letter) -> Iterator[Exchange | Notice]:
        """Yield the exchanges that a message is, one with each of the others who counts."""
        headers = scan(letter.headers)
        writer = sender(headers)
        kind, others = self._sorted(letter, headers, writer)
        if kind:
            self.tally.left[kind] += 1
            return
        at = moment(headers)
        if at is None:
            at = letter.arrived if letter.arrived and letter.arrived.year in YEARS else None
            if at is None:
                yield Notice(record, "no date that can be read")
                return
            self.tally.undated += 1
        if not self._is_first(headers, writer, at):
            return
        side: Side = "me" if writer and writer.key in self._mine else "them"
        text = subject(headers)
        for other in others:
            yield Exchange(
                record=record,
                who=Party(self._names.of(other), email=other.address),
                thread=f"mail:{other.key}",
                at=at,
                side=side,
                text=text,
                channel="email",
            )

    def _sorted(
        self, letter: Letter, headers: Headers, writer: Mailbox | None
    ) -> tuple[Left | None, list[Mailbox]]:
        """Return why a message is left out, or the others whom it is an exchange with."""
        if _is_thrown(letter, headers):
            return "thrown", []
        from_me = writer is not None and writer.key in self._mine
        if _is_automatic(headers, writer):
            if from_me:
                return "to machines", []
            self.tally.machines.add(writer.key if writer else decoded(headers.get(b"from", b"")))
            return "automatic", []
        if writer is None:
            return "nobody", []
        named = {one.key: one for one in receivers(headers)}
        people = {
            key: one
            for key, one in named.items()
            if key not in self._mine and not is_machine(one.address)
        }
        if from_me:
            return self._from_me(named, people)
        return self._to_me(headers, writer, named, people), [writer]

    def _from_me(
        self, named: dict[str, Mailbox], people: dict[str, Mailbox]
    ) -> tuple[Left | None, list[Mailbox]]:
        if len(people) > MOST_OTHERS:
            return "crowd", []
        if people:
            return None, list(people.values())
        if not named:
            return "hidden", []
        return ("alone" if named.keys() <= self._mine else "to machines"), []

    def _to_me(
        self,
        headers: Headers,
        writer: Mailbox,
        named: dict[str, Mailbox],
        people: dict[str, Mailbox],
    ) -> Left | None:
        if named.keys().isdisjoint(self._mine):
            if all(one.key not in self._mine for one in delivered_to(headers)):
                self.tally.strangers[writer.address] += 1
                return "foreign" if named else "hidden"
            # It reached the user, but how many besides is known only where somebody is named.
            if not people:
                return "hidden"
        return "crowd" if len(people.keys() | {writer.key}) > MOST_OTHERS else None

    def _is_first(self, headers: Headers, writer: Mailbox | None, at: datetime) -> bool:
        """Say whether a message was not met yet, in this folder or another.

        Some mailers give several messages one id, but hardly on one day. Only messages that
        count are remembered, each as one number.
        """
        value = headers.get(b"message-id", b"").strip()
        if not value:
            return True
        mark = hash((value, writer and writer.key, at.date()))
        if mark in self._met:
            return False
        self._met.add(mark)
        return True


def _is_thrown(letter: Letter, headers: Headers) -> bool:
    if "D" in letter.flags or "T" in letter.flags or b"x-mozilla-draft-info" in headers:
        return True
    if headers.get(b"x-spam-flag", b"").strip().lower() == b"yes":
        return True
    status = headers.get(b"x-status", b"")
    if b"D" in status or b"T" in status or _mozilla(headers) & _MOZILLA_EXPUNGED:
        return True
    return not _THROWN_LABELS.isdisjoint(labels(headers))


def _mozilla(headers: Headers) -> int:
    try:
        return int(headers.get(b"x-mozilla-status", b"0").strip()[:8], 16)
    except ValueError:
        return 0


def _is_automatic(headers: Headers, writer: Mailbox | None) -> bool:
    if not headers.keys().isdisjoint(_AUTOMATIC) or not _MACHINE_LABELS.isdisjoint(labels(headers)):
        return True
    submitted = headers.get(b"auto-submitted", b"no").partition(b";")[0].strip().lower()
    if (
        submitted not in (b"no", b"")
        or headers.get(b"precedence", b"").strip().lower() in _BULK
        or headers.get(b"return-path", b"").strip() == b"<>"
        or headers.get(b"content-type", b"").lstrip().lower().startswith(b"multipart/report")
    ):
        return True
    if writer is None:
        return is_machine(decoded(headers.get(b"from", b"")[:200]).partition(" ")[0])
    # A calendar or a list sends in the name of a person.
    senders = (writer, *mailboxes(headers.get(b"sender", b"")))
    return any(is_machine(one.address) for one in senders)
