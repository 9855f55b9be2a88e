"""The source as a whole, against the stand-in: what reaches the shop, and when it says it stands."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
import time

import pytest

from custom_components.missed_call_textback.core.calls import CallEvent, CallStep, Outcome
from custom_components.missed_call_textback.core.calls_made import CallMade
from custom_components.missed_call_textback.core.ports import Entry, LedgerUnavailable
from custom_components.missed_call_textback.core.reception import UnknownLine
from custom_components.missed_call_textback.providers.asterisk.client import Login, Patience
from custom_components.missed_call_textback.providers.asterisk.source import (
    AsteriskSettings,
    AsteriskSource,
)
from custom_components.missed_call_textback.providers.source import (
    Connection,
    Hear,
    Refused,
    Source,
    Unreachable,
    Unsuitable,
)

from .recordings import BEGUN, Heard, apart, expected, streams
from .stand_in import SECRET, USERNAME, StandIn

pytestmark = pytest.mark.usefixtures("socket_enabled")

LINE = "line"
CONNECTING, CONNECTED, LOST, REFUSED = (
    Connection.CONNECTING,
    Connection.CONNECTED,
    Connection.LOST,
    Connection.REFUSED,
)


class Shop:
    """What stands around a source: it notes all that comes, and lets no time pass."""

    def __init__(self) -> None:
        self.heard: list[CallEvent] = []
        self.made: list[CallMade] = []
        self.stands: list[Connection] = []
        self.slept: list[float] = []
        self.passed = 0.0
        self.troubles: list[Exception] = []
        self.chance = 0.5
        self._changed = asyncio.Event()

    async def hear(self, entry: Entry) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        if isinstance(entry, CallMade):
            self.made.append(entry)
        else:
            assert isinstance(entry, CallEvent)
            self.heard.append(entry)
        self._changed.set()

    def line_of(self, dialled: str | None) -> str | None:
        return LINE if dialled in (None, "15155550100", "15155550101") else None

    def tell(self, connection: Connection) -> None:
        self.stands.append(connection)
        self._changed.set()

    async def sleep(self, seconds: float) -> None:
        self.slept.append(seconds)
        self._changed.set()
        await asyncio.sleep(0)

    async def until(self, held: Callable[[], bool]) -> None:
        async with asyncio.timeout(5):
            while not held():
                self._changed.clear()
                await self._changed.wait()


def source(
    asterisk: StandIn, shop: Shop, *, hear: Hear | None = None, **changed: object
) -> AsteriskSource:
    settings = AsteriskSettings(
        name="shop",
        login=Login(host="127.0.0.1", port=asterisk.port, username=USERNAME, secret=SECRET),
        patience=Patience(answer=5, silence=5),
    )
    return AsteriskSource(
        replace(settings, **changed),  # type: ignore[arg-type]
        hear=hear or shop.hear,
        line_of=shop.line_of,
        tell=shop.tell,
        clock=lambda: BEGUN,
        rand=lambda: shop.chance,
        sleep=shop.sleep,
        monotonic=lambda: time.monotonic() + shop.passed,
    )


@asynccontextmanager
async def running(made: Source) -> AsyncIterator[None]:
    task = asyncio.create_task(made.run())
    try:
        yield
    finally:
        task.cancel()
        await asyncio.gather(task, return_exceptions=True)
        assert task.cancelled()


def trouble(made: AsteriskSource) -> str | None:
    return made.trouble


def wires(scenario: str) -> list[bytes]:
    return [each.wire for each in streams()[scenario, "least"]]


async def test_what_a_call_is_reported_as(asterisk: StandIn) -> None:
    shop = Shop()
    made = source(asterisk, shop)
    async with running(made):
        await asterisk.until(logins=1)
        await asterisk.tell(wires("abandon_ringing"))
        await shop.until(lambda: bool(shop.heard))

    [call] = shop.heard
    assert call.source_id.startswith("asterisk:shop:17952")
    assert call == CallEvent(
        line_id=LINE,
        source_id=call.source_id,
        step=CallStep.ENDED,
        at=BEGUN,
        caller="+13195550123",
        caller_name="Jane Caller",
        outcome=Outcome.ABANDONED,
        ring_seconds=call.ring_seconds,
    )
    assert call.ring_seconds == pytest.approx(3, abs=0.06)
    assert (made.figures.answered, made.figures.missed) == (0, 1)
    assert shop.stands == [CONNECTING, CONNECTED]


async def test_a_call_that_a_phone_of_the_shop_makes_is_reported_whoever_it_goes_to(
    asterisk: StandIn,
) -> None:
    shop = Shop()
    made = source(asterisk, shop)
    async with running(made):
        await asterisk.until(logins=1)
        await asterisk.tell(wires("outbound_unanswered"))
        await shop.until(lambda: bool(shop.made))

    assert shop.made == [CallMade(numbers=("915155559999", "15155559999"), began_at=BEGUN)]
    assert (shop.heard, made.figures.made) == ([], 1)


async def test_a_line_that_is_not_the_shops_is_none_of_its_business(asterisk: StandIn) -> None:
    shop = Shop()
    made = source(asterisk, shop)
    async with running(made):
        await asterisk.until(logins=1)
        assert (other := expected()["queue_abandon"]) is not None
        assert shop.line_of(other.dialled) is None
        await asterisk.tell([*wires("queue_abandon"), *wires("answered")])
        await shop.until(lambda: bool(shop.heard))

    assert [each.outcome for each in shop.heard] == [Outcome.ANSWERED]
    assert (made.figures.answered, made.figures.missed) == (1, 0)


async def test_all_recordings_at_once_byte_by_byte(asterisk: StandIn) -> None:
    shop = Shop()
    asterisk.byte_by_byte = True
    scenarios = ["answered", "busy", "voicemail_message", "pickup"]
    dealt: list[Heard] = sorted(
        (
            each
            for index, scenario in enumerate(scenarios)
            for each in apart(streams()[scenario, "least"], f"x{index}")
        ),
        key=lambda each: each.after,
    )
    async with running(source(asterisk, shop)):
        await asterisk.until(logins=1)
        await asterisk.tell([each.wire for each in dealt])
        await shop.until(lambda: len(shop.heard) == len(scenarios))

    assert {each.source_id[-2:]: each.outcome for each in shop.heard} == {
        "x0": Outcome.ANSWERED,
        "x1": Outcome.BUSY,
        "x2": Outcome.VOICEMAIL,
        "x3": Outcome.ANSWERED,
    }


async def test_calls_open_at_a_disconnect_are_never_reported(
    asterisk: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    shop = Shop()
    made = source(asterisk, shop)
    call = wires("no_answer_pbx_timeout")
    async with running(made):
        await asterisk.until(logins=1)
        # In the middle of a frame.
        await asterisk.tell([*call[:5], call[5][:40]])
        asterisk.hang_up()
        await asterisk.until(logins=2)
        await asterisk.tell([*call[5:], *wires("busy")])
        await shop.until(lambda: bool(shop.heard))

    assert [each.outcome for each in shop.heard] == [Outcome.BUSY]
    assert made.figures.unknown == 1
    assert shop.stands == [CONNECTING, CONNECTED, LOST, CONNECTED]
    assert "…123" in caplog.text
    assert "3195550123" not in caplog.text
    assert SECRET not in caplog.text


async def test_an_answered_call_is_told_even_if_the_connection_breaks_while_they_talk(
    asterisk: StandIn,
) -> None:
    shop = Shop()
    made = source(asterisk, shop)
    async with running(made):
        await asterisk.until(logins=1)
        await asterisk.tell(each for each in wires("answered") if b"Event: Hangup" not in each)
        await shop.until(lambda: bool(shop.heard))
        asterisk.hang_up()
        await asterisk.until(logins=2)

    assert [each.outcome for each in shop.heard] == [Outcome.ANSWERED]
    assert made.figures.unknown == 0


async def test_a_wrong_secret_is_tried_once(asterisk: StandIn) -> None:
    shop = Shop()
    made = source(asterisk, shop)
    made._settings = replace(made._settings, login=replace(made._settings.login, secret="wrong"))
    async with running(made):
        await shop.until(lambda: REFUSED in shop.stands)
        await asyncio.sleep(0.05)

    assert asterisk.connects == 1
    assert shop.stands == [CONNECTING, REFUSED]
    assert shop.slept == []


async def test_it_waits_longer_after_each_failure_with_some_chance_and_tells_it_once(
    asterisk: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    shop = Shop()
    asterisk.authlimit = 0
    async with running(source(asterisk, shop)):
        await asterisk.until(connects=9)
        assert shop.stands == [CONNECTING, LOST]
        assert shop.slept[:8] == [1, 2, 4, 8, 16, 32, 60, 60]
        shop.chance = 0
        before = asterisk.connects
        await asterisk.until(connects=before + 3)
        assert shop.slept[-1] == 48
        shop.chance = 1
        asterisk.authlimit = 5
        await shop.until(lambda: CONNECTED in shop.stands)

    assert shop.slept[-1] == pytest.approx(48) or shop.slept[-1] == pytest.approx(72)
    assert [each.levelname for each in caplog.records if "shop is" in each.message] == [
        "WARNING",
        "INFO",
    ]


async def test_after_a_good_connection_it_begins_to_wait_anew(asterisk: StandIn) -> None:
    shop = Shop()
    asterisk.authlimit = 0
    async with running(source(asterisk, shop)):
        await asterisk.until(connects=4)
        asterisk.authlimit = 5
        await shop.until(lambda: CONNECTED in shop.stands)
        tries = len(shop.slept)
        assert shop.slept[tries - 1] >= 4
        shop.passed = 61
        asterisk.hang_up()
        await asterisk.until(logins=2)

    assert shop.slept[tries] == 1


async def test_a_line_that_fell_silent_is_lost_and_taken_up_again(asterisk: StandIn) -> None:
    shop = Shop()
    async with running(source(asterisk, shop, patience=Patience(answer=0.1, silence=0.05))):
        await asterisk.until(logins=1, pings=2)
        asterisk.mute = True
        await shop.until(lambda: LOST in shop.stands)
        asterisk.mute = False
        await asterisk.until(logins=2)

    assert shop.stands[:3] == [CONNECTING, CONNECTED, LOST]


async def test_a_user_who_is_not_told_of_calls_is_found_out_by_the_calls_that_pass(
    asterisk: StandIn,
) -> None:
    shop = Shop()
    made = source(asterisk, shop)
    blind = [
        each.wire
        for index in range(3)
        for each in apart(streams()["voicemail_message", "least"], f"x{index}")
        if b"Privilege: call,all" not in each.wire
    ]
    async with running(made):
        await asterisk.until(logins=1)
        await asterisk.tell(blind)
        await shop.until(lambda: LOST in shop.stands)
        assert trouble(made) == "no_call_events"
        assert shop.heard == []
        # To sign in again proves nothing; a call that is heard does.
        await asterisk.until(logins=2)
        asterisk.hang_up()
        await asterisk.until(logins=3)
        assert trouble(made) == "no_call_events"
        assert shop.stands == [CONNECTING, CONNECTED, LOST]
        await asterisk.tell(wires("busy"))
        await shop.until(lambda: bool(shop.heard))

    assert trouble(made) is None
    assert shop.stands == [CONNECTING, CONNECTED, LOST, CONNECTED]


async def test_a_trouble_that_is_cured_is_told_no_longer(asterisk: StandIn) -> None:
    shop = Shop()
    made = source(asterisk, shop)
    asterisk.greeting = b"220 mail\r\n"
    async with running(made):
        await shop.until(lambda: LOST in shop.stands)
        assert trouble(made) == "not_asterisk"
        asterisk.greeting = b"Asterisk Call Manager/11.0.0\r\n"
        await shop.until(lambda: CONNECTED in shop.stands)

    assert trouble(made) is None


async def test_a_user_who_is_told_of_calls_is_never_taken_for_one_who_is_not(
    asterisk: StandIn,
) -> None:
    shop = Shop()
    made = source(asterisk, shop)
    cdrs = [each for each in wires("queue_timeout") if each.startswith(b"Event: Cdr")]
    async with running(made):
        await asterisk.until(logins=1)
        await asterisk.tell([*wires("answered"), *cdrs * 10, *wires("busy")])
        await shop.until(lambda: len(shop.heard) == 2)

    assert trouble(made) is None


async def test_a_fault_of_ours_does_not_end_the_hearing(
    asterisk: StandIn, caplog: pytest.LogCaptureFixture
) -> None:
    shop = Shop()
    made = source(asterisk, shop)
    faults = [KeyError("odd")]

    def odd_at_first(dialled: str | None) -> str | None:
        if faults:
            raise faults.pop()
        return shop.line_of(dialled)

    made._line_of = odd_at_first
    async with running(made):
        await asterisk.until(logins=1)
        await asterisk.tell(wires("busy"))
        await asterisk.until(logins=2)
        await asterisk.tell(wires("abandon_ringing"))
        await shop.until(lambda: bool(shop.heard))

    assert [each.outcome for each in shop.heard] == [Outcome.ABANDONED]
    assert shop.stands == [CONNECTING, CONNECTED, LOST, CONNECTED]
    assert "failed unexpectedly" in caplog.text


async def test_a_check_signs_in_and_goes(asterisk: StandIn) -> None:
    shop = Shop()

    await source(asterisk, shop).check()

    assert asterisk.logins == 1
    await asterisk.until_alone()
    assert shop.stands == []


async def test_a_check_says_what_is_wrong(asterisk: StandIn) -> None:
    shop = Shop()
    made = source(asterisk, shop)
    asterisk.greeting = b"220 mail\r\n"
    with pytest.raises(Unsuitable, match="not_asterisk"):
        await made.check()
    asterisk.authlimit = 0
    with pytest.raises(Unreachable):
        await made.check()
    asterisk.authlimit = 5
    asterisk.greeting = b"Asterisk Call Manager/11.0.0\r\n"
    wrong = replace(made._settings.login, secret="wrong")
    with pytest.raises(Refused):
        await source(asterisk, shop, login=wrong).check()


async def test_a_call_waits_until_the_ledger_takes_it(asterisk: StandIn) -> None:
    shop = Shop()
    shop.troubles = [LedgerUnavailable("full"), LedgerUnavailable("full")]
    async with running(source(asterisk, shop)):
        await asterisk.until(logins=1)
        await asterisk.tell(wires("busy"))
        await shop.until(lambda: bool(shop.heard))

    assert shop.slept == [1, 2]


@pytest.mark.parametrize("trouble", [UnknownLine("line"), ValueError("odd")])
async def test_a_call_that_nobody_can_take_is_counted_and_the_next_is_heard(
    asterisk: StandIn, caplog: pytest.LogCaptureFixture, trouble: Exception
) -> None:
    shop = Shop()
    shop.troubles = [trouble]
    made = source(asterisk, shop)
    async with running(made):
        await asterisk.until(logins=1)
        await asterisk.tell([*wires("busy"), *wires("answered")])
        await shop.until(lambda: bool(shop.heard))

    assert made.figures.lost == 1
    assert [each.outcome for each in shop.heard] == [Outcome.ANSWERED]
    assert "3195550123" not in caplog.text


async def test_what_is_on_its_way_at_the_end_is_still_handed_on(asterisk: StandIn) -> None:
    shop = Shop()
    asked = asyncio.Event()

    async def slowly(entry: Entry) -> None:
        asked.set()
        await asyncio.sleep(0.05)
        await shop.hear(entry)

    async with running(source(asterisk, shop, hear=slowly)):
        await asterisk.until(logins=1)
        await asterisk.tell(wires("busy"))
        await asked.wait()
        assert shop.heard == []

    assert len(shop.heard) == 1
