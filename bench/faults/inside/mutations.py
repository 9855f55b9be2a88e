"""Ways to break the integration on purpose: each must show in one count, or the judge is blind."""

import asyncio
from collections.abc import Callable
from datetime import timedelta
from functools import wraps
from typing import Any, Final

from .points import INTEGRATION, find


def _replace(module: str, function: str, broken: Callable[..., Any]) -> None:
    holder, name = find(f"{INTEGRATION}.{module}", function)
    setattr(holder, name, broken)


def _answer_before_storing() -> None:
    holder, name = find(f"{INTEGRATION}.webhook", "_async_store")
    store = vars(holder)[name]
    tasks: set[asyncio.Task[bool]] = set()

    @wraps(store)
    async def later(*args: object) -> bool:
        async def in_a_while() -> bool:
            await asyncio.sleep(0.2)
            return bool(await store(*args))

        task = asyncio.create_task(in_a_while())
        tasks.add(task)
        task.add_done_callback(tasks.discard)
        return True

    setattr(holder, name, later)


def _forget_claims() -> None:
    _replace("ledger.verbs.texts", "TextVerbs.strand_sending", lambda *_args: 0)


def _resend_at_once() -> None:
    async def find_nothing(*_args: object) -> None:
        return None

    _replace("providers.twilio.carrier", "TwilioCarrier.find", find_nothing)
    for module in ("core.transit", "core.engine"):
        holder, name = find(f"{INTEGRATION}.{module}", "DOUBT_GRACE")
        setattr(holder, name, timedelta(0))


def _do_not_listen_to_stop() -> None:
    _replace("ledger.verbs.people", "PeopleVerbs.set_wish", lambda *_args, **_named: False)


def _never_look_up() -> None:
    _replace("core.sender", "Sender.start_looking_up", lambda *_args: None)


MUTATIONS: Final[dict[str, tuple[str, Callable[[], None]]]] = {
    "answer_before_storing": ("events_lost", _answer_before_storing),
    "forget_claims": ("texts_lost", _forget_claims),
    "resend_at_once": ("texts_doubled", _resend_at_once),
    "do_not_listen_to_stop": ("texts_after_opt_out", _do_not_listen_to_stop),
    "never_look_up": ("left_unknown", _never_look_up),
}
"""What each breaks: the count that must show it, and how."""
