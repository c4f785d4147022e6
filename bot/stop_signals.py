"""SIGTERM and SIGINT: the bot ends in an orderly way, within a bounded time."""

import asyncio
import contextlib
import os
import signal
import sys
import threading
from collections.abc import Callable, Iterator

_MOST_SECONDS = 19.0


@contextlib.contextmanager
def handled(stop: asyncio.Event, code: Callable[[], int]) -> Iterator[None]:
    """First signal: sets `stop`, and ends the process after `_MOST_SECONDS`. Second: ends it at once.

    `code`: how it then ends.
    """
    loop = asyncio.get_running_loop()

    def request_stop() -> None:
        if stop.is_set():
            os._exit(1)
        stop.set()
        watch = threading.Timer(_MOST_SECONDS, _end_anyway, (code,))
        watch.daemon = True
        watch.start()

    if threading.current_thread() is not threading.main_thread():
        yield
        return
    for each in (signal.SIGTERM, signal.SIGINT):
        loop.add_signal_handler(each, request_stop)
    try:
        yield
    finally:
        for each in (signal.SIGTERM, signal.SIGINT):
            loop.remove_signal_handler(each)


def _end_anyway(code: Callable[[], int]) -> None:
    """All work is stored by now; a thread that hangs must not keep the process alive."""
    sys.stderr.flush()
    os._exit(code())
