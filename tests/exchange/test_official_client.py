"""Twilio's own client library is the second opinion on this exchange's wire."""

import asyncio
from collections.abc import Callable
from typing import Any, override
from urllib.parse import urlsplit

import pytest
from twilio.base.exceptions import TwilioRestException  # type: ignore[import-untyped]
from twilio.http.http_client import TwilioHttpClient  # type: ignore[import-untyped]
from twilio.http.response import Response  # type: ignore[import-untyped]
from twilio.rest import Client  # type: ignore[import-untyped]

from .accounts import Account, PhoneNumber
from .company import Exchange
from .customer import PUBLIC
from .lookup import LineType

TO = "+12025550100"
HOSTS = {f"{api}.twilio.com" for api in ("api", "lookups", "messaging", "accounts")}


class LocalHttpClient(TwilioHttpClient):  # type: ignore[misc]
    """Twilio's HTTP client, with all of Twilio's APIs being the exchange."""

    def __init__(self, api_base: str) -> None:
        super().__init__(pool_connections=False, timeout=5)
        self._api_base = api_base

    @override
    def request(self, method: str, url: str, *args: Any, **kwargs: Any) -> Response:
        twilio = urlsplit(url)
        assert twilio.scheme == "https"
        assert twilio.hostname in HOSTS
        local = f"{self._api_base}{twilio.path}?{twilio.query}"
        return super().request(method, local, *args, **kwargs)


@pytest.fixture
def client(exchange: Exchange, account: Account) -> Client:
    return Client(account.sid, account.auth_token, http_client=LocalHttpClient(exchange.api_base))


async def off_the_loop[T](work: Callable[[], T]) -> T:
    return await asyncio.to_thread(work)


async def test_creates_fetches_and_lists_messages(
    exchange: Exchange, number: PhoneNumber, client: Client
) -> None:
    def work() -> tuple[Any, Any, list[Any]]:
        created = client.messages.create(
            to=TO,
            from_=number.phone_number,
            body="Sorry we missed you é",
            status_callback=f"{PUBLIC}/status?id=1",
            validity_period=3600,
            smart_encoded=True,
        )
        for _ in range(4):
            client.messages.create(to=TO, from_=number.phone_number, body="more")
        listed = client.messages.list(to=TO, from_=number.phone_number, page_size=2)
        return created, client.messages(created.sid).fetch(), listed

    created, fetched, listed = await off_the_loop(work)
    await exchange.settle()

    assert (created.status, created.direction, created.num_segments) == (
        "queued",
        "outbound-api",
        "1",
    )
    assert created.date_created is not None
    assert created.date_sent is None
    assert fetched.body == "Sorry we missed you é"
    assert [text.body for text in listed] == ["more"] * 4 + ["Sorry we missed you é"]
    assert listed[-1].sid == created.sid


@pytest.mark.parametrize(
    ("to", "sender", "code"),
    [
        pytest.param("+15005550001", None, 21211, id="invalid"),
        pytest.param("+15005550004", None, 21610, id="opted out"),
        pytest.param(TO, "+15005550007", 21606, id="not owned"),
    ],
)
async def test_an_error_surfaces_with_its_code(
    number: PhoneNumber, client: Client, to: str, sender: str | None, code: int
) -> None:
    with pytest.raises(TwilioRestException) as caught:
        await off_the_loop(
            lambda: client.messages.create(to=to, from_=sender or number.phone_number, body="Hi")
        )
    assert (caught.value.code, caught.value.status) == (code, 400)


async def test_a_wrong_token_and_a_missing_message_surface_too(
    exchange: Exchange, account: Account, client: Client
) -> None:
    stranger = Client(account.sid, "wrong", http_client=LocalHttpClient(exchange.api_base))

    with pytest.raises(TwilioRestException) as refused:
        await off_the_loop(stranger.balance.fetch)
    with pytest.raises(TwilioRestException) as missing:
        await off_the_loop(client.messages("SM0").fetch)

    assert (refused.value.code, refused.value.status) == (20003, 401)
    assert (missing.value.code, missing.value.status) == (20404, 404)


