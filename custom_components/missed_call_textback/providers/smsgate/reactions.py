"""What a refusal of SMSGate, and a failure on the phone, ask of us."""

from http import HTTPStatus
import re
from typing import Final

from ...core.outbox import Reaction, Refused, TextState
from ..json_api import ApiRefused, BadCredentials
from ..json_fields import text_in

QUEUE_FULL: Final = "queue_limits_exceeded"
_QUEUE_WORDS: Final = "queue limits exceeded"
_TTL_WORDS: Final = "TTL expired"
# https://docs.sms-gate.app/faq/errors/
_SUSPENDING: Final = {
    "RESULT_NO_DEFAULT_SMS_APP": "no_default_sms_app",
    "RESULT_RIL_SIM_ABSENT": "no_sim",
    "No SIMs found": "no_sim",
    "permission": "no_permission",
}
_SIM_GONE: Final = re.compile(r"SIM \d not found")
_RESULT: Final = re.compile(r"RESULT_[A-Z_]{1,60}")
_REPORT: Final = re.compile(r"Delivery result from SC [^:]{0,40}: (\d{1,3})")
# The text itself, or the number: the same again fails alike.
_HOPELESS: Final = frozenset(
    {
        "RESULT_ERROR_NULL_PDU",
        "RESULT_ERROR_FDN_CHECK_FAILURE",
        "RESULT_ERROR_SHORT_CODE_NOT_ALLOWED",
        "RESULT_ERROR_SHORT_CODE_NEVER_ALLOWED",
        "RESULT_INVALID_ARGUMENTS",
        "RESULT_RIL_INVALID_ARGUMENTS",
        "RESULT_INVALID_SMS_FORMAT",
        "RESULT_RIL_INVALID_SMS_FORMAT",
        "RESULT_ENCODING_ERROR",
        "RESULT_RIL_ENCODING_ERR",
        "RESULT_INVALID_SMSC_ADDRESS",
        "RESULT_RIL_INVALID_SMSC_ADDRESS",
        "RESULT_OPERATION_NOT_ALLOWED",
        "RESULT_RIL_OPERATION_NOT_ALLOWED",
        "RESULT_UNEXPECTED_EVENT_STOP_SENDING",
    }
)
# GSM 03.40, 9.2.3.15: the service centre gave up for now, "temporary error, SC is not making any
# more transfer attempts".
_GAVE_UP_FOR_NOW: Final = range(0x60, 0x80)


def refusal_of(error: ApiRefused) -> Refused:
    """Return what a refused text asks of us.

    Sources: https://docs.sms-gate.app/features/sending-messages/ and the `errorHandler` of
    https://github.com/android-sms-gateway/server/blob/master/internal/sms-gateway/handlers/messages/3rdparty.go
    """
    code = f"http_{error.status}"
    if isinstance(error, BadCredentials):
        return Refused(code, Reaction.SIGN_IN)
    if error.status == HTTPStatus.TOO_MANY_REQUESTS:
        return Refused(code, Reaction.RETRY)
    if error.status == HTTPStatus.BAD_REQUEST:
        # "failed to select device: …", "Invalid device ID": another phone answers, or none is left.
        if "device" in _message_of(error.answer).lower():
            return Refused("phone_gone", Reaction.HOLD)
        return Refused(code, Reaction.OWNER)
    if error.status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return Refused(code, Reaction.OWNER)
    # Moved, not there, not allowed: nothing that takes texts is at this address.
    return Refused(code, Reaction.HOLD)


def is_queue_full(answer: object) -> bool:
    """Tell whether an answer of status 503 says that the text was not even queued.

    The phone has been away for a day, or nothing of it gets through: its owner has to look at it.
    Source: https://docs.sms-gate.app/features/sending-messages/ ("Server Queue Limits").
    """
    return _QUEUE_WORDS in _message_of(answer)


def failure_of(reason: str) -> tuple[TextState, str, Reaction]:
    """Return the state, our code and the reaction that the reason of a failed text asks for.

    Our code, since the reason may hold numbers. Sources: `resultToErrorMessage` and
    `processStateIntent` of the app's `MessagesService.kt`, https://docs.sms-gate.app/faq/errors/
    """
    if (report := _REPORT.search(reason)) is not None:
        status = int(report[1])
        temporary = status in _GAVE_UP_FOR_NOW
        reaction = Reaction.LATER if temporary else Reaction.CALL_BACK
        return TextState.UNDELIVERED, f"delivery_{status}", reaction
    if _TTL_WORDS in reason:
        # The phone had it too late. Nothing went out, and there is no time left.
        return TextState.FAILED, "too_late_on_the_phone", Reaction.OWNER
    if _SIM_GONE.search(reason) is not None:
        return TextState.FAILED, "no_sim", Reaction.SUSPEND
    for words, code in _SUSPENDING.items():
        if words in reason:
            return TextState.FAILED, code, Reaction.SUSPEND
    result = _RESULT.search(reason)
    code = result[0].lower() if result is not None else "failed"
    hopeless = result is not None and result[0] in _HOPELESS
    # No network, no credit for the moment, too many at once, or nobody knows: minutes may cure it.
    return TextState.FAILED, code, Reaction.OWNER if hopeless else Reaction.LATER


def _message_of(answer: object) -> str:
    return text_in(answer, "message", 300) if isinstance(answer, dict) else ""
