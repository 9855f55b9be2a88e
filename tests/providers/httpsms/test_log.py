"""What happened while nobody listened is in the lists of httpSMS, under the same ids."""

from dataclasses import replace
from datetime import timedelta
from unittest.mock import AsyncMock

import pytest

from custom_components.missed_call_textback.core.calls import CallEvent
from custom_components.missed_call_textback.core.carrier import CarrierSilent
from custom_components.missed_call_textback.core.outbox import (
    Accepted,
    InboundText,
    Reaction,
    Receipt,
    TextState,
)
from custom_components.missed_call_textback.providers.httpsms.carrier import HttpSmsCarrier
from custom_components.missed_call_textback.providers.httpsms.client import HttpSmsClient
from custom_components.missed_call_textback.providers.httpsms.log import HttpSmsLog
from custom_components.missed_call_textback.providers.httpsms.setting_up import register
from tests.exchange_android import Fault, HttpSms, Postman
from tests.exchange_android.httpsms import Sim
from tests.exchange_android.shop import (
    CALLER,
    LINE,
    NOW,
    NUMBER,
    PUBLIC,
    SECOND,
    SHOP,
    TWO_LINES,
    Clock,
    Hall,
    text_to,
)

from .letters import KEY

OTHER = "+12025550162"


@pytest.fixture
def log(client: HttpSmsClient) -> HttpSmsLog:
    return HttpSmsLog(client, SHOP, KEY)


async def test_what_came_to_the_door_is_the_same_in_the_lists(
    client: HttpSmsClient, company: HttpSms, hall: Hall, log: HttpSmsLog, clock: Clock
) -> None:
    await register(client, public_url=PUBLIC, signing_key=KEY, numbers=[NUMBER])
    clock.now += timedelta(microseconds=814_000)
    company.miss_call(NUMBER, CALLER)
    clock.now += timedelta(seconds=30)
    company.receive(NUMBER, CALLER, "Are you open?")
    company.receive(NUMBER, OTHER, "", attachments=["https://a.example/1"])

    listed = await log.since(LINE, NOW)

    assert len(listed) == 3
    assert sorted(map(repr, listed)) == sorted(map(repr, hall.entries))


async def test_what_nobody_heard_is_learnt(
    company: HttpSms, log: HttpSmsLog, postman: Postman, clock: Clock
) -> None:
    company.miss_call(NUMBER, CALLER)
    company.archived.add(OTHER)
    company.receive(NUMBER, OTHER, "from long ago")

    entries = await log.since(LINE, NOW)

    assert {type(entry) for entry in entries} == {CallEvent, InboundText}


async def test_what_was_before_is_not_told_again(
    company: HttpSms, log: HttpSmsLog, clock: Clock
) -> None:
    company.miss_call(NUMBER, CALLER)
    company.miss_call(NUMBER, OTHER)
    clock.now += timedelta(hours=1)
    company.receive(NUMBER, CALLER, "later")

    (text,) = await log.since(LINE, clock.now)

    assert isinstance(text, InboundText)
    assert (text.body, text.at) == ("later", clock.now)


@pytest.mark.parametrize(
    "ending",
    [
        (None, (TextState.DELIVERED, None)),
        ("RADIO_OFF", (TextState.FAILED, Reaction.LATER)),
        ("CANNOT BE DELIVERED", (TextState.UNDELIVERED, Reaction.CALL_BACK)),
    ],
)
async def test_a_text_that_ended_since_is_told_whenever_it_was_sent(
    carrier: HttpSmsCarrier,
    company: HttpSms,
    log: HttpSmsLog,
    clock: Clock,
    ending: tuple[str | None, tuple[TextState, Reaction | None]],
) -> None:
    reason, ends = ending
    accepted = await carrier.send(text_to(), 1800)
    clock.now += timedelta(hours=1)
    if reason is None:
        company.deliver()
    else:
        company.fail(reason)

    (receipt,) = await log.since(LINE, clock.now)

    assert isinstance(accepted, Accepted)
    assert isinstance(receipt, Receipt)
    assert (receipt.ref, receipt.carrier_id) == ("0a1b2c", accepted.carrier_id)
    assert (receipt.state, receipt.reaction) == ends


@pytest.mark.parametrize(("final", "told"), [(False, 0), (True, 1)])
async def test_a_text_that_expired_is_told_when_that_is_final(
    carrier: HttpSmsCarrier, company: HttpSms, log: HttpSmsLog, final: bool, told: int
) -> None:
    await carrier.send(text_to(), 1800)
    company.expire(final=final)

    assert len(await log.since(LINE, NOW)) == told


async def test_a_text_on_its_way_is_not_told(carrier: HttpSmsCarrier, log: HttpSmsLog) -> None:
    await carrier.send(text_to(), 1800)

    assert await log.since(LINE, NOW) == []


async def test_each_line_has_its_own(client: HttpSmsClient, company: HttpSms) -> None:
    company.sims.append(Sim(number=SECOND))
    company.miss_call(SECOND, CALLER)
    log = HttpSmsLog(client, TWO_LINES, KEY)

    first, second = [await log.since(line, NOW) for line in TWO_LINES.lines]

    assert (len(first), len(second)) == (0, 1)


async def test_a_call_to_a_number_of_two_lines_is_told_once(
    client: HttpSmsClient, company: HttpSms
) -> None:
    company.miss_call(NUMBER, CALLER)
    lines = (LINE, replace(LINE, id="02LINE", number=SECOND, dialled=NUMBER))
    log = HttpSmsLog(client, replace(SHOP, lines=lines), KEY)

    assert [len(await log.since(line, NOW)) for line in lines] == [1, 0]


async def test_a_long_night_is_read_page_by_page(company: HttpSms, log: HttpSmsLog) -> None:
    for n in range(45):
        company.miss_call(NUMBER, f"+120255502{n:02}")

    assert len(await log.since(LINE, NOW)) == 45


async def test_more_than_anybody_could_read_is_not_half_told(
    client: HttpSmsClient, log: HttpSmsLog, monkeypatch: pytest.MonkeyPatch
) -> None:
    full = [{"contact": CALLER, "order_timestamp": "2026-11-21T10:00:00Z"}] * 20
    monkeypatch.setattr(client, "threads", AsyncMock(return_value=full))
    monkeypatch.setattr(client, "messages", AsyncMock(return_value=[]))

    with pytest.raises(CarrierSilent):
        await log.since(LINE, NOW)


@pytest.mark.parametrize("fault", [Fault.CUT, Fault.FAILS, Fault.PAGE, Fault.MOVED], ids=str)
async def test_a_company_that_does_not_answer_is_silent(
    company: HttpSms, log: HttpSmsLog, fault: Fault
) -> None:
    company.faults += [fault] * 2

    with pytest.raises(CarrierSilent):
        await log.since(LINE, NOW)


@pytest.mark.parametrize(
    "row",
    [
        {},
        {"type": "call/missed"},
        {"type": "call/missed", "request_received_at": "never"},
        {"status": "delivered", "request_received_at": "2026-11-21T10:00:00Z"},
        {"type": 5, "status": [], "order_timestamp": {}},
    ],
    ids=str,
)
async def test_a_row_that_nobody_understands_is_passed_by(
    client: HttpSmsClient,
    log: HttpSmsLog,
    monkeypatch: pytest.MonkeyPatch,
    row: dict[str, object],
) -> None:
    monkeypatch.setattr(client, "threads", AsyncMock(return_value=[{"contact": CALLER}]))
    monkeypatch.setattr(client, "messages", AsyncMock(return_value=[row]))

    assert await log.since(LINE, NOW) == []
