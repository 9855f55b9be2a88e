"""How every change of a shop that is set up comes to its end."""

from collections.abc import Mapping
from typing import Any

from homeassistant.config_entries import SOURCE_REAUTH, ConfigEntry, ConfigFlow, ConfigFlowResult
from homeassistant.core import DOMAIN as HOMEASSISTANT_DOMAIN


class Finishing(ConfigFlow):
    """Stores what was changed."""

    @property
    def entry_to_change(self) -> ConfigEntry[Any]:
        """The shop that is changed, by its owner's wish or because its carrier refuses it."""
        if self.source == SOURCE_REAUTH:
            return self._get_reauth_entry()
        return self._get_reconfigure_entry()

    def finish_change(
        self,
        entry: ConfigEntry,
        *,
        data: Mapping[str, Any],
        title: str | None = None,
        unique_id: str | None = None,
    ) -> ConfigFlowResult:
        """Store a change. A loaded shop hears of it and reloads itself; any other is set up again."""
        # Asked first: a listener runs at once, and may have closed the shop when this goes on.
        listens = bool(entry.update_listeners)
        changed = self.hass.config_entries.async_update_entry(
            entry,
            data=data,
            title=title or entry.title,
            unique_id=unique_id or entry.unique_id,
        )
        if not (changed and listens):
            self.hass.config_entries.async_schedule_reload(entry.entry_id)
        return self.async_abort(
            reason=(
                "reauth_successful" if self.source == SOURCE_REAUTH else "reconfigure_successful"
            ),
            translation_domain=HOMEASSISTANT_DOMAIN,
        )
