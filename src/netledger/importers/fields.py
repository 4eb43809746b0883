"""The fields of a contact that a table may fill, and what their columns are usually called."""

from __future__ import annotations

from typing import Final

from netledger.domain.names import fold, nearest, one_line
from netledger.errors import UsageError
from netledger.importers.tabular import Shape

_ALIASES: Final = {
    "name": ("name", "full name", "display name", "contact name"),
    "first": ("first name", "firstname", "given name", "forename"),
    "middle": ("middle name", "additional name"),
    "last": ("last name", "lastname", "family name", "surname"),
    "aliases": ("aliases", "alias", "nickname", "nicknames"),
    "emails": (
        "emails", "email", "e-mail", "email address", "e-mail address", "mail", "primary email",
        "secondary email",
    ),
    "phones": (
        "phones", "phone", "mobile", "telephone", "phone number", "mobile phone", "cell",
        "mobile number", "home phone", "work phone", "business phone",
    ),
    "urls": ("urls", "url", "linkedin", "linkedin url", "website", "web page", "homepage"),
    "org": ("org", "company", "organization", "organisation", "employer"),
    "role": ("role", "title", "position", "job title"),
    "location": ("location", "city", "place"),
    "birthday": ("birthday", "birth date", "date of birth", "born"),
    "note": ("note", "notes", "comment", "comments"),
    "tags": ("tags", "tag", "labels", "groups"),
}  # fmt: skip
# Columns that only netledger's own export has.
_OWN: Final = (
    "uid", "died", "kin", "pinned", "connected_on", "met_on", "met_where", "through",
    "through_uid", "offers", "seeks", "stated_tier", "cadence_days", "status",
)  # fmt: skip

CONTACTS: Final = Shape(
    kind="contacts",
    names={name: ours for ours, names in _ALIASES.items() for name in names}
    | {name.replace("_", " "): name for name in _OWN},
    needed=(("name", "first", "last"),),
    wants="Name, or First Name and Last Name",
    many=frozenset({"aliases", "emails", "phones", "urls", "note", "tags", "offers", "seeks"}),
)
# The field that takes a column out.
IGNORED: Final = "ignore"
# What a user may call a field in speaking of one column, beside its other usual names.
_SINGULAR: Final = {
    "emails": "email", "phones": "phone", "urls": "url", "tags": "tag", "aliases": "alias",
}  # fmt: skip
_ALSO: Final = {
    "offer": "offers", "seek": "seeks", "met": "met_on", "connected": "connected_on",
    "first": "first", "middle": "middle", "last": "last",
}  # fmt: skip
_SPOKEN: Final = (*(_SINGULAR.get(name, name) for name in (*_ALIASES, *_OWN)), IGNORED)


def spoken(field: str) -> str:
    """Return what a field is called in speaking of one column: emails is email."""
    return _SINGULAR.get(field, field)


def field_named(word: str) -> str:
    """Return the field that `word` names: email, e-mail and emails are emails.

    Raises UsageError where it names none.
    """
    folded = fold(word.replace("_", " "))
    field = CONTACTS.names.get(folded) or _ALSO.get(folded)
    if field or folded == IGNORED:
        return field or IGNORED
    near = nearest(word, _SPOKEN, at_most=1)
    meant = f"Did you mean {near[0]}? " if near else ""
    raise UsageError(
        f"There is no field {one_line(word)[:40]!r}.", f"{meant}Fields: {', '.join(_SPOKEN)}."
    )
