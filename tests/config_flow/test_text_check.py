"""The trial of a text before it is saved: no caller gets nothing, and no text can hang the house."""

import asyncio
import time

import pytest

from custom_components.missed_call_textback.config_flow import text_check
from custom_components.missed_call_textback.config_flow.text_check import (
    BadText,
    Sample,
    async_check_text,
)
from homeassistant.core import HomeAssistant

SAMPLE = Sample(
    business="Corner Barbers", lines=("Front desk", "Back"), next_opening="tomorrow at 9 am"
)


async def check(hass: HomeAssistant, template: str, *, is_open: bool = True) -> str:
    return await async_check_text(hass, template, SAMPLE, is_open=is_open)


@pytest.mark.parametrize(
    ("template", "is_open", "text"),
    [
        pytest.param(" Sorry! ", True, "Sorry!", id="no template"),
        pytest.param(
            "{{ business }}, {{ line }}: hi {{ caller_name }}",
            True,
            "Corner Barbers, Front desk: hi Alex",
            id="variables",
        ),
        pytest.param(
            "Closed{% if next_opening %} until {{ next_opening }}{% endif %}",
            False,
            "Closed until tomorrow at 9 am",
            id="closed",
        ),
        pytest.param(
            "Hi{% if next_opening %} until {{ next_opening }}{% endif %}", True, "Hi", id="open"
        ),
        pytest.param("{{ caller_name | default('you', true) | title }}", True, "Alex", id="filter"),
    ],
)
async def test_a_text_is_shown_as_an_ordinary_caller_gets_it(
    hass: HomeAssistant, template: str, text: str, *, is_open: bool
) -> None:
    assert await check(hass, template, is_open=is_open) == text


@pytest.mark.parametrize(
    ("template", "error"),
    [
        pytest.param("", "text_empty", id="nothing"),
        pytest.param("{{ caller_name }}", "text_empty", id="nothing without a name"),
        pytest.param("{{ next_opening }}", "text_empty", id="nothing while open"),
        pytest.param("{{ booking_link }}", "text_empty", id="nothing without a link"),
        pytest.param("{% if line == 'Front desk' %}x{% endif %}", "text_empty", id="one line only"),
        pytest.param("{{ busines }}", "text_unknown_name", id="misspelt"),
        pytest.param(
            "x{% if not caller_name %}{{ nobody }}{% endif %}",
            "text_unknown_name",
            id="misspelt for whose name is not known",
        ),
        pytest.param("x{% if nobody %}y{% endif %}", "text_unknown_name", id="asked, not said"),
        pytest.param("{{ business", "text_broken", id="a bracket"),
        pytest.param("{{ business.nothing }}", "text_broken", id="no such part"),
        pytest.param("{{ 1 / 0 }}", "text_broken", id="fails"),
        pytest.param("{{ states('sun.sun') }}", "text_broken", id="reads the house"),
        pytest.param("{{ business.__class__.__mro__ }}", "text_broken", id="reaches into Python"),
        pytest.param("x" * 1601, "text_too_long", id="longer than a carrier takes"),
        pytest.param("{{ 'x'.ljust(1601) }}y", "text_too_long", id="long when rendered"),
        pytest.param("{# " + "x" * 5000 + " #}y", "text_too_long", id="a novel of a template"),
        pytest.param("{{ 9**9**9 }}", "text_too_slow", id="a sum without end"),
        pytest.param("{{ 'x' * 99999 }}", "text_too_slow", id="multiplies"),
        pytest.param("{{ 'x'.ljust(999999999) }}", "text_too_slow", id="fills the memory"),
        pytest.param("{{ " + "(" * 2000 + "1" + ")" * 2000 + " }}", "text_too_slow", id="nested"),
    ],
)
async def test_a_text_that_would_not_work_for_some_caller_is_refused(
    hass: HomeAssistant, template: str, error: str
) -> None:
    with pytest.raises(BadText) as refused:
        await check(hass, template)
    assert refused.value.error == error


async def test_a_misspelt_name_is_named(hass: HomeAssistant) -> None:
    with pytest.raises(BadText) as refused:
        await check(hass, "Hi {{ caler_name }}")
    assert refused.value.said == "caler_name"


async def test_a_text_that_never_ends_is_refused_while_the_house_goes_on(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_check, "PATIENCE_SECONDS", 0.5)
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}x"
    longest = 0.0

    async def go_on() -> None:
        nonlocal longest
        while True:
            before = time.monotonic()
            await asyncio.sleep(0.001)
            longest = max(longest, time.monotonic() - before)

    ticking = asyncio.create_task(go_on())
    began = time.monotonic()
    with pytest.raises(BadText) as refused:
        await check(hass, endless)
    ticking.cancel()
    assert refused.value.error == "text_too_slow"
    assert time.monotonic() - began < 5
    assert longest < 0.4, "the event loop had its turns all the while"


async def test_the_trial_of_a_closed_dialog_leaves_nothing_running(
    hass: HomeAssistant, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(text_check, "PATIENCE_SECONDS", 30)
    endless = "{% for a in range(99999) %}{% for b in range(99999) %}{% endfor %}{% endfor %}x"
    trial = asyncio.create_task(check(hass, endless))
    await asyncio.sleep(0.05)
    trial.cancel()
    began = time.monotonic()
    with pytest.raises(asyncio.CancelledError):
        await trial
    assert time.monotonic() - began < 5, "the thread was told to end, and did"
