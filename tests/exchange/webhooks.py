"""Webhooks: how the company reaches its customers, signed, timed, retried and routed."""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from time import perf_counter
from typing import Final
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit
from uuid import uuid4

import aiohttp
from yarl import URL

from .accounts import Account
from .signing import signature
from .styles import TWILIO, Style
from .trouble import Kind, Troubles

TIMEOUT: Final = 15.0
REDIRECT_LIMIT: Final = 10

HTTP_RETRIEVAL_FAILURE: Final = 11200
CONNECTION_FAILURE: Final = 11205
BAD_HOST_NAME: Final = 11210
TOO_MANY_REDIRECTS: Final = 11215


@dataclass(frozen=True, slots=True, kw_only=True)
class Alert:
    """One line of the company's debugger."""

    code: int
    url: str
    message: str


@dataclass(slots=True, kw_only=True)
class Webhook:
    """One request to a customer, and what became of it."""

    kind: str
    method: str
    url: str
    params: dict[str, str]
    token: str
    signature: str = ""
    sent_at: float = 0.0
    answered_at: float = 0.0
    attempts: int = 0
    status: int | None = None
    content_type: str = ""
    location: str = ""
    body: str = ""
    failure: str = ""
    failure_code: int = 0

    @property
    def succeeded(self) -> bool:
        """Tell whether an answer of the 2xx kind came."""
        return self.status is not None and 200 <= self.status < 300


@dataclass(frozen=True, slots=True, kw_only=True)
class RetryPolicy:
    """What a URL's fragment asks of the company.

    Twilio: 15 s; `#rc=3&rp=ct,5xx&rt=8000` overrides (default rc=1, rp=ct).
    """

    retries: int = 1
    reasons: frozenset[str] = field(default_factory=lambda: frozenset({"ct"}))
    connect_timeout: float = 5.0
    read_timeout: float = TIMEOUT

    @classmethod
    def of(cls, fragment: str) -> RetryPolicy:
        """Read a fragment."""
        wishes = dict(parse_qsl(fragment))
        return cls(
            retries=min(5, int(wishes.get("rc", "1"))),
            reasons=frozenset(wishes.get("rp", "ct").split(",")),
            connect_timeout=min(10.0, int(wishes.get("ct", "5000")) / 1000),
            read_timeout=min(TIMEOUT, int(wishes.get("rt", "15000")) / 1000),
        )

    def wants_another(self, hook: Webhook) -> bool:
        """Tell whether this outcome is one that the customer wants retried."""
        reason = hook.failure
        if hook.status is not None and hook.status >= 400:
            reason = f"{hook.status // 100}xx"
        return bool(reason) and ("all" in self.reasons or reason in self.reasons)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Aim:
    """What one attempt asks for, which redirects change."""

    method: str
    url: str
    params: dict[str, str]


