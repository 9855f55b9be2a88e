"""Home Assistant is reached at another address: a phone's letters follow, once the owner says so."""

from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.address_watch import issue_id_of
from homeassistant.components.repairs import repairs_flow_manager
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.setup import async_setup_component
from tests.config_flow.carriers import WEBHOOK_ID
from tests.config_flow.dialogs import ADDRESS
from tests.exchange_android import Fault, HttpSms, SmsGate

from .conftest import PhoneShop
from .shop import CALLER, LINE_NUMBER

NEW = "https://new.example.com"


async def move(shop: PhoneShop) -> None:
    """Have the house reached elsewhere."""
    for address in (ADDRESS, NEW):
        await shop.hass.config.async_update(external_url=address)
        await shop.settle()
    assert shop.issues == {"address_changed"}


async def press(shop: PhoneShop) -> FlowResultType:
    """Press the one button; return what comes of it."""
    assert await async_setup_component(shop.hass, "repairs", {})
    manager = repairs_flow_manager(shop.hass)
    assert manager is not None
    flow = await manager.async_init(const.DOMAIN, data={"issue_id": issue_id_of(shop.entry)})
    result = await manager.async_configure(flow["flow_id"], {})
    await shop.settle()
    kind: FlowResultType = result["type"]
    return kind


async def test_one_button_has_a_phone_bring_its_letters_to_the_new_address(
    by_smsgate: PhoneShop, gate: SmsGate
) -> None:
    await move(by_smsgate)
    gate.faults += [Fault.FAILS] * 2
    assert await press(by_smsgate) is FlowResultType.FORM
    assert by_smsgate.entry.data[const.CONF_PUBLIC_URL].startswith(ADDRESS)
    gate.faults.clear()
    assert await press(by_smsgate) is FlowResultType.CREATE_ENTRY
    assert not by_smsgate.issues
    assert {hook["url"] for hook in gate.webhooks.values()} == {f"{NEW}/api/webhook/{WEBHOOK_ID}"}
    gate.receive(CALLER, "Hello?")
    assert await by_smsgate.bring() == [200]


async def test_one_button_has_httpsms_tell_at_the_new_address_with_a_proof_that_names_it(
    by_httpsms: PhoneShop, httpsms: HttpSms
) -> None:
    await move(by_httpsms)
    assert await press(by_httpsms) is FlowResultType.CREATE_ENTRY
    httpsms.receive(LINE_NUMBER, CALLER, "Hello?")
    assert [url for url, _, _ in by_httpsms.postman.brought] == [f"{NEW}/api/webhook/{WEBHOOK_ID}"]
    assert await by_httpsms.bring() == [200]
