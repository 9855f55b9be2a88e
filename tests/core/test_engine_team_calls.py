"""What is urgent rings who is on call: one after the other, nobody twice, until somebody sees to it."""

from collections.abc import AsyncIterator, Callable
from contextlib import suppress
from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from custom_components.missed_call_textback.core import calling_team
from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.clocks import ClockKind, ThreadClock
from custom_components.missed_call_textback.core.happenings import (
    CalledBack,
    TeamCalled,
    TeamNotCalled,
)
from custom_components.missed_call_textback.core.limits import Limits
from custom_components.missed_call_textback.core.outbox import (
    Accepted,
    InboundText,
    Reaction,
    Refused,
    Unknown,
)
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.core.records import RecordKind
from custom_components.missed_call_textback.core.shop import Patience, Post, Shop, TeamMember
from custom_components.missed_call_textback.core.team_calls import TeamCallState
from custom_components.missed_call_textback.core.team_talk import (
    CallNews,
    CallToTeam,
    PutThrough,
    Said,
    TeamCallAsked,
    TeamCallReport,
    TeamTalk,
    Urgent,
    may_be_put_through,
)
from custom_components.missed_call_textback.core.threads import Thread
from custom_components.missed_call_textback.ledger import SqliteLedger

from .conftest import Office
from .examples import CALLER, LINE, MOBILE, OTHER_CALLER, OTHER_LINE, SHOP, missed
from .fakes import ScriptedTeamCaller

SAM = TeamMember(id="SAM", name="Sam", mobile=MOBILE, called=True)
ANNA = TeamMember(id="ANNA", name="Anna", mobile="+12025550189", called=True, post=Post.ON_CALL)
TEAM = replace(SHOP, team=(SAM, ANNA))
_PHONES = {MOBILE: "SAM", "+12025550189": "ANNA"}


class Night:
    """A shop whose team is called."""

    def __init__(self, ledger: SqliteLedger, shop: Shop = TEAM) -> None:
        self.caller = ScriptedTeamCaller()
        self.office = Office(ledger, shop=shop, team_caller=self.caller)
        self._texts = 0

    async def writes(self, body: str, sender: str = CALLER) -> None:
        """Have somebody write now, and what follows at once happen."""
        await self.says(body, sender)
        await self.after()

    async def says(self, body: str, sender: str = CALLER) -> None:
        """Have somebody write now, and nothing else."""
        self._texts += 1
        text = InboundText(
            line_id=LINE.id,
            carrier_id=f"SM{self._texts}",
            sender=sender,
            body=body,
            at=self.office.clock.now,
        )
        await self.office.engine.handle_text(text)

    async def thread(self) -> Thread:
        """Return the first conversation."""
        return await self.office.engine.conversations.thread(1)

    async def after(self, **by: float) -> None:
        await self.office.idle()
        await self.office.wake(**by)
        await self.office.idle()

    @property
    def rung(self) -> list[str]:
        """Whose phones rang, in this order."""
        return [_PHONES[call.to] for call in self.caller.called]

    @property
    def last(self) -> CallToTeam:
        return self.caller.called[-1]

    async def hears(self, key: str | None = None, call: CallToTeam | None = None) -> TeamTalk:
        """Have whoever was called last pick up, or press a key."""
        talk = await self.office.engine.calling_team.answer(
            TeamCallAsked(token=(call or self.last).token, key=key)
        )
        await self.after()
        return talk

    async def tells(
        self, news: CallNews, missed: str | None = None, call: CallToTeam | None = None
    ) -> None:
        """Have the company report of the latest call, or of another one."""
        report = TeamCallReport(
            token=(call or self.last).token, news=news, at=self.office.clock.now, missed=missed
        )
        await self.office.engine.handle(report)
        await self.after()

    async def clock(self) -> ThreadClock | None:
        return await self.office.ledger.write(lambda book: book.clock(1, ClockKind.RING))

    async def history(self) -> list[tuple[str, str | None, str | None]]:
        """Return what the conversation says of calls to the team: what became of it, why, and who."""
        conversation = await self.office.ledger.conversation(SHOP.id, 1)
        assert conversation is not None
        return [
            (each.what, each.reason, each.body)
            for each in conversation.records
            if each.kind is RecordKind.TEAM_CALL
        ]


@pytest.fixture
async def night(tmp_path: Path) -> AsyncIterator[Night]:
    ledger = SqliteLedger()
    await ledger.open(tmp_path / "ledger.db")
    night = Night(ledger)
    await night.office.engine.start()
    yield night
    await night.office.engine.stop()
    await ledger.close()


