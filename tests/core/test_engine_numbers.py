"""What each event counts for: on the day of the missed call, once, and corrected when it turns out."""

from collections import Counter
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.calls import Attestation, CallStep, Outcome
from custom_components.missed_call_textback.core.calls_made import CallMade
from custom_components.missed_call_textback.core.counting import LEFT_OUT, WonBy
from custom_components.missed_call_textback.core.episodes import attend, win_back
from custom_components.missed_call_textback.core.inbox import Wanted
from custom_components.missed_call_textback.core.leads import Stage
from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    Reaction,
    Receipt,
    Refused,
    TextKind,
    TextState,
)
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.shop import Rules
from custom_components.missed_call_textback.core.tally import Tally

from .conftest import Office
from .examples import CALLER, LINE, MOBILE, NOON, OTHER_CALLER, event, missed, with_rules

DAY = "2026-11-18"
NEXT_DAY = "2026-11-19"


async def counted(office: Office, day: str = DAY) -> dict[str, int]:
    days = await office.ledger.daily(LINE.id, day, day)
    return days.get(day, {})


async def of(office: Office, *tallies: str, day: str = DAY) -> list[int]:
    kept = await counted(office, day)
    return [kept.get(tally, 0) for tally in tallies]


async def writes(office: Office, body: str = "Is Friday free?", sender: str = CALLER) -> None:
    at = office.clock.now
    await office.engine.handle_text(
        InboundText(line_id=LINE.id, carrier_id=f"in{at}", sender=sender, body=body, at=at)
    )
    await office.idle()


async def calls(office: Office, source_id: str = "x:1", caller: str | None = CALLER) -> None:
    await office.engine.handle_call(missed(source_id, caller, at=office.clock.now))
    await office.idle()


async def test_a_missed_call_that_is_texted_and_replied_to(office: Office) -> None:
    await calls(office)
    office.clock.forward(days=1)
    await writes(office)
    assert await counted(office) == {
        Tally.MISSED: 1,
        "outcome.no_answer": 1,
        "hour.12": 1,
        Tally.EPISODES: 1,
        Tally.ELIGIBLE: 1,
        Tally.TEXTED: 1,
        "within.1": 1,
        "sent.open": 1,
        "answered.open": 1,
        Tally.REPLIED: 1,
        Tally.WON_BACK: 1,
    }
    assert await counted(office, NEXT_DAY) == {Tally.REPLIES: 1, Tally.RECOVERED: 1}


async def test_who_writes_twice_or_calls_twice_counts_once(office: Office) -> None:
    await calls(office)
    await calls(office, "x:2")
    await writes(office)
    office.clock.forward(minutes=1)
    await writes(office, "Hello?")
    assert await of(office, Tally.EPISODES, Tally.REPLIED, Tally.WON_BACK, "answered.open") == [
        1, 1, 1, 1,
    ]  # fmt: skip
    assert await of(office, "outcome.no_answer", Tally.REPLIES) == [2, 2]


async def test_a_reply_to_no_text_of_ours_credits_none(office: Office) -> None:
    await writes(office)
    assert await counted(office) == {Tally.REPLIES: 1}


async def test_words_that_somebody_chose_themselves_are_none_of_the_shops_texts(
    office: Office,
) -> None:
    await office.engine.text_back(LINE.id, number=CALLER, body="Back at noon.")
    await office.idle()
    await writes(office)
    kept = await counted(office)
    assert kept[Tally.TEXTED] == 1
    assert not [tally for tally in kept if tally.startswith(("sent", "answered", "within"))]


async def test_a_text_that_came_too_late_covers_no_call(office: Office) -> None:
    office.carrier.answers = [Refused("20429", Reaction.RETRY)]
    await calls(office)
    await office.wake(seconds=50)
    assert await of(office, Tally.ELIGIBLE, Tally.TEXTED, "within.60") == [1, 1, 1]


async def test_a_call_that_was_answered_after_all_was_never_missed(office: Office) -> None:
    await calls(office)
    await writes(office)
    await office.engine.handle_call(missed("x:1", outcome=Outcome.ANSWERED))
    kept = await counted(office)
    assert kept["outcome.answered"] == 1
    gone = (Tally.MISSED, Tally.EPISODES, Tally.REPLIED, Tally.WON_BACK, Tally.RECOVERED)
    assert not {*gone, "outcome.no_answer", "hour.12"} & set(kept)


