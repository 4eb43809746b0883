"""Invitations, endorsements and recommendations, and the whole export as zip and folder."""

from __future__ import annotations

import zipfile
from datetime import date
from pathlib import Path

import pytest

from netledger.errors import NetledgerError
from netledger.importers.drafts import Asked, Draft, Notice, Owner, Person, Sign
from netledger.importers.linkedin import LINKEDIN

IN = "https://www.linkedin.com/in/"
ME = Owner(urls=(f"{IN}rae-vale",))
INVITATIONS = (
    "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
    f'Mia Falk,Rae Vale,"7/8/26, 3:43\u202fPM",Good to meet you,INCOMING,{IN}mia,{IN}rae-vale\n'
    f'Rae Vale,Lou Roe,"12/31/2025, 9:01 AM",,OUTGOING,{IN}rae-vale,{IN}lou\n'
)
ENDORSEMENTS = (
    "Endorsement Date,Skill Name,{0} First Name,{0} Last Name,{0} Public Url,Endorsement Status\n"
    "2023/06/05 15:47:58 UTC,Writing,Mia,Falk,www.linkedin.com/in/mia,PENDING\n"
)
RECOMMENDATIONS = (
    "First Name,Last Name,Company,Job Title,Text,Creation Date,Status\n"
    'Mia,Falk,Acme,Cook,"A pleasure,\nalways ""on"".","08/30/22, 05:51 PM",VISIBLE\n'
    "Lou,Roe,Acme,Cook,Good,Jan 2024,VISIBLE\n"
)


def drafts(path: Path, text: str, owner: Owner = ME) -> list[Draft]:
    path.write_text(text, encoding="utf-8")
    return list(LINKEDIN.extract(path, Asked(owner)))


def test_invitations_say_who_invited_whom(tmp_path: Path) -> None:
    assert drafts(tmp_path / "Invitations.csv", INVITATIONS) == [
        Sign(
            record="Invitations.csv line 2",
            kind="invitation",
            with_name="Mia Falk",
            with_url=f"{IN}mia",
            side="them",
            on=date(2026, 7, 8),
            text="Good to meet you",
        ),
        Sign(
            record="Invitations.csv line 3",
            kind="invitation",
            with_name="Lou Roe",
            with_url=f"{IN}lou",
            side="me",
            on=date(2025, 12, 31),
        ),
    ]


def test_invitations_say_who_the_user_is(tmp_path: Path) -> None:
    found = drafts(tmp_path / "Invitations.csv", INVITATIONS, Owner())
    assert isinstance(found[0], Notice)
    assert "rae-vale" in found[0].why
    assert [draft.side for draft in found if isinstance(draft, Sign)] == ["them", "me"]


def test_an_invitation_without_a_direction_goes_by_the_links(tmp_path: Path) -> None:
    path = tmp_path / "Invitations.csv"
    found = drafts(path, INVITATIONS.replace("INCOMING", "").replace("OUTGOING", "?"))
    assert [draft.side for draft in found if isinstance(draft, Sign)] == ["them", "me"]
    unknown = drafts(path, f"From,To,Sent At,Direction\nMia,Lou,,x\n{IN},,,\n")
    assert [type(draft) for draft in unknown] == [Notice, Notice]


@pytest.mark.parametrize(("who", "side"), [("Endorser", "them"), ("Endorsee", "me")])
def test_an_endorsement_is_of_who_gave_it(tmp_path: Path, who: str, side: str) -> None:
    assert drafts(tmp_path / "any.csv", ENDORSEMENTS.format(who)) == [
        Sign(
            record="any.csv line 2",
            kind="endorsement",
            with_name="Mia Falk",
            with_url=f"{IN}mia",
            side="me" if side == "me" else "them",
            on=date(2023, 6, 5),
            text="Writing",
        )
    ]


def test_a_recommendation_keeps_its_text_and_only_a_day_that_is_one(tmp_path: Path) -> None:
    found = drafts(tmp_path / "Recommendations Given.csv", RECOMMENDATIONS)
    signs = [draft for draft in found if isinstance(draft, Sign)]
    assert [(sign.side, sign.on, sign.with_url) for sign in signs] == [
        ("me", date(2022, 8, 30), None),
        ("me", None, None),
    ]
    assert signs[0].text == 'A pleasure,\nalways "on".'
    (remark,) = [draft for draft in found if isinstance(draft, Notice)]
    assert not remark.skipped


