"""Verbs about what callers answered, and what they said."""

from datetime import datetime
from typing import override

from ...core.questions import Answer, Said
from ..queries import answers
from ..rows import answers_of
from ..times import from_micros, to_micros
from .base import Verbs


class AnswerVerbs(Verbs):
    """Each is one named statement."""

    @override
    def save_answer(self, thread_id: int, lead_at: datetime, answer: Answer) -> None:
        answers.SAVE_ANSWER.run(
            self._cursor,
            thread_id=thread_id,
            lead_at=to_micros(lead_at),
            question=answer.key,
            value=answer.value,
            asked_at=to_micros(answer.asked_at),
            answered_at=to_micros(answer.answered_at),
        )

    @override
    def answers_of(self, thread_id: int, lead_at: datetime) -> list[Answer]:
        rows = answers.ANSWERS_OF.run(self._cursor, thread_id=thread_id, lead_at=to_micros(lead_at))
        return answers_of(rows)

    @override
    def said_since(self, line_id: str, peer: str, since: datetime) -> list[Said]:
        rows = answers.SAID_SINCE.run(
            self._cursor, line_id=line_id, peer=peer, since=to_micros(since)
        ).fetchall()
        return [Said(body, from_micros(at)) for body, at in rows]
