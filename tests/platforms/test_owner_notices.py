"""What the owner is asked to look at: each in plain words, and gone when its cause is gone."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
from pytest_homeassistant_custom_component.common import async_fire_time_changed

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import Reaction, Refused
from custom_components.missed_call_textback.owner_notices import OwnerNotices
from custom_components.missed_call_textback.owner_requests import async_set_wish
from custom_components.missed_call_textback.plain_words import quoted
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir

from .shop import CUSTOMER, FRONT, OTHER_CUSTOMER, OpenShop, open_shop, shop_entry, strings

# A text of this shop is one segment: two cents.
PRICED = {"price": 0.02, "currency": "EUR"}


def _issues(hass: HomeAssistant) -> dict[str, ir.IssueEntry]:
    return {
        issue.translation_key or "": issue
        for issue in ir.async_get(hass).issues.values()
        if issue.domain == DOMAIN
    }


async def _open(hass: HomeAssistant, **options: object) -> OpenShop:
    return await open_shop(hass, shop_entry(options=options))


async def _move_on(hass: HomeAssistant, freezer: FrozenDateTimeFactory, time: timedelta) -> None:
    freezer.tick(time)
    async_fire_time_changed(hass)
    await hass.async_block_till_done(wait_background_tasks=True)


def _caller(number: int) -> str:
    return f"+1202555{number:04}"


async def test_the_owner_is_warned_at_eighty_percent_of_the_budget_and_told_at_its_end(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to("2026-11-18T12:00:00+00:00")
    shop = await _open(hass, **PRICED, budget=0.1)
    for number in range(3):
        await shop.miss_call(_caller(number))
    assert _issues(hass) == {}
    await shop.miss_call(_caller(3))
    (near,) = _issues(hass).values()
    assert (near.translation_key, near.severity) == ("budget_near", ir.IssueSeverity.WARNING)
    assert near.translation_placeholders == {
        "shop": "Corner Barbers",
        "spent": "0.08",
        "budget": "0.10",
        "currency": "EUR",
    }
    await shop.miss_call(_caller(4))
    (spent,) = _issues(hass).values()
    assert (spent.translation_key, spent.severity) == ("budget_spent", ir.IssueSeverity.ERROR)
    await shop.miss_call(_caller(5))
    assert shop.attributes("event.demo_line_call")["reason"] == "budget"
    assert len(shop.carrier.sent) == 5


async def test_a_new_month_ends_the_worry_about_the_budget(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to("2026-11-30T23:59:00+00:00")
    shop = await _open(hass, **PRICED, budget=0.02)
    await shop.miss_call()
    assert set(_issues(hass)) == {"budget_spent"}
    freezer.move_to("2026-12-01T00:00:00+00:00")
    await shop.settle()
    assert _issues(hass) == {}


async def test_without_a_budget_nothing_is_said_of_money(hass: HomeAssistant) -> None:
    shop = await _open(hass, **PRICED)
    await shop.miss_call()
    assert _issues(hass) == {}


@pytest.mark.parametrize(
    ("option", "key", "window"),
    [
        pytest.param("per_hour", "cap_hour", timedelta(hours=1), id="hour"),
        pytest.param("per_day", "cap_day", timedelta(days=1), id="day"),
    ],
)
async def test_a_limit_that_is_reached_is_told_until_its_time_is_over(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, option: str, key: str, window: timedelta
) -> None:
    shop = await _open(hass, **{option: 1})
    await shop.miss_call()
    assert _issues(hass) == {}
    await shop.miss_call(OTHER_CUSTOMER)
    assert shop.attributes("event.demo_line_call")["reason"] == key
    assert _issues(hass)[key].translation_placeholders == {"shop": "Corner Barbers", "most": "1"}
    await shop.miss_call("+12025550177")
    await _move_on(hass, freezer, window - timedelta(minutes=1))
    assert key in _issues(hass)
    await _move_on(hass, freezer, timedelta(minutes=2))
    assert _issues(hass) == {}


async def test_a_limit_is_forgotten_as_soon_as_a_text_goes_out(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    shop = await _open(hass, per_hour=1)
    await shop.miss_call()
    await _move_on(hass, freezer, timedelta(minutes=50))
    await shop.miss_call(OTHER_CUSTOMER)
    assert set(_issues(hass)) == {"cap_hour"}
    await _move_on(hass, freezer, timedelta(minutes=20))
    await shop.miss_call(OTHER_CUSTOMER)
    assert _issues(hass) == {}


async def test_a_burst_is_one_question_that_counts_its_callers_and_ends_after_a_day(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    shop = await _open(hass, burst=2)
    for number in range(5):
        await shop.miss_call(_caller(number))
    (issue,) = _issues(hass).values()
    assert (issue.translation_key, issue.is_fixable) == ("burst", True)
    assert issue.translation_placeholders == {"shop": "Corner Barbers", "callers": "3"}
    await _move_on(hass, freezer, timedelta(hours=24, minutes=1))
    assert _issues(hass) == {}
    assert list(shop.coordinator.notices.kept_back) == []


async def test_the_next_burst_is_asked_about_even_if_the_first_was_ignored(
    hass: HomeAssistant,
) -> None:
    shop = await _open(hass, burst=1)
    await shop.miss_call(_caller(1))
    await shop.miss_call(_caller(2))
    first = _issues(hass)["burst"].issue_id
    shop.coordinator.notices.take_kept_back()
    await shop.miss_call(_caller(3))
    assert _issues(hass)["burst"].issue_id != first


async def test_a_question_that_was_ignored_hides_none_after_a_restart(shop: OpenShop) -> None:
    # Home Assistant ends without closing its shops, and keeps which issues were ignored.
    before, after = (OwnerNotices(shop.hass, shop.entry, shop.coordinator.shop) for _ in range(2))
    registry = ir.async_get(shop.hass)

    def ask(notices: OwnerNotices) -> None:
        notices.ask_about(CUSTOMER if notices is before else OTHER_CUSTOMER, "not interested")
        notices.note_burst(FRONT, 1)

    ask(before)
    for domain, issue_id in tuple(registry.issues):
        registry.async_ignore(domain, issue_id, ignore=True)
    ask(after)
    asked = [issue for issue in registry.issues.values() if issue.dismissed_version is None]
    assert {issue.translation_key for issue in asked} == {"opt_out_unsure", "burst"}
    before.forget_all()
    after.forget_all()


async def test_an_unclear_wish_is_asked_about_with_a_masked_number_and_harmless_words(
    shop: OpenShop,
) -> None:
    await shop.receive("not interested")
    issue = _issues(shop.hass)["opt_out_unsure"]
    assert issue.is_fixable
    assert issue.translation_placeholders == {
        "shop": "Corner Barbers",
        "number": "…123",
        "words": "not interested",
    }
    assert CUSTOMER not in str(issue)


async def test_two_unclear_texts_of_one_person_are_one_question(shop: OpenShop) -> None:
    await shop.receive("not interested")
    before = _issues(shop.hass)["opt_out_unsure"].issue_id
    await shop.receive("Not interested!")
    issue = _issues(shop.hass)["opt_out_unsure"]
    assert issue.issue_id == before
    assert len(ir.async_get(shop.hass).issues) == 1
    assert (issue.translation_placeholders or {})["words"] == "Not interested\\!"


async def test_a_question_that_is_still_open_is_asked_again_after_a_restart(
    hass: HomeAssistant, shop: OpenShop
) -> None:
    await shop.receive("not interested")
    assert await hass.config_entries.async_reload(shop.entry.entry_id)
    await hass.async_block_till_done()
    issue = _issues(hass)["opt_out_unsure"]
    assert (issue.translation_placeholders or {})["words"] == "not interested"
    await async_set_wish(shop.entry.runtime_data, CUSTOMER, Wish.STOP)
    assert "opt_out_unsure" not in _issues(hass)
    assert await hass.config_entries.async_reload(shop.entry.entry_id)
    await hass.async_block_till_done()
    assert "opt_out_unsure" not in _issues(hass)


@pytest.mark.parametrize("word", ["STOP", "START"])
async def test_a_clear_word_settles_the_question(shop: OpenShop, word: str) -> None:
    await shop.receive("not interested")
    await shop.receive(word)
    assert _issues(shop.hass) == {}


@pytest.mark.parametrize(
    ("options", "key"),
    [
        pytest.param({"text_open": "{{ 1 / 0 }}"}, "text_open_broken", id="open"),
        pytest.param(
            {"text_closed": "{{ nobody }}", "hours": {"mon": ""}},
            "text_closed_broken",
            id="closed",
        ),
    ],
)
async def test_a_text_that_breaks_is_told_once_and_default_words_go_out(
    hass: HomeAssistant, options: dict[str, Any], key: str
) -> None:
    shop = await _open(hass, **options)
    await shop.miss_call()
    await shop.miss_call(OTHER_CUSTOMER)
    (issue,) = _issues(hass).values()
    assert issue.translation_key == key
    assert len(shop.carrier.sent) == 2
    shop.coordinator.notices.note_broken("For *regulars*")
    assert _issues(hass)["text_broken"].translation_placeholders == {
        "shop": "Corner Barbers",
        "text": "For \\*regulars\\*",
    }
    hass.config_entries.async_update_entry(
        shop.entry,
        options={
            **shop.entry.options,
            "text_open": "Hello",
            "text_closed": "Hello",
        },
    )
    await hass.async_block_till_done()
    assert _issues(hass) == {}


@pytest.mark.parametrize("broken", ["{{ nobody }}", "{{ caller_name }}"])
async def test_a_question_to_the_silent_that_breaks_is_told_once_and_default_words_go_out(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory, broken: str
) -> None:
    freezer.move_to("2026-11-18T12:00:00+00:00")
    shop = await _open(hass, follow_up=True, follow_up_text=broken)
    await shop.miss_call()
    await shop.miss_call(OTHER_CUSTOMER)
    await _move_on(hass, freezer, timedelta(days=1, hours=6))
    assert [text.body for text in shop.carrier.sent[2:]] == [
        "Hi, Corner Barbers again. Do you still need us? Just reply here or call."
    ] * 2
    (issue,) = _issues(hass).values()
    assert issue.translation_key == "follow_up_broken"
    hass.config_entries.async_update_entry(
        shop.entry, options={**shop.entry.options, "follow_up_text": "Still stuck?"}
    )
    await hass.async_block_till_done()
    assert _issues(hass) == {}


@pytest.mark.parametrize(
    ("words", "shown"),
    [
        pytest.param("a\n\n# b", "a \\# b", id="headings"),
        pytest.param("![x](http://a.b)", "\\!\\[x\\]\\(http\\:\\/\\/a\\.b\\)", id="pictures"),
        pytest.param("<b>é</b>", "\\<b\\>é\\<\\/b\\>", id="tags"),
        pytest.param("x" * 300, "x" * 200 + "…", id="length"),
    ],
)
def test_a_strangers_words_are_nothing_but_words(words: str, shown: str) -> None:
    assert quoted(words) == shown


@pytest.mark.parametrize(
    ("code", "key", "page"),
    [
        ("30034", "texts_refused_unregistered", "a2p-10dlc"),
        ("30032", "texts_refused_toll_free", "toll-free"),
        ("21408", "texts_refused_country", "geo-permissions"),
        ("21608", "texts_refused_trial", "billing"),
        ("30002", "texts_refused_suspended", "console.twilio.com"),
        ("20005", "texts_refused_suspended", "console.twilio.com"),
        ("21606", "texts_refused_sender", "phone-numbers"),
        ("30023", "texts_refused_day_is_full", "a2p-10dlc"),
        ("29999", "texts_refused", "errors/29999"),
    ],
)
async def test_a_refusal_that_is_known_has_words_of_its_own_and_the_page_where_it_is_mended(
    shop: OpenShop, code: str, key: str, page: str
) -> None:
    shop.carrier.answers[CUSTOMER] = Refused(code, Reaction.OWNER)
    await shop.miss_call()
    (issue,) = _issues(shop.hass).values()
    assert issue.translation_key == key
    assert issue.translation_placeholders == {
        "company": "Demo",
        "line": "Demo line",
        "code": code,
    }
    assert page in (issue.learn_more_url or "")
    await shop.miss_call(OTHER_CUSTOMER)
    assert _issues(shop.hass) == {}


def test_every_issue_has_its_words_and_every_question_its_dialogue() -> None:
    issues = strings()["issues"]
    for key, words in issues.items():
        assert words["title"], key
        assert ("description" in words) != ("fix_flow" in words), key
    assert {key for key, words in issues.items() if "fix_flow" in words} == {
        "address_changed",
        "burst",
        "health_number_led_elsewhere",
        "ledger_recovered",
        "opt_out_unsure",
        "records_ready",
    }
