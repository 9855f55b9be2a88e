"""One run: a shop is set up, a town calls and writes, and Home Assistant is killed all the while."""

import asyncio
from collections.abc import Awaitable
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from random import Random
import sys
from time import monotonic, time
from typing import Any, Final

from bench.company import fictional_numbers
from custom_components.missed_call_textback.core.calls import MISSED_OUTCOMES
from script.demonstration.shop import (
    DOMAIN,
    PUBLIC_ADDRESS,
    SHOP_NUMBER,
    TWILIO_LINE,
    settle_in,
    twilio_steps,
    wait_for_count,
)
from tests.exchange import Account, PhoneNumber
from tests.process import HomeAssistantProcess

from .company import WatchedExchange
from .inside.__main__ import IMPORTED
from .inside.death import Plan
from .judge import Called, Offence, Texted, Told, Truth, judge, ref_of
from .ledger_facts import LedgerFacts, read_ledger
from .lives import Life, LifeError, Lives
from .planner import ACCEPTED, AT_RANDOM, NAMES, Planner
from .town import STOPS, Town

_FORWARDED_NUMBER: Final = "+12025550101"
_TROUBLES_PER_SECOND: Final = 4.0
_OPEN_SECONDS: Final = 90
_QUIET_SECONDS: Final = 150
_PROGRESS_EVERY: Final = 10


