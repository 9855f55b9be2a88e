"""Whatever breaks meanwhile, nobody is forgotten and nobody is texted twice."""

import asyncio
from collections.abc import Callable
import contextlib
from datetime import timedelta
from typing import Any

import pytest

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.calls import CallStep
from custom_components.missed_call_textback.core.carrier import Abilities
from custom_components.missed_call_textback.core.outbox import (
    Accepted,
    InboundText,
    OutgoingText,
    Reaction,
    Receipt,
    Refused,
    SendResult,
    TextState,
    Unknown,
)
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.shop import Rules
from custom_components.missed_call_textback.core.tally import Tally

from .conftest import Office
from .examples import CALLER, LINE, OTHER_CALLER, SHOP, event, missed, with_rules


def fail_from(office: Office, monkeypatch: pytest.MonkeyPatch, nth: int, error: Exception) -> None:
    """Have the ledger fail from its nth write on."""
    write, writes = office.ledger.write, 0

    async def failing[T](work: Callable[[Book], T], **how: Any) -> T:  # noqa: ANN401 - as they come
        nonlocal writes
        writes += 1
        if writes >= nth:
            raise error
        return await write(work, **how)

    monkeypatch.setattr(office.ledger, "write", failing)


@pytest.mark.parametrize(
    "error", [LedgerUnavailable(), RuntimeError("broken on purpose")], ids=["away", "broken"]
)
async def test_a_text_that_is_claimed_goes_out_though_a_lost_call_cannot_be_closed(
    office: Office, monkeypatch: pytest.MonkeyPatch, error: Exception
) -> None:
    office.carrier.answers = [Refused("20429", Reaction.RETRY)]
    await office.engine.handle_call(missed())
    await office.idle()
    await office.engine.handle_call(event(CallStep.HUNG_UP, source_id="x:2", caller=OTHER_CALLER))
    office.clock.forward(minutes=1)
    with monkeypatch.context() as patch:
        fail_from(office, patch, 2, error)
        office.alarm.ring()
        for _ in range(50):
            await asyncio.sleep(0.001)
        assert [text.to for text in office.carrier.sent] == [CALLER, CALLER]
    await office.wake(minutes=3)
    assert [text.to for text in office.carrier.sent] == [CALLER, CALLER, OTHER_CALLER]


