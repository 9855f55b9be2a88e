"""The arrows between the rooms point one way."""

import ast
from collections.abc import Iterator
from pathlib import Path
import sys

import pytest

ROOT = Path(__file__).parent.parent / "custom_components" / "missed_call_textback"
STANDARD = sys.stdlib_module_names

# What a room may import beside the standard library and itself.
MAY_IMPORT: dict[str, frozenset[str]] = {
    "core": frozenset({"phonenumbers"}),
    "ledger": frozenset({"core", "sqlalchemy"}),
    "providers/asterisk": frozenset({"core", "providers"}),
    "providers/crm": frozenset({"core", "providers", "aiohttp", "yarl"}),
    "providers/demo": frozenset({"core", "providers"}),
    "providers/fritzbox": frozenset({"core", "providers", "fritzconnection"}),
    "providers/httpsms": frozenset({"core", "providers", "aiohttp", "jwt"}),
    "providers/sip": frozenset({"core", "providers", "aiodns", "pycares"}),
    "providers/smsgate": frozenset({"core", "providers", "aiohttp"}),
    "providers/twilio": frozenset(
        {"core", "providers", "aiohttp", "multidict", "yarl", "twilio", "phonenumbers"}
    ),
    "providers/webhook": frozenset({"core", "providers", "cryptography", "jwt"}),
}
# What all vendors share: modules, not folders.
PORTS = {
    "asking",
    "backoff",
    "delivery",
    "door",
    "forms",
    "health",
    "held_connection",
    "json_api",
    "json_fields",
    "recordings",
    "source",
    "standard_webhooks",
}
# Only the builder of the shop knows concrete vendors and the concrete ledger; the set-up steps ask
# the vendor's own account.
BUILDERS = ("__init__.py", "sources.py", "vendors/", "webhook_doors.py")
VENDOR_FLOWS = "config_flow/"
# The one name that an adapter at the top may take from a room that it otherwise does not know.
NEVER_AT_RUN_TIME = "twilio.rest"


def modules(room: str) -> list[Path]:
    return sorted((ROOT / room).rglob("*.py"))


def imports(path: Path) -> Iterator[str]:
    """Yield what a module imports: `room/…` for our own, dotted names for the rest."""
    for node in ast.walk(ast.parse(path.read_text())):
        if isinstance(node, ast.Import):
            yield from (alias.name for alias in node.names)
        elif isinstance(node, ast.ImportFrom) and node.level == 0:
            yield node.module or ""
        elif isinstance(node, ast.ImportFrom):
            package = path.parent
            for _ in range(node.level - 1):
                package = package.parent
            target = package.joinpath(*(node.module or "").split("."))
            names = [target / alias.name for alias in node.names] if not node.module else [target]
            yield from (f"./{name.relative_to(ROOT)}" for name in names)


def room_of(name: str) -> str:
    parts = name.removeprefix("./").split("/")
    if parts[0] == "providers" and len(parts) > 1 and parts[1] not in PORTS:
        return "/".join(parts[:2])
    return parts[0]


@pytest.mark.parametrize("room", MAY_IMPORT)
def test_a_room_imports_only_what_it_may(room: str) -> None:
    assert modules(room)
    for path in modules(room):
        for name in imports(path):
            if name.startswith("./"):
                target = room_of(name)
                allowed = target == room or target in MAY_IMPORT[room]
            else:
                package = name.split(".", maxsplit=1)[0]
                allowed = package in STANDARD or package in MAY_IMPORT[room]
            assert allowed, f"{path.relative_to(ROOT)} imports {name}"


def test_only_the_builder_and_the_set_up_know_vendors_and_only_the_builder_the_ledger() -> None:
    for path in sorted(ROOT.rglob("*.py")):
        at = str(path.relative_to(ROOT))
        room = room_of(f"./{at}")
        for name in imports(path):
            if not name.startswith("./") or at.startswith(BUILDERS):
                continue
            target = room_of(name)
            if target.startswith("providers/"):
                assert room == target or at.startswith(VENDOR_FLOWS), f"{at} imports {name}"
            if target == "ledger":
                assert room == "ledger", f"{at} imports {name}"


def test_the_vendors_rest_client_is_never_imported() -> None:
    for path in sorted(ROOT.rglob("*.py")):
        assert not any(name.startswith(NEVER_AT_RUN_TIME) for name in imports(path)), path


def test_the_rooms_have_no_time_of_their_own() -> None:
    """`now` is an argument: nothing in core asks a clock."""
    for path in modules("core"):
        calls = {
            node.func.attr
            for node in ast.walk(ast.parse(path.read_text()))
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)
        }
        assert not calls & {"now", "utcnow", "today", "monotonic", "perf_counter"}, path


def test_few_files_of_core_are_async() -> None:
    asynchronous = {
        path.name
        for path in modules("core")
        for node in ast.walk(ast.parse(path.read_text()))
        if isinstance(node, ast.AsyncFunctionDef)
        # The ports only declare what the rooms around are asked for.
        and path.name not in {"ports.py", "carrier.py", "diary.py"}
    }
    assert asynchronous == {
        "agenda.py",
        "alerts.py",
        "bookings.py",
        "calling_team.py",
        "calling_back.py",
        "clockwork.py",
        "conversations.py",
        "courier.py",
        "engine.py",
        "follow_ups.py",
        "interviews.py",
        "lost_calls.py",
        "machine.py",
        "people.py",
        "run_settings.py",
        "sender.py",
        "shielding.py",
        "simulation.py",
        "transcripts.py",
    }
