"""The reporting actions: what an automation says happened is believed once, and answered plainly."""

from datetime import timedelta
from typing import Any

from freezegun.api import FrozenDateTimeFactory
import pytest
import voluptuous as vol

from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.outbox import Accepted
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.ledger import SqliteLedger
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import HomeAssistantError, ServiceValidationError
from homeassistant.helpers.template import Template
from homeassistant.util import dt as dt_util

from .shop import (
    BACK,
    CUSTOMER,
    FRONT,
    OTHER_CUSTOMER,
    SAM_MOBILE,
    OpenShop,
    open_shop,
    shop_device,
    shop_entry,
    strings,
)


async def _report(
    shop: OpenShop, what: str, *, line: str | None = FRONT, **fields: object
) -> dict[str, Any]:
    response = await shop.hass.services.async_call(
        DOMAIN,
        f"report_{what}",
        {"device_id": shop_device(shop, line), **fields},
        blocking=True,
        return_response=True,
    )
    assert response is not None
    await shop.settle()
    return dict(response)


async def _refused(shop: OpenShop, what: str, *, line: str | None = FRONT, **fields: object) -> str:
    with pytest.raises(ServiceValidationError) as caught:
        await _report(shop, what, line=line, **fields)
    key = caught.value.translation_key
    assert key is not None
    assert key in strings()["exceptions"]
    for name, value in (caught.value.translation_placeholders or {}).items():
        assert f"{{{name}}}" in strings()["exceptions"][key]["message"], value
    return key


def _missed_today(shop: OpenShop) -> str:
    return shop.state("sensor.demo_line_missed_calls_today")


async def test_a_reported_missed_call_is_texted_back_and_the_answer_says_why(
    shop: OpenShop,
) -> None:
    told = await _report(shop, "call", number="(202) 555-0123", call_id="17.4", ring_seconds=18)
    assert [text.to for text in shop.carrier.sent] == [CUSTOMER]
    assert told == {
        "call_id": shop.attributes("event.demo_line_call")["call_id"],
        "decision": "text_back",
        "reason": "missed_open",
        "reason_text": "The call was missed during opening hours",
        "held_until": None,
    }


async def test_without_a_response_asked_for_a_report_works_as_well(shop: OpenShop) -> None:
    await shop.miss_call()
    (text,) = shop.carrier.sent
    for what, fields in (
        ("call", {"number": OTHER_CUSTOMER}),
        ("reply", {"number": CUSTOMER, "message": "Hi"}),
        ("status", {"ref": text.ref, "status": "sent"}),
    ):
        assert (
            await shop.hass.services.async_call(
                DOMAIN,
                f"report_{what}",
                {"device_id": shop_device(shop, FRONT), **fields},
                blocking=True,
            )
            is None
        )
    await shop.settle()
    assert [text.to for text in shop.carrier.sent] == [CUSTOMER, OTHER_CUSTOMER]
    assert shop.state("sensor.demo_line_replies_today") == "1"


async def test_an_answered_call_is_texted_to_nobody(shop: OpenShop) -> None:
    told = await _report(shop, "call", number=CUSTOMER, outcome="answered")
    assert (told["decision"], told["reason"]) == ("skip", "answered")
    assert shop.carrier.sent == []
    assert _missed_today(shop) == "0"