async def test_who_got_through_by_a_later_call_of_which_that_is_learnt_late_was_won_back(
    office: Office,
) -> None:
    await calls(office)
    office.clock.forward(minutes=5)
    await calls(office, "x:2")
    at = office.clock.now
    await office.engine.handle_call(missed("x:2", at=at, outcome=Outcome.ANSWERED))
    assert await of(office, Tally.EPISODES, Tally.WON_BACK, Tally.ATTENDED) == [1, 1, 1]
    assert await of(office, Tally.ATTENDED_SECONDS) == [300]


async def test_a_message_makes_another_outcome_of_a_missed_call(office: Office) -> None:
    await calls(office)
    await office.engine.handle_call(
        event(CallStep.RECORDED, source_id="x:1", recording="https://example.com/1")
    )
    assert await of(office, "outcome.no_answer", "outcome.voicemail", Tally.MISSED) == [0, 1, 1]


@pytest.mark.parametrize(
    ("how", "seconds"), [("words", 600), ("answered", 600), ("called back", 600)]
)
async def test_how_long_a_caller_waited_for_a_person(
    office: Office, how: str, seconds: int
) -> None:
    await calls(office)
    office.clock.forward(minutes=10)
    now = office.clock.now
    match how:
        case "words":
            await office.engine.send_text(LINE.id, CALLER, "On our way", TextKind.MESSAGE)
        case "answered":
            await office.engine.handle_call(missed("x:2", at=now, outcome=Outcome.ANSWERED))
        case _:
            await office.engine.handle(CallMade(numbers=(CALLER,), began_at=now, answered_at=now))
    await office.idle()
    office.clock.forward(minutes=10)
    # Only the first time counts.
    await office.engine.send_text(LINE.id, CALLER, "Nearly there", TextKind.MESSAGE)
    await office.idle()
    assert await of(office, Tally.ATTENDED, Tally.ATTENDED_SECONDS) == [1, seconds]
    assert await of(office, Tally.REPLIED, Tally.WON_BACK) == [0, how != "words"]


async def test_who_replied_and_was_answered_was_heard(office: Office) -> None:
    await calls(office)
    await writes(office)
    assert await of(office, Tally.REPLIED, Tally.HEARD) == [1, 0]
    office.clock.forward(minutes=2)
    await office.engine.send_text(LINE.id, CALLER, "Yes!", TextKind.MESSAGE)
    assert await of(office, Tally.REPLIED, Tally.HEARD, Tally.ATTENDED_SECONDS) == [1, 1, 120]


async def test_a_call_back_before_the_missed_call_says_nothing_of_it(office: Office) -> None:
    await calls(office)
    await writes(office)
    before = office.clock.now - timedelta(minutes=5)
    await office.engine.handle(CallMade(numbers=(CALLER,), began_at=before, answered_at=before))
    assert await of(office, Tally.ATTENDED) == [0]


@pytest.mark.parametrize(
    ("caller", "reason"),
    [(None, Reason.NO_CALLER_ID), ("12345", Reason.SHORT_CODE), ("+442071838750", Reason.FOREIGN)],
)
async def test_who_is_no_customer_to_win_back_is_counted_apart(
    office: Office, caller: str | None, reason: Reason
) -> None:
    assert reason in LEFT_OUT
    await calls(office, caller=caller)
    assert await counted(office) == {Tally.MISSED: 1, f"left_out.{reason}": 1}


async def test_calls_of_the_team_are_not_even_missed_calls(office: Office) -> None:
    await calls(office, caller=MOBILE)
    assert await counted(office) == {"left_out.team": 1}


async def test_a_reply_of_somebody_left_out_wins_nobody_back(office: Office) -> None:
    spoofed = replace(missed(at=office.clock.now), attestation=Attestation.FAILED)
    await office.engine.handle_call(spoofed)
    await writes(office)
    assert await counted(office) == {Tally.MISSED: 1, "left_out.spoofed": 1, Tally.REPLIES: 1}


