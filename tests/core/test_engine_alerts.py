"""Somebody is made to notice: the team is told of a reply, rung by rung, until it is answered."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path

import pytest

from custom_components.missed_call_textback.core.calls import CallStep, Outcome
from custom_components.missed_call_textback.core.clocks import ClockKind, ThreadClock
from custom_components.missed_call_textback.core.happenings import TeamAlerted, WaitingOver
from custom_components.missed_call_textback.core.inbox import Summary
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import InboundText, TextKind
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.core.shop import Post, TeamMember
from custom_components.missed_call_textback.ledger import SqliteLedger

from .conftest import Office, just_after_reading
from .examples import (
    CALLER,
    LINE,
    MOBILE,
    NIGHT,
    NOON,
    OTHER_CALLER,
    OTHER_LINE,
    SHOP,
    event,
    missed,
)

SAM = TeamMember(id="SAM", name="Sam", mobile=MOBILE, by_text=True)
ANNA = TeamMember(id="ANNA", name="Anna", mobile="+12025550189", by_app=True)
BEN = TeamMember(id="BEN", name="Ben", by_app=True, post=Post.NEXT)
TEAM = replace(SHOP, team=(SAM, ANNA, BEN))


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Return a shop whose team is told of callers."""
    ledger = SqliteLedger()
    await ledger.open(tmp_path / "ledger.db")
    office = Office(ledger, shop=TEAM)
    await office.engine.start()
    yield office
    await office.engine.stop()
    await ledger.close()


_ids = iter(range(1, 10_000))


async def writes(
    office: Office, body: str, *, sender: str = CALLER, carrier_id: str | None = None
) -> None:
    """Have somebody write now, and what follows at once happen."""
    await office.engine.handle_text(
        InboundText(
            line_id=LINE.id,
            carrier_id=carrier_id or f"IN{next(_ids)}",
            sender=sender,
            body=body,
            at=office.clock.now,
        )
    )
    await office.idle()
    await office.wake()


def alerts(office: Office) -> list[tuple[int, list[str]]]:
    return [
        (each.rung, [told.member_id for told in each.told])
        for each in office.told
        if isinstance(each, TeamAlerted)
    ]


def overs(office: Office) -> list[WaitingOver]:
    return [each for each in office.told if isinstance(each, WaitingOver)]


def texts(office: Office, to: str) -> list[str]:
    return [text.body for text in office.carrier.sent if text.to == to]


async def test_a_reply_is_told_at_once_by_app_and_by_text(office: Office) -> None:
    await writes(office, "Can you come today?")
    assert alerts(office) == [(0, ["SAM", "ANNA"])]
    assert texts(office, MOBILE) == [f"1|0|{CALLER}: Can you come today?"]
    assert texts(office, "+12025550189") == []


async def test_while_nobody_answers_the_ladder_is_climbed_to_its_end(office: Office) -> None:
    await writes(office, "Hello?")
    for _ in range(9):
        await office.wake(minutes=5)
    assert alerts(office) == [
        (0, ["SAM", "ANNA"]),
        (1, ["SAM", "ANNA"]),
        (2, ["BEN"]),
        (3, ["SAM", "ANNA", "BEN"]),
    ]
    assert await office.ledger.write(lambda book: book.clocks_due(_LATE, 9)) == []


_LATE = datetime.max.replace(tzinfo=NOON.tzinfo) - timedelta(days=2)


async def test_each_rung_comes_in_its_time(office: Office) -> None:
    await writes(office, "Hello?")
    await office.wake(minutes=4, seconds=59)
    assert len(alerts(office)) == 1
    await office.wake(seconds=1)
    assert len(alerts(office)) == 2
    await office.wake(minutes=5)
    assert alerts(office)[-1] == (2, ["BEN"])
    await office.wake(minutes=19)
    assert len(alerts(office)) == 3
    await office.wake(minutes=1)
    assert alerts(office)[-1] == (3, ["SAM", "ANNA", "BEN"])


