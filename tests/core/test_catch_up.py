"""What happened while nobody listened is decided as it would have been, and never too late."""

from dataclasses import replace
from datetime import datetime, timedelta

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.calls import Call, CallEvent, CallStep, Outcome
from custom_components.missed_call_textback.core.calls_made import CallMade
from custom_components.missed_call_textback.core.catch_up import (
    LOG_PATIENCE,
    LONGEST_RING,
    in_order,
    log_may_tell,
)
from custom_components.missed_call_textback.core.engine import Engine
from custom_components.missed_call_textback.core.happenings import TextReceived
from custom_components.missed_call_textback.core.outbox import InboundText, Receipt, TextState
from custom_components.missed_call_textback.core.ports import Entry
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.shop import Rules
from custom_components.missed_call_textback.core.tally import Tally

from .conftest import Office
from .examples import CALLER, LINE, NOON, OTHER_CALLER, OTHER_LINE, SHOP, event, missed

ANSWERED = Outcome.ANSWERED


def ago(minutes: float) -> datetime:
    return NOON - timedelta(minutes=minutes)


def wrote(body: str, at: datetime, sender: str = CALLER) -> InboundText:
    return InboundText(
        line_id=LINE.id, carrier_id=f"SMin{at.timestamp()}", sender=sender, body=body, at=at
    )


def called(at: datetime, *, answered: bool = True) -> CallMade:
    return CallMade(numbers=(CALLER,), began_at=at, answered_at=at if answered else None)


@pytest.fixture
async def shop(office: Office) -> Office:
    """Return a shop whose lines keep the rules that a new shop has."""
    lines = tuple(replace(line, rules=Rules()) for line in SHOP.lines)
    office.shop = replace(SHOP, lines=lines)
    await office.restart()
    return office


def reasons(office: Office) -> list[Reason]:
    return [each.decision.reason for each in office.decided]


async def test_a_call_missed_a_short_while_ago_is_texted_as_if_it_had_come_live(
    shop: Office,
) -> None:
    await shop.engine.catch_up([missed(at=ago(40))])
    await shop.idle()
    assert [text.to for text in shop.carrier.sent] == [CALLER]
    assert reasons(shop) == [Reason.MISSED_OPEN]


async def test_a_call_missed_too_long_ago_is_to_be_called_back(shop: Office) -> None:
    await shop.engine.catch_up([missed(at=ago(61))])
    assert reasons(shop) == [Reason.TOO_LATE]
    assert shop.carrier.sent == []
    [waiting] = await shop.to_call_back()
    assert (waiting.peer, waiting.call_back_since) == (CALLER, ago(61))


async def test_a_call_that_is_known_already_changes_nothing(shop: Office) -> None:
    await shop.engine.handle_call(missed(at=ago(10)))
    await shop.idle()
    for _ in range(2):
        await shop.engine.catch_up([missed(at=ago(10)), wrote("Hello?", ago(5))])
    await shop.idle()
    assert len(shop.carrier.sent) == 1
    assert await shop.total(Tally.MISSED) == await shop.total(Tally.REPLIES) == 1


@pytest.mark.parametrize(
    ("later", "reason"),
    [
        (missed("x:2", at=ago(45), outcome=ANSWERED), Reason.REACHED),
        (wrote("Never mind", ago(45)), Reason.TALKING),
        (wrote("STOP", ago(45)), Reason.TALKING),
    ],
    ids=["was answered", "wrote", "opted out"],
)
async def test_who_was_heard_of_since_gets_no_text(
    shop: Office, later: Entry, reason: Reason
) -> None:
    # As unordered as a log may be.
    await shop.engine.catch_up([later, missed(at=ago(50))])
    await shop.idle()
    assert shop.carrier.sent == []
    assert reason in reasons(shop)
    assert await shop.total(Tally.EPISODES) == 1


