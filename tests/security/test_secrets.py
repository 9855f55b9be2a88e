"""A shop lives through everything that goes well and wrong, and tells nobody what is not theirs to know.

Secrets are nowhere. Numbers, names and words of people are in the ledger, on the wire, and in those
attributes of the event entities that are never recorded: not in a log of ours, a diagnosis, an issue,
an error or an event of our own.
"""

from collections.abc import Iterator
import logging
import re
from typing import Any, Final
from unittest.mock import patch

from aiohttp import ClientSession, InvalidURL
import pytest
from pytest_homeassistant_custom_component.common import MockConfigEntry

from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.diagnostics import (
    async_get_config_entry_diagnostics,
    async_get_device_diagnostics,
)
from custom_components.missed_call_textback.ledger import SqliteLedger
from custom_components.missed_call_textback.providers.twilio.webhook_request import (
    WebhookRequest,
)
from homeassistant.const import EVENT_CALL_SERVICE, EVENT_STATE_CHANGED, MATCH_ALL
from homeassistant.core import Event, HomeAssistant
from homeassistant.exceptions import HomeAssistantError
from homeassistant.helpers import device_registry as dr, entity_registry as er, issue_registry as ir
from tests.exchange import LEAVES_MESSAGE, PRESSES_ONE, RINGS_OUT, Fate, Forgery
from tests.twilio_shop.conftest import KIM, LINE_ID, NUMBER, SAM, TwilioShop

CALLER: Final = "+12025550147"
NAME: Final = "Zebedee Quux"
WORDS: Final = "my door code is plugh-4711"
ACCESS_LOG: Final = "aiohttp.access"
OURS: Final = "custom_components.missed_call_textback"
# How numbers are written: with all their digits in a row, or spoken.
PEOPLE: Final = tuple(
    re.compile(r"[\s().-]*".join(number[2:])) for number in (CALLER, SAM, KIM, NUMBER)
)
PERSONAL: Final = {"caller", "caller_name", "number", "body", "urgent_words"}


class Told:
    """Everything that was told to anybody."""

    def __init__(self, hass: HomeAssistant, caplog: pytest.LogCaptureFixture) -> None:
        self.errors: list[str] = []
        self.events: list[Event[Any]] = []
        self._hass = hass
        self._caplog = caplog
        hass.bus.async_listen(MATCH_ALL, self.events.append)

    def note(self, error: BaseException) -> None:
        """Keep an error with all that led to it."""
        seen: BaseException | None = error
        while seen is not None:
            self.errors += [str(seen), repr(seen), str(vars(seen))]
            seen = seen.__cause__ or seen.__context__

    def log(self, *, of_ours: bool) -> str:
        """Return what was logged: of ours everything, else whatever is not for debugging."""
        formatter = logging.Formatter("%(name)s %(levelname)s %(message)s")
        records = self._caplog.get_records("setup") + self._caplog.get_records("call")
        return "\n".join(
            formatter.format(record)
            for record in records
            if record.name.startswith(OURS)
            # Home Assistant keeps the access log quiet: the line's own number is in our addresses.
            or (not of_ours and record.levelno > logging.DEBUG and record.name != ACCESS_LOG)
        )

    def whole_log(self) -> str:
        """Return all that was logged by anybody."""
        formatter = logging.Formatter()
        records = self._caplog.get_records("setup") + self._caplog.get_records("call")
        return "\n".join(map(formatter.format, records))

    def issues(self) -> str:
        """Return every issue with what fills its words."""
        return str(list(ir.async_get(self._hass).issues.values()))

    def states(self) -> Iterator[tuple[str, str, str]]:
        """Return each state and attribute that ever was: entity, name, value."""
        changes = (e.data["new_state"] for e in self.events if e.event_type == EVENT_STATE_CHANGED)
        for state in filter(None, [*changes, *self._hass.states.async_all()]):
            yield state.entity_id, "", state.state
            for name, value in state.attributes.items():
                yield state.entity_id, name, str(value)


