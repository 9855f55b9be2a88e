"""One connection to an Asterisk: signs in, keeps it alive, and yields its events."""

import asyncio
from collections import deque
from collections.abc import AsyncIterator, Iterator
from contextlib import asynccontextmanager, contextmanager, suppress
from dataclasses import dataclass, field
import hashlib
import ssl
from typing import Final

from ..source import Refused, Unreachable, Unsuitable
from .frames import FRAME_LIMIT, Frame, Framer, action, shown_name

DEFAULT_PORT: Final = 5038
_GREETING: Final = b"Asterisk Call Manager"
_WRONG: Final = "authentication failed"
_GOODBYE: Final = 1.0
# Answers come at once; so many other frames before one mean that it does not come.
_FRAMES_BEFORE_ANSWER: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class Login:
    """Where an Asterisk is, and as whom to sign in. `tls` None: in the clear, the secret hashed."""

    host: str
    port: int = DEFAULT_PORT
    username: str
    secret: str = field(repr=False)
    tls: ssl.SSLContext | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Patience:
    """How long to wait, in seconds, for an answer, and for anything at all before asking."""

    answer: float = 10.0
    silence: float = 30.0


@asynccontextmanager
async def signed_in(login: Login, patience: Patience) -> AsyncIterator[Session]:
    """Hold a connection, signed in. Raises Refused, Unreachable, Unsuitable."""
    reader, writer = await _opened(login, patience)
    try:
        session = Session(reader, writer, patience)
        await session.greeting()
        await session.sign_in(login)
        yield session
    finally:
        writer.close()
        with suppress(OSError):
            async with asyncio.timeout(_GOODBYE):
                await writer.wait_closed()


async def _opened(
    login: Login, patience: Patience
) -> tuple[asyncio.StreamReader, asyncio.StreamWriter]:
    with _told_apart("it does not answer"):
        try:
            async with asyncio.timeout(patience.answer):
                return await asyncio.open_connection(
                    login.host, login.port, ssl=login.tls, limit=FRAME_LIMIT
                )
        except ssl.SSLCertVerificationError:
            raise Unsuitable("certificate") from None
        except ssl.SSLError:
            raise Unsuitable("no_tls") from None


@contextmanager
def _told_apart(too_late: str) -> Iterator[None]:
    """Turn what a socket raises into Unreachable, in a few words."""
    try:
        yield
    except TimeoutError:
        raise Unreachable(too_late) from None
    except (OSError, ValueError) as error:
        why = error.strerror if isinstance(error, OSError) else None
        raise Unreachable(why or type(error).__name__) from None


class Session:
    """A connection to an Asterisk; `signed_in` makes one."""

    def __init__(
        self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter, patience: Patience
    ) -> None:
        self._reader = reader
        self._writer = writer
        self._patience = patience
        self._framer = Framer()
        self._frames: deque[Frame] = deque()
        self._asked = 0

    async def greeting(self) -> None:
        """Read the first line. Raises Unreachable, Unsuitable."""
        with _told_apart("no greeting came"):
            async with asyncio.timeout(self._patience.answer):
                try:
                    line = await self._reader.readuntil(b"\r\n")
                except asyncio.IncompleteReadError as error:
                    if error.partial:
                        raise Unsuitable("not_asterisk") from None
                    # What a server does with a guest whom it has had too many of.
                    raise Unreachable("it hung up without a greeting") from None
                except asyncio.LimitOverrunError:
                    raise Unsuitable("not_asterisk") from None
        if not line.startswith(_GREETING):
            raise Unsuitable("not_asterisk")

    async def sign_in(self, login: Login) -> None:
        """Sign in, the secret hashed. Raises Refused, Unreachable, Unsuitable."""
        challenged = await self._ask("Challenge", AuthType="MD5")
        challenge = challenged.get("Challenge")
        who = {"Username": login.username, "Events": "on"}
        if challenged.get("Response") == "Success" and challenge:
            # Asterisk's own way; it keeps no other.
            digest = hashlib.md5(f"{challenge}{login.secret}".encode(), usedforsecurity=False)
            answer = await self._ask("Login", AuthType="MD5", Key=digest.hexdigest(), **who)
        elif login.tls is not None:
            answer = await self._ask("Login", Secret=login.secret, **who)
        else:
            raise Unsuitable("no_challenge")
        if answer.get("Response") == "Success":
            return
        message = answer.get("Message", "")
        if message.casefold() == _WRONG:
            raise Refused("Asterisk does not take the name or the secret")
        # The same name from before, whose connection Asterisk has not given up yet, for one.
        raise Unreachable(f"it does not let us in: {shown_name(message) or 'it does not say why'}")

    async def events(self) -> AsyncIterator[Frame]:
        """Yield events for ever. Raises Unreachable once the connection is lost."""
        while True:
            while self._frames:
                frame = self._frames.popleft()
                if "Event" in frame:
                    yield frame
            if not await self._read(self._patience.silence):
                await self._send(action("Ping"))
                if not await self._read(self._patience.answer):
                    raise Unreachable("it no longer answers")

    async def _ask(self, name: str, **fields: str) -> Frame:
        self._asked += 1
        asked = str(self._asked)
        try:
            request = action(name, ActionID=asked, **fields)
        except ValueError:
            # No name and no secret in a manager.conf can hold such.
            raise Refused("the name or the secret has a control character") from None
        await self._send(request)
        deadline = asyncio.get_running_loop().time() + self._patience.answer
        for _ in range(_FRAMES_BEFORE_ANSWER):
            while not self._frames:
                left = deadline - asyncio.get_running_loop().time()
                if left <= 0 or not await self._read(left):
                    raise Unreachable("no answer came")
            frame = self._frames.popleft()
            if "Response" in frame and frame.get("ActionID") == asked:
                return frame
        raise Unreachable("no answer came")

    async def _send(self, request: bytes) -> None:
        with _told_apart("it takes nothing"):
            async with asyncio.timeout(self._patience.answer):
                self._writer.write(request)
                await self._writer.drain()

    async def _read(self, within: float) -> bool:
        """Read what there is; False where nothing came in time. Raises Unreachable."""
        with _told_apart("no answer came"):
            try:
                async with asyncio.timeout(within):
                    data = await self._reader.read(FRAME_LIMIT)
            except TimeoutError:
                return False
        if not data:
            raise Unreachable("it hung up")
        self._frames.extend(self._framer.feed(data))
        return True
