"""A text reaches the carrier once, whatever the carrier, the ledger or the power does."""

import asyncio

import pytest

from custom_components.missed_call_textback.core.calls import CallStep, Outcome
from custom_components.missed_call_textback.core.engine import Refusal, UnknownCall
from custom_components.missed_call_textback.core.outbox import (
    Accepted,
    InboundText,
    OutgoingText,
    Reaction,
    Receipt,
    Refused,
    SendResult,
    TextKind,
    TextState,
    Unknown,
)
from custom_components.missed_call_textback.core.policy import Reason
from custom_components.missed_call_textback.core.ports import (
    Book,
    LedgerUnavailable,
    Tally,
    TextMoved,
    TextReceived,
)

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


async def test_a_throttled_text_is_sent_again_later(office: Office) -> None:
    office.carrier.answers = [Refused("20429", Reaction.RETRY), Refused("20429", Reaction.RETRY)]
    await text_one(office)
    assert office.standing() is TextState.QUEUED
    await office.wake(seconds=1)
    await office.wake(seconds=2)
    assert len(office.carrier.sent) == 3
    assert office.standing() is TextState.ACCEPTED
    assert await office.total(Tally.TEXTED) == 1


async def test_a_text_that_stays_throttled_is_given_up_at_its_deadline_and_the_owner_told(
    office: Office,
) -> None:
    office.carrier.answers = [Refused("20429", Reaction.RETRY)] * 1000
    await text_one(office)
    for _ in range(40):
        await office.wake(minutes=1)
    assert office.standing() is TextState.FAILED
    assert office.clock.now > office.last_text.deadline
    assert office.alarm.at is None


async def test_after_the_deadline_a_queued_text_is_not_sent_late(office: Office) -> None:
    office.carrier.answers = [Refused("20429", Reaction.RETRY)]
    await text_one(office)
    office.clock.forward(hours=2)
    await office.wake()
    assert len(office.carrier.sent) == 1
    moved = [each for each in office.told if isinstance(each, TextMoved)][-1]
    assert (moved.text.error, moved.reaction) == ("too_late", Reaction.OWNER)


async def test_credentials_that_fail_keep_the_text_waiting_and_ask_to_sign_in(
    office: Office,
) -> None:
    office.carrier.answers = [Refused("20003", Reaction.SIGN_IN)]
    await text_one(office)
    moved = [each for each in office.told if isinstance(each, TextMoved)][-1]
    assert (moved.text.state, moved.reaction) == (TextState.QUEUED, Reaction.SIGN_IN)
    await office.wake(seconds=1)
    assert office.standing() is TextState.ACCEPTED


async def test_a_number_that_cannot_be_texted_is_not_tried_again(office: Office) -> None:
    office.carrier.answers = [Refused("21211", Reaction.NEVER)]
    await text_one(office)
    await office.wake(hours=1)
    assert len(office.carrier.sent) == 1
    assert office.last_text.error == "21211"
    assert await office.total(Tally.TEXTED) == 0


async def test_an_opt_out_that_only_the_carrier_knew_is_remembered(office: Office) -> None:
    office.carrier.answers = [Refused("21610", Reaction.OPTED_OUT)]
    await text_one(office)
    office.clock.forward(days=2)
    await office.engine.handle_call(missed("x:2"))
    await office.idle()
    assert office.decided[-1].decision.reason is Reason.OPTED_OUT
    assert len(office.carrier.sent) == 1


async def test_in_doubt_the_carriers_list_is_asked_before_anything_is_sent_again(
    office: Office,
) -> None:
    office.carrier.answers = [Unknown("timeout")]
    await text_one(office)
    assert office.standing() is TextState.UNKNOWN
    office.carrier.listed[office.carrier.sent[0].ref] = "SMfound"
    await office.wake(seconds=59)
    assert office.carrier.asked == []
    await office.wake(seconds=1)
    assert office.last_text.carrier_id == "SMfound"
    assert office.standing() is TextState.ACCEPTED
    assert len(office.carrier.sent) == 1
    assert await office.total(Tally.TEXTED) == 1


async def test_a_text_that_the_carrier_surely_does_not_have_is_sent_again(office: Office) -> None:
    office.carrier.answers = [Unknown("timeout")]
    await text_one(office)
    await office.wake(seconds=60)
    assert len(office.carrier.sent) == 2
    assert office.standing() is TextState.ACCEPTED


async def test_a_text_in_doubt_past_its_deadline_is_not_sent_again(office: Office) -> None:
    office.carrier.answers = [Unknown("timeout")]
    await text_one(office)
    await office.wake(hours=1)
    assert len(office.carrier.sent) == 1
    assert office.last_text.error == "too_late"


async def test_while_the_carrier_is_silent_a_doubt_stays_a_doubt_for_a_day(office: Office) -> None:
    office.carrier.answers = [Unknown("timeout")]
    office.carrier.silent = True
    await text_one(office)
    await office.wake(seconds=60)
    await office.wake(hours=23)
    assert office.standing() is TextState.UNKNOWN
    await office.wake(hours=2)
    assert office.last_text.error == "never_known"
    assert len(office.carrier.sent) == 1


