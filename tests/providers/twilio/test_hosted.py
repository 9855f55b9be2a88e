"""The hosted document rings the team while we are away, fits into an address, and is known as ours."""

from dataclasses import replace
from urllib.parse import parse_qs, urlsplit
from xml.etree import ElementTree as ET

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.shop import LineMode, Shop, TeamMember
from custom_components.missed_call_textback.providers.twilio.hosted import (
    hosted_fallback,
    is_hosted,
)
from custom_components.missed_call_textback.providers.twilio.spoken import longest_whisper
from custom_components.missed_call_textback.starting_texts import LANGUAGES
from tests.exchange.twiml import VOICE, WHISPER, read

from .shop import LANDLINE, LINE, NUMBER, OWN_PHONES, OWNER, PARTNER, PUBLIC, SHOP, shop_with


def document_in(address: str) -> str:
    """Return what the Twimlet gives back for an address."""
    (document,) = parse_qs(urlsplit(address).query)["Twiml"]
    return document


def team_of(size: int) -> tuple[TeamMember, ...]:
    return tuple(
        TeamMember(id=str(index), name="X", mobile=f"+120255501{index:02}") for index in range(size)
    )


def rung_by(shop: Shop) -> list[str]:
    document = document_in(hosted_fallback(shop, shop.lines[0]))
    return [str(number.text) for number in ET.fromstring(document).iter("Number")]  # noqa: S314


def test_it_rings_the_team_and_then_tells_the_caller() -> None:
    dial, say = read(document_in(hosted_fallback(SHOP, LINE)), "text/xml", VOICE)

    assert [noun.text for noun in dial.nouns] == [OWNER, PARTNER]
    assert dial.attributes == {"timeout": "20", "answerOnBridge": "true"}
    assert say.text == (
        "Thank you for calling Corner Barbers. "
        "If we could not take your call, please try again later. Goodbye."
    )


def test_whoever_picks_up_has_to_press_a_key() -> None:
    dial, _ = read(document_in(hosted_fallback(SHOP, LINE)), "text/xml", VOICE)

    for noun in dial.nouns:
        gather, hangup = read(document_in(noun.attributes["url"]), "text/xml", WHISPER)
        assert gather.nouns[0].text == "Call for Corner Barbers. Press 1 to take it."
        assert hangup.name == "Hangup"
        assert read(document_in(gather.attributes["action"]), "text/xml", WHISPER) == ()


@pytest.mark.parametrize(
    "shop",
    [
        pytest.param(shop_with({"mode": LineMode.FORWARDED}), id="forwarded here"),
        pytest.param(shop_with(team=()), id="nobody to ring"),
        pytest.param(
            shop_with(team=(TeamMember(id="1", name="Ann", mobile=NUMBER),)), id="only its own line"
        ),
        pytest.param(
            shop_with(team=(TeamMember(id="1", name="Ann", mobile=OWNER, rings=False),)),
            id="nobody wants to be rung",
        ),
    ],
)
def test_where_nobody_is_to_be_rung_it_says_so(shop: Shop) -> None:
    (say,) = read(document_in(hosted_fallback(shop, shop.lines[0])), "text/xml", VOICE)

    assert "Nobody can take your call right now" in say.text


def test_where_the_phones_are_the_shops_own_those_ring() -> None:
    document = document_in(hosted_fallback(OWN_PHONES, OWN_PHONES.lines[0]))

    assert document.endswith(f">{LANDLINE}</Dial></Response>")
    assert read(document, "text/xml", VOICE)


def test_a_team_that_does_not_fit_is_rung_as_far_as_it_does() -> None:
    rung = rung_by(shop_with(team=team_of(10)))

    assert 4 <= len(rung) < 10
    assert rung == [member.mobile for member in team_of(len(rung))]


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_everyday_shop_of_four_is_rung_in_full(language: str) -> None:
    shop = shop_with(
        team=team_of(4), business="Miller's Plumbing and Heating", languages=(language,)
    )

    assert len(rung_by(shop)) == 4


def test_it_is_heard_in_the_first_language_of_the_shop() -> None:
    shop = shop_with(languages=("es", "en"), country="ES")
    dial, say = read(document_in(hosted_fallback(shop, LINE)), "text/xml", VOICE)

    assert say.attributes["language"] == "es-ES"
    assert say.text == (
        "Gracias por llamar a Corner Barbers. Si no le hemos atendido, llame más tarde. Adiós."
    )
    gather, _ = read(document_in(dial.nouns[0].attributes["url"]), "text/xml", WHISPER)
    assert gather.nouns[0].text == "Llamada para Corner Barbers. Pulse 1 para atender."


@given(
    business=st.text(max_size=120),
    size=st.integers(0, 12),
    country=st.sampled_from(["US", "GB", "IN"]),
    mode=st.sampled_from(LineMode),
    seconds=st.integers(-5, 10_000),
)
def test_whatever_the_shop_the_address_is_short_and_the_document_good(
    business: str, size: int, country: str, mode: LineMode, seconds: int
) -> None:
    line = replace(LINE, mode=mode, ring_seconds=seconds)
    shop = replace(SHOP, business=business, country=country, lines=(line,), team=team_of(size))

    address = hosted_fallback(shop, line)

    assert len(address) <= 2000
    assert address.isascii()
    assert not set(address) & set(' "<>#')
    assert is_hosted(address)
    verbs = read(document_in(address), "text/xml", VOICE)
    rings = size > 0 and mode is LineMode.RING
    assert [verb.name for verb in verbs] == (["Dial", "Say"] if rings else ["Say"])


@pytest.mark.parametrize(
    "address",
    [
        "",
        PUBLIC,
        "https://twimlets.com/echo?Twiml=%3CResponse/%3E",
        "https://twimlets.com/voicemail?Email=me",
        "https://twimlets.com.evil.example/echo?By=MissedCallTextBack&Twiml=",
    ],
)
def test_what_the_owner_has_there_is_not_ours(address: str) -> None:
    assert not is_hosted(address)


def test_a_mailbox_is_gone_before_the_longest_whisper_is_over() -> None:
    # "Call for Corner Barbers. Press 1 to take it.": 44 letters at 10 a second, 6 s for the key, and
    # 3 s for fetching and hanging up.
    assert longest_whisper(SHOP) == pytest.approx(13.4)
    assert longest_whisper(replace(SHOP, business="x" * 500)) < 23