@pytest.mark.parametrize(
    ("words", "texted"),
    [(["STOP"], False), (["START", "STOP"], False), (["STOP", "START"], True), (["Hi"], True)],
    ids=["stops", "stops at last", "starts again", "writes"],
)
async def test_who_opted_out_since_gets_no_text_of_any_line(
    shop: Office, words: list[str], *, texted: bool
) -> None:
    since = [wrote(each, ago(45 - minute)) for minute, each in enumerate(words)]
    await shop.engine.catch_up([missed(at=ago(50), line=OTHER_LINE), *since])
    await shop.idle()
    assert [text.sender for text in shop.carrier.sent] == [OTHER_LINE.number] * texted
    assert texted or reasons(shop) == [Reason.OPTED_OUT]


async def test_who_was_answered_before_and_missed_then_is_texted(shop: Office) -> None:
    calls = [missed("x:1", at=ago(50), outcome=ANSWERED), missed("x:2", at=ago(10))]
    await shop.engine.catch_up(calls)
    await shop.idle()
    assert len(shop.carrier.sent) == 1


async def test_what_is_heard_of_others_or_on_other_lines_counts_for_nobody_else(
    shop: Office,
) -> None:
    await shop.engine.catch_up(
        [
            missed(at=ago(50)),
            wrote("Hello?", ago(45), OTHER_CALLER),
            missed("x:2", at=ago(40), outcome=ANSWERED, line=OTHER_LINE),
        ]
    )
    await shop.idle()
    assert [text.to for text in shop.carrier.sent] == [CALLER]


async def test_ten_calls_of_one_caller_in_the_log_make_one_text(shop: Office) -> None:
    await shop.engine.catch_up([missed(f"x:{n}", at=ago(50 - n)) for n in range(10)])
    await shop.idle()
    assert len(shop.carrier.sent) == 1


async def test_a_receipt_in_the_log_is_taken_before_what_came_after_it(shop: Office) -> None:
    await shop.engine.handle_call(missed(at=ago(10)))
    await shop.idle()
    await shop.engine.catch_up(
        [wrote("Hello?", ago(5)), Receipt(state=TextState.DELIVERED, carrier_id="SM1")]
    )
    assert shop.last_text.state is TextState.DELIVERED
    assert isinstance(shop.told[-1], TextReceived)


async def test_what_happened_yesterday_counts_for_yesterday_and_waits_since_then(
    shop: Office,
) -> None:
    yesterday = ago(16 * 60)
    await shop.engine.catch_up([missed(at=yesterday), wrote("Hello?", yesterday, OTHER_CALLER)])
    figures = await shop.figures()
    assert (figures.total[Tally.MISSED], figures.today[Tally.MISSED]) == (1, 0)
    assert (figures.total[Tally.REPLIES], figures.today[Tally.REPLIES]) == (1, 0)


async def test_what_was_asked_long_ago_is_not_answered_by_ourselves(shop: Office) -> None:
    await shop.engine.catch_up([wrote("HELP", ago(61)), wrote("HELP", ago(5), OTHER_CALLER)])
    await shop.idle()
    assert [text.to for text in shop.carrier.sent] == [OTHER_CALLER]


async def test_a_call_whose_end_got_lost_waits_for_what_the_log_says_of_it(shop: Office) -> None:
    await shop.engine.handle_call(event(CallStep.ARRIVED, at=NOON))
    shop.clock.forward(minutes=5)
    await shop.restart()
    await shop.wake(seconds=30)
    await shop.engine.catch_up([missed(at=shop.clock.now, outcome=ANSWERED)])
    await shop.wake(minutes=5)
    assert shop.carrier.sent == []
    assert reasons(shop) == [Reason.ANSWERED]


async def test_how_far_it_listened_is_kept_over_a_restart_and_never_goes_back(
    shop: Office,
) -> None:
    assert shop.engine.settings.listened_at is None
    for at in (ago(10), ago(20), ago(5)):
        await shop.engine.settings.note_listened(at)
    await shop.restart()
    assert shop.engine.settings.listened_at == ago(5)


