"""Which commands there are, and where each is."""

from __future__ import annotations

from collections.abc import Callable
from importlib import import_module
from typing import Any, Final

# Each command and the module in cli/ that holds it, in the order that help lists them.
COMMANDS: Final = {
    "log": "entries",
    "due": "morning",
    "done": "morning",
    "snooze": "morning",
    "show": "look",
    "list": "look",
    "search": "look",
    "score": "circles",
    "tiers": "circles",
    "prune": "cutting",
    "support": "support",
    "brief": "brief",
    "restore": "cutting",
    "add": "contacts",
    "edit": "editing",
    "who": "asking",
    "match": "asking",
    "intro": "handoffs",
    "intros": "outcomes",
    "paths": "paths",
    "merge": "contacts",
    "remove": "contacts",
    "amend": "entries",
    "unlog": "entries",
    "undo": "past",
    "history": "past",
    "duplicates": "pairs",
    "import": "transfer",
    "export": "leaving",
    "backup": "past",
    "config": "settings",
}


def function(name: str) -> Any:
    """Return the function that is the command called `name`; imports its module alone."""
    module = import_module(f"netledger.cli.{COMMANDS[name]}")
    called: Callable[..., None] = getattr(module, f"{name}_")
    return called
