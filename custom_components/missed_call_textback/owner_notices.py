"""What the owner is asked to look at or to put right: repair issues, gone when their cause is gone."""

from collections import deque
from dataclasses import dataclass
from datetime import datetime, timedelta
from secrets import token_hex
from typing import Any, Final

from homeassistant.config_entries import ConfigEntry
from homeassistant.core import CALLBACK_TYPE, HomeAssistant, callback
from homeassistant.helpers import issue_registry as ir
from homeassistant.helpers.event import async_call_later
from homeassistant.util import dt as dt_util
from homeassistant.util.hass_dict import HassKey

from .company_names import company_name, is_like_twilio
from .const import (
    CONF_CARRIER,
    CONF_FOLLOW_UP_TEXT,
    CONF_TEXT_BOOKED,
    CONF_TEXT_CLOSED,
    CONF_TEXT_OPEN,
    CONF_TEXT_REMINDER,
    DOMAIN,
    CarrierKind,
)
from .core.calling_team import MOST_A_DAY, MOST_AN_HOUR
from .core.happenings import (
    CallDecided,
    Happening,
    TeamCalled,
    TeamNotCalled,
    TextMoved,
    TextReceived,
)
from .core.limits import BUDGET_WARNING, CAP_DAY_WINDOW, CAP_HOUR_WINDOW
from .core.money import in_units
from .core.numbers import masked
from .core.opt_out import Wish
from .core.outbox import LOST_STATES, Reaction, TextState
from .core.policy import Skip, TextBack
from .core.reasons import Reason
from .core.shop import Shop
from .core.team_calls import TeamCallState
from .plain_words import quoted
from .providers.health import Finding
from .refusals import Refusal, refusal_of, team_call_refusal_of

_REMEMBERED_FAILURES: Final = 20
_KEPT_BACK: Final = 500
OWNER_MUST_ACT: Final = (Reaction.OWNER, Reaction.HOLD, Reaction.SUSPEND)
# What shows that a text which ended so would go through now.
_MENDED_BY: Final[dict[TextState | None, tuple[TextState, ...]]] = {
    TextState.FAILED: (TextState.ACCEPTED, TextState.SENT, TextState.DELIVERED),
    TextState.UNDELIVERED: (TextState.DELIVERED,),
}
# A cap is a matter of the time that it counts over.
_CAPS: Final = {Reason.CAP_HOUR: CAP_HOUR_WINDOW, Reason.CAP_DAY: CAP_DAY_WINDOW}


@dataclass(frozen=True, slots=True, kw_only=True)
class Failure:
    """A text that did not go through: nothing in it tells whose."""

    at: datetime
    line_id: str
    state: TextState
    code: str | None
    reaction: Reaction | None


@dataclass(frozen=True, slots=True, kw_only=True)
class KeptBack:
    """A call that the breaker kept back."""

    line_id: str
    call_id: int
    at: datetime


# Over a reload: an owner who is told of it may raise the limit first, which opens the shop anew.
_KEPT_BACK_OF: HassKey[dict[str, deque[KeptBack]]] = HassKey(f"{DOMAIN}_kept_back")


