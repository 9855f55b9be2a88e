"""What is told of a line, or of a shop, to whoever follows it longer than it stays open."""

from dataclasses import dataclass

from homeassistant.core import HomeAssistant, callback
from homeassistant.helpers.dispatcher import async_dispatcher_send
from homeassistant.util.signal_type import SignalType

from .const import DOMAIN
from .core.happenings import CallDecided, Happening, TextMoved


@dataclass(frozen=True, slots=True)
class Peer:
    """A person (E.164) whose conversation has changed: that of one line, or None for all of theirs."""

    number: str
    line_id: str | None = None


# A conversation by its id or by its person; None where everything may be other than before.
type Touched = int | Peer | None


def happened_on(shop_id: str, line_id: str) -> SignalType[Happening]:
    """Return the signal that tells what happens on a line."""
    return SignalType(f"{DOMAIN}_happened_{shop_id}_{line_id}")


def waiting_on(shop_id: str, line_id: str) -> SignalType[()]:
    """Return the signal that tells that others may wait on a line than before."""
    return SignalType(f"{DOMAIN}_waiting_{shop_id}_{line_id}")


def touched_in(shop_id: str) -> SignalType[Touched]:
    """Return the signal that tells that a conversation of a shop is other than before."""
    return SignalType(f"{DOMAIN}_touched_{shop_id}")


def line_of(happening: Happening) -> str:
    """Return the line that something happened on."""
    if isinstance(happening, CallDecided):
        return happening.call.line_id
    return happening.text.line_id if isinstance(happening, TextMoved) else happening.line_id


@callback
def async_touch(hass: HomeAssistant, shop_id: str, touched: Touched) -> None:
    """Tell whoever looks at a shop's conversations that one is other than before."""
    async_dispatcher_send(hass, touched_in(shop_id), touched)


def touched_by(happening: Happening) -> int | Peer | None:
    """Return the conversation that something happened in; None where it was in none."""
    if isinstance(happening, TextMoved):
        return Peer(happening.text.to, happening.text.line_id)
    return happening.thread_id