async def test_what_a_clock_that_was_ahead_noted_is_taken_back(shop: Office) -> None:
    await shop.engine.settings.note_listened(shop.clock.now)
    shop.clock.forward(days=-1)
    await shop.engine.settings.note_listened(shop.clock.now)
    assert shop.engine.settings.listened_at == shop.clock.now


_ENTRIES = st.lists(
    st.one_of(
        st.builds(
            missed,
            st.text("abc", min_size=1, max_size=2),
            st.sampled_from([CALLER, OTHER_CALLER, None, "anonymous"]),
            at=st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 2)),  # noqa: DTZ001
            outcome=st.sampled_from(Outcome),
        ),
        st.builds(
            wrote,
            st.just("Hi"),
            st.datetimes(datetime(2026, 1, 1), datetime(2026, 1, 2)),  # noqa: DTZ001
            st.sampled_from([CALLER, OTHER_CALLER]),
        ),
        st.builds(Receipt, state=st.just(TextState.SENT), carrier_id=st.just("SM1")),
    ),
    max_size=12,
)


@given(_ENTRIES)
def test_every_entry_is_told_once_and_in_its_time(entries: list[Entry]) -> None:
    told = list(in_order(entries, "US"))
    assert sorted(map(id, entries)) == sorted(id(each.entry) for each in told)
    happened = [each for each in told if not isinstance(each.entry, Receipt)]
    assert told[len(told) - len(happened) :] == happened
    times = [each.entry.at for each in happened if not isinstance(each.entry, Receipt)]
    assert times == sorted(times)


@given(_ENTRIES)
def test_only_a_later_word_or_an_answered_call_of_the_same_caller_speaks_for_them(
    entries: list[Entry],
) -> None:
    told = [each for each in in_order(entries, "US") if not isinstance(each.entry, Receipt)]
    for index, each in enumerate(told):
        if not isinstance(each.entry, CallEvent):
            assert each.since is None
            continue
        later = [other.entry for other in told[index + 1 :]]
        spoke = any(
            (isinstance(other, InboundText) and other.sender == each.entry.caller)
            or (
                isinstance(other, CallEvent)
                and other.outcome is ANSWERED
                and other.caller == each.entry.caller
            )
            for other in later
        )
        if each.entry.caller in (CALLER, OTHER_CALLER):
            assert (each.since is not None) == spoke


def with_log(shop: Office) -> Engine:
    """Have the shop's telephone company keep a log."""
    shop.has_log = True
    shop.engine = shop.new_engine()
    return shop.engine


@pytest.mark.parametrize("heard", [True, False], ids=["heard ringing", "heard ending only"])
async def test_a_call_whose_end_alone_is_heard_is_left_to_the_log_for_a_minute(
    shop: Office, heard: bool
) -> None:
    asked: list[datetime] = []
    with_log(shop).ask_log(lambda: asked.append(shop.clock.now))
    for step in (CallStep.ARRIVED, CallStep.HUNG_UP)[not heard :]:
        for number in range(2):
            await shop.engine.handle_call(
                event(
                    step,
                    source_id=f"x:{number}",
                    caller=f"+1202555014{number}",
                    at=shop.clock.now,
                )
            )
        shop.clock.forward(seconds=20)
    shop.clock.forward(seconds=-20)
    await shop.wake(seconds=10)
    assert len(asked) == 2
    await shop.engine.catch_up([missed("x:0", "+12025550140", at=NOON, outcome=ANSWERED)])
    await shop.engine.settings.note_listened(shop.clock.now)
    await shop.wake(seconds=50)
    if not heard:
        # It may have begun to ring only then, for all that is known.
        assert shop.carrier.sent == []
        assert len(asked) > 2
        await shop.engine.settings.note_listened(shop.clock.now)
        await shop.wake(seconds=30)
    assert [text.to for text in shop.carrier.sent] == ["+12025550141"]
    assert Reason.ANSWERED in reasons(shop)


