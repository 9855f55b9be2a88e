"""The source against a stand-in box: what it hears, what it does not, and what the list then tells."""

import asyncio
from collections.abc import AsyncGenerator, Callable, Collection
import contextlib
from datetime import UTC, datetime, timedelta
import logging
import socket
import time
from zoneinfo import ZoneInfo

import pytest

from custom_components.missed_call_textback.core.calls import CallEvent, CallStep, Outcome
from custom_components.missed_call_textback.core.calls_made import CallMade
from custom_components.missed_call_textback.core.ports import Entry, LedgerUnavailable
from custom_components.missed_call_textback.core.reception import UnknownLine
from custom_components.missed_call_textback.providers.fritzbox.call_list import (
    CallList,
    ListedCall,
)
from custom_components.missed_call_textback.providers.fritzbox.monitor import connected
from custom_components.missed_call_textback.providers.fritzbox.source import (
    FritzboxSettings,
    FritzboxSource,
    Listing,
)
from custom_components.missed_call_textback.providers.source import (
    Connection,
    Refused,
    Unreachable,
    Unsuitable,
)

from .box import CALLED, Box

BERLIN = ZoneInfo("Europe/Berlin")
NOW = datetime(2026, 11, 21, 9, 0, tzinfo=BERLIN)
ANNA, BERT = "03023125001", "03023125002"
LINE = "line"


class Shop:
    """What a source tells to: a ledger of one outcome a call, and a wall to look at."""

    def __init__(self, box: Box) -> None:
        self.box = box
        self.events: list[CallEvent] = []
        self.made: list[CallMade] = []
        self.caught_up: list[CallEvent] = []
        self.ledger: dict[str, CallEvent] = {}
        self.seen: list[Connection] = []
        self.slept: list[float] = []
        self.passed = 0.0
        self.failures: list[Exception] = []
        self.faults: list[Exception] = []
        self.zone_error = timedelta()
        self.line: str | None = LINE

    async def hear(self, entry: Entry) -> None:
        if self.failures:
            raise self.failures.pop(0)
        if isinstance(entry, CallMade):
            self.made.append(entry)
            return
        assert isinstance(entry, CallEvent)
        self.events.append(entry)
        self.ledger[entry.source_id] = entry

    async def catch_up(self, entries: Collection[Entry]) -> None:
        for entry in entries:
            await self.hear(entry)
            if isinstance(entry, CallEvent):
                self.caught_up.append(self.events.pop())

    async def known(self, ids: Collection[str]) -> Collection[str]:
        return [call_id for call_id in ids if call_id in self.ledger]

    def line_of(self, dialled: str | None) -> str | None:
        if self.faults:
            raise self.faults.pop(0)
        return self.line if dialled == CALLED else None

    def clock(self) -> datetime:
        return self.box.now.replace(tzinfo=BERLIN).astimezone(UTC) + self.zone_error

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        await asyncio.sleep(0.001)

    def source(
        self, call_list: CallList | None = None, since: datetime | None = None
    ) -> FritzboxSource:
        return FritzboxSource(
            settings=FritzboxSettings(
                name="shop", host="127.0.0.1", port=self.box.port, zone=BERLIN, since=since
            ),
            call_list=call_list,
            hear=self.hear,
            catch_up=self.catch_up,
            known=self.known,
            line_of=self.line_of,
            tell=self.seen.append,
            clock=self.clock,
            rand=lambda: 0.5,
            sleep=self.sleep,
            monotonic=lambda: time.monotonic() + self.passed,
        )


@pytest.fixture
async def box(socket_enabled: None) -> AsyncGenerator[Box]:
    async with Box(NOW.replace(tzinfo=None)) as switched_on:
        yield switched_on


@pytest.fixture
def shop(box: Box) -> Shop:
    return Shop(box)


@contextlib.asynccontextmanager
async def running(source: FritzboxSource) -> AsyncGenerator[None]:
    task = asyncio.create_task(source.run())
    try:
        yield
    finally:
        task.cancel()
        with contextlib.suppress(asyncio.CancelledError):
            await task


