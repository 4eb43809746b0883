"""A letter as a link for mail and as Markdown: whole again when read, and nothing smuggled in."""

from __future__ import annotations

from urllib.parse import unquote, urlsplit

from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain.handoff import Letter
from netledger.domain.told import Side
from netledger.render.letters import mailto, markdown

ADA = Side(1, "Ada Stone", "Ada", email="ada+x@example.org", url="https://example.org/ada(1)")
BOB = Side(2, "Bob", "Bob")


def parts(link: str) -> tuple[str, dict[str, str]]:
    split = urlsplit(link)
    fields = dict(part.split("=", 1) for part in split.query.split("&"))
    return unquote(split.path), {name: unquote(value) for name, value in fields.items()}


@settings(max_examples=60, deadline=None)
@given(
    st.text(st.characters(exclude_categories=["Cs"])),
    st.text(st.characters(exclude_categories=["Cs"])),
)
def test_a_link_carries_any_subject_and_body_whole(subject: str, body: str) -> None:
    link = mailto(Letter((ADA,), subject, body))
    assert link.isascii()
    assert not set(' "<>\n\r') & set(link)
    assert parts(link) == (
        "ada+x@example.org",
        {"subject": subject, "body": body.replace("\n", "\r\n")},
    )


def test_a_link_goes_to_all_whose_address_is_known() -> None:
    eve = BOB._replace(email="eve@example.org")
    assert parts(mailto(Letter((ADA, eve), "s", "b")))[0] == "ada+x@example.org,eve@example.org"
    assert parts(mailto(Letter((BOB,), "s", "b")))[0] == ""


def test_markdown_has_names_bold_with_their_pages_and_all_else_literal() -> None:
    text = "- Ada Stone and Bob: 2*3 [x](y) <b> Bobby\nat https://example.org/a_b"
    assert markdown(text, (ADA, BOB)) == (
        "\\- [**Ada Stone**](https://example.org/ada%281%29) and **Bob**: 2\\*3 \\[x\\](y) \\<b\\>"
        " Bobby\nat <https://example.org/a_b>"
    )


def test_a_name_that_is_markup_is_a_name() -> None:
    odd = Side(3, "*[x](javascript:y)*", "x")
    assert markdown("this is *[x](javascript:y)*.", (odd,)) == (
        "this is **\\*\\[x\\](javascript:y)\\***."
    )
