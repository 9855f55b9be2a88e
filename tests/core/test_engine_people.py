"""What is known of a caller: language, name, line, wishes; and what they are owed in return."""

import asyncio
from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta
from pathlib import Path
import sqlite3
from types import MappingProxyType
from typing import override
from unittest.mock import patch

import pytest

from custom_components.missed_call_textback.core.calls import Outcome
from custom_components.missed_call_textback.core.happenings import TextReceived
from custom_components.missed_call_textback.core.numbers import NumberKind
from custom_components.missed_call_textback.core.opt_out import Wish
from custom_components.missed_call_textback.core.outbox import (
    InboundText,
    Reaction,
    Receipt,
    Refused,
    TextKind,
    TextState,
)
from custom_components.missed_call_textback.core.policy import Skip, TextBack
from custom_components.missed_call_textback.core.ports import LedgerUnavailable
from custom_components.missed_call_textback.core.reasons import Reason
from custom_components.missed_call_textback.core.records import Described, Settings
from custom_components.missed_call_textback.ledger import SqliteLedger
from custom_components.missed_call_textback.ledger.verbs.people import PeopleVerbs

from .conftest import Office
from .examples import CALLER, LINE, MOBILE, NOON, OTHER_CALLER, SHOP, missed

SAN_JUAN = "+17875550123"


def reply(
    body: str, carrier_id: str = "SMin1", sender: str = CALLER, wish: Wish | None = None
) -> InboundText:
    return InboundText(
        line_id=LINE.id, carrier_id=carrier_id, sender=sender, body=body, at=NOON, wish=wish
    )


async def write(office: Office, *texts: InboundText) -> None:
    for text in texts:
        await office.engine.handle_text(text)
    await office.idle()


def service_texts(office: Office) -> list[str]:
    return [text.body for text in office.carrier.sent if text.kind is TextKind.SERVICE]


async def test_a_caller_is_texted_in_the_language_of_their_region_or_the_one_that_is_noted(
    office: Office,
) -> None:
    office.shop = replace(
        SHOP, languages=("en", "es"), limits=replace(SHOP.limits, countries=frozenset())
    )
    await office.restart()
    await office.engine.people.describe(OTHER_CALLER, language="es", name="Ana")
    for number, caller in enumerate((CALLER, OTHER_CALLER, SAN_JUAN)):
        await office.engine.handle_call(missed(f"x:{number}", caller))
    spoken = [(each.language, each.caller_name) for each in office.words.occasions]
    assert spoken == [("en", None), ("es", "Ana"), ("es", None)]


async def _speak(
    office: Office, *languages: str, language_by_prefix: Mapping[str, str] = MappingProxyType({})
) -> None:
    office.shop = replace(
        SHOP,
        languages=languages,
        limits=replace(SHOP.limits, countries=frozenset()),
        language_by_prefix=language_by_prefix,
    )
    await office.restart()


async def _language_now(office: Office, caller: str = CALLER) -> str:
    """Return the language that a caller would be texted in, as the engine that runs now has it."""
    simulated = len(office.words.occasions)
    await office.engine.simulate(LINE.id, caller, Outcome.BUSY)
    return office.words.occasions[simulated].language


async def _noted(office: Office) -> dict[str, Described]:
    return (await office.ledger.settings(SHOP.id)).people


async def test_who_writes_in_another_language_is_texted_in_it_from_then_on(office: Office) -> None:
    await _speak(office, "en", "es", "fr")
    await write(office, reply("ok", "SMin0"))
    assert await _language_now(office) == "en"
    await write(office, reply("¿Tienen cita para mañana por la tarde?"))
    assert await _language_now(office) == "es"
    await office.restart()
    assert await _language_now(office) == "es", "a restart forgets nothing"
    await write(office, reply("ok, gracias", "SMin2"))
    assert await _language_now(office) == "es", "nothing clear was said"
    await write(office, reply("vous pouvez me rappeler demain ?", "SMin3"))
    assert await _language_now(office) == "fr"
    await write(office, reply("Do you have anything this week?", "SMin4"))
    assert await _language_now(office) == "en"
    assert await _noted(office) == {}


async def test_of_callers_who_write_as_their_region_does_nothing_is_kept(office: Office) -> None:
    await _speak(office, "en", "es", language_by_prefix={SAN_JUAN[:5]: "en"})
    await write(
        office,
        reply("Do you have anything this week?"),
        reply("quiero una cita para hoy", "SMin2", SAN_JUAN),
        reply("je voudrais un rendez-vous demain", "SMin3", OTHER_CALLER),
        reply("quiero una cita para hoy", "SMin4", "22000"),
        reply("quiero una cita para hoy", "SMin5", MOBILE),
    )
    assert await _noted(office) == {}
    assert office.engine._reception.people == {}


