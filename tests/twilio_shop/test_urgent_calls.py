"""What is urgent rings who is on call, over the company's wire, until somebody talks to the caller."""

from types import MappingProxyType
from typing import Any, cast

import pytest

from custom_components.missed_call_textback import const
from custom_components.missed_call_textback.core import calling_team
from custom_components.missed_call_textback.core.happenings import (
    CalledBack,
    TeamCalled,
    TextReceived,
)
from custom_components.missed_call_textback.core.outbox import InboundText
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.core.threads import Thread
from homeassistant.core import HomeAssistant
from homeassistant.helpers import issue_registry as ir
from homeassistant.util import dt as dt_util
from tests.exchange import (
    BUSY,
    PRESSES_NINE,
    PRESSES_ONE,
    RINGS_OUT,
    SAYS_NOTHING,
    CallRecord,
    Kind,
    Person,
)

from .conftest import CALLER, KIM, LINE_ID, NUMBER, SAM, TwilioShop

LEAK = "URGENT: the cellar is <flooded> & it's rising"
PRESSES_TWO = Person(picks_up_after=4.0, presses="2")
ANSWERS = Person(picks_up_after=4.0)


def settings_of(shop: TwilioShop, member_id: str, **settings: object) -> None:
    member = shop.entry.subentries[member_id]
    shop.hass.config_entries.async_update_subentry(
        shop.entry, member, data={**member.data, **settings}
    )


@pytest.fixture
async def shop(new_shop: TwilioShop) -> TwilioShop:
    """Return a shop that is open: Sam is on call, Kim is called next."""
    settings_of(new_shop, "01SAM", called=True, post="on_call")
    settings_of(new_shop, "01KIM", called=True)
    await opened(new_shop)
    return new_shop


async def opened(shop: TwilioShop) -> None:
    assert await shop.hass.config_entries.async_setup(shop.entry.entry_id)
    await shop.hass.async_block_till_done()
    shop.listen()


async def writes(shop: TwilioShop, body: str = LEAK, sender: str = CALLER) -> None:
    """Have somebody write, and let all be done that is due at once because of it."""
    await shop.exchange.send_text(sender, shop.number, body)
    for _ in range(4):
        await shop.forward(seconds=0.1)


def rung(shop: TwilioShop) -> list[str]:
    """Return whom the company called for the shop, in this order."""
    return [call.row.to for call in shop.exchange.calls_out]


def first_call(shop: TwilioShop) -> CallRecord:
    return shop.exchange.calls_out[0]


async def thread_of(shop: TwilioShop) -> Thread:
    return await shop.coordinator.engine.conversations.thread(1)


async def history(shop: TwilioShop) -> list[tuple[str, str | None]]:
    """Return what the conversation says of calls: what became of it, and to whom."""
    read = await shop.hass.services.async_call(
        const.DOMAIN,
        "get_thread",
        {"config_entry_id": shop.entry.entry_id, "thread_id": 1},
        blocking=True,
        return_response=True,
    )
    entries = cast("list[dict[str, Any]]", (read or {})["entries"])
    told = [each for each in entries if each["kind"] in ("team_call", "call_out")]
    # The company's clock is behind the shop's here: by kind, then as it happened.
    told.sort(key=lambda each: each["kind"], reverse=True)
    return [(each["what"], each["body"]) for each in told]


async def test_an_urgent_text_at_night_is_talked_about_a_minute_later(shop: TwilioShop) -> None:
    shop.exchange.people |= {SAM: PRESSES_ONE, CALLER: ANSWERS}
    await writes(shop)
    assert rung(shop) == [SAM]
    call = first_call(shop)
    assert call.row.from_ == NUMBER
    assert call.bridged
    assert call.answered_by == CALLER
    # The caller sees the shop's number, not Sam's.
    assert [(leg.to, leg.from_) for leg in call.legs] == [(CALLER, NUMBER)]
    assert call.transcript[:3] == [
        "say: Urgent, for Corner Barbers. , 2 0 2 , 5 5 5 , 0 1 4 3 says:",
        f"say: {LEAK}",
        "say: Press 1 to talk to them now, or 2 if you see to it yourself.",
    ]
    assert shop.exchange.alerts == []
    thread = await thread_of(shop)
    assert (thread.waiting_since, thread.urgent_since) == (None, None)
    [back] = [each for each in shop.told if isinstance(each, CalledBack)]
    assert back.answered_at is not None
    await shop.forward(hours=1)
    assert rung(shop) == [SAM]
    assert await history(shop) == [("connected", "Sam"), ("answered", None)]


async def test_nothing_of_the_caller_stands_in_an_address(shop: TwilioShop) -> None:
    shop.exchange.people |= {SAM: PRESSES_ONE, CALLER: ANSWERS}
    await writes(shop)
    addresses = [hook.url for hook in first_call(shop).requests]
    assert len(addresses) == 5
    assert not any(CALLER[1:] in address or SAM[1:] in address for address in addresses)