@dataclass(frozen=True, slots=True, kw_only=True)
class Wishes:
    """What is asked of a run."""

    venv: Path
    config: Path
    kills: int
    seed: int
    minutes: float | None
    mutate: str | None
    customers_per_second: float


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What came of it."""

    kills: int
    cold_starts: int
    seconds: float
    customers: int
    planner: Planner
    truth: Truth
    ledger: LedgerFacts
    offences: list[Offence]
    lives: list[Life]
    exchange: WatchedExchange


class Run:
    """The run. `await run.whole()` does all of it."""

    def __init__(self, wishes: Wishes) -> None:
        self._wishes = wishes
        self._random = Random(wishes.seed)  # noqa: S311 - to be repeated, not kept secret
        self._exchange = WatchedExchange(Random(self._random.random()))  # noqa: S311 - likewise
        self._planner = Planner(Random(self._random.random()), NAMES)  # noqa: S311 - likewise
        self._entry_id = ""

    async def whole(self) -> Outcome:
        """Set up, kill, let everything settle, and judge."""
        began = monotonic()
        async with self._exchange as exchange:
            account = exchange.open_account()
            rings = exchange.add_number(SHOP_NUMBER, account)
            forwarded = exchange.add_number(_FORWARDED_NUMBER, account)
            await self._set_up(account, rings, forwarded)
            town = Town(
                exchange,
                rings,
                forwarded,
                fictional_numbers(),
                Random(self._random.random()),  # noqa: S311 - likewise
            )
            python = self._wishes.venv / "bin" / "python"
            async with Lives(python, self._wishes.config, self._wishes.mutate) as lives:
                try:
                    kills = await self._kill(lives, town)
                    await self._quiet_down(lives, town)
                finally:
                    await town.stop()
            truth = self._truth()
            ledger = read_ledger(self._ledger)
            return Outcome(
                kills=kills,
                cold_starts=sum(life.cold for life in lives.all),
                seconds=round(monotonic() - began, 1),
                customers=len(town.customers),
                planner=self._planner,
                truth=truth,
                ledger=ledger,
                offences=judge(truth, ledger),
                lives=lives.all,
                exchange=exchange,
            )

    @property
    def _ledger(self) -> Path:
        return self._wishes.config / DOMAIN / f"{self._entry_id}.db"

    async def _set_up(self, account: Account, rings: PhoneNumber, forwarded: PhoneNumber) -> None:
        """Have an owner set the shop up in the dialogs, with a line of each mode."""
        exchange, config = self._exchange, self._wishes.config
        async with HomeAssistantProcess(self._wishes.venv, config=config) as home_assistant:
            exchange.route(PUBLIC_ADDRESS, home_assistant.base)
            await settle_in(home_assistant, external_url=PUBLIC_ADDRESS)
            steps = twilio_steps(exchange.api_base, account.sid, account.auth_token, rings.sid)
            made = await home_assistant.rest.config_flow(DOMAIN, steps)
            self._entry_id = made["result"]["entry_id"]
            new_line = {"name": "Mobile", "number": forwarded.sid, "mode": "forwarded"}
            await home_assistant.rest.subentry_flow(
                self._entry_id, "line", {"user": new_line, "forwarding": {"network": "mobile"}}
            )
            # A town that calls this often would be taken for fraud; and time flies here, so that
            # everybody would seem to have hung up at once.
            for subject, more in (
                ("limits", {"per_caller": 0, "per_hour": 0, "per_day": 0, "burst": 0}),
                ("who", {"short_ring": 0, "outcomes": list(MISSED_OUTCOMES)}),
            ):
                menu = {"next_step_id": subject}
                await home_assistant.rest.options_flow(
                    self._entry_id, {"init": menu, subject: {"more": more}}
                )
            await wait_for_count(home_assistant, TWILIO_LINE.sensor("missed_calls"), 0, 30)
        # From here on without the recorder: what Home Assistant remembers of states is not at stake.
        (config / "configuration.yaml").write_text("webhook:\nlogger:\n  default: warning\n")

    async def _kill(self, lives: Lives, town: Town) -> int:
        wishes, kills = self._wishes, 0
        first = await lives.begin(Plan(), cold=True)
        await self._opened(first)
        while not (wishes.config / IMPORTED).exists():
            await asyncio.sleep(0.1)
        first.kill()
        await first.dead.wait()
        ends_at = None if wishes.minutes is None else monotonic() + wishes.minutes * 60
        stream = asyncio.ensure_future(town.live(wishes.customers_per_second))
        trouble = asyncio.ensure_future(self._exchange.make_trouble(_TROUBLES_PER_SECOND))
        try:
            while kills < wishes.kills and (ends_at is None or monotonic() < ends_at):
                await self._one_life(lives)
                kills += 1
                if kills % _PROGRESS_EVERY == 0:
                    self._say(f"{kills} kills, {len(town.customers)} customers")
        finally:
            for task in (stream, trouble):
                await _end(task)
            self._exchange.trouble.clear()
            self._exchange.lift_ambush()
        return kills

    async def _one_life(self, lives: Lives) -> None:
        ending = self._planner.next()
        cold = self._planner.begins_cold()
        life = await lives.begin(ending.plan, cold=cold)
        if ending.name == ACCEPTED:
            self._exchange.ambush(life.kill, ending.nth)
        if ending.after is not None:
            # What a cold start does longer is Home Assistant's own: the integration comes last.
            if cold:
                await self._opened(life)
            await _within(ending.after, life.dead.wait())
        else:
            await self._opened(life)
            await _within(ending.patience, life.dead.wait())
        self._exchange.lift_ambush()
        hit = life.hit is not None or life.killed
        if not hit and life.dead.is_set():
            raise LifeError(f"Home Assistant ended by itself, waiting for {ending.name!r}")
        life.kill()
        await life.dead.wait()
        self._planner.note(ending, hit=hit or ending.name == AT_RANDOM)

    async def _opened(self, life: Life) -> None:
        """Wait until a life takes webhooks, or is dead."""
        opened, dead = (asyncio.ensure_future(each.wait()) for each in (life.opened, life.dead))
        done, pending = await asyncio.wait(
            (opened, dead), timeout=_OPEN_SECONDS, return_when=asyncio.FIRST_COMPLETED
        )
        for task in pending:
            await _end(task)
        if not done or (dead in done and life.hit is None and not life.killed):
            raise LifeError("Home Assistant did not open the shop")

    async def _quiet_down(self, lives: Lives, town: Town) -> None:
        """Let a last life put everything in order, and end it as an owner would."""
        killed_until = time()
        last = await lives.begin(Plan(), cold=True)
        await self._opened(last)
        self._say("No more kills: everything settles ...")
        await _within(_QUIET_SECONDS, self._settled(town, killed_until))
        last.stop()
        if not await _within(60, last.dead.wait()):
            raise LifeError("Home Assistant did not shut down")

    async def _settled(self, town: Town, killed_until: float) -> None:
        await town.finish()
        while True:
            await self._exchange.settle()
            ledger = read_ledger(self._ledger)
            caught_up = (ledger.listened_at or 0.0) >= killed_until
            if caught_up and not ledger.unsettled:
                return
            await asyncio.sleep(0.5)

    def _truth(self) -> Truth:
        exchange = self._exchange
        return Truth(
            told=tuple(
                Told(kind=each.kind, url=each.url, params=each.params, at=each.at)
                for each in exchange.acknowledged
            ),
            called=tuple(
                Called(
                    sid=call.sid,
                    caller=call.row.from_,
                    line=call.row.to,
                    bridged=call.bridged,
                    at=call.last_webhook_at,
                )
                for call in exchange.calls
            ),
            texted=tuple(
                Texted(
                    sid=text.sid,
                    to=text.to,
                    line=text.from_ or "",
                    ref=ref_of(text.status_callback),
                    at=text.requested_at,
                )
                for text in exchange.texts
            ),
            stops=STOPS,
            wrote_stop=frozenset(
                each.text.from_ or "" for each in exchange.inbound if each.text.body in STOPS
            ),
        )

    def _say(self, what: str) -> None:
        print(what, file=sys.stderr, flush=True)


async def _end(task: asyncio.Future[Any]) -> None:
    task.cancel()
    with suppress(asyncio.CancelledError):
        await task


async def _within(seconds: float, work: Awaitable[object]) -> bool:
    """Wait for something; tell whether it came."""
    try:
        async with asyncio.timeout(seconds):
            await work
    except TimeoutError:
        return False
    return True
