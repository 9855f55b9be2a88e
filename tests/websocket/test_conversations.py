"""The commands about conversations: a whole path through the inbox, and how they say no."""

from typing import Any

import pytest

from custom_components.missed_call_textback.core.outbox import Reaction, Refused
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.core.tally import Tally
from custom_components.missed_call_textback.ledger import SqliteLedger
from custom_components.missed_call_textback.owner_requests import async_erase
from custom_components.missed_call_textback.words import LONGEST_TEXT
from tests.platforms.shop import BACK, CUSTOMER, FRONT, OTHER_CUSTOMER, SAM, OpenShop

from .conftest import Browser, OpenBrowser

THREAD = {"thread_id": 1}
REF = "0123456789abcdef" * 2
# Each command about a conversation, as a browser sends it.
COMMANDS: dict[str, dict[str, Any]] = {
    "threads/list": {},
    "threads/get": THREAD,
    "threads/reply": {**THREAD, "message": "At ten?"},
    "threads/resolve": {**THREAD, "stage": "booked", "value": 39.5},
    "threads/assign": {**THREAD, "member_id": SAM},
    "threads/note": {**THREAD, "message": "Third floor"},
    "threads/read": THREAD,
    "threads/done": THREAD,
    "simulate": {"line_id": FRONT, "number": CUSTOMER},
}
OF_A_THREAD = sorted(name for name, fields in COMMANDS.items() if "thread_id" in fields)


@pytest.fixture
async def busy(shop: OpenShop) -> OpenShop:
    """Return a shop with a caller who was texted, and answered."""
    await shop.miss_call()
    await shop.receive("Is Friday free?")
    return shop


async def test_a_reply_is_read_answered_noted_given_to_somebody_and_booked(
    busy: OpenShop, browser: Browser
) -> None:
    listed = await browser.result("threads/list", state="waiting")
    [thread] = listed["threads"]
    assert (thread["number"], thread["unread"], thread["line_id"], thread["assignee_id"]) == (
        CUSTOMER,
        1,
        FRONT,
        None,
    )
    assert await browser.result("threads/read", **THREAD) is None
    assert (await browser.result("threads/get", **THREAD))["unread"] == 0
    answered = await browser.result("threads/reply", **THREAD, message="  At ten? ")
    [_, text] = busy.carrier.sent
    assert (text.body, text.to) == ("At ten?", CUSTOMER)
    assert answered == {"text_id": text.ref, "state": "accepted"}
    assert await browser.result("threads/note", **THREAD, message="Third floor") is None
    assert await browser.result("threads/assign", **THREAD, member_id=SAM) is None
    assert await browser.result("threads/resolve", **THREAD, stage="booked", value=39.5) is None
    read = await browser.result("threads/get", **THREAD)
    assert {key: read[key] for key in ("state", "value", "assignee", "assignee_id")} == {
        "state": "booked",
        "value": 39.5,
        "assignee": "Sam",
        "assignee_id": SAM,
    }
    assert [(each["kind"], each["what"], each["body"]) for each in read["entries"]] == [
        ("call", "no_answer", None),
        ("text_out", "text_back", "Sorry we missed you, Corner Barbers"),
        ("text_in", "reply", "Is Friday free?"),
        ("text_out", "message", "At ten?"),
        ("note", "Mock User", "Third floor"),
    ]
    figures = await busy.coordinator.ledger.figures(FRONT, "")
    assert figures.total[Tally.VALUE] == 39_500_000
    assert await browser.result("threads/assign", **THREAD, member_id=None) is None
    assert (await browser.result("threads/get", **THREAD))["assignee_id"] is None


async def test_an_answer_that_is_sent_again_under_its_ref_is_one_text(
    busy: OpenShop, browser: Browser, open_browser: OpenBrowser
) -> None:
    asked = {**THREAD, "message": "At ten?", "ref": REF}
    first = await browser.result("threads/reply", **asked)
    assert first == {"text_id": REF, "state": "accepted"}
    elsewhere = await open_browser()
    assert await elsewhere.result("threads/reply", **asked | {"message": " At ten? "}) == first
    assert [text.body for text in busy.carrier.sent[1:]] == ["At ten?"]
    assert (await browser.result("threads/get", **THREAD))["entries"][-1]["body"] == "At ten?"


