"""What bears on a need: full-text reads over contacts, details and the notes of entries."""

from __future__ import annotations

import sqlite3
from collections import Counter, defaultdict
from collections.abc import Collection, Iterator, Sequence
from datetime import date
from typing import Final, cast

from netledger.domain.model import Kind
from netledger.domain.names import fold
from netledger.domain.stems import SHORTEST, begins, forms, in_signs, stem
from netledger.domain.turning import Carried, Exchanged, Field, Passage
from netledger.ledger.read import day

_NEWEST: Final = 2000  # entries read for a word, and in all: beyond, only the newest
_CHUNK: Final = 500
_COLUMNS: Final[tuple[Field, ...]] = ("role", "org", "location", "note", "met_where")
_ACTIVE: Final = "c.died IS NULL AND s.archived_on IS NULL"


def passages(conn: sqlite3.Connection, need: Sequence[str], until: date) -> Iterator[Passage]:
    """Yield what holds any of the folded words of a need: of the active and living alone.

    Names are no part of it. Of entries, those dated up to a day; of a word that stands in very
    many, the newest.
    """
    yield from _of_details(conn, need)
    yield from _of_contacts(conn, need)
    yield from _of_entries(conn, need, until)


def _query(conn: sqlite3.Connection, index: str, words: Sequence[str]) -> str:
    """Return the full-text query for any form of the words, or a word that begins so.

    What stands without spaces is one word to the index: those with the signs looked for are
    taken from its list of words.
    """
    every = [f'"{form}"' for word in words for form in forms(word)]
    every += [f'"{word}"*' for word in words if len(word) >= SHORTEST and not in_signs(word)]
    for word in filter(in_signs, words):
        conn.execute(
            f"CREATE VIRTUAL TABLE IF NOT EXISTS temp.{index}_list USING fts5vocab"
            f"(main, {index}, row)"
        )
        rows = conn.execute(
            f"SELECT term FROM temp.{index}_list WHERE instr(term, ?) LIMIT {_CHUNK}", (word,)
        )
        every += [f'"{term}"' for (term,) in rows]
    return " OR ".join(every)


def _of_details(conn: sqlite3.Connection, need: Sequence[str]) -> Iterator[Passage]:
    for contact, kind, value, key, stated in conn.execute(
        f"""SELECT d.contact, d.kind, d.value, d.key, d.stated_on FROM detail_words w
              JOIN detail d ON d.id = w.rowid JOIN contact c ON c.id = d.contact
              LEFT JOIN standing s ON s.contact = c.id
            WHERE detail_words MATCH ? AND {_ACTIVE} ORDER BY d.id""",
        (_query(conn, "detail_words", need),),
    ):
        yield Passage(contact, kind, value, key, day(stated))


def _of_contacts(conn: sqlite3.Connection, need: Sequence[str]) -> Iterator[Passage]:
    for contact, *values in conn.execute(
        f"""SELECT c.id, {", ".join(f"c.{column}" for column in _COLUMNS)} FROM contact_words w
              JOIN contact c ON c.id = w.rowid LEFT JOIN standing s ON s.contact = c.id
            WHERE contact_words MATCH ? AND {_ACTIVE} ORDER BY c.id""",
        (_query(conn, "contact_words", need),),
    ):
        for column, value in zip(_COLUMNS, values, strict=True):
            if value:
                yield Passage(contact, column, value, fold(value))


def _of_entries(conn: sqlite3.Connection, need: Sequence[str], until: date) -> Iterator[Passage]:
    """Yield the notes of entries with their tags, for each who took part; pitches left out."""
    words_in: Counter[int] = Counter()
    for word in need:
        rows = conn.execute(
            "SELECT rowid FROM note_words WHERE note_words MATCH ? ORDER BY rowid DESC LIMIT ?",
            (_query(conn, "note_words", [word]), _NEWEST),
        )
        words_in.update({entry for (entry,) in rows} | _tagged(conn, word))
    chosen = sorted(words_in, key=lambda entry: (-words_in[entry], -entry))[:_NEWEST]
    for part in _chunks(chosen):
        for contact, entry, on, note, tags in conn.execute(
            f"""SELECT p.contact, i.id, i.on_day, coalesce(i.note, ''),
                  coalesce((SELECT group_concat(' #' || tag, '') FROM interaction_tag
                            WHERE interaction = i.id), '')
                FROM interaction i
                  JOIN participant p ON p.interaction = i.id JOIN contact c ON c.id = p.contact
                  LEFT JOIN standing s ON s.contact = c.id
                WHERE i.id IN ({_marks(part)}) AND NOT i.pitch AND i.on_day <= ? AND {_ACTIVE}
                ORDER BY i.id, p.contact""",
            (*part, until.isoformat()),
        ):
            text = f"{note}{tags}".strip()
            yield Passage(contact, "entry", text, fold(text), day(on), entry)


def _tagged(conn: sqlite3.Connection, word: str) -> set[int]:
    """Return the newest entries with a tag that is a form of the word, or begins with it."""
    tags = [
        tag
        for (tag,) in conn.execute("SELECT DISTINCT tag FROM interaction_tag")
        if any(stem(one) == stem(word) or begins(word, one) for one in fold(tag).split())
    ]
    if not tags:
        return set()
    rows = conn.execute(
        f"""SELECT DISTINCT interaction FROM interaction_tag WHERE tag IN ({_marks(tags)})
            ORDER BY interaction DESC LIMIT ?""",
        (*tags, _NEWEST),
    )
    return {entry for (entry,) in rows}


