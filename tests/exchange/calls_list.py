"""The Calls, Balance and Recordings resources, which are only ever read."""

from time import perf_counter
from typing import Final

from .call_records import CallRow
from .errors import Code, RefusalError
from .reply import PAGING, ApiCall, Reply, bound, page

STARTS: Final = ("StartTime", "StartTime>", "StartTime<")
LIST: Final = PAGING | {"To", "From", "Status", "ParentCallSid", *STARTS}


class CallsList:
    """The handlers of `/Calls`, `/Balance` and `/Recordings`."""

    def list(self, call: ApiCall) -> Reply:
        """List calls of both directions, newest first."""
        given = call.only(LIST)
        exact = {
            "to": given.get("To"),
            "from_": given.get("From"),
            "status": given.get("Status"),
            "parent_sid": given.get("ParentCallSid"),
        }
        times = [bound(name, given[name]) for name in STARTS if name in given]

        asked_at = perf_counter()

        def wanted(row: CallRow) -> bool:
            return (
                row.listed_at <= asked_at
                and all(
                    value is None or getattr(row, name) == value for name, value in exact.items()
                )
                and all(fits(row.start_time) for fits in times)
            )

        return page(call, "calls", reversed(call.account.calls), wanted)

    def fetch(self, call: ApiCall) -> Reply:
        """Return one call."""
        call.only(frozenset())
        for row in reversed(call.account.calls):
            if row.sid == call.sid:
                return Reply(200, row.to_json())
        raise RefusalError(Code.NOT_FOUND, call.path)

    def balance(self, call: ApiCall) -> Reply:
        """Return what is left on the account."""
        call.only(frozenset())
        account = call.account
        return Reply(
            200,
            {
                "account_sid": account.sid,
                "balance": account.balance,
                "currency": account.currency,
            },
        )

    def recording(self, call: ApiCall) -> Reply:
        """Return a recording's sound (Twilio: recording URLs need account authentication)."""
        sound = call.account.recordings.get(call.sid.partition(".")[0])
        if sound is None:
            raise RefusalError(Code.NOT_FOUND, call.path)
        return Reply(200, sound)
