"""What prune flags, what it spares, and that both are said as facts."""

from __future__ import annotations

from datetime import date, timedelta
from typing import Any

import pytest

from netledger.domain.model import Entry, Head
from netledger.domain.strength import summarise
from netledger.domain.vanity import Because, Evidence, Pitches, judge

TODAY = date(2026, 3, 14)
LONG_AGO = date(2019, 1, 14)


def head(*history: Entry, **fields: Any) -> Head:
    known: dict[str, Any] = {"connected_on": LONG_AGO, "created_on": date(2026, 1, 1)} | fields
    return Head(known.pop("id", 1), "uid", known.pop("name", "Ada"), summarise(history), **known)


def note(on: date, *, by_them: bool = False) -> Entry:
    return Entry(1, on, initiator="them" if by_them else "me", two_way=False)


def talks(times: int, last: date) -> list[Entry]:
    return [Entry(1, last - timedelta(days=9 * k)) for k in range(times)]


def reasons(evidence: Evidence, messages_imported: bool = True) -> tuple[str, ...]:
    flags, spared = judge([evidence], TODAY, messages_imported)
    assert spared == []
    return flags[0].reasons


def spared(evidence: Evidence) -> tuple[Because, str] | None:
    flags, kept = judge([evidence], TODAY, messages_imported=True)
    assert flags == []
    return (kept[0].because, kept[0].detail) if kept else None


# Flagged


def test_a_link_that_never_carried_anything_is_flagged_with_facts_and_dates() -> None:
    empty = Evidence(head(), url="https://www.linkedin.com/in/ada", pitches=Pitches(2, 4))
    [flag], _ = judge([empty], TODAY, messages_imported=True)
    assert (flag.strength, flag.url) == (0, "https://www.linkedin.com/in/ada")
    assert flag.reasons == (
        "connected 14 Jan 2019",
        "no entry that counts in 7 years",
        "no support either way",
        "no value-add stated",
        "nobody reached through them",
        "2 pitches",
    )


def test_where_no_messages_were_imported_the_reasons_say_so() -> None:
    said = reasons(Evidence(head()), messages_imported=False)
    assert said[1] == "no messages imported: what was written elsewhere is not known"
    assert not any("no message either way" in reason for reason in said)


def test_a_letter_never_answered_is_told_with_its_day() -> None:
    day = date(2020, 2, 3)
    assert reasons(Evidence(head(note(day)), sent=1))[:3] == (
        "connected 14 Jan 2019",
        "from you on 3 Feb 2020, no answer",
        "nothing since, 6 years",
    )
    theirs = Evidence(head(note(day, by_them=True)), received=1)
    assert reasons(theirs)[1] == "from them on 3 Feb 2020, never answered"


def test_two_letters_are_counted_up_to_the_last() -> None:
    twice = head(note(date(2020, 2, 3)), note(date(2021, 5, 6)), connected_on=None)
    assert reasons(Evidence(twice, sent=2))[:2] == (
        "first entry 3 Feb 2020",
        "from you on 2 days, last 6 May 2021, no answer",
    )


def test_one_day_is_not_told_twice() -> None:
    once = head(note(date(2020, 2, 3)), connected_on=None)
    assert reasons(Evidence(once, sent=1))[0] == "from you on 3 Feb 2020, no answer"


def test_known_since_is_the_earliest_day_that_the_ledger_knows() -> None:
    met = head(met_on=date(2015, 6, 1))
    assert reasons(Evidence(met))[0] == "met 1 Jun 2015"
    listed = head(connected_on=None, created_on=date(2021, 1, 2))
    assert reasons(Evidence(listed))[0] == "in the ledger since 2 Jan 2021"


def test_a_pitch_is_no_contact() -> None:
    pitch = Entry(1, TODAY, pitch=True, initiator="them")
    assert reasons(Evidence(head(pitch), pitches=Pitches(1, 1)))[-1] == "1 pitch"


