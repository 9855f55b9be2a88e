"""Tells what somebody wrote from what their telephone quotes: reactions, and the text before."""

import re
from typing import Final

_QUOTES: Final = '"“”„«»″'
# How telephones begin a reaction, before the text that it is to.
_REACTIONS: Final = re.compile(
    r"""\W*(?:
        (?:liked|loved|disliked|emphasi[sz]ed|questioned|laughed\ at|reacted|removed)\b
        | \W{1,8}(?:to|a|à|zu)\s*$
        | (?:\w{1,20}\ ){0,2}
          (?:a\ (?:aimé|adoré|réagi|ri)|le\ (?:gustó|encantó)|ha\ (?:messo|reagito|riso))\b
        | (?:gefällt|hat\ .{0,20}reagiert|reagiert)\b
    )""",
    re.IGNORECASE | re.VERBOSE,
)
_LONGEST_LEAD: Final = 40
_QUOTED_LINE: Final = re.compile(r"^[ \t]*>.*$", re.MULTILINE)


def own_words(body: str) -> str:
    """Return a text without what its sender's telephone quotes of ours."""
    if ">" in body:
        body = _QUOTED_LINE.sub("", body)
    marks = [at for at in (body.find(mark, 0, _LONGEST_LEAD) for mark in _QUOTES) if at >= 0]
    if marks and _REACTIONS.match(body[: min(marks)]):
        last = max(map(body.rfind, _QUOTES))
        return body[last + 1 :] if last > min(marks) else ""
    return body
