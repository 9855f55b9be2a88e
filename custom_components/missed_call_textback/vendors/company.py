"""What every company brings that a shop's calls and texts can go through, and what leaving it takes."""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import HomeAssistant

from ..coordinator import MissedCallConfigEntry
from ..core.carrier import CallLog, Carrier, TeamCaller
from ..core.past.log import PastLog
from ..core.shop import Line, Shop
from ..providers.demo.calls import DemoDesk
from ..providers.door import Door
from ..providers.health import Examiner
from ..providers.recordings import Recordings


@dataclass(frozen=True, slots=True, kw_only=True)
class Vendor:
    """What a shop's company brings: a carrier, and for a demo its desk."""

    carrier: Carrier
    examiner: Examiner | None = None
    log: CallLog | None = None
    recordings: Recordings | None = None
    team_caller: TeamCaller | None = None
    demo: DemoDesk | None = None
    check: Callable[[], Coroutine[Any, Any, None]] | None = None
    close: Callable[[], Awaitable[None]] | None = None


type BuildVendor = Callable[[HomeAssistant, MissedCallConfigEntry, Shop], Vendor]

type BuildDoor = Callable[[ConfigEntry[Any], Shop, Callable[[Line], bool]], Door]
"""Builds a door from a shop's settings alone. The function tells whether a line is open."""

type BuildPast = Callable[[HomeAssistant, ConfigEntry[Any], Shop], PastLog]
"""Builds what reads the company's own log of the time before."""

type LeaveLine = Callable[[HomeAssistant, ConfigEntry[Any], Mapping[str, Any]], Awaitable[None]]
"""Undoes at the company what was set up for a line, by the line's data. Never raises."""

type LeaveShop = Callable[[HomeAssistant, ConfigEntry[Any]], Awaitable[None]]
"""Undoes at the company what was set up for a shop. Never raises."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Company:
    """One kind of company. One that never calls here has no door.

    `reconciles` tells whether it can be asked, after an answer was lost, whether it took a text;
    `looks_up`, what kind of line a number is; `has_log`, what happened while nobody listened.
    `records` tells that it keeps what callers say to the answering machine, `calls_team` that it can
    call the team.
    """

    build: BuildVendor
    build_door: BuildDoor | None = None
    build_past: BuildPast | None = None
    leave_line: LeaveLine | None = None
    leave_shop: LeaveShop | None = None
    reconciles: bool = True
    looks_up: bool = True
    has_log: bool = True
    records: bool = False
    calls_team: bool = False
