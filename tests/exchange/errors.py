"""What the company refuses, in Twilio's own error bodies.

Codes and titles are those of Twilio's error dictionary (https://www.twilio.com/docs/api/errors).
"""

from enum import IntEnum
from typing import Final


class Code(IntEnum):
    """The refusals that this exchange knows."""

    UNKNOWN_PARAMETER = 20001
    AUTHENTICATE = 20003
    NOT_ACTIVE = 20005
    NOT_FOUND = 20404
    TOO_MANY_REQUESTS = 20429
    INTERNAL = 20500
    CALL_TO_MISSING = 21201
    CALL_URL_INVALID = 21205
    CALL_TIMEOUT_INVALID = 21208
    CALL_METHOD_INVALID = 21209
    CALL_FROM_NOT_OURS = 21210
    INVALID_TO = 21211
    INVALID_FROM = 21212
    CALL_FROM_MISSING = 21213
    CALL_UNROUTABLE = 21214
    CALL_GEO_PERMISSION = 21215
    CALL_TO_BLOCKED = 21216
    CALL_TO_INVALID = 21217
    CALL_TO_NOT_VERIFIED = 21219
    SAME_TO_AND_FROM = 21266
    INVALID_URL = 21402
    INVALID_METHOD = 21403
    VOICE_FALLBACK_ALONE = 21405
    SMS_FALLBACK_ALONE = 21406
    GEO_PERMISSION = 21408
    INVALID_PAGE_TOKEN = 21481
    BODY_EMPTY = 21602
    FROM_MISSING = 21603
    TO_MISSING = 21604
    FROM_NOT_OURS = 21606
    TO_NOT_VERIFIED = 21608
    INVALID_STATUS_CALLBACK = 21609
    OPTED_OUT = 21610
    QUEUE_FULL = 21611
    UNROUTABLE = 21612
    TO_NOT_MOBILE = 21614
    BODY_TOO_LONG = 21617
    NOTHING_TO_SEND = 21619
    INVALID_VALIDITY = 21624
    CALL_EVENT_INVALID = 21626
    TO_IS_LANDLINE = 21635
    NO_SUCH_SERVICE = 21701
    MIXED_CHANNELS = 21910
    LOOKUP_NOT_ENABLED = 60606
    NO_SUCH_CHANNEL = 63007


_STATUS: Final = {
    Code.AUTHENTICATE: 401,
    Code.LOOKUP_NOT_ENABLED: 403,
    Code.NOT_ACTIVE: 403,
    Code.NOT_FOUND: 404,
    Code.TOO_MANY_REQUESTS: 429,
    Code.INTERNAL: 500,
}

_TITLE: Final = {
    Code.UNKNOWN_PARAMETER: "Unknown parameters: {}",
    Code.AUTHENTICATE: "Authenticate",
    Code.NOT_ACTIVE: "Account not active",
    Code.NOT_FOUND: "The requested resource {} was not found",
    Code.TOO_MANY_REQUESTS: "Too Many Requests",
    Code.INTERNAL: "Internal server error",
    Code.CALL_TO_MISSING: "No 'To' number is specified",
    Code.CALL_URL_INVALID: "Url is not a valid URL: {}",
    Code.CALL_TIMEOUT_INVALID: "Invalid Timeout: {}",
    Code.CALL_METHOD_INVALID: "Invalid Method: {}",
    Code.CALL_FROM_NOT_OURS: (
        "The source phone number provided, {}, is not yet verified for your account. You may only "
        "make calls from phone numbers that you've verified or purchased from Twilio."
    ),
    Code.CALL_FROM_MISSING: "Caller phone number is required",
    Code.CALL_UNROUTABLE: "'To' phone number cannot be reached: {}",
    Code.CALL_GEO_PERMISSION: (
        "Account not authorized to call {}. Perhaps you need to enable some international permissions"
    ),
    Code.CALL_TO_BLOCKED: "Account not allowed to call {}",
    Code.CALL_TO_INVALID: "Phone number does not appear to be valid: {}",
    Code.CALL_TO_NOT_VERIFIED: (
        "The number {} is unverified. Trial accounts may only make calls to verified numbers."
    ),
    Code.CALL_EVENT_INVALID: "Invalid statusCallbackEvents: {}",
    Code.INVALID_TO: "Invalid 'To' Phone Number: {}",
    Code.INVALID_FROM: (
        "The 'From' number {} is not a valid phone number, shortcode, or alphanumeric sender ID."
    ),
    Code.SAME_TO_AND_FROM: "'To' and 'From' number cannot be the same: {}",
    Code.INVALID_URL: "Invalid Url: {}",
    Code.INVALID_METHOD: "Invalid Method: {}",
    Code.VOICE_FALLBACK_ALONE: "Cannot set VoiceFallbackUrl without setting Url",
    Code.SMS_FALLBACK_ALONE: "Cannot set SmsFallbackUrl without setting SmsUrl",
    Code.GEO_PERMISSION: (
        "Permission to send an SMS has not been enabled for the region indicated by the 'To' "
        "number: {}"
    ),
    Code.INVALID_PAGE_TOKEN: "Invalid PageToken: {}",
    Code.BODY_EMPTY: "Message body is required.",
    Code.FROM_MISSING: (
        "A 'From' or 'MessagingServiceSid' parameter is required to send a message."
    ),
    Code.TO_MISSING: "A 'To' phone number is required.",
    Code.FROM_NOT_OURS: (
        "The 'From' phone number provided ({}) is not a valid message-capable Twilio phone number "
        "for this destination/account"
    ),
    Code.TO_NOT_VERIFIED: "The number {} is unverified.",
    Code.INVALID_STATUS_CALLBACK: "The StatusCallback URL {} is not a valid URL.",
    Code.OPTED_OUT: "Attempt to send to unsubscribed recipient",
    Code.QUEUE_FULL: "This 'From' number has exceeded the maximum number of queued messages",
    Code.UNROUTABLE: (
        "Message cannot be sent with the current combination of 'To' ({}) and/or 'From' parameters"
    ),
    Code.TO_NOT_MOBILE: "To number: {}, is not a mobile number",
    Code.BODY_TOO_LONG: "The concatenated message body exceeds the 1600 character limit",
    Code.NOTHING_TO_SEND: "A text message body or media urls must be specified.",
    Code.INVALID_VALIDITY: "Invalid validity period value: {}",
    Code.TO_IS_LANDLINE: "'To' number cannot be a landline: {}",
    Code.LOOKUP_NOT_ENABLED: "Lookup Package is Not Enabled",
    Code.MIXED_CHANNELS: "Invalid From and To pair. From and To should be of the same channel",
    Code.NO_SUCH_CHANNEL: "Twilio could not find a Channel with the specified From address",
    Code.NO_SUCH_SERVICE: "The Messaging Service {} does not exist",
}


class RefusalError(Exception):
    """A request that the company answers with an error."""

    def __init__(self, code: Code, what: str = "", *, status: int | None = None) -> None:
        self.code = code
        self.status = status if status is not None else _STATUS.get(code, 400)
        self.message = _TITLE[code].format(what)
        super().__init__(self.message)

    def body(self) -> dict[str, object]:
        """Return the error as Twilio writes it."""
        return {
            "code": int(self.code),
            "message": self.message,
            "more_info": f"https://www.twilio.com/docs/errors/{int(self.code)}",
            "status": self.status,
        }