@pytest.mark.parametrize(
    ("person", "state"),
    [
        pytest.param(RINGS_OUT, "missed", id="rings out"),
        pytest.param(BUSY, "missed", id="busy"),
        pytest.param(SAYS_NOTHING, "heard", id="a mailbox"),
        pytest.param(PRESSES_NINE, "heard", id="another key"),
    ],
)
async def test_who_does_not_see_to_it_is_followed_by_the_next_one_at_once(
    shop: TwilioShop, person: Person, state: str
) -> None:
    shop.exchange.people |= {SAM: person, KIM: PRESSES_TWO}
    await writes(shop)
    assert rung(shop) == [SAM, KIM]
    assert (await thread_of(shop)).lead.assignee == "01KIM"
    assert await history(shop) == [(state, "Sam"), ("taken", "Kim")]
    await shop.forward(hours=1)
    assert rung(shop) == [SAM, KIM]


async def test_a_caller_who_does_not_pick_up_can_be_tried_again_or_taken(shop: TwilioShop) -> None:
    shop.exchange.people |= {SAM: Person(picks_up_after=4.0, presses="12")}
    await writes(shop)
    said = first_call(shop).transcript
    assert said[-2] == "say: Thank you. It is yours: please answer them soon."
    assert (
        "say: They did not pick up. Press 1 to try again, or 2 if you see to it yourself." in said
    )
    assert (await thread_of(shop)).waiting_since is not None
    assert await history(shop) == [("taken", "Sam"), ("no_answer", None)]
    assert rung(shop) == [SAM]


async def test_a_call_whose_answer_got_lost_is_never_asked_for_again(shop: TwilioShop) -> None:
    shop.exchange.trouble.add(Kind.ANSWER_LOST, where="calls.create")
    shop.exchange.people |= {KIM: PRESSES_TWO}
    await writes(shop)
    await shop.forward(hours=1)
    assert rung(shop) == [SAM, KIM]


async def test_a_company_that_is_busy_is_asked_again(shop: TwilioShop) -> None:
    shop.exchange.trouble.add(Kind.TOO_MANY_REQUESTS, where="calls.create")
    shop.exchange.people |= {SAM: PRESSES_TWO}
    await writes(shop)
    assert rung(shop) == []
    await shop.forward(seconds=31)
    assert rung(shop) == [SAM]


