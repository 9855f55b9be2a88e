"""The Echo Twimlet, which gives back the document in its own address.

Twilio: https://www.twilio.com/labs/twimlets/echo. Public code asks for it with GET and with POST.
"""

from typing import Final

from aiohttp import web

ORIGIN: Final = "https://twimlets.com"
# A guess on the careful side: nobody says what the Twimlet itself takes.
LONGEST_ADDRESS: Final = 4000


class Twimlets:
    """The stand-in for https://twimlets.com."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def routes(self) -> list[web.RouteDef]:
        """Return the routes of the Twimlets."""
        return [web.get("/echo", self._echo), web.post("/echo", self._echo)]

    async def _echo(self, request: web.Request) -> web.Response:
        self.asked.append(request.path_qs)
        if len(ORIGIN + request.raw_path) > LONGEST_ADDRESS:
            return web.Response(status=414)
        if (document := request.query.get("Twiml")) is None:
            return web.Response(status=400)
        return web.Response(text=document, content_type="text/xml")
