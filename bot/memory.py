"""What a start does without, to be quicker and smaller.

The garbage collector is not needed there, and has less to look at later: a fifth of the CPU until the bot is
ready, and a tenth of a second right after it. `rich`, which structlog and httpx import where it is there, is
for what the bot does not use of them: 3.5 MiB and 40 ms.
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
    if "rich" not in sys.modules:
        sys.modules["rich"] = None  # type: ignore[assignment]  # as if it were not installed


def end_start() -> None:
    """The bot is ready, or could not start: returns memory that only the start needed to the system, on glibc.

    What is there now stays for good and is never looked at for garbage again. Without `begin_start`,
    where the bot is one of several things in a process, it does nothing.
    """
    global _starting  # noqa: PLW0603
    if not _starting:
        return
    _starting = False
    gc.freeze()  # without a collection first, which would stop the loop for a tenth of a second
    gc.enable()
    if sys.modules.get("rich", sys) is None:
        del sys.modules["rich"]
    trim = getattr(ctypes.CDLL(None), "malloc_trim", None) if sys.platform == "linux" else None
    if trim is not None:
        trim(0)
