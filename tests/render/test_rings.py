"""The picture of the circles: whole, legible, harmless, and the same for the same people."""

from __future__ import annotations

import json
import os
import random
import stat
import struct
import subprocess
import sys
import xml.etree.ElementTree as ET
from collections import Counter
from datetime import date, timedelta
from itertools import combinations
from math import hypot
from pathlib import Path

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain.model import CIRCLES, Head, Standing, Tie
from netledger.render import ring_labels, ring_layout, rings
from netledger.render.ring_labels import Label, Text
from netledger.render.ring_layout import CENTRE, RADII, Dot, Person
from netledger.render.tiers import Circles

TODAY = date(2026, 3, 16)
SVG = "{http://www.w3.org/2000/svg}"
PLACES = dict(zip(CIRCLES, (5, 10, 35, 100), strict=True))
GIVEN = ("Maximilian", "Li", "Katarzyna", "José", "Wilhelmina", "太郎", "ليلى", "Bartholomew")
FAMILY = ("Featherstonehaugh", "Ng", "Montgomery-Smythe", "Kowalczyk", "山田", "حداد", "Okonkwo")


def standing(
    id: int,
    name: str,
    tier: int | None,
    *,
    strength: float = 40.0,
    silent: int = 10,
    rest: int = 30,
) -> Standing:
    last = TODAY - timedelta(days=silent)
    tie = Tie(n=3, d=3, first=last, last=last, two_way=True)
    due = last + timedelta(days=rest)
    return Standing(Head(id, f"u{id}", name, tie), strength, strength, {}, tier, due)


def circles(*standings: Standing) -> Circles:
    return Circles([*standings], {}, {}, {}, TODAY, TODAY, len(standings))


def crowd(seed: int, fill: float = 1.0, groups: int = 8) -> tuple[Circles, dict[int, str]]:
    """A ledger of invented people; `fill` is how full its circles are."""
    rng = random.Random(seed)  # noqa: S311 (a test's dice)
    held: list[Standing] = []
    of: dict[int, str] = {}
    for tier, places in PLACES.items():
        for _ in range(round(places * fill)):
            id = len(held) + 1
            name = f"{rng.choice(GIVEN)} {rng.choice(FAMILY)}"
            held.append(
                standing(id, name, tier, strength=rng.uniform(0, 100), silent=rng.randint(0, 90))
            )
            if groups:
                of[id] = f"group {min(rng.randrange(groups), rng.randrange(groups))}"
    return circles(*held), of


def texts(svg: str, kind: str) -> list[str]:
    """The texts of a kind as the picture has them, halos apart, lines joined by a blank."""
    return [
        " ".join(part for part in one.itertext())
        for one in ET.fromstring(svg).iter(f"{SVG}text")  # noqa: S314 (our own)
        if kind in (one.get("class") or "").split() and "halo" not in (one.get("class") or "")
    ]


def laid_out(people: list[Person], names: dict[int, str]) -> tuple[list[Dot], list[Label]]:
    dots = ring_layout.dots(ring_layout.sectors(people))
    at = {dot.id: dot for dot in dots}
    wanted = [Text(id, name, 20, bold=True) for id, name in names.items()]
    return dots, ring_labels.place(wanted, at, dots, [])


def assert_clear(dots: list[Dot], labels: list[Label]) -> None:
    for one, two in combinations(labels, 2):
        assert not one.box.meets(two.box)
    for label in labels:
        assert label.box.left >= ring_layout.COLUMN
        assert label.box.top >= 0
        assert label.box.right <= ring_layout.WIDTH
        assert label.box.bottom <= ring_layout.HEIGHT
        for dot in dots:
            assert label.box.distance(dot.x, dot.y) >= dot.radius


# --- geometry

names = st.one_of(
    st.text(min_size=1, max_size=60),
    st.builds("{} {}".format, st.sampled_from(GIVEN), st.sampled_from(FAMILY)),
)


