"""The rules of the house, read from the source: who may import whom, and where things belong."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

SOURCE: Final = Path(__file__).parents[1] / "src" / "netledger"
MODULES: Final = sorted(path.relative_to(SOURCE).as_posix() for path in SOURCE.rglob("*.py"))
ROOMS: Final = ("cli", "domain", "exporters", "importers", "ledger", "render")

# Beside its own room, `errors` and the domain, what a room may import; cli and the way in: all.
ALLOWED: Final[dict[str, frozenset[str]]] = {
    "domain": frozenset(),
    # What an importer yields, and nothing of how it reads.
    "ledger": frozenset({"importers.drafts"}),
    "importers": frozenset(),
    # One spelling of a guarded cell and of the format's name for both ways; one way to write JSON;
    # one gate for text that would move a terminal's cursor.
    "exporters": frozenset(
        {"importers.ledger_json", "importers.tabular", "render.json", "render.safe"}
    ),
    "render": frozenset(),
}
HEAVY: Final = ("dateutil", "pydantic", "sqlalchemy", "sqlmodel")
HEAVY_ALLOWED: Final = (
    "ledger/contacts.py", "ledger/intake.py", "ledger/merge.py", "ledger/records.py",
)  # fmt: skip
LINES: Final = 400
EMPTY_WORDS: Final = ("data", "helper", "helpers", "manager", "service", "util", "utils")
SQL: Final = re.compile(r"\s*(SELECT|INSERT|UPDATE|DELETE|PRAGMA|CREATE TABLE|WITH \w+ AS)\b")
CLOCKS: Final = {
    ("datetime", "now"),
    ("datetime", "today"),
    ("datetime", "utcnow"),
    ("date", "today"),
    ("time", "time"),
    ("time", "localtime"),
}


@cache
def tree(module: str) -> ast.Module:
    return ast.parse((SOURCE / module).read_text("utf-8"), module)


def room(module: str) -> str:
    return module.split("/", maxsplit=1)[0] if "/" in module else ""


def names_of(node: ast.AST) -> list[str]:
    """What an import brings in, from `netledger` on where it is ours."""
    if isinstance(node, ast.Import):
        return [alias.name for alias in node.names]
    if isinstance(node, ast.ImportFrom):
        assert node.level == 0, f"a relative import in line {node.lineno}"
        return [f"{node.module}.{alias.name}" for alias in node.names]
    return []


def imports(module: str) -> list[str]:
    return [name for node in ast.walk(tree(module)) for name in names_of(node)]


def at_module_level(module: str) -> list[str]:
    """What is imported as soon as the module is: not in functions, not for type checkers alone."""
    found: list[str] = []
    pending: list[ast.stmt] = list(tree(module).body)
    while pending:
        node = pending.pop()
        if isinstance(node, ast.If) and "TYPE_CHECKING" in ast.unparse(node.test):
            continue
        if isinstance(node, ast.If | ast.Try | ast.With | ast.ClassDef):
            pending += [part for part in ast.iter_child_nodes(node) if isinstance(part, ast.stmt)]
        found += names_of(node)
    return found


def strings(module: str) -> Iterator[ast.Constant]:
    """Text in the source that is no docstring, f-strings by their pieces."""
    docs = {
        id(node.body[0].value)
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Module | ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef)
        and node.body
        and isinstance(node.body[0], ast.Expr)
    }
    for node in ast.walk(tree(module)):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in docs:
            yield node


def in_rooms(*wanted: str) -> list[str]:
    return [module for module in MODULES if room(module) in wanted]


def test_the_source_has_the_rooms_of_the_house_and_no_others() -> None:
    assert {room(module) for module in MODULES} == {"", *ROOMS}


@pytest.mark.parametrize("module", in_rooms(*ALLOWED))
def test_a_module_imports_only_what_its_room_may(module: str) -> None:
    own = room(module)
    allowed = {own, "domain", "errors", *ALLOWED[own]}
    ours = [
        name.removeprefix("netledger.") for name in imports(module) if name.startswith("netledger")
    ]
    strangers = {
        name
        for name in ours
        if not any(name == part or name.startswith(f"{part}.") for part in allowed)
    }
    assert strangers == set()


@pytest.mark.parametrize("module", in_rooms("domain"))
def test_the_domain_reaches_for_no_file_database_or_clock(module: str) -> None:
    outer = {name.split(".")[0] for name in imports(module)}
    assert not outer & {"io", "os", "pathlib", "platformdirs", "rich", "sqlite3", "time", "typer"}


@pytest.mark.parametrize("module", [module for module in MODULES if room(module) != "cli"])
def test_nothing_but_the_way_in_imports_the_command_line(module: str) -> None:
    if module == "__main__.py":
        pytest.skip("the way in")
    assert not [name for name in imports(module) if name.startswith(("netledger.cli", "typer"))]


@pytest.mark.parametrize("module", [module for module in MODULES if room(module) != "ledger"])
def test_only_the_ledger_speaks_sql(module: str) -> None:
    assert [text.value for text in strings(module) if SQL.match(str(text.value))] == []


@pytest.mark.parametrize("module", [module for module in MODULES if room(module) != "ledger"])
def test_only_the_ledger_opens_databases(module: str) -> None:
    assert "sqlite3.connect" not in ast.unparse(tree(module))


@pytest.mark.parametrize("module", [module for module in MODULES if module != "config.py"])
def test_only_the_config_reads_the_clock(module: str) -> None:
    found = {
        (node.value.id, node.attr)
        for node in ast.walk(tree(module))
        if isinstance(node, ast.Attribute) and isinstance(node.value, ast.Name)
    }
    assert not found & CLOCKS
    assert not {"time.time", "time.time_ns", "time.localtime"} & set(imports(module))


@pytest.mark.parametrize("module", [module for module in MODULES if module not in HEAVY_ALLOWED])
def test_heavy_libraries_stay_where_contacts_are_edited(module: str) -> None:
    assert not [name for name in at_module_level(module) if name.split(".")[0] in HEAVY]


@pytest.mark.parametrize("module", MODULES)
def test_rich_is_imported_only_where_something_is_drawn(module: str) -> None:
    assert not [name for name in at_module_level(module) if name.split(".")[0] == "rich"]
    if room(module) not in ("render", "cli"):
        assert not [name for name in imports(module) if name.split(".")[0] == "rich"]


@pytest.mark.parametrize("module", MODULES)
def test_a_module_is_named_for_what_it_holds(module: str) -> None:
    assert not set(re.split(r"[/_.]", module)) & set(EMPTY_WORDS)


@pytest.mark.parametrize("module", MODULES)
def test_a_module_can_be_read_in_one_go(module: str) -> None:
    assert len((SOURCE / module).read_text("utf-8").splitlines()) <= LINES


@pytest.mark.parametrize("module", MODULES)
def test_whatever_is_public_says_what_it_is_for(module: str) -> None:
    whole = tree(module)
    silent = [] if ast.get_docstring(whole) or not whole.body else [module]
    pending: list[tuple[str, ast.AST]] = [("", whole)]
    while pending:
        where, holder = pending.pop()
        for node in ast.iter_child_nodes(holder):
            if not isinstance(node, ast.ClassDef | ast.FunctionDef | ast.AsyncFunctionDef):
                continue
            if node.name.startswith("_"):
                continue
            if not ast.get_docstring(node):
                silent.append(f"{where}{node.name}")
            if isinstance(node, ast.ClassDef):
                pending.append((f"{node.name}.", node))
    assert silent == []


@pytest.mark.parametrize("module", MODULES)
def test_text_files_are_read_and_written_in_an_encoding_that_is_named(module: str) -> None:
    unnamed = []
    for node in ast.walk(tree(module)):
        if not isinstance(node, ast.Call):
            continue
        called = ast.unparse(node.func).split(".")[-1]
        given = {keyword.arg for keyword in node.keywords}
        words = [part.value for part in ast.walk(node) if isinstance(part, ast.Constant)]
        named = "encoding" in given or any("utf" in str(word) for word in words)
        binary = any(re.fullmatch("[rwax]?b[+]?|[rwax][+]?b", str(word)) for word in words)
        if called in ("read_text", "write_text", "fdopen") and not (named or binary):
            unnamed.append(node.lineno)
    assert unnamed == []


@pytest.mark.parametrize("module", in_rooms("ledger"))
def test_the_ledger_never_writes_insert_or_replace(module: str) -> None:
    """It fires no delete trigger, so the change log would not hold the row that went."""
    written = [str(text.value).upper() for text in strings(module)]
    assert not [text for text in written if re.search(r"\bOR REPLACE\b|^\s*REPLACE INTO\b", text)]


@pytest.mark.parametrize("module", [module for module in MODULES if room(module) != "ledger"])
def test_only_the_ledger_ends_transactions(module: str) -> None:
    called = {node.attr for node in ast.walk(tree(module)) if isinstance(node, ast.Attribute)}
    assert not called & {"commit", "rollback", "executescript"}