async def test_the_ref_of_one_answer_is_good_for_no_other(busy: OpenShop, browser: Browser) -> None:
    await busy.miss_call(OTHER_CUSTOMER)
    await browser.result("threads/reply", **THREAD, message="At ten?", ref=REF)
    sent = len(busy.carrier.sent)
    taken = ("service_validation_error", "ref_taken")
    for other in ({"message": "At five?"}, {"thread_id": 2}):
        asked = {**THREAD, "message": "At ten?", "ref": REF} | other
        assert await browser.error("threads/reply", **asked) == taken
    assert len(busy.carrier.sent) == sent


async def test_an_answer_that_failed_fails_again_under_its_ref(
    busy: OpenShop, browser: Browser
) -> None:
    busy.carrier.answers[CUSTOMER] = Refused("30007", Reaction.OWNER)
    asked = {**THREAD, "message": "At ten?", "ref": REF}
    failed = ("home_assistant_error", "text_failed")
    assert await browser.error("threads/reply", **asked) == failed
    sent = len(busy.carrier.sent)
    assert await browser.error("threads/reply", **asked) == failed
    assert len(busy.carrier.sent) == sent


@pytest.mark.parametrize("ref", ["", "0" * 31, "0" * 33, "G" * 32, "0" * 32 + "\n", 5, ["0"]])
async def test_what_is_no_ref_is_refused(busy: OpenShop, browser: Browser, ref: object) -> None:
    code, _ = await browser.error("threads/reply", **THREAD, message="At ten?", ref=ref)
    assert code == "invalid_format"
    assert len(busy.carrier.sent) == 1


async def test_each_entry_has_a_key_of_its_own_that_stays(busy: OpenShop, browser: Browser) -> None:
    first = [each["key"] for each in (await browser.result("threads/get", **THREAD))["entries"]]
    await busy.receive("Or Saturday?")
    second = (await browser.result("threads/get", **THREAD))["entries"]
    keys = [each["key"] for each in second]
    assert keys[: len(first)] == first
    assert len(set(keys)) == len(keys) == len(first) + 1
    assert [each["recording"] for each in second] == [None] * len(keys)


async def test_what_is_done_waits_no_more(busy: OpenShop, browser: Browser) -> None:
    await browser.result("threads/done", **THREAD)
    assert (await browser.result("threads/list", state="waiting"))["threads"] == []
    assert (await browser.result("threads/get", **THREAD))["state"] == "closed"


async def test_a_list_goes_on_where_its_page_ended(busy: OpenShop, browser: Browser) -> None:
    await busy.miss_call(OTHER_CUSTOMER)
    first = await browser.result("threads/list", limit=1)
    assert [thread["number"] for thread in first["threads"]] == [OTHER_CUSTOMER]
    second = await browser.result("threads/list", limit=1, after=first["next"])
    assert [thread["number"] for thread in second["threads"]] == [CUSTOMER]
    end = await browser.result("threads/list", limit=1, after=second["next"])
    assert end == {"threads": [], "next": None}


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("(202) 555-01", [CUSTOMER, OTHER_CUSTOMER]),
        (CUSTOMER, [CUSTOMER]),
        ("00" + CUSTOMER[1:], [CUSTOMER]),
        ("202 555 0999", []),
        ("Friday", []),
    ],
)
async def test_whoever_called_long_ago_is_found_by_their_number(
    busy: OpenShop, browser: Browser, search: str, found: list[str]
) -> None:
    await busy.miss_call(OTHER_CUSTOMER)
    page = await browser.result("threads/list", search=search)
    assert [thread["number"] for thread in page["threads"]] == sorted(found)
    assert page["next"] is None
    waiting = await browser.result("threads/list", search=search, state="waiting")
    assert [thread["number"] for thread in waiting["threads"]] == [
        number for number in found if number == CUSTOMER
    ]
    elsewhere = await browser.result("threads/list", search=search, line_id=BACK, limit=1)
    assert elsewhere == {"threads": [], "next": None}


