"""Requests as a company's exchange writes them."""

from custom_components.missed_call_textback.providers.sip.messages import Request, parse

EXCHANGE = ("192.0.2.10", 5060)
ELSEWHERE = (
    'Reason: SIP;cause=200;text="Call completed elsewhere"',
    "Reason: Q.850;cause=26",
)
CALLER_LEFT = ("Reason: Q.850;cause=127",)
TIMED_OUT = ("Reason: Q.850;cause=0",)


def said(
    method: str,
    *lines: str,
    branch: str = "z9hG4bK1",
    call: str = "call-1@pbx",
    caller: str = '"Jane" <sip:+12025550147@pbx.example>',
    to: str = "<sip:199@pbx.example>",
    cseq: int = 1,
    via: str | None = None,
) -> bytes:
    written = [
        f"{method} sip:199@192.0.2.20:5062 SIP/2.0",
        f"Via: {via or f'SIP/2.0/UDP 192.0.2.10:5060;branch={branch};rport'}",
        "Max-Forwards: 70",
        f"From: {caller};tag=from-{call}",
        f"To: {to}",
        f"Call-ID: {call}",
        f"CSeq: {cseq} {method}",
        *lines,
        "Content-Length: 0",
    ]
    return "\r\n".join((*written, "", "")).encode("utf-8", "surrogateescape")


def request(method: str, *lines: str, **more: object) -> Request:
    message = parse(said(method, *lines, **more))  # type: ignore[arg-type]
    assert isinstance(message, Request)
    return message