async def until(so: Callable[[], object]) -> None:
    async with asyncio.timeout(5):
        while not so():  # noqa: ASYNC110 - nobody tells when
            await asyncio.sleep(0.002)


async def settle() -> None:
    """Let everything happen that is about to."""
    await asyncio.sleep(0.05)


async def test_a_missed_call_is_one_event_with_all_that_the_box_tells(box: Box, shop: Shop) -> None:
    async with running(shop.source()):
        await box.listened_to()
        connection = box.ring(ANNA)
        box.later(12)
        box.hang_up(connection)
        await until(lambda: shop.events)

    [event] = shop.events
    assert event == CallEvent(
        line_id=LINE,
        source_id=event.source_id,
        step=CallStep.ENDED,
        at=datetime(2026, 11, 21, 8, 0, 12, tzinfo=UTC),
        caller=ANNA,
        outcome=Outcome.ABANDONED,
        ring_seconds=12,
    )
    assert event.source_id.startswith("fritzbox:shop:2026-11-21T09:00:")
    assert shop.seen == [Connection.CONNECTING, Connection.CONNECTED]
    assert box.written_to == []


async def test_a_second_call_during_a_call_gets_its_own_verdict(box: Box, shop: Shop) -> None:
    async with running(shop.source()):
        await box.listened_to()
        first = box.ring(ANNA)
        box.pick_up(first, 10)
        second = box.ring(BERT)
        box.later(9)
        box.hang_up(second)
        box.later(9)
        box.hang_up(first)
        await until(lambda: len(shop.events) == 2)

    assert [(event.caller, event.outcome) for event in shop.events] == [
        (BERT, Outcome.ABANDONED),
        (ANNA, Outcome.ANSWERED),
    ]


async def test_a_call_of_the_house_is_told_when_somebody_answers_or_nobody_did(
    box: Box, shop: Shop
) -> None:
    source = shop.source()
    async with running(source):
        await box.listened_to()
        answered, in_vain = box.dial(ANNA), box.dial(BERT)
        box.later(8)
        box.pick_up(answered, 13)
        await until(lambda: shop.made)
        box.hang_up(in_vain)
        box.hang_up(box.dial(""))
        await until(lambda: len(shop.made) == 2)
        await settle()
    began_at = NOW.astimezone(UTC)
    assert shop.made == [
        CallMade(numbers=(ANNA,), began_at=began_at, answered_at=began_at + timedelta(seconds=8)),
        CallMade(numbers=(BERT,), began_at=began_at),
    ]
    assert (shop.events, source.figures.made) == ([], 2)


async def test_calls_of_the_house_that_nobody_heard_are_told_by_the_list(
    box: Box, shop: Shop
) -> None:
    box.listed = [
        listed(-1500, None, Outcome.ANSWERED, went_out=ANNA),
        listed(-30, None, Outcome.ANSWERED, went_out=ANNA),
        listed(-20, None, Outcome.NO_ANSWER, went_out=BERT),
        listed(-10, None, Outcome.ANSWERED, went_out=""),
    ]
    source = shop.source(box)
    async with running(source):
        await until(lambda: len(shop.made) == 2)
        await settle()
    # When they talked is known by the minute in which it was dialled.
    at = NOW - timedelta(minutes=30)
    assert shop.made == [
        CallMade(numbers=(ANNA,), began_at=at, answered_at=at),
        CallMade(numbers=(BERT,), began_at=NOW - timedelta(minutes=20)),
    ]
    assert (shop.caught_up, source.figures.caught_up) == ([], 0)


async def test_a_call_of_the_house_that_no_ledger_took_is_looked_for_in_the_list(
    box: Box, shop: Shop
) -> None:
    shop.failures = [ValueError("odd")]
    source = shop.source(box)
    async with running(source):
        await until(lambda: source.figures.listing is Listing.READ)
        box.listed = [listed(0, None, Outcome.ANSWERED, went_out=ANNA)]
        box.pick_up(box.dial(ANNA), 13)
        await until(lambda: shop.made)
    assert shop.made[0].numbers == (ANNA,)


