"""Where a number's calls and texts go: to us, and back to where they went before."""

from collections.abc import Mapping
from typing import Any, Final

from .client import ApiError, ApiUnclear, TwilioClient
from .number_info import NumberInfo, TakenBy, taken_by
from .steps import Step, address_of, leads_to

__all__ = ["NumberInfo", "NumberTaken", "TakenBy", "point_here", "restore"]

# Fallbacks lead to the same place, for a second try when the first got no answer. They come right
# after their primary, since Twilio refuses one alone (21405, 21406).
_POINTERS: Final = (
    ("voice_url", "voice_method", Step.VOICE),
    ("voice_fallback_url", "voice_fallback_method", Step.VOICE),
    ("sms_url", "sms_method", Step.TEXT),
    ("sms_fallback_url", "sms_fallback_method", Step.TEXT),
    ("status_callback", "status_callback_method", Step.ENDED),
)


class NumberTaken(ApiError):
    """Something else takes the number's calls or texts, and only its owner may change that."""

    def __init__(self, by: TakenBy) -> None:
        super().__init__(f"the number is taken by its {by.value}")
        self.by = by


async def point_here(client: TwilioClient, sid: str, public_url: str) -> dict[str, str]:
    """Make a number's calls and texts come to us. Returns where they went before.

    Fields that led here already are left out, so that a second call forgets nothing: merge the
    result into what an earlier one returned. Raises ApiError, NumberTaken among them.
    """
    resource = await client.number(sid)
    if (by := taken_by(resource)) is not None:
        raise NumberTaken(by)
    previous: dict[str, str] = {}
    fields: dict[str, str] = {}
    for address, method, step in _POINTERS:
        before = _text(resource, address)
        if not leads_to(public_url, before):
            previous[address] = before
            previous[method] = _text(resource, method)
        fields[_form_name(address)] = address_of(public_url, step)
        fields[_form_name(method)] = "POST"
    try:
        await client.update_number(sid, fields)
    except ApiUnclear:
        # The answer may have got lost, and not the change. Tried again, that would find our own
        # addresses, and what was there before would be forgotten.
        if not _leads_here(await client.number(sid), public_url):
            raise
    return previous


def _leads_here(resource: Mapping[str, Any], public_url: str) -> bool:
    return all(
        _text(resource, address) == address_of(public_url, step) for address, _, step in _POINTERS
    )


async def restore(
    client: TwilioClient, sid: str, public_url: str, previous: Mapping[str, str]
) -> None:
    """Give a number back what it had before us, but only where it still leads to us.

    What somebody has changed since is theirs. Raises ApiError.
    """
    resource = await client.number(sid)
    fields: dict[str, str] = {}
    for address, method, _ in _POINTERS:
        if not leads_to(public_url, _text(resource, address)):
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
