"""The mapper: of a form that nothing is known of, the owner says which field says what."""

from typing import Any

from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback.providers.webhook.heard import Meaning
from custom_components.missed_call_textback.webhook_doors import mapping_of

from .dialogs import ADDRESS, Shown, sub_id, suggested
from .test_webhooks import at_first_call, impatient, phones, shop, stored, window
from .webhooks import PhoneSystem, SystemDialog, bearer, copied, offered, whole_numbers

__all__ = ["impatient", "phones", "shop", "window"]

# Of a system whose words no dictionary has, and whose ends look alike.
RINGS = {"direction": "in", "state": "alerting", "cid": "88", "who": "+12025550123", "our": "100"}
MISSED = RINGS | {"state": "cleared"}
TALKED = {"direction": "in", "state": "seized", "cid": "89", "who": "+12025550124", "our": "100"}
OUT = RINGS | {"direction": "out", "cid": "90"}
CHOSEN = {"status": ["state", "direction"], "call_id": ["cid"], "caller": "who", "more": {}}


async def sends(phones: PhoneSystem, shown: Shown, *bodies: dict[str, Any]) -> None:
    for body in bodies:
        status = await phones.post(copied(shown, "address"), body, bearer(copied(shown, "secret")))
        assert status in (200, 503)


async def at_words(window: SystemDialog, phones: PhoneSystem, *bodies: dict[str, Any]) -> Shown:
    """Walk to the words, by these letters."""
    shown = await at_first_call(window, "other")
    await sends(phones, shown, *bodies)
    shown = await window.answer({})
    assert shown["step_id"] == "webhook_fields"
    shown = await window.answer(CHOSEN)
    assert shown["step_id"] == "webhook_words"
    return shown


async def test_the_fields_that_came_are_offered_with_what_was_in_them_and_no_whole_number(
    window: SystemDialog, phones: PhoneSystem
) -> None:
    shown = await at_first_call(window, "other")
    await sends(phones, shown, RINGS, MISSED | {"more": {"time": "2026-03-01T09:29:30Z"}})
    shown = await window.answer({})
    fields = offered(shown, "caller")
    assert fields == {
        "direction": "direction: in",
        "state": "state: cleared",
        "cid": "cid: 88",
        "who": "who: …123",
        "our": "our: 100",
        "more.time": "more.time: 2026-03-01T09:29:30Z",
    }
    assert whole_numbers(str(fields)) == []
    assert suggested(shown)["caller"] == "who"


async def test_a_form_that_is_guessed_right_needs_nothing_but_submitting(
    window: SystemDialog, phones: PhoneSystem, shop: MockConfigEntry
) -> None:
    shown = await at_first_call(window, "other")
    told = {"call_id": "7", "direction": "inbound", "caller": "+12025550123"}
    await sends(phones, shown, told | {"status": "no-answer"}, told | {"status": "answered"})
    for step in ("webhook_fields", "webhook_words"):
        shown = await window.answer({} if step == "webhook_fields" else suggested(shown))
        assert shown["step_id"] == step
    guessed = suggested(shown)
    assert guessed["no_answer"] == ["inbound noanswer"]
    assert guessed["answered"] == ["inbound answered"]
    shown = await window.answer(guessed)
    assert shown["step_id"] == "webhook_heard"
    assert "A call was missed; from …123" in copied(shown, "arrived")
    await window.choose("webhook_done")
    mapping = mapping_of(stored(shop))
    assert mapping is not None
    # Words that have not come yet mean what they mostly mean.
    assert mapping.meaning_of("inbound busy") is Meaning.BUSY


async def test_words_that_nobody_could_guess_are_chosen_by_what_came(
    window: SystemDialog, phones: PhoneSystem, shop: MockConfigEntry
) -> None:
    shown = await at_words(window, phones, RINGS, MISSED, TALKED, OUT)
    # The direction comes first, in whatever order the fields were chosen.
    assert offered(shown, "answered") == {
        "in alerting": "in / alerting",
        "in cleared": "in / cleared",
        "in seized": "in / seized",
        "out alerting": "out / alerting",
    }
    shown = await window.answer(
        {
            "ringing": ["in alerting"],
            "over": ["in cleared"],
            "answered": ["in seized", "in / Taken-Over"],
            "more": {"busy": ["in engaged"]},
        }
    )
    arrived = copied(shown, "arrived")
    for said in ("A call came in", "A call ended; missed", "A call was answered; from …124"):
        assert said in arrived
    assert "Nothing that matters" in arrived
    # What comes now is read so at once.
    await window.choose("webhook_done")
    mapping = mapping_of(stored(shop))
    assert mapping is not None
    assert (mapping.status, mapping.call_id) == (("direction", "state"), ("cid",))
    for words, meaning in (
        ("in cleared", Meaning.OVER),
        ("in takenover", Meaning.ANSWERED),
        ("in engaged", Meaning.BUSY),
        ("out alerting", None),
    ):
        assert mapping.meaning_of(words) is meaning


