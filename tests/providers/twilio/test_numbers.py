"""A number is led here and given back: nothing of its owner's is forgotten or overwritten."""

import pytest

from custom_components.missed_call_textback.providers.asking import ApiUnclear
from custom_components.missed_call_textback.providers.twilio.client import ApiRefused, TwilioClient
from custom_components.missed_call_textback.providers.twilio.hosted import hosted_fallback
from custom_components.missed_call_textback.providers.twilio.number_info import TakenBy
from custom_components.missed_call_textback.providers.twilio.numbers import (
    NumberInfo,
    NumberTaken,
    astray,
    point_here,
    refresh_fallback,
    restore,
)
from tests.exchange import Account, Exchange, PhoneNumber

from .shop import LINE, NUMBER, PUBLIC, SHOP, shop_with

FIELDS = (
    "voice_url", "voice_method", "voice_fallback_url", "voice_fallback_method",
    "sms_url", "sms_method", "sms_fallback_url", "sms_fallback_method",
    "status_callback", "status_callback_method",
)  # fmt: skip


def settings(number: PhoneNumber) -> dict[str, str]:
    return {name: getattr(number, name) for name in FIELDS}


@pytest.fixture
def settled(number: PhoneNumber) -> PhoneNumber:
    """Return a number whose owner has set all of it up."""
    for name in FIELDS:
        setattr(number, name, "GET" if name.endswith("method") else f"https://old.example/{name}")
    return number


async def test_the_accounts_numbers_are_read(
    client: TwilioClient, exchange: Exchange, account: Account, number: PhoneNumber
) -> None:
    deaf = exchange.add_number("+12025550124", account, voice=False)
    taken = exchange.add_number("+12025550125", account, sms=False)
    taken.trunk_sid = "TK1"
    number.friendly_name = "Shop"

    found = {info.sid: info for info in await client.numbers()}

    assert found[number.sid] == NumberInfo(
        sid=number.sid,
        number=NUMBER,
        name="Shop",
        country=None,
        voice=True,
        sms=True,
        taken_by=None,
    )
    assert (found[deaf.sid].voice, found[deaf.sid].sms) == (False, True)
    assert (found[taken.sid].sms, found[taken.sid].taken_by) == (False, TakenBy.TRUNK)


@pytest.mark.parametrize(
    "resource", [{}, {"sid": "PN1"}, {"sid": 1, "phone_number": NUMBER}], ids=repr
)
def test_a_number_without_what_makes_one_is_none(resource: dict[str, object]) -> None:
    assert NumberInfo.parse(resource) is None


def test_a_number_of_unknown_abilities_can_nothing() -> None:
    info = NumberInfo.parse(
        {"sid": "PN1", "phone_number": NUMBER, "capabilities": None, "iso_country": "GB"}
    )

    assert info is not None
    assert (info.voice, info.sms, info.country) == (False, False, "GB")


async def test_a_number_led_here_reaches_each_step(
    client: TwilioClient, number: PhoneNumber
) -> None:
    await point_here(client, number.sid, PUBLIC)

    assert settings(number) == {
        "voice_url": f"{PUBLIC}?step=voice",
        "voice_method": "POST",
        "voice_fallback_url": f"{PUBLIC}?step=voice",
        "voice_fallback_method": "POST",
        "sms_url": f"{PUBLIC}?step=text",
        "sms_method": "POST",
        "sms_fallback_url": f"{PUBLIC}?step=text",
        "sms_fallback_method": "POST",
        "status_callback": f"{PUBLIC}?step=ended",
        "status_callback_method": "POST",
    }


async def test_a_number_is_given_back_as_it_was(client: TwilioClient, settled: PhoneNumber) -> None:
    before = settings(settled)

    previous = await point_here(client, settled.sid, PUBLIC)
    await restore(client, settled.sid, PUBLIC, previous)

    assert previous == before
    assert settings(settled) == before


async def test_a_number_that_led_nowhere_leads_nowhere_again(
    client: TwilioClient, number: PhoneNumber
) -> None:
    number.voice_url = number.sms_url = ""

    previous = await point_here(client, number.sid, PUBLIC)
    await restore(client, number.sid, PUBLIC, previous)

    assert {getattr(number, name) for name in FIELDS if not name.endswith("method")} == {""}


async def test_leading_a_number_here_twice_forgets_nothing(
    client: TwilioClient, settled: PhoneNumber
) -> None:
    before = settings(settled)

    previous = await point_here(client, settled.sid, PUBLIC)
    again = await point_here(client, settled.sid, PUBLIC)
    await restore(client, settled.sid, PUBLIC, previous | again)

    assert again == {}
    assert settings(settled) == before


async def test_a_lost_answer_does_not_forget_what_was_there_before(
    client: TwilioClient, exchange: Exchange, settled: PhoneNumber
) -> None:
    before = settings(settled)
    exchange.trouble.add("answer_lost", where="numbers.update")

    previous = await point_here(client, settled.sid, PUBLIC)
    await restore(client, settled.sid, PUBLIC, previous)

    assert settings(settled) == before


async def test_a_change_that_did_not_arrive_is_told(
    client: TwilioClient, exchange: Exchange, settled: PhoneNumber
) -> None:
    exchange.trouble.add("cut", where="numbers.update")

    with pytest.raises(ApiUnclear):
        await point_here(client, settled.sid, PUBLIC)

    assert settled.updates == 0


async def test_what_the_owner_changed_since_stays(
    client: TwilioClient, settled: PhoneNumber
) -> None:
    previous = await point_here(client, settled.sid, PUBLIC)
    settled.voice_url, settled.voice_method = "https://new.example/", "GET"

    await restore(client, settled.sid, PUBLIC, previous)

    assert settled.voice_url == "https://new.example/"
    assert settled.voice_fallback_url == "https://old.example/voice_fallback_url"
    assert settled.sms_url == "https://old.example/sms_url"


