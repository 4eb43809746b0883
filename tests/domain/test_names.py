"""Normal forms of names, addresses, numbers and pages, and what is near a name."""

from __future__ import annotations

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from netledger.domain import names

quick = settings(max_examples=300, deadline=None)
# Letters that stand for others are many on profile pages, and rare among all there are.
texts = st.text(max_size=20) | st.text(st.sampled_from("aÀß𝐀℡ﬁⒷ ＡİŁ-‐.'_\u0301🌻ǅ㎏"), max_size=8)


# --- folding


@quick
@given(texts)
def test_folding_twice_is_folding_once(text: str) -> None:
    assert names.fold(names.fold(text)) == names.fold(text)


@quick
@given(texts)
def test_composed_and_decomposed_text_fold_alike(text: str) -> None:
    nfc, nfd = (unicodedata.normalize(form, text) for form in ("NFC", "NFD"))
    assert names.fold(nfc) == names.fold(nfd)


@quick
@given(texts)
def test_folded_text_has_single_spaces_and_no_edges(text: str) -> None:
    folded = names.fold(text)
    assert folded == " ".join(folded.split())


@quick
@given(texts.filter(lambda text: names.one_line(text) != ""))
def test_nothing_that_is_seen_folds_to_nothing(text: str) -> None:
    assert names.fold(text)


@pytest.mark.parametrize(
    ("written", "folded"),
    [
        ("Ada Stone", "ada stone"),
        ("  ADA \t Stone\n", "ada stone"),
        ("Zoë", "zoe"),
        ("Łukasz Żółw", "lukasz zolw"),
        ("Søren Ærø", "soren aero"),
        ("Straße", "strasse"),
        ("STRASSE", "strasse"),
        ("Đặng Thị", "dang thi"),
        ("Þór Ægisson", "thor aegisson"),
        ("İpek Yılmaz", "ipek yilmaz"),
        ("O'Brien", "obrien"),
        ("O’Brien", "obrien"),
        ("Billy-Jean", "billy-jean"),
        ("Billy‐Jean", "billy-jean"),
        ("Stone, Ada", "stone ada"),
        ("Dr. A. Stone", "dr a stone"),
        ("Ада", "ада"),
        ("Αθηνά", "αθηνα"),
        ("田中 太郎", "田中 太郎"),
        ("가나", "가나"),
        ("ガギグ", "ガギグ"),
        ("כֹּהֵן", "כהן"),
        ("مُحَمَّد", "محمد"),
        ("snake_case", "snake case"),
        ("100%", "100"),
        ("Ada 🌻", "ada"),
        ("𝐀𝐝𝐚 𝐒𝐭𝐨𝐧𝐞", "ada stone"),
        ("Ａｄａ", "ada"),
        ("ﬁona", "fiona"),
        ("🌻", "🌻"),
        ("?!", "?!"),
        ("-", "-"),
    ],
)
def test_case_accents_and_punctuation_make_no_difference(written: str, folded: str) -> None:
    assert names.fold(written) == folded


def test_a_hyphen_counts_as_a_space_in_whole_names() -> None:
    assert names.whole(names.fold("Billy-Jean King")) == "billy jean king"


# --- what is stored


@quick
@given(texts)
def test_one_line_is_one_line_that_can_be_stored(text: str) -> None:
    line = names.one_line(text)
    assert line == names.one_line(line)
    assert len(line.splitlines()) <= 1
    assert "\0" not in line
    line.encode()


@quick
@given(st.text(st.characters(), max_size=20))
def test_a_note_stays_as_it_was_stored(text: str) -> None:
    note = names.many_lines(text)
    assert note == names.many_lines(note)
    note.encode()


def test_a_note_keeps_its_lines() -> None:
    assert names.many_lines("\r\none\r\ntwo\rthree\n\n") == "one\ntwo\nthree"


def test_text_is_stored_composed() -> None:
    assert names.one_line("Zoe\u0308") == "Zo\u00eb"


def test_half_a_surrogate_pair_is_replaced() -> None:
    assert names.one_line("a\ud800b") == "a\ufffdb"


# --- addresses, numbers, pages


def test_an_address_has_no_case() -> None:
    assert names.email_key(" Ada@Example.ORG ") == names.email_key("ada@example.org")


@pytest.mark.parametrize(
    "written",
    [
        "+46 70 123 45 67",
        "0046 70 123 45 67",
        "070-123 45 67",
        "(070) 1234567",
        "+46.70.123.45.67",
        "tel 0701234567",
        "+46 70 123 45 67 ext 12",
        "+46 70 123 45 67 ext. 12",
        "+46 70 123 45 67 x12",
        "+46 70 123 45 67;ext=12",
        "+46 70 123 45 67 #12",
        "٠٧٠١٢٣٤٥٦٧",
    ],
)
def test_a_number_is_known_in_many_spellings(written: str) -> None:
    assert names.phone_key(written) == "701234567"


