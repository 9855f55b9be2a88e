"""What came from outside and no database keeps never gets any further, whatever source told it."""

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import CallEvent, CallStep
from custom_components.missed_call_textback.core.inbox import Wanted
from custom_components.missed_call_textback.core.outbox import InboundText, Receipt, TextState
from custom_components.missed_call_textback.core.printable import keepable

from .conftest import Office
from .examples import CALLER, LINE, NOON, OTHER_LINE, SHOP, missed

LINES = (LINE.id, OTHER_LINE.id)
ODD = "a\0b\ud800c\udfffd"
KEPT = "abcd"


@given(st.text() | st.text(st.sampled_from("a\0\ud800\udfff\U0001f98a\r\n")))
def test_whatever_is_written_what_is_left_can_be_kept(text: str) -> None:
    kept = keepable(text)
    assert "\0" not in kept
    assert kept.encode().decode() == kept == keepable(kept)
    if "\0" not in text and text.encode(errors="ignore").decode() == text:
        assert kept == text


def test_every_text_of_an_event_can_be_kept() -> None:
    call = CallEvent(
        line_id=LINE.id,
        source_id=ODD,
        step=CallStep.ENDED,
        at=NOON,
        caller=ODD,
        recording=ODD,
        caller_name=ODD,
    )
    assert (call.source_id, call.caller, call.recording, call.caller_name) == (KEPT,) * 4
    text = InboundText(line_id=LINE.id, carrier_id=ODD, sender=ODD, body=ODD, at=NOON)
    assert (text.carrier_id, text.sender, text.body) == (KEPT,) * 3
    receipt = Receipt(state=TextState.FAILED, ref=ODD, carrier_id=ODD, error=ODD)
    assert (receipt.ref, receipt.carrier_id, receipt.error) == (KEPT,) * 3


async def test_words_of_the_house_are_kept_without_what_cannot_be(office: Office) -> None:
    await office.engine.handle_call(missed())
    [summary] = await office.ledger.threads(SHOP.id, LINES, Wanted())
    await office.engine.conversations.note(summary.id, ODD, ODD)
    await office.engine.people.describe(CALLER, name=ODD)
    sent = await office.engine.send_text(LINE.id, CALLER, ODD)
    records = await office.ledger.records(SHOP.id, LINES)
    assert ODD not in {word for each in records for word in (each.what, each.body)}
    # What was noted, and what was texted.
    assert [each.body for each in records].count(KEPT) >= 2
    assert sent.body == KEPT
    assert (await office.ledger.person(SHOP.id, CALLER)).name == KEPT


@pytest.mark.parametrize("caller", [f"{CALLER}\0", f"\0{CALLER}"])
async def test_a_caller_is_the_same_with_and_without_it(office: Office, caller: str) -> None:
    await office.engine.handle_call(missed())
    office.clock.forward(minutes=5)
    decided = await office.engine.handle_call(missed("twilio:CA2", caller, at=office.clock.now))
    assert decided is not None
    assert decided.call.caller == CALLER
