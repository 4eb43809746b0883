"""The circles as a picture: an SVG whose text is text, and the PNG that is drawn from it.

What isn't drawn isn't in the file: of the people further out, neither name nor note is. Names pass
the gate for untrusted text and then XML's own rules.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import replace
from datetime import date
from math import pi
from typing import Final, Literal
from xml.sax.saxutils import escape, quoteattr

from netledger.domain.model import CIRCLES, Standing
from netledger.render import ring_labels as labels
from netledger.render import ring_layout as layout
from netledger.render import safe, words
from netledger.render.ring_labels import Box, Label, Text
from netledger.render.tiers import Circles

Theme = Literal["light", "dark"]

# From warm to cold as a tie cools. Lightness falls from step to step, on light and on dark, so
# that the order holds without colour vision and in a grey copy. A one-way tie is never due.
TONES: Final = {
    "fresh": "fresh",
    "nearing": "half-way to due",
    "due": "due",
    "overdue": "long overdue",
    "none": "one-way so far",
}
_INK: Final[Mapping[Theme, Mapping[str, str]]] = {
    "light": {
        "paper": "#fcfbf8", "disc": "#8a7f6a", "ring": "#d8d3c8", "text": "#26262e",
        "dim": "#76747c", "fresh": "#f3b53f", "nearing": "#e37f55", "due": "#a94f86",
        "overdue": "#403a80", "none": "#b9b6b0",
    },
    "dark": {
        "paper": "#14151c", "disc": "#aab0d8", "ring": "#363846", "text": "#eceae4",
        "dim": "#92929e", "fresh": "#ffd27a", "nearing": "#f2895f", "due": "#c9629f",
        "overdue": "#5f59dd", "none": "#5d5e69",
    },
}  # fmt: skip
_FONTS: Final = (
    "Inter", "Helvetica Neue", "Segoe UI", "Roboto", "Noto Sans", "Liberation Sans", "Arial",
    "DejaVu Sans",
)  # fmt: skip
# The circles whose people bear names, with the size of the letters and whether they are bold.
_SIZES: Final[Mapping[int | None, tuple[float, bool]]] = {5: (20, True), 15: (18.5, False)}
_FORBIDDEN: Final = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")
_LEFT: Final = 96  # where the column of title and legend begins
_RIGHT: Final = 400  # where its numbers end


def tone(one: Standing, today: date) -> str:
    """Return how overdue a tie is: its silence as a share of the days it may rest."""
    head = one.head
    since = head.tie.last or head.stated_on or head.created_on
    if one.due is None or since is None:
        return "none"
    share = (today - since).days / max(1, (one.due - since).days)
    if share < 0.5:
        return "fresh"
    if share < 1:
        return "nearing"
    return "due" if share <= 2 else "overdue"


def dot_radius(strength: float) -> float:
    """Return the radius of a dot, in user units, for a strength from 0 to 100."""
    return 3.0 + 0.165 * strength


def spelt(seen: Circles, groups: Mapping[int, str]) -> list[str]:
    """Return the names of people and groups that the picture spells out."""
    inside = [one for circle in CIRCLES for one in seen.within(circle)]
    near = [one.head.name for one in inside if one.tier in _SIZES]
    return [_harmless(text) for text in [*near, *layout.named_groups(_people(inside, groups))]]


def svg(
    seen: Circles,
    groups: Mapping[int, str],
    today: date,
    theme: Theme | None = None,
    font: str | None = None,
) -> str:
    """Return the picture as SVG. Without a theme it follows the viewer's, light or dark.

    `font` is the one family to use; None leaves the choice to the viewer.
    """
    inside = [one for circle in CIRCLES for one in seen.within(circle)]
    slices = layout.sectors(_people(inside, groups))
    dots, rim, names = _laid_out(slices, _names(inside))
    tones = {one.head.id: tone(one, today) for one in inside}
    strength = {one.head.id: one.strength for one in inside}
    scale = next((dot.radius / dot_radius(strength[dot.id]) for dot in dots), 1.0)
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {layout.WIDTH} {layout.HEIGHT}" '
        f'width="{layout.WIDTH}" height="{layout.HEIGHT}" role="img" '
        f'aria-labelledby="title about">',
        f'<title id="title">The circles, {words.day_only(today)}</title>',
        f'<desc id="about">{_about(seen)}</desc>',
        f"<style>{_style(theme, font)}</style>",
        f'<rect class="paper" width="{layout.WIDTH}" height="{layout.HEIGHT}"/>',
        *_rings(),
        *_arcs(slices),
        *_leaders([*rim, *names]),
        '<g class="dots">',
        *(_circle(dot.x, dot.y, dot.radius, tones[dot.id]) for dot in dots),
        "</g>",
        *_you(),
        *_figures(),
        *(_label(one, "group") for one in rim),
        *(_label(one, "name inner" if one.text.bold else "name") for one in names),
        *_column(seen, Counter(tones.values()), today, scale, bool(rim)),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _laid_out(
    slices: Sequence[tuple[layout.Sector, Sequence[layout.Person]]], names: Sequence[Text]
) -> tuple[list[layout.Dot], list[Label], list[Label]]:
    """Return the dots, the names of groups and those of people.

    Among large dots long names may find no room; then the dots, and in the end the letters, are
    drawn smaller.
    """
    for scale, letters in _SCALES:
        dots = layout.dots(slices, scale)
        at = {dot.id: dot for dot in dots}
        rim = _rim(slices, dots)
        wanted = [replace(name, size=name.size * letters) for name in names]
        placed = labels.place(wanted, at, dots, [*_numerals(), *(one.box for one in rim)])
        if len(placed) == len(names):
            break
    return dots, rim, placed


_SCALES: Final = ((1.0, 1.0), (0.8, 1.0), (0.6, 0.9), (0.4, 0.8), (0.3, 0.65), (0.2, 0.5))


def _people(inside: Iterable[Standing], groups: Mapping[int, str]) -> list[layout.Person]:
    return [
        layout.Person(
            one.head.id, one.tier or CIRCLES[-1], groups.get(one.head.id),
            dot_radius(one.strength), rank,
        )
        for rank, one in enumerate(inside)
    ]  # fmt: skip


def _names(inside: Iterable[Standing]) -> list[Text]:
    return [
        Text(one.head.id, _harmless(one.head.name), *_SIZES[one.tier])
        for one in inside
        if one.tier in _SIZES
    ]


def _harmless(text: str) -> str:
    """Return text without what would end a line, move the reader or break the XML; unescaped."""
    return _FORBIDDEN.sub("\ufffd", safe.line(text)).strip() or "\ufffd"


def _number(value: float) -> str:
    return f"{round(value, 1) + 0.0:.1f}".removesuffix(".0")


# --- the drawing


def _style(theme: Theme | None, font: str | None) -> str:
    fonts = ", ".join(f"'{name}'" for name in ([font] if font else _FONTS))
    fixed = (
        f"text{{font-family:{fonts},sans-serif;direction:ltr}}"
        ".line{fill:none;stroke-width:1.25}.arc{fill:none;stroke-width:2;stroke-linecap:round;opacity:.55}"
        ".leader{stroke-width:1.2;opacity:.7}.disc{opacity:.045}"
        ".halo{stroke-width:6;stroke-linejoin:round;opacity:.75}"
        ".title{font-size:46px;font-weight:600}.day{font-size:23px}.head{font-size:18px}"
        ".row{font-size:20px}.strong{font-weight:600}.end{text-anchor:end}"
        ".inner{font-weight:600}"
        ".figure{font-size:16px;text-anchor:middle}.you{font-size:17px;text-anchor:middle}"
    )
    if theme is not None:
        return fixed + _colours(theme)
    return f"{fixed}{_colours('light')}@media (prefers-color-scheme:dark){{{_colours('dark')}}}"


def _colours(theme: Theme) -> str:
    ink = _INK[theme]
    tones = "".join(f".{name}{{fill:{ink[name]}}}" for name in TONES)
    return (
        f"text,.hub{{fill:{ink['text']}}}.dim,.group,.figure,.size{{fill:{ink['dim']}}}"
        f".paper{{fill:{ink['paper']}}}.halo{{stroke:{ink['paper']}}}.you{{fill:{ink['paper']}}}"
        f".disc{{fill:{ink['disc']}}}.line{{stroke:{ink['ring']}}}"
        f".arc,.leader{{stroke:{ink['dim']}}}{tones}.halo{{fill:none}}"
    )


def _circle(x: float, y: float, radius: float, kind: str) -> str:
    return f'<circle class="{kind}" cx="{_number(x)}" cy="{_number(y)}" r="{_number(radius)}"/>'


def _rings() -> list[str]:
    outwards = list(layout.RADII.values())
    return [
        *(_circle(*layout.CENTRE, radius, "disc") for radius in reversed(outwards)),
        *(_circle(*layout.CENTRE, radius, "line") for radius in outwards),
    ]


def _you() -> list[str]:
    x, y = layout.CENTRE
    return [
        _circle(x, y, layout.HUB, "hub"),
        f'<text class="you" x="{_number(x)}" y="{_number(y + 6)}">you</text>',
    ]


def _numerals() -> list[Box]:
    """Return the boxes of the numbers on the ring lines, at 12 o'clock."""
    x, y = layout.CENTRE
    return [Box(x - 20, y - r - 11, x + 20, y - r + 11) for r in layout.RADII.values()]


