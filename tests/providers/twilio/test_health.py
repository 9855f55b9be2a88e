"""What is wrong at Twilio is found, named, and where we can, mended."""

from collections.abc import Callable
import contextlib
from dataclasses import replace

import aiohttp
from aiohttp import web
from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.shop import LineMode, Shop, TeamMember
from custom_components.missed_call_textback.providers.health import Finding, Trouble, Unexamined
from custom_components.missed_call_textback.providers.twilio.client import TwilioClient
from custom_components.missed_call_textback.providers.twilio.health import TwilioExaminer
from custom_components.missed_call_textback.providers.twilio.hosted import hosted_fallback
from custom_components.missed_call_textback.providers.twilio.numbers import point_here
from tests.exchange import Account, Exchange, Fate, Kind, PhoneNumber

from .conftest import Serve
from .shop import CALLER, LINE, NUMBER, OWNER, PUBLIC, SHOP, shop_with
from .strange import JSON, RESOURCE, Says
from .test_client import client_at

WELL: list[Finding] = []


@pytest.fixture
def full_client(
    session: aiohttp.ClientSession, exchange: Exchange, account: Account, number: PhoneNumber
) -> TwilioClient:
    """Return a client with the account's token, which may read the account."""
    return TwilioClient(session, account.sid, account.sid, account.auth_token, exchange.api_base)


@pytest.fixture
async def led_here(full_client: TwilioClient, number: PhoneNumber) -> PhoneNumber:
    await point_here(full_client, number.sid, PUBLIC, hosted_fallback(SHOP, LINE))
    return number


@pytest.fixture
def examiner(full_client: TwilioClient, led_here: PhoneNumber) -> TwilioExaminer:
    return TwilioExaminer(full_client, SHOP, PUBLIC)


async def send(client: TwilioClient, exchange: Exchange, fate: Fate) -> None:
    exchange.delivery.default = fate
    await client.create_message({"To": CALLER, "From": NUMBER, "Body": "Hi"})
    await exchange.settle()


async def test_where_all_is_well_nothing_is_found_with_six_requests(
    examiner: TwilioExaminer, exchange: Exchange
) -> None:
    exchange.requests.clear()

    assert await examiner.examine() == WELL
    assert [request.place for request in exchange.requests] == [
        "numbers.list", "account", "balance", "services.list", "geo", "messages.list",
    ]  # fmt: skip


def _suspend(account: Account) -> None:
    account.status = "suspended"


def _close(account: Account) -> None:
    account.status = "closed"


@pytest.mark.parametrize("change", [_suspend, _close])
async def test_an_account_that_is_not_active_is_all_there_is_to_say(
    examiner: TwilioExaminer, account: Account, change: Callable[[Account], None]
) -> None:
    change(account)

    assert await examiner.examine() == [Finding(trouble=Trouble.ACCOUNT_SUSPENDED)]


