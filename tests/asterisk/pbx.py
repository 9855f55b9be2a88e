"""A real Asterisk: started, waited for, and always ended again."""

import asyncio
from collections.abc import Mapping
from contextlib import suppress
import os
from pathlib import Path
import shutil
import subprocess
import tempfile
from types import TracebackType
from typing import Final, Self

from .configuration import Ports, write_configuration

PREFIX: Final = "MISSED_CALL_TEXTBACK_ASTERISK"
"""The variable that names the folder which script/debian-asterisk filled."""

_START_SECONDS: Final = 60
_STOP_SECONDS: Final = 20


class PbxError(Exception):
    """Asterisk did not start."""


class Unpacked:
    """Programs of another Debian, unpacked into a folder and run by that Debian's own loader."""

    def __init__(self, prefix: Path) -> None:
        self.prefix = prefix
        (self._loader,) = prefix.glob("usr/lib/*-linux-gnu/ld-linux*.so.*")

    def version(self) -> str:
        """Return Asterisk's own word on its version."""
        said = subprocess.run(  # noqa: S603  # the one that was unpacked
            (*self.command("usr/sbin/asterisk"), "-V"), capture_output=True, text=True, check=True
        )
        return said.stdout.partition("+")[0].strip()

    def command(self, program: str) -> tuple[str, ...]:
        """Return how a program is run, given its path below the folder."""
        return (
            str(self._loader),
            "--library-path",
            str(self._loader.parent),
            str(self.prefix / program),
        )


class Pbx:
    """One Asterisk in a folder of its own, on the loopback alone."""

    def __init__(self, unpacked: Unpacked, phones: Mapping[str, int]) -> None:
        self.ports = Ports()
        self._unpacked = unpacked
        self._phones = phones
        self.folder = Path(tempfile.mkdtemp(prefix="missed-call-textback-pbx-"))
        self._process: asyncio.subprocess.Process | None = None

    async def __aenter__(self) -> Self:
        try:
            write_configuration(self.folder, self._unpacked.prefix, self.ports, self._phones)
            await self._start()
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
        if isinstance(error, Exception):
            error.add_note(f"The end of Asterisk's log:\n{self._log_tail()}")
        await self._end()

    async def _start(self) -> None:
        configuration = self.folder / "etc" / "asterisk.conf"
        with (self.folder / "log" / "output").open("wb") as output:
            self._process = await asyncio.create_subprocess_exec(
                *self._unpacked.command("usr/sbin/asterisk"),
                "-C",
                configuration,
                "-f",
                "-n",
                stdin=asyncio.subprocess.DEVNULL,
                stdout=output,
                stderr=output,
                # The system's OpenSSL is another version, with settings of its own.
                env={**os.environ, "OPENSSL_CONF": os.devnull},
                start_new_session=True,
            )
        try:
            async with asyncio.timeout(_START_SECONDS):
                while "fully booted" not in await self._say("core waitfullybooted"):
                    if self._process.returncode is not None:
                        raise PbxError(f"Asterisk ended early:\n{self._log_tail()}")
                    await asyncio.sleep(0.1)
        except TimeoutError as error:
            raise PbxError(f"Asterisk did not start:\n{self._log_tail()}") from error

    async def _say(self, command: str) -> str:
        console = await asyncio.create_subprocess_exec(
            *self._unpacked.command("usr/sbin/asterisk"),
            "-C",
            self.folder / "etc" / "asterisk.conf",
            "-rx",
            command,
            stdin=asyncio.subprocess.DEVNULL,
            stdout=asyncio.subprocess.PIPE,
            stderr=asyncio.subprocess.DEVNULL,
            env={**os.environ, "OPENSSL_CONF": os.devnull},
        )
        said, _ = await console.communicate()
        return said.decode(errors="replace")

    async def _end(self) -> None:
        process, self._process = self._process, None
        if process is not None and process.returncode is None:
            process.terminate()
            with suppress(TimeoutError):
                async with asyncio.timeout(_STOP_SECONDS):
                    await process.wait()
            if process.returncode is None:
                process.kill()
                await process.wait()
        shutil.rmtree(self.folder, ignore_errors=True)

    def _log_tail(self) -> str:
        written = [
            file.read_text(errors="replace")
            for name in ("output", "messages")
            if (file := self.folder / "log" / name).exists()
        ]
        return "\n".join("".join(written).splitlines()[-40:])
