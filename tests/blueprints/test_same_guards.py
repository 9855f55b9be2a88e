"""Whoever decides, the line itself or an automation: the same callers are texted."""

from collections.abc import Awaitable, Callable
from typing import Any, Final

import pytest

from custom_components.missed_call_textback.const import (
    CONF_BUDGET,
    CONF_PER_CALLER,
    CONF_PER_DAY,
    CONF_PER_HOUR,
    CONF_PRICE,
)
from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.opt_out import Wish
from homeassistant.core import HomeAssistant
from tests.platforms.shop import (
    BACK_NUMBER,
    CUSTOMER,
    FRONT,
    OTHER_CUSTOMER,
    SAM_MOBILE,
    OpenShop,
    open_shop,
    shop_entry,
)

from .conftest import UseBlueprint, line_of

type Story = Callable[[OpenShop], Awaitable[None]]

ABROAD: Final = "+447400123456"
TOLL_FREE: Final = "+18005550123"
THIRD: Final = "+12025550125"


def calls(*callers: str | None, outcome: Outcome = Outcome.NO_ANSWER) -> Story:
    """Return a story in which these call in vain, one after the other."""

    async def story(shop: OpenShop) -> None:
        for caller in callers:
            await shop.miss_call(caller, outcome=outcome)

    return story


async def opted_out(shop: OpenShop) -> None:
    await shop.receive("STOP")
    shop.carrier.sent.clear()
    await shop.miss_call()


async def silenced_by_the_owner(shop: OpenShop) -> None:
    await shop.engine.people.set_wish(CUSTOMER, Wish.STOP)
    await shop.miss_call()


async def opted_in_again(shop: OpenShop) -> None:
    await shop.receive("STOP")
    await shop.receive("START")
    shop.carrier.sent.clear()
    await shop.miss_call()


async def blocked(shop: OpenShop) -> None:
    await shop.engine.people.set_blocked(CUSTOMER, blocked=True)
    await shop.miss_call()


STORIES: Final[list[tuple[str, dict[str, Any], Story, list[str]]]] = [
    ("a missed caller", {}, calls(CUSTOMER), [CUSTOMER]),
    ("somebody who was answered", {}, calls(CUSTOMER, outcome=Outcome.ANSWERED), []),
    ("somebody who opted out", {}, opted_out, []),
    ("somebody whom the owner says to", {}, silenced_by_the_owner, []),
    ("somebody who opted in again", {}, opted_in_again, [CUSTOMER]),
    ("somebody who is blocked", {}, blocked, []),
    ("the team", {}, calls(SAM_MOBILE), []),
    ("the shop's own line", {}, calls(BACK_NUMBER), []),
    ("a withheld number", {}, calls(None, "anonymous"), []),
    ("a short code", {}, calls("22395"), []),
    ("a number that gets no texts", {}, calls(TOLL_FREE), []),
    ("another country", {}, calls(ABROAD), []),
    ("somebody who calls again", {}, calls(CUSTOMER, CUSTOMER), [CUSTOMER]),
    ("more than a day may have", {CONF_PER_DAY: 1}, calls(CUSTOMER, OTHER_CUSTOMER), [CUSTOMER]),
    ("more than an hour may have", {CONF_PER_HOUR: 1}, calls(CUSTOMER, THIRD), [CUSTOMER]),
    (
        "more than one person may have",
        {CONF_PER_CALLER: 1, "again_after": 0},
        calls(CUSTOMER, CUSTOMER, THIRD),
        [CUSTOMER, THIRD],
    ),
    (
        "more than the budget",
        {CONF_BUDGET: 1, CONF_PRICE: 0.6},
        calls(CUSTOMER, OTHER_CUSTOMER),
        [CUSTOMER],
    ),
]


@pytest.fixture
def options() -> dict[str, Any]:
    """Return what is set otherwise than usual."""
    return {}


@pytest.fixture
async def shop(hass: HomeAssistant, options: dict[str, Any]) -> OpenShop:
    """Return a shop that is open."""
    return await open_shop(hass, shop_entry(options=options))


@pytest.mark.parametrize("switch", ["on", "on, and an automation", "off, but for an automation"])
@pytest.mark.parametrize(
    ("options", "story", "texted"),
    [pytest.param(*rest, id=name) for name, *rest in STORIES],
)
async def test_the_same_callers_are_texted(
    shop: OpenShop, use_blueprint: UseBlueprint, switch: str, story: Story, texted: list[str]
) -> None:
    if switch != "on":
        await use_blueprint("decide_yourself", line=line_of(shop))
    if switch.startswith("off"):
        await shop.coordinator.async_set_automatic(FRONT, on=False)
    await story(shop)
    assert [text.to for text in shop.carrier.sent] == texted
