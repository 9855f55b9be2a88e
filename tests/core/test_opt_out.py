"""STOP stops, and conversation stays conversation."""

import pytest

from custom_components.missed_call_textback.core.opt_out import Wish, wish_of


@pytest.mark.parametrize(
    "body",
    ["STOP", "stop", " Stop. ", "STOP!", "stopall", "Stop all", "UNSUBSCRIBE", "cancel", "End",
     "quit", "revoke", "OPTOUT", "opt-out", "opt out", '"stop"'],
)  # fmt: skip
def test_the_carriers_words_stop(body: str) -> None:
    assert wish_of(body) is Wish.STOP


@pytest.mark.parametrize("body", ["START", "unstop", " Start! "])
def test_start_words_start(body: str) -> None:
    assert wish_of(body) is Wish.START


@pytest.mark.parametrize(
    "body",
    ["", "yes", "YES", "can you stop by at 5?", "stop the leak please", "end of the street",
     "cancel my 3pm appointment", "I quit smoking, new cut please", "help"],
)  # fmt: skip
def test_conversation_is_no_wish(body: str) -> None:
    assert wish_of(body) is None
