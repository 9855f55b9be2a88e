"""Calls that a customer asks for: what the company refuses, and how one is played.

Twilio: POST /Calls; the call is made at once, `Url` is asked when it is picked up, and the
StatusCallback when it is over.
"""

from typing import TYPE_CHECKING, Final

from .accounts import Account, PhoneNumber
from .call_records import CallRecord, CallRow
from .errors import Code, RefusalError
from .identifiers import is_e164, is_web_address
from .live_call import LiveCall, Request
from .people import LEAVES_MESSAGE, RINGS_OUT, Person, Refusal
from .reply import ApiCall, Reply

if TYPE_CHECKING:
    from .company import Exchange

# Of Twilio's documented parameters, those that this exchange plays.
CREATE: Final = frozenset(
    {
        "To",
        "From",
        "Url",
        "Method",
        "FallbackUrl",
        "Timeout",
        "StatusCallback",
        "StatusCallbackMethod",
        "StatusCallbackEvent",
    }
)
EVENTS: Final = frozenset({"initiated", "ringing", "answered", "completed"})
METHODS: Final = ("GET", "POST")
# Twilio: magic numbers of the test credentials, for calls.
MAGIC_TO: Final = {
    "+15005550001": Code.CALL_TO_INVALID,
    "+15005550002": Code.CALL_UNROUTABLE,
    "+15005550003": Code.CALL_GEO_PERMISSION,
    "+15005550004": Code.CALL_TO_BLOCKED,
}
LONGEST_RING: Final = 600


class OutgoingCalls:
    """The handler of `POST /Calls`, and whoever is at the numbers that it rings."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    def create(self, call: ApiCall) -> Reply:
        """Make a call (Twilio: 201 with `queued`)."""
        given = call.only(CREATE, many=frozenset({"StatusCallbackEvent"}))
        events = {value for name, value in call.fields if name == "StatusCallbackEvent"}
        account = call.account
        number = _sender(account, given.get("From", ""))
        to = _recipient(account, given.get("To", ""))
        if to == number.phone_number:
            raise RefusalError(Code.SAME_TO_AND_FROM, to)
        _check(given, events)
        row = CallRow(
            account_sid=account.sid,
            to=to,
            from_=number.phone_number,
            direction="outbound-api",
            status="queued",
            number_sid=number.sid,
        )
        self._exchange.log_call(account, row)
        record = CallRecord(row=row)
        self._exchange.calls_out.append(record)
        person = self._exchange.people.get(to, RINGS_OUT)
        live = LiveCall(
            self._exchange,
            account,
            number,
            record,
            answers=self._exchange.people,
            anyone=RINGS_OUT,
            caller=LEAVES_MESSAGE,
            gate=None,
            extra={},
            keys=person.presses or "",
        )
        live.status_callback = given.get("StatusCallback", "")
        live.status_callback_method = given.get("StatusCallbackMethod", "POST")
        live.fallback_url = given.get("FallbackUrl", "")
        first = Request(
            kind="answered", url=given["Url"], method=given.get("Method", "POST"), params={}
        )
        self._exchange.begin(
            self._place(live, person, first, longest=int(given.get("Timeout", "60")))
        )
        return Reply(201, row.to_json())

    async def _place(self, call: LiveCall, person: Person, first: Request, *, longest: int) -> None:
        switch = self._exchange.switch
        row = call.record.row
        row.status = "ringing"
        if person.refuses is not None:
            await call.wait(min(person.refuses_after, longest))
            status = "busy" if person.refuses is Refusal.BUSY else "failed"
        elif person.picks_up_after is None or person.picks_up_after >= longest:
            await call.wait(longest)
            status = "no-answer"
        else:
            await call.wait(person.picks_up_after)
            call.answer()
            await switch.carry(call, first)
            return
        row.end(status, call.now, 0.0)
        await switch.report_end(call)


def _sender(account: Account, sender: str) -> PhoneNumber:
    if not sender:
        raise RefusalError(Code.CALL_FROM_MISSING)
    if not is_e164(sender) or sender == "+15005550001":
        raise RefusalError(Code.INVALID_FROM, sender)
    owned = (each for each in account.numbers.values() if each.phone_number == sender)
    number = next((each for each in owned if each.voice), None)
    if number is None:
        raise RefusalError(Code.CALL_FROM_NOT_OURS, sender)
    return number


def _recipient(account: Account, to: str) -> str:
    if not to:
        raise RefusalError(Code.CALL_TO_MISSING)
    if code := MAGIC_TO.get(to):
        raise RefusalError(code, to)
    if not is_e164(to):
        raise RefusalError(Code.INVALID_TO, to)
    if account.calls_blocked and to.startswith(tuple(account.calls_blocked)):
        raise RefusalError(Code.CALL_GEO_PERMISSION, to)
    if account.trial and to not in account.verified:
        raise RefusalError(Code.CALL_TO_NOT_VERIFIED, to)
    return to


def _check(given: dict[str, str], events: set[str]) -> None:
    for name in ("Url", "FallbackUrl"):
        if (name == "Url" or name in given) and not is_web_address(given.get(name, "")):
            raise RefusalError(Code.CALL_URL_INVALID, given.get(name, ""))
    for name in ("Method", "StatusCallbackMethod"):
        if given.get(name, "POST") not in METHODS:
            raise RefusalError(Code.CALL_METHOD_INVALID, given[name])
    timeout = given.get("Timeout", "60")
    if not timeout.isdigit() or not 1 <= int(timeout) <= LONGEST_RING:
        raise RefusalError(Code.CALL_TIMEOUT_INVALID, timeout)
    callback = given.get("StatusCallback")
    if callback is not None and not is_web_address(callback):
        raise RefusalError(Code.INVALID_STATUS_CALLBACK, callback)
    if not events <= EVENTS:
        raise RefusalError(Code.CALL_EVENT_INVALID, ", ".join(sorted(events - EVENTS)))
