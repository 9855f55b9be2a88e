"""Names under which a shop is stored, and the defaults an owner starts from."""

from enum import StrEnum
from typing import Final

DOMAIN: Final = "missed_call_textback"

SUBENTRY_TYPE_LINE: Final = "line"
SUBENTRY_TYPE_TEAM_MEMBER: Final = "team_member"


class CarrierKind(StrEnum):
    """What a shop's texts go through."""

    TWILIO = "twilio"
    DEMO = "demo"


# The shop: config entry data.
CONF_CARRIER: Final = "carrier"
CONF_BUSINESS: Final = "business"
CONF_TRADE: Final = "trade"
CONF_COUNTRY: Final = "country"
CONF_PUBLIC_URL: Final = "public_url"
CONF_CLOUDHOOK: Final = "cloudhook"
CONF_ACCOUNT_SID: Final = "account_sid"
CONF_AUTH_TOKEN: Final = "auth_token"
CONF_API_KEY: Final = "api_key"
CONF_API_SECRET: Final = "api_secret"
CONF_API_BASE: Final = "api_base"

# The shop: config entry options.
CONF_HOURS: Final = "hours"
CONF_AGAIN_AFTER: Final = "again_after"
CONF_TEXT_OPEN: Final = "text_open"
CONF_TEXT_CLOSED: Final = "text_closed"

# A line: subentry data.
CONF_NUMBER: Final = "number"
CONF_NUMBER_SID: Final = "number_sid"
CONF_MODE: Final = "mode"
CONF_RING_SECONDS: Final = "ring_seconds"
CONF_VOICEMAIL: Final = "voicemail"
CONF_PREVIOUS: Final = "previous"

# A team member: subentry data.
CONF_MOBILE: Final = "mobile"
CONF_RINGS: Final = "rings"

DEFAULT_API_BASE: Final = "https://api.twilio.com"
DEFAULT_AGAIN_AFTER: Final = 24
DEFAULT_COUNTRY: Final = "US"
DEFAULT_RING_SECONDS: Final = 20
MIN_RING_SECONDS: Final = 5
MAX_RING_SECONDS: Final = 60

DEMO_UNIQUE_ID: Final = "demo"
DEMO_LINE_NUMBER: Final = "+12025550100"
DEMO_LINE_NAME: Final = "Demo line"
