"""The document that Twilio itself hosts for a line, and asks for when we do not answer.

Twilio has no API for TwiML Bins. Its Echo Twimlet needs none: it gives back the document in its own
address (https://www.twilio.com/labs/twimlets/echo). The whisper to whoever picks up is such an
address within the first, and what follows the key one within that. Relative addresses keep them
short (`<Number url>` and `<Gather action>` take them: https://www.twilio.com/docs/voice/twiml/number).

    primary fails ──▶ ring the team ──▶ "Press 1" ──key──▶ through to the caller
                          │                └──none──▶ hang up on a mailbox
                          └──nobody, or afterwards──▶ tell the caller

Callers of a line whose phones are the shop's own are put through to those.

Who calls is not known when the document is written, so a member of the team who calls may be rung
as well, and is engaged. Any key will do, where we ask for 1: to tell keys apart takes a program.
"""

from collections.abc import Sequence
from typing import Final
from urllib.parse import quote

from twilio.twiml.voice_response import (  # type: ignore[import-untyped]
    Dial,
    Gather,
    VoiceResponse,
)

from ...core.shop import Line, LineMode, Shop
from .spoken import WAIT_FOR_KEY, business_of, ring_time, team_to_ring, voice_of, words_of
from .twiml import written

_ECHO: Final = "https://twimlets.com/echo"
_RELATIVE: Final = "echo?Twiml="
# Tells our addresses from the owner's own. The Twimlet reads nothing but `Twiml`.
_OURS: Final = "By=MissedCallTextBack"
# Twilio takes 4,000 characters where it says so at all (error 21609), and nobody says what the
# Twimlet takes. This is what every server takes, and enough for four people with an everyday name.
_LONGEST: Final = 2000
_LONGEST_NAME: Final = 40
_DECLARATION: Final = '<?xml version="1.0" encoding="UTF-8"?>'
# What may stand in a query as it is, and does not end the parameter.
_PLAIN: Final = "/:?=!()*,;@$'"


def hosted_fallback(shop: Shop, line: Line) -> str:
    """Return the address of what a line's callers get while we do not answer.

    Where the team is too large for one address, its first members are rung.
    """
    team = team_to_ring(shop, None) if line.mode is LineMode.RING else ()
    while True:
        address = f"{_ECHO}?{_OURS}&Twiml={_quoted(_document(shop, line, team))}"
        if len(address) <= _LONGEST or not team:
            return address
        team = team[:-1]


def is_hosted(address: str) -> bool:
    """Tell whether an address that Twilio has on file is such a document of ours."""
    return address.startswith(f"{_ECHO}?{_OURS}&")


def _document(shop: Shop, line: Line, team: Sequence[str]) -> str:
    document = VoiceResponse()
    words = words_of(shop, _short_name(shop))
    if line.mode is LineMode.OWN_PHONES and line.dialled:
        document.dial(line.dialled, answer_on_bridge=True)
        return _bare(document)
    if team:
        dial = Dial(timeout=ring_time(line.ring_seconds), answer_on_bridge=True)
        whisper = _RELATIVE + _quoted(_whisper(shop))
        for mobile in team:
            dial.number(mobile, url=whisper)
        document.append(dial)
        # Without a program there is no telling whether somebody was there, and a caller whose
        # other side hung up first hears this as well.
        told = words.later
    else:
        told = words.nobody
    document.say(f"{words.thanks} {told} {words.goodbye}", language=voice_of(shop))
    return _bare(document)


def _whisper(shop: Shop) -> str:
    document = VoiceResponse()
    gather = Gather(
        num_digits=1, timeout=WAIT_FOR_KEY, action=_RELATIVE + _quoted(_bare(VoiceResponse()))
    )
    gather.say(words_of(shop, _short_name(shop)).whisper, language=voice_of(shop))
    document.append(gather)
    document.hangup()
    return _bare(document)


def _bare(document: VoiceResponse) -> str:
    # No words of anybody's have a bare `>`.
    return written(document).removeprefix(_DECLARATION).replace(" />", "/>")


def _short_name(shop: Shop) -> str:
    return business_of(shop)[:_LONGEST_NAME].rstrip()


def _quoted(document: str) -> str:
    return quote(document, safe=_PLAIN)
