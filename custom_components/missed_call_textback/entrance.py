"""A webhook registered in Home Assistant, with all the bounds that keep intruders and floods out."""

from collections.abc import Mapping
from typing import Final, override

from aiohttp import hdrs
from aiohttp.web import Request, Response

from homeassistant.components import webhook
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .backlog import Backlog
from .const import DOMAIN
from .coordinator import ShopCoordinator
from .doorbell import Doorbell
from .flood import FloodGuard
from .providers.door import Door, Handled, Letter, Unverified
from .turnstile import Turnstile
from .webhook import Entrance, async_answer

# Letters opened in one turn of the event loop. To verify, read and hand on one takes half a millisecond
# on a small machine, so that a crowd of them keeps nothing else waiting for longer than a frame.
_OPENED_AT_ONCE: Final = 32

_REGISTERED: HassKey[dict[str, RegisteredEntrance]] = HassKey(f"{DOMAIN}_entrances")


class RegisteredEntrance(Entrance):
    """One webhook. By itself it has no shop behind it: it lets in, and hands nothing on."""

    def __init__(self, hass: HomeAssistant, webhook_id: str, name: str, doorbell: Doorbell) -> None:
        self._hass = hass
        self.webhook_id = webhook_id
        self._name = name
        self.coordinator: ShopCoordinator | None = None
        self.doorbell = doorbell
        self.guard = FloodGuard(hass.loop.time)
        self.backlog = Backlog()
        self.turnstile = Turnstile(hass.loop, _OPENED_AT_ONCE)

    @callback
    def async_register(self) -> None:
        """Take requests from now on, in place of whoever took them: none is lost in between."""
        registered = self._hass.data.setdefault(_REGISTERED, {})
        if (former := registered.get(self.webhook_id)) is not None:
            former.async_unregister()
        registered[self.webhook_id] = self
        webhook.async_register(
            self._hass,
            DOMAIN,
            self._name,
            self.webhook_id,
            self._async_handle,
            allowed_methods=[hdrs.METH_POST],
        )

    @callback
    def async_unregister(self) -> None:
        """Take no more requests, unless another has taken over already."""
        registered = self._hass.data.setdefault(_REGISTERED, {})
        if registered.get(self.webhook_id) is self:
            del registered[self.webhook_id]
            webhook.async_unregister(self._hass, self.webhook_id)

    @override
    async def async_wait(self, seconds: float) -> ShopCoordinator | None:
        return self.coordinator

    @callback
    @override
    def async_work_off(self) -> None:
        """Nothing waits where nothing is handed on."""

    async def _async_handle(
        self, _hass: HomeAssistant, _webhook_id: str, request: Request
    ) -> Response:
        return await async_answer(self, request)


class EitherDoor(Door):
    """Two doors to one shop, of which either lets in: settings that are tried out, and those in use."""

    def __init__(self, first: Door, second: Door) -> None:
        self._doors = (first, second)
        self.content_types = first.content_types | second.content_types

    @override
    def may_be_genuine(self, headers: Mapping[str, str]) -> bool:
        return any(door.may_be_genuine(headers) for door in self._doors)

    @override
    def handle(self, letter: Letter) -> Handled:
        first, second = self._doors
        try:
            return first.handle(letter)
        except Unverified:
            return second.handle(letter)
