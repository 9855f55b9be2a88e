"""What a real Asterisk is configured with: the files of etc/, and what depends on ports and folders."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
import re
import shutil
from typing import Final

from tests.process import free_port
from tests.process.config_folder import REPOSITORY
from tests.providers.asterisk.certificate import write_certificate

_ETC: Final = Path(__file__).parent / "etc"
_DOCUMENT: Final = REPOSITORY / "docs" / "phones" / "asterisk.md"
_STANZA: Final = re.compile(r"```ini\n(\[missedcall\]\n.*?)```", re.DOTALL)
# What Asterisk looks for at its start, and complains of where it is not there.
_EMPTY: Final = (
    *("acl", "ccss", "cel", "features", "indications", "musiconhold", "pjproject"),
    *("queuerules", "stasis", "udptl"),
)

USERNAME: Final = "missedcall"
SECRET: Final = "a-long-secret-of-your-own"
PASSWORDS: Final = {"198": "password-198", "199": "password-199"}
"""The integration's own phones."""
_PICKED_UP: Final = "111"
_PICKS_UP: Final = "108"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ports:
    """Where everything listens, on the loopback."""

    sip: int = field(default_factory=free_port)
    ami: int = field(default_factory=free_port)
    ami_tls: int = field(default_factory=free_port)
    trunk: int = field(default_factory=free_port)


def stanza_of_the_document() -> str:
    """Return the user that our own page tells owners to make, let in from the loopback."""
    found = _STANZA.search(_DOCUMENT.read_text(encoding="utf-8"))
    assert found is not None
    return re.sub(r"(?m)^permit = .*$", "permit = 127.0.0.1/255.255.255.255", found[1])


def write_configuration(
    folder: Path, prefix: Path, ports: Ports, phones: Mapping[str, int]
) -> None:
    """Fill a folder for an Asterisk that is unpacked below `prefix`.

    `phones` are the extensions, and the port at which each of them can be rung.
    """
    etc = folder / "etc"
    shutil.copytree(_ETC, etc)
    for name in ("lib", "db", "spool", "run", "log", "keys"):
        (folder / name).mkdir()
    for name in _EMPTY:
        (etc / f"{name}.conf").touch()
    write_certificate(folder / "keys" / "ami.pem")
    (modules,) = prefix.glob("usr/lib/*/asterisk/modules")
    files = {
        "asterisk": _asterisk(folder, prefix, modules),
        "manager": _manager(folder, ports),
        "pjsip": _pjsip(ports, phones),
        "rtp": "[general]\nrtpstart = 10000\nrtpend = 10400\nrtpbindaddr = 127.0.0.1\n",
    }
    for name, text in files.items():
        (etc / f"{name}.conf").write_text(text)


def _asterisk(folder: Path, prefix: Path, modules: Path) -> str:
    return f"""\
[directories]
astetcdir => {folder}/etc
astmoddir => {modules}
astvarlibdir => {folder}/lib
astdbdir => {folder}/db
astkeydir => {folder}/keys
astdatadir => {prefix}/usr/share/asterisk
astagidir => {folder}/lib
astspooldir => {folder}/spool
astrundir => {folder}/run
astlogdir => {folder}/log
astsbindir => {prefix}/usr/sbin

[options]
nocolor = yes
"""


def _manager(folder: Path, ports: Ports) -> str:
    return f"""\
[general]
enabled = yes
bindaddr = 127.0.0.1
port = {ports.ami}
tlsenable = yes
tlsbindaddr = 127.0.0.1:{ports.ami_tls}
tlscertfile = {folder}/keys/ami.pem
timestampevents = yes

{stanza_of_the_document()}"""


def _pjsip(ports: Ports, phones: Mapping[str, int]) -> str:
    transports = "".join(
        f"[{kind}]\ntype = transport\nprotocol = {kind}\nbind = 127.0.0.1:{ports.sip}\n\n"
        for kind in ("udp", "tcp")
    )
    trunk = f"""\
[trunk]
type = endpoint
context = from-trunk
disallow = all
allow = ulaw
direct_media = no
aors = trunk

[trunk]
type = aor
contact = sip:127.0.0.1:{ports.trunk}

[trunk]
type = identify
endpoint = trunk
match = 127.0.0.1

"""
    known = "".join(
        _phone(name, f"contact = sip:{name}@127.0.0.1:{port}") for name, port in phones.items()
    )
    # The last one is known and never signs in.
    own = "".join(
        _phone(name, "max_contacts = 1\nremove_existing = yes", password)
        for name, password in {**PASSWORDS, "110": "password-110"}.items()
    )
    order = "endpoint_identifier_order = username,ip"
    return f"[global]\ntype = global\n{order}\n\n{transports}{trunk}{known}{own}"


def _phone(name: str, reached: str, password: str | None = None) -> str:
    group = {_PICKED_UP: "call_group = 2\n", _PICKS_UP: "pickup_group = 2\n"}.get(name, "")
    auth = "" if password is None else f"auth = {name}\n"
    secret = (
        ""
        if password is None
        else f"[{name}]\ntype = auth\nauth_type = userpass\nusername = {name}\npassword = {password}\n\n"
    )
    return f"""\
[{name}]
type = endpoint
context = from-internal
disallow = all
allow = ulaw
direct_media = no
aors = {name}
callerid = "Phone {name}" <{name}>
{auth}{group}
[{name}]
type = aor
{reached}

{secret}"""
