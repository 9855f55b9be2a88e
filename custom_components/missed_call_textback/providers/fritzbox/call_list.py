"""A FRITZ!Box's own call list, read by TR-064, and what it says became of each call.

| type | says | outcome |
|---|---|---|
| 1 | taken, by an answering machine (port 6, 40 to 49) | voicemail |
| 1 | taken, by anybody else | answered |
| 2 | missed | abandoned, as the monitor would have had it |
| 10 | turned away: a blocked number | none: nothing to report |
| 3 | went out; a talk of a minute or more | answered, else no answer |
| 9, 11 | is not over | left out |

The list has whole minutes of the box's own time, and keeps some hundred calls.
"""

import asyncio
from collections.abc import Awaitable, Callable, Iterable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta, tzinfo
import re
from typing import TYPE_CHECKING, Final, Protocol
from xml.etree import ElementTree as ET

from ...core.calls import Outcome
from ..source import Refused, Unreachable, Unsuitable
from .monitor_lines import dialled_number

if TYPE_CHECKING:
    from fritzconnection import FritzConnection

MOST_CALLS: Final = 500
_MOST_BYTES: Final = 2_000_000
_CHUNK: Final = 65_536
_SERVICE: Final = "X_AVM-DE_OnTel1"
# For each request: the first time there are some fifty, which take a few seconds.
_TIMEOUT: Final = 10.0
_WHOLE_TIMEOUT: Final = 120.0
_TAKEN, _MISSED, _WENT_OUT, _TURNED_AWAY = "1", "2", "3", "10"
# The list has minutes only: what is shorter may be no talk at all.
_A_TALK: Final = timedelta(minutes=1)
_MACHINES: Final = frozenset({"6", *map(str, range(40, 50))})
_LONGEST_FIELD: Final = 80
_DATE: Final = re.compile(r"(\d\d)\.(\d\d)\.(\d\d) (\d\d):(\d\d)", re.ASCII)
_NUMBER: Final = re.compile(r"\d{1,12}", re.ASCII)
_DURATION: Final = re.compile(r"(\d{1,3}):(\d\d)", re.ASCII)


class InExecutor(Protocol):
    """Runs blocking work in a thread."""

    def __call__[T](self, work: Callable[[], T], /) -> Awaitable[T]:
        """Return what the work returns, or raise what it raises."""


class CallList(Protocol):
    """Where calls can be read that nobody heard."""

    async def read(self) -> list[ListedCall]:
        """Return the calls of two days that are over, oldest first.

        Raises Refused, Unreachable, Unsuitable.
        """


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedCall:
    """A call that is over. `outcome` is None for a blocked number.

    `began` is the box's own time, naive, to the minute; `number` counts up within it.
    """

    number: int
    began: datetime
    caller: str | None
    called: str | None
    outcome: Outcome | None
    talked: timedelta
    went_out: bool = False

    def began_at(self, zone: tzinfo) -> datetime:
        """Return when it began, as far as minutes tell (UTC)."""
        return self.began.replace(tzinfo=zone).astimezone(UTC)

    def ended_at(self, zone: tzinfo) -> datetime:
        """Return when it was over, as far as minutes tell (UTC)."""
        return self.began_at(zone) + self.talked


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """Who may read the call list: a user of the box with the right to its calls and messages."""

    host: str
    username: str
    password: str = field(repr=False)
    tls: bool = False
    port: int | None = None