class Webhooks:
    """The company's way out: public URLs in, connections to local addresses out.

    A route stands for DNS and a TLS-terminating proxy. A host without a route does not resolve:
    nothing ever leaves this machine.
    """

    def __init__(
        self,
        trouble: Troubles,
        alerts: list[Alert],
        forwarded_for: str | None,
        style: Style = TWILIO,
    ) -> None:
        self._style = style
        self.log: list[Webhook] = []
        self._routes: dict[str, str] = {}
        self._trouble = trouble
        self._alerts = alerts
        self._forwarded_for = forwarded_for
        self._session: aiohttp.ClientSession | None = None

    async def open(self) -> None:
        """Open the way out."""
        # A fresh connection each time: a pooled one that a restarting customer has closed would
        # look like a lost webhook, which no telephone company has caused.
        self._session = aiohttp.ClientSession(
            connector=aiohttp.TCPConnector(limit=0, force_close=True),
            cookie_jar=aiohttp.DummyCookieJar(),
        )

    async def close(self) -> None:
        """Close the way out."""
        if self._session is not None:
            await self._session.close()

    def route(self, public: str, local: str) -> None:
        """Make a public origin resolve to a local address."""
        parts = urlsplit(public)
        self._routes[f"{parts.scheme}://{parts.netloc}".lower()] = local.rstrip("/")

    async def send(
        self,
        account: Account,
        kind: str,
        url: str,
        params: Mapping[str, str],
        *,
        method: str = "POST",
        log: list[Webhook] | None = None,
    ) -> Webhook:
        """Make one request to a customer, with its retries, and tell what became of it."""
        public, _, fragment = url.partition("#")
        hook = Webhook(
            kind=kind,
            method=method,
            url=public,
            params=self._style.told(params),
            token=str(uuid4()),
        )
        self.log.append(hook)
        if log is not None:
            log.append(hook)
        place = f"webhook.{kind}"
        if slow := self._trouble.take(Kind.DELAY, place):
            await asyncio.sleep(slow.seconds)
        token = account.signs_with
        if self._trouble.take(Kind.WRONG_SIGNATURE, place):
            token = token[::-1]
        policy = RetryPolicy.of(fragment)
        hook.sent_at = perf_counter()
        while True:
            hook.attempts += 1
            await self._follow(hook, token, policy)
            if hook.attempts > policy.retries or not policy.wants_another(hook):
                break
        if self._trouble.take(Kind.DUPLICATE_CALLBACKS, place):
            hook.attempts += 1
            await self._follow(hook, token, policy)
        hook.answered_at = perf_counter()
        if not hook.succeeded:
            code = hook.failure_code or HTTP_RETRIEVAL_FAILURE
            why = hook.failure or f"HTTP {hook.status}"
            self._alerts.append(Alert(code=code, url=public, message=why))
        return hook

    async def _follow(self, hook: Webhook, token: str, policy: RetryPolicy) -> None:
        """Make one attempt, through redirects (Twilio: HTTP 301/302 drop the POST body)."""
        aim = _Aim(method=hook.method, url=hook.url, params=hook.params)
        for _ in range(REDIRECT_LIMIT):
            await self._attempt(hook, token, policy, aim)
            if hook.status not in {301, 302, 303, 307, 308} or not hook.location:
                return
            url = urljoin(aim.url, hook.location)
            if hook.status in {301, 302, 303}:
                aim = _Aim(method="GET", url=url, params={})
            else:
                aim = _Aim(method=aim.method, url=url, params=aim.params)
        hook.failure, hook.failure_code = "too many redirects", TOO_MANY_REDIRECTS

    async def _attempt(self, hook: Webhook, token: str, policy: RetryPolicy, aim: _Aim) -> None:
        hook.status, hook.body, hook.content_type = None, "", ""
        hook.failure, hook.failure_code, hook.location = "", 0, ""
        if self._trouble.take(Kind.CUT, f"webhook.{hook.kind}"):
            hook.failure, hook.failure_code = "ct", CONNECTION_FAILURE
            return
        url, fields = aim.url, list(aim.params.items())
        if aim.method == "GET" and fields:
            url = f"{url}{'&' if '?' in url else '?'}{urlencode(fields)}"
            fields = []
        hook.signature = signature(token, url, fields)
        headers = {
            self._style.signature_header: hook.signature,
            "I-Twilio-Idempotency-Token": hook.token,
        }
        body = urlencode(fields).encode() if aim.method == "POST" else None
        timeout = aiohttp.ClientTimeout(
            sock_connect=policy.connect_timeout, sock_read=policy.read_timeout
        )
        try:
            async with (
                asyncio.timeout(TIMEOUT),
                self._request(aim.method, url, body, headers, timeout) as answer,
            ):
                hook.status = answer.status
                hook.content_type = answer.headers.get("Content-Type", "")
                hook.location = answer.headers.get("Location", "")
                hook.body = (await answer.read()).decode("utf-8", "replace")
            if self._trouble.take(Kind.ANSWER_LOST, f"webhook.{hook.kind}"):
                hook.status, hook.body, hook.failure = None, "", "rt"
        except aiohttp.ClientConnectorError, aiohttp.ConnectionTimeoutError:
            hook.failure, hook.failure_code = "ct", CONNECTION_FAILURE
        except TimeoutError:
            hook.status, hook.body, hook.failure = None, "", "rt"
        except UnresolvableError as error:
            hook.failure, hook.failure_code = str(error), BAD_HOST_NAME
        except aiohttp.ClientError as error:
            hook.status, hook.failure = None, f"connection lost: {type(error).__name__}"

    def _request(
        self,
        method: str,
        url: str,
        body: bytes | None,
        headers: Mapping[str, str],
        timeout: aiohttp.ClientTimeout,
    ) -> aiohttp.client._RequestContextManager:
        parts = urlsplit(url)
        local = self._routes.get(f"{parts.scheme}://{parts.netloc}".lower())
        if local is None:
            raise UnresolvableError(f"cannot resolve {parts.netloc}")
        if self._session is None:
            raise RuntimeError("the exchange is not open")
        target = local + (parts.path or "/") + (f"?{parts.query}" if parts.query else "")
        sent = {
            "Host": parts.netloc,
            "User-Agent": "TwilioProxy/1.1",
            "Accept": "*/*",
            "X-Forwarded-Proto": parts.scheme,
            "X-Forwarded-Host": parts.netloc,
            **headers,
        }
        if self._forwarded_for is not None:
            sent["X-Forwarded-For"] = self._forwarded_for
        if body is not None:
            sent["Content-Type"] = "application/x-www-form-urlencoded; charset=UTF-8"
        return self._session.request(
            method,
            URL(target, encoded=True),
            data=body,
            headers=sent,
            timeout=timeout,
            allow_redirects=False,
        )

    async def raw(self, url: str, body: bytes, headers: Mapping[str, str]) -> int:
        """Post exactly these bytes at a public URL, as somebody else would, and tell the status."""
        timeout = aiohttp.ClientTimeout(total=TIMEOUT)
        async with self._request("POST", url, body, headers, timeout) as answer:
            await answer.read()
            return answer.status


class UnresolvableError(Exception):
    """A host name that has no route."""
