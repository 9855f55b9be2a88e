"""Twilio calls somebody of the team: one request, never repeated where its answer is lost."""

from http import HTTPStatus
import logging
from typing import Final, override

from ...core.carrier import TeamCaller
from ...core.outbox import Accepted, Reaction, Refused, SendResult, Unknown
from ...core.team_talk import CallToTeam
from ..asking import ApiError, ApiUnreachable
from .client import ApiRefused, BadCredentials, TwilioClient
from .reactions import TOO_MANY_REQUESTS
from .steps import Step, address_of

_LOGGER = logging.getLogger(__name__)
# Mostly shorter than it takes a mobile's mailbox to pick up.
_RINGS_SECONDS: Final = 25


class TwilioTeamCaller(TeamCaller):
    """Calls for one shop. Twilio has no idempotency key for calls, so each is asked for once."""

    def __init__(self, client: TwilioClient, public_url: str) -> None:
        self._client = client
        self._public_url = public_url

    @override
    async def call(self, call: CallToTeam) -> SendResult:
        fields = {
            "To": call.to,
            "From": call.sender,
            # Not the words themselves: when it is picked up, somebody may have answered already.
            "Url": address_of(self._public_url, Step.RUNG, call=call.token),
            "Method": "POST",
            "Timeout": str(_RINGS_SECONDS),
            "StatusCallback": address_of(self._public_url, Step.RANG, call=call.token),
            "StatusCallbackMethod": "POST",
            "StatusCallbackEvent": "completed",
        }
        try:
            answer = await self._client.create_call(fields)
        except ApiError as error:
            return _result_of(error)
        except Exception as error:
            # The port's promise: whatever is unclear is Unknown.
            _LOGGER.exception("Calling somebody of the team failed unexpectedly")
            return Unknown(type(error).__name__)
        sid = answer.get("sid")
        return Accepted(sid) if isinstance(sid, str) and sid else Unknown("an answer without sid")


def _result_of(error: ApiError) -> SendResult:
    match error:
        case BadCredentials():
            return Refused("20003", Reaction.SIGN_IN)
        case ApiRefused(status=HTTPStatus.TOO_MANY_REQUESTS):
            return Refused(str(TOO_MANY_REQUESTS), Reaction.RETRY)
        case ApiRefused():
            # Whatever it is, this phone does not ring before somebody puts it right.
            return Refused(str(error.code or error.status), Reaction.OWNER)
        case ApiUnreachable():
            return Refused("unreachable", Reaction.RETRY)
        case _:
            return Unknown(str(error))
