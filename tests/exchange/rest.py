"""The REST door: authentication, troubles and error bodies around every resource."""

import asyncio
import base64
import binascii
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
import json
from secrets import compare_digest, token_hex
from time import perf_counter
from typing import TYPE_CHECKING, Final
from urllib.parse import parse_qsl

from aiohttp import web

from .accounts import Account
from .calls_list import CallsList
from .errors import Code, RefusalError
from .identifiers import API_VERSION
from .lookup import Lookups
from .messages import Messages
from .numbers import Numbers
from .outgoing import OutgoingCalls
from .reply import ApiCall, Reply
from .services import Services
from .trouble import Kind

if TYPE_CHECKING:
    from .company import Exchange

type Handler = Callable[[ApiCall], Reply]

ACCOUNT_PATH: Final = f"/{API_VERSION}/Accounts/{{account}}"
LOOKUP_PATH: Final = "/v2/PhoneNumbers/{sid}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RestRequest:
    """One request of a customer, as it came in; its status is None when it got no answer."""

    place: str
    method: str
    path: str
    fields: tuple[tuple[str, str], ...]
    status: int | None
    requested_at: float


class Rest:
    """Twilio's REST API, 2010-04-01, and some newer ones, as far as this exchange plays them."""

    def __init__(self, exchange: Exchange) -> None:
        self._exchange = exchange
        self._messages = Messages(exchange)
        self._numbers = Numbers()
        self._calls = CallsList()
        self._outgoing = OutgoingCalls(exchange)
        self._lookups = Lookups(exchange)
        self._services = Services(exchange)

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the API."""
        table: tuple[tuple[str, str, str, Handler], ...] = (
            ("POST", "/Messages.json", "messages.create", self._messages.create),
            ("GET", "/Messages.json", "messages.list", self._messages.list),
            ("GET", "/Messages/{sid}.json", "messages.fetch", self._messages.fetch),
            ("GET", "/IncomingPhoneNumbers.json", "numbers.list", self._numbers.list),
            ("GET", "/IncomingPhoneNumbers/{sid}.json", "numbers.fetch", self._numbers.fetch),
            ("POST", "/IncomingPhoneNumbers/{sid}.json", "numbers.update", self._numbers.update),
            ("POST", "/Calls.json", "calls.create", self._outgoing.create),
            ("GET", "/Calls.json", "calls.list", self._calls.list),
            ("GET", "/Calls/{sid}.json", "calls.fetch", self._calls.fetch),
            ("GET", "/Balance.json", "balance", self._calls.balance),
            ("GET", "/Recordings/{sid}", "recordings", self._calls.recording),
        )
        style = self._exchange.style
        of_account = style.path + ACCOUNT_PATH
        routes = [
            web.route(method, of_account + path, self._door(place, handler))
            for method, path, place, handler in table
            if style.newer_apis or place != "balance"
        ]
        routes.append(
            web.route("GET", of_account + ".json", self._door("account", self._services.account))
        )
        newer: tuple[tuple[str, str, Handler], ...] = (
            (LOOKUP_PATH, "lookups", self._lookups.fetch),
            ("/v1/Services", "services.list", self._services.list),
            ("/v1/Services/{sid}/PhoneNumbers", "services.numbers", self._services.numbers),
            ("/v1/Messaging/GeoPermissions", "geo", self._services.permissions),
        )
        routes += [
            web.route("GET", path, self._door(place, handler))
            for path, place, handler in newer
            if style.newer_apis
        ]
        routes += [
            web.route("*", f"{prefix}/{{anything:.*}}", self._door("elsewhere", _not_found))
            for prefix in (of_account, "")
        ]
        return routes

    def _door(
        self, place: str, handler: Handler
    ) -> Callable[[web.Request], Awaitable[web.StreamResponse]]:
        async def serve(request: web.Request) -> web.StreamResponse:
            requested_at = request["requested_at"] = perf_counter()
            body = await request.read() if request.method == "POST" else b""
            fields = _fields(request, body)
            cut = self._exchange.trouble.take(Kind.CUT, place) is not None
            answer = None if cut else await self._answer(request, place, handler, fields)
            if answer is not None and self._exchange.trouble.take(Kind.ANSWER_LOST, place):
                answer = None
            self._exchange.requests.append(
                RestRequest(
                    place=place,
                    method=request.method,
                    path=request.path,
                    fields=fields,
                    status=answer.status if answer is not None else None,
                    requested_at=requested_at,
                )
            )
            if answer is None:
                if request.transport is not None:
                    request.transport.abort()
                return web.Response()
            return answer

        return serve

    async def _answer(
        self,
        request: web.Request,
        place: str,
        handler: Handler,
        fields: tuple[tuple[str, str], ...],
    ) -> web.Response:
        trouble = self._exchange.trouble
        if slow := trouble.take(Kind.DELAY, place):
            await asyncio.sleep(slow.seconds)
        if page := trouble.take(Kind.HTML, place):
            return web.Response(
                status=page.status,
                text="<html><body>Bad Gateway</body></html>",
                content_type="text/html",
            )
        try:
            reply = self._handle(request, place, handler, fields)
        except RefusalError as refusal:
            reply = Reply(refusal.status, refusal.body())
        if not isinstance(reply.body, bytes):
            reply = Reply(reply.status, self._exchange.style.written(reply.body))
        return _response(reply)

    def _handle(
        self,
        request: web.Request,
        place: str,
        handler: Handler,
        fields: tuple[tuple[str, str], ...],
    ) -> Reply:
        account, user = self._authenticate(request)
        if account.status != "active" and place != "account":
            # What a suspended account may still read beside itself is unverified.
            raise RefusalError(Code.NOT_ACTIVE)
        if self._exchange.trouble.take(Kind.TOO_MANY_REQUESTS, place):
            raise RefusalError(Code.TOO_MANY_REQUESTS)
        if broken := self._exchange.trouble.take(Kind.SERVER_ERROR, place):
            raise RefusalError(Code.INTERNAL, status=broken.status)
        return handler(
            ApiCall(
                account=account,
                path=request.path,
                sid=request.match_info.get("sid", ""),
                fields=fields,
                requested_at=request["requested_at"],
                by_key=user != account.sid,
            )
        )

    def _authenticate(self, request: web.Request) -> tuple[Account, str]:
        """Find whose request this is (Twilio: 401 20003).

        Basic authentication with AccountSid:AuthToken, or with an API key and its secret.
        """
        scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
        try:
            user, _, password = base64.b64decode(encoded, validate=True).decode().partition(":")
        except binascii.Error, UnicodeDecodeError:
            raise RefusalError(Code.AUTHENTICATE) from None
        accounts = self._exchange.accounts
        named = request.match_info.get("account")
        # Newer APIs do not name the account: whoever asks is meant.
        account = accounts.get(named) if named is not None else self._owner(user)
        if scheme.lower() != "basic" or account is None:
            raise RefusalError(Code.AUTHENTICATE)
        secret = account.auth_token if user == account.sid else account.api_keys.get(user)
        if secret is None or not compare_digest(secret.encode(), password.encode()):
            raise RefusalError(Code.AUTHENTICATE)
        return account, user

    def _owner(self, user: str) -> Account | None:
        accounts = self._exchange.accounts.values()
        return next((one for one in accounts if user in (one.sid, *one.api_keys)), None)


def _fields(request: web.Request, body: bytes) -> tuple[tuple[str, str], ...]:
    """Return the parameters; a POST that is not form-encoded has none, as at Twilio."""
    if request.method == "GET":
        return tuple(parse_qsl(request.rel_url.raw_query_string, keep_blank_values=True))
    if request.content_type != "application/x-www-form-urlencoded":
        return ()
    return tuple(parse_qsl(body.decode("utf-8", "replace"), keep_blank_values=True))


def _not_found(call: ApiCall) -> Reply:
    raise RefusalError(Code.NOT_FOUND, call.path)


def _response(reply: Reply) -> web.Response:
    headers = {"Twilio-Request-Id": f"RQ{token_hex(16)}"}
    if reply.status == 401:
        headers["WWW-Authenticate"] = 'Basic realm="Twilio API"'
    if isinstance(reply.body, bytes):
        return web.Response(
            status=reply.status, body=reply.body, headers=headers, content_type="audio/x-wav"
        )
    return web.Response(
        status=reply.status,
        text=json.dumps(reply.body),
        headers=headers,
        content_type="application/json",
    )
