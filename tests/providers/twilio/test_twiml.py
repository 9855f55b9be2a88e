"""What callers hear and who is rung: ASCII documents that never ring in a circle."""

from xml.etree import ElementTree as ET

import pytest

from custom_components.missed_call_textback.core.shop import Shop, TeamMember
from custom_components.missed_call_textback.providers.twilio.spoken import voice_in
from custom_components.missed_call_textback.providers.twilio.spoken_words import SPOKEN_WORDS
from custom_components.missed_call_textback.providers.twilio.twiml import Documents, nothing
from custom_components.missed_call_textback.starting_texts import LANGUAGES

from .shop import CALL, CALLER, LINE, NOW, NUMBER, OWNER, PARTNER, PUBLIC, SHOP, shop_with


def documents(shop: Shop = SHOP) -> Documents:
    return Documents(shop, PUBLIC)


def only(document: str, path: str) -> ET.Element:
    found = ET.fromstring(document).findall(path)  # noqa: S314 - our own document
    assert len(found) == 1, document
    return found[0]


def test_the_team_rings_together_behind_a_whisper() -> None:
    document = documents().ring(LINE, (OWNER, PARTNER), CALL, NOW)

    dial = only(document, "Dial")
    whisper = f"{PUBLIC}?step=whisper&line=12025550123&call={CALL}"
    assert dial.attrib == {
        "timeout": "20",
        "answerOnBridge": "true",
        "action": f"{PUBLIC}?step=dial&line=12025550123&since=1795255200000",
        "method": "POST",
    }
    assert [(number.text, number.get("url")) for number in dial] == [
        (OWNER, whisper),
        (PARTNER, whisper),
    ]


@pytest.mark.parametrize(
    ("seconds", "timeout"), [(0, "5"), (20, "20"), (9999, "600")], ids=["none", "20 s", "hours"]
)
def test_ringing_lasts_as_long_as_twilio_allows(seconds: int, timeout: str) -> None:
    line = shop_with({"ring_seconds": seconds}).lines[0]

    assert only(documents().ring(line, (OWNER,), CALL, NOW), "Dial").get("timeout") == timeout


def member(mobile: str | None, *, rings: bool = True) -> TeamMember:
    return TeamMember(id=str(mobile), name="x", mobile=mobile, rings=rings)


@pytest.mark.parametrize(
    ("team", "caller", "rung"),
    [
        pytest.param((OWNER, PARTNER), CALLER, (OWNER, PARTNER), id="everybody"),
        pytest.param((OWNER, PARTNER), OWNER, (PARTNER,), id="not the caller"),
        pytest.param((OWNER, PARTNER), "(202) 555-0111", (PARTNER,), id="not the caller, written"),
        pytest.param((OWNER, NUMBER), CALLER, (OWNER,), id="not the line itself"),
        pytest.param((OWNER, OWNER, None), CALLER, (OWNER,), id="nobody twice"),
        pytest.param((OWNER,), "anonymous", (OWNER,), id="for somebody withheld"),
        pytest.param((OWNER,), OWNER, (), id="nobody but the caller"),
        pytest.param(
            tuple(f"+120255501{i:02}" for i in range(30, 45)),
            None,
            tuple(f"+120255501{i:02}" for i in range(30, 40)),
            id="ten at most",
        ),
    ],
)
def test_whom_a_call_rings(
    team: tuple[str | None, ...], caller: str | None, rung: tuple[str, ...]
) -> None:
    shop = shop_with(team=tuple(member(mobile) for mobile in team))

    assert documents(shop).team_to_ring(caller) == rung


def test_who_does_not_want_to_ring_is_not_rung() -> None:
    shop = shop_with(team=(member(OWNER, rings=False), member(PARTNER)))

    assert documents(shop).team_to_ring(CALLER) == (PARTNER,)


def test_the_whisper_waits_for_one_key_and_then_hangs_up() -> None:
    document = documents().whisper({"line": "12025550123", "call": CALL})

    gather = only(document, "Gather")
    assert gather.get("numDigits") == "1"
    assert gather.get("action") == f"{PUBLIC}?step=pressed&line=12025550123&call={CALL}"
    assert only(document, "Gather/Say").text == "Call for Corner Barbers. Press 1 to take it."
    only(document, "Hangup")


