"""httpSMS's way in: verifies a letter, and reads it."""

from collections.abc import Mapping
from typing import override

from ...core.shop import Shop
from ..door import JSON, Door, Handled, Letter, Reply, Unverified
from ..json_fields import object_in, read_object, text_in
from .letters import Letters
from .token import Token, may_be_signed


class HttpSmsDoor(Door):
    """The door of one shop. It holds nothing but its settings: build another when they change.

    `signing_key` and `public_url` are as they were registered.
    """

    content_types = frozenset({JSON})

    def __init__(self, shop: Shop, signing_key: str, public_url: str) -> None:
        self._token = Token(signing_key, public_url)
        self._letters = Letters(shop, signing_key)

    @override
    def may_be_genuine(self, headers: Mapping[str, str]) -> bool:
        return may_be_signed(headers)

    @override
    def handle(self, letter: Letter) -> Handled:
        account = self._token.verify(letter.headers, letter.now)
        event = read_object(letter.body)
        data = object_in(event, "data")
        if text_in(data, "user_id") != account:
            raise Unverified("another account")
        entry = self._letters.read(text_in(event, "type"), data, letter.now)
        return Handled(() if entry is None else (entry,), Reply(200, "{}", JSON))
