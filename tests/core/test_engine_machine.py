"""One shop walked at random: nobody is forgotten, nobody is texted twice or against their will."""

import asyncio
from collections import Counter
from collections.abc import Coroutine
from dataclasses import dataclass, field, replace
from datetime import timedelta
from pathlib import Path
import sqlite3
import tempfile
from typing import Any, override

from hypothesis import HealthCheck, settings, strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    invariant,
    rule,
    run_state_machine_as_test,
)
import pytest

from custom_components.missed_call_textback.core import sender
from custom_components.missed_call_textback.core.calls import CallEvent, CallStep, Outcome
from custom_components.missed_call_textback.core.calls_made import CallMade
from custom_components.missed_call_textback.core.carrier import CarrierSilent
from custom_components.missed_call_textback.core.engine import Refusal, UnknownCall
from custom_components.missed_call_textback.core.happenings import (
    CallDecided,
    Happening,
    TextMoved,
    TextReceived,
)
from custom_components.missed_call_textback.core.opt_out import Wish, wish_of
from custom_components.missed_call_textback.core.outbox import (
    Accepted,
    InboundText,
    OutgoingText,
    Reaction,
    Receipt,
    Refused,
    SendResult,
    TextKind,
    TextState,
    Unknown,
)
from custom_components.missed_call_textback.core.ports import Entry, LedgerUnavailable
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.shop import Line, Rules
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.ledger import SqliteLedger

from .conftest import Office
from .examples import LINE, MOBILE, OTHER_LINE, SHOP as PLAIN_SHOP
from .fakes import FakeClock, ScriptedCarrier

SHOP = replace(
    PLAIN_SHOP,
    confirms_opt_out=True,
    limits=replace(PLAIN_SHOP.limits, price=10, burst=3),
    lines=tuple(replace(line, rules=Rules()) for line in PLAIN_SHOP.lines),
)
CUSTOMERS = ("+12025550143", "+12025550144", "+12025550145")
CALLERS = (*CUSTOMERS, MOBILE, "anonymous")
LINES = (LINE, OTHER_LINE)
SOURCES = ("trunk", "pbx")
REFUSALS = {
    "throttled": Refused("20429", Reaction.RETRY),
    "never": Refused("21211", Reaction.NEVER),
    "owner": Refused("21612", Reaction.OWNER),
    "opted out": Refused("21610", Reaction.OPTED_OUT),
    "sign in": Refused("20003", Reaction.SIGN_IN),
    "hold": Refused("21606", Reaction.HOLD),
    "suspend": Refused("30034", Reaction.SUSPEND),
    "untextable": Refused("21211", Reaction.UNTEXTABLE),
    "call back": Refused("21614", Reaction.CALL_BACK),
}
DOUBTS = ("unknown, taken", "unknown", "hangs, taken", "hangs", "breaks")
# In doubt is where a text is doubled or forgotten, so that is where most of them go.
FATES = ("accepted", *DOUBTS, *DOUBTS, "throttled", *REFUSALS)
REPORTS = (TextState.SENT, TextState.DELIVERED, TextState.UNDELIVERED, TextState.FAILED)


_PROMISED = (
    Reason.MISSED_OPEN,
    Reason.MISSED_CLOSED,
    Reason.REQUESTED,
    Reason.SENSIBLE_HOURS,
)


@dataclass(slots=True)
class Company(ScriptedCarrier):
    """A carrier with a fate for each text, and an honest list of what it took."""

    clock: FakeClock = field(default_factory=FakeClock)
    fates: list[str] = field(default_factory=list)
    took: list[OutgoingText] = field(default_factory=list)
    opted_out: set[str] = field(default_factory=set)
    """As far as the shop knows."""
    hanging: int = 0
    wrongs: list[str] = field(default_factory=list)
    """What must never have been handed over. Raised here, the engine would take it for a breakdown."""

    @override
    async def send(self, text: OutgoingText, deadline_seconds: int) -> SendResult:
        if text.state is not TextState.SENDING:
            self.wrongs.append("handed over unclaimed")
        if text.to in self.opted_out and text.kind is not TextKind.SERVICE:
            self.wrongs.append("handed over though opted out")
        self.sent.append(text)
        fate = self.fates.pop(0) if self.fates else "accepted"
        if fate in REFUSALS:
            return REFUSALS[fate]
        if fate == "breaks":
            raise RuntimeError("broken on purpose")
        if fate in ("accepted", "unknown, taken", "hangs, taken"):
            if text.ref in {each.ref for each in self.took}:
                self.wrongs.append("taken twice")
            self.took.append(text)
        if fate.startswith("hangs"):
            self.hanging += 1
            try:
                await asyncio.Event().wait()
            finally:
                self.hanging -= 1
        return Accepted(f"SM{text.ref}") if fate == "accepted" else Unknown("timeout")

    @override
    async def find(self, text: OutgoingText, taken: frozenset[str]) -> str | None:
        if self.silent:
            raise CarrierSilent
        found = {f"SM{each.ref}" for each in self.took if each.ref == text.ref} - taken
        return found.pop() if found else None