async def of_shop(night: Night, shop: Shop) -> None:
    """Open the shop anew with other settings."""
    night.office.shop = shop
    await night.office.restart()


async def test_what_is_urgent_rings_who_is_on_call_at_once(night: Night) -> None:
    await night.writes("There is a gas leak")
    assert night.rung == ["ANNA"]
    assert (night.last.sender, night.last.to) == (LINE.number, ANNA.mobile)


@pytest.mark.parametrize("body", ["Hello?", "Not urgent", "STOP, it was urgent"])
async def test_nothing_else_rings_anybody(night: Night, body: str) -> None:
    await night.writes(body)
    assert night.rung == []
    assert await night.clock() is None


async def test_one_urgency_rings_once_whatever_else_the_caller_writes(night: Night) -> None:
    await night.writes("Urgent!")
    await night.writes("Emergency!! Anybody?")
    assert night.rung == ["ANNA"]


async def test_nobody_answers_so_each_is_called_and_all_once_more_after_the_patience(
    night: Night,
) -> None:
    await night.writes("Urgent!")
    await night.tells(CallNews.OVER, "no-answer")
    assert night.rung == ["ANNA", "SAM"]
    await night.tells(CallNews.OVER, "busy")
    assert night.rung == ["ANNA", "SAM"], "the second round waits"
    await night.after(minutes=5)
    assert night.rung == ["ANNA", "SAM", "ANNA"]
    await night.tells(CallNews.OVER, "no-answer")
    assert night.rung == ["ANNA", "SAM", "ANNA", "SAM"]
    await night.tells(CallNews.OVER, "no-answer")
    await night.after(hours=3)
    assert night.rung == ["ANNA", "SAM", "ANNA", "SAM"]
    assert await night.clock() is None
    assert await night.history() == [
        ("missed", "no-answer", "Anna"),
        ("missed", "busy", "Sam"),
        ("missed", "no-answer", "Anna"),
        ("missed", "no-answer", "Sam"),
    ]


async def test_without_a_patience_everybody_is_called_once(night: Night) -> None:
    await of_shop(night, replace(TEAM, patience=Patience(wait=timedelta(0))))
    await night.writes("Urgent!")
    await night.after(seconds=45)
    await night.after(seconds=45)
    await night.after(hours=3)
    assert night.rung == ["ANNA", "SAM"]


async def test_where_no_report_comes_the_next_one_is_called_after_a_while(night: Night) -> None:
    await night.writes("Urgent!")
    await night.after(seconds=44)
    assert night.rung == ["ANNA"]
    await night.after(seconds=1)
    assert night.rung == ["ANNA", "SAM"]


async def test_who_picks_up_hears_who_wrote_what_and_nobody_else_is_called_meanwhile(
    night: Night,
) -> None:
    await night.office.engine.people.describe(CALLER, name="Mrs Lee")
    await night.writes("Urgent: the cellar is flooded")
    assert await night.hears() == Urgent(
        name="Mrs Lee",
        number=CALLER,
        words="Urgent: the cellar is flooded",
        language="en",
        connects=True,
    )
    await night.after(seconds=59)
    assert night.rung == ["ANNA"]
    assert await night.hears("7") == await night.hears(), "any other key says it again"


async def test_a_mailbox_presses_nothing_so_the_next_one_is_called(night: Night) -> None:
    await night.writes("Urgent!")
    await night.hears()
    await night.tells(CallNews.OVER)
    assert night.rung == ["ANNA", "SAM"]
    assert await night.history() == [("heard", None, "Anna"), ("calling", None, "Sam")]


async def test_who_presses_1_is_put_through_and_the_caller_waits_no_more(night: Night) -> None:
    await night.writes("Urgent!")
    await night.hears()
    through = await night.hears("1")
    assert through == PutThrough(to=CALLER, sender=LINE.number, token=night.last.token)
    await night.after(seconds=20)
    await night.tells(CallNews.REACHED)
    await night.tells(CallNews.OVER)
    await night.after(hours=2)
    assert night.rung == ["ANNA"]
    assert await night.clock() is None
    thread = await night.thread()
    assert (thread.waiting_since, thread.urgent_since) == (None, None)
    [back] = [each for each in night.office.told if isinstance(each, CalledBack)]
    assert back.answered_at is not None
    assert await night.history() == [("connected", None, "Anna")]


