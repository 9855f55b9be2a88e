"""What the steps of the options share: each changes a few options, and the rest stays."""

from collections.abc import Collection, Mapping
from typing import Any

from homeassistant.config_entries import ConfigFlowResult, OptionsFlow


class OneStep(OptionsFlow):
    """A part of the dialog of a shop's options."""

    def save(self, changed: Mapping[str, Any], keys: Collection[str]) -> ConfigFlowResult:
        """Store the options `keys` as they are in `changed`; one that is missing there is forgotten."""
        kept = {key: value for key, value in self.config_entry.options.items() if key not in keys}
        return self.async_create_entry(data={**kept, **changed})
