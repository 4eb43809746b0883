"""What LinkedIn's files have in common about people."""

from __future__ import annotations

from collections.abc import Sequence

from netledger.domain.names import one_line, profile_slug


def name_from_slug(slug: str) -> str:
    """Return the name that a profile's slug was made of: "ida-ortega-1a2b3c" is Ida Ortega."""
    words = slug.split("-")
    while words and any(char.isdecimal() for char in words[-1]):
        words.pop()
    return " ".join(word.capitalize() for word in words if word) or slug


def full_name(row: dict[str, str]) -> str:
    """Return first and last name as one line."""
    return one_line(f"{row.get('first', '')} {row.get('last', '')}")


def link(text: str) -> str | None:
    """Return the cell of a link with its scheme, or None if it is no web link."""
    url = one_line(text)
    if not url or " " in url or "." not in url:
        return None
    if "://" not in url:
        return f"https://{url}"
    return url if url.casefold().startswith(("https://", "http://")) else None


def slugs(urls: Sequence[str]) -> frozenset[str]:
    """Return the profile slugs of those `urls` that are profiles."""
    return frozenset(slug for url in urls if (slug := profile_slug(url)))


def counted(number: int, noun: str) -> str:
    """Return "1 message", "2 messages"."""
    return f"{number} {noun}" if number == 1 else f"{number} {noun}s"