async def test_what_the_owner_says_wins_over_what_was_heard(office: Office) -> None:
    await _speak(office, "en", "es")
    await write(office, reply("quiero una cita para hoy"))
    await office.engine.people.describe(CALLER, language="en", name="Ana")
    assert await _language_now(office) == "en"
    await office.engine.people.describe(CALLER, language="")
    assert await _language_now(office) == "es"
    assert await _noted(office) == {CALLER: Described(name="Ana", heard="es")}


async def test_a_text_that_comes_twice_or_is_not_stored_notes_nothing(office: Office) -> None:
    await _speak(office, "en", "es")
    await write(office, reply("ok"), reply("quiero una cita para hoy"))
    assert await _language_now(office) == "en"
    with (
        patch.object(PeopleVerbs, "set_heard", side_effect=sqlite3.OperationalError),
        pytest.raises(LedgerUnavailable),
    ):
        await write(office, reply("quiero una cita para hoy", "SMin2"))
    assert await _language_now(office) == "en"


async def test_who_is_erased_was_never_heard(office: Office) -> None:
    await _speak(office, "en", "es")
    await office.engine.people.set_blocked(CALLER, blocked=True)
    await write(office, reply("quiero una cita para hoy"))
    await office.engine.people.erase(CALLER)
    assert await _language_now(office) == "en"
    assert await _noted(office) == {}


async def test_a_note_is_kept_and_cleared(office: Office) -> None:
    await office.engine.people.describe(CALLER, name="Ana")
    await office.engine.people.describe(CALLER, language="es")
    person = await office.ledger.person(SHOP.id, CALLER)
    assert (person.name, person.language) == ("Ana", "es")
    await office.engine.people.describe(CALLER, name="")
    person = await office.ledger.person(SHOP.id, CALLER)
    assert (person.name, person.language) == (None, "es")


async def test_a_stop_is_confirmed_once_and_then_there_is_silence(office: Office) -> None:
    office.shop = replace(SHOP, confirms_opt_out=True)
    await office.restart()
    await write(
        office, reply("please stop texting me"), reply("STOP", "SMin2"), reply("stop!!", "SMin3")
    )
    assert service_texts(office) == ["No more texts (en)."]
    await office.engine.handle_call(missed())
    assert office.decided[-1].decision == Skip(Reason.OPTED_OUT)


async def test_what_the_carrier_answered_itself_is_not_answered_again(office: Office) -> None:
    office.shop = replace(SHOP, confirms_opt_out=True)
    await office.restart()
    await write(
        office,
        reply("STOP", wish=Wish.STOP),
        reply("HELP", "SMin2", wish=Wish.HELP),
        reply("START", "SMin3", wish=Wish.START),
    )
    assert service_texts(office) == []
    office.clock.forward(hours=1)
    await office.engine.handle_call(missed())
    assert isinstance(office.decided[-1].decision, TextBack)


async def test_an_owner_may_want_no_confirmation(office: Office) -> None:
    assert not office.shop.confirms_opt_out
    await write(office, reply("STOP"))
    assert office.carrier.sent == []


async def test_help_is_answered_with_how_to_reach_the_shop_but_not_without_end(
    office: Office,
) -> None:
    office.shop = replace(SHOP, limits=replace(SHOP.limits, per_caller=1))
    await office.restart()
    await write(office, reply("HELP"), reply("info", "SMin2", sender="22000"))
    assert service_texts(office) == [f"Call {LINE.number} (en)."]
    await office.engine.send_text(LINE.id, CALLER, "Hi")
    await write(office, reply("HELP", "SMin3"))
    assert len(service_texts(office)) == 1


async def test_who_may_want_silence_gets_it_and_still_counts_as_an_answer(office: Office) -> None:
    await office.engine.handle_call(missed())
    await write(office, reply("please don't text, call me"))
    [received] = [each for each in office.told if isinstance(each, TextReceived)]
    assert received.wish is Wish.UNSURE
    assert service_texts(office) == []
    assert (await office.figures()).waiting == 1
    await office.engine.people.set_wish(CALLER, Wish.START)
    person = await office.ledger.person(SHOP.id, CALLER)
    assert not person.opted_out


async def test_yes_signs_up_nobody(office: Office) -> None:
    await write(office, reply("STOP"), reply("YES", "SMin2"))
    await office.engine.handle_call(missed())
    assert office.decided[-1].decision == Skip(Reason.OPTED_OUT)


