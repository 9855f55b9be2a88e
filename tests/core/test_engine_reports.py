"""What a receiver, such as a CRM, is told of leads: each event once, in order, or the owner knows."""

import asyncio
from collections.abc import Collection
from dataclasses import dataclass, field, replace
from datetime import timedelta
from typing import override
from unittest.mock import patch

import pytest

from custom_components.missed_call_textback.core.clocks import ClockKind, ThreadClock
from custom_components.missed_call_textback.core.courier import pause
from custom_components.missed_call_textback.core.lead_events import LeadEventKind, LeadReport
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    Reaction,
    Receipt,
    Refused,
    TextState,
)
from custom_components.missed_call_textback.core.ports import (
    LedgerUnavailable,
    Receiver,
    Response,
)

from .conftest import Office
from .examples import CALLER, LINE, MOBILE, OTHER_CALLER, SHOP, missed

EVERYTHING = frozenset(LeadEventKind)
MONEY = 40_000_000


@dataclass
class Diary(Receiver):
    """Writes down what it is told, and answers as the test says; then it takes all."""

    answers: list[Response] = field(default_factory=list)
    told: list[LeadReport] = field(default_factory=list)
    lost: int = 0
    gate: asyncio.Event | None = None
    asked: asyncio.Event = field(default_factory=asyncio.Event)

    @override
    async def take(self, report: LeadReport) -> Response:
        self.told.append(report)
        self.asked.set()
        if self.gate is not None:
            await self.gate.wait()
        return self.answers.pop(0) if self.answers else Response.TAKEN

    @override
    def note_lost(self) -> None:
        self.lost += 1

    @property
    def heard(self) -> list[tuple[str, str | int | None]]:
        """What it was told, with what each is about."""
        return [
            (each.event.kind.value, each.event.detail or each.event.value) for each in self.told
        ]


async def reopen(office: Office, reports: Collection[LeadEventKind] = EVERYTHING) -> Diary:
    """Open the shop anew with a receiver."""
    diary = Diary()
    office.shop = replace(SHOP, reports=frozenset(reports))
    office.receiver = diary
    await office.restart()
    return diary


@pytest.fixture
async def diary(office: Office) -> Diary:
    return await reopen(office)


async def write(office: Office, body: str, sender: str = CALLER) -> None:
    await office.engine.handle_text(
        InboundText(
            line_id=LINE.id,
            carrier_id=f"SM-{body}-{sender}",
            sender=sender,
            body=body,
            at=office.clock.now,
        )
    )
    await office.wake()


async def miss(office: Office, source_id: str = "x:1", caller: str | None = CALLER) -> None:
    await office.engine.handle_call(missed(source_id, caller, at=office.clock.now))
    await office.wake()


async def rows(office: Office) -> int:
    """Return how many events of the first threads are still to be told."""
    return await office.ledger.write(
        lambda book: sum(book.next_lead_event(thread_id) is not None for thread_id in range(1, 9))
    )


async def clock_of(office: Office, thread_id: int = 1) -> ThreadClock | None:
    return await office.ledger.write(lambda book: book.clock(thread_id, ClockKind.REPORT))


async def test_all_that_happens_to_a_lead_is_told_in_order_and_once(
    office: Office, diary: Diary
) -> None:
    await miss(office)
    await write(office, "Friday?")
    conversations = office.engine.conversations
    await conversations.resolve(1, Stage.QUOTED)
    await conversations.resolve(1, Stage.BOOKED)
    await conversations.resolve(1, Stage.BOOKED, MONEY)
    await conversations.resolve(1, Stage.BOOKED)
    await conversations.resolve(1, Stage.WON)
    await conversations.resolve(1, Stage.LOST)
    await conversations.resolve(1, Stage.CLOSED)
    await write(office, "STOP")
    await office.wake(days=2)
    assert diary.heard == [
        ("missed", "no_answer"),
        ("replied", "Friday?"),
        ("booked", None),
        ("booked", MONEY),
        ("won", MONEY),
        ("lost", MONEY),
        ("opted_out", None),
    ]
    assert len({each.event.ref for each in diary.told}) == 7
    assert {each.summary.thread.peer for each in diary.told} == {CALLER}
    assert await rows(office) == 0
    assert await clock_of(office) is None
    assert diary.lost == 0


