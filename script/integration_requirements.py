"""Print what a small Home Assistant wants installed: run with its own Python."""

import json
from pathlib import Path

import homeassistant
from homeassistant import bootstrap

CONFIGURED = {
    "automation",
    "config",
    "conversation",
    "energy",
    "frontend",
    "hassio",  # analytics imports it
    "history",
    "local_calendar",
    "logbook",
    "media_source",
    "mobile_app",
    "my",
    "script",
    "sun",
    "webhook",
}


def main() -> None:
    """Walk the manifests from what is configured, and from what Home Assistant always sets up."""
    components = Path(homeassistant.__file__).parent / "components"
    waiting = CONFIGURED | bootstrap.DEFAULT_INTEGRATIONS | bootstrap.CORE_INTEGRATIONS
    requirements: dict[str, list[str]] = {}
    while waiting:
        domain = waiting.pop()
        path = components / domain / "manifest.json"
        if domain in requirements or not path.exists():
            continue
        manifest = json.loads(path.read_text())
        requirements[domain] = manifest.get("requirements", [])
        waiting.update(manifest.get("dependencies", []))
    print("\n".join(sorted({name for names in requirements.values() for name in names})))


if __name__ == "__main__":
    main()
