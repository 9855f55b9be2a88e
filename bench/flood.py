"""Measures how long signed webhooks wait for their answer while others, unsigned, come without pause.

In one run, on one real Home Assistant, taking turns: in quiet; under a flood at an address that nobody
has, which Home Assistant itself answers, and cheaper than that nothing can be; under the same flood at
our door from strangers, and from the very address that the telephone company comes from. In
milliseconds; the flood in answers per second, and in what Home Assistant's processor took for each.
"""

import argparse
import asyncio
from collections.abc import AsyncIterator, Iterator, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from itertools import count, cycle
import secrets
import sys
from time import perf_counter
from typing import Final
from urllib.parse import urlencode

import aiohttp
import psutil

from script.demonstration.shop import (
    DOMAIN,
    PUBLIC_ADDRESS,
    SHOP_NUMBER,
    TWILIO_LINE,
    twilio_steps,
    wait_for_count,
)
from tests.exchange import Account, PhoneNumber
from tests.exchange.signing import signature
from tests.process import HomeAssistantProcess

from .aims import at_most
from .command import Finding, parser_of, run
from .company import BusyExchange, no_collections
from .figures import percentile
from .shop import settle

_LONGEST_RUN: Final = 600
_FORM: Final = "application/x-www-form-urlencoded"
_TELEPHONE_COMPANY: Final = "198.51.100.1"
_STRANGERS: Final = tuple(f"203.0.113.{last}" for last in range(1, 9))
_NOBODYS: Final = "/api/webhook/nobody_has_this_address"
_REST_SECONDS: Final = 1.0
# As large as a call's webhook with all that Twilio may add.
_FILLING: Final = {f"Field{number}": "x" * 100 for number in range(24)}


@dataclass(slots=True)
class Tape:
    """What was measured in one kind of weather."""

    latencies: list[float] = field(default_factory=list)
    failed: int = 0
    floods: int = 0
    seconds: float = 0.0
    cpu_seconds: float = 0.0

    def figures(self, quiet: float) -> dict[str, float]:
        """Return them; `quiet` is the share of a processor that the signed ones alone take."""
        cpu = self.cpu_seconds - quiet * self.seconds
        return {
            "p50": round(percentile(self.latencies, 50) * 1000, 2),
            "p99": round(percentile(self.latencies, 99) * 1000, 2),
            "flood_per_s": round(self.floods / self.seconds, 1),
            "cpu_ms_each": round(cpu / self.floods * 1000, 3) if self.floods else 0.0,
        }


class Company:
    """Sends signed texts of customers to the shop, each another."""

    def __init__(
        self,
        session: aiohttp.ClientSession,
        base: str,
        account: Account,
        number: PhoneNumber,
    ) -> None:
        self._session = session
        self._account = account
        self._number = number
        path = number.sms_url.removeprefix(PUBLIC_ADDRESS)
        self.address = base + path
        self._numbers = count(1)

    async def send(self) -> float | None:
        """Send one; return the seconds to its answer, None where it was refused."""
        number = next(self._numbers)
        fields = {
            "AccountSid": self._account.sid,
            "MessageSid": f"SM{number:032x}",
            "From": f"+1202555{number % 100 + 100:04}",
            "To": self._number.phone_number,
            "Body": f"Is Friday free? {number}",
            **_FILLING,
        }
        headers = {
            "Content-Type": _FORM,
            "X-Twilio-Signature": signature(
                self._account.auth_token, self._number.sms_url, fields.items()
            ),
            "X-Forwarded-For": _TELEPHONE_COMPANY,
        }
        body = urlencode(fields).encode()
        began = perf_counter()
        async with self._session.post(self.address, data=body, headers=headers) as answer:
            await answer.read()
        return perf_counter() - began if answer.status == 200 else None

    def forged(self) -> bytes:
        """Return the body of one that only its signature gives away."""
        return urlencode({"AccountSid": self._account.sid, "Body": "x", **_FILLING}).encode()


@asynccontextmanager
async def flood(
    session: aiohttp.ClientSession,
    address: str,
    body: bytes,
    sources: tuple[str, ...],
    connections: int,
) -> AsyncIterator[list[int]]:
    """Send forged requests without pause; yields the list of their statuses."""
    statuses: list[int] = []

    async def pour(source: str) -> None:
        while True:
            headers = {
                "Content-Type": _FORM,
                "X-Twilio-Signature": secrets.token_hex(13) + "A=",
                "X-Forwarded-For": source,
            }
            async with session.post(address, data=body, headers=headers) as answer:
                await answer.read()
            statuses.append(answer.status)

    pouring = [
        asyncio.ensure_future(pour(source))
        for source, _ in zip(cycle(sources), range(connections), strict=False)
    ]
    try:
        yield statuses
    finally:
        for each in pouring:
            each.cancel()
        await asyncio.gather(*pouring, return_exceptions=True)


