# What is used of fritzconnection 1.15, which brings no types.
from collections.abc import Iterator
from typing import Self

class Response:
    def __enter__(self) -> Self: ...
    def __exit__(self, *error: object) -> None: ...
    def raise_for_status(self) -> None: ...
    def iter_content(self, chunk_size: int) -> Iterator[bytes]: ...

class Session:
    def get(self, url: str, *, timeout: float, stream: bool) -> Response: ...

class FritzConnection:
    session: Session
    def __init__(
        self,
        *,
        address: str,
        port: int | None,
        user: str,
        password: str,
        timeout: float,
        use_tls: bool,
        redact_debug_log: bool,
    ) -> None: ...
    def call_action(self, service_name: str, action_name: str) -> dict[str, object]: ...