def test_recommendations_under_another_name_are_refused(tmp_path: Path) -> None:
    with pytest.raises(NetledgerError, match="given or received"):
        drafts(tmp_path / "mine.csv", RECOMMENDATIONS)


# The whole export

EXPORT = {
    "Recommendations_Received.csv": RECOMMENDATIONS,
    "Endorsement_Received_Info.csv": ENDORSEMENTS.format("Endorser"),
    "Invitations.csv": INVITATIONS,
    "Connections.csv": f"First Name,Last Name,URL,Connected On\nMia,Falk,{IN}mia,14 Jan 2024\n",
    "Ad_Targeting.csv": "a,b\n",
}


def test_a_zip_and_its_folder_give_the_same_in_a_fixed_order(tmp_path: Path) -> None:
    folder = tmp_path / "export"
    folder.mkdir()
    with zipfile.ZipFile(tmp_path / "export.zip", "w") as made:
        for name, text in EXPORT.items():
            made.writestr(f"Basic/{name}", text)
            (folder / name).write_text(text, encoding="utf-8")
    zipped, unpacked = (
        list(LINKEDIN.extract(path, Asked(ME))) for path in (tmp_path / "export.zip", folder)
    )
    assert zipped == unpacked
    assert LINKEDIN.identify(folder)
    assert LINKEDIN.identify(tmp_path / "export.zip")
    assert isinstance(zipped[0], Person)
    kinds = [draft.kind for draft in zipped if isinstance(draft, Sign)]
    assert kinds == ["invitation"] * 2 + ["endorsement"] + ["recommendation"] * 2


def test_a_file_of_an_export_that_is_not_known_is_named_and_the_rest_goes_in(
    tmp_path: Path,
) -> None:
    (tmp_path / "Invitations.csv").write_text("Von,An\nx,y\n")
    (tmp_path / "Connections.csv").write_text(EXPORT["Connections.csv"])
    found = list(LINKEDIN.extract(tmp_path, Asked(ME)))
    assert [type(draft) for draft in found] == [Notice, Person]
    assert isinstance(found[0], Notice)
    assert "Von, An" in found[0].why


def test_a_folder_without_linkedins_files_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "notes.txt").write_text("hello")
    assert not LINKEDIN.identify(tmp_path)
    with pytest.raises(NetledgerError, match="none of LinkedIn's files"):
        list(LINKEDIN.extract(tmp_path, Asked(ME)))


def test_an_export_of_unknown_headers_only_is_an_error(tmp_path: Path) -> None:
    (tmp_path / "Connections.csv").write_text("Etunimi,Sukunimi\nAino,E\n")
    with pytest.raises(NetledgerError, match="Etunimi, Sukunimi"):
        list(LINKEDIN.extract(tmp_path, Asked(ME)))


@pytest.mark.parametrize("broken", ["Invitations.csv", "Endorsement_Given_Info.csv"])
def test_a_damaged_file_of_the_zip_is_named_and_the_others_go_in(
    tmp_path: Path, broken: str
) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as made:
        made.writestr(
            "Connections.csv",
            "First Name,Last Name,URL,Connected On\nMia,Falk,https://www.linkedin.com/in/mia,\n",
        )
        made.writestr(
            "Invitations.csv",
            "From,To,Sent At,Message,Direction,inviterProfileUrl,inviteeProfileUrl\n"
            + "Rae,Mia,,hi,OUTGOING,,https://www.linkedin.com/in/mia\n" * 9,
        )
        made.writestr(
            "Endorsement_Given_Info.csv",
            "Endorsement Date,Skill Name,Endorsee First Name,Endorsee Last Name,"
            "Endorsee Public Url\n" + "2024/01/01,Tea,Mia,Falk,www.linkedin.com/in/mia\n" * 9,
        )
        place = made.getinfo(broken).header_offset
    data = bytearray(path.read_bytes())
    data[place + 200] ^= 1
    path.write_bytes(data)
    found = list(LINKEDIN.extract(path, Asked(ME)))
    assert Notice(broken, "is damaged or cut short") in found
    assert [draft.name for draft in found if isinstance(draft, Person)] == ["Mia Falk"]
    assert any(isinstance(draft, Sign) for draft in found)
