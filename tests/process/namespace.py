"""A network of this process alone, with nothing in it but the loopback.

Home Assistant opens mDNS and SSDP sockets on every interface. In a network namespace of its own it can
reach nobody and nobody can reach it.
"""

import ctypes
import fcntl
import os
from pathlib import Path
import socket
import struct
import subprocess
import sys

_REPOSITORY = Path(__file__).resolve().parents[2]
_SIOCADDRT = 0x890B
_SIOCGIFFLAGS = 0x8913
_SIOCSIFFLAGS = 0x8914
_IFF_UP = 0x1
_IFF_MULTICAST = 0x1000
_RTF_UP = 0x1


class _Route(ctypes.Structure):
    """The kernel's `struct rtentry`."""

    _fields_ = [  # ctypes reads it from the class
        ("pad1", ctypes.c_ulong),
        ("destination", ctypes.c_char * 16),
        ("gateway", ctypes.c_char * 16),
        ("netmask", ctypes.c_char * 16),
        ("flags", ctypes.c_ushort),
        ("pad2", ctypes.c_short),
        ("pad3", ctypes.c_ulong),
        ("pad4", ctypes.c_void_p),
        ("metric", ctypes.c_short),
        ("device", ctypes.c_char_p),
        ("mtu", ctypes.c_ulong),
        ("window", ctypes.c_ulong),
        ("irtt", ctypes.c_ushort),
    ]


def enter_private_network() -> bool:
    """Move this process, and all that it starts from now on, into a network of its own.

    Call it before any thread starts: a namespace belongs to the thread that made it. Returns False, and
    changes nothing, where the system does not allow it.
    """
    # Tried in another process first: some systems allow the first step only, and there is no way back.
    trial = [sys.executable, "-m", __name__]
    if subprocess.run(trial, cwd=_REPOSITORY, capture_output=True, check=False).returncode != 0:  # noqa: S603
        return False
    _enter()
    return True


def _enter() -> None:
    user, group = os.getuid(), os.getgid()
    if user == 0:
        os.unshare(os.CLONE_NEWNET)
    else:
        os.unshare(os.CLONE_NEWUSER | os.CLONE_NEWNET)
        Path("/proc/self/setgroups").write_text("deny")
        Path("/proc/self/uid_map").write_text(f"{user} {user} 1")
        Path("/proc/self/gid_map").write_text(f"{group} {group} 1")
    _bring_up_loopback()


def _bring_up_loopback() -> None:
    """Bring `lo` up, and send multicast there: without that route zeroconf fails with ENODEV."""
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as control:
        request = struct.pack("16sH14x", b"lo", 0)
        flags = struct.unpack("16sH14x", fcntl.ioctl(control, _SIOCGIFFLAGS, request))[1]
        wanted = struct.pack("16sH14x", b"lo", flags | _IFF_UP | _IFF_MULTICAST)
        fcntl.ioctl(control, _SIOCSIFFLAGS, wanted)
        multicast = _Route(flags=_RTF_UP, device=b"lo")
        _write_address(multicast, _Route.destination.offset, "224.0.0.0")
        _write_address(multicast, _Route.gateway.offset, "0.0.0.0")  # noqa: S104  # no gateway
        _write_address(multicast, _Route.netmask.offset, "240.0.0.0")
        fcntl.ioctl(control, _SIOCADDRT, multicast)


def _write_address(route: _Route, offset: int, address: str) -> None:
    """Write a `struct sockaddr_in` into the route."""
    packed = struct.pack("=HH4s8x", socket.AF_INET, 0, socket.inet_aton(address))
    ctypes.memmove(ctypes.addressof(route) + offset, packed, len(packed))


if __name__ == "__main__":
    _enter()
