"""Who among the people in the files is the user: as told, else as the files show it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final

from netledger.domain.names import fold, joined
from netledger.errors import NetledgerError
from netledger.importers.drafts import Notice, Owner
from netledger.importers.linkedin.people import slugs

_HINT: Final = "netledger config me.url https://www.linkedin.com/in/your-name"


@dataclass(slots=True)
class Evidence:
    """What the files show, by profile slug.

    `stated`: rows that only the user can have caused, as its sender or receiver. `threads`: in
    how many conversations one is, of `thread_count`. `names`: what one is called, folded.
    """

    stated: Counter[str] = field(default_factory=Counter)
    threads: Counter[str] = field(default_factory=Counter)
    thread_count: int = 0
    names: dict[str, set[str]] = field(default_factory=dict)

    def named(self, slug: str, name: str) -> None:
        """Take note that `slug` is called `name`."""
        self.names.setdefault(slug, set()).add(fold(name))


def owner_slugs(
    owner: Owner, evidence: Evidence, others: frozenset[str]
) -> tuple[frozenset[str], Notice | None]:
    """Return the slugs of the user, and a remark if they were found and not told.

    `others` are known to be somebody else. Raises NetledgerError if it can't be told.
    """
    told = slugs(owner.urls)
    if not evidence.stated and not evidence.threads:
        return told, None
    if told:
        _refuse_if_another(told, evidence, others)
        return told, None
    names = {fold(name) for name in owner.names}
    found = _best(evidence.stated, others, evidence.names, names)
    found = found or _best(evidence.threads, others, evidence.names, names)
    if found is None:
        raise NetledgerError("This file does not say which of the people in it you are.", _HINT)
    why = f"you are taken to be {found}, who is in most of it; if not, set me.url"
    return frozenset({found}), Notice("", why, skipped=False)


def _best(
    counts: Counter[str],
    others: frozenset[str],
    names: Mapping[str, set[str]],
    my_names: set[str],
) -> str | None:
    """Return the slug with the highest count; the user's name decides between equals."""
    rest = {slug: count for slug, count in counts.items() if slug not in others}
    most = max(rest.values(), default=0)
    best = [slug for slug, count in rest.items() if count == most]
    if len(best) > 1:
        best = [slug for slug in best if names.get(slug, set()) & my_names]
    return best[0] if len(best) == 1 else None


def _refuse_if_another(told: frozenset[str], evidence: Evidence, others: frozenset[str]) -> None:
    """Raise if the files are plainly of somebody else than the user said to be."""
    if told & (evidence.stated.keys() | evidence.threads.keys()):
        return
    found = _best(evidence.stated, others, {}, set())
    if found is None and evidence.thread_count > 1:
        everywhere = _best(evidence.threads, others, {}, set())
        if everywhere and evidence.threads[everywhere] == evidence.thread_count:
            found = everywhere
    if found is not None:
        raise NetledgerError(
            f"This file looks like {found}'s; me.url says that you are {joined(sorted(told))}.",
            "If both are you, name both in me.url, with a comma between.",
        )
