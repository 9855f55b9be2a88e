"""What passes between the REST door and a resource, and Twilio's pages."""

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from itertools import islice
from typing import Final, Protocol
from urllib.parse import urlencode

from .accounts import Account
from .errors import Code, RefusalError

PAGING: Final = frozenset({"Page", "PageSize", "PageToken"})
PAGE_SIZE: Final = 50
PAGE_SIZE_LIMIT: Final = 1000


@dataclass(frozen=True, slots=True, kw_only=True)
class ApiCall:
    """One authenticated request for a resource."""

    account: Account
    path: str
    sid: str
    fields: tuple[tuple[str, str], ...]
    requested_at: float
    by_key: bool = False

    def only(self, known: frozenset[str], *, many: frozenset[str] = frozenset()) -> dict[str, str]:
        """Return the parameters by name, refusing every one that is not known.

        Twilio itself ignores some unknown parameters; this exchange is deliberately stricter, so
        that a misspelt one is found. 20001 is Twilio's "Unknown parameters".
        """
        found: dict[str, str] = {}
        for name, value in self.fields:
            if name not in known:
                raise RefusalError(Code.UNKNOWN_PARAMETER, name)
            if name in found and name not in many:
                raise RefusalError(Code.UNKNOWN_PARAMETER, f"{name} given twice")
            found[name] = value
        return found


@dataclass(frozen=True, slots=True)
class Reply:
    """A status and a JSON body, or a file."""

    status: int
    body: dict[str, object] | bytes


class Listed(Protocol):
    """A resource that stands in a list; a later one has a higher ordinal."""

    ordinal: int

    def to_json(self) -> dict[str, object]:
        """Return the resource."""


def page[T: Listed](
    call: ApiCall, name: str, items: Iterable[T], wanted: Callable[[T], bool]
) -> Reply:
    """Return one page of a list that is newest first, in Twilio's envelope.

    `next_page_uri` carries a `PageToken`, so a page does not shift when newer items arrive.
    """
    values = dict(call.fields)
    size = _number(values.get("PageSize", str(PAGE_SIZE)))
    token = values.get("PageToken", "")
    before = _ordinal(token) if token else None
    size = max(1, min(size, PAGE_SIZE_LIMIT))
    rows: Iterator[T] = (
        item for item in items if (before is None or item.ordinal < before) and wanted(item)
    )
    found = list(islice(rows, size + 1))
    shown = found[:size]
    number = _number(values.get("Page", "0"))
    filters = [(key, value) for key, value in call.fields if key not in PAGING]

    def address(index: int, page_token: str) -> str:
        query = [*filters, ("PageSize", str(size)), ("Page", str(index))]
        if page_token:
            query.append(("PageToken", page_token))
        return f"{call.path}?{urlencode(query)}"

    more = len(found) > size
    return Reply(
        200,
        {
            "end": number * size + len(shown) - 1 if shown else 0,
            "first_page_uri": address(0, ""),
            "next_page_uri": address(number + 1, f"PA{shown[-1].ordinal}") if more else None,
            "page": number,
            "page_size": size,
            "previous_page_uri": None,
            "start": number * size,
            "uri": address(number, token),
            name: [item.to_json() for item in shown],
        },
    )


def page_of_newer_api[T: Listed](call: ApiCall, base: str, name: str, items: Iterable[T]) -> Reply:
    """Return one page as the newer APIs envelope it: in `meta`, with whole addresses."""
    body = page(call, name, items, lambda _: True).body
    if not isinstance(body, dict):
        raise TypeError("a page is JSON")

    def whole(uri: object) -> str | None:
        return None if uri is None else f"{base}{uri}"

    meta = {
        "first_page_url": whole(body["first_page_uri"]),
        "key": name,
        "next_page_url": whole(body["next_page_uri"]),
        "page": body["page"],
        "page_size": body["page_size"],
        "previous_page_url": None,
        "url": whole(body["uri"]),
    }
    return Reply(200, {name: body[name], "meta": meta})


def _number(text: str) -> int:
    if not text.isdigit():
        raise RefusalError(Code.UNKNOWN_PARAMETER, text)
    return int(text)


def _ordinal(token: str) -> int:
    if not (token.startswith("PA") and token[2:].isdigit()):
        raise RefusalError(Code.INVALID_PAGE_TOKEN, token)
    return int(token[2:])


def bound(name: str, value: str) -> Callable[[datetime], bool]:
    """Return what compares a time with a filter: a day, or a moment; both bounds are inclusive.

    Twilio: a day is one in GMT; `StartTime>=` is "on or after midnight of this date", and so for
    `DateSent`. Of moments only its client libraries speak.
    """
    try:
        bound = datetime.fromisoformat(value)
    except ValueError:
        raise RefusalError(Code.UNKNOWN_PARAMETER, f"{name}={value}") from None
    whole_day = "T" not in value
    bound = bound if bound.tzinfo else bound.replace(tzinfo=UTC)

    def compare(at: datetime) -> bool:
        moment = (
            at.replace(hour=0, minute=0, second=0, microsecond=0)
            if whole_day
            else at.replace(microsecond=0)
        )
        if name.endswith(">"):
            return moment >= bound
        if name.endswith("<"):
            return moment <= bound
        return moment == bound

    return compare
