"""The judge of the fault runs sees each broken promise, and none where all were kept."""

from collections.abc import Mapping
from dataclasses import replace

import pytest

from bench.faults.judge import CROSSING_SECONDS, Called, Texted, Told, Truth, count, judge
from bench.faults.ledger_facts import CallFacts, LedgerFacts, TextFacts

TEAM = "+12025550123"
CALLER = "+12025550147"
LINE = "+12025550100"
OTHER_LINE = "+12025550101"
BASE = "https://shop.example/api/webhook/x"


def told(kind: str, at: float = 1.0, **params: str) -> Told:
    return Told(kind=kind, url=f"{BASE}?ref=r1", params={"From": CALLER, **params}, at=at)


CALL = Called(sid="CA1", caller=CALLER, line=LINE, bridged=False, at=1.0)
TEXT = Texted(sid="SM1", to=CALLER, line=LINE, ref="r1", at=2.0)
STOP = told("sms", at=3.0, MessageSid="SM9", Body="STOP", To=LINE)
KEPT_CALL = CallFacts(
    caller=CALLER, confirmed=False, outcome="no_answer", recording=None, waits=False
)
KEPT_TEXT = TextFacts(ref="r1", carrier_id="SM1", kind="text_back", peer=CALLER, state="delivered")
KEPT_STOP = TextFacts(ref=None, carrier_id="SM9", kind="reply", peer=CALLER, state="received")
TRUTH = Truth(
    told=(
        told("voice", CallSid="CA1"),
        told("dial", CallSid="CA1", DialBridged="false"),
        told("call_status", CallSid="CA1"),
        told("status", To=CALLER, MessageStatus="delivered"),
        STOP,
    ),
    called=(CALL,),
    texted=(TEXT,),
    stops=("STOP",),
    wrote_stop=frozenset(),
)
LEDGER = LedgerFacts(
    calls={"CA1": KEPT_CALL}, texts=(KEPT_TEXT, KEPT_STOP), opted_out=frozenset({CALLER})
)


def found(truth: Truth = TRUTH, ledger: LedgerFacts = LEDGER) -> Mapping[str, int]:
    return {name: n for name, n in count(judge(truth, ledger)).items() if n}


def test_where_all_was_kept_nothing_is_found() -> None:
    assert found() == {}


def test_a_call_that_was_acknowledged_and_forgotten_is_found_at_each_acknowledgement() -> None:
    assert found(ledger=replace(LEDGER, calls={})) == {"events_lost": 3}


@pytest.mark.parametrize(
    ("webhook", "change"),
    [
        pytest.param(told("dial", CallSid="CA1", DialBridged="true"), {}, id="answered"),
        pytest.param(told("gather", ParentCallSid="CA1", CallSid="CA2", Digits="1"), {}, id="key"),
        pytest.param(told("record", CallSid="CA1"), {}, id="message"),
        pytest.param(told("recording", CallSid="CA1"), {}, id="recording"),
        pytest.param(told("call_status", CallSid="CA1"), {"outcome": None}, id="end"),
    ],
)
def test_what_is_missing_in_a_call_that_is_known_is_found(
    webhook: Told, change: dict[str, None]
) -> None:
    truth = replace(TRUTH, told=(webhook,))
    call = replace(KEPT_CALL, outcome=change.get("outcome", "no_answer"))
    assert found(truth, replace(LEDGER, calls={"CA1": call})) == {"events_lost": 1}


def test_a_reply_that_was_acknowledged_and_forgotten_is_found() -> None:
    assert found(ledger=replace(LEDGER, texts=(KEPT_TEXT,))) == {"events_lost": 1}


def test_a_wish_that_was_acknowledged_and_forgotten_is_found() -> None:
    assert found(ledger=replace(LEDGER, opted_out=frozenset())) == {"events_lost": 1}


@pytest.mark.parametrize("state", ["accepted", "sent", "unknown", "queued"])
def test_a_receipt_that_was_acknowledged_and_forgotten_is_found(state: str) -> None:
    ledger = replace(LEDGER, texts=(replace(KEPT_TEXT, state=state), KEPT_STOP))
    assert found(ledger=ledger)["events_lost"] == 1


def test_a_receipt_of_a_text_that_nobody_remembers_is_found() -> None:
    assert found(ledger=replace(LEDGER, texts=(KEPT_STOP,)))["events_lost"] == 1


