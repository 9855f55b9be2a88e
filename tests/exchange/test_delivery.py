"""An accepted text meets its fate, and its StatusCallback hears of it, in whatever order."""

import pytest

from .accounts import PhoneNumber
from .api import Api
from .company import Exchange
from .customer import PUBLIC, Customer
from .delivery import FAILED, UNREACHABLE_HANDSET, Fate

TO = "+12025550100"
CALLBACK = f"{PUBLIC}/status?id=7"


async def told(exchange: Exchange, customer: Customer) -> list[str]:
    await exchange.settle()
    return [one.params["MessageStatus"] for one in customer.at("/status")]


async def test_the_callback_hears_every_step(
    exchange: Exchange, number: PhoneNumber, customer: Customer, api: Api
) -> None:
    _, text = await api.create(StatusCallback=CALLBACK)

    assert await told(exchange, customer) == ["queued", "sent", "delivered"]
    last = customer.at("/status")[-1]
    assert last.url == CALLBACK
    assert last.params["MessageSid"] == last.params["SmsSid"] == text["sid"]
    assert "ErrorCode" not in last.params


@pytest.mark.parametrize(
    ("fate", "steps"),
    [
        pytest.param(UNREACHABLE_HANDSET, ["queued", "sent", "undelivered"], id="undelivered"),
        pytest.param(FAILED, ["queued", "failed"], id="failed"),
    ],
)
async def test_a_bad_fate_comes_with_its_error_code(
    *,
    exchange: Exchange,
    number: PhoneNumber,
    customer: Customer,
    api: Api,
    fate: Fate,
    steps: list[str],
) -> None:
    exchange.delivery.fates[TO] = fate
    await api.create(StatusCallback=CALLBACK)

    assert await told(exchange, customer) == steps
    codes = [one.params.get("ErrorCode") for one in customer.at("/status")]
    assert codes == [None] * (len(steps) - 1) + [str(fate.error_code)]


async def test_callbacks_can_come_in_another_order(
    exchange: Exchange, number: PhoneNumber, customer: Customer, api: Api
) -> None:
    exchange.trouble.add("reordered_callbacks")
    await api.create(StatusCallback=CALLBACK)

    steps = await told(exchange, customer)
    assert sorted(steps) == ["delivered", "queued", "sent"]
    assert steps != ["queued", "sent", "delivered"]
    assert exchange.texts[0].status == "delivered"


async def test_a_callback_can_come_twice_with_the_same_token(
    exchange: Exchange, number: PhoneNumber, customer: Customer, api: Api
) -> None:
    exchange.trouble.add("duplicate_callbacks", where="webhook.status")
    await api.create(StatusCallback=CALLBACK)

    assert await told(exchange, customer) == ["queued", "queued", "sent", "delivered"]
    tokens = [one.headers["I-Twilio-Idempotency-Token"] for one in customer.at("/status")]
    assert tokens[0] == tokens[1] != tokens[2]
