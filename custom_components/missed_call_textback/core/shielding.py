"""Work that is done whole once it has begun."""

import asyncio
from collections.abc import Callable, Coroutine
from functools import wraps
from typing import Any


def to_its_end[**P, T](
    method: Callable[P, Coroutine[Any, Any, T]],
) -> Callable[P, Coroutine[Any, Any, T]]:
    """Do a piece of work whole, even if whoever waits for it is cancelled."""

    @wraps(method)
    async def whole(*args: P.args, **kwargs: P.kwargs) -> T:
        return await asyncio.shield(asyncio.Task(method(*args, **kwargs), eager_start=True))

    return whole
