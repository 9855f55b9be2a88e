"""The starting texts: every trade has good ones in every language, and they cost what they must."""

from datetime import datetime
import re
from zoneinfo import ZoneInfo

from jinja2 import StrictUndefined, Template
import pytest

from custom_components.missed_call_textback.core.booking_reading import Ask, read_answer
from custom_components.missed_call_textback.core.opt_out import wish_of
from custom_components.missed_call_textback.core.segments import Encoding, segments
from custom_components.missed_call_textback.core.text_lint import flaws
from custom_components.missed_call_textback.starting_texts import (
    DEFAULT_TEXTS,
    GENERIC_TRADE,
    LANGUAGES,
    OPT_OUT_FOOTER,
    STARTING_TEXTS,
    Trade,
    starting_texts,
)
from custom_components.missed_call_textback.starting_texts.booking import BOOKING_TEXTS
from custom_components.missed_call_textback.starting_texts.questions import QUESTION_TEXTS

UTC = ZoneInfo("UTC")
BUSINESS = "Twenty letters long."
# The longest that each language is likely to say.
NEXT_OPENING = {
    "en": "on 30 September at 10:30 am",
    "es": "el 30 de septiembre a las 10:30",
    "fr": "le 30 septembre à 10 h 30",
    "de": "am 30. September um 10:30 Uhr",
    "it": "il 30 settembre alle 10:30",
}
# Shops that were set up before hold these.
SAVED_TRADES = {
    "salon",
    "plumber",
    "electrician",
    "vet",
    "dental",
    "restaurant",
    "auto_repair",
    "cleaning",
    "fitness",
    "other",
}
URGENT = {
    "en": r"danger|pain|right now",
    "es": r"peligro|dolor|ahora mismo",
    "fr": r"danger|mal|en ce moment",
    "de": r"Gefahr|Schmerzen|gerade",
    "it": r"pericolo|dolore|in questo momento",
}
FAMILIAR = {
    "en": r"\b(hey|hiya)\b",
    "es": r"\b(tu|tus|te|ti|contigo|quieres|puedes|tienes|necesitas)\b",
    "fr": r"\b(tu|ton|ta|tes|te|toi|veux|peux|as)\b",
    "de": r"\b(du|dein\w*|dir|dich|ihr|euch)\b",
    "it": r"\b(tu|tuo|tua|tuoi|ti|te|vuoi|puoi|hai)\b",
}
EVERY = pytest.mark.parametrize("language", LANGUAGES)
EACH = pytest.mark.parametrize(
    ("language", "trade"),
    [
        pytest.param(language, trade.value, id=f"{language}-{trade.value}")
        for language in LANGUAGES
        for trade in Trade
    ],
)


def said(template: str, next_opening: str = "") -> str:
    """Render as the integration does: an unknown name is a mistake."""
    text: str = Template(template, undefined=StrictUndefined).render(
        business=BUSINESS, line="Front desk", next_opening=next_opening
    )
    return text


def every_way(language: str, trade: str) -> list[str]:
    texts = starting_texts(trade, language)
    return [
        said(texts.text_open),
        said(texts.text_closed),
        said(texts.text_closed, NEXT_OPENING[language]),
    ]


@EACH
def test_the_linter_finds_no_flaw_in_a_starting_text(language: str, trade: str) -> None:
    for text in every_way(language, trade):
        assert flaws(text, BUSINESS) == ()
        assert flaws(f"{text} {OPT_OUT_FOOTER[language]}", BUSINESS) == ()


@EACH
def test_a_starting_text_names_the_shop_first_and_asks_one_thing_last(
    language: str, trade: str
) -> None:
    for text in every_way(language, trade):
        assert text.startswith(BUSINESS)
        assert text.endswith("?")
        assert text.count("?") == 1
        told = text.removeprefix(BUSINESS).removeprefix(" here.").replace("30. September", "")
        sentences = re.findall(r"[.?](?=\s|$)", told)
        assert len(sentences) == 2


@EACH
def test_a_starting_text_is_cheap_to_send(language: str, trade: str) -> None:
    by_day, closed, opening_told = (segments(text) for text in every_way(language, trade))
    assert {each.encoding for each in (by_day, closed, opening_told)} == {Encoding.GSM_7}
    assert (by_day.segments, closed.segments) == (1, 1)
    assert opening_told.segments <= 2


@EACH
def test_with_the_way_to_opt_out_a_starting_text_still_takes_two_segments_at_most(
    language: str, trade: str
) -> None:
    for text in every_way(language, trade):
        sent = segments(f"{text} {OPT_OUT_FOOTER[language]}")
        assert (sent.encoding, sent.segments <= 2) == (Encoding.GSM_7, True)


@EACH
def test_a_closed_shop_tells_when_it_opens_if_it_knows(language: str, trade: str) -> None:
    _, closed, opening_told = every_way(language, trade)
    assert NEXT_OPENING[language] in opening_told
    assert "  " not in closed
    assert " ." not in closed


