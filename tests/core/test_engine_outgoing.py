"""A text goes out once, whatever the carrier answers, and nothing waits for ever."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from custom_components.missed_call_textback.core import agenda, sender
from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.calls import CallStep, Outcome
from custom_components.missed_call_textback.core.calls_made import CallMade
from custom_components.missed_call_textback.core.happenings import TextMoved
from custom_components.missed_call_textback.core.moves import ERASED
from custom_components.missed_call_textback.core.outbox import (
    Accepted,
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
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.core.transit import settle
from custom_components.missed_call_textback.ledger import SqliteLedger

from .conftest import Office
from .examples import CALLER, LINE, event, missed


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


async def test_a_text_that_is_refused_again_and_again_keeps_no_others_waiting(
    office: Office,
) -> None:
    async def refuse_one(text: OutgoingText) -> None:
        refused = text.to == CALLER
        office.carrier.answers = [Refused("20429", Reaction.RETRY)] if refused else []

    office.carrier.meanwhile = refuse_one
    await text_one(office)
    for number in range(30):
        other = f"+1202555{1000 + number}"
        await office.engine.handle_call(missed(f"y:{number}", other))
        await office.idle()
        await office.wake(seconds=1)
        await office.wake(seconds=1)
        assert other in {text.to for text in office.carrier.sent}
    # The refused one is tried ever more seldom.
    assert sum(text.to == CALLER for text in office.carrier.sent) < 10


async def test_what_was_said_of_a_text_is_kept_at_once_where_another_waits_behind_it(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    write, answer = SqliteLedger.write, asyncio.Event()
    patience: list[bool] = []

    async def note_patience(
        ledger: SqliteLedger,
        work: Callable[[Book], object],
        **how: Any,  # noqa: ANN401 - as they come
    ) -> object:
        if getattr(work, "func", None) is settle:
            patience.append(how["patient"])
        return await write(ledger, work, **how)

    async def wait_for_answer(_text: OutgoingText) -> None:
        await answer.wait()

    monkeypatch.setattr(SqliteLedger, "write", note_patience)
    office.carrier.meanwhile = wait_for_answer
    await office.engine.handle_call(missed())
    await office.engine.send_text(LINE.id, CALLER, "Can we call you at five?")
    answer.set()
    await office.idle()
    await office.engine.handle_call(missed("y:1", "+12025551000"))
    await office.idle()
    assert len(office.carrier.sent) == 3
    assert patience == [False, False, True]


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
    await office.engine.handle_call(missed("twilio:CA2"))
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


async def test_a_look_up_that_waits_for_its_turn_is_not_asked_for_again(office: Office) -> None:
    office.carrier.answers = [Unknown("timeout")]
    await text_one(office)
    now = office.clock.now
    office.engine._sender._turns.pause(LINE.number, now + timedelta(minutes=10))
    for _ in range(4):
        await office.wake(minutes=2)
    assert office.stuck() == 1
    await office.wake(minutes=2)
    assert (len(office.carrier.asked), len(office.carrier.sent)) == (1, 2)
    # The next doubt is looked up again.
    office.carrier.answers = [Unknown("timeout")]
    await office.engine.handle_call(missed("x:2", "+12025551000"))
    await office.idle()
    await office.wake(minutes=1)
    assert len(office.carrier.asked) == 2


async def test_what_a_receipt_says_was_taken_is_not_handed_over_when_its_turn_comes(
    office: Office,
) -> None:
    async def throttle(_text: OutgoingText) -> None:
        office.engine._sender._turns.pause(LINE.number, office.clock.now + timedelta(minutes=1))

    office.carrier.answers = [Unknown("timeout")]
    await text_one(office)
    # The list is late, and then others of the sender are told "not so fast".
    office.carrier.meanwhile = throttle
    await office.wake(minutes=1)
    assert (office.standing(), office.stuck()) == (TextState.QUEUED, 1)
    ref = office.carrier.sent[0].ref
    await office.engine.handle_receipt(Receipt(state=TextState.SENT, ref=ref, carrier_id="SM1"))
    await office.wake(minutes=5)
    assert len(office.carrier.sent) == 1
    assert (office.standing(), office.stuck()) == (TextState.SENT, 0)


@pytest.mark.parametrize("meanwhile", [Reason.ANSWERED, Reason.CALLED_BACK, Reason.BLOCKED])
async def test_who_is_spoken_with_or_blocked_while_their_text_waits_for_its_turn_is_not_texted(
    office: Office, meanwhile: Reason
) -> None:
    now = office.clock.now
    office.engine._sender._turns.pause(LINE.number, now + timedelta(minutes=1))
    await text_one(office)
    office.clock.forward(seconds=10)
    now = office.clock.now
    match meanwhile:
        case Reason.ANSWERED:
            await office.engine.handle_call(missed(outcome=Outcome.ANSWERED))
        case Reason.CALLED_BACK:
            await office.engine.handle(CallMade(numbers=(CALLER,), began_at=now, answered_at=now))
        case _:
            await office.engine.people.set_blocked(CALLER, blocked=True)
    await office.wake(minutes=1)
    assert (office.standing(), office.last_text.error) == (TextState.FAILED, meanwhile)
    assert (office.carrier.sent, await office.to_call_back()) == ([], [])
    assert not office.engine._sender._claimed
    assert not office.engine._sender._needless


async def test_whom_an_earlier_call_reached_is_texted_for_the_later_one_that_waits_for_its_turn(
    office: Office,
) -> None:
    now = office.clock.now
    office.engine._sender._turns.pause(LINE.number, now + timedelta(minutes=1))
    await office.engine.handle_call(missed(at=now))
    await office.idle()
    before = now - timedelta(minutes=5)
    await office.engine.handle_call(missed("x:0", at=before, outcome=Outcome.ANSWERED))
    await office.wake(minutes=1)
    assert [text.to for text in office.carrier.sent] == [CALLER]


async def test_who_is_erased_while_their_text_waits_for_its_turn_is_not_texted(
    office: Office,
) -> None:
    office.engine._sender._turns.pause(LINE.number, office.clock.now + timedelta(minutes=1))
    await text_one(office)
    await office.engine.people.erase(CALLER)
    await office.wake(minutes=1)
    assert (office.standing(), office.last_text.error) == (TextState.FAILED, ERASED)
    assert office.carrier.sent == []
    assert not office.engine._sender._claimed
    assert not office.engine._sender._needless


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
    await office.engine.handle_call(missed("twilio:CA2"))
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
    monkeypatch.setattr(sender, "LEDGER_RETRY", agenda.LEDGER_RETRY / 1000)
    write, tries = office.ledger.write, 0

    async def unavailable(work: object, **_how: object) -> object:
        nonlocal tries
        tries += 1
        if tries <= 2:
            raise LedgerUnavailable
        return await write(work)  # type: ignore[arg-type]

    async def go_away(_text: object) -> None:
        monkeypatch.setattr(office.ledger, "write", unavailable)

    office.carrier.meanwhile = go_away
    await text_one(office)
    assert tries == 3
    assert office.standing() is TextState.ACCEPTED


async def test_the_alarm_is_set_again_while_the_ledger_is_away(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await office.engine.handle_call(event(CallStep.ARRIVED))

    async def unavailable(_work: object, **_how: object) -> object:
        raise LedgerUnavailable

    with monkeypatch.context() as patch:
        patch.setattr(office.ledger, "write", unavailable)
        await office.wake(minutes=2)
    assert office.alarm.at is not None
    await office.wake(seconds=5)
    assert len(office.carrier.sent) == 1


async def test_stopping_lets_a_text_on_its_way_arrive(office: Office) -> None:
    await office.engine.handle_call(missed())
    await office.engine.stop()
    assert office.standing() is TextState.ACCEPTED
    assert office.alarm.at is None


async def test_a_carrier_that_breaks_its_promise_strands_no_text(office: Office) -> None:
    broken = True

    async def break_down(_text: OutgoingText) -> None:
        if broken:
            raise RuntimeError("broken on purpose")

    office.carrier.meanwhile = break_down
    await text_one(office)
    assert office.standing() is TextState.UNKNOWN
    await office.wake(minutes=1)
    assert office.standing() is TextState.UNKNOWN
    broken = False
    await office.wake(minutes=2)
    assert office.standing() is TextState.ACCEPTED


async def test_of_two_texts_alike_in_doubt_one_is_found_and_the_other_sent_again(
    office: Office,
) -> None:
    office.carrier.answers = [Unknown("timeout"), Unknown("timeout")]
    for _ in range(2):
        await office.engine.send_text(LINE.id, CALLER, "On my way.")
    await office.idle()
    first, second = office.carrier.sent
    # The carrier has the second: only the words tell, so both look-ups find it.
    office.carrier.listed = {first.ref: "SM2nd", second.ref: "SM2nd"}
    await office.wake(minutes=1)
    office.carrier.listed = {}
    await office.engine.handle_receipt(
        Receipt(state=TextState.DELIVERED, ref=second.ref, carrier_id="SM2nd")
    )
    await office.wake(minutes=10)
    states = {each.text.ref: each.text.state for each in office.told if isinstance(each, TextMoved)}
    assert states == {first.ref: TextState.ACCEPTED, second.ref: TextState.DELIVERED}
    assert len(office.carrier.sent) == 2