async def diagnosed(shop: TwilioShop) -> str:
    """Return the diagnostics of the shop and of all its devices."""
    entry: Any = shop.entry
    devices = dr.async_entries_for_config_entry(dr.async_get(shop.hass), shop.entry.entry_id)
    told = [await async_get_device_diagnostics(shop.hass, entry, device) for device in devices]
    return str([await async_get_config_entry_diagnostics(shop.hass, entry), *told])


async def act(shop: TwilioShop, told: Told, action: str, **data: object) -> None:
    """Call an action, and keep the error that it ends in."""
    try:
        await shop.hass.services.async_call(const.DOMAIN, action, data, blocking=True)
    except HomeAssistantError as error:
        told.note(error)
    await shop.settle()


async def live(shop: TwilioShop, told: Told) -> None:
    """Let everything happen to a shop that happens to shops."""
    hass, exchange = shop.hass, shop.exchange
    exchange.delivery.fates["+12025550149"] = Fate(status="undelivered", error_code=30007)
    # What goes well.
    await shop.call(RINGS_OUT, CALLER, caller_does=LEAVES_MESSAGE)
    await exchange.send_text(CALLER, shop.number, WORDS)
    await shop.settle()
    await shop.call(PRESSES_ONE, CALLER)
    await exchange.send_text(CALLER, shop.number, f"I did not ask you to stop, {WORDS}")
    await shop.settle()
    # What the carrier refuses, drops or garbles.
    device = next(
        device.id
        for device in dr.async_entries_for_config_entry(dr.async_get(hass), shop.entry.entry_id)
        if LINE_ID in str(device.identifiers)
    )
    await act(shop, told, "send_text", device_id=device, number="+12025550149", message=WORDS)
    for kind in ("429", "5xx", "cut", "html", "answer_lost"):
        exchange.trouble.add(kind, where="messages.create")
        await shop.call(RINGS_OUT, f"+120255501{50 + len(kind)}")
    shop.account.geo_blocked.add("+1")
    await act(shop, told, "send_text", device_id=device, number="+12025550146", message=WORDS)
    shop.account.geo_blocked.clear()
    await act(shop, told, "text_back", device_id=device, number=CALLER)
    await act(shop, told, "send_text", device_id=device, number="gibberish", message=WORDS)
    # Strangers.
    for forgery in (Forgery.UNSIGNED, Forgery.BAD_SIGNATURE, Forgery.OTHER_ACCOUNT, Forgery.HUGE):
        for door in ("sms", "voice"):
            await exchange.forged(forgery, shop.number, door)
    # Our own faults, and a ledger in trouble.
    with patch.object(WebhookRequest, "line", side_effect=RuntimeError("a fault of ours")):
        await shop.call(RINGS_OUT, CALLER)
    with patch.object(ClientSession, "request", side_effect=InvalidURL(f"https://x/{CALLER}")):
        await act(shop, told, "send_text", device_id=device, number=CALLER, message=WORDS)
    with patch.object(ClientSession, "request", side_effect=RuntimeError("a fault of the session")):
        await act(shop, told, "send_text", device_id=device, number="+12025550145", message=WORDS)
    with patch.object(SqliteLedger, "write", side_effect=LedgerUnavailable("disk full")):
        await exchange.send_text(CALLER, shop.number, WORDS)
        await act(shop, told, "send_text", device_id=device, number=CALLER, message=WORDS)
    # Files, people, and the end of the password.
    person = {"config_entry_id": shop.entry.entry_id, "number": CALLER}
    await act(shop, told, "describe_caller", **person, name=NAME)
    await act(shop, told, "set_texting", **person, texting="allow")
    await hass.services.async_call(
        "button", "press", {"entity_id": "button.corner_barbers_export_records"}, blocking=True
    )
    await shop.call(RINGS_OUT, CALLER)
    exchange.rotate_token(shop.account)
    shop.account.api_keys.update(dict.fromkeys(shop.account.api_keys, "another"))
    await act(shop, told, "send_text", device_id=device, number="+12025550142", message=WORDS)
    await hass.config_entries.async_reload(shop.entry.entry_id)
    await shop.settle()