async def test_whatever_breaks_when_the_alarm_rings_it_rings_again(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.engine.handle_call(event(CallStep.HUNG_UP))
    with monkeypatch.context() as patch:
        fail_from(office, patch, 1, RuntimeError("broken on purpose"))
        await office.wake(minutes=1)
    assert office.carrier.sent == []
    await office.wake(minutes=2)
    assert len(office.carrier.sent) == 1


async def test_more_than_one_batch_of_lost_calls_is_closed_at_once(office: Office) -> None:
    for number in range(120):
        await office.engine.handle_call(
            event(CallStep.HUNG_UP, source_id=f"x:{number}", caller=f"+1202555{1000 + number}")
        )
    await office.wake(minutes=1)
    assert len({text.to for text in office.carrier.sent}) == len(office.carrier.sent) == 120


@pytest.mark.parametrize(
    ("answer", "later"),
    [
        (Refused("21211", Reaction.NEVER), {"hours": 1}),
        (Refused("30034", Reaction.OWNER), {"hours": 1}),
        (Unknown("timeout"), {"hours": 1}),
    ],
    ids=["never", "owner", "surely not listed, too late"],
)
async def test_a_caller_whom_no_text_reached_is_texted_at_the_next_missed_call(
    office: Office, answer: SendResult, later: dict[str, float]
) -> None:
    office.carrier.answers = [answer]
    await office.engine.handle_call(missed("x:1"))
    await office.idle()
    await office.wake(**later)
    assert office.standing() is TextState.FAILED
    await office.engine.handle_call(missed("x:2"))
    await office.idle()
    await office.engine.handle_call(missed("x:3"))
    assert [each.decision.reason for each in office.decided] == [
        Reason.MISSED_OPEN, Reason.MISSED_OPEN, Reason.TEXTED_RECENTLY,
    ]  # fmt: skip
    assert len(office.carrier.sent) == 2


@pytest.mark.parametrize(
    "state", [TextState.UNDELIVERED, TextState.FAILED], ids=["undelivered", "failed"]
)
async def test_a_text_that_the_carrier_took_keeps_the_cooldown_whatever_came_of_it(
    office: Office, state: TextState
) -> None:
    await office.engine.handle_call(missed("x:1"))
    await office.idle()
    await office.engine.handle_receipt(Receipt(state=state, carrier_id="SM1", error="30003"))
    office.clock.forward(hours=1)
    await office.engine.handle_call(missed("x:2"))
    assert office.decided[-1].decision.reason is Reason.TEXTED_RECENTLY


async def test_a_text_given_up_in_doubt_keeps_the_cooldown_from_the_call_on(
    office: Office,
) -> None:
    office.shop = with_rules(Rules(again_after=timedelta(hours=12)), office.shop)
    await office.restart()
    office.carrier.answers = [Unknown("timeout")]
    office.carrier.silent = True
    await office.engine.handle_call(missed("x:1"))
    await office.idle()
    await office.wake(hours=13)
    # The cooldown is over, but nobody knows yet whether the caller has the first text.
    await office.engine.handle_call(missed("x:2"))
    await office.wake(hours=11, minutes=40)
    assert office.last_text.error == "never_known"
    await office.engine.handle_call(missed("x:3"))
    assert [each.decision.reason for each in office.decided] == [
        Reason.MISSED_OPEN, Reason.TEXTED_RECENTLY, Reason.MISSED_OPEN,
    ]  # fmt: skip


async def test_a_text_that_arrives_after_it_was_given_up_counts_and_keeps_the_cooldown(
    office: Office,
) -> None:
    office.carrier.answers = [Unknown("timeout")]
    await office.engine.handle_call(missed("x:1"))
    await office.idle()
    ref = office.carrier.sent[0].ref
    await office.wake(hours=1)
    assert office.standing() is TextState.FAILED
    for state in (TextState.SENT, TextState.DELIVERED):
        await office.engine.handle_receipt(Receipt(state=state, ref=ref, carrier_id="SMlate"))
    assert office.standing() is TextState.DELIVERED
    assert await office.total(Tally.TEXTED) == 1
    await office.engine.handle_call(missed("x:2"))
    assert office.decided[-1].decision.reason is Reason.TEXTED_RECENTLY


async def test_a_caller_whose_number_comes_late_is_texted_all_the_same(office: Office) -> None:
    await office.engine.handle_call(event(CallStep.RECORDED, caller=None, recording="REC"))
    assert office.decided[-1].decision.reason is Reason.NO_CALLER_ID
    for _ in range(2):
        await office.engine.handle_call(missed())
    await office.idle()
    assert [each.decision.reason for each in office.decided] == [
        Reason.NO_CALLER_ID, Reason.MISSED_OPEN,
    ]  # fmt: skip
    assert len(office.carrier.sent) == 1
    assert await office.total(Tally.MISSED) == await office.total(Tally.EPISODES) == 1


async def test_a_call_whose_webhook_goes_away_is_texted_all_the_same(office: Office) -> None:
    taking = asyncio.create_task(office.engine.handle_call(missed()))
    await asyncio.sleep(0)
    taking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await taking
    for _ in range(50):
        await asyncio.sleep(0.001)
    await office.idle()
    assert office.standing() is TextState.ACCEPTED
    assert len(office.decided) == len(office.carrier.sent) == 1


async def test_a_switch_that_is_turned_by_somebody_who_goes_away_is_turned(
    office: Office,
) -> None:
    turning = asyncio.create_task(office.engine.settings.set_automatic(LINE.id, on=False))
    await asyncio.sleep(0)
    turning.cancel()
    with pytest.raises(asyncio.CancelledError):
        await turning
    # What was queued before is written before.
    await office.ledger.write(lambda book: book.next_due())
    assert not (await office.ledger.settings(SHOP.id)).automatic[LINE.id]
    assert not office.engine.settings.is_automatic(LINE.id)


async def test_after_it_stopped_the_engine_neither_rings_nor_sends_nor_keeps_trying(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    started, answered = asyncio.Event(), asyncio.Event()

    async def wait(_text: object) -> None:
        started.set()
        await answered.wait()

    office.carrier.meanwhile = wait
    monkeypatch.setattr(
        "custom_components.missed_call_textback.core.sender._STOP_PATIENCE_SECONDS", 0
    )
    office.carrier.answers = [Unknown("timeout"), Accepted("SM2")]
    await office.engine.handle_call(missed("x:1"))
    await started.wait()
    await office.engine.stop()
    await office.engine.handle_call(missed("x:2", OTHER_CALLER))
    assert [text.to for text in office.carrier.sent] == [CALLER]
    fail_from(office, monkeypatch, 1, LedgerUnavailable())
    answered.set()
    await office.idle()
    assert office.alarm.at is None
    monkeypatch.undo()
    office.carrier.meanwhile = None
    await office.restart()
    await office.wake(minutes=2)
    assert sorted(text.to for text in office.carrier.sent) == [CALLER, CALLER, OTHER_CALLER]


async def test_what_waited_for_its_turn_when_the_shop_closed_is_sent_when_it_opens(
    office: Office,
) -> None:
    # A carrier that cannot be asked: whatever is in doubt with it is given up.
    office.carrier.abilities = Abilities(reconciles=False, texts_per_second=1 / 10)
    office.carrier.silent = True
    office.engine = office.new_engine()
    await office.engine.handle_call(missed("x:1"))
    await office.engine.handle_call(missed("x:2", OTHER_CALLER))
    await office.idle()
    assert [text.to for text in office.carrier.sent] == [CALLER]

    await office.engine.stop()
    await office.restart()
    await office.wake(seconds=30)

    assert [text.to for text in office.carrier.sent] == [CALLER, OTHER_CALLER]
    assert office.carrier.asked == []


async def test_what_was_reported_as_sent_does_not_go_back_in_the_queue(office: Office) -> None:
    office.carrier.abilities = Abilities(texts_per_second=1 / 10)
    office.engine = office.new_engine()
    await office.engine.handle_call(missed("x:1"))
    await office.engine.handle_call(missed("x:2", OTHER_CALLER))
    await office.idle()
    waiting = office.decided[-1].text
    assert waiting is not None
    # By an automation that knows our id.
    await office.engine.handle_receipt(Receipt(state=TextState.DELIVERED, ref=waiting.ref))

    await office.engine.stop()
    await office.restart()
    await office.wake(minutes=2)

    assert [text.to for text in office.carrier.sent] == [CALLER]


async def test_a_call_heard_while_the_shop_closes_is_texted_when_it_opens(office: Office) -> None:
    office.carrier.silent = True
    await office.engine.stop()
    await office.engine.handle_call(missed())

    await office.restart()
    await office.wake(seconds=1)

    assert [text.to for text in office.carrier.sent] == [CALLER]
    assert office.carrier.asked == []


async def test_a_text_that_went_out_while_the_shop_closed_is_not_sent_again(
    office: Office,
) -> None:
    sending, gone = asyncio.Event(), asyncio.Event()

    async def wait(_text: object) -> None:
        sending.set()
        await gone.wait()

    office.carrier.meanwhile = wait
    await office.engine.handle_call(missed())
    await sending.wait()
    stopping = asyncio.create_task(office.engine.stop())
    await asyncio.sleep(0)
    gone.set()
    await stopping
    await office.restart()
    await office.wake(minutes=3)

    assert [text.to for text in office.carrier.sent] == [CALLER]


async def test_an_id_that_a_carrier_gave_to_another_text_is_not_taken_for_ours(
    office: Office,
) -> None:
    await office.engine.handle_text(
        InboundText(
            line_id=LINE.id,
            carrier_id="SMsame",
            sender=OTHER_CALLER,
            body="Hello?",
            at=office.clock.now,
        )
    )
    office.carrier.answers = [Accepted("SMsame")]
    await office.engine.handle_call(missed())
    await office.idle()
    assert (office.standing(), office.last_text.carrier_id) == (TextState.ACCEPTED, None)
    # By our own reference it is told all the same.
    ref = office.carrier.sent[0].ref
    await office.engine.handle_receipt(Receipt(state=TextState.DELIVERED, ref=ref))
    assert office.standing() is TextState.DELIVERED


async def test_an_answer_that_cannot_be_kept_leaves_its_text_in_doubt_and_not_forgotten(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("broken on purpose")

    with monkeypatch.context() as patch:
        patch.setattr("custom_components.missed_call_textback.core.sender.settle", broken)
        await office.engine.handle_call(missed())
        await office.idle()
    assert office.standing() is TextState.UNKNOWN
    office.carrier.listed[office.carrier.sent[0].ref] = "SMfound"
    await office.wake(minutes=1)
    assert office.last_text.carrier_id == "SMfound"
    assert len(office.carrier.sent) == 1


async def test_an_answer_that_cannot_be_kept_throws_no_doubt_on_what_a_receipt_said(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def deliver(text: OutgoingText) -> None:
        await office.engine.handle_receipt(
            Receipt(state=TextState.DELIVERED, ref=text.ref, carrier_id="SM1")
        )

    def broken(*_args: object, **_kwargs: object) -> None:
        raise RuntimeError("broken on purpose")

    monkeypatch.setattr("custom_components.missed_call_textback.core.sender.settle", broken)
    office.carrier.meanwhile = deliver
    await office.engine.handle_call(missed())
    await office.idle()
    assert (office.standing(), office.last_text.carrier_id) == (TextState.DELIVERED, "SM1")
    await office.wake(days=2)
    assert office.standing() is TextState.DELIVERED


async def test_what_cannot_even_be_doubted_is_looked_up_at_the_next_start(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    with monkeypatch.context() as patch:
        fail_from(office, patch, 2, RuntimeError("broken on purpose"))
        await office.engine.handle_call(missed())
        with contextlib.suppress(RuntimeError):
            await office.idle()
    assert office.moved == []
    office.carrier.listed[office.carrier.sent[0].ref] = "SMfound"
    await office.restart()
    await office.wake(minutes=1)
    assert office.last_text.carrier_id == "SMfound"
    assert len(office.carrier.sent) == 1
