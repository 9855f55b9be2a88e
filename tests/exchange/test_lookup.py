"""Lookup answers what it is asked for, to who may ask, and refuses the rest as strictly as all else."""

from typing import Any

import aiohttp
import pytest

from .accounts import Account, PhoneNumber
from .api import Api
from .company import Exchange
from .customer import Customer
from .lookup import LineType

NUMBER = "+12025550100"
LINE_TYPE = {"Fields": "line_type_intelligence"}


async def look_up(
    exchange: Exchange,
    auth: tuple[str, str] | None,
    number: str = NUMBER,
    query: dict[str, str] | None = None,
) -> tuple[int, dict[str, Any]]:
    headers = {"Authorization": aiohttp.encode_basic_auth(*auth)} if auth else {}
    url = f"{exchange.api_base}/v2/PhoneNumbers/{number}"
    async with (
        aiohttp.ClientSession(headers=headers) as session,
        session.get(url, params=LINE_TYPE if query is None else query) as answer,
    ):
        return answer.status, await answer.json()


@pytest.mark.parametrize(
    ("line", "error", "network"),
    [
        (LineType.MOBILE, None, "410"),
        (LineType.LANDLINE, None, None),
        (LineType.TOLL_FREE, None, None),
        (LineType.UNKNOWN, None, None),
        pytest.param(None, 60600, None, id="out of coverage"),
    ],
)
async def test_a_line_type_is_told_with_its_carrier_where_it_has_one(
    exchange: Exchange,
    account: Account,
    line: LineType | None,
    error: int | None,
    network: str | None,
) -> None:
    exchange.line_types[NUMBER] = line

    status, found = await look_up(exchange, account.api_key)

    told = found["line_type_intelligence"]
    assert (status, found["phone_number"], found["valid"]) == (200, NUMBER, True)
    assert (told["type"], told["error_code"]) == (line, error)
    assert told["mobile_network_code"] == network


async def test_a_number_of_which_nothing_was_said_is_a_mobile(
    exchange: Exchange, account: Account
) -> None:
    _, found = await look_up(exchange, (account.sid, account.auth_token))

    assert found["line_type_intelligence"]["type"] == "mobile"


async def test_what_costs_money_comes_only_when_asked_for(
    exchange: Exchange, account: Account
) -> None:
    account.may_look_up = False

    status, found = await look_up(exchange, account.api_key, query={})

    assert (status, found["line_type_intelligence"]) == (200, None)


@pytest.mark.parametrize(
    ("number", "query", "status", "code"),
    [
        pytest.param("2025550100", LINE_TYPE, 404, 20404, id="a national number"),
        pytest.param("+1", LINE_TYPE, 404, 20404, id="no number"),
        pytest.param(NUMBER, {"Fields": "line_type"}, 400, 20001, id="a misspelt field"),
        pytest.param(NUMBER, {"fields": "x"}, 400, 20001, id="a misspelt parameter"),
    ],
)
async def test_a_wrong_question_is_refused(
    *,
    exchange: Exchange,
    account: Account,
    number: str,
    query: dict[str, str],
    status: int,
    code: int,
) -> None:
    refused, error = await look_up(exchange, account.api_key, number, query)

    assert (refused, error["code"]) == (status, code)


@pytest.mark.parametrize(
    "auth", [None, ("SKnobody", "x"), ("", "")], ids=["unsigned", "a stranger", "nobody"]
)
async def test_nobody_looks_up_without_an_account(
    exchange: Exchange, account: Account, auth: tuple[str, str] | None
) -> None:
    status, error = await look_up(exchange, auth)

    assert (status, error["code"]) == (401, 20003)


async def test_a_wrong_secret_looks_nothing_up(exchange: Exchange, account: Account) -> None:
    key, _ = account.api_key

    assert (await look_up(exchange, (key, "wrong")))[0] == 401


async def test_an_account_without_the_package_is_told_so(
    exchange: Exchange, account: Account
) -> None:
    account.may_look_up = False

    status, error = await look_up(exchange, account.api_key)

    assert (status, error["code"]) == (403, 60606)


async def test_a_company_without_lookup_does_not_know_the_address(
    exchange: Exchange, account: Account
) -> None:
    exchange.looks_up = False

    status, error = await look_up(exchange, account.api_key)

    assert (status, error["code"]) == (404, 20404)


@pytest.mark.parametrize(
    ("to", "status", "code"),
    [
        pytest.param(NUMBER, 201, 30006, id="tried in the US"),
        pytest.param("+441632960100", 201, 30006, id="tried in the UK"),
        pytest.param("+493023125000", 400, 21635, id="refused elsewhere"),
    ],
)
async def test_a_text_to_a_landline_does_not_arrive(
    *,
    exchange: Exchange,
    number: PhoneNumber,
    customer: Customer,
    api: Api,
    to: str,
    status: int,
    code: int,
) -> None:
    exchange.line_types[to] = LineType.LANDLINE

    answered, text = await api.create(To=to)
    await exchange.settle()

    assert answered == status
    if status == 201:
        _, text = await api.ask("GET", f"/Messages/{text['sid']}.json")
        assert (text["status"], text["error_code"]) == ("undelivered", code)
    else:
        assert text["code"] == code