async def test_a_restart_between_the_claim_and_the_call_rings_the_next_one_only(
    shop: TwilioShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def crash(_call: object) -> None:
        raise LedgerUnavailable

    monkeypatch.setattr(shop.coordinator.engine.calling_team._caller, "call", crash)
    await writes(shop)
    assert rung(shop) == []
    assert await shop.hass.config_entries.async_reload(shop.entry.entry_id)
    shop.listen()
    shop.exchange.people |= {KIM: PRESSES_TWO}
    await shop.forward(seconds=46)
    await shop.forward(hours=1)
    assert rung(shop) == [KIM]
    assert await history(shop) == [("calling", "Sam"), ("taken", "Kim")]


async def test_what_was_answered_by_text_meanwhile_rings_nobody_any_more(shop: TwilioShop) -> None:
    await writes(shop)
    assert rung(shop)[:1] == [SAM]
    called = len(rung(shop))
    await shop.coordinator.async_send_text(
        shop.coordinator.shop.lines[0].id, CALLER, "On our way", by="Kim"
    )
    await shop.forward(hours=1)
    assert len(rung(shop)) == called


async def test_who_is_off_duty_is_not_rung(hass: HomeAssistant, new_shop: TwilioShop) -> None:
    hass.states.async_set("input_boolean.sam_works", "off")
    settings_of(new_shop, "01SAM", called=True, post="on_call", duty="input_boolean.sam_works")
    settings_of(new_shop, "01KIM", called=True)
    await opened(new_shop)
    new_shop.exchange.people |= {KIM: PRESSES_TWO}
    await writes(new_shop)
    assert rung(new_shop) == [KIM]


async def test_nobody_is_rung_who_did_not_ask_for_it(new_shop: TwilioShop) -> None:
    await opened(new_shop)
    await writes(new_shop)
    assert [each.alarm for each in new_shop.told if isinstance(each, TextReceived)] == [True]
    assert rung(new_shop) == []


async def test_a_blocked_caller_rings_nobody(shop: TwilioShop) -> None:
    await shop.coordinator.engine.people.set_blocked(CALLER, blocked=True)
    await writes(shop)
    assert rung(shop) == []


@pytest.mark.parametrize(
    ("trouble", "key"),
    [
        ("country", "team_call_refused_country"),
        ("trial", "team_call_refused_trial"),
        ("number", "team_call_refused"),
    ],
)
async def test_where_a_phone_cannot_be_rung_the_owner_is_told_what_to_do(
    hass: HomeAssistant, shop: TwilioShop, trouble: str, key: str
) -> None:
    match trouble:
        case "country":
            shop.account.calls_blocked.add(SAM)
        case "trial":
            shop.account.trial = True
            shop.account.verified.add(KIM)
        case _:
            settings_of(shop, "01SAM", mobile="+15005550001")
            await hass.async_block_till_done()
            shop.listen()
    shop.exchange.people |= {KIM: PRESSES_TWO}
    await writes(shop)
    assert rung(shop) == [KIM], "nobody is left waiting because of it"
    issue_id = f"team_call_refused_{shop.entry.entry_id}_01SAM"
    issue = ir.async_get(hass).async_get_issue(const.DOMAIN, issue_id)
    assert issue is not None
    assert issue.translation_key == key
    assert issue.translation_placeholders is not None
    assert issue.translation_placeholders["name"] == "Sam"


async def test_where_the_company_takes_no_call_for_long_the_owner_is_told(
    hass: HomeAssistant, shop: TwilioShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(calling_team, "_MOST_TRIES", 3)
    shop.exchange.trouble.add("429", times=None, where="calls.create")
    await writes(shop)
    issue_id = f"team_call_refused_{shop.entry.entry_id}_01SAM"
    assert ir.async_get(hass).async_get_issue(const.DOMAIN, issue_id) is None
    for _ in range(3):
        await shop.forward(seconds=31)
    issue = ir.async_get(hass).async_get_issue(const.DOMAIN, issue_id)
    assert issue is not None
    assert issue.translation_key == "team_call_not_taken"
    assert await history(shop) == [("refused", "Sam")]


async def test_the_owner_is_told_no_longer_once_the_phone_can_be_rung(
    hass: HomeAssistant, shop: TwilioShop
) -> None:
    shop.account.calls_blocked.add(SAM)
    shop.exchange.people |= {SAM: PRESSES_TWO, KIM: PRESSES_TWO}
    await writes(shop)
    shop.account.calls_blocked.clear()
    await writes(shop, sender="+12025550149")
    assert rung(shop) == [KIM, SAM]
    issue_id = f"team_call_refused_{shop.entry.entry_id}_01SAM"
    assert ir.async_get(hass).async_get_issue(const.DOMAIN, issue_id) is None


async def test_a_company_that_takes_the_password_no_more_is_told_of(
    hass: HomeAssistant, shop: TwilioShop
) -> None:
    shop.exchange.rotate_token(shop.account)
    engine = shop.coordinator.engine
    # The webhook's signature goes by the same token, so the text comes in another way.
    text = InboundText(
        line_id=LINE_ID, carrier_id="SM1", sender=CALLER, body=LEAK, at=dt_util.utcnow()
    )
    await engine.handle_text(text)
    for _ in range(4):
        await shop.forward(seconds=0.1)
    flows = hass.config_entries.flow.async_progress_by_handler(const.DOMAIN)
    assert [flow["context"]["source"] for flow in flows] == ["reauth"]


async def test_too_many_urgent_callers_ring_so_often_and_no_more(
    hass: HomeAssistant, shop: TwilioShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("custom_components.missed_call_textback.core.calling_team.MOST_AN_HOUR", 2)
    shop.exchange.people |= {SAM: PRESSES_TWO}
    for number in range(4):
        await writes(shop, sender=f"+1202555014{number}")
    assert rung(shop) == [SAM, SAM]
    issue_id = f"team_calls_capped_{shop.entry.entry_id}"
    assert ir.async_get(hass).async_get_issue(const.DOMAIN, issue_id) is not None


async def test_who_picks_up_while_the_ledger_is_away_is_asked_to_look(
    shop: TwilioShop, monkeypatch: pytest.MonkeyPatch
) -> None:
    async def away(_asked: object) -> None:
        raise LedgerUnavailable

    monkeypatch.setattr(shop.coordinator.engine.calling_team, "answer", away)
    shop.exchange.people |= {SAM: PRESSES_ONE}
    await writes(shop)
    assert first_call(shop).transcript[0] == (
        "say: Urgent, for Corner Barbers. Please look at your messages."
    )


async def test_a_shop_that_speaks_german_says_so_in_german(new_shop: TwilioShop) -> None:
    settings_of(new_shop, "01SAM", called=True)
    new_shop.hass.config_entries.async_update_entry(
        new_shop.entry,
        options=MappingProxyType({**new_shop.entry.options, const.CONF_LANGUAGES: ["de", "en"]}),
    )
    await opened(new_shop)
    new_shop.exchange.people |= {SAM: PRESSES_TWO}
    await writes(new_shop, "Es ist dringend, der Keller läuft voll")
    said = first_call(new_shop).transcript
    assert said[1] == "say: Es ist dringend, der Keller läuft voll"
    assert said[-2] == "say: Danke. Es gehört Ihnen: Bitte antworten Sie bald."


async def test_what_happened_is_told_as_it_happens(shop: TwilioShop) -> None:
    shop.exchange.people |= {SAM: PRESSES_ONE, CALLER: ANSWERS}
    await writes(shop)
    states = [each.call.state.value for each in shop.told if isinstance(each, TeamCalled)]
    assert states == ["heard", "connecting", "connected"]
