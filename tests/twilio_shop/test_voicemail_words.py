"""What a caller says to Twilio's answering machine is written down by an engine of Home Assistant."""

from dataclasses import replace
from datetime import timedelta
from typing import Any

import pytest

from custom_components.missed_call_textback.const import CONF_TRANSCRIBE
from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.happenings import TranscriptReady
from homeassistant.components.stt import AudioSampleRates, SpeechResult, SpeechResultState
from homeassistant.config_entries import ConfigFlowResult
from homeassistant.core import HomeAssistant
from homeassistant.data_entry_flow import FlowResultType
from homeassistant.helpers import entity_registry as er
from tests.config_flow.dialogs import suggested
from tests.exchange import RINGS_OUT, Kind

from .conftest import CALLER, TwilioShop
from .speech import ENGINE, Ears, set_up_ears

CALL = "event.corner_barbers_call"


@pytest.fixture
def shop_options() -> dict[str, object]:
    """Return a shop that has voicemail written down."""
    return {CONF_TRANSCRIBE: ENGINE}


@pytest.fixture
async def ears(hass: HomeAssistant, shop: TwilioShop) -> Ears:
    """Return the engine that writes it down."""
    return await set_up_ears(hass)


def ready(shop: TwilioShop) -> list[TranscriptReady]:
    return [each for each in shop.told if isinstance(each, TranscriptReady)]


async def thread(shop: TwilioShop) -> dict[str, Any]:
    answer = await shop.hass.services.async_call(
        "missed_call_textback",
        "get_thread",
        {"config_entry_id": shop.entry.entry_id, "thread_id": 1},
        blocking=True,
        return_response=True,
    )
    assert answer is not None
    return dict(answer)


async def test_a_message_at_the_company_is_words_in_the_conversation(
    shop: TwilioShop, ears: Ears
) -> None:
    ears.say("The boiler makes a strange noise.")
    call = await shop.call(RINGS_OUT)
    assert ears.heard == []
    await shop.forward(seconds=6)
    (told,) = ready(shop)
    assert (told.words, told.peer, told.waits) == (
        "The boiler makes a strange noise.",
        CALLER,
        True,
    )
    # What is kept at 8 kHz is heard at the 16 kHz that engines take, and as long.
    (heard,) = ears.heard
    kept = min(call.recordings[0].seconds, 8)
    assert len(heard.samples) == kept * 16000 * 2
    assert heard.metadata.sample_rate is AudioSampleRates.SAMPLERATE_16000
    assert heard.metadata.language == "en-US"
    assert any(
        each.get("body") == "The boiler makes a strange noise." and each["kind"] == "call"
        for each in (await thread(shop))["entries"]
    )
    state = shop.hass.states.get(CALL)
    assert state is not None
    assert state.attributes["event_type"] == "transcribed"
    assert state.attributes["body"] == "The boiler makes a strange noise."
    assert (await shop.coordinator.ledger.figures(told.line_id, "2026-01-01")).waiting == 1


async def test_an_engine_that_takes_a_telephones_rate_gets_it_as_it_is(
    shop: TwilioShop, ears: Ears
) -> None:
    ears.rates = [AudioSampleRates.SAMPLERATE_48000, AudioSampleRates.SAMPLERATE_8000]
    ears.say("Hello")
    call = await shop.call(RINGS_OUT)
    await shop.forward(seconds=6)
    assert len(ears.heard[0].samples) == min(call.recordings[0].seconds, 8) * 8000 * 2


@pytest.mark.parametrize(
    "failure",
    [
        SpeechResult(None, SpeechResultState.ERROR),
        OSError("the engine is gone"),
        TimeoutError(),
    ],
)
async def test_an_engine_that_fails_is_asked_again(
    shop: TwilioShop, ears: Ears, failure: SpeechResult | Exception
) -> None:
    ears.says = [failure]
    ears.say("At last")
    await shop.call(RINGS_OUT)
    await shop.forward(seconds=6)
    assert ready(shop) == []
    await shop.forward(seconds=20)
    assert [each.words for each in ready(shop)] == ["At last"]