async def test_an_answer_ends_the_ladder_and_the_others_are_told(office: Office) -> None:
    await writes(office, "Hello?")
    await office.engine.send_text(LINE.id, CALLER, "At ten.", by="Anna")
    await office.idle()
    (over,) = overs(office)
    assert (over.by, over.words, over.peer) == ("Anna", "At ten.", CALLER)
    assert {told.member_id for told in over.told} == {"SAM", "ANNA"}
    assert texts(office, MOBILE)[1:] == [f"Anna answered {CALLER}: At ten."]
    await office.wake(hours=2)
    assert len(alerts(office)) == 1


async def test_who_answers_by_text_is_passed_on_and_told_nothing_of_it(office: Office) -> None:
    await writes(office, "Hello?")
    await writes(office, "At ten.", sender=MOBILE)
    assert texts(office, CALLER) == ["At ten."]
    assert len(texts(office, MOBILE)) == 1
    assert (await office.figures()).waiting == 0
    (over,) = overs(office)
    assert over.by == "Sam"
    # What comes after it goes there as well, and is no second end.
    await writes(office, "Bring the key.", sender=MOBILE)
    assert texts(office, CALLER) == ["At ten.", "Bring the key."]
    assert len(overs(office)) == 1


async def test_a_members_text_that_comes_twice_is_passed_on_once(office: Office) -> None:
    await writes(office, "Hello?")
    for _ in range(2):
        await writes(office, "At ten.", sender=MOBILE, carrier_id="SMtwice")
    assert texts(office, CALLER) == ["At ten."]


async def test_of_several_callers_a_member_says_whom_by_a_number(office: Office) -> None:
    await writes(office, "Hello?")
    await writes(office, "Anybody there?", sender=OTHER_CALLER)
    assert texts(office, MOBILE)[-1].startswith("2|0|")
    await writes(office, "At ten.", sender=MOBILE)
    assert texts(office, MOBILE)[-1] == f"Which? 2 {OTHER_CALLER}, 1 {CALLER}"
    assert texts(office, CALLER) == texts(office, OTHER_CALLER) == []
    await writes(office, "2 At ten.", sender=MOBILE)
    assert texts(office, OTHER_CALLER) == ["At ten."]


async def test_a_member_is_told_why_their_words_did_not_go_on(office: Office) -> None:
    await writes(office, "Hello?")
    await writes(office, "STOP")
    await writes(office, "At ten.", sender=MOBILE)
    assert texts(office, MOBILE)[-1] == f"Not to {CALLER}: opted_out"
    assert "At ten." not in texts(office, CALLER)


async def test_what_a_member_writes_of_nobody_goes_nowhere(office: Office) -> None:
    await writes(office, "Anybody at the shop?", sender=MOBILE)
    assert office.carrier.sent == []
    await writes(office, "Hello?")
    # The first conversation is the member's own.
    await office.engine.conversations.done(2)
    await office.wake(hours=25)
    await writes(office, "At ten.", sender=MOBILE)
    assert len(office.carrier.sent) == 1


async def test_a_member_who_wants_no_texts_gets_none(office: Office) -> None:
    await writes(office, "STOP", sender=MOBILE)
    await writes(office, "Hello?")
    await office.engine.send_text(LINE.id, CALLER, "At ten.", by="Anna")
    await office.idle()
    assert texts(office, MOBILE) == []
    assert alerts(office) == [(0, ["SAM", "ANNA"])]


async def test_words_after_words_are_told_once_more_and_together(office: Office) -> None:
    await writes(office, "Hello?")
    await office.wake(seconds=5)
    await writes(office, "It is the boiler")
    await writes(office, "Please hurry")
    assert len(alerts(office)) == 1
    await office.wake(seconds=20)
    assert alerts(office)[1:] == [(0, ["SAM", "ANNA"])]
    assert texts(office, MOBILE)[-1] == f"1|0|{CALLER}: Please hurry"


async def test_whoever_was_told_by_the_ladder_hears_what_else_is_written(office: Office) -> None:
    await writes(office, "Hello?")
    await office.wake(minutes=5)
    await office.wake(minutes=5)
    await writes(office, "Still there?")
    await office.wake(seconds=20)
    assert alerts(office)[-1] == (0, ["SAM", "ANNA", "BEN"])


