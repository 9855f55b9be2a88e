"""A client of Home Assistant's REST API: users, tokens, flows."""

from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass, field
import time

from aiohttp import ClientSession

from .json_types import Json, JsonValue

USERNAME = "owner"
PASSWORD = "corner-barbers"
_REFRESH_BEFORE = 300

type Answers = Mapping[str, object]
type Steps = Mapping[str, Answers | Callable[[], Awaitable[Answers]]]
"""What is typed at each step, or what has to happen before it can be."""


class FlowError(Exception):
    """A flow that did not end as it should."""


class RestError(Exception):
    """An answer of Home Assistant that is not a success."""


@dataclass(slots=True)
class RestClient:
    """Talks to one Home Assistant as its owner."""

    session: ClientSession
    base: str
    tokens: Json = field(default_factory=dict)
    _expires: float = 0.0

    @property
    def client_id(self) -> str:
        """The client that the tokens are made for: the frontend itself."""
        return self.base + "/"

    async def request(
        self,
        method: str,
        path: str,
        json: object = None,
        *,
        form: Mapping[str, str] | None = None,
        authorized: bool = True,
    ) -> JsonValue:
        """Send one request and return its JSON."""
        headers = {}
        if authorized:
            headers["Authorization"] = f"Bearer {await self.access_token()}"
        async with self.session.request(
            method, self.base + path, json=json, data=form, headers=headers
        ) as response:
            if response.status >= 300:
                text = (await response.text())[:400]
                raise RestError(f"{method} {path}: {response.status} {text}")
            return await response.json(content_type=None)

    async def get(self, path: str) -> JsonValue:
        """Get JSON."""
        return await self.request("GET", path)

    async def post(self, path: str, json: object = None) -> JsonValue:
        """Post JSON."""
        return await self.request("POST", path, json)

    async def access_token(self) -> str:
        """Return an access token with some life left."""
        if self.tokens and time.monotonic() > self._expires - _REFRESH_BEFORE:
            await self._token(
                {"grant_type": "refresh_token", "refresh_token": self.tokens["refresh_token"]}
            )
        return str(self.tokens["access_token"])

    async def onboard(self) -> None:
        """Make the owner, and log in."""
        user = {
            "name": "Owner",
            "username": USERNAME,
            "password": PASSWORD,
            "client_id": self.client_id,
            "language": "en",
        }
        answer = await self.request("POST", "/api/onboarding/users", user, authorized=False)
        await self._token({"grant_type": "authorization_code", "code": answer["auth_code"]})

    async def log_in(self, username: str = USERNAME, password: str = PASSWORD) -> None:
        """Log in as somebody that was made before: the owner, unless it is said who."""
        start = {
            "client_id": self.client_id,
            "handler": ["homeassistant", None],
            "redirect_uri": self.client_id,
        }
        flow = await self.request("POST", "/auth/login_flow", start, authorized=False)
        credentials = {"client_id": self.client_id, "username": username, "password": password}
        done = await self.request(
            "POST", f"/auth/login_flow/{flow['flow_id']}", credentials, authorized=False
        )
        await self._token({"grant_type": "authorization_code", "code": done["result"]})

    async def _token(self, grant: Mapping[str, str]) -> None:
        form = {**grant, "client_id": self.client_id}
        answer = await self.request("POST", "/auth/token", form=form, authorized=False)
        self.tokens.update(answer)
        self._expires = time.monotonic() + self.tokens["expires_in"]

    async def config_flow(self, handler: str, steps: Steps) -> Json:
        """Set up an integration: each form gets its step's input, each menu `next_step_id`.

        What a form suggests and the step leaves out is sent as it stands, as the frontend does.
        """
        return await self._walk("flow", {"handler": handler}, steps)

    async def subentry_flow(self, entry_id: str, subentry_type: str, steps: Steps) -> Json:
        """Add a subentry to a config entry."""
        return await self._walk("subentries/flow", {"handler": [entry_id, subentry_type]}, steps)

    async def options_flow(self, entry_id: str, steps: Steps) -> Json:
        """Change the options of a config entry."""
        return await self._walk("options/flow", {"handler": entry_id}, steps)

    async def _walk(self, kind: str, start: Json, steps: Steps) -> Json:
        path = f"/api/config/config_entries/{kind}"
        step: Json = await self.post(path, start)
        seen: set[str] = set()
        while step["type"] in ("form", "menu"):
            name = step["step_id"]
            if step.get("errors") or name in seen:
                raise FlowError(f"step {name} was refused: {step.get('errors')}")
            if name not in steps:
                raise FlowError(f"step {name} was not expected: {step}")
            seen.add(name)
            typed = steps[name]
            answers = {**_suggested(step), **(await typed() if callable(typed) else typed)}
            step = await self.post(f"{path}/{step['flow_id']}", answers)
        if step["type"] != "create_entry":
            raise FlowError(f"{step['type']}: {step.get('reason')}")
        return step


def _suggested(step: Json) -> Json:
    """Return what a form is filled in with beforehand."""
    return {
        field["name"]: field["description"]["suggested_value"]
        for field in step.get("data_schema") or ()
        if "suggested_value" in (field.get("description") or {})
    }
