"""Runs the exchange as a process: prints one line of JSON, then serves until it is ended."""

import argparse
import asyncio
import contextlib
import json
import signal
import sys

from .company import Exchange


async def main(port: int, time_scale: float) -> None:
    """Serve until SIGTERM or SIGINT."""
    over = asyncio.Event()
    for name in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(name, over.set)
    async with Exchange(port=port, real_time=time_scale > 0, time_scale=time_scale) as exchange:
        account = exchange.open_account()
        key, secret = account.api_key
        hello = {
            "api_base": exchange.api_base,
            "account_sid": account.sid,
            "auth_token": account.auth_token,
            "api_key": key,
            "api_secret": secret,
        }
        sys.stdout.write(json.dumps(hello) + "\n")
        sys.stdout.flush()
        await over.wait()


if __name__ == "__main__":
    parser = argparse.ArgumentParser(prog="python -m tests.exchange")
    parser.add_argument("--port", type=int, default=0)
    parser.add_argument("--time-scale", type=float, default=0.0)
    wishes = parser.parse_args()
    with contextlib.suppress(KeyboardInterrupt):
        asyncio.run(main(wishes.port, wishes.time_scale))
