"""The logs are read by one table of rules, whatever is missing in them, page by page, or not at all."""

from collections.abc import Iterable, Mapping
from datetime import UTC, datetime, timedelta
from email.utils import format_datetime
import tracemalloc
from typing import Any, override

import aiohttp
from aiohttp import web
from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import CallEvent, Outcome
from custom_components.missed_call_textback.core.carrier import CarrierSilent
from custom_components.missed_call_textback.core.shop import Line
from custom_components.missed_call_textback.providers.twilio.call_log import TwilioLog
from custom_components.missed_call_textback.providers.twilio.client import TwilioClient
from custom_components.missed_call_textback.providers.twilio.dates import moment
from custom_components.missed_call_textback.providers.twilio.dialect import TWILIO
from custom_components.missed_call_textback.providers.twilio.logged_calls import (
    LoggedCalls,
    WasOpen,
)
from custom_components.missed_call_textback.providers.twilio.logged_texts import (
    read_inbound,
    read_receipts,
)
from tests.exchange import Exchange, Kind, PhoneNumber

from .conftest import Serve
from .shop import CALL, CALLER, FORWARDED, LINE, NOW, NUMBER, OWN_PHONES, OWNER, SHOP
from .strange import JSON, RESOURCE, Says
from .test_client import client_at

BEGAN = NOW - timedelta(minutes=10)
WHISPER = 13.0


def written(at: datetime) -> str:
    return format_datetime(at)


def call(status: str = "completed", /, **changes: object) -> dict[str, object]:
    return {
        "sid": CALL,
        "parent_call_sid": None,
        "direction": "inbound",
        "from": CALLER,
        "to": NUMBER,
        "status": status,
        "start_time": written(BEGAN),
        "end_time": written(BEGAN + timedelta(seconds=40)),
        "date_updated": written(BEGAN + timedelta(seconds=41)),
        "duration": "40",
    } | changes


def leg(status: str, duration: object = None, **changes: object) -> dict[str, object]:
    end = BEGAN + timedelta(seconds=20)
    return (
        call(
            status,
            sid="CA1",
            parent_call_sid=CALL,
            direction="outbound-dial",
            to=OWNER,
            duration=duration,
            end_time=written(end),
        )
        | changes
    )


def read_calls(
    listed: Iterable[Mapping[str, object]],
    line: Line,
    since: datetime,
    was_open: WasOpen,
) -> list[CallEvent]:
    calls = LoggedCalls(line, since, WHISPER, was_open)
    calls.add(map(dict, listed))
    return calls.events()


def is_open(_: Line, __: datetime) -> bool:
    return True


def is_closed(_: Line, __: datetime) -> bool:
    return False


def read(*listed: Mapping[str, object], line: Line = LINE) -> CallEvent:
    (event,) = read_calls(listed, line, NOW - timedelta(hours=1), is_open)
    return event


