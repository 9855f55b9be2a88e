"""Runs the demonstration: `script/demo --help` says how."""

import argparse
import asyncio
from collections.abc import Coroutine
from contextlib import suppress
from pathlib import Path
import signal
import sys

from tests.process import NEWEST, SUPPORTED, HomeAssistantError

from .live import DEFAULT_PORT, show, take_picture
from .progress import say
from .unattended import prepare, run


def _port(words: str) -> int:
    """Return a port that can be asked for by its number."""
    if not words.isascii() or not words.isdecimal() or not 1 <= int(words) <= 65535:
        raise argparse.ArgumentTypeError(f"{words} is not a port: give a number from 1 to 65535")
    return int(words)


def _arguments() -> argparse.Namespace:
    parser = argparse.ArgumentParser(
        prog="script/demo",
        description="Shows a missed call, its text and its answer in a real Home Assistant.",
    )
    parser.add_argument(
        "--home-assistant",
        choices=("newest", "supported"),
        default="newest",
        help="the newest release, or the oldest supported one",
    )
    parser.add_argument(
        "--port", type=_port, default=DEFAULT_PORT, help=f"where to open it ({DEFAULT_PORT})"
    )
    parser.add_argument(
        "--screenshot", type=Path, metavar="FILE", help="write a picture of the dashboard and end"
    )
    parser.add_argument(
        "--once", action="store_true", help="one call over the Twilio path, unattended, and end"
    )
    parser.add_argument("--json", action="store_true", help="with --once: print one line of JSON")
    arguments = parser.parse_args()
    if arguments.json and not arguments.once:
        parser.error("--json goes with --once: script/demo --once --json")
    if arguments.screenshot and arguments.once:
        parser.error("--screenshot and --once do not go together: choose one of them")
    return arguments


async def _until_told_to_end(work: Coroutine[None, None, bool]) -> bool:
    """End in an orderly way when told to, so that Home Assistant is ended too."""
    task = asyncio.ensure_future(work)
    loop = asyncio.get_running_loop()
    for sign in (signal.SIGINT, signal.SIGTERM, signal.SIGHUP):
        loop.add_signal_handler(sign, task.cancel)
    with suppress(asyncio.CancelledError):
        return await task
    say("Ended.")
    return False


def main() -> int:
    """Choose a way to show it."""
    arguments = _arguments()
    venv = NEWEST if arguments.home_assistant == "newest" else SUPPORTED
    if arguments.once:
        prepare()
        work = run(venv, as_json=arguments.json)
    elif arguments.screenshot:
        prepare()
        work = take_picture(venv, arguments.screenshot.absolute())
    else:
        work = show(venv, arguments.port)
    try:
        return 0 if asyncio.run(_until_told_to_end(work)) else 1
    except HomeAssistantError as error:
        say(str(error))
        return 1


if __name__ == "__main__":
    sys.exit(main())