@pytest.fixture
async def lived(
    twilio_shop: TwilioShop, caplog: pytest.LogCaptureFixture
) -> tuple[TwilioShop, Told, dict[str, str]]:
    """Return a shop that has lived, what it told, and its secrets."""
    shop, entry = twilio_shop, twilio_shop.entry
    key, secret = shop.account.api_key
    caplog.set_level(logging.DEBUG)
    told = Told(shop.hass, caplog)
    secrets = {
        "token": shop.account.auth_token,
        "secret": secret,
    }
    shop.hass.config_entries.async_update_entry(
        entry, data={**entry.data, const.CONF_API_KEY: key, const.CONF_API_SECRET: secret}
    )
    await shop.settle()
    await live(shop, told)
    return shop, told, secrets


def people_in(text: str) -> list[str]:
    """Return what a text tells of people."""
    found = [found[0] for number in PEOPLE if (found := number.search(text))]
    return found + [marker for marker in (NAME, WORDS, "plugh") if marker in text]


async def test_a_whole_life_tells_no_secret_and_no_number_to_whom_it_is_not_theirs(
    lived: tuple[TwilioShop, Told, dict[str, str]],
) -> None:
    shop, told, secrets = lived
    hass = shop.hass
    diagnosis = await diagnosed(shop)
    registries = str(
        [
            dr.async_entries_for_config_entry(dr.async_get(hass), shop.entry.entry_id),
            er.async_entries_for_config_entry(er.async_get(hass), shop.entry.entry_id),
        ]
    )
    flows = str(hass.config_entries.flow.async_progress())
    everything = {
        "log": told.whole_log(),
        "errors": str(told.errors),
        "events": str([event.as_dict() for event in told.events]),
        "states": str(list(told.states())),
        "issues": told.issues(),
        "diagnostics": diagnosis,
        "registries": registries,
        "flows": flows,
        "coordinator": str(vars(shop.coordinator)),
        "titles": repr(shop.entry),
    }
    # All of it happened.
    assert "A Twilio request (voice) could not be read" in everything["log"]
    assert told.errors
    assert "reauth" in flows
    for where, what in everything.items():
        for name, secret in secrets.items():
            assert secret not in what, f"the {name} is in the {where}"
    private = {
        "log of ours": told.log(of_ours=True),
        "log of the house": told.log(of_ours=False),
        "errors": everything["errors"],
        "diagnostics": diagnosis,
        "flows": flows,
        "own events": str(
            [
                event.as_dict()
                for event in told.events
                if event.event_type not in (EVENT_STATE_CHANGED, EVENT_CALL_SERVICE)
            ]
        ),
    }
    for where, what in private.items():
        assert people_in(what) == [], f"in the {where}"
    # The one question that needs words shows them to whoever must answer it, and no number.
    assert not any(number.search(told.issues()) for number in PEOPLE)
    shown = {
        (entity_id.partition(".")[0], name)
        for entity_id, name, value in told.states()
        if people_in(value)
    }
    assert shown <= {("event", name) for name in PERSONAL}
    assert ("event", "caller") in shown


async def test_what_names_people_is_never_recorded(twilio_shop: TwilioShop) -> None:
    component = twilio_shop.hass.data["entity_components"]["event"]
    unrecorded = [set(entity._unrecorded_attributes) for entity in component.entities]
    assert set().union(*unrecorded) == PERSONAL


def test_a_client_and_an_entry_do_not_tell_their_password_when_they_are_printed(
    twilio_shop: TwilioShop,
) -> None:
    carrier = twilio_shop.coordinator.engine._sender._carrier
    entry: MockConfigEntry = twilio_shop.entry
    printed = repr(carrier) + repr(vars(carrier)) + repr(entry) + repr(twilio_shop.coordinator)
    assert twilio_shop.account.auth_token not in printed
