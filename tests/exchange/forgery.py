"""Forged webhooks: what a stranger posts at a number's URL."""

from enum import StrEnum
from secrets import token_hex
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from .accounts import PhoneNumber
from .identifiers import API_VERSION, new_sid
from .signing import signature

if TYPE_CHECKING:
    from .company import Exchange

MEGABYTE = 1024 * 1024


class Forgery(StrEnum):
    """The kinds of forged webhook."""

    UNSIGNED = "unsigned"
    BAD_SIGNATURE = "bad_signature"
    OTHER_ACCOUNT = "other_account"
    REPLAYED = "replayed"
    TRUNCATED = "truncated"
    HUGE = "huge"
    JSON = "json"


async def forge(exchange: Exchange, kind: Forgery, number: PhoneNumber, door: str) -> int:
    """Post a forged webhook at the number's `sms` or `voice` URL, and return the status.

    Twilio: a signature has no timestamp, so a replay verifies; `replayed` repeats the last genuine
    request to that URL byte for byte, with its idempotency token.
    """
    url = (number.sms_url if door == "sms" else number.voice_url).partition("#")[0]
    account = exchange.accounts[number.account_sid]
    header = exchange.style.signature_header
    fields = {
        "AccountSid": account.sid,
        "ApiVersion": API_VERSION,
        "From": "+12025550199",
        "To": number.phone_number,
    }
    if door == "sms":
        fields |= {"Body": "forged", "MessageSid": new_sid("SM"), "NumMedia": "0"}
    else:
        fields |= {"CallSid": new_sid("CA"), "CallStatus": "ringing", "Direction": "inbound"}
    headers = {
        "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
        "I-Twilio-Idempotency-Token": token_hex(16),
    }
    match kind:
        case Forgery.UNSIGNED:
            pass
        case Forgery.BAD_SIGNATURE:
            headers[header] = signature(token_hex(16), url, fields.items())
        case Forgery.OTHER_ACCOUNT:
            fields["AccountSid"] = new_sid("AC")
            headers[header] = signature(account.signs_with, url, fields.items())
        case Forgery.REPLAYED:
            past = (hook for hook in reversed(exchange.webhooks.log) if hook.url == url)
            genuine = next(past, None)
            if genuine is None:
                raise ValueError("nothing to replay")
            fields = genuine.params
            headers[header] = genuine.signature
            headers["I-Twilio-Idempotency-Token"] = genuine.token
        case Forgery.TRUNCATED:
            headers[header] = signature(account.signs_with, url, fields.items())
        case Forgery.HUGE:
            fields["Body"] = "x" * MEGABYTE
            headers[header] = signature(token_hex(16), url, fields.items())
        case Forgery.JSON:
            headers["Content-Type"] = "application/json"
    body = urlencode(fields).encode()
    if kind is Forgery.TRUNCATED:
        body = body[: len(body) // 2]
    elif kind is Forgery.JSON:
        body = b'{"From": ["not", "a", "form"]'
    return await exchange.webhooks.raw(url, body, headers)
