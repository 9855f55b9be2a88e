"""Words of strangers stay words: in the ledger, in what callers hear, in addresses, headers and texts.

Of a cell in a spreadsheet `tests/platforms/test_exports.py` tells.
"""

from collections.abc import AsyncIterator
from dataclasses import replace
import logging
from operator import methodcaller
from pathlib import Path
import sqlite3
from typing import Any, Final
from xml.etree import ElementTree as ET

from aiohttp import ClientSession
from aiohttp.test_utils import TestClient
from hypothesis import given, settings, strategies as st
import pytest
from pytest_homeassistant_custom_component.typing import ClientSessionGenerator

from bench.fuzz.hostile import WORDS
from custom_components.missed_call_textback.config_flow.answers import BadAnswer, read_api_base
from custom_components.missed_call_textback.const import DOMAIN
from custom_components.missed_call_textback.core.book import Book
from custom_components.missed_call_textback.core.calls import Call, Outcome
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import TextKind, TextState
from custom_components.missed_call_textback.core.policy import Skip
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.shop import TeamMember
from custom_components.missed_call_textback.ledger import SqliteLedger
from custom_components.missed_call_textback.providers.asking import ApiError
from custom_components.missed_call_textback.providers.twilio.client import TwilioClient
from custom_components.missed_call_textback.providers.twilio.twiml import Documents
from custom_components.missed_call_textback.words import ShopText
from homeassistant.core import HomeAssistant
from homeassistant.exceptions import TemplateError
from tests.exchange import Forgery
from tests.ledger.examples import NOW, TEXT_BACK, THREAD
from tests.platforms.shop import OpenShop
from tests.providers.twilio.shop import CALL, LINE, OWNER, PUBLIC, SHOP
from tests.twilio_shop.conftest import PUBLIC as SHOP_ORIGIN, WEBHOOK_ID, TwilioShop

# Each of them once, and none that the ledger takes for nothing.
HOSTILE: Final = tuple(dict.fromkeys(word for word in WORDS if word.strip()))
VERBS: Final = {"Response", "Dial", "Number", "Gather", "Say", "Record", "Hangup"}


@pytest.fixture
async def ledger(tmp_path: Path) -> AsyncIterator[SqliteLedger]:
    ledger = SqliteLedger()
    await ledger.open(tmp_path / "ledger.db")
    yield ledger
    await ledger.close()


def _tables(path: Path) -> dict[str, list[tuple[Any, ...]]]:
    with sqlite3.connect(path) as connection:
        names = [name for (name,) in connection.execute("SELECT name FROM sqlite_master")]
        listed = connection.execute("SELECT name FROM sqlite_master WHERE type = 'table'")
        rows = {name: list(connection.execute(f'SELECT * FROM "{name}"')) for (name,) in listed}  # noqa: S608
    return {"sqlite_master": [(name,) for name in sorted(names)], **rows}