class Ledger(SqliteLedger):
    """The real ledger, which fails when it is told to."""

    def __init__(self) -> None:
        super().__init__()
        self.failures = 0

    @override
    async def write[T](self, work: Any, **how: Any) -> T:
        if self.failures:
            self.failures -= 1
            raise LedgerUnavailable("failed on purpose")
        written: T = await super().write(work, **how)
        return written


@dataclass(slots=True)
class Workshop(Office):
    """An office whose power can fail, and whose texts may hang on their way."""

    power: bool = True

    @override
    def spawn(self, work: Coroutine[Any, Any, None], name: str) -> None:
        if self.power:
            Office.spawn(self, work, name)
        else:
            work.close()

    @override
    def stuck(self) -> int:
        assert isinstance(self.carrier, Company)
        return Office.stuck(self) + self.carrier.hanging


class Shop(RuleBasedStateMachine):
    """What may happen to a shop, and what must hold all the time."""

    def __init__(self) -> None:
        super().__init__()
        self.runner = asyncio.Runner()
        self.folder = tempfile.TemporaryDirectory()
        self.path = Path(self.folder.name) / "ledger.db"
        self.company = Company()
        self.replies: dict[str, str] = {}
        self.runner.run(self.open())

    async def open(self) -> None:
        self.ledger = Ledger()
        await self.ledger.open(self.path)
        self.office = Workshop(
            self.ledger, shop=SHOP, carrier=self.company, clock=self.company.clock
        )
        self.office.told = Told(self.company.opted_out)
        self.office.engine = self.office.new_engine()
        await self.office.engine.start()
        self.reader = sqlite3.connect(self.path)

    def do(self, work: Coroutine[Any, Any, object]) -> bool:
        """Do something and let all settle that follows; False where it was refused."""

        async def whole() -> bool:
            try:
                await work
            except LedgerUnavailable, Refusal, UnknownCall:
                done = False
            else:
                done = True
            await self.office.idle()
            return done

        return self.runner.run(whole())

    def event(
        self,
        caller: str,
        line: Line,
        number: int,
        step: CallStep,
        outcome: Outcome | None = None,
        *,
        source: str = "trunk",
    ) -> CallEvent:
        return CallEvent(
            line_id=line.id,
            source_id=f"{source}:{line.id}-{caller}-{number}",
            step=step,
            at=self.office.clock.now,
            caller=caller,
            outcome=outcome,
        )

    @rule(
        caller=st.sampled_from(CALLERS),
        line=st.sampled_from(LINES),
        number=st.integers(0, 3),
        outcome=st.sampled_from(Outcome),
        fate=st.sampled_from(FATES),
        source=st.sampled_from(SOURCES),
    )
    def a_call_ends(
        self, caller: str, line: Line, number: int, outcome: Outcome, fate: str, *, source: str
    ) -> None:
        self.company.fates = [fate]
        event = self.event(caller, line, number, CallStep.ENDED, outcome, source=source)
        self.do(self.office.engine.handle_call(event))

    @rule(
        caller=st.sampled_from(CALLERS),
        line=st.sampled_from(LINES),
        number=st.integers(0, 3),
        steps=st.lists(st.sampled_from(CallStep), min_size=1, max_size=4),
        known=st.booleans(),
        sources=st.lists(st.sampled_from(SOURCES), min_size=4, max_size=4),
    )
    def a_call_is_reported_in_any_order(
        self,
        caller: str,
        line: Line,
        number: int,
        steps: list[CallStep],
        *,
        known: bool,
        sources: list[str],
    ) -> None:
        for step, source in zip(steps, sources, strict=False):
            event = self.event(caller, line, number, step, source=source)
            if not known and caller in CUSTOMERS:
                event = replace(event, caller=None)
            self.do(self.office.engine.handle_call(event))

    @rule(caller=st.sampled_from(CUSTOMERS), number=st.integers(0, 3))
    def the_power_fails_between_the_commit_and_the_send(self, caller: str, number: int) -> None:
        self.office.power = False
        event = self.event(caller, LINE, number, CallStep.ENDED, Outcome.BUSY)
        self.do(self.office.engine.handle_call(event))
        self.restart()

    @rule(caller=st.sampled_from(CUSTOMERS), number=st.integers(0, 3))
    def a_webhook_goes_away(self, caller: str, number: int) -> None:
        event = self.event(caller, OTHER_LINE, number, CallStep.ENDED, Outcome.FAILED)

        async def go_away() -> None:
            taking = asyncio.create_task(self.office.engine.handle_call(event))
            await asyncio.sleep(0)
            taking.cancel()
            await asyncio.wait([taking])
            # What was handed over before is done before.
            await SqliteLedger.write(self.office.ledger, lambda _: None)

        self.do(go_away())

    @rule(
        caller=st.sampled_from(CALLERS[:-1]),
        line=st.sampled_from(LINES),
        number=st.integers(0, 9),
        body=st.sampled_from(
            ["Tomorrow?", "STOP", "Start", "stop please", "help", "not interested"]
        ),
    )
    def a_text_comes_in(self, caller: str, line: Line, number: int, body: str) -> None:
        carrier_id = f"SMin{number}"
        if carrier_id in self.replies:
            caller, line, body = CUSTOMERS[0], LINE, "A replay changes nothing"
        text = InboundText(
            line_id=line.id,
            carrier_id=carrier_id,
            sender=caller,
            body=body,
            at=self.office.clock.now,
        )
        if self.do(self.office.engine.handle_text(text)) and carrier_id not in self.replies:
            conversation = wish_of(body) in (None, Wish.HELP, Wish.UNSURE)
            counts = conversation and caller != MOBILE
            self.replies[carrier_id] = line.id if counts else ""

    @rule(caller=st.sampled_from(CALLERS), answered=st.booleans(), ago=st.integers(0, 3))
    def the_shop_calls(self, caller: str, ago: int, *, answered: bool) -> None:
        at = self.office.clock.now - timedelta(minutes=ago)
        made = CallMade(numbers=(caller,), began_at=at, answered_at=at if answered else None)
        (texts,) = self.rows("SELECT count(*) FROM text")
        self.do(self.office.engine.handle(made))
        assert self.rows("SELECT count(*) FROM text") == [texts], "a text because the shop called"

    @rule(
        which=st.integers(0, 9),
        state=st.sampled_from(REPORTS),
        by_ref=st.booleans(),
        reaction=st.sampled_from([Reaction.LATER, Reaction.LATER, Reaction.RETRY, None]),
    )
    def a_receipt_comes_in(
        self, which: int, state: TextState, by_ref: bool, reaction: Reaction | None
    ) -> None:
        if which < len(self.company.took):
            receipt = self.receipt(which, state, reaction)
            self.do(
                self.office.engine.handle_receipt(receipt if by_ref else replace(receipt, ref=None))
            )

    def receipt(self, which: int, state: TextState, reaction: Reaction | None) -> Receipt:
        ref = self.company.took[-1 - which].ref
        lost = state in (TextState.UNDELIVERED, TextState.FAILED)
        return Receipt(
            state=state,
            ref=ref,
            carrier_id=f"SM{ref}",
            error="30003" if lost else None,
            reaction=reaction if lost else None,
        )

    @rule(
        away=st.sampled_from([60, 1_200, 7_000, 90_000]),
        calls=st.lists(
            st.tuples(
                st.sampled_from(CALLERS),
                st.sampled_from([Outcome.ANSWERED, Outcome.NO_ANSWER, Outcome.NO_ANSWER]),
                st.integers(4, 9),
                st.floats(0, 1),
            ),
            max_size=4,
        ),
        texts=st.lists(
            st.tuples(
                st.sampled_from(CUSTOMERS),
                st.sampled_from(["Hello?", "STOP", "Start"]),
                st.integers(10, 19),
                st.floats(0, 1),
            ),
            max_size=2,
        ),
        reports=st.lists(st.tuples(st.sampled_from(REPORTS), st.integers(0, 3)), max_size=2),
    )
    def it_was_away_and_reads_the_log(
        self,
        away: int,
        calls: list[tuple[str, Outcome, int, float]],
        texts: list[tuple[str, str, int, float]],
        reports: list[tuple[TextState, int]],
    ) -> None:
        since = self.office.clock.now
        self.office.clock.forward(seconds=away)
        entries: list[Entry] = [
            replace(
                self.event(caller, LINE, number, CallStep.ENDED, outcome),
                at=since + timedelta(seconds=away * share),
            )
            for caller, outcome, number, share in calls
        ]
        for caller, body, number, share in texts:
            if f"SMin{number}" in self.replies:
                continue
            at = since + timedelta(seconds=away * share)
            entries.append(
                InboundText(
                    line_id=LINE.id, carrier_id=f"SMin{number}", sender=caller, body=body, at=at
                )
            )
            self.replies[f"SMin{number}"] = LINE.id if wish_of(body) is None else ""
        entries += [
            replace(self.receipt(which, state, Reaction.LATER), ref=None)
            for state, which in reports
            if which < len(self.company.took)
        ]
        self.restart()
        # Read whole or not at all, in the end: who cannot keep it reads it again.
        while not self.do(self.office.engine.catch_up(entries)):
            pass
        self.do(self.office.engine.catch_up(entries))

    @rule(
        to=st.sampled_from(CALLERS),
        line=st.sampled_from(LINES),
        fate=st.sampled_from(FATES),
        free=st.booleans(),
    )
    def somebody_asks_for_a_text(self, to: str, line: Line, fate: str, free: bool) -> None:
        self.company.fates = [fate]
        engine = self.office.engine
        asked = (
            engine.send_text(line.id, to, "Hi") if free else engine.text_back(line.id, number=to)
        )
        self.do(asked)

    @rule(which=st.integers(1, 9), line=st.sampled_from(LINES))
    def an_automation_texts_a_call_back(self, which: int, line: Line) -> None:
        self.do(self.office.engine.text_back(line.id, call_id=which))

    @rule(
        caller=st.sampled_from(CUSTOMERS),
        line=st.sampled_from(LINES),
        outcome=st.sampled_from(Outcome),
    )
    def a_call_is_only_simulated(self, caller: str, line: Line, outcome: Outcome) -> None:
        before = self.rows("SELECT count(*) FROM call UNION ALL SELECT count(*) FROM text")
        self.do(self.office.engine.simulate(line.id, caller, outcome))
        assert before == self.rows("SELECT count(*) FROM call UNION ALL SELECT count(*) FROM text")

    @rule(caller=st.sampled_from(CUSTOMERS), blocked=st.booleans())
    def the_owner_blocks_somebody(self, caller: str, blocked: bool) -> None:
        self.do(self.office.engine.people.set_blocked(caller, blocked=blocked))

    @rule(caller=st.sampled_from(CUSTOMERS), wish=st.sampled_from([Wish.STOP, Wish.START]))
    def the_owner_notes_a_wish(self, caller: str, wish: Wish) -> None:
        if self.do(self.office.engine.people.set_wish(caller, wish)):
            if wish is Wish.STOP:
                self.company.opted_out.add(caller)
            else:
                self.company.opted_out.discard(caller)

    @rule(by_day_only=st.booleans(), wait=st.sampled_from([0, 10, 90]))
    def the_owner_changes_the_rules(self, by_day_only: bool, wait: int) -> None:
        rules = Rules(by_day_only=by_day_only)
        hears_twice = timedelta(seconds=wait)
        lines = tuple(replace(line, rules=rules, hears_twice=hears_twice) for line in SHOP.lines)
        self.office.shop = replace(SHOP, lines=lines)
        self.restart()

    @rule(line=st.sampled_from(LINES), on=st.booleans())
    def the_switch_is_turned(self, line: Line, on: bool) -> None:
        self.do(self.office.engine.settings.set_automatic(line.id, on=on))

    @rule(silent=st.booleans())
    def the_carrier_falls_silent_or_speaks_again(self, silent: bool) -> None:
        self.company.silent = silent

    @rule(times=st.integers(1, 3))
    def the_ledger_will_fail(self, times: int) -> None:
        self.ledger.failures = times

    @rule()
    def restart(self) -> None:
        self.ledger.failures = 0
        self.office.power = True
        self.runner.run(self.office.restart())

    @rule(
        seconds=st.sampled_from([1, 5, 61, 121, 600, 1_900, 20_000, 86_400, 180_000]),
        fates=st.lists(st.sampled_from(FATES), max_size=3),
    )
    def time_goes_by(self, seconds: float, fates: list[str]) -> None:
        self.company.fates = fates
        self.do(self.office.wake(seconds=seconds))

    def rows(self, query: str) -> list[tuple[Any, ...]]:
        return self.reader.execute(query).fetchall()

    @invariant()
    def nothing_wrong_is_handed_over(self) -> None:
        assert self.company.wrongs == []

    @invariant()
    def nobody_is_texted_back_twice_within_the_cooldown(self) -> None:
        last: dict[tuple[str, str], OutgoingText] = {}
        for text in self.company.took:
            if text.kind is TextKind.TEXT_BACK and text.retry_of is None:
                before = last.get((text.line_id, text.to))
                assert not before or text.created_at - before.created_at >= LINE.rules.again_after
                last[text.line_id, text.to] = text
                assert text.to in CUSTOMERS

    @invariant()
    def only_what_was_not_delivered_is_tried_once_more_and_once(self) -> None:
        tries = Counter(text.retry_of for text in self.company.took if text.retry_of)
        assert all(times == 1 for times in tries.values())
        assert not self.rows(
            "SELECT id FROM text AS first WHERE retry_of IS NULL AND id IN (SELECT retry_of FROM text)"
            " AND state NOT IN ('undelivered', 'failed', 'delivered')"
        )

    @invariant()
    def every_call_that_is_over_has_its_decision_and_reason_or_waits_for_another_source(
        self,
    ) -> None:
        for over, decided, reasoned, waits in self.rows(
            "SELECT outcome IS NOT NULL, decision IS NOT NULL, reason IS NOT NULL,"
            " due_at IS NOT NULL FROM call"
        ):
            assert decided == reasoned
            assert over == decided or (over and waits)

    @invariant()
    def what_another_source_told_is_no_call_and_leads_to_one_that_it_did_not_tell(self) -> None:
        assert not self.rows(
            "SELECT twin.id FROM call AS twin LEFT JOIN call AS first ON first.id = twin.same_as"
            " WHERE twin.same_as IS NOT NULL AND (first.id IS NULL OR first.same_as IS NOT NULL"
            " OR twin.outcome IS NOT NULL OR twin.due_at IS NOT NULL OR twin.decision IS NOT NULL"
            " OR substr(first.source_id, 1, 3) = substr(twin.source_id, 1, 3))"
        )

    @invariant()
    def each_call_is_decided_once(self) -> None:
        told = Counter(
            each.call.source_id
            for each in self.office.told
            if isinstance(each, CallDecided)
            and each.decision.reason is not Reason.ALREADY_DECIDED
            # Decided again when the caller becomes known.
            and not (each.decision.reason is Reason.NO_CALLER_ID and each.call.caller is None)
        )
        assert all(times == 1 for times in told.values())

    @invariant()
    def the_counters_equal_a_recount(self) -> None:
        counted = Counter[tuple[str, str]]()
        by_day = Counter[tuple[str, str]]()
        for line_id, day, tally, n in self.rows("SELECT line_id, day, tally, n FROM daily"):
            (by_day if day else counted)[line_id, tally] += n
        assert counted == Counter({which: n for which, n in by_day.items() if "." not in which[1]})
        recount = Counter[tuple[str, str]](
            (line_id, Tally.MISSED)
            for (line_id,) in self.rows(
                "SELECT line_id FROM call WHERE reason NOT IN ('team', 'own_number')"
                " AND outcome <> 'answered'"
            )
        )
        # Taken by the carrier, as far as the ledger knows.
        recount.update(
            (line_id, Tally.TEXTED)
            for (line_id,) in self.rows(
                "SELECT line_id FROM text WHERE kind = 'text_back' AND retry_of IS NULL"
                " AND carrier_id IS NOT NULL"
                " AND (accepted_at IS NOT NULL OR state = 'delivered' OR error IN"
                " ('too_late', 'never_known', 'opted_out'))"
            )
        )
        recount.update((line_id, Tally.REPLIES) for line_id in self.replies.values() if line_id)
        for (line_id, tally), n in recount.items():
            assert counted[line_id, tally] == n, tally
        for line in LINES:
            [(still_open,)] = self.rows(
                f"SELECT count(*) FROM thread WHERE line_id = '{line.id}'"  # noqa: S608
                " AND episode_at IS NOT NULL"
            )
            won = counted[line.id, Tally.RECOVERED]
            assert won + still_open <= counted[line.id, Tally.EPISODES]

    @invariant()
    def what_is_spent_is_what_was_or_may_have_been_sent(self) -> None:
        [(spent,)] = self.rows("SELECT coalesce(sum(amount), 0) FROM spending")
        [(cost,)] = self.rows(
            "SELECT coalesce(sum(cost), 0) FROM text WHERE state <> 'dropped' AND NOT"
            " (state = 'failed' AND carrier_id IS NULL AND error <> 'never_known')"
        )
        assert spent == cost

    @override
    def teardown(self) -> None:
        try:
            self.quiet_time_settles_everything()
        finally:
            self.runner.run(self.close())
            self.runner.close()
            self.folder.cleanup()

    async def close(self) -> None:
        self.reader.close()
        await self.office.engine.stop()
        await self.ledger.close()

    def quiet_time_settles_everything(self) -> None:
        self.company.fates, self.company.silent = [], False
        self.restart()
        for _ in range(6):
            self.do(self.office.wake(minutes=2))
        self.do(self.office.wake(days=3))
        assert self.company.wrongs == []
        assert self.office.alarm.at is None
        assert (
            self.rows("SELECT state FROM text WHERE state IN ('queued','sending','unknown')") == []
        )
        assert self.rows("SELECT id FROM call WHERE outcome IS NULL AND same_as IS NULL") == []
        took = {text.ref for text in self.company.took}
        for ref, state, error in self.rows("SELECT ref, state, error FROM text WHERE ref NOT NULL"):
            if state in ("accepted", "sent", "delivered", "undelivered"):
                assert ref in took
            else:
                assert state in ("failed", "dropped")
                assert error
        for reason, texts in self.rows(
            "SELECT reason, (SELECT count(*) FROM text WHERE call_id = call.id) FROM call"
        ):
            # More than one only by an automation that tried again after the first failed for good.
            promised = reason in _PROMISED
            assert (texts > 0) == promised
        assert (
            self.rows(
                "SELECT id FROM call WHERE reason = 'texted_recently' AND NOT EXISTS (SELECT 1"
                " FROM text WHERE kind = 'text_back' AND text.line_id = call.line_id"
                " AND peer = caller AND created_at <= decided_at"
                # One in doubt stays open until somebody looks, however long nobody was there.
                " AND (error IS NULL OR error = 'never_known'"
                " OR created_at > decided_at - 140000000000))"
            )
            == []
        )


class Told(list[Happening]):
    """What was told, with the opt-outs that the shop thereby knows of."""

    def __init__(self, opted_out: set[str]) -> None:
        super().__init__()
        self._opted_out = opted_out

    @override
    def append(self, happening: Happening) -> None:
        super().append(happening)
        match happening:
            case TextReceived(wish=Wish.STOP | Wish.UNSURE):
                self._opted_out.add(happening.peer)
            case TextReceived(wish=Wish.START):
                self._opted_out.discard(happening.peer)
            case TextMoved(reaction=Reaction.OPTED_OUT):
                self._opted_out.add(happening.text.to)
            case CallDecided() if happening.text is not None:
                assert happening.text.to not in self._opted_out
                assert happening.call.missed


def test_whatever_happens_in_whatever_order_the_promise_is_kept(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sender, "LEDGER_RETRY", timedelta(milliseconds=1))
    run_state_machine_as_test(
        Shop,
        settings=settings(
            max_examples=130,
            stateful_step_count=30,
            derandomize=True,
            deadline=None,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
