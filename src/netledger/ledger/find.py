"""Who is meant: WHO in its levels, and search over everything."""

from __future__ import annotations

import re
import sqlite3
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from netledger.domain import names
from netledger.errors import AmbiguousError, NetledgerError

_DIGITS = 5  # from so many on, a text may be a phone number
# A contact of the wanted state: the second parameter of each level below.
_STATE = "(s.archived_on IS NOT NULL) = ?"
_FROM = """SELECT DISTINCT c.id, c.name, c.org, c.role, s.archived_on IS NOT NULL,
             (SELECT value FROM detail e WHERE e.contact = c.id AND e.kind = 'email' ORDER BY id)
           FROM contact c LEFT JOIN standing s ON s.contact = c.id"""


class Hit(NamedTuple):
    """A contact that fits, with what tells it apart from others of its name."""

    id: int
    name: str
    org: str | None
    role: str | None
    archived: bool
    email: str | None


def fitting(conn: sqlite3.Connection, text: str, archived_first: bool = False) -> list[Hit]:
    """Return the contacts that WHO fits: those of the first level with a hit, active ones first.

    Levels: id; whole e-mail address; whole name or alias; every word starts a word of one of them.
    """
    wanted = names.one_line(text)
    if not wanted:
        return []
    for archived in (archived_first, not archived_first):
        for where, parameters in _levels(wanted):
            rows = conn.execute(
                f"{_FROM} WHERE {_STATE} AND {where} ORDER BY c.id", (archived, *parameters)
            )
            hits = [
                Hit(id, name, org, role, bool(out), email)
                for id, name, org, role, out, email in rows
            ]
            if hits:
                return hits
    return []


def _levels(wanted: str) -> Iterable[tuple[str, Sequence[str | int]]]:
    if wanted.isascii() and wanted.isdecimal() and len(wanted) < 19:
        yield "c.id = ?", (int(wanted),)
    if "@" in wanted:
        yield _detail("email", "key = ?"), (names.email_key(wanted),)
    folded = names.fold(wanted)
    yield f"(c.folded = ? OR {_detail('alias', 'key = ?')})", (folded, folded)
    spaced = names.whole(folded)
    whole = _borne("replace({0}, '-', ' ') = ?")
    yield f"{_NEAR} AND {whole}", (*_reach(spaced), spaced, spaced)
    words = [f" {word}" for word in folded.split()]
    starts = _borne(" AND ".join("instr(' ' || {0}, ?) > 0" for _ in words))
    yield f"{_NEAR} AND {starts}", (*_reach(folded), *words, *words)


# Those of whom a word of the name or an alias begins as a text does; two parameters of _reach.
_NEAR = "c.id IN (SELECT contact FROM name_word WHERE word >= ? AND word < ?)"


def _reach(folded: str) -> tuple[str, str]:
    """Return the bounds of all words that begin with the longest word of a text."""
    word = max(folded.split() or [""], key=len)
    return word, f"{word}\U0010ffff"


def _borne(condition: str) -> str:
    """Return what holds where the name or an alias ({0}) fulfils a condition."""
    return f"""(({condition.format("c.folded")}) OR EXISTS (SELECT 1 FROM detail a
                 WHERE a.contact = c.id AND a.kind = 'alias' AND {condition.format("a.key")}))"""


def _detail(kind: str, condition: str) -> str:
    return f"c.id IN (SELECT contact FROM detail WHERE kind = '{kind}' AND {condition})"


def one(conn: sqlite3.Connection, text: str) -> Hit:
    """Return the one contact that WHO names.

    Raises AmbiguousError where several fit, NetledgerError where none does.
    """
    return _only(conn, text, fitting(conn, text))


def archived_one(conn: sqlite3.Connection, text: str) -> Hit:
    """Return the one contact that WHO names, those that were cut first; errors as `one`."""
    return _only(conn, text, fitting(conn, text, archived_first=True))


def _only(conn: sqlite3.Connection, text: str, hits: Sequence[Hit]) -> Hit:
    if len(hits) == 1:
        return hits[0]
    if hits:
        raise AmbiguousError(*_which(text, hits))
    raise unknown(conn, text)


def several(conn: sqlite3.Connection, texts: Iterable[str]) -> list[Hit]:
    """Return the contacts that several WHO name: each whole text first, then its comma parts."""
    found: dict[int, Hit] = {}
    for text in texts:
        for part in parts(conn, text):
            hit = one(conn, part)
            found[hit.id] = hit
    return list(found.values())


