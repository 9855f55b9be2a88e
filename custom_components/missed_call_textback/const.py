"""Names under which a shop is stored, and the defaults an owner starts from."""

from enum import StrEnum
from typing import Final

DOMAIN: Final = "missed_call_textback"

SUBENTRY_TYPE_LINE: Final = "line"
SUBENTRY_TYPE_TEAM_MEMBER: Final = "team_member"
SUBENTRY_TYPE_TEXT: Final = "text"
SUBENTRY_TYPE_PHONE_SYSTEM: Final = "phone_system"


class CarrierKind(StrEnum):
    """What a shop's texts go through."""

    TWILIO = "twilio"
    SMSGATE = "smsgate"
    HTTPSMS = "httpsms"
    ACTION = "action"
    DEMO = "demo"


class PhoneSystemKind(StrEnum):
    """What a shop's own phones hang on."""

    ASTERISK = "asterisk"
    FRITZBOX = "fritzbox"
    SIP = "sip"
    ENTITY = "entity"
    """Anything that Home Assistant knows: an entity, or an event."""
    WEBHOOK = "webhook"


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
CONF_SIGNING_KEY: Final = "signing_key"
CONF_PHONE_ID: Final = "phone_id"
CONF_ACTION_SETTINGS: Final = "action"
CONF_DIALECT: Final = "dialect"

# The shop: config entry options.
CONF_HOURS: Final = "hours"
CONF_AGAIN_AFTER: Final = "again_after"
CONF_TEXT_OPEN: Final = "text_open"
CONF_TEXT_CLOSED: Final = "text_closed"

CONF_TEXT_BOOKED: Final = "text_booked"
CONF_TEXT_REMINDER: Final = "text_reminder"

CONF_LANGUAGES: Final = "languages"
CONF_NUMBER_LANGUAGES: Final = "number_languages"
CONF_BOOKING_LINK: Final = "booking_link"
CONF_FOOTER: Final = "footer"
CONF_CONFIRM_OPT_OUT: Final = "confirm_opt_out"
CONF_CLOSED_ON: Final = "closed_on"
CONF_HOLIDAYS: Final = "holidays"
CONF_HOLIDAY_REGION: Final = "holiday_region"
CONF_LOOK_UP: Final = "look_up"
CONF_COUNTRIES: Final = "countries"
CONF_PER_CALLER: Final = "per_caller"
CONF_PER_HOUR: Final = "per_hour"
CONF_PER_DAY: Final = "per_day"
CONF_BURST: Final = "burst"
CONF_BUDGET: Final = "budget"
CONF_PRICE: Final = "price"
CONF_CURRENCY: Final = "currency"
CONF_RETENTION: Final = "retention"
CONF_LOOK_BACK: Final = "look_back"
CONF_CRM: Final = "crm"
CONF_EVENTS: Final = "events"
CONF_RESENDS_IN_DOUBT: Final = "resends_in_doubt"
CONF_JOB_VALUE: Final = "job_value"
CONF_PATIENCE: Final = "patience"
CONF_PATIENCE_IN_HOURS: Final = "patience_in_hours"
CONF_TRANSCRIBE: Final = "transcribe"
CONF_FOLLOW_UP: Final = "follow_up"
CONF_FOLLOW_UP_TEXT: Final = "follow_up_text"
CONF_QUICK_ANSWERS: Final = "quick_answers"
CONF_CARDS: Final = "cards"
CONF_URGENT_WORDS: Final = "urgent_words"
CONF_URGENT_BUILT_IN: Final = "urgent_built_in"

# When a line texts back: options of the shop, and in a line's data where it differs.
CONF_OUTCOMES: Final = "outcomes"
CONF_SHORT_RING: Final = "short_ring"
CONF_IN_CONVERSATION: Final = "in_conversation"
CONF_TOO_LATE_AFTER: Final = "too_late_after"
CONF_HOLD_BACK_SPOOFED: Final = "hold_back_spoofed"
CONF_BY_DAY_ONLY: Final = "by_day_only"

# Numbers that get a language of their own: rows of an option of the shop.
CONF_PREFIX: Final = "prefix"

