"""Twilio's way in: verifies a request of the webhook, reads it, and writes the reply."""

from collections.abc import Callable, Iterable, Mapping
import logging
import re
from typing import Final, override
from urllib.parse import parse_qsl

from ...core.ports import Entry
from ...core.shop import Shop
from ..door import FORM, Door, Handled, Letter, Malformed, Reply, Unverified
from ..forms import read_form
from .calls import Answer, Calls, IsOpen
from .client import API_BASE
from .dialect import TWILIO, Dialect
from .signature import Signature
from .steps import Step
from .team_calls import TEAM_STEPS, TeamCalls
from .texts import read_receipt, read_text
from .twiml import Documents, nothing
from .webhook_request import WebhookRequest

_LOGGER = logging.getLogger(__name__)
# A SHA-1 in base64.
_SIGNATURE_SHAPE: Final = re.compile(r"[A-Za-z0-9+/]{27}=")
# Steps to whose answer somebody listens.
_HEARD: Final = frozenset({Step.VOICE, Step.DIAL, Step.WHISPER, Step.PRESSED, Step.RECORDED})


class TwilioDoor(Door):
    """The door of one shop. It holds nothing but its settings: build another when they change.

    Voice steps always get a document, whatever goes wrong after the signature: a caller must never
    hear "an application error has occurred".

    `is_open` tells whether a line is open at this moment.
    """

    content_types = frozenset({FORM})

    def __init__(
        self,
        shop: Shop,
        public_url: str,
        account_sid: str,
        auth_tokens: tuple[str, ...],
        *,
        is_open: IsOpen,
        api_base: str = API_BASE,
        dialect: Dialect = TWILIO,
    ) -> None:
        self._shop = shop
        self._dialect = dialect
        self._account_sid = account_sid
        self._signature = Signature(public_url, auth_tokens)
        self._calls = Calls(shop, is_open, Documents(shop, public_url), api_base)
        self._team_calls = TeamCalls(shop, public_url)
        self._readers: dict[Step, Callable[[WebhookRequest], Answer]] = {
            Step.VOICE: self._calls.voice,
            Step.DIAL: self._calls.dial,
            Step.WHISPER: self._calls.whisper,
            Step.PRESSED: self._calls.pressed,
            Step.RECORDED: self._calls.recorded,
            Step.RECORDING: self._calls.recorded,
            Step.ENDED: self._calls.ended,
        }

    @override
    def may_be_genuine(self, headers: Mapping[str, str]) -> bool:
        return _SIGNATURE_SHAPE.fullmatch(self._signature_in(headers) or "") is not None

    @override
    def handle(self, letter: Letter) -> Handled:
        form = read_form(letter.body)
        signature = self._signature_in(letter.headers)
        if not self._signature.matches(signature, letter.query_string, form):
            raise Unverified("bad or missing signature")
        if form.get("AccountSid") != self._account_sid:
            raise Unverified("another account")
        query = _query(letter.query_string)
        request = WebhookRequest(query=query, form=form, now=letter.now)
        try:
            step = Step(query.get("step", ""))
        except ValueError:
            raise Malformed("unknown step") from None
        match step:
            case Step.TEXT:
                text = read_text(request, self._shop, self._dialect)
                return _noted((text,) if text else ())
            case Step.STATUS:
                receipt = read_receipt(request, self._dialect)
                return _noted((receipt,) if receipt else ())
            case _ if step in TEAM_STEPS:
                return self._team_calls.handle(step, request)
            case _:
                return self._voice_step(step, request)

    def _signature_in(self, headers: Mapping[str, str]) -> str | None:
        names = self._dialect.signature_headers
        if (signature := _first(headers, names)) is not None:
            return signature
        # Not every relay keeps a mapping that ignores case.
        return _first({name.lower(): value for name, value in headers.items()}, names)

    def _voice_step(self, step: Step, request: WebhookRequest) -> Handled:
        try:
            events, document = self._readers[step](request)
        except Exception as error:
            if (fallback := self._calls.whatever_happens(step, request)) is None:
                raise
            if isinstance(error, Malformed):
                _LOGGER.warning("A Twilio request (%s) was not understood: %s", step, error)
            else:
                _LOGGER.exception("A Twilio request (%s) could not be read", step)
            return _spoken((), fallback)
        return _spoken(events, document) if step in _HEARD else _noted(events)


def _first(headers: Mapping[str, str], names: Iterable[str]) -> str | None:
    return next((headers[name] for name in names if name in headers), None)


def _query(query_string: str) -> dict[str, str]:
    try:
        pairs = parse_qsl(query_string, keep_blank_values=True, max_num_fields=20)
    except ValueError:
        raise Malformed("too long a query") from None
    return dict(reversed(pairs))


def _spoken(events: tuple[Entry, ...], document: str) -> Handled:
    return Handled(events, Reply(200, document, "text/xml"), answer_anyway=True)


def _noted(events: tuple[Entry, ...]) -> Handled:
    # An empty document, not an empty text/plain: to that Twilio raises alerts.
    return Handled(events, Reply(200, nothing(), "text/xml"))