def parts(conn: sqlite3.Connection, text: str) -> list[str]:
    """Return the WHO in a text: the text itself if it names a contact, else its comma parts.

    Words that only begin words of a name don't make the whole text a name as long as each part
    fits for itself: "anna, bo" is two people, though an Anna Boyd be known.
    """
    pieces = [part for part in text.split(",") if part.strip()]
    if len(pieces) < 2:
        return [text]
    whole = fitting(conn, text)
    if whole and (whole_words(conn, text) or not all(fitting(conn, part) for part in pieces)):
        return [text]
    return pieces


def unknown(conn: sqlite3.Connection, text: str) -> NetledgerError:
    """Return the error for a WHO that fits nobody, with the nearest names."""
    rows = conn.execute(
        """SELECT c.name, c.id FROM contact c LEFT JOIN standing s ON s.contact = c.id
           WHERE s.archived_on IS NULL ORDER BY c.id DESC"""
    )
    ids = dict(rows.fetchall())
    near = [f"{name} ({ids[name]})" for name in names.nearest(text, ids)]
    shown = names.one_line(text)
    if near:
        return NetledgerError(f'No contact is called "{shown}". Near: {", ".join(near)}.')
    return NetledgerError(
        f'No contact is called "{shown}".', "`netledger add NAME` adds one, `list` shows all."
    )


def apart(hit: Hit) -> str:
    """Return what tells a contact apart from others of its name, in a few words."""
    about = " · ".join(part for part in (hit.role, hit.org, hit.email) if part)
    return f"{hit.id}  {hit.name}" + (f"  {about}" if about else "")


def _which(text: str, hits: Sequence[Hit], at_most: int = 9) -> tuple[str, str]:
    lines = [f"  {apart(hit)}" for hit in hits[:at_most]]
    if len(hits) > at_most:
        lines.append(f"  and {len(hits) - at_most} more")
    shown = names.one_line(text)
    state = " (all archived)" if hits[0].archived else ""
    return (
        f'"{shown}" fits {len(hits)} contacts{state}:\n' + "\n".join(lines),
        "Say which by the number in front, an e-mail address or more of the name.",
    )


def named(conn: sqlite3.Connection, prefix: str, limit: int = 40) -> list[tuple[str, str, str]]:
    """Return (name, folded name, what tells apart) of active contacts for completing `prefix`.

    Those in touch last come first; where nothing is typed yet, the strongest ties.
    """
    shown = "c.name, c.folded, trim(coalesce(c.role, '') || ' ' || coalesce(c.org, ''))"
    active = "LEFT JOIN standing s ON s.contact = c.id WHERE s.archived_on IS NULL"
    if prefix.strip():
        folded = names.fold(prefix)
        rows = conn.execute(
            f"""SELECT {shown} FROM contact c LEFT JOIN tie t ON t.contact = c.id {active}
                  AND {_NEAR} AND instr(' ' || c.folded, ' ' || ?) > 0
                ORDER BY t.last DESC, c.folded LIMIT ?""",
            (*_reach(folded), folded, limit),
        )
        return list(rows)
    strongest = conn.execute(
        f"""SELECT {shown} FROM tie t CROSS JOIN contact c ON c.id = t.contact {active}
            ORDER BY t.ceiling DESC LIMIT ?""",
        (limit,),
    ).fetchall()
    others = conn.execute(
        f"""SELECT {shown} FROM contact c {active}
              AND NOT EXISTS (SELECT 1 FROM tie t WHERE t.contact = c.id) LIMIT ?""",
        (limit - len(strongest),),
    )
    return [*strongest, *others]


def search(conn: sqlite3.Connection, text: str, until: str) -> list[tuple[int, str, str]]:
    """Return (contact, name, why) where every word of `text` is found, best first.

    Names come before fields, and fields before the notes of entries; a word may be the start of
    one. Archived contacts are found too, and say so.
    """
    folded = names.fold(text)
    words = folded.split() if names.one_line(text) else []
    if not words:
        return []
    found: dict[int, tuple[int, str, str]] = {}
    for id, name, why in _as_written(conn, text):
        found.setdefault(id, (id, name, why))
    for id, name, why in _in_fields(conn, words):
        found.setdefault(id, (id, name, why))
    for id, name, why in _in_notes(conn, words, until):
        found.setdefault(id, (id, name, why))
    return list(found.values())