async def test_only_what_was_asked_for_is_told(office: Office) -> None:
    diary = await reopen(office, {LeadEventKind.REPLIED})
    await miss(office)
    await write(office, "Hello")
    await write(office, "STOP")
    assert diary.heard == [("replied", "Hello")]


async def test_a_shop_without_a_receiver_keeps_nothing_for_one(office: Office) -> None:
    await miss(office)
    await write(office, "Hello")
    assert await rows(office) == 0
    assert await clock_of(office) is None


async def test_neither_the_team_nor_strangers_without_a_number_are_leads(
    office: Office, diary: Diary
) -> None:
    await miss(office, "x:1", MOBILE)
    await miss(office, "x:2", None)
    await write(office, "Hi", MOBILE)
    await write(office, "Your parcel", "PARCELS")
    assert diary.told == []


@pytest.mark.parametrize("who", ["owner", "carrier"])
async def test_whoever_says_it_an_opt_out_is_told_once(
    office: Office, diary: Diary, who: str
) -> None:
    if who == "carrier":
        office.carrier.answers = [Refused("21610", Reaction.OPTED_OUT)]
    await miss(office)
    await office.idle()
    if who == "owner":
        await office.engine.people.set_wish(OTHER_CALLER, Wish.STOP)
        for wish in (Wish.STOP, Wish.STOP):
            await office.engine.people.set_wish(CALLER, wish)
    else:
        text = office.last_text
        await office.engine.handle_receipt(
            Receipt(state=TextState.FAILED, ref=text.ref, reaction=Reaction.OPTED_OUT)
        )
    await office.wake()
    assert diary.heard == [("missed", "no_answer"), ("opted_out", None)]


async def test_an_opt_out_is_told_only_where_that_was_asked_for(office: Office) -> None:
    diary = await reopen(office, {LeadEventKind.MISSED})
    await miss(office)
    await office.engine.people.set_wish(CALLER, Wish.STOP)
    await office.wake()
    assert diary.heard == [("missed", "no_answer")]


async def test_what_is_not_taken_is_told_again_later_and_later_and_what_follows_waits(
    office: Office, diary: Diary
) -> None:
    diary.answers = [Response.NOT_NOW] * 4
    await miss(office)
    began = office.clock.now
    await write(office, "Hello?")
    assert len(diary.told) == 1
    seen: list[float] = []
    while diary.answers:
        clock = await clock_of(office)
        assert clock is not None
        seen.append((clock.due_at - began).total_seconds())
        await office.wake(seconds=(clock.due_at - office.clock.now).total_seconds())
    clock = await clock_of(office)
    assert clock is not None
    await office.wake(seconds=(clock.due_at - office.clock.now).total_seconds())
    assert seen == [6.0, 78.0, 438.0]
    assert diary.heard == [("missed", "no_answer")] * 5 + [("replied", "Hello?")]
    assert len({each.event.ref for each in diary.told}) == 2
    assert await clock_of(office) is None


async def test_what_is_not_taken_for_a_day_is_given_up_and_the_owner_knows(
    office: Office, diary: Diary
) -> None:
    diary.answers = [Response.NOT_NOW] * 50
    await miss(office)
    await office.wake(hours=10)
    await write(office, "Hello?")
    for _ in range(60):
        await office.wake(minutes=15)
    assert diary.lost == 1
    assert len(diary.told) < 25
    diary.answers = []
    await office.wake(hours=4)
    assert diary.heard[-1] == ("replied", "Hello?")
    assert await rows(office) == 0


