"""What callers say to the answering machine is written down, once, and told as their words."""

import asyncio
from collections.abc import AsyncIterator
from dataclasses import replace
from datetime import datetime, timedelta
import logging
from pathlib import Path
from typing import Any, cast

import pytest

from custom_components.missed_call_textback.core.calls import CallStep, Outcome
from custom_components.missed_call_textback.core.clocks import ClockKind, ThreadClock
from custom_components.missed_call_textback.core.happenings import (
    Happening,
    TeamAlerted,
    TranscriptReady,
)
from custom_components.missed_call_textback.core.inbox import Wanted
from custom_components.missed_call_textback.core.ports import NoTranscript
from custom_components.missed_call_textback.core.records import RecordKind
from custom_components.missed_call_textback.core.shop import Shop
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.core.threads import (
    Thread,
    ThreadState,
    after_our_words,
    after_voicemail,
    new_thread,
)
from custom_components.missed_call_textback.ledger import SqliteLedger

from .conftest import Office
from .examples import CALLER, LINE, MOBILE, NOON, OTHER_CALLER, OTHER_LINE, SHOP, event, missed
from .test_engine_alerts import TEAM, alerts, texts, writes

LISTENING = replace(TEAM, transcribes=True)
RECORDING = "https://api.twilio.com/2010-04-01/Accounts/AC1/Recordings/RE1"
LATER = NoTranscript("the engine sleeps", again=True)
NEVER = NoTranscript("no speech in it", again=False)


async def _opened(path: Path, shop: Shop) -> Office:
    ledger = SqliteLedger()
    await ledger.open(path)
    office = Office(ledger, shop=shop)
    await office.engine.start()
    return office


async def _closed(office: Office) -> None:
    await office.engine.stop()
    await office.ledger.close()


@pytest.fixture
async def office(tmp_path: Path) -> AsyncIterator[Office]:
    """Return a shop that has messages written down."""
    office = await _opened(tmp_path / "ledger.db", LISTENING)
    yield office
    await _closed(office)


async def leaves_a_message(
    office: Office,
    source_id: str = "twilio:CA1",
    *,
    caller: str | None = CALLER,
    recording: str = RECORDING,
) -> None:
    """Have somebody call in vain and leave a message, as Twilio tells of it."""
    at = office.clock.now
    await office.engine.handle_call(missed(source_id, caller, at=at))
    await office.idle()
    office.clock.forward(seconds=20)
    recorded = event(
        CallStep.RECORDED,
        source_id=source_id,
        caller=caller,
        at=office.clock.now,
        recording=recording,
    )
    # At the end of the message, and once it can be fetched.
    await office.engine.handle_call(recorded)
    await office.engine.handle_call(replace(recorded, at=office.clock.now + timedelta(seconds=1)))
    await office.idle()


async def misses(
    office: Office, source_id: str, *, recording: str, at: datetime | None = None
) -> None:
    """Have the end of a call told with its message, while others may be at work."""
    told = event(
        CallStep.ENDED,
        source_id=source_id,
        outcome=Outcome.VOICEMAIL,
        at=at or office.clock.now,
        recording=recording,
    )
    await office.engine.handle_call(told)


async def thread(office: Office) -> Thread:
    [summary] = await office.ledger.threads(SHOP.id, [LINE.id], Wanted())
    return summary.thread


async def said(office: Office) -> list[str | None]:
    conversation = await office.ledger.conversation(SHOP.id, 1)
    assert conversation is not None
    return [each.body for each in conversation.records if each.kind is RecordKind.CALL]


async def clock(office: Office) -> ThreadClock | None:
    return await office.ledger.write(lambda book: book.clock(1, ClockKind.TRANSCRIPT))


def ready(office: Office) -> list[TranscriptReady]:
    return [each for each in office.told if isinstance(each, TranscriptReady)]


