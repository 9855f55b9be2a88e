"""Builds the source that a phone system's settings name."""

from collections import deque
from collections.abc import Collection, Mapping
from dataclasses import dataclass, field
from datetime import datetime
import ssl
from typing import Any

from homeassistant.const import CONF_HOST, CONF_PASSWORD, CONF_PORT, CONF_USERNAME
from homeassistant.core import HomeAssistant
from homeassistant.util import dt as dt_util
from homeassistant.util.ssl import client_context, client_context_no_verify

from .const import (
    CONF_AUTH_NAME,
    CONF_CONTEXTS,
    CONF_KIND,
    CONF_MARKS_ELSEWHERE,
    CONF_PROXY,
    CONF_RULES,
    CONF_SINCE,
    CONF_TLS,
    CONF_TRANSPORT,
    PhoneSystemKind,
)
from .entity_rules import EntityRules
from .entity_source import EntitySource
from .profile import zone_of
from .providers.asterisk.client import Login
from .providers.asterisk.source import AsteriskSettings, AsteriskSource
from .providers.delivery import Told
from .providers.fritzbox.call_list import Account, FritzCallList
from .providers.fritzbox.source import FritzboxSettings, FritzboxSource
from .providers.sip.phone import Phone
from .providers.sip.settings import SipSettings, Transport
from .providers.sip.source import SipSource
from .providers.sip.trial_calls import TrialCalls
from .providers.source import CatchUp, Hear, Known, LineOfAny, Source, Tell

TLS_OFF = "off"
TLS_ON = "on"
TLS_UNVERIFIED = "unverified"


@dataclass(frozen=True, slots=True, kw_only=True)
class Surroundings:
    """What a source works with. `name` tells it from all others, for good: it is part of ids.

    `waiting` are calls that could not be handed over yet, also those from when it was heard before.
    """

    name: str
    hear: Hear
    catch_up: CatchUp
    known: Known
    line_of: LineOfAny
    tell: Tell
    waiting: deque[Told] = field(default_factory=deque)


def build_source(hass: HomeAssistant, data: Mapping[str, Any], around: Surroundings) -> Source:
    """Return the source of a phone system as a subentry stores it."""
    match PhoneSystemKind(data[CONF_KIND]):
        case PhoneSystemKind.ASTERISK:
            return _asterisk(data, around)
        case PhoneSystemKind.FRITZBOX:
            return _fritzbox(hass, data, around)
        case PhoneSystemKind.SIP:
            return _sip(data, around)
        case PhoneSystemKind.ENTITY:
            return _entity(hass, data, around)
        case PhoneSystemKind.WEBHOOK:
            raise ValueError("it calls here: see webhook_doors.py")


async def check_source(hass: HomeAssistant, data: Mapping[str, Any]) -> None:
    """Try a connection that is to be set up. Raises Refused, Unreachable, Unsuitable."""

    async def hear_nothing(_heard: object) -> None:
        """Nothing is heard before it is set up."""

    async def know_nothing(_ids: Collection[str]) -> Collection[str]:
        return ()

    around = Surroundings(
        name="set-up",
        hear=hear_nothing,
        catch_up=hear_nothing,
        known=know_nothing,
        line_of=lambda *_dialled: None,
        tell=lambda _connection: None,
    )
    await build_source(hass, data, around).check()


def trial_calls(data: Mapping[str, Any]) -> TrialCalls:
    """Return what listens to the test calls of a SIP account that is to be set up."""
    return TrialCalls(Phone(_sip_settings("set-up", data), tls=client_context()))


def _asterisk(data: Mapping[str, Any], around: Surroundings) -> AsteriskSource:
    return AsteriskSource(
        AsteriskSettings(
            name=around.name,
            login=Login(
                host=data[CONF_HOST],
                port=data[CONF_PORT],
                username=data[CONF_USERNAME],
                secret=data[CONF_PASSWORD],
                tls=_tls(data[CONF_TLS]),
            ),
            contexts=tuple(data[CONF_CONTEXTS]),
        ),
        hear=around.hear,
        line_of=around.line_of,
        tell=around.tell,
        clock=dt_util.utcnow,
        waiting=around.waiting,
    )


def _fritzbox(hass: HomeAssistant, data: Mapping[str, Any], around: Surroundings) -> FritzboxSource:
    call_list = None
    if data.get(CONF_PASSWORD):
        account = Account(
            host=data[CONF_HOST], username=data[CONF_USERNAME], password=data[CONF_PASSWORD]
        )
        call_list = FritzCallList(account, hass.async_add_executor_job)
    return FritzboxSource(
        settings=FritzboxSettings(
            name=around.name,
            host=data[CONF_HOST],
            zone=zone_of(hass.config.time_zone),
            since=datetime.fromisoformat(data[CONF_SINCE]),
        ),
        call_list=call_list,
        hear=around.hear,
        catch_up=around.catch_up,
        known=around.known,
        line_of=around.line_of,
        tell=around.tell,
        clock=dt_util.utcnow,
        waiting=around.waiting,
    )


def _sip(data: Mapping[str, Any], around: Surroundings) -> SipSource:
    return SipSource(
        settings=_sip_settings(around.name, data),
        hear=around.hear,
        line_of=around.line_of,
        tell=around.tell,
        clock=dt_util.utcnow,
        waiting=around.waiting,
        tls=client_context(),
    )


def _entity(hass: HomeAssistant, data: Mapping[str, Any], around: Surroundings) -> EntitySource:
    return EntitySource(
        hass,
        around.name,
        EntityRules.from_data(data[CONF_RULES]),
        hear=around.hear,
        line_of=around.line_of,
        tell=around.tell,
        clock=dt_util.utcnow,
        waiting=around.waiting,
    )


def _sip_settings(name: str, data: Mapping[str, Any]) -> SipSettings:
    return SipSettings(
        name=name,
        domain=data[CONF_HOST],
        username=data[CONF_USERNAME],
        password=data[CONF_PASSWORD],
        auth_name=data.get(CONF_AUTH_NAME),
        proxy=data.get(CONF_PROXY),
        port=data.get(CONF_PORT),
        transport=Transport(data[CONF_TRANSPORT]),
        marks_elsewhere=data.get(CONF_MARKS_ELSEWHERE),
    )


def _tls(wanted: str) -> ssl.SSLContext | None:
    if wanted == TLS_OFF:
        return None
    return client_context() if wanted == TLS_ON else client_context_no_verify()
