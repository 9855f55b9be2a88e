"""The test messages of RFC 4475, written as the RFC writes them, with what is to become of each.

`<hex>` stands for bytes, `<repeat>` for what comes again and again, and `<allOneLine>` for lines that
are one (section 2 there).
"""

from pathlib import Path
import re
from typing import NamedTuple

_FILE = Path(__file__).parent / "fixtures" / "rfc4475.txt"


class Torture(NamedTuple):
    name: str
    section: str
    becomes: str
    data: bytes


def _bytes(text: str) -> bytes:
    text = re.sub(
        r"<allOneLine>\n(.*?)\n</allOneLine>",
        lambda m: m[1].replace("\n", ""),
        text,
        flags=re.DOTALL,
    )
    text = re.sub(r"<repeat count=(\d+)>(.*?)</repeat>", lambda m: m[2] * int(m[1]), text)
    data = text.replace("\n", "\r\n").encode()
    return re.sub(rb"<hex>([0-9A-F]*)</hex>", lambda m: bytes.fromhex(m[1].decode()), data)


def _messages() -> list[Torture]:
    _, *records = re.split(r"^=== ", _FILE.read_text(), flags=re.MULTILINE)
    found = []
    for record in records:
        title, _, text = record.partition("\n")
        name, section, becomes = title.split()
        found.append(Torture(name, section, becomes, _bytes(text)))
    return found


TORTURES = _messages()
