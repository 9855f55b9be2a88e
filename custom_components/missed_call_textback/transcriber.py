"""Writes down what callers said, with a speech-to-text engine of Home Assistant."""

import asyncio
from collections.abc import AsyncIterator
from typing import Final, override

from homeassistant.components.stt import (
    AudioBitRates,
    AudioChannels,
    AudioCodecs,
    AudioFormats,
    AudioSampleRates,
    SpeechMetadata,
    SpeechResultState,
    SpeechToTextEntity,
    async_get_speech_to_text_entity,
)
from homeassistant.core import HomeAssistant
from homeassistant.util import language as language_util
from homeassistant.util.hass_dict import HassKey

from .const import DOMAIN
from .core.ports import NoTranscript, Transcriber
from .providers.asking import ApiError
from .providers.recordings import Recordings
from .reach import entity_of
from .sound import BadSound, samples_of

_STT: Final = "stt"
# As Home Assistant's own voice pipeline hands it over: samples alone, a little at a time.
_CHUNK_BYTES: Final = 4096
# A slow machine may take longer to hear a message than somebody took to leave it.
_LONGEST_SECONDS: Final = 600
# Of several shops too: an engine at home is seldom made for two voices at once.
_TURN: Final[HassKey[asyncio.Lock]] = HassKey(f"{DOMAIN}_transcriber")


class HouseTranscriber(Transcriber):
    """One engine, as the owner chose it, and where recordings are fetched."""

    def __init__(
        self, hass: HomeAssistant, engine: str, recordings: Recordings | None, country: str
    ) -> None:
        """`engine` is an entity as it is stored; `country` says which kind of a language is meant."""
        self._hass = hass
        self._engine = engine
        self._recordings = recordings
        self._country = country

    @override
    async def words_in(self, recording: str, language: str) -> str:
        if self._recordings is None or not self._recordings.has(recording):
            raise NoTranscript("it is kept where it cannot be fetched", again=False)
        engine = self._ready_engine()
        metadata = self._metadata(engine, language)
        try:
            sound = await self._recordings.fetch(recording)
        except ApiError as err:
            raise NoTranscript(f"it could not be fetched ({err})", again=True) from None
        async with self._hass.data.setdefault(_TURN, asyncio.Lock()):
            return await self._heard(engine, metadata, sound)

    def _ready_engine(self) -> SpeechToTextEntity:
        entity_id = entity_of(self._hass, self._engine)
        engine = None
        if entity_id is not None and _STT in self._hass.config.components:
            engine = async_get_speech_to_text_entity(self._hass, entity_id)
        if engine is None or not engine.available:
            raise NoTranscript("the speech-to-text engine is not there", again=True)
        return engine

    def _metadata(self, engine: SpeechToTextEntity, language: str) -> SpeechMetadata:
        known = engine.supported_languages
        matching = [
            found
            for wanted in (language, self._hass.config.language)
            for found in language_util.matches(wanted, known, self._country)
        ]
        rates = engine.supported_sample_rates
        usual = AudioSampleRates.SAMPLERATE_16000
        metadata = SpeechMetadata(
            language=matching[0] if matching else language,
            format=AudioFormats.WAV,
            codec=AudioCodecs.PCM,
            bit_rate=AudioBitRates.BITRATE_16,
            sample_rate=usual if usual in rates else min(rates, default=usual),
            channel=AudioChannels.CHANNEL_MONO,
        )
        if not engine.check_metadata(metadata):
            raise NoTranscript("the speech-to-text engine takes no such sound", again=False)
        return metadata

    async def _heard(
        self, engine: SpeechToTextEntity, metadata: SpeechMetadata, sound: bytes
    ) -> str:
        try:
            samples = await self._hass.async_add_executor_job(
                samples_of, sound, metadata.sample_rate.value
            )
        except BadSound as err:
            raise NoTranscript(f"no recording that can be read ({err})", again=False) from None
        try:
            async with asyncio.timeout(_LONGEST_SECONDS):
                heard = await engine.internal_async_process_audio_stream(metadata, _parts(samples))
        except Exception as err:
            # Each engine has errors of its own.
            name = type(err).__name__
            raise NoTranscript(f"the speech-to-text engine failed ({name})", again=True) from err
        if heard.result is not SpeechResultState.SUCCESS:
            raise NoTranscript("the speech-to-text engine understood nothing", again=True)
        return heard.text or ""


async def _parts(samples: bytes) -> AsyncIterator[bytes]:
    for at in range(0, len(samples), _CHUNK_BYTES):
        yield samples[at : at + _CHUNK_BYTES]
