"""Asks callers the questions of a line, one at a time, while they answer (see `questions`)."""

from functools import partial

from .machine import Turn, Turned
from .question_steps import take_turn
from .reception import new_ref
from .workplace import Workplace


class Interviews:
    """The questions of one shop's lines. All of it raises LedgerUnavailable."""

    def __init__(self, place: Workplace) -> None:
        self._place = place

    async def go_on(self, _turn: Turn) -> bool:
        """Tell that nothing was begun: each step is whole."""
        return False

    async def speak(self, turn: Turn) -> Turned:
        """Ask the next question, or leave it to people."""
        if not turn.desk.line.questions:
            return Turned.NOT_MINE
        say = self._place.reception.asker(turn.desk, turn.thread.peer)
        asked = await self._place.ledger.write(
            partial(take_turn, turn=turn, ref=new_ref(), say=say)
        )
        if asked is None:
            return Turned.FOR_PEOPLE
        self._place.send(asked)
        return Turned.DONE