def test_a_missed_caller_may_leave_a_message_of_a_length_that_can_be_transcribed() -> None:
    record = only(documents().missed(LINE), "Record")

    assert record.get("maxLength") == "110"
    assert record.get("playBeep") == "true"
    assert record.get("action") == f"{PUBLIC}?step=recorded&line=12025550123"
    callback = record.get("recordingStatusCallback")
    assert callback == f"{PUBLIC}?step=recording&line=12025550123"


def test_without_voicemail_the_caller_hears_so_and_the_call_ends() -> None:
    document = documents().missed(shop_with({"voicemail": False}).lines[0])

    assert "Goodbye" in (only(document, "Say").text or "")
    only(document, "Hangup")
    assert "Record" not in document


def test_in_an_emergency_the_team_rings_with_nothing_else_that_could_fail() -> None:
    document = documents().emergency(CALLER)

    assert [number.text for number in only(document, "Dial")] == [OWNER, PARTNER]
    assert "url" not in document
    assert "action" not in document


def test_in_an_emergency_without_a_team_the_caller_hears_so() -> None:
    document = documents(shop_with(team=())).emergency(CALLER)

    assert "Dial" not in document
    only(document, "Say")


@pytest.mark.parametrize(
    ("business", "spoken"),
    [
        pytest.param("Café “Zoë” ✂️", None, id="accents, quotes and pictures"),
        pytest.param("Müller & Söhne <b>", None, id="markup"),
        pytest.param("北京烤鸭", None, id="Chinese"),
        pytest.param("Bell\x07 \x00Ring\ud800", "Bell   Ring", id="what XML cannot carry"),
        pytest.param("x" * 5000, "x" * 100, id="endless"),
    ],
)
def test_every_document_is_ascii_and_says_the_name_all_the_same(
    business: str, spoken: str | None
) -> None:
    document = documents(shop_with(business=business)).missed(LINE)

    assert document.isascii()
    said = only(document, "Say").text or ""
    expected = "".join(c if c.isprintable() else " " for c in business).strip()
    assert said.startswith(f"Thank you for calling {spoken or expected}.")


@pytest.mark.parametrize(
    ("country", "language"),
    [("US", "en-US"), ("GB", "en-GB"), ("IE", "en-GB"), ("AU", "en-AU"), ("ZZ", "en-US")],
)
def test_the_country_chooses_the_voice(country: str, language: str) -> None:
    document = documents(shop_with(country=country)).missed(LINE)

    assert only(document, "Say").get("language") == language


def test_every_language_of_a_shop_is_spoken_by_a_voice_of_its_own() -> None:
    assert set(SPOKEN_WORDS) == set(LANGUAGES)
    voices = {language: voice_in(language, SHOP) for language in LANGUAGES}
    assert voices == {"en": "en-US", "es": "es-MX", "fr": "fr-FR", "de": "de-DE", "it": "it-IT"}
    assert voice_in("es", shop_with(country="ES")) == "es-ES"
    assert voice_in("fr", shop_with(country="CA")) == "fr-CA"
    assert voice_in("pl", SHOP) == "en-US"


def test_callers_and_whoever_picks_up_hear_the_first_language_of_the_shop() -> None:
    shop = shop_with(languages=("de-AT", "en"), country="AT", business="Friseur Müller")
    heard = documents(shop)

    told = only(heard.missed(LINE), "Say")
    assert told.get("language") == "de-DE"
    assert told.text == (
        "Danke für Ihren Anruf bei Friseur Müller. Gerade kann niemand ans Telefon kommen. "
        "Bitte hinterlassen Sie eine Nachricht nach dem Ton."
    )
    asked = only(heard.whisper({"line": "12025550100", "call": "CA1"}), "Gather/Say")
    assert asked.text == "Anruf bei Friseur Müller. Mit 1 annehmen."


def test_a_shop_of_another_language_is_heard_in_english() -> None:
    told = only(documents(shop_with(languages=("pl",))).missed(LINE), "Say")

    assert (told.get("language"), (told.text or "")[:5]) == ("en-US", "Thank")


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_heard_names_the_shop_once_and_the_key(language: str) -> None:
    words = SPOKEN_WORDS[language]

    assert words.thanks.count("{business}") == words.whisper.count("{business}") == 1
    assert "1" in words.whisper
    said = (words.thanks, words.nobody, words.later, words.message, words.goodbye, words.whisper)
    assert all(each.endswith(".") for each in said)


def test_nothing_is_an_empty_response() -> None:
    assert nothing() == '<?xml version="1.0" encoding="UTF-8"?><Response />'