async def test_a_number_that_leads_elsewhere_is_left_alone(
    client: TwilioClient, settled: PhoneNumber
) -> None:
    await restore(client, settled.sid, PUBLIC, {"voice_url": "https://x.example/"})

    assert settled.updates == 0


async def test_another_webhook_at_the_same_house_is_not_ours(
    client: TwilioClient, number: PhoneNumber
) -> None:
    number.voice_url = f"{PUBLIC}other?step=voice"

    await restore(client, number.sid, PUBLIC, {})

    assert number.voice_url == f"{PUBLIC}other?step=voice"


async def test_a_primary_that_goes_takes_its_fallback_along(
    client: TwilioClient, number: PhoneNumber
) -> None:
    number.voice_url = ""
    previous = await point_here(client, number.sid, PUBLIC)
    number.voice_fallback_url = "https://new.example/"

    await restore(client, number.sid, PUBLIC, previous)

    assert (number.voice_url, number.voice_fallback_url) == ("", "")


@pytest.mark.parametrize(
    ("field", "by"),
    [
        ("voice_application_sid", TakenBy.VOICE_APPLICATION),
        ("sms_application_sid", TakenBy.SMS_APPLICATION),
        ("trunk_sid", TakenBy.TRUNK),
    ],
)
async def test_a_number_that_something_else_takes_is_not_touched(
    client: TwilioClient, number: PhoneNumber, field: str, by: TakenBy
) -> None:
    setattr(number, field, "AP1")

    with pytest.raises(NumberTaken) as raised:
        await point_here(client, number.sid, PUBLIC)
    assert raised.value.by is by
    assert number.updates == 0


async def test_a_number_that_is_gone_is_refused(client: TwilioClient) -> None:
    with pytest.raises(ApiRefused):
        await restore(client, "PN" + "0" * 32, PUBLIC, {})


HOSTED = hosted_fallback(SHOP, LINE)


async def test_while_we_are_away_callers_get_what_is_hosted_for_them(
    client: TwilioClient, settled: PhoneNumber
) -> None:
    before = settings(settled)

    previous = await point_here(client, settled.sid, PUBLIC, HOSTED)

    assert previous == before
    assert settled.voice_fallback_url == HOSTED
    assert settled.sms_fallback_url == f"{PUBLIC}?step=text"
    await restore(client, settled.sid, PUBLIC, previous)
    assert settings(settled) == before


async def test_another_team_changes_what_is_hosted_and_forgets_nothing(
    client: TwilioClient, settled: PhoneNumber
) -> None:
    await point_here(client, settled.sid, PUBLIC, hosted_fallback(shop_with(team=()), LINE))

    again = await point_here(client, settled.sid, PUBLIC, HOSTED)

    assert again == {}
    assert settled.voice_fallback_url == HOSTED


async def test_another_team_is_hosted_without_touching_anything_else(
    client: TwilioClient, number: PhoneNumber
) -> None:
    await point_here(client, number.sid, PUBLIC, hosted_fallback(SHOP, LINE))
    number.sms_url = "https://owner.example/sms"
    before = settings(number)
    smaller = hosted_fallback(shop_with(team=SHOP.team[:1]), LINE)

    await refresh_fallback(client, number.sid, PUBLIC, smaller)

    assert settings(number) == before | {"voice_fallback_url": smaller}


@pytest.mark.parametrize("own", ["", "https://owner.example/fallback"])
async def test_a_fallback_that_is_not_ours_is_never_written_anew(
    client: TwilioClient, number: PhoneNumber, own: str
) -> None:
    number.voice_url, number.voice_fallback_url = "https://owner.example/voice", own

    await refresh_fallback(client, number.sid, PUBLIC, hosted_fallback(SHOP, LINE))

    assert number.voice_fallback_url == own


async def test_a_number_that_is_as_it_should_be_is_not_written(
    client: TwilioClient, number: PhoneNumber
) -> None:
    await point_here(client, number.sid, PUBLIC, HOSTED)
    await point_here(client, number.sid, PUBLIC, HOSTED)

    assert number.updates == 1


@pytest.mark.parametrize("field", FIELDS)
async def test_a_number_that_strayed_in_one_field_is_led_here_again(
    client: TwilioClient, number: PhoneNumber, field: str
) -> None:
    await point_here(client, number.sid, PUBLIC, HOSTED)
    proper = settings(number)
    setattr(number, field, "GET" if field.endswith("method") else "https://x.example/")

    assert astray(number.to_json(), PUBLIC, HOSTED)
    await point_here(client, number.sid, PUBLIC, HOSTED)

    assert settings(number) == proper
    assert astray(number.to_json(), PUBLIC, HOSTED) == []


async def test_what_the_owner_hosts_since_stays(client: TwilioClient, settled: PhoneNumber) -> None:
    previous = await point_here(client, settled.sid, PUBLIC, HOSTED)
    settled.voice_fallback_url = "https://twimlets.com/echo?Twiml=%3CResponse/%3E"

    await restore(client, settled.sid, PUBLIC, previous)

    assert settled.voice_fallback_url == "https://twimlets.com/echo?Twiml=%3CResponse/%3E"


async def test_without_memory_of_what_was_there_a_number_leads_nowhere(
    client: TwilioClient, number: PhoneNumber
) -> None:
    await point_here(client, number.sid, PUBLIC, HOSTED)

    await restore(client, number.sid, PUBLIC, {})

    assert {getattr(number, name) for name in FIELDS if not name.endswith("method")} == {""}
