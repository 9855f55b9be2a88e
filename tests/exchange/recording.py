"""The `<Record>` and `<Gather>` verbs: what the caller says or presses."""

from collections.abc import Awaitable, Callable
import io
import struct
from typing import Final
import wave

from .call_records import Recording
from .identifiers import API_VERSION, new_sid, now, rfc2822
from .live_call import CallerHungUpError, Document, LiveCall, Request
from .twiml import Verb

# Twilio: transcription only for 2-120 s.
TRANSCRIBED: Final = range(2, 121)
TRANSCRIPT: Final = "Hello, please call me back."
_RATE: Final = 8000
_KEPT_SECONDS: Final = 8


async def record(call: LiveCall, document: Document, verb: Verb) -> Request | None:
    """Record a message; silence falls through to the next verb."""
    call.answer()
    if verb.yes("playBeep", default=True):
        call.hear("beep")
    if call.caller.hangs_up_at_beep:
        call.caller_leaves()
    longest = verb.number("maxLength", 3600)
    call.hear(f"record {longest}s")
    if call.caller.message_seconds <= 0:
        await call.wait(verb.number("timeout", 5))
        return None
    began = call.now
    digits = None
    try:
        await call.wait(min(call.caller.message_seconds, longest))
        if call.caller.message_seconds < longest:
            finish = call.caller.finishes_with
            if finish is not None and finish in verb.attributes.get("finishOnKey", "1234567890*#"):
                digits = finish
            else:
                call.caller_leaves()
    except CallerHungUpError:
        digits = "hangup"
    recording = _keep(call, round(call.now - began))
    call.afterwards.extend(_later(call, document, verb, recording))
    params = {
        "RecordingUrl": recording.url,
        "RecordingSid": recording.sid,
        "RecordingDuration": str(recording.seconds),
    }
    if digits is not None:
        params["Digits"] = digits
    # Without an action the company asks for the current document again.
    target = verb.attributes.get("action", document.url)
    request = call.follow(document, "record", target, verb.method, params)
    if call.hung_up:
        await call.send(request, "completed")
        raise CallerHungUpError
    return request


def _keep(call: LiveCall, seconds: int) -> Recording:
    sid = new_sid("RE")
    call.account.recordings[sid] = _sound(min(seconds, _KEPT_SECONDS))
    url = f"{call.exchange.api_base}/{API_VERSION}/Accounts/{call.account.sid}/Recordings/{sid}"
    recording = Recording(sid=sid, url=url, seconds=seconds)
    call.record.recordings.append(recording)
    return recording


def _sound(seconds: int) -> bytes:
    """Return a WAV file as Twilio keeps them: one voice of 16 bits, at 8 kHz."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(1)
        file.setsampwidth(2)
        file.setframerate(_RATE)
        for second in range(seconds):
            file.writeframes(struct.pack("<h", second + 1) * _RATE)
    return sound.getvalue()


def _later(
    call: LiveCall, document: Document, verb: Verb, recording: Recording
) -> list[Callable[[], Awaitable[object]]]:
    """Return what the company reports of a recording once the call is over."""
    common = {
        "AccountSid": call.account.sid,
        "CallSid": call.record.sid,
        "RecordingSid": recording.sid,
        "RecordingUrl": recording.url,
    }
    later: list[Callable[[], Awaitable[object]]] = []

    def post(kind: str, target: str, method: str, params: dict[str, str]) -> None:
        request = call.follow(document, kind, target, method, params)
        later.append(
            lambda: call.exchange.webhooks.send(
                call.account,
                kind,
                request.url,
                params,
                method=method,
                log=call.record.requests,
            )
        )

    if target := verb.attributes.get("recordingStatusCallback"):
        post(
            "recording",
            target,
            verb.attributes.get("recordingStatusCallbackMethod", "POST"),
            {
                **common,
                "ErrorCode": "0",
                "RecordingChannels": "1",
                "RecordingDuration": str(recording.seconds),
                "RecordingSource": "RecordVerb",
                "RecordingStartTime": rfc2822(now()) or "",
                "RecordingStatus": "completed",
                "RecordingTrack": "both",
            },
        )
    wanted = verb.yes("transcribe") or "transcribeCallback" in verb.attributes
    if wanted and recording.seconds in TRANSCRIBED:
        row = call.record.row
        post(
            "transcription",
            verb.attributes.get("transcribeCallback", document.url),
            "POST",
            {
                **common,
                "ApiVersion": API_VERSION,
                "Called": row.to,
                "Caller": row.from_,
                "CallStatus": "completed",
                "Direction": "inbound",
                "From": row.from_,
                "To": row.to,
                "TranscriptionSid": new_sid("TR"),
                "TranscriptionStatus": "completed",
                "TranscriptionText": TRANSCRIPT,
                "TranscriptionType": "fast",
                "TranscriptionUrl": recording.url,
            },
        )
    return later


async def gather(call: LiveCall, document: Document, verb: Verb) -> Request | None:
    """Listen to the caller's keys or words; nothing falls through to the next verb."""
    call.answer()
    for noun in verb.nouns:
        await call.speak(noun)
    wanted = verb.attributes.get("input", "dtmf").split()
    params: dict[str, str] = {}
    digits = call.press(verb.number("numDigits", 100)) if "dtmf" in wanted else ""
    if digits:
        params["Digits"] = digits
    elif "speech" in wanted and call.caller.speech:
        params = {"SpeechResult": call.caller.speech, "Confidence": "0.91"}
    else:
        await call.wait(verb.number("timeout", 5))
        if not verb.yes("actionOnEmptyResult"):
            return None
    target = verb.attributes.get("action", document.url)
    return call.follow(document, "gather", target, verb.method, params)