async def test_a_restart_forgets_nobody(office: Office) -> None:
    await writes(office, "Hello?")
    await office.restart()
    await office.wake(minutes=5)
    assert alerts(office)[-1] == (1, ["SAM", "ANNA"])
    office.clock.forward(days=1)
    await office.restart()
    await office.wake()
    # After a long sleep, one rung at a time; and what the last run may not have got to, once more.
    assert sorted(alerts(office)[2:]) == [(1, ["ANNA", "SAM"]), (2, ["BEN"])]
    await office.wake(minutes=5)
    assert alerts(office)[-1] == (3, ["SAM", "ANNA", "BEN"])


async def test_whoever_a_rung_tells_first_is_not_told_once_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await writes(office, "Hello?")
    await office.wake(minutes=5)
    office.clock.forward(days=1)
    await office.restart()
    ring_again = office.engine._alerts.ring_again
    rung, told = asyncio.Event(), asyncio.Event()

    async def late(clock: ThreadClock) -> None:
        await rung.wait()
        await ring_again(clock)

    async def first(clock: ThreadClock) -> None:
        await office.engine._alerts.ring(clock)
        told.set()

    hears = office.engine._clockwork._hears
    monkeypatch.setitem(hears, ClockKind.TELLING, late)
    monkeypatch.setitem(hears, ClockKind.WAITING, first)
    office.alarm.ring()
    await told.wait()
    assert alerts(office)[2:] == [(2, ["BEN"])]
    rung.set()
    await office.idle()
    assert alerts(office)[3:] == [(1, ["ANNA", "SAM"])]


async def test_a_crash_between_claim_and_telling_tells_a_little_later(office: Office) -> None:
    await office.engine.handle_text(
        InboundText(
            line_id=LINE.id, carrier_id="SM0", sender=CALLER, body="Hello?", at=office.clock.now
        )
    )
    for task in tuple(office.tasks):
        task.cancel()
    await office.restart()
    await office.wake(minutes=3)
    assert alerts(office) == [(0, ["SAM", "ANNA"])]


async def test_a_caller_who_gets_through_waits_no_more(office: Office) -> None:
    await writes(office, "Hello?")
    await office.engine.handle_call(
        event(CallStep.ENDED, outcome=Outcome.ANSWERED, at=office.clock.now)
    )
    (over,) = overs(office)
    assert (over.by, over.words) == (None, None)
    await office.wake(hours=1)
    assert len(alerts(office)) == 1
    assert len(texts(office, MOBILE)) == 1


@pytest.mark.parametrize("source_id", ["twilio:CA1", "x:0"], ids=["missed first", "another call"])
async def test_who_wrote_after_a_call_that_was_answered_as_is_learnt_of_late_waits_on(
    office: Office, source_id: str
) -> None:
    before = office.clock.now - timedelta(minutes=5)
    await office.engine.handle_call(missed(at=before))
    await writes(office, "Hello?")
    answered = event(CallStep.ENDED, source_id=source_id, outcome=Outcome.ANSWERED, at=before)
    await office.engine.handle_call(answered)
    await office.wake(hours=1)
    assert overs(office) == []
    assert len(alerts(office)) > 1


async def test_a_matter_that_ends_or_is_handled_waits_no_more(office: Office) -> None:
    await writes(office, "Hello?")
    await office.engine.conversations.resolve(1, Stage.BOOKED)
    assert overs(office) == []
    await office.engine.conversations.resolve(1, Stage.LOST)
    assert len(overs(office)) == 1
    await writes(office, "Hello again?")
    await office.engine.conversations.done(1)
    assert len(overs(office)) == 2
    assert (await office.figures()).waiting == 0
    await office.engine.conversations.done(1)
    assert len(overs(office)) == 2
    await office.wake(hours=1)
    assert len(alerts(office)) == 2