@pytest.mark.parametrize(
    ("status", "legs", "outcome"),
    [
        pytest.param("completed", [leg("completed", "14")], Outcome.ANSWERED, id="talked"),
        pytest.param("completed", [leg("completed", 14)], Outcome.ANSWERED, id="a bare number"),
        pytest.param(
            "completed", [leg("canceled"), leg("completed", "99")], Outcome.ANSWERED, id="one of two"
        ),
        pytest.param("completed", [leg("completed", "13")], Outcome.NO_ANSWER, id="a mailbox"),
        pytest.param(
            "completed", [leg("completed", "9"), leg("canceled")], Outcome.NO_ANSWER,
            id="a mailbox that cancelled the others",
        ),
        pytest.param("completed", [leg("completed")], Outcome.NO_ANSWER, id="no duration"),
        pytest.param("completed", [leg("in-progress", "99")], Outcome.NO_ANSWER, id="unfinished"),
        pytest.param("completed", [leg("no-answer")] * 2, Outcome.NO_ANSWER, id="rang out"),
        pytest.param("completed", [leg("canceled")] * 2, Outcome.ABANDONED, id="all cancelled"),
        pytest.param(
            "completed", [leg("busy"), leg("canceled")], Outcome.ABANDONED, id="one cancelled"
        ),
        pytest.param("no-answer", [leg("completed", "9")], Outcome.ABANDONED, id="gave up"),
        pytest.param("canceled", [leg("no-answer")], Outcome.ABANDONED, id="cancelled"),
        pytest.param("no-answer", [], Outcome.ABANDONED, id="gave up before it rang"),
        pytest.param("completed", [leg("busy"), leg("busy")], Outcome.BUSY, id="busy"),
        pytest.param("completed", [leg("busy"), leg("failed")], Outcome.BUSY, id="busy or failed"),
        pytest.param("completed", [leg("failed")] * 2, Outcome.FAILED, id="failed"),
        pytest.param(
            "completed", [leg("busy"), leg("no-answer")], Outcome.NO_ANSWER, id="one busy"
        ),
        pytest.param("busy", [], Outcome.BUSY, id="busy itself"),
        pytest.param("failed", [], Outcome.FAILED, id="failed itself"),
        pytest.param("completed", [], Outcome.NO_ANSWER, id="nobody rung"),
    ],
)  # fmt: skip
def test_the_legs_and_the_call_itself_tell_the_outcome(
    status: str, legs: list[dict[str, object]], outcome: Outcome
) -> None:
    assert read(*legs, call(status)).outcome is outcome


@pytest.mark.parametrize("status", ["queued", "ringing", "in-progress", "", "unheard of"])
def test_a_call_that_is_not_over_is_left_out(status: str) -> None:
    assert read_calls([call(status)], LINE, BEGAN, is_open) == []


@pytest.mark.parametrize(
    "changes",
    [
        {"direction": "outbound-api"},
        {"direction": "outbound-dial"},
        {"to": OWNER},
        {"sid": ""},
        {"sid": "CA 1"},
        {"parent_call_sid": "CA9"},
        {"end_time": None, "date_updated": None, "start_time": None},
    ],
    ids=str,
)
def test_what_is_no_call_to_the_line_is_left_out(changes: dict[str, object]) -> None:
    assert read_calls([call() | changes], LINE, BEGAN, is_open) == []


@pytest.mark.parametrize("status", ["completed", "no-answer", "busy", "failed", "canceled"])
def test_where_only_missed_calls_arrive_each_was_missed(status: str) -> None:
    line = FORWARDED.lines[0]

    assert read(call(status), leg("completed", "99"), line=line).outcome is Outcome.NO_ANSWER
    (late,) = read_calls([call(status)], line, BEGAN, is_closed)
    assert late.outcome is Outcome.CLOSED


def test_whether_the_shop_was_open_is_asked_of_when_the_call_came() -> None:
    asked = []

    def note(line: Line, at: datetime) -> bool:
        asked.append((line, at))
        return False

    (event,) = read_calls([call()], LINE, BEGAN, note)

    assert event.outcome is Outcome.CLOSED
    assert asked == [(LINE, BEGAN)]


def test_an_end_that_is_not_told_is_when_the_call_was_last_touched() -> None:
    assert read(call("no-answer", end_time=None)).at == BEGAN + timedelta(seconds=41)
    assert read(call("no-answer", end_time="", date_updated=None)).at == BEGAN


@pytest.mark.parametrize(
    ("legs", "seconds"),
    [
        pytest.param([leg("no-answer")], 20.0, id="one"),
        pytest.param(
            [leg("busy", end_time=written(BEGAN)), leg("no-answer")], 20.0, id="the longest"
        ),
        pytest.param([], None, id="none"),
        pytest.param([leg("canceled", end_time=None)], None, id="no end"),
        pytest.param([leg("canceled", start_time=None)], None, id="no start"),
        pytest.param(
            [leg("no-answer", end_time=written(BEGAN - timedelta(seconds=1)))], None, id="backwards"
        ),
        pytest.param(
            [leg("no-answer", end_time=written(BEGAN + timedelta(days=1)))], None, id="for a day"
        ),
    ],
)
def test_how_long_it_rang_is_told_where_it_is_known(
    legs: list[dict[str, object]], seconds: float | None
) -> None:
    assert read(call(), *legs).ring_seconds == seconds