async def test_a_message_is_written_down_once_and_the_team_is_told_its_words(
    office: Office,
) -> None:
    office.transcriber.answers = ["The boiler makes a strange noise."]
    await leaves_a_message(office)
    assert office.transcriber.asked == []
    await office.wake(seconds=5)
    assert office.transcriber.asked == [(RECORDING, "en")]
    (told,) = ready(office)
    assert (told.words, told.peer, told.waits) == (
        "The boiler makes a strange noise.",
        CALLER,
        True,
    )
    assert not told.alarm
    assert await said(office) == ["The boiler makes a strange noise."]
    # Though the text-back came after what they said.
    assert alerts(office) == [(0, ["SAM", "ANNA"])]
    alert = next(each for each in office.told if isinstance(each, TeamAlerted))
    assert alert.words == "The boiler makes a strange noise."
    assert texts(office, MOBILE) == [f"1|0|{CALLER}: The boiler makes a strange noise."]
    stands = await thread(office)
    assert (stands.state, stands.unread) == (ThreadState.WAITING, 1)
    [owed] = await office.ledger.owed(SHOP.id, LINE.id, 9)
    assert (owed.theirs, owed.their_words) == (False, "The boiler makes a strange noise.")
    await writes(office, "Are you there?", carrier_id="IN1")
    [owed] = await office.ledger.owed(SHOP.id, LINE.id, 9)
    assert (owed.theirs, owed.their_words) == (True, "Are you there?")
    assert await clock(office) is None


async def test_who_left_a_message_is_still_to_be_won_back_and_the_team_reminded(
    office: Office,
) -> None:
    office.transcriber.answers = ["The boiler makes a strange noise."]
    await leaves_a_message(office)
    await office.wake(seconds=5)
    assert (await thread(office)).episode_at is not None
    assert await office.total(Tally.RECOVERED) == await office.total(Tally.REPLIES) == 0
    await office.wake(minutes=5)
    assert len(alerts(office)) == 2


async def test_an_urgent_message_is_told_as_such(office: Office) -> None:
    office.transcriber.answers = ["This is an emergency, please call me"]
    await leaves_a_message(office)
    await office.wake(seconds=5)
    (told,) = ready(office)
    assert told.alarm
    assert told.urgent == ("emergency",)
    assert [each.urgent for each in office.told if isinstance(each, TeamAlerted)] == [True]
    assert (await thread(office)).urgent_words == ("emergency",)


async def test_nothing_is_written_down_where_the_owner_does_not_want_it(tmp_path: Path) -> None:
    office = await _opened(tmp_path / "quiet.db", TEAM)
    await leaves_a_message(office)
    await office.wake(minutes=5)
    assert office.transcriber.asked == []
    assert await clock(office) is None
    await _closed(office)


async def test_a_clock_from_before_the_owner_changed_their_mind_stops(tmp_path: Path) -> None:
    office = await _opened(tmp_path / "quiet.db", LISTENING)
    await leaves_a_message(office)
    await _closed(office)
    office = await _opened(tmp_path / "quiet.db", TEAM)
    await office.wake(minutes=5)
    assert await clock(office) is None
    assert office.transcriber.asked == []
    await _closed(office)


@pytest.mark.parametrize("leaves", ["the line", "the transcriber"])
async def test_no_clock_rings_for_ever_for_what_nobody_writes_down_any_more(
    tmp_path: Path, leaves: str
) -> None:
    office = await _opened(tmp_path / "left.db", LISTENING)
    await leaves_a_message(office)
    if leaves == "the line":
        office.shop = replace(LISTENING, lines=(OTHER_LINE,))
    else:
        cast("Any", office).transcriber = None
    await office.restart()
    await office.wake(seconds=5)
    assert await clock(office) is None
    assert ready(office) == []
    await _closed(office)


async def test_a_silent_message_is_nobodys_word(office: Office) -> None:
    await leaves_a_message(office)
    await office.wake(seconds=5)
    assert office.transcriber.asked
    assert ready(office) == []
    assert (await thread(office)).waiting_since is None
    assert await said(office) == [None]
    await office.wake(hours=3)
    assert len(office.transcriber.asked) == 1


async def test_it_is_tried_again_until_it_can_be_told(office: Office) -> None:
    office.transcriber.answers = [LATER, LATER, "At last"]
    await leaves_a_message(office)
    await office.wake(seconds=5)
    await office.wake(seconds=15)
    assert len(office.transcriber.asked) == 2
    await office.wake(minutes=1)
    assert [each.words for each in ready(office)] == ["At last"]


async def test_a_restart_forgets_no_message(office: Office) -> None:
    office.transcriber.answers = [LATER]
    await leaves_a_message(office)
    await office.wake(seconds=5)
    await office.restart()
    office.transcriber.answers = ["Still here"]
    await office.wake(minutes=1)
    assert [each.words for each in ready(office)] == ["Still here"]