async def test_who_just_wrote_or_got_through_is_left_alone_for_a_while(office: Office) -> None:
    await write(office, reply("Tomorrow at five?"))
    await office.engine.handle_call(missed("x:1"))
    await office.engine.handle_call(missed("x:2", OTHER_CALLER))
    await office.engine.handle_call(missed("x:2", OTHER_CALLER))
    office.clock.forward(minutes=31)
    await office.engine.handle_call(missed("x:3"))
    assert [each.decision.reason for each in office.decided] == [
        Reason.TALKING, Reason.MISSED_OPEN, Reason.MISSED_OPEN,
    ]  # fmt: skip


@pytest.fixture
async def curious(office: Office) -> Office:
    """Return a shop that asks the carrier what kind of line a number is."""
    office.shop = replace(SHOP, looks_up=True)
    await office.restart()
    return office


async def test_a_landline_is_to_be_called_back_and_asked_about_once_in_180_days(
    curious: Office,
) -> None:
    curious.carrier.kinds[CALLER] = NumberKind.LANDLINE
    await curious.engine.handle_call(missed("x:1"))
    await curious.idle()
    assert (curious.standing(), curious.last_text.error) == (TextState.FAILED, "landline")
    assert curious.carrier.sent == []
    [task] = await curious.to_call_back()
    assert (task.peer, task.line_id) == (CALLER, LINE.id)
    assert (await curious.figures()).to_call_back == 1
    await curious.engine.handle_call(missed("x:2"))
    assert curious.decided[-1].decision == Skip(Reason.LANDLINE)
    assert curious.carrier.kinds_asked == [CALLER]


async def test_a_number_that_never_gets_texts_is_not_texted(curious: Office) -> None:
    curious.carrier.kinds[CALLER] = NumberKind.UNTEXTABLE
    await curious.engine.handle_call(missed())
    await curious.idle()
    assert (curious.standing(), curious.last_text.error) == (TextState.FAILED, "cannot_get_texts")
    assert await curious.to_call_back() == []


async def test_who_opts_out_while_their_number_is_looked_up_is_not_texted(curious: Office) -> None:
    async def stop() -> None:
        await curious.engine.handle_text(reply("STOP"))

    curious.carrier.meanwhile_kind = stop
    curious.carrier.kinds[CALLER] = NumberKind.MOBILE
    await curious.engine.handle_call(missed())
    await curious.idle()
    assert (curious.standing(), curious.last_text.error) == (TextState.FAILED, "opted_out")
    assert curious.carrier.sent == []


async def test_a_mobile_is_looked_up_once_until_that_is_old(curious: Office) -> None:
    curious.carrier.kinds[CALLER] = NumberKind.MOBILE
    for number in range(3):
        await curious.engine.handle_call(missed(f"x:{number}"))
        await curious.idle()
        curious.clock.forward(days=89)
    assert len(curious.carrier.sent) == 3
    assert curious.carrier.kinds_asked == [CALLER]
    curious.clock.forward(days=1)
    await curious.engine.handle_call(missed("x:9"))
    await curious.idle()
    assert len(curious.carrier.kinds_asked) == 2


@pytest.mark.parametrize(
    "trouble",
    [
        None,
        NumberKind.UNKNOWN,
        RuntimeError("broken on purpose"),
        TimeoutError(),
        LedgerUnavailable(),
    ],
    ids=["not to be had", "unknown", "breaks", "slow", "ledger away"],
)
async def test_in_doubt_about_a_line_the_caller_is_texted(
    curious: Office, trouble: NumberKind | Exception | None
) -> None:
    curious.carrier.kinds[CALLER] = trouble
    await curious.engine.handle_call(missed())
    await curious.idle()
    assert curious.standing() is TextState.ACCEPTED


async def test_a_carrier_that_says_landline_is_believed(office: Office) -> None:
    office.carrier.answers = [Refused("21614", Reaction.CALL_BACK)]
    await office.engine.handle_call(missed("x:1"))
    await office.idle()
    assert len(await office.to_call_back()) == 1
    await office.engine.handle_call(missed("x:2"))
    assert office.decided[-1].decision == Skip(Reason.LANDLINE)


async def test_words_of_ones_own_to_a_landline_are_nobodys_call_to_return(office: Office) -> None:
    office.carrier.answers = [Refused("21614", Reaction.CALL_BACK)]
    await office.engine.send_text(LINE.id, CALLER, "Your car is ready")
    await office.idle()
    assert await office.to_call_back() == []


@pytest.mark.parametrize("at_once", [True, False])
async def test_who_wrote_and_never_gets_the_answer_ought_to_be_called(
    office: Office, *, at_once: bool
) -> None:
    """Nobody waits for them any more, since they were answered; they know of no answer."""
    await write(office, reply("Can you come today?"))
    if at_once:
        office.carrier.answers = [Refused("30007", Reaction.OWNER)]
    await office.engine.send_text(LINE.id, CALLER, "At ten.", by="Sam")
    await office.idle()
    if not at_once:
        assert await office.to_call_back() == []
        filtered = Receipt(
            state=TextState.UNDELIVERED,
            carrier_id="SM1",
            error="30007",
            reaction=Reaction.OWNER,
        )
        await office.engine.handle_receipt(filtered)
    assert len(await office.to_call_back()) == 1
    await write(office, reply("Hello?", "IN2"))
    assert await office.to_call_back() == []


