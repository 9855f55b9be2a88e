"""The blueprint "voicemail transcript to the team", as an owner uses it."""

from custom_components.missed_call_textback.core.happenings import TranscriptReady
from homeassistant.util import dt as dt_util
from tests.platforms.shop import BACK, CUSTOMER, FRONT, LEE_MOBILE, SAM_MOBILE, OpenShop

from .conftest import UseBlueprint, line_of

NAME = "voicemail_transcript"
TEAM = ["notify.sam", "notify.lee"]


async def say(shop: OpenShop, words: str, *urgent: str, line_id: str = FRONT) -> None:
    """Have what a caller said be written down."""
    shop.coordinator.async_hear(
        TranscriptReady(
            call_id=1,
            thread_id=1,
            line_id=line_id,
            peer=CUSTOMER,
            words=words,
            at=dt_util.utcnow(),
            urgent=urgent,
            alarm=bool(urgent),
            waits=True,
        )
    )
    await shop.settle()


def told(shop: OpenShop, mobile: str) -> list[str]:
    """Return what somebody of the team was texted."""
    return [text.body for text in shop.carrier.sent if text.to == mobile]


async def test_each_of_them_is_told_who_it_was_and_what_they_said(
    shop: OpenShop, use_blueprint: UseBlueprint
) -> None:
    await use_blueprint(NAME, line=line_of(shop), tell=TEAM)
    await shop.engine.people.describe(CUSTOMER, name="Ada")
    await say(shop, "Please call me about Friday.")
    await say(shop, "Not on this line", line_id=BACK)
    for mobile in (SAM_MOBILE, LEE_MOBILE):
        [words] = told(shop, mobile)
        assert "Voicemail from Ada (Demo line)" in words
        assert f"Please call me about Friday. ({CUSTOMER})" in words
        assert "URGENT" not in words


async def test_what_is_urgent_is_marked(shop: OpenShop, use_blueprint: UseBlueprint) -> None:
    await use_blueprint(NAME, line=line_of(shop), tell=TEAM)
    await say(shop, "It's an emergency", "emergency")
    [words] = told(shop, SAM_MOBILE)
    assert f"URGENT: Voicemail from {CUSTOMER} (Demo line)" in words


async def test_the_owners_own_conditions_decide(
    shop: OpenShop, use_blueprint: UseBlueprint
) -> None:
    known = {"condition": "missed_call_textback.caller_is_known"}
    await use_blueprint(NAME, line=line_of(shop), tell=TEAM, only_if=[known])
    await say(shop, "Hello?")
    assert told(shop, SAM_MOBILE) == []
    await shop.engine.people.describe(CUSTOMER, name="Ada")
    await say(shop, "It's me")
    assert len(told(shop, SAM_MOBILE)) == 1
