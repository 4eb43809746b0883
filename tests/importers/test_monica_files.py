"""Monica's JSON export as a file: how it is known, and that no damage to it does harm."""

from __future__ import annotations

import copy
import json
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from netledger.errors import NetledgerError
from netledger.importers.drafts import Asked, Draft
from netledger.importers.monica import MONICA

Json = dict[str, Any]


def group(kind: str, *values: Any) -> Json:
    return {"count": len(values), "type": kind, "values": list(values)}


def record(uuid: str, **properties: Any) -> Json:
    return {"uuid": uuid, "created_at": "2021-05-06T07:08:09Z", "properties": properties}


def account(*data: Json, **parts: Any) -> Json:
    return {"version": "1.0-preview.1", "account": {"uuid": "acc", "data": list(data), **parts}}


ONE: Json = account(group("contact", record("c1", first_name="Mia")))


def drafts(folder: Path, document: Any) -> list[Draft]:
    path = folder / "monica.json"
    path.write_text(json.dumps(document))
    return list(MONICA.extract(path, Asked()))


SQL = (
    "# ************************************************************\n# Rae Lund dump of data\n"
    "# Export date: 2024-01-01\n\nINSERT IGNORE INTO `accounts` (`id`) VALUES\n (1);\n"
)


@pytest.mark.parametrize(
    ("content", "hint"),
    [
        (SQL, "JSON format"),
        ("BEGIN:VCARD\nVERSION:4.0\nFN:Mia\nEND:VCARD\n", "import vcard"),
        ('{"account": {"data": []}}', "Monica 4"),
        ("[]", "Monica 4"),
        ('{"account":', "again"),
        ("", "again"),
        ("[" * 100_000, "again"),
        ('{"account": ' + "9" * 5000 + "}", "again"),
        ("\xff\xfe", "again"),
    ],
)
def test_what_is_no_such_file_is_an_error_that_says_what_to_export(
    tmp_path: Path, content: str, hint: str
) -> None:
    path = tmp_path / "monica.json"
    path.write_text(content, encoding="latin-1")
    with pytest.raises(NetledgerError) as caught:
        list(MONICA.extract(path, Asked()))
    assert hint in (caught.value.hint or "")


@pytest.mark.parametrize(
    ("text", "is_one"),
    [
        (json.dumps(ONE, indent=4), True),
        (SQL, True),
        ('{"format": "netledger-1",\n"contact": []}', False),
        ('{"account": {"name": "x"}}', False),
        ("Name,Email\nMia,m@x.org\n", False),
        ("", False),
    ],
)
def test_monicas_files_are_known_by_how_they_begin(tmp_path: Path, text: str, is_one: bool) -> None:
    path = tmp_path / "some.file"
    path.write_text(text)
    assert MONICA.identify(path) is is_one


def test_a_mark_at_the_beginning_does_no_harm(tmp_path: Path) -> None:
    path = tmp_path / "monica.json"
    for encoding in ("utf-8-sig", "utf-16"):
        path.write_bytes(json.dumps(ONE).encode(encoding))
        assert MONICA.identify(path)
        assert len(list(MONICA.extract(path, Asked()))) == 1


WHOLE = account(
    group("user", record("u", me_contact="me")),
    group("contact", record(
        "c1", first_name="Mia", nickname="Mimi", is_dead=True, tags=["a"],
        deceased_date={"is_year_unknown": True, "date": "2020-03-16"},
        birthdate={"is_age_based": False, "date": "1980-03-04T00:00:00.000000Z"},
        first_met_date={"date": "2010-01-01"}, first_met_through="me", stay_in_touch_frequency=5,
    ) | {"data": [
        group("contact_field", record("f1", data="m@x.org", type="t-mail")),
        group("activity", "x1"),
        group("call", record("k1", called_at="2026-02-03", contact_called=True)),
        group("conversation", record("v1", happened_at="2026-02-04", messages=[
            record("m1", content="Hi", written_at="2026-02-03", written_by_me=True)])),
        group("note", record("n1", body="Tall")),
        group("address", record("a1", city="Oslo")),
        group("task", record("t1", title="Ring")),
    ]}),
    group("relationship", record("r1", type="child", contact_is="c1", of_contact="c1")),
    group("activity", record("x1", summary="Walk", happened_at="2026-02-01")),
    instance={"contact_field_types": [record("t-mail", name="Email", protocol="mailto:")]},
    properties={"journal_entries": []},
)  # fmt: skip


def places(value: Any, path: tuple[Any, ...] = ()) -> list[tuple[Any, ...]]:
    """Every place in a JSON value, as the keys that lead there."""
    found = [path] if path else []
    if isinstance(value, dict | list):
        for key, one in value.items() if isinstance(value, dict) else enumerate(value):
            found += places(one, (*path, key))
    return found


ODD: st.SearchStrategy[Any] = st.sampled_from(
    [None, True, 0, -1, 1e308, float("nan"), 10**30, "", "x", "\0\ud800",
     "9999-12-31T23:59:59-12:00", "0001-01-01", [], {}, [[]], {"data": {"x": 1}}, {"values": "x"},
     [None, {"uuid": []}]]
)  # fmt: skip


@settings(
    max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.lists(st.tuples(st.sampled_from(places(WHOLE)), ODD), min_size=1, max_size=3))
def test_a_wrong_type_anywhere_gives_drafts_or_a_plain_error(
    tmp_path: Path, changes: list[tuple[tuple[Any, ...], Any]]
) -> None:
    document: Any = copy.deepcopy(WHOLE)
    for path, value in changes:
        holder = document
        try:
            for key in path[:-1]:
                holder = holder[key]
            holder[path[-1]] = copy.deepcopy(value)
        except (KeyError, TypeError, IndexError):
            continue  # an earlier change took this place away
    try:
        found = drafts(tmp_path, document)
    except NetledgerError:
        return
    assert all(
        draft.record.startswith("monica.json") for draft in found if hasattr(draft, "record")
    )


@settings(
    max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(st.integers(0, 4000), st.binary(max_size=6))
def test_a_damaged_file_gives_drafts_or_a_plain_error(tmp_path: Path, at: int, raw: bytes) -> None:
    path = tmp_path / "monica.json"
    whole = json.dumps(WHOLE).encode()
    path.write_bytes(whole[:at] + raw + whole[at + len(raw) :])
    MONICA.identify(path)
    try:
        assert list(MONICA.extract(path, Asked()))
    except NetledgerError as error:
        assert error.hint  # noqa: PT017
