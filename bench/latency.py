"""Measures how soon a missed caller is texted, against the least that a durable text-back costs.

From a call's last webhook (sent) to its text's request (arrived at the exchange), in one run, on one
real Home Assistant: one by one and in bursts, taking turns with a floor (see `floor/`) that only keeps
one row and sends. In milliseconds, and texts per second.
"""

import argparse
import asyncio
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import batched, islice
import json
from pathlib import Path
import signal
from statistics import median
import sys
from typing import Final

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
from tests.process import NEWEST, HomeAssistantError, HomeAssistantProcess, enter_private_network

from .company import BusyExchange, fictional_numbers
from .figures import percentile, worst_stall
from .runners import Floor, Runner, Tape, TextBack

_FLOOR: Final = Path(__file__).parent / "floor" / "custom_components" / "bench_floor"
_FLOOR_NUMBER: Final = "+12025550101"
_WARM_UP_CALLS: Final = 10
# A call that is rung in must end before the integration takes its end for lost.
_RUNG_AT_ONCE: Final = 25
_LONGEST_RUN: Final = 900
_REST_SECONDS: Final = 1.0


type Runners = tuple[Runner, Runner]


class NoText(Exception):
    """There is nothing to measure."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Plan:
    """How much is measured."""

    venv: Path
    calls: int
    burst: int
    repeats: int
    connections: int


async def measure(plan: Plan) -> dict[str, object]:
    """Start both processes, measure, and return the result."""
    async with asyncio.timeout(_LONGEST_RUN), BusyExchange(plan.connections) as exchange:
        account = exchange.open_account()
        number = exchange.add_number(SHOP_NUMBER, account)
        floor_number = exchange.add_number(_FLOOR_NUMBER, account)
        async with HomeAssistantProcess(
            plan.venv, components=[_FLOOR], extra_yaml=_floor_settings(exchange, account)
        ) as home_assistant:
            exchange.route(PUBLIC_ADDRESS, home_assistant.base)
            floor_number.voice_url = f"{PUBLIC_ADDRESS}/api/webhook/bench_floor_call"
            await _set_up_shop(home_assistant, exchange, account, number)
            version = await home_assistant.version()
            # Nobody looks at a dashboard: this socket would be told of every change of state.
            await home_assistant.ws.close()
            runners: Runners = (Floor(exchange, floor_number), TextBack(exchange, number))
            callers = fictional_numbers()
            warm_up = await _one_by_one(exchange, runners, callers, _WARM_UP_CALLS)
            if any(len(latencies) < _WARM_UP_CALLS for latencies in warm_up):
                raise NoText(f"Not every call was texted back:\n{home_assistant.log_tail()}")
            await _stalls(home_assistant)  # of the start: they count for nobody
            stalls: list[tuple[float, float]] = []
            one_by_one = await _one_by_one(exchange, runners, callers, plan.calls)
            for runner, latencies in zip(runners, one_by_one, strict=True):
                runner.tape.latencies = latencies
            for runner in runners * plan.repeats:
                theirs = list(islice(callers, plan.burst))
                stalls += await _burst(home_assistant, exchange, runner, theirs)
        floor, text_back = (_figures(runner.tape) for runner in runners)
        floor_stall, stall = (
            round(worst_stall(stalls, runner.tape.windows) * 1000, 1) for runner in runners
        )
        texts = [count for runner in runners for count in runner.texts_of()]
        return {
            "floor": floor,
            "text_back": text_back,
            "ratio_p50": _ratio(text_back["p50"], floor["p50"]),
            "ratio_burst": _ratio(text_back["burst_per_s"], floor["burst_per_s"]),
            "max_stall_ms": stall,
            "floor_stall_ms": floor_stall,
            "dropped": texts.count(0),
            "doubled": sum(count > 1 for count in texts),
            "home_assistant": version,
        }


async def _one_by_one(
    exchange: BusyExchange, runners: Runners, callers: Iterator[str], count: int
) -> tuple[list[float], list[float]]:
    """Let the two take turns; return the latencies of each."""
    # Quick, but not so quick that what follows the last webhook (in life seconds later) meets it.
    exchange.pace(time_scale=0.03, receipt_delay=0.1)
    latencies: tuple[list[float], list[float]] = ([], [])
    for batch in batched(range(count), _RUNG_AT_ONCE, strict=False):
        of_both = [list(islice(callers, len(batch))) for _ in runners]
        for runner, theirs in zip(runners, of_both, strict=True):
            await runner.ring(theirs)
        await asyncio.sleep(_REST_SECONDS)
        for pair in zip(*of_both, strict=True):
            for runner, caller, kept in zip(runners, pair, latencies, strict=True):
                if (latency := await runner.one(caller)) is not None:
                    kept.append(latency)
    return latencies


async def _burst(
    home_assistant: HomeAssistantProcess,
    exchange: BusyExchange,
    runner: Runner,
    callers: Sequence[str],
) -> list[tuple[float, float]]:
    """Burst, and return the event loop's stalls of before and meanwhile."""
    exchange.pace(time_scale=0, receipt_delay=0)
    await runner.ring(callers)
    # As in life: the caller hears the greeting out, and receipts take their time.
    exchange.pace(time_scale=1, receipt_delay=2)
    before = await _stalls(home_assistant)
    await asyncio.sleep(_REST_SECONDS)
    runner.tape.bursts.append(await runner.burst(callers))
    await asyncio.sleep(_REST_SECONDS)
    return before + await _stalls(home_assistant)