async def test_who_wants_nothing_any_more_is_told_nothing_of_that_caller(
    office: Office, diary: Diary
) -> None:
    diary.answers = [Response.NOT_NOW, Response.GONE]
    await miss(office)
    await write(office, "Hello?")
    await office.wake(seconds=10)
    assert len(diary.told) == 2
    assert await rows(office) == 0
    assert await clock_of(office) is None


@pytest.mark.parametrize("how", ["blocked", "erased"])
async def test_of_who_is_blocked_or_erased_nothing_is_told_any_more(
    office: Office, diary: Diary, how: str
) -> None:
    diary.answers = [Response.NOT_NOW]
    await miss(office)
    if how == "blocked":
        await office.engine.people.set_blocked(CALLER, blocked=True)
    else:
        await office.engine.people.erase(CALLER)
        assert await rows(office) == 0
    await office.wake(hours=1)
    assert len(diary.told) == 1
    assert await rows(office) == 0


async def test_who_is_erased_while_it_is_told_is_forgotten_all_the_same(
    office: Office, diary: Diary
) -> None:
    diary.gate = asyncio.Event()
    await office.engine.handle_call(missed(at=office.clock.now))
    office.alarm.ring()
    await diary.asked.wait()
    await office.engine.people.erase(CALLER)
    diary.gate.set()
    await office.idle()
    assert await rows(office) == 0
    assert await clock_of(office) is None


async def test_a_line_that_was_removed_has_nothing_told(office: Office, diary: Diary) -> None:
    diary.answers = [Response.NOT_NOW]
    await miss(office)
    office.shop = replace(office.shop, lines=office.shop.lines[1:])
    await office.restart()
    await office.wake(hours=1)
    assert len(diary.told) == 1
    assert await rows(office) == 0


async def test_a_restart_forgets_nothing_and_a_receiver_that_was_removed_gets_nothing(
    office: Office, diary: Diary
) -> None:
    diary.answers = [Response.NOT_NOW]
    await miss(office)
    await office.restart()
    await office.wake(seconds=10)
    assert diary.heard == [("missed", "no_answer")] * 2
    diary.answers = [Response.NOT_NOW]
    await write(office, "Hello?")
    office.receiver = None
    await office.restart()
    await office.wake(seconds=10)
    assert await rows(office) == 0
    assert await clock_of(office) is None


async def test_a_ledger_that_fails_after_the_telling_has_it_told_again_under_the_same_reference(
    office: Office, diary: Diary
) -> None:
    diary.gate = asyncio.Event()
    await office.engine.handle_call(missed(at=office.clock.now))
    office.alarm.ring()
    await diary.asked.wait()
    with patch.object(type(office.ledger), "write", side_effect=LedgerUnavailable("disk full")):
        diary.gate.set()
        await office.idle()
    await office.wake(minutes=3)
    assert len(diary.told) == 2
    assert len({each.event.ref for each in diary.told}) == 1
    assert await rows(office) == 0


async def test_a_receiver_that_is_slow_is_not_told_twice_at_a_time(
    office: Office, diary: Diary
) -> None:
    diary.gate = asyncio.Event()
    await office.engine.handle_call(missed(at=office.clock.now))
    office.alarm.ring()
    await diary.asked.wait()
    # The claim said so, should a crash have cut it short.
    office.clock.forward(minutes=3)
    assert office.alarm.at is not None
    office.alarm.ring()
    for _ in range(20):
        await asyncio.sleep(0.001)
    assert len(diary.told) == 1
    diary.gate.set()
    await office.idle()
    assert await rows(office) == 0


def test_pauses_grow_to_hours_and_are_spread() -> None:
    pauses = [pause(attempts, 0.5) for attempts in range(12)]
    assert pauses == sorted(pauses)
    assert (pauses[0], pauses[-1]) == (timedelta(seconds=5), timedelta(hours=4))
    assert pause(0, 0) < pause(0, 1)