async def test_whatever_is_written_is_kept_to_the_letter_and_the_tables_stay(
    ledger: SqliteLedger, tmp_path: Path
) -> None:
    before = _tables(tmp_path / "ledger.db")["sqlite_master"]
    for number, word in enumerate(HOSTILE):

        def write(book: Book, word: str = word, number: int = number) -> None:
            thread = replace(THREAD, line_id=word, peer=word)
            thread_id = book.save_thread(None, thread)
            call = Call(
                line_id=word,
                source_id=word,
                caller=word,
                started_at=NOW,
                outcome=Outcome.NO_ANSWER,
                recording=word,
                caller_name=word,
            )
            call_id = book.add_call(call, due_at=None)
            book.save_call(
                call_id, call, due_at=None, decision=Skip(Reason.BLOCKED), thread_id=thread_id
            )
            text = book.add_text(
                replace(
                    TEXT_BACK,
                    shop_id=word,
                    ref=word,
                    line_id=word,
                    kind=TextKind.MESSAGE,
                    sender=word,
                    to=word,
                    body=word,
                    thread_id=thread_id,
                )
            )
            book.save_text(
                text.id,
                state=TextState.FAILED,
                due_at=None,
                attempts=1,
                carrier_id=f"out {word}",
                error=word,
            )
            book.add_reply(
                line_id=word,
                thread_id=thread_id,
                carrier_id=f"in {word}",
                peer=word,
                body=word,
                at=NOW,
            )
            book.set_wish(word, word, Wish.STOP, source=word, at=NOW)
            book.set_person(word, word, name=word, language=word, at=NOW)
            book.set_automatic(word, on=bool(number % 2))

        await ledger.write(write)
        stored = await ledger.write(methodcaller("find_call", word))
        assert stored is not None
        assert stored.call.caller_name == stored.call.recording == stored.call.caller == word
        found = await ledger.write(methodcaller("find_text", ref=word, carrier_id=None))
        assert found is not None
        assert (found.body, found.error, found.to) == (word, word, word)
        assert (await ledger.person(word, word)).name == word
        records = await ledger.records(word, [word], peer=word)
        assert {record.body for record in records if record.body} == {word}
    after = _tables(tmp_path / "ledger.db")
    assert after["sqlite_master"] == before
    assert len(after["call"]) == len(after["thread"]) == len(HOSTILE)
    assert len(after["text"]) == 2 * len(HOSTILE)


@settings(max_examples=200)
@given(st.sampled_from(HOSTILE) | st.text(max_size=60), st.text(max_size=30))
def test_no_name_and_no_number_adds_a_verb_or_an_attribute_to_what_callers_hear(
    business: str, other: str
) -> None:
    line = replace(LINE, name=other)
    member = TeamMember(id="1", name=other, mobile=OWNER)
    documents = Documents(replace(SHOP, business=business, lines=(line,), team=(member,)), PUBLIC)
    plain = Documents(replace(SHOP, business="x", lines=(LINE,), team=(member,)), PUBLIC)
    for written, usual in zip(_documents(documents), _documents(plain), strict=True):
        assert written.isascii()
        got, expected = ET.fromstring(written), ET.fromstring(usual)  # noqa: S314 - our own
        assert [(e.tag, e.attrib) for e in got.iter()] == [
            (e.tag, e.attrib) for e in expected.iter()
        ]
        assert {element.tag for element in got.iter()} <= VERBS


def _documents(documents: Documents) -> list[str]:
    return [
        documents.ring(LINE, (OWNER,), CALL, NOW),
        documents.whisper({"line": "12025550123"}),
        documents.missed(LINE),
        documents.missed(None),
        documents.emergency("+12025550161"),
    ]


async def _get(client: TestClient[Any, Any], path: str) -> int:
    response = await client.get(path, allow_redirects=False)
    assert "Location" not in response.headers
    return response.status


async def test_no_path_leads_from_the_downloads_to_another_file(
    hass: HomeAssistant, shop: OpenShop, hass_client: ClientSessionGenerator
) -> None:
    shop.coordinator.exports.offer("records.csv", "x")
    client = await hass_client()
    for tail in (
        "..%2f..%2fconfiguration.yaml",
        "%2e%2e/%2e%2e/secrets.yaml",
        "....//x",
        "%00",
        "' OR 1=1 --",
        "",
        "x" * 5000,
    ):
        status = await _get(client, f"/api/{DOMAIN}/{shop.entry.entry_id}/records/{tail}")
        assert status in (400, 404, 401), tail


async def test_the_host_that_a_request_names_neither_opens_the_door_nor_gets_into_an_answer(
    twilio_shop: TwilioShop,
) -> None:
    await twilio_shop.call({}, "+12025550147")
    before = len(twilio_shop.decided)
    hook = next(each for each in twilio_shop.exchange.webhooks.log if "step=voice" in each.url)
    assert SHOP_ORIGIN in hook.body
    local = twilio_shop.exchange.webhooks._routes[SHOP_ORIGIN]
    session = twilio_shop.exchange.webhooks._session
    assert session is not None
    for header in ("Host", "X-Forwarded-Host", "X-Original-URL", "X-Rewrite-URL"):
        async with session.post(
            f"{local}/api/webhook/{WEBHOOK_ID}?step=voice",
            data=hook.params,
            headers={header: "evil.example", "X-Twilio-Signature": hook.signature},
            allow_redirects=False,
        ) as response:
            body = await response.text()
        assert response.status == 200
        assert "evil.example" not in body
    # A replay of what was heard: known, and nobody is texted for it.
    assert len(twilio_shop.decided) == before


