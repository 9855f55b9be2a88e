"""Segments: a text takes as many as the network cuts it into, and fewer in plain characters."""

from hypothesis import given, strategies as st
import pytest

from custom_components.missed_call_textback.core.segments import (
    Encoding,
    Segments,
    plain,
    plainer,
    segments,
)


@pytest.mark.parametrize(
    ("body", "encoding", "units", "count"),
    [
        pytest.param("", Encoding.GSM_7, 0, 0, id="nothing"),
        pytest.param("Sorry we missed you", Encoding.GSM_7, 19, 1, id="plain"),
        pytest.param("a" * 160, Encoding.GSM_7, 160, 1, id="just one"),
        pytest.param("a" * 161, Encoding.GSM_7, 161, 2, id="one more"),
        pytest.param("a" * 306, Encoding.GSM_7, 306, 2, id="just two"),
        pytest.param("a" * 307, Encoding.GSM_7, 307, 3, id="three"),
        pytest.param("è£$ÄñΩ\n", Encoding.GSM_7, 7, 1, id="letters of the default alphabet"),
        pytest.param("€" * 80, Encoding.GSM_7, 160, 1, id="the extension counts two"),
        pytest.param("[" * 81, Encoding.GSM_7, 162, 2, id="the extension over the edge"),
        # 153 is odd: an escaped character would be cut in half, so the segment ends before it.
        pytest.param("{" * 153, Encoding.GSM_7, 306, 3, id="an escape is not cut"),
        pytest.param("’", Encoding.UCS_2, 1, 1, id="a curly quote changes the alphabet"),
        pytest.param("я" * 70, Encoding.UCS_2, 70, 1, id="just one in UCS-2"),
        pytest.param("я" * 71, Encoding.UCS_2, 71, 2, id="one more in UCS-2"),
        pytest.param("я" * 134, Encoding.UCS_2, 134, 2, id="just two in UCS-2"),
        pytest.param("🙂", Encoding.UCS_2, 2, 1, id="an emoji takes two units"),
        pytest.param("🙂" * 67, Encoding.UCS_2, 134, 3, id="an emoji is not cut"),
    ],
)
def test_a_text_is_counted_as_the_network_does(
    body: str, encoding: Encoding, units: int, count: int
) -> None:
    assert segments(body) == Segments(encoding, units, count)


@given(st.text(max_size=2000))
def test_the_segments_hold_the_text_and_not_one_is_spare(body: str) -> None:
    sent = segments(body)
    alone, each = (160, 153) if sent.encoding is Encoding.GSM_7 else (70, 67)
    assert sent.units <= (alone if sent.segments == 1 else sent.segments * each)
    # Each full segment may waste one unit, where a character of two would have been cut.
    if sent.segments > 1:
        assert sent.units > (sent.segments - 1) * (each - 1)


@given(st.text(max_size=400), st.text(max_size=400))
def test_a_longer_text_never_takes_fewer_segments(body: str, more: str) -> None:
    assert segments(body + more).segments >= segments(body).segments


TYPED = st.text(
    st.one_of(
        st.characters(),
        st.sampled_from("‘’“”«»–—…• \u00a0\u200b\u200e\u0301\u0308\u0338×œŒﬃ⁄`´\u1fefaeoxנ€🙂"),
    ),
    max_size=300,
)


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("it’s ‘here’ `now´", "it's 'here' 'now'", id="quotes"),
        pytest.param("“yes” „ja“ «oui» ‹si›", '"yes" "ja" "oui" \'si\'', id="double quotes"),
        pytest.param("«\u00a0oui\u00a0»", '"oui"', id="the spaces within guillemets"),
        pytest.param("9–17, co‑op, a – b, −5", "9-17, co-op, a - b, -5", id="dashes"),
        pytest.param("closed—call us", "closed - call us", id="a dash parts two words"),
        pytest.param("wait…", "wait...", id="ellipsis"),
        pytest.param("10\u00a0h\u202f30\u3000ok\tand", "10 h 30 ok and", id="spaces"),
        pytest.param("one\u2028two", "one\ntwo", id="line separator"),
        pytest.param("\ufeffno\u200bth\u00ading", "nothing", id="what nobody sees"),
        pytest.param("\u202a+1 202 555 0143\u202c", "+1 202 555 0143", id="contact card"),
        pytest.param("• cut 3×4", "- cut 3x4", id="bullet and times"),
        pytest.param("cœur, Œuf, oﬃce", "coeur, Oeuf, office", id="ligatures"),
        pytest.param("cafe\u0301 man\u0303ana", "café mañana", id="an accent of its own"),
        pytest.param("El sábado está lleno", "El sábado está lleno", id="accents are kept"),
        pytest.param("20 °C, 5€, ½", "20 °C, 5€, ½", id="signs that have no equal are kept"),
        pytest.param("👩\u200d🔧", "👩\u200d🔧", id="an emoji of several"),
        pytest.param("\u200fשלום\u200e", "\u200fשלום\u200e", id="direction in Hebrew"),
        pytest.param("…" * 70, "…" * 70, id="never at the cost of a segment"),
    ],
)
def test_plain_characters_say_the_same(typed: str, said: str) -> None:
    assert plain(typed) == said


@given(TYPED)
def test_plain_characters_stay_as_they_are(body: str) -> None:
    assert plain(plain(body)) == plain(body)


@given(TYPED)
def test_plain_characters_never_cost_a_segment_or_the_alphabet(body: str) -> None:
    said, typed = segments(plain(body)), segments(body)
    assert said.segments <= typed.segments
    assert (said.encoding, typed.encoding) != (Encoding.UCS_2, Encoding.GSM_7)


@given(st.text("aZ5é€[ \nñ'\"-"))
def test_a_text_in_the_cheap_alphabet_is_plain_already(body: str) -> None:
    assert plain(body) == body
    assert plainer(body) is None


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        pytest.param("it’s us", "it's us", id="the cheap alphabet"),
        pytest.param("я" * 70 + "\u200b", "я" * 70, id="a segment less"),
        pytest.param("“я”", None, id="nothing gained"),
        pytest.param("it's us", None, id="plain already"),
    ],
)
def test_a_plainer_text_is_proposed_only_where_it_is_cheaper(typed: str, said: str | None) -> None:
    assert plainer(typed) == said


@given(TYPED)
def test_a_proposed_text_is_cheaper(body: str) -> None:
    if (said := plainer(body)) is not None:
        after, before = segments(said), segments(body)
        assert after.encoding is not before.encoding or after.segments < before.segments
        assert after.segments <= before.segments