def _figures() -> list[str]:
    x, y = layout.CENTRE
    return [
        line
        for circle, radius in layout.RADII.items()
        for line in _twice(
            f'x="{_number(x)}" y="{_number(y - radius + 5.5)}"', "figure", str(circle)
        )
    ]


def _twice(where: str, kind: str, text: str, spoken: str = "") -> list[str]:
    """Return text over a halo of the paper: two elements, for not every program paints in order."""
    return [
        f'<text class="{kind} halo" {where} aria-hidden="true">{text}</text>',
        f'<text class="{kind}" {where}{spoken}>{text}</text>',
    ]


def _label(label: Label, kind: str) -> str:
    box, text = label.box, label.text
    x = {"start": box.left, "middle": (box.left + box.right) / 2, "end": box.right}[label.anchor]
    lines = "".join(
        f'<tspan x="{_number(x)}" y="{_number(box.top + text.size * (0.93 + 1.2 * row))}">'
        f"{escape(line)}</tspan>"
        for row, line in enumerate(label.lines)
    )
    where = f'font-size="{_number(text.size)}" text-anchor="{label.anchor}"'
    spoken = "" if label.lines == (text.whole,) else f" aria-label={quoteattr(text.whole)}"
    return "\n".join(_twice(where, kind, lines, spoken))


