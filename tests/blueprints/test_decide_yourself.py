"""The blueprint "decide yourself when to text back", as an owner uses it."""

import asyncio

import pytest

from custom_components.missed_call_textback.core.calls import MISSED_OUTCOMES, Outcome
from custom_components.missed_call_textback.core.outbox import TextKind
from tests.platforms.shop import BACK, CUSTOMER, FRONT, OTHER_CUSTOMER, OpenShop, call_event

from .conftest import UseBlueprint, line_of


@pytest.fixture
async def manual_shop(shop: OpenShop) -> OpenShop:
    """Return a shop whose lines leave it to an automation."""
    for line_id in (FRONT, BACK):
        await shop.coordinator.async_set_automatic(line_id, on=False)
    return shop


@pytest.mark.parametrize("outcome", MISSED_OUTCOMES)
async def test_every_missed_caller_is_texted_the_shops_words_by_default(
    manual_shop: OpenShop, use_blueprint: UseBlueprint, outcome: Outcome
) -> None:
    await use_blueprint("decide_yourself", line=line_of(manual_shop))
    await manual_shop.miss_call(outcome=outcome)
    assert [(text.to, text.body) for text in manual_shop.carrier.sent] == [
        (CUSTOMER, "Sorry we missed you, Corner Barbers")
    ]


async def test_a_caller_who_was_answered_is_not_texted(
    manual_shop: OpenShop, use_blueprint: UseBlueprint
) -> None:
    await use_blueprint("decide_yourself", line=line_of(manual_shop))
    await manual_shop.miss_call(outcome=Outcome.ANSWERED)
    assert manual_shop.carrier.sent == []


async def test_only_the_chosen_outcomes_are_texted(
    manual_shop: OpenShop, use_blueprint: UseBlueprint
) -> None:
    await use_blueprint("decide_yourself", line=line_of(manual_shop), outcomes=["busy"])
    await manual_shop.miss_call(CUSTOMER, outcome=Outcome.NO_ANSWER)
    await manual_shop.miss_call(OTHER_CUSTOMER, outcome=Outcome.BUSY)
    assert [text.to for text in manual_shop.carrier.sent] == [OTHER_CUSTOMER]


async def test_the_owners_own_conditions_decide(
    manual_shop: OpenShop, use_blueprint: UseBlueprint
) -> None:
    away = {"condition": "state", "entity_id": "input_boolean.away", "state": "on"}
    manual_shop.hass.states.async_set("input_boolean.away", "off")
    await use_blueprint("decide_yourself", line=line_of(manual_shop), only_if=[away])
    await manual_shop.miss_call(CUSTOMER)
    assert manual_shop.carrier.sent == []
    manual_shop.hass.states.async_set("input_boolean.away", "on")
    await manual_shop.miss_call(OTHER_CUSTOMER)
    assert [text.to for text in manual_shop.carrier.sent] == [OTHER_CUSTOMER]


@pytest.mark.parametrize(
    "words",
    [
        'We\'ll be back at 2. Is it "urgent"?',
        "Wir haben gerade zu 🙂",
        "{{ 'a template' | title }} works",
        "2\nlines",
        "1234",
    ],
    ids=["quotes", "emoji", "template", "lines", "digits"],
)
async def test_the_owners_own_words_are_sent_as_written(
    manual_shop: OpenShop, use_blueprint: UseBlueprint, words: str
) -> None:
    await use_blueprint("decide_yourself", line=line_of(manual_shop), message=words)
    await manual_shop.miss_call()
    expected = words.replace("{{ 'a template' | title }}", "A Template")
    assert [text.body for text in manual_shop.carrier.sent] == [expected]


async def test_with_the_switch_on_the_caller_gets_one_text_and_nobody_an_error(
    shop: OpenShop, use_blueprint: UseBlueprint, caplog: pytest.LogCaptureFixture
) -> None:
    await use_blueprint("decide_yourself", line=line_of(shop))
    await shop.miss_call()
    assert len(shop.carrier.sent) == 1
    assert "ERROR" not in {record.levelname for record in caplog.records}


async def test_a_caller_who_opted_out_is_left_alone_without_an_error(
    manual_shop: OpenShop, use_blueprint: UseBlueprint, caplog: pytest.LogCaptureFixture
) -> None:
    await use_blueprint("decide_yourself", line=line_of(manual_shop))
    await manual_shop.receive("STOP")
    await manual_shop.miss_call()
    assert [text.kind for text in manual_shop.carrier.sent] == [TextKind.SERVICE]
    assert "ERROR" not in {record.levelname for record in caplog.records}


async def test_a_burst_of_callers_are_all_texted(
    manual_shop: OpenShop, use_blueprint: UseBlueprint
) -> None:
    await use_blueprint("decide_yourself", line=line_of(manual_shop))
    callers = [f"+120255501{last}" for last in range(60, 100)]
    await asyncio.gather(
        *(manual_shop.engine.handle_call(call_event(caller)) for caller in callers)
    )
    await manual_shop.settle_until(lambda: len(manual_shop.carrier.sent) >= len(callers))
    assert sorted(text.to for text in manual_shop.carrier.sent) == callers


async def test_each_line_texts_from_its_own_number(
    manual_shop: OpenShop, use_blueprint: UseBlueprint
) -> None:
    await use_blueprint("decide_yourself", line=line_of(manual_shop, FRONT, BACK))
    await manual_shop.miss_call(CUSTOMER, line_id=FRONT)
    await manual_shop.miss_call(OTHER_CUSTOMER, line_id=BACK)
    assert [(text.line_id, text.to) for text in manual_shop.carrier.sent] == [
        (FRONT, CUSTOMER),
        (BACK, OTHER_CUSTOMER),
    ]


async def test_a_reload_of_the_shop_texts_nobody(
    manual_shop: OpenShop, use_blueprint: UseBlueprint, caplog: pytest.LogCaptureFixture
) -> None:
    await use_blueprint("decide_yourself", line=line_of(manual_shop))
    await manual_shop.miss_call()
    await manual_shop.reload()
    await manual_shop.settle()
    assert len(manual_shop.carrier.sent) == 1
    assert "ERROR" not in {record.levelname for record in caplog.records}
