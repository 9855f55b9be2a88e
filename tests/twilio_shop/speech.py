"""A speech-to-text engine of Home Assistant that says what it is told to, and keeps what it heard."""

from collections.abc import AsyncIterable
from dataclasses import dataclass, field
from typing import Final, override

from pytest_homeassistant_custom_component.common import (
    MockConfigEntry,
    MockModule,
    MockPlatform,
    mock_integration,
    mock_platform,
)

from homeassistant.components.stt import (
    AudioBitRates,
    AudioChannels,
    AudioCodecs,
    AudioFormats,
    AudioSampleRates,
    SpeechMetadata,
    SpeechResult,
    SpeechResultState,
    SpeechToTextEntity,
)
from homeassistant.config_entries import ConfigEntry, ConfigFlow
from homeassistant.core import HomeAssistant
from homeassistant.helpers.entity_platform import AddEntitiesCallback

ENGINE: Final = "stt.ears"
_DOMAIN: Final = "ears"


@dataclass(slots=True)
class Heard:
    """What the engine was given."""

    metadata: SpeechMetadata
    samples: bytes


@dataclass(slots=True)
class Ears:
    """What the engine says, in order, and what it heard."""

    says: list[SpeechResult | Exception] = field(default_factory=list)
    heard: list[Heard] = field(default_factory=list)
    languages: list[str] = field(default_factory=lambda: ["de-DE", "en-GB", "en-US"])
    rates: list[AudioSampleRates] = field(
        default_factory=lambda: [AudioSampleRates.SAMPLERATE_16000]
    )
    there: bool = True

    def say(self, *words: str) -> None:
        """Have it understand some words, recording by recording."""
        self.says += [SpeechResult(each, SpeechResultState.SUCCESS) for each in words]


class _Engine(SpeechToTextEntity):
    _attr_has_entity_name = True
    _attr_unique_id = "ears"

    def __init__(self, ears: Ears) -> None:
        self._ears = ears
        self.entity_id = ENGINE

    @property
    @override
    def available(self) -> bool:
        return self._ears.there

    @property
    @override
    def supported_languages(self) -> list[str]:
        return self._ears.languages

    @property
    @override
    def supported_formats(self) -> list[AudioFormats]:
        return [AudioFormats.WAV]

    @property
    @override
    def supported_codecs(self) -> list[AudioCodecs]:
        return [AudioCodecs.PCM]

    @property
    @override
    def supported_bit_rates(self) -> list[AudioBitRates]:
        return [AudioBitRates.BITRATE_16]

    @property
    @override
    def supported_sample_rates(self) -> list[AudioSampleRates]:
        return self._ears.rates

    @property
    @override
    def supported_channels(self) -> list[AudioChannels]:
        return [AudioChannels.CHANNEL_MONO]

    @override
    async def async_process_audio_stream(
        self, metadata: SpeechMetadata, stream: AsyncIterable[bytes]
    ) -> SpeechResult:
        samples = b"".join([part async for part in stream])
        self._ears.heard.append(Heard(metadata, samples))
        said = self._ears.says.pop(0)
        if isinstance(said, Exception):
            raise said
        return said


class EarsFlow(ConfigFlow, domain=_DOMAIN):
    """Home Assistant wants one of every integration with entries."""


async def set_up_ears(hass: HomeAssistant) -> Ears:
    """Set up the engine."""
    ears = Ears()

    async def set_up(hass: HomeAssistant, entry: ConfigEntry) -> bool:
        await hass.config_entries.async_forward_entry_setups(entry, ["stt"])
        return True

    async def add(
        _hass: HomeAssistant, _entry: ConfigEntry, add_entities: AddEntitiesCallback
    ) -> None:
        add_entities([_Engine(ears)])

    mock_integration(hass, MockModule(_DOMAIN, async_setup_entry=set_up))
    mock_platform(hass, f"{_DOMAIN}.config_flow")
    mock_platform(hass, f"{_DOMAIN}.stt", MockPlatform(async_setup_entry=add))
    entry = MockConfigEntry(domain=_DOMAIN)
    entry.add_to_hass(hass)
    assert await hass.config_entries.async_setup(entry.entry_id)
    await hass.async_block_till_done()
    return ears