# A text for special cases: subentry data. ANY in place of a value leaves it open.
CONF_TEXT: Final = "text"
CONF_WHEN: Final = "when"
CONF_LANGUAGE: Final = "language"
CONF_OUTCOME: Final = "outcome"
CONF_LINE: Final = "line"
ANY: Final = "any"
WHEN_OPEN: Final = "open"
WHEN_CLOSED: Final = "closed"

# A line: subentry data.
CONF_NUMBER: Final = "number"
CONF_NUMBER_SID: Final = "number_sid"
CONF_MODE: Final = "mode"
CONF_RING_SECONDS: Final = "ring_seconds"
CONF_VOICEMAIL: Final = "voicemail"
CONF_PREVIOUS: Final = "previous"
CONF_SIM: Final = "sim"
CONF_TEXTS_PER_MINUTE: Final = "texts_per_minute"

CONF_DIALLED: Final = "dialled"

# How a line makes appointments: within its data.
CONF_BOOKING: Final = "booking"
CONF_CALENDAR: Final = "calendar"
CONF_DURATION: Final = "duration"
CONF_INVITES: Final = "invites"
CONF_BEFORE: Final = "before"
CONF_AFTER: Final = "after"
CONF_NOTICE: Final = "notice"
CONF_AHEAD: Final = "ahead"

# What a line asks callers who write: within its data.
CONF_QUESTIONS: Final = "questions"
CONF_ASKED: Final = "asked"
CONF_OWN_QUESTIONS: Final = "own_questions"
CONF_SERVICES: Final = "services"
CONF_WORDING: Final = "wording"
CONF_MOST_ASKED: Final = "most_asked"

# A phone system: subentry data, beside Home Assistant's own names for hosts and passwords. CONF_LINE
# is the line of calls whose number says of none; NO_LINE has them left alone.
CONF_KIND: Final = "kind"
CONF_TLS: Final = "tls"
CONF_CONTEXTS: Final = "contexts"
CONF_SINCE: Final = "since"
CONF_TRANSPORT: Final = "transport"
CONF_AUTH_NAME: Final = "auth_name"
CONF_PROXY: Final = "proxy"
CONF_MARKS_ELSEWHERE: Final = "marks_elsewhere"
CONF_PRESET: Final = "preset"
CONF_RULES: Final = "rules"
CONF_SUBJECT: Final = "subject"
NO_LINE: Final = "none"
CONF_SYSTEM: Final = "system"
CONF_SECRET: Final = "secret"
CONF_MAPPING: Final = "mapping"

# A team member: subentry data.
CONF_MOBILE: Final = "mobile"
CONF_RINGS: Final = "rings"
CONF_APP: Final = "app"
CONF_CALLED: Final = "called"
CONF_BY_TEXT: Final = "by_text"
CONF_POST: Final = "post"
CONF_LINES: Final = "lines"
CONF_DUTY: Final = "duty"
CONF_NOTIFY: Final = "notify"

DEFAULT_API_BASE: Final = "https://api.twilio.com"
DEFAULT_AGAIN_AFTER: Final = 24
DEFAULT_COUNTRY: Final = "US"
DEFAULT_SHORT_RING: Final = 3
DEFAULT_IN_CONVERSATION: Final = 30
DEFAULT_PER_CALLER: Final = 10
DEFAULT_PER_HOUR: Final = 100
DEFAULT_PER_DAY: Final = 500
DEFAULT_BURST: Final = 10
DEFAULT_CURRENCY: Final = "USD"
DEFAULT_RETENTION: Final = 24
DEFAULT_LOOK_BACK: Final = 24
DEFAULT_TOO_LATE_AFTER: Final = 60
DEFAULT_PATIENCE: Final = 5
DEFAULT_RING_SECONDS: Final = 20
MIN_RING_SECONDS: Final = 5
MAX_RING_SECONDS: Final = 60

DEMO_UNIQUE_ID: Final = "demo"
DEMO_LINE_NUMBER: Final = "+12025550100"
DEMO_LINE_NAME: Final = "Demo line"
