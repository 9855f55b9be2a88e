"""Builds the door of a phone system that reports calls by webhook, from its settings."""

from collections.abc import Mapping
from typing import Any, Final

from yarl import URL

from homeassistant.const import CONF_WEBHOOK_ID
from homeassistant.core import HomeAssistant, callback
from homeassistant.util.hass_dict import HassKey

from .const import CONF_MAPPING, CONF_PUBLIC_URL, CONF_SECRET, CONF_SYSTEM, DOMAIN
from .providers.source import LineOf
from .providers.webhook.door import Memory, WebhookDoor, WebhookSettings
from .providers.webhook.mapping import FieldMapping
from .providers.webhook.presets import PRESETS, ProofKind, proof_of

# Besides the known systems: our own form, and any other.
OWN_FORM: Final = "own"
OTHER_FORM: Final = "other"
# Whatever name comes with a secret is fine: the secret is compared.
ACCOUNT: Final = "calls"

_MEMORIES: HassKey[dict[str, Memory]] = HassKey(f"{DOMAIN}_webhook_memories")


@callback
def memory_of(hass: HomeAssistant, webhook_id: str) -> Memory:
    """Return what is remembered of a webhook, from before its phone system is set up."""
    return hass.data.setdefault(_MEMORIES, {}).setdefault(webhook_id, Memory())


@callback
def forget_memory(hass: HomeAssistant, webhook_id: str) -> None:
    """Forget a webhook that is no more."""
    hass.data.setdefault(_MEMORIES, {}).pop(webhook_id, None)


def proof_kind(system: str) -> ProofKind:
    """Return how a phone system's letters prove themselves."""
    preset = PRESETS.get(system)
    return ProofKind.EITHER if preset is None else preset.proof


def mapping_of(data: Mapping[str, Any]) -> FieldMapping | None:
    """Return how a phone system's letters are read; None for our own form."""
    if (stored := data.get(CONF_MAPPING)) is not None:
        return FieldMapping.from_dict(stored)
    if (preset := PRESETS.get(data[CONF_SYSTEM])) is not None:
        return preset.mapping
    return None if data[CONF_SYSTEM] == OWN_FORM else FieldMapping()


def lacks_fields(data: Mapping[str, Any]) -> bool:
    """Tell whether it still has to be said which fields say what."""
    mapping = mapping_of(data)
    return mapping is not None and not mapping.status


def address_with_secret(data: Mapping[str, Any]) -> str:
    """Return a phone system's address here, with its secret as the password."""
    address = URL(data[CONF_PUBLIC_URL]).with_user(ACCOUNT)
    return str(address.with_password(data[CONF_SECRET]))


def build_webhook_door(
    hass: HomeAssistant, data: Mapping[str, Any], *, name: str, line_of: LineOf
) -> WebhookDoor:
    """Return a phone system's door. Raises ValueError for a secret of another kind."""
    preset = PRESETS.get(data[CONF_SYSTEM])
    subscribes = preset is not None and preset.subscribes
    return WebhookDoor(
        WebhookSettings(
            name=name,
            mapping=mapping_of(data),
            callback_url=address_with_secret(data) if subscribes else None,
        ),
        proof=proof_of(proof_kind(data[CONF_SYSTEM]), (data[CONF_SECRET],)),
        memory=memory_of(hass, data[CONF_WEBHOOK_ID]),
        line_of=line_of,
    )
