"""Doors that need no house: what reads bytes, and knows neither a socket nor a clock."""

from abc import abstractmethod
from typing import Any, override

from .door import FuzzedDoor


class PureDoor(FuzzedDoor):
    """Tries an input by itself, so that it can also be led by what the code did with the last one."""

    def __init__(self, house: object = None) -> None:  # noqa: ARG002 - it needs none
        self.trail = []

    @abstractmethod
    def check(self, given: Any) -> None:  # noqa: ANN401 - each door has its own
        """Try one input. Raises Finding."""

    @override
    async def try_one(self, given: Any) -> None:
        self.trail.append(given)
        self.check(given)
