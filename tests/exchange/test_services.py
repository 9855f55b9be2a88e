"""The account, its services and permissions are told to whoever may know them."""

import pytest

from .accounts import Account, PhoneNumber
from .api import Api
from .company import Exchange
from .customer import PUBLIC, Customer

CALLER = "+12025550100"


async def test_an_account_tells_its_status_and_type_to_its_token_alone(
    account: Account, api: Api
) -> None:
    account.trial, account.status = True, "suspended"

    status, told = await api.ask("GET", ".json")
    api.auth = account.api_key
    refused = await api.ask("GET", ".json")

    assert (status, told["status"], told["type"], told["sid"]) == (
        200, "suspended", "Trial", account.sid,
    )  # fmt: skip
    assert (refused[0], refused[1]["code"]) == (401, 20003)


@pytest.mark.parametrize("status", ["suspended", "closed"])
async def test_an_account_that_is_not_active_can_do_nothing(
    exchange: Exchange, account: Account, number: PhoneNumber, api: Api, status: str
) -> None:
    account.status = status

    assert (await api.create())[1]["code"] == 20005
    assert (await api.ask("GET", "/IncomingPhoneNumbers.json"))[1]["code"] == 20005
    assert exchange.texts == []


@pytest.mark.parametrize(
    ("address", "defers", "path"),
    [
        pytest.param(f"{PUBLIC}/service", False, "/service", id="the service's address wins"),
        pytest.param(f"{PUBLIC}/service", True, "/sms", id="unless it defers to the number's"),
        pytest.param(None, False, None, id="without one nothing is received"),
    ],
)
async def test_a_service_says_who_gets_its_numbers_texts(
    *,
    exchange: Exchange,
    account: Account,
    number: PhoneNumber,
    customer: Customer,
    address: str | None,
    defers: bool,
    path: str | None,
) -> None:
    exchange.add_service(
        account, [number], inbound_request_url=address, use_inbound_webhook_on_number=defers
    )

    found = await exchange.send_text(CALLER, number, "Hi")

    assert [one.path for one in customer.received] == ([path] if path else [])
    assert found.handled_elsewhere is (path is None)


async def test_texts_are_listed_by_the_day_on_which_they_were_sent(
    exchange: Exchange, number: PhoneNumber, api: Api
) -> None:
    exchange.delivery.default = exchange.delivery.default.__class__(status="queued")
    await api.create()
    await exchange.settle()
    found = await exchange.send_text(CALLER, number, "Hi")
    day = found.text.date_created.date().isoformat()

    async def listed(**filters: str) -> list[str]:
        query = {name.replace("_after", ">").replace("_before", "<"): value
                 for name, value in filters.items()}  # fmt: skip
        _, page = await api.ask("GET", "/Messages.json", query=query)
        return [message["sid"] for message in page["messages"]]

    # What still waits has no such date.
    assert await listed(DateSent_after=day) == await listed(DateSent=day) == [found.sid]
    assert await listed(DateSent_after="2100-01-01") == []
    assert len(await listed()) == 2
    assert (await api.ask("GET", "/Messages.json", query={"DateSent>": "soon"}))[0] == 400


async def test_calls_are_listed_with_their_legs_and_by_their_parent(
    exchange: Exchange, number: PhoneNumber, api: Api
) -> None:
    record = await exchange.place_call(CALLER, number)

    _, everything = await api.ask("GET", "/Calls.json")
    _, legs = await api.ask("GET", "/Calls.json", query={"ParentCallSid": record.sid})
    _, to_line = await api.ask("GET", "/Calls.json", query={"To": number.phone_number})

    assert [call["sid"] for call in everything["calls"]] == [record.legs[0].sid, record.sid]
    assert [call["direction"] for call in legs["calls"]] == ["outbound-dial"]
    assert [call["sid"] for call in to_line["calls"]] == [record.sid]


async def test_the_lists_may_lag_behind_what_came_in(
    exchange: Exchange, number: PhoneNumber, api: Api
) -> None:
    exchange.trouble.add("list_lag", where="calls.create", seconds=3600)
    exchange.trouble.add("list_lag", where="messages.receive", seconds=3600)

    await exchange.place_call(CALLER, number)
    await exchange.send_text(CALLER, number, "Hi")

    assert len((await api.ask("GET", "/Calls.json"))[1]["calls"]) == 1
    assert (await api.ask("GET", "/Messages.json"))[1]["messages"] == []
