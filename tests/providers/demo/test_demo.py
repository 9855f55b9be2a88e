"""The demo: calls and texts that look real, in an order that a test can repeat."""

import asyncio
from collections.abc import AsyncGenerator
from datetime import UTC, datetime, timedelta
import re

import pytest

from custom_components.missed_call_textback.core.calls import CallEvent, CallStep, Outcome
from custom_components.missed_call_textback.core.numbers import NumberKind, prefix_of, to_e164
from custom_components.missed_call_textback.core.outbox import (
    Accepted,
    InboundText,
    OutgoingText,
    Reaction,
    Receipt,
    Refused,
    TextKind,
    TextState,
)
from custom_components.missed_call_textback.providers.demo.calls import CALLERS, DemoDesk
from custom_components.missed_call_textback.providers.demo.carrier import REPLIES, DemoCarrier

NOW = datetime(2026, 11, 21, 10, 0, tzinfo=UTC)
NOBODY: frozenset[str] = frozenset()


def text(
    ref: str = "a1",
    *,
    to: str = CALLERS[0],
    body: str = "Sorry we missed you!",
    kind: TextKind = TextKind.TEXT_BACK,
) -> OutgoingText:
    return OutgoingText(
        id=1,
        ref=ref,
        line_id="line",
        kind=kind,
        sender="+12025550100",
        to=to,
        body=body,
        created_at=NOW,
        deadline=NOW + timedelta(minutes=30),
    )


class Stage:
    """What the demo plays to; its time passes as the demo sleeps."""

    def __init__(self) -> None:
        self.seen: list[CallEvent | InboundText | Receipt] = []
        self.slept: list[float] = []
        self.breaks = False
        self.carrier = DemoCarrier(
            on_receipt=self.see, on_text=self.see, clock=self.clock, sleep=self.sleep
        )

    def clock(self) -> datetime:
        return NOW + timedelta(seconds=sum(self.slept))

    async def see(self, event: CallEvent | InboundText | Receipt) -> None:
        if self.breaks:
            raise OSError("disk full")
        self.seen.append(event)

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0)

    async def play(self) -> None:
        """Let everybody come to their end."""
        await asyncio.gather(*self.carrier._tasks)


@pytest.fixture
async def stage() -> AsyncGenerator[Stage]:
    played = Stage()
    yield played
    await played.carrier.close()


async def test_a_text_back_is_sent_delivered_and_answered(stage: Stage) -> None:
    accepted = await stage.carrier.send(text(), 1800)
    await stage.play()

    assert accepted == Accepted("demo:a1")
    sent, delivered, answer = stage.seen
    assert sent == Receipt(state=TextState.SENT, ref="a1", carrier_id="demo:a1")
    assert delivered == Receipt(state=TextState.DELIVERED, ref="a1", carrier_id="demo:a1")
    assert isinstance(answer, InboundText)
    assert (answer.sender, answer.line_id, answer.body) == (CALLERS[0], "line", REPLIES[0])
    assert 4 <= (answer.at - NOW).total_seconds() <= 6


@pytest.mark.parametrize("kind", [TextKind.MESSAGE, TextKind.NOTICE, TextKind.SERVICE])
async def test_other_texts_arrive_and_nobody_answers(stage: Stage, kind: TextKind) -> None:
    await stage.carrier.send(text(kind=kind), 1800)
    await stage.play()

    assert [type(event) for event in stage.seen] == [Receipt, Receipt]


async def test_the_demo_knows_nothing_of_lines(stage: Stage) -> None:
    assert await stage.carrier.line_kind(CALLERS[0]) is NumberKind.UNKNOWN


async def test_each_answer_is_another_and_has_its_own_id(stage: Stage) -> None:
    for ref in "abc":
        await stage.carrier.send(text(ref), 1800)
        await stage.play()

    answers = [event for event in stage.seen if isinstance(event, InboundText)]
    assert [answer.body for answer in answers] == list(REPLIES[:3])
    assert len({answer.carrier_id for answer in answers}) == 3


