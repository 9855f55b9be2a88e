"""The Messages resource accepts what Twilio accepts, and refuses what Twilio refuses."""

import re

import pytest

from .accounts import Account, PhoneNumber
from .api import Api
from .company import Exchange
from .delivery import Fate
from .texts import segments

TO = "+12025550100"


@pytest.mark.parametrize(
    ("fields", "status", "code"),
    [
        pytest.param({"StatusCalback": "https://a.example/"}, 400, 20001, id="misspelt"),
        pytest.param({"SendAt": "2030-01-01T00:00:00Z"}, 400, 20001, id="not played here"),
        pytest.param({"To": "-"}, 400, 21604, id="no To"),
        pytest.param({"To": ""}, 400, 21604, id="empty To"),
        pytest.param({"To": "2025550100"}, 400, 21211, id="To without plus"),
        pytest.param({"To": "+1 202 555 0100"}, 400, 21211, id="To with spaces"),
        pytest.param({"To": "anonymous"}, 400, 21211, id="To anonymous"),
        pytest.param({"To": "whatsapp:+12025550100"}, 400, 21910, id="To of another channel"),
        pytest.param({"From": "whatsapp:+12025550123"}, 400, 21910, id="From of another channel"),
        pytest.param(
            {"To": "whatsapp:+12025550100", "From": "whatsapp:+12025550123"},
            400,
            63007,
            id="no WhatsApp sender",
        ),
        pytest.param({"To": "messenger:2025550100"}, 400, 21211, id="To of a strange channel"),
        pytest.param({"From": "-"}, 400, 21603, id="no sender"),
        pytest.param({"From": "2025550123"}, 400, 21212, id="From malformed"),
        pytest.param({"From": "+12025550155"}, 400, 21606, id="From not owned"),
        pytest.param({"From": "+12025550124"}, 400, 21606, id="From cannot text"),
        pytest.param({"From": "+12025550125"}, 400, 21606, id="From of another account"),
        pytest.param({"To": "+12025550123"}, 400, 21266, id="to itself"),
        pytest.param({"Body": ""}, 400, 21602, id="empty body"),
        pytest.param({"Body": " \n"}, 400, 21602, id="blank body"),
        pytest.param({"Body": "-"}, 400, 21619, id="no body, no media"),
        pytest.param({"Body": "x" * 1601}, 400, 21617, id="too long"),
        pytest.param({"To": "+12025550104"}, 400, 21610, id="opted out"),
        pytest.param({"To": "+2345550100"}, 400, 21408, id="geo permission"),
        pytest.param({"StatusCallback": "/relative"}, 400, 21609, id="callback relative"),
        pytest.param({"StatusCallback": "ftp://a.example/x"}, 400, 21609, id="callback ftp"),
        pytest.param({"StatusCallback": "https://a_b.example/x"}, 400, 21609, id="underscore"),
        pytest.param({"StatusCallback": "https:///x"}, 400, 21609, id="callback without host"),
        pytest.param({"StatusCallback": "https://a.example:x/"}, 400, 21609, id="port"),
        pytest.param({"StatusCallback": "https://a.example/" + "x" * 4000}, 400, 21609, id="long"),
        pytest.param({"ValidityPeriod": "0"}, 400, 21624, id="validity too short"),
        pytest.param({"ValidityPeriod": "36001"}, 400, 21624, id="validity too long"),
        pytest.param({"ValidityPeriod": "1h"}, 400, 21624, id="validity not a number"),
        pytest.param({"MessagingServiceSid": "MG0"}, 400, 21701, id="no such service"),
        pytest.param({"To": "+15005550001"}, 400, 21211, id="magic invalid"),
        pytest.param({"To": "+15005550002"}, 400, 21612, id="magic unroutable"),
        pytest.param({"To": "+15005550003"}, 400, 21408, id="magic geo"),
        pytest.param({"To": "+15005550004"}, 400, 21610, id="magic blocked"),
        pytest.param({"To": "+15005550009"}, 400, 21614, id="magic not mobile"),
        pytest.param({"From": "+15005550001"}, 400, 21212, id="magic sender invalid"),
        pytest.param({"From": "+15005550007"}, 400, 21606, id="magic sender not owned"),
        pytest.param({"From": "+15005550008"}, 400, 21611, id="magic sender queue full"),
    ],
)
async def test_refuses_with_the_code_that_twilio_gives(
    *,
    exchange: Exchange,
    account: Account,
    number: PhoneNumber,
    api: Api,
    fields: dict[str, str],
    status: int,
    code: int,
) -> None:
    exchange.add_number("+12025550124", account, sms=False)
    exchange.add_number("+12025550125", exchange.open_account())
    account.opted_out.add(("+12025550104", number.phone_number))
    account.geo_blocked.add("+234")

    assert await api.create(**fields) == (
        status,
        {
            "code": code,
            "message": (await api.create(**fields))[1]["message"],
            "more_info": f"https://www.twilio.com/docs/errors/{code}",
            "status": status,
        },
    )
    assert exchange.texts == []