@pytest.mark.parametrize(
    ("began", "seconds"),
    [(BEGAN, 40.0), (BEGAN + timedelta(seconds=39), 1.0), (BEGAN + timedelta(minutes=1), 0.0)],
)
def test_who_gave_up_before_anybody_was_rung_waited_no_longer_than_the_call_lasted(
    began: datetime, seconds: float
) -> None:
    told = read(call("canceled", start_time=written(began)))
    assert told.outcome is Outcome.ABANDONED
    assert told.ring_seconds == seconds


def test_a_caller_without_a_number_is_nobody() -> None:
    assert read(call() | {"from": ""}).caller is None
    assert read(call() | {"from": None}).caller is None


@pytest.mark.parametrize(
    ("date", "at"),
    [
        ("Sat, 21 Nov 2026 10:00:00 +0000", NOW),
        ("Sat, 21 Nov 2026 10:00:00 GMT", NOW),
        ("Sat, 21 Nov 2026 10:00:00", NOW),
        ("Sat, 21 Nov 2026 10:00:00 -0000", NOW),
        ("21 Nov 2026 11:00:00 +0100", NOW),
        ("", None),
        (None, None),
        (0, None),
        ("2026-11-21T10:00:00Z", None),
        ("Sat, 31 Feb 2026 10:00:00 +0000", None),
        ("Fri, 31 Dec 9999 23:59:59 -2359", None),
    ],
)
def test_a_date_is_read_or_there_is_none(date: object, at: datetime | None) -> None:
    assert moment(date) == at


@given(st.text())
def test_no_date_is_too_strange(date: str) -> None:
    read_moment = moment(date)

    assert read_moment is None or read_moment.tzinfo is UTC


def test_the_legs_of_a_call_may_be_on_another_page_before_or_after_it() -> None:
    for pages in ([leg("completed", "14")], [call()]), ([call()], [leg("completed", "14")]):
        calls = LoggedCalls(LINE, BEGAN, WHISPER, is_open)
        for page in pages:
            calls.add(page)
        (event,) = calls.events()
        assert event.outcome is Outcome.ANSWERED


class ManyPages(TwilioClient):
    """Twilio after a busy day: so many pages of calls, each with a leg, and of texts on their way."""

    def __init__(self, session: aiohttp.ClientSession, pages: int) -> None:
        super().__init__(session, "AC1", "SK1", "x")
        self._left = pages
        self._pages_of_each = pages

    @override
    async def _ask(
        self, method: str, url: str, fields: Mapping[str, str] | None = None
    ) -> dict[str, Any]:
        self._left -= 1
        following = f"{url}&more" if self._left else None
        if following is None:
            self._left = self._pages_of_each
        calls: list[dict[str, object]] = []
        for number in range(100):
            sid = f"CA{self._left}x{number}"
            calls += leg("no-answer", sid=f"{sid}leg", parent_call_sid=sid), call(sid=sid)
        on_its_way = {"direction": "outbound-api", "status": "sent", "date_created": written(NOW)}
        texts = [each | on_its_way for each in calls]
        return {"calls": calls, "messages": texts, "next_page_uri": following}


async def test_a_look_into_the_log_of_a_busy_day_holds_no_more_than_a_page_of_what_is_known() -> (
    None
):
    async with aiohttp.ClientSession() as session:

        async def peak(pages: int) -> int:
            log = TwilioLog(ManyPages(session, pages), SHOP, was_open=is_open)
            tracemalloc.start()
            try:
                assert await log.since(LINE, NOW) == []
                return tracemalloc.get_traced_memory()[1]
            finally:
                tracemalloc.stop()

        assert await peak(20) < 1.5 * await peak(2)


