"""The benchmark of imports: what it makes can be read, what it judges is judged rightly."""

from __future__ import annotations

import json
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from netledger.importers import importer, recognised
from netledger.importers.drafts import Asked, Exchange, Owner

command: Any = pytest.importorskip("benchmarks.imports.__main__")
corpus: Any = pytest.importorskip("benchmarks.imports.corpus")
judge: Any = pytest.importorskip("benchmarks.imports.judge")
made: Any = pytest.importorskip("benchmarks.imports.made")
report: Any = pytest.importorskip("benchmarks.imports.report")
speed: Any = pytest.importorskip("benchmarks.imports.speed")
timing: Any = pytest.importorskip("benchmarks.speed.timing")

ME = Asked(Owner(names=(made.ME,), emails=(made.MY_ADDRESS,)), until=date(2026, 11, 25))


# --- what it makes


@pytest.mark.parametrize("place", range(6))
def test_a_file_is_of_its_format_and_the_same_each_time(place: int, tmp_path: Path) -> None:
    source = speed.sources(0.002)[place]
    first, second = tmp_path / source.name, tmp_path / "again" / source.name
    second.parent.mkdir()
    source.write(first)
    source.write(second)
    assert recognised(first) == source.format
    drafts = list(importer(source.format).extract(first, ME))
    assert len(drafts) >= 15
    named = {repr(draft) for draft in drafts}
    again = {repr(draft) for draft in importer(source.format).extract(second, ME)}
    assert named == again


def test_a_file_that_is_there_is_not_made_again(tmp_path: Path) -> None:
    path = tmp_path / "cards.vcf"
    path.write_text("mine")
    made.made(path, lambda half: half.write_text("new"))
    assert path.read_text() == "mine"


def test_four_in_ten_messages_of_a_mailbox_are_bulk(tmp_path: Path) -> None:
    path = tmp_path / "mail.mbox"
    made.mailbox(path, 1_000)
    text = path.read_text("utf-8")
    bulk = sum(text.count(mark) for mark in ("\nPrecedence:", "\nList-Id:", "\nAuto-Submitted:"))
    assert text.count("\nDelivered-To:") == 1_000
    assert 350 < bulk < 450


def test_a_long_mailbox_has_the_same_messages(tmp_path: Path) -> None:
    short, long = tmp_path / "short.mbox", tmp_path / "long.mbox"
    made.mailbox(short, 50)
    made.mailbox(long, 50, body=40)
    assert long.stat().st_size > 10 * short.stat().st_size

    def read(path: Path) -> list[tuple[Any, ...]]:
        drafts = importer("mbox").extract(path, ME)
        return [(one.who, one.at, one.side) for one in drafts if isinstance(one, Exchange)]

    assert len(read(short)) > 20
    assert read(short) == read(long)


# --- what it times