def test_the_weakest_and_longest_known_come_first() -> None:
    heads = [
        head(note(date(2020, 2, 3)), note(date(2020, 2, 4)), id=1),
        head(id=2, name="Cy"),
        head(id=3, name="Bo"),
        head(id=4, name="Zoe", connected_on=date(2012, 1, 1)),
    ]
    flags, _ = judge([Evidence(one) for one in heads], TODAY, messages_imported=True)
    assert [flag.head.name for flag in flags] == ["Zoe", "Ada", "Bo", "Cy"]
    recent = head(note(TODAY - timedelta(days=365)), id=5, name="New", connected_on=LONG_AGO)
    flags, _ = judge([Evidence(recent), Evidence(heads[1])], TODAY, messages_imported=True)
    assert [flag.head.name for flag in flags] == ["Cy", "New"]


# Spared


@pytest.mark.parametrize(
    ("evidence", "because", "detail"),
    [
        (Evidence(head(pinned=True)), "pinned", "you pinned them"),
        (Evidence(head(kin=True)), "kin", "family"),
        (Evidence(head(), open_promise=True), "promise", "a promise is open"),
        (Evidence(head(), has_support=True), "support", "support was given or got"),
        (
            Evidence(head(), recommended_on=date(2018, 5, 6)),
            "support",
            "recommended you 6 May 2018",
        ),
        (Evidence(head(), value_stated=True), "value", "a value-add is stated"),
        (Evidence(head(), reaches=1), "bridge", "1 other reached only through them"),
        (Evidence(head(), reaches=4), "bridge", "4 others reached only through them"),
    ],
)
def test_one_thing_that_speaks_for_a_thin_tie_spares_it(
    evidence: Evidence, because: Because, detail: str
) -> None:
    assert spared(evidence) == (because, detail)


def test_the_first_that_holds_is_named() -> None:
    all_of_it = Evidence(head(), True, True, True, reaches=3)
    assert spared(all_of_it) == ("promise", "a promise is open")
    assert spared(all_of_it._replace(head=head(kin=True))) == ("kin", "family")


def test_a_new_contact_is_spared_until_a_year_has_passed_to_the_day() -> None:
    year = timedelta(days=365)
    day_short = head(connected_on=TODAY - year + timedelta(days=1))
    assert spared(Evidence(day_short)) == ("new", "connected 15 Mar 2025")
    assert reasons(Evidence(head(connected_on=TODAY - year)))[1] == (
        "no message either way in 12 months"
    )


def test_so_is_one_heard_of_lately() -> None:
    lately = head(note(TODAY - timedelta(days=364), by_them=True))
    assert spared(Evidence(lately, received=1)) == ("new", "last entry 15 Mar 2025")


def test_and_one_of_whom_no_day_is_known() -> None:
    unknown = head(connected_on=None, created_on=None)
    assert spared(Evidence(unknown)) == ("new", "not known since when")


def test_quiet_days_are_the_users_to_set() -> None:
    month_old = Evidence(head(connected_on=TODAY - timedelta(days=31)))
    flags, _ = judge([month_old], TODAY, messages_imported=True, quiet_days=30)
    assert flags[0].reasons[1] == "no message either way in 31 days"


def test_a_tie_once_strong_and_silent_now_is_dormant() -> None:
    once = Evidence(head(*talks(6, date(2024, 7, 1))))
    assert spared(once) == ("dormant", "6 contact-days, the last 1 Jul 2024: worth reviving")
    supportive = Evidence(head(*talks(1, date(2024, 7, 1))), has_support=True)
    assert spared(supportive) == ("dormant", "1 contact-day, the last 1 Jul 2024: worth reviving")


def test_dormant_takes_a_year_of_silence_to_the_day() -> None:
    year = timedelta(days=365)
    assert spared(Evidence(head(*talks(6, TODAY - year)))) is not None
    assert spared(Evidence(head(*talks(6, TODAY - year + timedelta(days=1))))) is None


# Neither


@pytest.mark.parametrize(
    "one",
    [
        head(stated_tier=150),
        head(cadence_days=30),
        head(archived=True),
        head(died=LONG_AGO),
        head(*talks(6, date(2024, 7, 1)), stated_tier=5),
        head(*talks(6, TODAY)),
        head(*talks(4, date(2024, 7, 1))),
        head(*(note(date(2020, month, 1)) for month in (1, 2, 3))),
    ],
)
def test_a_tie_that_is_wanted_gone_alive_or_neither_thin_nor_strong_is_not_named(
    one: Head,
) -> None:
    assert spared(Evidence(one)) is None
