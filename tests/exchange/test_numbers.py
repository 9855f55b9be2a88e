"""The IncomingPhoneNumbers resource lists, tells and changes where numbers lead."""

import pytest

from .accounts import Account, PhoneNumber
from .api import Api
from .company import Exchange


async def test_lists_by_a_part_of_the_number_with_capabilities(
    exchange: Exchange, account: Account, number: PhoneNumber, api: Api
) -> None:
    exchange.add_number("+442075550100", account, sms=False)

    _, everything = await api.ask("GET", "/IncomingPhoneNumbers.json", query={"PageSize": "1"})
    _, british = await api.ask("GET", "/IncomingPhoneNumbers.json", query={"PhoneNumber": "+44"})

    assert len(everything["incoming_phone_numbers"]) == 1
    assert everything["next_page_uri"] is not None
    (found,) = british["incoming_phone_numbers"]
    assert found["phone_number"] == "+442075550100"
    assert found["capabilities"] == {"voice": True, "sms": False, "mms": False, "fax": False}


async def test_an_update_changes_what_it_names_and_nothing_else(
    number: PhoneNumber, api: Api
) -> None:
    path = f"/IncomingPhoneNumbers/{number.sid}.json"
    _, before = await api.ask("GET", path)

    status, after = await api.ask(
        "POST",
        path,
        {"VoiceUrl": "https://a.example/v", "VoiceMethod": "get", "StatusCallback": ""},
    )

    assert status == 200
    changed = {name for name in after if after[name] != before[name]} - {"date_updated"}
    assert changed == {"voice_url", "voice_method", "status_callback"}
    assert (after["voice_url"], after["voice_method"]) == ("https://a.example/v", "GET")
    assert number.status_callback == ""


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        pytest.param({"VoiceUrl": "shop"}, 21402, id="url"),
        pytest.param({"StatusCallback": "javascript:1"}, 21402, id="status callback"),
        pytest.param({"SmsMethod": "PUT"}, 21403, id="method"),
        pytest.param(
            {"VoiceUrl": "", "VoiceFallbackUrl": "https://a.example/"}, 21405, id="voice fallback"
        ),
        pytest.param(
            {"SmsUrl": "", "SmsFallbackUrl": "https://a.example/"}, 21406, id="sms fallback"
        ),
        pytest.param({"Voiceurl": "https://a.example/"}, 20001, id="misspelt"),
    ],
)
async def test_a_refused_update_changes_nothing(
    number: PhoneNumber, api: Api, fields: dict[str, str], code: int
) -> None:
    before = number.to_json()

    status, error = await api.ask(
        "POST",
        f"/IncomingPhoneNumbers/{number.sid}.json",
        {"FriendlyName": "Barber"} | fields,
    )

    assert (status, error["code"]) == (400, code)
    assert number.to_json() == before


async def test_clearing_the_primary_of_a_fallback_is_refused(number: PhoneNumber, api: Api) -> None:
    number.voice_fallback_url = "https://a.example/"

    path = f"/IncomingPhoneNumbers/{number.sid}.json"
    assert (await api.ask("POST", path, {"VoiceUrl": ""}))[1]["code"] == 21405
    assert (await api.ask("POST", path, {"VoiceUrl": "", "VoiceFallbackUrl": ""}))[0] == 200


async def test_a_trunk_and_a_voice_application_exclude_each_other(
    number: PhoneNumber, api: Api
) -> None:
    path = f"/IncomingPhoneNumbers/{number.sid}.json"
    await api.ask("POST", path, {"VoiceApplicationSid": "AP1"})

    _, after = await api.ask("POST", path, {"TrunkSid": "TK1"})

    assert (after["trunk_sid"], after["voice_application_sid"]) == ("TK1", "")


async def test_tells_the_balance(account: Account, api: Api) -> None:
    account.balance = "3.50"

    assert await api.ask("GET", "/Balance.json") == (
        200,
        {"account_sid": account.sid, "balance": "3.50", "currency": "USD"},
    )
