"""Phones, keys, lost answers and restarts in any order: nobody's phone rings twice in a round."""

import asyncio
from collections import Counter
from contextlib import suppress
from pathlib import Path
import tempfile

from hypothesis import HealthCheck, given, settings, strategies as st

from custom_components.missed_call_textback.core.desk import Refusal
from custom_components.missed_call_textback.core.outbox import (
    Accepted,
    Reaction,
    Refused,
    SendResult,
    Unknown,
)
from custom_components.missed_call_textback.core.team_calls import ROUNDS
from custom_components.missed_call_textback.core.team_talk import (
    CallNews,
    PutThrough,
    Said,
    TeamCallAsked,
    TeamCallReport,
)
from custom_components.missed_call_textback.ledger import SqliteLedger

from .examples import CALLER, LINE
from .test_engine_team_calls import Night

ANSWERS: tuple[SendResult, ...] = (
    Accepted("CA1"),
    Unknown("no answer in time"),
    Refused("21215", Reaction.OWNER),
)
# What happens, and to which of the calls so far.
EVENTS = st.tuples(
    st.sampled_from(
        [
            *("urgent", "answered", "blocked", "unblocked", "restart", "minutes", "seconds"),
            *(f"hears {key}" for key in ("", "1", "2", "9", "1", "2")),
            *(f"tells {news}" for news in CallNews),
        ]
    ),
    st.integers(0, 2),
)


class Walk:
    """One night, and what must hold all through it."""

    def __init__(self, night: Night) -> None:
        self.night = night
        self.taken = False
        """Somebody has it, or nobody waits: no phone rings any more."""
        self.since = 0
        """How many calls there were when it became urgent last."""

    async def happens(self, what: str, which: int) -> None:
        night, engine = self.night, self.night.office.engine
        kind, _, detail = what.partition(" ")
        calls = night.caller.called
        match kind:
            case "urgent":
                waits = (await night.thread()).waiting_since is not None
                if not waits:
                    self.since, self.taken = len(calls), False
                await night.says("It is urgent")
            case "answered":
                with suppress(Refusal):
                    await engine.send_text(LINE.id, CALLER, "On our way")
                    self.taken = True
            case "blocked" | "unblocked":
                await engine.people.set_blocked(CALLER, blocked=kind == "blocked")
            case "restart":
                await night.office.restart()
            case "minutes":
                night.office.clock.forward(minutes=5)
            case "seconds":
                night.office.clock.forward(seconds=30)
            case "hears" if which < len(calls):
                asked = TeamCallAsked(token=calls[which].token, key=detail or None)
                talk = await engine.calling_team.answer(asked)
                if self.taken:
                    assert talk in (Said.OVER, Said.TAKEN)
                if talk is Said.TAKEN:
                    self.taken = True
                assert not (isinstance(talk, PutThrough) and self.taken), "one of them is enough"
            case "tells" if which < len(calls):
                at = night.office.clock.now
                report = TeamCallReport(token=calls[which].token, news=CallNews(detail), at=at)
                await engine.handle(report)
                self.taken |= (await night.thread()).waiting_since is None
            case _:
                return

    def check(self, before: int) -> None:
        rung = Counter(self.night.rung[self.since :])
        assert all(count <= ROUNDS for count in rung.values()), "each so often, and not once more"
        tokens = [call.token for call in self.night.caller.called]
        assert len(tokens) == len(set(tokens)), "no request is made twice"
        if self.taken:
            assert len(tokens) == before, "somebody sees to it"


async def walk(path: Path, events: list[tuple[str, int]], answers: list[SendResult]) -> None:
    ledger = SqliteLedger()
    await ledger.open(path)
    night = Night(ledger)
    await night.office.engine.start()
    night.caller.answers = list(answers)
    try:
        await night.writes("It is urgent")
        walked = Walk(night)
        for what, which in events:
            before = len(night.caller.called)
            was_taken = walked.taken
            await walked.happens(what, which)
            await night.office.idle()
            await night.office.wake(seconds=1)
            await night.office.idle()
            if was_taken or what != "urgent":
                walked.check(before)
    finally:
        await night.office.engine.stop()
        await ledger.close()


@settings(deadline=None, max_examples=60, suppress_health_check=[HealthCheck.too_slow])
@given(
    st.lists(EVENTS, min_size=4, max_size=14),
    st.lists(st.sampled_from(ANSWERS), max_size=6),
)
def test_whatever_happens_nobody_is_rung_more_often_than_they_should_be(
    events: list[tuple[str, int]], answers: list[SendResult]
) -> None:
    with tempfile.TemporaryDirectory() as folder:
        asyncio.run(walk(Path(folder) / "ledger.db", events, answers))