async def test_lines_come_in_halves_and_many_at_once(box: Box, shop: Shop) -> None:
    async with running(shop.source()):
        await box.listened_to()
        box.write_bytes(b"21.11.26 09:00:00;RING;0;0302312")
        await settle()
        box.write_bytes(b"5001;69001;SIP0;\r\n21.11.26 09:00:09;DISCON")
        await settle()
        box.write_bytes(b"NECT;0;0;\r\n21.11.26 09:00:10;RING;0;;69001;SIP0;\r\n")
        box.write_bytes(b"21.11.26 09:00:15;DISCONNECT;0;0;\r\n")
        await until(lambda: len(shop.events) == 2)

    assert [(event.caller, event.ring_seconds) for event in shop.events] == [(ANNA, 9), (None, 5)]


async def test_garbage_is_counted_and_the_next_call_is_heard(box: Box, shop: Shop) -> None:
    source = shop.source()
    async with running(source):
        await box.listened_to()
        box.write_bytes(b"\x00\xff;;;\r\n" + b"RING;" * 5000 + b"\r\nHello\r\n")
        connection = box.ring(ANNA)
        box.later(9)
        box.hang_up(connection)
        await until(lambda: shop.events)

    assert source.figures.garbage == 2


async def test_a_blocked_number_is_not_reported(box: Box, shop: Shop) -> None:
    source = shop.source()
    async with running(source):
        await box.listened_to()
        box.hang_up(box.ring(ANNA))
        await until(lambda: source.figures.blocked)

    assert shop.events == []


async def test_a_call_to_another_number_is_none_of_the_shops_business(box: Box, shop: Shop) -> None:
    shop.line = None
    source = shop.source(box)
    async with running(source):
        await box.listened_to()
        connection = box.ring(ANNA)
        box.later(9)
        box.hang_up(connection)
        await until(lambda: source._over)
        await settle()

    assert shop.ledger == {}


@pytest.mark.parametrize("hard", [False, True])
async def test_a_call_that_is_open_when_the_box_goes_is_told_by_the_list_alone(
    box: Box, shop: Shop, hard: bool, caplog: pytest.LogCaptureFixture
) -> None:
    source = shop.source(box)
    async with running(source):
        await box.listened_to()
        connection = box.ring(ANNA)
        await until(source._open.inbound)
        await box.switch_off(hard=hard)
        await until(lambda: source.figures.unknown)
        box.later(20)
        box.hang_up(connection)
        assert shop.ledger == {}
        await box.switch_on()
        await until(lambda: shop.caught_up)

    [event] = shop.caught_up
    assert (event.caller, event.outcome) == (ANNA, Outcome.ABANDONED)
    assert shop.events == []
    assert Connection.LOST in shop.seen
    assert shop.seen[-1] is Connection.CONNECTED
    assert "…001" in caplog.text
    assert ANNA not in caplog.text


async def test_a_call_that_rings_on_across_a_short_loss_is_found_when_its_end_is_heard(
    box: Box, shop: Shop
) -> None:
    source = shop.source(box)
    async with running(source):
        await box.listened_to()
        await until(lambda: source.figures.listing is Listing.READ)
        connection = box.ring(ANNA)
        await until(source._open.inbound)
        box.hang_up_on_clients()
        await box.listened_to(2)
        await settle()
        assert shop.ledger == {}
        box.later(20)
        box.hang_up(connection)
        await until(lambda: shop.caught_up)

    assert source.figures.unheard == 1
    assert [event.caller for event in shop.caught_up] == [ANNA]


async def test_what_was_heard_is_not_caught_up_even_after_a_restart(box: Box, shop: Shop) -> None:
    async with running(shop.source(box)):
        await box.listened_to()
        for caller in (ANNA, BERT, ANNA):
            connection = box.ring(caller)
            box.later(9)
            box.hang_up(connection)
        await until(lambda: len(shop.events) == 3)
    again = shop.source(box)
    async with running(again):
        await until(lambda: again.figures.listing is Listing.READ)

    assert len(box.listed) == len(shop.ledger) == 3
    assert shop.caught_up == []