@st.composite
def peoples(draw: st.DrawFn) -> list[Person]:
    found: list[Person] = []
    for circle, places in PLACES.items():
        for _ in range(draw(st.integers(0, places))):
            group = draw(st.sampled_from([None, "a", "b", "c", "d", "e", "f", "g", "h"]))
            strength = draw(st.floats(0, 100))
            id = len(found) + 1
            found.append(Person(id, circle, group, rings.dot_radius(strength), id))
    return found


@settings(max_examples=60, deadline=None)
@given(peoples())
def test_everyone_has_a_dot_in_their_own_circle_and_no_two_overlap(people: list[Person]) -> None:
    dots = ring_layout.dots(ring_layout.sectors(people))
    assert sorted(dot.id for dot in dots) == sorted(person.id for person in people)
    for one, two in combinations(dots, 2):
        assert hypot(one.x - two.x, one.y - two.y) > one.radius + two.radius
    inner = dict(zip(CIRCLES, (ring_layout.HUB, *RADII.values()), strict=False))
    circle_of = {person.id: person.circle for person in people}
    for dot in dots:
        away = hypot(dot.x - CENTRE[0], dot.y - CENTRE[1])
        circle = circle_of[dot.id]
        assert inner[circle] < away - dot.radius
        assert away + dot.radius < RADII[circle]


@settings(max_examples=25, deadline=None)
@given(peoples(), st.lists(names, min_size=15, max_size=15))
def test_names_meet_no_other_name_dot_or_edge(people: list[Person], given_names: list[str]) -> None:
    near = [person.id for person in people if person.circle <= 15]
    dots, labels = laid_out(people, dict(zip(near, given_names, strict=False)))
    assert [label.text.id for label in labels] == near
    assert_clear(dots, labels)


@pytest.mark.parametrize("seed", range(3))
def test_names_find_room_even_in_circles_that_are_full_of_large_dots(seed: int) -> None:
    rng = random.Random(seed)  # noqa: S311 (a test's dice)
    tiers = [tier for tier, places in PLACES.items() for _ in range(places)]
    name = "Wilhelmina Featherstonehaugh"
    held = [standing(id, name, tier, strength=100) for id, tier in enumerate(tiers, 1)]
    svg = rings.svg(circles(*held), {id: rng.choice("abcdefgh") for id in range(1, 151)}, TODAY)
    assert texts(svg, "name") == [name] * 15


def test_dots_shrink_alike_where_a_circle_holds_more_than_it_can() -> None:
    people = [Person(id, 150, None, 14.0, id) for id in range(900)]
    dots = ring_layout.dots(ring_layout.sectors(people))
    assert len({dot.radius for dot in dots}) == 1
    assert all(
        hypot(one.x - two.x, one.y - two.y) > one.radius + two.radius
        for one, two in combinations(dots, 2)
    )


def test_six_groups_at_most_are_named_and_nobody_alone_is_one() -> None:
    held = Counter({"a": 9, "b": 8, "c": 7, "d": 6, "e": 5, "f": 4, "g": 3, "alone": 1})
    people = [Person(id, 150, group, 4.0, id) for id, group in enumerate(held.elements())]
    assert ring_layout.named_groups(people) == ["a", "b", "c", "d", "e", "f"]
    assert ring_layout.named_groups([Person(1, 5, "alone", 4.0, 0)]) == []


def test_a_group_stands_together() -> None:
    people = [Person(id, 150, "ab"[id % 2], 4.0, id) for id in range(40)]
    slices = ring_layout.sectors(people)
    assert [sector.group for sector, _ in slices] == ["a", "b"]
    for sector, inside in slices:
        assert {person.group for person in inside} == {sector.group}
    (first, _), (second, _) = slices
    assert first.end < second.start


# --- the drawing


@pytest.mark.parametrize("seed", range(4))
def test_everyone_of_the_15_bears_their_name(seed: int) -> None:
    seen, of = crowd(seed)
    svg = rings.svg(seen, of, TODAY)
    near = [one.head.name for one in seen.standings if one.tier in (5, 15)]
    assert len(near) == 15
    assert Counter(texts(svg, "name")) == Counter(near)


