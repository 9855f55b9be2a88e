"""Plain words for what the core says in codes: reasons, refusals, and words of strangers made safe."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
import re
from typing import Final

from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.translation import async_get_translations

from .const import DOMAIN
from .core.desk import RefTaken
from .core.engine import Refusal, UnknownCall, UnknownLine, UnknownThread
from .core.numbers import masked
from .core.outbox import OutgoingText
from .core.ports import LedgerUnavailable
from .core.reasons import Reason
from .core.tags import MOST_TAGS, TooManyTags
from .words import LONGEST_TEXT

_REASONS: Final = f"component.{DOMAIN}.entity.event.call.state_attributes.reason.state."
_MARKS: Final = re.compile(r"([!-/:-@\[-`{-~])")
_LONGEST_QUOTE: Final = 200


async def async_reason_words(hass: HomeAssistant) -> Mapping[Reason, str]:
    """Return each reason in the language of the house."""
    words = await async_get_translations(hass, hass.config.language, "entity", [DOMAIN])
    return {reason: words.get(_REASONS + reason.value, reason.value) for reason in Reason}


def not_sent(text: OutgoingText) -> HomeAssistantError:
    """Return what to say of a text that the carrier did not take, or could not deliver."""
    return HomeAssistantError(
        translation_domain=DOMAIN,
        translation_key="text_failed",
        translation_placeholders={"number": masked(text.to), "code": text.error or text.state},
    )


def sendable(words: str) -> str:
    """Return what somebody would have texted. Raises ServiceValidationError for nothing, or too much."""
    if not words:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="message_empty")
    if len(words) > LONGEST_TEXT:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="message_too_long",
            translation_placeholders={"length": str(len(words)), "most": str(LONGEST_TEXT)},
        )
    return words


def quoted(words: str) -> str:
    """Return a stranger's words fit to be shown as Markdown: on one line, cut, and nothing but words."""
    line = " ".join(words.split())
    if len(line) > _LONGEST_QUOTE:
        line = f"{line[:_LONGEST_QUOTE]}…"
    return _MARKS.sub(r"\\\1", line)


@contextmanager
def in_plain_words(number: str | None = None) -> Iterator[None]:
    """Turn what the engine raises into Home Assistant's translated errors."""
    try:
        yield
    except Refusal as err:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key=f"refused_{err.reason}",
            translation_placeholders={"number": masked(number)},
        ) from err
    except RefTaken as err:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="ref_taken"
        ) from err
    except UnknownCall as err:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="unknown_call"
        ) from err
    except UnknownThread as err:
        raise ServiceValidationError(
            translation_domain=DOMAIN, translation_key="unknown_thread"
        ) from err
    except TooManyTags as err:
        raise ServiceValidationError(
            translation_domain=DOMAIN,
            translation_key="too_many_tags",
            translation_placeholders={"most": str(MOST_TAGS)},
        ) from err
    except UnknownLine as err:
        raise ServiceValidationError(translation_domain=DOMAIN, translation_key="no_line") from err
    except LedgerUnavailable as err:
        raise HomeAssistantError(
            translation_domain=DOMAIN, translation_key="ledger_unavailable"
        ) from err
