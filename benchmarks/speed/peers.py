"""What people use instead: each installed by itself, with data of the same size in its own form.

A peer that can't be had or can't be run here is left out with one plain line; none of them has all
that netledger does, so each stands with its nearest command.
"""

from __future__ import annotations

import os
import shutil
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from contextlib import closing
from datetime import timedelta
from pathlib import Path
from typing import Final, NamedTuple

from benchmarks.speed.people import MIDDLE, PREFIX, RARE, TODAY, WHO, Person, Size, people, talks
from benchmarks.speed.programs import COMPLETING
from benchmarks.speed.timing import Case

_FIRST: Final = WHO.split()[0].lower()
_LOG, _SHOW, _LIST, _DUE = "log WHO TEXT", "show WHO", "list --limit 20", "due"
_SEARCH: Final = f"search {RARE}"
_MINUTES: Final = 60
Words = Mapping[str, Sequence[str]]


class PeerError(Exception):
    """Why a peer is left out."""


class Made(NamedTuple):
    """A peer's data: its commands by ours, and what its environment needs."""

    commands: Words
    environment: Mapping[str, str] = {}


class Peer(NamedTuple):
    """A peer: its program in the package, its data, and up to which size it is tried."""

    name: str
    program: str
    make: Callable[[str, Path, Size], Made]
    packaged: bool = True
    upto: Size | None = None


# --- what they keep


def _lines(size: Size, known: Sequence[Person]) -> dict[int, list[str]]:
    """Return each person's history, a line an entry, newest first."""
    found: defaultdict[int, list[str]] = defaultdict(list)
    for talk in talks(size, list(known)):
        for who in talk.people:
            found[who].append(f"{talk.on} {talk.note or talk.channel}")
    return {who: lines[::-1] for who, lines in found.items()}


def _escaped(text: str) -> str:
    text = text.replace("\\", "\\\\").replace(";", "\\;").replace(",", "\\,")
    return text.replace("\n", "\\n")


def _once(folder: Path, make: Callable[[Path], None]) -> None:
    """Make a folder of data unless it is there whole."""
    if (folder / "whole").exists():
        return
    shutil.rmtree(folder, ignore_errors=True)
    folder.mkdir(parents=True)
    make(folder)
    (folder / "whole").touch()


def _khard(program: str, folder: Path, size: Size) -> Made:
    def make(at: Path) -> None:
        book = at / "book"
        book.mkdir()
        known = people(size)
        lines = _lines(size, known)
        for one in known:
            first, _, last = one.name.partition(" ")
            birthday = f"BDAY:{one.birthday}\n" if one.birthday and one.birthday[0] != "-" else ""
            (book / f"{one.slug}.vcf").write_text(
                f"BEGIN:VCARD\nVERSION:3.0\nUID:{one.slug}\nFN:{one.name}\nN:{last};{first};;;\n"
                f"ORG:{_escaped(one.org or '')}\nEMAIL:{one.slug}@example.org\n{birthday}"
                f"NOTE:{_escaped(chr(10).join(lines.get(one.id, ['-'])))}\nEND:VCARD\n",
                encoding="utf-8",
            )
        (at / "khard.conf").write_text(
            f"[addressbooks]\n[[people]]\npath = {book}\n[general]\ndefault_action = list\n",
            encoding="utf-8",
        )
        who = next(one for one in known if one.name == WHO)
        note = "".join(f"    {line}\n" for line in [f"{TODAY} coffee", *lines.get(who.id, [])])
        first, _, last = WHO.partition(" ")
        (at / "edited.yaml").write_text(
            f"First name: {first}\nLast name: {last}\nFormatted name: {WHO}\nKind: individual\n"
            f"Organisation: {who.org}\nEmail:\n    internet: {who.slug}@example.org\n"
            f"Note: |\n{note}",
            encoding="utf-8",
        )

    _once(folder, make)
    start = (program, "-c", str(folder / "khard.conf"))
    edit = f"echo yes | {' '.join(start)} edit -i {folder / 'edited.yaml'} {_FIRST}"
    return Made(
        {
            "--version": (program, "--version"),
            COMPLETING: (*start, "email", "--parsable", PREFIX),
            _DUE: (*start, "birthdays"),
            _LOG: ("/bin/sh", "-c", edit),
            _SHOW: (*start, "show", _FIRST),
            _LIST: (*start, "list"),
            _SEARCH: (*start, "list", RARE),
        }
    )