def test_what_is_not_drawn_is_not_in_the_file() -> None:
    far = [standing(1, "Outer Person", 150), standing(2, "Beyond Person", None)]
    svg = rings.svg(circles(*far, standing(3, "Ada", 5)), {}, TODAY)
    assert "Ada" in svg
    assert "Person" not in svg.replace("Each dot is a person", "")


def test_it_says_how_many_stand_where_and_of_what_day_it_is() -> None:
    seen, of = crowd(1)
    svg = rings.svg(seen, of, TODAY)
    shown = texts(svg, "row")
    for row in ("5", "15", "50", "150", "+ 10", "+ 35", "+ 100"):
        assert row in shown
    assert texts(svg, "day") == ["Monday 16 March 2026"]
    root = ET.fromstring(svg)  # noqa: S314 (our own)
    drawn = [one for group in root.iter(f"{SVG}g") for one in group.iter(f"{SVG}circle")]
    assert len(drawn) == 150


@pytest.mark.parametrize(
    ("silent", "rest", "expected"),
    [
        (0, 30, "fresh"), (14, 30, "fresh"), (15, 30, "nearing"), (29, 30, "nearing"),
        (30, 30, "due"), (60, 30, "due"), (61, 30, "overdue"),
    ],
)  # fmt: skip
def test_colour_is_silence_as_a_share_of_the_rest(silent: int, rest: int, expected: str) -> None:
    assert rings.tone(standing(1, "Ada", 15, silent=silent, rest=rest), TODAY) == expected


def test_who_is_never_due_is_grey() -> None:
    head = Head(1, "u1", "Ada", Tie(n=1, d=1, first=TODAY, last=TODAY))
    assert rings.tone(Standing(head, 1.0, 1.0, {}, 150, None), TODAY) == "none"


def test_a_file_follows_its_viewer_unless_a_theme_is_asked_for() -> None:
    seen, of = crowd(2, 0.2)
    both, light, dark = (rings.svg(seen, of, TODAY, theme) for theme in (None, "light", "dark"))
    assert "prefers-color-scheme" in both
    assert "prefers-color-scheme" not in light + dark
    assert light != dark


def test_the_same_people_make_the_same_bytes() -> None:
    assert rings.svg(*crowd(3), TODAY) == rings.svg(*crowd(3), TODAY)


@settings(max_examples=60, deadline=None)
@given(st.lists(st.text(min_size=1, max_size=40), min_size=1, max_size=8), st.text(min_size=1))
def test_any_name_leaves_a_well_formed_picture(given_names: list[str], group: str) -> None:
    held = [standing(id, name, 15) for id, name in enumerate(given_names, 1)]
    svg = rings.svg(circles(*held), dict.fromkeys(range(1, 99), group), TODAY)
    assert len(texts(svg, "name")) == len(held)


def test_hostile_names_are_text_and_nothing_else() -> None:
    hostile = (
        "<script>alert(1)</script>",
        'a" onload="x',
        "&amp;]]>",
        "\x1b[31m\0red\ufffe",
        "\u202eevil",
    )
    held = [standing(id, name, 5) for id, name in enumerate(hostile, 1)]
    svg = rings.svg(circles(*held), dict.fromkeys(range(1, 6), "</style><g onload='x'>"), TODAY)
    root = ET.fromstring(svg)  # noqa: S314 (our own)
    kinds = {one.tag.removeprefix(SVG) for one in root.iter()}
    allowed = {"svg", "title", "desc", "style", "rect", "circle", "path", "line", "g", "text"}
    assert kinds <= allowed | {"tspan"}
    assert not [key for one in root.iter() for key in one.attrib if key.startswith("on")]
    assert not {"\x1b", "\0", "\ufffe", "\u202e"} & set(svg)


