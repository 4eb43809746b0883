"""Tables as people really have them: encodings, delimiters, preambles, broken quotes."""

from __future__ import annotations

import io
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from netledger.errors import NetledgerError
from netledger.importers.archive import File
from netledger.importers.tabular import (
    Row,
    Shape,
    Table,
    columns_seen,
    find_table,
    guard,
    unguard,
)

SHAPE = Shape(
    kind="people",
    names={"name": "name", "town": "town", "e-mail": "mail", "second e-mail": "mail"},
    needed=(("name",), ("town",)),
    wants="Name, Town",
    many=frozenset({"mail"}),
)


def table_in(data: bytes) -> Table:
    table = find_table(File("people.csv", lambda: io.BytesIO(data)), (SHAPE,))
    assert table is not None
    return table


def rows_in(data: bytes) -> list[tuple[int, Row]]:
    return list(table_in(data).rows())


@pytest.mark.parametrize(
    "encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "cp1252"]
)
@pytest.mark.parametrize("delimiter", [",", ";", "\t"])
@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_a_table_is_read_whatever_encoding_delimiter_and_line_ends(
    encoding: str, delimiter: str, end: str
) -> None:
    lines = [delimiter.join(cells) for cells in (("Name", "Town"), ("Zoë Weiß", "Grün – Dorf"))]
    rows = rows_in((end.join(lines) + end).encode(encoding))
    assert rows == [(2, {"name": "Zoë Weiß", "town": "Grün – Dorf"})]


def test_utf16_with_a_big_endian_mark_is_read() -> None:
    rows = rows_in(b"\xfe\xff" + "Name,Town\nZoë,Ulm".encode("utf-16-be"))
    assert rows == [(2, {"name": "Zoë", "town": "Ulm"})]


def test_one_broken_byte_does_not_turn_utf8_into_mojibake() -> None:
    good = "".join(f"Zoë {n},Köln\n" for n in range(20)).encode()
    rows = rows_in(b"Name,Town\n" + good + b"Bj\xf6rn,Ulm\n")
    assert rows[0][1]["name"] == "Zoë 0"
    assert rows[-1][1]["name"] == "Bj\ufffdrn"


def test_a_file_cut_off_within_a_character_stays_utf8() -> None:
    assert rows_in("Name,Town\nZoë,Köln\nZoë".encode()[:-1])[0][1]["name"] == "Zoë"


def test_bytes_that_windows_does_not_define_are_replaced() -> None:
    assert rows_in(b"Name,Town\nZo\xeb \x81,Ulm\n")[0][1]["name"] == "Zoë \ufffd"


def test_nul_bytes_are_dropped() -> None:
    assert rows_in(b"Name,Town\nI\0da,Ulm\n\0\nBo,Bern\n") == [
        (2, {"name": "Ida", "town": "Ulm"}),
        (4, {"name": "Bo", "town": "Bern"}),
    ]


def test_the_header_is_found_below_a_preamble_with_an_unbalanced_quote() -> None:
    data = b'Notes :\n"Where addresses are missing, ask\n\nName,Town\nIda,Ulm\n'
    assert rows_in(data) == [(5, {"name": "Ida", "town": "Ulm"})]


def test_columns_go_by_name_whatever_their_case_and_order() -> None:
    assert rows_in(b"Extra,TOWN , name\nx,Ulm,Ida\n") == [(2, {"town": "Ulm", "name": "Ida"})]


def test_a_row_keeps_the_line_that_it_starts_on() -> None:
    data = b'Name,Town\n\n"Ida\nMaria",Ulm\nBo,Bern\n'
    assert [line for line, _ in rows_in(data)] == [3, 5]


def test_several_columns_of_one_kind_are_joined_and_a_short_row_is_filled_up() -> None:
    data = b"Name,E-mail,Second e-mail,Town\nIda,a@x.org,b@x.org,Ulm\nBo\n"
    assert [row for _, row in rows_in(data)] == [
        {"name": "Ida", "mail": "a@x.org\nb@x.org", "town": "Ulm"},
        {"name": "Bo", "mail": "", "town": ""},
    ]


def test_a_row_with_more_cells_than_columns_is_reported_and_left_out() -> None:
    table = table_in(b"Name,Town\nRoe, Kim,Ulm\nBo,Bern,,\n")
    assert [row["name"] for _, row in table.rows()] == ["Bo"]
    assert [notice.record for notice in table.broken] == ["people.csv line 2"]


def test_a_quotation_mark_that_never_closes_costs_one_record_only() -> None:
    table = table_in(b'Name,Town\nIda,"Ulm\nBo,Bern\nCy,"Chur"\n')
    assert [(line, row["name"]) for line, row in table.rows()] == [(3, "Bo"), (4, "Cy")]
    (notice,) = table.broken
    assert notice.record == "people.csv line 2"
    assert "quotation mark" in notice.why


def test_quotation_marks_amid_a_cell_are_taken_as_they_are() -> None:
    table = table_in(b'Name,Town\n"Ida" Maria,Ulm\nBo "Bobby" Ray,Bern\n')
    assert [row["name"] for _, row in table.rows()] == ["Ida Maria", 'Bo "Bobby" Ray']
    assert table.broken == []


def test_a_cell_may_be_larger_than_the_csv_module_thinks() -> None:
    assert len(rows_in(b'Name,Town\n"' + b"x" * 300_000 + b'",Ulm\n')[0][1]["name"]) == 300_000


def test_a_file_made_of_open_quotes_ends_in_a_message(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("netledger.importers.tabular._MOST_PUSHED_BACK", 100)
    with pytest.raises(NetledgerError, match="Quotation marks"):
        rows_in(b"Name,Town\n" + b'a","c\n' * 99)


def test_the_columns_of_a_table_that_is_not_known_can_be_named() -> None:
    file = File("x.csv", lambda: io.BytesIO(b"Etunimi;Sukunimi;Yritys\nAino;E;Oy\n"))
    assert find_table(file, (SHAPE,)) is None
    assert columns_seen(file) == ["Etunimi", "Sukunimi", "Yritys"]


@pytest.mark.parametrize("cell", ["=1+1", "+49 30 1", "-x", "@ida", "\tx", "\rx", "'=1", "''+1"])
def test_a_cell_that_a_spreadsheet_would_run_is_guarded(cell: str) -> None:
    assert guard(cell) == f"'{cell}"


def test_other_cells_are_left_as_they_are() -> None:
    assert [guard(cell) for cell in ("Ida", "'tis", "1=1", "")] == ["Ida", "'tis", "1=1", ""]


@given(st.text() | st.from_regex(r"\A'*[=+\-@\t\r].*\Z"))
def test_guarding_is_undone_exactly(cell: str) -> None:
    assert unguard(guard(cell)) == cell


def test_reading_a_large_table_does_not_hold_it(tmp_path: Path) -> None:
    import tracemalloc

    path = tmp_path / "people.csv"
    with path.open("w") as out:
        out.write("Name,Town\n")
        out.writelines(f"Ida {n},{'x' * 200}\n" for n in range(20_000))
    table = find_table(File(path.name, lambda: path.open("rb")), (SHAPE,))
    assert table is not None
    tracemalloc.start()
    assert sum(1 for _ in table.rows()) == 20_000
    _, peak = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert peak < 1_000_000
