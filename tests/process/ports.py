"""A free TCP port that nobody else is likely to take."""

import random
import socket

# Below the range that the kernel hands out by itself, so that no outgoing connection can sit on it.
_LOWEST, _HIGHEST = 18_000, 31_999


def is_free(port: int) -> bool:
    """Say whether nobody listens on this port of the loopback."""
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def free_port() -> int:
    """Return a free port of the loopback."""
    for port in random.sample(range(_LOWEST, _HIGHEST), 200):
        if is_free(port):
            return port
    raise OSError("no free port between 18000 and 32000")
