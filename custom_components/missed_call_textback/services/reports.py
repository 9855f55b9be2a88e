"""Actions that tell a shop what happened elsewhere: a call, a reply, what became of a text.

They are for automations and administrators: whoever reports may say that somebody wrote START.

A report that comes twice changes nothing. It is known by the id that comes with it. Without one, the
calls of one number on one line within a minute are one call, and so are the same words of one number
within the same or the next minute of the clock.
"""

from datetime import datetime, timedelta
import hashlib
import math
from typing import Final

import voluptuous as vol

from homeassistant.const import ATTR_DEVICE_ID
from homeassistant.core import (
    HomeAssistant,
    ServiceCall,
    ServiceResponse,
    SupportsResponse,
    callback,
)
from homeassistant.exceptions import ServiceValidationError
from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.service import async_register_admin_service
from homeassistant.util import dt as dt_util

from ..action_carrier import carrier_id_of
from ..cleaning import error_code, one_line, words
from ..const import DOMAIN
from ..coordinator import ShopCoordinator
from ..core.book import Book
from ..core.calls import CallEvent, CallStep, Outcome
from ..core.calls_made import CallMade
from ..core.numbers import is_withheld, to_e164
from ..core.outbox import InboundText, Receipt, TextState, after_receipt
from ..core.policy import Hold, Skip
from ..core.reasons import Reason
from ..happening_data import DECISIONS
from ..plain_words import in_plain_words
from .targets import (
    ATTR_NUMBER,
    LONGEST_NUMBER,
    async_find_line,
    async_find_shop_by_device,
    number_given,
    number_of,
)
from .times import moment

SERVICE_REPORT_CALL: Final = "report_call"
SERVICE_REPORT_REPLY: Final = "report_reply"
SERVICE_REPORT_STATUS: Final = "report_status"
ATTR_OUTCOME: Final = "outcome"
ATTR_CALL_ID: Final = "call_id"
ATTR_OUTGOING: Final = "outgoing"
ATTR_AT: Final = "at"
ATTR_RING_SECONDS: Final = "ring_seconds"
ATTR_CALLER_NAME: Final = "caller_name"
ATTR_MESSAGE: Final = "message"
ATTR_MESSAGE_ID: Final = "message_id"
ATTR_REF: Final = "ref"
ATTR_STATUS: Final = "status"
ATTR_ERROR: Final = "error"

_STATUSES: Final = (
    TextState.SENT.value,
    TextState.DELIVERED.value,
    TextState.UNDELIVERED.value,
    TextState.FAILED.value,
)
_LONGEST_NAME: Final = 80
_LONGEST_ID: Final = 100
_LONGEST_ERROR: Final = 64
_LONGEST_REPLY: Final = 4096
_LONGEST_RING_SECONDS: Final = 3600
# With an empty name, so that all reports are one source's whatever colons are in their ids.
_REPORTED: Final = "reported::"
_MINUTE: Final = timedelta(minutes=1)
# Clocks of two machines differ.
_CLOCKS_DIFFER: Final = timedelta(minutes=5)


def _seconds(value: object) -> float:
    """Read how long a phone rang. Raises vol.Invalid."""
    given: float = vol.Coerce(float)(value)
    if not math.isfinite(given) or not 0 <= given <= _LONGEST_RING_SECONDS:
        raise vol.Invalid(f"expected seconds from 0 to {_LONGEST_RING_SECONDS}")
    return given


