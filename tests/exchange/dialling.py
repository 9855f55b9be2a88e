"""The `<Dial>` verb: several phones ring together, somebody picks up, a whisper asks, or nobody.

Twilio, action POST: DialCallStatus, DialCallSid, DialCallDuration, DialBridged; the first pickup
cancels the others, even a voicemail that then fails the screening.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Final

from .call_records import CallRow
from .identifiers import API_VERSION
from .live_call import LETTERS_A_SECOND, CallerHungUpError, Document, LiveCall, Request
from .people import Person, Refusal
from .trouble import Kind
from .twiml import INVALID_CALLER_ID, SCHEMA_WARNING, WHISPER, TwimlError, Verb, read

LEG_DOCUMENT_LIMIT: Final = 5


@dataclass(slots=True, kw_only=True)
class _Leg:
    number: str
    person: Person
    noun: Verb | None
    row: CallRow


@dataclass(slots=True, kw_only=True)
class _Result:
    status: str
    leg: _Leg
    bridged: bool = False
    picked_up_at: float | None = None


async def dial(call: LiveCall, document: Document, verb: Verb) -> Request | None:
    """Ring, and tell which document comes next: the action's, or None to go on in this one."""
    if call.caller.hangs_up_before_dial:
        call.caller_leaves()
    began = call.now
    legs = _legs(call, document, verb)
    call.hear("ring")
    if not verb.yes("answerOnBridge"):
        call.answer()
    result = _Result(status="no-answer", leg=legs[0])
    try:
        await _ring(call, legs, verb.number("timeout", 30), result)
        if result.picked_up_at is not None:
            await _tell_picked_up(call, document, result.leg)
            result.bridged = await _screen(call, document, result.leg)
        if result.bridged:
            call.answer()
            call.record.bridged = True
            call.record.answered_by = result.leg.number
            call.hear(f"talk to {result.leg.number}")
            await call.wait(min(result.leg.person.talks_for, verb.number("timeLimit", 14_400)))
    except CallerHungUpError:
        # Twilio: the caller hung up while it rang: `canceled`, with CallStatus `completed`. What
        # a hang-up during the whisper gives is unverified; the callee had picked up by then.
        result.status = "canceled" if result.picked_up_at is None else "completed"
    _close(call, legs, result, began)
    call.record.dial_status = result.status
    return await _report(call, document, verb, result)


def _legs(call: LiveCall, document: Document, verb: Verb) -> list[_Leg]:
    legs = []
    shown = verb.attributes.get("callerId", call.record.row.from_)
    owned = {each.phone_number for each in call.account.numbers.values()}
    if shown not in {call.record.row.from_, call.record.row.to, *owned}:
        call.alert(
            INVALID_CALLER_ID, document.url, "<Dial> shows a number that is not the account's"
        )
    nouns: tuple[Verb | None, ...] = verb.nouns or (None,)
    for noun in nouns:
        number = noun.text if noun is not None else verb.text
        if number in {call.record.row.from_, call.number.phone_number}:
            # Twilio: never dial the caller's own number, or a line that leads back (a loop).
            call.alert(SCHEMA_WARNING, document.url, "<Dial> rings the caller or its own line")
        row = CallRow(
            account_sid=call.account.sid,
            to=number,
            from_=shown,
            direction="outbound-dial",
            parent_sid=call.record.sid,
            start_time=call.record.row.start_time + timedelta(seconds=call.now),
        )
        call.exchange.log_call(call.account, row)
        call.record.legs.append(row)
        legs.append(_Leg(number=number, person=call.person(number), noun=noun, row=row))
    return legs


async def _tell_picked_up(call: LiveCall, document: Document, leg: _Leg) -> None:
    """Report that a leg was picked up, where its `<Number>` asks for that."""
    noun = leg.noun
    target = None if noun is None else noun.attributes.get("statusCallback")
    if noun is None or target is None:
        return
    if "answered" not in noun.attributes.get("statusCallbackEvent", "completed").split():
        return
    await call.exchange.webhooks.send(
        call.account,
        "leg_status",
        call.follow(document, "leg_status", target, "POST", {}).url,
        {
            "AccountSid": call.account.sid,
            "ApiVersion": API_VERSION,
            "CallSid": leg.row.sid,
            "CallStatus": "in-progress",
            "CallbackSource": "call-progress-events",
            "Called": leg.number,
            "Caller": leg.row.from_,
            "Direction": "outbound-dial",
            "From": leg.row.from_,
            "ParentCallSid": call.record.sid,
            "SequenceNumber": "2",
            "To": leg.number,
        },
        method=noun.attributes.get("statusCallbackMethod", "POST"),
        log=call.record.requests,
    )


async def _ring(call: LiveCall, legs: list[_Leg], longest: int, result: _Result) -> None:
    """Let every phone ring until the first pickup, the last refusal, or the timeout."""
    soonest = None
    for leg in legs:
        after = leg.person.picks_up_after
        if (
            after is not None
            and leg.person.refuses is None
            and after < longest
            and (soonest is None or after < soonest)
        ):
            soonest, result.leg = after, leg
    if soonest is not None:
        await call.wait(soonest)
        result.picked_up_at, result.status = call.now, "completed"
        return
    refusals = [leg.person.refuses for leg in legs if leg.person.refuses is not None]
    if len(refusals) < len(legs):
        await call.wait(longest)
        return
    await call.wait(min(longest, max(leg.person.refuses_after for leg in legs)))
    result.status = Refusal.BUSY if Refusal.BUSY in refusals else Refusal.FAILED