async def test_at_night_a_reply_is_told_at_once_and_waits_from_when_the_shop_opens(
    office: Office,
) -> None:
    office.clock.now = NIGHT
    await writes(office, "Hello?")
    assert len(alerts(office)) == 1
    await office.wake(hours=10, minutes=4)
    assert len(alerts(office)) == 1
    await office.wake(minutes=1)
    assert len(alerts(office)) == 2


async def test_patience_at_night_where_the_owner_wants_it(tmp_path: Path) -> None:
    ledger = SqliteLedger()
    await ledger.open(tmp_path / "night.db")
    patience = replace(TEAM.patience, in_hours=False)
    office = Office(ledger, shop=replace(TEAM, patience=patience))
    office.clock.now = NIGHT
    await office.engine.start()
    await writes(office, "Hello?")
    await office.wake(minutes=5)
    assert len(alerts(office)) == 2
    await office.engine.stop()
    await ledger.close()


async def test_whoever_is_off_duty_is_passed_over(office: Office) -> None:
    office.off_duty = {"SAM", "ANNA"}
    await writes(office, "Hello?")
    assert alerts(office) == [(0, ["BEN"])]


async def test_a_conversation_is_told_to_whose_it_is(office: Office) -> None:
    await writes(office, "Hello?")
    await office.engine.send_text(LINE.id, CALLER, "At ten.")
    await office.engine.conversations.assign(1, "BEN")
    office.clock.forward(minutes=1)
    await writes(office, "Thanks, and the price?")
    assert alerts(office)[-1] == (0, ["BEN"])


async def test_words_that_are_no_conversation_are_told_to_nobody(office: Office) -> None:
    await writes(office, "STOP")
    await writes(office, "START")
    assert alerts(office) == []
    assert await office.ledger.write(lambda book: book.next_due()) is None


async def test_a_line_that_was_removed_alerts_nobody(office: Office) -> None:
    await writes(office, "Hello?")
    office.shop = replace(TEAM, lines=(OTHER_LINE,))
    await office.restart()
    await office.wake(hours=1)
    assert len(alerts(office)) == 1
    assert await office.ledger.write(lambda book: book.next_due()) is None


async def test_a_ladder_that_grew_shorter_ends(office: Office) -> None:
    await writes(office, "Hello?")
    await office.wake(minutes=5)
    office.shop = replace(TEAM, team=())
    await office.restart()
    await office.wake(hours=1)
    assert alerts(office)[2:] == [(2, [])]
    assert await office.ledger.write(lambda book: book.next_due()) is None


async def test_a_notification_is_known_by_its_token_for_a_day(office: Office) -> None:
    await writes(office, "Hello?")
    (alert,) = [each for each in office.told if isinstance(each, TeamAlerted)]
    told = await office.engine.conversations.told_by(alert.told[1].token)
    assert told is not None
    assert (told.member_id, told.thread_id) == ("ANNA", alert.thread_id)
    assert await office.engine.conversations.told_by("guessed") is None
    office.clock.forward(hours=25)
    assert await office.engine.conversations.told_by(alert.told[1].token) is None


async def test_who_is_erased_is_told_of_no_more(office: Office) -> None:
    await writes(office, "Hello?")
    await office.ledger.write(lambda book: book.erase(SHOP.id, CALLER))
    await office.wake(hours=1)
    assert len(alerts(office)) == 1
    clock = await office.ledger.write(lambda book: book.clock(1, ClockKind.WAITING))
    assert clock is None
    assert await office.ledger.write(lambda book: book.told_of(1)) == []


async def test_a_notice_to_the_team_is_no_conversation_with_a_caller(office: Office) -> None:
    await writes(office, "Hello?")
    (notice,) = [text for text in office.carrier.sent if text.to == MOBILE]
    assert notice.kind is TextKind.NOTICE
    conversation = await office.engine.conversations.read(1)
    assert [record.what for record in conversation.records] == ["reply"]
    assert Wish.STOP not in {record.what for record in conversation.records}


