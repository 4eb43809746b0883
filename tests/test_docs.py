"""The documentation says what is so: its sessions, its reference, its numbers, its commands."""

from __future__ import annotations

import re
import subprocess
import sys
from collections.abc import Iterator
from datetime import date
from functools import cache
from importlib.util import module_from_spec, spec_from_file_location
from pathlib import Path
from types import ModuleType

import pytest

from netledger.cli.commands import COMMANDS
from netledger.cli.leaving import _FORMATS as WRITTEN
from netledger.config import KEYS
from netledger.domain.model import Entry, Head
from netledger.domain.strength import (
    contact_volume,
    frequency,
    overdue_ratio,
    own_rhythm,
    silence,
    summarise,
)
from netledger.domain.tiers import place
from netledger.importers import known

ROOT = Path(__file__).resolve().parent.parent
DOCS = ROOT / "docs"
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted(DOCS.rglob("*.md"))]
SESSIONS = [page for page in PAGES if "\n```console\n" in page.read_text("utf-8")]
TODAY = date(2026, 3, 16)


def named(page: Path) -> str:
    """Return a page's path as the repository has it."""
    return page.relative_to(ROOT).as_posix()


@cache
def loaded(path: Path) -> ModuleType:
    """Return a script as a module."""
    spec = spec_from_file_location(path.stem, path)
    assert spec is not None
    assert spec.loader is not None
    module = module_from_spec(spec)
    sys.modules[path.stem] = module
    spec.loader.exec_module(module)
    return module


@pytest.mark.parametrize("page", SESSIONS, ids=named)
def test_the_sessions_print_what_the_page_shows(page: Path) -> None:
    refresh = loaded(DOCS / "refresh.py")
    assert refresh.refreshed(page) == page.read_text("utf-8"), "run: python docs/refresh.py"


def test_every_page_with_a_session_is_refreshed() -> None:
    assert set(loaded(DOCS / "refresh.py").PAGES) == set(SESSIONS)


def test_the_guide_shows_every_command() -> None:
    guide = "\n".join(page.read_text("utf-8") for page in (DOCS / "guide").glob("*.md"))
    missing = [name for name in COMMANDS if f"netledger {name}" not in guide]
    assert not missing


def test_the_guide_has_every_chapter_in_its_list() -> None:
    index = (DOCS / "guide" / "README.md").read_text("utf-8")
    chapters = {page.name for page in (DOCS / "guide").glob("*.md")} - {"README.md"}
    assert set(re.findall(r"^\d+\. \[[^]]+\]\(([^)]+)\)", index, re.MULTILINE)) == chapters


def test_every_format_is_described() -> None:
    imports = (DOCS / "import.md").read_text("utf-8")
    exports = (DOCS / "guide" / "exports.md").read_text("utf-8")
    assert [name for name in known() if f"netledger import {name} " not in imports] == []
    assert [name for name in WRITTEN if f"netledger export {name} " not in exports] == []


@pytest.mark.parametrize(
    ("shown", "printed", "fits"),
    [
        (["a", "b"], ["a", "b"], True),
        (["a"], ["a", "b"], False),
        ([], ["a"], False),
        (["…"], [], True),
        (["a", "…", "d"], ["a", "b", "c", "d"], True),
        (["a", "…", "d"], ["a", "b", "c"], False),
    ],
)
def test_a_line_of_dots_stands_for_lines_left_out(
    shown: list[str], printed: list[str], fits: bool
) -> None:
    refresh = loaded(DOCS / "refresh.py")
    assert refresh.Command("$ netledger due", shown).matches(printed) is fits


def test_the_reference_is_what_help_says() -> None:
    script = [sys.executable, str(DOCS / "make_commands.py"), "--check"]
    done = subprocess.run(script, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr


def test_the_readme_has_two_set_up_commands() -> None:
    readme = (ROOT / "README.md").read_text("utf-8")
    first, second = re.findall(r"^```sh\n(.*?)^```$", readme, re.MULTILINE | re.DOTALL)
    assert first.count("\n") == second.count("\n") == 1
    assert first.rstrip().endswith("sh examples/first-morning.sh")
    assert second.rstrip().endswith("pytest -n auto")


def test_every_setting_is_described() -> None:
    page = (DOCS / "config.md").read_text("utf-8")
    assert set(re.findall(r"^\| `([a-z.]+)` \|", page, re.MULTILINE)) == set(KEYS)


@pytest.mark.parametrize("page", PAGES, ids=named)
def test_links_lead_to_pages_and_headings_that_exist(page: Path) -> None:
    for target, _, heading in re.findall(r"\]\(([^)#]*)(#([^)]+))?\)", page.read_text("utf-8")):
        if "://" in target:
            continue
        to = page.parent / target if target else page
        assert to.exists(), target
        assert not heading or heading in _headings(to), f"{target}#{heading}"


def _headings(page: Path) -> set[str]:
    """Return the anchors of a page's headings as GitHub makes them."""
    text = re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)
    titles = re.findall(r"^#+ (.+)$", text, re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", title.lower()).replace(" ", "-") for title in titles}


def test_the_worked_example_is_what_the_model_computes() -> None:
    page = (DOCS / "model.md").read_text("utf-8")
    entries, values = _tables(page.partition("## A worked example")[2].partition("\n## ")[0])
    tie = summarise(_entry(number, cells) for number, cells in enumerate(entries, start=1))
    (standing,) = place([Head(1, "ida", "Ida", tie)], TODAY)
    terms = {name.replace("_", " "): points for name, points in standing.terms.items()}
    computed: dict[str, object] = {
        "n": tie.n,
        "d": tie.d,
        "τ": silence(tie, TODAY),
        "S": contact_volume(tie, TODAY) / (tie.n / tie.d) ** 0.25,
        "f": frequency(tie, TODAY),
        "g": own_rhythm(tie),
        "τ/g": overdue_ratio(tie, TODAY),
        **terms,
        "strength": standing.strength,
        "circle": standing.tier,
        "due": standing.due,
    }
    shown = {row[0]: row[1] for row in values}
    assert shown == {name: _as(value, shown[name]) for name, value in computed.items()}


def _entry(number: int, cells: list[str]) -> Entry:
    day, _, messages, side, depth, support = cells
    assert side in ("me", "them")
    assert support in ("", "psychosocial", "instrumental")
    return Entry(
        number,
        date.fromisoformat(day),
        n=int(messages),
        initiator="me" if side == "me" else "them",
        depth=int(depth) if depth else None,
        got=frozenset({"psychosocial"}) if support == "psychosocial" else frozenset(),
        gave=frozenset({"instrumental"}) if support == "instrumental" else frozenset(),
    )


def _tables(text: str) -> Iterator[list[list[str]]]:
    """Yield the rows below the header of each table."""
    for table in re.findall(r"(?:^\|.*\n)+", text, re.MULTILINE):
        rows = [[cell.strip() for cell in row[1:-1].split("|")] for row in table.splitlines()]
        yield rows[2:]


def _as(value: object, shown: str) -> str:
    """Return a value with as many places as the page shows."""
    if not isinstance(value, float):
        return str(value)
    return f"{value:.{len(shown.partition('.')[2])}f}"
