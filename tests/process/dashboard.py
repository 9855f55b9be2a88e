"""A dashboard made the way the frontend makes one: over the websocket."""

from collections.abc import Sequence

from .json_types import Json
from .websocket import WebSocketClient


async def create_dashboard(
    websocket: WebSocketClient, *, url_path: str, title: str, icon: str, sections: Sequence[Json]
) -> None:
    """Make a dashboard of one view with these sections, and the one that opens first."""
    await websocket.call(
        "lovelace/dashboards/create",
        url_path=url_path,
        title=title,
        icon=icon,
        show_in_sidebar=True,
        require_admin=False,
        mode="storage",
    )
    view = {"title": title, "type": "sections", "max_columns": 3, "sections": list(sections)}
    await websocket.call("lovelace/config/save", url_path=url_path, config={"views": [view]})
    await websocket.call(
        "frontend/set_user_data",
        key="core",
        value={"default_panel": url_path, "showAdvanced": False},
    )