def test_the_whole_run_on_a_little(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    two = [*speed.sources(0.001)[:1], *speed.sources(0.001)[3:4]]
    monkeypatch.setattr(speed, "sources", lambda _: two)
    assert command.main(["--quick", "--markdown", "--folder", str(tmp_path)]) == 0
    out, _ = capsys.readouterr()
    assert "| 30 vCards in one file | 30 | 0 |" in out
    assert "| again changes nothing, undo takes back all | each |  | yes |" in out
    assert not list(tmp_path.glob("imported.db*"))


def found(kind: str, seconds: float, megabytes: float, limit: float | None = None) -> Any:
    source = speed.Source(kind, kind, kind, lambda _: None, limit)
    one = speed.Found(source, nothing_new=True, taken_back=True)
    one.first = timing.Timed([seconds], [seconds], [int(megabytes * 1024)])
    return one


def met(rows: list[Any]) -> list[str]:
    return [row[-1] for row in speed.targets(rows).rows]


def test_a_target_is_met_below_it_alone() -> None:
    assert met([found("vcard", 29.9, 1, 30)]) == ["yes", "yes"]
    assert met([found("vcard", 30.1, 1, 30)]) == ["NO", "yes"]


def test_memory_is_flat_if_a_longer_mailbox_takes_no_more() -> None:
    assert met([found("mbox", 1, 100), found("mbox", 1, 120)]) == ["yes", "yes"]
    assert met([found("mbox", 1, 100), found("mbox", 1, 130)]) == ["NO", "yes"]


def test_what_is_left_after_undo_fails_the_target() -> None:
    one = found("vcard", 1, 1)
    one.taken_back = False
    assert met([one]) == ["NO"]


# --- what it judges

PAGE = "https://www.linkedin.com/in/"
HEAD = "First Name,Last Name,URL,Email Address,Company,Position,Connected On\n"
GOOGLE = "First Name,Last Name,Organization Name,E-mail 1 - Label,E-mail 1 - Value\n"
CARD = "BEGIN:VCARD\nVERSION:3.0\nFN:{}\nEMAIL:{}\nEND:VCARD\n"


def network(folder: Path, *, cards: str) -> Path:
    """Write a corpus of Mia (0), Lou (1) and another Lou (2): all that the truth speaks of."""
    import zipfile

    (folder / "google").mkdir(parents=True)
    (folder / "whatsapp").mkdir()
    with zipfile.ZipFile(folder / "export.zip", "w") as export:
        rows = f"Mia,Falk,{PAGE}mia,,Acme,,14 Jan 2024\nLou,Roe,{PAGE}lou,,Acme,,14 Jan 2024\n"
        export.writestr("Connections.csv", HEAD + rows)
    table = GOOGLE + "Mia,Falk,,* Work,mia@x.org\nLou,Roe,Acme,* Work,lou@x.org\n"
    files = {
        "google/contacts.csv": table,
        "google/contacts_old.csv": table,
        "contacts.vcf": cards,
        "calendar.ics": "BEGIN:VCALENDAR\nEND:VCALENDAR\n",
        "mail.mbox": (
            "From mia@x.org Fri Mar 13 10:00:00 2026\nMessage-ID: <1@x.org>\n"
            "From: Mia Falk <mia@x.org>\nTo: robin@x.org\nSubject: Tea\n"
            "Date: Fri, 13 Mar 2026 10:00:00 +0000\n\nTea?\n\n"
        ),
        "whatsapp/WhatsApp Chat with Mia Falk.txt": "13/03/2026, 10:00 - Mia Falk: Tea?\n",
        "friends.md": "### Friends:\n- Mia Falk\n",
    }
    for name, text in files.items():
        (folder / name).write_text(text, encoding="utf-8")
    refs = [
        "linkedin/Connections.csv#{}", "google/contacts.csv#{}", "google/contacts_old.csv#{}",
        "contacts.vcf#{}",
    ]  # fmt: skip
    records = {ref.format(n): n for ref in refs for n in (0, 1)}
    records["contacts.vcf#1"] = 2
    records |= {"whatsapp/WhatsApp Chat with Mia Falk.txt": 0, "friends.md#0": 0}
    people = {
        "0": {"slug": "mia", "emails": ["mia@x.org"]},
        "1": {"slug": "lou", "emails": ["lou@x.org"]},
        "2": {"slug": "", "emails": ["other@x.org"]},
    }
    owner = {"name": "Robin Vale", "emails": ["robin@x.org"], "url": f"{PAGE}robin"}
    links = [
        {"a": "google/contacts.csv#0", "b": "contacts.vcf#0", "evidence": "email"},
        {"a": "google/contacts.csv#0", "b": "linkedin/Connections.csv#0", "evidence": "name-only"},
        {"a": "google/contacts.csv#1", "b": "linkedin/Connections.csv#1",
         "evidence": "name+company"},
    ]  # fmt: skip
    truth = {
        "meta": {"today": "2026-03-16", "owner": owner},
        "records": records,
        "people": people,
        "links": links,
    }
    (folder / "truth.json").write_text(json.dumps(truth))
    events = [
        {"pid": 0, "when": "2026-03-14T09:00:00+00:00", "kind": "mail", "counts": True},
        {"pid": 0, "when": "2026-03-01T09:00:00+00:00", "kind": "mail", "counts": True},
        {"pid": 1, "when": "2026-03-13T09:00:00+00:00", "kind": "whatsapp", "counts": True},
        {"pid": 0, "when": "2026-03-13T09:00:00+00:00", "kind": "whatsapp", "counts": False},
    ]
    (folder / "truth_exchanges.jsonl").write_text("\n".join(map(json.dumps, events)))
    return folder


RIGHT = CARD.format("Mia Falk", "mia@x.org") + CARD.format("Lou Roe", "other@x.org")


@pytest.fixture(scope="module")
def judged(tmp_path_factory: pytest.TempPathFactory) -> list[Any]:
    read = corpus.read(network(tmp_path_factory.mktemp("corpus") / "right", cards=RIGHT))
    return [judge.judge(read, order) for order in corpus.orders(3)]


def test_links_are_joined_proposed_or_neither(judged: list[Any]) -> None:
    one = judged[0]
    assert one.joined == {"email": 1}
    assert one.proposed == {"name-only": 1, "name+company": 1}
    assert (one.of_two, one.apart) == (0, 0)


def test_proposals_are_right_where_the_two_are_one_person(judged: list[Any]) -> None:
    one = judged[0]
    # Of Mia there are the page, the address, the chat and the friend; of Lou page and address.
    assert one.still_two == 7
    assert one.bands[0.0].many > one.bands[0.0].right > 0
    assert one.bands[0.8].right <= one.bands[0.8].many < one.bands[0.0].many


def test_a_day_is_found_if_it_is_the_day_or_the_next(judged: list[Any]) -> None:
    mail, chat = judged[0].credits["mbox"], judged[0].credits["whatsapp"]
    assert (mail.true, mail.found, mail.entries, mail.untrue) == (2, 1, 1, 0)
    assert (chat.true, chat.found, chat.entries, chat.untrue) == (1, 0, 1, 1)


def test_every_order_gives_the_same_and_again_nothing(judged: list[Any]) -> None:
    assert len({one.order for one in judged}) == 3
    assert len({(one.partition, one.contents) for one in judged}) == 1
    assert all(one.again_nothing for one in judged)


def test_the_tables_say_it(judged: list[Any], tmp_path: Path) -> None:
    read = corpus.read(network(tmp_path / "right", cards=RIGHT))
    text = "\n".join(table.markdown() for table in report.tables(read, judged))
    assert "same people with the same contents: yes" in text
    assert "| email | 1 | 0 | 0 |" in text
    assert "| mbox | 2 | 0.500 | 1 | 0 |" in text


def test_one_contact_of_two_people_is_seen(tmp_path: Path) -> None:
    cards = CARD.format("Mia Falk", "mia@x.org") + CARD.format("Lou Roe", "lou@x.org")
    read = corpus.read(network(tmp_path / "wrong", cards=cards))
    assert judge.judge(read, corpus.orders(1)[0]).of_two == 1


def test_records_of_one_page_that_were_not_joined_are_seen() -> None:
    one = judge.Judged(())
    one.proposed["url"], one.neither["phone"], one.neither["name-only"] = 1, 2, 4
    assert one.apart == 3


def test_a_file_with_too_few_people_is_no_part_of_a_corpus(tmp_path: Path) -> None:
    folder = network(tmp_path / "few", cards=CARD.format("Mia Falk", "mia@x.org"))
    read = corpus.read(folder)
    with pytest.raises(
        corpus.CorpusError, match=r"contacts\.vcf should have 2 people, 1 were read"
    ):
        judge.judge(read, corpus.orders(1)[0])


def test_a_folder_that_is_no_corpus_is_said_to_be_none(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert command.main(["--corpus", str(tmp_path)]) == 2
    assert "is no corpus" in capsys.readouterr().err


def test_orders_are_of_all_files_and_no_two_the_same() -> None:
    found = corpus.orders(6)
    assert len(set(found)) == 6
    assert len({tuple(sorted(order)) for order in found}) == 1
    assert corpus.orders(4) == found[:4]