def _todoman(program: str, folder: Path, size: Size) -> Made:
    def make(at: Path) -> None:
        todos = at / "todos" / "people"
        todos.mkdir(parents=True)
        known = people(size)
        lines = _lines(size, known)
        for one in known:
            due = TODAY + timedelta(days=one.id * 37 % 365 - 30)
            (todos / f"{one.slug}.ics").write_text(
                "BEGIN:VCALENDAR\r\nVERSION:2.0\r\nPRODID:-//netledger//speed\r\nBEGIN:VTODO\r\n"
                f"UID:{one.slug}\r\nDTSTAMP:20261125T120000Z\r\nDUE;VALUE=DATE:{due:%Y%m%d}\r\n"
                f"SUMMARY:Reconnect with {_escaped(one.name)}\r\nSTATUS:NEEDS-ACTION\r\n"
                f"DESCRIPTION:{_escaped(chr(10).join(lines.get(one.id, ['-'])))}\r\n"
                "END:VTODO\r\nEND:VCALENDAR\r\n",
                encoding="utf-8",
            )
        (at / "config.py").write_text(
            f'path = "{todos}"\ndate_format = "%Y-%m-%d"\ntime_format = "%H:%M"\n'
            f'default_list = "people"\ncache_path = "{at / "cache.sqlite3"}"\n',
            encoding="utf-8",
        )

    _once(folder, make)
    start = (program, "--config", str(folder / "config.py"))
    return Made(
        {
            "--version": (program, "--version"),
            _DUE: (*start, "list", "--due", "24"),
            _LOG: (*start, "new", "--due", f"{TODAY}", f"Coffee with {WHO}"),
            _SHOW: (*start, "show", "1"),
            _LIST: (*start, "list"),
            _SEARCH: (*start, "list", "--grep", RARE),
        }
    )


def _hermitcrm(program: str, folder: Path, size: Size) -> Made:
    data = folder / "data"
    told = {f"GIT_{who}_{what}": "robin@example.org" for who in ("AUTHOR", "COMMITTER")
            for what in ("NAME", "EMAIL")}  # fmt: skip

    def make(at: Path) -> None:
        environment = {**_outside(), **told, "HOME": str(at)}
        _done([program, "init", "--no-setup", str(data)], environment)
        known = people(size)
        companies = {one.id: f"company-{one.id % max(5, size.contacts // 50)}" for one in known}
        slugs = {one.id: _slug(one) for one in known}
        for company in set(companies.values()):
            place = data / "companies" / company
            for part in ("contacts", "interactions"):
                (place / part).mkdir(parents=True, exist_ok=True)
            (place / "company.md").write_text(_COMPANY.format(slug=company), encoding="utf-8")
        for one in known:
            first, _, last = one.name.partition(" ")
            (
                data / "companies" / companies[one.id] / "contacts" / f"{slugs[one.id]}.md"
            ).write_text(
                f"---\nfirst_name: {first}\nlast_name: {last}\nslug: {slugs[one.id]}\ntitle:\n"
                "linkedin:\nemail:\nphone:\nrole:\ncreated: 2026-11-25T12:00\n"
                "updated: 2026-11-25T12:00\n---\n",
                encoding="utf-8",
            )
        for talk in talks(size, known):
            who = talk.people[0]
            name = f"{talk.on}T0000-call-out-{slugs[who]}"
            (data / "companies" / companies[who] / "interactions" / f"{name}.md").write_text(
                f"---\ndate: {talk.on}T00:00\nchannel: call\ndirection: out\n"
                f"contact: {slugs[who]}\nsubject:\noutcome:\nsource: manual\n---\n"
                f"{talk.note or ''}\n",
                encoding="utf-8",
            )
        for words in (["add", "-A"], ["commit", "-q", "-m", "made"]):
            _done(["git", "-C", str(data), *words], environment)
        asked = next(one.id for one in known if one.name == WHO)
        (at / "company").write_text(companies[asked], encoding="utf-8")

    _once(folder, make)
    start = (program, "--data", str(data))
    company = (folder / "company").read_text("utf-8")
    log = (
        "--channel",
        "call",
        "--direction",
        "out",
        "--contact",
        "odalys-quintrell",
        "--body",
        "walk",
    )
    return Made(
        {
            "--version": (program, "--version"),
            _DUE: (*start, "keep-in-touch"),
            _LOG: (*start, "add", "interaction", company, *log),
            _SHOW: (*start, "show", company),
        },
        told,
    )


