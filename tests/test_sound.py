"""A recording is made into what a speech-to-text engine takes, at whatever rate it was kept."""

from array import array
from contextlib import suppress
import io
import math
import wave

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.sound import BadSound, samples_of

TELEPHONE = 8000
ENGINE = 16000


def recording(samples: list[int], rate: int = TELEPHONE, voices: int = 1, width: int = 2) -> bytes:
    """Return a WAV file."""
    sound = io.BytesIO()
    with wave.open(sound, "wb") as file:
        file.setnchannels(voices)
        file.setsampwidth(width)
        file.setframerate(rate)
        file.writeframes(array("h" if width == 2 else "b", samples).tobytes())
    return sound.getvalue()


def heard(sound: bytes, rate: int = ENGINE) -> list[int]:
    return list(array("h", samples_of(sound, rate)))


def test_at_its_own_rate_nothing_is_changed() -> None:
    assert heard(recording([0, 500, -500, 32767, -32768]), TELEPHONE) == [
        0,
        500,
        -500,
        32767,
        -32768,
    ]


def test_at_twice_the_rate_each_new_sample_lies_between_its_neighbours() -> None:
    assert heard(recording([0, 100, -100])) == [0, 50, 100, 0, -100, -100]


def test_of_two_voices_the_middle_is_heard() -> None:
    assert heard(recording([100, 300, -100, -300], voices=2), TELEPHONE) == [200, -200]


def test_a_tone_is_the_same_tone() -> None:
    def tone(rate: int) -> list[int]:
        return [round(8000 * math.sin(2 * math.pi * 440 * at / rate)) for at in range(rate)]

    made = heard(recording(tone(TELEPHONE)))
    # After the very last sample nobody knows how it goes on.
    off = max(abs(a - b) for a, b in zip(made[:-1], tone(ENGINE)[:-1], strict=True))
    assert off < 8000 * 0.02


@given(
    st.lists(st.integers(-32768, 32767), max_size=200),
    st.sampled_from([8000, 11025, 16000, 22050, 44100, 48000]),
    st.sampled_from([8000, 16000, 48000]),
)
def test_it_lasts_as_long_and_is_never_louder(samples: list[int], known: int, rate: int) -> None:
    made = heard(recording(samples, known), rate)
    assert len(made) == len(samples) * rate // known
    assert not made or (min(samples) <= min(made) and max(made) <= max(samples))


def test_only_the_first_minutes_are_heard() -> None:
    assert len(heard(recording([7] * TELEPHONE * 301), TELEPHONE)) == TELEPHONE * 300


@pytest.mark.parametrize(
    "sound",
    [
        pytest.param(b"", id="nothing"),
        pytest.param(b"<html>Not found</html>", id="a page"),
        pytest.param(b"RIFF", id="cut short"),
        pytest.param(recording([1, 2, 3], width=1), id="of 8 bits"),
        pytest.param(recording([1, 2, 3], rate=1_000_000), id="at a rate that nobody uses"),
        pytest.param(recording([1, 2])[:36] + b"LIST\xff\x00\x00\x00cut", id="cut short in a part"),
        pytest.param(recording([1, 2])[:20] + b"\x07" + recording([1, 2])[21:], id="compressed"),
    ],
)
def test_what_is_no_such_recording_is_refused(sound: bytes) -> None:
    with pytest.raises(BadSound):
        samples_of(sound, ENGINE)


@given(st.binary(max_size=300))
def test_whatever_comes_is_a_recording_or_refused(sound: bytes) -> None:
    for each in (sound, recording([1, 2, 3])[:20] + sound):
        with suppress(BadSound):
            samples_of(each, ENGINE)