# What is easily left out, or too long, is no matter of the schemas: their errors are not translated.
_CALL_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Optional(ATTR_NUMBER): number_given,
        vol.Optional(ATTR_OUTCOME, default=Outcome.NO_ANSWER.value): vol.In(
            [outcome.value for outcome in Outcome]
        ),
        vol.Optional(ATTR_OUTGOING, default=False): cv.boolean,
        vol.Optional(ATTR_CALL_ID): cv.string,
        vol.Optional(ATTR_AT): moment,
        vol.Optional(ATTR_RING_SECONDS): _seconds,
        vol.Optional(ATTR_CALLER_NAME): cv.string,
    }
)
_REPLY_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Required(ATTR_NUMBER): number_given,
        vol.Required(ATTR_MESSAGE): cv.string,
        vol.Optional(ATTR_MESSAGE_ID): cv.string,
    }
)
_STATUS_SCHEMA = vol.Schema(
    {
        vol.Required(ATTR_DEVICE_ID): cv.string,
        vol.Optional(ATTR_REF): cv.string,
        vol.Optional(ATTR_MESSAGE_ID): cv.string,
        vol.Required(ATTR_STATUS): vol.In(_STATUSES),
        vol.Optional(ATTR_ERROR): cv.string,
    }
)


@callback
def async_setup_report_actions(hass: HomeAssistant) -> None:
    """Register the actions, for administrators and automations."""
    for name, action, schema in (
        (SERVICE_REPORT_CALL, _async_report_call, _CALL_SCHEMA),
        (SERVICE_REPORT_REPLY, _async_report_reply, _REPLY_SCHEMA),
        (SERVICE_REPORT_STATUS, _async_report_status, _STATUS_SCHEMA),
    ):
        async_register_admin_service(hass, DOMAIN, name, action, schema, SupportsResponse.OPTIONAL)


async def _async_report_call(call: ServiceCall) -> ServiceResponse:
    coordinator, line_id = async_find_line(call)
    caller = _number(call, coordinator)
    now = dt_util.utcnow()
    at: datetime = call.data.get(ATTR_AT, now)
    if at > now + _CLOCKS_DIFFER:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="report_in_the_future"
        )
    if call.data[ATTR_OUTGOING]:
        return await _async_report_made(call, coordinator, caller, min(at, now))
    name = one_line(call.data.get(ATTR_CALLER_NAME), _LONGEST_NAME)
    with in_plain_words(caller):
        decided = await coordinator.engine.handle_call(
            CallEvent(
                line_id=line_id,
                source_id=await _async_call_id(call, coordinator, line_id, caller, at),
                step=CallStep.ENDED,
                at=at,
                caller=caller,
                outcome=Outcome(call.data[ATTR_OUTCOME]),
                ring_seconds=call.data.get(ATTR_RING_SECONDS),
                # Phone systems write "unknown" where they know no name.
                caller_name=None if is_withheld(name) else name,
            )
        )
    if not call.return_response:
        return None
    decision = Skip(Reason.ALREADY_DECIDED) if decided is None else decided.decision
    return {
        "call_id": None if decided is None else decided.call_id,
        "decision": DECISIONS[type(decision)],
        "reason": decision.reason.value,
        "reason_text": coordinator.reason_words[decision.reason],
        "held_until": decision.until.isoformat() if isinstance(decision, Hold) else None,
    }


async def _async_report_made(
    call: ServiceCall, coordinator: ShopCoordinator, callee: str | None, at: datetime
) -> ServiceResponse:
    """Take a call that the shop made."""
    if to_e164(callee, coordinator.shop.country) is None or callee is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="number_not_understood"
        )
    answered = call.data[ATTR_OUTCOME] == Outcome.ANSWERED
    made = CallMade(numbers=(callee,), began_at=at, answered_at=at if answered else None)
    with in_plain_words(callee):
        called_back = await coordinator.engine.calling_back.take(made)
    if not call.return_response:
        return None
    return {
        "new": bool(called_back),
        "recovered": any(each.recovered for each in called_back),
    }


async def _async_report_reply(call: ServiceCall) -> ServiceResponse:
    coordinator, line_id = async_find_line(call)
    sender = _number(call, coordinator)
    if sender is None:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="number_not_understood"
        )
    body = words(call.data[ATTR_MESSAGE], _LONGEST_REPLY)
    with in_plain_words(sender):
        received = await coordinator.engine.handle_text(
            InboundText(
                line_id=line_id,
                carrier_id=await _async_reply_id(call, coordinator, line_id, sender, body),
                sender=sender,
                body=body,
                at=dt_util.utcnow(),
            )
        )
    if not call.return_response:
        return None
    wish = None if received is None else received.wish
    return {"new": received is not None, "wish": None if wish is None else wish.value}


