"""Monica's contacts as people, and who of them takes part in what happened."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any, Final, NamedTuple

from netledger.domain.names import mailbox_key, one_line, visible
from netledger.importers.addresses import address
from netledger.importers.drafts import Notice, Owner, Party, Person
from netledger.importers.monica.shape import (
    day,
    line,
    mapping,
    properties,
    records,
    text,
    true,
    whole_number,
)

# Relations to the user that are family; those among others are lines of their notes.
_FAMILY: Final = frozenset({
    "partner", "spouse", "parent", "child", "sibling", "grandparent", "grandchild", "uncle",
    "nephew", "cousin", "stepparent", "stepchild",
})  # fmt: skip
# Words in a kind of contact field: what is a number for certain, and what may be one.
_PHONES: Final = re.compile(r"phone|mobile|\btel\b")
_NUMBERED: Final = re.compile(r"phone|mobile|\btel\b|sms|whatsapp|signal|telegram|^$")
_SITES: Final = re.compile(r"web|site|blog")
_URL: Final = re.compile(r"(?i)https?://\S+|www\.\S+|[\w-]+(?:\.[\w-]+)+/\S*")
_HOST: Final = re.compile(r"[\w-]+(?:\.[\w-]+)+")
_NUMBER: Final = re.compile(r"\+?[\d\s()./-]{5,40}", re.ASCII)
_NO: Final = (False, "0", "false")
_LONGEST: Final = 2000
_CADENCES: Final = range(1, 20_001)


@dataclass(frozen=True, slots=True)
class Contact:
    """One contact of the file: its record, what it says, and what it is called."""

    where: str
    record: dict[str, Any]
    says: dict[str, Any]
    uuid: str
    name: str


class _Ways(NamedTuple):
    """The ways to reach a contact; `other` are lines of the note."""

    emails: list[str]
    phones: list[str]
    urls: list[str]
    other: list[str]


class Roster:
    """The contacts of an account: who is the user, who is only a name, who is related to whom."""

    def __init__(self, file: str, account: dict[str, Any], owner: Owner) -> None:
        self.file = file
        self.contacts: list[Contact] = []
        self._odd: list[Notice] = []
        self._by_uuid: dict[str, Contact] = {}
        self._left_out: set[str] = set()
        self._parties: dict[str, Party] = {}
        self._partial = 0
        self._field_types = _field_types(account)
        self._mine = {mailbox_key(email) for email in owner.emails}
        users = map(properties, records(account, "user"))
        self._me = {uuid for user in users if (uuid := line(user.get("me_contact")))}
        self._kin: set[str] = set()
        self._relations: dict[str, list[str]] = {}
        for number, record in enumerate(records(account, "contact"), start=1):
            self._enlist(f"{file} contact {number}", record)
        for relation in records(account, "relationship"):
            self._relate(properties(relation))

    def _enlist(self, where: str, record: Any) -> None:
        says = properties(record)
        uuid = line(says.get("uuid"))
        parts = [line(says.get(f"{part}_name")) for part in ("first", "middle", "last")]
        name = one_line(" ".join(parts)) or line(says.get("nickname"))
        contact = Contact(where, mapping(record), says, uuid, name)
        if uuid:
            self._by_uuid.setdefault(uuid, contact)
        if true(says.get("is_partial")):
            self._partial += 1
            self._left_out.add(uuid)
        elif uuid in self._me or self._is_owner(contact):
            self._me |= {uuid} - {""}
            self._left_out.add(uuid)
        elif not visible(name):
            self._odd.append(Notice(where, "no name"))
            self._left_out.add(uuid)
        else:
            self.contacts.append(contact)

    def _is_owner(self, contact: Contact) -> bool:
        emails = self._ways(contact).emails if self._mine else []
        return any(mailbox_key(email) in self._mine for email in emails)

    def _relate(self, says: dict[str, Any]) -> None:
        """Note that `of_contact` is the child, the friend … of `contact_is`."""
        kind = line(says.get("type")).replace("_", " ")[:_LONGEST]
        whose, other = line(says.get("contact_is")), line(says.get("of_contact"))
        if kind in _FAMILY and {whose, other} & self._me:
            self._kin |= {whose, other}
        elif kind and other in self._by_uuid and other not in self._me:
            told = f"{kind}: {self._by_uuid[other].name}"
            self._relations.setdefault(whose, []).append(told)

    def party(self, contact: Contact) -> Party:
        """Return a contact as somebody who took part in something."""
        party = self._parties.get(contact.where)
        if party is None:
            ways = self._ways(contact)
            party = self._parties[contact.where] = Party(
                contact.name,
                next(iter(ways.urls), None),
                next(iter(ways.emails), None),
                next(iter(ways.phones), None),
                f"monica:{contact.uuid}" if contact.uuid else None,
            )
        return party

    def channel_is_mail(self, field_type: Any) -> bool:
        """Say whether a kind of contact field, by its uuid, is that of mail addresses."""
        return "mail" in self._field_types.get(line(field_type), "")

    def drafts(self) -> Iterator[Person | Notice]:
        """Yield a person a contact, and what is to be said of those who are none."""
        yield from self._odd
        for contact in self.contacts:
            yield from self._person(contact)
        if self._partial:
            many = (
                "1 contact that is"
                if self._partial == 1
                else f"{self._partial:,} contacts that are"
            )
            why = f"{many} only a name in Monica, such as children: left out"
            yield Notice(self.file, f"{why}, but told of in the notes of their relations", False)

    def _person(self, contact: Contact) -> Iterator[Person | Notice]:
        says, ways = contact.says, self._ways(contact)
        birthday, about = _birthday(mapping(says.get("birthdate")))
        died, death, remark = _death(contact)
        if remark:
            yield Notice(contact.where, f"{contact.name}: {remark}", skipped=False)
        met = mapping(says.get("first_met_date"))
        through = self._by_uuid.get(line(says.get("first_met_through")))
        nickname = line(says.get("nickname"))
        tags = says.get("tags")
        yield Person(
            record=contact.where,
            name=contact.name,
            key=f"monica:{contact.uuid}" if contact.uuid else None,
            urls=tuple(ways.urls),
            emails=tuple(ways.emails),
            phones=tuple(ways.phones),
            aliases=(nickname,) if nickname not in ("", contact.name) else (),
            tags=tuple(filter(None, map(line, tags if isinstance(tags, list) else ()))),
            org=line(says.get("company")) or None,
            role=line(says.get("job")) or None,
            location=_location(contact.record),
            birthday=birthday,
            note=self._note(contact, [*about, *death, *ways.other]),
            met_on=None if _vague(met) else day(met.get("date")),
            met_where=line(says.get("first_met_where")) or None,
            died=died.isoformat() if died else None,
            kin=contact.uuid in self._kin,
            pinned=true(says.get("is_starred")),
            archived=says.get("is_active") in _NO or (true(says.get("is_dead")) and died is None),
            cadence_days=whole_number(says.get("stay_in_touch_frequency"), _CADENCES),
            through=through.name if through and through.uuid not in self._left_out else None,
        )

    def _note(self, contact: Contact, facts: list[str]) -> str | None:
        """Return all that is only text: the description, facts a line each, the dated notes."""
        food = line(contact.says.get("food_preferences"))
        met = line(contact.says.get("first_met_additional_info"))
        lines = [
            text(contact.says.get("description")),
            *facts,
            *([f"food: {food}"] if food else []),
            *([f"how you met: {met}"] if met else []),
            *dict.fromkeys(self._relations.get(contact.uuid, ())),
        ]
        notes = []
        for note in map(properties, records(contact.record, "note")):
            body, on = text(note.get("body")), day(note.get("created_at"))
            if body:
                notes.append((str(on or ""), f"{on}: {body}" if on else body))
        lines += [told for _, told in sorted(notes, key=lambda note: note[0])]
        return "\n".join(filter(None, lines)) or None

    def _ways(self, contact: Contact) -> _Ways:
        """Sort the contact fields by what they look like, then by what kind Monica says."""
        ways = _Ways([], [], [], [])
        for field in map(properties, records(contact.record, "contact_field")):
            value = line(field.get("data"))
            kind = self._field_types.get(line(field.get("type")), "")
            if not value or len(value) > _LONGEST:
                continue
            if found := address(value):
                ways.emails.append(found)
            elif _PHONES.search(kind) or (_NUMBERED.search(kind) and _NUMBER.fullmatch(value)):
                ways.phones.append(value)
            elif _URL.fullmatch(value) or (_SITES.search(kind) and _HOST.fullmatch(value)):
                ways.urls.append(value)
            else:
                ways.other.append(f"{kind.split()[0] if kind else 'contact'}: {value}")
        return ways


def _field_types(account: dict[str, Any]) -> dict[str, str]:
    """Return what is said of each kind of contact field, by uuid, as words to look in."""
    found = {}
    for kind in records(account.get("instance"), "contact_field_type"):
        says = properties(kind)
        words = " ".join(line(says.get(part)) for part in ("name", "type", "protocol"))
        found[line(says.get("uuid"))] = words.casefold()
    return found


def _vague(special: dict[str, Any]) -> bool:
    return true(special.get("is_age_based")) or true(special.get("is_year_unknown"))


def _birthday(special: dict[str, Any]) -> tuple[str | None, list[str]]:
    """Return a birthday, or the line of the note that a guessed age makes."""
    on = day(special.get("date"))
    if on is None:
        return None, []
    if true(special.get("is_age_based")):
        return None, [f"born about {on.year}"]
    return (f"--{on:%m-%d}" if true(special.get("is_year_unknown")) else on.isoformat()), []


def _death(contact: Contact) -> tuple[date | None, list[str], str | None]:
    """Return the day somebody died, the line of the note and the remark if that is not certain.

    A day that is not known is that by which it was known: whoever has died is never due.
    """
    if not true(contact.says.get("is_dead")):
        return None, [], None
    special = mapping(contact.says.get("deceased_date"))
    on = day(special.get("date"))
    if on and not _vague(special):
        return on, [], None
    if on and true(special.get("is_age_based")):
        return on, [f"died about {on.year}"], None
    told = (
        f"died on {on.day} {on:%B}, the year is not known" if on else "died, the day is not known"
    )
    known = day(contact.says.get("updated_at")) or day(contact.says.get("created_at"))
    if known is None:
        return None, [told], f"{told}: archived"
    return known, [told], f"{told}: put down as {known}, when Monica knew of it"


def _location(record: dict[str, Any]) -> str | None:
    """Return the first address as a place: city, province and country."""
    for says in map(properties, records(record, "address")):
        parts = [line(says.get(part)) for part in ("city", "province", "country")]
        if any(parts):
            return ", ".join(filter(None, parts))
    return None