async def test_a_blocked_number_that_the_list_calls_missed_stays_blocked(
    box: Box, shop: Shop
) -> None:
    source = shop.source(box)
    async with running(source):
        await box.listened_to()
        box.hang_up(box.ring(ANNA))
        await until(lambda: source.figures.blocked)
        source._list_due.set()
        await settle()

    assert shop.ledger == {}


async def test_a_call_that_goes_on_is_not_caught_up_before_its_end_is_heard(
    box: Box, shop: Shop
) -> None:
    source = shop.source(box)
    async with running(source):
        await box.listened_to()
        box.ring(ANNA)
        await until(source._open.inbound)
        box.listed.append(listed(0, ANNA))
        source._list_due.set()
        await settle()

    assert shop.ledger == {}


def listed(
    minutes: float,
    caller: str | None,
    outcome: Outcome | None = Outcome.ABANDONED,
    *,
    went_out: str | None = None,
) -> ListedCall:
    began = NOW.replace(tzinfo=None) + timedelta(minutes=minutes)
    talked = timedelta(minutes=2 if outcome is Outcome.ANSWERED else 0)
    return ListedCall(
        number=1,
        began=began,
        caller=caller,
        called=CALLED if went_out is None else went_out,
        outcome=outcome,
        talked=talked,
        went_out=went_out is not None,
    )


async def test_a_day_is_caught_up_at_the_start_and_nothing_from_before_the_set_up(
    box: Box, shop: Shop
) -> None:
    box.listed = [
        listed(-1500, "0302312501"),
        listed(-600, "0302312502"),
        listed(-61, "0302312503"),
        listed(-50, "0302312504", None),
        listed(-40, "0302312505", Outcome.ANSWERED),
        listed(-1, "0302312506", Outcome.ANSWERED),
    ]
    async with running(shop.source(box)):
        await until(lambda: len(shop.caught_up) == 4)
        await settle()
    told = [(event.caller, event.at) for event in shop.caught_up]

    again = Shop(box)
    async with running(again.source(box, since=NOW - timedelta(hours=1))):
        await until(lambda: len(again.caught_up) == 2)
        await settle()

    assert told == [
        ("0302312502", NOW - timedelta(minutes=600)),
        ("0302312503", NOW - timedelta(minutes=61)),
        ("0302312505", NOW - timedelta(minutes=38)),
        # The list rounds up: no call ends in the future.
        ("0302312506", NOW),
    ]
    assert [event.caller for event in again.caught_up] == ["0302312505", "0302312506"]


async def test_a_set_up_by_a_clock_that_was_ahead_keeps_nothing_from_being_caught_up(
    box: Box, shop: Shop
) -> None:
    box.listed = [listed(-5, ANNA)]
    async with running(shop.source(box, since=NOW + timedelta(days=30))):
        await until(lambda: shop.caught_up)
    assert [event.caller for event in shop.caught_up] == [ANNA]


