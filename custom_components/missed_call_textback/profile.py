"""A config entry read as the shop that the rules know."""

from collections.abc import Container, Mapping
from datetime import timedelta
from typing import Any, Final
from zoneinfo import ZoneInfo, ZoneInfoNotFoundError

from homeassistant.config_entries import ConfigEntry, ConfigSubentry
from homeassistant.core import HomeAssistant

from .const import (
    CONF_ACTION_SETTINGS,
    CONF_AFTER,
    CONF_AGAIN_AFTER,
    CONF_AHEAD,
    CONF_APP,
    CONF_BEFORE,
    CONF_BOOKING,
    CONF_BUDGET,
    CONF_BURST,
    CONF_BUSINESS,
    CONF_BY_DAY_ONLY,
    CONF_BY_TEXT,
    CONF_CALENDAR,
    CONF_CALLED,
    CONF_CARRIER,
    CONF_CONFIRM_OPT_OUT,
    CONF_COUNTRIES,
    CONF_COUNTRY,
    CONF_CRM,
    CONF_CURRENCY,
    CONF_DIALLED,
    CONF_DURATION,
    CONF_EVENTS,
    CONF_FOLLOW_UP,
    CONF_HOLD_BACK_SPOOFED,
    CONF_HOURS,
    CONF_IN_CONVERSATION,
    CONF_INVITES,
    CONF_JOB_VALUE,
    CONF_LANGUAGE,
    CONF_LANGUAGES,
    CONF_LINES,
    CONF_LOOK_UP,
    CONF_MOBILE,
    CONF_MODE,
    CONF_NOTICE,
    CONF_NOTIFY,
    CONF_NUMBER,
    CONF_NUMBER_LANGUAGES,
    CONF_OUTCOMES,
    CONF_PATIENCE,
    CONF_PATIENCE_IN_HOURS,
    CONF_PER_CALLER,
    CONF_PER_DAY,
    CONF_PER_HOUR,
    CONF_POST,
    CONF_PREFIX,
    CONF_PRICE,
    CONF_QUESTIONS,
    CONF_RING_SECONDS,
    CONF_RINGS,
    CONF_SHORT_RING,
    CONF_TOO_LATE_AFTER,
    CONF_TRANSCRIBE,
    CONF_VOICEMAIL,
    DEFAULT_AGAIN_AFTER,
    DEFAULT_BURST,
    DEFAULT_CURRENCY,
    DEFAULT_IN_CONVERSATION,
    DEFAULT_PATIENCE,
    DEFAULT_PER_CALLER,
    DEFAULT_PER_DAY,
    DEFAULT_PER_HOUR,
    DEFAULT_RING_SECONDS,
    DEFAULT_SHORT_RING,
    DEFAULT_TOO_LATE_AFTER,
    SUBENTRY_TYPE_LINE,
    SUBENTRY_TYPE_PHONE_SYSTEM,
    SUBENTRY_TYPE_TEAM_MEMBER,
    CarrierKind,
)
from .core.calls import MISSED_OUTCOMES, Outcome
from .core.hours import WeeklyHours
from .core.languages import primary
from .core.lead_events import LeadEventKind
from .core.limits import Limits
from .core.money import in_micros
from .core.shop import Booking, Line, LineMode, Patience, Post, Rules, Shop, TeamMember
from .core.slots import Job
from .questionnaire import questionnaire_of
from .starting_texts import LANGUAGES
from .what_is_urgent import urgency_of

_AT_ONCE: Final = timedelta(0)
# Of two phone systems the slower one may know that a call was answered: a SIP account says so only
# when it was silent for as long as a queue takes between two rounds.
_SECOND_WORD: Final = timedelta(seconds=20)
# Numbers of these are at home in a country, though its code names them apart.
_TERRITORIES: Final = {
    "US": ("AS", "GU", "MP", "PR", "VI"),
    "FR": ("BL", "GF", "GP", "MF", "MQ", "PM", "RE", "YT"),
    "GB": ("GG", "IM", "JE"),
    "FI": ("AX",),
    "NO": ("SJ",),
    "NL": ("BQ",),
}


