"""An entity or event as a source: each missed call is reported once, and doubtful ones never."""

import asyncio
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from dataclasses import dataclass, field

from freezegun.api import FrozenDateTimeFactory
import pytest

from custom_components.missed_call_textback import entity_source
from custom_components.missed_call_textback.core.calls import CallEvent, CallStep, Outcome
from custom_components.missed_call_textback.core.engine import UnknownLine
from custom_components.missed_call_textback.core.ports import Entry, LedgerUnavailable
from custom_components.missed_call_textback.entity_rules import (
    ANY,
    EntityRules,
    Preset,
    SubjectKind,
    preset,
)
from custom_components.missed_call_textback.entity_source import EntitySource
from custom_components.missed_call_textback.providers.source import (
    Connection,
    Hear,
    Unreachable,
    Unsuitable,
)
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util

from .shop import CUSTOMER, FRONT, OTHER_CUSTOMER, OpenShop

PHONE = "sensor.pixel_phone_state"
NOTIFICATION = "sensor.pixel_last_notification"
STATES = preset(Preset.STATES, PHONE)


@dataclass
class Listening:
    """A source at work, and what it says."""

    hass: HomeAssistant
    source: EntitySource
    calls: list[CallEvent] = field(default_factory=list)
    told: list[Connection] = field(default_factory=list)
    troubles: list[Exception] = field(default_factory=list)
    waited: list[float] = field(default_factory=list)

    async def hear(self, entry: Entry) -> None:
        if self.troubles:
            raise self.troubles.pop(0)
        assert isinstance(entry, CallEvent)
        self.calls.append(entry)

    async def see(self, state: str | None, entity_id: str = PHONE, **attributes: object) -> None:
        if state is None:
            self.hass.states.async_remove(entity_id)
        else:
            self.hass.states.async_set(entity_id, state, attributes)
        await self.settle()

    async def fire(self, **data: object) -> None:
        self.hass.bus.async_fire("phone_call", data)
        await self.settle()

    async def settle(self) -> None:
        await self.hass.async_block_till_done(wait_background_tasks=False)
        for _ in range(3):
            await asyncio.sleep(0)


@asynccontextmanager
async def listening(
    hass: HomeAssistant,
    rules: EntityRules = STATES,
    line_of: Callable[[str | None], str | None] = lambda _dialled: FRONT,
    hear: Hear | None = None,
) -> AsyncIterator[Listening]:
    """Have a source run."""

    async def note(entry: Entry) -> None:
        await heard.hear(entry)

    async def sleep(seconds: float) -> None:
        heard.waited.append(seconds)
        await asyncio.sleep(0)

    told: list[Connection] = []
    source = EntitySource(
        hass,
        "shop phone",
        rules,
        hear=hear or note,
        line_of=line_of,
        tell=told.append,
        clock=dt_util.utcnow,
        rand=lambda: 0.5,
        sleep=sleep,
    )
    heard = Listening(hass=hass, source=source, told=told)
    running = asyncio.create_task(source.run())
    await asyncio.sleep(0)
    try:
        yield heard
    finally:
        running.cancel()
        with pytest.raises(asyncio.CancelledError):
            await running