_COMPANY: Final = """---
name: {slug}
slug: {slug}
website:
linkedin:
country:
source: other
stage: engaged
stage_changed: 2026-11-25
lost_reason:
requalify_on:
value_eur_month:
product_oneliner:
next_step:
next_step_due:
next_step_status: open
tags: []
stage_history: []
created: 2026-11-25T12:00
updated: 2026-11-25T12:00
---
"""


def _slug(one: Person) -> str:
    return WHO.lower().replace(" ", "-") if one.name == WHO else one.slug


def _narad(program: str, folder: Path, size: Size) -> Made:
    told = {"NARAD_HOME": str(folder / "home")}

    def make(at: Path) -> None:
        _done([program, "init"], {**_outside(), **told, "HOME": str(at)})
        known = people(size)
        with closing(sqlite3.connect(at / "home" / "narad.db")) as conn, conn:
            conn.executemany(
                "INSERT INTO contacts (id, name, title, email) VALUES (?, ?, ?, ?)",
                ((one.id, one.name, one.role, one.email) for one in known),
            )
            conn.executemany(
                "INSERT INTO search_index VALUES ('contact', ?, ?, ?, '')",
                ((str(one.id), one.name, one.role or "") for one in known),
            )
            conn.executemany(
                """INSERT INTO interactions (id, contact_id, channel, body, occurred_at)
                   VALUES (?, ?, ?, ?, ?)""",
                (
                    (id, one.people[0], one.channel, one.note or "-", f"{one.on} 12:00:00")
                    for id, one in enumerate(talks(size, known), start=1)
                ),
            )
            conn.execute(
                """INSERT INTO search_index
                   SELECT 'interaction', CAST(id AS TEXT), kind, body, '' FROM interactions"""
            )
            conn.executemany(
                "INSERT INTO tasks (title, contact_id, due_at) VALUES (?, ?, ?)",
                (
                    ("Reconnect", one.id, f"{TODAY + timedelta(days=one.id * 37 % 365)}")
                    for one in known
                ),
            )

    _once(folder, make)
    who = next(one.id for one in people(size) if one.name == WHO)
    return Made(
        {
            "--version": (program, "--help"),
            _DUE: (program, "today"),
            _LOG: (program, "add", "note", "coffee and a walk", "--contact", WHO),
            _SHOW: (program, "show", str(who)),
            _LIST: (program, "list", "contacts", "--limit", "20"),
            _SEARCH: (program, "search", RARE),
        },
        told,
    )


def _abook(program: str, folder: Path, size: Size) -> Made:
    book = folder / "addressbook"

    def make(_: Path) -> None:
        known = people(size)
        lines = _lines(size, known)
        with book.open("w", encoding="utf-8") as file:
            file.write("# abook addressbook file\n\n[format]\nprogram=abook\nversion=0.6.1\n\n")
            for n, one in enumerate(known):
                history = " / ".join(lines.get(one.id, ()))
                file.write(f"\n[{n}]\nname={one.name}\nemail={one.slug}@example.org\n")
                file.write(f"notes={history}\n")

    _once(folder, make)
    start = (program, "--datafile", str(book), "--mutt-query")
    return Made(
        {
            "--version": (program, "--help"),
            COMPLETING: (*start, PREFIX),
            _LIST: (*start, ""),
        }
    )


