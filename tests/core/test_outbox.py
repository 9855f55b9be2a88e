"""A text only moves forward, whatever the order of its receipts."""

from datetime import timedelta
from functools import reduce

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.outbox import (
    OPEN_STATES,
    TAKEN_STATES,
    TextState,
    after_receipt,
    retry_delay,
)

REPORTED = st.sampled_from([*TAKEN_STATES, TextState.FAILED])


@given(st.sampled_from(OPEN_STATES), st.lists(REPORTED, min_size=1, max_size=8), st.randoms())
def test_receipts_in_any_order_lead_to_the_same_kind_of_end(
    start: TextState, receipts: list[TextState], random: object
) -> None:
    shuffled = list(receipts)
    random.shuffle(shuffled)  # type: ignore[attr-defined]
    one, other = (reduce(after_receipt, order, start) for order in (receipts, shuffled))
    ends = {TextState.FAILED, TextState.UNDELIVERED}
    assert one is other or {one, other} == ends


@given(st.lists(REPORTED, min_size=1, max_size=8))
def test_delivered_is_final(receipts: list[TextState]) -> None:
    assert reduce(after_receipt, receipts, TextState.DELIVERED) is TextState.DELIVERED


@given(REPORTED)
def test_a_receipt_twice_is_a_receipt_once(reported: TextState) -> None:
    once = after_receipt(TextState.SENDING, reported)
    assert after_receipt(once, reported) is once


def test_a_text_given_up_is_corrected_by_its_delivery() -> None:
    assert after_receipt(TextState.FAILED, TextState.DELIVERED) is TextState.DELIVERED


@pytest.mark.parametrize("jitter", [0.0, 1.0], ids=["least", "most"])
def test_retries_wait_longer_each_time_and_never_over_a_minute(jitter: float) -> None:
    waits = [retry_delay(attempts, jitter) for attempts in range(12)]
    assert waits == sorted(waits)
    assert waits[0] >= timedelta(seconds=0.5)
    assert waits[-1] <= timedelta(seconds=60)
