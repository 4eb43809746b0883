"""A page a person for a folder of notes: what it says, and that what people wrote stays data."""

from __future__ import annotations

import json
import re
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain.model import (
    Contact,
    Gesture,
    Head,
    Interaction,
    Promise,
    Side,
    Stated,
    Tie,
)
from netledger.exporters.markdown import filename, filenames, page, same_file

HOSTILE = st.text(
    st.sampled_from(
        "ab1 \n\r\t\0\x1b\x85\u2028\u202e\ufeff\uffff\ud800é😀#>-+*_`[]()|<&:/\\!=~$%^.{}\"'"
    )
)
FILES = {1: "Ida Ortega.md", 2: "Jean Lund (2).md"}
# A character that a backslash stands before is plain text.
ESCAPED = re.compile(r"\\.", re.DOTALL)


def person(name: str = "Ida Ortega", id: int = 1, **said: object) -> Contact:
    return Contact(Head(id, f"u{id}", name), **said)  # type: ignore[arg-type]


def entry(note: str | None = None, on: date = date(2026, 3, 1), **said: object) -> Interaction:
    plain = Interaction(
        1, on, "meet", note, None, None, None, True, False, None, None, 1, frozenset(), frozenset()
    )
    return plain._replace(**said)  # type: ignore[arg-type]


def promise(text: str, whose: Side = "me", done_on: date | None = None) -> Promise:
    return Promise(1, 1, "Ida Ortega", text, date(2026, 4, 1), whose, done_on)


def body(text: str) -> list[str]:
    """The lines below the front matter."""
    return text.split("---\n", 2)[2].split("\n")


def front_matter(text: str) -> dict[str, object]:
    """The front matter, a value a line, each read as the JSON that it is."""
    lines = text.split("---\n", 2)[1].splitlines()
    return {name: json.loads(value) for name, _, value in (line.partition(": ") for line in lines)}


def test_a_page_says_what_the_card_says() -> None:
    head = Head(
        1, "u1", "Ida Ortega", Tie(last=date(2026, 3, 1)), org="Acme", role="Cook",
        stated_tier=15, cadence_days=30, kin=True, met_on=date(2020, 5, 1), through=2,
    )  # fmt: skip
    ida = Contact(
        head, location="Paris", birthday="--03-16", met_where="Oslo", note="Two\nlines",
        aliases=("The Admiral",), emails=("ida@example.org",), phones=("+33 1",),
        urls=("https://example.org/ida", "example.org"), tags=("chess club",),
        offers=(Stated("wine", date(2024, 3, 1)),), seeks=(Stated("a flat", None),),
    )  # fmt: skip
    entries = [
        entry("Tea.\n\nThen cake.", minutes=90, initiator="them", depth=2, at_ease=True,
              got=frozenset({"psychosocial"}), others=((2, "Jean Lund"), (3, "Kim Roe")),
              tags=("out doors",)),
        entry(None, date(2025, 1, 1), channel="message", n=12, initiator="me", two_way=False),
    ]  # fmt: skip
    promises = [promise("the book"), promise("a call", "them", date(2026, 2, 2))]
    gestures = [Gesture("endorsement", date(2021, 2, 3), "them", "cooking")]
    text = page(
        ida, entries, promises, gestures, tier=15, through="Jean Lund",
        files=FILES,
    )  # fmt: skip
    assert (
        text
        == """\
---
uid: "u1"
aliases: ["The Admiral"]
tags: ["chess-club"]
org: "Acme"
role: "Cook"
birthday: "--03-16"
emails: ["ida@example.org"]
phones: ["+33 1"]
urls: ["https://example.org/ida", "example.org"]
tier: 15
last: "2026-03-01"
---

# Ida Ortega

Cook · Acme

- also: The Admiral
- mail: ida@example.org
- phone: +33 1
- page: <https://example.org/ida>, example.org
- lives: Paris
- birthday: --03-16
- met: 2020-05-01, Oslo, through [[Jean Lund (2)|Jean Lund]]
- stated: circle 15, every 30 days
- family: yes
- on record: they endorsed you, 2021-02-03: cooking

## Note

Two
lines

## Offers and seeks

- offers wine (said 2024-03-01)
- seeks a flat

## Promises

- [ ] you owe: the book, by 2026-04-01
- [x] they owe: a call, by 2026-04-01, done 2026-02-02

## Entries

- 2026-03-01 · meet · 90 min · begun by them · got psychosocial · real talk · at ease · with \
[[Jean Lund (2)|Jean Lund]], Kim Roe · #out-doors
  Tea.

  Then cake.
- 2025-01-01 · 12 messages · from you
"""
    )


def test_a_bare_contact_has_a_page_of_its_name_alone() -> None:
    assert page(person(), [], [], files=FILES) == '---\nuid: "u1"\n---\n\n# Ida Ortega\n'


def test_a_name_that_its_file_can_not_bear_is_an_alias_of_the_page() -> None:
    text = page(person("A/C: Ida"), [], [], files={1: "A C Ida.md"})
    assert front_matter(text)["aliases"] == ["A/C: Ida"]