async def test_who_is_answered_anew_need_not_be_called_unless_that_fails_too(
    office: Office,
) -> None:
    await write(office, reply("Can you come today?"))
    office.carrier.answers = [Refused("30007", Reaction.OWNER)] * 2
    for owed in (1, 1, 0):
        office.clock.forward(seconds=5)
        await office.engine.send_text(LINE.id, CALLER, "At ten.", by="Sam")
        await office.idle()
        assert len(await office.to_call_back()) == owed


async def test_whom_no_text_reaches_ought_to_be_called_whatever_is_written_to_them(
    office: Office,
) -> None:
    office.carrier.answers = [Refused("21614", Reaction.CALL_BACK)] * 2
    await office.engine.handle_call(missed("x:1"))
    await office.idle()
    await office.engine.send_text(LINE.id, CALLER, "We tried to call you.", by="Sam")
    await office.idle()
    assert len(await office.to_call_back()) == 1


async def test_an_answer_that_another_one_followed_is_missed_by_nobody(office: Office) -> None:
    await write(office, reply("Can you come today?"))
    await office.engine.send_text(LINE.id, CALLER, "At ten.", by="Sam")
    office.clock.forward(seconds=5)
    await office.engine.send_text(LINE.id, CALLER, "At ten!", by="Sam")
    await office.idle()
    filtered = Receipt(
        state=TextState.UNDELIVERED, carrier_id="SM1", error="30007", reaction=Reaction.OWNER
    )
    await office.engine.handle_receipt(filtered)
    assert await office.to_call_back() == []


async def test_a_receipt_that_says_landline_is_believed(office: Office) -> None:
    await office.engine.handle_call(missed("x:1"))
    await office.idle()
    await office.engine.handle_receipt(
        Receipt(
            state=TextState.UNDELIVERED, carrier_id="SM1", error="30006",
            reaction=Reaction.CALL_BACK,
        )
    )  # fmt: skip
    assert len(await office.to_call_back()) == 1
    await office.engine.conversations.done(1)
    assert await office.to_call_back() == []


async def test_closed_for_a_while_is_kept_over_a_restart(office: Office) -> None:
    until = office.clock.now + timedelta(days=2)
    await office.engine.settings.set_snooze(until)
    await office.restart()
    assert office.engine.settings.snoozed_until == until
    assert not office.engine.opening(LINE).is_open
    await office.engine.handle_call(missed())
    assert office.decided[-1].decision == TextBack(Reason.MISSED_CLOSED)
    assert office.words.occasions[-1].opens_at == until
    await office.engine.settings.set_snooze(None)
    assert office.engine.opening(LINE).is_open


async def test_a_notice_reaches_a_colleague_whatever_the_limits(office: Office) -> None:
    await office.engine.send_text(LINE.id, MOBILE, "Somebody waits", TextKind.NOTICE)
    await office.idle()
    assert [text.to for text in office.carrier.sent] == [MOBILE]


class _SlowReader(SqliteLedger):
    """The real ledger, whose settings are long on their way once they were read."""

    def __init__(self) -> None:
        super().__init__()
        self.read, self.go_on = asyncio.Event(), asyncio.Event()

    @override
    async def settings(self, shop_id: str) -> Settings:
        found = await super().settings(shop_id)
        self.read.set()
        await self.go_on.wait()
        return found


async def test_what_is_set_while_settings_are_read_again_stands(tmp_path: Path) -> None:
    ledger = _SlowReader()
    await ledger.open(tmp_path / "ledger.db", zone=SHOP.time_zone)
    office = Office(ledger)
    await office.engine.people.describe(CALLER, name="Ann Lee")
    # As housekeeping does, each day.
    reading = asyncio.create_task(office.engine.settings.read())
    await ledger.read.wait()
    await office.engine.settings.set_automatic(LINE.id, on=False)
    await office.engine.settings.set_snooze(NOON + timedelta(hours=1))
    await office.engine.settings.note_listened(NOON)
    await office.engine.people.erase(CALLER)
    ledger.go_on.set()
    await reading
    assert not office.engine.settings.is_automatic(LINE.id)
    assert office.engine.settings.snoozed_until == NOON + timedelta(hours=1)
    assert office.engine.settings.listened_at == NOON
    assert office.engine.people.name_of(CALLER) is None
    await ledger.close()
