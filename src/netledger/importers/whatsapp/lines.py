"""How a message begins in WhatsApp's text, in whatever language the phone was.

Android writes `1/4/23, 7:02 PM - Name: text`, an iPhone `[07.03.26, 21:22:39] Name: text`, and
each language has its own order, separators, digits and words for the halves of the day.
"""

from __future__ import annotations

import re
import unicodedata
from functools import lru_cache
from typing import Final, Literal, NamedTuple

from netledger.domain.names import fold
from netledger.importers.chats import MARKS, unmarked

Form = Literal["bracket", "dash", "colon"]
Parts = tuple[str, str, str]

_GAP: Final = rf"[\s{MARKS}]{{0,3}}"
_DATE: Final = (
    rf"(\d{{1,4}}){_GAP}([-/.‐‑–年년]){_GAP}(\d{{1,2}}){_GAP}[-/.‐‑–月월]{_GAP}(\d{{1,4}})"
)
_TIME: Final = r"(\d{1,2})[:.٫](\d{2})(?:[:.٫](\d{2}))?"
# Every repeat is bounded, so that no line takes longer than its first hundred characters.
_START: Final = re.compile(
    rf"[{MARKS}]{{0,4}}(?P<open>\[)?{_GAP}{_DATE}"
    rf"(?P<before>[\s{MARKS},،.日일][^\d\n\[\]]{{0,24}}?){_TIME}(?P<after>[^\d\n\[\]:–-]{{0,24}}?)"
    rf"(?(open)\] ?|(?P<end>[\s{MARKS}]{{1,3}}[-–](?:\s|$)|:\s))"
)
_FORENOON: Final = frozenset((
    "am", "πμ", "öö", "ap", "vorm", "de", "dop", "dopoledne", "sa", "sáng", "pagi", "pg", "дп",
    "ص", "صباحا", "قظ", "قبلازظهر", "לפנהצ", "午前", "上午", "凌晨", "清晨", "早上", "오전",
    "पूर्वाह्न", "পূর্বাহ্ণ", "முற்பகல்",
))  # fmt: skip
_AFTERNOON: Final = frozenset((
    "pm", "μμ", "ös", "ip", "nachm", "du", "odp", "odpoledne", "ch", "chiều", "petang", "ptg",
    "пп", "م", "مساء", "بظ", "بعدازظهر", "אחהצ", "午後", "下午", "中午", "晚上", "오후", "अपराह्न",
    "অপরাহ্ণ", "பிற்பகல்",
))  # fmt: skip
_LONGEST_NAME: Final = 120
# What is said of encryption where nobody wrote, by a piece of the word in each language.
_ENCRYPTED: Final = re.compile(
    r"(?i)en?crypt|verschlüssel|chiffr|cifrad|criptograf|crittograf|versleutel|kryptera|krypter"
    r"|salattu|salaus|szyfr|šifr|titkosít|criptat|şifre|шифр|κρυπτογρ|暗号化|加密|암호화|مشفر|مشفّر"
    r"|تشفير|رمزگذاری|رمزنگاری|एन्क्रिप्ट|enkripsi|הצפנה|מוצפנ|เข้ารหัส|mã hóa"
)
_GROUP: Final = re.compile(
    r"(?i)\b(?:groups?|gruppen?|grupos?|groupes?|gruppo|groep|ryhmä|ryhmän|grup\w{0,4}"
    r"|групп\w{0,3}|груп\w{0,3}|skupin\w{0,3}|csoport\w{0,3}|ομάδα\w{0,2}|nhóm)\b"
    r"|グループ|群組|群组|그룹|مجموعة|گروه|समूह|ग्रुप|קבוצה|กลุ่ม"
)
_PLACEHOLDER: Final = re.compile(
    r"<[^<>]{1,120}>|[A-Z]{3}-\d{8}-WA\d{4,6}\.\w{2,5} \([^()]{1,60}\)|null"
)
_DELETED: Final = frozenset(
    fold(text)
    for text in (
        "This message was deleted", "You deleted this message", "Waiting for this message",
        "Diese Nachricht wurde gelöscht", "Du hast diese Nachricht gelöscht",
        "Se eliminó este mensaje", "Eliminaste este mensaje", "Este mensaje fue eliminado",
        "Ce message a été supprimé", "Vous avez supprimé ce message",
        "Questo messaggio è stato eliminato", "Hai eliminato questo messaggio",
        "Mensagem apagada", "Esta mensagem foi apagada", "Você apagou esta mensagem",
        "Apagou esta mensagem", "Dit bericht is verwijderd", "U hebt dit bericht verwijderd",
        "Je hebt dit bericht verwijderd", "Сообщение удалено", "Данное сообщение удалено",
        "Вы удалили данное сообщение", "Ta wiadomość została usunięta",
        "Detta meddelande raderades", "Denne besked blev slettet", "Bu mesaj silindi",
        "Bu mesajı sildiniz", "このメッセージは削除されました", "此消息已删除", "此訊息已刪除",
        "تم حذف هذه الرسالة", "این پیام حذف شد", "यह मैसेज मिटा दिया गया", "삭제된 메시지입니다",
    )
)  # fmt: skip
_LONG_REMARK: Final = 60