@pytest.mark.parametrize(
    ("written", "read"),
    [
        ("# a heading", r"\# a heading"),
        ("- an item", r"\- an item"),
        ("+ an item", r"\+ an item"),
        ("1. an item", r"1\. an item"),
        ("2) an item", r"2\) an item"),
        ("---", r"\---"),
        ("===", r"\=\=\="),
        ("> a quotation", r"\> a quotation"),
        ("[[Jean Lund]]", r"\[\[Jean Lund\]\]"),
        ("![x](http://x.org)", r"!\[x\](http\://x.org)"),
        ("<b>bold</b> &amp;", "&lt;b\\>bold&lt;/b\\> &amp;amp;"),
        ("`code`", r"\`code\`"),
        ("key:: value", r"key\:\: value"),
        ("%% hidden %%", r"\%\% hidden \%\%"),
        ("see www.x.org", r"see www\.x.org"),
        ("    code", "\u00a0\u00a0\u00a0\u00a0code"),
        ("a\\", "a\\\\"),
        ("14:30, 3.5 - fine!", "14:30, 3.5 - fine!"),
    ],
)
def test_a_note_is_text_and_never_markdown(written: str, read: str) -> None:
    text = page(person(note=f"x\n{written}"), [entry(f"x\n{written}")], [], files=FILES)
    assert f"\n## Note\n\nx\n{read}\n" in text
    assert text.endswith(f"\n  x\n  {read}\n")


@settings(max_examples=100, deadline=None)
@given(HOSTILE, HOSTILE, HOSTILE)
def test_nothing_that_people_wrote_adds_structure(name: str, note: str, word: str) -> None:
    ida = person(name, note=note, location=word, tags=(word,), offers=(Stated(word, None),))
    text = page(
        ida,
        [entry(note, others=((2, name), (9, name)), tags=(word,))],
        [promise(word)],
        files=FILES,
    )
    lines = body(text)
    kept = ESCAPED.sub("", "\n".join(lines))
    headings = [line for line in lines if line.lstrip().startswith("#")]
    assert [line for line in headings[1:] if line not in {
        "## Note", "## Offers and seeks", "## Promises", "## Entries"}] == []  # fmt: skip
    assert kept.count("[[") <= 1
    assert not re.search(r"[<`|]|\]\(", re.sub(r"\[\[[^\[\]<`]*\]\]", "", kept))
    assert all(char.isprintable() or char in "\n\u00a0\u3000\ufeff\uffff" for char in text)


@settings(max_examples=100, deadline=None)
@given(HOSTILE, st.lists(HOSTILE, max_size=3), HOSTILE)
def test_the_front_matter_reads_back_whatever_is_in_it(
    name: str, aliases: list[str], org: str
) -> None:
    head = Head(1, "u1", name, Tie(last=date(2026, 3, 1)), org=org)
    said = front_matter(page(Contact(head, aliases=tuple(aliases)), [], [], tier=5, files={}))
    assert set(said) <= {"uid", "aliases", "org", "tier", "last"}
    assert (said["uid"], said["tier"], said["last"]) == ("u1", 5, "2026-03-01")
    assert len(said.get("aliases", [])) == len(aliases)  # type: ignore[arg-type]


def test_an_emoji_stands_as_itself_in_the_front_matter() -> None:
    text = page(person(aliases=("Ida 😀",)), [], [], files=FILES)
    assert 'aliases: ["Ida 😀"]' in text


def test_a_second_page_equals_the_first() -> None:
    kinds = frozenset({"psychosocial", "instrumental"})
    said = [entry("Tea", gave=kinds, got=kinds)]
    assert page(person(), said, [], files=FILES) == page(person(), said, [], files=FILES)
    assert "gave instrumental and psychosocial" in page(person(), said, [], files=FILES)


@pytest.mark.parametrize(
    ("name", "file"),
    [
        ("Ida Ortega", "Ida Ortega.md"),
        ("Łukasz Żółć", "Łukasz Żółć.md"),
        ("山田 太郎", "山田 太郎.md"),
        ("../../etc/passwd", "etc passwd.md"),
        ("..", "Contact 7.md"),
        ("???", "Contact 7.md"),
        ("CON", "Contact 7 CON.md"),
        ("nul.txt", "Contact 7 nul.txt.md"),
        ("C:\\Ida|Jean", "C Ida Jean.md"),
        (".hidden.", "hidden.md"),
        ("[[Ida_]] #1", "Ida 1.md"),
        ("Ida\nOrtega\x1b[2J", "Ida Ortega␛ 2J.md"),
    ],
)
def test_a_file_is_named_after_the_person(name: str, file: str) -> None:
    assert filename(person(name, 7), ()) == file


def test_namesakes_have_files_of_their_own_without_regard_to_case() -> None:
    people = [person("Ida Roe", 1), person("IDA ROE", 2), person("Ida Roe (3)", 5),
              person("ida roe", 3)]  # fmt: skip
    assert filenames(people) == {
        1: "Ida Roe.md", 2: "IDA ROE (2).md", 5: "Ida Roe (3).md", 3: "ida roe (3-2).md",
    }  # fmt: skip


@settings(max_examples=100, deadline=None)
@given(st.lists(HOSTILE | st.text(max_size=300), max_size=6))
def test_file_names_are_unique_and_safe_on_every_system(names: list[str]) -> None:
    files = filenames(person(name, id) for id, name in enumerate(names, start=1)).values()
    assert len({same_file(file) for file in files}) == len(names)
    for file in files:
        assert not re.search(r'[\\/:*?"<>|\0-\x1f]', file)
        assert file[0] not in ". "
        assert re.fullmatch(r".*[^. ]\.md", file)
        assert len(file.encode()) <= 160
