"""The named points of a text's path: where in the integration each is, and how it is watched.

Production code has no hooks for this. Each point is a function of the integration, found by its name
and wrapped; a test holds these names against the code.
"""

from collections.abc import Callable
from dataclasses import dataclass
from enum import Enum, auto
from functools import wraps
from importlib import import_module
from inspect import iscoroutinefunction
from typing import Any, Final

INTEGRATION: Final = "custom_components.missed_call_textback"

type Args = tuple[Any, ...]
type Reach = Callable[["Point"], None]


class Moment(Enum):
    """On which side of a function a point is."""

    BEFORE = auto()
    AFTER = auto()


@dataclass(frozen=True, slots=True, kw_only=True)
class Point:
    """One point. `only` narrows it down by the function's arguments and result.

    `later` is how many seconds pass between the point and the death that waits there.
    """

    name: str
    module: str
    function: str
    moment: Moment
    only: Callable[[Args, Any], bool] | None = None
    later: float = 0.0

    def is_met(self, moment: Moment, args: Args, result: object = None) -> bool:
        """Tell whether a call of the function passes the point."""
        return self.moment is moment and (self.only is None or self.only(args, result))


def _point(
    name: str,
    moment: Moment,
    module: str,
    function: str,
    *,
    only: Callable[[Args, Any], bool] | None = None,
    later: float = 0.0,
) -> Point:
    return Point(
        name=name,
        module=f"{INTEGRATION}.{module}" if module else INTEGRATION,
        function=function,
        moment=moment,
        only=only,
        later=later,
    )


def _is_new_message(args: Args, _result: object) -> bool:
    response = args[0]
    return bool(response.method == "POST" and response.url.path.endswith("/Messages.json"))


_BEFORE, _AFTER = Moment.BEFORE, Moment.AFTER

POINTS: Final = (
    # A start, and the recovery that is part of it.
    _point("start: schema checked", _AFTER, "ledger.connection", "migrate"),
    _point("start: ledger open", _AFTER, "ledger.database", "SqliteLedger.open"),
    _point("start: recovering", _AFTER, "ledger.verbs.texts", "TextVerbs.strand_sending"),
    _point("start: recovered", _AFTER, "core.engine", "Engine.start"),
    # What happened meanwhile, from the telephone company's own log.
    _point("catch-up: before log", _BEFORE, "providers.twilio.call_log", "TwilioLog.since"),
    _point("catch-up: log read", _AFTER, "providers.twilio.call_log", "TwilioLog.since"),
    _point("catch-up: taken", _AFTER, "core.engine", "Engine.catch_up"),
    _point("catch-up: noted", _AFTER, "core.run_settings", "RunSettings.note_listened"),
    # A webhook, from its body to its answer.
    _point("webhook: body read", _BEFORE, "providers.twilio.door", "TwilioDoor.handle"),
    _point("webhook: verified", _AFTER, "providers.twilio.door", "TwilioDoor.handle"),
    _point("webhook: before commit", _AFTER, "ledger.book", "SqlBook.write_counts"),
    _point("webhook: committed", _BEFORE, "ledger.writer", "_resolve"),
    _point("webhook: stored", _AFTER, "webhook", "_async_store"),
    Point(
        name="webhook: answered",
        module="aiohttp.web_response",
        function="Response.write_eof",
        moment=_AFTER,
        # Nothing else in this run is answered in XML.
        only=lambda args, _result: args[0].content_type == "text/xml",
    ),
    _point("reply: read", _BEFORE, "core.engine", "Engine.handle_text"),
    _point("reply: stored", _AFTER, "core.engine", "Engine.handle_text"),
    _point("receipt: read", _BEFORE, "core.engine", "Engine.handle_receipt"),
    _point("receipt: stored", _AFTER, "core.engine", "Engine.handle_receipt"),
    # A text, from its claim to the carrier's answer.
    _point("text: claimed", _BEFORE, "core.sender", "Sender.start_sending"),
    _point(
        "text: before request", _BEFORE, "providers.twilio.client", "TwilioClient.create_message"
    ),
    Point(
        name="text: request sent",
        module="aiohttp.client_reqrep",
        function="ClientResponse.start",
        moment=_BEFORE,
        only=_is_new_message,
    ),
    _point("text: answer read", _AFTER, "providers.twilio.client", "TwilioClient.create_message"),
    _point("text: settled", _AFTER, "core.sender", "Sender._write_surely"),
    _point(
        "text: waits to be retried",
        _AFTER,
        "core.sender",
        "Sender._write_surely",
        only=lambda _args, text: text.state == "queued",
        later=0.2,
    ),
    _point(
        "text: claimed again",
        _BEFORE,
        "core.engine",
        "Engine._start_due",
        only=lambda args, _result: bool(args[1].to_send),
    ),
    # A text in doubt.
    _point(
        "doubt: claimed",
        _BEFORE,
        "core.engine",
        "Engine._start_due",
        only=lambda args, _result: bool(args[1].in_doubt),
    ),
    _point("doubt: before list", _BEFORE, "providers.twilio.carrier", "TwilioCarrier.find"),
    _point("doubt: list read", _AFTER, "providers.twilio.carrier", "TwilioCarrier.find"),
    _point("doubt: settled", _AFTER, "core.sender", "Sender._look_up"),
)


def find(module: str, function: str) -> tuple[Any, str]:
    """Return what holds a function, and its name there. Raises LookupError where it is gone."""
    *path, name = function.split(".")
    try:
        holder: Any = import_module(module)
        for part in path:
            holder = getattr(holder, part)
    except (ImportError, AttributeError) as error:
        raise LookupError(f"{module}.{function}") from error
    if name not in vars(holder):
        raise LookupError(f"{module}.{function}")
    return holder, name


def watch(reach: Reach) -> None:
    """Wrap the function of each point, so that whoever passes it reaches the point."""
    for point in POINTS:
        holder, name = find(point.module, point.function)
        setattr(holder, name, _watched(vars(holder)[name], point, reach))


def _watched(function: Callable[..., Any], point: Point, reach: Reach) -> Callable[..., Any]:
    if iscoroutinefunction(function):

        @wraps(function)
        async def watched_while_awaited(*args: object, **kwargs: object) -> object:
            if point.is_met(_BEFORE, args):
                reach(point)
            result = await function(*args, **kwargs)
            if point.is_met(_AFTER, args, result):
                reach(point)
            return result

        return watched_while_awaited

    @wraps(function)
    def watched(*args: object, **kwargs: object) -> object:
        if point.is_met(_BEFORE, args):
            reach(point)
        result = function(*args, **kwargs)
        if point.is_met(_AFTER, args, result):
            reach(point)
        return result

    return watched