async def test_an_account_on_its_way_out_is_told_by_itself(
    session: aiohttp.ClientSession, serve: Serve
) -> None:
    async def half_dead(request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/IncomingPhoneNumbers.json"):
            return web.json_response({"incoming_phone_numbers": []})
        return web.json_response({"status": "suspended", "type": "Full"})

    examiner = TwilioExaminer(client_at(session, await serve(half_dead)), SHOP, PUBLIC)

    assert await examiner.examine() == [
        Finding(trouble=Trouble.NUMBER_GONE, line_id=LINE.id),
        Finding(trouble=Trouble.ACCOUNT_SUSPENDED),
    ]


async def test_a_trial_account_is_told(examiner: TwilioExaminer, account: Account) -> None:
    account.trial = True

    assert await examiner.examine() == [Finding(trouble=Trouble.ACCOUNT_TRIAL)]


async def test_a_key_that_may_not_read_the_account_hides_nothing_else(
    client: TwilioClient, led_here: PhoneNumber, account: Account
) -> None:
    account.trial, account.balance = True, "1.00"

    found = await TwilioExaminer(client, SHOP, PUBLIC).examine()

    assert [finding.trouble for finding in found] == [Trouble.LOW_BALANCE]


@pytest.mark.parametrize(
    ("balance", "currency", "low"),
    [
        ("4.99", "USD", True),
        ("5.00", "USD", False),
        ("-3.2", "EUR", True),
        ("749", "JPY", True),
        ("750", "JPY", False),
    ],
)
async def test_a_balance_is_low_when_a_busy_day_may_use_it_up(
    *, examiner: TwilioExaminer, account: Account, balance: str, currency: str, low: bool
) -> None:
    account.balance, account.currency = balance, currency

    found = await examiner.examine()

    assert [finding.trouble for finding in found] == ([Trouble.LOW_BALANCE] if low else [])
    if low:
        assert found[0].details == {"balance": f"{float(balance):.2f}", "currency": currency}


async def test_a_number_that_is_gone_is_told(
    examiner: TwilioExaminer, account: Account, number: PhoneNumber
) -> None:
    del account.numbers[number.sid]

    assert await examiner.examine() == [Finding(trouble=Trouble.NUMBER_GONE, line_id=LINE.id)]
    with pytest.raises(Unexamined):
        await examiner.mend(LINE)


@pytest.mark.parametrize(
    ("field", "address", "host"),
    [
        ("voice_url", "https://other.example:8443/secret?token=1", "other.example"),
        ("voice_fallback_url", "https://other.example/", "other.example"),
        ("sms_url", "https://old-home.example/api/webhook/5f1c?step=text", "old-home.example"),
        ("sms_fallback_url", "", "-"),
        ("status_callback", "https://[", "-"),
        ("voice_method", "GET", "home.example"),
    ],
)
async def test_a_number_that_strayed_is_told_and_mended(
    *, examiner: TwilioExaminer, led_here: PhoneNumber, field: str, address: str, host: str
) -> None:
    setattr(led_here, field, address)

    assert await examiner.examine() == [
        Finding(
            trouble=Trouble.NUMBER_LED_ELSEWHERE,
            line_id=LINE.id,
            mendable=True,
            details={"host": host},
        )
    ]
    await examiner.mend(LINE)
    assert await examiner.examine() == WELL


@pytest.mark.parametrize(
    "shop",
    [
        replace(SHOP, team=(TeamMember(id="1", name="Ann", mobile=OWNER),)),
        shop_with({"mode": LineMode.FORWARDED}),
        shop_with({"ring_seconds": 30}),
    ],
)
async def test_a_hosted_document_that_the_shop_outgrew_is_told(
    full_client: TwilioClient, led_here: PhoneNumber, shop: Shop
) -> None:
    examiner = TwilioExaminer(full_client, shop, PUBLIC)

    (finding,) = await examiner.examine()
    assert finding.details == {"host": "twimlets.com"}
    await examiner.mend(shop.lines[0])
    assert await examiner.examine() == WELL


@pytest.mark.parametrize(
    ("field", "by"),
    [
        ("voice_application_sid", "voice_application"),
        ("sms_application_sid", "sms_application"),
        ("trunk_sid", "trunk"),
    ],
)
async def test_a_number_that_something_takes_is_told_and_left_alone(
    examiner: TwilioExaminer, led_here: PhoneNumber, field: str, by: str
) -> None:
    setattr(led_here, field, "AP1")

    assert await examiner.examine() == [
        Finding(trouble=Trouble.NUMBER_TAKEN, line_id=LINE.id, details={"by": by})
    ]
    with pytest.raises(Unexamined):
        await examiner.mend(LINE)


@pytest.mark.parametrize(
    ("address", "defers", "takes"),
    [
        pytest.param("https://bot.example/", False, True, id="answers itself"),
        pytest.param(None, False, True, id="throws them away"),
        pytest.param("https://bot.example/", True, False, id="defers to the number"),
        pytest.param(f"{PUBLIC}?step=text", False, False, id="leads here"),
    ],
)
async def test_a_service_that_takes_a_numbers_texts_is_told(
    *,
    examiner: TwilioExaminer,
    exchange: Exchange,
    account: Account,
    number: PhoneNumber,
    address: str | None,
    defers: bool,
    takes: bool,
) -> None:
    exchange.add_service(
        account, [number], inbound_request_url=address, use_inbound_webhook_on_number=defers
    )

    found = await examiner.examine()

    service = Finding(
        trouble=Trouble.SERVICE_TAKES_TEXTS, line_id=LINE.id, details={"service": "Texts"}
    )
    assert found == ([service] if takes else [])


async def test_a_service_of_other_numbers_is_none_of_ours(
    examiner: TwilioExaminer, exchange: Exchange, account: Account
) -> None:
    other = exchange.add_number("+12025550124", account)
    exchange.add_service(account, [other], use_inbound_webhook_on_number=False)

    assert await examiner.examine() == WELL


async def test_a_service_without_a_name_to_ask_by_is_passed_over(
    session: aiohttp.ClientSession, serve: Serve
) -> None:
    async def nameless(request: web.Request) -> web.StreamResponse:
        if request.path == "/v1/Services":
            return web.json_response({"services": [{"sid": None, "inbound_request_url": None}]})
        return web.json_response({"incoming_phone_numbers": []})

    found = await TwilioExaminer(client_at(session, await serve(nameless)), SHOP, PUBLIC).examine()

    assert [finding.trouble for finding in found] == [Trouble.NUMBER_GONE]


async def test_a_country_that_may_not_be_texted_is_told(
    examiner: TwilioExaminer, account: Account
) -> None:
    account.geo_blocked = {"+1"}

    assert await examiner.examine() == [
        Finding(trouble=Trouble.COUNTRY_FORBIDDEN, details={"country": "US"})
    ]


@pytest.mark.parametrize("code", [30034, 30032])
async def test_a_sender_that_carriers_filter_is_told_until_a_text_came_through(
    examiner: TwilioExaminer, full_client: TwilioClient, exchange: Exchange, code: int
) -> None:
    await send(full_client, exchange, Fate(status="undelivered", error_code=code))
    await send(full_client, exchange, Fate(status="sent"))

    assert await examiner.examine() == [
        Finding(trouble=Trouble.SENDER_UNREGISTERED, line_id=LINE.id, details={"code": str(code)})
    ]
    await send(full_client, exchange, Fate(status="delivered"))
    assert await examiner.examine() == WELL


async def test_a_handset_that_was_off_is_no_trouble_of_the_senders(
    examiner: TwilioExaminer, full_client: TwilioClient, exchange: Exchange
) -> None:
    await send(full_client, exchange, Fate(status="undelivered", error_code=30003))

    assert await examiner.examine() == WELL


@pytest.mark.parametrize("kind", [Kind.SERVER_ERROR, Kind.CUT, Kind.HTML, Kind.ANSWER_LOST])
async def test_without_the_numbers_nothing_is_known(
    examiner: TwilioExaminer, exchange: Exchange, kind: Kind
) -> None:
    exchange.trouble.add(kind, where="numbers.list", times=None)

    with pytest.raises(Unexamined):
        await examiner.examine()
    with pytest.raises(Unexamined):
        await examiner.mend(LINE)


@pytest.mark.parametrize("place", ["account", "balance", "services", "geo", "messages.list"])
@pytest.mark.parametrize("kind", [Kind.SERVER_ERROR, Kind.CUT, Kind.HTML, Kind.TOO_MANY_REQUESTS])
async def test_one_check_that_fails_hides_no_other(
    *,
    examiner: TwilioExaminer,
    full_client: TwilioClient,
    exchange: Exchange,
    account: Account,
    led_here: PhoneNumber,
    kind: Kind,
    place: str,
) -> None:
    await send(full_client, exchange, Fate(status="undelivered", error_code=30034))
    exchange.add_service(account, [led_here], use_inbound_webhook_on_number=False)
    account.trial, account.balance, account.geo_blocked = True, "0", {"+1"}
    led_here.voice_url = ""
    everything = await examiner.examine()
    # The connection's own second try of a GET must fail as well.
    exchange.trouble.add(kind, where=place, times=None)

    again = await examiner.examine()

    assert len({finding.trouble for finding in everything}) == 6
    # What could not be asked this time is as it was.
    assert again == everything


async def test_what_was_never_found_out_is_not_made_up(
    examiner: TwilioExaminer, exchange: Exchange, account: Account
) -> None:
    account.balance = "0"
    exchange.trouble.add("5xx", where="balance")

    assert await examiner.examine() == WELL
    assert [finding.trouble for finding in await examiner.examine()] == [Trouble.LOW_BALANCE]


@given(answer=JSON, listed=st.lists(RESOURCE | JSON, max_size=3), resource=RESOURCE)
async def test_no_answer_is_too_strange(
    answer: object, listed: list[object], resource: dict[str, object]
) -> None:
    lists = dict.fromkeys(
        ("incoming_phone_numbers", "services", "phone_numbers", "permissions", "messages"), listed
    )
    for page in (
        answer,
        lists | resource | {"balance": answer},
        {"incoming_phone_numbers": answer},
    ):
        client = TwilioClient(Says(page), "AC1", "SK1", "x")  # type: ignore[arg-type]
        examiner = TwilioExaminer(client, SHOP, PUBLIC)
        with contextlib.suppress(Unexamined):
            assert all(finding.trouble in Trouble for finding in await examiner.examine())
        with contextlib.suppress(Unexamined):
            await examiner.mend(LINE)


async def test_a_company_that_only_has_numbers_is_examined_as_far_as_it_goes(
    session: aiohttp.ClientSession, serve: Serve
) -> None:
    async def small(request: web.Request) -> web.StreamResponse:
        if request.path.endswith("/IncomingPhoneNumbers.json"):
            return web.json_response(
                {"incoming_phone_numbers": [{"sid": "PN1", "phone_number": NUMBER}]}
            )
        return web.json_response({"code": 20404, "message": "not found"}, status=404)

    (finding,) = await TwilioExaminer(
        client_at(session, await serve(small)), SHOP, PUBLIC
    ).examine()

    assert finding.trouble is Trouble.NUMBER_LED_ELSEWHERE
