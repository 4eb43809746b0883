"""A page: plain and whole in a pipe, aligned, and never markup."""

from __future__ import annotations

import io
import re

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from rich.cells import cell_len

from netledger.render import safe
from netledger.render.page import Page, glyph, styled

ANY = st.text(st.characters(), max_size=20)
CELL = st.text(st.sampled_from("ab é田👩\u200d🌻[]\n\x1b"), max_size=8).map(lambda text: f"{text}.")
quick = settings(max_examples=200, deadline=None)


@pytest.fixture(autouse=True)
def _plain_surroundings(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("FORCE_COLOR", "NO_COLOR", "COLUMNS", "TERM"):
        monkeypatch.delenv(name, raising=False)


def shown(page: Page) -> str:
    out = io.StringIO()
    page.show(out)
    return out.getvalue()


def table(*rows: tuple[str, ...], align: str) -> list[str]:
    page = Page()
    page.table(rows, align)
    return shown(page).splitlines()


@quick
@given(ANY)
def test_a_plain_line_is_whole_but_for_the_blanks_at_its_end(text: str) -> None:
    page = Page()
    page.line(text)
    assert shown(page) == safe.line(text).rstrip() + "\n"


@quick
@given(st.lists(ANY, min_size=2, max_size=2))
def test_a_plain_row_is_one_line_that_holds_its_cells_whole(cells: list[str]) -> None:
    (line,) = shown_rows([cells])
    for cell in cells:
        assert safe.line(cell).rstrip() in line


def shown_rows(rows: list[list[str]]) -> list[str]:
    page = Page()
    page.table(rows, "ll")
    out = shown(page)
    assert out.endswith("\n")
    return out.removesuffix("\n").split("\n")


@pytest.mark.parametrize("columns", ["1", "20"])
def test_a_narrow_setting_cuts_nothing_in_a_pipe(
    columns: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("COLUMNS", columns)
    long = "x" * 5000
    assert table((long, "end"), align="fl") == [f"{long}  end"]


@quick
@given(st.lists(st.tuples(CELL, CELL), min_size=1, max_size=4))
def test_columns_begin_at_the_same_place_on_the_screen(rows: list[tuple[str, str]]) -> None:
    lines = table(*rows, align="ll")
    widest = max(cell_len(safe.line(first)) for first, _ in rows)
    for line, (first, second) in zip(lines, rows, strict=True):
        blank = " " * (widest - cell_len(safe.line(first)) + 2)
        assert line == safe.line(first) + blank + safe.line(second)


def test_wide_letters_count_twice() -> None:
    assert table(("田中", "a"), ("Bo", "b"), align="ll") == ["田中  a", "Bo    b"]


def test_numbers_stand_to_the_right() -> None:
    assert table(("5", "a"), ("150", "b"), align="rl") == ["  5  a", "150  b"]


def test_a_table_without_rows_is_nothing() -> None:
    assert table(align="ll") == []


def test_text_keeps_its_lines_and_its_indent() -> None:
    page = Page()
    page.text("one\ntwo", indent=2)
    assert shown(page) == "  one\n  two\n"


HOSTILE = "[bold red]Ada[/] :smile: [link=file:///etc]x[/link] \\[ \x1b[31m"


def test_a_line_of_one_row_is_whole_in_a_pipe() -> None:
    page = Page()
    page.line("word " * 50, indent=2, one_row=True)
    assert shown(page) == f"  {'word ' * 50}".rstrip() + "\n"


def test_brackets_and_codes_are_only_text_in_a_pipe() -> None:
    page = Page()
    page.line((HOSTILE, "strong"))
    assert shown(page) == safe.line(HOSTILE) + "\n"


def test_brackets_and_codes_are_only_text_in_colour(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    page = Page()
    page.line((HOSTILE, "strong"))
    page.table([(HOSTILE, ("b", "dim"))], "fl")
    first, second = re.sub(r"\x1b\[[0-9;]*m", "", shown(page)).splitlines()
    assert first.rstrip() == safe.line(HOSTILE)
    assert second.rstrip() == f"{safe.line(HOSTILE)}  b"


@settings(max_examples=60, deadline=None)
@given(ANY)
def test_in_colour_too_only_styles_are_sent(text: str) -> None:
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("FORCE_COLOR", "1")
        page = Page()
        page.line((text, "accent"))
        sent = re.sub(r"\x1b\[[0-9;]*m", "", shown(page))
    assert sent.rstrip() == safe.line(text).rstrip()


def test_force_color_gives_styles_in_a_pipe(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    assert styled(io.StringIO())


def test_a_pipe_gets_no_styles() -> None:
    assert not styled(io.StringIO())


def test_a_dumb_terminal_gets_no_styles(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TERM", "dumb")
    out = io.StringIO()
    monkeypatch.setattr(out, "isatty", lambda: True)
    assert not styled(out)


def test_no_color_takes_the_colours_away(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("NO_COLOR", "1")
    monkeypatch.setenv("TERM", "xterm")
    out = io.StringIO()
    monkeypatch.setattr(out, "isatty", lambda: True)
    page = Page()
    page.line(("Ada", "accent"))
    page.show(out)
    assert "\x1b[36m" not in out.getvalue()


def test_a_glyph_falls_back_where_the_output_cannot_carry_it() -> None:
    narrow = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    assert glyph("●", "*", narrow) == "*"
    assert glyph("●", "*", io.TextIOWrapper(io.BytesIO(), encoding="utf-8")) == "●"