class OwnerNotices:
    """Raises a shop's issues, and takes them back."""

    def __init__(self, hass: HomeAssistant, entry: ConfigEntry[Any], shop: Shop) -> None:
        self._hass = hass
        self._entry = entry
        self._shop = shop
        self._issues: set[str] = set()
        self._timers: dict[str, CALLBACK_TYPE] = {}
        self._refused_by: dict[str, TextState] = {}
        self._refusals: dict[str, Refusal] = {}
        self._burst_issue: str | None = None
        self._unsure: dict[str, str] = {}
        self.kept_back = hass.data.setdefault(_KEPT_BACK_OF, {}).setdefault(
            entry.entry_id, deque(maxlen=_KEPT_BACK)
        )
        self.failures: deque[Failure] = deque(maxlen=_REMEMBERED_FAILURES)

    @callback
    def hear(self, line_id: str, happening: Happening) -> None:
        """Take what happened on a line of the shop."""
        match happening:
            case TextMoved():
                self._watch_text(line_id, happening)
            case CallDecided(decision=TextBack()):
                for reason in _CAPS:
                    self._forget(reason.value)
            case CallDecided(decision=Skip(Reason.BURST)):
                self.note_burst(line_id, happening.call_id)
            case CallDecided(decision=Skip(reason)) if reason in _CAPS:
                self._note_cap(reason)
            case TextReceived(wish=Wish.UNSURE):
                self.ask_about(happening.peer, happening.body)
            case TextReceived(wish=Wish.STOP | Wish.START):
                self.wish_known(happening.peer)
            case TeamCalled():
                self._watch_team_call(happening)
            case TeamNotCalled():
                self._note_team_not_called()

    @callback
    def note_spent(self, spent: int) -> None:
        """Compare what the month's texts cost (in millionths) with the budget."""
        limits = self._shop.limits
        if limits.budget is None:
            return
        placeholders = {
            "shop": self._shop.business,
            "spent": f"{in_units(spent):.2f}",
            "budget": f"{in_units(limits.budget):.2f}",
            "currency": limits.currency,
        }
        # Not one segment more fits: the month's texts are over, whatever is left of a cent.
        used_up = spent + max(limits.price, 1) > limits.budget
        near = spent * 100 >= limits.budget * BUDGET_WARNING
        for key, severity, holds in (
            ("budget_spent", ir.IssueSeverity.ERROR, used_up),
            ("budget_near", ir.IssueSeverity.WARNING, near and not used_up),
        ):
            if holds:
                self._raise(key, key, placeholders, severity=severity)
            else:
                self._forget(key)

    @callback
    def note_broken(self, name: str) -> None:
        """Tell that a text cannot be used; a change of the settings opens the shop anew."""
        key = {
            CONF_TEXT_OPEN: "text_open_broken",
            CONF_TEXT_CLOSED: "text_closed_broken",
            CONF_FOLLOW_UP_TEXT: "follow_up_broken",
            CONF_TEXT_BOOKED: "text_booked_broken",
            CONF_TEXT_REMINDER: "text_reminder_broken",
        }.get(name, "text_broken")
        self._raise(
            f"{key}:{name}",
            key,
            {"shop": self._shop.business, "text": quoted(name)},
            severity=ir.IssueSeverity.WARNING,
        )

    @callback
    def note_burst(self, line_id: str, call_id: int) -> None:
        """Keep in mind a call that the breaker kept back, and ask the owner about it."""
        self.kept_back.append(KeptBack(line_id=line_id, call_id=call_id, at=dt_util.utcnow()))
        self.ask_about_burst()

    @callback
    def ask_about_burst(self) -> None:
        """Ask the owner about the calls that the breaker kept back, if there are any."""
        if not self.kept_back:
            return
        # To be texted a day after a call is no help to anybody.
        left = CAP_DAY_WINDOW - max(dt_util.utcnow() - self.kept_back[-1].at, timedelta(0))
        if left <= timedelta(0):
            self.kept_back.clear()
            return
        if self._burst_issue is None:
            self._burst_issue = f"burst:{_new_id()}"
        self._raise(
            self._burst_issue,
            "burst",
            {"shop": self._shop.business, "callers": str(len(self.kept_back))},
            severity=ir.IssueSeverity.ERROR,
            is_fixable=True,
        )
        self._forget_after(self._burst_issue, left.total_seconds())

    @callback
    def take_kept_back(self) -> list[tuple[str, int]]:
        """Return the calls that the breaker kept back, by line and id, and begin anew."""
        calls = [(kept.line_id, kept.call_id) for kept in self.kept_back]
        self.kept_back.clear()
        if self._burst_issue is not None:
            self._forget(self._burst_issue)
            self._burst_issue = None
        return calls

    @callback
    def wish_known(self, peer: str) -> None:
        """Ask no longer what a person (E.164) meant."""
        if (issue := self._unsure.pop(peer, None)) is not None:
            self._forget(issue)

    def has_told(self, finding: Finding) -> bool:
        """Tell whether a refused text has told the owner of the same trouble already."""
        return any(
            refusal.trouble is finding.trouble and finding.line_id in (None, line_id)
            for line_id, refusal in self._refusals.items()
        )

    def asked_about(self, issue_id: str) -> str | None:
        """Return the number that an issue about an unclear wish is about."""
        return next(
            (peer for peer, issue in self._unsure.items() if self._id(issue) == issue_id), None
        )

    @callback
    def forget_all(self) -> None:
        """Take everything back: the shop is being closed."""
        for issue in tuple(self._issues):
            self._forget(issue)

    def _id(self, issue: str) -> str:
        kind, _, which = issue.partition(":")
        return "_".join(filter(None, (kind, self._entry.entry_id, which)))

    @callback
    def _raise(
        self,
        issue: str,
        key: str,
        placeholders: dict[str, str],
        *,
        severity: ir.IssueSeverity,
        is_fixable: bool = False,
        learn_more_url: str | None = None,
    ) -> None:
        self._issues.add(issue)
        ir.async_create_issue(
            self._hass,
            DOMAIN,
            self._id(issue),
            data={"entry_id": self._entry.entry_id} if is_fixable else None,
            is_fixable=is_fixable,
            learn_more_url=learn_more_url,
            severity=severity,
            translation_key=key,
            translation_placeholders=placeholders,
        )

    @callback
    def _forget(self, issue: str) -> None:
        if issue not in self._issues:
            return
        self._issues.discard(issue)
        if (cancel := self._timers.pop(issue, None)) is not None:
            cancel()
        ir.async_delete_issue(self._hass, DOMAIN, self._id(issue))

    @callback
    def _watch_text(self, line_id: str, moved: TextMoved) -> None:
        text = moved.text
        issue = f"texts_refused:{line_id}"
        # A text that was undelivered had been accepted, so only a delivery shows that it is mended.
        if text.state in _MENDED_BY.get(self._refused_by.get(line_id), ()):
            del self._refused_by[line_id], self._refusals[line_id]
            self._forget(issue)
        if moved.reaction is None and text.state not in LOST_STATES:
            return
        self.failures.append(
            Failure(
                at=dt_util.utcnow(),
                line_id=line_id,
                state=text.state,
                code=text.error,
                reaction=moved.reaction,
            )
        )
        if moved.reaction is Reaction.SIGN_IN:
            self._entry.async_start_reauth(self._hass)
        elif moved.reaction in OWNER_MUST_ACT:
            line = self._shop.line(line_id)
            code = text.error or text.state
            self._refused_by[line_id] = text.state
            refusal = self._refusals[line_id] = refusal_of(
                code,
                CarrierKind(self._entry.data[CONF_CARRIER]),
                like_twilio=is_like_twilio(self._entry.data),
            )
            self._raise(
                issue,
                refusal.key,
                {
                    "company": company_name(self._entry.data),
                    "line": line.name if line else line_id,
                    "code": code,
                },
                severity=ir.IssueSeverity.ERROR,
                learn_more_url=refusal.page,
            )

    @callback
    def _watch_team_call(self, called: TeamCalled) -> None:
        call = called.call
        issue = f"team_call_refused:{call.member_id}"
        if called.reaction is Reaction.SIGN_IN:
            self._entry.async_start_reauth(self._hass)
        elif call.state is TeamCallState.REFUSED:
            code = call.detail or ""
            refusal = team_call_refusal_of(code, like_twilio=is_like_twilio(self._entry.data))
            self._raise(
                issue,
                refusal.key,
                {"name": call.name, "company": company_name(self._entry.data), "code": code},
                severity=ir.IssueSeverity.ERROR,
                learn_more_url=refusal.page,
            )
        elif call.state is not TeamCallState.UNKNOWN:
            # Whatever became of it, the company has called this phone.
            self._forget(issue)

    @callback
    def _note_team_not_called(self) -> None:
        self._raise(
            "team_calls_capped",
            "team_calls_capped",
            {"shop": self._shop.business, "hour": str(MOST_AN_HOUR), "day": str(MOST_A_DAY)},
            severity=ir.IssueSeverity.WARNING,
        )
        self._forget_after("team_calls_capped", CAP_DAY_WINDOW.total_seconds())

    @callback
    def _note_cap(self, reason: Reason) -> None:
        limits = self._shop.limits
        most = limits.per_hour if reason is Reason.CAP_HOUR else limits.per_day
        self._raise(
            reason.value,
            reason.value,
            {"shop": self._shop.business, "most": str(most)},
            severity=ir.IssueSeverity.WARNING,
        )
        self._forget_after(reason.value, _CAPS[reason].total_seconds())

    @callback
    def ask_about(self, peer: str, words: str) -> None:
        """Ask whether somebody wants no more texts, who may have said so."""
        issue = self._unsure.setdefault(peer, f"opt_out_unsure:{_new_id()}")
        self._raise(
            issue,
            "opt_out_unsure",
            {
                "shop": self._shop.business,
                "number": masked(peer),
                "words": quoted(words),
            },
            severity=ir.IssueSeverity.WARNING,
            is_fixable=True,
        )

    @callback
    def _forget_after(self, issue: str, seconds: float) -> None:
        if (cancel := self._timers.pop(issue, None)) is not None:
            cancel()

        @callback
        def forget(_now: datetime) -> None:
            self._timers.pop(issue)
            if issue == self._burst_issue:
                self.take_kept_back()
            else:
                self._forget(issue)

        self._timers[issue] = async_call_later(self._hass, seconds, forget)


@callback
def async_forget_kept_back(hass: HomeAssistant, entry_id: str) -> None:
    """Forget the calls of a shop that is there no more."""
    hass.data.get(_KEPT_BACK_OF, {}).pop(entry_id, None)


def _new_id() -> str:
    """Return what no other question has or had: one that was ignored must not hide the next.

    Home Assistant knows over a restart which were ignored.
    """
    return token_hex(4)
