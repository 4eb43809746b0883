"""The ledger of the forty is what the questions take it for."""

from __future__ import annotations

from netledger.ledger.connection import Ledger

from .people import PEOPLE


def test_there_are_forty_people_and_about_two_hundred_entries(forty: Ledger) -> None:
    (people,) = forty.conn.execute("SELECT count(*) FROM contact").fetchone()
    (entries,) = forty.conn.execute("SELECT count(*) FROM interaction").fetchone()
    assert people == len(PEOPLE) == 40
    assert 200 <= entries <= 260


def test_no_two_of_them_share_a_first_name(ids: dict[str, int]) -> None:
    assert len(ids) == 40
