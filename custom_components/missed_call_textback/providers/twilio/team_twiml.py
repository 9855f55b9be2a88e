"""TwiML for the team when they are called about what is urgent, built with Twilio's own builder."""

from typing import Final

from twilio.twiml.voice_response import (  # type: ignore[import-untyped]
    Dial,
    Gather,
    VoiceResponse,
)

from ...core.shop import Shop
from ...core.team_talk import PutThrough, Said, TeamTalk, Urgent
from .spoken import business_of, spoken_in, voice_in, voice_of
from .steps import Step, address_of
from .team_words import TEAM_CALL_WORDS, speakable, who_says
from .twiml import written

# In the dark it takes longer than by day.
_WAIT_FOR_KEY: Final = 10
_RINGS_CALLER: Final = 30


class TeamDocuments:
    """Writes the documents of one shop. All are ASCII: a relay may drop the charset."""

    def __init__(self, shop: Shop, public_url: str) -> None:
        self._shop = shop
        self._public_url = public_url
        self._words = TEAM_CALL_WORDS[spoken_in(shop)]
        self._voice = voice_of(shop)
        self._business = business_of(shop)

    def talk(self, talk: TeamTalk, token: str) -> str:
        """Write what somebody hears who is called."""
        match talk:
            case Urgent():
                return self._urgent(talk, token)
            case PutThrough():
                return self._put_through(talk)
            case Said.TAKEN:
                return self._said(self._words.taken)
            case _:
                return self._said(self._words.over)

    def look(self) -> str:
        """Tell that there is something urgent, where nobody can say what."""
        return self._said(self._words.look.format(business=self._business))

    def not_reached(self, token: str) -> str:
        """Ask whoever could not be put through what now."""
        document, gather = self._asks(token)
        gather.say(self._words.not_reached, language=self._voice)
        return self._ended(document, gather)

    def _urgent(self, urgent: Urgent, token: str) -> str:
        words, who = self._words, who_says(urgent, self._shop)
        document, gather = self._asks(token)
        wrote = words.wrote.format(business=self._business, who=who)
        gather.say(wrote, language=self._voice)
        if said := speakable(urgent.words or ""):
            gather.say(said, language=voice_in(urgent.language, self._shop))
        asks = words.connect_or_take if urgent.connects else words.take
        gather.say(asks, language=self._voice)
        return self._ended(document, gather)

    def _put_through(self, talk: PutThrough) -> str:
        document = VoiceResponse()
        dial = Dial(
            caller_id=talk.sender,
            timeout=_RINGS_CALLER,
            action=address_of(self._public_url, Step.TALKED, call=talk.token),
            method="POST",
        )
        dial.number(
            talk.to,
            status_callback=address_of(self._public_url, Step.REACHED, call=talk.token),
            status_callback_event="answered",
            status_callback_method="POST",
        )
        document.append(dial)
        return written(document)

    def _asks(self, token: str) -> tuple[VoiceResponse, Gather]:
        gather = Gather(
            num_digits=1,
            timeout=_WAIT_FOR_KEY,
            action=address_of(self._public_url, Step.CHOSEN, call=token),
            method="POST",
        )
        return VoiceResponse(), gather

    def _ended(self, document: VoiceResponse, gather: Gather) -> str:
        document.append(gather)
        document.hangup()
        return written(document)

    def _said(self, words: str) -> str:
        document = VoiceResponse()
        document.say(words, language=self._voice)
        document.hangup()
        return written(document)
