"""Calls that a company on this machine places, and what is told of them."""

import asyncio
from datetime import timedelta

import pytest

from custom_components.missed_call_textback.core.calls import CallStep, Outcome
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.core.reception import UnknownLine
from custom_components.missed_call_textback.providers.sip.addresses import Caller
from custom_components.missed_call_textback.providers.sip.ringing import End
from custom_components.missed_call_textback.providers.sip.settings import Timers, Transport
from custom_components.missed_call_textback.providers.sip.verdicts import Ring

from .conftest import NOW, PATIENT, Desk, Shop, running
from .said import CALLER_LEFT, ELSEWHERE, TIMED_OUT

ALL = list(Transport)


def outcomes(desk: Desk) -> list[Outcome | None]:
    return [call.outcome for call in desk.calls]


@pytest.mark.parametrize("shop", ALL, indirect=True)
@pytest.mark.parametrize(
    ("lines", "outcome"),
    [
        (ELSEWHERE, Outcome.ANSWERED),
        (TIMED_OUT, Outcome.NO_ANSWER),
        ((), Outcome.NO_ANSWER),
        (CALLER_LEFT, Outcome.ABANDONED),
    ],
)
async def test_each_call_is_told_once_with_what_became_of_it(
    shop: Shop, lines: tuple[str, ...], outcome: Outcome
) -> None:
    async with running(shop.source(), shop.desk):
        await shop.company.place().ends(*lines)
        await shop.desk.until(lambda: bool(shop.desk.calls))
        await asyncio.sleep(0.3)
    [call] = shop.desk.calls
    assert (call.step, call.outcome, call.line_id) == (CallStep.ENDED, outcome, "line")
    assert (call.caller, call.caller_name) == ("+12025550147", "Jane")
    assert call.source_id.startswith("sip:pbx:")
    assert len(call.source_id) == 40
    assert call.ring_seconds is not None
    assert call.ring_seconds < 1
    assert NOW - timedelta(seconds=5) < call.at <= NOW


async def test_retransmissions_make_no_second_call(shop: Shop) -> None:
    async with running(shop.source(), shop.desk):
        call = shop.company.place()
        call.invite()
        call.invite()
        await call.until(180, "INVITE")
        call.say("CANCEL", *TIMED_OUT)
        call.say("CANCEL", *TIMED_OUT)
        await call.until(487, "INVITE")
        # Not acknowledged at once: it is said again.
        await shop.desk.until(lambda: call.heard.count((487, "INVITE")) >= 3)
        call.say("ACK")
        await shop.desk.until(lambda: bool(shop.desk.calls))
        await asyncio.sleep(0.3)
    assert outcomes(shop.desk) == [Outcome.NO_ANSWER]


@pytest.mark.parametrize("shop", ALL, indirect=True)
async def test_a_caller_answered_in_the_second_round_of_a_queue_was_answered(shop: Shop) -> None:
    shop.timers = PATIENT
    async with running(shop.source(), shop.desk):
        await shop.company.place().ends(*TIMED_OUT)
        await asyncio.sleep(0.1)
        await shop.company.place().ends(*TIMED_OUT)
        await asyncio.sleep(0.1)
        await shop.company.place().ends(*ELSEWHERE)
        await shop.desk.until(lambda: bool(shop.desk.calls))
        await asyncio.sleep(PATIENT.hold + 0.2)
    assert outcomes(shop.desk) == [Outcome.ANSWERED]


async def test_two_calls_at_once_are_told_apart(shop: Shop) -> None:
    async with running(shop.source(), shop.desk):
        jane = shop.company.place()
        joe = shop.company.place(caller="<sip:+12025550148@pbx.test>")
        await joe.ends(*ELSEWHERE)
        await jane.ends(*CALLER_LEFT)
        await shop.desk.until(lambda: len(shop.desk.calls) == 2)
    told = {call.caller: call.outcome for call in shop.desk.calls}
    assert told == {"+12025550147": Outcome.ABANDONED, "+12025550148": Outcome.ANSWERED}


