"""Faults planted on purpose: a fuzzer that does not find these finds nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from unittest.mock import patch

from custom_components.missed_call_textback.config_flow import text_check
from custom_components.missed_call_textback.providers.twilio.calls import Calls
from custom_components.missed_call_textback.providers.twilio.client import TwilioClient
from custom_components.missed_call_textback.providers.twilio.signature import Signature
from custom_components.missed_call_textback.services import people

from .campaign import Outcome

_LEAK_BYTES: Final = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """A fault, the doors behind which it is, and how the count must tell of it."""

    name: str
    doors: tuple[str, ...]
    seconds: float
    target: object
    attribute: str
    fault: Callable[..., Any]
    is_found: Callable[[Outcome], bool]

    @contextmanager
    def planted(self) -> Iterator[None]:
        """Plant it for a while."""
        with patch.object(self.target, self.attribute, self.fault):
            yield


def _raise(*_args: object, **_named: object) -> None:
    raise RuntimeError("planted")


def _leak() -> Callable[..., bool]:
    kept: list[bytearray] = []
    matches = Signature.matches

    def leaking(self: Signature, *args: Any) -> bool:  # noqa: ANN401
        kept.append(bytearray(_LEAK_BYTES))
        return matches(self, *args)

    return leaking


def _forged(outcome: Outcome) -> bool:
    return outcome.count(forged=True) > 0


def _unhandled(outcome: Outcome) -> bool:
    return outcome.count(forged=False) > 0


PLANTS: Final = (
    Plant(
        name="a signature that always fits",
        doors=("forged",),
        seconds=4,
        target=Signature,
        attribute="matches",
        fault=lambda *_args: True,
        is_found=_forged,
    ),
    Plant(
        name="a handler that raises",
        doors=("webhooks", "twiml"),
        seconds=5,
        target=Calls,
        attribute="dial",
        fault=_raise,
        is_found=_unhandled,
    ),
    Plant(
        name="an answer that breaks the client",
        doors=("answers",),
        seconds=5,
        target=TwilioClient,
        attribute="line_type",
        fault=_raise,
        is_found=_unhandled,
    ),
    Plant(
        name="an action that breaks",
        doors=("actions",),
        seconds=5,
        target=people,
        attribute="async_set_blocked",
        fault=_raise,
        is_found=_unhandled,
    ),
    Plant(
        name="a dialog that breaks",
        doors=("dialogs",),
        seconds=12,
        target=text_check,
        attribute="_render_all",
        fault=_raise,
        is_found=_unhandled,
    ),
    Plant(
        name="a text without bounds",
        doors=("templates",),
        seconds=12,
        target=text_check,
        attribute="LONGEST_TEXT",
        fault=10**9,  # type: ignore[arg-type]
        is_found=_unhandled,
    ),
    Plant(
        name="a leak",
        doors=("webhooks",),
        seconds=8,
        target=Signature,
        attribute="matches",
        fault=_leak(),
        is_found=lambda outcome: outcome.growth_mib >= 20,
    ),
)