async def test_a_caller_who_does_not_pick_up_can_be_tried_again_then_the_next_one_is_called(
    night: Night,
) -> None:
    await night.writes("Urgent!")
    await night.hears()
    await night.hears("1")
    await night.tells(CallNews.NOT_REACHED)
    assert isinstance(await night.hears("1"), PutThrough)
    await night.tells(CallNews.OVER)
    assert night.rung == ["ANNA", "SAM"]
    assert (await night.history())[0] == ("not_reached", None, "Anna")
    backs = [each for each in night.office.told if isinstance(each, CalledBack)]
    assert [back.answered_at for back in backs] == [None]


async def test_who_presses_2_has_it_and_nobody_else_is_called(night: Night) -> None:
    await night.writes("Urgent!")
    await night.hears()
    assert await night.hears("2") is Said.TAKEN
    assert await night.hears() is Said.TAKEN
    await night.tells(CallNews.OVER)
    await night.after(hours=2)
    assert night.rung == ["ANNA"]
    thread = await night.thread()
    assert thread.lead.assignee == "ANNA"
    assert thread.waiting_since is not None, "an answer is still owed"
    assert await night.history() == [("taken", None, "Anna")]


async def test_what_was_answered_meanwhile_rings_nobody_any_more(night: Night) -> None:
    await night.writes("Urgent!")
    await night.office.engine.send_text(LINE.id, CALLER, "On our way", by="Sam")
    await night.tells(CallNews.OVER, "no-answer")
    await night.after(hours=1)
    assert night.rung == ["ANNA"]
    assert await night.clock() is None


async def test_who_picks_up_after_an_answer_hears_that_it_is_over(night: Night) -> None:
    await night.writes("Urgent!")
    await night.office.engine.send_text(LINE.id, CALLER, "On our way", by="Sam")
    assert await night.hears() is Said.OVER
    assert await night.hears("1") is Said.OVER


async def test_a_caller_who_gets_through_rings_nobody_any_more(night: Night) -> None:
    await night.writes("Urgent!")
    await night.office.engine.handle_call(
        missed(outcome=Outcome.ANSWERED, at=night.office.clock.now)
    )
    await night.after(hours=1)
    assert night.rung == ["ANNA"]


async def test_a_caller_who_was_blocked_rings_nobody(night: Night) -> None:
    await night.office.engine.people.set_blocked(CALLER, blocked=True)
    await night.writes("Urgent!")
    assert night.rung == []
    assert await night.clock() is None


async def test_who_is_off_duty_or_does_not_want_it_or_minds_another_line_is_not_called(
    night: Night,
) -> None:
    ben = replace(SAM, id="BEN", mobile="+12025550190", lines=frozenset({OTHER_LINE.id}))
    carl = replace(SAM, id="CARL", mobile="+12025550191", called=False)
    dora = replace(SAM, id="DORA", mobile=None)
    loop = replace(SAM, id="LOOP", mobile=OTHER_LINE.number)
    await of_shop(night, replace(TEAM, team=(ben, carl, dora, loop, SAM, ANNA)))
    night.office.off_duty.add("ANNA")
    await night.writes("Urgent!")
    for _ in range(4):
        await night.after(minutes=6)
    assert night.rung == ["SAM", "SAM"]


async def test_nobody_on_duty_is_nobody_called(night: Night) -> None:
    night.office.off_duty |= {"ANNA", "SAM"}
    await night.writes("Urgent!")
    await night.after(hours=1)
    assert night.rung == []
    assert await night.clock() is None


async def test_where_nobody_is_ever_called_no_clock_is_set(night: Night) -> None:
    await of_shop(night, SHOP)
    await night.writes("Urgent!")
    assert await night.clock() is None


async def test_a_company_that_cannot_call_is_not_asked(night: Night) -> None:
    night.office.team_caller = None
    await night.office.restart()
    await night.writes("Urgent!")
    assert await night.clock() is None


async def test_a_clock_of_a_former_company_or_line_is_stopped(night: Night) -> None:
    await night.writes("Urgent!")
    await of_shop(night, replace(TEAM, lines=(OTHER_LINE,)))
    await night.after(hours=1)
    assert await night.clock() is None
    assert await night.hears() is Said.OVER
    assert night.rung == ["ANNA"]


@pytest.mark.parametrize("result", [Unknown("no answer in time"), Refused("21219", Reaction.OWNER)])
async def test_what_is_in_doubt_or_refused_is_not_asked_again_but_the_next_one_is_called(
    night: Night, result: Unknown | Refused
) -> None:
    night.caller.answers = [result]
    await night.writes("Urgent!")
    assert night.rung == ["ANNA", "SAM"]
    state = "unknown" if isinstance(result, Unknown) else "refused"
    code = None if isinstance(result, Unknown) else "21219"
    assert (await night.history())[0] == (state, code, "Anna")


