"""Makes of a recording what a speech-to-text engine takes: 16-bit samples of one voice, at its rate.

With the standard library alone. A telephone's sound ends at 4 kHz, so that a straight line between
two of its samples is as good as any finer curve; ffmpeg would be a program more to need.
"""

from array import array
import io
from typing import Final
import wave

_SAMPLE_BYTES: Final = 2
_LONGEST_SECONDS: Final = 300


class BadSound(Exception):
    """These bytes are no recording that can be read."""


def samples_of(sound: bytes, rate: int) -> bytes:
    """Return the samples of a WAV file, one voice at a rate in Hz. Raises BadSound."""
    try:
        with wave.open(io.BytesIO(sound)) as file:
            voices, width, known = file.getnchannels(), file.getsampwidth(), file.getframerate()
            if width != _SAMPLE_BYTES or not voices or not 0 < known <= 8 * rate:
                raise BadSound(f"{voices} voices of {width} bytes at {known} Hz")
            frames = file.readframes(_LONGEST_SECONDS * known)
    # A part that is said to be longer than the file is a RuntimeError to the standard library.
    except (wave.Error, EOFError, RuntimeError) as err:
        raise BadSound(str(err) or "it ends too soon") from None
    whole = len(frames) - len(frames) % (_SAMPLE_BYTES * voices)
    samples = array("h", frames[:whole])
    if voices > 1:
        both = zip(*(samples[voice::voices] for voice in range(voices)), strict=True)
        samples = array("h", (sum(each) // voices for each in both))
    return (samples if known == rate else _resampled(samples, known, rate)).tobytes()


def _resampled(samples: array[int], known: int, rate: int) -> array[int]:
    """Return samples at another rate: each lies on the line between the two that are beside it."""
    last = len(samples) - 1
    resampled = array("h", bytes(_SAMPLE_BYTES * (len(samples) * rate // known)))
    for index in range(len(resampled)):
        at, past = divmod(index * known, rate)
        before = samples[at]
        resampled[index] = before + (samples[min(at + 1, last)] - before) * past // rate
    return resampled