PEERS: Final = (
    Peer("khard", "khard", _khard),
    Peer("todoman", "todo", _todoman),
    # Beyond this it would be a million files in git.
    Peer("hermitcrm", "hermitcrm", _hermitcrm, upto=MIDDLE),
    Peer("narad", "narad", _narad),
    Peer("abook", "abook", _abook, packaged=False),
)

# --- having them


def installed(peer: Peer, folder: Path) -> tuple[str, str]:
    """Return where a peer's program lies and its version. Raises PeerError with why not."""
    if not peer.packaged:
        return _from_debian(peer)
    why = "no Python for it"
    for python in _pythons():
        home = folder / peer.name / "venv"
        program = home / "bin" / peer.program
        try:
            if not program.exists():
                shutil.rmtree(home, ignore_errors=True)
                _done([python, "-m", "venv", str(home)], _outside())
                _done([str(home / "bin" / "pip"), "install", "--quiet", peer.name], _outside())
            asked = (
                f"import importlib.metadata as m, sys; print(m.version('{peer.name}'), 'on Python',"
            )
            version = _done(
                [str(home / "bin" / "python"), "-c", f"{asked} sys.version.split()[0])"], _outside()
            )
        except PeerError as error:
            why = str(error)
            continue
        return str(program), version.strip()
    raise PeerError(why)


def _pythons() -> Iterable[str]:
    """Yield this Python, and newer ones that the machine has: some peers need one."""
    yield sys.executable
    for minor in (14, 13, 12):
        yield from filter(None, [shutil.which(f"python3.{minor}")])
        yield from sorted(map(str, Path.home().glob(f".pyenv/versions/3.{minor}.*/bin/python")))


def _from_debian(peer: Peer) -> tuple[str, str]:
    program = shutil.which(peer.program)
    if program is None and (apt := shutil.which("apt-get")) and os.geteuid() == 0:
        _done(
            [apt, "install", "--yes", peer.name],
            {**_outside(), "DEBIAN_FRONTEND": "noninteractive"},
        )
        program = shutil.which(peer.program)
    if program is None:
        raise PeerError("not on this machine; Debian has it")
    try:
        version = _done(["dpkg-query", "--show", "--showformat=${Version}", peer.name], _outside())
    except PeerError:
        version = ""
    return program, version.strip()


def _outside() -> dict[str, str]:
    return {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}


def _done(words: Sequence[str], environment: Mapping[str, str]) -> str:
    """Run a command that makes something; return its output. Raises PeerError where it fails."""
    try:
        ran = subprocess.run(  # noqa: S603 (words of our own)
            words, env=environment, capture_output=True, text=True, timeout=_MINUTES * 60,
            check=False, stdin=subprocess.DEVNULL,
        )  # fmt: skip
    except (OSError, subprocess.SubprocessError) as error:
        raise PeerError(str(error)) from error
    if ran.returncode != 0:
        lines = [*ran.stderr.strip().splitlines(), *ran.stdout.strip().splitlines(), "no word why"]
        raise PeerError(f"{Path(words[0]).name} {' '.join(words[1:3])}: {lines[0]}")
    return ran.stdout


def cases(
    peer: Peer, program: str, folder: Path, size: Size, inherited: Mapping[str, str]
) -> list[Case]:
    """Return a peer's commands over its own data of a size. Raises PeerError with why not."""
    if peer.upto is not None and size.entries > peer.upto.entries:
        raise PeerError(f"not tried beyond {peer.upto}: its data are a file an entry, in git")
    try:
        made = peer.make(program, folder / peer.name / f"data-{size.contacts}", size)
    except OSError as error:
        raise PeerError(str(error)) from error
    plain = {name: value for name, value in inherited.items() if name != "PYTHONPATH"}
    return [
        Case(peer.name, what, tuple(words), {**plain, **made.environment})
        for what, words in made.commands.items()
    ]