@pytest.mark.parametrize(
    ("also", "found"),
    [
        ({"state": "waiting"}, [CUSTOMER]),
        ({"state": "texted"}, ["+12025550111"]),
        ({"urgent": True}, [OTHER_CUSTOMER]),
        ({"urgent": True, "state": "texted"}, []),
        ({"tag": "Regular"}, [CUSTOMER]),
    ],
)
async def test_those_who_are_looked_for_by_number_are_not_hidden_by_others_whose_number_begins_so(
    busy: OpenShop, browser: Browser, also: dict[str, object], found: list[str]
) -> None:
    await busy.miss_call("+12025550111")
    await busy.miss_call(OTHER_CUSTOMER)
    await busy.receive("Urgent, a pipe has burst!", OTHER_CUSTOMER)
    await busy.coordinator.engine.people.describe(CUSTOMER, add_tags=["regular"])
    page = await browser.result("threads/list", search="202 555 01", limit=1, **also)
    assert [thread["number"] for thread in page["threads"]] == found


async def test_a_simulation_says_what_a_call_would_lead_to_and_texts_nobody(
    shop: OpenShop, browser: Browser
) -> None:
    told = await browser.result("simulate", line_id=FRONT, number=CUSTOMER)
    assert (told["decision"], told["reason"], told["segments"]) == ("text_back", "missed_open", 1)
    assert told["text"].startswith("Sorry we missed you, Corner Barbers")
    withheld = await browser.result("simulate", line_id=FRONT)
    assert (withheld["decision"], withheld["reason"]) == ("skip", "no_caller_id")
    later = await browser.result(
        "simulate", line_id=FRONT, number=CUSTOMER, at="2026-12-01T10:00:00+00:00"
    )
    assert later["decision"] == "text_back"
    assert shop.carrier.sent == []
    assert await browser.error("simulate", line_id="nowhere") == (
        "service_validation_error",
        "no_line",
    )


@pytest.mark.parametrize("command", COMMANDS)
async def test_an_entry_that_is_not_there_or_not_open_is_told_in_words(
    busy: OpenShop, browser: Browser, command: str
) -> None:
    fields = COMMANDS[command]
    assert await browser.error(command, **fields | {"entry_id": "nobody's"}) == (
        "service_validation_error",
        "service_config_entry_not_found",
    )
    assert await busy.hass.config_entries.async_unload(busy.entry.entry_id)
    assert await browser.error(command, **fields) == (
        "service_validation_error",
        "service_config_entry_not_loaded",
    )
    assert len(busy.carrier.sent) == 1


@pytest.mark.parametrize("command", COMMANDS)
async def test_a_ledger_that_cannot_be_used_is_told_in_words(
    busy: OpenShop, browser: Browser, monkeypatch: pytest.MonkeyPatch, command: str
) -> None:
    async def broken(*_args: object, **_more: object) -> None:
        raise LedgerUnavailable

    for verb in ("write", "threads", "thread", "conversation", "person", "settings"):
        monkeypatch.setattr(SqliteLedger, verb, broken)
    assert await browser.error(command, **COMMANDS[command]) == (
        "home_assistant_error",
        "ledger_unavailable",
    )


@pytest.mark.parametrize("command", OF_A_THREAD)
async def test_a_thread_that_is_erased_while_it_is_open_is_told_in_words(
    busy: OpenShop, browser: Browser, command: str
) -> None:
    await browser.result("threads/get", **THREAD)
    await async_erase(busy.coordinator, CUSTOMER)
    assert await browser.error(command, **COMMANDS[command]) == (
        "service_validation_error",
        "unknown_thread",
    )
    assert len(busy.carrier.sent) == 1


