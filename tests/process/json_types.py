"""Words for what Home Assistant sends: JSON, whose shape only the reader of each answer knows."""

from typing import Any

type Json = dict[str, Any]
type JsonValue = Any