async def test_a_fork_answered_elsewhere_answers_its_call(shop: Shop) -> None:
    async with running(shop.source(), shop.desk):
        call = shop.company.place()
        call.say("INVITE", branch="z9hG4bKfork")
        await call.until(180, "INVITE")
        call.say("CANCEL", *TIMED_OUT, branch="z9hG4bKfork")
        await call.until(487, "INVITE")
        call.say("CANCEL", *ELSEWHERE)
        await shop.desk.until(lambda: bool(shop.desk.calls))
        await asyncio.sleep(0.3)
    assert outcomes(shop.desk) == [Outcome.ANSWERED]


async def test_an_anonymous_caller_has_neither_number_nor_name(shop: Shop) -> None:
    async with running(shop.source(), shop.desk):
        call = shop.company.place(
            "Privacy: id",
            "P-Asserted-Identity: <sip:+12025550147@pbx.test>",
            caller='"Anonymous" <sip:anonymous@anonymous.invalid>',
        )
        await call.ends(*TIMED_OUT)
        await shop.desk.until(lambda: bool(shop.desk.calls))
    [told] = shop.desk.calls
    assert (told.caller, told.caller_name) == (None, None)


@pytest.mark.parametrize("marks", [None, False])
async def test_an_unproven_company_never_makes_silence_a_missed_call(
    shop: Shop, marks: bool | None
) -> None:
    source = shop.source(marks_elsewhere=marks)
    async with running(source, shop.desk):
        await shop.company.place().ends(*TIMED_OUT)
        await shop.desk.until(lambda: source.figures.undecided == 1)
        await shop.company.place().ends(*ELSEWHERE)
        await shop.desk.until(lambda: source.figures.answered == 1)
    assert outcomes(shop.desk) == [Outcome.ANSWERED]
    assert source.figures.missed == 0


async def test_several_accounts_of_one_company_do_not_hear_each_others_calls(shop: Shop) -> None:
    other = Desk()
    async with (
        running(shop.source(), shop.desk),
        running(shop.source(other, name="two", username="198", password="other secret"), other),
    ):
        first, second = shop.company.place(), shop.company.place(to="198")
        await first.ends(*ELSEWHERE)
        await second.ends(*TIMED_OUT)
        await other.until(lambda: bool(other.calls and shop.desk.calls))
    assert outcomes(shop.desk) == [Outcome.ANSWERED]
    assert outcomes(other) == [Outcome.NO_ANSWER]
    assert shop.desk.calls[0].source_id[:8] == "sip:pbx:"
    assert other.calls[0].source_id[:8] == "sip:two:"


@pytest.mark.parametrize(
    ("lines", "dialled", "told"),
    [
        ({"+12025550100": "barber", None: "line"}, "+12025550100", "barber"),
        ({"+12025550100": "barber", None: "line"}, "199", "line"),
        ({"+12025550100": "barber", None: "line"}, "+12025550109", None),
        ({}, "199", None),
    ],
)
async def test_a_call_goes_to_the_line_that_was_dialled(
    shop: Shop, lines: dict[str | None, str], dialled: str, told: str | None
) -> None:
    shop.desk.lines = lines
    async with running(shop.source(), shop.desk):
        await shop.company.place(dialled=dialled).ends(*ELSEWHERE)
        # The next call ends later than the first, and is told after it.
        shop.desk.lines = {None: "last"}
        await shop.company.place().ends(*ELSEWHERE)
        await shop.desk.until(lambda: shop.desk.calls[-1:] != [])
        await shop.desk.until(lambda: shop.desk.calls[-1].line_id == "last")
    assert [call.line_id for call in shop.desk.calls[:-1]] == ([told] if told else [])


