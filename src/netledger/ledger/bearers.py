"""Which contact bears which detail: an index in memory, small for hundreds of thousands."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Collection, Iterator


class Bearers:
    """The contacts that bear each (kind, key), in the order in which they came.

    Most details are borne by one contact alone, and are held as its id and nothing else.
    """

    def __init__(self) -> None:
        self._by: defaultdict[str, dict[str, int | dict[int, None]]] = defaultdict(dict)

    def add(self, contact: int, kind: str, key: str) -> None:
        """Note that a contact bears a detail."""
        keys = self._by[kind]
        before = keys.get(key)
        if before is None:
            keys[key] = contact
        elif isinstance(before, dict):
            before[contact] = None
        elif before != contact:
            keys[key] = {before: None, contact: None}

    def of(self, kind: str, key: str) -> Collection[int]:
        """Return the contacts that bear a detail."""
        found = self._by[kind].get(key)
        if found is None:
            return ()
        return found if isinstance(found, dict) else (found,)

    def shared(self, kinds: Collection[str]) -> Iterator[tuple[str, str, Collection[int]]]:
        """Yield (kind, key, contacts) of the details of these kinds that several bear."""
        for kind in kinds:
            for key, found in self._by[kind].items():
                if isinstance(found, dict):
                    yield kind, key, found
