"""Config, options and subentry dialogs: random walks, with answers that fit and some that do not."""

from typing import Any, Final, override

from hypothesis import strategies as st

from custom_components.missed_call_textback import const
from homeassistant.config_entries import (
    ConfigEntriesFlowManager,
    ConfigEntryState,
    ConfigSubentryFlowManager,
    OptionsFlowManager,
)
from homeassistant.data_entry_flow import FlowManager
from tests.config_flow import owner_sees
from tests.config_flow.dialogs import Shown
from tests.config_flow.owner_sees import Flow, Manager

from .door import FuzzedDoor
from .finding import Finding
from .hostile import anything_written, json_values, mostly
from .house import House
from .stand_in import NUMBER_SID, SID, TOKEN

_FLOWS: Final = "/api/config/config_entries"
_LONGEST_WALK: Final = 9
_TYPES: Final = frozenset(
    {"form", "menu", "abort", "create_entry", "external", "external_done", "progress"}
)
_KNOWN: Final = (ConfigEntriesFlowManager, OptionsFlowManager, ConfigSubentryFlowManager)
# What an owner would type, by the field's name.
_SENSIBLE: Final[dict[str, tuple[str, ...]]] = {
    "account_sid": (SID, f"AC{3:032x}"),
    "auth_token": (TOKEN,),
    "public_url": ("https://home.example.com",),
    "mobile": ("+12025550177", "(202) 555-0178"),
    "your_mobile": ("+12025550177",),
    "mon": ("9am-6pm", "09:00-12:00, 14:00-18:00", "22:00-02:00"),
    "number": (NUMBER_SID,),
    # Nobody is there, and nobody else is asked.
    "host": ("nobody.invalid", "pbx.invalid"),
    "proxy": ("nobody.invalid",),
}


class Dialogs(FuzzedDoor):
    """No answer leads to an exception, an unknown step or a word that is missing.

    And what a dialog took, a shop can be opened with.
    """

    name = "dialogs"
    examples = 4

    def __init__(self, house: House) -> None:
        super().__init__(house)
        self._handle_step = FlowManager._async_handle_step  # noqa: SLF001
        entry = house.changing.entry
        self._before = (dict(entry.data), dict(entry.options), dict(entry.subentries), entry.title)

    @override
    async def open(self) -> None:
        handle = self._handle_step

        async def handle_and_check(
            manager: Manager, flow: Flow, step_id: str, user_input: dict[str, Any] | None
        ) -> Shown:
            result = await handle(manager, flow, step_id, user_input)
            if isinstance(manager, _KNOWN):
                try:
                    owner_sees.check(manager, flow, result)
                except AssertionError as missing:
                    raise Finding(f"a word is missing: {missing}") from missing
            return result

        FlowManager._async_handle_step = handle_and_check  # type: ignore[method-assign,assignment]  # noqa: SLF001

    @override
    async def close(self) -> None:
        FlowManager._async_handle_step = self._handle_step  # type: ignore[method-assign]  # noqa: SLF001

    @override
    def inputs(self) -> st.SearchStrategy[Any]:
        return st.data()

    @override
    async def try_one(self, given: st.DataObject) -> None:
        try:
            await self._walk(given)
        finally:
            await self._tidy_up()

    async def _walk(self, data: st.DataObject) -> None:
        path, begin = data.draw(st.sampled_from(self._beginnings()))
        shown = await self._ask("POST", path, begin)
        for _ in range(_LONGEST_WALK):
            if shown is None or shown["type"] in ("abort", "create_entry"):
                break
            if shown["type"] not in _TYPES:
                raise Finding(f"a dialog of an unknown type: {shown['type']}")
            answers = data.draw(_answers(shown))
            further = await self._ask("POST", f"{path}/{shown['flow_id']}", answers)
            # Refused by the form itself: the same step is still there.
            shown = further if further is not None else shown
        entry = self.house.changing.entry
        await self.house.hass.async_block_till_done()
        if entry.state not in (ConfigEntryState.LOADED, ConfigEntryState.NOT_LOADED):
            raise Finding(f"a dialog left the shop {entry.state}: {entry.reason}")

    def _beginnings(self) -> list[tuple[str, dict[str, Any]]]:
        entry = self.house.changing.entry
        subentries = [
            (
                f"{_FLOWS}/subentries/flow",
                {
                    "handler": [entry.entry_id, kind],
                    **({"subentry_id": which} if which else {}),
                },
            )
            for kind in (
                const.SUBENTRY_TYPE_LINE,
                const.SUBENTRY_TYPE_TEAM_MEMBER,
                const.SUBENTRY_TYPE_TEXT,
                const.SUBENTRY_TYPE_PHONE_SYSTEM,
            )
            for which in (
                None,
                *(
                    sub.subentry_id
                    for sub in entry.subentries.values()
                    if sub.subentry_type == kind
                ),
            )
        ]
        return [
            (f"{_FLOWS}/flow", {"handler": const.DOMAIN}),
            (f"{_FLOWS}/flow", {"handler": const.DOMAIN, "entry_id": entry.entry_id}),
            *[(f"{_FLOWS}/options/flow", {"handler": entry.entry_id})] * 4,
            *subentries,
        ]

    async def _ask(self, method: str, path: str, told: object) -> dict[str, Any] | None:
        self.trail.append((path, told))
        status, shown = await self.house.rest(method, path, told)
        if status >= 500:
            raise Finding(f"a dialog broke with {status}")
        if status == 200 and isinstance(shown, dict):
            return shown
        if status not in (400, 404):
            raise Finding(f"a dialog was answered with {status}")
        return None

    async def _tidy_up(self) -> None:
        """Close every dialog, and put the shop back as it was."""
        hass = self.house.hass
        managers = (
            hass.config_entries.flow,
            hass.config_entries.options,
            hass.config_entries.subentries,
        )
        for manager in managers:
            for flow in manager.async_progress(include_uninitialized=True):
                manager.async_abort(flow["flow_id"])
        kept = {
            shop.entry.entry_id
            for shop in (self.house.fuzzed, self.house.quiet, self.house.changing)
        }
        for entry in hass.config_entries.async_entries(const.DOMAIN):
            if entry.entry_id not in kept:
                await hass.config_entries.async_remove(entry.entry_id)
        data, options, subentries, title = self._before
        entry = self.house.changing.entry
        for subentry_id in set(entry.subentries) - set(subentries):
            hass.config_entries.async_remove_subentry(entry, subentry_id)
        for subentry_id, subentry in subentries.items():
            if subentry_id not in entry.subentries:
                hass.config_entries.async_add_subentry(entry, subentry)
            else:
                hass.config_entries.async_update_subentry(
                    entry,
                    entry.subentries[subentry_id],
                    data=dict(subentry.data),
                    title=subentry.title,
                )
        hass.config_entries.async_update_entry(entry, data=data, options=options, title=title)
        await hass.async_block_till_done()


