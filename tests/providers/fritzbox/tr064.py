"""A stand-in for a FRITZ!Box's TR-064: its descriptions, its digest, its call list."""

from collections.abc import Generator
from contextlib import contextmanager
import hashlib
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
import re
import secrets
import threading
from typing import Final

USER, PASSWORD = "shop", "sesame-42"
REALM: Final = "HTTPS Access"
_FIELD: Final = re.compile(r'(\w+)="?([^",]+)"?')
_DEVICE: Final = """<?xml version="1.0"?>
<root xmlns="urn:dslforum-org:device-1-0"><specVersion><major>1</major><minor>0</minor></specVersion>
<systemVersion><HW>226</HW><Major>154</Major><Minor>8</Minor><Patch>02</Patch>
<Buildnumber>1</Buildnumber><Display>154.08.02</Display></systemVersion>
<device><deviceType>x</deviceType><modelName>FRITZ!Box 7590</modelName><serviceList>{service}
</serviceList></device></root>"""
_SERVICE: Final = """<service><serviceType>urn:dslforum-org:service:X_AVM-DE_OnTel:1</serviceType>
<serviceId>urn:X_AVM-DE_OnTel-com:serviceId:X_AVM-DE_OnTel1</serviceId>
<controlURL>/upnp/control/x_contact</controlURL><eventSubURL>/e</eventSubURL>
<SCPDURL>/x_contactSCPD.xml</SCPDURL></service>"""
_SCPD: Final = """<?xml version="1.0"?><scpd xmlns="urn:dslforum-org:service-1-0">
<actionList><action><name>GetCallList</name><argumentList><argument><name>NewCallListURL</name>
<direction>out</direction><relatedStateVariable>CallListURL</relatedStateVariable></argument>
</argumentList></action></actionList><serviceStateTable><stateVariable><name>CallListURL</name>
<dataType>string</dataType></stateVariable></serviceStateTable></scpd>"""
_ENVELOPE: Final = """<?xml version="1.0"?><s:Envelope
xmlns:s="http://schemas.xmlsoap.org/soap/envelope/"><s:Body>{body}</s:Body></s:Envelope>"""
_FAULT: Final = """<s:Fault><faultcode>s:Client</faultcode><detail><UPnPError
xmlns="urn:dslforum-org:control-1-0">
<errorCode>{code}</errorCode><errorDescription>No
</errorDescription></UPnPError></detail></s:Fault>"""


class Tr064:
    """What the box serves, and what it was asked."""

    def __init__(self) -> None:
        self.calls = b"<root><timestamp>1</timestamp></root>"
        self.service = _SERVICE
        self.fault: int | None = None
        self.status = 200
        self.asked: list[str] = []
        self.port = 0
        self.sid = secrets.token_hex(8)
        self.nonce = secrets.token_hex(8)

    def answer(self, request: BaseHTTPRequestHandler) -> tuple[int, str, bytes]:
        """Return status, type and body of an answer."""
        path, _, query = request.path.partition("?")
        self.asked.append(request.path.replace(self.sid, "SID"))
        match path:
            case "/tr64desc.xml" | "/igddesc.xml":
                service = self.service if path == "/tr64desc.xml" else ""
                return 200, "text/xml", _DEVICE.format(service=service).encode()
            case "/x_contactSCPD.xml":
                return 200, "text/xml", _SCPD.encode()
            case "/upnp/control/x_contact":
                return self._control(request)
            case "/calllist.lua" if f"sid={self.sid}" in query.split("&"):
                return self.status, "text/xml", self.calls
            case _:
                return 404, "text/html", b"<html>404</html>"

    def _control(self, request: BaseHTTPRequestHandler) -> tuple[int, str, bytes]:
        request.rfile.read(int(request.headers["Content-Length"]))
        if not self._is_allowed(request):
            return 401, "text/html", b"<HTML><BODY>401 Unauthorized</BODY></HTML>"
        if self.fault is not None:
            body = _ENVELOPE.format(body=_FAULT.format(code=self.fault))
            return 500, "text/xml", body.encode()
        url = f"http://127.0.0.1:{self.port}/calllist.lua?sid={self.sid}"
        body = f"<u:GetCallListResponse xmlns:u='x'><NewCallListURL>{url}</NewCallListURL>"
        body = _ENVELOPE.format(body=f"{body}</u:GetCallListResponse>")
        return 200, "text/xml", body.encode()

    def _is_allowed(self, request: BaseHTTPRequestHandler) -> bool:
        given = dict(_FIELD.findall(request.headers.get("Authorization", "")))
        if given.get("username") != USER or given.get("nonce") != self.nonce:
            return False
        user = _md5(f"{USER}:{REALM}:{PASSWORD}")
        asked = _md5(f"{request.command}:{request.path}")
        turn = f"{self.nonce}:{given['nc']}:{given['cnonce']}:{given['qop']}"
        return bool(given["response"] == _md5(f"{user}:{turn}:{asked}"))


class _Server(ThreadingHTTPServer):
    """Waits, when it closes, for those who still serve."""

    daemon_threads = False


@contextmanager
def serving(box: Tr064) -> Generator[None]:
    """Serve on 127.0.0.1, in a thread of its own: who asks blocks."""

    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            status, kind, body = box.answer(self)
            self.send_response(status)
            if status == 401:
                challenge = f'Digest realm="{REALM}",nonce="{box.nonce}",algorithm=MD5,qop="auth"'
                self.send_header("WWW-Authenticate", challenge)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_POST = do_GET  # noqa: N815 - the standard library names it so

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    server = _Server(("127.0.0.1", 0), Handler)
    box.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, args=(0.01,), daemon=True)
    thread.start()
    try:
        yield
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _md5(text: str) -> str:
    return hashlib.md5(text.encode()).hexdigest()  # noqa: S324 - what the box speaks
