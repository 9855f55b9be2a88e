"""Twilio's error codes, and what each asks of us.

`LATER` is for texts that Twilio had taken: what it does not even take is refused with another code.

Codes: https://www.twilio.com/docs/api/errors
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Final

from ...core.outbox import Reaction

OPTED_OUT = 21610
ACCOUNT_NOT_ACTIVE = 20005
# Twilio: "Too Many Requests". Such a request was never processed.
TOO_MANY_REQUESTS = 20429
# Carriers filter what these senders send: a local number in the US without an approved campaign, a
# toll-free one that is not verified.
UNREGISTERED = frozenset({30032, 30034})

REACTIONS: Final[Mapping[int, Reaction]] = {
    20003: Reaction.SIGN_IN,
    TOO_MANY_REQUESTS: Reaction.RETRY,
    OPTED_OUT: Reaction.OPTED_OUT,
    # No such number: nobody will ever be texted there.
    21211: Reaction.UNTEXTABLE,
    21217: Reaction.UNTEXTABLE,
    21265: Reaction.UNTEXTABLE,
    21266: Reaction.UNTEXTABLE,
    # Not a mobile, a landline, out of order or closed to texts: somebody may still pick up there.
    21614: Reaction.CALL_BACK,
    21635: Reaction.CALL_BACK,
    30004: Reaction.CALL_BACK,
    30005: Reaction.CALL_BACK,
    30006: Reaction.CALL_BACK,
    # Not from this number to that one, or filtered on its way: somebody ought to know, and to call.
    21612: Reaction.OWNER,
    30007: Reaction.OWNER,
    # The text itself: empty, too long, or taken for pumping.
    21602: Reaction.NEVER,
    21617: Reaction.NEVER,
    21619: Reaction.NEVER,
    30450: Reaction.NEVER,
    # A queue is full: it empties by the second.
    21611: Reaction.RETRY,
    30001: Reaction.RETRY,
    # A handset is off, a network is congested or slow, or nobody knows why: minutes may cure it.
    30003: Reaction.LATER,
    30008: Reaction.LATER,
    30017: Reaction.LATER,
    30410: Reaction.LATER,
    # A day's allowance is used up. Tomorrow a text-back helps nobody: somebody ought to know today.
    30022: Reaction.OWNER,
    30023: Reaction.OWNER,
    30027: Reaction.OWNER,
    # A country is not allowed, or the account is on trial: other texts may go.
    21408: Reaction.OWNER,
    21608: Reaction.OWNER,
    # The sender is wrong: its owner may put that right while its texts can still wait.
    21212: Reaction.HOLD,
    21601: Reaction.HOLD,
    21603: Reaction.HOLD,
    21606: Reaction.HOLD,
    21609: Reaction.HOLD,
    # The account is suspended, or the sender is not registered: all that it sends is lost, and paid.
    ACCOUNT_NOT_ACTIVE: Reaction.SUSPEND,
    30002: Reaction.SUSPEND,
    30032: Reaction.SUSPEND,
    30034: Reaction.SUSPEND,
    # WhatsApp does not know this person or this sender, does not take free words any more or so
    # many, or is not set up. Words of a person to a person need not wait for it.
    63001: Reaction.AS_SMS,
    63002: Reaction.AS_SMS,
    63003: Reaction.AS_SMS,
    63005: Reaction.AS_SMS,
    63007: Reaction.AS_SMS,
    63008: Reaction.AS_SMS,
    63009: Reaction.AS_SMS,
    63010: Reaction.AS_SMS,
    63012: Reaction.AS_SMS,
    63013: Reaction.AS_SMS,
    63015: Reaction.AS_SMS,
    63016: Reaction.AS_SMS,
    63018: Reaction.AS_SMS,
    63020: Reaction.AS_SMS,
    63022: Reaction.AS_SMS,
    63023: Reaction.AS_SMS,
    63024: Reaction.AS_SMS,
    63032: Reaction.AS_SMS,
    63038: Reaction.AS_SMS,
    63049: Reaction.AS_SMS,
    63051: Reaction.AS_SMS,
    # The person blocked the shop there. An SMS would get round that.
    63014: Reaction.NEVER,
    63033: Reaction.NEVER,
}


def reaction_in(reactions: Mapping[int, Reaction], status: int, code: int | None) -> Reaction:
    """Return what a refusal (HTTP status and a company's code) asks of us."""
    if status == HTTPStatus.UNAUTHORIZED:
        return Reaction.SIGN_IN
    if status == HTTPStatus.TOO_MANY_REQUESTS:
        return Reaction.RETRY
    # A code that nobody has judged yet goes to the owner, who can look it up: to drop the text as
    # NEVER would hide an account that can send nothing, and to RETRY would be refused alike.
    return reactions.get(code or 0, Reaction.OWNER)