async def test_after_a_day_it_is_given_up_and_told_once_in_the_log(
    office: Office, caplog: pytest.LogCaptureFixture
) -> None:
    office.transcriber.answers = [LATER] * 99
    await leaves_a_message(office)
    with caplog.at_level(logging.WARNING):
        for _ in range(40):
            await office.wake(hours=1)
    asked = len(office.transcriber.asked)
    assert 8 < asked < 15
    warnings = [each.getMessage() for each in caplog.records if each.levelno == logging.WARNING]
    assert len(warnings) == 1
    assert "the engine sleeps" in warnings[0]
    assert CALLER not in warnings[0]
    assert await clock(office) is None
    assert ready(office) == []


async def test_what_can_never_be_told_is_given_up_at_once(office: Office) -> None:
    office.transcriber.answers = [NEVER]
    await leaves_a_message(office)
    await office.wake(hours=30)
    assert len(office.transcriber.asked) == 1
    assert await clock(office) is None


async def test_two_messages_are_written_down_one_after_the_other(office: Office) -> None:
    async def listens() -> None:
        # What is understood at one and the same moment would be one piece of news.
        office.clock.forward(seconds=1)

    office.transcriber.answers = ["First", "Second"]
    office.transcriber.meanwhile = listens
    await leaves_a_message(office)
    await leaves_a_message(office, "twilio:CA2", recording=f"{RECORDING}2")
    await office.wake(seconds=5)
    await office.wake()
    assert [each.words for each in ready(office)] == ["First", "Second"]
    assert [recording for recording, _ in office.transcriber.asked] == [RECORDING, f"{RECORDING}2"]
    # Who is told of one is told of the other a moment later.
    await office.wake(seconds=20)
    assert texts(office, MOBILE)[-1].endswith("Second")
    assert await clock(office) is None


async def test_who_calls_again_while_their_message_is_written_down_is_not_heard_twice(
    office: Office,
) -> None:
    asked, understood = asyncio.Event(), asyncio.Event()

    async def listens() -> None:
        asked.set()
        await understood.wait()

    office.transcriber.answers = ["First", "Second"]
    office.transcriber.meanwhile = listens
    await leaves_a_message(office)
    office.clock.forward(seconds=5)
    office.alarm.ring()
    await asked.wait()
    await misses(office, "twilio:CA2", recording=f"{RECORDING}2")
    office.clock.forward(seconds=5)
    office.alarm.ring()
    for _ in range(3):
        # What that rings for writes to the ledger as well, and before this.
        assert await clock(office) is not None
    understood.set()
    await office.idle()
    await office.wake(minutes=1)
    assert [recording for recording, _ in office.transcriber.asked] == [RECORDING, f"{RECORDING}2"]
    assert [each.words for each in ready(office)] == ["First", "Second"]
    assert (await thread(office)).unread == 2
    assert await clock(office) is None


@pytest.mark.parametrize(
    "answer",
    [
        pytest.param("Now", id="while it is understood"),
        pytest.param(LATER, id="while it is not"),
    ],
)
async def test_an_older_message_that_is_learnt_of_meanwhile_is_written_down_too(
    office: Office, answer: str | NoTranscript
) -> None:
    async def learns() -> None:
        office.transcriber.meanwhile = None
        await misses(
            office, "twilio:CA0", recording=f"{RECORDING}0", at=NOON - timedelta(minutes=9)
        )

    office.transcriber.answers = [answer, "Before", "Now"]
    office.transcriber.meanwhile = learns
    await leaves_a_message(office)
    await office.wake(seconds=5)
    await office.wake(minutes=5)
    await office.wake(minutes=5)
    assert f"{RECORDING}0" in [recording for recording, _ in office.transcriber.asked]
    assert await clock(office) is None


async def test_who_was_answered_meanwhile_does_not_wait(office: Office) -> None:
    async def answered() -> None:
        await office.engine.send_text(LINE.id, CALLER, "We come at four.", by="Anna")

    office.transcriber.meanwhile = answered
    office.transcriber.answers = ["Please come today, it is urgent"]
    await leaves_a_message(office)
    await office.wake(seconds=5)
    (told,) = ready(office)
    assert (told.waits, told.alarm) == (False, False)
    assert (await thread(office)).waiting_since is None
    assert await said(office) == ["Please come today, it is urgent"]
    assert alerts(office) == []


