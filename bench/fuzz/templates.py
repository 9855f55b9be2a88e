"""Texts that an owner writes: any template is rendered within its bounds, or refused, in time."""

import threading
import time
from typing import Final, override

from hypothesis import strategies as st

from custom_components.missed_call_textback.config_flow.text_check import (
    PATIENCE_SECONDS,
    BadText,
    async_check_text,
    sample_of_shop,
)
from custom_components.missed_call_textback.words import LONGEST_TEXT, ShopText
from homeassistant.exceptions import TemplateError

from .door import FuzzedDoor
from .finding import Finding
from .hostile import words

# To be refused takes as long as one waits for it, and as long as a thread is given to end.
_REFUSED_SECONDS: Final = PATIENCE_SECONDS * 2 + 2
_RENDERED_SECONDS: Final = 1.0

_names: Final = st.sampled_from(
    (
        "business",
        "line",
        "caller_name",
        "booking_link",
        "next_opening",
        "nobody",
        "self",
        "loop",
        "range",
        "namespace",
        "cycler",
        "lipsum",
        "states",
        "hass",
        "now",
        "is_state",
        "config_entry_attr",
        "1",
        "'x'",
        "[1, 2]",
        "{}",
        "range(99999)",
        "lipsum(99)",
        "'x' * 99",
        "'%99999d' % 1",
        "'{:>99999}'.format(1)",
        "9 ** 9",
        "true",
        "none",
    )
)
_filters: Final = st.sampled_from(
    (
        "upper",
        "list",
        "join('x')",
        "center(99999)",
        "replace('', 'xx')",
        "format(1)",
        "attr('__class__')",
        "map('upper')",
        "batch(2)",
        "indent(9999)",
        "tojson",
        "pprint",
        "random",
        "urlize",
        "wordwrap(1)",
        "slice(9999)",
        "sum",
        "from_json",
        "regex_replace('(a+)+$', '')",
        "regex_findall('(x+x+)+y')",
        "base64_encode",
        "string",
        "length",
        "nofilter",
    )
)
_attributes: Final = st.sampled_from(
    (
        "__class__",
        "__mro__",
        "__subclasses__()",
        "__globals__",
        "__init__",
        "format",
        "format_map",
        "upper()",
        "zfill(99999)",
        "ljust(99999)",
        "encode()",
        "join(range(9))",
        "0",
    )
)
_expressions: Final = st.recursive(
    _names,
    lambda inner: (
        st.builds("{}|{}".format, inner, _filters)
        | st.builds("({}).{}".format, inner, _attributes)
        | st.builds("({}) ~ ({})".format, inner, inner)
        | st.builds("({} if {} else {})".format, inner, inner, inner)
        | st.builds("({}) + ({})".format, inner, inner)
        | st.builds("({})[{}]".format, inner, inner)
    ),
    max_leaves=5,
)
_pieces: Final = st.recursive(
    words.map(lambda typed: typed[:200]) | _expressions.map("{{{{ {} }}}}".format),
    lambda inner: (
        st.builds("{{% if {} %}}{}{{% endif %}}".format, _expressions, inner)
        | st.builds("{{% for x in {} %}}{}{{% endfor %}}".format, _expressions, inner)
        | st.builds("{{% set x = {} %}}{}".format, _expressions, inner)
        | st.builds("{{% macro m() %}}{}{{{{ m() }}}}{{% endmacro %}}{{{{ m() }}}}".format, inner)
        | st.builds("{{% include '{}' %}}".format, words)
        | st.builds("{{% raw %}}{}{{% endraw %}}".format, inner)
        | st.builds("{{# {} #}}".format, inner)
        | st.builds("{}{}".format, inner, inner)
    ),
    max_leaves=5,
)
templates: Final = _pieces | st.text(alphabet="{}%#|()[]._-'\"x1 \n", max_size=60)


class Templates(FuzzedDoor):
    """A text is refused in time, or goes out at once, not longer than a carrier takes."""

    name = "templates"
    examples = 15

    @override
    def inputs(self) -> st.SearchStrategy[str]:
        return templates

    @override
    async def try_one(self, given: str) -> None:
        self.trail.append(given)
        hass = self.house.hass
        sample = sample_of_shop(hass, self.house.fuzzed.entry)
        began = time.perf_counter()
        try:
            shown = await async_check_text(hass, given, sample, is_open=True)
        except BadText:
            self._check_time(began, _REFUSED_SECONDS)
            return
        if not shown.strip() or len(shown) > LONGEST_TEXT:
            raise Finding("a text was taken that no carrier takes")
        began = time.perf_counter()
        try:
            sent = [ShopText(hass, given).render(case) for case in sample.cases()]
        except TemplateError as error:
            raise Finding(f"a text that was taken cannot be sent: {type(error).__name__}") from None
        self._check_time(began, _RENDERED_SECONDS)
        if any(len(text) > LONGEST_TEXT for text in sent):
            raise Finding("a text is sent that no carrier takes")

    def _check_time(self, began: float, seconds: float) -> None:
        if (took := time.perf_counter() - began) > seconds:
            raise Finding(f"more than {seconds:.0f} s for one text") from TimeoutError(
                f"{took:.1f} s"
            )
        if sum(thread.name == "missed call text" for thread in threading.enumerate()) > 3:
            raise Finding("threads that were given up go on")