@pytest.mark.parametrize("told", [True, False], ids=["read at last", "never read"])
async def test_a_call_of_which_only_the_log_knows_the_end_waits_until_it_is_read(
    shop: Office, told: bool
) -> None:
    asked: list[datetime] = []
    with_log(shop).ask_log(lambda: asked.append(shop.clock.now))
    await shop.engine.handle_call(event(CallStep.HUNG_UP, at=shop.clock.now))
    await shop.restart()
    shop.engine.ask_log(lambda: asked.append(shop.clock.now))
    for _ in range(10):
        await shop.wake(seconds=70)
    assert shop.carrier.sent == []
    assert len(asked) > 5
    if told:
        answered = missed("x:1", at=NOON, outcome=ANSWERED)
        await shop.engine.catch_up([replace(answered, source_id=event(CallStep.ARRIVED).source_id)])
        await shop.engine.settings.note_listened(shop.clock.now)
    for _ in range(10):
        await shop.wake(seconds=70)
    assert len(shop.carrier.sent) == (0 if told else 1)


async def test_a_call_that_only_rang_waits_for_the_log_too(shop: Office) -> None:
    engine = with_log(shop)
    await engine.handle_call(event(CallStep.ARRIVED, at=shop.clock.now))
    await shop.wake(seconds=90)
    assert shop.carrier.sent == []
    await engine.settings.note_listened(shop.clock.now)
    await shop.wake(seconds=30)
    assert len(shop.carrier.sent) == 1


async def test_without_a_log_to_ask_a_call_whose_end_alone_is_heard_waits_for_seconds(
    shop: Office,
) -> None:
    await shop.engine.handle_call(event(CallStep.ARRIVED))
    shop.clock.forward(seconds=20)
    await shop.engine.handle_call(event(CallStep.HUNG_UP, at=shop.clock.now))
    await shop.wake(seconds=5)
    assert len(shop.carrier.sent) == 1


_RANG = Call(line_id=LINE.id, source_id="x:1", caller=CALLER, started_at=NOON)
_ENDED = NOON + timedelta(seconds=20)
_HUNG_UP = replace(_RANG, ended_at=_ENDED)


@pytest.mark.parametrize(
    ("call", "listened_at", "now", "may_tell"),
    [
        (_HUNG_UP, None, _ENDED, True),
        (_HUNG_UP, _ENDED - timedelta(seconds=1), _ENDED, True),
        (_HUNG_UP, _ENDED, _ENDED, False),
        (_HUNG_UP, None, _ENDED + LOG_PATIENCE, False),
        (_RANG, NOON, NOON, True),
        (_RANG, NOON + LONGEST_RING, NOON + LONGEST_RING, False),
        (replace(_HUNG_UP, outcome=Outcome.BUSY), None, _ENDED, False),
    ],
    ids=[
        "never read",
        "read before the end",
        "read since",
        "waited for long enough",
        "rings",
        "read since it can have rung",
        "how it ended was heard",
    ],
)
def test_the_log_is_waited_for_while_it_may_tell_what_was_not_heard(
    call: Call, listened_at: datetime | None, now: datetime, may_tell: bool
) -> None:
    assert log_may_tell(call, listened_at, now) is may_tell


async def test_the_engine_tells_which_calls_of_a_list_it_knows(shop: Office) -> None:
    await shop.engine.handle_call(missed("x:1"))
    known = missed("x:1").source_id
    assert await shop.engine.known_calls([known, "never:heard"]) == {known}


@pytest.mark.parametrize(
    ("made", "why"),
    [
        (called(ago(30)), Reason.REACHED),
        (called(ago(30), answered=False), Reason.MISSED_OPEN),
        (called(ago(50)), Reason.MISSED_OPEN),
    ],
)
async def test_who_was_called_back_meanwhile_is_not_texted(
    shop: Office, made: CallMade, why: Reason
) -> None:
    await shop.engine.catch_up([missed(at=ago(40)), made])
    await shop.idle()
    assert reasons(shop) == [why]
    assert await shop.total(Tally.RECOVERED) == (why is Reason.REACHED)