async def test_who_was_erased_meanwhile_said_nothing(office: Office) -> None:
    async def erased() -> None:
        await office.engine.people.erase(CALLER)

    office.transcriber.meanwhile = erased
    office.transcriber.answers = ["I am Ada, of 5 Main St"]
    await leaves_a_message(office)
    await office.wake(seconds=5)
    assert ready(office) == []
    records = await office.ledger.records(SHOP.id, [LINE.id])
    assert [each.body for each in records if each.kind is RecordKind.CALL] == [None]


async def test_erasing_somebody_erases_what_they_said(office: Office) -> None:
    async def told() -> list[RecordKind]:
        records = await office.ledger.records(SHOP.id, [LINE.id])
        return [each.kind for each in records if "Ada" in (each.body or "")]

    office.transcriber.answers = ["I am Ada, of 5 Main St"]
    await leaves_a_message(office)
    await office.wake(seconds=5)
    # The call, and what the team was texted of it.
    assert await told() == [RecordKind.CALL, RecordKind.TEXT_OUT]
    await office.engine.people.erase(CALLER)
    assert await told() == []


async def test_who_withheld_their_number_left_no_conversation(office: Office) -> None:
    await leaves_a_message(office, caller=None)
    told = event(
        CallStep.ENDED,
        source_id="x:2",
        caller=None,
        outcome=Outcome.VOICEMAIL,
        at=office.clock.now,
        recording=RECORDING,
    )
    await office.engine.handle_call(told)
    await office.wake(hours=1)
    assert office.transcriber.asked == []


async def test_a_call_that_was_answered_after_all_is_not_written_down(office: Office) -> None:
    await leaves_a_message(office)
    answered = event(CallStep.ENDED, outcome=Outcome.ANSWERED, at=office.clock.now)
    await office.engine.handle_call(answered)
    await office.wake(minutes=1)
    assert office.transcriber.asked == []
    assert await clock(office) is None


async def test_one_event_that_tells_of_the_call_and_its_message_is_enough(office: Office) -> None:
    office.transcriber.answers = ["Hello"]
    told = event(
        CallStep.ENDED, outcome=Outcome.VOICEMAIL, at=office.clock.now, recording=RECORDING
    )
    await office.engine.handle_call(told)
    await office.idle()
    await office.wake(seconds=5)
    assert [each.words for each in ready(office)] == ["Hello"]


async def test_messages_of_a_line_that_is_gone_wait_for_it(tmp_path: Path) -> None:
    office = await _opened(tmp_path / "lines.db", LISTENING)
    await leaves_a_message(office)
    await _closed(office)
    gone = replace(LISTENING, lines=LISTENING.lines[1:])
    office = await _opened(tmp_path / "lines.db", gone)
    await office.wake(minutes=5)
    assert office.transcriber.asked == []
    await _closed(office)


async def test_one_persons_words_are_not_anothers(office: Office) -> None:
    office.transcriber.answers = ["Mine"]
    await leaves_a_message(office)
    await office.engine.handle_call(missed("x:9", OTHER_CALLER, at=office.clock.now))
    await office.wake(seconds=5)
    summary = await office.ledger.thread(SHOP.id, 2)
    assert summary is not None
    assert summary.their_words is None
    happenings: list[Happening] = [
        each for each in office.told if isinstance(each, TranscriptReady)
    ]
    assert len(happenings) == 1


def test_a_message_waits_from_when_it_was_left() -> None:
    began = new_thread(LINE.id, CALLER, NOON)
    at = NOON + timedelta(minutes=1)
    later: datetime = at + timedelta(minutes=5)
    assert after_voicemail(began, at).waiting_since == at
    waiting = replace(began, waiting_since=NOON)
    assert after_voicemail(waiting, at).waiting_since == NOON
    assert after_voicemail(replace(began, waiting_since=later), at).waiting_since == at
    assert after_voicemail(after_our_words(began, later), at).waiting_since is None
    assert after_voicemail(after_our_words(began, NOON), at).waiting_since == at


async def test_a_message_that_is_understood_of_late_leaves_the_ladder_as_it_is(
    office: Office,
) -> None:
    office.transcriber.answers.extend([LATER, "The boiler is out."])
    await leaves_a_message(office)
    await writes(office, "Hello?")
    assert [rung for rung, _ in alerts(office)] == [0]
    await office.wake(seconds=30)
    assert (await thread(office)).waiting_since == NOON + timedelta(seconds=20)
    for _ in range(9):
        await office.wake(minutes=5)
    assert [rung for rung, _ in alerts(office) if rung] == [1, 2, 3]
