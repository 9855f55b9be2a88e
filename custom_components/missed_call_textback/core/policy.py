"""Who gets a text, when, and why not: one pure function of the call, its caller, the shop and now.

The reasons are asked in this order, and the first one stands: nothing was missed; nobody to text;
never this number; an automation decides; not this call; no longer; not so soon; not so many; not at
this hour.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Final

from .caller import Caller
from .calls import Attestation, Call, Outcome
from .limits import QUIET, Traffic, is_burst, over_limit
from .numbers import NumberKind, country_of, is_short_code, is_withheld, number_kind, to_e164
from .reasons import Reason
from .sensible_hours import sensible_until
from .shop import Line, Rules, Shop

# A number seldom turns from a landline into a mobile.
LINE_KIND_LASTS: Final = timedelta(days=180)
# Why a kind of number is not texted.
UNTEXTABLE: Final = {
    NumberKind.LANDLINE: Reason.LANDLINE,
    NumberKind.UNTEXTABLE: Reason.CANNOT_GET_TEXTS,
}


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
class Moment:
    """What else a decision rests on. `cost` is what the text would cost, in millionths.

    `automatic` is the line's switch; off, an automation decides, but the reasons that no automation
    gets round are named first, so that the owner sees them. `since` is why the caller needs no text
    any more, where the call is learnt of so late that something else is known to have followed.
    """

    now: datetime
    is_open: bool
    automatic: bool = True
    traffic: Traffic = QUIET
    cost: int = 0
    since: Reason | None = None


def guard(address: str | None, caller: Caller, shop: Shop) -> Reason | None:
    """Return why an address may not be texted at all, or None. No automation gets round it."""
    number = to_e164(address, shop.country)
    if number is None:
        return _no_number(address)
    if number in shop.own_numbers:
        return Reason.OWN_NUMBER
    if caller.opted_out:
        return Reason.OPTED_OUT
    if number in shop.team_numbers:
        return None
    countries = shop.limits.countries
    foreign = bool(countries) and country_of(number) not in countries
    return Reason.BLOCKED if caller.blocked else Reason.FOREIGN if foreign else None


def why_no_answer(
    number: str, caller: Caller, shop: Shop, now: datetime, *, wrote: bool
) -> Reason | None:
    """Return why an answer to a number (E.164) would be refused, or never arrive, or None.

    Whoever `wrote` once has a number that gets texts, whatever is said of it.
    """
    if (reason := guard(number, caller, shop)) is not None or wrote:
        return reason
    return _no_texts(number, caller, now)


def guard_text_back(
    address: str | None, caller: Caller, shop: Shop, rules: Rules, now: datetime
) -> Reason | None:
    """Return why an address may not be texted *back*, or None.

    To `guard` it adds the team, numbers that cannot get a text, and the cooldown.
    """
    return _never(address, caller, shop, now) or _too_soon(caller, rules, now)


def decide(call: Call, caller: Caller, shop: Shop, line: Line, moment: Moment) -> Decision:
    """Decide about a call that is over. Total, and pure: the same facts give the same decision."""
    if not call.missed:
        return Skip(Reason.ANSWERED)
    reason = (
        _never(call.caller, caller, shop, moment.now)
        or (None if moment.automatic else Reason.AUTOMATIC_OFF)
        or _not_this_call(call, line.rules)
        or _no_longer(call, caller, line.rules, moment)
        or _too_soon(caller, line.rules, moment.now)
        or _too_many(caller, shop, moment)
    )
    if reason is not None:
        return Skip(reason)
    if line.rules.by_day_only:
        number = to_e164(call.caller, shop.country)
        until = sensible_until(number or "", shop.time_zone, moment.now)
        if until is not None:
            return Hold(until, Reason.SENSIBLE_HOURS)
    return TextBack(Reason.MISSED_OPEN if moment.is_open else Reason.MISSED_CLOSED)


def _no_number(address: str | None) -> Reason:
    if is_withheld(address):
        return Reason.NO_CALLER_ID
    return Reason.SHORT_CODE if is_short_code(address) else Reason.NOT_A_PHONE_NUMBER


def known_kind(kind: NumberKind | None, at: datetime | None, now: datetime) -> NumberKind | None:
    """Return what the carrier said of a number, None where that is nothing, or too long ago."""
    return kind if at is not None and now - at < LINE_KIND_LASTS else None


def _never(address: str | None, caller: Caller, shop: Shop, now: datetime) -> Reason | None:
    if (reason := guard(address, caller, shop)) is not None:
        return reason
    number = to_e164(address, shop.country) or ""
    if number in shop.team_numbers:
        return Reason.TEAM
    return _no_texts(number, caller, now)


def _no_texts(number: str, caller: Caller, now: datetime) -> Reason | None:
    # What the carrier has seen counts more than what the country's plan says.
    told = known_kind(caller.line_kind, caller.line_kind_at, now)
    return UNTEXTABLE.get(told or number_kind(number))


def _not_this_call(call: Call, rules: Rules) -> Reason | None:
    if call.outcome not in rules.outcomes:
        return Reason.OUTCOME_OFF
    # Only somebody who gave up can have given up early: a busy line or a voicemail is no slip.
    rang = call.ring_seconds
    if (
        call.outcome is Outcome.ABANDONED
        and rang is not None
        and rang < rules.short_ring.total_seconds()
    ):
        return Reason.SHORT_RING
    if call.attestation is Attestation.FAILED and rules.holds_back_spoofed:
        return Reason.SPOOFED
    return None


def _no_longer(call: Call, caller: Caller, rules: Rules, moment: Moment) -> Reason | None:
    now = moment.now
    if caller.reached_at is not None and now - caller.reached_at < rules.in_conversation:
        return Reason.REACHED
    if caller.spoke_at is not None and now - caller.spoke_at < rules.in_conversation:
        return Reason.TALKING
    if moment.since is not None:
        return moment.since
    return Reason.TOO_LATE if now - call.over_at > rules.too_late_after else None


def _too_soon(caller: Caller, rules: Rules, now: datetime) -> Reason | None:
    last = caller.last_text_back_at
    if last is not None and now - last < rules.again_after:
        return Reason.TEXTED_RECENTLY
    return None


def _too_many(caller: Caller, shop: Shop, moment: Moment) -> Reason | None:
    if caller.first_at is None and is_burst(shop.limits, moment.traffic):
        return Reason.BURST
    return over_limit(shop.limits, moment.traffic, moment.cost)
