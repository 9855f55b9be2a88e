"""Texts that an automation or a person asks for: sent once, and guarded like any other."""

import asyncio

import pytest

from custom_components.missed_call_textback.core import sender
from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.calls import CallStep, Outcome
from custom_components.missed_call_textback.core.desk import RefTaken
from custom_components.missed_call_textback.core.engine import Refusal, UnknownCall
from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    TextKind,
    TextState,
)
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.tally import Tally

from .conftest import Office
from .examples import CALLER, LINE, MOBILE, OTHER_CALLER, OTHER_LINE, event, missed

REF = "0" * 32
OTHER_REF = "1" * 32


def reply(body: str, *, carrier_id: str = "SMin1", sender: str = CALLER) -> InboundText:
    return InboundText(
        line_id=LINE.id, carrier_id=carrier_id, sender=sender, body=body, at=event(
            CallStep.ARRIVED
        ).at
    )  # fmt: skip


async def test_an_automation_texts_back_by_the_calls_id_once(office: Office) -> None:
    await office.engine.settings.set_automatic(LINE.id, on=False)
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


async def test_a_carrier_quicker_than_whoever_asked_is_heard_all_the_same(office: Office) -> None:
    text = await office.engine.text_back(LINE.id, number=OTHER_CALLER)
    await office.idle()
    assert (await office.engine.settled(text)).state is TextState.ACCEPTED
    assert office.carrier.sent[0].body == "Front desk: sorry we missed you."


async def test_what_is_asked_for_again_under_its_reference_is_one_text(office: Office) -> None:
    first = await office.engine.send_text(LINE.id, CALLER, "At ten?", by="Sam", ref=REF)
    assert first.ref == REF
    again = await asyncio.gather(
        *(office.engine.send_text(LINE.id, CALLER, "At ten?", by="Sam", ref=REF) for _ in range(3))
    )
    assert {text.id for text in again} == {first.id}
    await office.idle()
    assert [text.body for text in office.carrier.sent] == ["At ten?"]
    later = await office.engine.send_text(LINE.id, CALLER, "At ten?", ref=REF)
    assert (later.id, later.state) == (first.id, TextState.ACCEPTED)


async def test_whoever_opted_out_after_the_first_time_changes_nothing_about_it(
    office: Office,
) -> None:
    first = await office.engine.send_text(LINE.id, CALLER, "At ten?", ref=REF)
    await office.engine.handle_text(reply("STOP"))
    assert (await office.engine.send_text(LINE.id, CALLER, "At ten?", ref=REF)).id == first.id
    with pytest.raises(Refusal):
        await office.engine.send_text(LINE.id, CALLER, "At ten?", ref=OTHER_REF)


async def test_what_a_guard_refused_is_refused_again_and_goes_out_once_it_may(
    office: Office,
) -> None:
    await office.engine.people.set_blocked(CALLER, blocked=True)
    for _ in range(2):
        with pytest.raises(Refusal):
            await office.engine.send_text(LINE.id, CALLER, "At ten?", ref=REF)
    await office.engine.people.set_blocked(CALLER, blocked=False)
    await office.engine.send_text(LINE.id, CALLER, "At ten?", ref=REF)
    await office.idle()
    assert len(office.carrier.sent) == 1


@pytest.mark.parametrize(
    ("line_id", "to", "body"),
    [
        (LINE.id, CALLER, "At five?"),
        (LINE.id, OTHER_CALLER, "At ten?"),
        (OTHER_LINE.id, CALLER, "At ten?"),
        (LINE.id, "nobody", "At ten?"),
    ],
)
async def test_a_reference_is_good_for_one_text_alone(
    office: Office, line_id: str, to: str, body: str
) -> None:
    await office.engine.send_text(LINE.id, CALLER, "At ten?", ref=REF)
    with pytest.raises(RefTaken):
        await office.engine.send_text(line_id, to, body, ref=REF)
    await office.idle()
    assert len(office.carrier.sent) == 1


async def test_what_was_said_of_a_text_is_forgotten_after_many_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "_KEPT_SETTLED", 2)
    first = await office.engine.send_text(LINE.id, CALLER, "1")
    await office.idle()
    for number in range(2):
        await office.engine.send_text(LINE.id, CALLER, str(number))
        await office.idle()
    assert await office.engine.settled(first) is first


async def test_texts_that_are_not_settled_are_never_forgotten(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sender, "_KEPT_SETTLED", 1)
    answered = asyncio.Event()

    async def wait(_text: object) -> None:
        await answered.wait()

    office.carrier.meanwhile = wait
    texts = [await office.engine.send_text(LINE.id, CALLER, str(number)) for number in range(3)]
    answered.set()
    settled = await asyncio.gather(*(office.engine.settled(text) for text in texts))
    assert {text.state for text in settled} == {TextState.ACCEPTED}


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        (MOBILE, Reason.TEAM),
        (LINE.number, Reason.OWN_NUMBER),
        ("anonymous", Reason.NO_CALLER_ID),
        ("911", Reason.SHORT_CODE),
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


@pytest.mark.parametrize("kind", list(TextKind)[:2], ids=str)
async def test_whoever_asked_may_go_away_and_the_text_goes_out(
    office: Office, kind: TextKind
) -> None:
    asked = (
        office.engine.text_back(LINE.id, number=CALLER)
        if kind is TextKind.TEXT_BACK
        else office.engine.send_text(LINE.id, CALLER, "Hi, it's Sam.")
    )
    asking = asyncio.create_task(asked)
    await asyncio.sleep(0)
    asking.cancel()
    with pytest.raises(asyncio.CancelledError):
        await asking
    for _ in range(5000):
        if office.carrier.sent:
            break
        await asyncio.sleep(0.001)
    await office.idle()
    assert [text.kind for text in office.carrier.sent] == [kind]
    assert office.standing() is TextState.ACCEPTED


async def test_a_machine_writes_only_until_a_person_does_and_leaves_the_caller_waiting(
    office: Office,
) -> None:
    await office.engine.handle_text(reply("Is Friday free?"))
    first = await office.engine.send_text(LINE.id, CALLER, "I will ask.", kind=TextKind.MACHINE)
    assert (await office.engine.settled(first)).kind is TextKind.MACHINE
    assert (await office.ledger.figures(LINE.id, "2026-05-05")).waiting == 1
    await office.engine.send_text(LINE.id, CALLER, "Sam here: yes.")
    with pytest.raises(Refusal) as refusal:
        await office.engine.send_text(LINE.id, CALLER, "Bye!", kind=TextKind.MACHINE)
    assert refusal.value.reason is Reason.PEOPLE_TALK
    await office.idle()
    assert [text.body for text in office.carrier.sent] == ["I will ask.", "Sam here: yes."]
