"""What a member of the team texts to a line goes on to the caller of whom they were told."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from .book import Book
from .desk import Desk, Draft, Refusal, new_text
from .outbox import OutgoingText, TextKind
from .ports import TeamWords
from .requests import Requested, request_text
from .shop import TeamMember
from .threads import Thread
from .told import REMEMBERED, Told, read_answer
from .wording.reactions import own_words

# Nobody reads a longer list in a text.
_MOST_CHOICES: Final = 5
# A phone that answers by itself, as one does whose owner drives, answers each notice: whoever writes
# so often in so short a time is asked and told nothing, so that the two of them come to an end.
_MOST_AT_A_TIME: Final = 10
_A_TIME: Final = timedelta(minutes=10)


@dataclass(frozen=True, slots=True, kw_only=True)
class RelayDesk:
    """What it takes to pass a member's words on, made before the transaction.

    `mobile` is what they wrote from. `ref` is for the text to the caller, `notice_ref` for one to the
    member; `name_of` tells what somebody (E.164) is called.
    """

    member: TeamMember
    mobile: str
    ref: str
    notice_ref: str
    words: TeamWords
    name_of: Callable[[str], str | None]


@dataclass(frozen=True, slots=True, kw_only=True)
class Relayed:
    """What became of a member's words: they went on, or the member is mostly told why not."""

    passed_on: Requested | None = None
    notice: OutgoingText | None = None


def relay(book: Book, desk: Desk, at: RelayDesk, body: str) -> Relayed:
    """Pass on what a member wrote. Words that answer nobody are left as they are."""
    if body.strip() and not own_words(body).strip():
        # Who gives a notice a thumb writes nothing, and what it quotes may be of somebody else.
        return Relayed()
    told = [
        (each, thread)
        for each in book.told_to(at.member.id, desk.line.id, desk.now - REMEMBERED)
        if (thread := book.thread_by_id(each.thread_id)) is not None
    ]
    if not told:
        return Relayed()
    answer = read_answer(body, [each for each, _ in told])
    if answer is None:
        choices = _choices(told, at)
        return Relayed(notice=_notice(book, desk, at, at.words.which(choices)))
    thread = next(thread for each, thread in told if each is answer.told)
    try:
        passed_on = request_text(
            book,
            desk,
            Draft(ref=at.ref, body=answer.body),
            to=thread.peer,
            kind=TextKind.MESSAGE,
            by=at.member.name,
        )
    except Refusal as refusal:
        words = at.words.refused(thread.peer, at.name_of(thread.peer), refusal.reason)
        return Relayed(notice=_notice(book, desk, at, words))
    return Relayed(passed_on=passed_on)


def _choices(
    told: Sequence[tuple[Told, Thread]], at: RelayDesk
) -> list[tuple[int, str, str | None]]:
    return [
        (each.code, thread.peer, at.name_of(thread.peer)) for each, thread in told[:_MOST_CHOICES]
    ]


def _notice(book: Book, desk: Desk, at: RelayDesk, words: str) -> OutgoingText | None:
    if len(book.said_since(desk.line.id, at.mobile, desk.now - _A_TIME)) > _MOST_AT_A_TIME:
        return None
    draft = Draft(ref=at.notice_ref, body=words)
    return book.add_text(new_text(desk, draft, TextKind.NOTICE, at.mobile))
