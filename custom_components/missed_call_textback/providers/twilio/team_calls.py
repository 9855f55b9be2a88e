"""Twilio's requests about calls to the team: who picked up, what they pressed, how it ended.

What a key does is up to the ledger, so the document waits for its word (see `Question`). A mailbox
that picks up presses nothing, and its leg ends.
"""

from datetime import timedelta
from typing import Final

from ...core.shop import Shop
from ...core.team_talk import CallNews, TeamCallAsked, TeamCallReport, TeamTalk
from ..door import Handled, Malformed, Question, Reply
from .steps import Step
from .team_twiml import TeamDocuments
from .twiml import nothing
from .webhook_request import WebhookRequest

TEAM_STEPS: Final = frozenset({Step.RUNG, Step.CHOSEN, Step.TALKED, Step.REACHED, Step.RANG})
_PICKED_UP: Final = ("completed", "answered")
_MISSED: Final = ("no-answer", "busy", "failed", "canceled")
_SECONDS_LENGTH: Final = 6


class TeamCalls:
    """Reads the requests of one shop and writes their answers."""

    def __init__(self, shop: Shop, public_url: str) -> None:
        self._documents = TeamDocuments(shop, public_url)

    def handle(self, step: Step, request: WebhookRequest) -> Handled:
        """Read one request. Raises Malformed for one to which nobody listens."""
        token = request.own("call")
        match step:
            case Step.RUNG | Step.CHOSEN:
                key = request.field("Digits")[:1] if step is Step.CHOSEN else ""
                return self._asked(token, key or None)
            case Step.TALKED:
                return self._talked(token, request)
            case _:
                if token is None:
                    raise Malformed("no call")
                return Handled(_reports(step, token, request), _xml(nothing()))

    def _asked(self, token: str | None, key: str | None) -> Handled:
        question = None
        if token is not None:

            def reply(talk: TeamTalk) -> Reply:
                return _xml(self._documents.talk(talk, token))

            question = Question(TeamCallAsked(token=token, key=key), reply)
        look = _xml(self._documents.look())
        return Handled((), look, answer_anyway=True, question=question)

    def _talked(self, token: str | None, request: WebhookRequest) -> Handled:
        if token is None:
            return Handled((), _xml(nothing()), answer_anyway=True)
        if _was_reached(request):
            lasted = timedelta(seconds=_seconds(request.field("DialCallDuration")))
            reached = TeamCallReport(token=token, news=CallNews.REACHED, at=request.now - lasted)
            return Handled((reached,), _xml(nothing()), answer_anyway=True)
        report = TeamCallReport(token=token, news=CallNews.NOT_REACHED, at=request.now)
        listening = request.field("CallStatus") not in (*_PICKED_UP, *_MISSED)
        document = self._documents.not_reached(token) if listening else nothing()
        return Handled((report,), _xml(document), answer_anyway=True)


def _reports(step: Step, token: str, request: WebhookRequest) -> tuple[TeamCallReport, ...]:
    status = request.field("CallStatus")
    if step is Step.REACHED:
        return (TeamCallReport(token=token, news=CallNews.REACHED, at=request.now),)
    if status not in (*_PICKED_UP, *_MISSED):
        return ()
    missed = status if status in _MISSED else None
    return (TeamCallReport(token=token, news=CallNews.OVER, at=request.now, missed=missed),)


def _was_reached(request: WebhookRequest) -> bool:
    """Tell whether the caller picked up. Companies that speak Twilio's language may not say so."""
    bridged = request.field("DialBridged").lower()
    return bridged == "true" or (not bridged and request.field("DialCallStatus") in _PICKED_UP)


def _seconds(written: str) -> int:
    fits = written.isascii() and written.isdigit() and len(written) <= _SECONDS_LENGTH
    return int(written) if fits else 0


def _xml(document: str) -> Reply:
    return Reply(200, document, "text/xml")