async def test_a_callers_words_begin_no_line_in_the_log(
    twilio_shop: TwilioShop, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    injected = "x\r\n2026-11-21 CRITICAL (MainThread) [homeassistant.core] hacked"
    await twilio_shop.exchange.send_text("+12025550147", twilio_shop.number, injected)
    await twilio_shop.exchange.forged(Forgery.BAD_SIGNATURE, twilio_shop.number)
    with caplog.at_level(logging.DEBUG):
        await twilio_shop.settle()
    ours = [record for record in caplog.records if DOMAIN in record.name]
    assert not any("hacked" in record.getMessage() for record in ours)
    assert not any("\n" in record.getMessage() for record in ours)


@pytest.mark.parametrize(
    "address",
    [
        "http://evil.example",
        "http://93.184.216.34",
        "http://169.254.169.254",
        "http://169.254.169.254.evil.example",
        "file:///etc/passwd",
        "gopher://127.0.0.1",
        "ftp://127.0.0.1",
        "//127.0.0.1",
        "http://",
        "",
    ],
)
def test_the_api_is_asked_encrypted_or_in_ones_own_network_or_not_at_all(address: str) -> None:
    with pytest.raises(BadAnswer):
        read_api_base(address)


ESCAPES: Final = (
    "{{ ''.__class__ }}",
    "{{ business.__class__.__mro__[1].__subclasses__() }}",
    "{{ self._TemplateReference__context }}",
    "{{ cycler.__init__.__globals__.os }}",
    "{{ business.__init__.__globals__ }}",
    "{{ (business|attr('__class__')) }}",
    "{{ '{0.__class__.__init__.__globals__}'.format(business) }}",
    "{{ namespace.__init__.__globals__ }}",
    "{{ range.__self__ }}",
    "{{ lipsum.__globals__ }}",
    "{% include '/etc/passwd' %}",
    "{% import 'secrets.yaml' as s %}{{ s }}",
    "{% extends 'x' %}",
    "{{ states('sensor.x') }}",
    "{{ states.sensor }}",
    "{{ state_attr('zone.home', 'latitude') }}",
    "{{ integration_entities('hue') }}",
    "{{ config_entry_attr('x', 'title') }}",
    "{{ hass.config }}",
    "{{ now() }}",
)


@pytest.mark.parametrize("template", ESCAPES)
def test_a_text_sees_its_variables_and_nothing_of_the_house(
    hass: HomeAssistant, template: str
) -> None:
    hass.states.async_set("sensor.x", "plugh")
    try:
        rendered = ShopText(hass, template).render({"business": "Corner Barbers"})
    except TemplateError, ValueError:
        return
    assert "plugh" not in rendered
    assert "object at" not in rendered
    assert "class" not in rendered
    assert "module" not in rendered


def test_a_token_of_a_download_cannot_be_guessed(shop: OpenShop) -> None:
    tokens = [shop.coordinator.exports.offer(f"{each}.csv", "x") for each in range(3)]
    assert all(len(token) >= 32 for token in tokens)
    assert len({token[:8] for token in tokens}) == 3


@pytest.mark.parametrize("typed", ["x\r\nX-Injected: yes", "x:y", "\x00", "é", "\ud800"])
async def test_a_password_with_a_line_break_makes_no_header(
    twilio_shop: TwilioShop, typed: str
) -> None:
    asked = len(twilio_shop.exchange.requests)
    async with ClientSession() as session:
        client = TwilioClient(
            session, twilio_shop.account.sid, typed, typed, twilio_shop.exchange.api_base
        )
        with pytest.raises(ApiError):
            await client.numbers()
    for request in twilio_shop.exchange.requests[asked:]:
        assert "X-Injected" not in str(request)
