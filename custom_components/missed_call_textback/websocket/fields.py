"""Fields that several commands have.

What a person typed is marked as a secret: Home Assistant logs what does not fit a schema.
"""

from typing import Final

from probatio import Secret
import voluptuous as vol

from homeassistant.helpers import config_validation as cv
from homeassistant.helpers.typing import VolDictType

LINE_ID: Final = "line_id"
THREAD_ID: Final = "thread_id"
NUMBER: Final = "number"
MESSAGE: Final = "message"

THREAD: Final[VolDictType] = {vol.Required(THREAD_ID): vol.All(int, cv.positive_int)}
WORDS: Final[VolDictType] = {vol.Required(Secret(MESSAGE)): vol.All(str, vol.Strip)}
