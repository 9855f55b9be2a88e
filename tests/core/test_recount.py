"""Whatever happens in whatever order, the counters are what a full recount of the rows gives."""

import asyncio
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
import sqlite3
import tempfile
from typing import Any

from hypothesis import HealthCheck, given, settings, strategies as st

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.calls_made import CallMade
from custom_components.missed_call_textback.core.conversations import UnknownThread
from custom_components.missed_call_textback.core.engine import Refusal, UnknownCall
from custom_components.missed_call_textback.core.inbox import Wanted
from custom_components.missed_call_textback.core.leads import SAID
from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    Reaction,
    Refused,
    SendResult,
    TextKind,
    Unknown,
)
from custom_components.missed_call_textback.core.shop import Rules
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.ledger import SqliteLedger

from .conftest import Office
from .examples import CALLER, LINE, MOBILE, NOON, OTHER_CALLER, OTHER_LINE, SHOP, missed
from .recount import assert_counters_are_right, counters

# Half an hour before the shop's midnight, and a few hours before its clocks go back.
_BEFORE_THE_CHANGE = datetime.fromisoformat("2026-11-01T03:30:00+00:00")
_BEFORE_SPRING = datetime.fromisoformat("2026-03-08T06:30:00+00:00")
_CALLERS = (
    None,
    None,
    CALLER,
    OTHER_CALLER,
    MOBILE,
    LINE.number,
    "anonymous",
    "+442071838750",
    "12345",
)
_SHOP = replace(
    SHOP,
    lines=tuple(replace(line, rules=Rules()) for line in SHOP.lines),
    limits=replace(SHOP.limits, price=10),
)

_FATES: dict[str, SendResult] = {
    "refused": Refused("21614", Reaction.CALL_BACK),
    "busy": Refused("20429", Reaction.RETRY),
    "unknown": Unknown("timeout"),
}

type _Step = tuple[Any, ...]

_CALLS = st.tuples(
    st.just("call"),
    st.sampled_from((CALLER, CALLER, CALLER, *_CALLERS)),
    st.sampled_from(["a:1", "b:1", "a:2", "a:3"]),
    st.sampled_from([Outcome.NO_ANSWER, Outcome.ANSWERED, *Outcome]),
    st.sampled_from([0, 0, 0, 40, 7200]),
)
_STEPS = st.one_of(
    *[_CALLS] * 6,
    st.tuples(st.just("reply"), st.sampled_from([CALLER, OTHER_CALLER]), st.integers(0, 600)),
    st.tuples(st.just("words"), st.sampled_from([CALLER, OTHER_CALLER])),
    st.tuples(
        st.just("call back"),
        st.sampled_from([CALLER, OTHER_CALLER]),
        st.sampled_from([0, 600, 90_000]),
    ),
    st.tuples(st.just("resolve"), st.sampled_from(SAID), st.none() | st.integers(0, 500)),
    st.tuples(st.just("text back"), st.integers(1, 4)),
    st.tuples(st.just("erase"), st.sampled_from([CALLER, OTHER_CALLER])),
    st.tuples(st.just("block"), st.booleans()),
    st.tuples(st.just("anonymise"), st.sampled_from([0, 1, 40])),
    st.tuples(st.just("fate"), st.sampled_from(sorted(_FATES))),
    st.tuples(st.just("wait"), st.sampled_from([5, 45, 1_800, 5_400, 90_000, 31 * 86_400])),
)


async def _step(office: Office, serial: int, step: _Step) -> None:  # noqa: C901 - a list
    now, engine = office.clock.now, office.engine
    match step:
        case "call", caller, source_id, outcome, ago:
            # One source may tell of a call again, and another one of the same call.
            at = now - timedelta(seconds=ago)
            line = OTHER_LINE if source_id.endswith("3") else LINE
            await engine.handle_call(missed(source_id, caller, at=at, outcome=outcome, line=line))
        case "reply", sender, ago:
            at = now - timedelta(seconds=ago)
            await engine.handle_text(
                InboundText(
                    line_id=LINE.id, carrier_id=f"in{serial}", sender=sender, body="Friday?", at=at
                )
            )
        case "words", to:
            await engine.send_text(LINE.id, to, "On our way", TextKind.MESSAGE)
        case "call back", number, ago:
            at = now - timedelta(seconds=ago)
            made = CallMade(numbers=(number,), began_at=at, answered_at=at)
            await engine.handle(made)
        case "resolve", stage, value:
            lines = [line.id for line in _SHOP.lines]
            for summary in (await office.ledger.threads(_SHOP.id, lines, Wanted()))[:1]:
                await engine.conversations.resolve(summary.id, stage, value)
        case "text back", call_id:
            await engine.text_back(LINE.id, call_id=call_id)
        case "erase", number:
            await engine.people.erase(number)
        case "block", blocked:
            await engine.people.set_blocked(CALLER, blocked=blocked)
        case "anonymise", days:
            before = now - timedelta(days=days)
            await engine.people.anonymise(before, 99)
        case "fate", fate:
            office.carrier.answers.append(_FATES[fate])
        case "wait", seconds:
            await office.wake(seconds=seconds)
    await office.idle()


async def _lived(folder: str, begins: datetime, steps: list[_Step]) -> None:
    path = Path(folder) / "ledger.db"
    ledger = SqliteLedger()
    await ledger.open(path, zone=_SHOP.time_zone)
    office = Office(ledger, shop=_SHOP)
    office.clock.now = begins
    await office.engine.start()
    try:
        for serial, step in enumerate(steps):
            try:
                await _step(office, serial, step)
            except Refusal, UnknownCall, UnknownThread:
                await office.idle()
            _check(path)
    finally:
        await office.engine.stop()
        await ledger.close()


def _check(path: Path) -> None:
    with sqlite3.connect(path) as connection:
        assert_counters_are_right(connection, _SHOP.time_zone)
        kept = counters(connection)
        spent = sum(n for (_, day, tally), n in kept.items() if day and tally == Tally.SPENT)
        (months,) = connection.execute("SELECT coalesce(sum(amount), 0) FROM spending").fetchone()
        assert spent == months
        for (line, day, tally), n in kept.items():
            if day and tally in (Tally.WON_BACK, Tally.REPLIED, Tally.ATTENDED):
                assert n <= kept[line, day, Tally.EPISODES]
            if day and tally.startswith("answered."):
                assert n <= kept[line, day, tally.replace("answered.", "sent.")]
    connection.close()


@settings(max_examples=100, deadline=None, suppress_health_check=list(HealthCheck))
@given(
    begins=st.sampled_from([_BEFORE_THE_CHANGE, _BEFORE_SPRING, NOON]),
    steps=st.lists(_STEPS, min_size=8, max_size=20),
)
def test_the_counters_are_what_a_full_recount_gives(begins: datetime, steps: list[_Step]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(_lived(folder, begins, steps))
