"""The dashboard of the demonstration, of Home Assistant's own cards."""

from typing import Final

from .shop import BUSINESS, DEMO_LINE

type Card = dict[str, object]

_LAST_WORD: Final = """\
{% if state_attr('TEXT', 'event_type') == 'received' %}
**{{ state_attr('TEXT', 'number') }}** writes:
> {{ state_attr('TEXT', 'body') | e }}
{% elif state_attr('TEXT', 'number') %}
The text to **{{ state_attr('TEXT', 'number') }}** is {{ state_attr('TEXT', 'event_type') }}.
{% else %}
Nobody has called yet.
{% endif %}
"""


def sections() -> list[Card]:
    """Return the dashboard's three columns: the numbers, what happened, and how it went."""
    return [_numbers(), _happenings(), _course()]


def _grid(*cards: Card) -> Card:
    return {"type": "grid", "cards": list(cards)}


def _tile(entity: str, name: str, colour: str, **more: object) -> Card:
    return {
        "type": "tile",
        "entity": entity,
        "name": name,
        "color": colour,
        "vertical": True,
        "grid_options": {"columns": 6, "rows": 2},
        **more,
    }


def _numbers() -> Card:
    press = {
        "action": "perform-action",
        "perform_action": "button.press",
        "target": {"entity_id": DEMO_LINE.call_button},
    }
    return _grid(
        {"type": "heading", "heading": f"{BUSINESS} today", "icon": "mdi:phone-missed"},
        _tile(DEMO_LINE.sensor("missed_calls_today"), "Missed calls", "red"),
        _tile(DEMO_LINE.sensor("texts_sent_today"), "Texted back", "blue"),
        _tile(DEMO_LINE.sensor("replies_today"), "Replies", "green"),
        _tile(DEMO_LINE.sensor("recovered_today"), "Recovered", "purple"),
        _tile(
            DEMO_LINE.call_button,
            "Miss a call",
            "red",
            icon="mdi:phone-ring",
            hide_state=True,
            tap_action=press,
            icon_tap_action=press,
        ),
        _tile(DEMO_LINE.automatic, "Automatic text-back", "amber"),
    )


def _happenings() -> Card:
    return _grid(
        {"type": "heading", "heading": "What happened", "icon": "mdi:message-text"},
        {
            "type": "logbook",
            "target": {"entity_id": [DEMO_LINE.event("call"), DEMO_LINE.event("text")]},
            "hours_to_show": 24,
            "grid_options": {"columns": 12, "rows": 7},
        },
    )


def _course() -> Card:
    return _grid(
        {"type": "heading", "heading": "The last word", "icon": "mdi:message-reply-text"},
        {
            "type": "markdown",
            "content": _LAST_WORD.replace("TEXT", DEMO_LINE.event("text")),
            "grid_options": {"columns": 12, "rows": 2},
        },
        {
            "type": "gauge",
            "entity": DEMO_LINE.sensor("recovery_rate"),
            "name": "Missed callers who came back",
            "needle": True,
            "severity": {"green": 50, "yellow": 25, "red": 0},
            "grid_options": {"columns": 12, "rows": 3},
        },
        {
            "type": "entities",
            "entities": [
                {"entity": DEMO_LINE.sensor("waiting"), "name": "Waiting for an answer"},
                {"entity": DEMO_LINE.sensor("text_back_time"), "name": "Last text went out in"},
            ],
        },
    )