async def measure(arguments: argparse.Namespace) -> Finding:
    """Start both processes, measure, and return what came of it: no signed one may be refused."""
    async with (
        asyncio.timeout(_LONGEST_RUN),
        BusyExchange(arguments.connections) as exchange,
        HomeAssistantProcess(arguments.venv, behind_proxy=True) as home_assistant,
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as session,
        # The flood has connections of its own, as it has in life.
        aiohttp.ClientSession(connector=aiohttp.TCPConnector(limit=0)) as others,
    ):
        account = exchange.open_account()
        number = exchange.add_number(SHOP_NUMBER, account)
        await settle(home_assistant, exchange)
        steps = twilio_steps(exchange.api_base, account.sid, account.auth_token, number.sid)
        await home_assistant.rest.config_flow(DOMAIN, steps)
        await wait_for_count(home_assistant, TWILIO_LINE.sensor("missed_calls"), 0, 30)
        version = await home_assistant.version()
        await home_assistant.ws.close()
        company = Company(session, home_assistant.base, account, number)
        body = company.forged()
        nobodys = home_assistant.base + _NOBODYS
        weathers: Mapping[str, tuple[str, tuple[str, ...]]] = {
            "quiet": (nobodys, ()),
            "bare": (nobodys, _STRANGERS),
            "strangers": (company.address, _STRANGERS),
            "shared": (company.address, (_TELEPHONE_COMPANY,)),
        }
        tapes = {name: Tape() for name in weathers}
        await _signed(company, Tape(), 1.0, arguments.signed)
        for name in _rounds(list(weathers), arguments.repeats):
            await asyncio.sleep(_REST_SECONDS)
            weather, tape = weathers[name], tapes[name]
            address, sources = weather
            async with flood(others, address, body, sources, arguments.connections) as statuses:
                await asyncio.sleep(_REST_SECONDS)
                floods, began, cpu = len(statuses), perf_counter(), _cpu_seconds(home_assistant)
                with no_collections():
                    await _signed(company, tape, arguments.seconds, arguments.signed)
                tape.floods += len(statuses) - floods
                tape.seconds += perf_counter() - began
                tape.cpu_seconds += _cpu_seconds(home_assistant) - cpu
    quiet = tapes["quiet"].cpu_seconds / tapes["quiet"].seconds
    figures = {name: tape.figures(quiet) for name, tape in tapes.items()}
    bare = figures["bare"]
    refused = sum(tape.failed for tape in tapes.values())
    return Finding(
        {
            **figures,
            **{
                f"ratio_{name}_{at}": round(figures[name][at] / bare[at], 2)
                for name in ("strangers", "shared")
                for at in ("p50", "p99")
            },
            "refused": refused,
            "signed": sum(len(tape.latencies) for tape in tapes.values()),
            "home_assistant": version,
        },
        [at_most("refused", refused, 0)],
    )


def _cpu_seconds(home_assistant: HomeAssistantProcess) -> float:
    times = psutil.Process(home_assistant.pid).cpu_times()
    return float(times.user + times.system)


def _rounds(names: list[str], repeats: int) -> Iterator[str]:
    for number in range(repeats):
        # Each once in every place, so that none always follows the same other one.
        yield from names[number % len(names) :] + names[: number % len(names)]


async def _signed(company: Company, tape: Tape, seconds: float, per_second: float) -> None:
    """Send signed ones at an even pace, whatever becomes of those before."""

    async def one() -> None:
        latency = await company.send()
        if latency is None:
            tape.failed += 1
        else:
            tape.latencies.append(latency)

    async with asyncio.TaskGroup() as group:
        for _ in range(round(seconds * per_second)):
            group.create_task(one())
            await asyncio.sleep(1 / per_second)


def main() -> int:
    """Measure, print, and fail where a signed webhook was refused."""
    parser = parser_of("flood", __doc__)
    parser.add_argument("--seconds", type=float, default=5, help="of each turn")
    parser.add_argument("--repeats", type=int, default=4, help="turns of each")
    parser.add_argument("--connections", type=int, default=16, help="that the flood comes by")
    parser.add_argument("--signed", type=float, default=20, help="signed webhooks per second")
    return run(parser, measure)


if __name__ == "__main__":
    sys.exit(main())
