"""Notifications as texts: to the team, and to any number, and nothing left behind."""

import asyncio
from typing import Any

import pytest

from custom_components.missed_call_textback.const import CONF_MOBILE
from custom_components.missed_call_textback.core.outbox import Reaction, Refused, TextKind
from custom_components.missed_call_textback.notify import async_setup_notify_service
from homeassistant.components.notify import DOMAIN as NOTIFY_DOMAIN, SERVICE_SEND_MESSAGE
from homeassistant.const import ATTR_ENTITY_ID
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers import device_registry as dr, entity_registry as er

from .shop import (
    CUSTOMER,
    FRONT_NUMBER,
    LEE_MOBILE,
    LINES,
    OTHER_CUSTOMER,
    SAM,
    SAM_MOBILE,
    TEAM,
    OpenShop,
    open_shop,
    shop_entry,
)

SERVICE = "missed_call_textback_corner_barbers"


async def _notify(hass: HomeAssistant, **fields: object) -> None:
    await hass.services.async_call(NOTIFY_DOMAIN, SERVICE, fields, blocking=True)


def _services(hass: HomeAssistant) -> set[str]:
    services = hass.services.async_services_for_domain(NOTIFY_DOMAIN)
    return {name for name in services if name.startswith("missed_call_textback")}


async def test_a_team_member_is_texted_from_the_shops_first_line(shop: OpenShop) -> None:
    await shop.hass.services.async_call(
        NOTIFY_DOMAIN,
        SERVICE_SEND_MESSAGE,
        {ATTR_ENTITY_ID: "notify.lee", "message": "A customer waits", "title": "Front desk"},
        blocking=True,
    )
    (text,) = shop.carrier.sent
    assert (text.sender, text.to, text.kind) == (FRONT_NUMBER, LEE_MOBILE, TextKind.NOTICE)
    assert text.body == "Front desk\nA customer waits"
    assert shop.hass.states.get("notify.kim") is None


async def test_a_team_member_who_opted_out_is_not_texted(shop: OpenShop) -> None:
    await shop.receive("STOP", SAM_MOBILE)
    shop.carrier.sent.clear()
    with pytest.raises(ServiceValidationError) as caught:
        await shop.hass.services.async_call(
            NOTIFY_DOMAIN,
            SERVICE_SEND_MESSAGE,
            {ATTR_ENTITY_ID: "notify.sam", "message": "A customer waits"},
            blocking=True,
        )
    assert caught.value.translation_key == "refused_opted_out"
    assert shop.carrier.sent == []


async def test_a_team_member_who_gives_up_their_mobile_leaves_no_device_behind(
    shop: OpenShop, device_registry: dr.DeviceRegistry, entity_registry: er.EntityRegistry
) -> None:
    sam = shop.entry.subentries[SAM]
    shop.hass.config_entries.async_update_subentry(
        shop.entry, sam, data={**sam.data, CONF_MOBILE: None}
    )
    await shop.hass.async_block_till_done()
    devices = dr.async_entries_for_config_entry(device_registry, shop.entry.entry_id)
    assert {device.name for device in devices} == {
        "Corner Barbers",
        "Demo line",
        "Back office",
        "Lee",
    }
    assert entity_registry.async_get("notify.sam") is None
    assert entity_registry.async_get("notify.lee") is not None


async def test_the_service_texts_every_target_once(shop: OpenShop) -> None:
    await _notify(shop.hass, message="We open at ten", target=[CUSTOMER, SAM_MOBILE, CUSTOMER])
    assert {(text.to, text.kind, text.body) for text in shop.carrier.sent} == {
        (CUSTOMER, TextKind.MESSAGE, "We open at ten"),
        (SAM_MOBILE, TextKind.NOTICE, "We open at ten"),
    }
    assert len(shop.carrier.sent) == 2


async def test_a_number_that_is_written_in_two_ways_is_texted_once(shop: OpenShop) -> None:
    ways = ["(202) 555-0123", CUSTOMER, "+1 202 555 0123", "12025550123"]
    await _notify(shop.hass, message="We open at ten", target=ways)
    assert [text.to for text in shop.carrier.sent] == [CUSTOMER]


@pytest.mark.parametrize(
    ("message", "error"),
    [("  ", "message_empty"), ("x" * 1601, "message_too_long")],
    ids=["empty", "long"],
)
async def test_what_no_carrier_takes_is_told_and_sent_to_nobody(
    shop: OpenShop, message: str, error: str
) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await _notify(shop.hass, message=message, target=[CUSTOMER, OTHER_CUSTOMER])
    assert caught.value.translation_key == error
    assert shop.carrier.sent == []


