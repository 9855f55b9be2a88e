"""Webhooks are signed, routed, retried and forged as on the real network."""

import pytest
from twilio.request_validator import RequestValidator  # type: ignore[import-untyped]

from .accounts import Account, PhoneNumber
from .company import Exchange
from .customer import PUBLIC, Answer, Customer
from .forgery import Forgery
from .signing import signature

CALLER = "+12025550100"


def test_signs_as_twilios_own_documentation_does() -> None:
    fields = {
        "CallSid": "CA1234567890ABCDE",
        "Caller": "+12349013030",
        "Digits": "1234",
        "From": "+12349013030",
        "To": "+18005551212",
    }
    url = "https://mycompany.com/myapp.php?foo=1&bar=2"

    expected = RequestValidator("12345").compute_signature(url, fields)
    assert signature("12345", f"{url}#rc=2", fields.items()) == expected


@pytest.mark.parametrize(
    "url",
    [
        pytest.param(f"{PUBLIC}/sms", id="plain"),
        pytest.param(f"{PUBLIC}/sms?a=1&b=%20x+y", id="query"),
        pytest.param(f"{PUBLIC}/sms?a=1#rc=2&rp=all", id="fragment"),
        pytest.param(f"{PUBLIC}/a%2Fb/sms", id="escaped path"),
    ],
)
async def test_the_library_accepts_every_signature_and_no_tampered_one(
    exchange: Exchange, account: Account, number: PhoneNumber, customer: Customer, url: str
) -> None:
    number.sms_url = url

    await exchange.send_text(CALLER, number, "é + & 😀")

    (received,) = customer.received
    assert received.url == url.partition("#")[0]
    validate = RequestValidator(account.auth_token).validate
    signed = received.headers["X-Twilio-Signature"]
    assert validate(received.url, received.params, signed)
    assert not validate(received.url, received.params | {"Body": "tampered"}, signed)
    assert not validate(f"{received.url}x", received.params, signed)
    assert not validate(received.url, received.params | {"Extra": "1"}, signed)
    assert not RequestValidator("other").validate(received.url, received.params, signed)


async def test_a_get_webhook_is_signed_over_its_query(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    number.sms_method = "GET"

    await exchange.send_text(CALLER, number, "Hi there")

    (received,) = customer.received
    assert (received.method, received.fields) == ("GET", ())
    assert "Body=Hi+there" in received.url


async def test_arrives_as_through_a_reverse_proxy(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    await exchange.send_text(CALLER, number, "Hi")

    headers = customer.received[0].headers
    assert headers["Host"] == "shop.example"
    assert headers["X-Forwarded-Proto"] == "https"
    assert "X-Forwarded-For" not in headers
    assert headers["User-Agent"] == "TwilioProxy/1.1"
    assert headers["Content-Type"] == "application/x-www-form-urlencoded; charset=UTF-8"


async def test_a_host_without_a_route_does_not_resolve(
    exchange: Exchange, number: PhoneNumber
) -> None:
    number.sms_url = "https://elsewhere.example/sms"

    found = await exchange.send_text(CALLER, number, "Hi")

    assert found.status is None
    assert [alert.code for alert in exchange.alerts] == [11210]


async def test_a_closed_door_is_tried_twice(exchange: Exchange, number: PhoneNumber) -> None:
    # Port 1 of this machine: nobody listens there.
    exchange.route("https://closed.example", "http://127.0.0.1:1")
    number.sms_url = "https://closed.example/sms"

    found = await exchange.send_text(CALLER, number, "Hi")

    assert [hook.attempts for hook in found.requests] == [2]
    assert [alert.code for alert in exchange.alerts] == [11205]


@pytest.mark.parametrize(
    ("fragment", "attempts"),
    [
        pytest.param("", 1, id="by default only lost connections"),
        pytest.param("#rc=3&rp=5xx", 3, id="asked for"),
        pytest.param("#rc=1&rp=ct,5xx", 2, id="once"),
        pytest.param("#rc=0", 1, id="never"),
    ],
)
async def test_a_fragment_overrides_the_retries_and_the_token_stays(
    exchange: Exchange, number: PhoneNumber, customer: Customer, fragment: str, attempts: int
) -> None:
    number.sms_url += fragment
    customer.answers["/sms"] = [Answer(status=503), Answer(status=503), Answer()]

    await exchange.send_text(CALLER, number, "Hi")

    assert len(customer.received) == attempts
    assert len({one.headers["I-Twilio-Idempotency-Token"] for one in customer.received}) == 1


async def test_a_redirect_drops_the_body(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    customer.answers["/sms"] = Answer(status=302, headers={"Location": "/other"})

    await exchange.send_text(CALLER, number, "Hi")

    (received,) = customer.at("/other")
    assert (received.method, received.fields) == ("GET", ())


@pytest.mark.parametrize("door", ["sms", "voice"])
@pytest.mark.parametrize("kind", [kind for kind in Forgery if kind is not Forgery.REPLAYED])
async def test_a_forgery_is_told_from_a_genuine_webhook(
    *,
    exchange: Exchange,
    account: Account,
    number: PhoneNumber,
    customer: Customer,
    kind: Forgery,
    door: str,
) -> None:
    assert await exchange.forged(kind, number, door) == 200

    received = customer.received.pop()
    genuine = RequestValidator(account.auth_token).validate(
        received.url, received.params, received.headers.get("X-Twilio-Signature", "")
    )
    # A right signature over another account's SID is for the customer to notice.
    assert genuine is (kind is Forgery.OTHER_ACCOUNT)


async def test_a_replay_is_the_last_genuine_webhook_again(
    exchange: Exchange, number: PhoneNumber, customer: Customer
) -> None:
    await exchange.send_text(CALLER, number, "Hi")

    assert await exchange.forged("replayed", number) == 200

    genuine, replay = customer.received
    assert replay.fields == genuine.fields
    for name in ("X-Twilio-Signature", "I-Twilio-Idempotency-Token"):
        assert replay.headers[name] == genuine.headers[name]


async def test_a_proxy_may_tell_who_called(socket_enabled: None) -> None:
    async with Exchange(forwarded_for="203.0.113.7") as exchange, Customer() as customer:
        exchange.route(PUBLIC, customer.local)
        number = exchange.add_number("+12025550123", exchange.open_account())
        number.sms_url = f"{PUBLIC}/sms"

        await exchange.send_text(CALLER, number, "Hi")

        assert customer.received[0].headers["X-Forwarded-For"] == "203.0.113.7"


async def test_there_is_nothing_to_replay_before_the_first_webhook(
    exchange: Exchange, number: PhoneNumber
) -> None:
    with pytest.raises(ValueError, match="nothing to replay"):
        await exchange.forged("replayed", number)
