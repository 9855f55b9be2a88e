"""SMSGate's way in: verifies a letter of the phone, and reads it."""

from collections.abc import Mapping
from typing import override

from ...core.shop import Shop
from ..door import JSON, Door, Handled, Letter, Reply
from ..json_fields import read_object
from .letters import Letters
from .signature import Signature, may_be_signed


class SmsGateDoor(Door):
    """The door of one shop. It holds nothing but its settings: build another when they change.

    `signing_key` is the phone's own, shown in the app. What is verified and tells nothing is taken
    all the same: the phone would bring it again for two days.
    """

    content_types = frozenset({JSON})

    def __init__(self, shop: Shop, signing_key: str, sims: Mapping[str, int] | None = None) -> None:
        self._signature = Signature(signing_key)
        self._letters = Letters(shop, sims or {})

    @override
    def may_be_genuine(self, headers: Mapping[str, str]) -> bool:
        return may_be_signed(headers)

    @override
    def handle(self, letter: Letter) -> Handled:
        self._signature.verify(letter.headers, letter.body, letter.now)
        entry = self._letters.read(read_object(letter.body), letter.now)
        return Handled(() if entry is None else (entry,), Reply(200, "{}", JSON))