async def test_a_held_text_back_is_told_with_its_hour(
    hass: HomeAssistant, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to("2026-11-21T04:00:00+00:00")
    shop = await open_shop(hass, shop_entry(options={"by_day_only": True}))
    told = await _report(shop, "call", number=CUSTOMER)
    assert (told["decision"], told["reason"]) == ("hold", "sensible_hours")
    assert told["held_until"] > dt_util.utcnow().isoformat()


async def test_a_call_that_the_shop_made_is_reported_and_texts_nobody(shop: OpenShop) -> None:
    await shop.miss_call()
    texts = len(shop.carrier.sent)
    ours: dict[str, Any] = {"number": "(202) 555-0123", "outgoing": True}
    now = dt_util.utcnow()
    in_vain = await _report(shop, "call", **ours, at=now - timedelta(minutes=5))
    assert in_vain == {"new": True, "recovered": False}
    told = await _report(shop, "call", **ours, outcome="answered", at=now)
    assert told == {"new": True, "recovered": True}
    again = await _report(shop, "call", **ours, outcome="answered", at=now)
    assert again == {"new": False, "recovered": False}
    assert shop.attributes("event.demo_line_call")["event_type"] == "called_back"
    assert len(shop.carrier.sent) == texts


@pytest.mark.parametrize("number", [{}, {"number": "anonymous"}, {"number": "101"}])
async def test_a_call_that_the_shop_made_went_to_somebody(
    shop: OpenShop, number: dict[str, str]
) -> None:
    assert await _refused(shop, "call", **number, outgoing=True) == "number_not_understood"


async def test_reports_of_one_id_are_one_call_whatever_else_they_say(shop: OpenShop) -> None:
    await _report(shop, "call", number=CUSTOMER, call_id="a")
    again = await _report(shop, "call", number=OTHER_CUSTOMER, call_id=" a ")
    assert again == {
        "call_id": None,
        "decision": "skip",
        "reason": "already_decided",
        "reason_text": again["reason_text"],
        "held_until": None,
    }
    assert [text.to for text in shop.carrier.sent] == [CUSTOMER]
    assert _missed_today(shop) == "1"


async def test_two_calls_whose_ids_have_colons_are_two_calls_of_one_source(shop: OpenShop) -> None:
    # Were they two sources', the second would be taken for the first heard elsewhere: answered.
    await _report(shop, "call", number=CUSTOMER, call_id="1:a", outcome="answered")
    told = await _report(shop, "call", number=CUSTOMER, call_id="2:a")
    assert told["decision"] == "text_back"
    assert [text.to for text in shop.carrier.sent] == [CUSTOMER]


async def test_a_call_that_somebody_took_after_all_is_no_longer_missed(shop: OpenShop) -> None:
    first = await _report(shop, "call", number=CUSTOMER, call_id="a")
    told = await _report(shop, "call", number=CUSTOMER, call_id="a", outcome="answered")
    assert told["call_id"] == first["call_id"]
    assert shop.state("event.demo_line_call")
    assert shop.attributes("event.demo_line_call")["event_type"] == "answered"


@pytest.mark.parametrize(
    ("start", "later", "calls"),
    [
        pytest.param("10:00:05", 30, 1, id="within-a-minute"),
        pytest.param("10:00:55", 20, 1, id="over-the-full-minute"),
        pytest.param("10:00:55", -20, 1, id="told-in-the-wrong-order"),
        pytest.param("10:00:05", 60, 2, id="a-minute-later"),
        pytest.param("10:00:05", -60, 2, id="a-minute-sooner"),
    ],
)
async def test_without_an_id_the_calls_of_one_number_within_a_minute_are_one(
    shop: OpenShop, freezer: FrozenDateTimeFactory, start: str, later: int, calls: int
) -> None:
    freezer.move_to(f"2026-11-21T{start}+00:00")
    at = dt_util.utcnow()
    await _report(shop, "call", number=CUSTOMER, at=at.isoformat())
    freezer.tick(180)
    second = (at + timedelta(seconds=later)).isoformat()
    await _report(shop, "call", number="202-555-0123", at=second)
    assert _missed_today(shop) == str(calls)


async def test_without_an_id_other_callers_and_other_lines_have_calls_of_their_own(
    shop: OpenShop, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to("2026-11-21T10:00:05+00:00")
    await _report(shop, "call", number=CUSTOMER)
    await _report(shop, "call", number=OTHER_CUSTOMER)
    await _report(shop, "call", number="anonymous")
    await _report(shop, "call")
    await _report(shop, "call", number=CUSTOMER, line=BACK)
    assert _missed_today(shop) == "3"
    assert shop.state("sensor.back_office_missed_calls_today") == "1"


async def test_the_id_of_a_call_without_one_does_not_have_its_number(shop: OpenShop) -> None:
    told = await _report(shop, "call", number=CUSTOMER)
    record = await shop.coordinator.ledger.call_by_id(told["call_id"])
    assert record is not None
    assert "2025550123" not in record.call.source_id


@pytest.mark.parametrize(
    ("number", "reason"),
    [
        pytest.param("anonymous", "no_caller_id", id="withheld"),
        pytest.param("   ", "no_caller_id", id="blank"),
        pytest.param("Aunt Ada", "not_a_phone_number", id="a-name"),
        pytest.param(SAM_MOBILE, "team", id="team"),
    ],
)
async def test_nobody_gets_round_the_guards_by_a_report(
    shop: OpenShop, number: str, reason: str
) -> None:
    told = await _report(shop, "call", number=number)
    assert (told["decision"], told["reason"]) == ("skip", reason)
    assert shop.carrier.sent == []


async def test_a_call_of_long_ago_is_kept_and_not_texted(shop: OpenShop) -> None:
    at = dt_util.utcnow() - timedelta(hours=5)
    told = await _report(shop, "call", number=CUSTOMER, at=at.isoformat())
    assert told["reason"] == "too_late"


async def test_a_callers_name_is_cleaned_and_an_unknown_one_is_none(shop: OpenShop) -> None:
    for number, given, kept in (
        (CUSTOMER, "Ada\n\x00 \u202eLovelace" + "x" * 100, ("Ada Lovelace" + "x" * 100)[:80]),
        (OTHER_CUSTOMER, "Unknown", None),
    ):
        told = await _report(shop, "call", number=number, caller_name=given)
        record = await shop.coordinator.ledger.call_by_id(told["call_id"])
        assert record is not None
        assert record.call.caller_name == kept


@pytest.mark.parametrize("number", [CUSTOMER, "2025550123", "(202) 555-0123"])
async def test_a_number_that_a_template_of_an_automation_renders_is_the_callers(
    shop: OpenShop, number: str
) -> None:
    """Home Assistant turns a rendered "+12025550123" into a whole number."""
    told = Template("{{ number }}", shop.hass).async_render({"number": number})
    await _report(shop, "call", number=told)
    await _report(shop, "reply", number=told, message="Hi")
    assert [text.to for text in shop.carrier.sent] == [CUSTOMER]
    assert shop.attributes("event.demo_line_text")["number"] == CUSTOMER


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        pytest.param({"call_id": ""}, "report_id_unusable", id="empty-id"),
        pytest.param({"call_id": "x" * 101}, "report_id_unusable", id="long-id"),
        pytest.param({"call_id": "a\x00b"}, "report_id_unusable", id="unprintable-id"),
        pytest.param({"number": "1" * 41}, "number_not_understood", id="long-number"),
        pytest.param({"number": "1" * 10_000}, "number_not_understood", id="endless-number"),
        pytest.param({"at": "2199-01-01 00:00:00"}, "report_in_the_future", id="future"),
    ],
)
async def test_a_call_that_cannot_be_noted_is_refused_in_plain_words(
    shop: OpenShop, fields: dict[str, Any], key: str
) -> None:
    assert await _refused(shop, "call", **{"number": CUSTOMER, **fields}) == key
    assert _missed_today(shop) == "0"


