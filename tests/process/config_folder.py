"""The configuration folder that a real Home Assistant is started on."""

from collections.abc import Iterable
import json
from pathlib import Path
import shutil

REPOSITORY = Path(__file__).resolve().parents[2]
INTEGRATION = REPOSITORY / "custom_components" / "missed_call_textback"

# What default_config loads, without what wants hardware, the internet or go2rtc's binary.
_CONFIGURATION = """\
frontend:
config:
history:
logbook:
energy:
my:
webhook:
media_source:
mobile_app:
sun:
conversation:
automation: !include automations.yaml
script: {}
"""
_LOGGER = """\
logger:
  default: warning
"""


def seed_config(
    folder: Path,
    port: int,
    *,
    components: Iterable[Path] = (),
    extra_yaml: str = "",
    behind_proxy: bool = False,
) -> None:
    """Fill an empty folder: configuration, the integration and further ones, and a port to listen on.

    Behind a proxy on this machine, it believes what that says of where a request came from.
    """
    (folder / ".storage").mkdir(parents=True, exist_ok=True)
    for component in (INTEGRATION, *components):
        shutil.copytree(
            component,
            folder / "custom_components" / component.name,
            ignore=shutil.ignore_patterns("__pycache__"),
            dirs_exist_ok=True,
        )
    logger = "" if "logger:" in extra_yaml else _LOGGER
    (folder / "configuration.yaml").write_text(_CONFIGURATION + logger + extra_yaml)
    # A list of its own file is what the frontend writes automations into.
    (folder / "automations.yaml").write_text("[]\n")
    _write_store(folder, "http", version=2, minor_version=2, data=_http(port, behind_proxy))
    # Only the user is made by onboarding: its other steps set up integrations that want the internet.
    done = ["core_config", "analytics", "integration"]
    _write_store(folder, "onboarding", version=4, minor_version=1, data={"done": done})


def _write_store(
    folder: Path, key: str, *, version: int, minor_version: int, data: dict[str, object]
) -> None:
    """Write one of Home Assistant's stores."""
    store = {"version": version, "minor_version": minor_version, "key": key, "data": data}
    (folder / ".storage" / key).write_text(json.dumps(store))


def _http(port: int, behind_proxy: bool) -> dict[str, object]:
    """Return the stored configuration of the web server, loopback only.

    From YAML it would be a trial, which Home Assistant reverts after five minutes, to listen on all
    addresses.
    """
    proxy = {"use_x_forwarded_for": True, "trusted_proxies": ["127.0.0.1"]} if behind_proxy else {}
    return {
        "stable": {
            **proxy,
            "server_host": ["127.0.0.1"],
            "server_port": port,
            "cors_allowed_origins": ["https://cast.home-assistant.io"],
            "login_attempts_threshold": -1,
            "ip_ban_enabled": True,
            "ssl_profile": "modern",
            "use_x_frame_options": True,
            "created_at": "2026-11-01T00:00:00+00:00",
            "error": None,
            "error_message": None,
        },
        "pending": None,
        "yaml_migration_done": True,
    }