async def test_an_accepted_text_is_answered_with_the_whole_resource(
    exchange: Exchange, account: Account, number: PhoneNumber, api: Api
) -> None:
    status, text = await api.create(Body="Sorry we missed you é", ValidityPeriod="3600")

    assert status == 201
    assert re.fullmatch(r"SM[0-9a-f]{32}", text["sid"])
    assert text["status"] == "queued"
    assert text["direction"] == "outbound-api"
    assert text["from"] == number.phone_number
    assert text["to"] == TO
    assert text["body"] == "Sorry we missed you é"
    assert text["num_segments"] == "1"
    assert text["date_sent"] is None
    assert text["price"] is None
    assert re.fullmatch(r"\w{3}, \d\d \w{3} \d{4} [\d:]{8} \+0000", text["date_created"])
    assert exchange.texts[0].requested_at == exchange.requests[0].requested_at
    assert exchange.texts_to(TO) == exchange.texts


async def test_the_magic_sender_needs_no_owner(api: Api, exchange: Exchange) -> None:
    status, _ = await api.create(From="+15005550006")

    assert status == 201
    await exchange.settle()


async def test_media_may_come_without_a_body_and_more_than_once(
    api: Api, exchange: Exchange, number: PhoneNumber
) -> None:
    status, text = await api.ask(
        "POST",
        "/Messages.json",
        [
            ("To", TO),
            ("From", number.phone_number),
            ("MediaUrl", "https://a.example/1"),
            ("MediaUrl", "https://a.example/2"),
        ],
    )

    assert (status, text["num_media"]) == (201, "2")


async def test_a_service_accepts_first_and_chooses_its_sender_later(
    exchange: Exchange, account: Account, number: PhoneNumber, api: Api
) -> None:
    service = exchange.add_service(account, [number])

    status, text = await api.create(From="-", MessagingServiceSid=service)

    assert (status, text["status"], text["from"]) == (201, "accepted", None)
    await exchange.settle()
    _, later = await api.ask("GET", f"/Messages/{text['sid']}.json")
    assert (later["status"], later["from"]) == ("delivered", number.phone_number)


async def test_a_trial_account_texts_verified_numbers_only(
    account: Account, number: PhoneNumber, api: Api
) -> None:
    account.trial = True

    assert (await api.create())[1]["code"] == 21608
    account.verified.add(TO)
    assert (await api.create())[0] == 201


@pytest.mark.parametrize(
    "auth",
    [
        pytest.param(None, id="none"),
        pytest.param(("ACnobody", "secret"), id="unknown account"),
        pytest.param(("", "wrong"), id="wrong token"),
        pytest.param(("SKnobody", "secret"), id="unknown key"),
    ],
)
async def test_wrong_credentials_are_refused(
    account: Account, number: PhoneNumber, api: Api, auth: tuple[str, str] | None
) -> None:
    api.auth = auth and (auth[0] or account.sid, auth[1])

    status, error = await api.create()

    assert (status, error["code"], error["message"]) == (401, 20003, "Authenticate")


