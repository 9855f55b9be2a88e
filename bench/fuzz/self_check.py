"""Faults planted on purpose: a fuzzer that does not find these finds nothing."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any, Final
from unittest.mock import patch

from custom_components.missed_call_textback.config_flow import text_check
from custom_components.missed_call_textback.providers.sip import digest
from custom_components.missed_call_textback.providers.twilio.calls import Calls
from custom_components.missed_call_textback.providers.twilio.client import TwilioClient
from custom_components.missed_call_textback.providers.twilio.signature import Signature
from custom_components.missed_call_textback.providers.webhook.proof import SharedSecret
from custom_components.missed_call_textback.services import people

from .campaign import Outcome

_LEAK_BYTES: Final = 200_000


@dataclass(frozen=True, slots=True, kw_only=True)
class Plant:
    """A fault, the doors behind which it is, and how the count must tell of it."""

    name: str
    doors: tuple[str, ...]
    target: object
    attribute: str
    fault: Callable[..., Any]
    is_found: Callable[[Outcome], bool]

    def enough(self, outcome: Outcome) -> bool:
        """Tell whether to look no further. How memory grows is seen at the end only."""
        return bool(outcome.faults) and self.is_found(outcome)

    @contextmanager
    def planted(self) -> Iterator[None]:
        """Plant it for a while."""
        with patch.object(self.target, self.attribute, self.fault):
            yield


def _raise(*_args: object, **_named: object) -> None:
    raise RuntimeError("planted")


def _leak() -> Callable[..., bool]:
    kept: list[bytes] = []
    matches = Signature.matches

    def leaking(self: Signature, *args: Any) -> bool:  # noqa: ANN401
        kept.append(b"x" * (_LEAK_BYTES + len(kept)))
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
        target=Signature,
        attribute="matches",
        fault=lambda *_args: True,
        is_found=_forged,
    ),
    Plant(
        name="a handler that raises",
        doors=("webhooks", "twiml"),
        target=Calls,
        attribute="dial",
        fault=_raise,
        is_found=_unhandled,
    ),
    Plant(
        name="an answer that breaks the client",
        doors=("answers",),
        target=TwilioClient,
        attribute="line_type",
        fault=_raise,
        is_found=_unhandled,
    ),
    Plant(
        name="a secret that always fits",
        doors=("forged_letters",),
        target=SharedSecret,
        attribute="verify",
        fault=lambda *_args: None,
        is_found=_forged,
    ),
    Plant(
        name="a realm in an old encoding that breaks the digest",
        doors=("sip",),
        target=digest,
        attribute="_as_it_came",
        fault=str.encode,
        is_found=_unhandled,
    ),
    Plant(
        name="an action that breaks",
        doors=("actions",),
        target=people,
        attribute="async_set_blocked",
        fault=_raise,
        is_found=_unhandled,
    ),
    Plant(
        name="a dialog that breaks",
        doors=("dialogs",),
        target=text_check,
        attribute="_render_all",
        fault=_raise,
        is_found=_unhandled,
    ),
    Plant(
        name="a text without bounds",
        doors=("templates",),
        target=text_check,
        attribute="LONGEST_TEXT",
        fault=10**9,  # type: ignore[arg-type]
        is_found=_unhandled,
    ),
    Plant(
        name="a leak",
        doors=("webhooks",),
        target=Signature,
        attribute="matches",
        fault=_leak(),
        is_found=lambda outcome: outcome.growth_mib >= 20,
    ),
)
