"""What measured figures are held against, and which of these aims were missed."""

from collections.abc import Iterable
from dataclasses import asdict, dataclass
from typing import Any, override


@dataclass(frozen=True, slots=True)
class Aim:
    """A bound of one figure. A figure that could not be measured (None) has missed it."""

    figure: str
    measured: float | None
    limit: float
    at_least: bool = False

    @property
    def is_met(self) -> bool:
        """Tell whether the figure keeps within its bound."""
        if self.measured is None:
            return False
        return self.measured >= self.limit if self.at_least else self.measured <= self.limit

    @override
    def __str__(self) -> str:
        bound = "at least" if self.at_least else "at most"
        return f"{self.figure} is {self.measured}, and should be {bound} {self.limit:g}"


def at_most(figure: str, measured: float | None, limit: float) -> Aim:
    """Return the aim that a figure is no greater."""
    return Aim(figure, measured, limit)


def at_least(figure: str, measured: float | None, limit: float) -> Aim:
    """Return the aim that a figure is no less."""
    return Aim(figure, measured, limit, at_least=True)


def missed(aims: Iterable[Aim]) -> list[str]:
    """Say of each aim that was missed what it is and what was measured."""
    return [str(aim) for aim in aims if not aim.is_met]


def told(aim: Aim) -> dict[str, Any]:
    """Return an aim, what was measured, and whether it was met, as it is written to JSON."""
    return asdict(aim) | {"is_met": aim.is_met}
