"""Who is who in these tests."""

from typing import Final

from tests.config_flow.carriers import NUMBER

LINE_NUMBER: Final = NUMBER
CALLER: Final = "+12025550161"
OTHER: Final = "+12025550162"
WORDS: Final = "Corner Barbers: sorry!"
