"""Setting httpSMS up: what is wrong is found before it costs a caller."""

from collections.abc import Awaitable, Callable
from unittest.mock import AsyncMock

import aiohttp
import pytest

from custom_components.missed_call_textback.providers.httpsms.client import HttpSmsClient, Phone
from custom_components.missed_call_textback.providers.httpsms.setting_up import (
    check,
    register,
    unregister,
)
from custom_components.missed_call_textback.providers.source import (
    Refused,
    Unreachable,
    Unsuitable,
)
from tests.exchange_android import Fault, HttpSms
from tests.exchange_android.httpsms import Sim
from tests.exchange_android.shop import NUMBER, PUBLIC, SECOND

from .letters import KEY


def checked(
    client: HttpSmsClient, *numbers: str, api_key: str = "uk_x", url: str = PUBLIC
) -> Awaitable[list[Phone]]:
    return check(client, api_key=api_key, numbers=numbers or (NUMBER,), public_url=url)


def registered(client: HttpSmsClient, *numbers: str, key: str = KEY) -> Awaitable[None]:
    numbers = numbers or (NUMBER,)
    return register(client, public_url=PUBLIC, signing_key=key, numbers=numbers)


async def test_the_shops_phones_are_found_among_others(
    client: HttpSmsClient, company: HttpSms
) -> None:
    company.sims.append(Sim(number=SECOND, rate=30, auto_reply="never mind"))

    assert await checked(client) == [
        Phone(number=NUMBER, texts_per_minute=10, answers_itself=False)
    ]


async def test_a_number_without_the_app_is_missed(client: HttpSmsClient) -> None:
    with pytest.raises(Unsuitable, match="number_not_there"):
        await checked(client, NUMBER, SECOND)


async def test_a_phone_that_texts_missed_callers_itself_is_told(
    client: HttpSmsClient, company: HttpSms
) -> None:
    company.sims[0].auto_reply = "Sorry, we are busy."

    with pytest.raises(Unsuitable, match="answers_itself"):
        await checked(client)


async def test_a_key_for_phones_is_told_from_one_for_accounts(
    client: HttpSmsClient, company: HttpSms
) -> None:
    with pytest.raises(Unsuitable, match="phone_key"):
        await checked(client, api_key="pk_" + "x" * 40)
    assert company.requests == []


async def test_an_address_that_is_too_long_is_told(client: HttpSmsClient) -> None:
    with pytest.raises(Unsuitable, match="address_too_long"):
        await checked(client, url=PUBLIC + "x" * 255)


async def test_a_wrong_key_is_refused(session: aiohttp.ClientSession, company: HttpSms) -> None:
    client = HttpSmsClient(session, "uk_wrong", company.address)

    with pytest.raises(Refused) as raised:
        await checked(client)
    assert "uk_wrong" not in str(raised.value)


ACTIONS: list[Callable[[HttpSmsClient], Awaitable[object]]] = [
    checked,
    registered,
    lambda client: unregister(client, PUBLIC),
]


@pytest.mark.parametrize("action", ACTIONS, ids=["check", "register", "unregister"])
@pytest.mark.parametrize(
    ("fault", "raised"),
    [
        (Fault.CUT, Unreachable),
        (Fault.FAILS, Unreachable),
        (Fault.MOVED, Unsuitable),
        (Fault.PAGE, Unsuitable),
    ],
    ids=str,
)
async def test_each_step_says_what_is_wrong(
    client: HttpSmsClient,
    company: HttpSms,
    fault: Fault,
    raised: type[Exception],
    action: Callable[[HttpSmsClient], Awaitable[object]],
) -> None:
    company.faults += [fault] * 2

    with pytest.raises(raised):
        await action(client)


async def test_a_webhook_tells_all_that_counts_of_the_shops_numbers(
    client: HttpSmsClient, company: HttpSms
) -> None:
    company.sims.append(Sim(number=SECOND))
    await registered(client, SECOND, NUMBER)

    (webhook,) = company.webhooks.values()
    assert (webhook["url"], webhook["signing_key"]) == (PUBLIC, KEY)
    assert webhook["phone_numbers"] == [NUMBER, SECOND]
    assert webhook["events"] == [
        "message.call.missed", "message.phone.received", "message.phone.sent",
        "message.phone.delivered", "message.send.failed", "message.send.expired",
    ]  # fmt: skip


async def test_a_new_key_takes_the_place_of_the_old_one(
    client: HttpSmsClient, company: HttpSms
) -> None:
    await registered(client)
    await registered(client, key="another key, long enough")

    assert [hook["signing_key"] for hook in company.webhooks.values()] == [
        "another key, long enough"
    ]


async def test_a_twin_that_somebody_made_by_hand_is_removed(
    client: HttpSmsClient, company: HttpSms
) -> None:
    await registered(client)
    (webhook,) = company.webhooks.values()
    twin = "6f9619ff-8b86-d011-b42d-00c04fc964ff"
    company.webhooks[twin] = webhook | {"id": twin}
    await registered(client)

    assert len(company.webhooks) == 1


async def test_others_webhooks_are_left_alone(client: HttpSmsClient, company: HttpSms) -> None:
    company.webhooks["others"] = {"id": "others", "url": "https://elsewhere.example"}
    await registered(client)
    await unregister(client, PUBLIC)

    assert list(company.webhooks) == ["others"]


async def test_an_account_with_too_many_webhooks_is_told(
    client: HttpSmsClient, company: HttpSms
) -> None:
    for n in range(10):
        company.webhooks[str(n)] = {"id": str(n), "url": f"https://elsewhere.example/{n}"}

    with pytest.raises(Unsuitable, match="too_many_webhooks"):
        await registered(client)


@pytest.mark.parametrize("phone", [{}, {"messages_per_minute": "10"}], ids=str)
async def test_a_phone_that_tells_little_is_a_phone(
    client: HttpSmsClient, company: HttpSms, phone: dict[str, object]
) -> None:
    listed = {"data": [phone | {"phone_number": NUMBER}, None]}
    company.answer = AsyncMock(return_value=(200, listed))  # type: ignore[method-assign]

    assert await checked(client) == [Phone(number=NUMBER, texts_per_minute=0, answers_itself=False)]