async def test_lists_and_updates_numbers_with_an_api_key(
    exchange: Exchange, account: Account, number: PhoneNumber
) -> None:
    key, secret = account.api_key
    client = Client(key, secret, account.sid, http_client=LocalHttpClient(exchange.api_base))

    def work() -> tuple[list[Any], Any]:
        listed = client.incoming_phone_numbers.list(phone_number=number.phone_number)
        updated = listed[0].update(
            voice_url=f"{PUBLIC}/v",
            voice_fallback_url=f"{PUBLIC}/f",
            sms_url=f"{PUBLIC}/s",
            status_callback="",
        )
        return listed, updated

    listed, updated = await off_the_loop(work)

    assert [one.sid for one in listed] == [number.sid]
    assert listed[0].capabilities["sms"] is True
    assert (updated.voice_url, updated.status_callback) == (f"{PUBLIC}/v", "")
    assert number.voice_fallback_url == f"{PUBLIC}/f"


async def test_reads_the_balance_and_the_call_log(
    exchange: Exchange, number: PhoneNumber, client: Client
) -> None:
    record = await exchange.place_call(TO, number)

    def work() -> tuple[Any, list[Any]]:
        calls = client.calls.list(
            to=number.phone_number, start_time_after=record.row.start_time, page_size=20
        )
        return client.balance.fetch(), calls

    balance, calls = await off_the_loop(work)

    assert (balance.balance, balance.currency) == ("25.00", "USD")
    assert [(call.sid, call._from, call.direction) for call in calls] == [
        (record.sid, TO, "inbound")
    ]


async def test_looks_up_what_kind_of_line_a_number_is(exchange: Exchange, client: Client) -> None:
    exchange.line_types[TO] = LineType.LANDLINE

    def work() -> Any:  # noqa: ANN401 -- the client is untyped
        return client.lookups.v2.phone_numbers(TO).fetch(fields="line_type_intelligence")

    found = await off_the_loop(work)

    assert (found.phone_number, found.country_code, found.valid) == (TO, "US", True)
    assert found.line_type_intelligence["type"] == "landline"
    assert found.line_type_intelligence["error_code"] is None


async def test_reads_the_account_its_services_and_where_it_may_text(
    exchange: Exchange, account: Account, number: PhoneNumber, client: Client
) -> None:
    sid = exchange.add_service(account, [number], use_inbound_webhook_on_number=False)
    account.geo_blocked = {"+49"}

    def work() -> tuple[Any, list[Any], list[Any], list[Any]]:
        geo = client.accounts.v1.messaging_geopermissions
        return (
            client.api.v2010.accounts(account.sid).fetch(),
            client.messaging.v1.services.list(),
            client.messaging.v1.services(sid).phone_numbers.list(),
            [geo.fetch(country_code=country).permissions for country in ("US", "DE")],
        )

    told, services, numbers, permissions = await off_the_loop(work)

    assert (told.status, told.type) == ("active", "Full")
    (service,) = services
    assert (service.sid, service.friendly_name) == (sid, "Texts")
    assert (service.use_inbound_webhook_on_number, service.inbound_request_url) == (False, None)
    assert [(one.sid, one.phone_number) for one in numbers] == [(number.sid, number.phone_number)]
    assert [one[0]["enabled"] for one in permissions] == [True, False]


async def test_reads_the_legs_of_a_call_and_the_texts_of_a_day(
    exchange: Exchange, number: PhoneNumber, client: Client
) -> None:
    record = await exchange.place_call(TO, number)
    text = await exchange.send_text(TO, number, "Hi")

    def work() -> tuple[list[Any], list[Any]]:
        legs = client.calls.list(parent_call_sid=record.sid)
        return legs, client.messages.list(
            to=number.phone_number, date_sent_after=text.text.date_created.date()
        )

    legs, texts = await off_the_loop(work)

    assert [(leg.parent_call_sid, leg.direction) for leg in legs] == [(record.sid, "outbound-dial")]
    assert [(one.sid, one.direction, one.num_media) for one in texts] == [
        (text.sid, "inbound", "0")
    ]
