"""Who gets a text, when, and why not: one pure function of the call, its caller, the shop and now."""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from .calls import Call
from .numbers import is_withheld, to_e164
from .shop import Line, Shop


class Reason(StrEnum):
    """Why a decision is what it is. Each has its plain words in the translations."""

    MISSED_OPEN = "missed_open"
    MISSED_CLOSED = "missed_closed"
    REQUESTED = "requested"
    ANSWERED = "answered"
    AUTOMATIC_OFF = "automatic_off"
    NO_CALLER_ID = "no_caller_id"
    NOT_A_PHONE_NUMBER = "not_a_phone_number"
    OWN_NUMBER = "own_number"
    TEAM = "team"
    OPTED_OUT = "opted_out"
    TEXTED_RECENTLY = "texted_recently"
    ALREADY_DECIDED = "already_decided"


@dataclass(frozen=True, slots=True)
class TextBack:
    """Text the caller now."""

    reason: Reason


@dataclass(frozen=True, slots=True)
class Hold:
    """Text the caller, but not before `until` (aware)."""

    until: datetime
    reason: Reason


@dataclass(frozen=True, slots=True)
class Skip:
    """Do not text the caller."""

    reason: Reason


type Decision = TextBack | Hold | Skip


@dataclass(frozen=True, slots=True, kw_only=True)
class Caller:
    """What the ledger knows of a caller on this line (and, for opt-outs, of the whole shop)."""

    opted_out: bool = False
    last_text_back_at: datetime | None = None


def guard(address: str | None, caller: Caller, shop: Shop) -> Reason | None:
    """Return why an address may not be texted at all, or None. No automation gets round it."""
    if is_withheld(address):
        return Reason.NO_CALLER_ID
    number = to_e164(address, shop.country)
    if number is None:
        return Reason.NOT_A_PHONE_NUMBER
    if number in shop.own_numbers:
        return Reason.OWN_NUMBER
    return Reason.OPTED_OUT if caller.opted_out else None


def guard_text_back(
    address: str | None, caller: Caller, shop: Shop, now: datetime
) -> Reason | None:
    """Return why an address may not be texted *back*, or None: `guard`, the team, the cooldown."""
    if (reason := guard(address, caller, shop)) is not None:
        return reason
    if to_e164(address, shop.country) in shop.team_numbers:
        return Reason.TEAM
    last = caller.last_text_back_at
    if last is not None and now - last < shop.again_after:
        return Reason.TEXTED_RECENTLY
    return None


def decide(
    call: Call, caller: Caller, shop: Shop, line: Line, *, automatic: bool, now: datetime
) -> Decision:
    """Decide about a call that is over. Total, and pure: the same facts give the same decision.

    `automatic` is the line's switch; off, an automation decides, but the reasons that no automation
    gets round are named first, so that the owner sees them.
    """
    if not call.missed:
        return Skip(Reason.ANSWERED)
    if (reason := guard_text_back(call.caller, caller, shop, now)) is not None:
        return Skip(reason)
    if not automatic:
        return Skip(Reason.AUTOMATIC_OFF)
    return TextBack(Reason.MISSED_OPEN if shop.is_open(line, now) else Reason.MISSED_CLOSED)