class Start(NamedTuple):
    """The first line of a message or a remark: its date as written, its minute, the rest."""

    form: Form
    parts: Parts
    separator: str
    hour: int
    minute: int
    half: str
    rest: str


def start_of(line: str) -> Start | None:
    """Return what `line` begins with, or None if it goes on from the line before."""
    found = _START.match(line)
    if found is None:
        return None
    opened, first, separator, second, third, before, hour, minute, seconds, after, end = (
        found.groups()
    )
    if opened:
        form: Form = "bracket"
    elif end.startswith(":"):
        if seconds is None:
            return None
        form = "colon"
    else:
        form = "dash"
    half = after.strip() or before.strip().lstrip(".,،").strip()
    hours, minutes, rest = int(hour), int(minute), line[found.end() :]
    hours = _of_the_day(hours, half)
    if hours > 23 or minutes > 59:
        return None
    return Start(form, (first, second, third), separator, hours, minutes, half, rest)


def _of_the_day(hour: int, half: str) -> int:
    word = _letters(half)
    if word in _AFTERNOON:
        return hour + 12 if hour < 12 else hour
    return 0 if word in _FORENOON and hour == 12 else hour


@lru_cache(maxsize=256)
def _letters(text: str) -> str:
    """Return the letters of a word for half a day: "p. m." is "pm"."""
    plain = unicodedata.normalize("NFC", text).casefold()
    return "".join(char for char in plain if unicodedata.category(char)[0] in "LM")


class Said(NamedTuple):
    """What stands after the time: who is named before the first colon, and what follows it.

    `author` is "" for a remark of WhatsApp's own; `marked` says that the words begin with the
    mark that an iPhone puts before everything that nobody typed.
    """

    author: str
    body: str
    marked: bool


def said(start: Start) -> Said:
    """Return who is named in a line, and the words; remarks of WhatsApp's own name nobody."""
    name, colon, body = start.rest[: _LONGEST_NAME + 2].partition(": ")
    if colon:
        body = start.rest[len(name) + 2 :]
    elif start.rest.rstrip().endswith(":") and len(start.rest) <= _LONGEST_NAME:
        name, body = start.rest.rstrip()[:-1], ""
    else:
        return Said("", start.rest, False)
    author = _author(name)
    if not author or _ENCRYPTED.search(author):
        return Said("", start.rest, False)
    marked = start.form == "bracket" and body.startswith("\u200e")
    if marked and _is_remark(body[:300]):
        return Said("", body, True)
    return Said(author, body, marked)


@lru_cache(maxsize=4096)
def _author(name: str) -> str:
    # "~ " stands before the name that a stranger goes by.
    return unmarked(name).removeprefix("~").strip()


def _is_remark(body: str) -> bool:
    """Say whether what an iPhone marks is a remark, and not a picture or a deleted message."""
    long = "<" not in body and len(body.strip()) > _LONG_REMARK and "\u200e" not in body[1:]
    return long or _ENCRYPTED.search(body) is not None


def of_a_group(remark: str) -> bool:
    """Say whether a remark of WhatsApp's own speaks of a group."""
    return _GROUP.search(remark[:300]) is not None


def words_in(line: str) -> str:
    """Return what a line of a message says: nothing for a file, a place-holder or a deletion."""
    if line.startswith("\u200e"):
        return ""
    # An edited message and a file with a name end in a marked remark.
    text = unmarked(line.partition("\u200e<")[0])
    if _PLACEHOLDER.fullmatch(text) or (len(text) < 60 and fold(text) in _DELETED):
        return ""
    return text