@pytest.mark.parametrize(
    ("command", "fields", "key"),
    [
        ("threads/reply", {"message": "  "}, "message_empty"),
        ("threads/note", {"message": "\n"}, "message_empty"),
        ("threads/reply", {"message": "x" * (LONGEST_TEXT + 1)}, "message_too_long"),
        ("threads/note", {"message": "🙂" * 100_000}, "message_too_long"),
        ("threads/assign", {"member_id": "nobody"}, "unknown_member"),
        ("threads/list", {"line_id": "nowhere"}, "unknown_line"),
        ("threads/list", {"after": "5"}, "page_not_understood"),
        ("threads/list", {"after": f"{10**30}-1"}, "page_not_understood"),
        ("threads/list", {"after": f"1-{10**19}"}, "page_not_understood"),
        ("threads/list", {"after": f"1--{10**19}"}, "page_not_understood"),
        ("threads/list", {"after": f"1-{'9' * 5000}"}, "page_not_understood"),
    ],
)
async def test_what_somebody_may_do_wrong_is_told_in_words(
    busy: OpenShop, browser: Browser, command: str, fields: dict[str, Any], key: str
) -> None:
    wrong = COMMANDS[command] | fields
    assert await browser.error(command, **wrong) == ("service_validation_error", key)
    assert len(busy.carrier.sent) == 1


@pytest.mark.parametrize("wrong", [None, "1", 1.5, -1, [1], {"a": 1}])
@pytest.mark.parametrize("command", OF_A_THREAD)
async def test_what_is_no_id_is_refused(
    busy: OpenShop, browser: Browser, command: str, wrong: object
) -> None:
    code, _ = await browser.error(command, **COMMANDS[command] | {"thread_id": wrong})
    assert code == "invalid_format"


@pytest.mark.parametrize(
    ("command", "fields"),
    [
        ("threads/reply", {"message": [CUSTOMER]}),
        ("threads/note", {"message": {"to": CUSTOMER}}),
        ("threads/list", {"tag": f"{CUSTOMER} " * 20}),
        ("threads/list", {"search": f"{CUSTOMER} " * 20}),
        ("simulate", {"number": [CUSTOMER]}),
    ],
)
async def test_what_a_person_typed_is_in_no_log_and_no_error(
    busy: OpenShop,
    browser: Browser,
    caplog: pytest.LogCaptureFixture,
    command: str,
    fields: dict[str, Any],
) -> None:
    caplog.clear()
    answer = await browser.ask(command, **COMMANDS[command] | fields)
    assert answer["error"]["code"] == "invalid_format"
    assert CUSTOMER not in str(answer)
    assert CUSTOMER not in caplog.text
    assert "Error handling message" in caplog.text


@pytest.mark.parametrize("thread_id", [2, 2**53, 2**62])
async def test_a_thread_that_never_was_is_told_in_words(
    busy: OpenShop, browser: Browser, thread_id: int
) -> None:
    assert await browser.error("threads/get", thread_id=thread_id) == (
        "service_validation_error",
        "unknown_thread",
    )


async def test_the_command_for_a_reply_holds_to_the_guards(
    busy: OpenShop, browser: Browser
) -> None:
    await busy.receive("STOP")
    sent = len(busy.carrier.sent)
    assert await browser.error("threads/reply", **COMMANDS["threads/reply"]) == (
        "service_validation_error",
        "refused_opted_out",
    )
    assert len(busy.carrier.sent) == sent


@pytest.mark.parametrize("wanted", [{}, {"state": "waiting"}, {"urgent": True}])
async def test_nobody_is_listed_whom_the_shop_could_not_open_any_more(
    busy: OpenShop, browser: Browser, wanted: dict[str, Any]
) -> None:
    await busy.receive("It is urgent!", OTHER_CUSTOMER, line_id=BACK)
    busy.hass.config_entries.async_remove_subentry(busy.entry, BACK)
    await busy.hass.async_block_till_done()
    await busy.settle()
    # One at a time, so that theirs would be a page of its own.
    page = await browser.result("threads/list", limit=1, **wanted)
    assert [thread["number"] for thread in page["threads"]] == (
        [] if "urgent" in wanted else [CUSTOMER]
    )
    for thread in page["threads"]:
        await browser.result("threads/get", thread_id=thread["thread_id"])