async def _stalls(home_assistant: HomeAssistantProcess) -> list[tuple[float, float]]:
    """Return when the event loop stalled since this was asked last, and for how many seconds.

    It also has a full garbage collection over with: that of Home Assistant's own heap takes 0.2 s,
    and would fall now on the one, now on the other.
    """
    answer: list[tuple[float, float]] = await home_assistant.rest.request(
        "GET", "/api/webhook/bench_floor_stalls", authorized=False
    )
    return answer


def _figures(tape: Tape) -> dict[str, float]:
    return {
        "p50": round(percentile(tape.latencies, 50) * 1000, 2),
        "p99": round(percentile(tape.latencies, 99) * 1000, 2),
        "burst_per_s": round(median(tape.bursts), 1),
    }


def _ratio(ours: float, floors: float) -> float | None:
    return round(ours / floors, 2) if floors else None


def _floor_settings(exchange: BusyExchange, account: Account) -> str:
    settings = {
        "api_base": exchange.api_base,
        "account_sid": account.sid,
        "auth_token": account.auth_token,
        "sender": _FLOOR_NUMBER,
    }
    # JSON is YAML, too.
    return f"bench_floor: {json.dumps(settings)}\n"


async def _set_up_shop(
    home_assistant: HomeAssistantProcess,
    exchange: BusyExchange,
    account: Account,
    number: PhoneNumber,
) -> None:
    await settle_in(home_assistant, external_url=PUBLIC_ADDRESS)
    steps = twilio_steps(exchange.api_base, account.sid, account.auth_token, number.sid)
    made = await home_assistant.rest.config_flow(DOMAIN, steps)
    # A shop that is called 500 times in a second is taken for a victim of fraud, and rightly.
    no_limits = {"per_caller": 0, "per_hour": 0, "per_day": 0, "burst": 0}
    await home_assistant.rest.options_flow(
        made["result"]["entry_id"],
        {"init": {"next_step_id": "limits"}, "limits": {"more": no_limits}},
    )
    await wait_for_count(home_assistant, TWILIO_LINE.sensor("missed_calls"), 0, 30)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="script/bench latency", description=__doc__)
    parser.add_argument("--json", action="store_true", help="print one line of JSON")
    parser.add_argument("--venv", type=Path, default=NEWEST, help="whose Home Assistant")
    parser.add_argument("--calls", type=int, default=150, help="calls one by one, each")
    parser.add_argument("--burst", type=int, default=500, help="calls in a burst")
    parser.add_argument("--repeats", type=int, default=5, help="bursts, each")
    parser.add_argument("--connections", type=int, default=48, help="webhooks at once")
    return parser.parse_args()


async def _until_told_to_end(plan: Plan) -> dict[str, object]:
    """End in an orderly way when told to, so that Home Assistant is ended too."""
    task = asyncio.ensure_future(measure(plan))
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        asyncio.get_running_loop().add_signal_handler(sign, task.cancel)
    return await task


def main() -> int:
    """Measure, print, and fail where a caller got no text, or more than one."""
    arguments = _arguments()
    plan = Plan(
        venv=arguments.venv.absolute(),
        calls=arguments.calls,
        burst=arguments.burst,
        repeats=arguments.repeats,
        connections=arguments.connections,
    )
    if not enter_private_network():
        print("No network namespace here: this runs on the machine's own network.", file=sys.stderr)
    try:
        result = asyncio.run(_until_told_to_end(plan))
    except asyncio.CancelledError:
        print("Ended.", file=sys.stderr)
        return 1
    except (HomeAssistantError, NoText, TimeoutError) as error:
        print(f"{type(error).__name__}: {error}", file=sys.stderr)
        return 1
    if arguments.json:
        print(json.dumps(result))
    else:
        print("\n".join(f"{name}: {value}" for name, value in result.items()))
    return 1 if result["dropped"] or result["doubled"] else 0


if __name__ == "__main__":
    sys.exit(main())