async def _screen(call: LiveCall, document: Document, leg: _Leg) -> bool:
    """Play the whisper to whoever picked up; an end without a hang-up bridges."""
    leg.row.status = "in-progress"
    target = leg.noun.attributes.get("url") if leg.noun is not None else None
    if leg.noun is None or target is None:
        return True
    request = call.follow(document, "whisper", target, leg.noun.method, {})
    for _ in range(LEG_DOCUMENT_LIMIT):
        verbs = await _whisper(call, leg, request)
        if verbs is None:
            return False
        step = await _play(call, leg, Document(url=request.url, verbs=verbs))
        if isinstance(step, bool):
            return step
        request = step
    return False


async def _whisper(call: LiveCall, leg: _Leg, request: Request) -> tuple[Verb, ...] | None:
    """Ask for a document of the callee's leg; None ends that leg."""
    hook = await call.exchange.webhooks.send(
        call.account,
        request.kind,
        request.url,
        {
            "AccountSid": call.account.sid,
            "ApiVersion": API_VERSION,
            "CallSid": leg.row.sid,
            "CallStatus": "in-progress",
            "Called": leg.number,
            "Caller": leg.row.from_,
            "Direction": "outbound-dial",
            "From": leg.row.from_,
            "ParentCallSid": call.record.sid,
            "To": leg.number,
            **request.params,
        },
        method=request.method,
        log=call.record.requests,
    )
    if not hook.succeeded:
        return None
    if not hook.body.strip():
        return ()
    try:
        return read(hook.body, hook.content_type, WHISPER)
    except TwimlError as error:
        call.alert(error.code, hook.url, str(error))
        return None


async def _play(call: LiveCall, leg: _Leg, document: Document) -> bool | Request:
    """Play a whisper: True bridges, False hangs up, a request asks for the next document."""
    for verb in document.verbs:
        match verb.name:
            case "Hangup":
                return False
            case "Redirect":
                return call.follow(document, "whisper", verb.text, verb.method, {})
            case "Gather":
                digits = await _listen(call, leg, verb)
                if digits is not None:
                    target = verb.attributes.get("action", document.url)
                    params = {"Digits": digits}
                    return call.follow(document, "gather", target, verb.method, params)
            case _:
                _whispered(call, verb)
                await call.wait(1.0)
    return True


async def _listen(call: LiveCall, leg: _Leg, gather: Verb) -> str | None:
    """Return what the callee presses; None lets the whisper go on."""
    for noun in gather.nouns:
        _whispered(call, noun)
    longest = gather.number("timeout", 5)
    person = leg.person
    if person.presses is not None and person.presses_after <= longest:
        await call.wait(person.presses_after)
        return person.presses[: gather.number("numDigits", 100)]
    # Whoever knows what comes presses into the words; a mailbox hears them all.
    spoken = sum(len(noun.text) for noun in gather.nouns) / LETTERS_A_SECOND
    await call.wait(spoken + longest)
    return "" if gather.yes("actionOnEmptyResult") else None


def _whispered(call: LiveCall, verb: Verb) -> None:
    call.record.whispers.append(f"{verb.name.lower()}: {verb.text}")


def _close(call: LiveCall, legs: list[_Leg], result: _Result, began: float) -> None:
    rang_for = call.now - began
    for leg in legs:
        if leg is result.leg:
            talked = 0.0 if result.picked_up_at is None else call.now - result.picked_up_at
            leg.row.end(result.status, rang_for - talked, talked)
        else:
            # Twilio: the first pickup cancels the rest.
            refused = leg.person.refuses
            status = "canceled" if result.picked_up_at is not None else refused or result.status
            leg.row.end(status, rang_for, 0.0)


async def _report(
    call: LiveCall, document: Document, verb: Verb, result: _Result
) -> Request | None:
    """Ask for the action, which is requested even when the caller is gone."""
    action = verb.attributes.get("action")
    params = {"DialCallStatus": result.status, "DialCallSid": result.leg.row.sid}
    if result.picked_up_at is not None:
        params["DialCallDuration"] = str(round(call.now - result.picked_up_at))
    if call.exchange.dial_bridged:
        params["DialBridged"] = "true" if result.bridged else "false"
    if call.hung_up:
        if call.exchange.trouble.take(Kind.STATUS_OVERTAKES, "webhook.call_status"):
            await call.exchange.switch.report_end(call)
        if action is not None:
            await call.gate()
            request = call.follow(document, "dial", action, verb.method, params)
            await call.send(request, "completed")
        raise CallerHungUpError
    if action is None:
        return None
    await call.gate()
    # Twilio: `no-answer` comes with CallStatus=in-progress: the caller is still there.
    call.record.row.status = "in-progress"
    return call.follow(document, "dial", action, verb.method, params)
