"""Three shops in one Home Assistant that hear one Asterisk: by AMI, by SIP, and by both."""

import asyncio
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
import sqlite3
from typing import Final

from bench.shop import OpenShop, open_shop, settle
from tests.exchange import Exchange, PhoneNumber
from tests.process import HomeAssistantProcess, State
from tests.process.rest import Answers, Steps

from .configuration import PASSWORDS, SECRET, USERNAME, Ports

WHO: Final = ("ami", "sip", "both")
_NUMBERS: Final = {"ami": "+12025550101", "sip": "+12025550102", "both": "+12025550103"}
_DIALLED: Final = {"ami": "+15155550100", "sip": "+15155550200", "both": "+15155550300"}
_ACCOUNTS: Final = {"sip": ("198", "udp"), "both": ("199", "tcp")}
# A call is over for a SIP account when nobody rang for 15 s.
_HELD: Final = 16.5
_CONNECTING: Final = 30
_PHONE_SYSTEMS: Final = 4

type TestCall = Callable[[], Awaitable[object]]


@dataclass(frozen=True, slots=True)
class HeardCall:
    """One call as a shop's ledger has it."""

    outcome: str | None
    reports: int
    """How many sources told of it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Shop:
    """One shop: the number that its texts come from, and its ledger."""

    number: PhoneNumber
    ledger: Path

    def heard(self) -> dict[str, list[HeardCall]]:
        """Return the calls by their caller; "" where the number was withheld."""
        statement = (
            "SELECT coalesce(caller, ''), outcome,"
            " 1 + (SELECT count(*) FROM call AS twin WHERE twin.same_as = call.id)"
            " FROM call WHERE same_as IS NULL"
        )
        connection = sqlite3.connect(f"file:{self.ledger}?mode=ro", uri=True)
        try:
            rows = connection.execute(statement).fetchall()
        finally:
            connection.close()
        found: dict[str, list[HeardCall]] = {}
        for caller, outcome, reports in rows:
            found.setdefault(caller if caller.startswith("+") else "", []).append(
                HeardCall(outcome, reports)
            )
        return found

    def called_back(self) -> dict[str, tuple[bool, bool]]:
        """Return whom somebody called: whether they answered, and whether they are won back."""
        statement = (
            "SELECT thread.peer, answered_at IS NOT NULL, episode_at IS NULL"
            " FROM call_made JOIN thread ON thread.id = call_made.thread_id"
        )
        connection = sqlite3.connect(f"file:{self.ledger}?mode=ro", uri=True)
        try:
            rows = connection.execute(statement).fetchall()
        finally:
            connection.close()
        assert len({peer for peer, _, _ in rows}) == len(rows), "one call was kept twice"
        return {peer: (bool(answered), bool(won)) for peer, answered, won in rows}


class TestCalls:
    """The two test calls of a SIP account's set-up, placed once for all dialogs that wait for them."""

    __test__ = False

    def __init__(self, dialogs: int, missed: TestCall, answered: TestCall) -> None:
        self._barrier = asyncio.Barrier(dialogs)
        self._missed = missed
        self._answered = answered

    async def missed(self) -> Answers:
        """Have a call placed that nobody answers, and wait until it counts as over."""
        await self._once(self._missed)
        await asyncio.sleep(_HELD)
        return {}

    async def answered(self) -> Answers:
        """Have a call placed that another phone answers."""
        await self._once(self._answered)
        return {}

    async def _once(self, place: TestCall) -> None:
        if await self._barrier.wait() == 0:
            await place()
        await self._barrier.wait()


async def open_shops(
    home_assistant: HomeAssistantProcess,
    exchange: Exchange,
    ports: Ports,
    *,
    missed: TestCall,
    answered: TestCall,
) -> dict[str, Shop]:
    """Set all three up over Home Assistant's own dialogs, and wait until they hear.

    Those with a SIP account come first: the test calls are no customers of anybody who listens.
    """
    await settle(home_assistant, exchange)
    calls = TestCalls(len(_ACCOUNTS), missed, answered)
    async with asyncio.TaskGroup() as dialogs:
        opened = {
            who: dialogs.create_task(
                _open(home_assistant, exchange, who, _sip_steps(who, ports, calls))
            )
            for who in _ACCOUNTS
        }
    shops = {who: dialog.result() for who, dialog in opened.items()}
    # One over TLS, with a certificate that nobody vouches for; the other without.
    by_ami = _ami_steps(ports.ami_tls, "unverified")
    shops["ami"] = await _open(home_assistant, exchange, "ami", by_ami)
    await home_assistant.rest.subentry_flow(
        shops["both"].entry_id,
        "phone_system",
        {"phone_system": {"next_step_id": "asterisk"}, **_ami_steps(ports.ami, "off")},
    )
    await _until_connected(home_assistant)
    return {who: Shop(number=shop.number, ledger=shop.ledger) for who, shop in shops.items()}


async def _open(
    home_assistant: HomeAssistantProcess, exchange: Exchange, who: str, phone_system: Steps
) -> OpenShop:
    account = exchange.open_account()
    number = exchange.add_number(_NUMBERS[who], account)
    steps = {
        "dialled": {"dialled": _DIALLED[who]},
        "phone_system": {"next_step_id": "sip" if who in _ACCOUNTS else "asterisk"},
        **phone_system,
    }
    return await open_shop(home_assistant, exchange, account, number, steps)


async def _until_connected(home_assistant: HomeAssistantProcess) -> None:
    """Wait until every phone system of every shop is heard."""
    async with asyncio.timeout(_CONNECTING):
        while sum(map(_is_connected, home_assistant.states().values())) < _PHONE_SYSTEMS:  # noqa: ASYNC110
            await asyncio.sleep(0.1)


def _is_connected(state: State) -> bool:
    return state["state"] == "on" and state["attributes"].get("device_class") == "connectivity"


def _ami_steps(port: int, tls: str) -> Steps:
    return {
        "asterisk": {
            "host": "127.0.0.1",
            "username": USERNAME,
            "password": SECRET,
            "advanced": {"port": port, "tls": tls},
        }
    }


def _sip_steps(who: str, ports: Ports, calls: TestCalls) -> Steps:
    name, transport = _ACCOUNTS[who]
    return {
        "sip": {
            "host": "127.0.0.1",
            "username": name,
            "password": PASSWORDS[name],
            "advanced": {"transport": transport, "port": ports.sip},
        },
        "sip_missed": calls.missed,
        "sip_answered": calls.answered,
    }