async def test_of_what_arrived_each_request_is_said_whether_it_was_understood(
    window: SystemDialog, phones: PhoneSystem
) -> None:
    first = await at_first_call(window, "other")
    without_id = {key: value for key, value in MISSED.items() if key != "cid"}
    sent = (copied(first, "address"), b"neither form nor JSON", bearer(copied(first, "secret")))
    assert await phones.post(*sent) == 400
    await sends(phones, first, without_id, MISSED)
    await window.answer({})
    await window.answer(CHOSEN)
    shown = await window.answer({"no_answer": ["in cleared"], "more": {}})
    arrived = copied(shown, "arrived")
    assert arrived.count("Not understood") == 2
    assert "cid is missing" in arrived
    assert "the body is neither JSON nor a form" in arrived
    assert "A call was missed; from …123" in arrived

    await window.choose("webhook_again")
    await sends(phones, first, TALKED)
    assert "A call was missed" in copied(await window.answer({}), "arrived")


async def test_a_word_that_is_typed_is_read_as_it_is_written(
    window: SystemDialog, phones: PhoneSystem, shop: MockConfigEntry
) -> None:
    shown = await at_first_call(window, "other")
    await sends(phones, shown, RINGS, MISSED)
    await window.answer({})
    await window.answer(CHOSEN | {"status": ["state"]})
    await window.answer({"no_answer": ["No Answer", "Hung-up"], "more": {}})
    await window.choose("webhook_done")
    mapping = mapping_of(stored(shop))
    assert mapping is not None
    for written in ("no-answer", "No Answer", "hung up"):
        status = mapping.status_of({"state": written})
        assert mapping.meaning_of(status) is Meaning.NO_ANSWER


async def test_a_word_that_is_left_out_means_nothing_though_it_mostly_means_something(
    window: SystemDialog, phones: PhoneSystem, shop: MockConfigEntry
) -> None:
    await at_words(window, phones, RINGS | {"state": "missed"}, RINGS | {"state": "hangup"})
    await window.answer({"no_answer": ["in missed"], "more": {}})
    await window.choose("webhook_done")
    mapping = mapping_of(stored(shop))
    assert mapping is not None
    assert mapping.meaning_of("in hangup") is None
    assert mapping.meaning_of("in missed") is Meaning.NO_ANSWER


async def test_words_with_which_nobody_or_everybody_would_be_texted_are_refused(
    window: SystemDialog, phones: PhoneSystem
) -> None:
    shown = await at_words(window, phones, RINGS, MISSED)
    for answers, error in (
        ({"ringing": ["in alerting"]}, "webhook_no_missed_word"),
        ({"over": ["in cleared"]}, "webhook_no_answered_word"),
        (
            {"no_answer": ["in cleared"], "answered": ["in cleared"]},
            "webhook_word_twice",
        ),
    ):
        shown = await window.answer(answers | {"more": {}})
        assert shown["errors"] == {"base": error}
        assert suggested(shown)["more"] == {}
    assert shown["step_id"] == "webhook_words"


async def test_a_call_placed_meanwhile_brings_the_word_that_was_missing(
    window: SystemDialog, phones: PhoneSystem
) -> None:
    first = await at_first_call(window, "other")
    await sends(phones, first, RINGS, MISSED)
    await window.answer({})
    shown = await window.answer(CHOSEN)
    assert "in seized" not in offered(shown, "answered")
    await sends(phones, first, TALKED)
    shown = await window.answer({"over": ["in cleared"], "more": {}})
    assert shown["errors"] == {"base": "webhook_no_answered_word"}
    assert "in seized" in offered(shown, "answered")


async def test_fields_without_which_no_call_is_known_are_asked_for(
    window: SystemDialog, phones: PhoneSystem
) -> None:
    shown = await at_first_call(window, "other")
    await sends(phones, shown, {"a": "1", "b": "2"})
    await window.answer({})
    shown = await window.answer({"status": [], "more": {}})
    assert shown["errors"] == dict.fromkeys(("status", "call_id", "caller"), "webhook_field_needed")


async def test_the_fields_can_be_chosen_anew_by_what_has_come_since(
    window: SystemDialog, phones: PhoneSystem, shop: MockConfigEntry
) -> None:
    first = await at_first_call(window, "other")
    await window.answer({"skip": True})
    await sends(phones, first, RINGS, MISSED, TALKED)

    for missed in ("in alerting", "in cleared"):
        await window.open(sub_id(shop, "phone_system"))
        await window.answer({"system": "other"})
        shown = await window.answer({"public_url": ADDRESS})
        shown = await window.answer({})
        if shown["step_id"] == "webhook_heard":
            # It is chosen already: what came is shown by that.
            assert "A call was missed; from …123" in copied(shown, "arrived")
            shown = await window.choose("webhook_fields")
            assert suggested(shown)["status"] == ["direction", "state"]
        shown = await window.answer(CHOSEN)
        if missed == "in cleared":
            assert suggested(shown)["no_answer"] == ["in alerting"]
        await window.answer({"no_answer": [missed], "answered": ["in seized"], "more": {}})
        done = await window.choose("webhook_done")
        assert done["reason"] == "reconfigure_successful"
        mapping = mapping_of(stored(shop))
        assert mapping is not None
        assert mapping.meaning_of(missed) is Meaning.NO_ANSWER
        other = {"in alerting", "in cleared"} - {missed}
        assert [mapping.meaning_of(words) for words in other] == [None]
