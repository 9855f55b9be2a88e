"""A stand-in telephone company that speaks Twilio's wire: strict, stateful, local."""

from .accounts import Account, PhoneNumber
from .call_records import CallRecord, CallRow, Recording
from .company import Exchange
from .delivery import Fate
from .forgery import Forgery
from .inbound import InboundRecord
from .lookup import LineType
from .people import (
    BUSY,
    DECLINES,
    DIVERTED,
    HANGS_UP_AT_BEEP,
    HANGS_UP_BEFORE_DIAL,
    LEAVES_MESSAGE,
    LEAVES_MESSAGE_WITH_HASH,
    PRESSES_NINE,
    PRESSES_ONE,
    RINGS_OUT,
    SAYS_NOTHING,
    SAYS_NOTHING_AT_BEEP,
    UNREACHABLE,
    VOICEMAIL,
    Caller,
    Person,
)
from .styles import SIGNALWIRE, Style
from .switch import RingingCall
from .texts import Text
from .trouble import Kind
from .webhooks import Alert, Webhook

__all__ = [
    "BUSY",
    "DECLINES",
    "DIVERTED",
    "HANGS_UP_AT_BEEP",
    "HANGS_UP_BEFORE_DIAL",
    "LEAVES_MESSAGE",
    "LEAVES_MESSAGE_WITH_HASH",
    "PRESSES_NINE",
    "PRESSES_ONE",
    "RINGS_OUT",
    "SAYS_NOTHING",
    "SAYS_NOTHING_AT_BEEP",
    "SIGNALWIRE",
    "UNREACHABLE",
    "VOICEMAIL",
    "Account",
    "Alert",
    "CallRecord",
    "CallRow",
    "Caller",
    "Exchange",
    "Fate",
    "Forgery",
    "InboundRecord",
    "Kind",
    "LineType",
    "Person",
    "PhoneNumber",
    "Recording",
    "RingingCall",
    "Style",
    "Text",
    "Webhook",
]