@pytest.mark.parametrize(
    ("one", "other"), [("112", "113"), ("070-123 45 67", "070-123 45 68"), ("x", "y")]
)
def test_other_numbers_are_other_numbers(one: str, other: str) -> None:
    assert names.phone_key(one) != names.phone_key(other)


@quick
@given(texts.filter(lambda text: names.one_line(text) != ""))
def test_every_number_has_a_key(text: str) -> None:
    assert names.phone_key(text)


@pytest.mark.parametrize(
    "written",
    [
        "https://www.linkedin.com/in/ada-stone",
        "https://www.linkedin.com/in/ada-stone/",
        "http://linkedin.com/in/Ada-Stone",
        "linkedin.com/in/ada-stone",
        "www.linkedin.com/in/ada-stone?trk=people#top",
        "https://se.linkedin.com/in/ada-stone/en",
        "https://uk.linkedin.com/pub/ada-stone",
        "HTTPS://WWW.LINKEDIN.COM/IN/ADA-STONE",
        "https://www.linkedin.com/in/ada%2Dstone",
    ],
)
def test_a_profile_is_known_in_many_spellings(written: str) -> None:
    assert names.profile_slug(written) == "ada-stone"
    assert names.url_key(written) == "in/ada-stone"


def test_a_slug_is_decoded_and_composed() -> None:
    assert names.profile_slug("https://linkedin.com/in/zo%C3%AB") == "zo\u00eb"
    assert names.profile_slug("https://linkedin.com/in/zoe%CC%88") == "zo\u00eb"


@pytest.mark.parametrize("written", ["https://example.org/in/ada", "linkedin.com/company/x", ""])
def test_what_is_no_profile_has_no_slug(written: str) -> None:
    assert names.profile_slug(written) is None


@pytest.mark.parametrize(
    "written",
    [
        "https://example.org/ada",
        "http://example.org/ada/",
        "example.org/ada",
        "www.example.org/ada",
        "https://EXAMPLE.org/ada?ref=1#top",
    ],
)
def test_a_page_is_known_in_many_spellings(written: str) -> None:
    assert names.url_key(written) == "example.org/ada"


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("https://example.org/ada", "https://example.org/bob"),
        ("https://example.org/Ada", "https://example.org/ada"),
        ("https://linkedin.com/in/ada", "https://example.org/in/ada"),
    ],
)
def test_other_pages_are_other_pages(one: str, other: str) -> None:
    assert names.url_key(one) != names.url_key(other)


@quick
@given(texts | texts.map(lambda text: f"https://{text}"))
def test_any_text_has_a_page_key(text: str) -> None:
    names.url_key(text)


# --- nearness


@pytest.mark.parametrize(
    ("wanted", "near"),
    [
        ("Ada Stoen", "Ada Stone"),
        ("Stnoe", "Ada Stone"),
        ("Lukas", "Łukasz Żółw"),
        ("zoe", "Zoë Ek"),
    ],
)
def test_a_slip_finds_the_name_that_was_meant(wanted: str, near: str) -> None:
    people = ["Ada Stone", "Łukasz Żółw", "Zoë Ek", "Bob Berg"]
    assert names.nearest(wanted, people)[0] == near


def test_what_resembles_nobody_is_near_nobody() -> None:
    assert names.nearest("Xqzw", ["Ada Stone", "Bob Berg"]) == []


def test_no_more_names_are_near_than_asked_for() -> None:
    assert len(names.nearest("Ada", [f"Ada {letter}" for letter in "abcdef"], at_most=2)) == 2


def test_the_nearest_come_in_one_order_whatever_the_order_given() -> None:
    people = ["Ada Stone", "Ada Stane", "Ada Stine"]
    assert names.nearest("Ada Stune", people) == names.nearest("Ada Stune", people[::-1])


@pytest.mark.parametrize(
    ("words", "said"),
    [([], ""), (["Ada"], "Ada"), (["Ada", "Bob"], "Ada and Bob"), (list("abc"), "a, b and c")],
)
def test_names_are_joined_as_one_says_them(words: list[str], said: str) -> None:
    assert names.joined(words) == said


@given(st.text(st.characters(max_codepoint=127), max_size=20))
def test_ascii_is_folded_as_all_text_is(text: str) -> None:
    """The short way for ASCII gives what the long way gives for it beside another letter."""
    assert names.fold(f"{text} é") == " ".join(f"{names.fold(text)} e".split()) or not any(
        char.isalnum() for char in text
    )