async def test_a_receipt_that_comes_before_the_answer_settles_the_doubt(office: Office) -> None:
    office.carrier.answers = [Unknown("timeout")]
    await text_one(office)
    ref = office.carrier.sent[0].ref
    await office.engine.handle_receipt(
        Receipt(state=TextState.DELIVERED, ref=ref, carrier_id="SMlate")
    )
    await office.wake(minutes=5)
    assert office.standing() is TextState.DELIVERED
    assert office.carrier.asked == []
    assert await office.total(Tally.TEXTED) == 1


@pytest.mark.parametrize(
    "answer",
    [Accepted("SM1"), Unknown("timeout"), Refused("20429", Reaction.RETRY)],
    ids=["accepted", "unknown", "refused"],
)
async def test_a_receipt_quicker_than_the_carriers_answer_stands(
    office: Office, answer: SendResult
) -> None:
    async def deliver(text: OutgoingText) -> None:
        await office.engine.handle_receipt(
            Receipt(state=TextState.DELIVERED, ref=text.ref, carrier_id="SM1")
        )

    office.carrier.meanwhile = deliver
    office.carrier.answers = [answer]
    await text_one(office)
    await office.wake(minutes=5)
    assert office.standing() is TextState.DELIVERED
    assert len(office.carrier.sent) == 1
    assert await office.total(Tally.TEXTED) == 1


@pytest.mark.parametrize("silent", [True, False], ids=["silent", "not listed"])
async def test_a_receipt_quicker_than_the_look_up_stands(office: Office, silent: bool) -> None:
    async def deliver(text: OutgoingText) -> None:
        await office.engine.handle_receipt(
            Receipt(state=TextState.SENT, ref=text.ref, carrier_id="SM1")
        )

    office.carrier.answers = [Unknown("timeout")]
    await text_one(office)
    office.carrier.meanwhile = deliver
    office.carrier.silent = silent
    await office.wake(minutes=1)
    assert office.standing() is TextState.SENT
    assert len(office.carrier.sent) == 1


async def test_the_first_failure_is_told_once(office: Office) -> None:
    office.carrier.answers = [Refused("21211", Reaction.NEVER)]
    await text_one(office)
    await office.engine.handle_receipt(
        Receipt(state=TextState.FAILED, ref=office.carrier.sent[0].ref, error="30006")
    )
    assert office.last_text.error == "21211"


async def test_receipts_move_a_text_forward_and_are_counted_once(office: Office) -> None:
    await text_one(office)
    for state in (TextState.DELIVERED, TextState.SENT, TextState.DELIVERED):
        await office.engine.handle_receipt(Receipt(state=state, carrier_id="SM1"))
    assert office.standing() is TextState.DELIVERED
    assert await office.total(Tally.TEXTED) == 1
    moves = [each.text.state for each in office.told if isinstance(each, TextMoved)]
    assert moves == [TextState.ACCEPTED, TextState.DELIVERED]


async def test_a_receipt_of_a_text_that_is_not_ours_changes_nothing(office: Office) -> None:
    await office.engine.handle_receipt(Receipt(state=TextState.SENT, carrier_id="SMforeign"))
    assert office.told == []


async def test_a_receipt_may_say_that_somebody_opted_out(office: Office) -> None:
    await text_one(office)
    await office.engine.handle_receipt(
        Receipt(
            state=TextState.FAILED,
            carrier_id="SM1",
            error="21610",
            reaction=Reaction.OPTED_OUT,
        )
    )
    office.clock.forward(days=2)
    await office.engine.handle_call(missed("x:2"))
    assert office.decided[-1].decision.reason is Reason.OPTED_OUT


async def test_a_crash_while_sending_is_looked_up_and_not_sent_twice(office: Office) -> None:
    stuck = asyncio.Event()

    async def hang(*_args: object) -> Accepted:
        await stuck.wait()
        raise AssertionError

    send, office.carrier.send = office.carrier.send, hang  # type: ignore[method-assign, assignment]
    await office.engine.handle_call(missed())
    text = office.decided[0].text
    assert text is not None
    await asyncio.sleep(0)
    office.carrier.send = send  # type: ignore[method-assign]
    office.carrier.listed[text.ref] = "SMfound"
    await office.restart()
    await office.wake(seconds=60)
    assert office.carrier.sent == []
    assert office.last_text.carrier_id == "SMfound"