def test_a_name_too_long_to_show_is_still_read_out_whole() -> None:
    name = "Maria del Carmen Fernández de la Vega y López-Portillo de Santa Cruz"
    svg = rings.svg(circles(standing(1, name, 5)), {}, TODAY)
    assert texts(svg, "name")[0].endswith("…")
    assert f'aria-label="{name}"' in svg


# --- the PNG


def test_a_png_has_the_width_that_was_asked_for() -> None:
    pytest.importorskip("resvg_py")
    from netledger.render import ring_png

    made = ring_png.png(rings.svg(*crowd(4), TODAY, "dark"), 960)
    assert made.startswith(b"\x89PNG\r\n\x1a\n")
    assert struct.unpack(">II", made[16:24]) == (960, 540)


def test_letters_that_no_font_has_are_told(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resvg_py")
    from netledger.render import ring_png

    family = ring_png.font()
    if family is None:
        pytest.skip("no font on this machine")
    assert ring_png.unwritable(["Ada Stone", "José Núñez"], family) == []
    monkeypatch.setattr(
        ring_png, "_probe", lambda char, _: "box" if char in "\U0010fff0太" else char
    )
    assert ring_png.unwritable(["Ada", "太郎 山田", "José"], family) == ["太郎 山田"]


def test_a_machine_without_fonts_is_noticed(monkeypatch: pytest.MonkeyPatch) -> None:
    pytest.importorskip("resvg_py")
    from netledger.render import ring_png

    monkeypatch.setattr(ring_png, "_FAMILIES", ("No Such Family",))
    assert ring_png.font() is None


# --- the command


class Home:
    """Somebody's home, and the program run in it."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def __call__(self, *words: str, status: int = 0) -> subprocess.CompletedProcess[str]:
        ran = subprocess.run(
            [sys.executable, "-m", "netledger", "--ledger", str(self.path / "l.db"), *words],
            capture_output=True,
            encoding="utf-8",
            cwd=self.path,
            env={
                **os.environ,
                "PYTHONPATH": str(Path(rings.__file__).parents[2]),
                "HOME": str(self.path),
                "NETLEDGER_NOW": "2026-03-16",
            },
            check=False,
        )
        assert ran.returncode == status, ran
        assert "Traceback" not in ran.stderr
        return ran


@pytest.fixture
def home(tmp_path: Path) -> Home:
    """A home whose ledger knows one person, stated to be one of the five."""
    home = Home(tmp_path)
    home("add", "Ada Stone", "--tier", "5", "--tag", "family")
    return home


def test_the_command_draws_both_files_for_the_owner_alone(home: Home) -> None:
    pytest.importorskip("resvg_py")
    ran = home("tiers", "--svg", "a.svg", "--png", "b.png", "--dark")
    assert ran.stdout == "Drew the circles to a.svg and b.png.\n"
    if os.name == "posix":
        for name in ("a.svg", "b.png"):
            assert stat.S_IMODE((home.path / name).stat().st_mode) == 0o600
    assert texts((home.path / "a.svg").read_text("utf-8"), "name") == ["Ada Stone"]
    assert struct.unpack(">I", (home.path / "b.png").read_bytes()[16:20]) == (3840,)
    told = json.loads(home("tiers", "--svg", "a.svg", "--json").stdout)
    assert told == {"svg": "a.svg", "png": None}


def test_a_picture_goes_to_stdout_alone(home: Home) -> None:
    assert home("tiers", "--svg", "-").stdout.startswith("<svg ")
    for words in (["--svg", "-", "--json"], ["--svg", "-", "--png", "b.png"], ["--dark"]):
        assert home("tiers", *words, status=2).stdout == ""


def test_with_nobody_in_a_circle_there_is_nothing_to_draw(tmp_path: Path) -> None:
    ran = Home(tmp_path)("tiers", "--svg", "a.svg", status=1)
    assert "nothing to draw" in ran.stderr
    assert not (tmp_path / "a.svg").exists()