async def test_an_api_key_opens_its_own_account_only(
    exchange: Exchange, account: Account, number: PhoneNumber, api: Api
) -> None:
    api.auth = account.api_key
    assert (await api.create())[0] == 201
    api.auth = exchange.open_account().api_key
    assert (await api.create())[0] == 401


async def test_a_rotated_token_is_refused(
    exchange: Exchange, account: Account, number: PhoneNumber, api: Api
) -> None:
    fresh = exchange.rotate_token(account)

    assert (await api.create())[0] == 401
    api.auth = (account.sid, fresh)
    assert (await api.create())[0] == 201


async def test_lists_newest_first_in_pages_that_do_not_shift(number: PhoneNumber, api: Api) -> None:
    for index in range(5):
        await api.create(Body=f"text {index}")
    await api.create(To="+12025550101")

    _, first = await api.ask("GET", "/Messages.json", query={"To": TO, "PageSize": "2"})
    await api.create(Body="newer")
    following = first["next_page_uri"].partition("Messages.json")[2]
    _, second = await api.ask("GET", f"/Messages.json{following}")

    assert [text["body"] for text in first["messages"]] == ["text 4", "text 3"]
    assert [text["body"] for text in second["messages"]] == ["text 2", "text 1"]
    assert (second["page"], second["start"], second["page_size"]) == (1, 2, 2)


async def test_the_list_filters_by_sender_and_refuses_unknown_filters(
    number: PhoneNumber, api: Api
) -> None:
    await api.create()
    await api.create(From="+15005550006")

    _, found = await api.ask("GET", "/Messages.json", query={"To": TO, "From": "+15005550006"})
    status, error = await api.ask("GET", "/Messages.json", query={"Sender": TO})

    assert [text["from"] for text in found["messages"]] == ["+15005550006"]
    assert found["next_page_uri"] is None
    assert (status, error["code"]) == (400, 20001)


@pytest.mark.parametrize(
    "path",
    ["/Messages/SM0.json", "/Calls/CA0.json", "/IncomingPhoneNumbers/PN0.json", "/Faxes.json"],
)
async def test_what_does_not_exist_is_404(api: Api, account: Account, path: str) -> None:
    status, error = await api.ask("GET", path)

    assert (status, error["code"]) == (404, 20404)
    assert path in error["message"]


async def test_a_fate_is_told_by_the_resource(
    exchange: Exchange, number: PhoneNumber, api: Api
) -> None:
    exchange.delivery.fates[TO] = Fate(status="undelivered", error_code=30005)
    _, text = await api.create()
    await exchange.settle()

    _, later = await api.ask("GET", f"/Messages/{text['sid']}.json")

    assert (later["status"], later["error_code"]) == ("undelivered", 30005)
    assert later["date_sent"] is not None


@pytest.mark.parametrize(
    ("body", "count"),
    [
        pytest.param("x" * 160, 1, id="one"),
        pytest.param("x" * 161, 2, id="two"),
        pytest.param("€" * 81, 2, id="euro takes two septets"),
        pytest.param("ж" * 70, 1, id="one in UCS-2"),
        pytest.param("ж" * 71, 2, id="two in UCS-2"),
        pytest.param("😀" * 36, 2, id="surrogates take two"),
        pytest.param("“" + "x" * 70, 2, id="a curly quote forces UCS-2"),
    ],
)
def test_counts_segments_as_carriers_do(body: str, count: int) -> None:
    assert segments(body) == count


def test_smart_encoding_saves_a_segment() -> None:
    assert segments("“" + "x" * 70, smart=True) == 1


async def test_waits_for_a_text(exchange: Exchange, number: PhoneNumber, api: Api) -> None:
    with pytest.raises(TimeoutError):
        await exchange.wait_for_text(TO, timeout=0.01)
    await api.create(Body="first")
    await api.create(Body="second")

    assert (await exchange.wait_for_text(TO)).body == "first"
    assert (await exchange.wait_for_text(TO, count=2)).body == "second"
