"""The garbage collector during the start: it is not needed there, and has less to look at later.

Measured: a fifth of the CPU until the bot is ready, and a tenth of a second right after it.
"""

import ctypes
import gc
import sys

_starting = False


def begin_start() -> None:
    """For a process that serves: before the heavy imports. `end_start` must follow."""
    global _starting  # noqa: PLW0603 - of the process, as the collector is
    _starting = True
    gc.disable()


def end_start() -> None:
    """The bot is ready: returns memory that only the start needed to the system, on glibc.

    What is there now stays for good and is never looked at for garbage again. Without `begin_start`,
    where the bot is one of several things in a process, it does nothing.
    """
    global _starting  # noqa: PLW0603
    if not _starting:
        return
    _starting = False
    gc.freeze()  # without a collection first, which would stop the loop for a tenth of a second
    gc.enable()
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