@given(st.lists(RESOURCE, max_size=5))
def test_no_list_is_too_strange(listed: list[dict[str, Any]]) -> None:
    since = NOW - timedelta(hours=1)

    for event in read_calls(listed, LINE, since, is_open):
        assert event.outcome is not None
        assert event.at >= since
    for text in read_inbound(listed, LINE, since, TWILIO):
        assert text.at >= since
        assert text.media >= 0
    for receipt in read_receipts(listed, TWILIO):
        assert receipt.carrier_id


@given(answer=JSON, listed=st.lists(RESOURCE | JSON, max_size=3))
async def test_no_answer_is_too_strange(answer: object, listed: list[object]) -> None:
    for page in (answer, {"calls": listed, "messages": listed}, {"calls": answer}):
        client = TwilioClient(Says(page), "AC1", "SK1", "x")  # type: ignore[arg-type]
        try:
            await TwilioLog(client, SHOP, was_open=is_open).since(LINE, NOW)
        except CarrierSilent:
            continue


def log_of(client: TwilioClient) -> TwilioLog:
    return TwilioLog(client, SHOP, was_open=is_open)


async def test_logs_of_many_pages_are_read_to_their_end(
    client: TwilioClient, exchange: Exchange, number: PhoneNumber
) -> None:
    number.sms_url = ""
    for index in range(401):
        await exchange.send_text(f"+1202555{index:04}", number, "Hello?")

    found = await log_of(client).since(LINE, datetime.now(UTC) - timedelta(hours=1))

    assert len(found) == 401
    places = [request.place for request in exchange.requests]
    assert places == ["calls.list", *["messages.list"] * 6]


async def test_calls_of_which_a_phone_system_tells_are_not_asked_for(
    client: TwilioClient, exchange: Exchange, number: PhoneNumber
) -> None:
    (line,) = OWN_PHONES.lines

    await log_of(client).since(line, datetime.now(UTC) - timedelta(hours=1))

    assert {request.place for request in exchange.requests} == {"messages.list"}


async def test_texts_are_asked_for_only_as_far_back_as_they_count(
    client: TwilioClient, exchange: Exchange, number: PhoneNumber
) -> None:
    number.sms_url = ""
    for index in range(250):
        text = await exchange.send_text(f"+1202555{index:04}", number, "Hello?")
        if index < 150:
            text.text.date_created -= timedelta(days=1)

    found = await log_of(client).since(LINE, datetime.now(UTC) - timedelta(hours=1))

    assert len(found) == 100
    asked = [dict(request.fields) for request in exchange.requests]
    assert [fields.get("PageToken") for fields in asked if fields.get("To") == NUMBER] == [None]


async def test_calls_are_asked_for_from_the_day_on_which_the_longest_one_began(
    client: TwilioClient, exchange: Exchange, number: PhoneNumber
) -> None:
    await log_of(client).since(LINE, datetime(2026, 11, 21, 3, 0, tzinfo=UTC))

    assert ("StartTime>", "2026-11-20") in exchange.requests[0].fields


@pytest.mark.parametrize("place", ["calls.list", "messages.list"])
@pytest.mark.parametrize("kind", [Kind.TOO_MANY_REQUESTS, Kind.SERVER_ERROR, Kind.CUT, Kind.HTML])
async def test_logs_that_cannot_be_read_in_full_are_not_read(
    client: TwilioClient, exchange: Exchange, number: PhoneNumber, kind: Kind, place: str
) -> None:
    exchange.trouble.add(kind, where=place, times=None)

    with pytest.raises(CarrierSilent):
        await log_of(client).since(LINE, NOW)


async def test_credentials_that_are_refused_say_nothing_of_the_logs(
    session: aiohttp.ClientSession, serve: Serve
) -> None:
    async def refuse(_: web.Request) -> web.StreamResponse:
        return web.json_response({"code": 20003}, status=401)

    with pytest.raises(CarrierSilent):
        await log_of(client_at(session, await serve(refuse))).since(LINE, NOW)
