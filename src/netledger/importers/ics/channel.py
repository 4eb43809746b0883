"""How people met at an event: over video, by telephone or in person, by what it says of itself."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Final

from netledger.domain.model import Channel

_VIDEO_LINK: Final = re.compile(
    r"(?i)\b(?:zoom\.us|zoomgov\.com|meet\.google\.com|teams\.(?:microsoft|live)\.com|webex\.com"
    r"|jit\.si|8x8\.vc|jitsi\b|whereby\.com|gotomeet(?:ing\.com|\.me)|bluejeans\.com|bigbluebutton"
    r"|join\.skype\.com|meet\.lync\.com|facetime\.apple\.com|chime\.aws|meet\.proton\.me"
    r"|/bbb/|bbb\.|discord\.gg|talky\.io|app\.gather\.town|call\.element\.io)"
)
# A place that is none but a program, as programs and people write it.
_VIDEO_PLACE: Final = re.compile(
    r"(?i)\b(?:zoom|google meet|g?meet link|microsoft teams|ms teams|webex|jitsi|facetime|skype"
    r"|whereby|video\s?(?:call|chat|konferenz|conference|anruf|llamada)|visio(?:conf\w*)?"
    r"|videollamada|videochiamata|videosamtal)\b|^\s*teams\b"
)
_NUMBER: Final = re.compile(r"(?i)(?:tel:|\+|\(|\d)[\d\s()./+-]{6,40}(?:(?:x|ext\.?|#)\s?\d{1,8})?")
_PHONE_WORD: Final = re.compile(
    r"(?i)^\W{0,3}(?:tele)?(?:phone|fon|foon|phon|pho?ne call)\b|^\W{0,3}(?:tel|mobile|handy)\b[.:]"
)
# What an event is called that is a telephone call, in the languages of most calendars.
_CALL: Final = re.compile(
    r"(?i)^\W{0,3}(?:(?:quick|short|phone|intro|introductory|catch[- ]up|weekly|follow[- ]up)\s+)?"
    r"(?:call(?!\s+for\b)|(?:tele)?phone|telefonat|telefonanruf|telefontermin|telefon|anruf|telko"
    r"|appel|coup de fil|t[ée]l[ée]phone|llamada|chiamata|telefonata|liga[çc][ãa]o|chamada"
    r"|telefonema|belafspraak|bellen|telefoongesprek|telefonsamtal|telefonm(?:ø|ö)\w*|puhelu"
    r"|rozmowa telefoniczna|hovor|звонок|電話|通話|电话)(?:\b|(?<=[電電话話]))"
)
_FIRST_LINES: Final = 12
_FIRST_CHARACTERS: Final = 1_500


def channel(summary: str, location: str, links: Iterable[str], description: str) -> Channel:
    """Return how one meets there. `links` are the addresses that the event is given for joining.

    Of the description only the first lines count: the rest is invitations quoted below it.
    """
    first = "\n".join(description[:_FIRST_CHARACTERS].splitlines()[:_FIRST_LINES])
    texts = (location, *links, first)
    if any(_VIDEO_LINK.search(text) for text in texts) or _VIDEO_PLACE.search(location):
        return "video"
    if _NUMBER.fullmatch(location.strip()) or _PHONE_WORD.search(location):
        return "call"
    return "call" if _CALL.search(summary) else "meet"
