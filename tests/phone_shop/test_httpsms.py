"""A shop with httpSMS, over the wire: its app tells of the missed call, too."""

from datetime import UTC, datetime, timedelta
from types import MappingProxyType

import pytest

from custom_components.missed_call_textback import webhook
from custom_components.missed_call_textback.core.outbox import TextState
from custom_components.missed_call_textback.profile import shop_of
from homeassistant.config_entries import SOURCE_REAUTH, ConfigSubentry
from homeassistant.core import HomeAssistant
from tests.config_flow.carriers import SECOND, httpsms_entry
from tests.exchange_android import Fault, HttpSms
from tests.exchange_android.httpsms import Sim

from .conftest import PhoneShop
from .shop import CALLER, LINE_NUMBER, WORDS


def told_of(httpsms: HttpSms) -> list[str]:
    """Return the numbers that httpSMS tells of."""
    (webhook,) = httpsms.webhooks.values()
    return sorted(webhook["phone_numbers"])


async def test_a_call_that_the_phone_missed_is_texted_and_everything_comes_back(
    by_httpsms: PhoneShop, httpsms: HttpSms
) -> None:
    httpsms.miss_call(LINE_NUMBER, CALLER)
    assert await by_httpsms.bring() == [200]
    (text,) = [text for text in httpsms.texts if text.kind == "mobile-terminated"]
    assert (text.owner, text.contact, text.content) == (LINE_NUMBER, CALLER, WORDS)
    httpsms.deliver()
    assert await by_httpsms.bring() == [200, 200]
    assert by_httpsms.states == [TextState.ACCEPTED, TextState.SENT, TextState.DELIVERED]
    httpsms.receive(LINE_NUMBER, CALLER, "Is Friday free?")
    assert await by_httpsms.bring() == [200]
    assert by_httpsms.replies == ["Is Friday free?"]


async def test_letters_that_come_twice_count_once(by_httpsms: PhoneShop, httpsms: HttpSms) -> None:
    httpsms.miss_call(LINE_NUMBER, CALLER)
    assert await by_httpsms.bring(times=2) == [200, 200]
    assert len(by_httpsms.decided) == 1
    httpsms.deliver()
    httpsms.receive(LINE_NUMBER, CALLER, "Is Friday free?")
    assert set(await by_httpsms.bring(times=2)) == {200}
    assert by_httpsms.states == [TextState.ACCEPTED, TextState.SENT, TextState.DELIVERED]
    assert by_httpsms.replies == ["Is Friday free?"]


async def test_an_answer_that_got_lost_sends_no_second_text(
    by_httpsms: PhoneShop, httpsms: HttpSms
) -> None:
    httpsms.miss_call(LINE_NUMBER, CALLER)
    httpsms.faults.append(Fault.ANSWER_LOST)
    await by_httpsms.bring()
    await by_httpsms.forward(minutes=3)
    await by_httpsms.forward(minutes=3)
    sent = [text for text in httpsms.texts if text.kind == "mobile-terminated"]
    assert len(sent) == 1
    assert by_httpsms.states[-1] is TextState.ACCEPTED


