"""What a refusal of httpSMS, and a failure on the phone, ask of us."""

from http import HTTPStatus
import re
from typing import Final

from ...core.outbox import Reaction, Refused, TextState
from ..json_api import ApiRefused, BadCredentials

_CODE: Final = re.compile(r"[A-Z_]{3,40}(?::-?\d{1,4})?", re.ASCII)
# Its own words where it could not look the phone up just now, beside those of a phone that is not
# there: `ValidateMessageSend` of api/pkg/validators/message_handler_validator.go.
_NO_PHONE: Final = "no phone found"
_TRY_AGAIN: Final = "try again later"
# `doWork` of the app's FirebaseMessagingService.kt, and `enrichErrorMessage` of the server's
# message_service.go.
_SUSPENDING: Final = {
    "android.permission": "no_permission",
    "Outgoing messages have been disabled": "sending_is_off",
}
# The app's SentReceiver.kt names what Android said.
_HOPELESS: Final = frozenset({"NULL_PDU"})
# The app's DeliveredReceiver.kt.
_NOT_DELIVERED: Final = "CANNOT BE DELIVERED"


def refusal_of(error: ApiRefused) -> Refused:
    """Return what a refused text asks of us.

    Source: `PostSend` of
    https://github.com/NdoleStudio/httpsms/blob/main/api/pkg/handlers/message_handler.go
    """
    code = f"http_{error.status}"
    if isinstance(error, BadCredentials):
        return Refused(code, Reaction.SIGN_IN)
    match error.status:
        case HTTPStatus.TOO_MANY_REQUESTS:
            return Refused(code, Reaction.RETRY)
        case HTTPStatus.PAYMENT_REQUIRED:
            return Refused("plan_used_up", Reaction.HOLD)
        case HTTPStatus.UNPROCESSABLE_ENTITY:
            return _invalid(error.answer)
        case HTTPStatus.BAD_REQUEST | HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
            return Refused(code, Reaction.OWNER)
        case _:
            # Moved, not there, not allowed: nothing that takes texts is at this address.
            return Refused(code, Reaction.HOLD)


def _invalid(answer: object) -> Refused:
    fields = answer.get("data") if isinstance(answer, dict) else None
    if not isinstance(fields, dict):
        return Refused("http_422", Reaction.OWNER)
    if "from" in fields:
        words = str(fields["from"])
        if _TRY_AGAIN in words and _NO_PHONE not in words:
            return Refused("phone_unknown_for_now", Reaction.RETRY)
        return Refused("phone_gone", Reaction.HOLD)
    if "to" in fields:
        return Refused("invalid_number", Reaction.UNTEXTABLE)
    return Refused("invalid_text", Reaction.OWNER)


def failure_of(reason: str) -> tuple[TextState, str, Reaction]:
    """Return the state, our code and the reaction that the reason of a failed text asks for.

    Our code, since the reason may be any text of the phone's.
    """
    if reason == _NOT_DELIVERED:
        return TextState.UNDELIVERED, "not_delivered", Reaction.CALL_BACK
    for words, code in _SUSPENDING.items():
        if words in reason:
            return TextState.FAILED, code, Reaction.SUSPEND
    if _CODE.fullmatch(reason) is None:
        return TextState.FAILED, "failed", Reaction.OWNER
    # No network, no credit for the moment, too many at once, or nobody knows: minutes may cure it.
    reaction = Reaction.OWNER if reason in _HOPELESS else Reaction.LATER
    return TextState.FAILED, reason.lower(), reaction