async def test_the_carriers_answer_is_kept_however_long_the_ledger_is_away(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    from custom_components.missed_call_textback.core import engine  # noqa: PLC0415

    monkeypatch.setattr(engine, "_LEDGER_RETRY", engine._LEDGER_RETRY / 1000)
    await office.engine.handle_call(missed())
    write, tries = office.ledger.write, 0

    async def unavailable(work: object) -> object:
        nonlocal tries
        tries += 1
        if tries <= 2:
            raise LedgerUnavailable
        return await write(work)  # type: ignore[arg-type]

    monkeypatch.setattr(office.ledger, "write", unavailable)
    await office.idle()
    assert tries == 3
    assert office.standing() is TextState.ACCEPTED


async def test_the_alarm_is_set_again_while_the_ledger_is_away(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.engine.handle_call(event(CallStep.ARRIVED))

    async def unavailable(_work: object) -> object:
        raise LedgerUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(office.ledger, "write", unavailable)
        await office.wake(minutes=2)
    assert office.alarm.at is not None
    await office.wake(seconds=5)
    assert len(office.carrier.sent) == 1


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


async def test_an_automation_texts_back_by_the_calls_id_once(office: Office) -> None:
    await office.engine.set_automatic(LINE.id, on=False)
    await office.engine.handle_call(missed())
    call_id = office.decided[0].call_id
    text = await office.engine.text_back(LINE.id, call_id=call_id, body="Hi, it's Sam.")
    assert (await office.engine.settled(text)).state is TextState.ACCEPTED
    assert office.carrier.sent[0].body == "Hi, it's Sam."
    record = await office.ledger.call_by_id(call_id)
    assert record is not None
    assert record.reason is Reason.REQUESTED
    with pytest.raises(Refusal) as refusal:
        await office.engine.text_back(LINE.id, call_id=call_id)
    assert refusal.value.reason is Reason.TEXTED_RECENTLY
    assert await office.total(Tally.TEXTED) == 1


async def test_a_text_that_is_long_settled_is_returned_as_it_is(office: Office) -> None:
    text = await office.engine.text_back(LINE.id, number=OTHER_CALLER)
    await office.idle()
    assert await office.engine.settled(text) is text
    assert office.carrier.sent[0].body == "Front desk: sorry we missed you."


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (MOBILE, Reason.TEAM),
        (LINE.number, Reason.OWN_NUMBER),
        ("anonymous", Reason.NO_CALLER_ID),
        ("911", Reason.NOT_A_PHONE_NUMBER),
        (None, Reason.NO_CALLER_ID),
    ],
)
async def test_no_automation_gets_round_the_guards(
    office: Office, number: str | None, reason: Reason
) -> None:
    with pytest.raises(Refusal) as refusal:
        await office.engine.text_back(LINE.id, number=number)
    assert refusal.value.reason is reason
    assert office.carrier.sent == []


async def test_free_words_to_somebody_who_opted_out_are_refused(office: Office) -> None:
    await office.engine.handle_text(reply("STOP"))
    for send in (
        office.engine.send_text(LINE.id, CALLER, "Sale!"),
        office.engine.text_back(LINE.id, number=CALLER),
    ):
        with pytest.raises(Refusal) as refusal:
            await send
        assert refusal.value.reason is Reason.OPTED_OUT
    with pytest.raises(Refusal):
        await office.engine.send_text(LINE.id, "911", "Help")


async def test_a_notice_to_the_team_opens_no_conversation(office: Office) -> None:
    await office.engine.send_text(LINE.id, MOBILE, "A caller waits.", TextKind.NOTICE)
    await office.idle()
    assert office.carrier.sent[0].kind is TextKind.NOTICE
    assert await office.total(Tally.TEXTED) == 0


async def test_calls_that_are_not_there_elsewhere_or_answered_are_refused(office: Office) -> None:
    with pytest.raises(UnknownCall):
        await office.engine.text_back(LINE.id, call_id=999)
    await office.engine.handle_call(missed("x:1", line=OTHER_LINE))
    await office.engine.handle_call(
        event(CallStep.ENDED, source_id="x:2", outcome=Outcome.ANSWERED)
    )
    elsewhere, answered = (each.call_id for each in office.decided)
    with pytest.raises(UnknownCall):
        await office.engine.text_back(LINE.id, call_id=elsewhere)
    with pytest.raises(Refusal) as refusal:
        await office.engine.text_back(LINE.id, call_id=answered)
    assert refusal.value.reason is Reason.ANSWERED


async def test_a_call_that_still_rings_is_not_texted_back(office: Office) -> None:
    await office.engine.handle_call(event(CallStep.ARRIVED))
    call_id = await office.ledger.write(lambda book: _id_of(book, "twilio:CA1"))
    with pytest.raises(UnknownCall):
        await office.engine.text_back(LINE.id, call_id=call_id)


def _id_of(book: Book, source_id: str) -> int:
    stored = book.find_call(source_id)
    assert stored is not None
    return stored.id


async def test_two_requests_at_once_make_one_text(office: Office) -> None:
    results = await asyncio.gather(
        *(office.engine.text_back(LINE.id, number=CALLER) for _ in range(5)),
        return_exceptions=True,
    )
    await office.idle()
    assert len(office.carrier.sent) == 1
    assert sum(isinstance(result, Refusal) for result in results) == 4


async def test_stopping_lets_a_text_on_its_way_arrive(office: Office) -> None:
    await office.engine.handle_call(missed())
    await office.engine.stop()
    assert office.standing() is TextState.ACCEPTED
    assert office.alarm.at is None
