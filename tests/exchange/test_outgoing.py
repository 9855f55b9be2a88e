"""A call that a customer asks for is checked as the company checks it, and played to people."""

import pytest

from .accounts import Account, PhoneNumber
from .api import Api
from .company import Exchange
from .customer import PUBLIC, Customer
from .people import BUSY, RINGS_OUT, UNREACHABLE, Person

OWNER = "+12025550111"
CALLER = "+12025550161"
LINE = "+12025550123"
ANSWERS = Person(picks_up_after=4.0)


async def create(api: Api, **fields: str) -> tuple[int, dict[str, object]]:
    usual = {"To": OWNER, "From": LINE, "Url": f"{PUBLIC}/rung", "StatusCallback": f"{PUBLIC}/rang"}
    given = {name: value for name, value in (usual | fields).items() if value != "-"}
    return await api.ask("POST", "/Calls.json", given)


@pytest.mark.parametrize(
    ("fields", "code"),
    [
        ({"To": "-"}, 21201),
        ({"To": "0123"}, 21211),
        ({"To": "+15005550001"}, 21217),
        ({"To": "+15005550002"}, 21214),
        ({"To": "+15005550003"}, 21215),
        ({"To": "+15005550004"}, 21216),
        ({"To": LINE}, 21266),
        ({"From": "-"}, 21213),
        ({"From": "Barbers"}, 21212),
        ({"From": CALLER}, 21210),
        ({"Url": "-"}, 21205),
        ({"Url": "/rung"}, 21205),
        ({"FallbackUrl": "rung"}, 21205),
        ({"Method": "PUT"}, 21209),
        ({"StatusCallbackMethod": "PUT"}, 21209),
        ({"Timeout": "0"}, 21208),
        ({"Timeout": "601"}, 21208),
        ({"StatusCallback": "rang"}, 21609),
        ({"StatusCallbackEvent": "finished"}, 21626),
        ({"Twiml": "<Response/>"}, 20001),
    ],
)
async def test_what_the_company_refuses(
    api: Api, number: PhoneNumber, exchange: Exchange, fields: dict[str, str], code: int
) -> None:
    status, body = await create(api, **fields)
    assert (status, body["code"]) == (400, code)
    assert exchange.calls_out == []


async def test_an_account_on_trial_or_without_a_country_calls_verified_numbers_only(
    api: Api, number: PhoneNumber, account: Account
) -> None:
    account.trial = True
    assert (await create(api))[1]["code"] == 21219
    account.verified.add(OWNER)
    assert (await create(api))[0] == 201
    account.calls_blocked.add("+1202")
    assert (await create(api))[1]["code"] == 21215


@pytest.mark.parametrize(
    ("person", "status"),
    [
        (RINGS_OUT, "no-answer"),
        (Person(picks_up_after=26.0), "no-answer"),
        (BUSY, "busy"),
        (UNREACHABLE, "failed"),
    ],
)
async def test_a_call_that_nobody_takes_is_reported_and_asks_for_nothing(
    api: Api, number: PhoneNumber, exchange: Exchange, person: Person, status: str
) -> None:
    exchange.people[OWNER] = person
    created, body = await create(api, Timeout="25")
    assert (created, body["status"], body["direction"]) == (201, "queued", "outbound-api")
    await exchange.settle()
    (call,) = exchange.calls_out
    assert call.status == status
    assert [hook.kind for hook in call.requests] == ["call_status"]
    assert call.requests[0].params["CallStatus"] == status
    assert call.requests[0].params["Direction"] == "outbound-api"


async def test_who_picks_up_presses_one_key_after_the_other_and_is_put_through(
    api: Api, number: PhoneNumber, exchange: Exchange, customer: Customer
) -> None:
    customer.says("/rung", '<Gather numDigits="1" action="/key"><Say>Press.</Say></Gather>')
    customer.says(
        "/key",
        f'<Dial callerId="{LINE}" action="/talked"><Number statusCallback="/reached" '
        f'statusCallbackEvent="answered">{CALLER}</Number></Dial>',
    )
    customer.says("/talked", "<Hangup/>")
    exchange.people |= {OWNER: Person(picks_up_after=4.0, presses="17"), CALLER: ANSWERS}
    await create(api)
    await exchange.settle()
    (call,) = exchange.calls_out
    kinds = ["answered", "gather", "leg_status", "dial", "call_status"]
    assert [hook.kind for hook in call.requests] == kinds
    assert call.requests[1].params["Digits"] == "1"
    assert call.requests[2].params["ParentCallSid"] == call.sid
    assert call.requests[3].params["DialBridged"] == "true"
    assert call.legs[0].from_ == LINE
    assert exchange.alerts == []


async def test_a_mailbox_presses_nothing(
    api: Api, number: PhoneNumber, exchange: Exchange, customer: Customer
) -> None:
    customer.says(
        "/rung", '<Gather numDigits="1" action="/key"><Say>Press.</Say></Gather><Hangup/>'
    )
    exchange.people[OWNER] = ANSWERS
    await create(api)
    await exchange.settle()
    (call,) = exchange.calls_out
    assert [hook.kind for hook in call.requests] == ["answered", "call_status"]
    assert call.status == "completed"


async def test_a_number_that_is_not_the_accounts_is_not_shown(
    api: Api, number: PhoneNumber, exchange: Exchange, customer: Customer
) -> None:
    customer.says("/rung", f'<Dial callerId="+12025550199">{CALLER}</Dial>')
    exchange.people |= {OWNER: ANSWERS}
    await create(api)
    await exchange.settle()
    assert [alert.code for alert in exchange.alerts] == [13214]