async def test_calls_of_while_it_was_closed_are_read_from_its_lists(
    by_httpsms: PhoneShop, httpsms: HttpSms, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(webhook, "_OTHERS_WAIT_SECONDS", 0.05)
    await by_httpsms.hass.config_entries.async_unload(by_httpsms.entry.entry_id)
    httpsms.miss_call(LINE_NUMBER, CALLER, datetime.now(UTC) - timedelta(seconds=30))
    assert await by_httpsms.bring() == [503]
    await by_httpsms.open()
    await by_httpsms.settle()
    sent = [text.contact for text in httpsms.texts if text.kind == "mobile-terminated"]
    assert sent == [CALLER]


@pytest.mark.parametrize("seen_by", ["a text", "a look"])
async def test_a_key_that_is_no_longer_taken_is_asked_for(
    by_httpsms: PhoneShop, httpsms: HttpSms, seen_by: str
) -> None:
    httpsms.miss_call(LINE_NUMBER, CALLER)
    httpsms.api_key = "uk_another"
    await (by_httpsms.bring() if seen_by == "a text" else by_httpsms.examine())
    (flow,) = by_httpsms.hass.config_entries.flow.async_progress()
    assert (flow["context"]["source"], flow["step_id"]) == (SOURCE_REAUTH, "httpsms_again")


async def test_a_phone_that_texts_callers_too_or_is_gone_is_told(
    by_httpsms: PhoneShop, httpsms: HttpSms
) -> None:
    httpsms.sims[0].auto_reply = "We call you back"
    await by_httpsms.examine()
    assert by_httpsms.issues == {"health_phone_answers_itself"}
    httpsms.sims.clear()
    await by_httpsms.examine()
    assert by_httpsms.issues == {"health_phone_gone"}


async def test_a_company_that_cannot_be_asked_changes_nothing_that_is_told(
    by_httpsms: PhoneShop, httpsms: HttpSms
) -> None:
    httpsms.sims[0].auto_reply = "We call you back"
    await by_httpsms.examine()
    httpsms.faults += [Fault.FAILS, Fault.PAGE]
    await by_httpsms.examine()
    await by_httpsms.examine()
    assert by_httpsms.issues == {"health_phone_answers_itself"}


async def test_beside_a_phone_system_a_missed_call_waits_for_the_word_of_both(
    hass: HomeAssistant, httpsms: HttpSms
) -> None:
    entry = httpsms_entry(httpsms)
    entry.add_to_hass(hass)
    (alone,) = shop_of(hass, entry).lines
    assert alone.hears_twice == timedelta(0)
    system = ConfigSubentry(
        subentry_type="phone_system",
        title="Asterisk",
        unique_id="asterisk:pbx",
        data=MappingProxyType({"kind": "asterisk", "host": "pbx"}),
    )
    hass.config_entries.async_add_subentry(entry, system)
    (beside,) = shop_of(hass, entry).lines
    assert beside.hears_twice > timedelta(0)


async def test_a_line_that_is_removed_is_told_of_no_more(
    by_httpsms: PhoneShop, httpsms: HttpSms
) -> None:
    httpsms.sims.append(Sim(number=SECOND))
    second = ConfigSubentry(
        subentry_type="line",
        title="Workshop",
        unique_id=SECOND,
        data=MappingProxyType({"number": SECOND, "mode": "own_phones", "texts_per_minute": 10}),
    )
    hass = by_httpsms.hass
    hass.config_entries.async_add_subentry(by_httpsms.entry, second)
    await by_httpsms.settle()
    await by_httpsms.examine()
    assert told_of(httpsms) == [LINE_NUMBER, SECOND]
    httpsms.faults += [Fault.FAILS] * 3
    hass.config_entries.async_remove_subentry(by_httpsms.entry, second.subentry_id)
    await by_httpsms.settle()
    httpsms.faults.clear()
    await by_httpsms.examine()
    assert told_of(httpsms) == [LINE_NUMBER], "what failed is done at the next look"


async def test_one_of_two_lines_that_is_removed_leaves_the_other(
    by_httpsms: PhoneShop, httpsms: HttpSms
) -> None:
    httpsms.sims.append(Sim(number=SECOND))
    second = ConfigSubentry(
        subentry_type="line",
        title="Workshop",
        unique_id=SECOND,
        data=MappingProxyType({"number": SECOND, "mode": "own_phones", "texts_per_minute": 10}),
    )
    hass = by_httpsms.hass
    hass.config_entries.async_add_subentry(by_httpsms.entry, second)
    await by_httpsms.settle()
    await by_httpsms.examine()
    hass.config_entries.async_remove_subentry(by_httpsms.entry, by_httpsms.line_id)
    await by_httpsms.settle()
    assert told_of(httpsms) == [SECOND]


async def test_with_its_last_line_httpsms_tells_nothing_any_more(
    by_httpsms: PhoneShop, httpsms: HttpSms
) -> None:
    assert told_of(httpsms) == [LINE_NUMBER]
    by_httpsms.hass.config_entries.async_remove_subentry(by_httpsms.entry, by_httpsms.line_id)
    await by_httpsms.settle()
    assert not httpsms.webhooks