async def test_what_is_urgent_is_told_to_those_on_call_at_once(tmp_path: Path) -> None:
    carl = TeamMember(id="CARL", name="Carl", by_app=True, post=Post.ON_CALL)
    ledger = SqliteLedger()
    await ledger.open(tmp_path / "urgent.db")
    office = Office(ledger, shop=replace(TEAM, team=(ANNA, carl)))
    await office.engine.start()
    await writes(office, "Hello?")
    # It becomes urgent only by the second text: that is not kept back for company.
    await writes(office, "There is water everywhere, it is an emergency!")
    assert alerts(office) == [(0, ["ANNA"]), (0, ["ANNA", "CARL"])]
    told = [each.urgent for each in office.told if isinstance(each, TeamAlerted)]
    assert told == [False, True]
    await office.engine.conversations.done(1)
    await writes(office, "And when can you come?")
    assert [each.urgent for each in office.told if isinstance(each, TeamAlerted)][2:] == [False]
    await office.engine.stop()
    await ledger.close()


async def test_who_is_answered_in_the_last_moment_is_told_of_no_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await writes(office, "Hello?")
    look = office.ledger.thread

    async def look_and_be_answered(shop_id: str, thread_id: int) -> Summary | None:
        summary = await look(shop_id, thread_id)
        monkeypatch.undo()
        await office.engine.send_text(LINE.id, CALLER, "At ten.", by="Anna")
        return summary

    monkeypatch.setattr(office.ledger, "thread", look_and_be_answered)
    await office.wake(minutes=5)
    assert alerts(office) == [(0, ["SAM", "ANNA"])]
    assert await office.ledger.write(lambda book: book.clock(1, ClockKind.WAITING)) is None


@pytest.mark.parametrize(
    ("trouble", "logged"), [(RuntimeError("broken"), True), (LedgerUnavailable("locked"), False)]
)
async def test_trouble_keeps_no_clock_from_ringing_again(
    office: Office,
    monkeypatch: pytest.MonkeyPatch,
    caplog: pytest.LogCaptureFixture,
    trouble: Exception,
    logged: bool,
) -> None:
    await writes(office, "Hello?")

    async def break_down(shop_id: str, thread_id: int) -> Summary | None:
        raise trouble

    monkeypatch.setattr(office.ledger, "thread", break_down)
    await office.wake(minutes=5)
    # Of a ledger in trouble the owner hears elsewhere.
    assert ("tried again" in caplog.text) is logged
    monkeypatch.undo()
    await office.wake(minutes=2)
    assert alerts(office) == [(0, ["SAM", "ANNA"]), (1, ["SAM", "ANNA"])]


