"""The exchange also runs as a process of its own, with a small door for benches."""

import asyncio
from collections.abc import AsyncGenerator
import json
from pathlib import Path
import sys
from time import perf_counter
from typing import Any

import aiohttp
import pytest

from .company import Exchange
from .customer import PUBLIC, Customer

ROOT = Path(__file__).parents[2]
LINE, CALLER = "+12025550123", "+12025550100"


class Door:
    """The control door of a running exchange."""

    def __init__(self, session: aiohttp.ClientSession, hello: dict[str, str]) -> None:
        self.hello = hello
        self._session = session

    async def __call__(self, verb: str, **wishes: object) -> Any:  # noqa: ANN401 -- whatever JSON the door answers
        url = f"{self.hello['api_base']}/_exchange/{verb}"
        async with self._session.post(url, json=wishes) as answer:
            return await answer.json()

    async def read(self, url: str) -> Any:  # noqa: ANN401 -- whatever JSON the company answers
        user, password = self.hello["account_sid"], self.hello["auth_token"]
        headers = {"Authorization": aiohttp.encode_basic_auth(user, password)}
        async with self._session.get(url, headers=headers) as answer:
            return await answer.json()


@pytest.fixture
async def door(socket_enabled: None) -> AsyncGenerator[Door]:
    process = await asyncio.create_subprocess_exec(
        sys.executable, "-m", "tests.exchange", cwd=ROOT, stdout=asyncio.subprocess.PIPE
    )
    assert process.stdout is not None
    async with aiohttp.ClientSession() as session:
        async with asyncio.timeout(20):
            hello = json.loads(await process.stdout.readline())
        yield Door(session, hello)
    process.terminate()
    assert await process.wait() == 0


async def test_a_bench_can_do_everything_through_the_door(door: Door) -> None:
    async with Customer() as customer:
        customer.says("/voice", '<Dial action="/action"><Number>+12025550111</Number></Dial>')
        await door(
            "add_number",
            account=door.hello["account_sid"],
            number=LINE,
            settings={"voice_url": f"{PUBLIC}/voice", "sms_url": f"{PUBLIC}/sms"},
        )
        await door("route", public=PUBLIC, local=customer.local)
        await door("line_type", number=CALLER, type="landline")
        await door("company", empty_answers_fail=True)
        await door("account", account=door.hello["account_sid"], balance="0.50")
        await door("trouble", seed=7)
        await door("trouble", kind="duplicate_callbacks", where="webhook.sms")
        await door("trouble", kind="429", times=None, rate=0.0)

        call = await door(
            "place_call", caller=CALLER, number=LINE, answers={"+12025550111": "PRESSES_ONE"}
        )
        sids = await door("ring_in", callers=["+12025550101", "+12025550102"], number=LINE)
        finished = await door("finish", sids=sids)
        text = await door("send_text", caller=CALLER, number=LINE, body="Hi")
        books = await door("books")

    assert (call["bridged"], call["dial_status"]) == (True, "completed")
    assert [one["dial_status"] for one in finished] == ["no-answer", "no-answer"]
    # One clock for the whole machine.
    assert 0 < perf_counter() - finished[0]["last_webhook_at"] < 60
    assert text["status"] == 200
    assert len(customer.at("/sms")) == 2
    assert (books["calls"], books["texts"], books["alerts"]) == (3, 0, [])
    assert (await door("add_number", account="nobody", number=LINE))["error"]
    assert (await door("line_type", number=CALLER, type="tin can"))["error"]
    url = f"{door.hello['api_base']}/v2/PhoneNumbers/{CALLER}?Fields=line_type_intelligence"
    assert (await door.read(url))["line_type_intelligence"]["type"] == "landline"
    assert await door("texts") == []
    account = f"{door.hello['api_base']}/2010-04-01/Accounts/{door.hello['account_sid']}"
    assert (await door.read(f"{account}/Balance.json"))["balance"] == "0.50"
    assert "cannot set" in (await door("company", name="Ma Bell"))["error"]


async def test_answers_only_on_this_machine(exchange: Exchange) -> None:
    assert exchange.api_base == f"http://127.0.0.1:{exchange.port}"
