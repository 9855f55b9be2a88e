"""Where a number's calls and texts go: to us, and back to where they went before."""

from collections.abc import Mapping
from typing import Any, Final

from ..asking import ApiError, ApiUnclear
from .client import TwilioClient
from .hosted import is_hosted
from .number_info import NumberInfo, TakenBy, taken_by
from .steps import Step, address_of, leads_to

__all__ = [
    "NumberInfo",
    "NumberTaken",
    "TakenBy",
    "astray",
    "point_here",
    "refresh_fallback",
    "restore",
]

# Fallbacks come right after their primary, since Twilio refuses one alone (21405, 21406). That of
# texts leads to the same place, for a second try when the first got no answer.
_POINTERS: Final = (
    ("voice_url", "voice_method", Step.VOICE),
    ("voice_fallback_url", "voice_fallback_method", Step.VOICE),
    ("sms_url", "sms_method", Step.TEXT),
    ("sms_fallback_url", "sms_fallback_method", Step.TEXT),
    ("status_callback", "status_callback_method", Step.ENDED),
)
_METHOD: Final = "POST"


class NumberTaken(ApiError):
    """Something else takes the number's calls or texts, and only its owner may change that."""

    def __init__(self, by: TakenBy) -> None:
        super().__init__(f"the number is taken by its {by.value}")
        self.by = by


async def point_here(
    client: TwilioClient, sid: str, public_url: str, voice_fallback: str | None = None
) -> dict[str, str]:
    """Make a number's calls and texts come to us. Returns where they went before.

    `voice_fallback` is the address of what callers get while we do not answer (`hosted_fallback`);
    without one we are asked a second time.

    Fields that led here already are left out, so that a second call forgets nothing: merge the
    result into what an earlier one returned. Where all of them do, nothing is written. Raises
    ApiError, NumberTaken among them.
    """
    resource = await client.number(sid)
    if (by := taken_by(resource)) is not None:
        raise NumberTaken(by)
    addresses = _addresses(public_url, voice_fallback)
    previous: dict[str, str] = {}
    fields: dict[str, str] = {}
    for address, method, _ in _POINTERS:
        before = _text(resource, address)
        if not _is_ours(public_url, before):
            previous[address] = before
            previous[method] = _text(resource, method)
        fields[_form_name(address)] = addresses[address]
        fields[_form_name(method)] = _METHOD
    if not astray(resource, public_url, voice_fallback):
        return previous
    try:
        await client.update_number(sid, fields)
    except ApiUnclear:
        # The answer may have got lost, and not the change. Tried again, that would find our own
        # addresses, and what was there before would be forgotten.
        if astray(await client.number(sid), public_url, voice_fallback):
            raise
    return previous


async def refresh_fallback(
    client: TwilioClient, sid: str, public_url: str, voice_fallback: str
) -> None:
    """Write anew what callers get while we do not answer, where it is still ours to write.

    It names the team, which changes. Raises ApiError.
    """
    resource = await client.number(sid)
    found = _text(resource, "voice_fallback_url")
    if found == voice_fallback or not _is_ours(public_url, found):
        return
    fields = {"VoiceFallbackUrl": voice_fallback, "VoiceFallbackMethod": _METHOD}
    await client.update_number(sid, fields)


def astray(
    resource: Mapping[str, Any], public_url: str, voice_fallback: str | None = None
) -> list[str]:
    """Return the addresses of a number that are not as `point_here` writes them."""
    addresses = _addresses(public_url, voice_fallback)
    return [
        found
        for address, method, _ in _POINTERS
        if (found := _text(resource, address)) != addresses[address]
        or _text(resource, method) != _METHOD
    ]


def _addresses(public_url: str, voice_fallback: str | None) -> dict[str, str]:
    addresses = {address: address_of(public_url, step) for address, _, step in _POINTERS}
    if voice_fallback is not None:
        addresses["voice_fallback_url"] = voice_fallback
    return addresses


def _is_ours(public_url: str, address: str) -> bool:
    return leads_to(public_url, address) or is_hosted(address)


async def restore(
    client: TwilioClient, sid: str, public_url: str, previous: Mapping[str, str]
) -> None:
    """Give a number back what it had before us, but only where it still leads to us.

    What somebody has changed since is theirs. Raises ApiError.
    """
    resource = await client.number(sid)
    fields: dict[str, str] = {}
    for address, method, _ in _POINTERS:
        if not _is_ours(public_url, _text(resource, address)):
            continue
        fields[_form_name(address)] = previous.get(address, "")
        if before := previous.get(method):
            fields[_form_name(method)] = before
    for primary, fallback in (("VoiceUrl", "VoiceFallbackUrl"), ("SmsUrl", "SmsFallbackUrl")):
        if not fields.get(primary, "unchanged"):
            # Twilio keeps no fallback without its primary, and would refuse all of it.
            fields[fallback] = ""
    if fields:
        await client.update_number(sid, fields)


def _text(resource: Mapping[str, Any], name: str) -> str:
    value = resource.get(name)
    return value if isinstance(value, str) else ""


def _form_name(name: str) -> str:
    """Return a field's name in a form: Twilio answers `voice_url` and is told `VoiceUrl`."""
    return "".join(part.capitalize() for part in name.split("_"))
