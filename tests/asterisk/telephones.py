"""Callers and phones: SIPp, one process for each caller, one for each kind of phone."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
from dataclasses import dataclass, field
from math import pi, sin
from pathlib import Path
import shutil
import tempfile
from types import TracebackType
from typing import Final, Self

from tests.process import free_port

from .pbx import Unpacked

_SIPP: Final = Path(__file__).parent / "sipp"
_TONE_SECONDS: Final = 30
_LONGEST_CALL: Final = 30
_SETTLING: Final = 0.3


@dataclass(frozen=True, slots=True, kw_only=True)
class Phone:
    """One kind of phone: what it does when it is rung, and which extensions are such phones."""

    does: str
    extensions: tuple[str, ...]
    milliseconds: int = 0
    keys: Mapping[str, str] = field(default_factory=dict)


PHONES: Final = (
    Phone(does="phone_rings", extensions=("101", "111")),
    Phone(does="phone_answers", extensions=("102",), milliseconds=2000),
    Phone(does="phone_is_busy", extensions=("103",)),
    Phone(does="phone_declines", extensions=("104",)),
    Phone(does="phone_passes_on", extensions=("106",), milliseconds=1500, keys={"refer_to": "101"}),
    Phone(does="phone_passes_on", extensions=("107",), milliseconds=1500, keys={"refer_to": "102"}),
)
# One where nobody is, and two that only ever call.
_SILENT: Final = ("105", "108", "109")


class TelephonesError(Exception):
    """A phone did not take its place."""


class Telephones:
    """All phones of the shop, the mobile behind the trunk, and whoever calls."""

    def __init__(self, unpacked: Unpacked) -> None:
        self._command = unpacked.command("usr/bin/sipp")
        self._folder = Path(tempfile.mkdtemp(prefix="missed-call-textback-sipp-"))
        self._running: set[asyncio.subprocess.Process] = set()
        self.ports = {name: free_port() for phone in PHONES for name in phone.extensions[:1]}
        self.ports |= {
            name: self.ports[phone.extensions[0]] for phone in PHONES for name in phone.extensions
        }
        self.ports |= {name: free_port() for name in _SILENT}

    async def __aenter__(self) -> Self:
        shutil.copytree(_SIPP, self._folder, dirs_exist_ok=True)
        (self._folder / "tone.ul").write_bytes(tone())
        try:
            for phone in PHONES:
                await self._put_up(phone, self.ports[phone.extensions[0]])
        except BaseException:
            await self._end()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._end()

    async def mobile(self, port: int) -> None:
        """Have somebody at the far end of the trunk, who answers."""
        mobile = Phone(does="phone_answers", extensions=(), milliseconds=2000)
        await self._put_up(mobile, port)

    async def call(
        self, *, does: str, dials: str, caller: str, milliseconds: int, pbx: int
    ) -> bool:
        """Place one call, and tell whether it went as the caller meant it to."""
        process = await self._run(
            f"{does}.xml",
            ("-key", "caller", caller, "-s", dials, "-d", str(milliseconds), "-m", "1"),
            (f"127.0.0.1:{pbx}",),
        )
        try:
            async with asyncio.timeout(_LONGEST_CALL):
                return await process.wait() == 0
        except TimeoutError:
            return False
        finally:
            await self._stop(process)

    async def _put_up(self, phone: Phone, port: int) -> None:
        keys = [word for key, value in phone.keys.items() for word in ("-key", key, value)]
        options = ("-p", str(port), "-d", str(phone.milliseconds), *keys)
        process = await self._run(f"{phone.does}.xml", options)
        with suppress(TimeoutError):
            async with asyncio.timeout(_SETTLING):
                await process.wait()
            raise TelephonesError(f"{phone.does} ended at once")

    async def _run(
        self, scenario: str, options: tuple[str, ...], where: tuple[str, ...] = ()
    ) -> asyncio.subprocess.Process:
        process = await asyncio.create_subprocess_exec(
            *self._command,
            "-sf",
            scenario,
            *("-i", "127.0.0.1", "-mi", "127.0.0.1", "-nostdin"),
            # Another "ringing", or a copy that comes late, is no reason to hang up.
            *("-default_behaviors", "all,-abortunexp"),
            *options,
            *where,
            cwd=self._folder,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.DEVNULL,
            stderr=asyncio.subprocess.DEVNULL,
            env={"TERM": "dumb"},
        )
        self._running.add(process)
        return process

    async def _stop(self, process: asyncio.subprocess.Process) -> None:
        if process.returncode is None:
            process.kill()
            await process.wait()
        self._running.discard(process)

    async def _end(self) -> None:
        for process in tuple(self._running):
            await self._stop(process)
        shutil.rmtree(self._folder, ignore_errors=True)


def tone() -> bytes:
    """Return something to leave on an answering machine: 440 Hz in G.711's u-law."""
    second = bytes(_ulaw(int(9000 * sin(2 * pi * 440 * sample / 8000))) for sample in range(8000))
    return second * _TONE_SECONDS


def _ulaw(sample: int) -> int:
    sign = 0x80 if sample < 0 else 0
    size = min(abs(sample), 32_635) + 0x84
    exponent = size.bit_length() - 8
    return ~(sign | exponent << 4 | (size >> (exponent + 3)) & 0x0F) & 0xFF
