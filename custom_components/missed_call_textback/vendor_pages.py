"""The pages that tell how to put right what only an owner can: at Twilio, or of this project."""

from typing import Final

ERROR_CODES: Final = "https://www.twilio.com/docs/api/errors"
CONSOLE: Final = "https://console.twilio.com"
BILLING: Final = f"{CONSOLE}/us1/billing/manage-billing/billing-overview"
NUMBERS: Final = f"{CONSOLE}/us1/develop/phone-numbers/manage/incoming"
SERVICES: Final = f"{CONSOLE}/us1/develop/sms/services"
COUNTRIES: Final = f"{CONSOLE}/us1/develop/sms/settings/geo-permissions"
CALLED_COUNTRIES: Final = f"{CONSOLE}/us1/develop/voice/settings/geo-permissions"
VERIFIED: Final = f"{CONSOLE}/us1/develop/phone-numbers/manage/verified"
LOCAL_REGISTRATION: Final = "https://www.twilio.com/docs/messaging/compliance/a2p-10dlc"
_OWN: Final = "https://github.com/missed-call-textback/missed-call-textback/blob/main/docs"
ANDROID: Final = f"{_OWN}/carriers/android.md"
ACTION: Final = f"{_OWN}/carriers/action.md"
COMPATIBLE: Final = f"{_OWN}/carriers/compatible.md"
TOLL_FREE_REGISTRATION: Final = (
    "https://www.twilio.com/docs/messaging/compliance/toll-free/console-onboarding"
)
