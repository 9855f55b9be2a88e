"""TwiML: what callers hear and who is rung, built with Twilio's own builder."""

from datetime import datetime
import functools

from twilio.twiml.voice_response import (  # type: ignore[import-untyped]
    Dial,
    Gather,
    VoiceResponse,
)

from ...core.shop import Line, Shop
from .spoken import WAIT_FOR_KEY, business_of, ring_time, team_to_ring, voice_of, words_of
from .steps import Step, address_of

# Twilio transcribes up to 120 s; 110 leaves room for the beep.
_LONGEST_MESSAGE = 110
_SILENCE_ENDS_MESSAGE = 5
_EMERGENCY_RING = 20


class Documents:
    """Writes the documents of one shop. All are ASCII: a relay may drop the charset."""

    def __init__(self, shop: Shop, public_url: str) -> None:
        self._shop = shop
        self._public_url = public_url
        self._words = words_of(shop, business_of(shop))
        self._voice = voice_of(shop)
        self._announcements: dict[str | None, str] = {}

    def team_to_ring(self, caller: str | None) -> tuple[str, ...]:
        """Return whom to ring for a caller: never the caller, never a line of the shop's own."""
        return team_to_ring(self._shop, caller)

    def ring(self, line: Line, team: tuple[str, ...], call: str, since: datetime) -> str:
        """Ring the team together, and put the caller through to whoever presses 1.

        `since` comes back when ringing is over: nobody else remembers how long it was.
        """
        known = {"line": _digits(line), "call": call}
        milliseconds = str(round(since.timestamp() * 1000))
        document = VoiceResponse()
        dial = Dial(
            timeout=ring_time(line.ring_seconds),
            answer_on_bridge=True,
            action=address_of(self._public_url, Step.DIAL, line=_digits(line), since=milliseconds),
            method="POST",
        )
        for mobile in team:
            dial.number(
                mobile, url=address_of(self._public_url, Step.WHISPER, **known), method="POST"
            )
        document.append(dial)
        return written(document)

    def put_through(self, line: Line) -> str:
        """Put whoever calls the number that texts come from through to the shop's own phones."""
        if line.dialled is None:
            return self.missed(None)
        document = VoiceResponse()
        document.dial(line.dialled, answer_on_bridge=True)
        return written(document)

    def emergency(self, caller: str | None) -> str:
        """Ring the team with nothing that could fail a second time: no key to press, no next step."""
        team = self.team_to_ring(caller)
        if not team:
            return self.missed(None)
        document = VoiceResponse()
        dial = Dial(timeout=_EMERGENCY_RING, answer_on_bridge=True)
        for mobile in team:
            dial.number(mobile)
        document.append(dial)
        return written(document)

    def whisper(self, known: dict[str, str]) -> str:
        """Ask whoever picked up to press 1. A mailbox cannot, so it never gets the caller."""
        document = VoiceResponse()
        gather = Gather(
            num_digits=1,
            timeout=WAIT_FOR_KEY,
            action=address_of(self._public_url, Step.PRESSED, **known),
            method="POST",
        )
        gather.say(self._words.whisper, language=self._voice)
        document.append(gather)
        document.hangup()
        return written(document)

    def refused(self) -> str:
        """Hang up on whoever picked up: they did not press 1."""
        document = VoiceResponse()
        document.hangup()
        return written(document)

    def missed(self, line: Line | None) -> str:
        """Tell the caller that nobody can come to the phone, and take a message if the line does."""
        key = line.id if line else None
        if key not in self._announcements:
            self._announcements[key] = self._announcement(line)
        return self._announcements[key]

    def _announcement(self, line: Line | None) -> str:
        document = VoiceResponse()
        words = self._words
        said = f"{words.thanks} {words.nobody}"
        if line is None or not line.voicemail:
            document.say(f"{said} {words.goodbye}", language=self._voice)
            document.hangup()
            return written(document)
        document.say(f"{said} {words.message}", language=self._voice)
        document.record(
            action=address_of(self._public_url, Step.RECORDED, line=_digits(line)),
            method="POST",
            max_length=_LONGEST_MESSAGE,
            timeout=_SILENCE_ENDS_MESSAGE,
            finish_on_key="#",
            play_beep=True,
            recording_status_callback=address_of(
                self._public_url, Step.RECORDING, line=_digits(line)
            ),
            recording_status_callback_method="POST",
        )
        document.hangup()
        return written(document)


@functools.cache
def nothing() -> str:
    """Return the empty document: no more to do, or (on the team's leg) put the caller through."""
    return written(VoiceResponse())


def _digits(line: Line) -> str:
    return line.number.removeprefix("+")


def written(document: VoiceResponse) -> str:
    """Return a document as ASCII."""
    xml: str = document.to_xml()
    return xml.encode("ascii", "xmlcharrefreplace").decode("ascii")