def _leaders(placed: Iterable[Label]) -> list[str]:
    return [
        '<line class="leader" '
        + " ".join(
            f'{key}="{_number(value)}"'
            for key, value in zip(("x1", "y1", "x2", "y2"), one.leader, strict=True)
        )
        + "/>"
        for one in placed
        if one.leader is not None
    ]


def _arcs(slices: Sequence[tuple[layout.Sector, object]]) -> list[str]:
    """Return an arc along the rim for each group that has a name."""
    radius = layout.RIM
    found: list[str] = []
    for sector, _ in slices:
        if sector.group is None:
            continue
        (x1, y1), (x2, y2) = layout.point(sector.start, radius), layout.point(sector.end, radius)
        large = int(sector.end - sector.start > pi)
        found.append(
            f'<path class="arc" d="M{_number(x1)} {_number(y1)}A{_number(radius)} '
            f'{_number(radius)} 0 {large} 1 {_number(x2)} {_number(y2)}"/>'
        )
    return found


def _rim(slices: Sequence[tuple[layout.Sector, object]], dots: Sequence[layout.Dot]) -> list[Label]:
    """Return the names of groups, outside the rim at the middle of their slice."""
    texts: list[Text] = []
    at: dict[int, layout.Dot] = {}
    for place, (sector, _) in enumerate(slices):
        if sector.group is not None:
            texts.append(Text(-1 - place, _harmless(sector.group), 18))
            x, y = layout.point((sector.start + sector.end) / 2, layout.RIM)
            at[-1 - place] = layout.Dot(-1 - place, x, y, 4)
    return labels.place(texts, at, dots, _numerals())


# --- title and legend


def _column(
    seen: Circles, tones: Mapping[str, int], today: date, scale: float, named: bool
) -> list[str]:
    """Return the column on the left: what is seen, how many there are, what the marks mean."""
    parts = [
        _text(_LEFT, 150, "title", "The circles"),
        _text(_LEFT, 190, "day dim", f"{words.headline(today)} {today.year}"),
        _text(_LEFT, 290, "head dim", "People in each circle"),
    ]
    y = 330
    for circle in CIRCLES:
        held = len(seen.within(circle))
        more = "+ " if held and circle != CIRCLES[0] else ""
        parts += _row(y, "strong", str(circle), f"{more}{held}")
        y += 34
    beyond = seen.contacts - sum(len(seen.within(circle)) for circle in CIRCLES)
    if beyond > 0:
        parts += _row(y, "dim", "beyond", f"{beyond:,}")
    y += 86
    parts.append(_text(_LEFT, y, "head dim", "Colour: how overdue"))
    y += 40
    for name, meaning in TONES.items():
        if name == "none" and not tones.get(name):
            continue
        parts.append(_circle(_LEFT + 9, y - 7, 9, name))
        parts += _row(y, "", meaning, f"{tones.get(name, 0):,}", _LEFT + 32)
        y += 34
    y += 52
    parts.append(_text(_LEFT, y, "head dim", "Size: strength of the tie"))
    y += 46
    x = float(_LEFT)
    for strength in _SAMPLES:
        radius = dot_radius(strength) * scale
        parts.append(_circle(x + radius, y - 7, radius, "size"))
        parts.append(_text(x + 2 * radius + 9, y, "row", str(strength)))
        x += 2 * radius + 72
    if named:
        parts.append(_text(_LEFT, y + 84, "head dim", "Angle: group, named around the rim"))
    return parts


_SAMPLES: Final = (10, 40, 70)


def _text(x: float, y: float, kind: str, text: str) -> str:
    return f'<text class="{kind}" x="{_number(x)}" y="{_number(y)}">{escape(text)}</text>'


def _row(y: float, kind: str, left: str, right: str, x: float = _LEFT) -> list[str]:
    return [
        _text(x, y, f"row {kind}".strip(), left),
        _text(_RIGHT, y, "row end dim" if kind == "dim" else "row end", right),
    ]


def _about(seen: Circles) -> str:
    held = ", ".join(f"{len(seen.within(circle))} in the {circle}" for circle in CIRCLES)
    return f"Four rings around you: {held}. Each dot is a person."
