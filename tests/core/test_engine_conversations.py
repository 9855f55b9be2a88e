"""What is said of conversations is kept, told and counted; who was erased is none any more."""

from datetime import timedelta

import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.engine import UnknownThread
from custom_components.missed_call_textback.core.happenings import LeadMoved
from custom_components.missed_call_textback.core.inbox import Mark, Wanted, mark_after
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.core.outbox import InboundText, Receipt, TextState
from custom_components.missed_call_textback.core.records import RecordKind
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.core.threads import ThreadState

from .conftest import Office
from .examples import CALLER, LINE, OTHER_CALLER, OTHER_LINE, SHOP, missed

MONEY = 250_000_000
LINES = (LINE.id, OTHER_LINE.id)


async def threads(office: Office, wanted: Wanted = Wanted()) -> list[tuple[str, ThreadState]]:  # noqa: B008 - frozen
    page = await office.ledger.threads(SHOP.id, LINES, wanted)
    return [(each.thread.peer, each.thread.state) for each in page]


async def thread_of(office: Office, peer: str = CALLER) -> int:
    page = await office.ledger.threads(SHOP.id, LINES, Wanted())
    return next(each.id for each in page if each.thread.peer == peer)


async def writes(office: Office, body: str, sender: str = CALLER) -> None:
    await office.engine.handle_text(
        InboundText(
            line_id=LINE.id,
            carrier_id=f"SM{body}{sender}",
            sender=sender,
            body=body,
            at=office.clock.now,
        )
    )


async def test_a_booking_counts_for_the_day_of_its_missed_call(office: Office) -> None:
    await office.engine.handle_call(missed())
    await office.idle()
    began_at = office.clock.now
    thread_id = await thread_of(office)
    office.clock.forward(days=3)
    moved = await office.engine.conversations.resolve(thread_id, Stage.BOOKED, MONEY)
    assert office.told[-1] == moved
    assert isinstance(moved, LeadMoved)
    assert (moved.before.stage, moved.lead.stage, moved.peer) == (
        Stage.TEXTED,
        Stage.BOOKED,
        CALLER,
    )
    then = await office.ledger.figures(LINE.id, SHOP.local_day(began_at))
    assert {t: n for t, n in then.today.items() if n} == {
        Tally.MISSED: 1,
        Tally.TEXTED: 1,
        Tally.EPISODES: 1,
        Tally.ELIGIBLE: 1,
        # For the day of their call, though it happened only now.
        Tally.WON_BACK: 1,
        Tally.BOOKED: 1,
        Tally.VALUED: 1,
        Tally.VALUE: MONEY,
    }
    # They were won back only now.
    now = await office.ledger.figures(LINE.id, SHOP.local_day(office.clock.now))
    assert {t: n for t, n in now.today.items() if n} == {Tally.RECOVERED: 1}
    await office.engine.conversations.resolve(thread_id, Stage.LOST)
    assert await office.total(Tally.BOOKED) == await office.total(Tally.VALUE) == 0
    assert await office.total(Tally.LOST) == 1


async def test_what_was_won_stays_won_when_they_call_about_something_else(office: Office) -> None:
    await office.engine.handle_call(missed("x:1"))
    thread_id = await thread_of(office)
    await office.engine.conversations.resolve(thread_id, Stage.WON, MONEY)
    office.clock.forward(days=2)
    await office.engine.handle_call(missed("x:2", at=office.clock.now))
    assert await threads(office) == [(CALLER, ThreadState.TEXTED)]
    await office.engine.conversations.resolve(thread_id, Stage.BOOKED)
    assert await office.total(Tally.BOOKED) == 2
    assert await office.total(Tally.WON) == await office.total(Tally.VALUED) == 1
    assert await office.total(Tally.VALUE) == MONEY


