"""Who of the team was told of a caller, and how what they answer finds its way."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
import re
from typing import Final

# What is answered later than this is an answer to nothing that anybody remembers.
REMEMBERED: Final = timedelta(hours=24)
# `2 Yes, at ten`, `#2: yes`. More digits, or what is measured in something, are words.
_CODE: Final = re.compile(r"#?(\d{1,2})(?:[:.,)\-\s]+|$)", re.ASCII)


@dataclass(frozen=True, slots=True, kw_only=True)
class Told:
    """A member of the team was told of a caller, at a time (aware).

    `code` is what an answer by text begins with where several could be meant, `token` what a tapped
    notification is known by.
    """

    thread_id: int
    line_id: str
    member_id: str
    code: int
    token: str
    at: datetime


@dataclass(frozen=True, slots=True)
class Answer:
    """Whom a member of the team answers, and what."""

    told: Told
    body: str


def free_code(others: Iterable[Told]) -> int:
    """Return the smallest code that none of a member's other callers has."""
    taken = {told.code for told in others}
    return next(code for code in range(1, len(taken) + 2) if code not in taken)


def read_answer(body: str, told: Sequence[Told]) -> Answer | None:
    """Return whom a member's text answers of those they were told of; None where nobody can tell.

    Of one alone a number at the beginning may be words, so it is taken off only where it fits.
    """
    body = body.strip()
    if (code := _CODE.match(body)) is not None:
        for each in told:
            if each.code == int(code[1]) and (rest := body[code.end() :].strip()):
                return Answer(each, rest)
    return Answer(told[0], body) if len(told) == 1 and body else None