async def test_an_engine_that_is_not_there_yet_is_waited_for(
    shop: TwilioShop, hass: HomeAssistant
) -> None:
    await shop.call(RINGS_OUT)
    await shop.forward(seconds=6)
    ears = await set_up_ears(hass)
    ears.there = False
    await shop.forward(seconds=20)
    assert ears.heard == []
    ears.there = True
    ears.say("Still here")
    await shop.forward(minutes=2)
    assert [each.words for each in ready(shop)] == ["Still here"]


async def test_a_company_that_does_not_answer_is_asked_again(shop: TwilioShop, ears: Ears) -> None:
    shop.exchange.trouble.add(Kind.SERVER_ERROR, where="recordings")
    ears.say("At last")
    await shop.call(RINGS_OUT)
    await shop.forward(seconds=6)
    assert ears.heard == []
    await shop.forward(seconds=20)
    assert [each.words for each in ready(shop)] == ["At last"]


@pytest.mark.parametrize("what", ["language", "rate", "sound"])
async def test_what_no_engine_could_hear_is_given_up(
    shop: TwilioShop, ears: Ears, what: str, caplog: pytest.LogCaptureFixture
) -> None:
    await shop.call(RINGS_OUT)
    match what:
        case "language":
            ears.languages = ["fi"]
        case "rate":
            ears.rates = []
        case "sound":
            for sid in shop.account.recordings:
                shop.account.recordings[sid] = b"no sound"
    await shop.forward(seconds=6)
    await shop.forward(days=2)
    assert ears.heard == []
    assert caplog.text.count("could not be written down") == 1
    assert CALLER not in caplog.text


async def test_an_engine_hears_the_language_of_the_caller_or_else_of_the_house(
    shop: TwilioShop, ears: Ears
) -> None:
    await shop.coordinator.engine.people.describe(CALLER, language="de")
    ears.say("Guten Tag", "Good day")
    await shop.call(RINGS_OUT)
    await shop.forward(seconds=6)
    ears.languages = ["fr", "en"]
    await shop.call(RINGS_OUT)
    await shop.forward(seconds=6)
    assert [heard.metadata.language for heard in ears.heard] == ["de-DE", "en"]


async def test_a_recording_that_is_kept_elsewhere_is_not_fetched(
    shop: TwilioShop, ears: Ears
) -> None:
    await shop.call(RINGS_OUT)

    def move(book: Book) -> None:
        stored = book.unheard_recording(1, shop.decided[0].call.started_at - timedelta(hours=1))
        assert stored is not None
        elsewhere = replace(stored.call, recording="https://pbx.example/message.wav")
        book.save_call(stored.id, elsewhere, due_at=None)

    await shop.coordinator.ledger.write(move)
    await shop.forward(seconds=6)
    assert ears.heard == []
    assert ready(shop) == []


async def test_the_owner_chooses_the_engine_in_the_options(
    shop: TwilioShop, ears: Ears, hass: HomeAssistant
) -> None:
    async def shown() -> ConfigFlowResult:
        menu = await hass.config_entries.options.async_init(shop.entry.entry_id)
        return await hass.config_entries.options.async_configure(
            menu["flow_id"], {"next_step_id": "conversations"}
        )

    answers: dict[str, Any] = {
        "patience": 5,
        "patience_in_hours": True,
        "silent": {"follow_up": False},
    }
    form = await shown()
    assert suggested(form)["voicemail"] == {CONF_TRANSCRIBE: ENGINE}
    done = await hass.config_entries.options.async_configure(
        form["flow_id"], {**answers, "voicemail": {CONF_TRANSCRIBE: ENGINE}}
    )
    assert done["type"] is FlowResultType.CREATE_ENTRY
    # It is found again under another name.
    entity = er.async_get(hass).async_get(ENGINE)
    assert entity is not None
    assert shop.entry.options[CONF_TRANSCRIBE] == entity.id
    await hass.async_block_till_done()
    form = await shown()
    done = await hass.config_entries.options.async_configure(
        form["flow_id"], {**answers, "voicemail": {}}
    )
    assert CONF_TRANSCRIBE not in shop.entry.options
    await hass.async_block_till_done()
    assert not shop.coordinator.shop.transcribes