async def test_a_refusal_is_told_with_what_it_asks_of_the_owner(night: Night) -> None:
    night.caller.answers = [Refused("21215", Reaction.OWNER)]
    await night.writes("Urgent!")
    called = [each for each in night.office.told if isinstance(each, TeamCalled)]
    assert [(each.call.detail, each.reaction, each.call.name) for each in called] == [
        ("21215", Reaction.OWNER, "Anna")
    ]


async def test_a_company_that_did_nothing_is_asked_again_for_the_same_one(night: Night) -> None:
    night.caller.answers = [Refused("20429", Reaction.RETRY)]
    await night.writes("Urgent!")
    assert night.rung == ["ANNA"]
    await night.after(seconds=30)
    assert night.rung == ["ANNA", "ANNA"]
    assert await night.history() == [("calling", None, "Anna")]


async def test_a_company_that_never_does_anything_is_not_asked_for_ever(night: Night) -> None:
    night.caller.answers = [Refused("unreachable", Reaction.RETRY)] * 99
    await night.writes("Urgent!")
    for _ in range(90):
        await night.after(seconds=30)
    assert len(night.rung) == 60
    assert await night.clock() is None
    assert await night.history() == [("refused", "unreachable", "Anna")], "the owner can see why"
    [told] = [each for each in night.office.told if isinstance(each, TeamCalled)]
    assert (told.call.state, told.call.detail) == (TeamCallState.REFUSED, "unreachable")


async def test_the_phone_in_doubt_that_rang_after_all_is_heard(night: Night) -> None:
    night.caller.answers = [Unknown("no answer in time")]
    await night.writes("Urgent!")
    [anna, sam] = night.caller.called
    assert isinstance(await night.hears(call=anna), Urgent)
    assert isinstance(await night.hears("1", call=anna), PutThrough)
    assert await night.hears("1", call=sam) is Said.OVER, "one of them is enough"
    await night.tells(CallNews.REACHED, call=anna)
    await night.after(hours=1)
    assert night.rung == ["ANNA", "SAM"]


@pytest.mark.parametrize("key", ["1", "2"])
async def test_of_two_who_were_called_one_is_enough(night: Night, key: str) -> None:
    night.caller.answers = [Unknown("no answer in time")]
    await night.writes("Urgent!")
    [anna, sam] = night.caller.called
    await night.hears(key, call=sam)
    assert await night.hears(call=anna) is Said.OVER
    assert await night.hears("1", call=anna) is Said.OVER


async def test_a_report_that_overtakes_the_answer_stands(night: Night) -> None:
    async def report(call: CallToTeam) -> None:
        night.caller.meanwhile = None
        at = night.office.clock.now
        await night.office.engine.handle(
            TeamCallReport(token=call.token, news=CallNews.OVER, at=at, missed="busy")
        )

    night.caller.meanwhile = report
    night.caller.answers = [Unknown("no answer in time"), Accepted("CA2")]
    await night.writes("Urgent!")
    assert (await night.history())[0] == ("missed", "busy", "Anna")
    assert night.rung == ["ANNA", "SAM"]


async def test_a_restart_between_the_claim_and_the_call_rings_the_next_one_only(
    night: Night,
) -> None:
    async def crash(_call: CallToTeam) -> None:
        raise LedgerUnavailable

    night.caller.meanwhile = crash
    await night.writes("Urgent!")
    night.caller.meanwhile = None
    await night.office.restart()
    await night.after(seconds=45)
    assert night.rung == ["ANNA", "SAM"]


async def test_a_clock_that_rings_twice_at_once_calls_once(night: Night) -> None:
    await night.writes("Urgent!")
    stale = await night.clock()
    assert stale is not None
    ring = night.office.engine.calling_team.ring
    await ring(replace(stale, step=0))
    assert night.rung == ["ANNA"]
    await night.office.ledger.write(lambda book: book.stop_clock(1, ClockKind.RING))
    await ring(stale)
    assert night.rung == ["ANNA"]


async def test_a_later_urgency_has_calls_of_its_own(night: Night) -> None:
    await night.writes("Urgent!")
    first = night.last
    await night.office.engine.send_text(LINE.id, CALLER, "On our way")
    await night.after(seconds=10)
    await night.writes("It is urgent again")
    assert night.rung == ["ANNA", "ANNA"]
    await night.tells(CallNews.OVER, "no-answer", call=first)
    assert night.rung == ["ANNA", "ANNA"], "what became of the first call is of the past"
    assert await night.hears(call=first) is Said.OVER


