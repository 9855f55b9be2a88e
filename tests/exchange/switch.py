"""The switch: places inbound calls and plays the customer's TwiML to them."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import replace
import re
from typing import TYPE_CHECKING, Final

from .accounts import PhoneNumber
from .call_records import CallRecord, CallRow
from .dialling import dial
from .identifiers import now, rfc2822
from .live_call import CallerHungUpError, CallOverError, Document, LiveCall, Request
from .people import LEAVES_MESSAGE, RINGS_OUT, Caller, Person
from .recording import gather, record

if TYPE_CHECKING:
    from .company import Exchange

# https://www.twilio.com/docs/voice/trusted-calling-with-shakenstir
_VERSTAT: Final = re.compile(
    r"TN-Validation-(Passed|Failed)-[ABC](-Diverted|-Passthrough)?|TN-Validation-Failed"
    r"|No-TN-Validation"
)

type Answers = Mapping[str, Person] | Person


class RingingCall:
    """A call that has rung out, and whose last webhook has not been sent yet."""

    def __init__(self) -> None:
        self.record: CallRecord
        self._rang_out = asyncio.Event()
        self._go_on = asyncio.Event()
        self._task: asyncio.Task[CallRecord]

    async def hold(self) -> None:
        """Stand before the last webhook until it may go."""
        self._rang_out.set()
        await self._go_on.wait()

    async def begin(self, call: Awaitable[CallRecord]) -> None:
        """Run a call up to its last webhook, or to its end when it never dials."""
        self._task = asyncio.ensure_future(call)
        waiting = asyncio.ensure_future(self._rang_out.wait())
        await asyncio.wait({self._task, waiting}, return_when=asyncio.FIRST_COMPLETED)
        waiting.cancel()
        if self._task.done():
            self._task.result()

    async def finish(self) -> CallRecord:
        """Send the last webhook, and let the call come to its end."""
        self._go_on.set()
        return await self._task


class Switch:
    """Where inbound calls come in."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange

    async def place_call(
        self,
        caller: str,
        number: PhoneNumber,
        *,
        answers: Answers,
        caller_does: Caller = LEAVES_MESSAGE,
        caller_hangs_up_after: float | None = None,
        stir: str | None = None,
        caller_name: str | None = None,
        forwarded_from: str | None = None,
        gate: Callable[[], Awaitable[None]] | None = None,
        seen: Callable[[CallRecord], None] | None = None,
    ) -> CallRecord:
        """Place a call, and return what happened once it is over."""
        if not number.voice:
            raise ValueError("this number cannot be called")
        if caller_hangs_up_after is not None:
            caller_does = replace(caller_does, hangs_up_after=caller_hangs_up_after)
        account = self._exchange.accounts[number.account_sid]
        row = CallRow(
            account_sid=account.sid,
            to=number.phone_number,
            from_=caller,
            direction="inbound",
            number_sid=number.sid,
            forwarded_from=forwarded_from,
            stir=stir,
            caller_name=caller_name if number.voice_caller_id_lookup else None,
        )
        self._exchange.log_call(account, row)
        call_record = CallRecord(row=row)
        if seen is not None:
            seen(call_record)
        extra: dict[str, str] = {}
        if stir is not None:
            if _VERSTAT.fullmatch(stir) is None:
                raise ValueError("not a verdict that Twilio gives")
            extra |= {"StirVerstat": stir, "StirPassportToken": "eyJhbGciOiJFUzI1NiJ9.e30.c2ln"}
        if row.caller_name is not None:
            # Twilio: only with VoiceCallerIdLookup, which is paid for.
            extra["CallerName"] = row.caller_name
        if forwarded_from is not None:
            # Twilio: ForwardedFrom and CalledVia are carrier-dependent, and may be malformed.
            extra |= {"ForwardedFrom": forwarded_from, "CalledVia": forwarded_from}
        one = answers if isinstance(answers, Person) else RINGS_OUT
        call = LiveCall(
            self._exchange,
            account,
            number,
            call_record,
            answers={} if isinstance(answers, Person) else answers,
            anyone=one,
            caller=caller_does,
            gate=gate,
            extra=extra,
        )
        first = None
        if number.voice_goes_elsewhere or not number.voice_url:
            call_record.handled_elsewhere = True
        else:
            first = Request(
                kind="voice", url=number.voice_url, method=number.voice_method, params={}
            )
        await self.carry(call, first)
        return call_record

    async def carry(self, call: LiveCall, first: Request | None) -> None:
        """Play a call from its first document to its end, and report that."""
        status = "completed"
        try:
            if first is not None:
                status = await self._play(call, first)
        except CallerHungUpError, CallOverError:
            pass
        if status == "completed" and call.answered_at is None and call.hung_up:
            # Twilio: the parent's final status with answerOnBridge is unverified.
            status = "no-answer"
        talked = 0.0 if call.answered_at is None else call.now - call.answered_at
        call.record.row.end(status, call.now - talked, talked)
        await self.report_end(call)
        for report in call.afterwards:
            await report()

    async def report_end(self, call: LiveCall) -> None:
        """Make the number's one StatusCallback of a call.

        Twilio: one POST at call end with CallDuration, SequenceNumber, Timestamp, CallbackSource;
        it may overtake the Dial's action.
        """
        url = call.status_callback
        if not url or call.record.sent("call_status"):
            return
        status = call.record.status
        if status in {"ringing", "in-progress"}:
            status = "completed" if call.answered_at is not None else "no-answer"
        seconds = call.record.row.duration or 0
        params = {
            "CallDuration": str(seconds),
            "CallbackSource": "call-progress-events",
            "Duration": str(-(-seconds // 60)),
            "SequenceNumber": "0",
            "Timestamp": rfc2822(now()) or "",
        }
        await call.send(
            Request(
                kind="call_status",
                url=url,
                method=call.status_callback_method,
                params=params,
            ),
            status,
        )

    async def _play(self, call: LiveCall, first: Request) -> str:
        """Play document after document, and return the call's final status."""
        request: Request | None = first
        status: str | None = None
        while request is not None:
            document = await call.fetch(request)
            request = None
            for index, verb in enumerate(document.verbs):
                if verb.name == "Reject":
                    status = self._reject(call, verb.attributes.get("reason", "rejected"))
                    break
                if verb.name == "Hangup":
                    break
                request = await self._perform(call, document, index)
                if request is not None:
                    break
        call.hear("hang up")
        return status or "completed"

    def _reject(self, call: LiveCall, reason: str) -> str:
        """Twilio: `<Reject>` first is the only unbilled ending."""
        call.hear("busy tone" if reason == "busy" else "number not in service")
        return "busy" if reason == "busy" else "no-answer"

    async def _perform(self, call: LiveCall, document: Document, index: int) -> Request | None:
        verb = document.verbs[index]
        match verb.name:
            case "Dial":
                return await dial(call, document, verb)
            case "Record":
                return await record(call, document, verb)
            case "Gather":
                return await gather(call, document, verb)
            case "Redirect":
                return call.follow(document, "redirect", verb.text, verb.method, {})
            case _:
                await call.speak(verb)
                return None