@pytest.mark.parametrize(
    "wrong",
    [
        pytest.param(text(to="12"), id="a short code"),
        pytest.param(text(to="anonymous"), id="nobody"),
        pytest.param(text(to="(202) 555-0110"), id="not E.164"),
        pytest.param(text(body="  "), id="no words"),
        pytest.param(text(body="x" * 1601), id="too many words"),
    ],
)
async def test_what_a_real_carrier_would_refuse_the_demo_refuses(
    stage: Stage, wrong: OutgoingText
) -> None:
    result = await stage.carrier.send(wrong, 1800)

    assert isinstance(result, Refused)
    assert result.reaction is Reaction.NEVER
    await stage.play()
    assert stage.seen == []


async def test_only_the_last_few_texts_are_found_again(stage: Stage) -> None:
    for number in range(21):
        await stage.carrier.send(text(f"r{number}"), 1800)

    assert await stage.carrier.find(text("r20"), NOBODY) == "demo:r20"
    assert await stage.carrier.find(text("r20"), frozenset({"demo:r20"})) is None
    assert await stage.carrier.find(text("r0"), NOBODY) is None


async def test_closing_silences_everybody() -> None:
    stage = Stage()
    carrier = DemoCarrier(on_receipt=stage.see, on_text=stage.see, clock=stage.clock)
    await carrier.send(text(), 1800)

    await carrier.close()

    assert carrier._tasks == set()
    assert stage.seen == []


async def test_a_house_that_cannot_listen_ends_the_play_and_is_logged_without_a_number(
    stage: Stage, caplog: pytest.LogCaptureFixture
) -> None:
    stage.breaks = True
    await stage.carrier.send(text(), 1800)
    await stage.play()

    assert "could not play on" in caplog.text
    assert CALLERS[0] not in caplog.text


def desk(stage: Stage, first: int | None = 0) -> DemoDesk:
    return DemoDesk(handle_call=stage.see, clock=stage.clock, sleep=stage.sleep, first=first)


async def test_a_missed_call_arrives_rings_and_ends(stage: Stage) -> None:
    await desk(stage).place_missed_call("line")

    arrived, ended = stage.seen
    assert isinstance(arrived, CallEvent)
    assert isinstance(ended, CallEvent)
    assert (arrived.step, ended.step) == (CallStep.ARRIVED, CallStep.ENDED)
    assert ended.outcome is Outcome.NO_ANSWER
    assert arrived.source_id == ended.source_id
    assert (arrived.caller, arrived.line_id) == (CALLERS[0], "line")
    assert ended.at - arrived.at == timedelta(seconds=1)


async def test_every_call_is_another_call_of_another_caller(stage: Stage) -> None:
    demo = desk(stage, first=None)
    for _ in CALLERS:
        await demo.place_missed_call("line")

    calls = [event for event in stage.seen if isinstance(event, CallEvent)]
    assert {call.caller for call in calls} == set(CALLERS)
    assert len({call.source_id for call in calls}) == len(CALLERS)


async def test_nobody_of_the_shop_ever_calls_it(stage: Stage) -> None:
    demo = DemoDesk(
        handle_call=stage.see, clock=stage.clock, sleep=stage.sleep, first=0, own={CALLERS[0]}
    )
    for _ in CALLERS:
        await demo.place_missed_call("line")

    assert CALLERS[0] not in {event.caller for event in stage.seen if isinstance(event, CallEvent)}


def test_the_callers_are_fictional_numbers_that_can_be_texted() -> None:
    assert len(CALLERS) == 80
    assert all(to_e164(caller, "US") == caller for caller in CALLERS)
    assert all(re.fullmatch(r"\+1\d{3}55501\d\d", caller) for caller in CALLERS)


def test_the_callers_do_not_look_like_a_flood() -> None:
    for first in range(len(CALLERS)):
        in_a_row = [CALLERS[(first + number) % len(CALLERS)] for number in range(10)]
        assert len({prefix_of(caller) for caller in in_a_row}) == 10