def test_a_caller_in_vain_without_a_text_is_found() -> None:
    assert found(replace(TRUTH, texted=())) == {"texts_lost": 1}


def test_a_caller_is_owed_a_text_from_the_line_that_was_called() -> None:
    other = replace(TEXT, line=OTHER_LINE)
    assert found(replace(TRUTH, texted=(other,))) == {"texts_lost": 1}


@pytest.mark.parametrize(
    "truth",
    [
        pytest.param(
            replace(TRUTH, called=(replace(CALL, bridged=True),), told=(STOP,)),
            id="who got through",
        ),
        pytest.param(replace(TRUTH, wrote_stop=frozenset({CALLER})), id="who wrote STOP"),
    ],
)
def test_nobody_is_owed_a_text(truth: Truth) -> None:
    assert found(replace(truth, texted=())) == {}


def test_whoever_called_in_vain_while_nobody_listened_is_owed_a_text_too() -> None:
    truth = replace(TRUTH, texted=(), told=())
    assert found(truth) == {"texts_lost": 1}


def test_each_text_too_many_is_found() -> None:
    again = (replace(TEXT, sid="SM2"), replace(TEXT, sid="SM3", ref="r2"))
    assert found(replace(TRUTH, texted=(TEXT, *again))) == {"texts_doubled": 2}


def test_one_text_from_each_line_is_none_too_many() -> None:
    other = replace(TEXT, sid="SM2", line=OTHER_LINE)
    assert found(replace(TRUTH, texted=(TEXT, other))) == {}


def test_a_text_after_stop_was_acknowledged_is_found() -> None:
    late = replace(TEXT, sid="SM2", line=OTHER_LINE, at=STOP.at + CROSSING_SECONDS + 0.1)
    assert found(replace(TRUTH, texted=(TEXT, late))) == {"texts_after_opt_out": 1}


def test_a_text_that_crosses_the_acknowledgement_is_none_after_it() -> None:
    crossing = replace(TEXT, at=STOP.at + CROSSING_SECONDS - 0.1)
    assert found(replace(TRUTH, texted=(crossing,))) == {}


def test_the_words_that_confirm_an_opt_out_come_after_it_once() -> None:
    owed = replace(TEXT, sid="SM2", ref="r2", at=STOP.at + 1)
    kept = replace(KEPT_TEXT, ref="r2", carrier_id="SM2", kind="service")
    ledger = replace(LEDGER, texts=(*LEDGER.texts, kept))
    assert found(replace(TRUTH, texted=(TEXT, owed)), ledger) == {}
    twice = (TEXT, owed, replace(owed, sid="SM3"))
    assert found(replace(TRUTH, texted=twice), ledger) == {"texts_doubled": 1}


def test_the_team_is_told_of_each_caller_once() -> None:
    told = [replace(TEXT, sid=f"SM{n}", to=TEAM, ref=f"r{n}") for n in (2, 3)]
    kept = [replace(KEPT_TEXT, ref=f"r{n}", carrier_id=f"SM{n}", kind="notice") for n in (2, 3)]
    ledger = replace(LEDGER, texts=(*LEDGER.texts, *kept))
    assert found(replace(TRUTH, texted=(TEXT, *told)), ledger) == {}
    again = replace(told[0], sid="SM4")
    assert found(replace(TRUTH, texted=(TEXT, *told, again)), ledger) == {"texts_doubled": 1}


@pytest.mark.parametrize("state", ["unknown", "sending", "queued"])
def test_a_text_that_is_left_open_is_found(state: str) -> None:
    ledger = replace(LEDGER, texts=(replace(KEPT_TEXT, state=state), KEPT_STOP))
    truth = replace(TRUTH, told=(STOP,), called=())
    assert found(truth, ledger) == {"left_unknown": 1}
    assert ledger.unsettled == 1


def test_a_call_that_is_left_open_is_found() -> None:
    waits = replace(KEPT_CALL, outcome=None, waits=True)
    ledger = replace(LEDGER, calls={"CA1": waits})
    assert found(replace(TRUTH, told=(STOP,)), ledger) == {"left_unknown": 1}
    assert ledger.unsettled == 1


def test_a_text_to_somebody_who_got_through_is_found() -> None:
    truth = replace(TRUTH, told=(STOP,), called=(replace(CALL, bridged=True),))
    assert found(truth) == {"texts_unwanted": 1}