def shop_of(hass: HomeAssistant, entry: ConfigEntry[Any]) -> Shop:
    """Read a config entry with its subentries."""
    subentries = entry.subentries.values()
    options = entry.options
    country = entry.data[CONF_COUNTRY]
    systems = sum(sub.subentry_type == SUBENTRY_TYPE_PHONE_SYSTEM for sub in subentries)
    # Its phone tells of missed calls, too.
    systems += entry.data.get(CONF_CARRIER) == CarrierKind.HTTPSMS
    return Shop(
        id=entry.entry_id,
        business=entry.data[CONF_BUSINESS],
        country=country,
        time_zone=zone_of(hass.config.time_zone),
        hours=_hours_of(options),
        lines=tuple(
            _line_of(sub, options, systems)
            for sub in subentries
            if sub.subentry_type == SUBENTRY_TYPE_LINE
        ),
        team=tuple(
            _member_of(sub, entry.subentries)
            for sub in subentries
            if sub.subentry_type == SUBENTRY_TYPE_TEAM_MEMBER
        ),
        languages=spoken_languages(hass, options),
        language_by_prefix={
            row[CONF_PREFIX]: row[CONF_LANGUAGE] for row in options.get(CONF_NUMBER_LANGUAGES, ())
        },
        limits=limits_of(options, country),
        patience=Patience(
            wait=timedelta(minutes=options.get(CONF_PATIENCE, DEFAULT_PATIENCE)),
            in_hours=options.get(CONF_PATIENCE_IN_HOURS, True),
        ),
        follows_up=options.get(CONF_FOLLOW_UP, False),
        job_value=_millionths(options.get(CONF_JOB_VALUE)),
        looks_up=options.get(CONF_LOOK_UP, False),
        transcribes=CONF_TRANSCRIBE in options,
        confirms_opt_out=options.get(CONF_CONFIRM_OPT_OUT, True),
        reports=frozenset(
            LeadEventKind(kind) for kind in options.get(CONF_CRM, {}).get(CONF_EVENTS, ())
        ),
        urgency=urgency_of(entry.data, options),
    )


def spoken_languages(hass: HomeAssistant, options: Mapping[str, Any]) -> tuple[str, ...]:
    """Return the languages that a shop texts in, its own first."""
    if chosen := options.get(CONF_LANGUAGES):
        return tuple(chosen)
    house = primary(hass.config.language)
    return (house if house in LANGUAGES else LANGUAGES[0],)


def hears_replies(data: Mapping[str, Any]) -> bool:
    """Tell whether a shop's carrier brings what callers write, by the shop's data."""
    return bool(data.get(CONF_ACTION_SETTINGS, {"replies": True})["replies"])


def zone_of(name: str) -> ZoneInfo:
    """Return a zone. A shop whose zone this machine does not know must still open."""
    try:
        return ZoneInfo(name)
    except ZoneInfoNotFoundError, ValueError:
        return ZoneInfo("UTC")


def limits_of(options: Mapping[str, Any], country: str) -> Limits:
    """Return what a shop of a country allows itself."""
    countries = options.get(CONF_COUNTRIES) or [country]
    return Limits(
        countries=frozenset(
            each for known in countries for each in (known, *_TERRITORIES.get(known, ()))
        ),
        per_caller=int(options.get(CONF_PER_CALLER, DEFAULT_PER_CALLER)),
        per_hour=int(options.get(CONF_PER_HOUR, DEFAULT_PER_HOUR)),
        per_day=int(options.get(CONF_PER_DAY, DEFAULT_PER_DAY)),
        burst=int(options.get(CONF_BURST, DEFAULT_BURST)),
        budget=_millionths(options.get(CONF_BUDGET)),
        price=in_micros(options.get(CONF_PRICE, 0)),
        currency=options.get(CONF_CURRENCY, DEFAULT_CURRENCY),
    )


