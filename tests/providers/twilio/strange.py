"""Answers that no company gives, and resources that lack whatever they can."""

from collections.abc import AsyncIterator
from email.utils import format_datetime
import json
from typing import Final, Self

from hypothesis import strategies as st

from .shop import CALL, CALLER, NOW, NUMBER, PUBLIC

JSON: Final = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda children: (
        st.lists(children, max_size=3) | st.dictionaries(st.text(), children, max_size=3)
    ),
    max_leaves=8,
)
_DATES: Final = st.sampled_from([format_datetime(NOW), "", "never"])
RESOURCE: Final = st.fixed_dictionaries(
    {},
    optional={
        name: st.one_of(JSON, kind)
        for name, kind in {
            "sid": st.just(CALL),
            "parent_call_sid": st.just(CALL),
            "direction": st.sampled_from(["inbound", "outbound-api", "outbound-dial"]),
            "from": st.just(CALLER),
            "to": st.just(NUMBER),
            "status": st.sampled_from(["completed", "canceled", "delivered", "received", "failed"]),
            "start_time": _DATES,
            "end_time": _DATES,
            "date_updated": _DATES,
            "date_created": _DATES,
            "duration": st.sampled_from(["1", "99", "-1", "1e9"]),
            "body": st.just("STOP"),
            "num_media": st.just("2"),
            "error_code": st.sampled_from([30003, "30003", None]),
            "caller_name": st.text(max_size=80),
            "phone_number": st.just(NUMBER),
            "voice_url": st.just(PUBLIC),
            "inbound_request_url": st.just("https://["),
            "type": st.sampled_from(["Trial", "country"]),
            "country_code": st.just("US"),
            "stir_verstat": st.just("TN-Validation-Failed-A"),
        }.items()
    },
)


class Says:
    """A session that gives one answer to everything: a server would be too slow for properties."""

    def __init__(self, page: object) -> None:
        self._body = json.dumps(page).encode()

    def request(self, *_: object, **__: object) -> Says:
        return self

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(self, *_: object) -> None:
        return None

    status = 200

    @property
    def content(self) -> Says:
        return self

    async def iter_chunked(self, _: int) -> AsyncIterator[bytes]:
        yield self._body