@pytest.mark.parametrize("seconds", [float("nan"), float("inf"), -1, 3601, "soon"])
async def test_a_phone_rings_for_a_while_and_not_for_ever(shop: OpenShop, seconds: object) -> None:
    with pytest.raises(vol.Invalid):
        await _report(shop, "call", number=CUSTOMER, ring_seconds=seconds)


async def test_a_device_that_is_no_line_has_no_calls(shop: OpenShop) -> None:
    assert await _refused(shop, "call", line=None, number=CUSTOMER) == "not_a_line"


async def test_a_ledger_in_trouble_is_told_as_such(
    shop: OpenShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def broken(*_args: object, **_kwargs: object) -> None:
        raise LedgerUnavailable

    monkeypatch.setattr(SqliteLedger, "write", broken)
    for what, fields in (
        ("call", {"number": CUSTOMER, "call_id": "a"}),
        ("reply", {"number": CUSTOMER, "message": "Hi"}),
        ("status", {"ref": "x", "status": "sent"}),
    ):
        given: dict[str, Any] = fields
        with pytest.raises(HomeAssistantError) as caught:
            await _report(shop, what, **given)
        assert caught.value.translation_key == "ledger_unavailable"


async def test_a_reported_reply_is_a_reply(shop: OpenShop) -> None:
    await shop.miss_call()
    told = await _report(shop, "reply", number="(202) 555-0123", message="Is Friday free?")
    assert told == {"new": True, "wish": None}
    assert shop.attributes("event.demo_line_text")["body"] == "Is Friday free?"
    assert shop.state("sensor.demo_line_waiting") == "1"


async def test_stop_and_start_are_obeyed(shop: OpenShop) -> None:
    assert await _report(shop, "reply", number=CUSTOMER, message="STOP") == {
        "new": True,
        "wish": "stop",
    }
    shop.carrier.sent.clear()
    await shop.miss_call()
    assert shop.carrier.sent == []
    told = await _report(shop, "reply", number=CUSTOMER, message="START")
    assert told["wish"] == "start"


async def test_a_reply_that_is_reported_twice_counts_once(
    shop: OpenShop, freezer: FrozenDateTimeFactory
) -> None:
    freezer.move_to("2026-11-21T10:00:55+00:00")
    for fields in ({}, {"message_id": "8842"}):
        told = [
            await _report(shop, "reply", number=CUSTOMER, message="Hi", **fields),
            await _report(shop, "reply", number="202 555 0123", message="Hi", **fields),
        ]
        freezer.tick(10)
        told.append(await _report(shop, "reply", number=CUSTOMER, message="Hi", **fields))
        assert [each["new"] for each in told] == [True, False, False]
    assert (await _report(shop, "reply", number=CUSTOMER, message="Hello"))["new"]
    freezer.tick(120)
    assert (await _report(shop, "reply", number=CUSTOMER, message="Hi"))["new"]


async def test_texts_of_two_phones_that_count_from_one_are_both_heard(shop: OpenShop) -> None:
    first = await _report(shop, "reply", number=CUSTOMER, message="Friday?", message_id="1")
    other = {"line": BACK, "number": OTHER_CUSTOMER, "message": "STOP", "message_id": "1"}
    assert first == {"new": True, "wish": None}
    assert await _report(shop, "reply", **other) == {"new": True, "wish": "stop"}
    assert not (await _report(shop, "reply", **other))["new"]


async def test_a_reply_of_any_length_and_any_characters_is_kept(shop: OpenShop) -> None:
    body = "a\x00\ud800" + "b" * 5000
    assert (await _report(shop, "reply", number=CUSTOMER, message=body))["new"]
    kept = shop.attributes("event.demo_line_text")["body"]
    assert kept.startswith("ab")
    assert len(kept) <= 4096


@pytest.mark.parametrize("number", ["", "  ", "1" * 41])
async def test_a_reply_comes_from_somebody(shop: OpenShop, number: str) -> None:
    key = await _refused(shop, "reply", number=number, message="Hi")
    assert key == "number_not_understood"


async def test_what_became_of_a_text_is_reported_by_its_reference(shop: OpenShop) -> None:
    await shop.miss_call()
    (text,) = shop.carrier.sent
    told = await _report(shop, "status", ref=text.ref, status="delivered")
    assert told == {"text_id": text.ref, "state": "delivered"}
    assert shop.attributes("event.demo_line_text")["event_type"] == "delivered"
    # A receipt that is overtaken changes nothing.
    late = await _report(shop, "status", ref=text.ref, status="sent", line=None)
    assert late["state"] == "delivered"


async def test_what_became_of_a_text_is_reported_by_the_id_that_the_action_gave_it(
    shop: OpenShop,
) -> None:
    shop.carrier.answers[CUSTOMER] = Accepted("action:8842")
    await shop.miss_call()
    told = await _report(
        shop, "status", message_id="8842", status="undelivered", error="no +12025550123 here"
    )
    assert told["state"] == "undelivered"
    assert shop.attributes("event.demo_line_text")["error"] == "no … here"
    assert shop.state("todo.corner_barbers_open_leads") == "1"


@pytest.mark.parametrize(
    ("fields", "key"),
    [
        pytest.param({}, "ref_or_message_id", id="no-text"),
        pytest.param({"ref": "x"}, "unknown_text", id="unknown-reference"),
        pytest.param({"message_id": "x"}, "unknown_text", id="unknown-id"),
        pytest.param({"ref": ""}, "report_id_unusable", id="empty-reference"),
    ],
)
async def test_a_status_of_no_text_is_refused_in_plain_words(
    shop: OpenShop, fields: dict[str, Any], key: str
) -> None:
    assert await _refused(shop, "status", status="sent", **fields) == key
