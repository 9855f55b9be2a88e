"""What strangers type: strings that broke other programs, and JSON of every shape."""

from typing import Any, Final

from hypothesis import strategies as st

WORDS: Final = (
    "",
    " ",
    "STOP",
    "please stop texting me",
    "START",
    "Corner Barbers",
    "9am-6pm",
    "22:00-26:00",
    "hello\r\nX-Injected: yes",
    "'; DROP TABLE call; --",
    "' OR 1=1 --",
    "<Response><Dial>+12025550000</Dial></Response>",
    "]]><Hangup/>",
    "&lt;Say&gt;",
    '=HYPERLINK("https://evil.example")',
    "@SUM(1)",
    "{{ 1 + 1 }}",
    "{{ ''.__class__.__mro__ }}",
    "{% for i in range(99999) %}x{% endfor %}",
    "../../etc/passwd",
    "%2e%2e%2f",
    "\x00",
    "\x1b[31m",
    "\u202e\u2066",
    "🦊" * 40,
    "e\u0301" * 50,
    "\ud83d\ude00".encode("utf-16", "surrogatepass").decode("utf-16"),
    "a" * 5000,
    "NaN",
    "null",
    "-1",
    "1e400",
    "9" * 400,
    "٣٣٣",
    "+0",
)
NUMBERS: Final = (
    "+12025550143",
    "+12025550144",
    "+442079460123",
    "+12025550188",
    "+12025550100",
    "202-555-0147",
    "anonymous",
    "+266696687",
    "12345",
    "sip:eve@evil.example",
    "client:eve",
    "whatsapp:+12025550143",
    "+49494949494912248033558",
    "+1" + "0" * 40,
    "+١٢٠٢٥٥٥٠١٤٣",
    "tel:+12025550143;ext=5",
)

words: Final = st.sampled_from(WORDS) | st.text(max_size=60)
numbers: Final = st.sampled_from(NUMBERS) | st.from_regex(r"\+[1-9][0-9]{6,14}", fullmatch=True)
anything_written: Final = words | numbers


def mostly(good: st.SearchStrategy[Any], *bad: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    """Return what fits, but for once in a while: an input that is all wrong gets nowhere."""
    # Not `one_of`, which would give each branch of the bad ones as much as all that is good.
    return st.sampled_from([good] * 9 + [st.one_of(*bad)]).flatmap(lambda chosen: chosen)


# JSON has no surrogate halves on most wires, and Home Assistant's parser refuses them.
_json_text: Final = st.text(max_size=30) | st.sampled_from(WORDS) | st.sampled_from(NUMBERS)
json_values: Final = st.recursive(
    st.none()
    | st.booleans()
    | st.integers(min_value=-(2**63), max_value=2**63 - 1)
    | st.floats(allow_nan=False, allow_infinity=False)
    | _json_text,
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(_json_text, inner, max_size=4),
    max_leaves=8,
)
