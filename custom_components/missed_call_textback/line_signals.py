"""What is told of a line to whoever follows it longer than its shop stays open: triggers."""

from homeassistant.util.signal_type import SignalType

from .const import DOMAIN
from .core.happenings import Happening


def happened_on(shop_id: str, line_id: str) -> SignalType[Happening]:
    """Return the signal that tells what happens on a line."""
    return SignalType(f"{DOMAIN}_happened_{shop_id}_{line_id}")


def waiting_on(shop_id: str, line_id: str) -> SignalType[()]:
    """Return the signal that tells that others may wait on a line than before."""
    return SignalType(f"{DOMAIN}_waiting_{shop_id}_{line_id}")