async def _async_report_status(call: ServiceCall) -> ServiceResponse:
    coordinator = async_find_shop_by_device(call)
    if not {ATTR_REF, ATTR_MESSAGE_ID} & call.data.keys():
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="ref_or_message_id")
    ref, message_id = _own_id(call, ATTR_REF), _own_id(call, ATTR_MESSAGE_ID)
    carrier_id = None if message_id is None else carrier_id_of(message_id)
    state = TextState(call.data[ATTR_STATUS])
    with in_plain_words():
        text = await coordinator.ledger.write(
            lambda book: book.find_text(ref=ref, carrier_id=carrier_id)
        )
        if text is None:
            raise ServiceValidationError(translation_domain=DOMAIN, translation_key="unknown_text")
        await coordinator.engine.handle_receipt(
            Receipt(
                state=state,
                ref=text.ref,
                carrier_id=carrier_id,
                error=error_code(call.data.get(ATTR_ERROR), _LONGEST_ERROR),
            )
        )
    if not call.return_response:
        return None
    return {"text_id": text.ref, "state": after_receipt(text.state, state).value}


def _number(call: ServiceCall, coordinator: ShopCoordinator) -> str | None:
    """Return the number that a report names, None where it is withheld or left out."""
    # What is cut off would make it another number.
    number = one_line(number_of(call, coordinator) or "", LONGEST_NUMBER + 1)
    if number is not None and len(number) > LONGEST_NUMBER:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="number_not_understood"
        )
    return number


def _own_id(call: ServiceCall, key: str) -> str | None:
    """Return an id that a report brings along."""
    if (given := call.data.get(key)) is None:
        return None
    cleaned = one_line(given, _LONGEST_ID)
    # Two that differ only in what was cut off would be taken for one.
    if cleaned is None or cleaned != given.strip():
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="report_id_unusable",
            translation_placeholders={"field": key, "most": str(_LONGEST_ID)},
        )
    return cleaned


async def _async_call_id(
    call: ServiceCall, coordinator: ShopCoordinator, line_id: str, caller: str | None, at: datetime
) -> str:
    """Return the id of a reported call; without one of its own, that of one just like it."""
    if (own := _own_id(call, ATTR_CALL_ID)) is not None:
        return f"{_REPORTED}{own}"
    who = to_e164(caller, coordinator.shop.country) or ("" if is_withheld(caller) else caller)
    minute = _minute_of(at)
    ids = [_anonymous_id(line_id, who, near) for near in (minute, minute - 1, minute + 1)]

    def look(book: Book) -> str | None:
        for known in ids:
            stored = book.find_call(known)
            if stored is not None and abs(stored.call.started_at - at) < _MINUTE:
                return known
        return None

    return await coordinator.ledger.write(look) or ids[0]


async def _async_reply_id(
    call: ServiceCall, coordinator: ShopCoordinator, line_id: str, sender: str, body: str
) -> str:
    """Return the id of a reported reply; without one of its own, that of one just like it."""
    if (own := _own_id(call, ATTR_MESSAGE_ID)) is not None:
        # Phones count their texts each for itself, and each has a line of its own.
        return f"{_REPORTED}{line_id}:{own}"
    who = to_e164(sender, coordinator.shop.country) or sender
    minute = _minute_of(dt_util.utcnow())
    this, before = (_anonymous_id(line_id, who, near, body) for near in (minute, minute - 1))
    known = await coordinator.ledger.write(lambda book: book.owner_of(before))
    return this if known is None else before


def _minute_of(at: datetime) -> int:
    return int(at.timestamp() // _MINUTE.total_seconds())


def _anonymous_id(*parts: object) -> str:
    """Return an id made of what a report says, in which its number cannot be read."""
    told = "\n".join(str(part) for part in parts)
    return f"{_REPORTED}~{hashlib.sha256(told.encode()).hexdigest()[:32]}"
