"""What can be led by coverage, by its names alone, and where it is said how that went."""

from typing import Final

DOORS: Final = (
    *("ami", "sip", "fritzbox", "call_list"),
    *("ami_bytes", "sip_bytes", "sip_challenges", "fritzbox_bytes", "call_list_bytes"),
    *("twilio_forms", "phone_systems", "smsgate", "httpsms", "replies", "numbers"),
)
"""The first four make structured inputs of the bytes, as `bench.fuzz` does; the others take them raw."""

PLANTED: Final = {
    "a length that need not be a number": "sip_bytes",
    "a realm in an old encoding that breaks the digest": "sip_challenges",
    "words that no database keeps": "twilio_forms",
    "a call's number that need not be one": "fritzbox_bytes",
    "a duration that need not be a number": "phone_systems",
    "seconds that need not be counted": "twilio_forms",
}
"""Each planted fault, and the door behind which it is."""

SAID: Final = "said"
"""The file with what libFuzzer said of a door, in the door's folder."""
ENDED: Final = "ended"
"""The file with how its turn ended."""
