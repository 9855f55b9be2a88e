"""What customers write is kept, counted once, and obeyed where it says STOP."""

import asyncio

import pytest

from custom_components.missed_call_textback.core.calls import CallStep
from custom_components.missed_call_textback.core.happenings import TextMoved, TextReceived
from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    Reaction,
    Refused,
    TextKind,
    TextState,
)
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.tally import Tally

from .conftest import Office
from .examples import CALLER, LINE, MOBILE, OTHER_CALLER, OTHER_LINE, event, missed


def reply(body: str, *, carrier_id: str = "SMin1", sender: str = CALLER) -> InboundText:
    return InboundText(
        line_id=LINE.id, carrier_id=carrier_id, sender=sender, body=body, at=event(
            CallStep.ARRIVED
        ).at
    )  # fmt: skip


async def text_one(office: Office) -> None:
    await office.engine.handle_call(missed())
    await office.idle()


async def test_a_reply_waits_recovers_and_is_told_once(office: Office) -> None:
    await text_one(office)
    for _ in range(2):
        await office.engine.handle_text(reply("Tomorrow at 4?"))
    received = [each for each in office.told if isinstance(each, TextReceived)]
    assert [(each.peer, each.body, each.wish) for each in received] == [
        (CALLER, "Tomorrow at 4?", None)
    ]
    figures = await office.figures()
    assert figures.waiting == 1
    assert figures.total[Tally.REPLIES] == figures.total[Tally.RECOVERED] == 1
    assert figures.text_back_seconds == 0


async def test_our_words_end_the_waiting(office: Office) -> None:
    await office.engine.handle_text(reply("Hello?"))
    await office.engine.send_text(LINE.id, CALLER, "Hi, how can we help?")
    await office.idle()
    assert (await office.figures()).waiting == 0
    assert office.carrier.sent[0].kind is TextKind.MESSAGE


async def test_stop_stops_at_once_and_start_starts_again(office: Office) -> None:
    await office.engine.handle_text(reply("STOP"))
    await office.engine.handle_call(missed("x:1"))
    assert office.decided[-1].decision.reason is Reason.OPTED_OUT
    assert (await office.figures()).waiting == 0
    assert await office.total(Tally.REPLIES) == 0
    await office.engine.handle_text(reply("START", carrier_id="SMin2"))
    await office.engine.handle_call(missed("x:2"))
    await office.idle()
    assert len(office.carrier.sent) == 1


async def test_an_opt_out_counts_on_every_line_of_the_shop(office: Office) -> None:
    await office.engine.handle_text(reply("stop"))
    await office.engine.handle_call(missed(line=OTHER_LINE))
    assert office.decided[-1].decision.reason is Reason.OPTED_OUT


async def test_a_stop_reaches_a_text_that_still_waits(office: Office) -> None:
    office.carrier.answers = [Refused("20429", Reaction.RETRY)]
    await text_one(office)
    await office.engine.handle_text(reply("STOP"))
    await office.wake(seconds=1)
    assert len(office.carrier.sent) == 1
    assert office.last_text.error == "opted_out"


@pytest.mark.parametrize("sender", ["22000", "TWILIO", "x" * 500], ids=["code", "name", "long"])
async def test_a_text_from_no_number_is_kept_all_the_same(office: Office, sender: str) -> None:
    await office.engine.handle_text(reply("Your code is 1234", sender=sender))
    [received] = office.told
    assert isinstance(received, TextReceived)
    assert received.peer == sender[:40]


async def test_a_text_of_the_team_is_no_customers_reply(office: Office) -> None:
    await office.engine.handle_text(reply("On my way", sender=MOBILE))
    assert await office.total(Tally.REPLIES) == 0
    assert (await office.figures()).waiting == 0


@pytest.mark.parametrize(
    ("words", "sent"), [(("STOP",), 1), (("STOP", "START"), 2)], ids=["stop", "stop and start"]
)
async def test_a_stop_reaches_a_text_that_waits_for_others_to_be_sent(
    office: Office, words: tuple[str, ...], sent: int
) -> None:
    go_on = asyncio.Event()

    async def wait(_text: object) -> None:
        await go_on.wait()

    office.carrier.meanwhile = wait
    office.engine._sender._turns._free = 1
    await office.engine.handle_call(missed("x:1", OTHER_CALLER))
    await office.engine.handle_call(missed("x:2"))
    for number, word in enumerate(words):
        await office.engine.handle_text(reply(word, carrier_id=f"SMin{number}"))
    go_on.set()
    await office.idle()
    assert len(office.carrier.sent) == sent
    if sent == 1:
        failed = [
            each.text
            for each in office.told
            if isinstance(each, TextMoved) and each.text.state is TextState.FAILED
        ]
        assert [(text.to, text.error) for text in failed] == [(CALLER, "opted_out")]
