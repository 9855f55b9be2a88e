"""The telephone company itself: its doors, its customers, its numbers, and its books."""

import asyncio
from collections import defaultdict
from collections.abc import Callable, Coroutine, Sequence
from secrets import token_hex
from time import perf_counter
from types import TracebackType
from typing import Any, Self
from uuid import uuid4

from aiohttp import web

from .accounts import Account, PhoneNumber, Service
from .call_records import CallRecord, CallRow
from .control import Control
from .delivery import Delivery
from .forgery import Forgery, forge
from .identifiers import is_e164, new_sid
from .inbound import Inbound, InboundRecord, Media
from .lookup import LineType
from .people import LEAVES_MESSAGE, RINGS_OUT, Caller, Person
from .rest import Rest, RestRequest
from .styles import TWILIO, Style
from .switch import Answers, RingingCall, Switch
from .texts import Text
from .trouble import Kind, Troubles
from .twimlets import ORIGIN, Twimlets
from .webhooks import Alert, Webhooks

type Line = PhoneNumber | str


class Exchange:
    """A stand-in for the telephone company: strict, stateful, on 127.0.0.1 only.

    Time inside calls is simulated; `real_time=True` lets it pass, scaled by `time_scale`.
    `style` is the company that it plays; `dial_bridged` whether it says DialBridged.
    `forwarded_for` adds X-Forwarded-For, which Home Assistant refuses from a proxy that it does
    not trust. `time_passes` is told of each stretch of simulated seconds, so that a frozen clock can
    follow.

    `line_types` says what kind of line a number is, None being out of coverage; others are mobile.
    With `empty_answers_fail` an empty answer that is not TwiML (Home Assistant's to a webhook that
    it does not know) counts as error 12300, as Twilio's dictionary reads; without, as an empty
    document. Which it is nobody has verified, so a customer must do well with both.
    `people` are at the numbers that a customer has it call; others let it ring.
    Without `looks_up` it plays a Twilio-compatible company that has no Lookup.
    """

    def __init__(
        self,
        *,
        port: int = 0,
        style: Style = TWILIO,
        real_time: bool = False,
        time_scale: float = 1.0,
        forwarded_for: str | None = None,
        seed: int = 0,
    ) -> None:
        self.style = style
        self.dial_bridged = style.dial_bridged
        self.time_scale = time_scale if real_time else 0.0
        self.time_passes: Callable[[float], object] | None = None
        self.empty_answers_fail = False
        self.looks_up = True
        self.line_types: dict[str, LineType | None] = {}
        self.accounts: dict[str, Account] = {}
        self.alerts: list[Alert] = []
        self.requests: list[RestRequest] = []
        self.texts: list[Text] = []
        self.inbound: list[InboundRecord] = []
        self.confirmations: list[Text] = []
        self.calls: list[CallRecord] = []
        self.calls_out: list[CallRecord] = []
        self.people: dict[str, Person] = {}
        self.trouble = Troubles(seed)
        self.webhooks = Webhooks(self.trouble, self.alerts, forwarded_for, style)
        self.delivery = Delivery(self, seed)
        self.switch = Switch(self)
        self.twimlets = Twimlets()
        self._inbound = Inbound(self)
        self._numbers: dict[str, PhoneNumber] = {}
        self._texts_to: defaultdict[str, list[Text]] = defaultdict(list)
        self._waiting: defaultdict[str, list[tuple[int, asyncio.Future[Text]]]] = defaultdict(list)
        self._tasks: set[asyncio.Task[None]] = set()
        self._wanted_port = port
        self._runner: web.AppRunner | None = None
        self.port = 0

    async def __aenter__(self) -> Self:
        await self.open()
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self.close()

    async def open(self) -> None:
        """Open for business."""
        app = web.Application()
        app.router.add_routes(Control(self).routes())
        app.router.add_routes(self.twimlets.routes())
        app.router.add_routes(Rest(self).routes())
        self._runner = web.AppRunner(app, access_log=None, shutdown_timeout=1.0)
        await self._runner.setup()
        await web.TCPSite(self._runner, "127.0.0.1", self._wanted_port).start()
        self.port = self._runner.addresses[0][1]
        self.route(ORIGIN, self._origin)
        await self.webhooks.open()

    async def close(self) -> None:
        """Close, and drop whatever was still on its way."""
        for task in self._tasks:
            task.cancel()
        await asyncio.gather(*self._tasks, return_exceptions=True)
        await self.webhooks.close()
        if self._runner is not None:
            await self._runner.cleanup()

    @property
    def api_base(self) -> str:
        """Return what stands in for https://api.twilio.com."""
        return self._origin + self.style.path

    @property
    def _origin(self) -> str:
        return f"http://127.0.0.1:{self.port}"

    def open_account(self) -> Account:
        """Open an account with an Auth Token and one API key."""
        account = Account()
        if self.style.uuids:
            account = Account(sid=str(uuid4()), auth_token=f"PT{token_hex(25)}")
        if self.style.has_signing_key:
            account.signing_key = f"PSK_{token_hex(16)}"
        self.accounts[account.sid] = account
        return account

    def rotate_token(self, account: Account) -> str:
        """Replace an account's Auth Token; the old one is refused and signs nothing from now on."""
        account.auth_token = token_hex(16)
        return account.auth_token

    def add_number(
        self, e164: str, account: Account, *, sms: bool = True, voice: bool = True
    ) -> PhoneNumber:
        """Give an account a number."""
        if not is_e164(e164) or e164 in self._numbers:
            raise ValueError("not a free number in E.164")
        number = PhoneNumber(
            phone_number=e164, account_sid=account.sid, sms=sms, mms=sms, voice=voice
        )
        account.numbers[number.sid] = number
        self._numbers[e164] = number
        return number

    def add_service(
        self,
        account: Account,
        numbers: Sequence[PhoneNumber],
        *,
        inbound_request_url: str | None = None,
        use_inbound_webhook_on_number: bool = True,
    ) -> str:
        """Give an account a Messaging Service, and return its SID."""
        service = Service(
            sid=new_sid("MG"),
            account_sid=account.sid,
            numbers=tuple(number.phone_number for number in numbers),
            ordinal=len(account.services),
            inbound_request_url=inbound_request_url,
            use_inbound_webhook_on_number=use_inbound_webhook_on_number,
        )
        account.services[service.sid] = service
        return service.sid

    def find_number(self, e164: str) -> PhoneNumber | None:
        """Return a number of any account."""
        return self._numbers.get(e164)

    def route(self, public: str, local: str) -> None:
        """Make a public origin resolve to a local address, as DNS and a proxy would."""
        self.webhooks.route(public, local)

    def accept(self, account: Account, text: Text) -> None:
        """Take a text into the books, tell whoever waits for it, and send it on its way."""
        account.keep(text)
        self.texts.append(text)
        seen = self._texts_to[text.to]
        seen.append(text)
        for count, future in self._waiting.pop(text.to, ()):
            if len(seen) < count:
                self._waiting[text.to].append((count, future))
            elif not future.done():
                future.set_result(seen[count - 1])
        self._spawn(self.delivery.carry(account, text))

    def texts_to(self, number: str) -> list[Text]:
        """Return the accepted texts to a phone number, oldest first."""
        return list(self._texts_to.get(number, ()))

    async def wait_for_text(self, to: str, timeout: float = 5.0, *, count: int = 1) -> Text:  # noqa: ASYNC109
        """Return the first (or count-th) text to a number, waiting for it if need be."""
        seen = self._texts_to.get(to, ())
        if len(seen) >= count:
            return seen[count - 1]
        future: asyncio.Future[Text] = asyncio.get_running_loop().create_future()
        self._waiting[to].append((count, future))
        async with asyncio.timeout(timeout):
            return await future

    def log_call(self, account: Account, row: CallRow) -> None:
        """Write a call into the account's call log."""
        row.ordinal = len(account.calls)
        if lag := self.trouble.take(Kind.LIST_LAG, "calls.create"):
            row.listed_at = perf_counter() + lag.seconds
        account.calls.append(row)

    async def place_call(
        self,
        caller: str,
        number: Line,
        answers: Answers = RINGS_OUT,
        *,
        caller_does: Caller = LEAVES_MESSAGE,
        caller_hangs_up_after: float | None = None,
        stir: str | None = None,
        caller_name: str | None = None,
        forwarded_from: str | None = None,
    ) -> CallRecord:
        """Call a number; `answers` says who is at each dialled one (by default it rings out)."""
        return await self.switch.place_call(
            caller,
            self._line(number),
            answers=answers,
            caller_does=caller_does,
            caller_hangs_up_after=caller_hangs_up_after,
            stir=stir,
            caller_name=caller_name,
            forwarded_from=forwarded_from,
            seen=self.calls.append,
        )

    async def ring_in(
        self,
        caller: str,
        number: Line,
        answers: Answers = RINGS_OUT,
        *,
        caller_does: Caller = LEAVES_MESSAGE,
        caller_hangs_up_after: float | None = None,
    ) -> RingingCall:
        """Call a number up to just before the Dial's action; `finish()` sends that."""
        ringing = RingingCall()

        def seen(record: CallRecord) -> None:
            ringing.record = record
            self.calls.append(record)

        await ringing.begin(
            self.switch.place_call(
                caller,
                self._line(number),
                answers=answers,
                caller_does=caller_does,
                caller_hangs_up_after=caller_hangs_up_after,
                gate=ringing.hold,
                seen=seen,
            )
        )
        return ringing

    async def send_text(
        self,
        caller: str,
        number: Line,
        body: str,
        media: Sequence[Media] = (),
        *,
        opt_out_type: str | None = None,
    ) -> InboundRecord:
        """Send a text to a number."""
        return await self._inbound.send_text(
            caller, self._line(number), body, media, opt_out_type=opt_out_type
        )

    async def forged(self, kind: Forgery | str, number: Line, door: str = "sms") -> int:
        """Post a forged webhook at a number's `sms` or `voice` URL, and return the status."""
        return await forge(self, Forgery(kind), self._line(number), door)

    def begin(self, work: Coroutine[Any, Any, None]) -> None:
        """Do something that a customer asked for and does not wait for."""
        self._spawn(work)

    async def settle(self) -> None:
        """Wait until every accepted text has met its fate and every callback was made."""
        while self._tasks:
            await asyncio.wait(self._tasks)

    def _line(self, number: Line) -> PhoneNumber:
        if isinstance(number, PhoneNumber):
            return number
        found = self._numbers.get(number)
        if found is None:
            raise ValueError("no such number")
        return found

    def _spawn(self, work: Coroutine[Any, Any, None]) -> None:
        task = asyncio.create_task(work)
        self._tasks.add(task)
        task.add_done_callback(self._tasks.discard)