@pytest.mark.parametrize(
    ("dialled", "asked"),
    [
        ("+12025550100", ("+12025550166", "199", "+12025550100")),
        ("199", ("+12025550166", "199")),
    ],
)
async def test_all_numbers_that_may_have_been_dialled_are_asked_for_at_once(
    shop: Shop, dialled: str, asked: tuple[str, ...]
) -> None:
    shop.desk.lines = {"+12025550166": "barber"}
    async with running(shop.source(), shop.desk):
        diverted = "Diversion: <sip:+12025550166@pbx.test>"
        await shop.company.place(diverted, dialled=dialled).ends(*ELSEWHERE)
        await shop.desk.until(lambda: bool(shop.desk.calls))
    assert [set(each) for each in shop.desk.asked] == [set(asked)]


async def test_what_the_ledger_does_not_take_is_told_again_until_it_does(shop: Shop) -> None:
    shop.desk.refuses = [LedgerUnavailable(), LedgerUnavailable(), LedgerUnavailable()]
    async with running(shop.source(), shop.desk):
        await shop.company.place().ends(*ELSEWHERE)
        await shop.desk.until(lambda: bool(shop.desk.calls))
    assert outcomes(shop.desk) == [Outcome.ANSWERED]
    assert shop.desk.slept == [0.8, 1.6, 3.2]


@pytest.mark.parametrize("error", [UnknownLine("gone"), RuntimeError("a fault of ours")])
async def test_a_call_that_cannot_be_told_stops_no_other(shop: Shop, error: Exception) -> None:
    shop.desk.refuses = [error]
    async with running(shop.source(), shop.desk):
        await shop.company.place().ends(*ELSEWHERE)
        await shop.company.place(caller="<sip:+12025550148@pbx.test>").ends(*ELSEWHERE)
        await shop.desk.until(lambda: bool(shop.desk.calls))
    assert [call.caller for call in shop.desk.calls] == ["+12025550148"]


async def test_what_is_sure_is_told_before_all_ends_and_the_rest_is_not(shop: Shop) -> None:
    shop.desk.refuses = [LedgerUnavailable()]
    source = shop.source()
    async with running(source, shop.desk):
        await shop.company.place().ends(*ELSEWHERE)
        await shop.company.place(caller="<sip:+12025550148@pbx.test>").ends(*TIMED_OUT)
        await shop.desk.until(lambda: not shop.desk.refuses)
    assert [call.caller for call in shop.desk.calls] == ["+12025550147"]
    assert source.figures.unknown == 1
    assert not shop.company.bindings


async def test_a_call_that_never_ends_is_counted_and_not_told(shop: Shop) -> None:
    shop.timers = Timers(t1=0.1, hold=0.1, leave=0.3, longest_ring=0.3)
    source = shop.source()
    async with running(source, shop.desk):
        await shop.company.place().until(480, "INVITE")
        await shop.desk.until(lambda: source.figures.unknown == 1)
    assert not shop.desk.calls


async def test_an_unproven_company_is_named_once(
    shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    async with running(shop.source(marks_elsewhere=None), shop.desk):
        await shop.company.place().ends(*CALLER_LEFT)
        await asyncio.sleep(0.3)
    warnings = [record.message for record in caplog.records if record.levelname == "WARNING"]
    assert len(warnings) == 1
    assert "are left out" in warnings[0]
    assert "2025550147" not in caplog.text
    assert "secret" not in caplog.text


async def test_what_was_sure_before_the_connection_broke_is_told(shop: Shop) -> None:
    shop.company.status = 503
    source = shop.source()
    for number, end in enumerate((End.ELSEWHERE, End.UNMARKED)):
        ring = Ring(ref=str(number), caller=Caller(number=f"+1202555014{number}"))
        source._verdicts.rings(str(number), ring, shop.desk.monotonic())
        source._verdicts.stops(str(number), end, shop.desk.monotonic())
    async with running(source, shop.desk, connects=False):
        await shop.desk.until(lambda: bool(shop.desk.calls))
        await shop.desk.until(lambda: source.figures.unknown == 1)
    assert [(event.caller, event.outcome) for event in shop.desk.calls] == [
        ("+12025550140", Outcome.ANSWERED)
    ]
    assert (source.figures.answered, source.figures.unknown) == (1, 1)