async def test_who_was_left_out_and_is_texted_by_hand_is_a_missed_caller(office: Office) -> None:
    spoofed = replace(missed(at=office.clock.now), attestation=Attestation.FAILED)
    await office.engine.handle_call(spoofed)
    await office.engine.text_back(LINE.id, call_id=1)
    await office.idle()
    await writes(office)
    kept = await counted(office)
    assert "left_out.spoofed" not in kept
    assert [kept[each] for each in ("outcome.no_answer", Tally.EPISODES, Tally.REPLIED)] == [1] * 3
    [thread] = await office.ledger.threads(office.shop.id, [LINE.id], Wanted())
    await office.engine.conversations.resolve(thread.id, Stage.BOOKED, 5)
    assert await of(office, Tally.BOOKED, Tally.VALUE) == [1, 5]


async def test_a_call_whose_caller_is_known_only_later_is_counted_once(office: Office) -> None:
    await calls(office, caller=None)
    await calls(office)
    assert await of(office, Tally.MISSED, "left_out.no_caller_id", Tally.EPISODES) == [1, 0, 1]


async def test_who_calls_after_a_month_of_silence_is_another_missed_caller(office: Office) -> None:
    await calls(office)
    office.clock.forward(days=31)
    await calls(office, "x:2")
    assert await office.total(Tally.EPISODES) == 2


async def test_who_is_held_until_morning_is_not_promised_a_text_at_once(office: Office) -> None:
    office.shop = with_rules(Rules(by_day_only=True), office.shop)
    office.clock.now = datetime.fromisoformat("2026-11-19T04:00:00+00:00")
    await office.restart()
    await calls(office)
    assert await of(office, Tally.EPISODES, Tally.ELIGIBLE) == [1, 0]
    assert office.alarm.at is not None
    await office.wake(seconds=(office.alarm.at - office.clock.now).total_seconds())
    kept = await counted(office, NEXT_DAY)
    assert kept[Tally.TEXTED] == 1
    assert not [tally for tally in kept if tally.startswith("within")]


async def test_what_is_spent_counts_for_the_day(office: Office) -> None:
    office.shop = replace(office.shop, limits=replace(office.shop.limits, price=7))
    await office.restart()
    await calls(office)
    await calls(office, "x:2", OTHER_CALLER)
    assert await of(office, Tally.SPENT) == [14]
    assert await office.total(Tally.SPENT) == 14


async def test_of_whom_no_episode_is_known_nobody_is_won_back(office: Office) -> None:
    def work(book: Book) -> None:
        win_back(book, 9, LINE.id, WonBy.REPLY, shop=office.shop, at=NOON)
        attend(book, 9, LINE.id, shop=office.shop, at=NOON)

    await office.ledger.write(work)
    assert await counted(office) == {}


async def test_counting_takes_a_missed_call_no_statement_but_those_of_its_counters(
    office: Office,
) -> None:
    assert office.ledger._writer is not None
    # What has to be read once is read by then.
    await calls(office, "twilio:0", OTHER_CALLER)
    ran: list[str] = []
    office.ledger._writer._session.connection.set_trace_callback(ran.append)
    await office.engine.handle_call(event(CallStep.ARRIVED))
    await office.engine.handle_call(missed())
    await office.idle()
    receipt = Receipt(state=TextState.DELIVERED, ref=office.carrier.sent[-1].ref)
    await office.engine.handle_receipt(receipt)
    rows = [each for each in ran if each.startswith(("SELECT", "INSERT", "UPDATE", "DELETE"))]
    counters = [each for each in rows if each.startswith("INSERT INTO daily")]
    assert len(rows) - len(counters) == 12
    assert len(counters) == 12


async def test_days_are_read_by_their_dates(office: Office) -> None:
    await calls(office)
    office.clock.forward(days=1)
    await calls(office, "x:2", OTHER_CALLER)
    both = await office.ledger.daily(LINE.id, DAY, NEXT_DAY)
    assert list(both) == [DAY, NEXT_DAY]
    assert await office.ledger.daily(LINE.id, "2026-11-19", "2027-01-01") == {
        NEXT_DAY: both[NEXT_DAY]
    }
    assert await office.ledger.daily("nowhere", DAY, NEXT_DAY) == {}
    assert Counter(both[DAY])[Tally.MISSED] == 1
    assert office.shop.local_hour(NOON) == 12