@EACH
def test_callers_are_addressed_politely(language: str, trade: str) -> None:
    for text in every_way(language, trade):
        own = text.removeprefix(BUSINESS)
        # "Ihr" is also the polite "your", so German pronouns are looked for in small letters.
        assert not re.search(FAMILIAR[language], own), text


@pytest.mark.parametrize(
    "trade", ["plumber", "hvac", "electrician", "vet", "dental", "tow_truck", "roofing"]
)
@EVERY
def test_where_it_may_be_urgent_a_closed_shop_asks_that_first(language: str, trade: str) -> None:
    question = said(starting_texts(trade, language).text_closed).split(". ")[-1]
    assert re.search(URGENT[language], question)


@EVERY
def test_every_trade_speaks_in_its_own_voice(language: str) -> None:
    texts = [starting_texts(trade, language) for trade in Trade]
    assert len({each.text_open for each in texts}) == len(Trade)
    assert all(each.text_open != each.text_closed for each in texts)


@EVERY
def test_an_unknown_trade_gets_the_generic_words(language: str) -> None:
    assert starting_texts("beekeeper", language) == starting_texts(GENERIC_TRADE, language)


def test_an_unknown_language_gets_english() -> None:
    assert starting_texts("vet", "tlh") == STARTING_TEXTS["vet"]
    assert starting_texts("beekeeper", "") == STARTING_TEXTS[GENERIC_TRADE]


def test_the_trades_of_saved_shops_are_kept() -> None:
    assert set(STARTING_TEXTS) >= SAVED_TRADES
    assert list(STARTING_TEXTS)[-1] == GENERIC_TRADE, "the catch-all is offered last"


@EVERY
def test_default_words_are_as_good_as_the_starting_ones(language: str) -> None:
    default = DEFAULT_TEXTS[language]
    for words in (default.text_open, default.text_closed):
        text = words.format(business=BUSINESS)
        sent = segments(text)
        assert text.startswith(BUSINESS)
        assert (sent.encoding, sent.segments) == (Encoding.GSM_7, 1)
        assert flaws(text, BUSINESS) == ()


def test_a_name_with_braces_is_said_as_it_is() -> None:
    text = DEFAULT_TEXTS["en"].text_open.format(business="{{ 7 * 7 }}")
    assert text.startswith("{{ 7 * 7 }} here.")


@EVERY
def test_the_way_to_opt_out_is_the_word_that_every_carrier_knows(language: str) -> None:
    assert "STOP" in OPT_OUT_FOOTER[language]
    assert segments(OPT_OUT_FOOTER[language]).encoding is Encoding.GSM_7


@EVERY
def test_what_is_said_about_appointments_takes_two_segments_at_most(language: str) -> None:
    texts = BOOKING_TEXTS[language]
    time = NEXT_OPENING[language].replace("10 h 30", "10h30")
    said = [
        Template(template, undefined=StrictUndefined).render(business=BUSINESS, time=time)
        for template in (texts.booked, texts.reminder)
    ]
    said.append(texts.called_off.format(business=BUSINESS, time=time))
    for text in said:
        sent = segments(text)
        assert (sent.encoding, sent.segments <= 2) == (Encoding.GSM_7, True), text
        assert BUSINESS in text
        assert time in text
        assert not re.search(FAMILIAR[language], text.removeprefix(BUSINESS)), text
    times = "\n".join(f"{number}: {time}" for number in (1, 2, 3))
    for head, how in (
        (texts.offer, texts.how_to_choose),
        (texts.taken, texts.how_to_choose),
        (texts.others, texts.how_to_move),
    ):
        sent = segments(f"{head.format(business=BUSINESS, times=times, time=time)}\n{how}")
        assert (sent.encoding, sent.segments <= 2) == (Encoding.GSM_7, True), head


@EVERY
def test_the_words_that_we_tell_callers_to_write_are_understood_and_no_opt_out(
    language: str,
) -> None:
    texts = BOOKING_TEXTS[language]
    noon = datetime(2026, 11, 18, 12, tzinfo=UTC)

    def meant(text: str) -> list[int | Ask | None]:
        words = re.findall(r"\b(?:[A-ZÄÖÜ]{3,}|0)\b", text)
        assert not any(wish_of(word) for word in words), words
        return [read_answer(word, [noon], UTC, noon) for word in words]

    assert meant(texts.how_to_choose) == [Ask.MORE]
    assert meant(texts.how_to_move) == [Ask.MORE, Ask.CALL_OFF]
    for template in (texts.booked, texts.reminder):
        assert meant(template) == [Ask.CHANGE, Ask.CALL_OFF]
    assert "1" in texts.invitation


@EVERY
def test_every_question_is_one_segment_in_plain_letters_and_asks(language: str) -> None:
    texts = QUESTION_TEXTS[language]
    for text in (
        texts.service,
        texts.services.format(services="Boiler repair, Drains, Taps"),
        texts.place,
        texts.timeline,
    ):
        assert segments(text).encoding is Encoding.GSM_7
        assert segments(text).segments == 1
        assert text.endswith("?")
        assert not re.search(FAMILIAR[language], text, re.IGNORECASE)
