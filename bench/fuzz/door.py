"""What each door of the integration is to the fuzzer: inputs, and a try with one of them."""

from abc import ABC, abstractmethod
from typing import Any

from hypothesis import strategies as st

from .house import House


class FuzzedDoor(ABC):
    """One way in. `trail` is what was sent in the latest try, for whoever has to see it again."""

    name: str
    examples = 40
    """How many inputs a batch has, at most."""

    def __init__(self, house: House) -> None:
        self.house = house
        self.trail: list[Any] = []

    async def open(self) -> None:  # noqa: B027 - few have anything to prepare
        """Prepare what every batch needs."""

    async def close(self) -> None:  # noqa: B027
        """Take that back."""

    @abstractmethod
    def inputs(self) -> st.SearchStrategy[Any]:
        """Return how inputs are made."""

    @abstractmethod
    async def try_one(self, given: Any) -> None:  # noqa: ANN401 - each door has its own
        """Bring one input. Raises Finding; what is logged or raised elsewhere is seen by the watch."""
