"""A call while it lasts: its simulated time, its documents, and the verbs that only speak."""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import urljoin

from .accounts import Account, PhoneNumber
from .call_records import CallRecord
from .identifiers import API_VERSION, geography
from .people import Caller, Person
from .twiml import (
    DOCUMENT_PARSE_FAILURE,
    INVALID_CONTENT_TYPE,
    VOICE,
    XML_TYPES,
    TwimlError,
    Verb,
    read,
)
from .webhooks import HTTP_RETRIEVAL_FAILURE, Alert, Webhook

if TYPE_CHECKING:
    from .company import Exchange

DOCUMENT_LIMIT: Final = 20
LETTERS_A_SECOND: Final = 15


class CallerHungUpError(Exception):
    """The caller is gone; nothing more can be played."""


class CallOverError(Exception):
    """The company ends the call."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Request:
    """A document to ask for."""

    kind: str
    url: str
    method: str
    params: Mapping[str, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class Document:
    """A document that was read."""

    url: str
    verbs: tuple[Verb, ...]


class LiveCall:
    """What every verb needs: the two ends, the clock, and the way to the customer."""

    def __init__(
        self,
        exchange: Exchange,
        account: Account,
        number: PhoneNumber,
        record: CallRecord,
        *,
        answers: Mapping[str, Person],
        anyone: Person,
        caller: Caller,
        gate: Callable[[], Awaitable[None]] | None,
        extra: Mapping[str, str],
        keys: str | None = None,
    ) -> None:
        self.exchange = exchange
        self.account = account
        self.number = number
        self.record = record
        self.caller = caller
        self.now = 0.0
        self.answered_at: float | None = None
        self.hung_up = False
        self.afterwards: list[Callable[[], Awaitable[object]]] = []
        self.status_callback = number.status_callback
        self.status_callback_method = number.status_callback_method
        self.fallback_url = number.voice_fallback_url
        self._keys = keys
        self._answers = answers
        self._anyone = anyone
        self._gate = gate
        self._fell_back = False
        self._documents = 0
        row = record.row
        self._base = {
            "AccountSid": account.sid,
            "ApiVersion": API_VERSION,
            "CallSid": row.sid,
            "CallToken": f'{{"parentCallInfoToken":"{row.sid[::-1]}=="}}',
            "Called": row.to,
            "Caller": row.from_,
            "Direction": row.direction,
            "From": row.from_,
            "To": row.to,
            **geography("Called", row.to),
            **geography("Caller", row.from_),
            **geography("From", row.from_),
            **geography("To", row.to),
            **extra,
        }

    def person(self, e164: str) -> Person:
        """Return who is at a dialled number."""
        return self._answers.get(e164, self._anyone)

    def press(self, most: int) -> str:
        """Return what is pressed now: callers press the same again, who is called one after another."""
        if self._keys is None:
            return self.caller.digits[:most]
        pressed, self._keys = self._keys[:most], self._keys[most:]
        return pressed

    async def gate(self) -> None:
        """Wait until the last webhook may go, where somebody asked to hold it."""
        if self._gate is not None:
            await self._gate()

    async def wait(self, seconds: float) -> None:
        """Let simulated time pass, as far as the caller's patience goes."""
        patience = self.caller.hangs_up_after
        gone = not self.hung_up and patience is not None and self.now + seconds >= patience
        if gone and patience is not None:
            seconds = max(0.0, patience - self.now)
        self.now += seconds
        if self.exchange.time_passes is not None:
            self.exchange.time_passes(seconds)
        if self.exchange.time_scale and seconds:
            await asyncio.sleep(seconds * self.exchange.time_scale)
        if gone:
            self.caller_leaves()

    def caller_leaves(self) -> None:
        """Let the caller hang up now."""
        self.hung_up = True
        self.hear("caller hangs up")
        raise CallerHungUpError

    def hear(self, what: str) -> None:
        """Write down what the caller hears."""
        self.record.transcript.append(what)

    def answer(self) -> None:
        """Answer the caller's leg: from now on it costs."""
        if self.answered_at is None:
            self.answered_at = self.now
            self.record.row.status = "in-progress"

    def params(self, more: Mapping[str, str], status: str | None = None) -> dict[str, str]:
        """Return the parameters of a voice request."""
        return {**self._base, "CallStatus": status or self.record.row.status, **more}

    async def send(self, request: Request, status: str | None = None) -> Webhook:
        """Make a voice request of the caller's leg."""
        hook = await self.exchange.webhooks.send(
            self.account,
            request.kind,
            request.url,
            self.params(request.params, status),
            method=request.method,
            log=self.record.requests,
        )
        if request.kind in {"voice", "fallback", "dial"}:
            self.record.last_webhook_at = hook.sent_at
        return hook

    def document_of(self, hook: Webhook) -> Document:
        """Read an answer as TwiML; an empty one is an empty document, which hangs up.

        Twilio: whether an empty 200 counts as a failure is unverified.
        """
        if not hook.succeeded:
            raise TwimlError(hook.failure_code or HTTP_RETRIEVAL_FAILURE, "not retrieved")
        media_type = hook.content_type.partition(";")[0].strip().lower()
        if not hook.body.strip():
            if media_type not in XML_TYPES:
                if self.exchange.empty_answers_fail:
                    raise TwimlError(INVALID_CONTENT_TYPE, "empty answer without TwiML")
                self.alert(INVALID_CONTENT_TYPE, hook.url, "empty answer without TwiML")
            return Document(url=hook.url, verbs=())
        return Document(url=hook.url, verbs=read(hook.body, hook.content_type, VOICE))

    def alert(self, code: int, url: str, message: str) -> None:
        """Write to the company's debugger."""
        self.exchange.alerts.append(Alert(code=code, url=url, message=message))

    def count_document(self, url: str) -> None:
        """Keep a call from going round in circles."""
        self._documents += 1
        if self._documents > DOCUMENT_LIMIT:
            self.alert(DOCUMENT_PARSE_FAILURE, url, f"more than {DOCUMENT_LIMIT} documents")
            raise CallOverError

    async def fetch(self, request: Request) -> Document:
        """Ask for a document, and for the fallback when it cannot be retrieved or executed.

        Twilio: the fallback is requested when it cannot "retrieve or execute TwiML".
        """
        self.count_document(request.url)
        hook = await self.send(request)
        try:
            return self.document_of(hook)
        except TwimlError as error:
            if hook.succeeded:
                self.alert(error.code, hook.url, str(error))
            fallback = self.fallback_url
            if self._fell_back or not fallback:
                self.answer()
                self.hear("say: an application error has occurred")
                raise CallOverError from None
            self._fell_back = True
            return await self.fetch(
                Request(
                    kind="fallback",
                    url=fallback,
                    method=self.number.voice_fallback_method,
                    params={"ErrorCode": str(error.code), "ErrorUrl": hook.url},
                )
            )

    def follow(
        self, document: Document, kind: str, target: str, method: str, params: Mapping[str, str]
    ) -> Request:
        """Ask for a URL of a document, which may be relative."""
        return Request(kind=kind, url=urljoin(document.url, target), method=method, params=params)

    async def speak(self, verb: Verb) -> None:
        """Play Say, Play or Pause to the caller."""
        match verb.name:
            case "Say":
                self.answer()
                self.hear(f"say: {verb.text}")
                await self.wait(len(verb.text) / LETTERS_A_SECOND)
            case "Play":
                self.answer()
                self.hear(f"play: {verb.text}")
                await self.wait(5.0)
            case _:
                self.hear(f"pause {verb.number('length', 1)}s")
                await self.wait(verb.number("length", 1))