async def test_who_answers_a_lost_matter_takes_its_count_back(office: Office) -> None:
    await office.engine.handle_call(missed())
    await office.engine.conversations.resolve(await thread_of(office), Stage.LOST)
    await writes(office, "Still there?")
    assert await office.total(Tally.LOST) == 0
    assert await threads(office) == [(CALLER, ThreadState.WAITING)]


async def test_a_lost_matter_whose_call_was_answered_after_all_takes_its_count_back(
    office: Office,
) -> None:
    await office.engine.handle_call(missed())
    await office.engine.conversations.resolve(await thread_of(office), Stage.LOST)
    await office.engine.handle_call(missed(outcome=Outcome.ANSWERED))
    [summary] = await office.ledger.threads(SHOP.id, LINES, Wanted())
    assert summary.thread.lead.stage is Stage.REPLIED
    assert await office.total(Tally.LOST) == await office.total(Tally.RECOVERED) == 0


async def test_who_is_done_with_a_caller_closes_a_matter_of_which_nothing_was_said(
    office: Office,
) -> None:
    await office.engine.handle_call(missed())
    await writes(office, "Never mind")
    thread_id = await thread_of(office)
    await office.engine.conversations.done(thread_id)
    assert await threads(office) == [(CALLER, ThreadState.CLOSED)]
    assert isinstance(told := office.told[-1], LeadMoved)
    assert (told.before.stage, told.lead.stage) == (Stage.REPLIED, Stage.CLOSED)
    assert await office.total(Tally.LOST) == await office.total(Tally.BOOKED) == 0


async def test_who_is_done_with_a_caller_who_booked_keeps_the_booking(office: Office) -> None:
    await office.engine.handle_call(missed())
    thread_id = await thread_of(office)
    await office.engine.conversations.resolve(thread_id, Stage.BOOKED, MONEY)
    await writes(office, "May I bring my dog?")
    assert await threads(office) == [(CALLER, ThreadState.WAITING)]
    told = len(office.told)
    await office.engine.conversations.done(thread_id)
    assert await threads(office) == [(CALLER, ThreadState.BOOKED)]
    assert len(office.told) == told
    [summary] = await office.ledger.threads(SHOP.id, LINES, Wanted())
    assert (summary.thread.unread, summary.thread.lead.value) == (0, MONEY)


async def test_threads_are_listed_latest_first_and_page_by_page(office: Office) -> None:
    for number in range(5):
        await office.engine.handle_call(
            missed(f"x:{number}", f"+1202555014{number}", at=office.clock.now)
        )
        office.clock.forward(seconds=1)
    wanted = Wanted(limit=2)
    seen: list[str] = []
    while True:
        page = await office.ledger.threads(SHOP.id, LINES, wanted)
        seen += [each.thread.peer for each in page]
        mark = mark_after(page, wanted)
        if mark is None:
            break
        wanted = Wanted(limit=2, after=mark)
    assert seen == [f"+1202555014{number}" for number in (4, 3, 2, 1, 0)]


async def test_who_waits_longest_comes_first_whatever_the_line(office: Office) -> None:
    for number, line in enumerate((LINE, OTHER_LINE, LINE)):
        await office.engine.handle_text(
            InboundText(
                line_id=line.id,
                carrier_id=f"SM{number}",
                sender=f"+1202555014{number}",
                body="Hello?",
                at=office.clock.now,
            )
        )
        office.clock.forward(seconds=1)
    waiting = Wanted(state=ThreadState.WAITING, limit=2)
    page = await office.ledger.threads(SHOP.id, LINES, waiting)
    assert [each.thread.peer[-1] for each in page] == ["0", "1"]
    mark = mark_after(page, waiting)
    assert mark == Mark(page[-1].thread.waiting_since or office.clock.now, page[-1].id)
    more = Wanted(state=ThreadState.WAITING, limit=2, after=mark)
    assert [peer[-1] for peer, _ in await threads(office, more)] == ["2"]
    of_line = Wanted(state=ThreadState.WAITING, line_id=OTHER_LINE.id)
    assert [peer[-1] for peer, _ in await threads(office, of_line)] == ["1"]


