"""The step that a caller's words lead to where a line asks (see `questions`): one unit of work."""

from collections.abc import Callable, Sequence
from typing import Final

from .book import Book
from .desk import Draft
from .machine import Turn
from .machine_texts import may_be_texted, queue_words
from .outbox import OutgoingText
from .questions import Question, Said, form_for, may_ask, move
from .threads import after_machine_words
from .waiting import ANSWERED_WITHIN

# By so much the clock of a telephone that texts may be wrong. What is later is left to people anyway.
_SKEW: Final = ANSWERED_WITHIN


def take_turn(
    book: Book, turn: Turn, *, ref: str, say: Callable[[Question], str]
) -> OutgoingText | None:
    """Keep what a caller's words tell, and ask the next question; None where nothing is asked.

    `say` gives a question its words.
    """
    thread, desk = turn.holds(book), turn.desk
    if thread is None or not may_ask(thread):
        return None
    began_at = thread.lead.began_at
    said = book.said_since(desk.line.id, thread.peer, began_at - _SKEW)
    next_move = move(
        form_for(desk.line.questions, thread),
        book.answers_of(turn.thread_id, began_at),
        _by_our_clock(said, turn),
        country=desk.shop.country,
        now=desk.now,
    )
    question = next_move.ask
    draft = None if question is None else Draft(ref=ref, body=say(question))
    if draft is not None and not may_be_texted(book, desk, thread.peer, draft.body):
        draft = None
    for answer in next_move.answers:
        if draft is not None or not answer.is_open:
            book.save_answer(turn.thread_id, began_at, answer)
    if draft is None:
        return None
    # They wait for a person all the same.
    book.save_thread(turn.thread_id, after_machine_words(thread, desk.now))
    turn.end(book)
    return queue_words(book, desk, draft, thread, turn.thread_id)


def _by_our_clock(said: Sequence[Said], turn: Turn) -> list[Said]:
    """Return words with the times at which they came here: the last of them began this turn."""
    skew = turn.clock.since - max((each.at for each in said), default=turn.clock.since)
    return [Said(each.body, each.at + skew) for each in said]
