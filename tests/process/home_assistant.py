"""A real Home Assistant: started, onboarded, spoken to, and always ended again."""

import asyncio
from collections.abc import Callable, Iterable
from contextlib import suppress
import os
from pathlib import Path
import shutil
import signal
import tempfile
import time
from types import TracebackType
from typing import Self

from aiohttp import ClientError, ClientSession, ClientTimeout
import psutil

from .config_folder import REPOSITORY, seed_config
from .json_types import JsonValue
from .ports import free_port, is_free
from .rest import RestClient
from .states import State, StateWatcher
from .websocket import WebSocketClient

SUPPORTED = REPOSITORY / ".venv"
NEWEST = REPOSITORY / ".venv-newest"
_LOOPBACK = ("127.0.0.1", "::1")
_STOP_SECONDS = 60


class HomeAssistantError(Exception):
    """Home Assistant did not start, or not as it should."""


class HomeAssistantProcess:
    """One Home Assistant with a configuration folder; may be stopped or killed and started again.

    `async with HomeAssistantProcess(NEWEST) as home_assistant:` makes a temporary folder, and ends the
    process and removes the folder on the way out, whatever happened in between.
    """

    rest: RestClient
    ws: WebSocketClient

    def __init__(
        self,
        venv: Path = NEWEST,
        *,
        config: Path | None = None,
        port: int | None = None,
        components: Iterable[Path] = (),
        extra_yaml: str = "",
        behind_proxy: bool = False,
        start_timeout: float = 240,
    ) -> None:
        self._venv = venv
        self._temporary = config is None
        self.config = config or Path(tempfile.mkdtemp(prefix="missed-call-textback-"))
        self.port = port or free_port()
        self._components = tuple(components)
        self._extra_yaml = extra_yaml
        self._behind_proxy = behind_proxy
        self._start_timeout = start_timeout
        self._process: asyncio.subprocess.Process | None = None
        self._session: ClientSession | None = None
        self._has_owner = False
        self._watcher = StateWatcher()
        self.start_seconds = 0.0

    @property
    def base(self) -> str:
        """The address of its user interface."""
        return f"http://127.0.0.1:{self.port}"

    @property
    def pid(self) -> int:
        """The process, which is also its process group."""
        if self._process is None:
            raise HomeAssistantError("Home Assistant is not running")
        return self._process.pid

    @property
    def log(self) -> Path:
        """What it wrote to its standard output and error, over all its starts."""
        return self.config / "hass.log"

    async def __aenter__(self) -> Self:
        """Start it on a freshly seeded folder."""
        try:
            seed_config(
                self.config,
                self.port,
                components=self._components,
                extra_yaml=self._extra_yaml,
                behind_proxy=self._behind_proxy,
            )
            await self.start()
        except BaseException:
            await self._clean_up()
            raise
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        """End it, and remove its folder if that was temporary."""
        if isinstance(error, Exception):
            error.add_note(f"The end of Home Assistant's log:\n{self.log_tail()}")
        await self._clean_up()

    async def _clean_up(self) -> None:
        try:
            await self.stop()
        finally:
            if self._temporary:
                shutil.rmtree(self.config, ignore_errors=True)

    async def start(self) -> None:
        """Start it, become its owner, and wait until it is running."""
        if not is_free(self.port):
            raise HomeAssistantError(f"port {self.port} is taken")
        started = time.monotonic()
        hass = self._venv / "bin" / "hass"
        # With a path of ours it would find the repository's components, and not its own folder's.
        inherited = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
        environment = {**inherited, "PATH": f"{hass.parent}:{os.environ['PATH']}"}
        with self.log.open("ab") as log:
            self._process = await asyncio.create_subprocess_exec(
                hass,
                "--config",
                self.config,
                "--skip-pip",
                "--log-no-color",
                stdin=asyncio.subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                env=environment,
                start_new_session=True,
            )
        try:
            async with asyncio.timeout(self._start_timeout):
                await self._connect()
        except TimeoutError as error:
            await self.kill()
            raise HomeAssistantError(f"Home Assistant did not start:\n{self.log_tail()}") from error
        except BaseException:
            await self.kill()
            raise
        self.start_seconds = time.monotonic() - started

    async def _connect(self) -> None:
        self._session = ClientSession(timeout=ClientTimeout(total=60))
        self.rest = RestClient(self._session, self.base)
        if self._has_owner:
            # Onboarding's address is gone once it is over.
            await self._wait_for_http("/auth/providers")
            await self.rest.log_in()
        else:
            await self._wait_for_http("/api/onboarding")
            await self.rest.onboard()
            self._has_owner = True
        token = await self.rest.access_token()
        self.ws = await WebSocketClient.connect(self._session, self.base, token)
        while (await self.ws.call("get_config"))["state"] != "RUNNING":
            self._check_alive()
            await asyncio.sleep(0.1)
        self._check_listeners()
        self._watcher = StateWatcher()
        await self._watcher.follow(self.ws)

    async def _wait_for_http(self, path: str) -> None:
        assert self._session is not None
        while True:
            self._check_alive()
            self._check_listeners()
            with suppress(ClientError, TimeoutError):
                async with self._session.get(self.base + path) as response:
                    if response.status == 200:
                        return
            await asyncio.sleep(0.1)

    def _check_alive(self) -> None:
        if self._process is None or self._process.returncode is not None:
            raise HomeAssistantError(f"Home Assistant ended early:\n{self.log_tail()}")

    def _check_listeners(self) -> None:
        """Refuse to go on with a Home Assistant that other machines can reach.

        It falls back to port 8123 on all addresses when it cannot use the one that it was given.
        """
        with suppress(psutil.NoSuchProcess):
            for connection in psutil.Process(self.pid).net_connections("tcp"):
                if connection.status == "LISTEN" and connection.laddr.ip not in _LOOPBACK:
                    raise HomeAssistantError(f"Home Assistant listens on {connection.laddr}")

    async def stop(self) -> None:
        """Ask it to shut down; insist after a minute."""
        await self._end(signal.SIGTERM)

    async def kill(self) -> None:
        """End it without warning, as a power cut would."""
        await self._end(signal.SIGKILL)

    async def _end(self, sign: signal.Signals) -> None:
        process, self._process = self._process, None
        if process is not None:
            # Shielded: a cancelled caller must not leave the process behind.
            await asyncio.shield(asyncio.ensure_future(_end_group(process, sign)))
        if self._session is not None:
            session, self._session = self._session, None
            if hasattr(self, "ws"):
                await self.ws.close()
            await session.close()

    def log_tail(self, lines: int = 40) -> str:
        """Return the end of its log."""
        if not self.log.exists():
            return ""
        return "\n".join(self.log.read_text(errors="replace").splitlines()[-lines:])

    async def version(self) -> str:
        """Return its own word on its version."""
        return str((await self.ws.call("get_config"))["version"])

    def states(self) -> dict[str, State]:
        """Return every state by entity id."""
        return self._watcher.all()

    def state(self, entity_id: str) -> State | None:
        """Return one entity's state."""
        return self._watcher.get(entity_id)

    async def wait_for_state(
        self,
        entity_id: str,
        predicate: Callable[[State], bool],
        timeout: float = 30,  # noqa: ASYNC109  # says what it was
    ) -> State:
        """Wait until an entity's state is as wanted."""
        return await self._watcher.wait_for(entity_id, predicate, timeout)

    async def call_service(
        self,
        domain: str,
        service: str,
        data: dict[str, object] | None = None,
        *,
        target: dict[str, object] | None = None,
        return_response: bool = False,
    ) -> JsonValue:
        """Perform an action; returns its response if that was asked for."""
        answer = await self.ws.call(
            "call_service",
            domain=domain,
            service=service,
            service_data=data or {},
            **({"target": target} if target else {}),
            **({"return_response": True} if return_response else {}),
        )
        return answer.get("response")

    def memory_mib(self) -> float:
        """Return its resident memory, with that of its children."""
        parent = psutil.Process(self.pid)
        processes = (parent, *parent.children(recursive=True))
        return sum(process.memory_info().rss for process in processes) / 2**20

    def cpu_seconds(self) -> float:
        """Return the processor time that it has used so far."""
        times = psutil.Process(self.pid).cpu_times()
        return float(times.user + times.system)


async def _end_group(process: asyncio.subprocess.Process, sign: signal.Signals) -> None:
    """End the process group that was started with this process, and no other."""
    with suppress(ProcessLookupError):
        if process.returncode is None:
            os.killpg(process.pid, sign)
    try:
        async with asyncio.timeout(_STOP_SECONDS):
            await process.wait()
    except TimeoutError:
        pass
    # What it started itself, and did not end, goes with it.
    with suppress(ProcessLookupError):
        os.killpg(process.pid, signal.SIGKILL)
    await process.wait()
