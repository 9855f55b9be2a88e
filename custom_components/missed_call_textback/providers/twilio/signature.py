"""Twilio's signature: proves that Twilio sent a request, to us, for this account."""

from collections.abc import Iterable
import hmac
from urllib.parse import urlparse

from multidict import MultiDict, MultiMapping
from twilio.request_validator import (  # type: ignore[import-untyped]
    RequestValidator,
    add_port,
    remove_port,
)


class Signature:
    """Checks signatures against the public address that Twilio was given.

    Never against the address that the request seems to have come to: proxies rewrite it, and
    through a cloud relay there is none. Several tokens are accepted, as Twilio has a primary and
    a secondary one while a token is being rotated.
    """

    def __init__(self, public_url: str, auth_tokens: Iterable[str]) -> None:
        # What follows a `#` tells Twilio how to deliver, and is not signed.
        address = public_url.partition("#")[0]
        parsed = urlparse(address)
        # Twilio signs the address now with, now without its port.
        self._addresses = list(
            dict.fromkeys((address, str(add_port(parsed)), str(remove_port(parsed))))
        )
        self._validators = [RequestValidator(token) for token in auth_tokens if token]

    def matches(self, signature: str | None, query_string: str, form: MultiMapping[str]) -> bool:
        """Tell whether a signature fits the raw query string and the form. Total."""
        if not signature:
            return False
        # Twilio signs each pair of name and value once. Old releases of the library would not
        # drop doubled pairs, so none are left for it to meet.
        pairs = MultiDict(list(dict.fromkeys(form.items())))
        given = signature.encode(errors="replace")
        query = f"?{query_string}" if query_string else ""
        try:
            for validator in self._validators:
                for address in self._addresses:
                    computed: str = validator.compute_signature(address + query, pairs)
                    if hmac.compare_digest(computed.encode(), given):
                        return True
        except UnicodeEncodeError, TypeError:
            # Half a surrogate pair, or a file among the fields: Twilio sends neither.
            return False
        return False
