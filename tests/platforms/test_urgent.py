"""An owner sees what is urgent, and why, until somebody has answered."""

from custom_components.missed_call_textback.owner_requests import async_erase

from .shop import CUSTOMER, FRONT, OTHER_CUSTOMER, SAM_MOBILE, OpenShop
from .test_conversations import ask

URGENT = "binary_sensor.demo_line_urgent"
TEXT = "event.demo_line_text"


async def test_an_urgent_text_says_why_and_alarms_once(shop: OpenShop) -> None:
    await shop.receive("Do you have time on Friday?")
    seen = ("urgent", "urgent_words", "alarm")
    assert [shop.attributes(TEXT)[each] for each in seen] == [False, [], False]
    await shop.receive("Please, it is URGENT: an emergency")
    assert [shop.attributes(TEXT)[each] for each in seen] == [True, ["URGENT", "emergency"], True]
    await shop.receive("urgent!!")
    assert [shop.attributes(TEXT)[each] for each in seen] == [True, ["urgent"], False]


async def test_a_line_is_urgent_until_everybody_is_answered(shop: OpenShop) -> None:
    await shop.receive("Hello?")
    assert shop.state(URGENT) == "off"
    await shop.receive("urgent")
    await shop.receive("an emergency", OTHER_CUSTOMER)
    assert shop.state(URGENT) == "on"
    assert shop.state("binary_sensor.back_office_urgent") == "off"
    for number in (CUSTOMER, OTHER_CUSTOMER):
        assert shop.state(URGENT) == "on"
        await shop.engine.send_text(FRONT, number, "We are on our way")
        await shop.settle()
    assert shop.state(URGENT) == "off"


async def test_an_urgent_conversation_is_found_and_says_why(shop: OpenShop) -> None:
    await shop.receive("Hello?")
    await shop.receive("it's urgent", OTHER_CUSTOMER)
    await shop.receive("urgent, I'm late", SAM_MOBILE)
    [thread] = (await ask(shop, "list_threads", urgent=True))["threads"]
    assert (thread["number"], thread["urgent_words"]) == (OTHER_CUSTOMER, ["urgent"])
    assert thread["urgent_since"] is not None
    whole = await ask(shop, "get_thread", thread_id=thread["thread_id"])
    assert whole["urgent_words"] == ["urgent"]
    calm = (await ask(shop, "list_threads", state="waiting"))["threads"]
    assert {each["number"]: each["urgent_since"] is None for each in calm} == {
        CUSTOMER: True,
        OTHER_CUSTOMER: False,
    }


async def test_whoever_is_erased_leaves_no_urgent_words(shop: OpenShop) -> None:
    await shop.receive("it's urgent")
    await async_erase(shop.coordinator, CUSTOMER)
    assert shop.attributes(TEXT)["urgent_words"] is None
    assert (await ask(shop, "list_threads", urgent=True))["threads"] == []
