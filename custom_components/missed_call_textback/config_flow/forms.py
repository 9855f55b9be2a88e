"""The forms that an owner fills in. What was typed is laid over them when an error is shown."""

from collections.abc import Mapping, Sequence
from typing import Any, Final

import voluptuous as vol

from homeassistant.data_entry_flow import section
from homeassistant.helpers.selector import (
    BooleanSelector,
    NumberSelector,
    NumberSelectorConfig,
    NumberSelectorMode,
    SelectOptionDict,
    SelectSelector,
    SelectSelectorConfig,
    SelectSelectorMode,
    TextSelector,
    TextSelectorConfig,
    TextSelectorType,
)

from ..const import (
    CONF_ACCOUNT_SID,
    CONF_API_BASE,
    CONF_API_KEY,
    CONF_API_SECRET,
    CONF_AUTH_TOKEN,
    CONF_BUSINESS,
    CONF_DIALLED,
    CONF_MOBILE,
    CONF_MODE,
    CONF_NUMBER,
    CONF_PUBLIC_URL,
    CONF_RING_SECONDS,
    CONF_RINGS,
    CONF_TEXT_CLOSED,
    CONF_TEXT_OPEN,
    CONF_TRADE,
    CONF_VOICEMAIL,
    DEFAULT_API_BASE,
    DEFAULT_RING_SECONDS,
    MAX_RING_SECONDS,
    MIN_RING_SECONDS,
)
from ..core.hours import DAYS
from ..core.numbers import spoken
from ..core.shop import LineMode
from ..providers.twilio.numbers import NumberInfo
from ..starting_texts import GENERIC_TRADE, STARTING_TEXTS
from .account import SECTION_ADVANCED
from .answers import CONF_ALWAYS_OPEN

type Schema = vol.Schema

CONF_NAME: Final = "name"
CONF_OWN_HOURS: Final = "own_hours"
CONF_OWN_RULES: Final = "own_rules"
CONF_USE_CLOUD: Final = "use_cloud"
CONF_YOUR_MOBILE: Final = "your_mobile"
CONF_YOUR_NAME: Final = "your_name"

# Open at all hours, written out.
EVERY_HOUR: Final = dict.fromkeys(DAYS, "00:00-24:00")
# A usual week: an owner changes it faster than writing it.
USUAL_WEEK: Final = dict.fromkeys(DAYS[:5], "09:00-18:00")

TEXT: Final = TextSelector()
LONG_TEXT: Final = TextSelector(TextSelectorConfig(multiline=True))
SEVERAL: Final = TextSelector(TextSelectorConfig(multiple=True))
SECRET: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.PASSWORD, autocomplete="off"))
PHONE: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.TEL, autocomplete="tel"))
WEB: Final = TextSelector(TextSelectorConfig(type=TextSelectorType.URL, autocomplete="url"))
_TRADE: Final = SelectSelector(
    SelectSelectorConfig(
        options=list(STARTING_TEXTS), translation_key="trade", mode=SelectSelectorMode.DROPDOWN
    )
)
_MODE: Final = SelectSelector(
    SelectSelectorConfig(
        options=[mode.value for mode in LineMode],
        translation_key="mode",
        mode=SelectSelectorMode.LIST,
    )
)

_ADVANCED_ACCOUNT: Final = section(
    vol.Schema(
        {
            vol.Optional(CONF_API_KEY): TEXT,
            vol.Optional(CONF_API_SECRET): SECRET,
            vol.Optional(CONF_API_BASE, default=DEFAULT_API_BASE): WEB,
        }
    ),
    {"collapsed": True},
)