def _answers(shown: dict[str, Any]) -> st.SearchStrategy[Any]:
    if shown["type"] == "menu":
        options = list(shown["menu_options"])
        return st.sampled_from(options).map(lambda step: {"next_step_id": step}) | st.builds(
            dict, next_step_id=anything_written
        )
    fields: list[dict[str, Any]] = shown.get("data_schema") or []
    fitting = _fitting(fields)
    return mostly(fitting, st.dictionaries(st.text(max_size=8), json_values))


def _fitting(fields: list[dict[str, Any]]) -> st.SearchStrategy[dict[str, Any]]:
    required = {field["name"]: _value(field) for field in fields if field.get("required")}
    optional = {field["name"]: _value(field) for field in fields if not field.get("required")}
    return st.fixed_dictionaries(required, optional=optional)


def _value(field: dict[str, Any]) -> st.SearchStrategy[Any]:
    if field.get("type") == "expandable":
        return _fitting(field["schema"])
    kind, config = next(iter((field.get("selector") or {"none": {}}).items()))
    config = config or {}
    suggested = (field.get("description") or {}).get("suggested_value", field.get("default"))
    likely = st.just(suggested) if suggested is not None else st.nothing()
    match kind:
        case "boolean":
            good: st.SearchStrategy[Any] = st.booleans()
        case "number":
            low, high = int(config.get("min", 0)), int(config.get("max", 1000))
            good = st.integers(low, max(low, high)) | st.floats(low, max(low, high) + 1)
        case "select":
            one = st.sampled_from([_option(each) for each in config["options"]] or [""])
            good = st.lists(one, max_size=4) if config.get("multiple") else one
        case _:
            sensible = _SENSIBLE.get(field["name"])
            good = anything_written if sensible is None else st.sampled_from(sensible)
    return mostly(likely | good, anything_written, json_values)


def _option(option: object) -> object:
    return option["value"] if isinstance(option, dict) else option