async def test_calls_are_bounded_by_the_hour_whoever_says_that_it_is_urgent(night: Night) -> None:
    for number in range(calling_team.MOST_AN_HOUR + 3):
        await night.writes("Urgent!", f"+120255501{number:02}")
    assert len(night.rung) == calling_team.MOST_AN_HOUR
    told = [each for each in night.office.told if isinstance(each, TeamNotCalled)]
    assert len(told) == 3


async def test_calls_are_bounded_by_the_day(night: Night, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(calling_team, "MOST_A_DAY", 3)
    for number in range(5):
        await night.writes("Urgent!", f"+120255501{number:02}")
        await night.after(hours=2)
    assert len(night.rung) == 3


async def test_who_was_being_put_through_when_nothing_was_heard_any_more_is_followed_by_the_next(
    night: Night,
) -> None:
    await night.writes("Urgent!")
    await night.hears("1")
    await night.after(seconds=119)
    assert night.rung == ["ANNA"]
    await night.after(seconds=1)
    assert night.rung == ["ANNA", "SAM"]
    assert (await night.history())[0] == ("not_reached", None, "Anna")
    assert isinstance(await night.hears("1"), PutThrough)


async def test_a_token_that_nobody_gave_out_leads_nowhere(night: Night) -> None:
    engine = night.office.engine
    assert await engine.calling_team.answer(TeamCallAsked(token="x")) is Said.OVER
    await engine.handle(TeamCallReport(token="x", news=CallNews.REACHED, at=night.office.clock.now))
    assert night.office.told == []


async def test_a_key_that_is_pressed_much_later_does_nothing(night: Night) -> None:
    await night.writes("Urgent!")
    await night.after(minutes=61)
    assert await night.hears("1", call=night.caller.called[0]) is Said.OVER


async def test_somebody_who_was_erased_is_urgent_no_more(night: Night) -> None:
    async def erase(_call: CallToTeam) -> None:
        await night.office.engine.people.erase(CALLER)

    night.caller.meanwhile = erase
    night.caller.answers = [Refused("21211", Reaction.OWNER)]
    await night.writes("Urgent!")
    await night.after(hours=1)
    assert night.rung == ["ANNA"]
    assert await night.hears() is Said.OVER
    assert await night.office.ledger.records(SHOP.id, [LINE.id]) is not None


async def test_a_caller_who_cannot_be_called_is_told_of_all_the_same(night: Night) -> None:
    await night.writes("Urgent!", "+447400123456")
    talk = await night.hears()
    assert isinstance(talk, Urgent)
    assert not talk.connects
    assert await night.hears("1") == talk
    assert await night.hears("2") is Said.TAKEN


@pytest.mark.parametrize(
    ("peer", "may"),
    [
        (CALLER, True),
        ("12345", False),
        ("CORNER", False),
        (OTHER_LINE.number, False),
        (MOBILE, False),
        ("+447400123456", False),
        ("+19002345678", False),
        ("+18002345678", False),
    ],
)
def test_nobody_is_put_through_to_what_may_cost_or_ring_in_a_circle(peer: str, may: bool) -> None:
    assert may_be_put_through(TEAM, peer) is may


def test_a_shop_that_texts_everywhere_may_call_everywhere() -> None:
    shop = replace(TEAM, limits=Limits(countries=frozenset()))
    assert may_be_put_through(shop, "+447400123456")


async def test_two_callers_ring_each_for_themselves(night: Night) -> None:
    await night.writes("Urgent!")
    await night.writes("Emergency", OTHER_CALLER)
    assert night.rung == ["ANNA", "ANNA"]


async def test_a_caller_who_was_reached_waits_no_more_though_the_ledger_fails_in_between(
    night: Night, monkeypatch: pytest.MonkeyPatch
) -> None:
    await night.writes("Urgent!")
    await night.hears("1")
    write, written = SqliteLedger.write, 0

    async def once[T](ledger: SqliteLedger, work: Callable[[Book], T]) -> T:
        nonlocal written
        written += 1
        if written > 1:
            raise LedgerUnavailable("disk full")
        return await write(ledger, work)

    report = TeamCallReport(
        token=night.last.token, news=CallNews.REACHED, at=night.office.clock.now
    )
    with monkeypatch.context() as failing:
        failing.setattr(SqliteLedger, "write", once)
        with suppress(LedgerUnavailable):
            await night.office.engine.handle(report)
    # As the company repeats what was not taken, and tells the same once more when they hang up.
    await night.office.engine.handle(report)
    assert (await night.thread()).waiting_since is None