class FritzCallList:
    """The call list of one box, read with `fritzconnection`, which blocks."""

    def __init__(self, account: Account, in_executor: InExecutor) -> None:
        self._account = account
        self._in_executor = in_executor
        self._box: FritzConnection | None = None

    async def read(self) -> list[ListedCall]:
        """Return the calls of two days that are over, oldest first.

        Raises Refused, Unreachable, Unsuitable.
        """
        try:
            async with asyncio.timeout(_WHOLE_TIMEOUT):
                return await self._in_executor(self._read)
        except TimeoutError:
            raise Unreachable("the call list does not come") from None

    def _read(self) -> list[ListedCall]:
        # Here and not above: it takes long to import, and few shops have a FRITZ!Box.
        from fritzconnection.core.exceptions import (  # noqa: PLC0415
            FritzActionError,
            FritzAuthorizationError,
            FritzSecurityError,
            FritzServiceError,
        )

        try:
            return read_list(self._download())
        except Unreachable:
            raise
        except FritzAuthorizationError:
            raise Refused("the box does not take the name or the password") from None
        except FritzSecurityError:
            raise Unsuitable("call_list_forbidden") from None
        except FritzServiceError, FritzActionError:
            self._box = None
            raise Unsuitable("application_access_off") from None
        except Exception as err:  # noqa: BLE001
            # The library lets through whatever its parsing of an odd answer raises. Its words may
            # name an address with a session in it. The box may be another one by now: asked anew.
            self._box = None
            raise Unreachable(f"the call list cannot be read ({type(err).__name__})") from None

    def _download(self) -> bytes:
        if self._box is None:
            self._box = _open(self._account)
        url = str(self._box.call_action(_SERVICE, "GetCallList")["NewCallListURL"])
        # Not by the library's own FritzCall, which waits for ever and takes whatever comes.
        answer = self._box.session.get(f"{url}&days=2", timeout=_TIMEOUT, stream=True)
        with answer:
            answer.raise_for_status()
            data = b""
            for chunk in answer.iter_content(_CHUNK):
                data += chunk
                if len(data) > _MOST_BYTES:
                    raise Unreachable("the call list is too long")
        return data


def read_list(data: bytes) -> list[ListedCall]:
    """Return the calls that are over, oldest first; of too many the newest.

    Raises ParseError where it is no XML.
    """
    # The box's own, asked for with a password, and of bounded size; expat bounds entities.
    root = ET.fromstring(data)  # noqa: S314
    calls: Iterable[ListedCall | None] = map(_listed, root.iter("Call"))
    return sorted((call for call in calls if call), key=_age)[-MOST_CALLS:]


def _open(account: Account) -> FritzConnection:
    from fritzconnection import FritzConnection  # noqa: PLC0415 - as in `_read`

    return FritzConnection(
        address=account.host,
        port=account.port,
        user=account.username,
        password=account.password,
        timeout=_TIMEOUT,
        use_tls=account.tls,
        redact_debug_log=True,
    )


def _age(call: ListedCall) -> tuple[datetime, int]:
    return call.began, call.number


def _listed(node: ET.Element) -> ListedCall | None:
    kind = _text(node, "Type")
    began = _date(_text(node, "Date"))
    if began is None or kind not in {_TAKEN, _MISSED, _WENT_OUT, _TURNED_AWAY}:
        return None
    outcome: Outcome | None = None
    duration = _duration(_text(node, "Duration"))
    if kind == _TAKEN:
        by_machine = _text(node, "Port") in _MACHINES
        outcome = Outcome.VOICEMAIL if by_machine else Outcome.ANSWERED
    elif kind == _MISSED:
        outcome = Outcome.ABANDONED
    elif kind == _WENT_OUT:
        outcome = Outcome.ANSWERED if duration >= _A_TALK else Outcome.NO_ANSWER
    number = _text(node, "Id")
    return ListedCall(
        number=int(number) if _NUMBER.fullmatch(number) else 0,
        began=began,
        caller=_caller(_text(node, "Caller")),
        called=_called(node, went_out=kind == _WENT_OUT),
        outcome=outcome,
        talked=duration if kind in {_TAKEN, _WENT_OUT} else timedelta(),
        went_out=kind == _WENT_OUT,
    )


def _called(node: ET.Element, *, went_out: bool) -> str | None:
    called = _text(node, "Called")
    if went_out:
        return dialled_number(called)
    return _text(node, "CalledNumber") or _without_trunk(called)


def _text(node: ET.Element, name: str) -> str:
    text = (node.findtext(name) or "").strip()[:_LONGEST_FIELD]
    return text if text.isprintable() else ""


def _caller(text: str) -> str | None:
    """Return the number that a caller shows; the network's own may follow it in brackets."""
    return text.partition("(")[0].strip() or None


def _without_trunk(text: str) -> str | None:
    """Return the number of `SIP: 123456`."""
    return text.rpartition(":")[2].strip() or None


def _date(text: str) -> datetime | None:
    if not (parts := _DATE.fullmatch(text)):
        return None
    day, month, year, hour, minute = map(int, parts.groups())
    try:
        return datetime(2000 + year, month, day, hour, minute)  # noqa: DTZ001 - the box's own
    except ValueError:
        return None


def _duration(text: str) -> timedelta:
    parts = _DURATION.fullmatch(text)
    return timedelta(hours=int(parts[1]), minutes=int(parts[2])) if parts else timedelta()