@pytest.mark.parametrize(
    ("state", "found"),
    [
        (ThreadState.TEXTED, [CALLER]),
        (ThreadState.WAITING, [OTHER_CALLER]),
        (ThreadState.REPLIED, []),
        (ThreadState.MISSED, []),
        (None, [OTHER_CALLER, CALLER]),
    ],
)
async def test_threads_are_found_by_how_they_stand(
    office: Office, state: ThreadState | None, found: list[str]
) -> None:
    await office.engine.handle_call(missed(at=office.clock.now))
    office.clock.forward(seconds=1)
    await writes(office, "Hello?", OTHER_CALLER)
    assert [peer for peer, _ in await threads(office, Wanted(state=state))] == found


async def test_a_conversation_has_all_that_happened_in_it_in_order(office: Office) -> None:
    await office.engine.handle_call(missed())
    await office.idle()
    office.clock.forward(seconds=20)
    await writes(office, "Can you come today?")
    thread_id = await thread_of(office)
    office.clock.forward(seconds=20)
    await office.engine.conversations.note(thread_id, "Ann", "Boiler, third floor")
    await writes(office, "Another person", OTHER_CALLER)
    told = await office.ledger.conversation(SHOP.id, thread_id)
    assert told is not None
    assert [(each.kind, each.body) for each in told.records] == [
        (RecordKind.CALL, None),
        (RecordKind.TEXT_OUT, "Front desk: sorry we missed you."),
        (RecordKind.TEXT_IN, "Can you come today?"),
        (RecordKind.NOTE, "Boiler, third floor"),
    ]
    assert told.records[-1].what == "Ann"
    summary = told.summary
    assert (summary.last_words, summary.theirs, summary.thread.unread) == (
        "Can you come today?",
        True,
        1,
    )
    await office.engine.conversations.mark_read(thread_id)
    await office.engine.conversations.mark_read(thread_id)
    await office.engine.conversations.assign(thread_id, "ann")
    mine = await office.ledger.conversation(SHOP.id, thread_id)
    assert mine is not None
    assert (mine.summary.thread.unread, mine.summary.thread.lead.assignee) == (0, "ann")


@pytest.mark.parametrize("thread_id", [99, 2**63, 10**30])
async def test_what_is_no_conversation_is_refused(office: Office, thread_id: int) -> None:
    assert await office.ledger.conversation(SHOP.id, thread_id) is None
    assert await office.ledger.thread(SHOP.id, thread_id) is None


async def test_who_was_erased_has_no_conversation_and_no_notes(office: Office) -> None:
    await office.engine.handle_call(missed())
    await office.idle()
    thread_id = await thread_of(office)
    await office.engine.conversations.note(thread_id, "Ann", "Lives at 5 Main St")
    await office.engine.conversations.resolve(thread_id, Stage.WON, MONEY)
    await office.engine.people.erase(CALLER)
    assert await office.ledger.conversation(SHOP.id, thread_id) is None
    assert await threads(office) == []
    assert await threads(office, Wanted(state=ThreadState.WON)) == []
    records = await office.ledger.records(SHOP.id, LINES)
    assert RecordKind.NOTE not in {each.kind for each in records}
    for work in (
        office.engine.conversations.resolve(thread_id, Stage.LOST),
        office.engine.conversations.assign(thread_id, None),
        office.engine.conversations.note(thread_id, "Ann", "?"),
        office.engine.conversations.mark_read(10**30),
    ):
        with pytest.raises(UnknownThread):
            await work
    assert await office.total(Tally.WON) == 1


async def test_a_receipt_moves_no_matter(office: Office) -> None:
    await office.engine.handle_call(missed())
    await office.idle()
    office.clock.forward(seconds=int(timedelta(minutes=1).total_seconds()))
    await office.engine.handle_receipt(Receipt(state=TextState.DELIVERED, carrier_id="SM1"))
    assert await threads(office) == [(CALLER, ThreadState.TEXTED)]
