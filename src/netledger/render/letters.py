"""The letters of a hand-off in the forms that they leave in: a link for mail, Markdown."""

from __future__ import annotations

import re
from collections.abc import Sequence
from urllib.parse import quote

from netledger.domain.handoff import Letter
from netledger.domain.told import Side


def mailto(letter: Letter) -> str:
    """Return a letter as a mailto: link (RFC 6068) to those whose address is known."""
    addresses = ",".join(quote(one.email, safe="@") for one in letter.to if one.email)
    body = letter.body.replace("\n", "\r\n")
    return (
        f"mailto:{addresses}?subject={quote(letter.subject, safe='')}&body={quote(body, safe='')}"
    )


def markdown(text: str, people: Sequence[Side]) -> str:
    """Return a text as Markdown: whole names bold, and links to their pages; all else literal."""
    pages = {one.name: one.url for one in people}
    longest = sorted(pages, key=len, reverse=True)
    names = "|".join(rf"(?<!\w){re.escape(name)}(?!\w)" for name in longest)
    pattern = (
        rf"(?P<name>{names})|(?P<url>https?://[^\s<>()]+)|(?P<mark>[\\`*_\[\]{{}}<>#|~]|^[-+])"
    )

    def marked(found: re.Match[str]) -> str:
        if found["name"]:
            name = re.sub(r"([\\`*_\[\]{}<>#|~])", r"\\\1", found["name"])
            page = pages[found["name"]]
            link = page and quote(page, safe=":/?#@!$&'*+,;=%~")
            return f"[**{name}**]({link})" if link else f"**{name}**"
        return f"<{found['url']}>" if found["url"] else f"\\{found['mark']}"

    return re.sub(pattern, marked, text, flags=re.M)