def _millionths(amount: float | None) -> int | None:
    return None if amount is None else in_micros(amount)


def _rules_of(settings: Mapping[str, Any]) -> Rules:
    return Rules(
        outcomes=frozenset(
            Outcome(outcome) for outcome in settings.get(CONF_OUTCOMES, MISSED_OUTCOMES)
        ),
        short_ring=timedelta(seconds=settings.get(CONF_SHORT_RING, DEFAULT_SHORT_RING)),
        again_after=timedelta(hours=settings.get(CONF_AGAIN_AFTER, DEFAULT_AGAIN_AFTER)),
        in_conversation=timedelta(
            minutes=settings.get(CONF_IN_CONVERSATION, DEFAULT_IN_CONVERSATION)
        ),
        too_late_after=timedelta(minutes=settings.get(CONF_TOO_LATE_AFTER, DEFAULT_TOO_LATE_AFTER)),
        holds_back_spoofed=settings.get(CONF_HOLD_BACK_SPOOFED, True),
        by_day_only=settings.get(CONF_BY_DAY_ONLY, False),
    )


def _line_of(subentry: ConfigSubentry, options: Mapping[str, Any], systems: int) -> Line:
    mode = LineMode(subentry.data[CONF_MODE])
    return Line(
        id=subentry.subentry_id,
        name=subentry.title,
        number=subentry.data[CONF_NUMBER],
        dialled=subentry.data.get(CONF_DIALLED),
        mode=mode,
        ring_seconds=int(subentry.data.get(CONF_RING_SECONDS, DEFAULT_RING_SECONDS)),
        voicemail=subentry.data.get(CONF_VOICEMAIL, True),
        hours=_hours_of(subentry.data),
        hears_twice=_SECOND_WORD if mode is LineMode.OWN_PHONES and systems > 1 else _AT_ONCE,
        # What a line does not say for itself, the shop says for it.
        rules=_rules_of({**options, **subentry.data}),
        booking=_booking_of(subentry.data.get(CONF_BOOKING)),
        questions=questionnaire_of(subentry.data.get(CONF_QUESTIONS, {})),
    )


def _booking_of(settings: Mapping[str, Any] | None) -> Booking | None:
    if settings is None:
        return None
    return Booking(
        calendar=settings[CONF_CALENDAR],
        job=Job(
            duration=timedelta(minutes=settings[CONF_DURATION]),
            before=timedelta(minutes=settings[CONF_BEFORE]),
            after=timedelta(minutes=settings[CONF_AFTER]),
            notice=timedelta(hours=settings[CONF_NOTICE]),
            ahead=timedelta(days=settings[CONF_AHEAD]),
        ),
        invites=settings[CONF_INVITES],
    )


def _member_of(subentry: ConfigSubentry, known: Container[str]) -> TeamMember:
    # Whose lines are all gone is told of every line, as whoever has chosen none: else of nothing more.
    lines = [line for line in subentry.data.get(CONF_LINES, ()) if line in known]
    return TeamMember(
        id=subentry.subentry_id,
        name=subentry.title,
        mobile=subentry.data.get(CONF_MOBILE),
        rings=subentry.data.get(CONF_RINGS, True),
        by_app=bool(subentry.data.get(CONF_APP) or subentry.data.get(CONF_NOTIFY)),
        by_text=subentry.data.get(CONF_BY_TEXT, False),
        post=Post(subentry.data.get(CONF_POST, Post.FIRST)),
        lines=frozenset(lines) if lines else None,
        called=subentry.data.get(CONF_CALLED, False),
    )


def _hours_of(settings: Mapping[str, Any]) -> WeeklyHours | None:
    written = settings.get(CONF_HOURS)
    return None if written is None else WeeklyHours.parse(written)