SHOP: Final = vol.Schema(
    {
        vol.Required(CONF_BUSINESS): TextSelector(TextSelectorConfig(autocomplete="organization")),
        vol.Required(CONF_TRADE, default=GENERIC_TRADE): _TRADE,
    }
)
ACCOUNT: Final = vol.Schema(
    {
        vol.Required(CONF_ACCOUNT_SID): TEXT,
        vol.Required(CONF_AUTH_TOKEN): SECRET,
        vol.Required(SECTION_ADVANCED): _ADVANCED_ACCOUNT,
    }
)
CREDENTIALS: Final = vol.Schema(
    {
        vol.Required(CONF_AUTH_TOKEN): SECRET,
        vol.Required(SECTION_ADVANCED): _ADVANCED_ACCOUNT,
    }
)
TOKEN: Final = vol.Schema({vol.Required(CONF_AUTH_TOKEN): SECRET})
HOURS: Final = vol.Schema(
    {
        vol.Optional(CONF_ALWAYS_OPEN, default=False): BooleanSelector(),
        **{vol.Optional(day): TEXT for day in DAYS},
    }
)
DIALLED: Final = vol.Schema({vol.Required(CONF_DIALLED): PHONE})
ADDRESS: Final = vol.Schema({vol.Optional(CONF_PUBLIC_URL): WEB})
NEW_ADDRESS_OR_CLOUD: Final = vol.Schema(
    {vol.Optional(CONF_USE_CLOUD, default=False): BooleanSelector()}
).extend(ADDRESS.schema)
TEXTS: Final = vol.Schema(
    {vol.Required(CONF_TEXT_OPEN): LONG_TEXT, vol.Required(CONF_TEXT_CLOSED): LONG_TEXT}
)
LINE: Final = vol.Schema(
    {
        vol.Required(CONF_NAME): TEXT,
        vol.Required(CONF_MODE, default=LineMode.RING.value): _MODE,
        vol.Optional(CONF_OWN_HOURS, default=False): BooleanSelector(),
        vol.Optional(CONF_OWN_RULES, default=False): BooleanSelector(),
        vol.Required(SECTION_ADVANCED): section(
            vol.Schema(
                {
                    vol.Required(CONF_RING_SECONDS, default=DEFAULT_RING_SECONDS): vol.All(
                        NumberSelector(
                            NumberSelectorConfig(
                                min=MIN_RING_SECONDS,
                                max=MAX_RING_SECONDS,
                                step=1,
                                unit_of_measurement="s",
                                mode=NumberSelectorMode.SLIDER,
                            )
                        ),
                        vol.Coerce(int),
                    ),
                    vol.Optional(CONF_VOICEMAIL, default=True): BooleanSelector(),
                }
            ),
            {"collapsed": True},
        ),
    }
)
TEAM_MEMBER: Final = vol.Schema(
    {
        vol.Required(CONF_NAME): TextSelector(TextSelectorConfig(autocomplete="name")),
        vol.Optional(CONF_MOBILE): PHONE,
        vol.Optional(CONF_RINGS, default=True): BooleanSelector(),
    }
)


def shop_and_owner(*, owner_needed: bool) -> vol.Schema:
    """Return the form of who the shop is. Without a call to ring anybody, it may have no owner."""
    name = vol.Required(CONF_YOUR_NAME) if owner_needed else vol.Optional(CONF_YOUR_NAME)
    return SHOP.extend(
        {
            name: TextSelector(TextSelectorConfig(autocomplete="given-name")),
            vol.Optional(CONF_YOUR_MOBILE): PHONE,
        }
    )


def number_and_mode(numbers: Sequence[NumberInfo]) -> vol.Schema:
    """Return the form that picks one of an account's numbers, and how calls reach it."""
    return vol.Schema(
        {
            vol.Required(CONF_NUMBER, default=_likeliest(numbers)): _numbers(numbers),
            vol.Required(CONF_MODE, default=LineMode.RING.value): _MODE,
        }
    )


def new_line(numbers: Sequence[NumberInfo]) -> vol.Schema:
    """Return the form that adds one more number."""
    return vol.Schema(
        {
            vol.Required(CONF_NUMBER, default=_likeliest(numbers)): _numbers(numbers),
            vol.Required(CONF_NAME): TEXT,
            vol.Required(CONF_MODE, default=LineMode.RING.value): _MODE,
        }
    )


def picked(numbers: Sequence[NumberInfo], number_sid: str) -> NumberInfo:
    """Return the number that was picked in a form. Raises StopIteration where it is gone."""
    return next(info for info in numbers if info.sid == number_sid)


def week_shown(hours: Mapping[str, str] | None) -> dict[str, Any]:
    """Return stored hours as the form of the week shows them."""
    return {CONF_ALWAYS_OPEN: True} if hours is None else dict(hours)


def _numbers(numbers: Sequence[NumberInfo]) -> SelectSelector:
    return SelectSelector(
        SelectSelectorConfig(
            options=[
                SelectOptionDict(
                    value=info.sid, label=f"{spoken(info.number)} ({_abilities(info)})"
                )
                for info in numbers
            ],
            mode=SelectSelectorMode.LIST,
        )
    )


def _abilities(info: NumberInfo) -> str:
    match info.voice, info.sms:
        case True, True:
            return "calls and texts"
        case True, False:
            return "calls only"
        case False, True:
            return "texts only"
    return "neither calls nor texts"


def _likeliest(numbers: Sequence[NumberInfo]) -> str:
    """Return the first number that could be a line, else the first of all."""
    able = (info.sid for info in numbers if info.voice and info.sms and not info.taken_by)
    return next(able, numbers[0].sid)