async def test_what_is_written_while_others_are_being_told_is_told_too(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def writes_on() -> None:
        office.clock.forward(seconds=1)
        await office.engine.handle_text(
            InboundText(
                line_id=LINE.id,
                carrier_id="SMsecond",
                sender=CALLER,
                body="And bring a ladder.",
                at=office.clock.now,
            )
        )

    just_after_reading(monkeypatch, writes_on)
    await writes(office, "Can you come?")
    await office.wake(seconds=30)
    assert texts(office, MOBILE) == [
        f"1|0|{CALLER}: Can you come?",
        f"1|0|{CALLER}: And bring a ladder.",
    ]


async def test_who_was_answered_and_waits_anew_has_a_ladder_from_the_beginning(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await writes(office, "Can you come?")

    async def is_answered_and_writes_again() -> None:
        await office.engine.send_text(LINE.id, CALLER, "At ten.", by="Anna")
        office.clock.forward(seconds=1)
        await office.engine.handle_text(
            InboundText(
                line_id=LINE.id,
                carrier_id="SMagain",
                sender=CALLER,
                body="Eleven?",
                at=office.clock.now,
            )
        )

    # By then nobody has to be told once more of what they heard first, so only the rung reads.
    await office.wake(minutes=2)
    just_after_reading(monkeypatch, is_answered_and_writes_again)
    await office.wake(minutes=3)
    # The one who waited was answered: only their new words are told, and reminded of in their time.
    assert [rung for rung, _ in alerts(office)] == [0, 0]
    await office.wake(minutes=5)
    assert [rung for rung, _ in alerts(office)] == [0, 0, 1]


async def test_a_rung_that_is_told_already_is_not_told_by_whoever_comes_late(
    office: Office,
) -> None:
    await writes(office, "Can you come?")
    clock = await office.ledger.write(lambda book: book.clock(1, ClockKind.WAITING))
    assert clock is not None
    await office.wake(minutes=5)
    office.engine._clockwork.ring([clock])
    await office.idle()
    assert [rung for rung, _ in alerts(office)] == [0, 1]


async def test_an_app_that_a_crash_left_untold_is_told_by_the_next_start(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    bell = office.engine._alerts
    monkeypatch.setattr(bell, "_place", replace(bell._place, tell=lambda _alerted: None))
    await writes(office, "Can you come?")
    assert alerts(office) == []
    office.clock.forward(seconds=1)
    await office.restart()
    await office.wake(minutes=2)
    [again] = [each for each in office.told if isinstance(each, TeamAlerted)]
    assert (again.rung, again.words) == (0, "Can you come?")
    # By text they were told in the unit of work itself: that is never done twice.
    assert len(texts(office, MOBILE)) == 1
    await office.wake(minutes=2)
    assert len(alerts(office)) == 1


async def test_who_was_answered_before_the_next_start_is_told_of_no_more(office: Office) -> None:
    await writes(office, "Can you come?")
    await office.engine.send_text(LINE.id, CALLER, "At ten.", by="Anna")
    office.clock.forward(seconds=1)
    await office.restart()
    await office.wake(minutes=2)
    assert len(alerts(office)) == 1


async def test_who_was_erased_is_told_of_no_more(
    office: Office, monkeypatch: pytest.MonkeyPatch
) -> None:
    await writes(office, "Can you come?")
    office.clock.forward(seconds=1)
    await office.restart()
    just_after_reading(monkeypatch, lambda: office.engine.people.erase(CALLER))
    await office.wake(minutes=2)
    assert len(alerts(office)) == 1


@pytest.mark.parametrize(
    "body",
    [
        "Liked “1|0|+12025550143: Hello?”",
        "Reacted 👍 to “1|0|+12025550143: Hello?”",
        "👍 to “1|0|+12025550143: Hello?”",
        "Gefällt “1|0|+12025550143: Hello?”",
    ],
)
@pytest.mark.parametrize("callers", [1, 2])
async def test_a_thumb_that_a_member_gives_a_notice_goes_to_no_caller(
    office: Office, body: str, callers: int
) -> None:
    for sender in (CALLER, OTHER_CALLER)[:callers]:
        await writes(office, "Hello?", sender=sender)
    await writes(office, body, sender=MOBILE)
    assert texts(office, CALLER) == texts(office, OTHER_CALLER) == []
    assert len(texts(office, MOBILE)) == callers
    assert (await office.figures()).waiting == callers


async def test_a_thumb_alone_is_a_members_answer(office: Office) -> None:
    await writes(office, "At ten?")
    await writes(office, "👍", sender=MOBILE)
    assert texts(office, CALLER) == ["👍"]


@pytest.mark.parametrize("refused", [False, True])
async def test_a_members_phone_that_answers_by_itself_is_not_answered_for_ever(
    office: Office, *, refused: bool
) -> None:
    await writes(office, "Hello?")
    await writes(
        office, "STOP" if refused else "Hello?", sender=CALLER if refused else OTHER_CALLER
    )
    for _ in range(40):
        heard = len(texts(office, MOBILE))
        office.clock.forward(seconds=5)
        await writes(office, "I am driving", sender=MOBILE)
        if len(texts(office, MOBILE)) == heard:
            break
    assert len(texts(office, MOBILE)) < 15
    # Whoever writes later is heard, and told, as ever.
    await office.wake(hours=1)
    told = len(texts(office, MOBILE))
    await writes(office, "At ten", sender=MOBILE)
    assert len(texts(office, MOBILE)) == told + 1