async def test_without_a_password_nothing_is_caught_up_and_the_source_says_so(
    box: Box, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    box.listed = [listed(-5, ANNA)]
    source = shop.source()
    with caplog.at_level(logging.INFO):
        async with running(source):
            await box.listened_to()
            await settle()

    assert source.figures.listing is Listing.OFF
    assert "nothing is caught up" in caplog.text
    assert shop.ledger == {}


class Broken(CallList):
    """A call list that fails so many times."""

    def __init__(self, box: Box, *failures: Exception) -> None:
        self.box = box
        self.failures = list(failures)
        self.reads = 0

    async def read(self) -> list[ListedCall]:
        self.reads += 1
        if self.failures:
            raise self.failures.pop(0)
        return await self.box.read()


@pytest.mark.parametrize(
    ("failure", "trouble"),
    [
        (Refused("no"), "call_list_refused"),
        (Unsuitable("call_list_forbidden"), "call_list_forbidden"),
    ],
)
async def test_a_list_that_refuses_is_not_asked_again_and_calls_are_still_heard(
    box: Box, shop: Shop, failure: Exception, trouble: str
) -> None:
    call_list = Broken(box, failure)
    source = shop.source(call_list)
    async with running(source):
        await until(lambda: source.figures.listing is Listing.REFUSED)
        assert source.trouble == trouble
        box.hang_up_on_clients()
        await box.listened_to(2)
        await until(lambda: source.trouble == trouble)
        connection = box.ring(ANNA)
        box.later(9)
        box.hang_up(connection)
        await until(lambda: shop.events)

    assert call_list.reads == 1


async def test_a_list_that_does_not_come_is_read_later(box: Box, shop: Shop) -> None:
    box.listed = [listed(-5, ANNA)]
    source = shop.source(Broken(box, Unreachable("a"), Unreachable("b")))
    async with running(source):
        await until(lambda: shop.caught_up)
        await until(lambda: source.figures.listing is Listing.READ)

    assert [seconds for seconds in shop.slept if seconds >= 30] == [30, 60]


async def test_a_ledger_that_is_locked_for_a_while_loses_no_call(box: Box, shop: Shop) -> None:
    shop.failures = [LedgerUnavailable(), LedgerUnavailable()]
    async with running(shop.source()):
        await box.listened_to()
        connection = box.ring(ANNA)
        box.later(9)
        box.hang_up(connection)
        await until(lambda: shop.events)

    assert shop.slept == [1, 2]


async def test_a_ledger_that_is_locked_for_long_loses_no_call_either(box: Box, shop: Shop) -> None:
    shop.failures = [LedgerUnavailable()] * 9
    source = shop.source(box)
    async with running(source):
        await box.listened_to()
        connection = box.ring(ANNA)
        box.later(9)
        box.hang_up(connection)
        await until(lambda: shop.events)
        await settle()

    assert [event.caller for event in shop.events] == [ANNA]
    assert shop.caught_up == []


async def test_a_call_that_no_ledger_took_is_told_by_the_list_later(box: Box, shop: Shop) -> None:
    source = shop.source(box)
    async with running(source):
        await until(lambda: source.figures.listing is Listing.READ)
        shop.failures = [ValueError("odd")]
        connection = box.ring(ANNA)
        box.later(9)
        box.hang_up(connection)
        await until(lambda: shop.caught_up)

    assert [event.caller for event in shop.caught_up] == [ANNA]


async def test_a_line_that_is_gone_stops_nothing(box: Box, shop: Shop) -> None:
    shop.failures = [UnknownLine("line")]
    async with running(shop.source()):
        await box.listened_to()
        for caller in (ANNA, BERT):
            connection = box.ring(caller)
            box.later(9)
            box.hang_up(connection)
        await until(lambda: shop.events)

    assert [event.caller for event in shop.events] == [BERT]


async def test_a_mistake_of_our_own_is_logged_and_calls_are_heard_again(
    box: Box, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    source = shop.source(Broken(box, ValueError("list")))
    shop.faults = [ValueError("line")]
    shop.failures = [ValueError("hear")]
    async with running(source):
        for connections in (1, 2):
            await box.listened_to(connections)
            connection = box.ring(BERT)
            box.later(9)
            box.hang_up(connection)
        await until(lambda: len(shop.ledger) == 2)

    assert "ValueError: list" in caplog.text
    assert "ValueError: line" in caplog.text
    assert "ValueError: hear" in caplog.text


async def test_it_waits_longer_after_each_failure_and_no_longer_than_a_minute(
    box: Box, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    source = shop.source()
    await box.switch_off()
    async with running(source):
        await until(lambda: len(shop.slept) >= 8)
        await box.switch_on()
        await box.listened_to()

    assert shop.slept[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
    assert shop.seen[:2] == [Connection.CONNECTING, Connection.LOST]
    warnings = [record for record in caplog.records if record.levelno == logging.WARNING]
    assert len(warnings) == 1


async def test_a_connection_that_held_for_a_while_is_tried_anew_at_once_when_it_is_lost(
    box: Box, shop: Shop, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level(logging.INFO):
        async with running(shop.source()):
            for connections in range(1, 5):
                await box.listened_to(connections)
                await settle()
                shop.passed += 60
                box.hang_up_on_clients()

    assert shop.slept == [1, 1, 1, 1][: len(shop.slept)]
    assert len(shop.slept) >= 3
    assert caplog.text.count("is heard again") == 3


@pytest.mark.parametrize("off", [timedelta(hours=1), timedelta(hours=-1), timedelta(days=20000)])
async def test_a_box_with_a_wrong_clock_does_not_date_calls(
    box: Box, shop: Shop, off: timedelta
) -> None:
    shop.zone_error = off
    async with running(shop.source()):
        await box.listened_to()
        connection = box.ring(ANNA)
        box.later(9)
        box.hang_up(connection)
        await until(lambda: shop.events)

    assert shop.events[0].at == shop.clock()


async def test_in_the_hour_that_comes_twice_a_call_is_dated_in_the_one_that_is_now(
    socket_enabled: None,
) -> None:
    async with Box(NOW.replace(month=10, day=25, hour=2, minute=30, tzinfo=None)) as box:
        shop = Shop(box)
        # The shop's clock takes the first such hour: an hour later it is the second.
        shop.zone_error = timedelta(hours=1)
        async with running(shop.source()):
            await box.listened_to()
            connection = box.ring(ANNA)
            box.later(9)
            box.hang_up(connection)
            await until(lambda: shop.events)

    assert shop.events[0].at == datetime(2026, 10, 25, 1, 30, 9, tzinfo=UTC)


async def test_the_set_up_finds_a_box_that_serves(box: Box, shop: Shop) -> None:
    call_list = Broken(box)

    await shop.source(call_list).check()

    assert call_list.reads == 1
    assert shop.seen == []


async def test_the_set_up_tells_that_the_call_monitor_is_off(box: Box, shop: Shop) -> None:
    await box.switch_off()

    with pytest.raises(Unsuitable) as raised:
        await shop.source().check()

    assert raised.value.key == "call_monitor_off"


async def test_the_set_up_tells_that_the_password_is_wrong(box: Box, shop: Shop) -> None:
    with pytest.raises(Refused):
        await shop.source(Broken(box, Refused("no"))).check()


async def test_a_box_with_several_addresses_of_which_none_serves_has_its_monitor_off(
    box: Box,
) -> None:
    await box.switch_off()

    with pytest.raises(Unsuitable, match="call_monitor_off"):
        async with connected("localhost", box.port):
            pass


@pytest.mark.parametrize(
    ("failure", "words"),
    [
        (TimeoutError(), "no answer"),
        (socket.gaierror(-2, "Name or service not known"), "Name or service not known"),
        (ExceptionGroup("", [OSError(113, "No route to host")]), "no connection"),
        # Of `x` 64 times, and of a name with a NUL in it.
        (UnicodeError("label too long"), "no address"),
        (ValueError("embedded null character"), "no address"),
    ],
)
async def test_a_box_that_is_not_there_is_unreachable(
    monkeypatch: pytest.MonkeyPatch, failure: Exception, words: str
) -> None:
    async def fail(*_: object, **__: object) -> None:
        raise failure

    monkeypatch.setattr(asyncio, "open_connection", fail)

    with pytest.raises(Unreachable, match=words):
        async with connected("fritz.box", 1012):
            pass


async def test_a_box_that_dies_silently_is_asked_whether_it_is_there(
    box: Box, monkeypatch: pytest.MonkeyPatch
) -> None:
    sockets: list[socket.socket] = []
    opened = asyncio.open_connection

    async def open_connection(host: str, port: int, *, all_errors: bool) -> object:
        reader, writer = await opened(host, port, all_errors=all_errors)
        sockets.append(writer.get_extra_info("socket"))
        return reader, writer

    monkeypatch.setattr(asyncio, "open_connection", open_connection)

    async with connected("127.0.0.1", box.port):
        [sock] = sockets
        assert sock.getsockopt(socket.SOL_SOCKET, socket.SO_KEEPALIVE) == 1
        idle, interval, count = (
            sock.getsockopt(socket.IPPROTO_TCP, option)
            for option in (socket.TCP_KEEPIDLE, socket.TCP_KEEPINTVL, socket.TCP_KEEPCNT)
        )

    assert idle + interval * count <= 60


async def test_what_is_remembered_is_bounded(box: Box, shop: Shop) -> None:
    source = shop.source()

    for number in range(2500):
        source._remember(str(number))

    assert len(source._over) == 2000
    assert "2499" in source._over
