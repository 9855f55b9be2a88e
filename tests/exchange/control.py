"""A small JSON door under /_exchange/, for benches that keep the company in its own process."""

import asyncio
from collections.abc import Awaitable, Callable, Collection
from dataclasses import asdict
from typing import TYPE_CHECKING, Any

from aiohttp import web

from . import people
from .call_records import CallRecord
from .delivery import Fate
from .lookup import LineType
from .people import Person

if TYPE_CHECKING:
    from .company import Exchange
    from .switch import RingingCall

type Wishes = dict[str, Any]
type Verb = Callable[[Wishes], Awaitable[object]]


class Control:
    """The door: POST a JSON object to `/_exchange/<verb>`, and get JSON back.

    Times are `time.perf_counter()` of this machine, so another process can compare them.
    """

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._ringing: dict[str, RingingCall] = {}

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the door."""
        verbs: dict[str, Verb] = {
            "open_account": self._open_account,
            "account": self._account,
            "company": self._company,
            "add_number": self._add_number,
            "route": self._route,
            "place_call": self._place_call,
            "ring_in": self._ring_in,
            "finish": self._finish,
            "send_text": self._send_text,
            "texts": self._texts,
            "books": self._books,
            "fate": self._fate,
            "line_type": self._line_type,
            "trouble": self._trouble,
            "settle": self._settle,
        }
        return [web.post(f"/_exchange/{name}", _door(verb)) for name, verb in verbs.items()]

    async def _open_account(self, _: Wishes) -> object:
        account = self._exchange.open_account()
        key, secret = account.api_key
        return {
            "sid": account.sid,
            "auth_token": account.auth_token,
            "api_key": key,
            "api_secret": secret,
        }

    async def _account(self, wishes: Wishes) -> object:
        """Change what the company knows of an account: its `status`, `trial`, `balance`."""
        account = self._exchange.accounts[wishes.pop("account")]
        return _set(account, wishes, ("status", "trial", "balance", "currency"))

    async def _company(self, wishes: Wishes) -> object:
        """Change what kind of company this is."""
        return _set(self._exchange, wishes, ("dial_bridged", "looks_up", "empty_answers_fail"))

    async def _add_number(self, wishes: Wishes) -> object:
        account = self._exchange.accounts[wishes["account"]]
        number = self._exchange.add_number(wishes["number"], account)
        for name, value in wishes.get("settings", {}).items():
            setattr(number, name, value)
        return {"sid": number.sid, "phone_number": number.phone_number}

    async def _route(self, wishes: Wishes) -> object:
        self._exchange.route(wishes["public"], wishes["local"])
        return {}

    async def _place_call(self, wishes: Wishes) -> object:
        record = await self._exchange.place_call(
            wishes["caller"],
            wishes["number"],
            _answers(wishes),
            caller_hangs_up_after=wishes.get("caller_hangs_up_after"),
            stir=wishes.get("stir"),
            caller_name=wishes.get("caller_name"),
            forwarded_from=wishes.get("forwarded_from"),
        )
        return _call(record)

    async def _ring_in(self, wishes: Wishes) -> object:
        callers = wishes.get("callers") or [wishes["caller"]]
        ringing = await asyncio.gather(
            *(
                self._exchange.ring_in(caller, wishes["number"], _answers(wishes))
                for caller in callers
            )
        )
        for call in ringing:
            self._ringing[call.record.sid] = call
        return [call.record.sid for call in ringing]

    async def _finish(self, wishes: Wishes) -> object:
        calls = [self._ringing.pop(sid) for sid in wishes["sids"]]
        return [_call(record) for record in await asyncio.gather(*(c.finish() for c in calls))]

    async def _send_text(self, wishes: Wishes) -> object:
        found = await self._exchange.send_text(wishes["caller"], wishes["number"], wishes["body"])
        return {"sid": found.sid, "status": found.status, "response": found.response}

    async def _texts(self, wishes: Wishes) -> object:
        return [
            {
                "sid": text.sid,
                "to": text.to,
                "from": text.from_,
                "body": text.body,
                "status": text.status,
                "requested_at": text.requested_at,
            }
            for text in self._exchange.texts[wishes.get("since", 0) :]
        ]

    async def _books(self, _: Wishes) -> object:
        return {
            "texts": len(self._exchange.texts),
            "calls": len(self._exchange.calls),
            "requests": len(self._exchange.requests),
            "alerts": [asdict(alert) for alert in self._exchange.alerts],
        }

    async def _fate(self, wishes: Wishes) -> object:
        fate = Fate(status=wishes["status"], error_code=wishes.get("error_code"))
        if to := wishes.get("to"):
            self._exchange.delivery.fates[to] = fate
        else:
            self._exchange.delivery.default = fate
        self._exchange.delivery.delay = wishes.get("delay", self._exchange.delivery.delay)
        return {}

    async def _line_type(self, wishes: Wishes) -> object:
        kind = wishes["type"]
        self._exchange.line_types[wishes["number"]] = None if kind is None else LineType(kind)
        return {}

    async def _trouble(self, wishes: Wishes) -> object:
        """Ask for one trouble (see `Troubles.add`), or `clear` all, or choose the `seed`."""
        trouble = self._exchange.trouble
        if wishes.get("clear"):
            trouble.clear()
        elif "seed" in wishes:
            trouble.seed(wishes["seed"])
            self._exchange.delivery.seed(wishes["seed"])
        else:
            trouble.add(**wishes)
        return {}

    async def _settle(self, _: Wishes) -> object:
        await self._exchange.settle()
        return {}


def _door(verb: Verb) -> Callable[[web.Request], Awaitable[web.Response]]:
    async def serve(request: web.Request) -> web.Response:
        wishes = await request.json() if request.can_read_body else {}
        try:
            return web.json_response(await verb(wishes))
        except (KeyError, ValueError, TypeError) as error:
            return web.json_response({"error": repr(error)}, status=400)

    return serve


def _set(what: object, wishes: Wishes, may: Collection[str]) -> object:
    if unknown := wishes.keys() - set(may):
        raise ValueError(f"cannot set {sorted(unknown)}")
    for name, value in wishes.items():
        setattr(what, name, value)
    return {}


def _answers(wishes: Wishes) -> dict[str, Person]:
    """Read who answers: number -> name of a scripted person, such as PRESSES_ONE."""
    return {number: getattr(people, name) for number, name in wishes.get("answers", {}).items()}


def _call(record: CallRecord) -> dict[str, object]:
    return {
        "sid": record.sid,
        "status": record.status,
        "dial_status": record.dial_status,
        "bridged": record.bridged,
        "answered_by": record.answered_by,
        "transcript": record.transcript,
        "last_webhook_at": record.last_webhook_at,
        "requests": [
            {"kind": hook.kind, "url": hook.url, "status": hook.status, "sent_at": hook.sent_at}
            for hook in record.requests
        ],
    }