async def test_a_phone_that_rings_in_vain_is_a_missed_call(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    hass.states.async_set(PHONE, "idle")
    async with listening(hass) as heard:
        await heard.see("ringing", number="\u2068(202) 555-0123\u2069", name="Ada")
        freezer.tick(20)
        await heard.see("idle")
    (call,) = heard.calls
    assert call == CallEvent(
        line_id=FRONT,
        source_id=call.source_id,
        step=CallStep.ENDED,
        at=dt_util.utcnow(),
        caller="(202) 555-0123",
        outcome=Outcome.NO_ANSWER,
        ring_seconds=20,
        caller_name="Ada",
    )
    assert call.source_id.startswith("entity:shop phone:")
    assert (heard.source.figures.missed, heard.source.figures.unknown) == (1, 0)


async def test_a_phone_that_somebody_picks_up_is_an_answered_call(hass: HomeAssistant) -> None:
    hass.states.async_set(PHONE, "idle")
    async with listening(hass) as heard:
        for state in ("ringing", "answered", "idle"):
            await heard.see(state, number=CUSTOMER)
    assert [call.outcome for call in heard.calls] == [Outcome.ANSWERED]


async def test_each_call_has_an_id_of_its_own(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    hass.states.async_set(PHONE, "idle")
    async with listening(hass) as heard:
        for _ in range(3):
            freezer.tick(60)
            await heard.see("ringing", number=CUSTOMER)
            freezer.tick(20)
            await heard.see("idle")
    assert len({call.source_id for call in heard.calls}) == 3


@pytest.mark.parametrize(
    "states",
    [
        pytest.param(("unavailable", "idle"), id="unavailable"),
        pytest.param(("unknown", "idle"), id="unknown"),
        pytest.param((None, "idle"), id="removed"),
        pytest.param(("dialling", "idle"), id="undescribed"),
    ],
)
async def test_what_was_not_seen_to_its_end_is_not_reported(
    hass: HomeAssistant, states: tuple[str | None, ...]
) -> None:
    hass.states.async_set(PHONE, "idle")
    async with listening(hass) as heard:
        await heard.see("ringing", number=CUSTOMER)
        for state in states:
            await heard.see(state)
    assert heard.calls == []
    assert heard.source.figures.unknown == 1


async def test_what_a_restart_brings_back_is_not_believed(hass: HomeAssistant) -> None:
    hass.states.async_set(PHONE, "ringing", {"number": CUSTOMER})
    async with listening(hass) as heard:
        await heard.see("idle")
    assert heard.calls == []


async def test_a_second_caller_hides_the_end_of_both(
    hass: HomeAssistant,
) -> None:
    """FRITZ!Box's own sensor says "idle" when the first of two callers hangs up."""
    hass.states.async_set(PHONE, "idle")
    async with listening(hass, preset(Preset.FRITZBOX_CALL_MONITOR, PHONE)) as heard:
        await heard.see("ringing", **{"from": CUSTOMER})
        await heard.see("ringing", **{"from": OTHER_CUSTOMER})
        for state in ("idle", "talking", "idle"):
            await heard.see(state)
    assert heard.calls == []


async def test_the_dialled_number_chooses_the_line_and_none_of_ours_is_not_ours(
    hass: HomeAssistant,
) -> None:
    hass.states.async_set(PHONE, "idle")
    rules = preset(Preset.FRITZBOX_CALL_MONITOR, PHONE)
    lines = {"5550100": FRONT}
    async with listening(hass, rules, lambda dialled: lines.get(dialled or "")) as heard:
        for dialled in ("5550100", "5550999"):
            await heard.see("ringing", **{"from": CUSTOMER, "to": dialled, "from_name": "unknown"})
            await heard.see("idle")
    assert [(call.line_id, call.caller_name) for call in heard.calls] == [(FRONT, None)]


async def test_the_phones_notification_tells_the_number_that_its_state_does_not(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    title = "android.title"
    hass.states.async_set(PHONE, "idle")
    hass.states.async_set(NOTIFICATION, "Incoming call", {title: OTHER_CUSTOMER})
    rules = preset(Preset.ANDROID_PHONE, PHONE, number_entity=NOTIFICATION)
    async with listening(hass, rules) as heard:
        freezer.tick(60)
        await heard.see("ringing")
        freezer.tick(20)
        await heard.see("idle")
        freezer.tick(60)
        await heard.see("ringing")
        await heard.see("Incoming call", NOTIFICATION, **{title: CUSTOMER})
        freezer.tick(20)
        await heard.see("idle")
        freezer.tick(60)
        await heard.see("ringing")
        await heard.see("unavailable", NOTIFICATION)
        await heard.see("idle")
    # The first notification was that of an earlier call: better no number than another's.
    assert [call.caller for call in heard.calls] == [None, CUSTOMER, None]


async def test_without_a_notification_a_phone_tells_of_calls_and_of_no_number(
    hass: HomeAssistant,
) -> None:
    hass.states.async_set(PHONE, "idle")
    async with listening(hass, preset(Preset.ANDROID_PHONE, PHONE)) as heard:
        for state in ("ringing", "idle", "offhook", "idle"):
            await heard.see(state)
    assert [call.caller for call in heard.calls] == [None]


async def test_each_new_number_of_a_sensor_of_missed_calls_is_a_missed_call(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    hass.states.async_set(PHONE, "unknown")
    async with listening(hass, preset(Preset.LAST_MISSED, PHONE)) as heard:
        await heard.see("+12025550177")
        for number in (CUSTOMER, CUSTOMER, OTHER_CUSTOMER, "unavailable", OTHER_CUSTOMER):
            freezer.tick(60)
            await heard.see(number, battery=freezer.time_to_freeze.minute)
        freezer.tick(60)
        await heard.see("", battery=1)
        await heard.see(OTHER_CUSTOMER)
    callers = {call.source_id: call.caller for call in heard.calls}
    assert list(callers.values()) == [CUSTOMER, OTHER_CUSTOMER, OTHER_CUSTOMER]


async def test_a_sensor_that_stays_on_missed_tells_by_the_number_of_another_call(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    rules = EntityRules(
        subject=PHONE,
        idle=frozenset({"none"}),
        missed=frozenset({"missed"}),
        number_at="number",
        state_at="kind",
    )
    hass.states.async_set(PHONE, "5", {"kind": "none"})
    async with listening(hass, rules) as heard:
        await heard.see("5", kind="missed")
        for number in (CUSTOMER, OTHER_CUSTOMER):
            freezer.tick(60)
            await heard.see("5", kind="missed", number=number)
    ids = [call.source_id for call in heard.calls]
    # The first number came later than the state: it is the same call.
    assert ids[0] == ids[1] != ids[2]
    assert [call.caller for call in heard.calls] == [None, CUSTOMER, OTHER_CUSTOMER]


async def test_an_event_tells_of_a_missed_call(hass: HomeAssistant) -> None:
    async with listening(hass, preset(Preset.EVENT, "phone_call")) as heard:
        await heard.fire(number=12025550123, name="Ada")
        await heard.fire(number=None)
        await heard.fire(other="thing")
    assert [call.caller for call in heard.calls] == ["12025550123", None, None]
    assert len({call.source_id for call in heard.calls}) == 3
    assert heard.told == [Connection.CONNECTING, Connection.CONNECTED]


EVENTS = EntityRules(
    kind=SubjectKind.EVENT,
    subject="phone_call",
    ringing=frozenset({"ring"}),
    answered=frozenset({"up"}),
    idle=frozenset({"down"}),
    state_at="call.state",
    number_at="call.from",
    call_id_at="call.id",
    only={"direction": "in"},
)


async def test_events_with_ids_tell_calls_at_once_apart(hass: HomeAssistant) -> None:
    async with listening(hass, EVENTS) as heard:
        for own_id, state, direction in (
            ("a", "ring", "in"),
            ("b", "ring", "in"),
            ("c", "ring", "out"),
            ("a", "up", "in"),
            ("b", "down", "in"),
            ("c", "down", "out"),
            ("a", "down", "in"),
        ):
            call = {"id": own_id, "state": state, "from": f"+1202555012{own_id}"}
            await heard.fire(direction=direction, call=call)
    assert [(call.caller, call.outcome) for call in heard.calls] == [
        ("+1202555012a", Outcome.ANSWERED),
        ("+1202555012b", Outcome.ABANDONED),
    ]
    assert heard.source._positions == {}


async def test_an_id_that_is_given_again_after_a_call_is_over_is_another_calls(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    async with listening(hass, EVENTS) as heard:
        for caller in (CUSTOMER, OTHER_CUSTOMER):
            for state in ("ring", "ring", "down", "down"):
                call = {"id": 0, "state": state, "from": caller}
                await heard.fire(direction="in", call=call)
                freezer.tick(5)
    assert [call.caller for call in heard.calls] == [CUSTOMER, OTHER_CUSTOMER]
    assert len({call.source_id for call in heard.calls}) == 2


async def test_a_missed_call_that_is_told_again_under_its_id_is_no_other(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    rules = EntityRules(
        kind=SubjectKind.EVENT,
        subject="phone_call",
        missed=frozenset({ANY}),
        state_at=None,
        number_at="number",
        call_id_at="id",
    )
    async with listening(hass, rules) as heard:
        for _ in range(2):
            await heard.fire(number=CUSTOMER, id="a")
            freezer.tick(86_400)
    assert {call.source_id for call in heard.calls} == {"entity:shop phone:a"}


async def test_calls_whose_end_never_comes_are_forgotten(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with listening(hass, EVENTS) as heard:
        for number in range(60):
            await heard.fire(direction="in", call={"id": number, "state": "ring"})
        assert len(heard.source._positions) == 50
    assert heard.source.figures.unknown == 10


async def test_hostile_events_neither_stop_nor_grow_a_source(hass: HomeAssistant) -> None:
    rules = EntityRules(
        kind=SubjectKind.EVENT, subject="phone_call", missed=frozenset({ANY}), number_at="number"
    )
    async with listening(hass, rules) as heard:
        for number in ("1" * 100_000, 10**5000, ["+1"], {"a": 1}, True, "\x00\ud800\u202e", 1.5):
            await heard.fire(number=number)
        await heard.fire(number=CUSTOMER)
    assert [call.caller for call in heard.calls] == ["1" * 40, *[None] * 6, CUSTOMER]


async def test_the_owner_sees_whether_the_phone_can_be_heard(hass: HomeAssistant) -> None:
    async with listening(hass) as heard:
        for state in ("idle", "ringing", "unavailable", "unknown", None):
            await heard.see(state)
    assert heard.told == [
        Connection.CONNECTING,
        Connection.LOST,
        Connection.CONNECTED,
        Connection.LOST,
        Connection.CONNECTED,
        Connection.LOST,
    ]


async def test_a_fault_of_ours_does_not_end_the_hearing(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    faults = [KeyError("odd")]

    def told_by(*_: object) -> None:
        if faults:
            raise faults.pop()

    hass.states.async_set(PHONE, "idle")
    monkeypatch.setattr(entity_source, "_told_by", told_by)
    async with listening(hass) as heard:
        await heard.settle()
        for state in ("ringing", "idle"):
            await heard.see(state)
    assert len(heard.calls) == 1
    assert heard.source.figures.faults == 1


async def test_a_set_up_finds_an_entity_that_is_not_there(hass: HomeAssistant) -> None:
    rules = preset(Preset.ANDROID_PHONE, PHONE, number_entity=NOTIFICATION)
    async with listening(hass, rules) as heard:
        with pytest.raises(Unsuitable) as caught:
            await heard.source.check()
        assert caught.value.key == "entity_not_found"
        await heard.see("unavailable")
        with pytest.raises(Unreachable):
            await heard.source.check()
        await heard.see("idle")
        with pytest.raises(Unsuitable):
            await heard.source.check()
        await heard.see("unknown", NOTIFICATION)
        await heard.source.check()
    async with listening(hass, EVENTS) as heard:
        await heard.source.check()


async def test_a_call_is_reported_until_the_ledger_has_it(hass: HomeAssistant) -> None:
    async with listening(hass, preset(Preset.EVENT, "phone_call")) as heard:
        heard.troubles = [LedgerUnavailable() for _ in range(9)]
        await heard.fire(number=CUSTOMER)
        for _ in range(200):
            await asyncio.sleep(0)
    assert [call.caller for call in heard.calls] == [CUSTOMER]
    assert heard.waited == [1, 2, 4, 8, 16, 32, 60, 60, 60]


async def test_a_call_that_nobody_can_take_keeps_no_other_back(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    async with listening(hass, preset(Preset.EVENT, "phone_call")) as heard:
        heard.troubles = [UnknownLine("gone"), ValueError("odd")]
        for _ in range(3):
            await heard.fire(number=CUSTOMER)
    assert len(heard.calls) == 1
    assert CUSTOMER not in caplog.text


async def test_more_calls_than_may_wait_are_dropped_and_said_so(
    hass: HomeAssistant, caplog: pytest.LogCaptureFixture
) -> None:
    async with listening(hass, preset(Preset.EVENT, "phone_call")) as heard:
        for _ in range(1001):
            hass.bus.async_fire("phone_call", {"number": CUSTOMER})
        await heard.settle()
    assert caplog.text.count("too many wait") == 1
    assert CUSTOMER not in caplog.text


async def test_a_missed_call_of_an_entity_is_texted_back_by_a_real_shop(
    shop: OpenShop, freezer: FrozenDateTimeFactory
) -> None:
    stored = asyncio.Event()

    async def hear(entry: Entry) -> None:
        await shop.engine.handle(entry)
        stored.set()

    shop.hass.states.async_set(PHONE, "idle")
    async with listening(shop.hass, hear=hear) as heard:
        await heard.see("ringing", number=CUSTOMER)
        freezer.tick(20)
        await heard.see("idle")
        await stored.wait()
        await shop.settle()
    assert [text.to for text in shop.carrier.sent] == [CUSTOMER]