def _as_written(conn: sqlite3.Connection, text: str) -> Iterable[tuple[int, str, str]]:
    """Yield contacts with this very number or page, however it is spelled."""
    keys = [("url", names.url_key(text))]
    if sum(char.isdecimal() for char in text) >= _DIGITS:
        keys.append(("phone", names.phone_key(text)))
    for kind, key in keys:
        for id, name, value in conn.execute(
            """SELECT c.id, c.name, d.value FROM detail d JOIN contact c ON c.id = d.contact
               WHERE d.kind = ? AND d.key = ? ORDER BY c.id""",
            (kind, key),
        ):
            yield id, name, f"{kind}: {value}"


def _in_fields(conn: sqlite3.Connection, words: Sequence[str]) -> Iterable[tuple[int, str, str]]:
    """Yield contacts in whose fields all the words are found; names first."""
    hay = """(' ' || c.words || coalesce((SELECT group_concat(' ' || d.key, '') FROM detail d
              WHERE d.contact = c.id AND d.kind <> 'key'), ''))"""
    every = " AND ".join(f"instr({hay}, ?) > 0" for _ in words)
    rows = conn.execute(
        f"""SELECT c.id, c.name, c.folded, c.org, c.role, c.location, c.met_where, c.note,
              s.archived_on
            FROM contact c LEFT JOIN standing s ON s.contact = c.id
              LEFT JOIN tie t ON t.contact = c.id
            WHERE {every} ORDER BY s.archived_on IS NOT NULL, t.s DESC, c.id""",
        words,
    ).fetchall()
    in_name = {row[0] for row in rows if all(f" {word}" in f" {row[2]}" for word in words)}
    labels = ("org", "role", "location", "met at", "note")
    for row in sorted(rows, key=lambda row: row[0] not in in_name):
        why = ["name"] if row[0] in in_name else []
        for label, value in zip(labels, row[3:8], strict=True):
            if value and any(word in names.fold(value) for word in words):
                why.append(f"{label}: {_around(value, words)}")
        for kind, value in conn.execute(
            "SELECT kind, value FROM detail WHERE contact = ? AND kind <> 'key' ORDER BY id",
            row[:1],
        ):
            if any(word in names.fold(value) for word in words):
                why.append(f"{kind}: {value}")
        if row[8]:
            why.append("archived")
        yield row[0], row[1], "; ".join(why)


def _in_notes(
    conn: sqlite3.Connection, words: Sequence[str], until: str
) -> Iterable[tuple[int, str, str]]:
    """Yield contacts with an entry in whose note all the words are found, newest first."""
    query = " AND ".join('"{}"*'.format(word.replace('"', '""')) for word in words)
    for id, name, on, note, cut in conn.execute(
        """SELECT c.id, c.name, i.on_day, i.note, s.archived_on FROM note_words w
             JOIN interaction i ON i.id = w.rowid JOIN participant p ON p.interaction = i.id
             JOIN contact c ON c.id = p.contact LEFT JOIN standing s ON s.contact = c.id
           WHERE note_words MATCH ? AND i.on_day <= ?
           ORDER BY s.archived_on IS NOT NULL, i.on_day DESC, c.id""",
        (query, until),
    ):
        yield id, name, f"{on}: {_around(note, words)}" + ("; archived" if cut else "")


def _around(text: str, words: Sequence[str], width: int = 60) -> str:
    """Return the part of `text` around the first of the words, on one line."""
    line = names.one_line(text)
    if len(line) <= width:
        return line
    pieces = list(re.finditer(r"\S+", line))
    at = next((p.start() for p in pieces if any(w in names.fold(p[0]) for w in words)), 0)
    start = max(0, at - width // 3)
    end = start + width
    return ("…" if start else "") + line[start:end].strip() + ("…" if end < len(line) else "")


def by_id(conn: sqlite3.Connection, contact: int) -> Hit:
    """Return the contact with this id, which is known to exist."""
    row = conn.execute(f"{_FROM} WHERE c.id = ?", (contact,)).fetchone()
    id, name, org, role, out, email = row
    return Hit(id, name, org, role, bool(out), email)


def whole_words(conn: sqlite3.Connection, text: str) -> bool:
    """Say whether every word of `text` is a whole word of one active contact's name or alias."""
    words = [f" {word} " for word in names.fold(text).split()]
    if not words or not any(char.isalnum() for char in text):
        return False
    every = _borne(" AND ".join("instr(' ' || {0} || ' ', ?) > 0" for _ in words))
    row = conn.execute(
        f"""SELECT 1 FROM contact c LEFT JOIN standing s ON s.contact = c.id
            WHERE s.archived_on IS NULL AND {_NEAR} AND {every} LIMIT 1""",
        (*_reach(names.fold(text)), *words, *words),
    ).fetchone()
    return row is not None