def carried(conn: sqlite3.Connection, contacts: Collection[int], until: date) -> dict[int, Carried]:
    """Return the support that ties carried up to a day, by contact; who has none is left out."""
    found: dict[int, Carried] = {}
    for part in _chunks(contacts):
        for contact, got_i, got_p, gave_i, gave_p, last_i, last_p in conn.execute(
            f"""SELECT p.contact, sum(p.got_instrumental), sum(p.got_psychosocial),
                  sum(p.gave_instrumental), sum(p.gave_psychosocial),
                  max(iif(p.got_instrumental, i.on_day, NULL)),
                  max(iif(p.got_psychosocial, i.on_day, NULL))
                FROM participant p JOIN interaction i ON i.id = p.interaction
                WHERE p.contact IN ({_marks(part)}) AND NOT i.pitch AND i.on_day <= ?
                  AND (p.got_instrumental OR p.got_psychosocial
                       OR p.gave_instrumental OR p.gave_psychosocial)
                GROUP BY p.contact""",
            (*part, until.isoformat()),
        ):
            last = {"instrumental": day(last_i), "psychosocial": day(last_p)}
            found[contact] = Carried(
                {"instrumental": got_i, "psychosocial": got_p},
                {"instrumental": gave_i, "psychosocial": gave_p},
                {cast("Kind", kind): on for kind, on in last.items() if on},
            )
    return found


def exchanged(conn: sqlite3.Connection, contact: int, kind: Kind, until: date) -> Exchanged:
    """Return what passed with a contact up to a day, and the last time you got that support."""
    messages, talks, pitches = conn.execute(
        """SELECT sum(iif(i.channel IN ('message', 'email') AND NOT i.pitch, i.n, 0)),
                  sum(iif(i.channel NOT IN ('message', 'email') AND NOT i.pitch, i.n, 0)),
                  sum(i.pitch)
           FROM participant p JOIN interaction i ON i.id = p.interaction
           WHERE p.contact = ? AND i.on_day <= ?""",
        (contact, until.isoformat()),
    ).fetchone()
    row = conn.execute(
        f"""SELECT i.note FROM participant p JOIN interaction i ON i.id = p.interaction
            WHERE p.contact = ? AND p.got_{kind} AND NOT i.pitch AND i.on_day <= ?
            ORDER BY i.on_day DESC, i.id DESC LIMIT 1""",
        (contact, until.isoformat()),
    ).fetchone()
    return Exchanged(messages or 0, talks or 0, pitches or 0, row and row[0])


def met_where(conn: sqlite3.Connection, contact: int) -> str | None:
    """Return where you met a contact."""
    row = conn.execute("SELECT met_where FROM contact WHERE id = ?", (contact,)).fetchone()
    return None if row is None else row[0]


def known_by(
    conn: sqlite3.Connection, contacts: Collection[int], until: date
) -> dict[int, list[int]]:
    """Return for each of these who knows them: through whom you have them first.

    Then those who were put in touch with them by a hand-off, and those who share an entry, both up
    to a day; the active and living alone.
    """
    found: defaultdict[int, list[int]] = defaultdict(list)
    for part in _chunks(contacts):
        marks = _marks(part)
        day_ = f"'{until.isoformat()}'"
        made = f"reached = 'made' AND started_on <= {day_}"
        for query in (
            f"SELECT id, through FROM contact WHERE id IN ({marks}) AND through IS NOT NULL",
            f"SELECT b, coalesce(via, a) FROM introduction WHERE b IN ({marks}) AND {made}",
            f"SELECT a, b FROM introduction WHERE a IN ({marks}) AND {made}",
            f"""SELECT p.contact, o.contact FROM participant p
                  JOIN interaction i ON i.id = p.interaction AND i.on_day <= {day_}
                  JOIN participant o ON o.interaction = p.interaction AND o.contact <> p.contact
                WHERE p.contact IN ({marks}) GROUP BY 1, 2""",
        ):
            rows = conn.execute(
                f"""WITH knows (who, other) AS ({query})
                    SELECT who, other FROM knows JOIN contact c ON c.id = other
                      LEFT JOIN standing s ON s.contact = c.id
                    WHERE {_ACTIVE} ORDER BY who, other""",
                part,
            )
            for who, other in rows:
                if other not in found[who]:
                    found[who].append(other)
    return dict(found)


def brought(conn: sqlite3.Connection) -> tuple[int, int] | None:
    """Return the active contact who introduced most people to you, and how many; None: nobody."""
    row = conn.execute(
        f"""SELECT c.id, count(*) FROM contact o JOIN contact c ON c.id = o.through
              LEFT JOIN standing s ON s.contact = c.id
            WHERE {_ACTIVE} GROUP BY c.id ORDER BY count(*) DESC, c.id LIMIT 1"""
    ).fetchone()
    return None if row is None else (int(row[0]), int(row[1]))


def _chunks(ids: Collection[int]) -> Iterator[list[int]]:
    wanted = list(ids)
    return (wanted[start : start + _CHUNK] for start in range(0, len(wanted), _CHUNK))


def _marks(part: Sequence[int]) -> str:
    return ",".join("?" * len(part))
