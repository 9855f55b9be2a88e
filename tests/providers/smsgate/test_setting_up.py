"""Setting a phone up: what is wrong is found before it costs a caller."""

from collections.abc import Awaitable, Callable
from datetime import timedelta
from unittest.mock import AsyncMock

import aiohttp
import pytest

from custom_components.missed_call_textback.providers.smsgate.client import Phone, SmsGateClient
from custom_components.missed_call_textback.providers.smsgate.setting_up import (
    check,
    register,
    unregister,
)
from custom_components.missed_call_textback.providers.source import (
    Refused,
    Unreachable,
    Unsuitable,
)
from tests.exchange_android import Fault, SmsGate
from tests.exchange_android.shop import NOW, PUBLIC, SHOP
from tests.exchange_android.smsgate import Android


async def test_the_one_phone_is_found(client: SmsGateClient, gate: SmsGate) -> None:
    gate.phones[0].sims = (1, 2)

    assert await check(client, public_url=PUBLIC, now=NOW) == Phone(
        id=gate.phones[0].id, name="Fairphone/FP5", sims=(1, 2), last_seen=NOW
    )


async def test_of_several_phones_one_has_to_be_named(client: SmsGateClient, gate: SmsGate) -> None:
    gate.phones.append(Android(id="another", last_seen=NOW))

    with pytest.raises(Unsuitable, match="several_phones"):
        await check(client, public_url=PUBLIC, now=NOW)
    assert (await check(client, public_url=PUBLIC, now=NOW, phone_id="another")).id == "another"


async def test_a_phone_that_is_no_longer_there_is_missed(client: SmsGateClient) -> None:
    with pytest.raises(Unsuitable, match="phone_gone"):
        await check(client, public_url=PUBLIC, now=NOW, phone_id="of-before")


async def test_an_account_without_phones_cannot_send(client: SmsGateClient, gate: SmsGate) -> None:
    gate.phones.clear()

    with pytest.raises(Unsuitable, match="no_phone"):
        await check(client, public_url=PUBLIC, now=NOW)


@pytest.mark.parametrize("gate", ["cloud"], indirect=True)
async def test_a_phone_that_has_been_away_for_a_day_is_told(
    client: SmsGateClient, gate: SmsGate
) -> None:
    gate.phones[0].last_seen = NOW - timedelta(hours=25)

    with pytest.raises(Unsuitable, match="phone_away"):
        await check(client, public_url=PUBLIC, now=NOW)


@pytest.mark.parametrize("url", ["http://homeassistant.local:8123/x", "", "home.example"])
async def test_an_address_that_the_app_brings_nothing_to_is_told(
    client: SmsGateClient, gate: SmsGate, url: str
) -> None:
    with pytest.raises(Unsuitable, match="needs_https"):
        await check(client, public_url=url, now=NOW)
    assert gate.requests == []


async def test_a_wrong_password_is_refused(session: aiohttp.ClientSession, gate: SmsGate) -> None:
    client = SmsGateClient(session, gate.base_url, gate.username, "wrong")

    with pytest.raises(Refused) as raised:
        await check(client, public_url=PUBLIC, now=NOW)
    assert "wrong" not in str(raised.value)


ACTIONS: list[Callable[[SmsGateClient], Awaitable[object]]] = [
    lambda client: check(client, public_url=PUBLIC, now=NOW),
    lambda client: register(client, SHOP.id, PUBLIC, "phone"),
    lambda client: unregister(client, SHOP.id),
]


@pytest.mark.parametrize("action", ACTIONS, ids=["check", "register", "unregister"])
@pytest.mark.parametrize("fault", [Fault.CUT, Fault.FAILS], ids=str)
async def test_a_phone_that_does_not_answer_is_unreachable(
    client: SmsGateClient,
    gate: SmsGate,
    fault: Fault,
    action: Callable[[SmsGateClient], Awaitable[object]],
) -> None:
    gate.faults += [fault] * 2

    with pytest.raises(Unreachable):
        await action(client)


@pytest.mark.parametrize("fault", [Fault.MOVED, Fault.PAGE], ids=str)
async def test_somebody_else_at_the_address_is_not_understood(
    client: SmsGateClient, gate: SmsGate, fault: Fault
) -> None:
    gate.faults.append(fault)

    with pytest.raises(Unsuitable, match="not_understood"):
        await check(client, public_url=PUBLIC, now=NOW)


async def test_a_webhook_that_is_refused_is_not_understood(
    client: SmsGateClient, gate: SmsGate
) -> None:
    with pytest.raises(Unsuitable, match="not_understood"):
        await register(client, SHOP.id, "http://home.example", gate.phones[0].id)
    assert gate.webhooks == {}


@pytest.mark.parametrize(
    "listed",
    [[{"id": "p", "simCards": cards}] for cards in (None, 5, [None, {"simNumber": "1"}, {}])],
    ids=str,
)
async def test_a_phone_that_tells_little_is_a_phone(
    client: SmsGateClient, gate: SmsGate, listed: list[object]
) -> None:
    gate.answer = AsyncMock(return_value=(200, [*listed, None, {}]))  # type: ignore[method-assign]

    assert await check(client, public_url=PUBLIC, now=NOW) == Phone(id="p", name="")


@pytest.mark.parametrize("gate", ["cloud"], indirect=True)
async def test_each_webhook_is_of_this_phone_alone(client: SmsGateClient, gate: SmsGate) -> None:
    await register(client, SHOP.id, PUBLIC, gate.phones[0].id)

    assert {hook["event"] for hook in gate.webhooks.values()} == {
        "sms:received", "mms:received", "sms:sent", "sms:delivered", "sms:failed",
    }  # fmt: skip
    assert {hook["deviceId"] for hook in gate.webhooks.values()} == {gate.phones[0].id}


async def test_a_shop_with_a_long_id_is_registered_too(
    client: SmsGateClient, gate: SmsGate
) -> None:
    await register(client, "x" * 80, PUBLIC, gate.phones[0].id)

    assert len(gate.webhooks) == 5
