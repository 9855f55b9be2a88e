"""Money is kept in millionths of its unit, as whole numbers: sums of them are exact."""

from typing import Final

_MICROS: Final = 1_000_000


def in_micros(amount: float) -> int:
    """Return an amount, in units of a currency, as it is kept."""
    return round(amount * _MICROS)


def in_units(micros: int) -> float:
    """Return what is kept as an amount in units of its currency."""
    return micros / _MICROS
