"""Who is in a bridge with whom, and which channels are people's."""

from typing import Final

from .frames import Frame

# What Asterisk makes for its own needs: nobody listens at any of them.
_PSEUDO: Final = (
    "Local/",
    "CBAnn/",
    "CBRec/",
    "ConfBridgeRecorder/",
    "Announcer/",
    "Recorder/",
    "Snoop/",
    "Surrogate/",
    "AsyncGoto/",
    "Message/",
    "Bridge/",
    "MulticastRTP/",
    "UnicastRTP/",
)
# Where people are parked: they hear music, not each other.
_PARKED: Final = "holding_bridge"
_CHANNEL_LIMIT: Final = 8192


def is_real(channel: str) -> bool:
    """Tell whether a channel, by its name, is a phone's or a trunk's."""
    return "/" in channel and not channel.startswith(_PSEUDO)


class Bridges:
    """The channels in each bridge. Each is in one at most; only so many are kept."""

    def __init__(self) -> None:
        self._bridge_of: dict[str, str] = {}
        self._inside: dict[str, dict[str, bool]] = {}

    def enter(self, frame: Frame) -> None:
        """Note that a channel entered a bridge, and so left any other."""
        channel, bridge = frame.get("Uniqueid", ""), frame.get("BridgeUniqueid", "")
        self.leave(channel)
        if not channel or not bridge or frame.get("BridgeTechnology") == _PARKED:
            return
        if len(self._bridge_of) >= _CHANNEL_LIMIT:
            self.leave(next(iter(self._bridge_of)))
        self._bridge_of[channel] = bridge
        self._inside.setdefault(bridge, {})[channel] = is_real(frame.get("Channel", ""))

    def leave(self, channel: str) -> None:
        """Note that a channel is in no bridge."""
        bridge = self._bridge_of.pop(channel, None)
        if bridge is None:
            return
        inside = self._inside[bridge]
        del inside[channel]
        if not inside:
            del self._inside[bridge]

    def of(self, channel: str) -> str | None:
        """Return the bridge that a channel is in."""
        return self._bridge_of.get(channel)

    def inside(self, bridge: str | None) -> dict[str, bool]:
        """Return the channels in a bridge, and of each whether it is real."""
        return self._inside.get(bridge, {}) if bridge is not None else {}