async def test_a_team_member_is_told_as_much_of_a_long_message_as_a_text_holds(
    shop: OpenShop,
) -> None:
    await shop.hass.services.async_call(
        NOTIFY_DOMAIN,
        SERVICE_SEND_MESSAGE,
        {ATTR_ENTITY_ID: "notify.sam", "message": "x" * 5000, "title": "Voicemail"},
        blocking=True,
    )
    (text,) = shop.carrier.sent
    assert text.body.startswith("Voicemail\nxxx")
    assert (len(text.body), text.body[-1]) == (1600, "…")


@pytest.mark.parametrize("fields", [{}, {"target": []}], ids=["missing", "empty"])
async def test_without_a_target_the_service_says_so(shop: OpenShop, fields: dict[str, Any]) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await _notify(shop.hass, message="We open at ten", **fields)
    assert caught.value.translation_key == "no_target"


async def test_one_target_that_is_refused_is_told_by_its_own_reason(shop: OpenShop) -> None:
    with pytest.raises(ServiceValidationError) as caught:
        await _notify(shop.hass, message="We open at ten", target="4711")
    assert caught.value.translation_key == "refused_short_code"


async def test_several_targets_are_all_tried_before_the_failures_are_told(
    shop: OpenShop,
) -> None:
    await shop.receive("STOP")
    shop.carrier.sent.clear()
    shop.carrier.answers[SAM_MOBILE] = Refused("30003", Reaction.NEVER)
    with pytest.raises(HomeAssistantError) as caught:
        await _notify(
            shop.hass, message="We open at ten", target=[CUSTOMER, SAM_MOBILE, OTHER_CUSTOMER]
        )
    assert {text.to for text in shop.carrier.sent} == {SAM_MOBILE, OTHER_CUSTOMER}
    assert caught.value.translation_key == "some_not_texted"
    assert str(caught.value) == (
        "2 of 3 numbers were not texted:"
        " …123 was not texted: this person asked not to be texted."
        " They can text START to allow it again;"
        " The text to …150 was not sent: the carrier refused it with the code 30003"
    )


async def test_a_fault_of_our_own_is_not_taken_for_a_refusal(
    shop: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def break_down(*_args: object, **_more: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(shop.engine, "send_text", break_down)
    with pytest.raises(RuntimeError, match="broken"):
        await _notify(shop.hass, message="We open at ten", target=[CUSTOMER, OTHER_CUSTOMER])


async def test_a_shop_without_a_line_cannot_notify(hass: HomeAssistant) -> None:
    await open_shop(hass, shop_entry(*TEAM))
    with pytest.raises(ServiceValidationError) as caught:
        await _notify(hass, message="We open at ten", target=CUSTOMER)
    assert caught.value.translation_key == "no_line"


async def test_a_reload_leaves_one_service_which_serves_the_shop_as_it_is_now(
    shop: OpenShop,
) -> None:
    await shop.reload()
    await shop.reload()
    assert _services(shop.hass) == {SERVICE}
    await _notify(shop.hass, message="We open at ten", target=CUSTOMER)
    assert [text.to for text in shop.carrier.sent] == [CUSTOMER]


async def test_an_unloaded_shop_leaves_no_service_behind(shop: OpenShop) -> None:
    await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    assert _services(shop.hass) == set()


async def test_two_shops_of_one_name_have_a_service_each(shop: OpenShop) -> None:
    other = shop_entry(*LINES[:1], entry_id="01OTHER0000000000000000000")
    await open_shop(shop.hass, other)
    assert _services(shop.hass) == {SERVICE, f"{SERVICE}_2"}
    await shop.hass.config_entries.async_unload(shop.entry.entry_id)
    assert _services(shop.hass) == {f"{SERVICE}_2"}


async def test_two_shops_of_one_name_that_open_at_once_have_a_service_each(
    shop: OpenShop,
) -> None:
    other = shop_entry(*LINES[:1], entry_id="01OTHER0000000000000000000")
    await open_shop(shop.hass, other)
    await asyncio.gather(
        *(async_setup_notify_service(shop.hass, entry) for entry in (shop.entry, other))
    )
    assert _services(shop.hass) == {SERVICE, *(f"{SERVICE}_{number}" for number in (2, 3, 4))}
